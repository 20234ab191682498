// SPDX-License-Identifier: Apache-2.0
/* spread_add - from a cell's party, or what a cube keeps of many cells, to the numbers of a bucket. */
#include "cube/spread_add.h"

#include <string.h>

#include "base/alloc.h"

static bool same_parts(const rap_summing *w, uint32_t a, uint32_t b)
{
    if (w->spread->n_parts == 1 && !w->options->n_parts) return true; /* subjects together */
    size_t n = w->part_offset[a + 1] - w->part_offset[a];
    return n == w->part_offset[b + 1] - w->part_offset[b] &&
           memcmp(w->part_list + w->part_offset[a], w->part_list + w->part_offset[b], n * sizeof *w->part_list) == 0;
}

/* Which parts each leaf counts in, worked out once. */
rap_status rap_summing_parts(rap_summing *w, rap_error *err)
{
    const rap_cube *cube = w->cube;
    const rap_spread_options *options = w->options;
    size_t n_parts = w->spread->n_parts;
    uint32_t next = 0;
    w->part_offset = rap_alloc((size_t)cube->n_leaves + 1, sizeof *w->part_offset);
    w->part_list = rap_alloc(cube->n_leaves * n_parts, sizeof *w->part_list);
    w->same_parts = rap_alloc(cube->n_leaves, 1);
    if (!w->part_offset || !w->part_list || !w->same_parts) return rap_fail_memory(err);
    for (uint32_t leaf = 0; leaf < cube->n_leaves; leaf++) {
        w->part_offset[leaf] = next;
        for (uint32_t p = 0; p < n_parts; p++) {
            const rap_part *part = options->n_parts ? &options->parts[p] : NULL;
            if (!part || rap_ranges_hold(part->ranges, part->n_ranges, cube->leaves[leaf])) w->part_list[next++] = p;
        }
    }
    w->part_offset[cube->n_leaves] = next;
    for (uint32_t leaf = 1; leaf < cube->n_leaves; leaf++) w->same_parts[leaf] = same_parts(w, leaf - 1, leaf);
    return RAP_OK;
}

static void add_tie(const rap_summing *w, rap_bucket *bucket, uint64_t t)
{
    const rap_cube *cube = w->cube;
    uint32_t x = w->map->node[cube->ties[t].x], y = w->map->node[cube->ties[t].y];
    uint64_t works = rap_column_at(cube->tie_works, t);
    if (x == y || x == RAP_NO_NODE || y == RAP_NO_NODE) return;
    if (x == w->options->focus) bucket->affiliation_only[y] += works;
    if (y == w->options->focus) bucket->affiliation_only[x] += works;
}

/* Ties of a cell that touch the focus. Ties are sorted by cell, and the walk goes the same way. */
static void add_ties(const rap_summing *w, rap_bucket *bucket, uint64_t cell)
{
    for (uint64_t t = w->tie; t < w->cube->n_ties && rap_column_at(w->cube->tie_cell, t) == cell; t++)
        add_tie(w, bucket, t);
}

/* Parties of a block stand far apart in a table that is larger than the cache: asking for all of them before the first
   is read lets the memory fetch many at once. */
static void prefetch(const rap_cube *cube, const uint32_t *party, size_t n)
{
    const char *offset = cube->party_offset.data;
    for (size_t i = 0; i < n; i++) __builtin_prefetch(offset + (uint64_t)party[i] * cube->party_offset.width);
    for (size_t i = 0; i < n; i++) __builtin_prefetch(cube->members + rap_column_at(cube->party_offset, party[i]));
}

static rap_status stranger(const char *what, uint64_t which, rap_error *err)
{
    return rap_fail(err, RAP_E_FORMAT, "%s %llu has a place or cell that the cube does not list: the cube is damaged; "
                    "'rapport verify' says where", what, (unsigned long long)which);
}

static void skip_ties(rap_summing *w, uint64_t cell)
{
    while (w->tie < w->cube->n_ties && rap_column_at(w->cube->tie_cell, w->tie) < cell) w->tie++;
}

