// SPDX-License-Identifier: Apache-2.0
#include "query/pairing.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "query/pairing_rank.h"

/* How each column is headed. `detail` columns are left out of tables for people unless asked for. */
static const struct {
    const char *name, *title, *unit;
    int decimals;
    bool whole, detail;
} columns[RAP_PAIR_END] = {
    [RAP_PAIR_WORKS] = {"works", "Joint works", "works", 1, true, false},
    [RAP_PAIR_RANK] = {"rank", "Rank", "", 0, true, false},
    [RAP_PAIR_RANK_LOW] = {"rank_low", "from", "", 0, true, false},
    [RAP_PAIR_RANK_HIGH] = {"rank_high", "to", "", 0, true, false},
    [RAP_PAIR_SHARE_OF_OUTPUT] = {"share_of_output", "Of output", "share", 4, false, false},
    [RAP_PAIR_SHARE_OF_INTERNATIONAL] = {"share_of_international", "Of international", "share", 4, false, false},
    [RAP_PAIR_SHARE_OF_LINKS] = {"share_of_links", "Of links", "share", 4, false, false},
    [RAP_PAIR_RIC] = {"ric", "RIC", "", 3, false, false},
    [RAP_PAIR_RIC_LOW] = {"ric_low", "low", "", 3, false, false},
    [RAP_PAIR_RIC_HIGH] = {"ric_high", "high", "", 3, false, false},
    [RAP_PAIR_RIC_N] = {"ric_n", "RIC x 2", "", 3, false, true},
    [RAP_PAIR_RIC_REVERSE] = {"ric_reverse", "RIC reverse", "", 3, false, true},
    [RAP_PAIR_RANK_RIC] = {"rank_ric", "Rank by RIC", "", 0, true, false},
    [RAP_PAIR_RANK_GAIN] = {"rank_gain", "Rank gain", "", 0, true, true},
    [RAP_PAIR_AFFINITY] = {"affinity", "Affinity", "", 3, false, false},
    [RAP_PAIR_LUUKKONEN] = {"luukkonen", "Luukkonen", "", 3, false, true},
    [RAP_PAIR_NSF_INDEX] = {"nsf_index", "NSF index", "", 3, false, true},
    [RAP_PAIR_SALTON] = {"salton", "Salton", "", 4, false, true},
    [RAP_PAIR_JACCARD] = {"jaccard", "Jaccard", "", 4, false, true},
    [RAP_PAIR_INCLUSION] = {"inclusion", "Inclusion", "", 4, false, true},
    [RAP_PAIR_SHARE_OF_PARTNER_OUTPUT] = {"share_of_partner_output", "Of partner's output", "share", 4, false, true},
    [RAP_PAIR_BILATERAL] = {"bilateral", "Bilateral works", "works", 0, true, true},
    [RAP_PAIR_AFFILIATION_ONLY] = {"affiliation_only", "Affiliation-only works", "works", 0, true, true},
    [RAP_PAIR_EXPECTED] = {"expected", "Expected works", "works", 1, false, true},
    [RAP_PAIR_WORKS_OWN] = {"works_own", "Own part of joint works", "works", 1, true, true},
    [RAP_PAIR_WORKS_PARTNER] = {"works_partner", "Partner's part of joint works", "works", 1, true, true},
    [RAP_PAIR_OUTPUT] = {"output", "Output", "works", 1, true, true},
    [RAP_PAIR_INTERNATIONAL] = {"international", "International works", "works", 1, true, true},
    [RAP_PAIR_LINKS] = {"links", "Links", "links", 1, true, true},
    [RAP_PAIR_PARTNER_OUTPUT] = {"partner_output", "Partner's output", "works", 1, true, true},
    [RAP_PAIR_PARTNER_INTERNATIONAL] = {"partner_international", "Partner's international works", "works", 1, true, true},
    [RAP_PAIR_PARTNER_LINKS] = {"partner_links", "Partner's links", "links", 1, true, true},
    [RAP_PAIR_WORLD_INTERNATIONAL] = {"world_international", "World's international works", "works", 1, true, true},
    [RAP_PAIR_ALL_LINKS] = {"all_links", "All links", "links", 1, true, true},
    [RAP_PAIR_COVERAGE] = {"coverage", "Coverage", "share", 3, false, true},
    [RAP_PAIR_WORKS_LOW] = {"works_low", "Works low", "works", 1, false, true},
    [RAP_PAIR_WORKS_HIGH] = {"works_high", "Works high", "works", 1, false, true},
};

rap_pair_column rap_pair_column_of(rap_span name)
{
    for (unsigned i = 0; i < RAP_PAIR_END; i++)
        if (rap_span_is(name, columns[i].name)) return (rap_pair_column)i;
    return RAP_PAIR_END;
}

