// SPDX-License-Identifier: Apache-2.0
/*
 * spread - one pass over the cells of a lens: each cell's party is reduced to nodes and added to the buckets of its
 * year and of the parts its leaf belongs to.
 */
#include "cube/spread.h"

#include <string.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "cube/quick.h"
#include "cube/reduce.h"
#include "cube/walk.h"

typedef struct summing {
    const rap_cube *cube;
    const rap_lens *lens;
    const rap_spread_options *options;
    rap_spread *spread;
    uint32_t *part_offset;   /* per leaf: where its parts begin in part_list; one more at the end */
    uint32_t *part_list;
    uint8_t *same_parts;     /* per leaf: its parts are those of the leaf before it */
    rap_sieve sieve;
    rap_node_map *map;       /* NULL until it is needed */
    rap_reduced *reduced;
    rap_quick *quick;        /* NULL where the lens asks for more */
    bool ties;               /* affiliation-only ties of the focus are wanted */
    uint64_t tie;            /* next tie not yet behind the walk */
    const rap_slice *tied;   /* whole slice whose ties were added last */
} summing;

static bool same_parts(const summing *w, uint32_t a, uint32_t b)
{
    if (w->spread->n_parts == 1 && !w->options->n_parts) return true; /* subjects together */
    size_t n = w->part_offset[a + 1] - w->part_offset[a];
    return n == w->part_offset[b + 1] - w->part_offset[b] &&
           memcmp(w->part_list + w->part_offset[a], w->part_list + w->part_offset[b], n * sizeof *w->part_list) == 0;
}

/* Which parts each leaf counts in, worked out once. */
static rap_status parts_init(summing *w, rap_error *err)
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

static void add_tie(const summing *w, rap_bucket *bucket, uint64_t t)
{
    const rap_cube *cube = w->cube;
    uint32_t x = w->map->node[cube->ties[t].x], y = w->map->node[cube->ties[t].y];
    uint64_t works = rap_column_at(cube->tie_works, t);
    if (x == y || x == RAP_NO_NODE || y == RAP_NO_NODE) return;
    if (x == w->options->focus) bucket->affiliation_only[y] += works;
    if (y == w->options->focus) bucket->affiliation_only[x] += works;
}

/* Ties of a cell that touch the focus. Ties are sorted by cell, and the walk goes the same way. */
static void add_ties(const summing *w, rap_bucket *bucket, uint64_t cell)
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

static void skip_ties(summing *w, uint64_t cell)
{
    while (w->tie < w->cube->n_ties && rap_column_at(w->cube->tie_cell, w->tie) < cell) w->tie++;
}

/* Adds cell `i` of a block to each of its buckets. */
static rap_status add_cell(summing *w, const rap_cells *c, size_t i, rap_bucket *year_row, rap_error *err)
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
static rap_status find_row(const summing *w, int year, rap_bucket **out, rap_error *err)
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
static rap_status set_map(summing *w, int year, rap_error *err)
{
    if (!w->map) w->map = rap_alloc(1, sizeof *w->map);
    if (!w->map) return rap_fail_memory(err);
    rap_node_map_set(w->map, w->lens, &w->spread->nodes, year);
    return RAP_OK;
}

static rap_status add_cells(void *arg, const rap_cells *c, rap_error *err)
{
    summing *w = arg;
    rap_bucket *row;
    RAP_TRY(find_row(w, c->year, &row, err));
    RAP_TRY(set_map(w, c->year, err));
    prefetch(w->cube, c->party, c->n);
    for (size_t i = 0; row && i < c->n; i++) RAP_TRY(add_cell(w, c, i, row, err));
    return RAP_OK;
}

/* Ties of a whole slice that touch the focus: few, so each looks its cell up. */
static rap_status add_slice_ties(summing *w, const rap_slice *slice, uint32_t leaf, rap_bucket *row, rap_error *err)
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

