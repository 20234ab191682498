// SPDX-License-Identifier: Apache-2.0
/*
 * verdicts - checked claims for people. Statement, evidence and what is missing are sentences, too long for columns: each
 * claim is a paragraph with its verdict first, then the numbers it rests on, then how its other readings came out. With
 * `detail` every reading has its own numbers, and the receipt says what was asked.
 */
#include <string.h>

#include "present/layout.h"

enum { WIDTH = 100, VERDICT_WIDTH = 14 };

typedef struct page {
    rap_writer *w;
    const rap_table *table;
    rap_style style;
    size_t width, column;    /* of the terminal; where the line stands */
    size_t indent;           /* of the lines that follow */
    bool begun;              /* the line has words: a blank goes before the next */
    size_t claim, statement, reading, verdict, evidence, missing, source;
} page;

static const char *text_at(const page *p, size_t row, size_t column)
{
    rap_cell cell = rap_table_cell(p->table, row, column);
    return cell.reason ? "" : cell.text;
}

/* -------------------------------------------------------------------- lines */

static void begin_line(page *p, size_t indent)
{
    rap_text *out = &p->w->line;
    for (size_t i = 0; i < indent; i++) rap_text_puts(out, " ");
    p->column = p->indent = indent;
    p->begun = false;
}

static void end_line(page *p)
{
    rap_text_puts(&p->w->line, "\n");
    p->column = 0;
}

/* Adds words; a word that does not fit begins a new line behind the indent. */
static void add_words(page *p, const char *text)
{
    rap_span rest = rap_span_of(text), word;
    while (rap_span_next(&rest, ' ', &word)) {
        size_t width = rap_utf8_width(word.data, word.length);
        if (p->begun && p->column + 1 + width > p->width) {
            end_line(p);
            for (; p->column < p->indent; p->column++) rap_text_puts(&p->w->line, " ");
        } else if (p->begun) {
            rap_text_puts(&p->w->line, " ");
            p->column++;
        }
        p->begun = true;
        rap_text clean = {0};
        rap_text_add(&clean, word.data, word.length);
        if (clean.length) rap_layout_clean(&p->w->line, clean.data);
        if (clean.failed) p->w->line.failed = true;
        rap_text_release(&clean);
        p->column += width;
    }
}

/* Evidence has its parts separated by " | ": a line each. */
static void add_parts(page *p, size_t indent, const char *parts)
{
    while (*parts) {
        const char *end = strstr(parts, " | ");
        size_t length = end ? (size_t)(end - parts) : strlen(parts);
        rap_text part = {0};
        rap_text_add(&part, parts, length);
        begin_line(p, indent);
        p->indent += 2;
        add_words(p, rap_text_get(&part));
        end_line(p);
        if (part.failed) p->w->line.failed = true;
        rap_text_release(&part);
        parts += end ? length + 3 : length;
    }
}

static const char *colour_of(const page *p, const char *verdict)
{
    if (!p->style.colour) return "";
    return strcmp(verdict, "supported") == 0 ? "\033[32m" : strcmp(verdict, "contradicted") == 0 ? "\033[31m" : "\033[33m";
}

static void add_verdict(page *p, const char *verdict)
{
    rap_text_printf(&p->w->line, "%s%-*s%s", colour_of(p, verdict), VERDICT_WIDTH, verdict, p->style.colour ? "\033[0m" : "");
    p->column += VERDICT_WIDTH;
    p->indent = p->column;
}

/* -------------------------------------------------------------------- claims */

static bool same_claim(const page *p, size_t a, size_t b)
{
    return b < rap_table_rows(p->table) && strcmp(text_at(p, a, p->claim), text_at(p, b, p->claim)) == 0 &&
           strcmp(text_at(p, a, p->statement), text_at(p, b, p->statement)) == 0;
}

static void add_missing(page *p, size_t row, size_t indent)
{
    const char *missing = text_at(p, row, p->missing);
    if (!*missing) return;
    begin_line(p, indent);
    p->indent += 2;
    add_words(p, "missing:");
    add_words(p, missing);
    end_line(p);
}

/* The readings first+1 .. end-1 with one verdict, in one line. */
static void add_readings(page *p, size_t first, size_t end, const char *verdict)
{
    rap_text line = {0};
    for (size_t row = first + 1; row < end; row++)
        if (strcmp(text_at(p, row, p->verdict), verdict) == 0)
            rap_text_printf(&line, "%s%s", line.length ? "; " : "", text_at(p, row, p->reading));
    if (line.length) {
        begin_line(p, 4);
        p->indent += 2;
        add_words(p, verdict);
        add_words(p, "when read as:");
        add_words(p, rap_text_get(&line));
        end_line(p);
    }
    if (line.failed) p->w->line.failed = true;
    rap_text_release(&line);
}

