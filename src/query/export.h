// SPDX-License-Identifier: Apache-2.0
/*
 * export - what its planes share: a row begins, is cut off by --top, or is one too many for a table in memory.
 *
 * Rows are handed on as they come where somebody takes them (rap_ask_rows), so their number is not bounded by memory.
 */
#ifndef RAP_QUERY_EXPORT_H
#define RAP_QUERY_EXPORT_H

#include "query/heads.h"

typedef struct rap_export {
    const rap_asking *asking;
    rap_table *table;
    uint64_t rows, cut;  /**< begun; left out because of --top */
} rap_export;

/** From here on rows may go: all columns are there. */
void rap_export_start(rap_export *export);

/** Begins a row where `begun`. RAP_E_USAGE where a table in memory holds no more; what failed in who takes the rows. */
RAP_MUST_CHECK rap_status rap_export_row(rap_export *export, bool *begun, rap_error *err);

/** Says what was cut, and hands the table over where `status` is RAP_OK. */
RAP_MUST_CHECK rap_status rap_export_end(rap_export *export, rap_status status, rap_table **out, rap_error *err);

/** Joint works of all pairs, or sums of all countries, under the lens (export_plane.c). */
RAP_MUST_CHECK rap_status rap_export_plane(const rap_asking *asking, bool pairs, rap_table **out, rap_error *err);

#endif
