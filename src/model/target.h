// SPDX-License-Identifier: Apache-2.0
/*
 * target - whether a yearly series gets to a level by a year, and when: judged from what was known, with every model of
 * forecast.h beside the naive one.
 *
 * A probability is that of the model and of the errors it made on the series' own past, taken as Student's t on the scale:
 * it knows nothing of decisions. A level that is the series' own limit (100 % of a share) is neared and never reached by any
 * curve under that limit, so it has no probability: a target must say how near is enough.
 */
#ifndef RAP_MODEL_TARGET_H
#define RAP_MODEL_TARGET_H

#include "model/forecast.h"

typedef struct rap_target_options {
    double ceiling;          /**< as in rap_forecast_options */
    double level;            /**< 0 .. ceiling */
    bool at_most;            /**< the target is a level or less, not a level or more */
    size_t ahead;            /**< years from the last known one to the target's, 1 .. RAP_HORIZON_MAX */
} rap_target_options;

/** Years ahead of the last known one; 0 = there already; reason where not within RAP_HORIZON_MAX, or at a limit never. */
typedef struct rap_target_outlook {
    rap_value probability;   /**< that the level holds in the target's year */
    rap_value reached;       /**< by the forecast itself */
    rap_value earliest;      /**< by the better end of its 95 % interval */
    rap_value latest;        /**< by the worse end */
} rap_target_outlook;

typedef struct rap_target {
    rap_forecast forecast;   /**< over RAP_HORIZON_MAX years; the target's is point ahead - 1 */
    rap_target_outlook models[RAP_FORECAST_END]; /**< of every usable model */
} rap_target;

/**
 * Judges a target on `y`, n consecutive known years. The back-test knows at least rap_forecast_history(n, ahead) years. Errors:
 * those of rap_forecast_of(); RAP_E_USAGE for a level outside 0 .. ceiling and for `ahead`.
 */
RAP_MUST_CHECK rap_status rap_target_of(const double *y, size_t n, const rap_target_options *options, rap_target *out,
                                        rap_error *err);

/** True where `value` meets the target: at the level, or beyond it on the good side. */
bool rap_target_met(const rap_target_options *options, double value);

#endif
