// SPDX-License-Identifier: Apache-2.0
#include "cube/reduce.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/random.h"

static bool is_without(const rap_lens *lens, rap_place place)
{
    for (size_t i = 0; i < lens->n_without; i++)
        if (lens->without[i] == place) return true;
    return false;
}

/* Adds a country to the node it belongs to. Parties are small: a linear look beats anything clever. */
static void put(rap_reduced *r, uint32_t node)
{
    for (size_t i = 0; i < r->n_nodes; i++)
        if (r->nodes[i] == node) {
            r->weight[i]++;
            return;
        }
    r->nodes[r->n_nodes] = node;
    r->weight[r->n_nodes++] = 1;
}

/* Merged places count once: HK and CN in one work are one country under HK=CN. */
static bool seen_before(const rap_place *places, size_t i, const rap_node_map *map)
{
    for (size_t j = 0; j < i; j++)
        if (map->merged[places[j]] == map->merged[places[i]]) return true;
    return false;
}

bool rap_reduce(rap_reduced *out, const rap_lens *lens, const rap_node_map *map, const rap_place *places, size_t n)
{
    out->n_nodes = 0;
    out->n_places = 0;
    out->self = n == 2 && places[0] == places[1];
    out->stranger = false;
    for (size_t i = 0; i < n; i++) {
        if (lens->n_without && is_without(lens, map->merged[places[i]])) return false;
        out->stranger |= map->node[places[i]] == RAP_NO_NODE;
        if (!map->regroups && !out->self) {
            out->nodes[i] = map->node[places[i]];
            out->weight[i] = 1;
            continue;
        }
        if (out->self && i == 1) break;
        if (lens->n_merges && seen_before(places, i, map)) continue;
        out->n_places++;
        put(out, map->node[places[i]]);
    }
    if (!map->regroups && !out->self) out->n_nodes = out->n_places = n;
    if (lens->bilateral_only && out->n_places != 2) return false;
    return lens->max_countries == 0 || out->n_places <= lens->max_countries;
}

rap_status rap_reduce_shares(rap_reduced *reduced, const rap_cube *cube, const rap_node_map *map, const rap_cells *cells,
                             size_t i, rap_error *err)
{
    size_t n;
    const rap_place *places = rap_cube_party(cube, cells->party[i], &n);
    uint64_t first = cells->share[i];
    bool stored = rap_fact_has_shares(n, rap_span_of(cube->kinds[cells->kind[i]]));
    if (stored && (first > cube->share_fraction.count || n > cube->share_fraction.count - first))
        return rap_fail(err, RAP_E_FORMAT, "share columns are too short: the cube is damaged; 'rapport verify' says where");
    memset(reduced->share, 0, reduced->n_nodes * sizeof *reduced->share);
    for (size_t m = 0; m < n; m++) {
        uint64_t share = stored ? rap_cube_share(cube, first + m) : cells->works[i] << 32;
        for (size_t j = 0; j < reduced->n_nodes; j++)
            if (reduced->nodes[j] == map->node[places[m]]) reduced->share[j] += share;
    }
    return RAP_OK;
}

void rap_reduce_resample(rap_reduced *reduced, const rap_spread_options *options, const rap_cube *cube,
                         const rap_cells *cells, size_t i, rap_amounts *amounts)
{
    size_t n;
    const rap_place *places = rap_cube_party(cube, cells->party[i], &n);
    const char *kind = cube->kinds[cells->kind[i]];
    uint64_t key = XXH3_64bits_withSeed(places, n * sizeof *places, (uint64_t)cells->year);
    key = XXH3_64bits_withSeed(kind, strlen(kind), key);
    key = XXH3_64bits_withSeed(&cube->leaves[cells->leaf[i]], sizeof *cube->leaves, key);
    uint64_t drawn = rap_poisson(options->seed, key, options->replicate, amounts->works);
    double scale = amounts->works ? (double)drawn / (double)amounts->works : 0;
    for (size_t j = 0; j < reduced->n_nodes; j++) reduced->share[j] = (uint64_t)((double)reduced->share[j] * scale);
    amounts->full = amounts->full ? drawn : 0;
    amounts->works = drawn;
}

/* A node's part of the works of a cell. */
static uint64_t output_of(const rap_reduced *r, size_t i, rap_counting counting, uint64_t works)
{
    switch (counting) {
    case RAP_COUNT_COUNTRY: return (works << 32) / r->n_places * r->weight[i];
    case RAP_COUNT_AUTHOR: return r->share[i];
    default: return works;
    }
}

/* The weight of the link between two nodes. Country counting shares one work over its k(k-1)/2 links. */
static uint64_t link_of(const rap_reduced *r, size_t i, size_t j, rap_counting counting, uint64_t works)
{
    uint64_t k = r->n_places;
    switch (counting) {
    case RAP_COUNT_COUNTRY: return (works << 32) / (k * (k - 1) / 2) * r->weight[i] * r->weight[j];
    case RAP_COUNT_AUTHOR: return r->share[i] + r->share[j];
    default: return works;
    }
}

