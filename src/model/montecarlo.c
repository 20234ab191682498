// SPDX-License-Identifier: Apache-2.0
/*
 * The pattern of the technosphere is the same in every draw, so its ordering is found once and only the numbers are
 * factorised again. The factors of the indicator are drawn like other coefficients.
 */
#include "model/montecarlo.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "base/random.h"

#define TAU 6.283185307179586

#define DRAWS_A_JOB 64

/* Where a quantity stands in the values of a matrix. */
typedef struct spot {
    rap_chain_matrix matrix;
    size_t at, quantity;
} spot;

/* The chain as it is in one draw, and room for its intensities: one a worker. */
typedef struct world {
    rap_sparse drawn[3];
    rap_factor *factor;
    double *row, *lambda;         /* factors of the indicator by flow; intensity by product */
} world;

/* What all workers share. */
typedef struct drawing {
    const rap_chain *chain;
    size_t indicator, n_demands, n, n_spots, draws;
    const double *const *demands;
    const rap_uncertain *quantities;
    spot *spots;                  /* in the order of quantities */
    uint64_t seed;
    world *worlds;
    double *const *scores;
} drawing;

static const rap_sparse *matrix_of(const rap_chain *chain, rap_chain_matrix which)
{
    return which == RAP_BIOSPHERE ? &chain->biosphere : which == RAP_FACTORS ? &chain->factors : &chain->technosphere;
}

/* Uniform in (0, 1), as base/random.h makes it from 64 bits. */
static double open_unit(uint64_t bits)
{
    return ((double)(bits >> 12) + 0.5) * 0x1p-52;
}

double rap_uncertain_factor(const rap_uncertain *what, uint64_t seed, size_t quantity, uint64_t draw)
{
    uint64_t bits[2];
    rap_random_bits(seed, quantity, draw, 0, bits);
    double u = open_unit(bits[0]);
    if (what->kind == RAP_LOGNORMAL) /* Box & Muller (1958) */
        return exp(log(what->gsd) * sqrt(-2 * log(u)) * cos(TAU * open_unit(bits[1])));
    double width = what->high - what->low, below = what->mode - what->low;
    if (width == 0) return what->mode;
    if (u * width <= below) return what->low + sqrt(u * width * below);
    return what->high - sqrt((1 - u) * width * (what->high - what->mode));
}

static rap_status check_quantity(const rap_chain *chain, const rap_uncertain *what, size_t number, rap_error *err)
{
    if (what->kind == RAP_LOGNORMAL && !(what->gsd >= 1 && isfinite(what->gsd)))
        return rap_fail(err, RAP_E_USAGE, "quantity %zu: a geometric standard deviation is at least 1, found %g", number, what->gsd);
    bool ordered = isfinite(what->low) && what->low <= what->mode && what->mode <= what->high && isfinite(what->high);
    if (what->kind == RAP_TRIANGULAR && !ordered)
        return rap_fail(err, RAP_E_USAGE, "quantity %zu: expected low <= mode <= high, found %g, %g, %g", number, what->low,
                        what->mode, what->high);
    for (size_t i = 0; i < what->n; i++) {
        const rap_coefficient *c = &what->coefficients[i];
        const rap_sparse *matrix = matrix_of(chain, c->matrix);
        if (c->row >= matrix->n_rows || c->col >= matrix->n_cols || rap_sparse_find(matrix, c->row, c->col) == SIZE_MAX)
            return rap_fail(err, RAP_E_USAGE, "quantity %zu: the chain has no coefficient (%zu, %zu)", number, c->row, c->col);
    }
    return RAP_OK;
}

/* -------------------------------------------------------------------- draws */

static void release(world *w)
{
    for (int m = 0; m < 3; m++) rap_sparse_release(&w->drawn[m]);
    rap_factor_free(w->factor);
    rap_free(w->row);
    rap_free(w->lambda);
}

