// SPDX-License-Identifier: Apache-2.0
/*
 * distribution - the few probability functions that intervals and tests need.
 */
#ifndef RAP_STAT_DISTRIBUTION_H
#define RAP_STAT_DISTRIBUTION_H

#include <stddef.h>

enum { RAP_NORMAL_REACH = 6, RAP_NORMAL_STEPS = 64 };

/** 97.5 % quantile of the normal distribution: half the width of a 95 % interval in standard errors. */
#define RAP_NORMAL_95 1.959963984540054

/** P(N(0,1) <= z). */
double rap_normal_below(double z);

/** P(|N(0,1)| >= |z|): the two-sided p of a standardised statistic. */
double rap_normal_two_sided(double z);

/** P(|t| >= |t0|) for Student's t with `freedom` > 0 degrees of freedom; 1 where freedom <= 0. */
double rap_student_two_sided(double t0, double freedom);

/** P(t <= t0) for Student's t; one half at 0. */
double rap_student_below(double t0, double freedom);

/** 97.5 % quantile of Student's t with `freedom` > 0 degrees of freedom; infinite where freedom <= 0. */
double rap_student_95(double freedom);

/**
 * P(Poisson(mean) > k), made continuous in k: below a mean of 20 exact at whole k and straight between; from there on after
 * Wilson & Hilferty (1931), error below 0.0003. k <= -1 gives 1.
 */
double rap_poisson_above(double mean, double k);

/** Values of the normal distribution and their slopes at steps of 1/64, for who needs hundreds of thousands of them. */
typedef struct rap_normal_table {
    double below[2 * RAP_NORMAL_REACH * RAP_NORMAL_STEPS + 2], slope[2 * RAP_NORMAL_REACH * RAP_NORMAL_STEPS + 2];
} rap_normal_table;

void rap_normal_table_init(rap_normal_table *table);

/** rap_normal_below() by cubic interpolation, within 1e-9; 0 or 1 beyond the table's reach. */
double rap_normal_table_below(const rap_normal_table *table, double z);

/** rap_poisson_above() within 2e-9 for `n` values of k at once, which share most of the work where the mean is small. */
void rap_poisson_above_each(const rap_normal_table *table, double mean, const double *k, size_t n, double *out);

#endif
