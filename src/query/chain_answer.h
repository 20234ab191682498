// SPDX-License-Identifier: Apache-2.0
/*
 * chain_answer - a chain asked for a demand, for the first tier of a process, or for all intensities: a table.
 *
 * One row a number: `part` says what it is (total, process, flow, tier, intensity), `share` of what it is a part of.
 */
#ifndef RAP_QUERY_CHAIN_ANSWER_H
#define RAP_QUERY_CHAIN_ANSWER_H

#include "base/table.h"
#include "model/chain.h"

typedef struct rap_chain_request {
    const double *demand;    /**< of each product; NULL: intensities of all products, or the tier alone */
    uint64_t contributions;  /**< of so many processes and flows, and the rest as one row; 0 = totals only */
    size_t tier;             /**< a process, or SIZE_MAX */
    uint64_t top;            /**< rows of intensities; 0 = all */
    bool require_nonnegative;
} rap_chain_request;

/**
 * The product called `name`: its label, its process's label, its title, or its title without the place where only one has
 * it. RAP_E_NOT_FOUND with the nearest name; RAP_E_USAGE where several have it.
 */
RAP_MUST_CHECK rap_status rap_chain_find(const rap_chain *chain, const char *name, size_t *out, rap_error *err);

/** Adds "NAME=AMOUNT" (or NAME: one unit) to a demand. RAP_E_USAGE, RAP_E_NOT_FOUND. */
RAP_MUST_CHECK rap_status rap_chain_demand(const rap_chain *chain, const char *text, double *demand, rap_error *err);

/**
 * `out` is not finished: the caller adds its receipt and calls rap_table_finish(). Errors: those of chain.h and
 * contribution.h; RAP_E_FORMAT for a process that runs backwards where `require_nonnegative`.
 */
RAP_MUST_CHECK rap_status rap_chain_answer(const rap_chain *chain, const rap_chain_request *request, rap_table **out,
                                           rap_error *err);

#endif
