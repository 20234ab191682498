// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/random.h"
#include "stat/mann_kendall.h"
#include "unit/series_2023.h"

static void times_of(double *t, size_t n)
{
    for (size_t i = 0; i < n; i++) t[i] = FIRST_YEAR + (double)i;
}

static void norway_china_has_its_known_z_and_p(void **state)
{
    (void)state;
    double t[YEARS];
    times_of(t, YEARS);
    rap_mann_kendall trend;
    assert_int_equal(rap_mann_kendall_test(t, norway_china, YEARS, false, &trend, NULL), RAP_OK);
    assert_true(trend.s == 163 && trend.variance == 817);
    assert_true(fabs(trend.z - 5.67) < 5e-3);
    assert_true(fabs(trend.p - 1.4476e-8) < 1e-12);
    assert_true(fabs(trend.tau - 163.0 / 171) < 1e-12);
    assert_true(trend.slope_low < trend.slope && trend.slope < trend.slope_high);
}

/* By hand: 1, 2, 2, 3: S = 5 rising pairs, ties of 2: var = (4*3*13 - 2*1*9)/18 = 138/18. */
static void ties_shrink_the_variance(void **state)
{
    (void)state;
    double t[] = {1, 2, 3, 4}, y[] = {1, 2, 2, 3};
    rap_mann_kendall trend;
    assert_int_equal(rap_mann_kendall_test(t, y, 4, false, &trend, NULL), RAP_OK);
    assert_true(trend.s == 5);
    assert_true(fabs(trend.variance - 138.0 / 18) < 1e-12);
    assert_true(fabs(trend.z - 4 / sqrt(138.0 / 18)) < 1e-12);
    /* pairwise slopes 0, 1/2, 2/3, 1/2, 1, 1 sorted: median (1/2 + 2/3)/2 */
    assert_true(fabs(trend.slope - (0.5 + 2.0 / 3) / 2) < 1e-12);
}

static void a_constant_has_no_trend(void **state)
{
    (void)state;
    double t[] = {1, 2, 3, 4, 5}, y[] = {7, 7, 7, 7, 7};
    for (int option = 0; option < 2; option++) {
        rap_mann_kendall trend;
        assert_int_equal(rap_mann_kendall_test(t, y, 5, option, &trend, NULL), RAP_OK);
        assert_true(trend.s == 0 && trend.z == 0 && trend.p == 1 && trend.slope == 0);
        assert_true(trend.slope_low == 0 && trend.slope_high == 0);
    }
}

static void falling_is_rising_mirrored(void **state)
{
    (void)state;
    double t[YEARS], mirrored[YEARS];
    times_of(t, YEARS);
    for (int i = 0; i < YEARS; i++) mirrored[i] = -norway_china[i];
    for (int option = 0; option < 2; option++) {
        rap_mann_kendall up, down;
        assert_int_equal(rap_mann_kendall_test(t, norway_china, YEARS, option, &up, NULL), RAP_OK);
        assert_int_equal(rap_mann_kendall_test(t, mirrored, YEARS, option, &down, NULL), RAP_OK);
        assert_true(up.z == -down.z && up.slope == -down.slope && up.slope_low == -down.slope_high);
    }
}

static void sen_slope_is_that_of_a_line_with_one_odd_point(void **state)
{
    (void)state;
    double t[] = {0, 1, 2, 4, 7, 8, 11}, y[7];
    for (int i = 0; i < 7; i++) y[i] = 3 - 0.25 * t[i];
    y[3] = 900;
    rap_mann_kendall trend;
    assert_int_equal(rap_mann_kendall_test(t, y, 7, false, &trend, NULL), RAP_OK);
    assert_true(fabs(trend.slope + 0.25) < 1e-12);
}

/* Of 400 series of noise, 5 % are "significant" and 95 % of the intervals of the slope hold 0. */
static void level_and_coverage_are_as_promised(void **state)
{
    (void)state;
    double t[20], y[20];
    times_of(t, 20);
    int significant = 0, covered = 0, corrected = 0;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        for (uint64_t i = 0; i < 20; i++) y[i] = rap_uniform(seed, i, 0, 0);
        rap_mann_kendall trend;
        assert_int_equal(rap_mann_kendall_test(t, y, 20, false, &trend, NULL), RAP_OK);
        significant += trend.p < 0.05;
        covered += trend.slope_low <= 0 && 0 <= trend.slope_high;
        assert_int_equal(rap_mann_kendall_test(t, y, 20, true, &trend, NULL), RAP_OK);
        corrected += trend.p < 0.05;
    }
    assert_true(significant > 60 && significant < 130);
    assert_true(covered > 1870 && covered < 1960);
    assert_true(corrected <= significant);
}

