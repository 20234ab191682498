// SPDX-License-Identifier: Apache-2.0
#include "present/layout.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"

#define DASH "\xE2\x80\x93"

/* A text column wider than this does not help to compare rows: it stands below. The last one may be longer. */
enum { LONG_TEXT = 60, LONG_LAST = 160 };

void rap_layout_clean(rap_text *out, const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        bool c1 = c[0] == 0xC2 && c[1] >= 0x80 && c[1] < 0xA0;
        bool control = *c < 0x20 || *c == 0x7F || c1;
        rap_text_add(out, control ? " " : (const char *)c, 1);
        if (c1) c++;
    }
}

void rap_layout_dash(rap_text *out, const rap_layout *l, rap_reason reason)
{
    static const char *const raised[] = {"", "\xC2\xB9", "\xC2\xB2", "\xC2\xB3", "\xE2\x81\xB4", "\xE2\x81\xB5",
                                         "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8", "\xE2\x81\xB9", "\xC2\xB9\xE2\x81\xB0"};
    _Static_assert(sizeof raised / sizeof *raised >= RAP_REASON_END, "a raised number for every reason");
    if (reason == RAP_UNDEFINED_ROW) return;
    rap_text_puts(out, DASH);
    if (l->reasons > 1) rap_text_puts(out, raised[l->number[reason]]);
}

static bool is_share(rap_column_info column)
{
    return strcmp(column.unit, "share") == 0;
}

/* Digits after the dot that leave about four figures, for columns whose rows are of different size. */
static int figures(double value)
{
    double size = value < 0 ? -value : value;
    return size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
}

static void add_real(rap_text *out, const rap_column_info *info, double value)
{
    int decimals = info->decimals < 0 ? figures(value) : info->decimals;
    if (is_share(*info)) {
        value *= 100;
        decimals = info->decimals > 2 ? info->decimals - 2 : 0;
    }
    if (info->as_given)
        rap_write_trimmed(out, value, decimals);
    else
        rap_write_fixed(out, value, decimals);
}

void rap_layout_cell(rap_text *out, const rap_layout *l, size_t row, size_t column)
{
    rap_column_info info = rap_table_column(l->table, column);
    rap_cell cell = rap_table_cell(l->table, row, column);
    if (cell.reason != RAP_DEFINED)
        rap_layout_dash(out, l, cell.reason);
    else if (info.type == RAP_COLUMN_TEXT)
        rap_layout_clean(out, cell.text);
    else if (info.type == RAP_COLUMN_INTEGER)
        rap_write_cell(out, info.type, cell);
    else
        add_real(out, &info, cell.real);
}

size_t rap_layout_width(const rap_text *text)
{
    return rap_utf8_width(rap_text_get(text), text->length);
}

/* A whole word: the tonne, t, is not in "quantity". */
static bool holds_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = text; *at; at++)
        if (strncasecmp(at, word, length) == 0 && (at == text || !isalnum((unsigned char)at[-1])) &&
            !isalnum((unsigned char)at[length]))
            return true;
    return false;
}

/* The title, and the unit where the title does not say it. */
static void add_heading(rap_text *out, rap_column_info column)
{
    rap_layout_clean(out, column.title);
    if (is_share(column)) {
        rap_text_puts(out, " (%)");
    } else if (column.unit[0] && !holds_word(column.title, column.unit)) {
        rap_text_puts(out, " (");
        rap_layout_clean(out, column.unit);
        rap_text_puts(out, ")");
    }
}

/* Undefined in every row, and there are rows: `reason` is that of the first. */
static bool undefined_throughout(const rap_table *table, size_t column, rap_reason *reason)
{
    size_t rows = rap_table_rows(table);
    for (size_t r = 0; r < rows; r++)
        if (rap_table_cell(table, r, column).reason == RAP_DEFINED) return false;
    if (rows) *reason = rap_table_cell(table, 0, column).reason;
    return rows > 0;
}

static void choose_columns(rap_layout *l, bool detail)
{
    for (size_t c = 0; c < rap_table_columns(l->table); c++) {
        rap_column_info info = rap_table_column(l->table, c);
        rap_reason reason = RAP_DEFINED;
        if (info.detail && !detail) continue;
        if (undefined_throughout(l->table, c, &reason)) {
            if (l->hidden[reason].length) rap_text_puts(&l->hidden[reason], ", ");
            rap_layout_clean(&l->hidden[reason], info.title);
        } else {
            l->shown[l->n++].column = c;
        }
    }
}

static void find_reasons(rap_layout *l)
{
    for (size_t r = 0; r < rap_table_rows(l->table); r++)
        for (size_t i = 0; i < l->n; i++) {
            rap_reason reason = rap_table_cell(l->table, r, l->shown[i].column).reason;
            if (reason != RAP_DEFINED && reason != RAP_UNDEFINED_ROW && !l->number[reason]) l->number[reason] = ++l->reasons;
        }
}

/* Headings up to this wide are not worth breaking. */
enum { SHORT_HEADING = 8 };

/* Breaks a heading between words into lines no wider than the column, where its words allow; the last line at the bottom. */
static void break_heading(rap_shown *s, const rap_text *heading)
{
    rap_span rest = {rap_text_get(heading), heading->length}, word;
    size_t lines = 0;
    while (rap_span_next(&rest, ' ', &word)) {
        size_t width = rap_utf8_width(word.data, word.length);
        rap_text *line = lines ? &s->heading[lines - 1] : NULL;
        size_t room = s->width > SHORT_HEADING ? s->width : SHORT_HEADING;
        bool fits = line && rap_layout_width(line) + 1 + width <= room;
        if (line && (fits || lines == RAP_HEADING_LINES))
            rap_text_puts(line, " ");
        else
            line = &s->heading[lines++];
        rap_text_add(line, word.data, word.length);
        if (rap_layout_width(line) > s->width) s->width = rap_layout_width(line);
    }
    size_t shift = RAP_HEADING_LINES - lines;
    for (size_t i = lines; shift && i-- > 0;) {
        rap_text empty = s->heading[i + shift];
        s->heading[i + shift] = s->heading[i];
        s->heading[i] = empty;
    }
}

static void measure(rap_layout *l, size_t i, rap_text *scratch)
{
    rap_shown *s = &l->shown[i];
    rap_column_info info = rap_table_column(l->table, s->column);
    for (size_t r = 0; r < rap_table_rows(l->table); r++) {
        rap_text_clear(scratch);
        rap_layout_cell(scratch, l, r, s->column);
        size_t width = rap_layout_width(scratch);
        if (width > s->width) s->width = width;
    }
    s->below = info.type == RAP_COLUMN_TEXT && s->width > (i + 1 == l->n ? LONG_LAST : LONG_TEXT);
    rap_text_clear(scratch);
    add_heading(scratch, info);
    if (!s->below) break_heading(s, scratch);
}

void rap_layout_init(rap_layout *out, const rap_table *table, bool detail, rap_text *scratch)
{
    *out = (rap_layout){.table = table, .shown = rap_alloc(rap_table_columns(table), sizeof *out->shown)};
    if (!out->shown) return;
    choose_columns(out, detail);
    find_reasons(out);
    for (size_t i = 0; i < out->n; i++) measure(out, i, scratch);
}

void rap_layout_release(rap_layout *l)
{
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k < RAP_HEADING_LINES; k++) rap_text_release(&l->shown[i].heading[k]);
    for (size_t i = 0; i < RAP_REASON_END; i++) rap_text_release(&l->hidden[i]);
    rap_free(l->shown);
}
