// SPDX-License-Identifier: Apache-2.0
/*
 * catalog_lists - groups.tsv, areas.tsv, kinds.tsv: a list is a run of rows that begin with its name and title.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cube/catalog_tables.h"

/*
 * Columns 0 and 1 of groups, areas and sets are a list's name and title. Says whether `row` begins a list; the name
 * must be new then, and otherwise the title that of the list or empty.
 */
static rap_status begins_list(const rap_tsv *rows, size_t row, bool *begins, rap_error *err)
{
    const char *list = rap_tsv_cell(rows, row, 0), *title = rap_tsv_cell(rows, row, 1);
    size_t length = strlen(list);
    *begins = row == 0 || strcmp(list, rap_tsv_cell(rows, row - 1, 0)) != 0;
    if (!*begins) {
        size_t first = row;
        while (first > 0 && strcmp(list, rap_tsv_cell(rows, first - 1, 0)) == 0) first--;
        if (title[0] == '\0' || strcmp(title, rap_tsv_cell(rows, first, 1)) == 0) return RAP_OK;
        return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row],
                             "expected the title of '%s' as on line %llu, or none", list,
                             (unsigned long long)rows->lines[first]);
    }
    if (length == 0 || strspn(list, "abcdefghijklmnopqrstuvwxyz0123456789-") != length)
        return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row],
                             "expected a name of a-z, 0-9 and '-', found '%.40s'", list);
    for (size_t i = 0; i < row; i++)
        if (strcmp(list, rap_tsv_cell(rows, i, 0)) == 0)
            return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row],
                                 "'%s' began on line %llu: keep the rows of one name together", list,
                                 (unsigned long long)rows->lines[i]);
    return RAP_OK;
}

/* ----------------------------------------------------------------- groups */

const char *const rap_group_columns[6] = {"group", "title", "code", "from", "to", "source"};

static rap_status read_year(const rap_tsv *rows, size_t row, size_t column, int open, int *out, rap_error *err)
{
    const char *text = rap_tsv_cell(rows, row, column);
    uint64_t year = 0;
    if (text[0] && (!rap_parse_u64(rap_span_of(text), 9999, &year) || year == 0))
        return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row], "expected a year or nothing, found '%.20s'",
                             text);
    *out = text[0] ? (int)year : open;
    return RAP_OK;
}

static rap_status read_member(const rap_catalog *c, size_t row, rap_membership *out, rap_error *err)
{
    const rap_tsv *rows = &c->tables[RAP_GROUPS];
    const char *code = rap_tsv_cell(rows, row, 2);
    out->place = rap_place_of(rap_span_of(code));
    if (out->place == 0 || !rap_catalog_knows(c, out->place) || rap_place_is_residual(out->place))
        return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row],
                             "expected the code of a country in countries.tsv, found '%.20s'", code);
    RAP_TRY(read_year(rows, row, 3, INT16_MIN, &out->from, err));
    RAP_TRY(read_year(rows, row, 4, INT16_MAX, &out->to, err));
    if (out->from > out->to)
        return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row], "expected from <= to, found %d and %d",
                             out->from, out->to);
    return RAP_OK;
}

static rap_status add_member(const rap_group *group, const rap_membership *new, uint64_t line, const char *code,
                             rap_error *err)
{
    for (size_t i = 0; i < group->n_members; i++) {
        const rap_membership *old = &group->members[i];
        if (old->place == new->place && old->from <= new->to && new->from <= old->to)
            return rap_fail_line(err, RAP_E_FORMAT, line, "%s is a member of '%s' twice in one year", code,
                                 group->name);
    }
    return RAP_OK;
}

static int compare_memberships(const void *a, const void *b)
{
    const rap_membership *x = a, *y = b;
    if (x->place != y->place) return x->place < y->place ? -1 : 1;
    return (x->from > y->from) - (x->from < y->from);
}

rap_status rap_catalog_read_groups(rap_catalog *c, rap_error *err)
{
    const rap_tsv *rows = &c->tables[RAP_GROUPS];
    c->groups = rap_alloc(rows->n_rows, sizeof *c->groups);
    c->memberships = rap_alloc(rows->n_rows, sizeof *c->memberships);
    if (!c->groups || !c->memberships) return rap_fail_memory(err);
    for (size_t row = 0; row < rows->n_rows; row++) {
        const char *list = rap_tsv_cell(rows, row, 0);
        rap_membership *member = &c->memberships[row];
        bool begins;
        RAP_TRY(begins_list(rows, row, &begins, err));
        if (begins && rap_catalog_country(c, rap_span_of(list)))
            return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row],
                                 "group '%s' is called like a country: give it another name", list);
        if (begins)
            c->groups[c->n_groups++] =
                (rap_group){.name = list, .title = rap_tsv_cell(rows, row, 1), .members = member};
        rap_group *group = &c->groups[c->n_groups - 1];
        RAP_TRY(read_member(c, row, member, err));
        RAP_TRY(add_member(group, member, rows->lines[row], rap_tsv_cell(rows, row, 2), err));
        group->n_members++;
        if (member->from != INT16_MIN || member->to != INT16_MAX) group->dated = true;
    }
    for (size_t i = 0, first = 0; i < c->n_groups; first += c->groups[i++].n_members)
        qsort(c->memberships + first, c->groups[i].n_members, sizeof *c->memberships, compare_memberships);
    return RAP_OK;
}

