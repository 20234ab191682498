// SPDX-License-Identifier: Apache-2.0
#include "query/figures.h"

#include <math.h>
#include <string.h>

#include "cube/walk.h"

bool rap_holds_amounts(const rap_cube *cube)
{
    return cube->schema.form == RAP_PARTY_ORDERED;
}

bool rap_measure_is_share(const rap_measure *measure)
{
    return strcmp(measure->unit, "percent") == 0;
}

const char *rap_figure_word(const rap_cube *cube, const rap_figure *figure, unsigned level)
{
    return rap_cube_name(cube, rap_subject_node(figure->subject, level));
}

rap_status rap_figures_measure(const rap_cube *cube, rap_span name, uint32_t *out, rap_error *err)
{
    const rap_schema *schema = &cube->schema;
    rap_text list = {0};
    *out = rap_schema_measure(schema, name);
    if (*out < RAP_MEASURES_MAX) return RAP_OK;
    for (uint32_t m = 0; m < schema->n_measures; m++)
        if (schema->measures[m].nature != RAP_MISSING)
            rap_text_printf(&list, "%s%s", list.length ? ", " : "", schema->measures[m].name);
    rap_status status = rap_fail(err, RAP_E_USAGE, "--measure %.*s: this cube has %s", name.length < 60 ? (int)name.length : 60, name.data,
                                 rap_text_get(&list));
    rap_text_release(&list);
    return status;
}

bool rap_figure_is_about(const rap_cube *cube, const rap_figure *figure, uint32_t m)
{
    return !figure->series.length || rap_span_is(figure->series, cube->schema.measures[m].name);
}

rap_value rap_figure_value(const rap_cube *cube, const rap_figure *figure, uint32_t m)
{
    const rap_measure *measure = &cube->schema.measures[m];
    uint32_t missing = rap_schema_missing(&cube->schema, m);
    uint64_t amount = rap_column_at(cube->amount[m], figure->cell);
    bool blank = missing < RAP_MEASURES_MAX && rap_column_at(cube->amount[missing], figure->cell) > 0;
    if (!rap_figure_is_about(cube, figure, m) || (blank && amount == 0)) return (rap_value){0, RAP_UNDEFINED_NO_DATA};
    /* one division: its result is the number nearest to the amount, so that it is written with the amount's digits */
    return (rap_value){(double)amount / pow(10, measure->decimals + (rap_measure_is_share(measure) ? 2 : 0)), RAP_DEFINED};
}

typedef struct walking {
    const rap_asking *asking;
    rap_figure_fn see;
    void *arg;
} walking;

static bool has_place(const rap_figure *f, rap_place place)
{
    for (size_t i = 0; i < f->n_places; i++)
        if (f->places[i] == place) return true;
    return false;
}

static bool is_asked(const rap_asking *asking, const rap_figure *f)
{
    if (asking->status && !rap_span_is(f->status, asking->status)) return false;
    for (size_t i = 0; i < asking->n_nodes; i++)
        if (!has_place(f, asking->nodes[i].place)) return false;
    return true;
}

static rap_status see_cells(void *arg, const rap_cells *cells, rap_error *err)
{
    const walking *w = arg;
    const rap_cube *cube = w->asking->cube;
    for (size_t i = 0; i < cells->n; i++) {
        rap_figure f = {.year = cells->year, .subject = cube->leaves[cells->leaf[i]], .cell = cells->index[i]};
        rap_span kind = rap_span_of(cube->kinds[cells->kind[i]]), *parts[] = {&f.status, &f.series, &f.by, &f.date, &f.source};
        for (size_t p = 0; p < sizeof parts / sizeof *parts && rap_span_next(&kind, ';', parts[p]);) p++;
        f.places = rap_cube_party(cube, cells->party[i], &f.n_places);
        if (is_asked(w->asking, &f)) RAP_TRY(w->see(w->arg, &f, err));
    }
    return RAP_OK;
}

rap_status rap_figures_walk(const rap_asking *asking, rap_figure_fn see, void *arg, rap_error *err)
{
    walking w = {asking, see, arg};
    if (!rap_holds_amounts(asking->cube))
        return rap_fail(err, RAP_E_UNSUPPORTED, "this cube holds works and no amounts: ask a cube of rapport ingest table");
    for (size_t i = 0; i < asking->n_nodes; i++)
        if (!asking->nodes[i].place)
            return rap_fail(err, RAP_E_UNSUPPORTED, "'%s' is a group: amounts are asked for one place at a time", asking->nodes[i].label);
    return rap_walk(asking->cube, &asking->lens, see_cells, &w, err);
}
