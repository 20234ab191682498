// SPDX-License-Identifier: Apache-2.0
#include "stat/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/pool.h"
#include "stat/distribution.h"

#define TAIL 0.025
#define CERTAIN 1e-8      /* a rival this sure to be above or below is not uncertain */
#define NODES 33          /* draws of the own count: normal scores -4, -3.75 .. 4 */
#define SMALL 40          /* up to this count every draw is taken with its exact probability */
#define SMALL_DRAWS 100   /* more than 40 + 9 sqrt(40) */

static bool takes_part(const bool *eligible, size_t i)
{
    return !eligible || eligible[i];
}

void rap_ranks(const double *values, const bool *eligible, size_t n, uint32_t *ranks)
{
    for (size_t i = 0; i < n; i++) {
        ranks[i] = 0;
        if (!takes_part(eligible, i) || !isfinite(values[i])) continue;
        ranks[i] = 1;
        for (size_t j = 0; j < n; j++) ranks[i] += takes_part(eligible, j) && isfinite(values[j]) && values[j] > values[i];
    }
}

/* Draws of a partner's own count, with weights that sum to 1. */
typedef struct rap_draws {
    size_t n;
    double count[SMALL_DRAWS], weight[SMALL_DRAWS];
} rap_draws;

static void draw(double mean, rap_draws *out)
{
    double sum = 0;
    if (mean <= SMALL) {
        out->n = (size_t)(mean + 9 * sqrt(mean)) + 1;
        for (size_t k = 0; k < out->n; k++) {
            out->count[k] = (double)k;
            out->weight[k] = k == 0 ? exp(-mean) : out->weight[k - 1] * mean / (double)k;
            sum += out->weight[k];
        }
    } else {
        out->n = NODES;
        for (size_t k = 0; k < NODES; k++) {
            double z = 0.25 * (double)k - 4;
            out->count[k] = mean + z * sqrt(mean) + (z * z - 1) / 6; /* Cornish & Fisher: with the skewness */
            out->weight[k] = exp(-z * z / 2);
            sum += out->weight[k];
        }
    }
    for (size_t k = 0; k < out->n; k++) out->weight[k] /= sum;
}

/*
 * Whether P(rival > own) is within CERTAIN of 1 (+1) or 0 (-1), or may be anything (0), by a bound that costs no
 * exponential: a Poisson number of mean m is d or more off with a probability below exp(-d^2 / 2(m + d)). 22 instead
 * of the 18.4 that CERTAIN asks for leaves room for the approximation in rap_poisson_above().
 */
static int is_certain(double own, double rival, double shared, double drawn)
{
    double variance = own > 0 ? rival - shared * shared / own : rival;
    double mean = own > 0 ? rival + shared / own * (drawn - own) : rival;
    double off = mean - drawn;
    if (variance < 1) return 0;
    if (off * off <= 2 * 22 * (variance + fabs(off))) return 0;
    return off > 0 ? 1 : -1;
}

/*
 * P(rival's draw > own draw) for each own draw: shared works move with the own draw, the rest is Poisson by its moments. Only
 * the draws that leave it open are worth an exponential.
 */
static void above(const rap_normal_table *table, double own, double rival, double shared, const rap_draws *draws, double *out)
{
    double k[SMALL_DRAWS], chance[SMALL_DRAWS], variance = own > 0 ? rival - shared * shared / own : rival;
    size_t open[SMALL_DRAWS], n = 0;
    for (size_t d = 0; d < draws->n; d++) {
        double drawn = draws->count[d], mean = own > 0 ? rival + shared / own * (drawn - own) : rival;
        int sure = is_certain(own, rival, shared, drawn);
        out[d] = sure > 0 ? 1 : 0;
        if (variance < 1e-9) out[d] = mean > drawn + 0.5 ? 1 : 0; /* all its works are shared */
        if (sure || variance < 1e-9) continue;
        k[n] = drawn - (mean - variance);
        open[n++] = d;
    }
    if (n) rap_poisson_above_each(table, variance, k, n, chance);
    for (size_t i = 0; i < n; i++) out[open[i]] = chance[i];
}

