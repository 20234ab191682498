// SPDX-License-Identifier: Apache-2.0
/*
 * extrapolate - the models of a forecast, as pure functions on a scale on which growth is straight.
 */
#ifndef RAP_MODEL_EXTRAPOLATE_H
#define RAP_MODEL_EXTRAPOLATE_H

#include "model/forecast.h"

/** Where a series is worked on: ln(y + shift), or ln(r/(1 - r)) of r = y/ceiling. */
typedef struct rap_scale {
    double ceiling; /**< 0 = none */
    double shift;   /**< 0.5 where the series has a 0 and no ceiling, else 0 */
} rap_scale;

/** The scale of a series: `ceiling` as in rap_forecast_options. */
rap_scale rap_scale_of(const double *y, size_t n, double ceiling);
/** From the series to the scale: always finite. */
double rap_scale_to(const rap_scale *scale, double y);
/** And back: not negative, not above the ceiling, finite. */
double rap_scale_back(const rap_scale *scale, double z);

/**
 * Carries z[0 .. n-1] on by 1 .. horizon years with a model; `out` has `horizon` entries. n >= 4. RAP_FORECAST_GOMPERTZ takes z
 * as ln(r/(1 - r)). The damped trend takes, of 300 settings of its three weights, the one with the least squared error one
 * year ahead. Linear time in n.
 */
void rap_extrapolate(rap_forecast_model model, const double *z, size_t n, size_t horizon, double *out);

#endif
