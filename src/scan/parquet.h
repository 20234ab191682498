// SPDX-License-Identifier: Apache-2.0
/*
 * parquet - a Parquet file as its footer tells it: the tree of the schema, and where the chunks of each column are.
 *
 * A file is groups of rows; of each group every column is one chunk; a chunk is pages. Only the chunks of columns that
 * are asked for are ever read (parquet_column.h). A column is a leaf of the tree; its values come with two levels: how
 * far down the path to it something was there, and at which list the path began anew.
 *
 * Files are hostile: all numbers of the footer are checked against the file, and what is held for one file is bounded.
 */
#ifndef RAP_SCAN_PARQUET_H
#define RAP_SCAN_PARQUET_H

#include "base/text.h"

/** Numbers of the format. */
typedef enum rap_parquet_type {
    RAP_PARQUET_BOOLEAN,
    RAP_PARQUET_INT32,
    RAP_PARQUET_INT64,
    RAP_PARQUET_INT96,
    RAP_PARQUET_FLOAT,
    RAP_PARQUET_DOUBLE,
    RAP_PARQUET_BYTES,
    RAP_PARQUET_FIXED, /**< bytes of one length */
    RAP_PARQUET_TYPES
} rap_parquet_type;

typedef enum rap_parquet_codec {
    RAP_PARQUET_PLAIN,
    RAP_PARQUET_SNAPPY,
    RAP_PARQUET_GZIP,
    RAP_PARQUET_LZO,
    RAP_PARQUET_BROTLI,
    RAP_PARQUET_LZ4,
    RAP_PARQUET_ZSTD,
    RAP_PARQUET_LZ4_RAW
} rap_parquet_codec;

/** What an integer counts since 1970. */
typedef enum rap_parquet_unit {
    RAP_PARQUET_NO_TIME,
    RAP_PARQUET_DAYS,
    RAP_PARQUET_MILLIS,
    RAP_PARQUET_MICROS,
    RAP_PARQUET_NANOS
} rap_parquet_unit;

typedef enum rap_parquet_repetition { RAP_PARQUET_REQUIRED, RAP_PARQUET_OPTIONAL, RAP_PARQUET_REPEATED } rap_parquet_repetition;

/** A node of the schema: a column, or a group of nodes. Nodes stand in order, children behind their parent. */
typedef struct rap_parquet_node {
    rap_span name;
    uint32_t parent, end;       /**< indexes: of the node above; behind the last node below */
    uint32_t column;            /**< number of the column, for leaves */
    bool leaf;
    uint8_t repetition;         /**< rap_parquet_repetition */
    uint8_t def, rep;           /**< levels where this node is there; of leaves, the highest ones */
    uint8_t type, unit;         /**< of leaves */
    uint32_t width;             /**< bytes of a value of fixed length */
} rap_parquet_node;

typedef struct rap_parquet_chunk {
    uint64_t offset, length;    /**< all its pages, inside the file */
    uint64_t n_values;          /**< and nulls */
    uint8_t codec;
} rap_parquet_chunk;

typedef struct rap_parquet_group {
    uint64_t first_row, n_rows;
} rap_parquet_group;

typedef struct rap_parquet {
    char *path;
    int fd;
    uint64_t length, n_rows;
    uint64_t hash;              /**< XXH3 of the footer: it tells length, place and range of every chunk */
    size_t n_nodes, node_room;
    rap_parquet_node *nodes;    /**< [0] is the root */
    size_t n_columns;
    size_t n_groups, group_room;
    rap_parquet_group *groups;
    size_t n_chunks, chunk_room;
    rap_parquet_chunk *chunks;  /**< of column c in group g: [g * n_columns + c] */
    char *footer;               /**< names borrow from it */
    uint64_t held, limit;       /**< bytes of memory, for all that reads this file */
} rap_parquet;

/** The four bytes at both ends of a file. */
#define RAP_PARQUET_MAGIC "PAR1"

/**
 * Opens a file and reads its footer. All memory for the file and its columns together stays under `limit` bytes.
 * Messages name the file. RAP_E_IO, RAP_E_FORMAT (damaged, or over the limit), RAP_E_UNSUPPORTED (encrypted).
 */
RAP_MUST_CHECK rap_status rap_parquet_open(const char *path, uint64_t limit, rap_parquet **out, rap_error *err);
void rap_parquet_close(rap_parquet *file);

/** Makes room as rap_reserve() does, within the limit of the file. RAP_E_MEMORY, RAP_E_FORMAT. */
RAP_MUST_CHECK rap_status rap_parquet_reserve(rap_parquet *file, void *array, size_t *capacity, size_t want, size_t size,
                                              rap_error *err);

/** Reads bytes of the file. RAP_E_IO, RAP_E_FORMAT where the file ends too early. */
RAP_MUST_CHECK rap_status rap_parquet_read_at(const rap_parquet *file, uint64_t offset, size_t length, char *to,
                                              rap_error *err);

/** The child of group `node` called `name`; 0 where there is none. */
uint32_t rap_parquet_child(const rap_parquet *file, uint32_t node, const char *name);

/** "authorships.list.element.countries": the names down to `node`. `out->failed` tells of a lack of memory. */
void rap_parquet_path(const rap_parquet *file, uint32_t node, rap_text *out);

/** "INT64", "BYTE_ARRAY", ... */
const char *rap_parquet_type_text(rap_parquet_type type);

/** Reads the footer's bytes into `file` (parquet_footer.c). */
RAP_MUST_CHECK rap_status rap_parquet_footer(rap_parquet *file, rap_span footer, rap_error *err);

#endif
