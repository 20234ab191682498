// SPDX-License-Identifier: Apache-2.0
/*
 * decimal - numbers as decimal text: the fewest digits that read back as the number, with a dot whatever the locale.
 */
#ifndef RAP_BASE_DECIMAL_H
#define RAP_BASE_DECIMAL_H

#include <stddef.h>
#include <stdint.h>

enum { RAP_DECIMAL_TEXT = 32 };

/** Writes a whole number; returns its length. Not terminated. */
size_t rap_decimal_whole(int64_t value, char out[RAP_DECIMAL_TEXT]);

/**
 * Writes a number as printf("%.15g") does, or with 16 or 17 digits where fewer read back as another number; returns its
 * length. Not terminated. For NaN and infinity, which no table holds, what printf writes.
 */
size_t rap_decimal_real(double value, char out[RAP_DECIMAL_TEXT]);

#endif
