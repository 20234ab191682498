// SPDX-License-Identifier: Apache-2.0
/*
 * table - building the answer that rapport.h lets callers read: columns with definitions, rows, notes, receipt.
 *
 * Building never fails in the middle: a failed allocation is remembered and rap_table_finish() reports it, so that
 * the code which fills a table reads as straight lines. Texts are copied.
 */
#ifndef RAP_BASE_TABLE_H
#define RAP_BASE_TABLE_H

#include "base/text.h"

/** A new empty table. NULL where memory is short (rap_table_finish reports it). */
rap_table *rap_table_new(const char *title);

/** Adds a column; returns its index. `name`, `title`, `unit`, `indicator` are copied. All columns come before the first row. */
size_t rap_table_add(rap_table *table, const char *name, const char *title, const char *unit,
                     const char *indicator, rap_column_type type, int decimals);

/** Marks a column as detail: in every machine format, but left out of tables for people unless asked for. */
void rap_table_detail(rap_table *table, size_t column);

/** Marks a column of numbers as a source gave them: tables for people show their digits, and no zeros behind the last. */
void rap_table_as_given(rap_table *table, size_t column);

/**
 * From now on rows are handed to `take` whenever there are `block` of them, and forgotten: the table then holds the rows since,
 * and what is written about it at the end. All columns are there, and no note yet. A `take` of NULL changes nothing.
 */
void rap_table_stream(rap_table *table, size_t block, rap_rows_fn take, void *arg);

/** RAP_OK until something failed; then what rap_table_finish() will report. To stop early where rows are many. */
RAP_MUST_CHECK rap_status rap_table_check(const rap_table *table, rap_error *err);

/** Begins a row; its cells are undefined (RAP_UNDEFINED_NO_DATA) until set. */
void rap_table_begin(rap_table *table);

/* Set a cell of the row begun last. A column index of SIZE_MAX is ignored. */
void rap_table_text(rap_table *table, size_t column, const char *text);
void rap_table_span(rap_table *table, size_t column, rap_span text);
void rap_table_integer(rap_table *table, size_t column, int64_t value);
void rap_table_real(rap_table *table, size_t column, double value);
void rap_table_value(rap_table *table, size_t column, rap_value value);
void rap_table_undefined(rap_table *table, size_t column, rap_reason reason);

/** Sets a cell of a finished row (ranks are known only when all rows are there). */
void rap_table_set(rap_table *table, size_t row, size_t column, rap_cell cell);

/** Sorts rows: by `column`, greatest first where `descending`, undefined last; ties keep their order (stable). */
void rap_table_sort(rap_table *table, size_t column, bool descending);

/** Keeps the first `n` rows. */
void rap_table_cut(rap_table *table, size_t n);

void rap_table_add_note(rap_table *table, const char *format, ...) RAP_PRINTF(2, 3);
void rap_table_add_receipt(rap_table *table, const char *key, const char *format, ...)
    RAP_PRINTF(3, 4);

/** Hands the table over, or frees it and reports what failed while building. */
RAP_MUST_CHECK rap_status rap_table_finish(rap_table *table, rap_table **out, rap_error *err);

#endif
