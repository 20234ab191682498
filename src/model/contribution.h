// SPDX-License-Identifier: Apache-2.0
/*
 * contribution - what a score is made of, exactly and from one solve.
 *
 * By process (cB)_k s_k, by flow c_j g_j: each adds up to the score. The first tier of a process, a unit of its product:
 * [(cB)_k + sum over i != k of lambda_i (-A_ik)] / A_kk, which adds up to lambda_k. The flow of a Sankey diagram from i to
 * k: lambda_i (-A_ik) s_k; what goes into a process (with its direct part) is what comes out of it.
 */
#ifndef RAP_MODEL_CONTRIBUTION_H
#define RAP_MODEL_CONTRIBUTION_H

#include "model/chain.h"

#define RAP_CONTRIBUTION_DIRECT SIZE_MAX /**< the process itself, in a first tier */
#define RAP_EDGE_REST SIZE_MAX           /**< inputs below the cut, together */

typedef struct rap_contribution {
    size_t index;     /**< process, flow or product */
    double amount;    /**< activity, inventory, or input per unit */
    double score;
} rap_contribution;

/** One entry a process, greatest absolute score first, of equals the first. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_contribution_processes(const rap_chain *chain, const rap_solution *solution, size_t indicator,
                                                     rap_contribution *out, rap_error *err);

/** One entry a flow, sorted in the same way. */
void rap_contribution_flows(const rap_chain *chain, const rap_solution *solution, size_t indicator, rap_contribution *out);

/**
 * The first tier of `process`, a unit of its product: the direct part, then its inputs (negative amounts: by-products),
 * greatest absolute score first. `out` has room for the entries of its column and one more. RAP_E_FORMAT where products are
 * not paired with processes or the process does not make its own product; RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_contribution_tier(const rap_chain *chain, size_t process, size_t indicator, const double *lambda,
                                                rap_contribution *out, size_t *n, rap_error *err);

/** A flow of a Sankey diagram. */
typedef struct rap_edge {
    size_t from, to;  /**< processes; from may be RAP_EDGE_REST */
    double score;
} rap_edge;

/**
 * All inputs of all processes that carry at least `share` of the score's absolute value, and for each process one edge from
 * RAP_EDGE_REST that holds its other inputs, where there are any; in order of `to`, then `from`. `*out` is to be freed with
 * rap_free(). Errors as for the first tier.
 */
RAP_MUST_CHECK rap_status rap_contribution_edges(const rap_chain *chain, const rap_solution *solution, size_t indicator,
                                                 const double *lambda, double share, rap_edge **out, size_t *n,
                                                 rap_error *err);

#endif
