// SPDX-License-Identifier: Apache-2.0
/*
 * plan - a file of claims, read: what each says, what to ask, what to expect, which other readings to try; and of sections,
 * which a report shows.
 *
 * Line based: a keyword, blanks, the rest. The grammar is on one page, docs/plans.md. Reading knows no questions and no
 * cubes: whether a question or an option exists is found when the plan is checked (check.c).
 */
#ifndef RAP_QUERY_PLAN_H
#define RAP_QUERY_PLAN_H

#include "query/expect.h"

/** `ask`: a question with its words in order; a word without = is a positional or a switch. */
typedef struct rap_plan_ask {
    uint64_t line;
    const char *name;        /**< "" = unnamed */
    const char *text;        /**< as written, without the name */
    const char *question;
    size_t n_options;
    rap_option *options;     /**< value NULL for a word without = */
} rap_plan_ask;

/** One way to read a claim: the claim's own (the first, without a name), or another that is tried beside it. */
typedef struct rap_plan_reading {
    uint64_t line;
    const char *name;        /**< "" for the claim's own */
    size_t n_options;        /**< put into every ask, in place of the same option there */
    rap_option *options;
    size_t n_asks;           /**< beside the claim's own, or in place of one of the same name */
    rap_plan_ask *asks;
    size_t n_expects;        /**< where there are any, in place of the claim's own */
    rap_expect *expects;
    size_t n_needs;          /**< data that no question gives; as expects */
    const char **needs;
} rap_plan_reading;

/** `event`: something dated that stands beside the numbers; nothing is judged by it. */
typedef struct rap_plan_event {
    const char *date;        /**< "2023", "2023-01" or "2023-01-01" */
    const char *what;
} rap_plan_event;

typedef struct rap_plan_claim {
    uint64_t line;
    const char *id;          /**< "R1"; "1", "2", ... where the plan gives none */
    const char *statement;
    const char *source;      /**< "" = not given */
    size_t n_notes;
    const char **notes;
    size_t n_events;         /**< in order of their dates */
    rap_plan_event *events;
    size_t n_readings;       /**< at least 1 */
    rap_plan_reading *readings;
} rap_plan_claim;

/** What a section of a report shows of an ask. */
typedef enum rap_plan_part_kind { RAP_PLAN_FINDING, RAP_PLAN_FIGURE, RAP_PLAN_TABLE } rap_plan_part_kind;

typedef struct rap_plan_part {
    uint64_t line;
    rap_plan_part_kind kind;
    const char *ask;         /**< its name */
    const char *column;      /**< that a figure draws; NULL otherwise */
    const char *title;       /**< "" = that of the answer */
} rap_plan_part;

/** `section`: for reports; nothing is judged by it. */
typedef struct rap_plan_section {
    const char *title;
    rap_plan_reading asked;  /**< its asks */
    size_t n_notes;
    const char **notes;
    size_t n_parts;          /**< in their order */
    rap_plan_part *parts;
} rap_plan_section;

/** `cube`: one that asks go to, and what must be in it. */
typedef struct rap_plan_cube {
    const char *name;
    const char *what;
} rap_plan_cube;

struct rap_plan {
    rap_keep keep;           /**< owns all texts and arrays */
    const char *path;        /**< for messages; "" where it came from memory */
    const char *title;
    const char *source;      /**< of claims that give none */
    size_t n_notes;
    const char **notes;
    size_t n_cubes;
    rap_plan_cube *cubes;
    size_t n_sections;
    rap_plan_section *sections;
    size_t n_claims;
    rap_plan_claim *claims;
};

/** Reads a plan from memory. RAP_E_FORMAT with the line of the first mistake. */
RAP_MUST_CHECK rap_status rap_plan_read(rap_span text, rap_plan **out, rap_error *err);

/** The name of the i-th plan that the program carries ("research"); {NULL, 0} past the end. */
rap_span rap_plan_builtin_name(size_t i);

/** Reads a plan that the program carries. RAP_E_NOT_FOUND. */
RAP_MUST_CHECK rap_status rap_plan_builtin(const char *name, rap_plan **out, rap_error *err);

#endif
