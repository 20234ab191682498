// SPDX-License-Identifier: Apache-2.0
/* judge - what the files that judge expectations share: one for each form, and the words of evidence. */
#ifndef RAP_QUERY_JUDGE_H
#define RAP_QUERY_JUDGE_H

#include "query/track.h"

typedef struct rap_judging {
    const rap_expect *expect;
    const rap_answer *answers;
    size_t n_answers;
    rap_finding *finding;
    rap_error *err;
} rap_judging;

/* judge_compare.c, judge_trend.c, judge_top.c: tracks are those of the expectation's terms, with points. */
rap_status rap_judge_compare(const rap_judging *j, const rap_track *left, const rap_track *right);
rap_status rap_judge_show(const rap_judging *j, const rap_track *left);
rap_status rap_judge_direction(const rap_judging *j, const rap_track *left, const rap_track *right);
rap_status rap_judge_passes(const rap_judging *j, const rap_track *left, const rap_track *right);
rap_status rap_judge_top(const rap_judging *j);

/** The years to look at: those of the quantifier, else all that a track has. False where there are none. */
bool rap_judge_years(const rap_expect *expect, const rap_track *left, const rap_track *right, int *first, int *last);

/** The verdict of a relation whose difference is an estimate. */
rap_verdict rap_judge_relation(rap_relation relation, rap_estimate difference, double tolerance);

/** The difference of two points, and a lack (with its reason added to what is missing) where one is not defined. */
bool rap_judge_difference(const rap_judging *j, const rap_track *left, const rap_track *right, int year,
                          rap_estimate *difference, rap_verdict *lack);

/** Names the years from `first` to `last` whose number of works stands out from its neighbours: perhaps faults of the data. */
rap_status rap_judge_odd_years(const rap_judging *j, const rap_track *track, int first, int last);

/** Adds "column: why" to what is missing. */
void rap_judge_missing(const rap_judging *j, const rap_track *track, const char *why);

/** Adds the number of the left side, and "against" that of the right unless it is a plain number. */
void rap_judge_numbers(const rap_judging *j, const rap_track *left, const rap_track *right, int year);

/** Notes the left side's number of `year` as the finding's value. */
void rap_judge_value(const rap_judging *j, const rap_track *left, int year);

#endif
