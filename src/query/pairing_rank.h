// SPDX-License-Identifier: Apache-2.0
/*
 * pairing_rank - ranks of partners by count and by RIC, with their intervals: analytic, or from resampled works.
 */
#ifndef RAP_QUERY_PAIRING_RANK_H
#define RAP_QUERY_PAIRING_RANK_H

#include "query/pairing.h"

/** True where a node may have a rank: not the residual and, under --among, a member of it (in the bucket's year). */
bool rap_is_eligible(const rap_asking *asking, const rap_spread *spread, const rap_bucket *bucket, uint32_t node);

/**
 * Fills the rank columns of a bucket's rows: by RIC always; by count too unless `ranked` is 0, with analytic intervals for
 * the first `ranked` of those that have a rank.
 */
RAP_MUST_CHECK rap_status rap_pairing_ranks(const rap_asking *asking, const rap_spread *spread,
                                            const rap_bucket *bucket, size_t ranked, rap_pairing_list *list,
                                            rap_error *err);

/** Replaces the intervals of ranks and RIC by percentiles over asking->bootstrap resamples of works. */
RAP_MUST_CHECK rap_status rap_pairing_bootstrap(const rap_asking *asking, const rap_spread_options *options,
                                                rap_pairings *pairings, rap_error *err);

#endif
