// SPDX-License-Identifier: Apache-2.0
/*
 * json - a table as one object with its columns, notes and receipt, or as one object a row and line (NDJSON).
 *
 * An undefined number is null; a member "reasons" of its row says why, where there is something to say. Text that is no
 * valid UTF-8 gets U+FFFD for each byte that is wrong.
 */
#include <string.h>

#include "base/alloc.h"
#include "present/write.h"

static void add_escaped(rap_text *out, unsigned char c)
{
    static const char named[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    if (c == '"' || c == '\\') rap_text_printf(out, "\\%c", c);
    else if (c < sizeof named && named[c]) rap_text_printf(out, "\\%c", named[c]);
    else rap_text_printf(out, "\\u%04x", c);
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c != '"' && c != '\\' && c != 0x7F;
}

/* Runs of plain bytes are copied whole: most of a text is one. */
static void add_valid(rap_text *out, const char *text, size_t length)
{
    for (size_t i = 0, run = 0; i < length; i += run) {
        for (run = 0; i + run < length && is_plain((unsigned char)text[i + run]);) run++;
        if (run) {
            rap_text_add(out, text + i, run);
        } else {
            add_escaped(out, (unsigned char)text[i]);
            run = 1;
        }
    }
}

/* Length of what stands at the start of a text and is neither to be escaped nor to be checked. */
static size_t plain_length(const char *text)
{
    size_t n = 0;
    while (is_plain((unsigned char)text[n]) && (unsigned char)text[n] < 0x80) n++;
    return n;
}

void rap_write_json_string(rap_text *out, const char *text)
{
    size_t plain = plain_length(text), left = strlen(text + plain);
    rap_text_puts(out, "\"");
    rap_text_add(out, text, plain);
    text += plain;
    while (left) {
        size_t valid = rap_utf8_valid(text, left);
        add_valid(out, text, valid);
        if (valid < left) rap_text_puts(out, "\xEF\xBF\xBD");
        size_t step = valid < left ? valid + 1 : valid;
        text += step;
        left -= step;
    }
    rap_text_puts(out, "\"");
}

static void add_member(rap_text *out, const char *name, const char *value, const char *after)
{
    rap_write_json_string(out, name);
    rap_text_puts(out, ": ");
    rap_write_json_string(out, value);
    rap_text_puts(out, after);
}

/* ------------------------------------------------------------------------ rows */

void rap_json_keys_init(rap_json_keys *keys, const rap_table *table)
{
    size_t n = rap_table_columns(table);
    *keys = (rap_json_keys){.start = rap_alloc(n + 1, sizeof *keys->start)};
    keys->text.failed = !keys->start;
    for (size_t c = 0; c < n && !keys->text.failed; c++) {
        rap_write_json_string(&keys->text, rap_table_column(table, c).name);
        rap_text_puts(&keys->text, ": ");
        keys->start[c + 1] = keys->text.length;
    }
}

void rap_json_keys_release(rap_json_keys *keys)
{
    rap_text_release(&keys->text);
    rap_free(keys->start);
}

static void add_key(rap_text *out, const rap_json_keys *keys, size_t column)
{
    rap_text_add(out, keys->text.data + keys->start[column], keys->start[column + 1] - keys->start[column]);
}

static void add_reasons(rap_text *out, const rap_json_keys *keys, const rap_table *table, size_t row)
{
    bool any = false;
    for (size_t c = 0; c < rap_table_columns(table); c++) {
        rap_reason reason = rap_table_cell(table, row, c).reason;
        if (reason == RAP_DEFINED) continue;
        rap_text_puts(out, any ? ", " : ", \"reasons\": {");
        add_key(out, keys, c);
        rap_write_json_string(out, rap_reason_text(reason));
        any = true;
    }
    if (any) rap_text_puts(out, "}");
}

void rap_write_json_row(rap_text *out, const rap_json_keys *keys, const rap_table *table, size_t row)
{
    if (keys->text.failed) {
        out->failed = true;
        return;
    }
    rap_text_puts(out, "{");
    for (size_t c = 0; c < rap_table_columns(table); c++) {
        rap_column_type type = rap_table_column(table, c).type;
        rap_cell cell = rap_table_cell(table, row, c);
        if (c) rap_text_puts(out, ", ");
        add_key(out, keys, c);
        if (cell.reason != RAP_DEFINED) rap_text_puts(out, "null");
        else if (type == RAP_COLUMN_TEXT) rap_write_json_string(out, cell.text);
        else rap_write_cell(out, type, cell);
    }
    add_reasons(out, keys, table, row);
    rap_text_puts(out, "}");
}

void rap_write_ndjson(rap_writer *w, const rap_table *table)
{
    rap_json_keys keys;
    rap_json_keys_init(&keys, table);
    for (size_t r = 0; r < rap_table_rows(table) && w->status == RAP_OK; r++) {
        rap_write_json_row(&w->line, &keys, table, r);
        rap_text_puts(&w->line, "\n");
        rap_writer_flush(w);
    }
    rap_json_keys_release(&keys);
}

/* ------------------------------------------------------------------ the object */

static void add_columns(rap_text *out, const rap_table *table)
{
    static const char *const types[] = {
        [RAP_COLUMN_TEXT] = "text", [RAP_COLUMN_INTEGER] = "integer", [RAP_COLUMN_REAL] = "real"};
    for (size_t c = 0; c < rap_table_columns(table); c++) {
        rap_column_info column = rap_table_column(table, c);
        rap_text_puts(out, c ? ",\n    {" : "\n    {");
        add_member(out, "name", column.name, ", ");
        add_member(out, "title", column.title, ", ");
        add_member(out, "type", types[column.type], ", ");
        add_member(out, "unit", column.unit, ", ");
        add_member(out, "indicator", column.indicator, "}");
    }
}

static void add_notes(rap_text *out, const rap_table *table)
{
    for (size_t i = 0; rap_table_note(table, i); i++) {
        rap_text_puts(out, i ? ",\n    " : "\n    ");
        rap_write_json_string(out, rap_table_note(table, i));
    }
}

/* All values of the i-th line's key, as a string or, where the key stands on several lines, an array. */
static void add_receipt_values(rap_text *out, const rap_table *table, const char *key)
{
    const char *other, *value;
    size_t n = 0, added = 0;
    for (size_t i = 0; rap_table_receipt(table, i, &other, &value); i++) n += strcmp(key, other) == 0;
    if (n > 1) rap_text_puts(out, "[");
    for (size_t i = 0; rap_table_receipt(table, i, &other, &value); i++) {
        if (strcmp(key, other) != 0) continue;
        if (added++) rap_text_puts(out, ", ");
        rap_write_json_string(out, value);
    }
    if (n > 1) rap_text_puts(out, "]");
}

static bool key_came_before(const rap_table *table, size_t line, const char *key)
{
    const char *other, *value;
    for (size_t i = 0; i < line && rap_table_receipt(table, i, &other, &value); i++)
        if (strcmp(key, other) == 0) return true;
    return false;
}

void rap_write_json_receipt(rap_text *out, const rap_table *table)
{
    const char *key, *value;
    bool any = false;
    for (size_t i = 0; rap_table_receipt(table, i, &key, &value); i++) {
        if (key_came_before(table, i, key)) continue;
        rap_text_puts(out, any ? ",\n    " : "\n    ");
        rap_write_json_string(out, key);
        rap_text_puts(out, ": ");
        add_receipt_values(out, table, key);
        any = true;
    }
}

static void add_head(rap_text *out, const rap_table *table)
{
    rap_text_puts(out, "{\n  \"title\": ");
    rap_write_json_string(out, rap_table_title(table));
    rap_text_puts(out, ",\n  \"columns\": [");
    add_columns(out, table);
    rap_text_puts(out, "\n  ],\n  \"rows\": [");
}

void rap_write_json(rap_writer *w, const rap_table *table)
{
    rap_text *out = &w->line;
    rap_json_keys keys;
    rap_json_keys_init(&keys, table);
    if (w->first) add_head(out, table);
    for (size_t r = 0; r < rap_table_rows(table) && w->status == RAP_OK; r++) {
        rap_text_puts(out, r || !w->first ? ",\n    " : "\n    ");
        rap_write_json_row(out, &keys, table, r);
        rap_writer_flush(w);
    }
    rap_json_keys_release(&keys);
    if (!w->last) return;
    rap_text_puts(out, "\n  ],\n  \"notes\": [");
    add_notes(out, table);
    rap_text_puts(out, "\n  ],\n  \"receipt\": {");
    rap_write_json_receipt(out, table);
    rap_text_puts(out, "\n  }\n}\n");
}
