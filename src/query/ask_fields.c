// SPDX-License-Identifier: Apache-2.0
/*
 * fields - in which subjects a country, or a pair, works most: by count, by specialisation and by growth. Three lists,
 * three ranks, since they answer different questions.
 */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "query/heads.h"
#include "stat/joinpoint.h"
#include "stat/rank.h"

typedef struct columns {
    size_t works, share, rank, low, high, specialisation, symmetric, expected, rank_special, growth, rank_growth, world;
} columns;

/* One subject in one period. For a pair n counts joint works and its world is links; for a country, works. */
typedef struct field_row {
    rap_quad quad;               /* n = works here, row = in all subjects, col = the world's here, all = the world's */
    rap_value specialisation, growth;
    double expected;
} field_row;

static columns add_columns(const rap_asking *asking, rap_table *t)
{
    bool pair = asking->n_nodes == 2, full = asking->lens.counting == RAP_COUNT_FULL;
    rap_column_type type = full ? RAP_COLUMN_INTEGER : RAP_COLUMN_REAL;
    columns c;
    c.works = rap_table_add(t, "works", pair ? "Joint works" : "Works", "works", "works", type, full ? 0 : 1);
    c.share = rap_table_add(t, "share", pair ? "Of joint works" : "Of output", "share", "field_share", RAP_COLUMN_REAL, 4);
    c.rank = rap_table_add(t, "rank_works", "Rank", "", "rank", RAP_COLUMN_INTEGER, 0);
    c.low = rap_table_add(t, "rank_works_low", "from", "", "rank_low", RAP_COLUMN_INTEGER, 0);
    c.high = rap_table_add(t, "rank_works_high", "to", "", "rank_high", RAP_COLUMN_INTEGER, 0);
    c.specialisation = rap_table_add(t, "specialisation", "Specialisation", "", pair ? "specialisation" : "activity_index",
                                     RAP_COLUMN_REAL, 3);
    c.symmetric = rap_table_add(t, "specialisation_symmetric", "Symmetric", "", "specialisation_symmetric", RAP_COLUMN_REAL, 3);
    c.expected = rap_table_add(t, "expected", "Expected works", "works", "expected", RAP_COLUMN_REAL, 1);
    c.rank_special = rap_table_add(t, "rank_specialisation", "Rank", "", "rank", RAP_COLUMN_INTEGER, 0);
    c.growth = rap_table_add(t, "growth", "Growth a year", "share", "growth", RAP_COLUMN_REAL, 4);
    c.rank_growth = rap_table_add(t, "rank_growth", "Rank", "", "rank", RAP_COLUMN_INTEGER, 0);
    c.world = rap_table_add(t, "world", pair ? "World's links" : "World's works", pair ? "links" : "works", "", type, full ? 0 : 1);
    rap_table_detail(t, c.symmetric);
    rap_table_detail(t, c.expected);
    rap_table_detail(t, c.world);
    return c;
}

static double works_of(const rap_spread *s, size_t bucket, uint32_t x, uint32_t y)
{
    const rap_bucket *b = &s->buckets[bucket];
    uint64_t n = y == RAP_NO_NODE ? b->output[x] : b->joint[y];
    return (double)n * s->unit;
}

static double world_of(const rap_spread *s, size_t bucket, bool pair)
{
    const rap_bucket *b = &s->buckets[bucket];
    return (double)(pair ? b->world.links : b->world.with_country) * s->unit;
}

/* Annual growth over the years of the lens: slope of a log-linear fit; needs three years and some works. */
static rap_value growth_of(const rap_spread *years, size_t part, uint32_t x, uint32_t y, double *series)
{
    double sum = 0, *time = series + years->n_years;
    for (size_t t = 0; t < years->n_years; t++) {
        series[t] = works_of(years, t * years->n_parts + part, x, y);
        sum += series[t];
    }
    if (years->n_years < 3) return (rap_value){0, RAP_UNDEFINED_NO_DATA};
    if (sum < 10) return (rap_value){0, RAP_UNDEFINED_SMALL};
    for (size_t t = 0; t < years->n_years; t++) {
        series[t] = log(series[t] + 0.5);
        time[t] = (double)t;
    }
    rap_joinpoint line;
    if (rap_joinpoint_fit(time, series, NULL, years->n_years, 0, &line, NULL) != RAP_OK)
        return (rap_value){0, RAP_UNDEFINED_NO_DATA};
    return (rap_value){line.segments[0].change / 100, RAP_DEFINED};
}

/* The same lens summed three ways: subjects apart, subjects together (parts may overlap or leave works out), and by year. */
typedef struct spreads {
    rap_spread *parts, *whole, *years;
    uint32_t x, y;               /* y = RAP_NO_NODE for one country */
} spreads;

