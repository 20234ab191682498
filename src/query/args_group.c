// SPDX-License-Identifier: Apache-2.0
/*
 * args_group - countries and groups named in a question.
 *
 * An expression joins countries and groups by + and - from left to right: nordic, DK+FI+IS+NO+SE, nato-US. Members keep
 * their spells: NATO before 2023 minus Norway is still dated. A name may hold a hyphen (Guinea-Bissau), so the longest
 * name that is known is taken at each place.
 */
#include <stdlib.h>
#include <string.h>

#include "query/args.h"
#include "query/suggest.h"

/* ------------------------------------------------------- sets of memberships */

static int compare_spells(const void *a, const void *b)
{
    const rap_membership *x = a, *y = b;
    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    return (x->from > y->from) - (x->from < y->from);
}

typedef struct spells {
    size_t n;
    rap_membership *at; /* sorted; spells of one place neither overlap nor touch */
} spells;

static bool unite(rap_asking *asking, spells *a, const rap_membership *b, size_t n)
{
    rap_membership *all = rap_keep_new(&asking->keep, a->n + n, sizeof *all);
    if (!all) return false;
    if (a->n) memcpy(all, a->at, a->n * sizeof *all);
    if (n) memcpy(all + a->n, b, n * sizeof *all);
    qsort(all, a->n + n, sizeof *all, compare_spells);
    size_t kept = 0;
    for (size_t i = 0; i < a->n + n; i++) {
        rap_membership *last = kept ? &all[kept - 1] : NULL;
        if (last && last->place == all[i].place && all[i].from <= last->to + 1)
            last->to = all[i].to > last->to ? all[i].to : last->to;
        else
            all[kept++] = all[i];
    }
    *a = (spells){kept, all};
    return true;
}

/* Each spell of `b` cuts at most one spell of `a` in two, so a->n + n places are enough. */
static bool subtract(rap_asking *asking, spells *a, const rap_membership *b, size_t n)
{
    rap_membership *left = rap_keep_new(&asking->keep, a->n + n, sizeof *left);
    if (!left) return false;
    size_t kept = 0;
    for (size_t i = 0; i < a->n; i++) {
        rap_membership rest = a->at[i];
        for (size_t j = 0; j < n && rest.from <= rest.to; j++) {
            if (b[j].place != rest.place || b[j].to < rest.from || b[j].from > rest.to) continue;
            if (b[j].from > rest.from) left[kept++] = (rap_membership){rest.place, rest.from, b[j].from - 1};
            rest.from = b[j].to + 1;
        }
        if (rest.from <= rest.to) left[kept++] = rest;
    }
    *a = (spells){kept, left};
    return true;
}

/* ---------------------------------------------------------------- expressions */

typedef struct term {
    const rap_country *country;
    const rap_group *group;
} term;

static bool is_operator(char c)
{
    return c == '+' || c == '-';
}

/* Takes the longest known name from the start of `rest`, up to an operator or the end. */
static bool take_term(const rap_catalog *catalog, rap_span *rest, term *out)
{
    for (size_t end = rest->length; end > 0; end--) {
        if (end < rest->length && !is_operator(rest->data[end])) continue;
        rap_span name = rap_span_trim((rap_span){rest->data, end});
        *out = (term){.country = rap_catalog_country(catalog, name)};
        if (!out->country) out->group = rap_catalog_group(catalog, name);
        if (!out->country && !out->group) out->country = rap_catalog_member(catalog, name);
        if (!out->country && !out->group) continue;
        *rest = (rap_span){rest->data + end, rest->length - end};
        return true;
    }
    return false;
}

