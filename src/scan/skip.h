// SPDX-License-Identifier: Apache-2.0
/*
 * skip - from inside a JSON value to its end, without looking at what is in between.
 *
 * Two functions do the bulk of all reading. The scalar ones in skip.c are their definition; the vector variants
 * instantiate skip_template.h and must return the same for any bytes, damaged ones included. All may read (but not
 * judge) up to RAP_SKIP_PADDING bytes from `end` on.
 *
 * What skipping does not see: it counts brackets of one kind only and judges nothing, so `[{[}]]`, a missing comma or
 * bad UTF-8 inside a skipped value pass. rap_json_check() sees everything.
 */
#ifndef RAP_SCAN_SKIP_H
#define RAP_SCAN_SKIP_H

#include <stdbool.h>

#include "scan/cpu.h"

#define RAP_SKIP_PADDING 64

typedef struct rap_skip {
    /**
     * `at` is behind an opening quote. Returns the closing quote, or NULL where there is none before `end`. A
     * backslash hides the byte after it. `*escaped`, written where a quote was found: was there a backslash?
     */
    const char *(*string)(const char *at, const char *end, bool *escaped);

    /**
     * `at` is behind an opening bracket, `open` ('{' or '['). Returns the place behind the bracket that closes it,
     * or NULL. Brackets in strings don't count; outside strings, too, a backslash hides the byte after it.
     */
    const char *(*nested)(const char *at, const char *end, char open);
} rap_skip;

/** The functions of one variant; NULL where this processor can't run them. */
const rap_skip *rap_skip_of(rap_cpu cpu);

#endif
