// SPDX-License-Identifier: Apache-2.0
/*
 * run - rows of the ledger that came together and are final, in memory or in a file.
 *
 * Either way one partition can be read without the rest. A file holds
 *
 *   magic[8]  { offset, hash }[RAP_SEGMENTS]  { end, hash of all before }  segments
 *
 * Segment RAP_NAMES_SEGMENT holds names of subjects. Each segment is proven by its own hash when it is read. Runs are
 * temporary files of one machine: numbers are in its byte order.
 */
#ifndef RAP_SOURCE_RUN_H
#define RAP_SOURCE_RUN_H

#include "source/rows.h"

#define RAP_NAMES_SEGMENT RAP_PARTITIONS
#define RAP_SEGMENTS (RAP_PARTITIONS + 1)

typedef struct rap_run {
    char *path;       /**< NULL: in memory */
    rap_rows *rows;   /**< NULL: in a file */
    uint64_t length;
} rap_run;

void rap_run_release(rap_run *run);

/** Makes a run of rows; they move into it and `rows` is empty then. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_run_keep(rap_rows *rows, rap_run *out, rap_error *err);

/** Writes rows to a file, which is the run. RAP_E_IO, RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_run_store(const rap_rows *rows, const char *path, rap_run *out, rap_error *err);

/** Appends one segment, from a file proven, to `room`; `out` borrows it from there. RAP_E_IO, RAP_E_FORMAT, RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_run_segment(const rap_run *run, size_t segment, rap_text *room, rap_span *out,
                                          rap_error *err);

#endif
