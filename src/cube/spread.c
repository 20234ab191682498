// SPDX-License-Identifier: Apache-2.0
/*
 * spread - one pass over the cells of a lens.
 *
 * The walk goes slice by slice (a year and a field at a time), so whole years and fields that the lens leaves out cost
 * nothing. Codes are widened a block at a time; a cell's party is reduced to nodes, and the cell is added to its buckets.
 * Cells come from a mapped file: every code is checked before it is used as an index.
 */
#include "cube/spread.h"

#include <string.h>

#include "base/alloc.h"
#include "cube/reduce.h"

enum { BLOCK = 1024 };

/* What the lens says of each axis code, worked out once. */
typedef struct axis_masks {
    uint8_t *kind_in;        /* per kind: the lens lets it through */
    uint8_t *kind_full;      /* per kind: every authorship has a country */
    uint32_t *part_offset;   /* per leaf: where its parts begin in part_list; one more at the end */
    uint32_t *part_list;
} axis_masks;

typedef struct walk {
    const rap_cube *cube;
    const rap_lens *lens;
    const rap_spread_options *options;
    rap_spread *spread;
    axis_masks masks;
    rap_node_map *map;
    rap_reduced *reduced;
    uint64_t tie;            /* next tie not yet behind the walk */
} walk;

static bool range_holds(const rap_range *ranges, size_t n, rap_subject s)
{
    for (size_t i = 0; i < n; i++)
        if (ranges[i].low <= s && s <= ranges[i].high) return true;
    return n == 0;
}

static bool kind_holds(const rap_lens *lens, rap_span kind)
{
    if (lens->n_kind_types == 0) return true;
    rap_span type, venue, coverage;
    if (!rap_kind_split(kind, &type, &venue, &coverage)) return true; /* published counts: no kinds to choose */
    for (size_t i = 0; i < lens->n_kind_types; i++) {
        const struct rap_kind_type *t = &lens->kind_types[i];
        bool same = strcmp(t->type, "*") == 0 || rap_span_is(type, t->type);
        if (same && (strcmp(t->venue, "*") == 0 || rap_span_is(venue, t->venue))) return true;
    }
    return false;
}

static void masks_release(axis_masks *masks)
{
    rap_free(masks->kind_in);
    rap_free(masks->kind_full);
    rap_free(masks->part_offset);
    rap_free(masks->part_list);
}

static rap_status masks_init(const walk *w, axis_masks *out, rap_error *err)
{
    const rap_cube *cube = w->cube;
    size_t n_parts = w->options->n_parts ? w->options->n_parts : 1;
    *out = (axis_masks){
        .kind_in = rap_alloc(cube->n_kinds, 1),
        .kind_full = rap_alloc(cube->n_kinds, 1),
        .part_offset = rap_alloc((size_t)cube->n_leaves + 1, sizeof(uint32_t)),
        .part_list = rap_alloc(cube->n_leaves * n_parts, sizeof(uint32_t)),
    };
    if (!out->kind_in || !out->kind_full || !out->part_offset || !out->part_list) return rap_fail_memory(err);
    for (uint32_t k = 0; k < cube->n_kinds; k++) {
        rap_span kind = rap_span_of(cube->kinds[k]), type, venue, coverage;
        out->kind_in[k] = kind_holds(w->lens, kind);
        out->kind_full[k] = rap_kind_split(kind, &type, &venue, &coverage) && rap_span_is(coverage, "all");
    }
    uint32_t next = 0;
    for (uint32_t leaf = 0; leaf < cube->n_leaves; leaf++) {
        rap_subject s = cube->leaves[leaf];
        out->part_offset[leaf] = next;
        if (!range_holds(w->lens->ranges, w->lens->n_ranges, s)) continue;
        for (uint32_t p = 0; p < n_parts; p++)
            if (!w->options->n_parts || range_holds(w->options->parts[p].ranges, w->options->parts[p].n_ranges, s))
                out->part_list[next++] = p;
    }
    out->part_offset[cube->n_leaves] = next;
    return RAP_OK;
}

