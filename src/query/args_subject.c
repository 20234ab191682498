// SPDX-License-Identifier: Apache-2.0
/*
 * args_subject - --area, --subject and --topic: each is a selection of the cube's subjects.
 *
 * Names joined by + or commas are one selection; an option given several times makes several, which are told apart.
 */
#include <stdlib.h>
#include <string.h>

#include "cube/coded.h"
#include "query/args_match.h"
#include "query/suggest.h"

static rap_status add_selection(rap_args *args, const char *option, const rap_selection *selection, rap_error *err)
{
    if (args->n_selections == RAP_ARGS_SELECTIONS)
        return rap_fail(err, RAP_E_USAGE, "%s: at most %d areas, subjects and topics in one question", option,
                        RAP_ARGS_SELECTIONS);
    if (!selection->name || !selection->title) return rap_fail_memory(err);
    args->selections[args->n_selections++] = *selection;
    return RAP_OK;
}

/* The next name of a list joined by + or commas. */
static bool next_name(rap_span *rest, rap_span *name)
{
    if (!rest->data) return false;
    size_t length = 0;
    while (length < rest->length && rest->data[length] != '+' && rest->data[length] != ',') length++;
    *name = rap_span_trim((rap_span){rest->data, length});
    *rest = length < rest->length ? (rap_span){rest->data + length + 1, rest->length - length - 1} : (rap_span){NULL, 0};
    return true;
}

/* --------------------------------------------------------------------- areas */

rap_status rap_args_find_area(const rap_catalog *catalog, rap_span name, const rap_area **out, rap_error *err)
{
    const rap_area *area = rap_catalog_area(catalog, name);
    if (area) {
        *out = area;
        return RAP_OK;
    }
    rap_suggest suggest = rap_suggest_init(name);
    for (size_t i = 0; rap_catalog_area_at(catalog, i); i++) rap_suggest_try(&suggest, rap_catalog_area_at(catalog, i)->name);
    char hint[160];
    return rap_fail(err, RAP_E_NOT_FOUND, "area: none is called '%.*s'%s (see: rapport areas)",
                    name.length < 60 ? (int)name.length : 60, name.length ? name.data : "",
                    rap_suggest_text(&suggest, hint, sizeof hint));
}

static rap_status area_nodes(rap_asking *asking, const char *value, rap_match *out, const char **title, rap_error *err)
{
    rap_span rest = rap_span_of(value), name;
    const rap_area *area;
    size_t total = 0, areas = 0, n = 0;
    for (; next_name(&rest, &name); areas++) {
        RAP_TRY(rap_args_find_area(asking->catalog, name, &area, err));
        total += area->n_nodes;
        *title = area->title;
    }
    struct rap_area_node *nodes = rap_keep_new(&asking->keep, total, sizeof *nodes);
    if (!nodes) return rap_fail_memory(err);
    for (rest = rap_span_of(value); next_name(&rest, &name);) {
        RAP_TRY(rap_args_find_area(asking->catalog, name, &area, err));
        if (area->n_nodes) memcpy(nodes + n, area->nodes, area->n_nodes * sizeof *nodes);
        n += area->n_nodes;
    }
    if (areas > 1) *title = value;
    out->nodes = nodes;
    out->n_nodes = n;
    return RAP_OK;
}

rap_status rap_args_area(rap_args *args, const char *value, rap_error *err)
{
    rap_asking *asking = args->asking;
    rap_match m = {.cube = asking->cube};
    const char *title = "";
    RAP_TRY(rap_args_need_subjects(asking->cube, "area", err));
    if (asking->cube->schema.form == RAP_PARTY_ORDERED)
        return rap_fail(err, RAP_E_UNSUPPORTED, "area: areas are of research; give --subject");
    RAP_TRY(area_nodes(asking, value, &m, &title, err));
    rap_selection selection = {.name = rap_keep_text(&asking->keep, rap_span_of(value)), .title = title};
    RAP_TRY(rap_match_ranges(asking, &m, &selection, err));
    return add_selection(args, "area", &selection, err);
}

/* ------------------------------------------------------------------ subjects */

static bool starts_with(rap_span text, const char *start, rap_span *rest)
{
    size_t length = strlen(start);
    if (text.length < length || memcmp(text.data, start, length) != 0) return false;
    *rest = (rap_span){text.data + length, text.length - length};
    return true;
}

/* fields/22, topics/T10211, T10211, or these behind https://openalex.org/ . */
static bool parse_node(const rap_cube *cube, rap_span text, struct rap_area_node *out)
{
    rap_span rest = text;
    (void)starts_with(text, "https://openalex.org/", &rest);
    unsigned level = RAP_LEVELS - 1;
    if (rest.length && rest.data[0] != 'T') {
        rap_span name;
        if (!rap_span_next(&rest, '/', &name) || !rest.data) return false;
        if (name.length && name.data[name.length - 1] == 's') name.length--;
        for (level = 0; level < RAP_LEVELS && !rap_span_is(name, rap_args_level_name(cube, level));) level++;
        if (level == RAP_LEVELS) return false;
    }
    if (level == RAP_LEVELS - 1 && rest.length && rest.data[0] == 'T') rest.data++, rest.length--;
    out->level = level;
    return rap_parse_u64(rest, rap_level_limit[level], &out->number) && out->number != 0;
}

