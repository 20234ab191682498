// SPDX-License-Identifier: Apache-2.0
/*
 * heads - the columns that stand first in every table about countries (period, subject, country, partner), and the
 * sentences that stand below: denominators, intervals, coverage, provisional years.
 */
#ifndef RAP_QUERY_HEADS_H
#define RAP_QUERY_HEADS_H

#include "query/pairing.h"

/** Where the head columns stand in a table; SIZE_MAX for those it does not have. */
typedef struct rap_heads {
    size_t year, subject, subject_name, country, country_name, partner, partner_name;
    char period[32];        /**< where years are together: what the column of years says */
} rap_heads;

/** Adds year, subject (where subjects are apart), country and, with `partner`, partner with its name. */
rap_heads rap_heads_add(const rap_asking *asking, rap_table *table, bool partner);

/** Fills period and subject of the row begun last. */
void rap_heads_put_bucket(const rap_heads *heads, const rap_asking *asking, const rap_spread *spread, size_t bucket,
                          rap_table *table);
/** Fills country and partner (RAP_NO_NODE = none). */
void rap_heads_put_nodes(const rap_heads *heads, const rap_asking *asking, const rap_nodes *nodes, uint32_t country,
                         uint32_t partner, rap_table *table);

/** A new table whose title names the nodes asked about: "Partners of NO", "Trend of NO with CN". NULL as rap_table_new. */
rap_table *rap_titled_table(const rap_asking *asking, const char *what);

/** True for the last two years of the cube: databases are still filling them. */
bool rap_is_provisional(const rap_cube *cube, int year);

/** Adds the receipt and the notes that every table about shares of works needs. */
void rap_notes_add(const rap_asking *asking, const rap_spread *spread, rap_table *table);

/** Adds to the receipt what the shares and indices of a pair are taken of. */
void rap_denominators_add(const rap_spread *spread, rap_table *table);

/** How rank intervals came about, in words. */
void rap_rank_note_add(const rap_pairings *pairings, const rap_asking *asking, rap_table *table);

#endif
