// SPDX-License-Identifier: Apache-2.0
/*
 * narrow - the part of a chain that a demand can reach.
 *
 * A demand on a chain over all places runs few of its processes. The others make no difference to its scores, whatever
 * their coefficients are, so that a Monte Carlo need not factorise them ten thousand times.
 */
#ifndef RAP_MODEL_NARROW_H
#define RAP_MODEL_NARROW_H

#include "model/chain.h"

/**
 * The processes that `demand` reaches, in their order, with all flows and indicators. `index` gets, for each process, its place
 * in the narrow chain, or SIZE_MAX. Errors: RAP_E_FORMAT where products are not paired with processes; RAP_E_USAGE for an
 * empty demand; RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_chain_narrow(const rap_chain *chain, const double *demand, rap_chain **out, size_t *index,
                                           rap_error *err);

#endif