static rap_status begin(world *w, const rap_chain *chain, rap_error *err)
{
    w->row = rap_alloc(chain->flows.n, sizeof *w->row);
    w->lambda = rap_alloc(chain->products.n, sizeof *w->lambda);
    if (!w->row || !w->lambda) return rap_fail_memory(err);
    for (unsigned m = 0; m < 3; m++) RAP_TRY(rap_sparse_copy(matrix_of(chain, (rap_chain_matrix)m), &w->drawn[m], err));
    return rap_factor_new(&w->drawn[RAP_TECHNOSPHERE], &w->factor, NULL, err);
}

static rap_status find_spots(drawing *d, rap_error *err)
{
    size_t n = 0;
    for (size_t q = 0; q < d->n; q++) n += d->quantities[q].n;
    d->spots = rap_alloc(n, sizeof *d->spots);
    if (!d->spots) return rap_fail_memory(err);
    for (size_t q = 0; q < d->n; q++)
        for (size_t i = 0; i < d->quantities[q].n; i++) {
            const rap_coefficient *c = &d->quantities[q].coefficients[i];
            d->spots[d->n_spots++] = (spot){c->matrix, rap_sparse_find(matrix_of(d->chain, c->matrix), c->row, c->col), q};
        }
    return RAP_OK;
}

/* Puts the chain's own values back where a quantity has them, then multiplies: quantities may share coefficients. */
static void draw_values(const drawing *d, world *w, uint64_t draw)
{
    double factor = 1;
    for (size_t i = 0; i < d->n_spots; i++) {
        const spot *s = &d->spots[i];
        w->drawn[s->matrix].value[s->at] = matrix_of(d->chain, s->matrix)->value[s->at];
    }
    for (size_t i = 0; i < d->n_spots; i++) {
        const spot *s = &d->spots[i];
        if (i == 0 || s->quantity != d->spots[i - 1].quantity)
            factor = rap_uncertain_factor(&d->quantities[s->quantity], d->seed, s->quantity, draw);
        w->drawn[s->matrix].value[s->at] *= factor;
    }
}

static rap_status score_draw(const drawing *d, world *w, size_t draw, rap_error *err)
{
    size_t n = w->drawn[RAP_TECHNOSPHERE].n_rows;
    for (size_t f = 0; f < w->drawn[RAP_FACTORS].n_cols; f++) w->row[f] = rap_sparse_at(&w->drawn[RAP_FACTORS], d->indicator, f);
    RAP_TRY(rap_factor_renew(w->factor, &w->drawn[RAP_TECHNOSPHERE], NULL, err));
    rap_sparse_multiply_transposed(&w->drawn[RAP_BIOSPHERE], w->row, w->lambda);
    rap_factor_solve_transposed(w->factor, w->lambda);
    for (size_t k = 0; k < d->n_demands; k++) {
        double score = 0;
        for (size_t i = 0; i < n; i++) score += w->lambda[i] * d->demands[k][i];
        if (!isfinite(score)) return rap_fail(err, RAP_E_FORMAT, "the score is too large to be computed");
        d->scores[k][draw] = score;
    }
    return RAP_OK;
}

static rap_status run_job(void *arg, size_t job, size_t worker, rap_error *err)
{
    const drawing *d = arg;
    size_t end = (job + 1) * DRAWS_A_JOB < d->draws ? (job + 1) * DRAWS_A_JOB : d->draws;
    for (size_t draw = job * DRAWS_A_JOB; draw < end; draw++) {
        draw_values(d, &d->worlds[worker], draw);
        rap_status status = score_draw(d, &d->worlds[worker], draw, err);
        if (status != RAP_OK) return rap_context(err, status, "draw %zu of seed %llu", draw, (unsigned long long)d->seed);
    }
    return RAP_OK;
}