/* A wave about a slope: the factor was computed apart, from the definition, by a script. */
static void widening_follows_hamed_and_rao(void **state)
{
    (void)state;
    double t[24], y[24];
    times_of(t, 24);
    for (int i = 0; i < 24; i++) y[i] = sin(i / 3.0) + 0.02 * i;
    rap_mann_kendall plain, wide;
    assert_int_equal(rap_mann_kendall_test(t, y, 24, false, &plain, NULL), RAP_OK);
    assert_int_equal(rap_mann_kendall_test(t, y, 24, true, &wide, NULL), RAP_OK);
    assert_true(fabs(wide.variance / plain.variance - 2.2753363980065306) < 1e-9);
    assert_true(wide.slope == plain.slope && wide.slope_high - wide.slope_low > plain.slope_high - plain.slope_low);
}

/* A slow wave about no trend fools the plain test more often than the corrected one; the rates are in the header. */
static void autocorrelation_is_corrected(void **state)
{
    (void)state;
    double t[30], y[30];
    times_of(t, 30);
    int plain = 0, corrected = 0;
    for (uint64_t seed = 0; seed < 500; seed++) {
        double memory = 0;
        for (uint64_t i = 0; i < 30; i++) y[i] = memory = 0.7 * memory + rap_uniform(seed, i, 0, 0) - 0.5;
        rap_mann_kendall trend;
        assert_int_equal(rap_mann_kendall_test(t, y, 30, false, &trend, NULL), RAP_OK);
        plain += trend.p < 0.05;
        double variance = trend.variance;
        assert_int_equal(rap_mann_kendall_test(t, y, 30, true, &trend, NULL), RAP_OK);
        assert_true(trend.variance >= variance);
        corrected += trend.p < 0.05;
    }
    assert_true(plain > 150 && plain < 185);
    assert_true(corrected > 100 && corrected < 135);
}

static void what_is_no_series_is_refused(void **state)
{
    (void)state;
    double t[] = {1, 2, 2, 3}, y[] = {1, 2, 3, 4}, bad[] = {1, NAN, 3, 4}, up[] = {1, 2, 3, 4};
    rap_mann_kendall trend = {.s = 77};
    rap_error err;
    assert_int_equal(rap_mann_kendall_test(up, y, 2, false, &trend, &err), RAP_E_USAGE);
    assert_int_equal(rap_mann_kendall_test(t, y, 4, false, &trend, &err), RAP_E_USAGE);
    assert_int_equal(rap_mann_kendall_test(up, bad, 4, false, &trend, &err), RAP_E_USAGE);
    assert_true(trend.s == 77);
}

/* Benjamini & Hochberg (1995), their example of 15 tests: at q = 0.05 the four smallest are kept. */
static void false_discovery_keeps_what_the_paper_keeps(void **state)
{
    (void)state;
    double p[] = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
                  0.7590, 1.000};
    double adjusted[15];
    assert_int_equal(rap_false_discovery(p, 15, adjusted, NULL), RAP_OK);
    for (int i = 0; i < 15; i++) assert_int_equal(adjusted[i] <= 0.05, i < 4);
    assert_true(fabs(adjusted[0] - 0.0015) < 1e-12);
    assert_true(adjusted[14] == 1);
    for (int i = 1; i < 15; i++) assert_true(adjusted[i] >= adjusted[i - 1]);
}

static void false_discovery_passes_over_what_was_not_tested(void **state)
{
    (void)state;
    double p[] = {0.04, NAN, 0.01, 2};
    assert_int_equal(rap_false_discovery(p, 4, p, NULL), RAP_OK);
    assert_true(p[0] == 0.04 && isnan(p[1]) && p[2] == 0.02 && p[3] == 2);
    assert_int_equal(rap_false_discovery(NULL, 0, NULL, NULL), RAP_OK);
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    double t[YEARS], p[] = {0.5, 0.1};
    times_of(t, YEARS);
    rap_mann_kendall trend = {.s = 77};
    rap_alloc_fail_after(1);
    assert_int_equal(rap_mann_kendall_test(t, norway_china, YEARS, true, &trend, NULL), RAP_E_MEMORY);
    assert_true(trend.s == 77);
    rap_alloc_fail_after(1);
    assert_int_equal(rap_false_discovery(p, 2, p, NULL), RAP_E_MEMORY);
    rap_alloc_fail_after(0);
    assert_true(p[0] == 0.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(norway_china_has_its_known_z_and_p),
        cmocka_unit_test(ties_shrink_the_variance),
        cmocka_unit_test(a_constant_has_no_trend),
        cmocka_unit_test(falling_is_rising_mirrored),
        cmocka_unit_test(sen_slope_is_that_of_a_line_with_one_odd_point),
        cmocka_unit_test(level_and_coverage_are_as_promised),
        cmocka_unit_test(widening_follows_hamed_and_rao),
        cmocka_unit_test(autocorrelation_is_corrected),
        cmocka_unit_test(what_is_no_series_is_refused),
        cmocka_unit_test(false_discovery_keeps_what_the_paper_keeps),
        cmocka_unit_test(false_discovery_passes_over_what_was_not_tested),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
