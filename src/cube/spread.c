// SPDX-License-Identifier: Apache-2.0
/*
 * spread - one pass over the cells of a lens: each cell's party is reduced to nodes and added to the buckets of its
 * year and of the parts its leaf belongs to.
 */
#include "cube/spread.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "cube/spread_add.h"

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
    rap_summing workers[THREADS_MAX];
    size_t n_workers, n_jobs;
    uint64_t first, end;     /* slices of the lens's years */
    bool sums, kept;         /* sums of slices are read instead of cells; what is kept of whole slices */
} pass;

static void worker_release(rap_summing *w)
{
    rap_free(w->map);
    rap_free(w->reduced);
    rap_quick_free(w->quick);
}

static rap_status worker_init(rap_summing *w, bool quick, rap_error *err)
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
    rap_summing *w = &p->workers[worker];
    rap_walker walker = {.see = rap_summing_cells, .see_sums = p->sums ? rap_summing_sums : NULL, .same_parts = w->same_parts, .arg = w};
    if (p->kept) walker.see_slice = rap_summing_slice;
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

static size_t choose_threads(const pass *p, const rap_summing *w, uint64_t cells)
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
static rap_status sum_all(const rap_summing *first, rap_error *err)
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
    rap_summing w = {.cube = cube, .lens = lens, .options = options, .spread = spread};
    w.ties = cube->n_ties && options->focus != RAP_NO_NODE && !options->plane && !options->replicate;
    rap_status status = rap_nodes_init(cube, lens, &spread->nodes, err);
    if (status == RAP_OK) status = make_buckets(spread, options, err);
    if (status == RAP_OK) status = rap_summing_parts(&w, err);
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
