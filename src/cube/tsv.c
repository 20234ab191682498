// SPDX-License-Identifier: Apache-2.0
#include "cube/tsv.h"

#include <string.h>

#include "base/alloc.h"

/* A line to read: its number, and its bytes inside the copy. */
typedef struct line {
    uint64_t number;
    rap_span text;
} line;

/* The next line that is neither blank nor a comment; false at the end. */
static bool next_line(rap_span *rest, line *out)
{
    while (rap_span_next(rest, '\n', &out->text)) {
        out->number++;
        if (out->text.length && out->text.data[out->text.length - 1] == '\r') out->text.length--;
        if (rap_span_trim(out->text).length && out->text.data[0] != '#') return true;
    }
    return false;
}

static rap_status check_bytes(const line *at, rap_error *err)
{
    if (rap_utf8_valid(at->text.data, at->text.length) != at->text.length)
        return rap_fail_line(err, RAP_E_FORMAT, at->number, "expected UTF-8, found other bytes");
    if (memchr(at->text.data, '\0', at->text.length))
        return rap_fail_line(err, RAP_E_FORMAT, at->number, "expected text, found a zero byte");
    return RAP_OK;
}

/* Cuts a line into exactly `n` terminated cells. The bytes are ours: `text` of the table being built. */
static rap_status cut(rap_tsv *rows, const line *at, const char **cells, size_t n, rap_error *err)
{
    RAP_TRY(check_bytes(at, err));
    rap_span rest = at->text, part;
    size_t found = 0;
    while (rap_span_next(&rest, '\t', &part)) {
        if (found < n) {
            rows->text[(size_t)(part.data - rows->text) + part.length] = '\0';
            cells[found] = part.data;
        }
        found++;
    }
    if (found == n) return RAP_OK;
    return rap_fail_line(err, RAP_E_FORMAT, at->number,
                         "expected %zu cells separated by tabs, found %zu", n, found);
}

static rap_status check_header(rap_tsv *rows, rap_span *rest, line *at, const char *const *columns,
                               const char **cells, rap_error *err)
{
    if (!next_line(rest, at))
        return rap_fail(err, RAP_E_FORMAT, "expected a header line that begins with '%s', found none",
                        columns[0]);
    RAP_TRY(cut(rows, at, cells, rows->n_columns, err));
    for (size_t i = 0; i < rows->n_columns; i++)
        if (strcmp(cells[i], columns[i]) != 0)
            return rap_fail_line(err, RAP_E_FORMAT, at->number,
                                 "expected column %zu to be '%s', found '%.40s'", i + 1, columns[i],
                                 cells[i]);
    return RAP_OK;
}

static rap_status read_rows(rap_tsv *rows, rap_span text, const char *const *columns, rap_error *err)
{
    static const char bom[] = "\xEF\xBB\xBF";
    rap_span rest = text;
    if (text.length >= 3 && memcmp(text.data, bom, 3) == 0) rest = (rap_span){text.data + 3, text.length - 3};
    line at = {0, {NULL, 0}};
    size_t room = rows->n_columns, room_lines = 0;
    RAP_TRY(check_header(rows, &rest, &at, columns, rows->cells, err));
    while (next_line(&rest, &at)) {
        if (rows->n_rows == RAP_ROWS_MAX)
            return rap_fail_line(err, RAP_E_FORMAT, at.number, "expected at most %d rows", RAP_ROWS_MAX);
        size_t used = rows->n_rows * rows->n_columns;
        if (!rap_reserve(&rows->cells, &room, used + rows->n_columns, sizeof *rows->cells) ||
            !rap_reserve(&rows->lines, &room_lines, rows->n_rows + 1, sizeof *rows->lines))
            return rap_fail_memory(err);
        RAP_TRY(cut(rows, &at, rows->cells + used, rows->n_columns, err));
        rows->lines[rows->n_rows++] = at.number;
    }
    return RAP_OK;
}

rap_status rap_tsv_read(rap_span text, const char *const *columns, size_t n_columns, rap_tsv *out,
                         rap_error *err)
{
    rap_tsv rows = {.n_columns = n_columns};
    rows.text = rap_strndup(text.length ? text.data : "", text.length);
    rows.cells = rap_alloc(n_columns, sizeof *rows.cells);
    rap_status status = rows.text && rows.cells
                            ? read_rows(&rows, (rap_span){rows.text, text.length}, columns, err)
                            : rap_fail_memory(err);
    if (status == RAP_OK)
        *out = rows;
    else
        rap_tsv_release(&rows);
    return status;
}

void rap_tsv_release(rap_tsv *rows)
{
    rap_free(rows->text);
    rap_free(rows->cells);
    rap_free(rows->lines);
    *rows = (rap_tsv){0};
}
