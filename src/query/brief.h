// SPDX-License-Identifier: Apache-2.0
/*
 * brief - everything about two countries and a technology: research, trade, capacity, dependency, footprint, asked of whatever
 * cubes there are, as one table of numbers. Each row carries the question that gives it again; what no cube can answer has a
 * row that says why.
 */
#ifndef RAP_QUERY_BRIEF_H
#define RAP_QUERY_BRIEF_H

#include "query/asking.h"
#include "query/technology.h"

/** A question of the brief. Title and options hold {x}, {y}, {area}, {topics}, {code}, {five} (its last five
 * complete years), {three} (its last three years); {code} stands for one question a code. */
typedef struct rap_brief_line {
    const char *section, *title;
    const char *domain;          /**< of the cubes it asks; NULL = none is needed */
    const char *question;
    const char *options[8];      /**< "name=value", NULL-terminated */
    const char *labels;          /**< columns that say what a row is, separated by commas */
    const char *columns;         /**< columns that are taken, separated by commas */
} rap_brief_line;

const rap_brief_line *rap_brief_line_at(size_t i); /**< NULL past the end */

typedef struct rap_brief_request {
    const char *x, *y;           /**< codes or names of countries */
    const char *technology;
} rap_brief_request;

/** Errors: RAP_E_NOT_FOUND for an unknown country or technology, RAP_E_USAGE for a country with itself, RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_brief(const rap_catalog *catalog, const rap_named_cube *cubes, size_t n_cubes,
                                    const rap_brief_request *request, rap_table **out, rap_error *err);

#endif