static void add_world(const rap_reduced *r, rap_counting counting, const rap_amounts *a, rap_world *world)
{
    uint64_t unit = counting == RAP_COUNT_FULL ? a->works : a->works << 32, assigned = 0;
    world->all += unit;
    world->fully_known += counting == RAP_COUNT_FULL ? a->full : a->full << 32;
    if (r->n_nodes) world->with_country += unit;
    if (r->n_nodes > 1) world->international += unit;
    if (counting != RAP_COUNT_AUTHOR) return;
    for (size_t i = 0; i < r->n_nodes; i++) assigned += r->share[i];
    world->unassigned += unit - (assigned < unit ? assigned : unit);
}

static size_t position(const rap_reduced *r, uint32_t node)
{
    for (size_t i = 0; i < r->n_nodes; i++)
        if (r->nodes[i] == node) return i;
    return SIZE_MAX;
}

/* Links of all pairs, for the margins and, where asked, the plane. */
static void add_links(const rap_reduced *r, const rap_spread_options *options, rap_counting counting,
                      const rap_amounts *a, size_t n, rap_bucket *b)
{
    size_t k = r->n_nodes;
    if (counting == RAP_COUNT_FULL && !options->plane) { /* every node has k-1 links of the same weight */
        for (size_t i = 0; i < k; i++) b->links[r->nodes[i]] += a->works * (k - 1);
        b->world.links += a->works * (k * (k - 1) / 2);
        return;
    }
    for (size_t i = 0; i < k; i++)
        for (size_t j = i + 1; j < k; j++) {
            uint64_t link = link_of(r, i, j, counting, a->works);
            b->links[r->nodes[i]] += link;
            b->links[r->nodes[j]] += link;
            b->world.links += link;
            if (!options->plane) continue;
            uint32_t x = r->nodes[i] < r->nodes[j] ? r->nodes[i] : r->nodes[j];
            b->joint[x * n + (r->nodes[i] ^ r->nodes[j] ^ x)] += link; /* the smaller first */
        }
}

static void add_focus(const rap_reduced *r, size_t focus, rap_counting counting, const rap_amounts *a, size_t n,
                      rap_bucket *b)
{
    for (size_t i = 0; i < r->n_nodes; i++) {
        if (i == focus) continue;
        b->joint[r->nodes[i]] += link_of(r, i, focus, counting, a->works);
        b->joint_works[r->nodes[i]] += a->works;
        b->joint_own[r->nodes[i]] += output_of(r, focus, counting, a->works);
        b->joint_partner[r->nodes[i]] += output_of(r, i, counting, a->works);
        if (r->n_places == 2) b->bilateral[r->nodes[i]] += a->works;
        if (!b->overlap) continue;
        for (size_t j = i + 1; j < r->n_nodes; j++) {
            size_t y = r->nodes[i], z = r->nodes[j];
            if (j != focus) b->overlap[(y < z ? y : z) * n + (y < z ? z : y)] += a->works; /* the smaller first */
        }
    }
}

void rap_reduce_add(const rap_reduced *r, const rap_spread_options *options, const rap_lens *lens,
                    const rap_amounts *a, size_t n, rap_bucket *b)
{
    rap_counting counting = lens->counting;
    add_world(r, counting, a, &b->world);
    for (size_t i = 0; i < r->n_nodes; i++) {
        uint64_t output = output_of(r, i, counting, a->works);
        b->output[r->nodes[i]] += output;
        b->works[r->nodes[i]] += a->works;
        b->fully_known[r->nodes[i]] += a->full;
        if (r->n_nodes > 1) b->international[r->nodes[i]] += output;
    }
    if (r->n_nodes < 2) return;
    add_links(r, options, counting, a, n, b);
    if (options->plane || options->focus == RAP_NO_NODE) return;
    size_t focus = position(r, options->focus);
    if (focus != SIZE_MAX) add_focus(r, focus, counting, a, n, b);
}

void rap_reduce_add_pair(const rap_reduced *r, const rap_spread_options *options, const rap_amounts *a, size_t n,
                         rap_bucket *b)
{
    if (r->n_nodes == 0 || r->n_nodes > 2) return; /* only a damaged cube has such */
    if (r->n_nodes == 1 && !r->self) {
        b->international[r->nodes[0]] += a->works;
        return;
    }
    size_t x = r->nodes[0], y = r->self ? x : r->nodes[1];
    b->links[x] += a->works;
    b->links[y] += a->works;
    b->world.links += a->works;
    if (r->self) return; /* links among "all others": in the margins, never a pair of its own */
    if (options->plane) {
        b->joint[(x < y ? x : y) * n + (x < y ? y : x)] += a->works;
    } else if (options->focus == x || options->focus == y) {
        size_t partner = options->focus == x ? y : x;
        b->joint[partner] += a->works;
        b->joint_works[partner] += a->works;
        b->joint_own[partner] += a->works;
        b->joint_partner[partner] += a->works;
    }
}