static bool year_holds(const rap_lens *lens, int year)
{
    if (lens->year_low == 0 && lens->year_high == 0) return true;
    return lens->year_low <= year && year <= lens->year_high;
}

/* A slice is left out as a whole where no range reaches into its field. */
static bool slice_holds(const rap_lens *lens, const rap_slice *slice)
{
    if (!year_holds(lens, slice->year)) return false;
    rap_subject last = slice->field | ((UINT64_C(1) << rap_level_shift[1]) - 1);
    for (size_t i = 0; i < lens->n_ranges; i++)
        if (lens->ranges[i].low <= last && lens->ranges[i].high >= slice->field) return true;
    return lens->n_ranges == 0;
}

static rap_status damaged(const char *what, uint64_t cell, rap_error *err)
{
    return rap_fail(err, RAP_E_FORMAT, "cell %llu: %s code out of range: the cube is damaged (rapport verify says where)",
                    (unsigned long long)cell, what);
}

/* Ties of the cell: those of its pairs that touch the focus are counted. Ties are sorted by cell, as the walk is. */
static void add_ties(walk *w, rap_bucket *bucket, uint64_t cell)
{
    const rap_cube *cube = w->cube;
    for (uint64_t t = w->tie; t < cube->n_ties && rap_column_at(cube->tie_cell, t) == cell; t++) {
        uint32_t x = w->map->node[cube->ties[t].x], y = w->map->node[cube->ties[t].y];
        uint64_t works = rap_column_at(cube->tie_works, t);
        if (x == y || x == RAP_NO_NODE || y == RAP_NO_NODE) continue;
        if (x == w->options->focus) bucket->affiliation_only[y] += works;
        if (y == w->options->focus) bucket->affiliation_only[x] += works;
    }
}

static void skip_ties(walk *w, uint64_t cell)
{
    while (w->tie < w->cube->n_ties && rap_column_at(w->cube->tie_cell, w->tie) < cell) w->tie++;
}

/* Adds one cell to each of its buckets. */
static rap_status add_cell(walk *w, size_t year_row, uint32_t leaf, uint32_t kind, uint32_t party, uint64_t cell,
                           uint64_t share, rap_error *err)
{
    const rap_cube *cube = w->cube;
    rap_amounts amounts = {.works = rap_column_at(cube->amount[0], cell), .full = w->masks.kind_full[kind]};
    if (!rap_reduce(w->reduced, cube, w->lens, w->map, party)) return RAP_OK;
    if (w->lens->counting == RAP_COUNT_AUTHOR)
        RAP_TRY(rap_reduce_shares(w->reduced, cube, w->map, party, cube->kinds[kind], share, amounts.works, err));
    if (w->options->replicate) rap_reduce_resample(w->reduced, w->options, cube, cell, party, &amounts);
    bool ties = cube->n_ties && w->options->focus != RAP_NO_NODE && !w->options->plane && !w->options->replicate;
    if (ties) skip_ties(w, cell);
    for (uint32_t i = w->masks.part_offset[leaf]; i < w->masks.part_offset[leaf + 1]; i++) {
        rap_bucket *bucket = &w->spread->buckets[year_row * w->spread->n_parts + w->masks.part_list[i]];
        if (w->spread->pairs_only)
            rap_reduce_add_pair(w->reduced, w->options, &amounts, w->spread->nodes.n, bucket);
        else
            rap_reduce_add(w->reduced, w->options, w->lens, &amounts, w->spread->nodes.n, bucket);
        if (ties) add_ties(w, bucket, cell);
    }
    return RAP_OK;
}

