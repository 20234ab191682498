// SPDX-License-Identifier: Apache-2.0
/*
 * yearly - a measure of a country or a pair as one number a year, with the years that look like faults of the data.
 */
#ifndef RAP_QUERY_YEARLY_H
#define RAP_QUERY_YEARLY_H

#include "query/flows.h"
#include "query/pairing.h"
#include "stat/guard.h"

/** Series of one part of the subjects. Arrays have `n` entries, one a year from `first_year`. */
typedef struct rap_yearly {
    int first_year;
    size_t n;
    bool amounts;                /**< of a cube of tables: no works behind it, nothing for the guard to look at */
    size_t room;                 /**< entries that the arrays have: n or more */
    double *counts;              /**< works (joint works for a pair): what the guard looks at */
    rap_guard_year *guard;
    double *values;              /**< of the measure loaded last; NaN where undefined */
    double *cleaned;             /**< the same with flagged years replaced by their neighbours' mean */
    bool count_measure;          /**< values are counts of works */
    double ceiling;              /**< 1 for shares, 0 otherwise */
} rap_yearly;

/** What the series of a question are taken from. */
typedef struct rap_yearly_source {
    rap_asking asking;           /**< the question with years told apart; borrows from the caller's */
    rap_pairings *pairings;      /**< of the pair's first node; NULL for one country */
    rap_spread *spread;          /**< of one country; NULL for a pair */
    bool table;                  /**< a cube of tables: `flows` of the first measure instead of both */
    rap_flows flows;
    uint32_t x, y;               /**< y = RAP_NO_NODE for one country */
} rap_yearly_source;

/** Computes what all series of `asking` need. Errors as rap_pairings_new; RAP_E_USAGE below four years. */
RAP_MUST_CHECK rap_status rap_yearly_open(const rap_asking *asking, rap_yearly_source *out, rap_error *err);
void rap_yearly_close(rap_yearly_source *source);
const rap_spread *rap_yearly_spread(const rap_yearly_source *source);
/** How many subjects are told apart. */
size_t rap_yearly_parts(const rap_yearly_source *source);
/** Adds the receipt and the notes that go with the source. */
void rap_yearly_receipt(const rap_yearly_source *source, const rap_asking *asking, rap_table *table);

/** Makes the series of part `part`: counts and guard, no measure yet. */
RAP_MUST_CHECK rap_status rap_yearly_init(const rap_yearly_source *source, size_t part, rap_yearly *out, rap_error *err);
void rap_yearly_release(rap_yearly *yearly);

/**
 * Loads a measure. Of works: for a pair any column of partners (works, share_of_international, ric, ...); for one country
 * works, international, international_share, world_share. Of tables: one of the cube's, those in percent as shares, or
 * share_of_total; `yearly` then has the years from the first to the last that report it. RAP_E_USAGE for another name.
 */
RAP_MUST_CHECK rap_status rap_yearly_load(const rap_yearly_source *source, size_t part, rap_span measure,
                                          rap_yearly *yearly, rap_error *err);

/** RAP_E_UNSUPPORTED where one of the first `n` years is undefined: what is carried on needs every year. Says which years are whole. */
RAP_MUST_CHECK rap_status rap_yearly_check(const rap_yearly *yearly, size_t n, rap_span measure, rap_error *err);

/** The measures a question asks for, or the usual ones: a list separated by commas. */
rap_span rap_yearly_measures(const rap_asking *asking);

/** Where the columns stand that say which series a row is of; SIZE_MAX for those the table does not have. */
typedef struct rap_yearly_heads {
    size_t subject, country, partner, measure;
} rap_yearly_heads;

rap_yearly_heads rap_yearly_heads_add(const rap_asking *asking, rap_table *table);
/** Fills them in the row begun last. */
void rap_yearly_heads_put(const rap_yearly_heads *heads, const rap_asking *asking, size_t part, rap_span measure, rap_table *table);

/**
 * Adds notes on flagged years: how far they stand out, which other partners stand out with them, and whether one set of
 * countries makes up the burst; and on shifts of coverage.
 */
RAP_MUST_CHECK rap_status rap_yearly_notes(const rap_yearly_source *source, size_t part, const rap_yearly *yearly,
                                           rap_table *table, rap_error *err);

#endif
