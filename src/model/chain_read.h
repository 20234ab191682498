// SPDX-License-Identifier: Apache-2.0
/*
 * chain_read - a chain from tables of text. docs/chain.md describes the files.
 *
 * A matrix is either triplets (row,col,value and perhaps unit; those of one place add up) or a whole table (first column
 * the row's name, one column a column of the matrix; blanks are 0). Rows and columns have names; numbers are names, too.
 * An index gives the processes in order, with titles and units; without one they are numbered as they come.
 */
#ifndef RAP_MODEL_CHAIN_READ_H
#define RAP_MODEL_CHAIN_READ_H

#include "model/chain.h"
#include "scan/csv.h"

/** Where a chain stands. Readers at their start; they are read to the end and stay the caller's. */
typedef struct rap_chain_files {
    rap_csv *technosphere, *biosphere;
    rap_csv *factors; /**< NULL: each flow is its own indicator */
    rap_csv *index;   /**< NULL: none */
} rap_chain_files;

/**
 * Errors: RAP_E_FORMAT with file and line (a value that is no finite number, a name that is empty or stands twice, a process
 * that is not in the index or the technosphere, units of one row that differ), or about the whole system (rap_chain_new);
 * RAP_E_IO; RAP_E_MEMORY. `unused_factors` (may be NULL) counts factors of flows that the biosphere does not have.
 */
RAP_MUST_CHECK rap_status rap_chain_read(const rap_chain_files *files, rap_chain **out, size_t *unused_factors,
                                         rap_error *err);

#endif