/* ------------------------------------------------------------------ areas */

const char *const rap_area_columns[5] = {"area", "title", "level", "number", "source"};
static const char *const level_names[RAP_LEVELS] = {"domain", "field", "subfield", "topic"};

static rap_status read_node(const rap_tsv *rows, size_t row, struct rap_area_node *out, rap_error *err)
{
    const char *level = rap_tsv_cell(rows, row, 2), *number = rap_tsv_cell(rows, row, 3);
    for (out->level = 0; out->level < RAP_LEVELS; out->level++)
        if (strcmp(level, level_names[out->level]) == 0) break;
    if (out->level == RAP_LEVELS)
        return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row],
                             "expected level domain, field, subfield or topic, found '%.20s'", level);
    uint64_t limit = rap_level_limit[out->level];
    if (!rap_parse_u64(rap_span_of(number), limit, &out->number) || out->number == 0)
        return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row],
                             "expected the number of a %s, 1 to %llu, found '%.24s'", level,
                             (unsigned long long)limit, number);
    return RAP_OK;
}

rap_status rap_catalog_read_areas(rap_catalog *c, rap_error *err)
{
    const rap_tsv *rows = &c->tables[RAP_AREAS];
    c->areas = rap_alloc(rows->n_rows, sizeof *c->areas);
    c->nodes = rap_alloc(rows->n_rows, sizeof *c->nodes);
    if (!c->areas || !c->nodes) return rap_fail_memory(err);
    for (size_t row = 0; row < rows->n_rows; row++) {
        struct rap_area_node *node = &c->nodes[row];
        bool begins;
        RAP_TRY(begins_list(rows, row, &begins, err));
        if (begins)
            c->areas[c->n_areas++] = (rap_area){.name = rap_tsv_cell(rows, row, 0),
                                                .title = rap_tsv_cell(rows, row, 1), .nodes = node};
        rap_area *area = &c->areas[c->n_areas - 1];
        RAP_TRY(read_node(rows, row, node, err));
        for (size_t i = 0; i < area->n_nodes; i++)
            if (area->nodes[i].level == node->level && area->nodes[i].number == node->number)
                return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row], "%s %llu stands in '%s' twice",
                                     level_names[node->level], (unsigned long long)node->number, area->name);
        area->n_nodes++;
    }
    return RAP_OK;
}

/* ------------------------------------------------------------------ kinds */

const char *const rap_kind_columns[5] = {"set", "title", "type", "venue", "source"};

static rap_status read_type(const rap_tsv *rows, size_t row, struct rap_kind_type *out, rap_error *err)
{
    out->type = rap_tsv_cell(rows, row, 2);
    out->venue = rap_tsv_cell(rows, row, 3);
    size_t length = strlen(out->type);
    if (strcmp(out->type, "*") != 0 &&
        (length == 0 || length > 32 || strspn(out->type, "abcdefghijklmnopqrstuvwxyz0123456789-") != length))
        return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row],
                             "expected a document type of a-z, 0-9 and '-', or '*', found '%.40s'", out->type);
    if (strcmp(out->venue, "*") != 0 && strcmp(out->venue, "journal") != 0)
        return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row], "expected venue journal or *, found '%.20s'",
                             out->venue);
    return RAP_OK;
}

rap_status rap_catalog_read_kinds(rap_catalog *c, rap_error *err)
{
    const rap_tsv *rows = &c->tables[RAP_KINDS];
    c->sets = rap_alloc(rows->n_rows, sizeof *c->sets);
    c->types = rap_alloc(rows->n_rows, sizeof *c->types);
    if (!c->sets || !c->types) return rap_fail_memory(err);
    for (size_t row = 0; row < rows->n_rows; row++) {
        struct rap_kind_type *type = &c->types[row];
        bool begins;
        RAP_TRY(begins_list(rows, row, &begins, err));
        if (begins)
            c->sets[c->n_sets++] = (rap_kind_set){.name = rap_tsv_cell(rows, row, 0),
                                                  .title = rap_tsv_cell(rows, row, 1), .types = type};
        rap_kind_set *set = &c->sets[c->n_sets - 1];
        RAP_TRY(read_type(rows, row, type, err));
        for (size_t i = 0; i < set->n_types; i++)
            if (strcmp(set->types[i].type, type->type) == 0)
                return rap_fail_line(err, RAP_E_FORMAT, rows->lines[row], "type '%s' stands in '%s' twice",
                                     type->type, set->name);
        set->n_types++;
    }
    return RAP_OK;
}
