// SPDX-License-Identifier: Apache-2.0
#include "cube/walk.h"

#include <string.h>

#include "base/alloc.h"

typedef struct walk {
    const rap_cube *cube;
    const rap_lens *lens;
    uint8_t *kind_in, *leaf_in;       /* per code: the lens lets it through */
    uint8_t *kind_full;               /* per kind: a party of one member needs no shares */
    rap_walk_fn see;
    void *arg;
    rap_cells cells;
} walk;

bool rap_ranges_hold(const rap_range *ranges, size_t n, rap_subject subject)
{
    for (size_t i = 0; i < n; i++)
        if (ranges[i].low <= subject && subject <= ranges[i].high) return true;
    return n == 0;
}

size_t rap_party_size(const rap_cube *cube, uint32_t party)
{
    uint64_t first = rap_column_at(cube->party_offset, party), end = rap_column_at(cube->party_offset, party + 1);
    uint64_t all = rap_column_at(cube->party_offset, cube->n_parties);
    return first <= end && end <= all ? (size_t)(end - first) : SIZE_MAX;
}

static bool kind_holds(const rap_lens *lens, rap_span kind)
{
    rap_span type, venue, coverage;
    if (lens->n_kind_types == 0) return true;
    if (!rap_kind_split(kind, &type, &venue, &coverage)) return true; /* published counts: no kinds to choose from */
    for (size_t i = 0; i < lens->n_kind_types; i++) {
        const struct rap_kind_type *t = &lens->kind_types[i];
        bool same = strcmp(t->type, "*") == 0 || rap_span_is(type, t->type);
        if (same && (strcmp(t->venue, "*") == 0 || rap_span_is(venue, t->venue))) return true;
    }
    return false;
}

static rap_status masks_init(walk *w, rap_error *err)
{
    const rap_cube *cube = w->cube;
    w->kind_in = rap_alloc(cube->n_kinds, 1);
    w->kind_full = rap_alloc(cube->n_kinds, 1);
    w->leaf_in = rap_alloc(cube->n_leaves, 1);
    if (!w->kind_in || !w->kind_full || !w->leaf_in) return rap_fail_memory(err);
    for (uint32_t k = 0; k < cube->n_kinds; k++) {
        w->kind_in[k] = kind_holds(w->lens, rap_span_of(cube->kinds[k]));
        w->kind_full[k] = !rap_fact_has_shares(1, rap_span_of(cube->kinds[k]));
    }
    for (uint32_t i = 0; i < cube->n_leaves; i++)
        w->leaf_in[i] = rap_ranges_hold(w->lens->ranges, w->lens->n_ranges, cube->leaves[i]);
    return RAP_OK;
}

/* A slice is left out as a whole where the lens leaves out its year, or no range reaches into its field. */
static bool slice_holds(const rap_lens *lens, const rap_slice *slice)
{
    bool all_years = lens->year_low == 0 && lens->year_high == 0;
    if (!all_years && (slice->year < lens->year_low || slice->year > lens->year_high)) return false;
    rap_subject last = slice->field | ((UINT64_C(1) << rap_level_shift[1]) - 1);
    for (size_t i = 0; i < lens->n_ranges; i++)
        if (lens->ranges[i].low <= last && lens->ranges[i].high >= slice->field) return true;
    return lens->n_ranges == 0;
}

static rap_status damaged(const char *what, uint64_t cell, rap_error *err)
{
    return rap_fail(err, RAP_E_FORMAT, "cell %llu: %s out of range: the cube is damaged; 'rapport verify' says where",
                    (unsigned long long)cell, what);
}

/* Number of share entries of a cell, by the rule of rap_fact_has_shares. */
static size_t entries_of(const walk *w, size_t members, uint32_t kind)
{
    return members > 1 || !w->kind_full[kind] ? members : 0;
}

static rap_status walk_block(walk *w, uint64_t first, size_t n, uint64_t *share, rap_error *err)
{
    const rap_cube *cube = w->cube;
    rap_cells *c = &w->cells;
    uint32_t leaf[RAP_WALK_BLOCK], kind[RAP_WALK_BLOCK], party[RAP_WALK_BLOCK];
    uint64_t works[RAP_WALK_BLOCK];
    rap_column_read32(cube->leaf, first, n, leaf);
    rap_column_read32(cube->kind, first, n, kind);
    rap_column_read32(cube->party, first, n, party);
    rap_column_read64(cube->amount[0], first, n, works);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (leaf[i] >= cube->n_leaves) return damaged("leaf", first + i, err);
        if (kind[i] >= cube->n_kinds) return damaged("kind", first + i, err);
        size_t members = party[i] < cube->n_parties ? rap_party_size(cube, party[i]) : SIZE_MAX;
        if (members > RAP_PARTY_MAX) return damaged("party", first + i, err);
        if (w->kind_in[kind[i]] && w->leaf_in[leaf[i]]) {
            c->index[kept] = first + i;
            c->leaf[kept] = leaf[i];
            c->kind[kept] = kind[i];
            c->party[kept] = party[i];
            c->works[kept] = works[i];
            c->share[kept++] = *share;
        }
        *share += entries_of(w, members, kind[i]);
    }
    c->n = kept;
    return kept ? w->see(w->arg, c, err) : RAP_OK;
}

static rap_status walk_slices(walk *w, rap_error *err)
{
    const rap_cube *cube = w->cube;
    for (uint64_t s = 0; s < cube->n_slices; s++) {
        const rap_slice *slice = &cube->slices[s];
        if (!slice_holds(w->lens, slice)) continue;
        if (slice->cell > slice[1].cell || slice[1].cell > cube->n_cells) return damaged("slice", slice->cell, err);
        uint64_t share = slice->share;
        w->cells.year = slice->year;
        for (uint64_t first = slice->cell; first < slice[1].cell; first += RAP_WALK_BLOCK) {
            uint64_t left = slice[1].cell - first;
            size_t n = left < RAP_WALK_BLOCK ? (size_t)left : RAP_WALK_BLOCK;
            RAP_TRY(walk_block(w, first, n, &share, err));
        }
    }
    return RAP_OK;
}

rap_status rap_walk(const rap_cube *cube, const rap_lens *lens, rap_walk_fn see, void *arg, rap_error *err)
{
    walk *w = rap_alloc(1, sizeof *w);
    if (!w) return rap_fail_memory(err);
    w->cube = cube;
    w->lens = lens;
    w->see = see;
    w->arg = arg;
    rap_status status = masks_init(w, err);
    if (status == RAP_OK) status = walk_slices(w, err);
    rap_free(w->kind_in);
    rap_free(w->kind_full);
    rap_free(w->leaf_in);
    rap_free(w);
    return status;
}
