// SPDX-License-Identifier: Apache-2.0
/*
 * rank - places of partners, and between which places they could as well stand.
 *
 * Sampling view: works are as if drawn (Poisson), so the count of each kind of work varies and with it the ranks. This is
 * noise of size only; faults of the database are larger and not in it.
 */
#ifndef RAP_STAT_RANK_H
#define RAP_STAT_RANK_H

#include "rapport.h"

/**
 * Competition ranks ("1224"): 1 + how many eligible values are greater; equal values share a rank. `eligible` NULL = all;
 * others, and values that are not finite, get rank 0. `ranks` has n entries. Quadratic time, no memory.
 */
void rap_ranks(const double *values, const bool *eligible, size_t n, uint32_t *ranks);

/**
 * 95 % ranges of rank by analysis, without resampling. `counts[y]` is the number of works of the focus with partner y;
 * `overlap[y*n + z]` the number of those with both y and z (the diagonal is ignored, and so are rows that are not wanted),
 * or NULL for independent counts (a cube of pairs): then ranges come out a little too wide for partners that share many.
 *
 * Works fall in three Poisson numbers: with y and z (o = overlap), y alone, z alone. Given that y is drawn as k, the shared
 * part is binomial(k, o/C_y), so z has mean C_z + (o/C_y)(k - C_y) and variance C_z - o^2/C_y. Rivals are taken as
 * independent given k; how many stand above y is then Poisson-binomial. Mixing over k gives the distribution of the rank,
 * whose 2.5 and 97.5 % quantiles are low and high. A count of 0 never rises: its range is its rank among what can fall.
 *
 * `low` and `high` have n entries; 0 where not eligible. Only those that are `wanted` (NULL = all) are worked out; the
 * rest stays as it is. Errors: RAP_E_MEMORY. About n^2 times 50 operations.
 */
RAP_MUST_CHECK rap_status rap_rank_intervals(const uint64_t *counts, const uint64_t *overlap, const bool *eligible,
                                             size_t n, const bool *wanted, uint32_t *low, uint32_t *high, rap_error *err);

/**
 * The same from a bootstrap: `counts[r*n + y]` in resample r of `replicates`. Ranks in every resample; low and high are the
 * least ranks that 2.5 and 97.5 % of the resamples do not exceed. Errors: RAP_E_USAGE (no replicates), RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_rank_resampled(const double *counts, size_t replicates, const bool *eligible, size_t n,
                                             uint32_t *low, uint32_t *high, rap_error *err);

/**
 * 95 % percentile interval of a value over resamples: quantiles 0.025 and 0.975, between order statistics by straight line.
 * `values` is sorted; those that are NaN (undefined in a resample) are left out. Fewer than 20 left: RAP_UNDEFINED_SMALL.
 */
rap_interval rap_percentile_interval(double *values, size_t n);

#endif
