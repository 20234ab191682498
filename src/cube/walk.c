// SPDX-License-Identifier: Apache-2.0
#include "cube/walk.h"

#include <string.h>

#include "base/alloc.h"

typedef struct walk {
    const rap_cube *cube;
    const rap_lens *lens;
    const rap_sieve *sieve;
    const rap_walker *walker;
    uint32_t leaf;                    /* one of those in the whole slice at hand */
    rap_cells *cells;                 /* these are large: made where a slice comes as cells, or as sums */
    rap_party_sums *sums;
} walk;

bool rap_ranges_hold(const rap_range *ranges, size_t n, rap_subject subject)
{
    for (size_t i = 0; i < n; i++)
        if (ranges[i].low <= subject && subject <= ranges[i].high) return true;
    return n == 0;
}

static bool holds_kind(const rap_lens *lens, rap_span type, rap_span venue)
{
    for (size_t i = 0; i < lens->n_kind_types; i++) {
        const struct rap_kind_type *t = &lens->kind_types[i];
        bool same = strcmp(t->type, "*") == 0 || rap_span_is(type, t->type);
        if (same && (strcmp(t->venue, "*") == 0 || rap_span_is(venue, t->venue))) return true;
    }
    return lens->n_kind_types == 0;
}

rap_status rap_sieve_init(const rap_cube *cube, const rap_lens *lens, rap_sieve *out, rap_error *err)
{
    rap_sieve sieve = {.leaf_in = rap_alloc(cube->n_leaves, 1),
                       .kind_in = rap_alloc(cube->n_kinds, sizeof *sieve.kind_in),
                       .kind_full = rap_alloc(cube->n_kinds, sizeof *sieve.kind_full)};
    if (!sieve.leaf_in || !sieve.kind_in || !sieve.kind_full) {
        rap_sieve_release(&sieve);
        return rap_fail_memory(err);
    }
    for (uint32_t k = 0; k < cube->n_kinds; k++) {
        rap_span type, venue, coverage;
        bool split = rap_kind_split(rap_span_of(cube->kinds[k]), &type, &venue, &coverage);
        bool in = !split || holds_kind(lens, type, venue); /* published counts: no kinds to choose from */
        sieve.kind_in[k] = in ? UINT64_MAX : 0;
        sieve.kind_full[k] = in && split && rap_span_is(coverage, "all") ? UINT64_MAX : 0;
    }
    for (uint32_t i = 0; i < cube->n_leaves; i++)
        sieve.leaf_in[i] = rap_ranges_hold(lens->ranges, lens->n_ranges, cube->leaves[i]);
    *out = sieve;
    return RAP_OK;
}

void rap_sieve_release(rap_sieve *sieve)
{
    rap_free(sieve->leaf_in);
    rap_free(sieve->kind_in);
    rap_free(sieve->kind_full);
    *sieve = (rap_sieve){0};
}

/* The last subject of a field. */
static rap_subject last_of(rap_subject field)
{
    return field | ((UINT64_C(1) << rap_level_shift[1]) - 1);
}

/* A slice is left out as a whole where the lens leaves out its year, or no range reaches into its field. */
bool rap_walk_holds_slice(const rap_lens *lens, const rap_slice *slice)
{
    bool all_years = lens->year_low == 0 && lens->year_high == 0;
    if (!all_years && (slice->year < lens->year_low || slice->year > lens->year_high)) return false;
    rap_subject last = last_of(slice->field);
    for (size_t i = 0; i < lens->n_ranges; i++)
        if (lens->ranges[i].low <= last && lens->ranges[i].high >= slice->field) return true;
    return lens->n_ranges == 0;
}

static rap_status damaged(const char *what, uint64_t cell, rap_error *err)
{
    return rap_fail(err, RAP_E_FORMAT, "cell %llu: %s out of range: the cube is damaged; 'rapport verify' says where",
                    (unsigned long long)cell, what);
}

