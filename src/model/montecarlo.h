// SPDX-License-Identifier: Apache-2.0
/*
 * montecarlo - two demands on one uncertain chain, compared draw by draw.
 *
 * Every draw multiplies each uncertain quantity by a factor, factorises once and reads all scores from one transposed
 * solve: so both sides see the same world, and what they share cancels out of the comparison. A draw is named by (seed,
 * quantity, number), so that its numbers do not depend on what else is drawn; they rest on the mathematics library in
 * their last bits.
 */
#ifndef RAP_MODEL_MONTECARLO_H
#define RAP_MODEL_MONTECARLO_H

#include "model/chain.h"

typedef enum rap_uncertainty { RAP_LOGNORMAL, RAP_TRIANGULAR } rap_uncertainty;

/** A quantity that is not known exactly: all its coefficients are multiplied by one factor. */
typedef struct rap_uncertain {
    rap_uncertainty kind;
    double gsd;               /**< lognormal: geometric standard deviation, at least 1; the factor's median is 1 */
    double low, mode, high;   /**< triangular: of the factor; low <= mode <= high */
    size_t n;
    const rap_coefficient *coefficients; /**< their places; `value` is not looked at */
} rap_uncertain;

typedef struct rap_quantiles {
    double low, median, high; /**< 2.5, 50 and 97.5 % */
} rap_quantiles;

typedef struct rap_comparison {
    size_t draws;
    uint64_t seed;
    rap_quantiles a, b, difference; /**< scores, and a - b draw by draw */
    double a_below_b;               /**< share of draws with a < b */
    double equal;                   /**< share with a = b */
} rap_comparison;

/**
 * The scores of several demands (one number a product each) by `indicator`, draw by draw: scores[d][draw] of demand d. Draws are
 * split over `threads`; the answer does not depend on how many. A quantity without coefficients takes no time, so that two
 * chains can be drawn alike with lists of the same order. Errors: RAP_E_USAGE (no draws, a spread that is none, a coefficient
 * that is 0 or outside); RAP_E_FORMAT where a draw is singular or overflows, with its number; RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_chain_draw(const rap_chain *chain, size_t indicator, const double *const *demands, size_t n_demands,
                                         const rap_uncertain *quantities, size_t n, size_t draws, uint64_t seed, size_t threads,
                                         double *const *scores, rap_error *err);

/** Compares scores draw by draw. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_compare_scores(const double *a, const double *b, size_t draws, uint64_t seed, rap_comparison *out,
                                             rap_error *err);

/** The factor of quantity number `quantity` in draw `draw`. */
double rap_uncertain_factor(const rap_uncertain *what, uint64_t seed, size_t quantity, uint64_t draw);

/** Compares demand `a` with demand `b` (one number a product) by `indicator`, on the calling thread. Errors as above. */
RAP_MUST_CHECK rap_status rap_chain_compare(const rap_chain *chain, size_t indicator, const double *a, const double *b,
                                            const rap_uncertain *quantities, size_t n, size_t draws, uint64_t seed,
                                            rap_comparison *out, rap_error *err);

#endif
