// SPDX-License-Identifier: Apache-2.0
#include "stat/mann_kendall.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/error.h"
#include "stat/distribution.h"

static int compare(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static rap_status check(const double *t, const double *y, size_t n, rap_error *err)
{
    if (n < 3) return rap_fail(err, RAP_E_USAGE, "a trend needs at least 3 points, found %zu", n);
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(t[i]) || !isfinite(y[i]))
            return rap_fail(err, RAP_E_USAGE, "point %zu of the series is not a finite number", i + 1);
        if (i > 0 && t[i] <= t[i - 1])
            return rap_fail(err, RAP_E_USAGE, "times must increase: point %zu does not", i + 1);
    }
    return RAP_OK;
}

static double sign_sum(const double *y, size_t n)
{
    double s = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) s += (y[j] > y[i]) - (y[j] < y[i]);
    return s;
}

/* Each member of a tie group of g values adds (g - 1)(2g + 5): together g(g - 1)(2g + 5). */
static double variance_of(const double *y, size_t n)
{
    double size = (double)n, ties = 0;
    for (size_t i = 0; i < n; i++) {
        double group = 0;
        for (size_t j = 0; j < n; j++) group += y[j] == y[i];
        ties += (group - 1) * (2 * group + 5);
    }
    return (size * (size - 1) * (2 * size + 5) - ties) / 18;
}

/* The k-th smallest of the sorted slopes, k from 1, held within 1..count. */
static double slope_at(const double *slopes, size_t count, double k)
{
    double held = fmin(fmax(k, 1), (double)count);
    return slopes[(size_t)held - 1];
}

static double median(const double *sorted, size_t count)
{
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}

static void sen(const double *t, const double *y, size_t n, double *slopes, double variance,
                rap_mann_kendall *result)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) slopes[count++] = (y[j] - y[i]) / (t[j] - t[i]);
    qsort(slopes, count, sizeof *slopes, compare);
    double half = RAP_NORMAL_95 * sqrt(variance), pairs = (double)count;
    result->slope = median(slopes, count);
    result->slope_low = slope_at(slopes, count, floor((pairs - half) / 2));
    result->slope_high = slope_at(slopes, count, ceil((pairs + half) / 2) + 1);
}

/* Ranks from 1, ties at their mean, less the mean rank. */
static void centred_ranks(const double *value, size_t n, double *rank)
{
    for (size_t i = 0; i < n; i++) {
        double below = 0, equal = 0;
        for (size_t j = 0; j < n; j++) {
            below += value[j] < value[i];
            equal += value[j] == value[i];
        }
        rank[i] = below + (equal + 1) / 2 - ((double)n + 1) / 2;
    }
}

/*
 * Hamed & Rao (1998): n/n* = 1 + 2/(n(n-1)(n-2)) sum over lags i of (n-i)(n-i-1)(n-i-2) r_i, with r_i the autocorrelation
 * of the ranks about Sen's line where it is significant at 5 %.
 */
static double autocorrelation_factor(const double *rank, size_t n)
{
    double total = 0, size = (double)n, sum = 0;
    for (size_t i = 0; i < n; i++) total += rank[i] * rank[i];
    if (!(total > 0)) return 1;
    for (size_t lag = 1; lag < n; lag++) {
        double r = 0, left = size - (double)lag;
        for (size_t i = 0; i + lag < n; i++) r += rank[i] * rank[i + lag];
        r /= total;
        if (fabs(r) > RAP_NORMAL_95 / sqrt(size)) sum += left * (left - 1) * (left - 2) * r;
    }
    return fmax(1, 1 + 2 * sum / (size * (size - 1) * (size - 2)));
}

static double widened(const double *t, const double *y, size_t n, double slope, double *scratch)
{
    double *rest = scratch, *rank = scratch + n;
    for (size_t i = 0; i < n; i++) rest[i] = y[i] - slope * (t[i] - t[0]);
    centred_ranks(rest, n, rank);
    return autocorrelation_factor(rank, n);
}

rap_status rap_mann_kendall_test(const double *t, const double *y, size_t n, bool hamed_rao,
                                 rap_mann_kendall *out, rap_error *err)
{
    RAP_TRY(check(t, y, n, err));
    if (n > UINT32_MAX) return rap_fail_memory(err); /* so that n * n does not overflow */
    size_t pairs = n * (n - 1) / 2;
    double *slopes = rap_alloc(pairs + 2 * n, sizeof *slopes);
    if (!slopes) return rap_fail_memory(err);
    rap_mann_kendall result = {.s = sign_sum(y, n), .variance = variance_of(y, n)};
    sen(t, y, n, slopes, result.variance, &result);
    if (hamed_rao) {
        result.variance *= widened(t, y, n, result.slope, slopes + pairs);
        sen(t, y, n, slopes, result.variance, &result);
    }
    double excess = fmax(fabs(result.s) - 1, 0);
    result.z = result.variance > 0 ? copysign(excess / sqrt(result.variance), result.s) : 0;
    result.p = rap_normal_two_sided(result.z);
    result.tau = result.s / (double)pairs;
    rap_free(slopes);
    *out = result;
    return RAP_OK;
}

typedef struct rap_tested {
    double p;
    size_t at;
} rap_tested;

static int compare_tested(const void *a, const void *b)
{
    const rap_tested *x = a, *y = b;
    return (x->p > y->p) - (x->p < y->p);
}

rap_status rap_false_discovery(const double *p, size_t n, double *adjusted, rap_error *err)
{
    rap_tested *tested = rap_alloc(n, sizeof *tested);
    if (!tested) return rap_fail_memory(err);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] >= 0 && p[i] <= 1) tested[count++] = (rap_tested){p[i], i};
        else adjusted[i] = p[i];
    }
    if (count > 0) qsort(tested, count, sizeof *tested, compare_tested);
    double least = 1;
    for (size_t i = count; i-- > 0;) {
        least = fmin(least, tested[i].p * (double)count / (double)(i + 1));
        adjusted[tested[i].at] = least;
    }
    rap_free(tested);
    return RAP_OK;
}
