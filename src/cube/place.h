// SPDX-License-Identifier: Apache-2.0
/*
 * place - a country (or region) as a 16-bit number that sorts like its code.
 *
 * A place code is one to three of A-Z and 0-9. Packing it in base 37 fits 16 bits and keeps byte
 * order, so a place needs no dictionary: it means the same in every cube, and merging never recodes it.
 * Two letters are ISO 3166-1 alpha-2 (with XK for Kosovo); three stand for what is no single country:
 * OTH = all others (a residual: never ranked, may be linked with itself).
 */
#ifndef RAP_CUBE_PLACE_H
#define RAP_CUBE_PLACE_H

#include "base/text.h"

typedef uint16_t rap_place; /**< 0 = none */

#define RAP_PLACE_TEXT 4 /**< bytes for a code with its terminator */

/** The place of a code, or 0 where it is not one to three capital letters or digits. */
rap_place rap_place_of(rap_span code);

/** Writes the code of a place, terminated, and returns `out`. */
char *rap_place_code(rap_place place, char out[RAP_PLACE_TEXT]);

/** True for the residual place OTH. */
bool rap_place_is_residual(rap_place place);

#endif
