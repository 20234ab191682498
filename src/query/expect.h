// SPDX-License-Identifier: Apache-2.0
/*
 * expect - one expectation of a claim: read from a line, judged on the answers of the claim's asks.
 *
 *   rank CN = 1 since 2019                      a comparison, in every year that the quantifier names
 *   share_of_international CN = 17 % +- 1 %     the same with a tolerance
 *   share_of_links CN rises since 2017          a direction
 *   works US falls faster than works GB         two directions
 *   works CN passes works US by 2022            an order that turns
 *   s.works CN / all.works CN rises             a part of a whole, wherever a value may stand
 *   top 3 works = biology, physics, chemistry   a set of leaders, in any order
 *   show ric CN                                 nothing to judge: numbers for the evidence
 *
 * Judgement is three-valued. A comparison holds, or fails, only where it does so over the whole 95 % interval of what is
 * compared; in between the data do not separate the two, and the answer is "undecidable". docs/plans.md has the rules.
 */
#ifndef RAP_QUERY_EXPECT_H
#define RAP_QUERY_EXPECT_H

#include "query/words.h"

/* -------------------------------------------------------------- as written */

/** Which rows a value is read from: those whose cell in `column` is `value`. */
typedef struct rap_key {
    const char *column;  /**< NULL = whichever of partner, country, subject has such a row */
    const char *value;   /**< "CN"; "CN+JP" = the sum of both rows where no row is called so */
} rap_key;

/** A value: a number, or a column at a row, or one of these as a part of another. */
typedef struct rap_term {
    bool is_number;
    double number;
    bool percent;        /**< written as such: shown as such */
    const char *ask;     /**< "" = the claim's unnamed or only ask */
    const char *column;
    size_t n_keys;
    rap_key *keys;
    struct rap_term *over; /**< what it is divided by: a part of a whole; NULL = nothing */
} rap_term;

typedef enum rap_form {
    RAP_FORM_COMPARE, RAP_FORM_DIRECTION, RAP_FORM_PASSES, RAP_FORM_TOP, RAP_FORM_SHOW
} rap_form;

typedef enum rap_relation { RAP_EQ, RAP_NE, RAP_LT, RAP_LE, RAP_GT, RAP_GE, RAP_RELATION_END } rap_relation;

typedef enum rap_direction { RAP_RISES, RAP_FALLS, RAP_STEADY } rap_direction;

typedef enum rap_quantifier {
    RAP_EVERY,           /**< in every year of from..until */
    RAP_EVER,            /**< in some year of from..until */
    RAP_BY               /**< passing: at `until` or before */
} rap_quantifier;

typedef struct rap_expect {
    uint64_t line;
    const char *text;    /**< as written */
    rap_form form;
    rap_term left, right;
    rap_relation relation;
    double tolerance;
    rap_direction direction;
    bool negated;        /**< not rises, not falls */
    bool faster;         /**< ... than right */
    uint64_t top;        /**< how many leaders */
    size_t n_names;
    const char **names;
    rap_quantifier quantifier;
    int from, until;     /**< both in; 0 = open */
} rap_expect;

/** Reads what follows `expect`, or (form RAP_FORM_SHOW) `show`. RAP_E_FORMAT with the line and what was expected. */
RAP_MUST_CHECK rap_status rap_expect_read(rap_keep *keep, rap_span text, uint64_t line, bool show, rap_expect *out,
                                          rap_error *err);

/* ----------------------------------------------------------------- as judged */

/** What an ask of the claim gave. */
typedef struct rap_answer {
    const char *name;         /**< of the ask; "" = unnamed */
    const rap_table *table;   /**< NULL = there is none: `lack` and `why` say what that means */
    rap_verdict lack;         /**< RAP_UNDECIDABLE or RAP_ILL_POSED */
    const char *why;
    bool points;              /**< numbers are taken as they stand, without intervals */
    int first_year, last_year;/**< years that the ask names, which a cube may lack; 0 = those of the table */
} rap_answer;

/** What was found. Texts are filled also where the verdict is clear. */
typedef struct rap_finding {
    rap_verdict verdict;
    rap_text evidence;        /**< the numbers it rests on */
    rap_text missing;         /**< what was missing, "" where nothing was */
    bool has_value;           /**< `value`: the left side in the only, or last, year, to compare readings by */
    double value;
    bool share;               /**< it is shown in per cent */
} rap_finding;

void rap_finding_release(rap_finding *finding);

/**
 * Judges an expectation on the answers. RAP_E_FORMAT (with the line) where the plan asks for what the tables can't have: an
 * unknown column, a row that is several, a year's word on an answer without years. `out` is the caller's to release.
 */
RAP_MUST_CHECK rap_status rap_expect_judge(const rap_expect *expect, const rap_answer *answers, size_t n_answers,
                                           rap_finding *out, rap_error *err);

/** Of two parts of a claim that must both hold: contradicted before ill-posed before undecidable before supported. */
rap_verdict rap_verdict_both(rap_verdict a, rap_verdict b);

/** Adds `reason` to a list separated by "; " unless it is in it. */
void rap_reason_add(rap_text *list, const char *reason);
/** Adds each part of another list. */
void rap_reasons_add(rap_text *list, const rap_text *more);

#endif