/* Adds cell `i` of a block to each of its buckets. */
static rap_status add_cell(rap_summing *w, const rap_cells *c, size_t i, rap_bucket *year_row, rap_error *err)
{
    const rap_cube *cube = w->cube;
    rap_amounts amounts = {.works = c->works[i], .full = w->sieve.kind_full[c->kind[i]] ? c->works[i] : 0};
    size_t n;
    const rap_place *places = rap_cube_party(cube, c->party[i], &n);
    if (!rap_reduce(w->reduced, w->lens, w->map, places, n)) return RAP_OK;
    if (w->reduced->stranger) return stranger("party", c->party[i], err);
    if (w->lens->counting == RAP_COUNT_AUTHOR) RAP_TRY(rap_reduce_shares(w->reduced, cube, w->map, c, i, err));
    if (w->options->replicate) rap_reduce_resample(w->reduced, w->options, cube, c, i, &amounts);
    if (w->ties) skip_ties(w, c->index[i]);
    for (uint32_t p = w->part_offset[c->leaf[i]]; p < w->part_offset[c->leaf[i] + 1]; p++) {
        rap_bucket *bucket = &year_row[w->part_list[p]];
        if (w->spread->pairs_only)
            rap_reduce_add_pair(w->reduced, w->options, &amounts, w->spread->nodes.n, bucket);
        else
            rap_reduce_add(w->reduced, w->options, w->lens, &amounts, w->spread->nodes.n, bucket);
        if (w->ties) add_ties(w, bucket, c->index[i]);
    }
    return RAP_OK;
}

/* The buckets of a year, one a part; NULL for a work without a year, which is in no year's bucket. */
static rap_status find_row(const rap_summing *w, int year, rap_bucket **out, rap_error *err)
{
    rap_spread *s = w->spread;
    *out = s->buckets;
    if (!w->options->each_year) return RAP_OK;
    if (year != 0 && (year < s->first_year || year - s->first_year >= (int)s->n_years))
        return rap_fail(err, RAP_E_FORMAT, "slice of year %d out of order: the cube is damaged", year);
    *out = year ? &s->buckets[(size_t)(year - s->first_year) * s->n_parts] : NULL;
    return RAP_OK;
}

/* Makes the node map right for a year. It is large, and the short way does without it. */
static rap_status set_map(rap_summing *w, int year, rap_error *err)
{
    if (!w->map) w->map = rap_alloc(1, sizeof *w->map);
    if (!w->map) return rap_fail_memory(err);
    rap_node_map_set(w->map, w->lens, &w->spread->nodes, year);
    return RAP_OK;
}

rap_status rap_summing_cells(void *arg, const rap_cells *c, rap_error *err)
{
    rap_summing *w = arg;
    rap_bucket *row;
    RAP_TRY(find_row(w, c->year, &row, err));
    RAP_TRY(set_map(w, c->year, err));
    prefetch(w->cube, c->party, c->n);
    for (size_t i = 0; row && i < c->n; i++) RAP_TRY(add_cell(w, c, i, row, err));
    return RAP_OK;
}

/* Ties of a whole slice that touch the focus: few, so each looks its cell up. */
static rap_status add_slice_ties(rap_summing *w, const rap_slice *slice, uint32_t leaf, rap_bucket *row, rap_error *err)
{
    const rap_cube *cube = w->cube;
    RAP_TRY(set_map(w, slice->year, err));
    for (uint64_t t = slice->tie; t < slice[1].tie; t++) {
        uint32_t x = w->map->node[cube->ties[t].x], y = w->map->node[cube->ties[t].y];
        if (x == y || (x != w->options->focus && y != w->options->focus)) continue;
        uint64_t cell = rap_column_at(cube->tie_cell, t);
        if (cell >= cube->n_cells) return stranger("tie", t, err);
        uint64_t party = rap_column_at(cube->party, cell), kind = rap_column_at(cube->kind, cell);
        if (party >= cube->n_parties || kind >= cube->n_kinds) return stranger("tie", t, err);
        if (!w->sieve.kind_in[kind]) continue;
        size_t n;
        const rap_place *places = rap_cube_party(cube, party, &n);
        if (!rap_reduce(w->reduced, w->lens, w->map, places, n)) continue;
        for (uint32_t p = w->part_offset[leaf]; p < w->part_offset[leaf + 1]; p++)
            add_tie(w, &row[w->part_list[p]], t);
    }
    return RAP_OK;
}

/* The places of the i-th party of a block of sums. */
static bool read_members(const rap_cube *cube, const rap_party_sums *sums, size_t i, rap_place *places)
{
    for (size_t k = 0; k < sums->size[i]; k++) {
        uint64_t number = rap_column_at(cube->sum_members, sums->member[i] + k);
        if (number >= cube->n_places) return false;
        places[k] = cube->places[number];
    }
    return true;
}

static rap_status reduce_sums(rap_summing *w, const rap_party_sums *sums, rap_bucket *row, const uint32_t *parts, size_t n_parts,
                              rap_error *err)
{
    for (size_t i = sums->first; i < sums->end; i++) {
        rap_amounts amounts = {.works = sums->works[i], .full = sums->full[i]};
        rap_place places[RAP_PARTY_MAX];
        if (amounts.works == 0) continue;
        if (!read_members(w->cube, sums, i, places)) return stranger("sum", sums->member[i], err);
        if (!rap_reduce(w->reduced, w->lens, w->map, places, sums->size[i])) continue;
        for (size_t p = 0; p < n_parts; p++)
            rap_reduce_add(w->reduced, w->options, w->lens, &amounts, w->spread->nodes.n, &row[parts[p]]);
    }
    return RAP_OK;
}

