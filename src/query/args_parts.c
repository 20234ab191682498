// SPDX-License-Identifier: Apache-2.0
/*
 * args_parts - --each, and how subjects are told apart: by area, by a level of the hierarchy, or by the selections given.
 */
#include <stdlib.h>
#include <string.h>

#include "cube/walk.h"
#include "query/args_match.h"

/* ---------------------------------------------------------------------- each */

static rap_status no_axis(const rap_cube *cube, rap_span name, rap_error *err)
{
    char list[128];
    size_t n = (size_t)snprintf(list, sizeof list, "year, subject%s", cube->schema.form == RAP_PARTY_ORDERED ? "" : ", area");
    for (unsigned level = 0; level < RAP_LEVELS && n < sizeof list; level++) {
        const char *level_name = rap_args_level_name(cube, level);
        if (*level_name) n += (size_t)snprintf(list + n, sizeof list - n, ", %s", level_name);
    }
    return rap_fail(err, RAP_E_USAGE, "each: '%.*s' is none of %s", name.length < 60 ? (int)name.length : 60,
                    name.length ? name.data : "", list);
}

static rap_status set_axis(rap_args *args, rap_span name, rap_error *err)
{
    int axis = RAP_AXIS_NONE;
    if (rap_span_is(name, "area")) axis = RAP_AXIS_AREA;
    if (rap_span_is(name, "subject")) axis = RAP_AXIS_LEAF;
    for (int level = 0; level < RAP_LEVELS; level++)
        if (rap_span_is(name, rap_args_level_name(args->asking->cube, (unsigned)level))) axis = level;
    if (axis == RAP_AXIS_NONE || name.length == 0) return no_axis(args->asking->cube, name, err);
    if (args->axis != RAP_AXIS_NONE && args->axis != axis)
        return rap_fail(err, RAP_E_USAGE, "each: only one of area and the levels can be told apart at a time");
    args->axis = axis;
    return rap_args_need_subjects(args->asking->cube, "each", err);
}

rap_status rap_args_each(rap_args *args, const char *value, rap_error *err)
{
    rap_span rest = rap_span_of(value && *value ? value : "year"), name;
    while (rap_span_next(&rest, ',', &name)) {
        name = rap_span_trim(name);
        if (rap_span_is(name, "year"))
            args->asking->each_year = true;
        else
            RAP_TRY(set_axis(args, name, err));
    }
    return RAP_OK;
}

/* --------------------------------------------------------------------- parts */

static bool make_parts(rap_asking *asking, size_t n, const char ***titles)
{
    asking->parts = rap_keep_new(&asking->keep, n, sizeof *asking->parts);
    *titles = rap_keep_new(&asking->keep, n, sizeof **titles);
    asking->part_titles = *titles;
    return asking->parts && *titles;
}

static rap_status parts_of_selections(rap_asking *asking, const rap_selection *selections, size_t n, rap_error *err)
{
    const char **titles;
    if (!make_parts(asking, n, &titles)) return rap_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        asking->parts[i] = (rap_part){selections[i].name, selections[i].n_ranges, selections[i].ranges};
        titles[i] = selections[i].title;
    }
    asking->n_parts = n;
    return RAP_OK;
}

static bool overlap(const rap_selection *a, const rap_selection *b)
{
    for (size_t i = 0; i < a->n_ranges; i++)
        for (size_t j = 0; j < b->n_ranges; j++)
            if (a->ranges[i].low <= b->ranges[j].high && b->ranges[j].low <= a->ranges[i].high) return true;
    return false;
}

/*
 * The areas of the catalogue in its order, without those that overlap an earlier one: shares of subjects told apart must
 * not count a work twice. (data/areas.tsv has the nine areas of the report first, and they hold every field.)
 */
