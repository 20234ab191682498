// SPDX-License-Identifier: Apache-2.0
#include "model/target.h"

#include <math.h>

#include "base/alloc.h"
#include "base/error.h"
#include "model/extrapolate.h"
#include "stat/distribution.h"

#define EQUAL 1e-9 /* relative: a curve that reaches the level but for rounding reaches it */

bool rap_target_met(const rap_target_options *options, double value)
{
    double slack = EQUAL * options->level;
    return options->at_most ? value <= options->level + slack : value >= options->level - slack;
}

static bool is_limit(const rap_target_options *options)
{
    return options->at_most ? options->level <= 0 : options->ceiling > 0 && options->level >= options->ceiling;
}

static rap_status check(const rap_target_options *options, rap_error *err)
{
    if (!(options->level >= 0) || !isfinite(options->level) || (options->ceiling > 0 && options->level > options->ceiling))
        return rap_fail(err, RAP_E_USAGE, "the level of a target lies between 0 and the most that the series can be");
    if (options->ahead < 1 || options->ahead > RAP_HORIZON_MAX)
        return rap_fail(err, RAP_E_USAGE, "a target is judged 1 to %d years ahead, asked for %zu", RAP_HORIZON_MAX, options->ahead);
    return RAP_OK;
}

static rap_value probability(const rap_target_options *options, const rap_scale *scale, const rap_forecast *f, rap_forecast_model m)
{
    size_t at = options->ahead - 1;
    double value = f->points[m][at].value, spread = f->tests[m].spread[at], below;
    double beyond = rap_scale_to(scale, value) - rap_scale_to(scale, options->level);
    if (options->at_most) beyond = -beyond;
    if (spread > 0) below = rap_student_below(beyond / spread, (double)f->tests[m].freedom[at]);
    else below = rap_target_met(options, value) ? 1 : 0;
    return (rap_value){below, RAP_DEFINED};
}

typedef enum rap_edge { EDGE_LOW, EDGE_MIDDLE, EDGE_HIGH } rap_edge;

static double edge_of(const rap_forecast_point *point, rap_edge edge)
{
    return edge == EDGE_LOW ? point->low : edge == EDGE_HIGH ? point->high : point->value;
}

static rap_value first_met(const rap_target_options *options, const rap_forecast_point *points, rap_edge edge)
{
    for (size_t h = 0; h < RAP_HORIZON_MAX; h++)
        if (rap_target_met(options, edge_of(&points[h], edge))) return (rap_value){(double)h + 1, RAP_DEFINED};
    return (rap_value){0, RAP_UNDEFINED_UNREACHED};
}

static rap_target_outlook outlook_of(const rap_target_options *options, const rap_scale *scale, double last, const rap_forecast *f,
                                     rap_forecast_model m)
{
    const rap_value never = {0, RAP_UNDEFINED_LIMIT}, now = {0, RAP_DEFINED};
    rap_edge better = options->at_most ? EDGE_LOW : EDGE_HIGH, worse = options->at_most ? EDGE_HIGH : EDGE_LOW;
    rap_target_outlook out = {never, never, never, never};
    if (!is_limit(options)) {
        out.probability = probability(options, scale, f, m);
        out.reached = first_met(options, f->points[m], EDGE_MIDDLE);
        out.earliest = first_met(options, f->points[m], better);
        out.latest = first_met(options, f->points[m], worse);
    }
    if (rap_target_met(options, last)) out.reached = out.earliest = out.latest = now;
    return out;
}

rap_status rap_target_of(const double *y, size_t n, const rap_target_options *options, rap_target *out, rap_error *err)
{
    RAP_TRY(check(options, err));
    rap_forecast_options ask = {.ceiling = options->ceiling, .horizon = RAP_HORIZON_MAX,
                                .least_history = rap_forecast_history(n, options->ahead)};
    rap_target *target = rap_alloc(1, sizeof *target);
    if (!target) return rap_fail_memory(err);
    rap_status status = rap_forecast_of(y, n, &ask, &target->forecast, err);
    if (status == RAP_OK) {
        rap_scale scale = rap_scale_of(y, n, options->ceiling);
        for (int m = 0; m < RAP_FORECAST_END; m++)
            if (target->forecast.tests[m].usable)
                target->models[m] = outlook_of(options, &scale, y[n - 1], &target->forecast, (rap_forecast_model)m);
        *out = *target;
    }
    rap_free(target);
    return status;
}