rap_status rap_summing_sums(void *arg, const rap_party_sums *sums, rap_error *err)
{
    rap_summing *w = arg;
    rap_bucket *row;
    RAP_TRY(find_row(w, sums->slice->year, &row, err));
    if (!w->quick) RAP_TRY(set_map(w, sums->slice->year, err));
    const uint32_t *parts = w->part_list + w->part_offset[sums->leaf];
    size_t n_parts = w->part_offset[sums->leaf + 1] - w->part_offset[sums->leaf];
    if (!row || n_parts == 0) return RAP_OK;
    if (!w->quick)
        RAP_TRY(reduce_sums(w, sums, row, parts, n_parts, err));
    else if (!rap_quick_add(w->quick, sums, row, parts, n_parts))
        return stranger("slice", (uint64_t)(sums->slice - w->cube->slices), err);
    if (!w->ties || w->tied == sums->slice) return RAP_OK;
    w->tied = sums->slice;
    return add_slice_ties(w, sums->slice, sums->leaf, row, err);
}

/* The first of the ties `t` to `end` - 1 that touches `place`: most do not, so they are compared many at a time. */
static uint64_t find_tie(const rap_tie *ties, uint64_t t, uint64_t end, rap_place place)
{
    enum { BLOCK = 32 };
    for (; end - t >= BLOCK; t += BLOCK) {
        unsigned any = 0;
        for (size_t i = 0; i < BLOCK; i++) any |= (unsigned)(ties[t + i].x == place) | (unsigned)(ties[t + i].y == place);
        if (any) break;
    }
    while (t < end && ties[t].x != place && ties[t].y != place) t++;
    return t;
}

static rap_status add_quick_tie(const rap_summing *w, uint64_t t, uint32_t leaf, rap_bucket *row, rap_error *err)
{
    const rap_cube *cube = w->cube;
    const rap_nodes *nodes = &w->spread->nodes;
    uint64_t kind = rap_column_at(cube->kind, rap_column_at(cube->tie_cell, t)); /* the cell is one */
    if (kind >= cube->n_kinds) return stranger("tie", t, err);
    if (!w->sieve.kind_in[kind]) return RAP_OK;
    rap_place focus = nodes->places[w->options->focus];
    uint32_t y = rap_nodes_find(nodes, cube->ties[t].x == focus ? cube->ties[t].y : cube->ties[t].x);
    if (y == RAP_NO_NODE || y == w->options->focus) return RAP_OK;
    for (uint32_t p = w->part_offset[leaf]; p < w->part_offset[leaf + 1]; p++)
        row[w->part_list[p]].affiliation_only[y] += rap_column_at(cube->tie_works, t);
    return RAP_OK;
}

/* The same where every node is a place and every party counts. Cells lie far apart: those of a batch are asked for first. */
static rap_status add_quick_ties(const rap_summing *w, const rap_slice *slice, uint32_t leaf, rap_bucket *row, rap_error *err)
{
    enum { BATCH = 32 };
    const rap_cube *cube = w->cube;
    rap_place focus = w->spread->nodes.places[w->options->focus];
    uint64_t batch[BATCH], t = slice->tie, end = slice[1].tie;
    for (size_t n = BATCH; n == BATCH;) {
        for (n = 0; n < BATCH && (t = find_tie(cube->ties, t, end, focus)) < end; n++, t++) {
            uint64_t cell = rap_column_at(cube->tie_cell, t);
            if (cell >= cube->n_cells) return stranger("tie", t, err);
            __builtin_prefetch((const char *)cube->kind.data + cell * cube->kind.width);
            batch[n] = t;
        }
        for (size_t i = 0; i < n; i++) RAP_TRY(add_quick_tie(w, batch[i], leaf, row, err));
    }
    return RAP_OK;
}

/* The same, with margins that need no adding up. */
rap_status rap_summing_slice(void *arg, const rap_whole_slice *slice, rap_error *err)
{
    rap_summing *w = arg;
    rap_bucket *row;
    RAP_TRY(find_row(w, w->cube->slices[slice->number].year, &row, err));
    const uint32_t *parts = w->part_list + w->part_offset[slice->leaf];
    size_t n_parts = w->part_offset[slice->leaf + 1] - w->part_offset[slice->leaf];
    if (!row || n_parts == 0) return RAP_OK;
    if (!rap_quick_add_slice(w->quick, slice, row, parts, n_parts)) return stranger("slice", slice->number, err);
    return w->ties ? add_quick_ties(w, &w->cube->slices[slice->number], slice->leaf, row, err) : RAP_OK;
}