static rap_status subject_node(rap_asking *asking, rap_span name, struct rap_area_node *out, rap_error *err)
{
    int shown = name.length < 60 ? (int)name.length : 60;
    if (!parse_node(asking->cube, name, out))
        return rap_fail(err, RAP_E_USAGE,
                        "subject: '%.*s' is no subject: give domains/3, fields/22, subfields/1703 or topics/T10211", shown,
                        name.length ? name.data : "");
    rap_match one = {.cube = asking->cube, .n_nodes = 1, .nodes = out};
    if (rap_match_leaves(&one) == 0)
        return rap_fail(err, RAP_E_UNSUPPORTED, "subject: no work of this cube is about %.*s", shown, name.data);
    return RAP_OK;
}

static int compare_ranges(const void *a, const void *b)
{
    const rap_range *x = a, *y = b;
    return (x->low > y->low) - (x->low < y->low);
}

static rap_status unite(rap_asking *asking, rap_selection *all, const rap_selection *more, rap_error *err)
{
    rap_range *ranges = rap_keep_new(&asking->keep, all->n_ranges + more->n_ranges, sizeof *ranges);
    if (!ranges) return rap_fail_memory(err);
    if (all->n_ranges) memcpy(ranges, all->ranges, all->n_ranges * sizeof *ranges);
    if (more->n_ranges) memcpy(ranges + all->n_ranges, more->ranges, more->n_ranges * sizeof *ranges);
    size_t n = all->n_ranges + more->n_ranges, kept = 0;
    qsort(ranges, n, sizeof *ranges, compare_ranges);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || ranges[i].low > ranges[kept - 1].high) ranges[kept++] = ranges[i];
    all->n_ranges = kept;
    all->ranges = ranges;
    return RAP_OK;
}

/* HS codes, or words and paths of words; the value as a whole comes first, as words may hold commas. */
static rap_status subject_of_table(rap_args *args, const char *value, rap_error *err)
{
    rap_asking *asking = args->asking;
    bool hs = rap_subject_form_of(&asking->cube->schema) == RAP_SUBJECT_HS;
    rap_selection all = {0}, one;
    size_t n = 0;
    if (!hs && rap_args_words(asking, rap_span_of(value), &one)) return add_selection(args, "subject", &one, err);
    for (rap_span rest = rap_span_of(value), name; next_name(&rest, &name); n++) {
        bool found = hs ? rap_args_hs(asking, name, &one) : rap_args_words(asking, name, &one);
        if (!found)
            return rap_fail(err, RAP_E_NOT_FOUND, "subject: nothing in this cube is called '%.*s'%s",
                            name.length < 60 ? (int)name.length : 60, name.length ? name.data : "",
                            hs ? ": give HS codes of 2, 4 or 6 digits" : "; see them with: rapport export");
        RAP_TRY(unite(asking, &all, &one, err));
    }
    all.name = rap_keep_text(&asking->keep, rap_span_of(value));
    all.title = n == 1 ? one.title : all.name;
    return add_selection(args, "subject", &all, err);
}

rap_status rap_args_subject(rap_args *args, const char *value, rap_error *err)
{
    rap_asking *asking = args->asking;
    RAP_TRY(rap_args_need_subjects(asking->cube, "subject", err));
    if (asking->cube->schema.form == RAP_PARTY_ORDERED) return subject_of_table(args, value, err);
    rap_span rest = rap_span_of(value), name;
    size_t n = 0;
    while (next_name(&rest, &name)) n++;
    struct rap_area_node *nodes = rap_keep_new(&asking->keep, n, sizeof *nodes);
    if (!nodes) return rap_fail_memory(err);
    n = 0;
    for (rest = rap_span_of(value); next_name(&rest, &name); n++) RAP_TRY(subject_node(asking, name, &nodes[n], err));
    rap_match m = {.cube = asking->cube, .n_nodes = n, .nodes = nodes};
    rap_selection selection = {.name = rap_keep_text(&asking->keep, rap_span_of(value))};
    selection.title = n == 1 ? rap_args_node_name(asking->cube, nodes[0].level, nodes[0].number) : NULL;
    if (!selection.title) selection.title = selection.name;
    RAP_TRY(rap_match_ranges(asking, &m, &selection, err));
    return add_selection(args, "subject", &selection, err);
}

/* -------------------------------------------------------------------- topics */

rap_status rap_args_topic(rap_args *args, const char *value, rap_error *err)
{
    rap_asking *asking = args->asking;
    RAP_TRY(rap_args_need_subjects(asking->cube, "topic", err));
    rap_span rest = rap_span_of(value), word;
    while (rap_span_next(&rest, '|', &word))
        if (rap_span_trim(word).length == 0) return rap_fail(err, RAP_E_USAGE, "topic: '%.60s' has an empty word", value);
    rap_match m = {.cube = asking->cube, .words = rap_span_of(value)};
    rap_selection selection = {0};
    size_t leaves = rap_match_leaves(&m);
    if (leaves == 0)
        return rap_fail(err, RAP_E_UNSUPPORTED, "topic: no topic in this cube has a name with '%.60s' in it", value);
    rap_text name = {0};
    rap_text_printf(&name, "topic %s", value);
    selection.name = name.failed ? NULL : rap_keep_text(&asking->keep, (rap_span){name.data, name.length});
    rap_text_clear(&name);
    rap_text_printf(&name, "topics named '%s' (%zu)", value, leaves);
    selection.title = name.failed ? NULL : rap_keep_text(&asking->keep, (rap_span){name.data, name.length});
    rap_text_release(&name);
    RAP_TRY(rap_match_ranges(asking, &m, &selection, err));
    return add_selection(args, "topic", &selection, err);
}