const char *rap_pair_column_title(rap_pair_column column)
{
    return columns[column].title;
}

uint32_t rap_node_index(const rap_spread *spread, const rap_node_ref *ref)
{
    return ref->place ? rap_nodes_find(&spread->nodes, ref->place) : ref->group;
}

const char *rap_node_label(const rap_asking *asking, const rap_nodes *nodes, uint32_t node, char code[RAP_PLACE_TEXT])
{
    return node < nodes->n_groups ? asking->lens.groups[node].name : rap_place_code(nodes->places[node], code);
}

const char *rap_node_name(const rap_asking *asking, const rap_nodes *nodes, uint32_t node)
{
    if (node < nodes->n_groups) return asking->lens.groups[node].name;
    const char *name = rap_catalog_place_name(asking->catalog, nodes->places[node]);
    return name ? name : "";
}

const char *rap_years_text(int first, int last, char out[32])
{
    if (first == last)
        (void)snprintf(out, 32, "%d", first);
    else
        (void)snprintf(out, 32, "%d-%d", first, last);
    return out;
}

const char *rap_period_text(const rap_asking *asking, const rap_spread *spread, size_t year_row, char out[32])
{
    const rap_lens *lens = &asking->lens;
    int first, last;
    rap_cube_years(asking->cube, &first, &last);
    if (asking->each_year)
        first = last = spread->first_year + (int)year_row;
    else if (lens->year_low || lens->year_high) {
        first = lens->year_low > first ? lens->year_low : first;
        last = lens->year_high < last ? lens->year_high : last;
    }
    return rap_years_text(first, last, out);
}

static rap_value number(double value)
{
    return (rap_value){value, RAP_DEFINED};
}

static rap_value unknown(void)
{
    return (rap_value){0, RAP_UNDEFINED_NO_DATA};
}

/* One bucket with its focus, read as numbers. Arrays that a pair-only cube lacks read as unknown. */
typedef struct reader {
    const rap_spread *spread;
    const rap_bucket *bucket;
    uint32_t x;
} reader;

static rap_value read_at(const reader *r, const uint64_t *array, uint32_t node)
{
    return array ? number((double)array[node] * r->spread->unit) : unknown();
}

static rap_value with_quad(rap_value (*indicator)(rap_quad), rap_value n, rap_value row, rap_value col, rap_value all)
{
    if (n.reason || row.reason || col.reason || all.reason) return unknown();
    return indicator((rap_quad){n.value, row.value, col.value, all.value});
}

static rap_value share(rap_value part, rap_value whole)
{
    return part.reason || whole.reason ? unknown() : rap_share(part.value, whole.value);
}

/* Joint works to be expected from the two margins alone, from X's side: C_X C_Y / (2T - C_X). */
static rap_value expected(rap_quad links)
{
    double ends = 2 * links.all - links.row;
    return ends > 0 ? number(links.row * links.col / ends) : (rap_value){0, RAP_UNDEFINED_EMPTY};
}

static void fill_margins(const reader *r, rap_value *v, uint32_t y)
{
    double unit = r->spread->unit;
    const rap_bucket *b = r->bucket;
    bool sets = !r->spread->pairs_only;
    v[RAP_PAIR_WORKS_OWN] = read_at(r, b->joint_own, y);
    v[RAP_PAIR_WORKS_PARTNER] = read_at(r, b->joint_partner, y);
    v[RAP_PAIR_OUTPUT] = read_at(r, b->output, r->x);
    v[RAP_PAIR_INTERNATIONAL] = read_at(r, b->international, r->x);
    v[RAP_PAIR_LINKS] = read_at(r, b->links, r->x);
    v[RAP_PAIR_PARTNER_OUTPUT] = read_at(r, b->output, y);
    v[RAP_PAIR_PARTNER_INTERNATIONAL] = read_at(r, b->international, y);
    v[RAP_PAIR_PARTNER_LINKS] = read_at(r, b->links, y);
    v[RAP_PAIR_WORLD_INTERNATIONAL] = sets ? number((double)b->world.international * unit) : unknown();
    v[RAP_PAIR_ALL_LINKS] = number((double)b->world.links * unit);
    v[RAP_PAIR_BILATERAL] = sets ? number((double)b->bilateral[y]) : unknown();
    v[RAP_PAIR_AFFILIATION_ONLY] = sets ? number((double)b->affiliation_only[y]) : unknown();
    v[RAP_PAIR_COVERAGE] = sets ? rap_share((double)b->fully_known[r->x], (double)b->works[r->x]) : unknown();
}

/*
 * What compares joint works with the works of the two. Under fractional counting a pair's weight is no part of the weight of
 * either country's works (a work of two is 1 for the pair and 1/2 for each), so there is nothing to compare.
 */
