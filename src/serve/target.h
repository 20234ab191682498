// SPDX-License-Identifier: Apache-2.0
/*
 * target - a request target -> path segments and options, strictly.
 *
 * Only printable ASCII; %XX must be two hexadecimal digits; what is decoded must be UTF-8 without control characters, and
 * a segment holds no slash. '+' stays '+' (as in DK+FI); a blank is %20. Nothing is repaired: a request that is wrong is
 * refused with its byte.
 */
#ifndef RAP_SERVE_TARGET_H
#define RAP_SERVE_TARGET_H

#include "base/text.h"

enum { RAP_TARGET_SEGMENTS = 6, RAP_TARGET_OPTIONS = 64 };

typedef struct rap_target {
    char *text;                     /**< owns what the others point to */
    const char *authority;          /**< of http://authority/path, else NULL */
    size_t n_segments;              /**< "/a/b" has two; "/a/" has "a" and "" */
    const char *segments[RAP_TARGET_SEGMENTS];
    size_t n_options;               /**< in the order of the request */
    rap_option options[RAP_TARGET_OPTIONS]; /**< value NULL where there is no '=' */
} rap_target;

/** RAP_E_USAGE for what is no target (byte set), RAP_E_NOT_FOUND for a path deeper than any that exists, RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_target_read(rap_span target, rap_target *out, rap_error *err);
void rap_target_release(rap_target *target);

#endif
