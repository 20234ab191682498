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
#include "model/target.h"

enum { YEARS = 20 };

static rap_target target;

static void judge(const double *y, size_t n, rap_target_options options)
{
    assert_int_equal(rap_target_of(y, n, &options, &target, NULL), RAP_OK);
}

static double noise(uint64_t seed, uint64_t i)
{
    double sum = 0; /* nearly normal, variance 1 */
    for (uint64_t k = 0; k < 12; k++) sum += rap_uniform(seed, i, k, 0) - 0.5;
    return sum;
}

static double logistic(double t)
{
    return 1 / (1 + exp(4 - 0.4 * t));
}

static void is_year(rap_value found, double expected)
{
    assert_int_equal(found.reason, RAP_DEFINED);
    assert_true(found.value == expected);
}

/* ln(0.9/0.1) = 2.197 = -4 + 0.4 t at t = 15.49: above 0.9 from t = 16, the fourth year after t = 12. */
static void a_logistic_curve_reaches_its_level_when_it_does(void **state)
{
    (void)state;
    double y[13];
    for (int i = 0; i < 13; i++) y[i] = logistic(i);
    judge(y, 13, (rap_target_options){.ceiling = 1, .level = 0.9, .ahead = 5});
    const rap_target_outlook *line = &target.models[RAP_FORECAST_LINE];
    assert_true(target.forecast.tests[target.forecast.chosen].score < 1e-9);
    assert_true(fabs(target.forecast.points[RAP_FORECAST_LINE][4].value - logistic(17)) < 1e-9);
    is_year(line->reached, 4);
    is_year(line->earliest, 4);
    is_year(line->latest, 4);
    assert_true(line->probability.value > 1 - 1e-9);
    judge(y, 13, (rap_target_options){.ceiling = 1, .level = 0.9, .ahead = 3});
    assert_true(target.models[RAP_FORECAST_LINE].probability.value < 1e-9);
    assert_true(target.models[RAP_FORECAST_UNCHANGED].probability.value < 0.5); /* stays at 0.69 */
    assert_int_equal(target.models[RAP_FORECAST_UNCHANGED].reached.reason, RAP_UNDEFINED_UNREACHED);
}

/* ln(0.1) = ln(1) - 0.2 t at t = 11.51. */
static void a_level_may_be_gone_down_to(void **state)
{
    (void)state;
    double y[10];
    for (int i = 0; i < 10; i++) y[i] = exp(-0.2 * i);
    judge(y, 10, (rap_target_options){.level = 0.1, .at_most = true, .ahead = 3});
    is_year(target.models[RAP_FORECAST_LINE].reached, 3);
    assert_true(target.models[RAP_FORECAST_LINE].probability.value > 1 - 1e-9);
    judge(y, 10, (rap_target_options){.level = 0.1, .at_most = true, .ahead = 2});
    assert_true(target.models[RAP_FORECAST_LINE].probability.value < 1e-9);
    judge(y, 10, (rap_target_options){.level = 0.5, .at_most = true, .ahead = 2});
    is_year(target.models[RAP_FORECAST_UNCHANGED].reached, 0); /* 0.165 is below a half already */
}

/* A forecast that lies on the level is as likely over as under; the probability falls as the level rises. */
static void probability_is_one_half_on_the_forecast_and_falls_with_the_level(void **state)
{
    (void)state;
    double y[YEARS], before = 1;
    for (uint64_t i = 0; i < YEARS; i++) y[i] = 1 / (1 + exp(2 - 0.2 * (double)i + 0.3 * noise(7, i)));
    judge(y, YEARS, (rap_target_options){.ceiling = 1, .level = 0.5, .ahead = 3});
    double value = target.forecast.points[RAP_FORECAST_LINE][2].value;
    judge(y, YEARS, (rap_target_options){.ceiling = 1, .level = value, .ahead = 3});
    assert_true(fabs(target.models[RAP_FORECAST_LINE].probability.value - 0.5) < 1e-9);
    for (double level = 0.05; level < 1; level += 0.05) {
        judge(y, YEARS, (rap_target_options){.ceiling = 1, .level = level, .ahead = 3});
        double p = target.models[RAP_FORECAST_LINE].probability.value;
        const rap_forecast_point *point = &target.forecast.points[RAP_FORECAST_LINE][2];
        assert_true(p >= 0 && p <= before);
        assert_true(point->low >= 0 && point->high <= 1);
        if (level < point->low) assert_true(p > 0.975);
        if (level > point->high) assert_true(p < 0.025);
        before = p;
    }
}

