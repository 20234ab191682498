// SPDX-License-Identifier: Apache-2.0
/*
 * csv - tables of text after RFC 4180, a row at a time, as spans.
 *
 * Fields stand apart by comma, semicolon or tab; a field in quotes may hold separators, line breaks and doubled quotes.
 * Lines end in LF or CR LF; a byte order mark is left out; empty lines are no rows. Files are read through a feed, so
 * gzip is inflated and memory stays at a block; a text that is in memory is read where it stands. Rows may differ in
 * their number of fields: that is for the caller to judge. A bad row is an error with file and line, and the reader
 * stands behind its first line then: a caller that counts rejects goes on.
 */
#ifndef RAP_SCAN_CSV_H
#define RAP_SCAN_CSV_H

#include "base/text.h"

#define RAP_CSV_ROW_MAX ((size_t)1 << 20) /**< bytes of a row; a longer one is an error */

typedef struct rap_csv rap_csv;

/** One row, valid until the next call. */
typedef struct rap_csv_row {
    const rap_span *fields; /**< without quotes */
    size_t n;               /**< 0 at the end */
    uint64_t line;          /**< where it begins, from 1 */
} rap_csv_row;

/** Opens a file, or standard input for "-". `separator` 0: the one that stands most often in the first line. RAP_E_IO. */
RAP_MUST_CHECK rap_status rap_csv_open(const char *path, char separator, rap_csv **out, rap_error *err);

/** Reads `text`, which must outlive the reader; `name` stands in messages. */
RAP_MUST_CHECK rap_status rap_csv_open_text(const char *name, rap_span text, char separator, rap_csv **out,
                                            rap_error *err);
void rap_csv_close(rap_csv *csv);

/**
 * The next row. RAP_E_FORMAT with the line: a quote that is not closed or stands inside a field, a row that is too long,
 * a byte 0 (what follows is not read then), damaged gzip. RAP_E_IO, RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_csv_next(rap_csv *csv, rap_csv_row *out, rap_error *err);

/** The path or name given. Borrowed. */
const char *rap_csv_name(const rap_csv *csv);

/** Hash (XXH3, 64 bits) over all stored bytes, valid after the end. */
uint64_t rap_csv_hash(const rap_csv *csv);

/** Bytes read so far, as stored (for progress). */
uint64_t rap_csv_consumed(const rap_csv *csv);

#endif
