// SPDX-License-Identifier: Apache-2.0
/*
 * pajek - one published country matrix (a network in Pajek's text form) -> pairs of countries with their joint works.
 *
 *     % comment
 *     *vertices 251
 *     1 "AF"
 *     *arcs            directed: a pair stands there in both directions
 *     1 4 33
 *     *edges           undirected: a pair stands there once
 *
 * A loop `i i n` says that n works of country i have another country too; for the residual place OTH it is the links
 * among all other countries. Where the two directions of a pair differ, the one that goes from the vertex with the
 * lower number to the one with the higher is taken (the upper triangle, as in the tables its author made of the same
 * data) and the difference is counted.
 */
#ifndef RAP_SOURCE_PAJEK_H
#define RAP_SOURCE_PAJEK_H

#include "cube/catalog.h"
#include "scan/feed.h"

/** A pair of countries, x < y, or a loop, x == y. */
typedef struct rap_link {
    rap_place x, y;
    uint64_t works;          /**< > 0 */
} rap_link;

typedef struct rap_matrix {
    size_t n_places;
    size_t n_links, link_room;
    rap_link *links;         /**< sorted by x, y; each pair once */
    uint64_t lines;
    uint64_t differing;      /**< pairs whose two directions differ */
    rap_place first_x, first_y; /**< the first of them, and its two values */
    uint64_t first_taken, first_other;
} rap_matrix;

/** Reads a matrix from a feed. RAP_E_FORMAT with the line; RAP_E_UNSUPPORTED for sections that are no country matrix. */
RAP_MUST_CHECK rap_status rap_matrix_read(const rap_catalog *catalog, rap_feed *feed, rap_matrix *out,
                                          rap_error *err);
void rap_matrix_release(rap_matrix *matrix);

/** The year of a matrix from its file's name, four digits before the ending: "WrldCo2022.net". RAP_E_FORMAT. */
RAP_MUST_CHECK rap_status rap_matrix_year(const char *path, int16_t *out, rap_error *err);

#endif
