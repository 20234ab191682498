// SPDX-License-Identifier: Apache-2.0
#include "query/yearly.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "query/figures.h"
#include "query/heads.h"

enum { YEARS_LEAST = 4 };

size_t rap_yearly_parts(const rap_yearly_source *source)
{
    const rap_spread *spread = rap_yearly_spread(source);
    return spread ? spread->n_parts : 1;
}

void rap_yearly_receipt(const rap_yearly_source *source, const rap_asking *asking, rap_table *table)
{
    if (rap_yearly_spread(source)) rap_notes_add(asking, rap_yearly_spread(source), table);
    else rap_asking_receipt(asking, table);
}

const rap_spread *rap_yearly_spread(const rap_yearly_source *source)
{
    return source->pairings ? source->pairings->spread : source->spread;
}

static rap_status open_country(rap_yearly_source *s, rap_error *err)
{
    const rap_asking *asking = &s->asking;
    rap_spread_options options = {.each_year = true, .n_parts = asking->n_parts, .parts = asking->parts,
                                  .focus = RAP_NO_NODE};
    RAP_TRY(rap_spread_new(asking->cube, &asking->lens, &options, &s->spread, err));
    s->x = rap_node_index(s->spread, &asking->nodes[0]);
    if (s->x == RAP_NO_NODE)
        return rap_fail(err, RAP_E_UNSUPPORTED, "'%s' took part in no work of this cube", asking->nodes[0].label);
    return RAP_OK;
}

rap_status rap_yearly_open(const rap_asking *asking, rap_yearly_source *out, rap_error *err)
{
    rap_yearly_source s = {.asking = *asking, .x = RAP_NO_NODE, .y = RAP_NO_NODE};
    s.asking.each_year = true;
    rap_status status;
    if (rap_holds_amounts(asking->cube)) {
        *out = s;
        return asking->n_parts <= 1 ? RAP_OK : rap_fail(err, RAP_E_UNSUPPORTED, "series of amounts: one subject at a time");
    }
    if (asking->n_nodes == 2) {
        rap_pairings *pairings = NULL;
        status = rap_pairings_new(&s.asking, &asking->nodes[0], 0, &pairings, err);
        if (status == RAP_OK) {
            s.pairings = pairings;
            s.x = rap_node_index(pairings->spread, &asking->nodes[0]);
            s.y = rap_node_index(pairings->spread, &asking->nodes[1]);
            if (s.y == RAP_NO_NODE)
                status = rap_fail(err, RAP_E_UNSUPPORTED, "'%s' took part in no work of this cube", asking->nodes[1].label);
        }
    } else {
        status = open_country(&s, err);
    }
    if (status == RAP_OK && rap_yearly_spread(&s)->n_years < YEARS_LEAST)
        status = rap_fail(err, RAP_E_UNSUPPORTED, "a trend needs at least %d years; the lens and the cube share %zu",
                          YEARS_LEAST, rap_yearly_spread(&s)->n_years);
    if (status == RAP_OK)
        *out = s;
    else
        rap_yearly_close(&s);
    return status;
}

void rap_yearly_close(rap_yearly_source *source)
{
    rap_pairings_free(source->pairings);
    rap_spread_free(source->spread);
    source->pairings = NULL;
    source->spread = NULL;
}

/* The row of the pair in one year; margins with a true zero where they had no joint works. */
static rap_pairing pairing_of(const rap_yearly_source *s, size_t bucket)
{
    const rap_pairing *row = rap_pairing_find(&s->pairings->buckets[bucket], s->y);
    rap_pairing out;
    if (row) return *row;
    rap_pairing_absent(s->pairings->spread, bucket, s->x, s->y, &out);
    return out;
}

static rap_value country_value(const rap_yearly_source *s, size_t bucket, rap_span measure)
{
    const rap_bucket *b = &s->spread->buckets[bucket];
    double unit = s->spread->unit, international = (double)b->international[s->x] * unit;
    if (rap_span_is(measure, "international")) return (rap_value){international, RAP_DEFINED};
    if (s->spread->pairs_only) return (rap_value){0, RAP_UNDEFINED_NO_DATA};
    double output = (double)b->output[s->x] * unit;
    if (rap_span_is(measure, "works")) return (rap_value){output, RAP_DEFINED};
    if (rap_span_is(measure, "international_share")) return rap_share(international, output);
    return rap_share(output, (double)b->world.with_country * unit);
}

