// SPDX-License-Identifier: Apache-2.0
/*
 * text - a table for people: columns aligned by what a terminal shows, numbers to the right, undefined as a dash with its
 * reason in a footnote, notes and receipt below. Nothing is wrapped or cut.
 *
 * Names come from data: control characters in them are shown as blanks, so that no file can steer a terminal.
 */
#include <string.h>

#include "base/alloc.h"
#include "present/write.h"

#define DASH "\xE2\x80\x93"

/* Which reasons occur; with more than one, each dash carries the number of its footnote. */
typedef struct footnotes {
    int number[RAP_REASON_END];
    int count;
} footnotes;

static footnotes find_footnotes(const rap_table *table)
{
    footnotes f = {0};
    for (size_t r = 0; r < rap_table_rows(table); r++)
        for (size_t c = 0; c < rap_table_columns(table); c++) {
            rap_reason reason = rap_table_cell(table, r, c).reason;
            if (reason != RAP_DEFINED && !f.number[reason]) f.number[reason] = ++f.count;
        }
    return f;
}

static void add_clean(rap_text *out, const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        bool c1 = c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0;
        bool control = *c < 0x20 || *c == 0x7F || c1;
        rap_text_add(out, control ? " " : (const char *)c, 1);
        if (c1) c++;
    }
}

static void add_dash(rap_text *out, const footnotes *f, rap_reason reason)
{
    static const char *const raised[] = {"", "\xC2\xB9", "\xC2\xB2", "\xC2\xB3", "\xE2\x81\xB4", "\xE2\x81\xB5",
                                         "\xE2\x81\xB6", "\xE2\x81\xB7"};
    _Static_assert(sizeof raised / sizeof *raised >= RAP_REASON_END, "a raised number for every reason");
    rap_text_puts(out, DASH);
    if (f->count > 1) rap_text_puts(out, raised[f->number[reason]]);
}

static void add_cell(rap_text *out, const rap_table *table, const footnotes *f, size_t row, size_t column)
{
    rap_column_info info = rap_table_column(table, column);
    rap_cell cell = rap_table_cell(table, row, column);
    if (cell.reason != RAP_DEFINED) add_dash(out, f, cell.reason);
    else if (info.type == RAP_COLUMN_TEXT) add_clean(out, cell.text);
    else if (info.type == RAP_COLUMN_REAL) rap_write_fixed(out, cell.real, info.decimals);
    else rap_write_cell(out, info.type, cell);
}

static bool holds_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (; *text; text++)
        if (strncasecmp(text, word, length) == 0) return true;
    return false;
}

/* The title, and the unit where the title does not say it. */
static void add_heading(rap_text *out, rap_column_info column)
{
    add_clean(out, column.title);
    if (column.unit[0] && !holds_word(column.title, column.unit)) {
        rap_text_puts(out, " (");
        add_clean(out, column.unit);
        rap_text_puts(out, ")");
    }
}

static size_t width_of(const rap_text *text)
{
    return rap_utf8_width(rap_text_get(text), text->length);
}

static void measure(const rap_table *table, const footnotes *f, rap_text *scratch, size_t *widths)
{
    for (size_t c = 0; c < rap_table_columns(table); c++) {
        rap_text_clear(scratch);
        add_heading(scratch, rap_table_column(table, c));
        widths[c] = width_of(scratch);
        for (size_t r = 0; r < rap_table_rows(table); r++) {
            rap_text_clear(scratch);
            add_cell(scratch, table, f, r, c);
            if (width_of(scratch) > widths[c]) widths[c] = width_of(scratch);
        }
    }
}

static void add_blanks(rap_text *out, size_t n)
{
    for (; n > 0; n--) rap_text_puts(out, " ");
}

/* Sets `content` in column `c`: text to the left, numbers to the right; no blanks at the end of a line. */
static void set_in_column(rap_text *out, const rap_table *table, size_t c, const rap_text *content, size_t width)
{
    size_t blanks = width - width_of(content);
    bool left = rap_table_column(table, c).type == RAP_COLUMN_TEXT;
    if (c) rap_text_puts(out, "  ");
    if (!left) add_blanks(out, blanks);
    rap_text_add(out, rap_text_get(content), content->length);
    if (left && c + 1 < rap_table_columns(table)) add_blanks(out, blanks);
}