static rap_status unknown_name(const rap_catalog *catalog, const char *option, rap_span rest, rap_error *err)
{
    size_t length = 0;
    while (length < rest.length && !is_operator(rest.data[length])) length++;
    rap_span name = rap_span_trim((rap_span){rest.data, length});
    if (name.length == 0)
        return rap_fail(err, RAP_E_USAGE, "%s: a name is missing: give countries and groups joined by + and -", option);
    rap_suggest suggest = rap_suggest_init(name);
    for (size_t i = 0; rap_catalog_group_at(catalog, i); i++)
        rap_suggest_try(&suggest, rap_catalog_group_at(catalog, i)->name);
    for (size_t i = 0; rap_catalog_country_at(catalog, i); i++)
        rap_suggest_try(&suggest, rap_catalog_country_at(catalog, i)->name);
    char hint[160];
    return rap_fail(err, RAP_E_NOT_FOUND, "%s: no country or group is called '%.*s'%s", option,
                    name.length < 80 ? (int)name.length : 80, name.data, rap_suggest_text(&suggest, hint, sizeof hint));
}

static bool apply(rap_asking *asking, spells *so_far, const term *t, bool minus)
{
    rap_membership country = {t->country ? t->country->place : 0, INT16_MIN, INT16_MAX};
    const rap_membership *members = t->country ? &country : t->group->members;
    size_t n = t->country ? 1 : t->group->n_members;
    return minus ? subtract(asking, so_far, members, n) : unite(asking, so_far, members, n);
}

rap_status rap_args_expression(rap_asking *asking, const char *option, rap_span text, rap_expression *out, rap_error *err)
{
    rap_span rest = rap_span_trim(text);
    rap_expression result = {.label = NULL};
    spells members = {0};
    bool minus = false, single = true;
    for (;;) {
        term t;
        if (!take_term(asking->catalog, &rest, &t)) return unknown_name(asking->catalog, option, rest, err);
        if (!apply(asking, &members, &t, minus)) return rap_fail_memory(err);
        single = single && rest.length == 0;
        if (single && t.group) result.label = t.group->name;
        if (single && t.country) {
            result.country = t.country;
            result.label = t.country->code;
        }
        if (rest.length == 0) break;
        single = false;
        minus = rest.data[0] == '-';
        rest = rap_span_trim((rap_span){rest.data + 1, rest.length - 1});
    }
    if (members.n == 0)
        return rap_fail(err, RAP_E_USAGE, "%s: '%.*s' leaves no country", option,
                        text.length < 80 ? (int)text.length : 80, text.data);
    if (!result.label && !(result.label = rap_keep_text(&asking->keep, rap_span_trim(text)))) return rap_fail_memory(err);
    result.n_members = members.n;
    result.members = members.at;
    *out = result;
    return RAP_OK;
}

/* -------------------------------------------------------------------- options */

/* The index of the lens's group for an expression, which is added where it is not there yet. */
static rap_status place_group(rap_asking *asking, const char *option, const rap_expression *e, uint32_t *index,
                              rap_error *err)
{
    rap_lens *lens = &asking->lens;
    for (size_t i = 0; i < lens->n_groups; i++)
        if (strcmp(lens->groups[i].name, e->label) == 0) {
            *index = (uint32_t)i;
            return RAP_OK;
        }
    if (lens->n_groups == RAP_LENS_GROUPS)
        return rap_fail(err, RAP_E_USAGE, "%s: at most %d groups in one question", option, RAP_LENS_GROUPS);
    *index = (uint32_t)lens->n_groups;
    lens->groups[lens->n_groups++] =
        (rap_node_group){.name = e->label, .n_members = e->n_members, .members = e->members};
    return RAP_OK;
}

rap_status rap_args_node(rap_args *args, size_t place, const char *name, const char *value, rap_error *err)
{
    rap_asking *asking = args->asking;
    rap_expression e;
    RAP_TRY(rap_args_expression(asking, name, rap_span_of(value), &e, err));
    rap_node_ref node = {.label = e.label};
    if (e.country)
        node.place = e.country->place;
    else
        RAP_TRY(place_group(asking, name, &e, &node.group, err));
    asking->nodes[place] = node;
    if (asking->n_nodes <= place) asking->n_nodes = place + 1;
    return RAP_OK;
}

