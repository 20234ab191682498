// SPDX-License-Identifier: Apache-2.0
/* figures - the facts of a cube of amounts as they stand, one row a fact, with status, date and source. */
#include <string.h>

#include "query/figures.h"

enum { ROWS_MAX = 1000000 };

typedef struct columns {
    size_t year, levels[RAP_LEVELS], places[2], names[2], status, by, date, source, measures[RAP_MEASURES_MAX];
} columns;

typedef struct listing {
    const rap_asking *asking;
    columns at;
    uint32_t only;               /* the one measure asked for; RAP_MEASURES_MAX = all */
    rap_table *table;
    size_t rows;
} listing;

/* "exporter>importer", "owner>place": the names of the two; a table of single places calls them countries. */
static void add_places(const rap_schema *schema, rap_table *t, columns *c)
{
    rap_span rest = rap_span_of(schema->rule), role;
    bool single = strcmp(schema->rule, "place") == 0;
    char title[64];
    for (size_t i = 0; i < 2; i++) {
        char name[40] = "country";
        c->places[i] = c->names[i] = SIZE_MAX;
        if (!rap_span_next(&rest, '>', &role)) continue;
        if (!single) (void)snprintf(name, sizeof name, "%.*s", role.length < 30 ? (int)role.length : 30, role.data);
        (void)snprintf(title, sizeof title, "%c%s", name[0] - 'a' + 'A', name + 1);
        c->places[i] = rap_table_add(t, name, title, "", "", RAP_COLUMN_TEXT, 0);
        (void)snprintf(title, sizeof title, "%s_name", name);
        c->names[i] = rap_table_add(t, title, "Name", "", "", RAP_COLUMN_TEXT, 0);
    }
}

static columns add_columns(const rap_cube *cube, uint32_t only, rap_table *t)
{
    const rap_schema *schema = &cube->schema;
    columns c = {.year = rap_table_add(t, "year", "Year", "", "", RAP_COLUMN_INTEGER, 0)};
    for (unsigned i = 0; i < RAP_LEVELS; i++)
        c.levels[i] = schema->levels[i][0] ? rap_table_add(t, schema->levels[i], schema->levels[i], "", "", RAP_COLUMN_TEXT, 0) : SIZE_MAX;
    add_places(schema, t, &c);
    for (uint32_t m = 0; m < schema->n_measures; m++) {
        const rap_measure *measure = &schema->measures[m];
        bool share = rap_measure_is_share(measure);
        c.measures[m] = SIZE_MAX;
        if (measure->nature == RAP_MISSING || (only < RAP_MEASURES_MAX && m != only)) continue;
        c.measures[m] = rap_table_add(t, measure->name, measure->name, share ? "share" : measure->unit, "figure", RAP_COLUMN_REAL,
                                      share ? (int)measure->decimals + 2 : (int)measure->decimals);
        rap_table_as_given(t, c.measures[m]);
    }
    c.status = rap_table_add(t, "status", "Status", "", "figure", RAP_COLUMN_TEXT, 0);
    c.by = rap_table_add(t, "by", "Reported by", "", "", RAP_COLUMN_TEXT, 0);
    c.date = rap_table_add(t, "date", "As of", "", "figure", RAP_COLUMN_TEXT, 0);
    c.source = rap_table_add(t, "source", "Source", "", "", RAP_COLUMN_TEXT, 0);
    rap_table_detail(t, c.by);
    return c;
}

static void put_place(const listing *l, const rap_figure *f, size_t i)
{
    char code[RAP_PLACE_TEXT];
    if (i >= f->n_places) return;
    const char *name = rap_catalog_place_name(l->asking->catalog, f->places[i]);
    rap_table_text(l->table, l->at.places[i], rap_place_code(f->places[i], code));
    rap_table_text(l->table, l->at.names[i], name ? name : "");
}

static rap_status put_figure(void *arg, const rap_figure *f, rap_error *err)
{
    listing *l = arg;
    const rap_cube *cube = l->asking->cube;
    rap_table *t = l->table;
    if (l->only < RAP_MEASURES_MAX && !rap_figure_is_about(cube, f, l->only)) return RAP_OK;
    if (l->rows++ == ROWS_MAX)
        return rap_fail(err, RAP_E_USAGE, "more than %d figures: narrow the question with --years, --topic or a country", ROWS_MAX);
    rap_table_begin(t);
    if (f->year) rap_table_integer(t, l->at.year, f->year);
    for (unsigned i = 0; i < RAP_LEVELS; i++) {
        const char *word = l->at.levels[i] == SIZE_MAX ? NULL : rap_figure_word(cube, f, i);
        if (word) rap_table_text(t, l->at.levels[i], word);
    }
    for (size_t i = 0; i < 2; i++) put_place(l, f, i);
    for (uint32_t m = 0; m < cube->schema.n_measures; m++)
        if (l->at.measures[m] != SIZE_MAX) rap_table_value(t, l->at.measures[m], rap_figure_value(cube, f, m));
    rap_table_span(t, l->at.status, f->status);
    rap_table_span(t, l->at.by, f->by);
    rap_table_span(t, l->at.date, f->date);
    rap_table_span(t, l->at.source, f->source);
    return RAP_OK;
}

rap_status rap_ask_figures(const rap_asking *asking, rap_table **out, rap_error *err)
{
    uint32_t only = RAP_MEASURES_MAX;
    if (asking->measure) RAP_TRY(rap_figures_measure(asking->cube, rap_span_of(asking->measure), &only, err));
    rap_table *table = rap_table_new("Figures");
    listing l = {.asking = asking, .only = only, .table = table};
    l.at = add_columns(asking->cube, only, table);
    rap_status status = rap_figures_walk(asking, put_figure, &l, err);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    if (asking->top) rap_table_cut(table, asking->top);
    if (asking->top && l.rows > asking->top)
        rap_table_add_note(table, "%zu further rows are not shown; --top 0 shows all.", l.rows - (size_t)asking->top);
    rap_asking_receipt(asking, table);
    return rap_table_finish(table, out, err);
}