static void fill_rows(const rap_asking *asking, const spreads *sums, size_t year_row, double *series, field_row *rows)
{
    const rap_spread *s = sums->parts;
    uint32_t x = sums->x, y = sums->y;
    bool pair = y != RAP_NO_NODE;
    double row = works_of(sums->whole, year_row, x, y), all = world_of(sums->whole, year_row, pair);
    for (size_t p = 0; p < s->n_parts; p++) {
        size_t bucket = year_row * s->n_parts + p;
        field_row *r = &rows[p];
        r->quad = (rap_quad){works_of(s, bucket, x, y), row, world_of(s, bucket, pair), all};
        r->expected = all > 0 ? row * r->quad.col / all : 0;
        r->specialisation = rap_ratio(r->quad);
        if (!r->specialisation.reason && r->expected < asking->min_expected)
            r->specialisation.reason = RAP_UNDEFINED_SMALL;
        r->growth = asking->each_year ? (rap_value){0, RAP_UNDEFINED_NO_DATA} : growth_of(sums->years, p, x, y, series);
    }
}

static int64_t rank_among(const field_row *rows, size_t n, size_t i, rap_value (*of)(const field_row *))
{
    int64_t rank = 1;
    for (size_t j = 0; j < n; j++) rank += !of(&rows[j]).reason && of(&rows[j]).value > of(&rows[i]).value;
    return rank;
}

static rap_value works_value(const field_row *r)
{
    return (rap_value){r->quad.n, r->quad.n > 0 ? RAP_DEFINED : RAP_UNDEFINED_EMPTY};
}

static rap_value specialisation_value(const field_row *r)
{
    return r->specialisation;
}

static rap_value growth_value(const field_row *r)
{
    return r->growth;
}

static void put_rank(rap_table *table, size_t column, const field_row *rows, size_t n, size_t i,
                     rap_value (*of)(const field_row *))
{
    if (of(&rows[i]).reason)
        rap_table_undefined(table, column, of(&rows[i]).reason);
    else
        rap_table_integer(table, column, rank_among(rows, n, i, of));
}

typedef struct sort_key {
    double works;
    size_t part;
} sort_key;

/* Scratch of one bucket of years, one entry a subject (series: one a year). */
typedef struct scratch {
    field_row *rows;
    sort_key *order;
    uint64_t *counts;
    uint32_t *low, *high;
    bool *wanted;                /* a range of ranks is worked out for what is shown */
    double *series;              /* room for values and times */
} scratch;

static void scratch_release(scratch *s)
{
    rap_free(s->rows);
    rap_free(s->order);
    rap_free(s->counts);
    rap_free(s->low);
    rap_free(s->high);
    rap_free(s->wanted);
    rap_free(s->series);
}

static bool scratch_init(scratch *s, size_t parts, size_t years)
{
    *s = (scratch){.rows = rap_alloc(parts, sizeof *s->rows), .order = rap_alloc(parts, sizeof *s->order),
                   .counts = rap_alloc(parts, sizeof *s->counts), .low = rap_alloc(parts, sizeof *s->low),
                   .high = rap_alloc(parts, sizeof *s->high), .wanted = rap_alloc(parts, sizeof *s->wanted),
                   .series = rap_alloc(2 * years, sizeof *s->series)};
    return s->rows && s->order && s->counts && s->low && s->high && s->wanted && s->series;
}

static void put_number(rap_table *table, size_t column, double value, bool whole)
{
    if (whole)
        rap_table_integer(table, column, (int64_t)value);
    else
        rap_table_real(table, column, value);
}

static void put_row(const rap_asking *asking, const scratch *w, size_t n, size_t i, const columns *c, rap_table *table)
{
    const field_row *rows = w->rows;
    bool full = asking->lens.counting == RAP_COUNT_FULL;
    const field_row *r = &rows[i];
    put_number(table, c->works, r->quad.n, full);
    put_number(table, c->world, r->quad.col, full);
    rap_table_value(table, c->share, rap_share(r->quad.n, r->quad.row));
    put_rank(table, c->rank, rows, n, i, works_value);
    if (r->quad.n > 0) {
        rap_table_integer(table, c->low, w->low[i]);
        rap_table_integer(table, c->high, w->high[i]);
    }
    rap_table_value(table, c->specialisation, r->specialisation);
    rap_table_value(table, c->symmetric, rap_symmetric(r->specialisation));
    rap_table_real(table, c->expected, r->expected);
    put_rank(table, c->rank_special, rows, n, i, specialisation_value);
    rap_table_value(table, c->growth, r->growth);
    put_rank(table, c->rank_growth, rows, n, i, growth_value);
}

static int by_works(const void *a, const void *b)
{
    const sort_key *x = a, *y = b;
    if (x->works != y->works) return x->works < y->works ? 1 : -1;
    return (x->part > y->part) - (x->part < y->part);
}