static void write_grid(rap_writer *w, const rap_table *table, const footnotes *f, const size_t *widths, rap_style style)
{
    rap_text content = {0};
    if (style.colour) rap_text_puts(&w->line, "\033[1m");
    for (size_t c = 0; c < rap_table_columns(table); c++) {
        rap_text_clear(&content);
        add_heading(&content, rap_table_column(table, c));
        set_in_column(&w->line, table, c, &content, widths[c]);
    }
    rap_text_puts(&w->line, style.colour ? "\033[0m\n" : "\n");
    for (size_t r = 0; r < rap_table_rows(table) && w->status == RAP_OK; r++) {
        for (size_t c = 0; c < rap_table_columns(table); c++) {
            rap_text_clear(&content);
            add_cell(&content, table, f, r, c);
            set_in_column(&w->line, table, c, &content, widths[c]);
        }
        rap_text_puts(&w->line, "\n");
        if (content.failed) w->line.failed = true;
        rap_writer_flush(w);
    }
    rap_text_release(&content);
}

static void write_footnotes(rap_writer *w, const footnotes *f)
{
    if (f->count == 0) return;
    rap_text_puts(&w->line, "\n");
    for (int n = 1; n <= f->count; n++)
        for (int reason = 0; reason < RAP_REASON_END; reason++) {
            if (f->number[reason] != n) continue;
            add_dash(&w->line, f, (rap_reason)reason);
            rap_text_printf(&w->line, " undefined, %s\n", rap_reason_text((rap_reason)reason));
        }
}

static void write_notes(rap_writer *w, const rap_table *table)
{
    if (rap_table_note(table, 0)) rap_text_puts(&w->line, "\n");
    for (size_t i = 0; rap_table_note(table, i); i++) {
        rap_text_puts(&w->line, "note: ");
        add_clean(&w->line, rap_table_note(table, i));
        rap_text_puts(&w->line, "\n");
    }
}

static void write_lines(rap_writer *w, const rap_table *table)
{
    const char *key, *value;
    if (rap_table_receipt(table, 0, &key, &value)) rap_text_puts(&w->line, "\n");
    for (size_t i = 0; rap_table_receipt(table, i, &key, &value); i++) {
        add_clean(&w->line, key);
        rap_text_puts(&w->line, ": ");
        add_clean(&w->line, value);
        rap_text_puts(&w->line, "\n");
    }
}

static void write_rule(rap_writer *w, const rap_table *table, const size_t *widths, rap_style style)
{
    size_t all = 0;
    for (size_t c = 0; c < rap_table_columns(table); c++) all += widths[c] + (c ? 2 : 0);
    if (style.width > 0 && all > (size_t)style.width) all = (size_t)style.width;
    for (size_t i = 0; i < all; i++) rap_text_puts(&w->line, "-");
    rap_text_puts(&w->line, "\n");
}

void rap_write_text(rap_writer *w, const rap_table *table, rap_style style)
{
    footnotes f = find_footnotes(table);
    rap_text scratch = {0};
    size_t *widths = rap_alloc(rap_table_columns(table), sizeof *widths);
    if (widths) measure(table, &f, &scratch, widths);
    if (!widths || scratch.failed) {
        w->status = rap_fail_memory(w->err);
    } else {
        add_clean(&w->line, rap_table_title(table));
        rap_text_puts(&w->line, "\n");
        write_rule(w, table, widths, style);
        write_grid(w, table, &f, widths, style);
        if (rap_table_rows(table) == 0) rap_text_puts(&w->line, "(no rows)\n");
        write_footnotes(w, &f);
        if (style.colour) rap_text_puts(&w->line, "\033[2m");
        write_notes(w, table);
        write_lines(w, table);
        if (style.colour) rap_text_puts(&w->line, "\033[0m");
        rap_writer_flush(w);
    }
    rap_text_release(&scratch);
    rap_free(widths);
}

void rap_write_receipt(rap_writer *w, const rap_table *table)
{
    add_clean(&w->line, rap_table_title(table));
    rap_text_puts(&w->line, "\n");
    write_notes(w, table);
    write_lines(w, table);
}