static rap_status reduce_sums(summing *w, const rap_party_sums *sums, rap_bucket *row, const uint32_t *parts, size_t n_parts,
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

static rap_status add_sums(void *arg, const rap_party_sums *sums, rap_error *err)
{
    summing *w = arg;
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

static rap_status add_quick_tie(const summing *w, uint64_t t, uint32_t leaf, rap_bucket *row, rap_error *err)
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
static rap_status add_quick_ties(const summing *w, const rap_slice *slice, uint32_t leaf, rap_bucket *row, rap_error *err)
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
static rap_status add_slice(void *arg, const rap_whole_slice *slice, rap_error *err)
{
    summing *w = arg;
    rap_bucket *row;
    RAP_TRY(find_row(w, w->cube->slices[slice->number].year, &row, err));
    const uint32_t *parts = w->part_list + w->part_offset[slice->leaf];
    size_t n_parts = w->part_offset[slice->leaf + 1] - w->part_offset[slice->leaf];
    if (!row || n_parts == 0) return RAP_OK;
    if (!rap_quick_add_slice(w->quick, slice, row, parts, n_parts)) return stranger("slice", slice->number, err);
    return w->ties ? add_quick_ties(w, &w->cube->slices[slice->number], slice->leaf, row, err) : RAP_OK;
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
    size_t total = 0;
    s->buckets = rap_alloc(count, sizeof *s->buckets);
    s->memory = __builtin_mul_overflow(count, numbers, &total) ? NULL : rap_alloc(total, sizeof(uint64_t));
    if (!s->buckets || !s->memory) return rap_fail_memory(err);
    s->n_numbers = total;
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

/* ---------------------------------------------------------------- threads */

enum { THREADS_MAX = 16, JOBS_PER_THREAD = 8 };
/* Cells of the lens's slices that are worth a thread of their own, by what is read of them; about half a millisecond. */
#define CELLS_WORTH_A_THREAD (UINT64_C(1) << 17)
#define SUMMED_CELLS_WORTH_A_THREAD (UINT64_C(1) << 20)
#define KEPT_CELLS_WORTH_A_THREAD (UINT64_C(1) << 22)
#define NUMBERS_WORTH_A_THREAD ((size_t)1 << 20) /* a thread has buckets of its own, which have to be added up */

/* A pass in jobs, each a run of slices; every worker sums into buckets of its own. */
typedef struct pass {
    summing workers[THREADS_MAX];
    size_t n_workers, n_jobs;
    uint64_t first, end;     /* slices of the lens's years */
    bool sums, kept;         /* sums of slices are read instead of cells; what is kept of whole slices */
} pass;

static void worker_release(summing *w)
{
    rap_free(w->map);
    rap_free(w->reduced);
    rap_quick_free(w->quick);
}

static rap_status worker_init(summing *w, bool quick, rap_error *err)
{
    w->reduced = rap_alloc(1, sizeof *w->reduced);
    w->quick = quick ? rap_quick_new(w->cube, w->lens, &w->sieve, w->options) : NULL;
    return w->reduced && (w->quick || !quick) ? RAP_OK : rap_fail_memory(err);
}

/* The first slice of a job: jobs have about as many cells each. */
static uint64_t first_slice(const pass *p, size_t job)
{
    const rap_slice *slices = p->workers[0].cube->slices;
    uint64_t low = p->first, high = p->end;
    uint64_t cell = slices[low].cell + (slices[high].cell - slices[low].cell) / p->n_jobs * job;
    if (job == p->n_jobs) return p->end;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (slices[middle].cell < cell)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static rap_status run_job(void *arg, size_t job, size_t worker, rap_error *err)
{
    pass *p = arg;
    summing *w = &p->workers[worker];
    rap_walker walker = {.see = add_cells, .see_sums = p->sums ? add_sums : NULL, .same_parts = w->same_parts, .arg = w};
    if (p->kept) walker.see_slice = add_slice;
    return rap_walk_slices(w->cube, w->lens, &w->sieve, first_slice(p, job), first_slice(p, job + 1), &walker, err);
}

static void add_world(rap_world *to, const rap_world *from)
{
    to->all += from->all;
    to->with_country += from->with_country;
    to->fully_known += from->fully_known;
    to->international += from->international;
    to->links += from->links;
    to->unassigned += from->unassigned;
}

/* Sums are exact integers, so it does not matter who added what. */
static void add_spread(rap_spread *to, const rap_spread *from)
{
    for (size_t i = 0; i < to->n_numbers; i++) to->memory[i] += from->memory[i];
    for (size_t i = 0; i < to->n_years * to->n_parts; i++) add_world(&to->buckets[i].world, &from->buckets[i].world);
}

/* While planes are summed, a pair stands once, the smaller number first; then the other half is written. */
static void mirror_planes(rap_spread *s)
{
    size_t n = s->nodes.n;
    for (size_t b = 0; b < s->n_years * s->n_parts; b++)
        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n; j++) s->buckets[b].joint[j * n + i] = s->buckets[b].joint[i * n + j];
}

/* The lens takes fields whole, so that sums do. */
static bool takes_fields(const rap_lens *lens)
{
    const rap_subject below = (UINT64_C(1) << rap_level_shift[1]) - 1;
    for (size_t i = 0; i < lens->n_ranges; i++)
        if ((lens->ranges[i].low & below) != 0 || (lens->ranges[i].high & below) != below) return false;
    return true;
}

/* Finds the slices between which the lens's are, and how many cells these have. */
static uint64_t find_slices(pass *p, const rap_cube *cube, const rap_lens *lens)
{
    uint64_t cells = 0;
    for (uint64_t s = 0; s < cube->n_slices; s++) {
        if (!rap_walk_holds_slice(lens, &cube->slices[s])) continue;
        if (cells == 0) p->first = s;
        p->end = s + 1;
        cells += cube->slices[s + 1].cell - cube->slices[s].cell;
    }
    return cells;
}

static size_t choose_threads(const pass *p, const summing *w, uint64_t cells)
{
    size_t cores = w->options->threads ? w->options->threads : rap_cores();
    if (!w->options->threads) {
        if (w->spread->n_numbers > NUMBERS_WORTH_A_THREAD) return 1;
        uint64_t each = !p->sums || !takes_fields(w->lens) ? CELLS_WORTH_A_THREAD
                        : p->kept                          ? KEPT_CELLS_WORTH_A_THREAD
                                                           : SUMMED_CELLS_WORTH_A_THREAD;
        if (cells / each + 1 < cores) cores = (size_t)(cells / each + 1);
    }
    return cores < THREADS_MAX ? cores : THREADS_MAX;
}

/* `first` is ready but for what is a worker's own. */
static rap_status sum_all(const summing *first, rap_error *err)
{
    const rap_spread_options *options = first->options;
    rap_spread others[THREADS_MAX] = {{0}};
    pass *p = rap_alloc(1, sizeof *p);
    if (!p) return rap_fail_memory(err);
    /* Sums over leaves say the same as their cells where works are counted whole and none is drawn anew. */
    p->sums = first->lens->counting == RAP_COUNT_FULL && !options->replicate && !options->cells;
    bool quick = p->sums && first->cube->places && rap_quick_fits(first->lens, options);
    p->kept = quick && rap_quick_takes_slices(first->cube, first->lens, options);
    p->n_workers = choose_threads(p, first, find_slices(p, first->cube, first->lens));
    p->n_jobs = p->n_workers == 1 ? 1 : p->n_workers * JOBS_PER_THREAD;
    rap_status status = RAP_OK;
    for (size_t i = 0; status == RAP_OK && i < p->n_workers; i++) {
        p->workers[i] = *first;
        if (i > 0) {
            others[i] = *first->spread;
            others[i].buckets = NULL;
            others[i].memory = NULL;
            p->workers[i].spread = &others[i];
            status = make_buckets(&others[i], options, err);
        }
        if (status == RAP_OK) status = worker_init(&p->workers[i], quick, err);
    }
    if (status == RAP_OK) status = rap_pool_run(p->n_workers, p->n_jobs, run_job, p, NULL, NULL, err);
    for (size_t i = 0; i < p->n_workers; i++) {
        if (status == RAP_OK && i > 0 && others[i].memory && others[i].buckets) add_spread(first->spread, &others[i]);
        rap_free(others[i].buckets);
        rap_free(others[i].memory);
        worker_release(&p->workers[i]);
    }
    rap_free(p);
    return status;
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
    rap_status status = rap_nodes_init(cube, lens, &spread->nodes, err);
    if (status == RAP_OK) status = make_buckets(spread, options, err);
    if (status == RAP_OK) status = parts_init(&w, err);
    if (status == RAP_OK) status = rap_sieve_init(cube, lens, &w.sieve, err);
    if (status == RAP_OK && spread->n_years) status = sum_all(&w, err);
    if (status == RAP_OK && options->plane) mirror_planes(spread);
    rap_free(w.part_offset);
    rap_free(w.part_list);
    rap_sieve_release(&w.sieve);
    rap_free(w.same_parts);
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
