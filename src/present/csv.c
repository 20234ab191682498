// SPDX-License-Identifier: Apache-2.0
/*
 * csv - data only: CSV after RFC 4180 (lines end in LF, dots in numbers) and TSV (tabs and line ends in text become blanks).
 * An undefined number is an empty field.
 */
#include <string.h>

#include "present/write.h"

static void add_quoted(rap_text *out, const char *text)
{
    size_t length = strlen(text);
    bool plain = strcspn(text, ",\"\r\n") == length && (length == 0 || (text[0] != ' ' && text[length - 1] != ' '));
    if (plain) {
        rap_text_add(out, text, length);
        return;
    }
    rap_text_puts(out, "\"");
    for (const char *c = text; *c; c++) rap_text_add(out, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
    rap_text_puts(out, "\"");
}

static void add_flat(rap_text *out, const char *text)
{
    for (const char *c = text; *c; c++) rap_text_add(out, strchr("\t\r\n", *c) ? " " : c, 1);
}

typedef void (*add_fn)(rap_text *out, const char *text);

static void write_rows(rap_writer *w, const rap_table *table, const char *separator, add_fn add)
{
    size_t columns = rap_table_columns(table), rows = rap_table_rows(table);
    for (size_t c = 0; c < columns && w->first; c++) {
        if (c) rap_text_puts(&w->line, separator);
        add(&w->line, rap_table_column(table, c).name);
    }
    if (w->first) rap_text_puts(&w->line, "\n");
    for (size_t r = 0; r < rows && w->status == RAP_OK; r++) {
        for (size_t c = 0; c < columns; c++) {
            rap_column_type type = rap_table_column(table, c).type;
            rap_cell cell = rap_table_cell(table, r, c);
            if (c) rap_text_puts(&w->line, separator);
            if (cell.reason != RAP_DEFINED) continue;
            if (type == RAP_COLUMN_TEXT) add(&w->line, cell.text);
            else rap_write_cell(&w->line, type, cell);
        }
        rap_text_puts(&w->line, "\n");
        rap_writer_flush(w);
    }
}

void rap_write_csv(rap_writer *w, const rap_table *table)
{
    write_rows(w, table, ",", add_quoted);
}

void rap_write_tsv(rap_writer *w, const rap_table *table)
{
    write_rows(w, table, "\t", add_flat);
}
