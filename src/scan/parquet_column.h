// SPDX-License-Identifier: Apache-2.0
/*
 * parquet_column - one column of one row group, in pieces: levels, and numbers for the values (parquet_values.h).
 *
 *     rap_parquet_column_begin(&column, group)
 *     while (rap_parquet_column_next(&column, &piece) == RAP_OK && piece.n) ...
 *
 * An entry is a value, a null, or a place where an upper level was empty. Where its definition level is that of the
 * column, it has the next of the piece's values; its repetition level says at which list it goes on (0: a new row).
 */
#ifndef RAP_SCAN_PARQUET_COLUMN_H
#define RAP_SCAN_PARQUET_COLUMN_H

#include "scan/parquet_values.h"

typedef struct rap_parquet_piece {
    size_t n, n_values;
    const uint8_t *rep, *def;
    const uint64_t *values;
} rap_parquet_piece;

typedef struct rap_parquet_column {
    rap_parquet *file;
    uint32_t node;
    size_t group;
    rap_parquet_pages pages;
    rap_parquet_values values;
    uint64_t left;              /**< entries of the page that are still to come */
    rap_hybrid rep, def;
    uint8_t reps[RAP_PARQUET_PIECE], defs[RAP_PARQUET_PIECE];
    uint64_t room[RAP_PARQUET_PIECE];
} rap_parquet_column;

/** A column of `file` for leaf `node`; `map` and `arg` as in parquet_values.h. Release it before the file is closed. */
void rap_parquet_column_init(rap_parquet_column *column, rap_parquet *file, uint32_t node, rap_parquet_map map,
                             void *arg);
void rap_parquet_column_release(rap_parquet_column *column);

/** Goes to the beginning of a row group. */
void rap_parquet_column_begin(rap_parquet_column *column, size_t group);

/** The next piece, valid until the call after; n = 0 at the end. Messages name file, row group and column. */
RAP_MUST_CHECK rap_status rap_parquet_column_next(rap_parquet_column *column, rap_parquet_piece *out, rap_error *err);

/** Puts file, row group and column before an error about this column. */
rap_status rap_parquet_column_context(const rap_parquet_column *column, rap_status status, rap_error *err);

#endif
