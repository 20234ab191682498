// SPDX-License-Identifier: Apache-2.0
/*
 * export_plane - joint works of all pairs, or sums of all countries, one row each; every year and subject apart where asked.
 *
 * All pairs of 250 countries take half a megabyte; of every year and topic they would take more than any memory has. So
 * years and subjects are summed in batches, in the order of the rows.
 */
#include "query/export.h"

typedef struct plane_columns {
    size_t works, international, links, ric, ric_reverse;
} plane_columns;

static void put_amount(rap_table *t, size_t column, const uint64_t *array, size_t i, const rap_spread *s)
{
    if (!array) return;
    if (s->unit == 1.0)
        rap_table_integer(t, column, (int64_t)array[i]);
    else
        rap_table_real(t, column, (double)array[i] * s->unit);
}

static plane_columns add_plane_columns(const rap_asking *asking, rap_table *t, bool pairs)
{
    bool full = asking->lens.counting == RAP_COUNT_FULL;
    rap_column_type type = full ? RAP_COLUMN_INTEGER : RAP_COLUMN_REAL;
    plane_columns c = {SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX};
    c.works = rap_table_add(t, "works", pairs ? "Joint works" : "Works", "works", "works", type, full ? 0 : 4);
    if (pairs) {
        c.ric = rap_table_add(t, "ric", "RIC", "", "ric", RAP_COLUMN_REAL, 3);
        c.ric_reverse = rap_table_add(t, "ric_reverse", "RIC reverse", "", "ric_reverse", RAP_COLUMN_REAL, 3);
        return c;
    }
    c.international = rap_table_add(t, "international", "International works", "works", "international", type, full ? 0 : 4);
    c.links = rap_table_add(t, "links", "Links", "links", "links", type, full ? 0 : 4);
    return c;
}

/* Of the pair i, j: how preferred j is among the partners of i, and the other way round. */
static void put_ric(rap_table *t, const plane_columns *c, const rap_spread *s, const rap_bucket *bucket, size_t i, size_t j)
{
    double n = (double)bucket->joint[i * s->nodes.n + j], x = (double)bucket->links[i], y = (double)bucket->links[j];
    double all = (double)bucket->world.links;
    bool residual = false;
    for (size_t k = i; k <= j; k += j - i)
        residual = residual || (k >= s->nodes.n_groups && rap_place_is_residual(s->nodes.places[k]));
    if (residual) {
        rap_table_undefined(t, c->ric, RAP_UNDEFINED_RESIDUAL);
        rap_table_undefined(t, c->ric_reverse, RAP_UNDEFINED_RESIDUAL);
        return;
    }
    rap_table_value(t, c->ric, rap_ric((rap_quad){n, x, y, all}));
    rap_table_value(t, c->ric_reverse, rap_ric((rap_quad){n, y, x, all}));
}

/* Whether a bucket has a row for the pair i, j (or for i alone). */
static bool has_row(const rap_bucket *bucket, bool pairs, size_t n, size_t i, size_t j)
{
    if (pairs) return bucket->joint[i * n + j] > 0;
    return bucket->international[i] > 0 || (bucket->output && bucket->output[i] > 0);
}

typedef struct plane {
    rap_export rows;
    bool pairs;
    rap_heads heads;
    plane_columns columns;
    rap_bucket world;        /* of all batches together, for the coverage */
    double unit;             /* of it */
    bool pairs_only;
} plane;

/* The row of bucket `b` for the pair i, j (or for i alone). `asking` is that of the batch. */
static rap_status put_row(plane *p, const rap_asking *asking, const rap_spread *s, size_t b, uint32_t i, uint32_t j, rap_error *err)
{
    const rap_bucket *bucket = &s->buckets[b];
    rap_table *table = p->rows.table;
    bool begun;
    RAP_TRY(rap_export_row(&p->rows, &begun, err));
    if (!begun) return RAP_OK;
    rap_heads_put_bucket(&p->heads, asking, s, b, table);
    rap_heads_put_nodes(&p->heads, asking, &s->nodes, i, p->pairs ? j : RAP_NO_NODE, table);
    put_amount(table, p->columns.works, p->pairs ? bucket->joint : bucket->output, p->pairs ? i * (size_t)s->nodes.n + j : i, s);
    if (p->pairs) {
        put_ric(table, &p->columns, s, bucket, i, j);
        return RAP_OK;
    }
    put_amount(table, p->columns.international, bucket->international, i, s);
    put_amount(table, p->columns.links, bucket->links, i, s);
    return RAP_OK;
}

