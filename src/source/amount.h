// SPDX-License-Identifier: Apache-2.0
/*
 * amount - a decimal number as text -> a whole number of 10^-decimals, exactly or not at all.
 */
#ifndef RAP_SOURCE_AMOUNT_H
#define RAP_SOURCE_AMOUNT_H

#include "base/text.h"

typedef enum rap_amount {
    RAP_AMOUNT_GOOD,
    RAP_AMOUNT_BAD,        /**< no number */
    RAP_AMOUNT_NEGATIVE,
    RAP_AMOUNT_PRECISE,    /**< more decimals than are kept, and they are not zero */
    RAP_AMOUNT_LARGE       /**< more than 19 digits */
} rap_amount;

/** How a number is read. */
typedef struct rap_amount_form {
    unsigned decimals;
    bool thousands;        /**< commas between digits, too: "1,234.5" */
    bool round;            /**< what is more precise is rounded to the nearest, half up, and not refused */
} rap_amount_form;

/** Reads digits with one dot and an exponent ("12.50", "1e3"), the whole span. */
rap_amount rap_amount_read(rap_span text, rap_amount_form form, uint64_t *out);

#endif
