// SPDX-License-Identifier: Apache-2.0
/*
 * openalex_parquet_reader - what the files of the reader of Parquet works share: its state, values as numbers.
 *
 * Values are numbers: ids and country codes themselves, texts by rap_texts. What can't be a value has the bit RAP_BAD and
 * the number of the text that was found, so that only a work that uses it is refused.
 */
#ifndef RAP_SOURCE_OPENALEX_PARQUET_READER_H
#define RAP_SOURCE_OPENALEX_PARQUET_READER_H

#include "scan/parquet_column.h"
#include "source/openalex_columns.h"
#include "source/openalex_parquet.h"
#include "source/openalex_reader.h"
#include "source/texts.h"

#define RAP_BLOCK 512               /**< rows */
#define RAP_BAD (UINT64_C(1) << 63) /**< negative integers have it by themselves */
#define RAP_MICROS_OF_DAY UINT64_C(86400000000)

/** A column with one value a work: the current block of it. */
typedef struct rap_single {
    rap_parquet_column *column; /* NULL: not there */
    rap_parquet_piece piece;
    size_t at, next_value;      /* in the piece */
    uint8_t top;                /* definition level of a value */
    uint8_t def[RAP_BLOCK];
    uint64_t value[RAP_BLOCK];
} rap_single;

/** A column of country codes: the current piece of it. */
typedef struct rap_list {
    rap_parquet_column *column; /* NULL: not there */
    rap_parquet_piece piece;
    size_t at, next_value;
    uint8_t top;
} rap_list;

/** A subject and the names that came with it: nearly all works have one that was there before. */
typedef struct rap_topic_seen {
    rap_subject path;
    uint32_t name[RAP_LEVELS];  /**< numbers of texts; RAP_NO_NAME = none */
    bool kept;                  /**< the taker has the names */
} rap_topic_seen;

#define RAP_NO_NAME UINT32_MAX
#define RAP_TOPICS_SEEN 4096    /**< a power of 2 */

struct rap_openalex_parquet {
    rap_openalex *reader;
    rap_parquet *file;
    rap_columns columns;
    rap_texts texts;
    size_t n_open, group;       /* columns in `open`; the row group being read */
    bool begun;                 /* it is being read */
    uint64_t row;               /* the next one */
    size_t in_block, n_block;
    rap_status status;          /* of the walk through the lists */
    rap_error *err;
    rap_list countries, institutions;
    rap_topic_seen topics[RAP_TOPICS_SEEN];
    rap_single singles[RAP_MEMBERS];
    rap_parquet_column open[RAP_MEMBERS + 2];
};

/** How the bytes of a column become numbers (openalex_parquet_maps.c); `arg` of the map is the rap_openalex_parquet. */
rap_parquet_map rap_openalex_map(rap_member member, const rap_parquet_node *node);
rap_parquet_map rap_openalex_code_map(void);

/** The next piece of a column; fails also where the column's texts could not be kept. */
RAP_MUST_CHECK rap_status rap_openalex_piece(rap_openalex_parquet *works, rap_parquet_column *column,
                                             rap_parquet_piece *out, rap_error *err);

/**
 * Takes the authorships of the next work into reader->authors, and always all of its entries, so that the work after it
 * follows (openalex_parquet_authors.c). Refusals are the reader's; failures are in works->status.
 */
void rap_openalex_take_authors(rap_openalex_parquet *works);

#endif
