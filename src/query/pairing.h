// SPDX-License-Identifier: Apache-2.0
/*
 * pairing - everything Rapport says of two nodes: one row of numbers for a focus and each of its partners, in every
 * bucket (year, subject) of a question. The one home of the columns that partners, pair, profile and trend share.
 */
#ifndef RAP_QUERY_PAIRING_H
#define RAP_QUERY_PAIRING_H

#include "query/asking.h"

/** The columns, in the order in which they are shown. */
typedef enum rap_pair_column {
    RAP_PAIR_WORKS,              /**< C_XY under the lens's counting */
    RAP_PAIR_RANK, RAP_PAIR_RANK_LOW, RAP_PAIR_RANK_HIGH,
    RAP_PAIR_SHARE_OF_OUTPUT, RAP_PAIR_SHARE_OF_INTERNATIONAL, RAP_PAIR_SHARE_OF_LINKS,
    RAP_PAIR_RIC, RAP_PAIR_RIC_LOW, RAP_PAIR_RIC_HIGH, RAP_PAIR_RIC_N, RAP_PAIR_RIC_REVERSE,
    RAP_PAIR_RANK_RIC,           /**< by RIC among partners with enough expected works */
    RAP_PAIR_RANK_GAIN,          /**< rank among the same by count, minus rank by RIC: > 0 = preferred relative to size */
    RAP_PAIR_AFFINITY, RAP_PAIR_LUUKKONEN, RAP_PAIR_NSF_INDEX,
    RAP_PAIR_SALTON, RAP_PAIR_JACCARD, RAP_PAIR_INCLUSION,
    RAP_PAIR_SHARE_OF_PARTNER_OUTPUT,
    RAP_PAIR_BILATERAL, RAP_PAIR_AFFILIATION_ONLY,
    RAP_PAIR_EXPECTED,
    RAP_PAIR_WORKS_OWN, RAP_PAIR_WORKS_PARTNER, /**< of the joint works, what counts for each side: numerators of shares */
    RAP_PAIR_OUTPUT, RAP_PAIR_INTERNATIONAL, RAP_PAIR_LINKS,
    RAP_PAIR_PARTNER_OUTPUT, RAP_PAIR_PARTNER_INTERNATIONAL, RAP_PAIR_PARTNER_LINKS,
    RAP_PAIR_WORLD_INTERNATIONAL, RAP_PAIR_ALL_LINKS,
    RAP_PAIR_COVERAGE,
    RAP_PAIR_WORKS_LOW, RAP_PAIR_WORKS_HIGH,
    RAP_PAIR_END
} rap_pair_column;

/** The column called `name` ("ric"), or RAP_PAIR_END. */
rap_pair_column rap_pair_column_of(rap_span name);
const char *rap_pair_column_title(rap_pair_column column);

/** One partner in one bucket. */
typedef struct rap_pairing {
    uint32_t node;
    rap_value value[RAP_PAIR_END];
} rap_pairing;

/** All partners of one bucket, in order of joint works, then code. */
typedef struct rap_pairing_list {
    size_t n;
    rap_pairing *rows;
} rap_pairing_list;

typedef struct rap_pairings {
    rap_spread *spread;          /**< owned: years, parts, nodes, margins */
    rap_pairing_list *buckets;   /**< [year * n_parts + part] */
    uint64_t replicates;         /**< 0 = analytic intervals */
} rap_pairings;

#define RAP_ALL_ROWS SIZE_MAX

/**
 * Computes the rows of `focus` and every partner it has joint works with, by joint works. The first `ranked` partners get
 * rank intervals (which need the overlaps of partners, and most of the time); 0 = no ranks by count. RAP_E_UNSUPPORTED where the focus stands nowhere in the cube; otherwise as rap_spread_new.
 */
RAP_MUST_CHECK rap_status rap_pairings_new(const rap_asking *asking, const rap_node_ref *focus, size_t ranked,
                                           rap_pairings **out, rap_error *err);
void rap_pairings_free(rap_pairings *pairings);

/** The row of `partner` in a list, or NULL where there were no joint works. */
const rap_pairing *rap_pairing_find(const rap_pairing_list *list, uint32_t node);

/** The row of a pair without joint works in bucket `b`: margins, a true zero and what follows from it; no rank. */
void rap_pairing_absent(const rap_spread *spread, size_t b, uint32_t x, uint32_t y, rap_pairing *out);

/** Node index of a named country or group; RAP_NO_NODE where it stands nowhere in the cube. */
uint32_t rap_node_index(const rap_spread *spread, const rap_node_ref *ref);

/** Label of a node: "NO", or the group's name. `code` is room for a country's code. */
const char *rap_node_label(const rap_asking *asking, const rap_nodes *nodes, uint32_t node,
                           char code[RAP_PLACE_TEXT]);
/** Name of a node for people: "Norway"; a group's own name. */
const char *rap_node_name(const rap_asking *asking, const rap_nodes *nodes, uint32_t node);

/** Years as text: "2019", "2011-2022". */
const char *rap_years_text(int first, int last, char out[32]);
/** The period of a bucket's row of years so. `spread` may be NULL where years are together. */
const char *rap_period_text(const rap_asking *asking, const rap_spread *spread, size_t year_row, char out[32]);

/** Adds the pair columns to a table and says at which index they begin. */
size_t rap_pair_columns_add(const rap_asking *asking, rap_table *table);
/** Fills these columns of the row begun last. */
void rap_pair_columns_put(rap_table *table, size_t first, const rap_pairing *row, rap_counting counting);

#endif
