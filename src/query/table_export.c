// SPDX-License-Identifier: Apache-2.0
/* export, asked of tables - the facts cell by cell: year, subject, kind, parties, every measure. */
#include <string.h>

#include "cube/walk.h"
#include "query/args.h"
#include "query/heads.h"

enum { ROWS_MAX = 5000000 };

typedef struct exporting {
    const rap_cube *cube;
    rap_table *table;
    size_t year, subject, name, kind, first, second, measure[RAP_MEASURES_MAX];
    double scale[RAP_MEASURES_MAX];
    size_t rows;
    uint64_t top;
    rap_text text;
} exporting;

static void add_columns(exporting *e)
{
    const rap_schema *schema = &e->cube->schema;
    const char *dash = strchr(schema->rule, '>'), *second = dash ? dash + 1 : NULL;
    char first[32];
    (void)snprintf(first, sizeof first, "%.*s", (int)(dash ? dash - schema->rule : (ptrdiff_t)strlen(schema->rule)), schema->rule);
    e->year = rap_table_add(e->table, "year", "Year", "", "", RAP_COLUMN_INTEGER, 0);
    e->subject = rap_table_add(e->table, "subject", "Subject", "", "", RAP_COLUMN_TEXT, 0);
    e->name = rap_table_add(e->table, "subject_name", "Name", "", "", RAP_COLUMN_TEXT, 0);
    e->kind = rap_table_add(e->table, "kind", "Kind", "", "", RAP_COLUMN_TEXT, 0);
    e->first = rap_table_add(e->table, first, first, "", "", RAP_COLUMN_TEXT, 0);
    e->second = second ? rap_table_add(e->table, second, second, "", "", RAP_COLUMN_TEXT, 0) : SIZE_MAX;
    for (uint32_t i = 0; i < schema->n_measures; i++) {
        const rap_measure *m = &schema->measures[i];
        char name[40];
        (void)snprintf(name, sizeof name, "%s%s", m->name, m->nature == RAP_MISSING ? "_missing" : "");
        e->scale[i] = 1;
        for (uint32_t k = 0; k < m->decimals; k++) e->scale[i] *= 10;
        e->measure[i] = m->nature == RAP_MISSING ? rap_table_add(e->table, name, name, m->unit, "missing", RAP_COLUMN_INTEGER, 0)
                                                 : rap_table_add(e->table, name, name, m->unit, "", RAP_COLUMN_REAL, -1);
    }
}

/* The measure that a kind is of, "" where it has all. */
static rap_span measure_of(const char *kind)
{
    rap_span rest = rap_span_of(kind), part = {"", 0};
    (void)rap_span_next(&rest, ';', &part);
    part = (rap_span){"", 0};
    if (rest.data) (void)rap_span_next(&rest, ';', &part);
    return part;
}

static void put_measures(exporting *e, uint64_t cell, const char *kind)
{
    const rap_schema *schema = &e->cube->schema;
    rap_span only = measure_of(kind);
    for (uint32_t i = 0; i < schema->n_measures; i++) {
        if (only.length && !rap_span_is(only, schema->measures[i].name)) continue;
        uint64_t amount = rap_column_at(e->cube->amount[i], cell);
        uint32_t missing = rap_schema_missing(schema, i);
        if (schema->measures[i].nature == RAP_MISSING)
            rap_table_integer(e->table, e->measure[i], (int64_t)amount);
        else if (amount || missing == RAP_MEASURES_MAX || rap_column_at(e->cube->amount[missing], cell) == 0)
            rap_table_real(e->table, e->measure[i], (double)amount / e->scale[i]);
    }
}

static rap_status put_cells(void *arg, const rap_cells *cells, rap_error *err)
{
    exporting *e = arg;
    char code[RAP_PLACE_TEXT];
    for (size_t i = 0; i < cells->n; i++) {
        if (e->top && e->rows >= e->top) return RAP_OK;
        if (e->rows++ == ROWS_MAX)
            return rap_fail(err, RAP_E_USAGE, "more than %d rows: narrow the export with --years or --subject", ROWS_MAX);
        rap_subject leaf = e->cube->leaves[cells->leaf[i]];
        size_t n;
        const rap_place *places = rap_cube_party(e->cube, cells->party[i], &n);
        const char *name = rap_cube_name(e->cube, leaf), *kind = e->cube->kinds[cells->kind[i]];
        rap_text_clear(&e->text);
        rap_args_path(e->cube, leaf, &e->text);
        rap_table_begin(e->table);
        rap_table_integer(e->table, e->year, cells->year);
        rap_table_text(e->table, e->subject, rap_text_get(&e->text));
        if (name) rap_table_text(e->table, e->name, name);
        rap_table_text(e->table, e->kind, kind);
        if (n > 0) rap_table_text(e->table, e->first, rap_place_code(places[0], code));
        if (n > 1) rap_table_text(e->table, e->second, rap_place_code(places[1], code));
        put_measures(e, cells->index[i], kind);
    }
    return RAP_OK;
}

rap_status rap_ask_table_export(const rap_asking *asking, rap_table **out, rap_error *err)
{
    if (strcmp(asking->plane, "facts") != 0)
        return rap_fail(err, RAP_E_UNSUPPORTED, "plane: of tables only facts are exported; ask rank or partners for sums");
    exporting e = {.cube = asking->cube, .table = rap_table_new("Facts"), .top = asking->top};
    add_columns(&e);
    rap_status status = rap_walk(asking->cube, &asking->lens, put_cells, &e, err);
    if (status == RAP_OK && e.text.failed) status = rap_fail_memory(err);
    rap_text_release(&e.text);
    if (status != RAP_OK) {
        rap_table_free(e.table);
        return status;
    }
    rap_asking_receipt(asking, e.table);
    return rap_table_finish(e.table, out, err);
}
