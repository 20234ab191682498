// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/random.h"
#include "model/extrapolate.h"
#include "unit/series_2023.h"

static rap_forecast forecast;

static void run(const double *y, size_t n, double ceiling, size_t horizon)
{
    rap_forecast_options options = {.ceiling = ceiling, .horizon = horizon};
    assert_int_equal(rap_forecast_of(y, n, &options, &forecast, NULL), RAP_OK);
}

static void near(double found, double expected, double relative)
{
    assert_true(fabs(found - expected) <= relative * fabs(expected));
}

static double noise(uint64_t seed, uint64_t i)
{
    double sum = 0; /* nearly normal, variance 1 */
    for (uint64_t k = 0; k < 12; k++) sum += rap_uniform(seed, i, k, 0) - 0.5;
    return sum;
}

static void a_perfect_exponential_is_forecast_exactly(void **state)
{
    (void)state;
    double y[20];
    for (int i = 0; i < 20; i++) y[i] = 100 * pow(1.12, i);
    run(y, 20, 0, 5);
    assert_int_equal(forecast.chosen, RAP_FORECAST_DRIFT); /* the simplest of those without error */
    for (int h = 1; h <= 5; h++)
        for (int m = 0; m < RAP_FORECAST_END; m++) {
            if (m != RAP_FORECAST_DRIFT && m != RAP_FORECAST_LAST && m != RAP_FORECAST_LINE) continue;
            const rap_forecast_point *point = &forecast.points[m][h - 1];
            near(point->value, 100 * pow(1.12, 19 + h), 1e-9);
            near(point->low, point->value, 1e-9);
            near(point->high, point->value, 1e-9);
            assert_true(forecast.tests[m].mape[h - 1] < 1e-9);
        }
    assert_true(forecast.tests[RAP_FORECAST_UNCHANGED].score > 0.1);
    assert_false(forecast.tests[RAP_FORECAST_GOMPERTZ].usable);
}

static void a_constant_stays(void **state)
{
    (void)state;
    double y[15];
    for (int i = 0; i < 15; i++) y[i] = 42;
    run(y, 15, 0, 3);
    assert_int_equal(forecast.chosen, RAP_FORECAST_UNCHANGED);
    for (int h = 0; h < 3; h++) near(forecast.points[forecast.chosen][h].value, 42, 1e-12);
}

static void a_logistic_curve_is_a_line_under_its_ceiling(void **state)
{
    (void)state;
    double y[20];
    for (int i = 0; i < 20; i++) y[i] = 0.8 / (1 + exp(3 - 0.3 * i));
    run(y, 20, 0.8, 6);
    for (int h = 1; h <= 6; h++) {
        near(forecast.points[RAP_FORECAST_LINE][h - 1].value, 0.8 / (1 + exp(3 - 0.3 * (19 + h))), 1e-9);
        assert_true(forecast.points[forecast.chosen][h - 1].value < 0.8);
    }
    assert_true(forecast.tests[RAP_FORECAST_LINE].score < 1e-9);
}

static void a_gompertz_curve_is_found(void **state)
{
    (void)state;
    double y[20];
    for (int i = 0; i < 20; i++) y[i] = 0.5 * exp(-exp(1.2 - 0.15 * i));
    run(y, 20, 0.5, 6);
    assert_int_equal(forecast.chosen, RAP_FORECAST_GOMPERTZ);
    for (int h = 1; h <= 6; h++)
        near(forecast.points[RAP_FORECAST_GOMPERTZ][h - 1].value, 0.5 * exp(-exp(1.2 - 0.15 * (19 + h))), 1e-9);
}

/* Growth that fades by a tenth each year, ln y: 5, then growth 0.3, 0.27, 0.243 ... */
static void fading_growth_is_taken_by_the_damped_trend(void **state)
{
    (void)state;
    double y[24], level = 5, growth = 0.3;
    for (int i = 0; i < 24; i++) {
        y[i] = exp(level);
        level += growth;
        growth *= 0.9;
    }
    run(y, 18, 0, 6);
    assert_int_equal(forecast.chosen, RAP_FORECAST_DAMPED);
    for (int h = 0; h < 6; h++) near(forecast.points[RAP_FORECAST_DAMPED][h].value, y[18 + h], 0.05);
}

