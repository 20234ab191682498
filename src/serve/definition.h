// SPDX-License-Identifier: Apache-2.0
/*
 * definition - what indicators mean, as JSON: put together once for a site, since every answer repeats some of it.
 */
#ifndef RAP_SERVE_DEFINITION_H
#define RAP_SERVE_DEFINITION_H

#include "base/text.h"

/** The definitions of all indicators, each ready to be copied into an answer. */
typedef struct rap_definitions {
    size_t n;
    rap_text text;       /**< members `"name":{...}` one after the other */
    size_t *start;       /**< of each in text, and the end */
} rap_definitions;

RAP_MUST_CHECK rap_status rap_definitions_init(rap_definitions *out, rap_error *err);
void rap_definitions_release(rap_definitions *definitions);

/** Which indicator a column names, maybe by another word for it; `n` where it names none. */
size_t rap_definitions_find(const rap_definitions *definitions, const char *indicator);

/** Its name; NULL for `n`. */
const char *rap_definitions_name(const rap_definitions *definitions, size_t which);

/** Adds a definition as a member of the object at hand. */
void rap_definitions_put(const rap_definitions *definitions, size_t which, rap_text *out);

/** Adds an indicator's page as an object. */
void rap_definition_put(rap_text *out, const rap_indicator *indicator);

#endif
