// SPDX-License-Identifier: Apache-2.0
/* ask_groups - groups of countries with their members and spells of membership. */
#include "query/args.h"

typedef struct columns {
    size_t group, title, code, country, from, to;
} columns;

static void add_year(rap_table *table, size_t column, int year)
{
    char text[16] = "";
    if (year != INT16_MIN && year != INT16_MAX) (void)snprintf(text, sizeof text, "%d", year);
    rap_table_text(table, column, text);
}

static void add_member(rap_table *table, const columns *c, const rap_catalog *catalog, const char *name, const char *title,
                       const rap_membership *m)
{
    char code[RAP_PLACE_TEXT];
    const rap_country *country = rap_catalog_country_of(catalog, m->place);
    rap_table_begin(table);
    rap_table_text(table, c->group, name);
    rap_table_text(table, c->title, title);
    rap_table_text(table, c->code, rap_place_code(m->place, code));
    rap_table_text(table, c->country, country ? country->name : "");
    add_year(table, c->from, m->from);
    add_year(table, c->to, m->to);
}

/* All groups; those `only` is a member of where it is given. */
static void add_groups(rap_table *table, const columns *c, const rap_catalog *catalog, rap_place only)
{
    const rap_group *group;
    for (size_t i = 0; (group = rap_catalog_group_at(catalog, i)); i++)
        for (size_t j = 0; j < group->n_members; j++)
            if (!only || group->members[j].place == only)
                add_member(table, c, catalog, group->name, group->title, &group->members[j]);
}

rap_status rap_ask_groups(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_table *table = rap_table_new("Groups of countries");
    const columns c = {
        rap_table_add(table, "group", "Group", "", "", RAP_COLUMN_TEXT, 0),
        rap_table_add(table, "title", "Title", "", "", RAP_COLUMN_TEXT, 0),
        rap_table_add(table, "code", "Code", "", "", RAP_COLUMN_TEXT, 0),
        rap_table_add(table, "country", "Country", "", "", RAP_COLUMN_TEXT, 0),
        rap_table_add(table, "from", "From", "", "", RAP_COLUMN_TEXT, 0),
        rap_table_add(table, "to", "To", "", "", RAP_COLUMN_TEXT, 0),
    };
    if (asking->n_nodes && asking->nodes[0].place == 0) {
        const rap_node_group *node = &asking->lens.groups[asking->nodes[0].group];
        const rap_group *group = rap_catalog_group(asking->catalog, rap_span_of(node->name));
        for (size_t i = 0; i < node->n_members; i++)
            add_member(table, &c, asking->catalog, node->name, group ? group->title : "", &node->members[i]);
    } else {
        add_groups(table, &c, asking->catalog, asking->n_nodes ? asking->nodes[0].place : 0);
    }
    rap_table_add_note(table, "A country is a member in a year if it is one on 31 December; both years are in, and an empty one "
                              "is open.");
    rap_asking_receipt(asking, table);
    return rap_table_finish(table, out, err);
}
