// SPDX-License-Identifier: Apache-2.0
/*
 * export - the facts themselves, or a plane of them, in long form: one row, one observation.
 *
 *   facts      year, subject path, type, venue, coverage, countries, works        (cell by cell, as stored)
 *   pairs      year, subject, country, partner, works, RIC in both directions      (under the lens)
 *   countries  year, subject, country, works, international, links                (under the lens)
 */
#include <stdlib.h>
#include <string.h>

#include "cube/walk.h"
#include "query/heads.h"

/* A table is built in memory; past this many rows the question must be narrowed. */
enum { ROWS_MAX = 5000000 };

static rap_status too_many(rap_error *err)
{
    return rap_fail(err, RAP_E_USAGE, "more than %d rows: narrow the export with --years, --area or --kind and write several files",
                    ROWS_MAX);
}

typedef struct fact_columns {
    size_t year, subject[RAP_LEVELS], type, venue, coverage, countries, k, works;
} fact_columns;

static fact_columns add_fact_columns(const rap_cube *cube, rap_table *t)
{
    fact_columns c;
    c.year = rap_table_add(t, "year", "Year", "", "", RAP_COLUMN_INTEGER, 0);
    for (unsigned i = 0; i < RAP_LEVELS; i++) {
        const char *name = cube->schema.levels[i];
        c.subject[i] = name[0] ? rap_table_add(t, name, name, "", "", RAP_COLUMN_INTEGER, 0) : SIZE_MAX;
    }
    c.type = rap_table_add(t, "type", "Type", "", "", RAP_COLUMN_TEXT, 0);
    c.venue = rap_table_add(t, "venue", "Venue", "", "", RAP_COLUMN_TEXT, 0);
    c.coverage = rap_table_add(t, "coverage_class", "Coverage", "", "coverage_class", RAP_COLUMN_TEXT, 0);
    c.countries = rap_table_add(t, "countries", "Countries", "", "", RAP_COLUMN_TEXT, 0);
    c.k = rap_table_add(t, "n_countries", "Number", "countries", "", RAP_COLUMN_INTEGER, 0);
    c.works = rap_table_add(t, "works", "Works", "works", "works", RAP_COLUMN_INTEGER, 0);
    return c;
}

static bool party_text(const rap_place *places, size_t n, rap_text *out)
{
    char code[RAP_PLACE_TEXT];
    rap_text_clear(out);
    for (size_t i = 0; i < n; i++) rap_text_printf(out, "%s%s", i ? "|" : "", rap_place_code(places[i], code));
    return !out->failed;
}

/* What the facts plane needs to know of the walk. */
typedef struct fact_export {
    const rap_cube *cube;
    fact_columns columns;
    rap_table *table;
    rap_text countries;
    size_t rows;
} fact_export;

static rap_status put_fact(fact_export *e, const rap_cells *cells, size_t i, rap_error *err)
{
    const rap_cube *cube = e->cube;
    rap_table *t = e->table;
    size_t n;
    const rap_place *places = rap_cube_party(cube, cells->party[i], &n);
    rap_subject subject = cube->leaves[cells->leaf[i]];
    rap_span type, venue, coverage;
    if (e->rows++ == ROWS_MAX) return too_many(err);
    if (!party_text(places, n, &e->countries)) return rap_fail_memory(err);
    rap_table_begin(t);
    if (cells->year) rap_table_integer(t, e->columns.year, cells->year);
    for (unsigned level = 0; level < RAP_LEVELS; level++) {
        uint64_t number = rap_subject_at(subject, level);
        if (number) rap_table_integer(t, e->columns.subject[level], (int64_t)number);
    }
    if (rap_kind_split(rap_span_of(cube->kinds[cells->kind[i]]), &type, &venue, &coverage)) {
        rap_table_span(t, e->columns.type, type);
        rap_table_span(t, e->columns.venue, venue);
        rap_table_span(t, e->columns.coverage, coverage);
    }
    rap_table_text(t, e->columns.countries, rap_text_get(&e->countries));
    rap_table_integer(t, e->columns.k, (int64_t)n);
    rap_table_integer(t, e->columns.works, (int64_t)cells->works[i]);
    return RAP_OK;
}

static rap_status put_facts(void *arg, const rap_cells *cells, rap_error *err)
{
    for (size_t i = 0; i < cells->n; i++) RAP_TRY(put_fact(arg, cells, i, err));
    return RAP_OK;
}

static rap_status export_facts(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_table *table = rap_table_new("Facts");
    fact_export e = {.cube = asking->cube, .columns = add_fact_columns(asking->cube, table), .table = table};
    rap_status status = rap_walk(asking->cube, &asking->lens, put_facts, &e, err);
    rap_text_release(&e.countries);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    rap_asking_receipt(asking, table);
    return rap_table_finish(table, out, err);
}

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

static rap_status put_plane(const rap_asking *asking, const rap_spread *s, bool pairs, const rap_heads *heads,
                            const plane_columns *c, rap_table *table, rap_error *err)
{
    size_t n = s->nodes.n, rows = 0;
    for (size_t b = 0; b < s->n_years * s->n_parts; b++)
        for (uint32_t i = 0; i < n; i++) {
            const rap_bucket *bucket = &s->buckets[b];
            for (uint32_t j = pairs ? i + 1 : 0; j < (pairs ? n : 1); j++) {
                if (pairs ? bucket->joint[i * n + j] == 0 : bucket->international[i] == 0 && (!bucket->output || bucket->output[i] == 0))
                    continue;
                if (rows++ == ROWS_MAX) return too_many(err);
                rap_table_begin(table);
                rap_heads_put_bucket(heads, asking, s, b, table);
                rap_heads_put_nodes(heads, asking, &s->nodes, i, pairs ? j : RAP_NO_NODE, table);
                put_amount(table, c->works, pairs ? bucket->joint : bucket->output, pairs ? i * n + j : i, s);
                if (pairs) {
                    put_ric(table, c, s, bucket, i, j);
                    continue;
                }
                put_amount(table, c->international, bucket->international, i, s);
                put_amount(table, c->links, bucket->links, i, s);
            }
        }
    return RAP_OK;
}

static rap_status export_plane(const rap_asking *asking, bool pairs, rap_table **out, rap_error *err)
{
    rap_spread_options options = {.each_year = asking->each_year, .n_parts = asking->n_parts, .parts = asking->parts,
                                  .focus = RAP_NO_NODE, .plane = pairs};
    rap_spread *s;
    RAP_TRY(rap_spread_new(asking->cube, &asking->lens, &options, &s, err));
    rap_table *table = rap_table_new(pairs ? "Pairs" : "Countries");
    rap_heads heads = rap_heads_add(asking, table, pairs);
    plane_columns c = add_plane_columns(asking, table, pairs);
    rap_status status = put_plane(asking, s, pairs, &heads, &c, table, err);
    rap_notes_add(asking, s, table);
    rap_spread_free(s);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    return rap_table_finish(table, out, err);
}

rap_status rap_ask_export(const rap_asking *asking, rap_table **out, rap_error *err)
{
    const char *plane = asking->plane ? asking->plane : "facts";
    if (strcmp(plane, "facts") == 0) return export_facts(asking, out, err);
    if (strcmp(plane, "pairs") == 0) return export_plane(asking, true, out, err);
    if (strcmp(plane, "countries") == 0) return export_plane(asking, false, out, err);
    return rap_fail(err, RAP_E_USAGE, "--plane %s: expected facts, pairs or countries", plane);
}