static rap_status put_batch(plane *p, const rap_asking *asking, const rap_spread *s, rap_error *err)
{
    uint32_t n = s->nodes.n;
    for (size_t b = 0; b < s->n_years * s->n_parts; b++) {
        const rap_world *world = &s->buckets[b].world;
        p->world.world.all += world->all;
        p->world.world.with_country += world->with_country;
        p->world.world.fully_known += world->fully_known;
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t j = p->pairs ? i + 1 : 0; j < (p->pairs ? n : 1); j++)
                if (has_row(&s->buckets[b], p->pairs, n, i, j)) RAP_TRY(put_row(p, asking, s, b, i, j, err));
    }
    return RAP_OK;
}

/* ---------------------------------------------------------------- batches */

/* Numbers that the buckets of a batch may have: 256 MB. A plane of every year and topic would not fit in any memory. */
#define BATCH_NUMBERS ((size_t)1 << 25)

/* Years and parts at a time. Each batch is a pass over the cells of its years, so years are divided first. */
typedef struct batches {
    int first, last;         /* years; 0, 0 where they are together */
    size_t years, parts;     /* of a batch, at least 1 */
} batches;

static rap_status plan_batches(const rap_asking *asking, bool pairs, batches *out, rap_error *err)
{
    rap_nodes nodes;
    RAP_TRY(rap_nodes_init(asking->cube, &asking->lens, &nodes, err));
    size_t n = nodes.n, n_parts = asking->n_parts ? asking->n_parts : 1;
    size_t room = (asking->batch ? asking->batch : BATCH_NUMBERS) / (pairs ? n * n + 5 * n + 1 : 5 * n + 1);
    rap_nodes_release(&nodes);
    *out = (batches){.years = 1, .parts = room < 1 ? 1 : room < n_parts ? room : n_parts};
    if (!asking->each_year) return RAP_OK;
    rap_cube_years(asking->cube, &out->first, &out->last);
    if (asking->lens.year_low || asking->lens.year_high) {
        if (asking->lens.year_low > out->first) out->first = asking->lens.year_low;
        if (asking->lens.year_high < out->last) out->last = asking->lens.year_high;
    }
    if (room > n_parts) out->years = room / n_parts;
    return RAP_OK;
}

/* Years `year` and behind (all of them where years are together), parts `part` and behind. */
static rap_status export_batch(plane *p, const batches *all, int year, size_t part, rap_spread **out, rap_error *err)
{
    rap_asking asking = *p->rows.asking; /* shallow: only looked at */
    if (asking.each_year) {
        asking.lens.year_low = year;
        asking.lens.year_high = all->last - year < (int)all->years ? all->last : year + (int)all->years - 1;
    }
    if (asking.n_parts) {
        asking.parts += part;
        asking.part_titles += part;
        asking.n_parts = asking.n_parts - part < all->parts ? asking.n_parts - part : all->parts;
    }
    rap_spread_options options = {.each_year = asking.each_year, .n_parts = asking.n_parts, .parts = asking.parts,
                                  .focus = RAP_NO_NODE, .plane = p->pairs};
    RAP_TRY(rap_spread_new(asking.cube, &asking.lens, &options, out, err));
    return put_batch(p, &asking, *out, err);
}

static rap_status export_batches(plane *p, const batches *all, rap_error *err)
{
    size_t n_parts = p->rows.asking->n_parts ? p->rows.asking->n_parts : 1;
    for (int year = all->first; year <= all->last; year += (int)all->years)
        for (size_t part = 0; part < n_parts; part += all->parts) {
            rap_spread *s = NULL;
            rap_status status = export_batch(p, all, year, part, &s, err);
            p->unit = s ? s->unit : p->unit;
            p->pairs_only = s ? s->pairs_only : p->pairs_only;
            rap_spread_free(s);
            RAP_TRY(status);
        }
    return RAP_OK;
}

rap_status rap_export_plane(const rap_asking *asking, bool pairs, rap_table **out, rap_error *err)
{
    batches all;
    RAP_TRY(plan_batches(asking, pairs, &all, err));
    plane p = {.rows = {.asking = asking, .table = rap_table_new(pairs ? "Pairs" : "Countries")}, .pairs = pairs};
    p.heads = rap_heads_add(asking, p.rows.table, pairs);
    p.columns = add_plane_columns(asking, p.rows.table, pairs);
    rap_export_start(&p.rows);
    rap_status status = export_batches(&p, &all, err);
    rap_spread total = {.unit = p.unit, .pairs_only = p.pairs_only, .n_years = 1, .n_parts = 1, .buckets = &p.world};
    if (status == RAP_OK) rap_notes_add(asking, &total, p.rows.table);
    return rap_export_end(&p.rows, status, out, err);
}
