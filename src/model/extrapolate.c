// SPDX-License-Identifier: Apache-2.0
#include "model/extrapolate.h"

#include <math.h>

#define EDGE 1e-6         /* shares are kept this far from 0 and from the ceiling */
#define LOG_LARGEST 700.0 /* exp of it is still finite */

rap_scale rap_scale_of(const double *y, size_t n, double ceiling)
{
    rap_scale scale = {.ceiling = ceiling};
    for (size_t i = 0; i < n; i++)
        if (y[i] == 0 && ceiling == 0) scale.shift = 0.5;
    return scale;
}

double rap_scale_to(const rap_scale *scale, double y)
{
    if (scale->ceiling == 0) return log(y + scale->shift);
    double r = fmin(fmax(y / scale->ceiling, EDGE), 1 - EDGE);
    return log(r / (1 - r));
}

double rap_scale_back(const rap_scale *scale, double z)
{
    z = fmax(fmin(z, LOG_LARGEST), -LOG_LARGEST);
    if (scale->ceiling == 0) return fmax(exp(z) - scale->shift, 0);
    return scale->ceiling / (1 + exp(-z));
}

static void drift(const double *z, size_t n, double growth, size_t horizon, double *out)
{
    for (size_t h = 1; h <= horizon; h++) out[h - 1] = z[n - 1] + (double)h * growth;
}

static double same(double z)
{
    return z;
}

/* -ln(-ln r) of r = 1/(1 + e^-z): the scale on which Gompertz's curve is straight. */
static double to_gompertz(double z)
{
    return -log(log1p(exp(-z)));
}

static double from_gompertz(double g)
{
    double z = -log(expm1(exp(-g)));
    return fmax(fmin(z, LOG_LARGEST), -LOG_LARGEST);
}

/* A least squares line through to(z), carried on and taken back. */
static void line(const double *z, size_t n, size_t horizon, double (*to)(double), double (*from)(double),
                 double *out)
{
    double middle = ((double)n - 1) / 2, mean = 0, product = 0, square = 0;
    for (size_t i = 0; i < n; i++) mean += to(z[i]) / (double)n;
    for (size_t i = 0; i < n; i++) {
        double u = (double)i - middle;
        product += u * (to(z[i]) - mean);
        square += u * u;
    }
    for (size_t h = 1; h <= horizon; h++)
        out[h - 1] = from(mean + product / square * ((double)(n - 1 + h) - middle));
}

/* Weights of the damped trend: of the newest level, of the newest growth, and what is left of growth after a year. */
typedef struct rap_damping {
    double level_weight, growth_weight, left;
} rap_damping;

/* Runs over the series; returns the sum of squared errors one year ahead, and where level and growth stand at the end. */
static double smooth(const double *z, size_t n, rap_damping damping, double *level, double *growth)
{
    double squares = 0;
    *level = z[0];
    *growth = (z[3] - z[0]) / 3;
    for (size_t i = 1; i < n; i++) {
        double ahead = *level + damping.left * *growth, error = z[i] - ahead;
        squares += error * error;
        *level = ahead + damping.level_weight * error;
        *growth = damping.left * *growth + damping.level_weight * damping.growth_weight * error;
    }
    return squares;
}

static void damped_trend(const double *z, size_t n, size_t horizon, double *out)
{
    static const double growth_weights[] = {0.05, 0.1, 0.2, 0.35, 0.6, 1}, lefts[] = {0.8, 0.85, 0.9, 0.95, 0.98};
    double best = INFINITY, level = z[n - 1], growth = 0;
    rap_damping chosen = {0};
    for (int tenths = 1; tenths <= 10; tenths++)
        for (size_t g = 0; g < sizeof growth_weights / sizeof *growth_weights; g++)
            for (size_t d = 0; d < sizeof lefts / sizeof *lefts; d++) {
                rap_damping damping = {0.1 * tenths, growth_weights[g], lefts[d]};
                double at, by, squares = smooth(z, n, damping, &at, &by);
                if (squares >= best) continue;
                best = squares;
                level = at;
                growth = by;
                chosen = damping;
            }
    double left = chosen.left, sum = 0; /* after h years growth has added left + left^2 + ... + left^h of itself */
    for (size_t h = 0; h < horizon; h++) {
        sum += left;
        out[h] = level + growth * sum;
        left *= chosen.left;
    }
}

void rap_extrapolate(rap_forecast_model model, const double *z, size_t n, size_t horizon, double *out)
{
    switch (model) {
    case RAP_FORECAST_DRIFT: drift(z, n, (z[n - 1] - z[0]) / (double)(n - 1), horizon, out); break;
    case RAP_FORECAST_LAST: drift(z, n, z[n - 1] - z[n - 2], horizon, out); break;
    case RAP_FORECAST_DAMPED: damped_trend(z, n, horizon, out); break;
    case RAP_FORECAST_LINE: line(z, n, horizon, same, same, out); break;
    case RAP_FORECAST_GOMPERTZ: line(z, n, horizon, to_gompertz, from_gompertz, out); break;
    case RAP_FORECAST_UNCHANGED:
    case RAP_FORECAST_END: drift(z, n, 0, horizon, out); break;
    }
}
