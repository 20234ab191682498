// SPDX-License-Identifier: Apache-2.0
#include "stat/distribution.h"

#include <math.h>

double rap_normal_below(double z)
{
    return 0.5 * erfc(-z * 0.70710678118654752);
}

void rap_normal_table_init(rap_normal_table *table)
{
    const double root = 2.5066282746310005; /* of 2 pi */
    for (int i = 0; i < 2 * RAP_NORMAL_REACH * RAP_NORMAL_STEPS + 2; i++) {
        double z = (double)i / RAP_NORMAL_STEPS - RAP_NORMAL_REACH;
        table->below[i] = rap_normal_below(z);
        table->slope[i] = exp(-z * z / 2) / root / RAP_NORMAL_STEPS;
    }
}

double rap_normal_table_below(const rap_normal_table *table, double z)
{
    if (!(z > -RAP_NORMAL_REACH)) return 0;
    if (z >= RAP_NORMAL_REACH) return 1;
    double at = (z + RAP_NORMAL_REACH) * RAP_NORMAL_STEPS;
    size_t i = (size_t)at;
    double t = at - (double)i, rise = table->below[i + 1] - table->below[i];
    double bend = table->slope[i] - rise, other = rise - table->slope[i + 1];
    return table->below[i] + t * (rise + (1 - t) * (bend * (1 - t) + other * t));
}

double rap_normal_two_sided(double z)
{
    return erfc(fabs(z) * 0.70710678118654752);
}

/* Logarithm of the gamma function for x > 0 by Stirling's series; lgamma() would write a global. */
static double log_gamma(double x)
{
    double shift = 0;
    while (x < 15) {
        shift -= log(x);
        x += 1;
    }
    double square = x * x;
    double rest = (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / x;
    return shift + (x - 0.5) * log(x) - x + 0.91893853320467274 + rest;
}

/*
 * The continued fraction of the incomplete beta function I_x(a, b), x < (a + 1)/(a + b + 2), evaluated from the front
 * (Lentz's method). Its terms shrink fast there; 300 are more than any freedom in use needs.
 */
static double beta_fraction(double x, double a, double b)
{
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double value = d;
    for (int m = 1; m < 300; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        double step = 1;
        for (int half = 0; half < 2; half++) {
            double term = half == 0 ? even : odd;
            d = 1 + term * d;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            c = 1 + term / c;
            if (fabs(c) < tiny) c = tiny;
            step *= c * d;
        }
        value *= step;
        if (fabs(step - 1) < 1e-15) break;
    }
    return value;
}

/* Regularised incomplete beta function I_x(a, b). */
static double beta_below(double x, double a, double b)
{
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    double front =
        exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log1p(-x));
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(x, a, b) / a;
    return 1 - front * beta_fraction(1 - x, b, a) / b;
}

double rap_student_two_sided(double t0, double freedom)
{
    if (!(freedom > 0)) return 1;
    return beta_below(freedom / (freedom + t0 * t0), freedom / 2, 0.5);
}

double rap_student_below(double t0, double freedom)
{
    double tail = rap_student_two_sided(t0, freedom) / 2;
    return t0 > 0 ? 1 - tail : tail;
}

double rap_student_95(double freedom)
{
    if (!(freedom > 0)) return INFINITY;
    double low = 1.9, high = 4;
    while (rap_student_two_sided(high, freedom) > 0.05 && high < 1e300) high *= 2;
    for (int i = 0; i < 200 && high - low > 1e-13 * high; i++) {
        double middle = (low + high) / 2;
        if (rap_student_two_sided(middle, freedom) > 0.05) low = middle;
        else high = middle;
    }
    return (low + high) / 2;
}

enum { WHOLE_MAX = 202 };

/* P(Poisson(mean) > k) for whole k from -1 to `last`, at most WHOLE_MAX - 2, by summing: above[k + 1]. */
static void poisson_above_whole(double mean, int last, double above[WHOLE_MAX + 1])
{
    double part = exp(-mean), rest = 1;
    above[0] = 1;
    for (int i = 0; i <= last; i++) {
        rest -= part;
        part *= mean / (i + 1);
        above[i + 1] = fmax(rest, 0);
    }
}

static double between_whole(const double *above, double k)
{
    double whole = floor(k), part = k - whole;
    const double *at = above + (int)whole + 1;
    return part > 0 ? at[0] + part * (at[1] - at[0]) : at[0];
}

/* Where the mean is large the normal distribution says it: at this point. */
static double wilson_hilferty(double mean, double k)
{
    double room = k + 1, ninth = 1 / (9 * room);
    return (cbrt(mean / room) - 1 + ninth) / sqrt(ninth);
}

void rap_poisson_above_each(const rap_normal_table *table, double mean, const double *k, size_t n, double *out)
{
    double above[WHOLE_MAX + 1], last = -2;
    for (size_t i = 0; i < n; i++)
        if (k[i] > last && floor(k[i]) <= 200) last = k[i];
    if (mean < 20 && last > -1) poisson_above_whole(mean, (int)floor(last) + 1, above);
    for (size_t i = 0; i < n; i++) {
        if (k[i] <= -1)
            out[i] = 1;
        else if (mean >= 20)
            out[i] = rap_normal_table_below(table, wilson_hilferty(mean, k[i]));
        else
            out[i] = floor(k[i]) > 200 ? 0 : between_whole(above, k[i]);
    }
}

double rap_poisson_above(double mean, double k)
{
    double above;
    if (k > -1 && mean >= 20) return rap_normal_below(wilson_hilferty(mean, k));
    rap_poisson_above_each(NULL, mean, &k, 1, &above);
    return above;
}
