// SPDX-License-Identifier: Apache-2.0
/* link - the address of a question with its options, as a request that works. */
#ifndef RAP_SERVE_LINK_H
#define RAP_SERVE_LINK_H

#include "query/asking.h"

#define RAP_API_ROOT "/api/v1/"

/** Adds "/api/v1/partners?country=NO&years=2022"; `cube` (NULL = leave away) is the last option. */
void rap_link_add(rap_text *out, const rap_question *question, const rap_option *options, size_t n, const char *cube);

/** Adds the question's i-th example as an address. What concerns files and formats only is left away. */
void rap_link_example(rap_text *out, const rap_question *question, size_t i);

/**
 * Puts options into the one order in which they are asked: words of the question, then options as they are declared, those
 * that repeat as given, those that do not exist last. Two addresses that differ in order only are thus one question.
 */
void rap_link_order(const rap_question *question, rap_option *options, size_t n);

#endif