static void fill_overlap(rap_value *v, bool whole_counts)
{
    if (!whole_counts) {
        for (unsigned i = RAP_PAIR_NSF_INDEX; i <= RAP_PAIR_INCLUSION; i++) v[i].reason = RAP_UNDEFINED_COUNTING;
        return;
    }
    rap_value n = v[RAP_PAIR_WORKS];
    rap_value p = v[RAP_PAIR_OUTPUT].reason ? v[RAP_PAIR_INTERNATIONAL] : v[RAP_PAIR_OUTPUT];
    rap_value q = v[RAP_PAIR_OUTPUT].reason ? v[RAP_PAIR_PARTNER_INTERNATIONAL] : v[RAP_PAIR_PARTNER_OUTPUT];
    v[RAP_PAIR_NSF_INDEX] = with_quad(rap_nsf_index, n, v[RAP_PAIR_INTERNATIONAL], v[RAP_PAIR_PARTNER_INTERNATIONAL],
                                      v[RAP_PAIR_WORLD_INTERNATIONAL]);
    v[RAP_PAIR_SALTON] = with_quad(rap_salton, n, p, q, number(0));
    v[RAP_PAIR_JACCARD] = with_quad(rap_jaccard, n, p, q, number(0));
    v[RAP_PAIR_INCLUSION] = with_quad(rap_inclusion, n, p, q, number(0));
}

static void fill_indicators(rap_value *v, bool whole_counts, bool residual)
{
    rap_value n = v[RAP_PAIR_WORKS], row = v[RAP_PAIR_LINKS], col = v[RAP_PAIR_PARTNER_LINKS];
    rap_value all = v[RAP_PAIR_ALL_LINKS], none = unknown();
    rap_interval works = rap_count_interval(n.value);
    v[RAP_PAIR_WORKS_LOW] = whole_counts ? works.low : (rap_value){0, RAP_UNDEFINED_COUNTING};
    v[RAP_PAIR_WORKS_HIGH] = whole_counts ? works.high : (rap_value){0, RAP_UNDEFINED_COUNTING};
    rap_quad links = {n.value, row.value, col.value, all.value};
    v[RAP_PAIR_SHARE_OF_OUTPUT] = share(v[RAP_PAIR_WORKS_OWN], v[RAP_PAIR_OUTPUT]);
    v[RAP_PAIR_SHARE_OF_INTERNATIONAL] = share(v[RAP_PAIR_WORKS_OWN], v[RAP_PAIR_INTERNATIONAL]);
    v[RAP_PAIR_SHARE_OF_LINKS] = share(n, row);
    v[RAP_PAIR_SHARE_OF_PARTNER_OUTPUT] = share(v[RAP_PAIR_WORKS_PARTNER], v[RAP_PAIR_PARTNER_OUTPUT]);
    v[RAP_PAIR_RIC] = rap_ric(links);
    v[RAP_PAIR_RIC_N] = rap_ric_n(links);
    v[RAP_PAIR_RIC_REVERSE] = rap_ric((rap_quad){n.value, col.value, row.value, all.value});
    rap_interval interval = rap_ric_interval(links);
    v[RAP_PAIR_RIC_LOW] = interval.low;
    v[RAP_PAIR_RIC_HIGH] = interval.high;
    v[RAP_PAIR_AFFINITY] = rap_affinity(links);
    v[RAP_PAIR_LUUKKONEN] = rap_luukkonen(links);
    v[RAP_PAIR_EXPECTED] = expected(links);
    fill_overlap(v, whole_counts);
    if (!residual) return;
    none.reason = RAP_UNDEFINED_RESIDUAL;
    for (unsigned i = RAP_PAIR_RIC; i <= RAP_PAIR_INCLUSION; i++) v[i] = none;
}

static bool is_residual(const rap_nodes *nodes, uint32_t node)
{
    return node >= nodes->n_groups && rap_place_is_residual(nodes->places[node]);
}

static rap_pairing fill(const reader *r, uint32_t y)
{
    rap_pairing row = {.node = y};
    bool residual = is_residual(&r->spread->nodes, y);
    row.value[RAP_PAIR_WORKS] = read_at(r, r->bucket->joint, y);
    fill_margins(r, row.value, y);
    fill_indicators(row.value, r->spread->unit >= 1, residual);
    for (unsigned i = RAP_PAIR_RANK; i <= RAP_PAIR_RANK_HIGH; i++)
        row.value[i].reason = residual ? RAP_UNDEFINED_RESIDUAL : RAP_UNDEFINED_NO_DATA;
    row.value[RAP_PAIR_RANK_RIC].reason = row.value[RAP_PAIR_RANK_GAIN].reason =
        residual ? RAP_UNDEFINED_RESIDUAL : RAP_UNDEFINED_SMALL;
    return row;
}

void rap_pairing_absent(const rap_spread *spread, size_t b, uint32_t x, uint32_t y, rap_pairing *out)
{
    reader r = {spread, &spread->buckets[b], x};
    *out = fill(&r, y);
}

