// SPDX-License-Identifier: Apache-2.0
/*
 * trade - measures on flows between countries, and on lines of shares. Pure; each edge has its reason.
 *
 * Revealed comparative advantage is rap_ratio() of a quad, as is the activity index of research: n = X_ik, row = X_i,
 * col = W_k, all = W.
 */
#ifndef RAP_STAT_TRADE_H
#define RAP_STAT_TRADE_H

#include "rapport.h"

/** Sum of squared shares of `n` amounts (Herfindahl, Hirschman), 1/n..1. Nothing at all: undefined. */
rap_value rap_hhi(const double *amounts, size_t n);
/** (H - 1/n)/(1 - 1/n), 0..1 (n = suppliers counted). n = 1: undefined. */
rap_value rap_hhi_normalised(rap_value hhi, size_t n);
/** 1/H: of how many equal suppliers the concentration would be. */
rap_value rap_effective(rap_value hhi);

/**
 * (x_ij/X_i) / (M_j/(W - M_i)) (Brown 1949, Kojima 1964): exports to j as a part of i's exports, against j's part of what
 * the others import. Neutral 1. `own` = M_i.
 */
rap_value rap_intensity(rap_quad flow, double own);
/** (x_ij/X_i) / (M_j/W): the common form, which lets i trade with itself in the expectation: rap_ratio(). */
rap_value rap_intensity_common(rap_quad flow);

/** 1 - sum |x - m| / sum (x + m) over `n` products (Grubel & Lloyd 1975), 0..1. No trade: undefined. */
rap_value rap_grubel_lloyd(const double *exports, const double *imports, size_t n);

/** 100 (1 - sum |M_jk/M_j - X_ik/X_i| / 2) (Michaely 1996), 0..100. Nothing exported or imported: undefined. */
rap_value rap_complementarity(const double *exports, const double *imports, size_t n);

/** Sum over products of min(x_ik/X_i, x_jk/X_j) (Finger & Kreinin 1979), 0..1. */
rap_value rap_export_similarity(const double *x, const double *y, size_t n);

/** (M - X)/(Q + M - X), may be negative; apparent use of 0 or less: undefined. */
rap_value rap_import_reliance(double imports, double exports, double production);

/** |x - m| / max(x, m) of one flow as its two sides report it; 0/0 undefined. */
rap_value rap_mirror_gap(double exporter_says, double importer_says);

#endif