static rap_status walk_block(walk *w, uint64_t first, size_t n, uint64_t *share, rap_error *err)
{
    const rap_cube *cube = w->cube;
    rap_cells *c = w->cells;
    uint32_t leaf[RAP_WALK_BLOCK], kind[RAP_WALK_BLOCK], party[RAP_WALK_BLOCK];
    uint64_t works[RAP_WALK_BLOCK];
    bool shares = w->lens->counting == RAP_COUNT_AUTHOR;
    rap_column_read32(cube->leaf, first, n, leaf);
    rap_column_read32(cube->kind, first, n, kind);
    rap_column_read32(cube->party, first, n, party);
    rap_column_read64(cube->amount[0], first, n, works);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (leaf[i] >= cube->n_leaves) return damaged("leaf", first + i, err);
        if (kind[i] >= cube->n_kinds) return damaged("kind", first + i, err);
        if (party[i] >= cube->n_parties) return damaged("party", first + i, err);
        c->index[kept] = first + i;
        c->leaf[kept] = leaf[i];
        c->kind[kept] = kind[i];
        c->party[kept] = party[i];
        c->works[kept] = works[i];
        c->share[kept] = *share;
        kept += (size_t)(w->sieve->kind_in[kind[i]] & w->sieve->leaf_in[leaf[i]]);
        if (!shares) continue;
        size_t members;
        (void)rap_cube_party(cube, party[i], &members);
        *share += rap_cube_share_count(cube, kind[i], members);
    }
    c->n = kept;
    return kept ? w->walker->see(w->walker->arg, c, err) : RAP_OK;
}

static rap_status walk_cells(walk *w, const rap_slice *slice, rap_error *err)
{
    if (slice->cell > slice[1].cell || slice[1].cell > w->cube->n_cells) return damaged("slice", slice->cell, err);
    uint64_t share = slice->share;
    if (!w->cells) w->cells = rap_alloc(1, sizeof *w->cells);
    if (!w->cells) return rap_fail_memory(err);
    w->cells->year = slice->year;
    for (uint64_t first = slice->cell; first < slice[1].cell; first += RAP_WALK_BLOCK) {
        uint64_t left = slice[1].cell - first;
        RAP_TRY(walk_block(w, first, left < RAP_WALK_BLOCK ? (size_t)left : RAP_WALK_BLOCK, &share, err));
    }
    return RAP_OK;
}

/* ------------------------------------------------------------------- sums */

/* The first leaf at or behind `subject`. */
static uint32_t find_leaf(const rap_cube *cube, rap_subject subject)
{
    uint32_t low = 0, high = cube->n_leaves;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cube->leaves[middle] < subject)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The lens holds every leaf of the slice's field, and all of them count in the same parts: its sums will do. */
static bool is_whole(walk *w, const rap_slice *slice)
{
    if (!w->walker->see_sums || !w->cube->places) return false;
    uint32_t first = find_leaf(w->cube, slice->field);
    w->leaf = first;
    for (uint32_t i = first; i < w->cube->n_leaves && w->cube->leaves[i] <= last_of(slice->field); i++)
        if (!w->sieve->leaf_in[i] || (i > first && !w->walker->same_parts[i])) return false;
    return first < w->cube->n_leaves && w->cube->leaves[first] <= last_of(slice->field);
}

/* Where the walk over a slice's sums stands: the party at hand, and the first member of the one to come. */
typedef struct sum_place {
    uint64_t next, member;
    uint32_t size;
} sum_place;

/*
 * Adds up the kinds of each party. Whether a row begins a party and whether its kind counts are as good as random, so
 * both are computed instead of branched on; a party without a kind of the lens comes out with no works.
 */