/* How many events happened: their probabilities, of which those below NOTHING at either end are left out. */
typedef struct rap_count_of_events {
    size_t first, last;
    double *happened;
} rap_count_of_events;

#define NOTHING 1e-30

static void add_event(rap_count_of_events *c, double p)
{
    double *happened = c->happened;
    happened[c->last + 1] = happened[c->last] * p;
    for (size_t k = c->last; k > c->first; k--) happened[k] = happened[k] * (1 - p) + happened[k - 1] * p;
    happened[c->first] *= 1 - p;
    c->last++;
    while (c->first < c->last && happened[c->first] < NOTHING) c->first++;
    while (c->last > c->first && happened[c->last] < NOTHING) c->last--;
}

/* Works shared by y and z, never more than either has. */
static double shared_works(const uint64_t *counts, const uint64_t *overlap, size_t n, size_t y, size_t z)
{
    if (!overlap) return 0;
    uint64_t shared = overlap[y * n + z];
    if (shared > counts[y]) shared = counts[y];
    if (shared > counts[z]) shared = counts[z];
    return (double)shared;
}

typedef struct rap_field {
    const rap_normal_table *table;
    const uint64_t *counts, *overlap;
    const bool *eligible;
    size_t n;
    double *happened;  /* n + 1: scratch */
    double *rank;      /* n + 1: probability that k rivals stand above */
    size_t n_open;
    size_t *open;      /* n: rivals that some draws put above and some below */
    double *chance;    /* n * SMALL_DRAWS: of these to stand above, by draw */
    size_t certain;    /* the number of those that all draws put above */
} rap_field;

/* Sorts the rivals of y. Their chance to be above falls with the draw, so the two draws at the ends speak for all. */
static void sort_out(rap_field *f, size_t y, double lowest, double highest)
{
    double own = (double)f->counts[y];
    f->n_open = f->certain = 0;
    for (size_t z = 0; z < f->n; z++) {
        if (z == y || !takes_part(f->eligible, z)) continue;
        double rival = (double)f->counts[z], shared = shared_works(f->counts, f->overlap, f->n, y, z);
        int low = is_certain(own, rival, shared, lowest), high = is_certain(own, rival, shared, highest);
        if (low != high || low == 0)
            f->open[f->n_open++] = z;
        else
            f->certain += low > 0;
    }
}

/* The chance of each open rival to stand above y, for each draw. */
static void weigh_rivals(rap_field *f, size_t y, const rap_draws *draws)
{
    double last_rival = -1, last_shared = 0;
    for (size_t i = 0; i < f->n_open; i++) {
        double *p = f->chance + i * SMALL_DRAWS, rival = (double)f->counts[f->open[i]];
        double shared = shared_works(f->counts, f->overlap, f->n, y, f->open[i]);
        if (rival == last_rival && shared == last_shared)
            memcpy(p, p - SMALL_DRAWS, draws->n * sizeof *p);
        else
            above(f->table, (double)f->counts[y], rival, shared, draws, p);
        last_rival = rival;
        last_shared = shared;
    }
}

/* Given draw `d` of y's count, adds to `rank` the distribution of how many stand above it. */
static void mix(const rap_field *f, size_t d, double weight)
{
    size_t certain = f->certain;
    rap_count_of_events events = {0, 0, f->happened};
    f->happened[0] = 1;
    for (size_t i = 0; i < f->n_open; i++) {
        double p = f->chance[i * SMALL_DRAWS + d];
        if (p > 1 - CERTAIN) certain++;
        else if (p > CERTAIN) add_event(&events, p);
    }
    for (size_t k = events.first; k <= events.last; k++) f->rank[certain + k] += weight * f->happened[k];
}

