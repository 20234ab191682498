// SPDX-License-Identifier: Apache-2.0
/*
 * asker - the asks of a plan put to a cube, each once: readings share what they do not change.
 *
 * What can go wrong with an ask decides the verdict: what the cube does not hold makes a claim undecidable, what makes no
 * sense makes it ill-posed, and what the plan misspells stops the check with the plan's line.
 */
#ifndef RAP_QUERY_ASKER_H
#define RAP_QUERY_ASKER_H

#include "query/plan.h"

/** A question that was asked, with its answer or why there is none. */
typedef struct rap_asked {
    rap_text key;        /**< question and options */
    rap_table *table;
    rap_text why;
    rap_answer answer;
} rap_asked;

typedef struct rap_asker {
    const rap_plan *plan;
    const rap_catalog *catalog;
    size_t n_cubes;      /**< asks go to the one they name (cube=NAME), or to the first */
    const rap_named_cube *cubes;
    size_t n, capacity;
    rap_asked *done;
} rap_asker;

/**
 * The answer to an ask, with the options of a reading put in. Tables and texts in `out` live as long as the asker. Errors:
 * RAP_E_FORMAT with the plan's line (no such question, option or name), RAP_E_MEMORY, and what is wrong with the cube.
 */
RAP_MUST_CHECK rap_status rap_asker_ask(rap_asker *asker, const rap_plan_ask *ask, const rap_plan_reading *reading,
                                        rap_answer *out, rap_error *err);
void rap_asker_release(rap_asker *asker);

#endif
