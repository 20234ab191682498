// SPDX-License-Identifier: Apache-2.0
/* write - tables -> bytes: the formats by name, numbers, and the one place where writing fails. */
#include "present/write.h"

#include <errno.h>
#include <string.h>

#include "base/decimal.h"

static const char *const format_names[RAP_FORMAT_END] = {
    [RAP_FORMAT_TABLE] = "table", [RAP_FORMAT_CSV] = "csv",       [RAP_FORMAT_TSV] = "tsv",
    [RAP_FORMAT_JSON] = "json",   [RAP_FORMAT_NDJSON] = "ndjson",
};

rap_status rap_format_of(const char *name, rap_format *out, rap_error *err)
{
    for (int i = 0; i < RAP_FORMAT_END; i++)
        if (strcmp(name, format_names[i]) == 0) {
            *out = (rap_format)i;
            return RAP_OK;
        }
    return rap_fail(err, RAP_E_USAGE, "format '%.40s' is none of table, csv, tsv, json, ndjson", name);
}

/* -------------------------------------------------------------------- numbers */

/* A program that uses the library may have set a locale: its decimal sign becomes a dot. */
static void add_with_dot(rap_text *out, const char *number)
{
    bool sign_done = false;
    for (const char *c = number; *c; c++) {
        if (strchr("0123456789+-e", *c)) {
            rap_text_add(out, c, 1);
        } else if (!sign_done) {
            rap_text_puts(out, ".");
            sign_done = true;
        }
    }
}

void rap_write_real(rap_text *out, double value)
{
    char number[RAP_DECIMAL_TEXT];
    rap_text_add(out, number, rap_decimal_real(value, number));
}

void rap_write_fixed(rap_text *out, double value, int decimals)
{
    char number[360]; /* DBL_MAX has 309 digits before the dot */
    (void)snprintf(number, sizeof number, "%.*f", decimals < 0 ? 0 : decimals > 17 ? 17 : decimals, value);
    bool minus_zero = number[0] == '-' && !strpbrk(number, "123456789");
    add_with_dot(out, minus_zero ? number + 1 : number);
}

void rap_write_trimmed(rap_text *out, double value, int decimals)
{
    rap_text number = {0};
    rap_write_fixed(&number, value, decimals);
    const char *text = rap_text_get(&number);
    size_t length = number.length;
    if (strchr(text, '.')) {
        while (text[length - 1] == '0') length--;
        if (text[length - 1] == '.') length--;
    }
    rap_text_add(out, text, length);
    out->failed = out->failed || number.failed;
    rap_text_release(&number);
}

void rap_write_cell(rap_text *out, rap_column_type type, rap_cell cell)
{
    switch (type) {
    case RAP_COLUMN_TEXT: rap_text_puts(out, cell.text); break;
    case RAP_COLUMN_INTEGER: rap_text_whole(out, cell.integer); break;
    case RAP_COLUMN_REAL: rap_write_real(out, cell.real); break;
    }
}

/* -------------------------------------------------------------------- writing */

void rap_writer_flush(rap_writer *w)
{
    if (w->status != RAP_OK) return;
    if (w->line.failed)
        w->status = rap_fail_memory(w->err);
    else if (!w->file)
        return;
    else if (fwrite(rap_text_get(&w->line), 1, w->line.length, w->file) != w->line.length)
        w->status = rap_fail(w->err, RAP_E_IO, "writing failed: %s", strerror(errno));
    rap_text_clear(&w->line);
}

static rap_status finish(rap_writer *w)
{
    rap_writer_flush(w);
    if (w->status == RAP_OK && fflush(w->file) != 0)
        w->status = rap_fail(w->err, RAP_E_IO, "writing failed: %s", strerror(errno));
    rap_text_release(&w->line);
    return w->status;
}

rap_status rap_table_write(const rap_table *table, rap_format format, rap_style style, FILE *file, rap_error *err)
{
    return rap_table_write_part(table, format, style, true, true, file, err);
}

rap_status rap_table_write_part(const rap_table *table, rap_format format, rap_style style, bool first, bool last, FILE *file,
                                rap_error *err)
{
    rap_writer w = {.first = first, .last = last, .file = file, .err = err};
    if (format == RAP_FORMAT_TABLE && !(first && last))
        return rap_fail(err, RAP_E_USAGE, "a table for people is laid out by all of its rows: it can't be written in parts");
    switch (format) {
    case RAP_FORMAT_TABLE: (rap_is_verdicts(table) ? rap_write_verdicts : rap_write_text)(&w, table, style); break;
    case RAP_FORMAT_CSV: rap_write_csv(&w, table); break;
    case RAP_FORMAT_TSV: rap_write_tsv(&w, table); break;
    case RAP_FORMAT_JSON: rap_write_json(&w, table); break;
    case RAP_FORMAT_NDJSON: rap_write_ndjson(&w, table); break;
    default: return rap_fail(err, RAP_E_USAGE, "format %d does not exist", (int)format);
    }
    return finish(&w);
}

rap_status rap_table_write_receipt(const rap_table *table, FILE *file, rap_error *err)
{
    rap_writer w = {.file = file, .err = err};
    rap_write_receipt(&w, table);
    return finish(&w);
}