static void add_each_reading(page *p, size_t first, size_t end)
{
    for (size_t row = first + 1; row < end; row++) {
        begin_line(p, 4);
        add_verdict(p, text_at(p, row, p->verdict));
        add_words(p, text_at(p, row, p->reading));
        end_line(p);
        add_parts(p, 8, text_at(p, row, p->evidence));
        add_missing(p, row, 8);
    }
}

/* "R1  supported     Statement ..." */
static void add_head(page *p, size_t row)
{
    begin_line(p, 0);
    rap_layout_clean(&p->w->line, text_at(p, row, p->claim));
    p->column = rap_utf8_width(text_at(p, row, p->claim), strlen(text_at(p, row, p->claim)));
    do rap_text_puts(&p->w->line, " ");
    while (++p->column < 4);
    add_verdict(p, text_at(p, row, p->verdict));
    add_words(p, text_at(p, row, p->statement));
    end_line(p);
}

static void add_claim(page *p, size_t first, size_t end)
{
    static const char *const verdicts[] = {"supported", "contradicted", "undecidable", "ill-posed"};
    add_head(p, first);
    add_parts(p, 4, text_at(p, first, p->evidence));
    add_missing(p, first, 4);
    if (p->style.detail) {
        begin_line(p, 4);
        add_words(p, "source:");
        add_words(p, text_at(p, first, p->source));
        end_line(p);
        add_each_reading(p, first, end);
    }
    for (size_t i = 0; !p->style.detail && i < sizeof verdicts / sizeof *verdicts; i++) add_readings(p, first, end, verdicts[i]);
    end_line(p);
    rap_writer_flush(p->w);
}

/* --------------------------------------------------------------------- below */

static bool is_claim(const page *p, const char *key)
{
    for (size_t row = 0; row < rap_table_rows(p->table); row++)
        if (strcmp(text_at(p, row, p->claim), key) == 0) return true;
    return false;
}

/* Notes and receipt. What was asked for each claim is detail. */
static void add_below(page *p)
{
    const char *key, *value;
    for (size_t i = 0; rap_table_note(p->table, i); i++) {
        begin_line(p, 0);
        p->indent = 6;
        add_words(p, "note:");
        add_words(p, rap_table_note(p->table, i));
        end_line(p);
    }
    if (rap_table_note(p->table, 0)) end_line(p);
    for (size_t i = 0; rap_table_receipt(p->table, i, &key, &value); i++) {
        if (!p->style.detail && is_claim(p, key)) continue;
        rap_text head = {0};
        rap_text_printf(&head, "%s:", key);
        begin_line(p, 0);
        p->indent = 2;
        add_words(p, rap_text_get(&head));
        add_words(p, value);
        end_line(p);
        if (head.failed) p->w->line.failed = true;
        rap_text_release(&head);
    }
}

static bool find_columns(page *p)
{
    const struct {
        const char *name;
        size_t *at;
    } columns[] = {{"claim", &p->claim},       {"statement", &p->statement}, {"reading", &p->reading}, {"verdict", &p->verdict},
                   {"evidence", &p->evidence}, {"missing", &p->missing},     {"source", &p->source}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        *columns[i].at = rap_table_find(p->table, columns[i].name);
        if (*columns[i].at == SIZE_MAX || rap_table_column(p->table, *columns[i].at).type != RAP_COLUMN_TEXT) return false;
    }
    return true;
}

bool rap_is_verdicts(const rap_table *table)
{
    page p = {.table = table};
    return find_columns(&p);
}

void rap_write_verdicts(rap_writer *w, const rap_table *table, rap_style style)
{
    page p = {.w = w, .table = table, .style = style, .width = style.width >= 40 ? (size_t)style.width : WIDTH};
    if (!find_columns(&p)) return;
    add_words(&p, rap_table_title(table));
    size_t title = p.column;
    end_line(&p);
    for (size_t i = 0; i < title; i++) rap_text_puts(&w->line, "-");
    rap_text_puts(&w->line, "\n");
    for (size_t row = 0, end; row < rap_table_rows(table) && w->status == RAP_OK; row = end) {
        for (end = row + 1; same_claim(&p, row, end);) end++;
        add_claim(&p, row, end);
    }
    add_below(&p);
    rap_writer_flush(w);
}