/* The least rank that a share `part` of the distribution does not exceed. */
static uint32_t quantile(const double *rank, size_t n, double part)
{
    double sum = 0;
    for (size_t k = 0; k < n; k++) {
        sum += rank[k];
        if (sum >= part) return (uint32_t)k + 1;
    }
    return (uint32_t)n;
}

static void field_release(rap_field *f)
{
    rap_free(f->happened);
    rap_free(f->rank);
    rap_free(f->open);
    rap_free(f->chance);
}

static bool field_init(rap_field *f)
{
    f->happened = rap_alloc(f->n + 1, sizeof *f->happened);
    f->rank = rap_alloc(f->n + 1, sizeof *f->rank);
    f->open = rap_alloc(f->n, sizeof *f->open);
    f->chance = rap_alloc(f->n, SMALL_DRAWS * sizeof *f->chance);
    return f->happened && f->rank && f->open && f->chance;
}

static void rank_one(rap_field *f, size_t y, uint32_t *low, uint32_t *high)
{
    rap_draws draws = {0};
    low[y] = high[y] = 0;
    if (!takes_part(f->eligible, y)) return;
    draw((double)f->counts[y], &draws);
    sort_out(f, y, draws.count[0], draws.count[draws.n - 1]);
    weigh_rivals(f, y, &draws);
    for (size_t k = 0; k <= f->n; k++) f->rank[k] = 0;
    for (size_t k = 0; k < draws.n; k++) mix(f, k, draws.weight[k]);
    low[y] = quantile(f->rank, f->n, TAIL);
    high[y] = quantile(f->rank, f->n, 1 - TAIL);
}

/* Partners are ranked apart from one another, so threads may share them. */
enum { THREADS_MAX = 16, A_JOB = 8, WORTH_A_THREAD = 48 };

typedef struct rap_ranking {
    rap_field fields[THREADS_MAX];
    const bool *wanted;
    size_t *twin;              /* n: one that speaks for all of its count, itself included */
    uint32_t *low, *high;
} rap_ranking;

static bool is_wanted(const rap_ranking *r, size_t y)
{
    return !r->wanted || r->wanted[y];
}

typedef struct rap_counted {
    uint64_t count;
    size_t y;
} rap_counted;

static int by_count(const void *a, const void *b)
{
    const rap_counted *x = a, *y = b;
    if (x->count != y->count) return x->count < y->count ? -1 : 1;
    return (x->y > y->y) - (x->y < y->y);
}

/* Independent counts that are equal have the same range: many subjects of few works are worked out once. */
static bool find_twins(rap_ranking *r, const uint64_t *counts, const uint64_t *overlap, const bool *eligible, size_t n)
{
    r->twin = rap_alloc(n, sizeof *r->twin);
    rap_counted *order = overlap ? NULL : rap_alloc(n, sizeof *order);
    size_t some = 0;
    if (!r->twin || (!overlap && !order)) {
        rap_free(order);
        return false;
    }
    for (size_t y = 0; y < n; y++) {
        r->twin[y] = y;
        if (!overlap && is_wanted(r, y) && takes_part(eligible, y)) order[some++] = (rap_counted){counts[y], y};
    }
    if (some) qsort(order, some, sizeof *order, by_count);
    for (size_t i = 1; i < some; i++)
        if (order[i].count == order[i - 1].count) r->twin[order[i].y] = r->twin[order[i - 1].y];
    rap_free(order);
    return true;
}

static rap_status rank_some(void *arg, size_t job, size_t worker, rap_error *err)
{
    rap_ranking *r = arg;
    rap_field *f = &r->fields[worker];
    (void)err;
    for (size_t y = job * A_JOB; y < f->n && y < (job + 1) * A_JOB; y++)
        if (is_wanted(r, y) && r->twin[y] == y) rank_one(f, y, r->low, r->high);
    return RAP_OK;
}

