// SPDX-License-Identifier: Apache-2.0
/*
 * run - rows of the ledger, collected in the order in which works come and sealed in the order in which they are needed.
 *
 * A row is (id, updated, fact). Ids are spread by a hash over RAP_PARTITIONS partitions; sealing brings the rows of a
 * partition together, so that later one partition of all runs can be read without the rest. The sealed image is the
 * same in memory and in a file:
 *
 *   magic[8]  { offset, hash }[RAP_SEGMENTS]  { end, hash of all before }  segments
 *
 * Segment RAP_NAMES_SEGMENT holds names of subjects. Each segment is proven by its own hash when it is read. Runs are
 * temporary files of one machine: numbers are in its byte order.
 */
#ifndef RAP_SOURCE_RUN_H
#define RAP_SOURCE_RUN_H

#include "base/text.h"
#include "cube/subject.h"

#define RAP_PARTITIONS 256
#define RAP_NAMES_SEGMENT RAP_PARTITIONS
#define RAP_SEGMENTS (RAP_PARTITIONS + 1)

/** All bits of an id spread over 64: the top byte is the partition, the rest serves hash tables. */
uint64_t rap_id_hash(uint64_t id);

#define RAP_FACT_MAX (UINT32_C(1) << 23) /**< bytes of a fact in a row: more than any fact of a work has */

/** Rows and names as they come. {0} is empty. `failed` of the texts tells of a lack of memory. */
typedef struct rap_rows {
    rap_text rows, names;
    size_t n_rows, mark_room;
    uint32_t *marks;  /**< of each row: its partition in the top byte, its bytes in the rest, so that sealing need not read it */
} rap_rows;

void rap_rows_release(rap_rows *rows);
void rap_rows_clear(rap_rows *rows);
void rap_rows_add(rap_rows *rows, uint64_t id, uint64_t updated, rap_span fact); /**< fact: at most RAP_FACT_MAX */
void rap_rows_add_name(rap_rows *rows, rap_subject node, rap_span name);

/** Bytes that sealing these rows takes. */
size_t rap_rows_bytes(const rap_rows *rows);

/** Bytes of rows and names in memory. */
size_t rap_rows_held(const rap_rows *rows);

/** A sealed run: in a file, or in memory. */
typedef struct rap_run {
    char *path;       /**< NULL: in memory */
    char *image;      /**< NULL: in a file */
    uint64_t length;
} rap_run;

void rap_run_release(rap_run *run);

/** Seals rows in memory. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_run_seal(const rap_rows *rows, rap_run *out, rap_error *err);

/** Writes a run that is in memory to a file, which then holds it: it stays in memory no longer. RAP_E_IO. */
RAP_MUST_CHECK rap_status rap_run_store(rap_run *run, const char *path, rap_error *err);

/** Appends one segment, read and proven, to `room`; `out` borrows it from there. RAP_E_IO, RAP_E_FORMAT. */
RAP_MUST_CHECK rap_status rap_run_segment(const rap_run *run, size_t segment, rap_text *room, rap_span *out,
                                          rap_error *err);

/** One row of a segment. */
typedef struct rap_row {
    uint64_t id, updated;
    rap_span fact;
} rap_row;

/** Takes the first row off `rest`; false where it is used up or `*damaged`. */
bool rap_row_next(rap_span *rest, rap_row *out, bool *damaged);

/** Takes the first name off the names' segment. */
bool rap_row_next_name(rap_span *rest, rap_subject *node, rap_span *name, bool *damaged);

#endif