rap_status rap_args_group(rap_args *args, const char *value, rap_error *err)
{
    rap_span rest = rap_span_of(value), part;
    while (rap_span_next(&rest, ',', &part)) {
        rap_expression e;
        uint32_t index;
        RAP_TRY(rap_args_expression(args->asking, "group", part, &e, err));
        RAP_TRY(place_group(args->asking, "group", &e, &index, err));
    }
    return RAP_OK;
}

rap_status rap_args_among(rap_args *args, const char *value, rap_error *err)
{
    rap_expression e = {0};
    RAP_TRY(rap_args_expression(args->asking, "among", rap_span_of(value), &e, err));
    args->asking->n_among = e.n_members;
    args->asking->among = e.members;
    return RAP_OK;
}

/* ---------------------------------------------------------------- consistency */

/* Where two groups hold one place in one year: adds its code to `codes`. */
static void find_overlap(const rap_node_group *a, const rap_node_group *b, rap_text *codes)
{
    for (size_t i = 0; i < a->n_members; i++)
        for (size_t j = 0; j < b->n_members; j++) {
            const rap_membership *x = &a->members[i], *y = &b->members[j];
            char code[RAP_PLACE_TEXT];
            if (x->place != y->place || x->from > y->to || y->from > x->to) continue;
            rap_text_printf(codes, "%s%s", codes->length ? "+" : "", rap_place_code(x->place, code));
        }
}

static rap_status check_groups(const rap_lens *lens, rap_error *err)
{
    rap_status status = RAP_OK;
    rap_text codes = {0};
    for (size_t i = 0; i < lens->n_groups && status == RAP_OK; i++)
        for (size_t j = i + 1; j < lens->n_groups && status == RAP_OK; j++) {
            const rap_node_group *a = &lens->groups[i], *b = &lens->groups[j];
            find_overlap(a, b, &codes);
            if (codes.length)
                status = rap_fail(err, RAP_E_USAGE, "'%s' and '%s' overlap in %.80s: take these out of one of them", a->name,
                                  b->name, rap_text_get(&codes));
        }
    if (status == RAP_OK && codes.failed) status = rap_fail_memory(err);
    rap_text_release(&codes);
    return status;
}

/* A country that is asked about may not also be part of a group in the years looked at: it would be two nodes. */
static rap_status check_country(const rap_lens *lens, const rap_node_ref *node, rap_error *err)
{
    bool all = lens->year_low == 0 && lens->year_high == 0;
    for (size_t g = 0; g < lens->n_groups; g++)
        for (size_t i = 0; i < lens->groups[g].n_members; i++) {
            const rap_membership *m = &lens->groups[g].members[i];
            if (m->place != node->place || (!all && (m->to < lens->year_low || m->from > lens->year_high))) continue;
            return rap_fail(err, RAP_E_USAGE, "%s is a member of '%s', so it can't stand beside it: ask with '%s-%s'",
                            node->label, lens->groups[g].name, lens->groups[g].name, node->label);
        }
    for (size_t i = 0; i < lens->n_merges; i++)
        if (lens->merges[i].from == node->place)
            return rap_fail(err, RAP_E_USAGE, "%s is asked about but merged into another country", node->label);
    for (size_t i = 0; i < lens->n_without; i++)
        if (lens->without[i] == node->place)
            return rap_fail(err, RAP_E_USAGE, "%s is asked about but its works are left out by 'without'", node->label);
    return RAP_OK;
}

rap_status rap_args_finish_nodes(rap_args *args, rap_error *err)
{
    const rap_asking *asking = args->asking;
    RAP_TRY(check_groups(&asking->lens, err));
    for (size_t i = 0; i < asking->n_nodes; i++)
        if (asking->nodes[i].place) RAP_TRY(check_country(&asking->lens, &asking->nodes[i], err));
    if (asking->n_nodes == 2 && strcmp(asking->nodes[0].label, asking->nodes[1].label) == 0)
        return rap_fail(err, RAP_E_USAGE, "%s with itself: give two different countries or groups",
                        asking->nodes[0].label);
    return RAP_OK;
}
