// SPDX-License-Identifier: Apache-2.0
/*
 * export - the facts themselves, or a plane of them, in long form: one row, one observation.
 *
 *   facts      year, subject path, type, venue, coverage, countries, works        (cell by cell, as stored)
 *   pairs      year, subject, country, partner, works, RIC in both directions      (under the lens)
 *   countries  year, subject, country, works, international, links                (under the lens)
 */
#include <string.h>

#include "cube/walk.h"
#include "query/export.h"

/* A table in memory holds so many rows; who takes them as they come has no such bound. */
enum { ROWS_MAX = 5000000, BLOCK = 4096 };

void rap_export_start(rap_export *e)
{
    rap_table_stream(e->table, e->asking->block ? e->asking->block : BLOCK, e->asking->take, e->asking->take_arg);
}

rap_status rap_export_row(rap_export *e, bool *begun, rap_error *err)
{
    *begun = false;
    if (e->asking->top && e->rows == e->asking->top) {
        e->cut++;
        return RAP_OK;
    }
    if (e->rows == ROWS_MAX && !e->asking->take)
        return rap_fail(err, RAP_E_USAGE, "more than %d rows, too many to be held in memory: choose --format csv, tsv, ndjson or json, "
                        "which are written as they come, or narrow the export with --years, --area or --kind", ROWS_MAX);
    rap_table_begin(e->table);
    RAP_TRY(rap_table_check(e->table, err));
    e->rows++;
    *begun = true;
    return RAP_OK;
}

rap_status rap_export_end(rap_export *e, rap_status status, rap_table **out, rap_error *err)
{
    if (status == RAP_OK && e->cut)
        rap_table_add_note(e->table, "%llu further row%s not shown; --top 0 shows all.", (unsigned long long)e->cut,
                           e->cut == 1 ? " is" : "s are");
    if (status == RAP_OK) return rap_table_finish(e->table, out, err);
    rap_table_free(e->table);
    return status;
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
    rap_export rows;
    fact_columns columns;
    rap_text countries;
} fact_export;

static rap_status put_fact(fact_export *e, const rap_cells *cells, size_t i, rap_error *err)
{
    const rap_cube *cube = e->rows.asking->cube;
    rap_table *t = e->rows.table;
    bool begun;
    size_t n;
    const rap_place *places = rap_cube_party(cube, cells->party[i], &n);
    rap_subject subject = cube->leaves[cells->leaf[i]];
    rap_span type, venue, coverage;
    RAP_TRY(rap_export_row(&e->rows, &begun, err));
    if (!begun) return RAP_OK;
    if (!party_text(places, n, &e->countries)) return rap_fail_memory(err);
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
    fact_export e = {.rows = {.asking = asking, .table = rap_table_new("Facts")}};
    e.columns = add_fact_columns(asking->cube, e.rows.table);
    rap_export_start(&e.rows);
    rap_status status = rap_walk(asking->cube, &asking->lens, put_facts, &e, err);
    rap_text_release(&e.countries);
    if (status == RAP_OK) rap_asking_receipt(asking, e.rows.table);
    return rap_export_end(&e.rows, status, out, err);
}

rap_status rap_ask_export(const rap_asking *asking, rap_table **out, rap_error *err)
{
    const char *plane = asking->plane ? asking->plane : "facts";
    if (strcmp(plane, "facts") == 0) return export_facts(asking, out, err);
    if (strcmp(plane, "pairs") == 0) return rap_export_plane(asking, true, out, err);
    if (strcmp(plane, "countries") == 0) return rap_export_plane(asking, false, out, err);
    return rap_fail(err, RAP_E_USAGE, "--plane %s: expected facts, pairs or countries", plane);
}
