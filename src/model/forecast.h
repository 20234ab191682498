// SPDX-License-Identifier: Apache-2.0
/*
 * forecast - where a yearly series would go if it went on as it did, and how wrong such forecasts have been.
 *
 * A forecast is not a fact: each comes with the errors that the same method made on the same series when it knew only
 * its past (rolling origin), an interval scaled from these errors, and how often such intervals held.
 *
 * Work is done on a scale on which growth is straight: ln y for counts, ln(y/(ceiling - y)) for shares. All models are fitted
 * and compared there; values and intervals are turned back.
 */
#ifndef RAP_MODEL_FORECAST_H
#define RAP_MODEL_FORECAST_H

#include "rapport.h"

#define RAP_HORIZON_MAX 20

/** How the series is carried on. On the scale of the series, z; simpler ones first. */
typedef enum rap_forecast_model {
    RAP_FORECAST_UNCHANGED, /**< the last value stays (random walk) */
    RAP_FORECAST_DRIFT,     /**< random walk with drift: the mean growth of all years goes on from the last value */
    RAP_FORECAST_LAST,      /**< the growth of the last year goes on */
    RAP_FORECAST_DAMPED,    /**< damped trend: exponential smoothing of level and growth, growth fades (Gardner & McKenzie 1985) */
    RAP_FORECAST_LINE,      /**< straight line by least squares: exponential on ln, logistic under a ceiling */
    RAP_FORECAST_GOMPERTZ,  /**< y = ceiling exp(-exp(-(a + b t))): only under a ceiling */
    RAP_FORECAST_END
} rap_forecast_model;

/** "unchanged", "drift", "last growth", "damped trend", "line" (under a ceiling "logistic"), "gompertz". */
const char *rap_forecast_model_text(rap_forecast_model model, double ceiling);

typedef struct rap_forecast_options {
    double ceiling;         /**< values lie in 0..ceiling: 1 for shares; 0 = none (counts, ratios) */
    size_t horizon;         /**< years ahead, 1 .. RAP_HORIZON_MAX */
    size_t least_history;   /**< years a back-test must know, at least 4; 0 = 8, or fewer where the series is short */
} rap_forecast_options;

/** What a model's forecasts were worth. Horizons from 1: entry h - 1. */
typedef struct rap_backtest {
    bool usable;                          /**< the model was tried (Gompertz only under a ceiling); else all is 0 */
    size_t tried[RAP_HORIZON_MAX];        /**< forecasts compared with what came */
    double mae[RAP_HORIZON_MAX];          /**< mean absolute error, in units of the series; NaN where none was tried */
    double mape[RAP_HORIZON_MAX];         /**< mean absolute error in per cent of what came (years with 0 left out); NaN as above */
    double spread[RAP_HORIZON_MAX];       /**< root mean square error on the scale, not falling with the horizon */
    size_t freedom[RAP_HORIZON_MAX];      /**< errors behind it: Student's degrees of freedom */
    double score;                         /**< mean absolute error on the scale over all origins and horizons: chosen by it */
    size_t covered, covered_of;           /**< outcomes inside the 95 % interval that could be made at the time, of how many */
} rap_backtest;

/** Years that a back-test must know unless told: 8, or down to 4 where that leaves 3 errors to measure at `horizon`. */
size_t rap_forecast_history(size_t n, size_t horizon);

/** One year ahead: value with its 95 % interval, in units of the series. */
typedef struct rap_forecast_point {
    double value, low, high;
} rap_forecast_point;

typedef struct rap_forecast {
    size_t n, horizon, origins;           /**< years known; years ahead; origins of the back-test */
    rap_forecast_model chosen;            /**< lowest score; the simpler of equals */
    rap_backtest tests[RAP_FORECAST_END];
    rap_forecast_point points[RAP_FORECAST_END][RAP_HORIZON_MAX]; /**< of every usable model */
} rap_forecast;

/**
 * Forecasts `y`, n consecutive years, not negative (and not above the ceiling). A series with a 0 is taken as y + 0.5 on the log
 * scale; under a ceiling values are kept 1e-6 of it away from both ends. Back-test: at every origin from least_history years on,
 * each model knows the years up to it and forecasts 1 .. horizon of those that follow. The interval is value +- t s_h on the
 * scale: s_h the root mean square error at horizon h, t Student's 97.5 % quantile with as many degrees of freedom as errors;
 * horizons with fewer than 3 errors widen from the last with sqrt(h). Measured coverage uses, at each origin, only errors that
 * were known then. `out` is large
 * (some 10 kB). Errors: RAP_E_USAGE (n < least_history + 3, horizon, a value outside its range), RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_forecast_of(const double *y, size_t n, const rap_forecast_options *options,
                                          rap_forecast *out, rap_error *err);

#endif
