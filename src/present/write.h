// SPDX-License-Identifier: Apache-2.0
/*
 * write - what the writers of all formats share: a line is put together as text, then written, and the first failure stays.
 *
 * Numbers are written so that they read back as the same number, with a dot whatever the locale.
 */
#ifndef RAP_PRESENT_WRITE_H
#define RAP_PRESENT_WRITE_H

#include "base/table.h"

typedef struct rap_writer {
    bool first, last;   /**< the table begins with the first of all rows, ends with the last */
    FILE *file;
    rap_text line;      /**< what rap_writer_flush() writes next */
    rap_status status;  /**< RAP_OK until something failed */
    rap_error *err;
} rap_writer;

/**
 * Writes the line and empties it. Does nothing after a failure. Without a file everything stays in `line`, which is the
 * caller's to release.
 */
void rap_writer_flush(rap_writer *writer);

/** Adds a number in the fewest digits that read back as it. */
void rap_write_real(rap_text *out, double value);

/** Adds a number with `decimals` digits after the dot, for people. */
void rap_write_fixed(rap_text *out, double value, int decimals);

/** The same without zeros behind the last digit that counts: 45.500 -> 45.5, 893.000 -> 893. */
void rap_write_trimmed(rap_text *out, double value, int decimals);

/** Adds a defined cell as data: text as it is, integers plain, reals by rap_write_real(). */
void rap_write_cell(rap_text *out, rap_column_type type, rap_cell cell);

void rap_write_text(rap_writer *writer, const rap_table *table, rap_style style);
/** Claims and their verdicts for people, in the place of rap_write_text(); rap_is_verdicts() says of which tables. */
void rap_write_verdicts(rap_writer *writer, const rap_table *table, rap_style style);
bool rap_is_verdicts(const rap_table *table);
void rap_write_csv(rap_writer *writer, const rap_table *table);
void rap_write_tsv(rap_writer *writer, const rap_table *table);
void rap_write_json(rap_writer *writer, const rap_table *table);
void rap_write_ndjson(rap_writer *writer, const rap_table *table);

/** The names of a table's columns as the members of its rows are called, put together once for all rows. */
typedef struct rap_json_keys {
    rap_text text;   /**< failed: so does every row */
    size_t *start;   /**< of each column, and the end */
} rap_json_keys;

void rap_json_keys_init(rap_json_keys *keys, const rap_table *table);
void rap_json_keys_release(rap_json_keys *keys);

/* What every JSON that speaks of tables has: a quoted text, a row as an object, the members of a receipt. */
void rap_write_json_string(rap_text *out, const char *text);
void rap_write_json_row(rap_text *out, const rap_json_keys *keys, const rap_table *table, size_t row);
void rap_write_json_receipt(rap_text *out, const rap_table *table);

/** Title, notes and receipt as plain text. */
void rap_write_receipt(rap_writer *writer, const rap_table *table);

#endif
