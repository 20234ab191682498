// SPDX-License-Identifier: Apache-2.0
/* problem - what can go wrong with a request, as documents of RFC 9457. How to add one: a row in problem.c. */
#ifndef RAP_SERVE_PROBLEM_H
#define RAP_SERVE_PROBLEM_H

#include "base/text.h"

typedef struct rap_problem {
    unsigned status;
    const char *name;     /**< type is RAP_PROBLEMS with this behind it */
    const char *title;
    const char *meaning;  /**< what it means and what to do */
} rap_problem;

#define RAP_PROBLEMS "/api/v1/problems/"

const rap_problem *rap_problem_at(size_t i);          /**< NULL past the end */
const rap_problem *rap_problem_find(const char *name);
const rap_problem *rap_problem_of(unsigned status);   /**< the last row where there is none of this status */

/** The problem that a failure of the library is. */
const rap_problem *rap_problem_of_status(rap_status status);

/** Adds the document. `instance` (left away where it holds what no URI may) is the target; `see` an address of the right form, or
 * of what there is. */
void rap_problem_put(rap_text *out, const rap_problem *problem, const char *detail, rap_span instance, const char *see);

#endif