static void intervals_widen_with_the_horizon(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        double y[20], level = 6;
        for (uint64_t i = 0; i < 20; i++) y[i] = exp(level += 0.1 + 0.05 * noise(seed, i));
        run(y, 20, 0, RAP_HORIZON_MAX);
        for (int m = 0; m < RAP_FORECAST_GOMPERTZ; m++) {
            double before = 0;
            for (int h = 0; h < RAP_HORIZON_MAX; h++) {
                const rap_forecast_point *point = &forecast.points[m][h];
                double width = log(point->high / point->low);
                assert_true(point->low <= point->value && point->value <= point->high);
                assert_true(width >= before - 1e-9);
                before = width;
            }
        }
    }
}

/* Random walks with drift: the interval of the last year holds what came about 95 times in a hundred, and the measured coverage says so. */
static void coverage_is_about_what_it_says(void **state)
{
    (void)state;
    size_t held = 0, covered = 0, covered_of = 0, runs = 400;
    for (uint64_t seed = 0; seed < runs; seed++) {
        double y[31], level = 8;
        for (uint64_t i = 0; i < 31; i++) y[i] = exp(level += 0.08 + 0.04 * noise(seed, i));
        run(y, 30, 0, 1);
        const rap_forecast_point *point = &forecast.points[RAP_FORECAST_DRIFT][0];
        held += point->low <= y[30] && y[30] <= point->high;
        covered += forecast.tests[RAP_FORECAST_DRIFT].covered;
        covered_of += forecast.tests[RAP_FORECAST_DRIFT].covered_of;
    }
    assert_true(held * 100 >= runs * 91 && held * 100 <= runs * 98);
    assert_int_equal(covered_of, runs * 19); /* 22 origins, of which the first three have too few errors before them */
    assert_true(covered * 100 >= covered_of * 92 && covered * 100 <= covered_of * 97);
}

/* The back-test by its definition, for the unchanged model on real counts: MAPE at one and two years. */
static void back_test_is_that_of_the_definition(void **state)
{
    (void)state;
    run(norway_china, YEARS, 0, 2);
    const rap_backtest *test = &forecast.tests[RAP_FORECAST_UNCHANGED];
    assert_int_equal(forecast.origins, 11);
    assert_true(test->tried[0] == 11 && test->tried[1] == 10);
    double absolute = 0;
    for (int h = 1; h <= 2; h++) {
        double mae = 0, mape = 0, square = 0;
        int count = 0;
        for (int known = 8; known + h <= YEARS; known++, count++) {
            double came = norway_china[known + h - 1], said = norway_china[known - 1];
            mae += fabs(said - came);
            mape += 100 * fabs(said - came) / came;
            square += pow(log(came / said), 2);
            absolute += fabs(log(came / said));
        }
        near(test->mae[h - 1], mae / count, 1e-12);
        near(test->mape[h - 1], mape / count, 1e-12);
        near(test->spread[h - 1], sqrt(square / count), 1e-12);
    }
    near(test->score, absolute / 21, 1e-12);
}

/* A model in the back-test must not know what came later: changing the last year changes only what it is compared with. */
static void a_back_test_does_not_look_ahead(void **state)
{
    (void)state;
    double y[YEARS];
    memcpy(y, norway_china, sizeof y);
    run(y, YEARS, 0, 1);
    double before[RAP_FORECAST_END];
    for (int m = 0; m < RAP_FORECAST_GOMPERTZ; m++) before[m] = forecast.tests[m].mae[0] * 11;
    y[YEARS - 1] += 1e6;
    run(y, YEARS, 0, 1);
    for (int m = 0; m < RAP_FORECAST_GOMPERTZ; m++) {
        double change = forecast.tests[m].mae[0] * 11 - before[m];
        assert_true(change > 1e6 - 2 * before[m] - 1 && change < 1e6 + 1);
    }
}

static void zeros_and_extremes_stay_finite(void **state)
{
    (void)state;
    double zeros[14] = {0}, bursts[14], ends[14];
    for (int i = 0; i < 14; i++) bursts[i] = i % 2 ? 1e15 : 0;
    for (int i = 0; i < 14; i++) ends[i] = i % 3 ? 1 : 0;
    const double *series[] = {zeros, bursts, ends};
    for (int s = 0; s < 3; s++)
        for (double ceiling = 0; ceiling <= 2; ceiling++) {
            if (s == 1 && ceiling > 0) continue;
            run(series[s], 14, ceiling, RAP_HORIZON_MAX);
            for (int m = 0; m < RAP_FORECAST_END; m++) {
                if (!forecast.tests[m].usable) continue;
                for (int h = 0; h < RAP_HORIZON_MAX; h++) {
                    const rap_forecast_point *point = &forecast.points[m][h];
                    assert_true(point->low >= 0 && isfinite(point->high));
                    assert_true(ceiling == 0 || point->high <= ceiling);
                    assert_int_equal(isnan(forecast.tests[m].mae[h]), forecast.tests[m].tried[h] == 0);
                }
            }
        }
    run(zeros, 14, 0, 2);
    assert_true(fabs(forecast.points[forecast.chosen][0].value) < 1e-12 && isnan(forecast.tests[0].mape[0]));
}

