// SPDX-License-Identifier: Apache-2.0
#include "query/yearly.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "query/heads.h"

enum { YEARS_LEAST = 4 };

size_t rap_yearly_parts(const rap_yearly_source *source)
{
    return rap_yearly_spread(source)->n_parts;
}

const rap_spread *rap_yearly_spread(const rap_yearly_source *source)
{
    return source->table ? &source->flows.frame : source->pairings ? source->pairings->spread : source->spread;
}

void rap_yearly_receipt(const rap_yearly_source *source, const rap_asking *asking, rap_table *table)
{
    if (source->table) rap_flows_notes(&source->flows, table);
    else rap_notes_add(asking, rap_yearly_spread(source), table);
}

/* --------------------------------------------------------------------- tables */

static const char share_of_total[] = "share_of_total";

/* The flows of one measure; the first that there is, for share_of_total. `name` is room for it. */
static rap_status open_flows(const rap_asking *asking, rap_span measure, char name[16], rap_flows *out, rap_error *err)
{
    rap_flows_options options = rap_flows_options_of(asking);
    options.each_year = true;
    options.focus = asking->n_nodes == 2 ? &asking->nodes[0] : NULL;
    (void)snprintf(name, 16, "%.*s", (int)(measure.length < 15 ? measure.length : 15), measure.data ? measure.data : "");
    bool named = measure.length > 0 && measure.length < 16 && !rap_span_is(measure, share_of_total);
    options.measure = named ? name : NULL;
    if (measure.length > 15)
        return rap_fail(err, RAP_E_USAGE, "measure: '%.*s' is none of this cube's", (int)(measure.length < 60 ? measure.length : 60),
                        measure.data);
    return rap_flows_init(asking, &options, out, err);
}

/* What the series is of: exports or imports of one, or what passes between two. */
static const rap_flow_sum *flow_of(const rap_yearly_source *s, const rap_flows *f, size_t bucket, const rap_flow_sum **whole)
{
    const rap_flow_bucket *b = &f->flow->buckets[bucket];
    bool second = rap_flows_second(f);
    if (s->y == RAP_NO_NODE) {
        *whole = &b->all;
        return &(second ? b->in : b->out)[s->x];
    }
    *whole = &(second ? b->in : b->out)[s->x];
    return &(second ? b->from : b->to)[s->y];
}

static rap_value flow_value(const rap_yearly_source *s, const rap_flows *f, size_t bucket, bool share)
{
    const rap_flow_sum *whole, *sum = flow_of(s, f, bucket, &whole);
    rap_value v = rap_flows_value(f, sum);
    if (v.reason != RAP_DEFINED) return v;
    return share ? rap_share(v.value, rap_flows_amount(f, whole)) : v;
}

/* Narrows the years to those that report: a cube may hold projections far behind the last of them. */
static rap_status narrow_years(rap_yearly_source *s, bool *narrowed, rap_error *err)
{
    const rap_flow *flow = s->flows.flow;
    size_t first = flow->n_years, last = 0;
    for (size_t b = 0; b < flow->n_years * flow->n_parts; b++) {
        if (flow_value(s, &s->flows, b, false).reason != RAP_DEFINED) continue;
        size_t year = b / flow->n_parts;
        if (first == flow->n_years) first = year;
        last = year;
    }
    if (first == flow->n_years)
        return rap_fail(err, RAP_E_UNSUPPORTED, "%s of %s is not reported in these years", s->flows.measure->name,
                        s->asking.nodes[0].label);
    *narrowed = first > 0 || last + 1 < flow->n_years;
    s->asking.lens.year_low = flow->first_year + (int)first;
    s->asking.lens.year_high = flow->first_year + (int)last;
    return RAP_OK;
}

static rap_status open_table(rap_yearly_source *s, rap_error *err)
{
    rap_span list = rap_yearly_measures(&s->asking), measure = {"", 0};
    char name[16];
    bool narrowed = false;
    (void)rap_span_next(&list, ',', &measure);
    s->table = true;
    RAP_TRY(open_flows(&s->asking, measure, name, &s->flows, err));
    s->x = rap_flows_node(&s->flows, &s->asking.nodes[0]);
    if (s->asking.n_nodes == 2) s->y = rap_flows_node(&s->flows, &s->asking.nodes[1]);
    for (size_t i = 0; i < s->asking.n_nodes; i++)
        if (rap_flows_node(&s->flows, &s->asking.nodes[i]) == RAP_NO_NODE)
            return rap_fail(err, RAP_E_UNSUPPORTED, "'%s' stands nowhere in this cube", s->asking.nodes[i].label);
    RAP_TRY(narrow_years(s, &narrowed, err));
    if (!narrowed) return RAP_OK;
    rap_flows_release(&s->flows);
    return open_flows(&s->asking, measure, name, &s->flows, err);
}

