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

/* A column that is shown, and how wide. */
typedef struct shown {
    size_t column, width;
} shown;

/* What is shown of a table, and which reasons occur in it: with more than one, each dash has the number of its footnote. */
typedef struct layout {
    const rap_table *table;
    size_t n;
    shown *columns;
    int number[RAP_REASON_END];
    int reasons;
} layout;

void rap_write_clean(rap_text *out, const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        bool c1 = c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0;
        bool control = *c < 0x20 || *c == 0x7F || c1;
        rap_text_add(out, control ? " " : (const char *)c, 1);
        if (c1) c++;
    }
}

static void add_dash(rap_text *out, const layout *l, rap_reason reason)
{
    static const char *const raised[] = {"", "\xC2\xB9", "\xC2\xB2", "\xC2\xB3", "\xE2\x81\xB4", "\xE2\x81\xB5",
                                         "\xE2\x81\xB6", "\xE2\x81\xB7"};
    _Static_assert(sizeof raised / sizeof *raised >= RAP_REASON_END, "a raised number for every reason");
    rap_text_puts(out, DASH);
    if (l->reasons > 1) rap_text_puts(out, raised[l->number[reason]]);
}

static void add_cell(rap_text *out, const layout *l, size_t row, size_t column)
{
    rap_column_info info = rap_table_column(l->table, column);
    rap_cell cell = rap_table_cell(l->table, row, column);
    if (cell.reason != RAP_DEFINED) add_dash(out, l, cell.reason);
    else if (info.type == RAP_COLUMN_TEXT) rap_write_clean(out, cell.text);
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
    rap_write_clean(out, column.title);
    if (column.unit[0] && !holds_word(column.title, column.unit)) {
        rap_text_puts(out, " (");
        rap_write_clean(out, column.unit);
        rap_text_puts(out, ")");
    }
}

/* --------------------------------------------------------------------- layout */

static size_t width_of(const rap_text *text)
{
    return rap_utf8_width(rap_text_get(text), text->length);
}

static void choose_columns(layout *l, bool detail)
{
    for (size_t c = 0; c < rap_table_columns(l->table); c++)
        if (detail || !rap_table_column(l->table, c).detail) l->columns[l->n++].column = c;
}

static void find_reasons(layout *l)
{
    for (size_t r = 0; r < rap_table_rows(l->table); r++)
        for (size_t i = 0; i < l->n; i++) {
            rap_reason reason = rap_table_cell(l->table, r, l->columns[i].column).reason;
            if (reason != RAP_DEFINED && !l->number[reason]) l->number[reason] = ++l->reasons;
        }
}

/* False where memory was short. */
static bool measure(layout *l, rap_text *scratch)
{
    bool failed = false;
    for (size_t i = 0; i < l->n; i++) {
        shown *s = &l->columns[i];
        rap_text_clear(scratch);
        add_heading(scratch, rap_table_column(l->table, s->column));
        failed = failed || scratch->failed;
        s->width = width_of(scratch);
        for (size_t r = 0; r < rap_table_rows(l->table); r++) {
            rap_text_clear(scratch);
            add_cell(scratch, l, r, s->column);
            failed = failed || scratch->failed;
            if (width_of(scratch) > s->width) s->width = width_of(scratch);
        }
    }
    return !failed;
}

/* ---------------------------------------------------------------------- lines */

static void add_blanks(rap_text *out, size_t n)
{
    for (; n > 0; n--) rap_text_puts(out, " ");
}

static void end_line(rap_text *out)
{
    while (out->length && out->data[out->length - 1] == ' ') out->length--;
    rap_text_puts(out, "\n");
}

/* Sets `content` in the i-th column shown: text to the left, numbers to the right. */
static void set_in_column(rap_text *out, const layout *l, size_t i, const rap_text *content)
{
    size_t width = l->columns[i].width, used = width_of(content), blanks = width > used ? width - used : 0;
    bool left = rap_table_column(l->table, l->columns[i].column).type == RAP_COLUMN_TEXT;
    if (i) rap_text_puts(out, "  ");
    if (!left) add_blanks(out, blanks);
    rap_text_add(out, rap_text_get(content), content->length);
    if (left) add_blanks(out, blanks);
    if (content->failed) out->failed = true;
}

