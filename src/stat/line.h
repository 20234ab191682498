// SPDX-License-Identifier: Apache-2.0
/*
 * line - measures on the quads met along one axis: profiles of partners, and a quad followed over time.
 */
#ifndef RAP_STAT_LINE_H
#define RAP_STAT_LINE_H

#include "rapport.h"

/**
 * How alike the partners of two countries X and Z are: 1 - Jensen-Shannon divergence (base 2; Lin 1991) of their
 * collaboration profiles. `x` and `z` have one entry (joint works, not negative) for each of `n` nodes. The entries at
 * `at_x` and `at_z`, the places of X and Z themselves, are left out and the rest is normalised to 1: two countries that
 * work much together are not called different for it. SIZE_MAX where one of them is not among the nodes. From 0 (no
 * partner in common) to 1 (same shares). A profile without works: RAP_UNDEFINED_EMPTY.
 */
rap_value rap_partner_similarity(const double *x, const double *z, size_t n, size_t at_x, size_t at_z);

/** The same with the cosine of the two profiles, 0..1. */
rap_value rap_partner_cosine(const double *x, const double *z, size_t n, size_t at_x, size_t at_z);

/**
 * Why joint works grew between two periods, as a sum of logarithms. From PAI = C_XY 2T/(C_X C_Y) follows
 *     C_XY = C_X C_Y PAI / (2T),   hence   dln C_XY = dln C_X + dln C_Y - dln T + dln PAI.
 * The four parts add up to `total` exactly (to rounding). A part p means a factor exp(p).
 */
typedef struct rap_growth {
    rap_value total;      /**< ln of joint works after / before */
    rap_value focus;      /**< of it: X works more with everybody */
    rap_value partner;    /**< Y works more with everybody */
    rap_value world;      /**< minus the growth of all links: negative where the world grows */
    rap_value preference; /**< X and Y work together more than their sizes explain: change of affinity */
} rap_growth;

/**
 * Decomposes the growth of links between two quads (n = C_XY, row = C_X, col = C_Y, all = T; see rapport.h). A part
 * whose number is 0 in both periods is RAP_UNDEFINED_EMPTY, in one of them RAP_UNDEFINED_INFINITE.
 */
rap_growth rap_growth_of(rap_quad before, rap_quad after);

#endif
