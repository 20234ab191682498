// SPDX-License-Identifier: Apache-2.0
/*
 * indicator - the pure functions of a quad that rapport.h declares.
 *
 * Each ends in one division, divide(), which knows the three ways it can go: a number, 0/0, c/0. A negative or unknown
 * (NaN) count is no count: RAP_UNDEFINED_NO_DATA.
 */
#include <math.h>

#include "rapport.h"
#include "stat/distribution.h"

const char *rap_reason_text(rap_reason reason)
{
    static const char *const text[] = {
        [RAP_DEFINED] = "defined",
        [RAP_UNDEFINED_EMPTY] = "empty: 0/0",
        [RAP_UNDEFINED_INFINITE] = "infinite: divided by 0",
        [RAP_UNDEFINED_SELF] = "a country with itself",
        [RAP_UNDEFINED_NO_DATA] = "not in these data",
        [RAP_UNDEFINED_SMALL] = "below the stated minimum",
        [RAP_UNDEFINED_RESIDUAL] = "all others are no country",
        [RAP_UNDEFINED_COUNTING] = "of whole counts only",
        [RAP_UNDEFINED_UNREACHED] = "not reached in the years looked at",
        [RAP_UNDEFINED_LIMIT] = "a limit: neared, never reached",
        [RAP_UNDEFINED_ROW] = "not about this row",
    };
    return (unsigned)reason < RAP_REASON_END ? text[reason] : "unknown reason";
}

static rap_value defined(double value)
{
    return (rap_value){value, RAP_DEFINED};
}

static rap_value undefined(rap_reason reason)
{
    return (rap_value){0, reason};
}

static bool is_count(double x)
{
    return x >= 0 && isfinite(x);
}

static bool is_quad(rap_quad q)
{
    return is_count(q.n) && is_count(q.row) && is_count(q.col) && is_count(q.all);
}

static rap_value divide(double above, double below)
{
    if (!is_count(above) || !is_count(below)) return undefined(RAP_UNDEFINED_NO_DATA);
    if (below > 0) return defined(above / below);
    return undefined(above > 0 ? RAP_UNDEFINED_INFINITE : RAP_UNDEFINED_EMPTY);
}

rap_value rap_ratio(rap_quad q)
{
    if (!is_quad(q)) return undefined(RAP_UNDEFINED_NO_DATA);
    if (q.n == 0 && (q.row == 0 || q.col == 0)) return undefined(RAP_UNDEFINED_EMPTY);
    if (q.row == 0 || q.col == 0) return undefined(RAP_UNDEFINED_INFINITE);
    return defined(q.n * q.all / (q.row * q.col));
}

rap_value rap_affinity(rap_quad links)
{
    links.all *= 2;
    return rap_ratio(links);
}

rap_value rap_ric(rap_quad links)
{
    if (!is_quad(links) || links.n > links.row || links.n > links.col || links.row > links.all)
        return undefined(RAP_UNDEFINED_NO_DATA);
    double others = links.col - links.n, rest = links.all - links.row;
    if (links.row == 0 || links.col == 0 || rest == 0) return undefined(RAP_UNDEFINED_EMPTY);
    return divide(links.n * rest, links.row * others);
}

rap_value rap_ric_n(rap_quad links)
{
    rap_value ric = rap_ric(links);
    ric.value *= 2;
    return ric;
}

rap_interval rap_ric_interval(rap_quad links)
{
    rap_value ric = rap_ric(links);
    if (ric.reason != RAP_DEFINED) return (rap_interval){ric, ric};
    double a = links.n > 0 ? links.n : 0.5, others = links.col - links.n, rest = links.all - links.row;
    double estimate = a * rest / (links.row * others);
    double variance = 1 / a - 1 / links.row + 1 / others - 1 / rest;
    double half = RAP_NORMAL_95 * sqrt(fmax(variance, 0)); /* below 0 only where fractional counts are under one work */
    return (rap_interval){.low = defined(links.n > 0 ? estimate * exp(-half) : 0),
                          .high = defined(estimate * exp(half))};
}

rap_interval rap_count_interval(double n)
{
    double square = RAP_NORMAL_95 * RAP_NORMAL_95;
    double middle = n + square / 2, half = RAP_NORMAL_95 * sqrt(n + square / 4);
    return (rap_interval){.low = defined(n > 0 ? middle - half : 0), .high = defined(middle + half)};
}

rap_value rap_luukkonen(rap_quad links)
{
    return rap_ratio((rap_quad){links.n, links.row, links.col, 2 * links.all - links.row});
}

rap_value rap_nsf_index(rap_quad international)
{
    return rap_ratio(international);
}

/* Joint works over a measure of both countries' works. */
static rap_value over(rap_quad works, double below)
{
    if (!is_count(works.row) || !is_count(works.col)) return undefined(RAP_UNDEFINED_NO_DATA);
    return divide(works.n, below);
}

rap_value rap_salton(rap_quad works)
{
    return over(works, sqrt(works.row * works.col));
}

rap_value rap_jaccard(rap_quad works)
{
    return over(works, works.row + works.col - works.n);
}

rap_value rap_inclusion(rap_quad works)
{
    return over(works, fmin(works.row, works.col));
}

rap_value rap_symmetric(rap_value ratio)
{
    if (ratio.reason == RAP_UNDEFINED_INFINITE) return defined(1);
    if (ratio.reason != RAP_DEFINED) return undefined(ratio.reason);
    if (!is_count(ratio.value)) return undefined(RAP_UNDEFINED_NO_DATA);
    return defined((ratio.value - 1) / (ratio.value + 1));
}

rap_value rap_share(double n, double whole)
{
    return divide(n, whole);
}