static rap_status parts_of_areas(rap_asking *asking, rap_error *err)
{
    size_t most = 0, n = 0;
    while (rap_catalog_area_at(asking->catalog, most)) most++;
    rap_selection *areas = rap_keep_new(&asking->keep, most, sizeof *areas);
    if (!areas) return rap_fail_memory(err);
    for (size_t i = 0; i < most; i++) {
        const rap_area *area = rap_catalog_area_at(asking->catalog, i);
        rap_match m = {.cube = asking->cube, .n_nodes = area->n_nodes, .nodes = area->nodes};
        areas[n] = (rap_selection){.name = area->name, .title = area->title};
        RAP_TRY(rap_match_ranges(asking, &m, &areas[n], err));
        bool apart = rap_match_leaves(&m) > 0;
        for (size_t k = 0; apart && k < n; k++) apart = !overlap(&areas[n], &areas[k]);
        n += apart;
    }
    if (n == 0) return rap_fail(err, RAP_E_UNSUPPORTED, "each: no work of this cube is in an area");
    return parts_of_selections(asking, areas, n, err);
}

typedef struct numbered {
    uint64_t number;
    uint32_t leaf;
} numbered;

static int compare_numbered(const void *a, const void *b)
{
    const numbered *x = a, *y = b;
    if (x->number != y->number) return x->number < y->number ? -1 : 1;
    return (x->leaf > y->leaf) - (x->leaf < y->leaf);
}

/* The leaves of the lens that have a number at `level`, by number and place. */
static size_t number_leaves(const rap_asking *asking, unsigned level, numbered *out)
{
    const rap_cube *cube = asking->cube;
    size_t n = 0;
    for (uint32_t i = 0; i < cube->n_leaves; i++) {
        rap_subject leaf = cube->leaves[i];
        if (rap_subject_at(leaf, level) == 0) continue;
        if (!rap_ranges_hold(asking->lens.ranges, asking->lens.n_ranges, leaf)) continue;
        out[n++] = (numbered){rap_subject_at(leaf, level), i};
    }
    qsort(out, n, sizeof *out, compare_numbered);
    return n;
}

/* Fills a part from the leaves of one number: neighbours are one range. */
static size_t join_leaves(const rap_cube *cube, const numbered *leaves, size_t n, rap_range *ranges)
{
    size_t runs = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || leaves[i].leaf != leaves[i - 1].leaf + 1) ranges[runs++].low = cube->leaves[leaves[i].leaf];
        ranges[runs - 1].high = cube->leaves[leaves[i].leaf];
    }
    return runs;
}

static rap_status name_part(rap_asking *asking, unsigned level, uint64_t number, rap_part *part, const char **title,
                            rap_error *err)
{
    rap_text id = {0};
    rap_args_node_id(asking->cube, level, number, &id);
    part->name = id.failed ? NULL : rap_keep_text(&asking->keep, (rap_span){id.data, id.length});
    rap_text_release(&id);
    if (!part->name) return rap_fail_memory(err);
    const char *name = rap_cube_name(asking->cube, rap_subject_node(part->ranges[0].low, level));
    *title = name ? name : part->name;
    return RAP_OK;
}

static rap_status parts_of_level(rap_asking *asking, unsigned level, rap_error *err)
{
    numbered *leaves = rap_keep_new(&asking->keep, asking->cube->n_leaves, sizeof *leaves);
    rap_range *ranges = rap_keep_new(&asking->keep, asking->cube->n_leaves, sizeof *ranges);
    if (!leaves || !ranges) return rap_fail_memory(err);
    size_t n = number_leaves(asking, level, leaves), parts = 0;
    for (size_t i = 0; i < n; i++) parts += i == 0 || leaves[i].number != leaves[i - 1].number;
    const char **titles;
    if (parts == 0)
        return rap_fail(err, RAP_E_UNSUPPORTED, "each: no work has a %s here", rap_args_level_name(asking->cube, level));
    if (!make_parts(asking, parts, &titles)) return rap_fail_memory(err);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && leaves[end].number == leaves[i].number;) end++;
        size_t k = asking->n_parts++;
        asking->parts[k] = (rap_part){NULL, join_leaves(asking->cube, leaves + i, end - i, ranges), ranges};
        ranges += asking->parts[k].n_ranges;
        RAP_TRY(name_part(asking, level, leaves[i].number, &asking->parts[k], &titles[k], err));
    }
    return RAP_OK;
}

