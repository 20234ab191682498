// SPDX-License-Identifier: Apache-2.0
/* answer - a question that was asked by address: its table, and that table as JSON with everything a reader must know. */
#ifndef RAP_SERVE_ANSWER_H
#define RAP_SERVE_ANSWER_H

#include "query/asking.h"
#include "serve/site.h"
#include "serve/target.h"

/** A question understood as far as HTTP goes: which, of which cube, with which options in their order. */
typedef struct rap_inquiry {
    const rap_question *question;
    const rap_site_cube *cube;
    bool names_cube;                             /**< the address said which */
    size_t n_options;
    rap_option options[RAP_TARGET_OPTIONS];      /**< without `cube` */
} rap_inquiry;

/** RAP_E_USAGE where `cube` is given twice, RAP_E_NOT_FOUND where it names none. */
RAP_MUST_CHECK rap_status rap_inquiry_read(const rap_site *site, const rap_question *question, const rap_target *target,
                                           rap_inquiry *out, rap_error *err);

/**
 * The tag of an answer, quotes included: the same for the same program, tables, cube, question and media type, whatever the
 * order of options.
 */
void rap_inquiry_tag(const rap_site *site, const rap_inquiry *inquiry, const char *type, char *out, size_t size);

/** Asks. RAP_E_UNSUPPORTED also for an answer of more than RAP_ANSWER_ROWS rows or RAP_ANSWER_DRAWS of resampling. */
RAP_MUST_CHECK rap_status rap_inquiry_ask(const rap_site *site, const rap_inquiry *inquiry, rap_table **out, rap_error *err);

/** Adds {"meta": {...}, "data": [...]}. */
void rap_answer_json(rap_text *out, const rap_site *site, const rap_inquiry *inquiry, const rap_table *table);

/** Adds the table as CSV. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_answer_csv(rap_text *out, const rap_table *table, rap_error *err);

#endif
