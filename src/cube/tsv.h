// SPDX-License-Identifier: Apache-2.0
/*
 * tsv - a small table of text: tab-separated, one header line, `#` comment lines.
 *
 * The text is copied once and cut in place, so that every cell is a terminated string that lives as long as the
 * table. Cells are UTF-8 and hold neither tab nor quotation rules: what stands between two tabs is the cell.
 */
#ifndef RAP_CUBE_TSV_H
#define RAP_CUBE_TSV_H

#include "base/text.h"

#define RAP_ROWS_MAX 20000 /**< rows of a table: these are edited by hand */

typedef struct rap_tsv {
    char *text;          /**< the copy that all cells point into */
    size_t n_rows, n_columns;
    const char **cells;  /**< n_rows * n_columns */
    uint64_t *lines;     /**< of each row, from 1 */
} rap_tsv;

/**
 * Reads `text`, whose header must be exactly `columns`. Blank lines and lines that begin with `#` are left out; a
 * BOM and CRLF are accepted. RAP_E_FORMAT with the line: other header, wrong number of cells, invalid UTF-8.
 */
RAP_MUST_CHECK rap_status rap_tsv_read(rap_span text, const char *const *columns, size_t n_columns,
                                        rap_tsv *out, rap_error *err);
void rap_tsv_release(rap_tsv *rows);

static inline const char *rap_tsv_cell(const rap_tsv *rows, size_t row, size_t column)
{
    return rows->cells[row * rows->n_columns + column];
}

#endif
