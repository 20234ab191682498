// SPDX-License-Identifier: Apache-2.0
/*
 * spread - one pass over the cells of a lens: each cell's party is reduced to nodes and added to the buckets of its
 * year and of the parts its leaf belongs to.
 */
#include "cube/spread.h"

#include "base/alloc.h"
#include "cube/reduce.h"
#include "cube/walk.h"

typedef struct summing {
    const rap_cube *cube;
    const rap_lens *lens;
    const rap_spread_options *options;
    rap_spread *spread;
    uint32_t *part_offset;   /* per leaf: where its parts begin in part_list; one more at the end */
    uint32_t *part_list;
    uint8_t *kind_full;      /* per kind: every authorship has a country */
    rap_node_map *map;
    rap_reduced *reduced;
    bool ties;               /* affiliation-only ties of the focus are wanted */
    uint64_t tie;            /* next tie not yet behind the walk */
} summing;

/* Which parts each leaf counts in, worked out once. */
static rap_status parts_init(summing *w, rap_error *err)
{
    const rap_cube *cube = w->cube;
    const rap_spread_options *options = w->options;
    size_t n_parts = w->spread->n_parts;
    uint32_t next = 0;
    w->part_offset = rap_alloc((size_t)cube->n_leaves + 1, sizeof *w->part_offset);
    w->part_list = rap_alloc(cube->n_leaves * n_parts, sizeof *w->part_list);
    w->kind_full = rap_alloc(cube->n_kinds, 1);
    if (!w->part_offset || !w->part_list || !w->kind_full) return rap_fail_memory(err);
    for (uint32_t leaf = 0; leaf < cube->n_leaves; leaf++) {
        w->part_offset[leaf] = next;
        for (uint32_t p = 0; p < n_parts; p++) {
            const rap_part *part = options->n_parts ? &options->parts[p] : NULL;
            if (!part || rap_ranges_hold(part->ranges, part->n_ranges, cube->leaves[leaf])) w->part_list[next++] = p;
        }
    }
    w->part_offset[cube->n_leaves] = next;
    for (uint32_t k = 0; k < cube->n_kinds; k++) {
        rap_span type, venue, coverage;
        w->kind_full[k] = rap_kind_split(rap_span_of(cube->kinds[k]), &type, &venue, &coverage) &&
                          rap_span_is(coverage, "all");
    }
    return RAP_OK;
}

/* Ties of a cell that touch the focus. Ties are sorted by cell, and the walk goes the same way. */
static void add_ties(summing *w, rap_bucket *bucket, uint64_t cell)
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

static void skip_ties(summing *w, uint64_t cell)
{
    while (w->tie < w->cube->n_ties && rap_column_at(w->cube->tie_cell, w->tie) < cell) w->tie++;
}

/* Adds cell `i` of a block to each of its buckets. */
static rap_status add_cell(summing *w, const rap_cells *c, size_t i, rap_bucket *year_row, rap_error *err)
{
    const rap_cube *cube = w->cube;
    rap_amounts amounts = {.works = c->works[i], .full = w->kind_full[c->kind[i]]};
    if (!rap_reduce(w->reduced, cube, w->lens, w->map, c->party[i])) return RAP_OK;
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

static rap_status add_cells(void *arg, const rap_cells *c, rap_error *err)
{
    summing *w = arg;
    rap_spread *s = w->spread;
    size_t row = 0;
    if (w->options->each_year) {
        if (c->year == 0) return RAP_OK; /* a work without a year is in no year's bucket */
        if (c->year < s->first_year || c->year - s->first_year >= (int)s->n_years)
            return rap_fail(err, RAP_E_FORMAT, "slice of year %d out of order: the cube is damaged", c->year);
        row = (size_t)(c->year - s->first_year);
    }
    rap_node_map_set(w->map, w->lens, &s->nodes, c->year);
    for (size_t i = 0; i < c->n; i++) RAP_TRY(add_cell(w, c, i, &s->buckets[row * s->n_parts], err));
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
    size_t numbers = (s->pairs_only ? 2 : 5) * n + (options->plane ? n * n : 0) + (focus ? 6 * n : 0) + (overlap ? n * n : 0);
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
        b->joint_own = take(&next, n);
        b->joint_partner = take(&next, n);
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
    if (!spread) return rap_fail_memory(err);
    spread->unit = lens->counting == RAP_COUNT_FULL ? 1.0 : 1.0 / (double)RAP_UNIT;
    spread->pairs_only = cube->schema.form == RAP_PARTY_PAIR;
    spread->first_year = first;
    spread->n_years = !options->each_year ? 1 : last < first ? 0 : (size_t)(last - first + 1);
    spread->n_parts = options->n_parts ? options->n_parts : 1;
    summing w = {.cube = cube, .lens = lens, .options = options, .spread = spread};
    w.ties = cube->n_ties && options->focus != RAP_NO_NODE && !options->plane && !options->replicate;
    w.map = rap_alloc(1, sizeof *w.map);
    w.reduced = rap_alloc(1, sizeof *w.reduced);
    rap_status status = w.map && w.reduced ? RAP_OK : rap_fail_memory(err);
    if (status == RAP_OK) status = rap_nodes_init(cube, lens, &spread->nodes, err);
    if (status == RAP_OK) status = make_buckets(spread, options, err);
    if (status == RAP_OK) status = parts_init(&w, err);
    if (status == RAP_OK && spread->n_years) status = rap_walk(cube, lens, add_cells, &w, err);
    rap_free(w.part_offset);
    rap_free(w.part_list);
    rap_free(w.kind_full);
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