static double count_of(const rap_yearly_source *s, size_t bucket)
{
    if (s->pairings) return pairing_of(s, bucket).value[RAP_PAIR_WORKS].value;
    return country_value(s, bucket, rap_span_of(s->spread->pairs_only ? "international" : "works")).value;
}

static rap_status reserve(int first_year, size_t n, rap_yearly *out, rap_error *err)
{
    rap_yearly y = {.first_year = first_year, .n = n, .room = n, .counts = rap_alloc(n, sizeof *y.counts),
                    .guard = rap_alloc(n, sizeof *y.guard), .values = rap_alloc(n, sizeof *y.values),
                    .cleaned = rap_alloc(n, sizeof *y.cleaned)};
    if (!y.counts || !y.guard || !y.values || !y.cleaned) {
        rap_yearly_release(&y);
        return rap_fail_memory(err);
    }
    *out = y;
    return RAP_OK;
}

rap_status rap_yearly_init(const rap_yearly_source *source, size_t part, rap_yearly *out, rap_error *err)
{
    const rap_spread *spread = rap_yearly_spread(source);
    if (!spread) {
        int first, last;
        rap_cube_years(source->asking.cube, &first, &last);
        RAP_TRY(reserve(first, last < first ? 0 : (size_t)(last - first) + 1, out, err));
        out->amounts = true; /* its years are known when a measure is loaded */
        return RAP_OK;
    }
    RAP_TRY(reserve(spread->first_year, spread->n_years, out, err));
    for (size_t t = 0; t < out->n; t++) out->counts[t] = count_of(source, t * spread->n_parts + part);
    rap_guard(out->counts, out->n, out->guard);
    return RAP_OK;
}

void rap_yearly_release(rap_yearly *y)
{
    rap_free(y->counts);
    rap_free(y->guard);
    rap_free(y->values);
    rap_free(y->cleaned);
    *y = (rap_yearly){0};
}

static bool is_share(rap_span measure)
{
    static const char share[] = "share";
    for (size_t i = 0; i + sizeof share - 1 <= measure.length; i++)
        if (memcmp(measure.data + i, share, sizeof share - 1) == 0) return true;
    return false;
}

static rap_status check_measure(const rap_yearly_source *s, rap_span measure, rap_error *err)
{
    static const char *const of_country[] = {"works", "international", "international_share", "world_share"};
    if (s->pairings && rap_pair_column_of(measure) != RAP_PAIR_END) return RAP_OK;
    for (size_t i = 0; !s->pairings && i < sizeof of_country / sizeof *of_country; i++)
        if (rap_span_is(measure, of_country[i])) return RAP_OK;
    return rap_fail(err, RAP_E_USAGE, "--measure %.*s: expected %s", (int)measure.length, measure.data,
                    s->pairings ? "works, share_of_output, share_of_international, share_of_links, ric, affinity, ..."
                                : "works, international, international_share or world_share");
}

rap_status rap_yearly_load(const rap_yearly_source *source, size_t part, rap_span measure, rap_yearly *yearly,
                           rap_error *err)
{
    if (yearly->amounts) return rap_yearly_amounts(&source->asking, measure, yearly, err);
    RAP_TRY(check_measure(source, measure, err));
    size_t n_parts = rap_yearly_spread(source)->n_parts;
    rap_pair_column column = rap_pair_column_of(measure);
    for (size_t t = 0; t < yearly->n; t++) {
        rap_value v = source->pairings ? pairing_of(source, t * n_parts + part).value[column]
                                       : country_value(source, t * n_parts + part, measure);
        yearly->values[t] = v.reason ? NAN : v.value;
    }
    yearly->count_measure = rap_span_is(measure, "works") || rap_span_is(measure, "international");
    yearly->ceiling = is_share(measure) ? 1 : 0;
    rap_guard_replace(yearly->values, yearly->guard, yearly->n, yearly->cleaned);
    return RAP_OK;
}

rap_span rap_yearly_measures(const rap_asking *asking)
{
    if (asking->measure) return rap_span_of(asking->measure);
    if (rap_holds_amounts(asking->cube)) return rap_span_of(asking->cube->schema.measures[0].name);
    bool pairs_only = asking->cube->schema.form == RAP_PARTY_PAIR;
    if (asking->n_nodes == 2) return rap_span_of("works,share_of_international,share_of_links,ric");
    return rap_span_of(pairs_only ? "international" : "works,world_share,international_share");
}
