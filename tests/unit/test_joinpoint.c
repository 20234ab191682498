// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/random.h"
#include "stat/guard.h"
#include "stat/joinpoint.h"
#include "unit/series_2023.h"

static double years[YEARS];

static int set_years(void **state)
{
    (void)state;
    for (int i = 0; i < YEARS; i++) years[i] = FIRST_YEAR + i;
    return 0;
}

static void logs(const double *counts, double *y)
{
    for (int i = 0; i < YEARS; i++) y[i] = log(counts[i] + 0.5);
}

static double year_of_join(const rap_joinpoint *fit)
{
    return years[fit->joins[0]];
}

static void near(double found, double expected, double tolerance)
{
    assert_true(fabs(found - expected) <= tolerance);
}

/* Without a break 14.5 % a year; with a join in 2018 +18.3 % then +0.7 %, dBIC 30.1. */
static void china_us_counts_turn_in_2018(void **state)
{
    (void)state;
    double y[YEARS];
    logs(china_us, y);
    rap_turns turns;
    assert_int_equal(rap_turns_of(years, y, NULL, YEARS, 1, &turns, NULL), RAP_OK);
    near(turns.fits[0].segments[0].change, 14.5, 0.05);
    near(year_of_join(&turns.fits[1]), 2018, 0);
    near(turns.fits[1].segments[0].change, 18.3, 0.05);
    near(turns.fits[1].segments[1].change, 0.7, 0.05);
    near(turns.delta_bic, 30.1, 0.05);
    assert_int_equal(turns.best, 1);
    assert_true(turns.fits[1].segments[0].change_low > 16 && turns.fits[1].segments[0].change_high < 21);
    assert_true(turns.fits[1].segments[1].change_low < 0 && turns.fits[1].segments[1].change_high > 0);
}

/* As a share of China's international works: join in 2017, +2.7 % then -5.9 %, dBIC 49.7. */
static void china_us_share_turns_in_2017(void **state)
{
    (void)state;
    double y[YEARS];
    for (int i = 0; i < YEARS; i++) y[i] = log(china_us[i] / china_international[i]);
    near(100 * exp(y[0]), 31.9, 0.05);
    near(100 * exp(y[11]), 42.9, 0.05);
    near(100 * exp(y[18]), 30.6, 0.05);
    rap_turns turns;
    assert_int_equal(rap_turns_of(years, y, NULL, YEARS, 1, &turns, NULL), RAP_OK);
    near(year_of_join(&turns.fits[1]), 2017, 0);
    near(turns.fits[1].segments[0].change, 2.7, 0.05);
    near(turns.fits[1].segments[1].change, -5.9, 0.05);
    near(turns.delta_bic, 49.7, 0.05);
}

/* One artefact year flips the verdict: raw no turn (join 2009, dBIC -0.6), with 2021 replaced a turn (7.4). */
static void norway_china_turns_only_without_its_artefact(void **state)
{
    (void)state;
    double y[YEARS], replaced[YEARS];
    rap_guard_year guard[YEARS];
    rap_turns turns;
    logs(norway_china, y);
    assert_int_equal(rap_turns_of(years, y, NULL, YEARS, 1, &turns, NULL), RAP_OK);
    near(year_of_join(&turns.fits[1]), 2009, 0);
    near(turns.delta_bic, -0.6, 0.06);
    assert_int_equal(turns.best, 0);
    assert_int_equal(turns.best_turn, 1);
    rap_guard(norway_china, YEARS, guard);
    assert_int_equal(rap_guard_replace(norway_china, guard, YEARS, replaced), 1);
    logs(replaced, y);
    assert_int_equal(rap_turns_of(years, y, NULL, YEARS, 1, &turns, NULL), RAP_OK);
    near(turns.delta_bic, 7.4, 0.05);
    assert_int_equal(turns.best, 1);
}