rap_status rap_chain_draw(const rap_chain *chain, size_t indicator, const double *const *demands, size_t n_demands,
                          const rap_uncertain *quantities, size_t n, size_t draws, uint64_t seed, size_t threads,
                          double *const *scores, rap_error *err)
{
    drawing d = {.chain = chain, .indicator = indicator, .demands = demands, .n_demands = n_demands, .quantities = quantities,
                 .n = n, .draws = draws, .seed = seed, .scores = scores};
    size_t jobs = draws / DRAWS_A_JOB + (draws % DRAWS_A_JOB > 0);
    if (draws == 0) return rap_fail(err, RAP_E_USAGE, "expected at least one draw");
    for (size_t q = 0; q < n; q++) RAP_TRY(check_quantity(chain, &quantities[q], q, err));
    if (threads > jobs) threads = jobs;
    d.worlds = rap_alloc(threads, sizeof *d.worlds);
    rap_status status = d.worlds ? find_spots(&d, err) : rap_fail_memory(err);
    for (size_t w = 0; w < threads && status == RAP_OK; w++) status = begin(&d.worlds[w], chain, err);
    if (status == RAP_OK) status = rap_pool_run(threads, jobs, run_job, &d, NULL, NULL, err);
    for (size_t w = 0; d.worlds && w < threads; w++) release(&d.worlds[w]);
    rap_free(d.worlds);
    rap_free(d.spots);
    return status;
}

/* ------------------------------------------------------------------ summary */

static int compare(const void *a, const void *b)
{
    double x, y;
    x = *(const double *)a;
    y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Between neighbours in proportion (Hyndman & Fan 1996, type 7). */
static double quantile(const double *sorted, size_t n, double p)
{
    double place = p * (double)(n - 1);
    size_t below = (size_t)place, above = below + 1 < n ? below + 1 : below;
    return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

static rap_quantiles summarise(double *scores, size_t n)
{
    qsort(scores, n, sizeof *scores, compare);
    return (rap_quantiles){quantile(scores, n, 0.025), quantile(scores, n, 0.5), quantile(scores, n, 0.975)};
}

rap_status rap_compare_scores(const double *a, const double *b, size_t draws, uint64_t seed, rap_comparison *out, rap_error *err)
{
    size_t below = 0, equal = 0;
    double *sorted = rap_alloc(draws, 3 * sizeof *sorted);
    if (!sorted) return rap_fail_memory(err);
    for (size_t d = 0; d < draws; d++) {
        sorted[d] = a[d];
        sorted[draws + d] = b[d];
        sorted[2 * draws + d] = a[d] - b[d];
        below += a[d] < b[d];
        equal += a[d] == b[d];
    }
    *out = (rap_comparison){
        .draws = draws,
        .seed = seed,
        .a = summarise(sorted, draws),
        .b = summarise(sorted + draws, draws),
        .difference = summarise(sorted + 2 * draws, draws),
        .a_below_b = (double)below / (double)draws,
        .equal = (double)equal / (double)draws,
    };
    rap_free(sorted);
    return RAP_OK;
}

rap_status rap_chain_compare(const rap_chain *chain, size_t indicator, const double *a, const double *b,
                             const rap_uncertain *quantities, size_t n, size_t draws, uint64_t seed, rap_comparison *out,
                             rap_error *err)
{
    const double *const demands[] = {a, b};
    if (draws == 0) return rap_fail(err, RAP_E_USAGE, "expected at least one draw");
    double *scores[2] = {rap_alloc(draws, sizeof(double)), rap_alloc(draws, sizeof(double))};
    rap_status status = scores[0] && scores[1] ? RAP_OK : rap_fail_memory(err);
    if (status == RAP_OK) status = rap_chain_draw(chain, indicator, demands, 2, quantities, n, draws, seed, 1, scores, err);
    if (status == RAP_OK) status = rap_compare_scores(scores[0], scores[1], draws, seed, out, err);
    rap_free(scores[0]);
    rap_free(scores[1]);
    return status;
}
