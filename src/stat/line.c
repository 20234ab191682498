// SPDX-License-Identifier: Apache-2.0
#include "stat/line.h"

#include <math.h>

/* Two profiles of one length, less the entries at two places. */
typedef struct rap_profiles {
    const double *x, *z;
    size_t n, at_x, at_z;
} rap_profiles;

static bool left_out(const rap_profiles *p, size_t i)
{
    return i == p->at_x || i == p->at_z;
}

/* Sums of both; false where an entry is no count. */
static bool sums(const rap_profiles *p, double *sum_x, double *sum_z)
{
    *sum_x = *sum_z = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (left_out(p, i)) continue;
        if (!(p->x[i] >= 0 && isfinite(p->x[i]) && p->z[i] >= 0 && isfinite(p->z[i]))) return false;
        *sum_x += p->x[i];
        *sum_z += p->z[i];
    }
    return true;
}

static rap_reason check(const rap_profiles *p, double *sum_x, double *sum_z)
{
    if (!sums(p, sum_x, sum_z)) return RAP_UNDEFINED_NO_DATA;
    return *sum_x > 0 && *sum_z > 0 ? RAP_DEFINED : RAP_UNDEFINED_EMPTY;
}

static double within_0_1(double value)
{
    return fmin(fmax(value, 0), 1); /* rounding may pass an end by the last bit */
}

static rap_value similarity(const rap_profiles *p)
{
    double sum_x, sum_z;
    rap_reason reason = check(p, &sum_x, &sum_z);
    if (reason != RAP_DEFINED) return (rap_value){0, reason};
    double divergence = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (left_out(p, i)) continue;
        double x = p->x[i] / sum_x, z = p->z[i] / sum_z, middle = (x + z) / 2;
        if (x > 0) divergence += x * log2(x / middle) / 2;
        if (z > 0) divergence += z * log2(z / middle) / 2;
    }
    return (rap_value){within_0_1(1 - divergence), RAP_DEFINED};
}

static rap_value cosine(const rap_profiles *p)
{
    double sum_x, sum_z;
    rap_reason reason = check(p, &sum_x, &sum_z);
    if (reason != RAP_DEFINED) return (rap_value){0, reason};
    double xx = 0, zz = 0, xz = 0;
    for (size_t i = 0; i < p->n; i++) {
        if (left_out(p, i)) continue;
        double x = p->x[i] / sum_x, z = p->z[i] / sum_z;
        xx += x * x;
        zz += z * z;
        xz += x * z;
    }
    return (rap_value){within_0_1(xz / sqrt(xx * zz)), RAP_DEFINED};
}

rap_value rap_partner_similarity(const double *x, const double *z, size_t n, size_t at_x, size_t at_z)
{
    return similarity(&(rap_profiles){x, z, n, at_x, at_z});
}

rap_value rap_partner_cosine(const double *x, const double *z, size_t n, size_t at_x, size_t at_z)
{
    return cosine(&(rap_profiles){x, z, n, at_x, at_z});
}

rap_value rap_profile_similarity(const double *x, const double *y, size_t n)
{
    return similarity(&(rap_profiles){x, y, n, SIZE_MAX, SIZE_MAX});
}

rap_value rap_profile_cosine(const double *x, const double *y, size_t n)
{
    return cosine(&(rap_profiles){x, y, n, SIZE_MAX, SIZE_MAX});
}

/* ln(after / before), with the reason where there is none. */
static rap_value log_change(rap_value before, rap_value after)
{
    if (before.reason != RAP_DEFINED) return (rap_value){0, before.reason};
    if (after.reason != RAP_DEFINED) return (rap_value){0, after.reason};
    if (!(before.value >= 0 && after.value >= 0)) return (rap_value){0, RAP_UNDEFINED_NO_DATA};
    if (before.value == 0 && after.value == 0) return (rap_value){0, RAP_UNDEFINED_EMPTY};
    if (before.value == 0 || after.value == 0) return (rap_value){0, RAP_UNDEFINED_INFINITE};
    return (rap_value){log(after.value / before.value), RAP_DEFINED};
}

static rap_value number(double value)
{
    return (rap_value){value, RAP_DEFINED};
}

rap_growth rap_growth_of(rap_quad before, rap_quad after)
{
    return (rap_growth){
        .total = log_change(number(before.n), number(after.n)),
        .focus = log_change(number(before.row), number(after.row)),
        .partner = log_change(number(before.col), number(after.col)),
        .world = log_change(number(after.all), number(before.all)),
        .preference = log_change(rap_affinity(before), rap_affinity(after)),
    };
}