static void planted_joins_are_found_exactly(void **state)
{
    (void)state;
    double y[YEARS];
    for (size_t first = 2; first < 15; first++)
        for (size_t second = first + 2; second < 17; second++) {
            for (size_t i = 0; i < YEARS; i++) {
                double u = (double)i, a = (double)first, b = (double)second;
                y[i] = 5 + 0.2 * u - 0.3 * fmax(0, u - a) + 0.25 * fmax(0, u - b);
            }
            rap_turns turns;
            assert_int_equal(rap_turns_of(years, y, NULL, YEARS, 2, &turns, NULL), RAP_OK);
            assert_int_equal(turns.best, 2);
            const rap_joinpoint *fit = &turns.fits[2];
            assert_int_equal(fit->joins[0], first);
            assert_int_equal(fit->joins[1], second);
            near(fit->intercept, 5, 1e-9);
            near(fit->segments[0].slope, 0.2, 1e-9);
            near(fit->segments[1].slope, -0.1, 1e-9);
            near(fit->segments[2].slope, 0.15, 1e-9);
            assert_int_equal(fit->segments[0].first, 0);
            assert_int_equal(fit->segments[1].last, second);
            assert_int_equal(fit->segments[2].last, YEARS - 1);
        }
}

static void a_perfect_line_has_no_turn(void **state)
{
    (void)state;
    double y[YEARS];
    for (int i = 0; i < YEARS; i++) y[i] = 7.1 + 0.37 * i;
    rap_turns turns;
    assert_int_equal(rap_turns_of(years, y, NULL, YEARS, 2, &turns, NULL), RAP_OK);
    assert_int_equal(turns.best, 0);
    assert_true(turns.delta_bic < 0);
    near(turns.fits[0].segments[0].change, 100 * (exp(0.37) - 1), 1e-6);
}

/* The definition by brute force for one join: residuals of least squares found by setting its gradient to zero. */
static void residuals_are_orthogonal_to_the_design(void **state)
{
    (void)state;
    double weights[YEARS], y[YEARS];
    logs(norway_china, y);
    rap_count_weights(norway_china, YEARS, weights);
    double mean = 0;
    for (int i = 0; i < YEARS; i++) mean += weights[i] / YEARS;
    near(mean, 1, 1e-12);
    for (int weighted = 0; weighted < 2; weighted++) {
        rap_joinpoint fit;
        assert_int_equal(rap_joinpoint_fit(years, y, weighted ? weights : NULL, YEARS, 1, &fit, NULL), RAP_OK);
        double gradient[3] = {0}, rss = 0, join = year_of_join(&fit);
        for (int i = 0; i < YEARS; i++) {
            double u = years[i] - years[0], after = fmax(0, years[i] - join), w = weighted ? weights[i] : 1;
            double rest = y[i] - fit.intercept - fit.segments[0].slope * u -
                          (fit.segments[1].slope - fit.segments[0].slope) * after;
            gradient[0] += w * rest;
            gradient[1] += w * rest * u;
            gradient[2] += w * rest * after;
            rss += w * rest * rest;
        }
        for (int k = 0; k < 3; k++) near(gradient[k], 0, 1e-8);
        near(fit.rss, rss, 1e-10);
        near(fit.bic, YEARS * log(rss / YEARS) + 4 * log(YEARS), 1e-8);
    }
}

/* A line with known noise: 95 % intervals of its slope hold the truth 95 % of the time. */
static void intervals_hold_as_often_as_they_say(void **state)
{
    (void)state;
    int held = 0;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        double y[YEARS];
        for (uint64_t i = 0; i < YEARS; i++) {
            double noise = 0; /* nearly normal */
            for (uint64_t k = 0; k < 12; k++) noise += rap_uniform(seed, i, k, 0) - 0.5;
            y[i] = 2 + 0.05 * (double)i + 0.1 * noise;
        }
        rap_joinpoint fit;
        assert_int_equal(rap_joinpoint_fit(years, y, NULL, YEARS, 0, &fit, NULL), RAP_OK);
        double truth = 100 * (exp(0.05) - 1);
        held += fit.segments[0].change_low <= truth && truth <= fit.segments[0].change_high;
    }
    assert_true(held > 1860 && held < 1940);
}

