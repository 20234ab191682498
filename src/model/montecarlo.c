// SPDX-License-Identifier: Apache-2.0
/*
 * The pattern of the technosphere is the same in every draw, so its ordering is found once and only the numbers are
 * factorised again. The factors of the indicator are drawn like other coefficients.
 */
#include "model/montecarlo.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/random.h"

#define TAU 6.283185307179586

/* The chain as it is in one draw, and room for its answers. */
typedef struct world {
    rap_sparse drawn[3];
    rap_factor *factor;
    double *row, *lambda;         /* factors of the indicator by flow; intensity by product */
    double *score[3];             /* of a, b and their difference in each draw */
} world;

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
    for (int m = 0; m < 3; m++) {
        rap_sparse_release(&w->drawn[m]);
        rap_free(w->score[m]);
    }
    rap_factor_free(w->factor);
    rap_free(w->row);
    rap_free(w->lambda);
}

static rap_status begin(world *w, const rap_chain *chain, size_t draws, rap_error *err)
{
    w->row = rap_alloc(chain->flows.n, sizeof *w->row);
    w->lambda = rap_alloc(chain->products.n, sizeof *w->lambda);
    for (int m = 0; m < 3; m++) w->score[m] = rap_alloc(draws, sizeof *w->score[m]);
    if (!w->row || !w->lambda || !w->score[0] || !w->score[1] || !w->score[2]) return rap_fail_memory(err);
    for (unsigned m = 0; m < 3; m++) RAP_TRY(rap_sparse_copy(matrix_of(chain, (rap_chain_matrix)m), &w->drawn[m], err));
    return rap_factor_new(&w->drawn[RAP_TECHNOSPHERE], &w->factor, NULL, err);
}

/* Puts the chain's own values back where a quantity has them, then multiplies: quantities may share coefficients. */
static void draw_values(world *w, const rap_chain *chain, const rap_uncertain *quantities, size_t n, uint64_t seed, uint64_t draw)
{
    for (size_t q = 0; q < n; q++)
        for (size_t i = 0; i < quantities[q].n; i++) {
            const rap_coefficient *c = &quantities[q].coefficients[i];
            const rap_sparse *own = matrix_of(chain, c->matrix);
            size_t at = rap_sparse_find(own, c->row, c->col);
            w->drawn[c->matrix].value[at] = own->value[at];
        }
    for (size_t q = 0; q < n; q++) {
        double factor = rap_uncertain_factor(&quantities[q], seed, q, draw);
        for (size_t i = 0; i < quantities[q].n; i++) {
            const rap_coefficient *c = &quantities[q].coefficients[i];
            w->drawn[c->matrix].value[rap_sparse_find(&w->drawn[c->matrix], c->row, c->col)] *= factor;
        }
    }
}

static rap_status score_draw(world *w, size_t indicator, const double *a, const double *b, size_t draw, rap_error *err)
{
    size_t n = w->drawn[RAP_TECHNOSPHERE].n_rows;
    double of_a = 0, of_b = 0;
    for (size_t f = 0; f < w->drawn[RAP_FACTORS].n_cols; f++) w->row[f] = rap_sparse_at(&w->drawn[RAP_FACTORS], indicator, f);
    RAP_TRY(rap_factor_renew(w->factor, &w->drawn[RAP_TECHNOSPHERE], NULL, err));
    rap_sparse_multiply_transposed(&w->drawn[RAP_BIOSPHERE], w->row, w->lambda);
    rap_factor_solve_transposed(w->factor, w->lambda);
    for (size_t i = 0; i < n; i++) {
        of_a += w->lambda[i] * a[i];
        of_b += w->lambda[i] * b[i];
    }
    if (!isfinite(of_a) || !isfinite(of_b)) return rap_fail(err, RAP_E_FORMAT, "the score is too large to be computed");
    w->score[0][draw] = of_a;
    w->score[1][draw] = of_b;
    w->score[2][draw] = of_a - of_b;
    return RAP_OK;
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

static void conclude(world *w, size_t draws, uint64_t seed, rap_comparison *out)
{
    size_t below = 0, equal = 0;
    for (size_t d = 0; d < draws; d++) {
        below += w->score[0][d] < w->score[1][d];
        equal += w->score[0][d] == w->score[1][d];
    }
    *out = (rap_comparison){
        .draws = draws,
        .seed = seed,
        .a = summarise(w->score[0], draws),
        .b = summarise(w->score[1], draws),
        .difference = summarise(w->score[2], draws),
        .a_below_b = (double)below / (double)draws,
        .equal = (double)equal / (double)draws,
    };
}

rap_status rap_chain_compare(const rap_chain *chain, size_t indicator, const double *a, const double *b,
                             const rap_uncertain *quantities, size_t n, size_t draws, uint64_t seed, rap_comparison *out,
                             rap_error *err)
{
    world w = {0};
    if (draws == 0) return rap_fail(err, RAP_E_USAGE, "expected at least one draw");
    for (size_t q = 0; q < n; q++) RAP_TRY(check_quantity(chain, &quantities[q], q, err));
    rap_status status = begin(&w, chain, draws, err);
    for (size_t d = 0; d < draws && status == RAP_OK; d++) {
        draw_values(&w, chain, quantities, n, seed, d);
        status = score_draw(&w, indicator, a, b, d, err);
        if (status != RAP_OK) status = rap_context(err, status, "draw %zu of seed %llu", d, (unsigned long long)seed);
    }
    if (status == RAP_OK) conclude(&w, draws, seed, out);
    release(&w);
    return status;
}