static rap_status parts_of_leaves(rap_asking *asking, rap_error *err)
{
    const rap_cube *cube = asking->cube;
    const char **titles;
    rap_range *ranges = rap_keep_new(&asking->keep, cube->n_leaves, sizeof *ranges);
    if (!ranges || !make_parts(asking, cube->n_leaves, &titles)) return rap_fail_memory(err);
    for (uint32_t i = 0; i < cube->n_leaves; i++) {
        rap_subject leaf = cube->leaves[i];
        if (leaf == 0 || !rap_ranges_hold(asking->lens.ranges, asking->lens.n_ranges, leaf)) continue;
        rap_text id = {0};
        if (cube->schema.form == RAP_PARTY_ORDERED) rap_args_path(cube, leaf, &id);
        else rap_args_node_id(cube, RAP_LEVELS - 1, rap_subject_at(leaf, RAP_LEVELS - 1), &id);
        size_t k = asking->n_parts++;
        ranges[k] = (rap_range){leaf, leaf};
        asking->parts[k] = (rap_part){id.failed ? NULL : rap_keep_text(&asking->keep, (rap_span){id.data, id.length}), 1,
                                      &ranges[k]};
        rap_text_release(&id);
        if (!asking->parts[k].name) return rap_fail_memory(err);
        const char *name = rap_cube_name(cube, leaf);
        titles[k] = name ? name : asking->parts[k].name;
    }
    return asking->n_parts ? RAP_OK : rap_fail(err, RAP_E_UNSUPPORTED, "each: nothing here has a subject");
}

static rap_status describe(rap_args *args, rap_error *err)
{
    rap_asking *asking = args->asking;
    rap_text text = {0};
    for (size_t i = 0; i < args->n_selections; i++) {
        const rap_selection *s = &args->selections[i];
        rap_text_printf(&text, "%s%s", i ? "; " : "", s->name);
        if (strcmp(s->name, s->title) != 0) rap_text_printf(&text, " (%s)", s->title);
    }
    if (args->n_selections == 0) rap_text_puts(&text, "all subjects");
    rap_status status = text.failed ? rap_fail_memory(err) : RAP_OK;
    (void)snprintf(asking->subject_text, sizeof asking->subject_text, "%s", rap_text_get(&text));
    rap_text_release(&text);
    return status;
}

rap_status rap_args_finish_subjects(rap_args *args, rap_error *err)
{
    rap_asking *asking = args->asking;
    RAP_TRY(describe(args, err));
    if (args->n_selections) {
        rap_match m = {.cube = asking->cube, .n_selections = args->n_selections, .selections = args->selections};
        rap_selection all;
        RAP_TRY(rap_match_ranges(asking, &m, &all, err));
        asking->lens.n_ranges = all.n_ranges;
        asking->lens.ranges = all.ranges;
    }
    const rap_question *question = asking->question;
    const char *usual = asking->cube->schema.form == RAP_PARTY_ORDERED ? question->table_each : question->default_each;
    if (args->axis == RAP_AXIS_NONE && args->n_selections < 2 && usual) RAP_TRY(set_axis(args, rap_span_of(usual), err));
    if (args->axis == RAP_AXIS_LEAF) return parts_of_leaves(asking, err);
    if (args->axis == RAP_AXIS_AREA) return parts_of_areas(asking, err);
    if (args->axis != RAP_AXIS_NONE) return parts_of_level(asking, (unsigned)args->axis, err);
    return args->n_selections > 1 ? parts_of_selections(asking, args->selections, args->n_selections, err) : RAP_OK;
}
