// SPDX-License-Identifier: Apache-2.0
/*
 * tabular - rows of a table -> facts, as a mapping says.
 *
 * A row is taken, left out (the mapping says so), or refused for a reason that is counted. Where amounts stand across
 * columns each of these cells is a fact of its own, and is refused alone.
 */
#ifndef RAP_SOURCE_TABULAR_H
#define RAP_SOURCE_TABULAR_H

#include "cube/catalog.h"
#include "cube/tally.h"
#include "scan/csv.h"
#include "source/mapping.h"

/** Why a row or cell is refused. */
typedef enum rap_row_fault {
    RAP_ROW_MALFORMED,    /**< no row of a table */
    RAP_ROW_WIDTH,        /**< other number of fields than the header */
    RAP_ROW_PERIOD, RAP_ROW_PLACE, RAP_ROW_SUBJECT, RAP_ROW_KIND,
    RAP_ROW_SERIES,       /**< a measure that the mapping does not know */
    RAP_ROW_UNIT, RAP_ROW_BLANK, RAP_ROW_NUMBER, RAP_ROW_NEGATIVE, RAP_ROW_PRECISION, RAP_ROW_LARGE,
    RAP_ROW_REPEAT,       /**< the same year, subject, kind and party was there before */
    RAP_ROW_FAULTS
} rap_row_fault;

/** "place", and what it means in words. */
const char *rap_row_fault_name(rap_row_fault fault);
const char *rap_row_fault_text(rap_row_fault fault);

/** Where facts and refusals go. Any status but RAP_OK stops. */
typedef struct rap_row_taker {
    /** `*fresh` false: the fact was there before, and nothing was added. */
    rap_status (*take)(void *arg, const rap_fact *fact, bool *fresh, rap_error *err);
    rap_status (*name)(void *arg, rap_subject node, rap_span name, rap_error *err);
    rap_status (*refuse)(void *arg, rap_row_fault fault, uint64_t line, const char *detail, rap_error *err);
    void *arg;
} rap_row_taker;

typedef struct rap_tabular rap_tabular;

/** Catalogue and mapping must outlive it. */
RAP_MUST_CHECK rap_status rap_tabular_new(const rap_catalog *catalog, const rap_mapping *mapping, rap_row_taker taker,
                                          rap_tabular **out, rap_error *err);
void rap_tabular_free(rap_tabular *tabular);

/** Takes the header of a file: which of its columns is which. RAP_E_FORMAT names a column that is missing or twice. */
RAP_MUST_CHECK rap_status rap_tabular_bind(rap_tabular *tabular, const rap_csv_row *header, rap_error *err);

/** Takes a row. `*left_out` is set where the mapping leaves it out. Errors are the taker's, and RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_tabular_row(rap_tabular *tabular, const rap_csv_row *row, bool *left_out, rap_error *err);

/** Forgets which subjects were named: the taker has begun anew. */
void rap_tabular_renew(rap_tabular *tabular);

#endif