static int by_works(const void *a, const void *b)
{
    const rap_pairing *x = a, *y = b;
    double p = x->value[RAP_PAIR_WORKS].value, q = y->value[RAP_PAIR_WORKS].value;
    if (p != q) return p < q ? 1 : -1;
    return (x->node > y->node) - (x->node < y->node);
}

static rap_status fill_bucket(const rap_asking *asking, const reader *r, size_t ranked, rap_pairing_list *list,
                              rap_error *err)
{
    uint32_t n = r->spread->nodes.n;
    list->rows = rap_alloc(n, sizeof *list->rows);
    if (!list->rows) return rap_fail_memory(err);
    for (uint32_t y = 0; y < n; y++)
        if (y != r->x && r->bucket->joint[y] > 0) list->rows[list->n++] = fill(r, y);
    qsort(list->rows, list->n, sizeof *list->rows, by_works);
    return rap_pairing_ranks(asking, r->spread, r->bucket, ranked, list, err);
}

rap_status rap_pairings_new(const rap_asking *asking, const rap_node_ref *focus, size_t ranked, rap_pairings **out,
                            rap_error *err)
{
    rap_pairings *p = rap_alloc(1, sizeof *p);
    if (!p) return rap_fail_memory(err);
    rap_nodes nodes;
    rap_status status = rap_nodes_init(asking->cube, &asking->lens, &nodes, err);
    rap_spread_options options = {
        .each_year = asking->each_year, .n_parts = asking->n_parts, .parts = asking->parts, .seed = asking->seed,
        .overlap = ranked && asking->lens.counting == RAP_COUNT_FULL && !asking->bootstrap,
    };
    if (status == RAP_OK) {
        options.focus = focus->place ? rap_nodes_find(&nodes, focus->place) : focus->group;
        rap_nodes_release(&nodes);
        if (options.focus == RAP_NO_NODE)
            status = rap_fail(err, RAP_E_UNSUPPORTED, "'%s' took part in no work of this cube", focus->label);
    }
    if (status == RAP_OK) status = rap_spread_new(asking->cube, &asking->lens, &options, &p->spread, err);
    if (status == RAP_OK) {
        size_t n = p->spread->n_years * p->spread->n_parts;
        p->buckets = rap_alloc(n, sizeof *p->buckets);
        if (!p->buckets) status = rap_fail_memory(err);
        for (size_t i = 0; status == RAP_OK && i < n; i++) {
            reader r = {p->spread, &p->spread->buckets[i], options.focus};
            status = fill_bucket(asking, &r, ranked, &p->buckets[i], err);
        }
    }
    if (status == RAP_OK && ranked && asking->bootstrap && !p->spread->pairs_only) {
        status = rap_pairing_bootstrap(asking, &options, p, err);
        p->replicates = asking->bootstrap;
    }
    if (status == RAP_OK)
        *out = p;
    else
        rap_pairings_free(p);
    return status;
}

void rap_pairings_free(rap_pairings *p)
{
    if (!p) return;
    if (p->buckets)
        for (size_t i = 0; i < p->spread->n_years * p->spread->n_parts; i++) rap_free(p->buckets[i].rows);
    rap_free(p->buckets);
    rap_spread_free(p->spread);
    rap_free(p);
}

const rap_pairing *rap_pairing_find(const rap_pairing_list *list, uint32_t node)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->rows[i].node == node) return &list->rows[i];
    return NULL;
}

size_t rap_pair_columns_add(const rap_asking *asking, rap_table *table)
{
    size_t first = SIZE_MAX;
    bool full = asking->lens.counting == RAP_COUNT_FULL;
    for (unsigned i = 0; i < RAP_PAIR_END; i++) {
        bool whole = columns[i].whole && (full || columns[i].decimals == 0);
        size_t at = rap_table_add(table, columns[i].name, columns[i].title, columns[i].unit, columns[i].name,
                                  whole ? RAP_COLUMN_INTEGER : RAP_COLUMN_REAL, whole ? 0 : columns[i].decimals);
        if (columns[i].detail) rap_table_detail(table, at);
        if (i == 0) first = at;
    }
    return first;
}

void rap_pair_columns_put(rap_table *table, size_t first, const rap_pairing *row, rap_counting counting)
{
    for (unsigned i = 0; i < RAP_PAIR_END; i++) {
        size_t at = first + i;
        rap_value v = row->value[i];
        bool whole = columns[i].whole && (counting == RAP_COUNT_FULL || columns[i].decimals == 0);
        if (v.reason)
            rap_table_undefined(table, at, v.reason);
        else if (whole)
            rap_table_integer(table, at, (int64_t)v.value);
        else
            rap_table_real(table, at, v.value);
    }
}
