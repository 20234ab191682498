// SPDX-License-Identifier: Apache-2.0
/*
 * rows - rows of the ledger as works come, each where it will be needed.
 *
 * A row is (id, updated, fact). Ids are spread by a hash over RAP_PARTITIONS partitions. A partition is a list of small
 * chunks that rows fill one after the other, wherever a chunk ends; so rows are written once, a partition can be read
 * without the rest, and there is no second copy that sorts. Names of subjects stand beside.
 */
#ifndef RAP_SOURCE_ROWS_H
#define RAP_SOURCE_ROWS_H

#include "base/text.h"
#include "cube/subject.h"

#define RAP_PARTITIONS 256
#define RAP_CHUNK_DATA 1016 /**< bytes of rows in a chunk */

typedef struct rap_rows_chunk {
    struct rap_rows_chunk *next;
    char data[RAP_CHUNK_DATA];
} rap_rows_chunk;

typedef struct rap_rows_part {
    rap_rows_chunk *first, *last;
    uint64_t length;          /**< bytes of rows */
} rap_rows_part;

/** {0} is empty. `failed` of rows or names tells of a lack of memory: then it holds less than was added. */
typedef struct rap_rows {
    rap_rows_part parts[RAP_PARTITIONS];
    rap_text names;
    uint64_t length;          /**< bytes of all rows */
    size_t n_chunks, n_blocks, block_room;
    rap_rows_chunk **blocks;  /**< that chunks are taken from */
    bool failed;
} rap_rows;

/** All bits of an id spread over 64: the top byte is the partition, the rest serves hash tables. */
uint64_t rap_id_hash(uint64_t id);

void rap_rows_release(rap_rows *rows);
void rap_rows_clear(rap_rows *rows); /**< keeps memory */

void rap_rows_add(rap_rows *rows, uint64_t id, uint64_t updated, rap_span fact);
void rap_rows_add_name(rap_rows *rows, rap_subject node, rap_span name);

bool rap_rows_are_empty(const rap_rows *rows);
bool rap_rows_failed(const rap_rows *rows);

/** Bytes of memory in use. */
size_t rap_rows_held(const rap_rows *rows);

/** Calls for the bytes of a partition piece by piece. */
typedef rap_status (*rap_piece_fn)(void *arg, rap_span piece, rap_error *err);
RAP_MUST_CHECK rap_status rap_rows_each(const rap_rows *rows, size_t partition, rap_piece_fn see, void *arg, rap_error *err);

/** One row as it is read back. */
typedef struct rap_row {
    uint64_t id, updated;
    rap_span fact;
} rap_row;

/** Takes the first row off `rest`; false where it is used up or `*damaged`. */
bool rap_row_next(rap_span *rest, rap_row *out, bool *damaged);

/** Takes the first name off the names. */
bool rap_row_next_name(rap_span *rest, rap_subject *node, rap_span *name, bool *damaged);

#endif
