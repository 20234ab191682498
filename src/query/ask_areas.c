// SPDX-License-Identifier: Apache-2.0
/* ask_areas - areas as unions of nodes of the subject hierarchy, with the cube's names where there is a cube. */
#include <string.h>

#include "query/args.h"

static const char *given_area(const rap_asking *asking)
{
    for (size_t i = 0; i < asking->n_options; i++)
        if (strcmp(asking->options[i].name, "area") == 0) return asking->options[i].value;
    return NULL;
}

typedef struct columns {
    size_t area, title, subject, name;
} columns;

static rap_status add_area(rap_table *table, const columns *c, const rap_cube *cube, const rap_area *area, rap_error *err)
{
    rap_text id = {0};
    for (size_t i = 0; i < area->n_nodes; i++) {
        const char *name = rap_args_node_name(cube, area->nodes[i].level, area->nodes[i].number);
        rap_text_clear(&id);
        rap_args_node_id(cube, area->nodes[i].level, area->nodes[i].number, &id);
        rap_table_begin(table);
        rap_table_text(table, c->area, area->name);
        rap_table_text(table, c->title, area->title);
        rap_table_text(table, c->subject, rap_text_get(&id));
        rap_table_text(table, c->name, name ? name : "");
    }
    rap_status status = id.failed ? rap_fail_memory(err) : RAP_OK;
    rap_text_release(&id);
    return status;
}

rap_status rap_ask_areas(const rap_asking *asking, rap_table **out, rap_error *err)
{
    if (asking->cube && strcmp(asking->cube->schema.domain, "research") != 0)
        return rap_fail(err, RAP_E_UNSUPPORTED, "areas are of research; this cube holds %s: ask without it",
                        asking->cube->schema.domain);
    rap_table *table = rap_table_new("Areas");
    const columns c = {
        rap_table_add(table, "area", "Area", "", "", RAP_COLUMN_TEXT, 0),
        rap_table_add(table, "title", "Title", "", "", RAP_COLUMN_TEXT, 0),
        rap_table_add(table, "subject", "Subject", "", "", RAP_COLUMN_TEXT, 0),
        rap_table_add(table, "name", "Name in the cube", "", "", RAP_COLUMN_TEXT, 0),
    };
    const char *only = given_area(asking);
    const rap_area *area;
    rap_status status = RAP_OK;
    for (size_t i = 0; status == RAP_OK && (area = rap_catalog_area_at(asking->catalog, i)); i++)
        if (!only || area == rap_catalog_area(asking->catalog, rap_span_of(only)))
            status = add_area(table, &c, asking->cube, area, err);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    if (!asking->cube) rap_table_add_note(table, "Give a cube (-c FILE) to see its names of these subjects.");
    rap_asking_receipt(asking, table);
    return rap_table_finish(table, out, err);
}