static rap_status put_period(const rap_asking *asking, const spreads *all, size_t year_row, scratch *w,
                             const rap_heads *heads, const columns *c, rap_table *table, rap_error *err)
{
    const rap_spread *s = all->parts;
    size_t n = s->n_parts;
    fill_rows(asking, all, year_row, w->series, w->rows);
    for (size_t p = 0; p < n; p++) {
        w->counts[p] = (uint64_t)w->rows[p].quad.n;
        w->order[p] = (sort_key){w->rows[p].quad.n, p};
    }
    qsort(w->order, n, sizeof *w->order, by_works);
    size_t shown = asking->top && asking->top < n ? asking->top : n;
    for (size_t i = 0; i < n; i++) w->wanted[w->order[i].part] = i < shown;
    RAP_TRY(rap_rank_intervals(w->counts, NULL, NULL, n, w->wanted, w->low, w->high, err));
    for (size_t i = 0; i < shown; i++) {
        size_t p = w->order[i].part;
        rap_table_begin(table);
        rap_heads_put_bucket(heads, asking, s, year_row * n + p, table);
        rap_heads_put_nodes(heads, asking, &s->nodes, all->x, all->y, table);
        put_row(asking, w, n, p, c, table);
    }
    return RAP_OK;
}

static void spreads_release(spreads *s)
{
    rap_spread_free(s->parts);
    rap_spread_free(s->whole);
    rap_spread_free(s->years);
}

static rap_status find_nodes(const rap_asking *asking, spreads *out, rap_error *err)
{
    rap_nodes nodes;
    RAP_TRY(rap_nodes_init(asking->cube, &asking->lens, &nodes, err));
    uint32_t found[2] = {RAP_NO_NODE, RAP_NO_NODE};
    const rap_node_ref *absent = NULL;
    for (size_t i = 0; i < asking->n_nodes; i++) {
        const rap_node_ref *ref = &asking->nodes[i];
        found[i] = ref->place ? rap_nodes_find(&nodes, ref->place) : ref->group;
        if (found[i] == RAP_NO_NODE) absent = ref;
    }
    rap_nodes_release(&nodes);
    if (absent) return rap_fail(err, RAP_E_UNSUPPORTED, "'%s' took part in no work of this cube", absent->label);
    out->x = found[0];
    out->y = found[1];
    return RAP_OK;
}

static rap_status spreads_init(const rap_asking *asking, spreads *out, rap_error *err)
{
    *out = (spreads){NULL, NULL, NULL, RAP_NO_NODE, RAP_NO_NODE};
    RAP_TRY(find_nodes(asking, out, err));
    rap_spread_options options = {.each_year = asking->each_year, .n_parts = asking->n_parts, .parts = asking->parts,
                                  .focus = out->y == RAP_NO_NODE ? RAP_NO_NODE : out->x};
    RAP_TRY(rap_spread_new(asking->cube, &asking->lens, &options, &out->parts, err));
    options.n_parts = 0;
    RAP_TRY(rap_spread_new(asking->cube, &asking->lens, &options, &out->whole, err));
    options.n_parts = asking->n_parts;
    options.each_year = true;
    return rap_spread_new(asking->cube, &asking->lens, &options, &out->years, err);
}

static void add_words(const rap_asking *asking, const spreads *s, rap_table *table)
{
    rap_table_add_note(table, "Specialisation is left out below %.0f expected works, growth below 10 works.", asking->min_expected);
    rap_notes_add(asking, s->whole, table);
    rap_table_add_receipt(table, "denominators",
                          asking->n_nodes == 2
                              ? "share: all joint works of the lens; specialisation: against the subject's part of all the world's links"
                              : "share: all works of the lens; specialisation: against the subject's part of all works with a country");
}

rap_status rap_ask_fields(const rap_asking *asking, rap_table **out, rap_error *err)
{
    spreads s;
    scratch w = {0};
    rap_table *table = NULL;
    rap_status status = spreads_init(asking, &s, err);
    if (status == RAP_OK && !scratch_init(&w, s.parts->n_parts, s.years->n_years)) status = rap_fail_memory(err);
    if (status == RAP_OK) {
        table = rap_titled_table(asking, asking->n_nodes == 2 ? "Subjects of joint works" : "Subjects of works");
        rap_heads heads = rap_heads_add(asking, table, asking->n_nodes == 2);
        columns c = add_columns(asking, table);
        for (size_t t = 0; status == RAP_OK && t < s.parts->n_years; t++)
            status = put_period(asking, &s, t, &w, &heads, &c, table, err);
        add_words(asking, &s, table);
    }
    scratch_release(&w);
    spreads_release(&s);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    return rap_table_finish(table, out, err);
}
