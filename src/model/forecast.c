// SPDX-License-Identifier: Apache-2.0
#include "model/forecast.h"

#include <math.h>

#include "base/alloc.h"
#include "base/error.h"
#include "model/extrapolate.h"
#include "stat/distribution.h"

#define USUAL_HISTORY 8
#define LEAST_HISTORY 4   /* what the models need */
#define LEAST_ORIGINS 3
#define LEAST_ERRORS 3
#define EQUAL 1e-9        /* scores closer than this are equal: the simpler model is taken */

/* One series being forecast. `errors[origin * horizon + h - 1]`: outcome less forecast on the scale; NaN past the end. */
typedef struct rap_trial {
    rap_scale scale;
    const double *y;
    double *z;
    size_t n, horizon, history, origins;
    double *errors;
} rap_trial;

const char *rap_forecast_model_text(rap_forecast_model model, double ceiling)
{
    if (model == RAP_FORECAST_LINE && ceiling > 0) return "logistic";
    static const char *const text[] = {
        [RAP_FORECAST_UNCHANGED] = "unchanged",  [RAP_FORECAST_DRIFT] = "drift",
        [RAP_FORECAST_LAST] = "last growth",     [RAP_FORECAST_DAMPED] = "damped trend",
        [RAP_FORECAST_LINE] = "line",            [RAP_FORECAST_GOMPERTZ] = "gompertz",
    };
    return (unsigned)model < RAP_FORECAST_END ? text[model] : "unknown model";
}

/* Mean square of the errors at horizon `h` of origins before `end`; how many there are in `count`. */
static double mean_square(const rap_trial *trial, size_t h, size_t end, size_t *count)
{
    double sum = 0;
    *count = 0;
    for (size_t o = 0; o < end; o++) {
        double error = trial->errors[o * trial->horizon + h - 1];
        if (isnan(error)) continue;
        sum += error * error;
        ++*count;
    }
    return *count > 0 ? sum / (double)*count : 0;
}

/* Forecasts from every origin: fills `errors` and the plain error measures. */
static void try_origins(const rap_trial *trial, rap_forecast_model model, rap_backtest *test)
{
    double absolute = 0, forecast[RAP_HORIZON_MAX];
    double mae[RAP_HORIZON_MAX] = {0}, mape[RAP_HORIZON_MAX] = {0};
    size_t all = 0, not_zero[RAP_HORIZON_MAX] = {0};
    for (size_t o = 0; o < trial->origins; o++) {
        size_t known = trial->history + o;
        rap_extrapolate(model, trial->z, known, trial->horizon, forecast);
        for (size_t h = 1; h <= trial->horizon; h++) {
            double *error = &trial->errors[o * trial->horizon + h - 1];
            *error = NAN;
            if (known + h > trial->n) continue;
            double came = trial->y[known + h - 1];
            double off = fabs(rap_scale_back(&trial->scale, forecast[h - 1]) - came);
            *error = trial->z[known + h - 1] - forecast[h - 1];
            absolute += fabs(*error);
            all++;
            test->tried[h - 1]++;
            mae[h - 1] += off;
            if (came > 0) mape[h - 1] += 100 * off / came, not_zero[h - 1]++;
        }
    }
    test->score = absolute / (double)all;
    for (size_t h = 0; h < trial->horizon; h++) {
        test->mae[h] = test->tried[h] ? mae[h] / (double)test->tried[h] : NAN;
        test->mape[h] = not_zero[h] ? mape[h] / (double)not_zero[h] : NAN;
    }
}

/* How often the outcome fell inside the interval that could have been made at the time. */
static void measure_coverage(const rap_trial *trial, rap_backtest *test)
{
    for (size_t h = 1; h <= trial->horizon; h++)
        for (size_t o = h; o < trial->origins; o++) {
            double error = trial->errors[o * trial->horizon + h - 1];
            size_t count;
            double square = mean_square(trial, h, o + 1 - h, &count); /* of origins whose outcome was known */
            if (isnan(error) || count < LEAST_ERRORS) continue;
            test->covered_of++;
            test->covered += fabs(error) <= rap_student_95((double)count) * sqrt(square) + EQUAL;
        }
}

/* Root mean square errors, not falling with the horizon, and half widths of the intervals on the scale. */
static void measure_spread(const rap_trial *trial, rap_backtest *test, double *half)
{
    double quantile = INFINITY, before = 0;
    size_t measured = 1, freedom = 0; /* the last horizon with enough errors; the first always has LEAST_ORIGINS */
    for (size_t h = 1; h <= trial->horizon; h++) {
        size_t count;
        double spread = sqrt(mean_square(trial, h, trial->origins, &count));
        if (count >= LEAST_ERRORS) {
            measured = h;
            freedom = count;
            quantile = rap_student_95((double)count);
        } else {
            spread = test->spread[measured - 1] * sqrt((double)h / (double)measured);
        }
        before = test->spread[h - 1] = fmax(spread, before);
        test->freedom[h - 1] = freedom;
        half[h - 1] = quantile * before;
    }
}

