// SPDX-License-Identifier: Apache-2.0
/*
 * text - a table for people: columns aligned by what a terminal shows, numbers to the right, undefined as a dash with its
 * reason in a footnote, long texts wrapped below their row, notes and receipt at the end.
 */
#include <string.h>

#include "present/layout.h"

enum { WRAP = 100, INDENT = 4 };

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
static void set_in_column(rap_text *out, const rap_layout *l, size_t i, const rap_text *content, bool first)
{
    size_t width = l->shown[i].width, used = rap_layout_width(content), blanks = width > used ? width - used : 0;
    bool left = rap_table_column(l->table, l->shown[i].column).type == RAP_COLUMN_TEXT;
    if (!first) rap_text_puts(out, "  ");
    if (!left) add_blanks(out, blanks);
    rap_text_add(out, rap_text_get(content), content->length);
    if (left) add_blanks(out, blanks);
    if (content->failed) out->failed = true;
}

static bool has_heading_line(const rap_layout *l, size_t line)
{
    for (size_t i = 0; i < l->n; i++)
        if (!l->shown[i].below && l->shown[i].heading[line].length) return true;
    return false;
}

static void write_heading(rap_writer *w, const rap_layout *l, rap_style style)
{
    size_t all = 0;
    for (size_t i = 0; i < l->n; i++)
        if (!l->shown[i].below) all += l->shown[i].width + (all ? 2 : 0);
    if (style.width > 0 && all > (size_t)style.width) all = (size_t)style.width;
    rap_layout_clean(&w->line, rap_table_title(l->table));
    rap_text_puts(&w->line, "\n");
    for (size_t i = 0; i < all; i++) rap_text_puts(&w->line, "-");
    rap_text_puts(&w->line, style.colour ? "\n\033[1m" : "\n");
    for (size_t line = 0; line < RAP_HEADING_LINES; line++) {
        if (!has_heading_line(l, line)) continue;
        bool first = true;
        for (size_t i = 0; i < l->n; i++) {
            if (l->shown[i].below) continue;
            set_in_column(&w->line, l, i, &l->shown[i].heading[line], first);
            first = false;
        }
        end_line(&w->line);
    }
    if (style.colour) rap_text_puts(&w->line, "\033[0m");
}

/* A long text below its row: "    Heading: text", wrapped between words. */
static void write_below(rap_text *out, const char *heading, const rap_text *content, int width)
{
    size_t limit = width > 40 ? (size_t)width : WRAP, used = INDENT + strlen(heading) + 1;
    rap_span rest = {rap_text_get(content), content->length}, word;
    add_blanks(out, INDENT);
    rap_text_puts(out, heading);
    rap_text_puts(out, ":");
    while (rap_span_next(&rest, ' ', &word)) {
        size_t length = rap_utf8_width(word.data, word.length);
        if (used + 1 + length > limit && used > INDENT + 2) {
            rap_text_puts(out, "\n");
            add_blanks(out, INDENT + 2);
            used = INDENT + 2;
        } else {
            rap_text_puts(out, " ");
            used++;
        }
        rap_text_add(out, word.data, word.length);
        used += length;
    }
    rap_text_puts(out, "\n");
    if (content->failed) out->failed = true;
}

/* Empty, undefined, or the same as in the row above: nothing to say below. */
static bool is_silent(const rap_table *table, size_t row, size_t column)
{
    rap_cell cell = rap_table_cell(table, row, column);
    if (cell.reason != RAP_DEFINED || cell.text[0] == '\0') return true;
    if (row == 0) return false;
    rap_cell above = rap_table_cell(table, row - 1, column);
    return above.reason == RAP_DEFINED && strcmp(above.text, cell.text) == 0;
}

static void write_row(rap_writer *w, const rap_layout *l, size_t row, rap_text *scratch, rap_style style)
{
    bool first = true;
    for (size_t i = 0; i < l->n; i++) {
        if (l->shown[i].below) continue;
        rap_text_clear(scratch);
        rap_layout_cell(scratch, l, row, l->shown[i].column);
        set_in_column(&w->line, l, i, scratch, first);
        first = false;
    }
    end_line(&w->line);
    for (size_t i = 0; i < l->n; i++) {
        if (!l->shown[i].below || is_silent(l->table, row, l->shown[i].column)) continue;
        rap_text_clear(scratch);
        rap_layout_cell(scratch, l, row, l->shown[i].column);
        write_below(&w->line, rap_table_column(l->table, l->shown[i].column).title, scratch, style.width);
    }
    rap_writer_flush(w);
}

static void write_rows(rap_writer *w, const rap_layout *l, rap_text *scratch, rap_style style)
{
    for (size_t r = 0; r < rap_table_rows(l->table) && w->status == RAP_OK; r++) write_row(w, l, r, scratch, style);
    if (rap_table_rows(l->table) == 0) rap_text_puts(&w->line, "(no rows)\n");
}

static void write_footnotes(rap_writer *w, const rap_layout *l)
{
    bool any = l->reasons > 0;
    for (int reason = 0; reason < RAP_REASON_END; reason++) any = any || l->hidden[reason].length;
    if (any) rap_text_puts(&w->line, "\n");
    for (int n = 1; n <= l->reasons; n++)
        for (int reason = 0; reason < RAP_REASON_END; reason++) {
            if (l->number[reason] != n) continue;
            rap_layout_dash(&w->line, l, (rap_reason)reason);
            rap_text_printf(&w->line, " undefined, %s\n", rap_reason_text((rap_reason)reason));
        }
    for (int reason = 0; reason < RAP_REASON_END; reason++)
        if (l->hidden[reason].length)
            rap_text_printf(&w->line, "not shown: %s (%s)\n", rap_text_get(&l->hidden[reason]),
                            rap_reason_text((rap_reason)reason));
}

static void write_notes(rap_writer *w, const rap_table *table)
{
    if (rap_table_note(table, 0)) rap_text_puts(&w->line, "\n");
    for (size_t i = 0; rap_table_note(table, i); i++) {
        rap_text_puts(&w->line, "note: ");
        rap_layout_clean(&w->line, rap_table_note(table, i));
        rap_text_puts(&w->line, "\n");
    }
}

static void write_receipt(rap_writer *w, const rap_table *table)
{
    const char *key, *value;
    if (rap_table_receipt(table, 0, &key, &value)) rap_text_puts(&w->line, "\n");
    for (size_t i = 0; rap_table_receipt(table, i, &key, &value); i++) {
        rap_layout_clean(&w->line, key);
        rap_text_puts(&w->line, ": ");
        rap_layout_clean(&w->line, value);
        rap_text_puts(&w->line, "\n");
    }
}

void rap_write_text(rap_writer *w, const rap_table *table, rap_style style)
{
    rap_text scratch = {0};
    rap_layout layout;
    rap_layout_init(&layout, table, style.detail, &scratch);
    if (!layout.shown || scratch.failed) {
        w->status = rap_fail_memory(w->err);
    } else {
        write_heading(w, &layout, style);
        write_rows(w, &layout, &scratch, style);
        write_footnotes(w, &layout);
        if (style.colour) rap_text_puts(&w->line, "\033[2m");
        write_notes(w, table);
        write_receipt(w, table);
        if (style.colour) rap_text_puts(&w->line, "\033[0m");
        rap_writer_flush(w);
    }
    rap_layout_release(&layout);
    rap_text_release(&scratch);
}

void rap_write_receipt(rap_writer *w, const rap_table *table)
{
    rap_layout_clean(&w->line, rap_table_title(table));
    rap_text_puts(&w->line, "\n");
    write_notes(w, table);
    write_receipt(w, table);
}