/* 95 % intervals hold what came about 95 times in a hundred, and targets said to be met with probability p are met as often. */
static void probabilities_are_kept_on_simulated_series(void **state)
{
    (void)state;
    size_t runs = 400, inside = 0, likely = 0, likely_met = 0, met = 0;
    double expected = 0;
    for (uint64_t seed = 0; seed < runs; seed++) {
        double y[22], z = -1.5;
        for (uint64_t i = 0; i < 22; i++) y[i] = 1 / (1 + exp(-(z += 0.15 + 0.1 * noise(seed, i))));
        judge(y, YEARS, (rap_target_options){.ceiling = 1, .level = 0.85, .ahead = 2});
        const rap_forecast_point *point = &target.forecast.points[RAP_FORECAST_DRIFT][1];
        double p = target.models[RAP_FORECAST_DRIFT].probability.value;
        inside += point->low <= y[21] && y[21] <= point->high;
        expected += p;
        met += y[21] >= 0.85;
        likely += p > 0.8;
        likely_met += p > 0.8 && y[21] >= 0.85;
    }
    assert_true(inside * 100 >= runs * 91 && inside * 100 <= runs * 98);
    assert_true(fabs(expected - (double)met) < 0.05 * (double)runs);
    assert_true(likely > 50 && likely_met * 100 >= likely * 88);
}

/* On random walks no model should be trusted above the naive one: it is chosen most often, and has the smallest errors on average. */
static void the_naive_model_wins_on_random_walks(void **state)
{
    (void)state;
    double score[RAP_FORECAST_END] = {0};
    size_t chosen[RAP_FORECAST_END] = {0};
    for (uint64_t seed = 0; seed < 150; seed++) {
        double y[YEARS], z = 0;
        for (uint64_t i = 0; i < YEARS; i++) y[i] = 1 / (1 + exp(-(z += 0.2 * noise(seed, i))));
        judge(y, YEARS, (rap_target_options){.ceiling = 1, .level = 0.6, .ahead = 2});
        chosen[target.forecast.chosen]++;
        for (int m = 0; m < RAP_FORECAST_END; m++) score[m] += target.forecast.tests[m].score;
    }
    for (int m = 1; m < RAP_FORECAST_END; m++) {
        assert_true(score[m] > score[RAP_FORECAST_UNCHANGED]);
        assert_true(chosen[m] < chosen[RAP_FORECAST_UNCHANGED]);
    }
}

static void a_limit_has_no_probability(void **state)
{
    (void)state;
    double y[15];
    for (int i = 0; i < 15; i++) y[i] = logistic(i);
    judge(y, 15, (rap_target_options){.ceiling = 1, .level = 1, .ahead = 3});
    for (int m = 0; m < RAP_FORECAST_END; m++) {
        assert_int_equal(target.models[m].probability.reason, RAP_UNDEFINED_LIMIT);
        assert_int_equal(target.models[m].latest.reason, RAP_UNDEFINED_LIMIT);
    }
    judge(y, 15, (rap_target_options){.ceiling = 1, .level = 0, .at_most = true, .ahead = 3});
    assert_int_equal(target.models[RAP_FORECAST_LINE].probability.reason, RAP_UNDEFINED_LIMIT);
    y[14] = 1; /* there already, though no curve says so */
    judge(y, 15, (rap_target_options){.ceiling = 1, .level = 1, .ahead = 3});
    is_year(target.models[RAP_FORECAST_LINE].reached, 0);
}

static void what_makes_no_sense_is_refused(void **state)
{
    (void)state;
    double y[12];
    for (int i = 0; i < 12; i++) y[i] = logistic(i);
    const rap_target_options bad[] = {
        {.ceiling = 1, .level = 1.5, .ahead = 2}, {.ceiling = 1, .level = -0.1, .ahead = 2}, {.ceiling = 1, .level = NAN, .ahead = 2},
        {.ceiling = 1, .level = 0.5, .ahead = 0}, {.ceiling = 1, .level = 0.5, .ahead = RAP_HORIZON_MAX + 1},
    };
    target.forecast.n = 77;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(rap_target_of(y, 12, &bad[i], &target, NULL), RAP_E_USAGE);
    rap_target_options good = {.ceiling = 1, .level = 0.5, .ahead = 2};
    assert_int_equal(rap_target_of(y, 6, &good, &target, NULL), RAP_E_USAGE);
    assert_int_equal(target.forecast.n, 77);
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    double y[12];
    for (int i = 0; i < 12; i++) y[i] = logistic(i);
    rap_target_options options = {.ceiling = 1, .level = 0.5, .ahead = 2};
    rap_status status = RAP_E_MEMORY;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        target.forecast.n = 77;
        rap_alloc_fail_after(n);
        status = rap_target_of(y, 12, &options, &target, NULL);
        rap_alloc_fail_after(0);
        assert_true(n <= 5 && (status == RAP_OK || (status == RAP_E_MEMORY && target.forecast.n == 77)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_logistic_curve_reaches_its_level_when_it_does),
        cmocka_unit_test(a_level_may_be_gone_down_to),
        cmocka_unit_test(probability_is_one_half_on_the_forecast_and_falls_with_the_level),
        cmocka_unit_test(probabilities_are_kept_on_simulated_series),
        cmocka_unit_test(the_naive_model_wins_on_random_walks),
        cmocka_unit_test(a_limit_has_no_probability),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