static void forecast_with(const rap_trial *trial, rap_forecast_model model, rap_forecast *out)
{
    rap_backtest *test = &out->tests[model];
    double half[RAP_HORIZON_MAX], forecast[RAP_HORIZON_MAX];
    test->usable = true;
    try_origins(trial, model, test);
    measure_coverage(trial, test);
    measure_spread(trial, test, half);
    rap_extrapolate(model, trial->z, trial->n, trial->horizon, forecast);
    for (size_t h = 0; h < trial->horizon; h++)
        out->points[model][h] =
            (rap_forecast_point){.value = rap_scale_back(&trial->scale, forecast[h]),
                                 .low = rap_scale_back(&trial->scale, forecast[h] - half[h]),
                                 .high = rap_scale_back(&trial->scale, forecast[h] + half[h])};
}

static rap_status check(const double *y, size_t n, const rap_forecast_options *options, size_t history,
                        rap_error *err)
{
    if (options->horizon < 1 || options->horizon > RAP_HORIZON_MAX)
        return rap_fail(err, RAP_E_USAGE, "a forecast looks 1 to %d years ahead, asked for %zu", RAP_HORIZON_MAX,
                        options->horizon);
    if (!(options->ceiling >= 0) || !isfinite(options->ceiling))
        return rap_fail(err, RAP_E_USAGE, "the ceiling of a forecast must be 0 (none) or positive");
    if (history < LEAST_HISTORY)
        return rap_fail(err, RAP_E_USAGE, "a back-test must know at least %d years, asked for %zu", LEAST_HISTORY,
                        history);
    if (n < LEAST_ORIGINS || n - LEAST_ORIGINS < history)
        return rap_fail(err, RAP_E_USAGE, "a forecast with a back-test needs %zu years and %d more, found %zu",
                        history, LEAST_ORIGINS, n);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(y[i]) || y[i] < 0 || (options->ceiling > 0 && y[i] > options->ceiling))
            return rap_fail(err, RAP_E_USAGE, "year %zu of the series is not a number from 0 to its ceiling", i + 1);
    return RAP_OK;
}

size_t rap_forecast_history(size_t n, size_t horizon)
{
    size_t wanted = horizon + LEAST_ERRORS - 1, left = n > wanted ? n - wanted : 0;
    return left > USUAL_HISTORY ? USUAL_HISTORY : left < LEAST_HISTORY ? LEAST_HISTORY : left;
}

static rap_forecast_model best_of(const rap_forecast *forecast)
{
    rap_forecast_model best = RAP_FORECAST_UNCHANGED;
    for (int m = 1; m < RAP_FORECAST_END; m++)
        if (forecast->tests[m].usable && forecast->tests[m].score < forecast->tests[best].score - EQUAL)
            best = (rap_forecast_model)m;
    return best;
}

rap_status rap_forecast_of(const double *y, size_t n, const rap_forecast_options *options, rap_forecast *out,
                           rap_error *err)
{
    size_t history = options->least_history ? options->least_history : rap_forecast_history(n, options->horizon), cells;
    RAP_TRY(check(y, n, options, history, err));
    rap_trial trial = {.y = y, .n = n, .horizon = options->horizon, .history = history, .origins = n - history};
    trial.scale = rap_scale_of(y, n, options->ceiling);
    rap_status status = RAP_OK;
    trial.z = rap_alloc(n, sizeof *trial.z);
    trial.errors = __builtin_mul_overflow(trial.origins, trial.horizon, &cells) ? NULL : rap_alloc(cells, sizeof(double));
    rap_forecast *forecast = rap_alloc(1, sizeof *forecast);
    if (!trial.z || !trial.errors || !forecast) {
        status = rap_fail_memory(err);
        goto done;
    }
    for (size_t i = 0; i < n; i++) trial.z[i] = rap_scale_to(&trial.scale, y[i]);
    *forecast = (rap_forecast){.n = n, .horizon = trial.horizon, .origins = trial.origins};
    for (int m = 0; m < RAP_FORECAST_END; m++)
        if (m != RAP_FORECAST_GOMPERTZ || options->ceiling > 0)
            forecast_with(&trial, (rap_forecast_model)m, forecast);
    forecast->chosen = best_of(forecast);
    *out = *forecast;
done:
    rap_free(trial.z);
    rap_free(trial.errors);
    rap_free(forecast);
    return status;
}
