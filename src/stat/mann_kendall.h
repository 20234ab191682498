// SPDX-License-Identifier: Apache-2.0
/*
 * mann_kendall - is there a monotone trend, and how steep is it: without assuming a shape.
 *
 * With nearly every growing series "significant", the slope with its interval is what to read, not p.
 */
#ifndef RAP_STAT_MANN_KENDALL_H
#define RAP_STAT_MANN_KENDALL_H

#include "rapport.h"

typedef struct rap_mann_kendall {
    double s;          /**< later minus earlier: pairs that rise less pairs that fall */
    double variance;   /**< of s without a trend, corrected for ties and, where asked, for autocorrelation */
    double z;          /**< s standardised, with continuity correction: (|s| - 1)/sqrt(variance), signed */
    double p;          /**< two-sided */
    double tau;        /**< Kendall's tau-a: s over the number of pairs, -1..1 */
    double slope;      /**< Sen's slope: median change of y per unit of t */
    double slope_low, slope_high; /**< its 95 % interval */
} rap_mann_kendall;

/**
 * Mann-Kendall test (Mann 1945, Kendall 1975) and Sen's slope (Sen 1968) of n points (t[i], y[i]), t increasing and
 * finite, y finite. variance = [n(n-1)(2n+5) - sum over ties of g(g-1)(2g+5)]/18. `hamed_rao` widens the variance for
 * autocorrelation of the ranks about Sen's line, significant lags only (Hamed & Rao 1998); it never narrows it, as
 * years that alternate would otherwise look more certain. In short series it mends only part: with 30 years that carry 0.7 of the
 * year before, false alarms at 5 % fall from 33 to 24 in a hundred. All values equal: s = 0, z = 0, p = 1.
 * The interval of the slope takes the ranks (N' -+ 1.96 sqrt(variance))/2 of the N' pairwise slopes, rounded outward.
 * Errors: RAP_E_USAGE (n < 3, t not increasing, a number not finite), RAP_E_MEMORY. Quadratic time and memory.
 */
RAP_MUST_CHECK rap_status rap_mann_kendall_test(const double *t, const double *y, size_t n, bool hamed_rao,
                                                rap_mann_kendall *out, rap_error *err);

/**
 * p values adjusted so that, taking those below q, the expected share of false ones is at most q (Benjamini & Hochberg
 * 1995). `adjusted` has n entries and may be `p`. A p that is not in 0..1 (NaN: not tested) is copied and not counted.
 */
RAP_MUST_CHECK rap_status rap_false_discovery(const double *p, size_t n, double *adjusted, rap_error *err);

#endif