static void scales_turn_back(void **state)
{
    (void)state;
    double y[] = {3, 0, 500, 1e-7};
    for (double ceiling = 0; ceiling <= 1000; ceiling += 1000) {
        rap_scale scale = rap_scale_of(y, 4, ceiling);
        for (int i = 0; i < 3; i += 2) near(rap_scale_back(&scale, rap_scale_to(&scale, y[i])), y[i], 1e-9);
        assert_true(isfinite(rap_scale_to(&scale, 0)));
    }
}

static void what_cannot_be_forecast_is_refused(void **state)
{
    (void)state;
    double y[12] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, negative[12] = {-1}, unknown[12] = {NAN};
    rap_forecast_options good = {.horizon = 2}, far = {.horizon = RAP_HORIZON_MAX + 1}, none = {.horizon = 0},
                         long_history = {.horizon = 2, .least_history = 10},
                         short_history = {.horizon = 2, .least_history = 3},
                         low = {.horizon = 2, .ceiling = 5}, odd = {.horizon = 2, .ceiling = NAN};
    rap_error err;
    forecast.n = 77;
    assert_int_equal(rap_forecast_of(y, 6, &good, &forecast, &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "found 6"));
    assert_int_equal(rap_forecast_of(y, 12, &far, &forecast, &err), RAP_E_USAGE);
    assert_int_equal(rap_forecast_of(y, 12, &none, &forecast, &err), RAP_E_USAGE);
    assert_int_equal(rap_forecast_of(y, 12, &long_history, &forecast, &err), RAP_E_USAGE);
    assert_int_equal(rap_forecast_of(y, 12, &short_history, &forecast, &err), RAP_E_USAGE);
    assert_int_equal(rap_forecast_of(y, 12, &low, &forecast, &err), RAP_E_USAGE);
    assert_int_equal(rap_forecast_of(y, 12, &odd, &forecast, &err), RAP_E_USAGE);
    assert_int_equal(rap_forecast_of(negative, 12, &good, &forecast, &err), RAP_E_USAGE);
    assert_int_equal(rap_forecast_of(unknown, 12, &good, &forecast, &err), RAP_E_USAGE);
    assert_int_equal(forecast.n, 77);
    assert_int_equal(rap_forecast_of(y, 7, &good, &forecast, &err), RAP_OK);
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    rap_forecast_options options = {.horizon = 2};
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        forecast.n = 77;
        rap_alloc_fail_after(n);
        status = rap_forecast_of(norway_china, YEARS, &options, &forecast, NULL);
        rap_alloc_fail_after(0);
        assert_true(n <= 4 && (status == RAP_OK) == (n == 4));
        assert_true(status == RAP_OK || (status == RAP_E_MEMORY && forecast.n == 77));
    }
}

static void every_model_has_a_name(void **state)
{
    (void)state;
    for (int m = 0; m < RAP_FORECAST_END; m++)
        assert_string_not_equal(rap_forecast_model_text((rap_forecast_model)m, 0), "unknown model");
    assert_string_equal(rap_forecast_model_text(RAP_FORECAST_END, 1), "unknown model");
    assert_string_equal(rap_forecast_model_text(RAP_FORECAST_LINE, 1), "logistic");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_perfect_exponential_is_forecast_exactly),
        cmocka_unit_test(a_constant_stays),
        cmocka_unit_test(a_logistic_curve_is_a_line_under_its_ceiling),
        cmocka_unit_test(a_gompertz_curve_is_found),
        cmocka_unit_test(fading_growth_is_taken_by_the_damped_trend),
        cmocka_unit_test(intervals_widen_with_the_horizon),
        cmocka_unit_test(coverage_is_about_what_it_says),
        cmocka_unit_test(back_test_is_that_of_the_definition),
        cmocka_unit_test(a_back_test_does_not_look_ahead),
        cmocka_unit_test(zeros_and_extremes_stay_finite),
        cmocka_unit_test(scales_turn_back),
        cmocka_unit_test(what_cannot_be_forecast_is_refused),
        cmocka_unit_test(each_allocation_may_fail),
        cmocka_unit_test(every_model_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