static rap_status walk_slice(walk *w, const rap_slice *slice, rap_error *err)
{
    const rap_cube *cube = w->cube;
    uint32_t leaf[BLOCK], kind[BLOCK], party[BLOCK];
    size_t year_row = w->options->each_year ? (size_t)(slice->year - w->spread->first_year) : 0;
    uint64_t share = slice->share, end = slice[1].cell;
    bool shares = w->lens->counting == RAP_COUNT_AUTHOR;
    rap_node_map_set(w->map, w->lens, &w->spread->nodes, slice->year);
    for (uint64_t first = slice->cell; first < end; first += BLOCK) {
        size_t n = end - first < BLOCK ? (size_t)(end - first) : BLOCK;
        rap_column_read32(cube->leaf, first, n, leaf);
        rap_column_read32(cube->kind, first, n, kind);
        rap_column_read32(cube->party, first, n, party);
        for (size_t i = 0; i < n; i++) {
            if (leaf[i] >= cube->n_leaves) return damaged("leaf", first + i, err);
            if (kind[i] >= cube->n_kinds) return damaged("kind", first + i, err);
            if (party[i] >= cube->n_parties || rap_reduce_size(cube, party[i]) > RAP_PARTY_MAX)
                return damaged("party", first + i, err);
            bool in = w->masks.kind_in[kind[i]] && w->masks.part_offset[leaf[i]] < w->masks.part_offset[leaf[i] + 1];
            if (in) RAP_TRY(add_cell(w, year_row, leaf[i], kind[i], party[i], first + i, share, err));
            if (!shares) continue;
            size_t members = rap_reduce_size(cube, party[i]);
            if (rap_fact_has_shares(members, rap_span_of(cube->kinds[kind[i]]))) share += members;
        }
    }
    return RAP_OK;
}

static rap_status walk_slices(walk *w, rap_error *err)
{
    const rap_cube *cube = w->cube;
    for (uint64_t s = 0; s < cube->n_slices; s++) {
        const rap_slice *slice = &cube->slices[s];
        if (!slice_holds(w->lens, slice)) continue;
        if (slice->year == 0 && w->options->each_year) continue; /* a work without a year is in no year's bucket */
        bool year_known = !w->options->each_year || (slice->year >= w->spread->first_year &&
                                                     slice->year - w->spread->first_year < (int)w->spread->n_years);
        if (!year_known || slice->cell > slice[1].cell || slice[1].cell > cube->n_cells) return damaged("slice", slice->cell, err);
        RAP_TRY(walk_slice(w, slice, err));
    }
    return RAP_OK;
}

/* Refuses what a pair-only cube, or one without shares, can't answer; a wrong number is never an answer. */
static rap_status check_possible(const rap_cube *cube, const rap_lens *lens, const rap_spread_options *options,
                                 rap_error *err)
{
    static const char *const why = "this cube holds published pair counts, not the country sets of works: ";
    if (lens->counting == RAP_COUNT_AUTHOR && !cube->schema.shares)
        return rap_fail(err, RAP_E_UNSUPPORTED, "author counting needs author shares, which this cube does not hold");
    if (cube->schema.form != RAP_PARTY_PAIR) return RAP_OK;
    if (lens->counting != RAP_COUNT_FULL)
        return rap_fail(err, RAP_E_UNSUPPORTED, "%sfractional counting is not possible", why);
    if (lens->n_groups || lens->n_merges)
        return rap_fail(err, RAP_E_UNSUPPORTED, "%sa group's works can't be counted as a union", why);
    if (lens->bilateral_only || lens->max_countries || lens->n_without)
        return rap_fail(err, RAP_E_UNSUPPORTED, "%sthe number or the names of a work's other countries are not known", why);
    if (lens->n_ranges || options->n_parts)
        return rap_fail(err, RAP_E_UNSUPPORTED, "%sno fields, areas or topics", why);
    return RAP_OK;
}

