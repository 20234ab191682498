// SPDX-License-Identifier: Apache-2.0
#include "cube/nodes.h"

#include <string.h>

#include "base/alloc.h"

bool rap_membership_holds(const rap_membership *m, int year)
{
    if (year == 0) return m->from == INT16_MIN && m->to == INT16_MAX;
    return m->from <= year && year <= m->to;
}

/* Two groups may not hold one place at one time: a work would count for both sides of a link with itself. */
static rap_status check_overlap(const rap_node_group *a, const rap_node_group *b, rap_error *err)
{
    for (size_t i = 0; i < a->n_members; i++)
        for (size_t j = 0; j < b->n_members; j++) {
            const rap_membership *x = &a->members[i], *y = &b->members[j];
            char code[RAP_PLACE_TEXT];
            if (x->place == y->place && x->from <= y->to && y->from <= x->to)
                return rap_fail(err, RAP_E_USAGE, "groups '%s' and '%s' overlap: %s is in both; take it out of one (%s-%s)",
                                a->name, b->name, rap_place_code(x->place, code), a->name, code);
        }
    return RAP_OK;
}

/* One bit for every place that there can be. */
enum { PLACE_WORDS = (UINT16_MAX + 1) / 64 };

static void mark(uint64_t seen[PLACE_WORDS], rap_place place)
{
    seen[place / 64] |= UINT64_C(1) << place % 64;
}

rap_status rap_nodes_init(const rap_cube *cube, const rap_lens *lens, rap_nodes *out, rap_error *err)
{
    for (size_t i = 0; i < lens->n_groups; i++)
        for (size_t j = i + 1; j < lens->n_groups; j++)
            RAP_TRY(check_overlap(&lens->groups[i], &lens->groups[j], err));

    uint64_t seen[PLACE_WORDS] = {0};
    uint64_t n_members = rap_column_at(cube->party_offset, cube->n_parties);
    const rap_place *standing = cube->places ? cube->places : cube->members;
    for (uint64_t i = 0, end = cube->places ? cube->n_places : n_members; i < end; i++) mark(seen, standing[i]);
    for (size_t i = 0; i < lens->n_merges; i++) mark(seen, lens->merges[i].to);
    uint32_t n = (uint32_t)lens->n_groups;
    for (size_t w = 0; w < PLACE_WORDS; w++) n += (uint32_t)__builtin_popcountll(seen[w]);

    rap_nodes nodes = {.n = n, .n_groups = (uint32_t)lens->n_groups};
    nodes.places = rap_alloc(n, sizeof *nodes.places);
    if (!nodes.places) return rap_fail_memory(err);
    uint32_t next = nodes.n_groups;
    for (size_t w = 0; w < PLACE_WORDS; w++)
        for (uint64_t left = seen[w]; left; left &= left - 1)
            nodes.places[next++] = (rap_place)(w * 64 + (size_t)__builtin_ctzll(left));
    *out = nodes;
    return RAP_OK;
}

void rap_nodes_release(rap_nodes *nodes)
{
    rap_free(nodes->places);
    *nodes = (rap_nodes){0};
}

uint32_t rap_nodes_find(const rap_nodes *nodes, rap_place place)
{
    uint32_t low = nodes->n_groups, high = nodes->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (nodes->places[middle] == place) return middle;
        if (nodes->places[middle] < place)
            low = middle + 1;
        else
            high = middle;
    }
    return RAP_NO_NODE;
}

void rap_node_map_set(rap_node_map *map, const rap_lens *lens, const rap_nodes *nodes, int year)
{
    if (map->ready && map->year == year) return;
    if (!map->ready || map->regroups) {
        memset(map->node, 0xFF, sizeof map->node);
        for (uint32_t i = nodes->n_groups; i < nodes->n; i++) map->node[nodes->places[i]] = i;
        for (size_t p = 0; p <= UINT16_MAX; p++) map->merged[p] = (rap_place)p;
    }
    map->year = year;
    map->ready = true;
    map->regroups = lens->n_merges > 0 || lens->n_groups > 0;
    for (uint32_t g = 0; g < lens->n_groups; g++)
        for (size_t i = 0; i < lens->groups[g].n_members; i++) {
            const rap_membership *m = &lens->groups[g].members[i];
            if (rap_membership_holds(m, year)) map->node[m->place] = g;
        }
    for (size_t i = 0; i < lens->n_merges; i++) {
        map->merged[lens->merges[i].from] = lens->merges[i].to;
        map->node[lens->merges[i].from] = map->node[lens->merges[i].to];
    }
}
