// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"

/* Known answers of Threefry2x64-20, published with Random123: counter, key -> bits. */
static void bits_are_those_of_threefry(void **state)
{
    (void)state;
    uint64_t bits[2];
    rap_random_bits(0, 0, 0, 0, bits);
    assert_true(bits[0] == 0xc2b6e3a8c2c69865u && bits[1] == 0x6f81ed42f350084du);
    rap_random_bits(UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX, bits);
    assert_true(bits[0] == 0xe02cb7c4d95d277au && bits[1] == 0xd06633d0893b8b68u);
    rap_random_bits(0xa4093822299f31d0u, 0x243f6a8885a308d3u, 0x082efa98ec4e6c89u, 0x13198a2e03707344u, bits);
    assert_true(bits[0] == 0x263c7d30bb0f0af1u && bits[1] == 0x56be8361d3311526u);
}

static void uniform_is_open_and_even(void **state)
{
    (void)state;
    double sum = 0, least = 1, greatest = 0;
    int tenth[10] = {0};
    for (uint64_t i = 0; i < 100000; i++) {
        double u = rap_uniform(1, i, 0, 0);
        assert_true(u > 0 && u < 1);
        sum += u;
        least = fmin(least, u);
        greatest = fmax(greatest, u);
        tenth[(int)(u * 10)]++;
    }
    assert_true(fabs(sum / 100000 - 0.5) < 4 * sqrt(1.0 / 12 / 100000));
    assert_true(least < 1e-4 && greatest > 1 - 1e-4);
    double chi = 0;
    for (int i = 0; i < 10; i++) chi += pow(tenth[i] - 10000, 2) / 10000;
    assert_true(chi < 9 + 4 * sqrt(18));
}

#define DRAWS 200000
#define BINS 400

/* Chi-square of DRAWS deviates against the Poisson distribution, neighbours joined until each bin expects 20. */
static void assert_distribution(uint64_t seed, uint64_t mean)
{
    static unsigned seen[BINS];
    for (int k = 0; k < BINS; k++) seen[k] = 0;
    for (uint64_t i = 0; i < DRAWS; i++) {
        uint64_t k = rap_poisson(seed, i, 7, mean);
        seen[k < BINS ? k : BINS - 1]++;
    }
    double chi = 0, expected = 0, found = 0, m = (double)mean, left = DRAWS, left_seen = DRAWS;
    int bins = 0;
    for (int k = 0; k < BINS; k++) {
        double p = DRAWS * exp(-m + k * log(m) - lgamma(k + 1.0));
        expected += p;
        found += seen[k];
        if (expected < 20 || left - expected < 20) continue;
        chi += (found - expected) * (found - expected) / expected;
        left -= expected;
        left_seen -= found;
        expected = found = 0;
        bins++;
    }
    chi += (left_seen - left) * (left_seen - left) / left;
    assert_true(bins > 2);
    assert_true(chi < bins + 4 * sqrt(2.0 * bins));
    assert_true(chi > bins - 4 * sqrt(2.0 * bins));
}

static void small_means_follow_the_distribution(void **state)
{
    (void)state;
    for (uint64_t mean = 1; mean < 10; mean++) assert_distribution(11, mean);
}

static void large_means_follow_the_distribution(void **state)
{
    (void)state;
    uint64_t means[] = {10, 11, 15, 30, 100, 250};
    for (int i = 0; i < 6; i++) assert_distribution(12, means[i]);
}

static void mean_and_variance_are_the_mean(void **state)
{
    (void)state;
    uint64_t means[] = {1, 5, 9, 10, 50, 1000, 1000000, UINT64_C(1) << 40};
    for (int m = 0; m < 8; m++) {
        double mean = (double)means[m], sum = 0, squares = 0;
        int n = 50000;
        for (int i = 0; i < n; i++) {
            double d = (double)rap_poisson(3, (uint64_t)i, 1, means[m]) - mean;
            sum += d;
            squares += d * d;
        }
        assert_true(fabs(sum / n) < 4 * sqrt(mean / n));
        assert_true(fabs(squares / n / mean - 1) < 4 * sqrt((2 + 1 / mean) / n));
    }
}

static void ends_are_safe(void **state)
{
    (void)state;
    assert_true(rap_poisson(1, 2, 3, 0) == 0);
    assert_true(rap_poisson(1, 2, 3, UINT64_MAX) == UINT64_MAX);
    uint64_t limit = UINT64_C(1) << 53;
    double far = (double)rap_poisson(1, 2, 3, limit) - (double)limit;
    assert_true(fabs(far) < 10 * sqrt((double)limit));
}

static void a_deviate_depends_on_its_name_only(void **state)
{
    (void)state;
    uint64_t a = rap_poisson(1, 99, 5, 100000);
    (void)rap_poisson(1, 98, 5, 100000);
    assert_true(rap_poisson(1, 99, 5, 100000) == a);
    int same = 0;
    for (uint64_t r = 1; r <= 100; r++) same += rap_poisson(1, 99, r, 100000) == a;
    assert_true(same < 5);
    assert_true(rap_poisson(2, 99, 5, 100000) != a);
    assert_true(rap_poisson(1, 100, 5, 100000) != a);
}

/* Neighbouring keys and replicates are as good as independent. */
static void neighbours_are_uncorrelated(void **state)
{
    (void)state;
    int n = 50000;
    double keys = 0, replicates = 0;
    for (int i = 0; i < n; i++) {
        double x = (double)rap_poisson(1, (uint64_t)i, 1, 4) - 4;
        keys += x * ((double)rap_poisson(1, (uint64_t)i + 1, 1, 4) - 4);
        replicates += x * ((double)rap_poisson(1, (uint64_t)i, 2, 4) - 4);
    }
    assert_true(fabs(keys / n) < 4 * 4 / sqrt(n));
    assert_true(fabs(replicates / n) < 4 * 4 / sqrt(n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_are_those_of_threefry),
        cmocka_unit_test(uniform_is_open_and_even),
        cmocka_unit_test(small_means_follow_the_distribution),
        cmocka_unit_test(large_means_follow_the_distribution),
        cmocka_unit_test(mean_and_variance_are_the_mean),
        cmocka_unit_test(ends_are_safe),
        cmocka_unit_test(a_deviate_depends_on_its_name_only),
        cmocka_unit_test(neighbours_are_uncorrelated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