static rap_status load_table(const rap_yearly_source *s, size_t part, rap_span measure, rap_yearly *yearly, rap_error *err)
{
    rap_flows f;
    char name[16];
    bool share = rap_span_is(measure, share_of_total);
    RAP_TRY(open_flows(&s->asking, measure, name, &f, err));
    yearly->n = 0;
    for (size_t t = 0; t < yearly->room && t < f.flow->n_years; t++) {
        rap_value v = flow_value(s, &f, t * f.flow->n_parts + part, share);
        if (v.reason && yearly->n == 0) continue; /* the series begins with its first year */
        if (yearly->n == 0) yearly->first_year = f.flow->first_year + (int)t;
        yearly->values[yearly->n++] = v.reason ? NAN : v.value;
    }
    while (yearly->n && isnan(yearly->values[yearly->n - 1])) yearly->n--;
    memcpy(yearly->cleaned, yearly->values, yearly->n * sizeof *yearly->values);
    yearly->ceiling = share || f.share ? 1 : 0;
    rap_flows_release(&f);
    return RAP_OK;
}

/* ---------------------------------------------------------------------- works */

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
    if (asking->cube->schema.form == RAP_PARTY_ORDERED) {
        status = open_table(&s, err);
    } else if (asking->n_nodes == 2) {
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
        status = rap_fail(err, RAP_E_UNSUPPORTED, "a trend needs at least %d years; what is asked for has %zu",
                          YEARS_LEAST, rap_yearly_spread(&s)->n_years);
    if (status == RAP_OK) {
        *out = s;
        out->flows.asking = &out->asking;
    } else {
        rap_yearly_close(&s);
    }
    return status;
}

void rap_yearly_close(rap_yearly_source *source)
{
    rap_pairings_free(source->pairings);
    rap_spread_free(source->spread);
    rap_flows_release(&source->flows);
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
    RAP_TRY(reserve(spread->first_year, spread->n_years, out, err));
    out->amounts = source->table;
    if (source->table) return RAP_OK; /* the guard is one of counts */
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
    if (source->table) return load_table(source, part, measure, yearly, err);
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

rap_status rap_yearly_check(const rap_yearly *yearly, size_t n, rap_span measure, rap_error *err)
{
    size_t gap = n;
    while (gap && !isnan(yearly->cleaned[gap - 1])) gap--;
    if (gap == 0) return RAP_OK;
    int last = yearly->first_year + (int)gap - 1;
    if (gap == n)
        return rap_fail(err, RAP_E_UNSUPPORTED, "%.*s is not defined in %d, the last year that is known: every year is needed; end "
                                                "--years before it", (int)measure.length, measure.data, last);
    return rap_fail(err, RAP_E_UNSUPPORTED, "%.*s is not defined in %d, and every year is needed: begin --years with %d",
                    (int)measure.length, measure.data, last, last + 1);
}

rap_span rap_yearly_measures(const rap_asking *asking)
{
    if (asking->measure) return rap_span_of(asking->measure);
    const rap_schema *schema = &asking->cube->schema;
    for (uint32_t i = 0; schema->form == RAP_PARTY_ORDERED && i < schema->n_measures; i++)
        if (schema->measures[i].nature != RAP_MISSING && rap_flows_has(asking, schema->measures[i].name))
            return rap_span_of(schema->measures[i].name);
    bool pairs_only = asking->cube->schema.form == RAP_PARTY_PAIR;
    if (asking->n_nodes == 2) return rap_span_of("works,share_of_international,share_of_links,ric");
    return rap_span_of(pairs_only ? "international" : "works,world_share,international_share");
}

rap_yearly_heads rap_yearly_heads_add(const rap_asking *asking, rap_table *t)
{
    rap_yearly_heads h = {.subject = SIZE_MAX, .partner = SIZE_MAX};
    if (asking->n_parts) h.subject = rap_table_add(t, "subject", "Subject", "", "", RAP_COLUMN_TEXT, 0);
    h.country = rap_table_add(t, "country", "Country", "", "", RAP_COLUMN_TEXT, 0);
    if (asking->n_nodes == 2) h.partner = rap_table_add(t, "partner", "Partner", "", "", RAP_COLUMN_TEXT, 0);
    h.measure = rap_table_add(t, "measure", "Measure", "", "", RAP_COLUMN_TEXT, 0);
    return h;
}

void rap_yearly_heads_put(const rap_yearly_heads *h, const rap_asking *asking, size_t part, rap_span measure, rap_table *t)
{
    if (asking->n_parts) rap_table_text(t, h->subject, asking->parts[part].name);
    rap_table_text(t, h->country, asking->nodes[0].label);
    if (asking->n_nodes == 2) rap_table_text(t, h->partner, asking->nodes[1].label);
    rap_table_span(t, h->measure, measure);
}
