// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <Random123/threefry.h>
#include <math.h>

#define INVERSION_BELOW 10
#define SPREAD_BELOW (UINT64_C(1) << 53)

void rap_random_bits(uint64_t seed, uint64_t key, uint64_t replicate, uint64_t draw, uint64_t out[2])
{
    threefry2x64_ctr_t counter = {{key, draw}};
    threefry2x64_key_t secret = {{seed, replicate}};
    threefry2x64_ctr_t bits = threefry2x64_R(20, counter, secret);
    out[0] = bits.v[0];
    out[1] = bits.v[1];
}

/* The middle of one of 2^52 equal parts of (0, 1). */
static double open_unit(uint64_t bits)
{
    return ((double)(bits >> 12) + 0.5) * 0x1p-52;
}

double rap_uniform(uint64_t seed, uint64_t key, uint64_t replicate, uint64_t draw)
{
    uint64_t bits[2];
    rap_random_bits(seed, key, replicate, draw, bits);
    return open_unit(bits[0]);
}

/* Walks the distribution function up to `u`. The start is tabled, so that no library function takes part. */
static uint64_t by_inversion(double u, unsigned mean)
{
    static const double none[INVERSION_BELOW] = {/* exp(-mean) */
        1.0, 0.36787944117144233, 0.1353352832366127, 0.049787068367863944, 0.018315638888734179,
        0.0067379469990854671, 0.0024787521766663585, 0.00091188196555451624, 0.00033546262790251185,
        0.00012340980408667956};
    double part = none[mean], sum = part;
    uint64_t k = 0;
    while (u > sum && k < 100) { /* past 100 less than 2^-53 is left for any mean below 10 */
        k++;
        part *= (double)mean;
        part /= (double)k;
        sum += part;
    }
    return k;
}

/* ln k! - [k ln k - k + ln(2 pi k)/2]: what Stirling's formula leaves out. */
static double stirling_rest(double k)
{
    static const double first[] = {0, /* k = 1..15 */
        0.081061466795327258, 0.041340695955409294, 0.027677925684998339, 0.020790672103765093,
        0.016644691189821192, 0.013876128823070748, 0.011896709945891770, 0.010411265261972096,
        0.009255462182712733, 0.008330563433362871, 0.007573675487951841, 0.006942840107209530,
        0.006408994188004207, 0.005951370112758848, 0.005554733551962801};
    if (k <= 15) return first[(int)k];
    double square = k * k;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / square) / square) / square) / k;
}

/*
 * ln of the Poisson probability of k. In the form of Loader (2000), in which nothing large cancels:
 * k ln(k/mean) - (k - mean) = mean ((1 + x) ln(1 + x) - x), x = (k - mean)/mean.
 */
static double log_probability(double k, double mean)
{
    if (k < 0.5) return -mean;
    double x = (k - mean) / mean;
    return -mean * ((1 + x) * log1p(x) - x) - stirling_rest(k) - 0.5 * log(6.2831853071795865 * k);
}

/* The names b, a, v_r, alpha, u, us, v are those of the paper's algorithm PTRS. */
static uint64_t by_rejection(uint64_t seed, uint64_t key, uint64_t replicate, double mean)
{
    double b = 0.931 + 2.53 * sqrt(mean), a = -0.059 + 0.02483 * b;
    double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), v_r = 0.9277 - 3.6224 / (b - 2);
    for (uint64_t draw = 0;; draw++) {
        uint64_t bits[2];
        rap_random_bits(seed, key, replicate, draw, bits);
        double u = open_unit(bits[0]) - 0.5, v = open_unit(bits[1]);
        double us = 0.5 - fabs(u);
        double k = floor((2 * a / us + b) * u + mean + 0.43);
        if (us >= 0.07 && v <= v_r) return (uint64_t)k;
        if (k < 0 || (us < 0.013 && v > us)) continue;
        if (log(v * inverse_alpha / (a / (us * us) + b)) <= log_probability(k, mean)) return (uint64_t)k;
    }
}

uint64_t rap_poisson(uint64_t seed, uint64_t key, uint64_t replicate, uint64_t mean)
{
    if (mean == 0) return 0;
    if (mean < INVERSION_BELOW)
        return by_inversion(rap_uniform(seed, key, replicate, 0), (unsigned)mean);
    if (mean > SPREAD_BELOW) return mean;
    return by_rejection(seed, key, replicate, (double)mean);
}
