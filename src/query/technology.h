// SPDX-License-Identifier: Apache-2.0
/*
 * technology - what a technology is called by the sources that know it: areas and names of topics, HS codes, words of
 * capacity tables, and its chain. technologies.tsv is the one list; a folder of the user's own may replace it.
 */
#ifndef RAP_QUERY_TECHNOLOGY_H
#define RAP_QUERY_TECHNOLOGY_H

#include "base/keep.h"
#include "cube/catalog.h"

typedef struct rap_technology {
    const char *name, *title;
    const char *area;            /**< areas joined by +; NULL = none */
    const char *topics;          /**< parts of names joined by |; NULL = none */
    const char *capacity;        /**< the word of capacity tables; NULL = none */
    const char *chain;           /**< NULL = none */
    size_t n_codes;
    const char **codes;          /**< of the Harmonized System */
    rap_keep keep;               /**< owns all of it */
} rap_technology;

/** RAP_E_NOT_FOUND with the technologies that there are; RAP_E_FORMAT with the line of the table. */
RAP_MUST_CHECK rap_status rap_technology_open(const rap_catalog *catalog, const char *name, rap_technology *out, rap_error *err);
void rap_technology_close(rap_technology *technology);

#endif
