// SPDX-License-Identifier: Apache-2.0
/*
 * chain - processes that feed each other, as one linear system (Heijungs & Suh 2002).
 *
 * Technosphere A: a row is a product, a column a process; outputs are positive, inputs negative. Biosphere B: flows of
 * each process out to nature (or what else is counted). Factors C: what a unit of a flow counts for an indicator. For a
 * demand f:   s = A^-1 f (how much each process runs),   g = B s (inventory),   h = C g (scores).
 * The intensities of all products for an indicator c come from one transposed solve:   A^T lambda = (c B)^T,   and
 * then h = lambda . f for any demand. How contributions are read off stands in contribution.h.
 */
#ifndef RAP_MODEL_CHAIN_H
#define RAP_MODEL_CHAIN_H

#include "model/factor.h"
#include "model/labels.h"

typedef struct rap_chain {
    rap_labels products, processes, flows, indicators;
    rap_sparse technosphere; /**< products x processes: square */
    rap_sparse biosphere;    /**< flows x processes */
    rap_sparse factors;      /**< indicators x flows */
    bool paired;             /**< product i is the one that process i is there for */
    size_t unpaired;         /**< where it isn't so: a process without a single product of its own */
    rap_factor *factor;      /**< of the technosphere */
} rap_chain;

/** What a chain is made of. Products and processes come in any order. */
typedef struct rap_chain_parts {
    rap_labels products, processes, flows, indicators;
    const rap_triplet *technosphere, *biosphere, *factors;
    size_t n_technosphere, n_biosphere, n_factors;
} rap_chain_parts;

/**
 * Pairs products with processes (by label where both have the same labels, or else by the one product that each process
 * puts out), builds and factorises. The names of `parts` are gone afterwards, whatever comes back. Errors: RAP_E_FORMAT
 * for a system that is empty, not square or singular, with the product or process named; RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_chain_new(rap_chain_parts *parts, rap_chain **out, rap_error *err);
void rap_chain_free(rap_chain *chain);

/** Factorises a technosphere in the order of this chain; a singular one is RAP_E_FORMAT with the process named. */
RAP_MUST_CHECK rap_status rap_chain_factorise(const rap_chain *chain, const rap_sparse *technosphere, rap_factor **out,
                                              rap_error *err);

/** A demand's answer. Zero is an empty one. */
typedef struct rap_solution {
    double *demand;    /**< of each product */
    double *scaling;   /**< s, of each process */
    double *inventory; /**< g, of each flow */
    double *score;     /**< h, of each indicator */
} rap_solution;

/** Errors: RAP_E_USAGE where no product is demanded; RAP_E_FORMAT where the numbers overflow; RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_chain_solve(const rap_chain *chain, const double *demand, rap_solution *out, rap_error *err);
void rap_solution_release(rap_solution *solution);

/** (cB)_k: what process k itself gives to an indicator, a unit of its activity. `out` has one number a process. */
RAP_MUST_CHECK rap_status rap_chain_direct(const rap_chain *chain, size_t indicator, double *out, rap_error *err);

/** lambda: the whole intensity of each product. `out` has one number a product. RAP_E_FORMAT where it overflows. */
RAP_MUST_CHECK rap_status rap_chain_intensity(const rap_chain *chain, size_t indicator, double *out, rap_error *err);

/**
 * How many processes run backwards (co-products that replace other production, waste treated as an input), beyond
 * rounding: in some row that it touches its part exceeds 1e-12 of all parts. `first` (may be NULL): the first one.
 */
RAP_MUST_CHECK rap_status rap_chain_negative(const rap_chain *chain, const rap_solution *solution, size_t *count,
                                             size_t *first, rap_error *err);

/** One coefficient: its matrix, its place, and the value that it is to have. */
typedef enum rap_chain_matrix { RAP_TECHNOSPHERE, RAP_BIOSPHERE, RAP_FACTORS } rap_chain_matrix;

typedef struct rap_coefficient {
    rap_chain_matrix matrix;
    size_t row, col;
    double value;
} rap_coefficient;

/**
 * The answer to the same demand if one coefficient had another value. In the technosphere this is a change of rank one,
 * for which one more solve is enough (Sherman & Morrison 1950):   s' = s - w d s_k / (1 + d w_k),   w = A^-1 e_i.
 * Errors: RAP_E_USAGE (a place outside the matrix, a value that is not finite); RAP_E_FORMAT where the changed system is
 * singular or overflows; RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_chain_whatif(const rap_chain *chain, const rap_solution *solution, rap_coefficient change,
                                           rap_solution *out, rap_error *err);

/** Changes coefficients for good and factorises again. After a failure the chain is as it was. Errors as above. */
RAP_MUST_CHECK rap_status rap_chain_change(rap_chain *chain, const rap_coefficient *changes, size_t n, rap_error *err);

/**
 * d ln h / d ln theta for one coefficient theta (its `value` is not looked at): the per cent by which the score of
 * `indicator` grows when theta grows by one per cent. `lambda` is the indicator's intensity. Undefined for a score of 0.
 */
rap_value rap_chain_elasticity(const rap_chain *chain, const rap_solution *solution, size_t indicator, const double *lambda,
                               rap_coefficient theta);

#endif
