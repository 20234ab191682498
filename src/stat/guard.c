// SPDX-License-Identifier: Apache-2.0
#include "stat/guard.h"

#include <math.h>

static rap_guard_year judge(double count, double expected, double width)
{
    double mean = expected > 0 ? expected : 0;
    rap_guard_year year = {.expected = mean, .excess = count - mean};
    year.limit = width * fmax(5 * sqrt(fmax(mean, 1)), 0.2 * mean); /* of means below 1 as of 1: one work among zeros is no burst */
    year.flagged = fabs(year.excess) > year.limit;
    return year;
}

/* Whether `beside` stands out more than `year`, the other way. */
static bool outshone(const rap_guard_year *year, const rap_guard_year *beside)
{
    return beside->flagged && (beside->excess > 0) != (year->excess > 0) &&
           fabs(beside->excess) > fabs(year->excess);
}

static void mark_shadows(rap_guard_year *years, size_t first, size_t last)
{
    for (size_t i = first; i <= last; i++) {
        if (!years[i].flagged) continue;
        if ((i > first && outshone(&years[i], &years[i - 1])) ||
            (i < last && outshone(&years[i], &years[i + 1])))
            years[i].shadow = true;
    }
}

/*
 * Judges the first or last year. Its excess over the line through the two years beside it is the second difference, which
 * also flags the year beside it. The end is at fault only where the one beside agrees with the line through the years
 * further in, within the usual limit: one year after a spike, a series ends on the spike's shadow.
 */
static void judge_end(const double *counts, size_t n, bool last, rap_guard_year *out)
{
    size_t at[4];
    for (size_t k = 0; k < 4; k++) at[k] = last ? n - 1 - k : k;
    rap_guard_year *end = &out[at[0]], *beside = &out[at[1]], *further = &out[at[2]];
    *end = judge(counts[at[0]], 2 * counts[at[1]] - counts[at[2]], 2);
    rap_guard_year beside_from_within = judge(counts[at[1]], 2 * counts[at[2]] - counts[at[3]], 1);
    if (further->flagged && fabs(further->excess) > fabs(beside->excess)) end->flagged = false;
    if (beside->flagged && beside_from_within.flagged) end->flagged = false;
    if (beside->flagged && end->flagged) beside->shadow = true;
}

void rap_guard(const double *counts, size_t n, rap_guard_year *out)
{
    if (n < 4) {
        for (size_t i = 0; i < n; i++) out[i] = (rap_guard_year){.expected = counts[i]};
        return;
    }
    for (size_t i = 1; i + 1 < n; i++) out[i] = judge(counts[i], (counts[i - 1] + counts[i + 1]) / 2, 1);
    mark_shadows(out, 1, n - 2);
    judge_end(counts, n, false, out);
    judge_end(counts, n, true, out);
}

static bool is_kept(const rap_guard_year *year)
{
    return !year->flagged || year->shadow;
}

/* The value at `at` on the straight line between the kept years around it. */
static double between(const double *series, size_t n, size_t before, size_t at, size_t after)
{
    if (after == n) return series[before];
    if (before == n) return series[after];
    double part = (double)(at - before) / (double)(after - before);
    return series[before] + part * (series[after] - series[before]);
}

size_t rap_guard_replace(const double *series, const rap_guard_year *years, size_t n, double *out)
{
    size_t replaced = 0, before = n;
    for (size_t i = 0; i < n; i++) {
        out[i] = series[i];
        if (is_kept(&years[i])) {
            before = i;
            continue;
        }
        size_t after = i + 1;
        while (after < n && !is_kept(&years[after])) after++;
        if (before == n && after == n) continue;
        out[i] = between(series, n, before, i, after);
        replaced++;
    }
    return replaced;
}