rap_status rap_rank_intervals(const uint64_t *counts, const uint64_t *overlap, const bool *eligible, size_t n,
                              const bool *wanted, uint32_t *low, uint32_t *high, rap_error *err)
{
    rap_ranking r = {.wanted = wanted, .low = low, .high = high};
    rap_normal_table table;
    size_t n_wanted = 0;
    for (size_t y = 0; y < n; y++) n_wanted += !wanted || wanted[y];
    size_t threads = n_wanted / WORTH_A_THREAD + 1;
    rap_normal_table_init(&table);
    if (threads > THREADS_MAX) threads = THREADS_MAX;
    if (threads > 1 && threads > rap_cores()) threads = rap_cores();
    rap_status status = find_twins(&r, counts, overlap, eligible, n) ? RAP_OK : rap_fail_memory(err);
    for (size_t i = 0; status == RAP_OK && i < threads; i++) {
        r.fields[i] = (rap_field){.table = &table, .counts = counts, .overlap = overlap, .eligible = eligible, .n = n};
        if (!field_init(&r.fields[i])) status = rap_fail_memory(err);
    }
    if (status == RAP_OK) status = rap_pool_run(threads, (n + A_JOB - 1) / A_JOB, rank_some, &r, NULL, NULL, err);
    for (size_t y = 0; status == RAP_OK && y < n; y++) {
        low[y] = r.low[r.twin[y]];
        high[y] = r.high[r.twin[y]];
    }
    rap_free(r.twin);
    for (size_t i = 0; i < threads; i++) field_release(&r.fields[i]);
    return status;
}

static int compare_ranks(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The least value that a share `part` of the sorted ones does not exceed. */
static uint32_t rank_at(const uint32_t *sorted, size_t count, double part)
{
    double place = ceil(part * (double)count - 1e-9);
    return sorted[place < 1 ? 0 : (size_t)place - 1];
}

rap_status rap_rank_resampled(const double *counts, size_t replicates, const bool *eligible, size_t n,
                              uint32_t *low, uint32_t *high, rap_error *err)
{
    if (replicates == 0) return rap_fail(err, RAP_E_USAGE, "a rank interval needs at least one resample");
    size_t cells;
    if (__builtin_mul_overflow(n, replicates, &cells)) return rap_fail_memory(err);
    uint32_t *ranks = rap_alloc(cells, sizeof *ranks), *one = rap_alloc(n, sizeof *one);
    rap_status status = RAP_OK;
    if (!ranks || !one) {
        status = rap_fail_memory(err);
        goto done;
    }
    for (size_t r = 0; r < replicates; r++) {
        rap_ranks(counts + r * n, eligible, n, one);
        for (size_t y = 0; y < n; y++) ranks[y * replicates + r] = one[y];
    }
    for (size_t y = 0; y < n; y++) {
        uint32_t *of = ranks + y * replicates;
        qsort(of, replicates, sizeof *of, compare_ranks);
        low[y] = rank_at(of, replicates, TAIL);
        high[y] = rank_at(of, replicates, 1 - TAIL);
    }
done:
    rap_free(ranks);
    rap_free(one);
    return status;
}

static int compare_values(const void *a, const void *b)
{
    const double *x = a, *y = b;
    if (isnan(*x) || isnan(*y)) return isnan(*x) - isnan(*y); /* NaN last */
    return (*x > *y) - (*x < *y);
}

static rap_value percentile(const double *sorted, size_t count, double part)
{
    double place = part * (double)(count - 1), whole = floor(place);
    size_t at = (size_t)whole;
    if (at + 1 >= count) return (rap_value){sorted[count - 1], RAP_DEFINED};
    return (rap_value){sorted[at] + (place - whole) * (sorted[at + 1] - sorted[at]), RAP_DEFINED};
}

rap_interval rap_percentile_interval(double *values, size_t n)
{
    if (n > 0) qsort(values, n, sizeof *values, compare_values);
    size_t count = 0;
    while (count < n && !isnan(values[count])) count++;
    if (count < 20) {
        rap_value small = {0, RAP_UNDEFINED_SMALL};
        return (rap_interval){small, small};
    }
    return (rap_interval){percentile(values, count, TAIL), percentile(values, count, 1 - TAIL)};
}