static void years_of(const rap_cube *cube, const rap_lens *lens, int *first, int *last)
{
    rap_cube_years(cube, first, last);
    if (lens->year_low || lens->year_high) {
        if (lens->year_low > *first) *first = lens->year_low;
        if (lens->year_high < *last) *last = lens->year_high;
    }
}

/* All arrays of all buckets stand in one block: `take` hands out the next `n` numbers of it. */
static uint64_t *take(uint64_t **next, size_t n)
{
    uint64_t *here = *next;
    *next += n;
    return here;
}

static rap_status make_buckets(rap_spread *s, const rap_spread_options *options, rap_error *err)
{
    size_t n = s->nodes.n, count = s->n_years * s->n_parts;
    bool focus = options->focus != RAP_NO_NODE && !options->plane, overlap = focus && options->overlap && !s->pairs_only;
    size_t numbers = (s->pairs_only ? 2 : 5) * n + (options->plane ? n * n : 0) + (focus ? 4 * n : 0) + (overlap ? n * n : 0);
    size_t total;
    s->buckets = rap_alloc(count, sizeof *s->buckets);
    s->memory = __builtin_mul_overflow(count, numbers, &total) ? NULL : rap_alloc(total, sizeof(uint64_t));
    if (!s->buckets || !s->memory) return rap_fail_memory(err);
    uint64_t *next = s->memory;
    for (size_t i = 0; i < count; i++) {
        rap_bucket *b = &s->buckets[i];
        b->international = take(&next, n);
        b->links = take(&next, n);
        if (!s->pairs_only) {
            b->output = take(&next, n);
            b->fully_known = take(&next, n);
            b->works = take(&next, n);
        }
        if (options->plane) b->joint = take(&next, n * n);
        if (!focus) continue;
        b->joint = take(&next, n);
        b->joint_works = take(&next, n);
        b->bilateral = take(&next, n);
        b->affiliation_only = take(&next, n);
        if (overlap) b->overlap = take(&next, n * n);
    }
    return RAP_OK;
}

rap_status rap_spread_new(const rap_cube *cube, const rap_lens *lens, const rap_spread_options *options,
                          rap_spread **out, rap_error *err)
{
    RAP_TRY(check_possible(cube, lens, options, err));
    int first, last;
    years_of(cube, lens, &first, &last);
    rap_spread *spread = rap_alloc(1, sizeof *spread);
    walk w = {.cube = cube, .lens = lens, .options = options, .spread = spread};
    rap_status status = RAP_E_MEMORY;
    if (!spread) return rap_fail_memory(err);
    spread->unit = lens->counting == RAP_COUNT_FULL ? 1.0 : 1.0 / (double)RAP_UNIT;
    spread->pairs_only = cube->schema.form == RAP_PARTY_PAIR;
    spread->first_year = first;
    spread->n_years = !options->each_year ? 1 : last < first ? 0 : (size_t)(last - first + 1);
    spread->n_parts = options->n_parts ? options->n_parts : 1;
    w.map = rap_alloc(1, sizeof *w.map);
    w.reduced = rap_alloc(1, sizeof *w.reduced);
    if (!w.map || !w.reduced) {
        rap_fail_memory(err);
        goto done;
    }
    if ((status = rap_nodes_init(cube, lens, &spread->nodes, err)) != RAP_OK) goto done;
    if ((status = make_buckets(spread, options, err)) != RAP_OK) goto done;
    if ((status = masks_init(&w, &w.masks, err)) != RAP_OK) goto done;
    if (spread->n_years) status = walk_slices(&w, err);
done:
    masks_release(&w.masks);
    rap_free(w.map);
    rap_free(w.reduced);
    if (status == RAP_OK)
        *out = spread;
    else
        rap_spread_free(spread);
    return status;
}

void rap_spread_free(rap_spread *spread)
{
    if (!spread) return;
    rap_nodes_release(&spread->nodes);
    rap_free(spread->buckets);
    rap_free(spread->memory);
    rap_free(spread);
}
