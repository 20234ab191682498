// SPDX-License-Identifier: Apache-2.0
#include "stat/trade.h"

#include <math.h>

static rap_value defined(double value)
{
    return (rap_value){value, RAP_DEFINED};
}

static rap_value undefined(rap_reason reason)
{
    return (rap_value){0, reason};
}

static bool is_amount(double x)
{
    return x >= 0 && isfinite(x);
}

static bool total(const double *x, size_t n, double *out)
{
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_amount(x[i])) return false;
        *out += x[i];
    }
    return isfinite(*out);
}

/* Totals of two lines of one length; the reason why nothing can be said of them, if there is one. */
static rap_reason totals(const double *x, const double *y, size_t n, double *sum_x, double *sum_y)
{
    if (!total(x, n, sum_x) || !total(y, n, sum_y)) return RAP_UNDEFINED_NO_DATA;
    return *sum_x > 0 && *sum_y > 0 ? RAP_DEFINED : RAP_UNDEFINED_EMPTY;
}

rap_value rap_hhi(const double *amounts, size_t n)
{
    double sum, squares = 0;
    if (!total(amounts, n, &sum)) return undefined(RAP_UNDEFINED_NO_DATA);
    if (sum == 0) return undefined(RAP_UNDEFINED_EMPTY);
    for (size_t i = 0; i < n; i++) squares += amounts[i] / sum * (amounts[i] / sum);
    return defined(fmin(squares, 1));
}

rap_value rap_hhi_normalised(rap_value hhi, size_t n)
{
    if (hhi.reason != RAP_DEFINED) return hhi;
    if (n < 2) return undefined(RAP_UNDEFINED_EMPTY);
    double least = 1 / (double)n;
    return defined(fmax((hhi.value - least) / (1 - least), 0));
}

rap_value rap_effective(rap_value hhi)
{
    return hhi.reason == RAP_DEFINED ? defined(1 / hhi.value) : hhi;
}

rap_value rap_intensity(rap_quad flow, double own)
{
    if (!is_amount(own) || own > flow.all) return undefined(RAP_UNDEFINED_NO_DATA);
    return rap_ratio((rap_quad){flow.n, flow.row, flow.col, flow.all - own});
}

rap_value rap_intensity_common(rap_quad flow)
{
    return rap_ratio(flow);
}

rap_value rap_grubel_lloyd(const double *exports, const double *imports, size_t n)
{
    double x, m, apart = 0;
    if (!total(exports, n, &x) || !total(imports, n, &m)) return undefined(RAP_UNDEFINED_NO_DATA);
    if (x + m == 0) return undefined(RAP_UNDEFINED_EMPTY);
    for (size_t i = 0; i < n; i++) apart += fabs(exports[i] - imports[i]);
    return defined(fmax(1 - apart / (x + m), 0));
}

rap_value rap_complementarity(const double *exports, const double *imports, size_t n)
{
    double x, m, apart = 0;
    rap_reason reason = totals(exports, imports, n, &x, &m);
    if (reason != RAP_DEFINED) return undefined(reason);
    for (size_t i = 0; i < n; i++) apart += fabs(imports[i] / m - exports[i] / x);
    return defined(fmax(100 * (1 - apart / 2), 0));
}

rap_value rap_export_similarity(const double *x, const double *y, size_t n)
{
    double sum_x, sum_y, common = 0;
    rap_reason reason = totals(x, y, n, &sum_x, &sum_y);
    if (reason != RAP_DEFINED) return undefined(reason);
    for (size_t i = 0; i < n; i++) common += fmin(x[i] / sum_x, y[i] / sum_y);
    return defined(fmin(common, 1));
}

rap_value rap_import_reliance(double imports, double exports, double production)
{
    if (!is_amount(imports) || !is_amount(exports) || !is_amount(production)) return undefined(RAP_UNDEFINED_NO_DATA);
    double use = production + imports - exports;
    return use > 0 ? defined((imports - exports) / use) : undefined(RAP_UNDEFINED_EMPTY);
}

rap_value rap_mirror_gap(double exporter_says, double importer_says)
{
    if (!is_amount(exporter_says) || !is_amount(importer_says)) return undefined(RAP_UNDEFINED_NO_DATA);
    double most = fmax(exporter_says, importer_says);
    return most > 0 ? defined(fabs(exporter_says - importer_says) / most) : undefined(RAP_UNDEFINED_EMPTY);
}
