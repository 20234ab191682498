// SPDX-License-Identifier: Apache-2.0
/*
 * parquet_page - the pages of one chunk, one after the other: header read, checksum verified, body decompressed.
 *
 * The chunk is read in windows of a fixed size, which grow only for a page that does not fit.
 */
#ifndef RAP_SCAN_PARQUET_PAGE_H
#define RAP_SCAN_PARQUET_PAGE_H

#include "scan/parquet_unpack.h"

typedef enum rap_parquet_encoding {
    RAP_PARQUET_E_PLAIN = 0,
    RAP_PARQUET_E_PLAIN_DICTIONARY = 2,
    RAP_PARQUET_E_RLE = 3,
    RAP_PARQUET_E_BIT_PACKED = 4,
    RAP_PARQUET_E_DELTA_BINARY_PACKED = 5,
    RAP_PARQUET_E_DELTA_LENGTH_BYTES = 6,
    RAP_PARQUET_E_DELTA_BYTES = 7,
    RAP_PARQUET_E_RLE_DICTIONARY = 8,
    RAP_PARQUET_E_BYTE_STREAM_SPLIT = 9
} rap_parquet_encoding;

/** A page of a dictionary or of data. */
typedef struct rap_parquet_page {
    bool dictionary;
    uint32_t n_values;        /**< and nulls */
    int64_t encoding;         /**< rap_parquet_encoding, or any other number */
    rap_span rep, def;        /**< levels as a hybrid; empty where the column has none */
    rap_span values;
} rap_parquet_page;

typedef struct rap_parquet_pages {
    rap_parquet *file;
    uint8_t rep, def;         /**< highest levels of the column */
    const rap_parquet_chunk *chunk;
    uint64_t at;              /**< bytes of the chunk that were read into the window */
    char *window, *body;      /**< bytes as stored: next .. used; the page decompressed */
    size_t next, used, window_room, body_room;
    uint64_t n_values;        /**< and nulls, of the data pages so far */
    uint64_t unpacked;        /**< bytes of all pages so far */
    rap_unpacker *unpacker;
} rap_parquet_pages;

void rap_parquet_pages_begin(rap_parquet_pages *pages, const rap_parquet_chunk *chunk);
void rap_parquet_pages_release(rap_parquet_pages *pages);

/** The next page, valid until the call after; `*ended` where there is none. RAP_E_FORMAT, RAP_E_IO, RAP_E_UNSUPPORTED. */
RAP_MUST_CHECK rap_status rap_parquet_pages_next(rap_parquet_pages *pages, rap_parquet_page *out, bool *ended,
                                                 rap_error *err);

#endif