static rap_status sum_block(walk *w, uint64_t first, size_t n, sum_place *at, rap_error *err)
{
    const rap_cube *cube = w->cube;
    rap_party_sums *s = w->sums;
    uint32_t kind[RAP_WALK_BLOCK], size[RAP_WALK_BLOCK];
    uint64_t amount[RAP_WALK_BLOCK], works = 0, full = 0;
    bool bad = false;
    rap_column_read32(cube->sum_kind, first, n, kind);
    rap_column_read32(cube->sum_size, first, n, size);
    rap_column_read64(cube->sum_works, first, n, amount);
    for (size_t i = 0; i < n; i++) bad |= kind[i] >= cube->n_kinds || size[i] > RAP_PARTY_MAX + 1;
    if (bad) return damaged("sums", first, err);
    size_t j = 0;
    s->member[0] = at->member;
    s->size[0] = at->size;
    for (size_t i = 0; i < n; i++) {
        uint64_t begins = size[i] != 0, same = begins - 1; /* all bits where the party goes on */
        j += begins;
        at->member = begins ? at->next : at->member;
        at->size = begins ? size[i] - 1 : at->size;
        at->next += size[i] - begins;
        works = (works & same) + (amount[i] & w->sieve->kind_in[kind[i]]);
        full = (full & same) + (amount[i] & w->sieve->kind_full[kind[i]]);
        s->member[j] = at->member;
        s->size[j] = at->size;
        s->works[j] = works;
        s->full[j] = full;
    }
    if (at->next > cube->sum_members.count) return damaged("sums", first, err);
    s->first = size[0] != 0; /* else the party before goes on here */
    s->end = j + 1;
    return w->walker->see_sums(w->walker->arg, s, err);
}

static rap_status walk_sums(walk *w, uint64_t s, rap_error *err)
{
    const rap_cube *cube = w->cube;
    uint64_t end = rap_column_at(cube->sum_first, s + 1);
    sum_place at = {.next = rap_column_at(cube->sum_first_member, s)};
    if (!w->sums) w->sums = rap_alloc(1, sizeof *w->sums);
    if (!w->sums) return rap_fail_memory(err);
    w->sums->slice = &cube->slices[s];
    w->sums->leaf = w->leaf;
    for (uint64_t first = rap_column_at(cube->sum_first, s); first < end; first += RAP_WALK_BLOCK)
        RAP_TRY(sum_block(w, first, end - first < RAP_WALK_BLOCK ? (size_t)(end - first) : RAP_WALK_BLOCK, &at, err));
    return RAP_OK;
}

/* ------------------------------------------------------------------ walks */

static rap_status walk_slice(walk *w, uint64_t s, rap_error *err)
{
    if (!is_whole(w, &w->cube->slices[s])) return walk_cells(w, &w->cube->slices[s], err);
    if (!w->walker->see_slice || w->cube->margin_first.count == 0) return walk_sums(w, s, err);
    rap_whole_slice whole = {s, w->leaf};
    return w->walker->see_slice(w->walker->arg, &whole, err);
}

rap_status rap_walk_slices(const rap_cube *cube, const rap_lens *lens, const rap_sieve *sieve, uint64_t first, uint64_t end,
                           const rap_walker *walker, rap_error *err)
{
    walk w = {.cube = cube, .lens = lens, .sieve = sieve, .walker = walker};
    rap_status status = RAP_OK;
    for (uint64_t s = first; status == RAP_OK && s < end; s++)
        if (rap_walk_holds_slice(lens, &cube->slices[s])) status = walk_slice(&w, s, err);
    rap_free(w.cells);
    rap_free(w.sums);
    return status;
}

rap_status rap_walk(const rap_cube *cube, const rap_lens *lens, rap_walk_fn see, void *arg, rap_error *err)
{
    rap_walker walker = {.see = see, .arg = arg};
    rap_sieve sieve;
    RAP_TRY(rap_sieve_init(cube, lens, &sieve, err));
    rap_status status = rap_walk_slices(cube, lens, &sieve, 0, cube->n_slices, &walker, err);
    rap_sieve_release(&sieve);
    return status;
}
