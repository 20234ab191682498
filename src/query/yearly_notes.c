// SPDX-License-Identifier: Apache-2.0
/*
 * yearly_notes - what a reader must know of a series before its trend: years that stand out, with whom they do, whether
 * one set of countries makes up the burst, and shifts of coverage.
 */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "cube/nodes.h"
#include "cube/walk.h"
#include "query/yearly.h"
#include "stat/distribution.h"

enum { NAMES_MAX = 8 };

/* Below this many joint works a year, a partner's own spike says nothing about the focus's. */
static const double COUNT_LEAST = 100;

/* A change of the share of fully known works beyond this, from one year to the next, may read as a trend. */
static const double COVERAGE_SHIFT = 0.05;

/* Partners of the focus whose own series stands out in year `t`, the same way. */
static rap_status add_companions(const rap_yearly_source *s, size_t part, const rap_yearly *yearly, size_t t,
                                 rap_table *table, rap_error *err)
{
    const rap_spread *spread = s->pairings->spread;
    const rap_pairing_list *list = &s->pairings->buckets[t * spread->n_parts + part];
    double *counts = rap_alloc(yearly->n, sizeof *counts);
    rap_guard_year *guard = rap_alloc(yearly->n, sizeof *guard);
    rap_text names = {0};
    size_t found = 0;
    bool ok = counts && guard;
    for (size_t i = 0; ok && i < list->n; i++) {
        uint32_t node = list->rows[i].node;
        if (node == s->y || list->rows[i].value[RAP_PAIR_WORKS].value < COUNT_LEAST) continue;
        for (size_t k = 0; k < yearly->n; k++)
            counts[k] = (double)spread->buckets[k * spread->n_parts + part].joint[node] * spread->unit;
        rap_guard(counts, yearly->n, guard);
        if (!guard[t].flagged || guard[t].shadow || guard[t].excess * yearly->guard[t].excess < 0) continue;
        char code[RAP_PLACE_TEXT];
        if (found++ < NAMES_MAX)
            rap_text_printf(&names, "%s%s", found > 1 ? ", " : "", rap_node_label(&s->asking, &spread->nodes, node, code));
    }
    ok = ok && !names.failed;
    if (ok && found)
        rap_table_add_note(table, "%d: so do the works of %s with %zu other partner%s, %s%s: perhaps records that share one set of countries.",
                           yearly->first_year + (int)t, s->asking.nodes[0].label, found, found == 1 ? "" : "s",
                           found > NAMES_MAX ? "among them " : "", rap_text_get(&names));
    rap_text_release(&names);
    rap_free(counts);
    rap_free(guard);
    return ok ? RAP_OK : rap_fail_memory(err);
}

/* Works of the pair in one year by party: the largest of them. */
typedef struct burst {
    const rap_yearly_source *source;
    rap_node_map map;
    uint64_t *works;             /* per party */
    uint64_t all;
} burst;

static rap_status add_parties(void *arg, const rap_cells *cells, rap_error *err)
{
    burst *b = arg;
    (void)err;
    const rap_cube *cube = b->source->asking.cube;
    for (size_t i = 0; i < cells->n; i++) {
        size_t n;
        const rap_place *places = rap_cube_party(cube, cells->party[i], &n);
        bool x = false, y = false;
        for (size_t k = 0; k < n; k++) {
            x = x || b->map.node[places[k]] == b->source->x;
            y = y || b->map.node[places[k]] == b->source->y;
        }
        if (!x || !y) continue;
        b->works[cells->party[i]] += cells->works[i];
        b->all += cells->works[i];
    }
    return RAP_OK;
}

static rap_status add_burst(const rap_yearly_source *s, int year, rap_table *table, rap_error *err)
{
    const rap_cube *cube = s->asking.cube;
    rap_lens lens = s->asking.lens;
    lens.year_low = lens.year_high = year;
    burst *b = rap_alloc(1, sizeof *b);
    uint64_t *works = rap_alloc(cube->n_parties, sizeof *works);
    rap_status status = b && works ? RAP_OK : rap_fail_memory(err);
    if (status == RAP_OK) {
        b->source = s;
        b->works = works;
        rap_node_map_set(&b->map, &lens, &s->pairings->spread->nodes, year);
        status = rap_walk(cube, &lens, add_parties, b, err);
    }
    if (status == RAP_OK && b->all) {
        uint32_t top = 0;
        for (uint32_t p = 1; p < cube->n_parties; p++)
            if (works[p] > works[top]) top = p;
        size_t n;
        const rap_place *places = rap_cube_party(cube, top, &n);
        rap_text set = {0};
        char code[RAP_PLACE_TEXT];
        for (size_t k = 0; k < n && k < NAMES_MAX; k++) rap_text_printf(&set, "%s%s", k ? "+" : "", rap_place_code(places[k], code));
        rap_table_add_note(table, "%d: %.0f %% of these works have the set of countries %s%s.", year,
                           100 * (double)works[top] / (double)b->all, rap_text_get(&set), n > NAMES_MAX ? "+..." : "");
        rap_text_release(&set);
    }
    rap_free(b);
    rap_free(works);
    return status;
}

/* Whether the share of fully known works moved by more than a trend can bear, and more than so few works do by chance. */
static bool has_shifted(const rap_bucket *before, const rap_bucket *now, uint32_t x)
{
    double n = (double)before->works[x], m = (double)now->works[x];
    if (n == 0 || m == 0) return false;
    double known = (double)before->fully_known[x], known_now = (double)now->fully_known[x];
    double shift = fabs(known_now / m - known / n), together = (known + known_now) / (n + m);
    return shift > COVERAGE_SHIFT && shift > RAP_NORMAL_95 * sqrt(together * (1 - together) * (1 / n + 1 / m));
}

static void add_coverage_shifts(const rap_yearly_source *s, size_t part, rap_table *table)
{
    const rap_spread *spread = rap_yearly_spread(s);
    if (spread->pairs_only) return;
    for (size_t t = 1; t < spread->n_years; t++) {
        const rap_bucket *before = &spread->buckets[(t - 1) * spread->n_parts + part];
        const rap_bucket *now = &spread->buckets[t * spread->n_parts + part];
        if (!has_shifted(before, now, s->x)) continue;
        rap_table_add_note(table, "%d: coverage of %s moved from %.1f %% to %.1f %%: part of any change may be this.",
                           spread->first_year + (int)t, s->asking.nodes[0].label,
                           100 * (double)before->fully_known[s->x] / (double)before->works[s->x],
                           100 * (double)now->fully_known[s->x] / (double)now->works[s->x]);
    }
}

rap_status rap_yearly_notes(const rap_yearly_source *source, size_t part, const rap_yearly *yearly, rap_table *table,
                            rap_error *err)
{
    for (size_t t = 0; t < yearly->n; t++) {
        const rap_guard_year *g = &yearly->guard[t];
        int year = yearly->first_year + (int)t;
        if (!g->flagged || g->shadow) continue;
        rap_table_add_note(table, "%d stands out: %.0f works where the years beside it let expect %.0f (limit %.0f either way); left out of the cleaned series.",
                           year, yearly->counts[t], g->expected, g->limit);
        if (!source->pairings) continue;
        RAP_TRY(add_companions(source, part, yearly, t, table, err));
        if (!source->pairings->spread->pairs_only) RAP_TRY(add_burst(source, year, table, err));
    }
    if (!yearly->amounts) add_coverage_shifts(source, part, table);
    return RAP_OK;
}