static void permutation_tells_a_turn_from_noise(void **state)
{
    (void)state;
    double y[YEARS], p, again;
    logs(china_us, y);
    assert_int_equal(rap_joinpoint_permutation(years, y, YEARS, 1, 199, &p, NULL), RAP_OK);
    near(p, 1.0 / 200, 1e-12);
    double sum = 0;
    for (uint64_t seed = 0; seed < 40; seed++) {
        for (uint64_t i = 0; i < YEARS; i++) y[i] = rap_uniform(seed, i, 3, 0);
        assert_int_equal(rap_joinpoint_permutation(years, y, YEARS, seed, 99, &p, NULL), RAP_OK);
        assert_int_equal(rap_joinpoint_permutation(years, y, YEARS, seed, 99, &again, NULL), RAP_OK);
        assert_true(p == again && p > 0 && p <= 1);
        sum += p;
    }
    assert_true(sum / 40 > 0.35 && sum / 40 < 0.65);
}

static void short_series_try_fewer_joins(void **state)
{
    (void)state;
    double y[] = {1, 2, 1, 3, 1, 4, 1, 5, 1};
    size_t fits[] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3};
    for (size_t n = 3; n <= 9; n++) {
        rap_turns turns;
        assert_int_equal(rap_turns_of(years, y, NULL, n, 2, &turns, NULL), RAP_OK);
        assert_int_equal(turns.n_fits, fits[n]);
        if (turns.n_fits == 1) assert_true(turns.delta_bic == 0 && turns.best_turn == 0);
    }
}

static void what_cannot_be_fitted_is_refused(void **state)
{
    (void)state;
    double t[] = {1, 2, 3, 3, 5, 6}, y[] = {1, 2, 3, 4, 5, 6}, bad[] = {1, 2, INFINITY, 4, 5, 6},
           weights[] = {1, 1, 0, 1, 1, 1}, p = 77;
    rap_joinpoint fit = {.n_joins = 77};
    rap_error err;
    assert_int_equal(rap_joinpoint_fit(years, y, NULL, 2, 0, &fit, &err), RAP_E_USAGE);
    assert_int_equal(rap_joinpoint_fit(years, y, NULL, 5, 1, &fit, &err), RAP_E_USAGE);
    assert_int_equal(rap_joinpoint_fit(years, y, NULL, 6, 3, &fit, &err), RAP_E_USAGE);
    assert_int_equal(rap_joinpoint_fit(t, y, NULL, 6, 1, &fit, &err), RAP_E_USAGE);
    assert_int_equal(rap_joinpoint_fit(years, bad, NULL, 6, 1, &fit, &err), RAP_E_USAGE);
    assert_int_equal(rap_joinpoint_fit(years, y, weights, 6, 1, &fit, &err), RAP_E_USAGE);
    assert_int_equal(rap_joinpoint_permutation(years, y, 5, 1, 9, &p, &err), RAP_E_USAGE);
    assert_int_equal(rap_turns_of(years, y, NULL, 0, 2, NULL, &err), RAP_E_USAGE);
    assert_true(fit.n_joins == 77 && p == 77);
}

static void a_failed_allocation_leaves_the_result_alone(void **state)
{
    (void)state;
    double y[YEARS], p = 77;
    logs(china_us, y);
    rap_alloc_fail_after(1);
    assert_int_equal(rap_joinpoint_permutation(years, y, YEARS, 1, 9, &p, NULL), RAP_E_MEMORY);
    rap_alloc_fail_after(0);
    assert_true(p == 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(china_us_counts_turn_in_2018),
        cmocka_unit_test(china_us_share_turns_in_2017),
        cmocka_unit_test(norway_china_turns_only_without_its_artefact),
        cmocka_unit_test(planted_joins_are_found_exactly),
        cmocka_unit_test(a_perfect_line_has_no_turn),
        cmocka_unit_test(residuals_are_orthogonal_to_the_design),
        cmocka_unit_test(intervals_hold_as_often_as_they_say),
        cmocka_unit_test(permutation_tells_a_turn_from_noise),
        cmocka_unit_test(short_series_try_fewer_joins),
        cmocka_unit_test(what_cannot_be_fitted_is_refused),
        cmocka_unit_test(a_failed_allocation_leaves_the_result_alone),
    };
    return cmocka_run_group_tests(tests, set_years, NULL);
}
