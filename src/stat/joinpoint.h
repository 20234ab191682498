// SPDX-License-Identifier: Apache-2.0
/*
 * joinpoint - a trend as straight pieces that join: where does it turn, and is a turn worth its parameters?
 *
 * y = a + b t + sum over joins of d_j max(0, t - tau_j) (Kim, Fay, Feuer & Midthune 2000), with joins at observed times,
 * by (weighted) least squares; the best of all places. With y = ln(count + 0.5) a slope b is a yearly change of
 * 100 (e^b - 1) per cent. Models are compared by BIC = N ln(RSS/N) + p ln N with p = 2 + 2 per join: its place and its
 * change of slope. (With one parameter a join, the Norway-China counts would read as a turn because of one odd year.)
 */
#ifndef RAP_STAT_JOINPOINT_H
#define RAP_STAT_JOINPOINT_H

#include "rapport.h"

#define RAP_JOINS_MAX 2

/** One straight piece; its ends are indices of points, and a join belongs to both of its pieces. */
typedef struct rap_segment {
    size_t first, last;
    double slope, slope_error;              /**< of y per unit of t, and standard error given the joins */
    double change, change_low, change_high; /**< 100 (e^slope - 1) with its 95 % interval (Student's t) */
} rap_segment;

typedef struct rap_joinpoint {
    size_t n_joins;
    size_t joins[RAP_JOINS_MAX];            /**< indices of points, increasing */
    rap_segment segments[RAP_JOINS_MAX + 1];/**< n_joins + 1 of them */
    double intercept;                       /**< value of the line at t[0] */
    double rss;                             /**< weighted residual sum of squares */
    double bic;
    double freedom;                         /**< N - (2 + 2 n_joins) */
} rap_joinpoint;

/** Points that `n_joins` joins need: three for each segment, 3 (n_joins + 1). */
size_t rap_joinpoint_least(size_t n_joins);

/**
 * The best fit with exactly `n_joins` joins (0..2). Points (t[i], y[i]) with t increasing; `weights` are 1/variance up to a
 * factor, positive, or NULL for equal ones. Every segment has at least three points, its joins included. Residuals below
 * 1e-9 (in y) count as none, so that rounding is never taken for a turn. Errors: RAP_E_USAGE (too few points, t not
 * increasing, a number not finite, a weight not positive). Time n^(n_joins + 1); no memory.
 */
RAP_MUST_CHECK rap_status rap_joinpoint_fit(const double *t, const double *y, const double *weights, size_t n,
                                            size_t n_joins, rap_joinpoint *out, rap_error *err);

/** The fits with 0 .. max_joins joins, compared. */
typedef struct rap_turns {
    size_t n_fits;                          /**< 1 + joins that the number of points allows */
    rap_joinpoint fits[RAP_JOINS_MAX + 1];
    size_t best;                            /**< index of the lowest BIC; 0 = no turn */
    size_t best_turn;                       /**< index of the lowest BIC among those with a join; 0 where there is none */
    double delta_bic;                       /**< BIC without a join - BIC of best_turn; > 0 favours the turn; 0 where best_turn is 0 */
} rap_turns;

/** Fits and compares 0 .. max_joins (at most 2) joins. Errors as rap_joinpoint_fit; needs three points. */
RAP_MUST_CHECK rap_status rap_turns_of(const double *t, const double *y, const double *weights, size_t n,
                                       size_t max_joins, rap_turns *out, rap_error *err);

/**
 * Weights for y = ln(count + 0.5): the variance of a log count is about phi/count (quasi-Poisson: the dispersion phi drops
 * out and is estimated by the residuals), so w = (count + 0.5) / mean. `out` has n entries.
 */
void rap_count_weights(const double *counts, size_t n, double *out);

/**
 * Permutation p of one join against none (Kim et al. 2000): residuals of the straight line are shuffled `permutations`
 * times and refitted; p = (1 + those that gain as much) / (1 + permutations). Without weights. The shuffles are a
 * function of `seed` alone. Errors: as rap_joinpoint_fit with one join; RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_joinpoint_permutation(const double *t, const double *y, size_t n, uint64_t seed,
                                                    uint64_t permutations, double *p, rap_error *err);

#endif