static void write_heading(rap_writer *w, const layout *l, rap_text *scratch, rap_style style)
{
    size_t all = 0;
    for (size_t i = 0; i < l->n; i++) all += l->columns[i].width + (i ? 2 : 0);
    if (style.width > 0 && all > (size_t)style.width) all = (size_t)style.width;
    rap_write_clean(&w->line, rap_table_title(l->table));
    rap_text_puts(&w->line, "\n");
    for (size_t i = 0; i < all; i++) rap_text_puts(&w->line, "-");
    rap_text_puts(&w->line, style.colour ? "\n\033[1m" : "\n");
    for (size_t i = 0; i < l->n; i++) {
        rap_text_clear(scratch);
        add_heading(scratch, rap_table_column(l->table, l->columns[i].column));
        set_in_column(&w->line, l, i, scratch);
    }
    if (style.colour) rap_text_puts(&w->line, "\033[0m");
    end_line(&w->line);
}

static void write_rows(rap_writer *w, const layout *l, rap_text *scratch)
{
    for (size_t r = 0; r < rap_table_rows(l->table) && w->status == RAP_OK; r++) {
        for (size_t i = 0; i < l->n; i++) {
            rap_text_clear(scratch);
            add_cell(scratch, l, r, l->columns[i].column);
            set_in_column(&w->line, l, i, scratch);
        }
        end_line(&w->line);
        rap_writer_flush(w);
    }
    if (rap_table_rows(l->table) == 0) rap_text_puts(&w->line, "(no rows)\n");
}

static void write_footnotes(rap_writer *w, const layout *l)
{
    if (l->reasons) rap_text_puts(&w->line, "\n");
    for (int n = 1; n <= l->reasons; n++)
        for (int reason = 0; reason < RAP_REASON_END; reason++) {
            if (l->number[reason] != n) continue;
            add_dash(&w->line, l, (rap_reason)reason);
            rap_text_printf(&w->line, " undefined, %s\n", rap_reason_text((rap_reason)reason));
        }
}

static void write_notes(rap_writer *w, const rap_table *table)
{
    if (rap_table_note(table, 0)) rap_text_puts(&w->line, "\n");
    for (size_t i = 0; rap_table_note(table, i); i++) {
        rap_text_puts(&w->line, "note: ");
        rap_write_clean(&w->line, rap_table_note(table, i));
        rap_text_puts(&w->line, "\n");
    }
}

static void write_receipt(rap_writer *w, const rap_table *table)
{
    const char *key, *value;
    if (rap_table_receipt(table, 0, &key, &value)) rap_text_puts(&w->line, "\n");
    for (size_t i = 0; rap_table_receipt(table, i, &key, &value); i++) {
        rap_write_clean(&w->line, key);
        rap_text_puts(&w->line, ": ");
        rap_write_clean(&w->line, value);
        rap_text_puts(&w->line, "\n");
    }
}

void rap_write_text(rap_writer *w, const rap_table *table, rap_style style)
{
    rap_text scratch = {0};
    layout l = {.table = table, .columns = rap_alloc(rap_table_columns(table), sizeof *l.columns)};
    if (!l.columns) {
        w->status = rap_fail_memory(w->err);
        return;
    }
    choose_columns(&l, style.detail);
    find_reasons(&l);
    if (!measure(&l, &scratch)) w->line.failed = true;
    write_heading(w, &l, &scratch, style);
    write_rows(w, &l, &scratch);
    write_footnotes(w, &l);
    if (style.colour) rap_text_puts(&w->line, "\033[2m");
    write_notes(w, table);
    write_receipt(w, table);
    if (style.colour) rap_text_puts(&w->line, "\033[0m");
    rap_writer_flush(w);
    rap_text_release(&scratch);
    rap_free(l.columns);
}

void rap_write_receipt(rap_writer *w, const rap_table *table)
{
    rap_write_clean(&w->line, rap_table_title(table));
    rap_text_puts(&w->line, "\n");
    write_notes(w, table);
    write_receipt(w, table);
}
