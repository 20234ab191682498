// SPDX-License-Identifier: Apache-2.0
/*
 * track - a term read from an answer: one number, or one a year, each with its 95 % interval where the data give one.
 *
 * Where intervals come from:
 *   columns  the table has <column>_low and <column>_high (ranks, RIC, forecasts)
 *   counts   a column of works: as if Poisson, value +- 1.96 sqrt(value); only between two counts, since a count is
 *            exact where it is held against a number
 *   shares   of works: binomial, value +- 1.96 value sqrt((1 - value)/works), works being the numerator
 * All other numbers are points. So are all numbers of an ask with the switch `points`.
 */
#ifndef RAP_QUERY_TRACK_H
#define RAP_QUERY_TRACK_H

#include "query/expect.h"

/** A number of one year. Where it is missing, `why` says so and `lack` what follows from that. */
typedef struct rap_point {
    int year;            /**< 0 where there are no years */
    bool defined;
    rap_verdict lack;
    const char *why;     /**< constant text */
    double value, low, high;
    double works;        /**< works behind it (the numerator of a share); < 0 = not known */
} rap_point;

typedef enum rap_measure { RAP_MEASURE_NUMBER, RAP_MEASURE_COUNT, RAP_MEASURE_SHARE } rap_measure;

typedef struct rap_track {
    const rap_term *term;
    rap_measure measure;
    bool yearly;
    bool exact;          /**< no intervals at all: numbers of the plan, and asks with `points` */
    bool intervals;      /**< from columns of the table: shown with each number */
    int decimals;
    rap_verdict lack;    /**< where n is 0: why there is no number at all */
    rap_text why;
    rap_text absent;     /**< parts of a sum that have no row at all; they count as nothing and are named */
    size_t n;
    rap_point *points;   /**< in order of years without gaps: a year that is not there is a point that is not defined */
} rap_track;

/** Reads a term. Errors as rap_expect_judge(); `line` is that of the expectation. `out` is the caller's to release. */
RAP_MUST_CHECK rap_status rap_track_init(const rap_term *term, const rap_answer *answers, size_t n_answers, uint64_t line,
                                         rap_track *out, rap_error *err);
void rap_track_release(rap_track *track);

/** Makes `part` what part it is of `whole`, year by year: a share, binomial where both are counts of works. */
void rap_track_divide(rap_track *part, const rap_track *whole);
/** Gives a share of works (`works` being the numerator) its binomial interval; none where it is `exact`. */
void rap_point_share(rap_point *point, bool exact);

/** The point of `year`, or of a track without years; NULL where there is none. */
const rap_point *rap_track_at(const rap_track *track, int year);

/** An estimate with its interval. */
typedef struct rap_estimate {
    double value, low, high;
} rap_estimate;

/**
 * a - b with its interval from those of both, taken as independent: the squares of the half widths add up on each side
 * (Zou & Donner 2008). For two Poisson counts this is |a - b| against 1.96 sqrt(a + b).
 */
rap_estimate rap_difference(rap_estimate a, rap_estimate b);

/** The estimate of a point of `track`; a count has its Poisson interval where it is compared with another count. */
rap_estimate rap_point_estimate(const rap_track *track, const rap_point *point, bool with_count);

/** Adds a number as people read it: "12", "9.52 % (2374 of 24947)", "1 (1-2)". */
void rap_point_add(rap_text *text, const rap_track *track, const rap_point *point);
void rap_number_add(rap_text *text, const rap_track *track, double value);

#endif
