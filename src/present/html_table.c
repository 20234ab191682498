// SPDX-License-Identifier: Apache-2.0
/* html_table - tables of a document, with numbers as the tables of the command line have them; and claims. */
#include <string.h>

#include "present/html.h"
#include "present/layout.h"

/* With more columns than this a table needs smaller print to fit on paper. */
enum { WIDE = 9 };

/* "partner" where there is "partner_name" too: one of them is enough to say which row it is. */
static bool is_code(const rap_table *table, const char *name)
{
    char other[64];
    int length = snprintf(other, sizeof other, "%s_name", name);
    return length > 0 && (size_t)length < sizeof other && rap_table_find(table, other) != SIZE_MAX;
}

/* What belongs to `column`: itself, its interval, and the texts and years that say which row it is. */
static bool belongs(const rap_table *table, rap_column_info info, const char *column)
{
    size_t length = strlen(column);
    if (is_code(table, info.name)) return false;
    if (strcmp(info.name, "year") == 0 || strcmp(info.name, "flag") == 0) return true;
    if (info.type == RAP_COLUMN_TEXT) return !info.detail;
    if (strncmp(info.name, column, length) != 0) return false;
    return !info.name[length] || strcmp(info.name + length, "_low") == 0 || strcmp(info.name + length, "_high") == 0;
}

/* Numbers stand under each other; years say which row it is, as texts do. */
static bool is_amount(rap_column_info info)
{
    return info.type != RAP_COLUMN_TEXT && strcmp(info.name, "year") != 0;
}

static void add_heading(rap_text *out, rap_column_info info)
{
    bool share = strcmp(info.unit, "share") == 0;
    rap_text_printf(out, "<th scope=\"col\"%s>", is_amount(info) ? " class=\"number\"" : "");
    rap_html_text(out, info.title);
    if (share) rap_text_puts(out, " (%)");
    rap_text_puts(out, "</th>");
}

static void add_cell(rap_text *out, const rap_layout *layout, size_t row, size_t column)
{
    rap_text plain = {0};
    rap_cell cell = rap_table_cell(layout->table, row, column);
    rap_text_puts(out, is_amount(rap_table_column(layout->table, column)) ? "<td class=\"number\">" : "<td>");
    if (cell.reason != RAP_DEFINED) {
        rap_text_puts(out, "<abbr title=\"");
        rap_html_text(out, rap_reason_text(cell.reason));
        rap_text_puts(out, "\">\xE2\x80\x93</abbr>");
    } else {
        rap_layout_cell(&plain, layout, row, column);
        rap_html_text(out, rap_text_get(&plain));
        out->failed = out->failed || plain.failed;
        rap_text_release(&plain);
    }
    rap_text_puts(out, "</td>");
}

static void add_notes(rap_text *out, const rap_layout *layout, const char *column)
{
    for (size_t i = 0; !column && i < RAP_REASON_END; i++) {
        if (!layout->hidden[i].length) continue;
        rap_text_puts(out, "<p class=\"note\">Not shown: ");
        rap_html_text(out, rap_text_get(&layout->hidden[i]));
        rap_text_puts(out, " (");
        rap_html_text(out, rap_reason_text((rap_reason)i));
        rap_text_puts(out, ").</p>\n");
    }
    for (size_t i = 0; rap_table_note(layout->table, i); i++) {
        rap_text_puts(out, "<p class=\"note\">");
        rap_html_text(out, rap_table_note(layout->table, i));
        rap_text_puts(out, "</p>\n");
    }
}

void rap_html_table(rap_text *out, const rap_table *table, const char *column, const char *caption)
{
    rap_layout layout;
    rap_text scratch = {0};
    rap_layout_init(&layout, table, column != NULL, &scratch);
    if (!layout.shown || scratch.failed) {
        out->failed = true;
    } else {
        rap_text_puts(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table: ");
        rap_html_text(out, caption);
        rap_text_printf(out, "\">\n<table%s>\n<thead><tr>", !column && layout.n > WIDE ? " class=\"wide\"" : "");
        for (size_t i = 0; i < layout.n; i++) {
            rap_column_info info = rap_table_column(table, layout.shown[i].column);
            if (!column || belongs(table, info, column)) add_heading(out, info);
        }
        rap_text_puts(out, "</tr></thead>\n<tbody>\n");
        for (size_t r = 0; r < rap_table_rows(table); r++) {
            rap_text_puts(out, "<tr>");
            for (size_t i = 0; i < layout.n; i++)
                if (!column || belongs(table, rap_table_column(table, layout.shown[i].column), column))
                    add_cell(out, &layout, r, layout.shown[i].column);
            rap_text_puts(out, "</tr>\n");
        }
        rap_text_puts(out, "</tbody>\n</table>\n</div>\n");
        add_notes(out, &layout, column);
        rap_layout_release(&layout);
    }
    rap_text_release(&scratch);
}

/* ------------------------------------------------------------------------ claims */

/* The columns of a table of claims, by name. */
static const char *text_of(const rap_table *claims, size_t row, const char *column)
{
    size_t c = rap_table_find(claims, column);
    if (c == SIZE_MAX) return "";
    rap_cell cell = rap_table_cell(claims, row, c);
    return cell.reason == RAP_DEFINED ? cell.text : "";
}

static void add_verdict(rap_text *out, const char *verdict)
{
    rap_text_puts(out, "<span class=\"verdict ");
    rap_html_text(out, verdict);
    rap_text_puts(out, "\">");
    rap_html_text(out, verdict);
    rap_text_puts(out, "</span>");
}

/* " | " stands between the parts of an evidence. */
static void add_parts(rap_text *out, const char *evidence)
{
    const char *bar;
    if (!*evidence) return;
    rap_text_puts(out, "<ul>");
    for (bool more = true; more; evidence = bar ? bar + 3 : "") {
        rap_text one = {0};
        bar = strstr(evidence, " | ");
        rap_text_add(&one, evidence, bar ? (size_t)(bar - evidence) : strlen(evidence));
        rap_text_puts(out, "<li>");
        rap_html_text(out, rap_text_get(&one));
        rap_text_puts(out, "</li>");
        out->failed = out->failed || one.failed;
        rap_text_release(&one);
        more = bar != NULL;
    }
    rap_text_puts(out, "</ul>\n");
}

static void add_line(rap_text *out, const char *label, const char *text)
{
    if (!*text) return;
    rap_text_printf(out, "<p class=\"note\">%s: ", label);
    rap_html_text(out, text);
    rap_text_puts(out, "</p>\n");
}

static bool same_claim(const rap_table *claims, size_t a, size_t b)
{
    return b < rap_table_rows(claims) && strcmp(text_of(claims, a, "claim"), text_of(claims, b, "claim")) == 0;
}

static void add_readings(rap_text *out, const rap_table *claims, size_t first)
{
    if (!same_claim(claims, first, first + 1)) return;
    rap_text_puts(out, "<table class=\"readings\">\n<thead><tr><th scope=\"col\">Read as</th><th scope=\"col\">Verdict</th>"
                       "<th scope=\"col\">Evidence, and what is missing</th></tr></thead>\n<tbody>\n");
    for (size_t r = first + 1; same_claim(claims, first, r); r++) {
        rap_text_puts(out, "<tr><td>");
        rap_html_text(out, text_of(claims, r, "reading"));
        rap_text_puts(out, "</td><td>");
        add_verdict(out, text_of(claims, r, "verdict"));
        rap_text_puts(out, "</td><td>");
        add_parts(out, text_of(claims, r, "evidence"));
        add_line(out, "Missing", text_of(claims, r, "missing"));
        rap_text_puts(out, "</td></tr>\n");
    }
    rap_text_puts(out, "</tbody>\n</table>\n");
}

static void add_claim(rap_text *out, const rap_table *claims, size_t first)
{
    rap_text_puts(out, "<article class=\"claim\">\n<h3><span class=\"id\">");
    rap_html_text(out, text_of(claims, first, "claim"));
    rap_text_puts(out, "</span> ");
    rap_html_text(out, text_of(claims, first, "statement"));
    rap_text_puts(out, "</h3>\n<p>");
    add_verdict(out, text_of(claims, first, "verdict"));
    rap_text_puts(out, "</p>\n");
    add_parts(out, text_of(claims, first, "evidence"));
    add_line(out, "Missing", text_of(claims, first, "missing"));
    add_line(out, "Stated by", text_of(claims, first, "source"));
    add_readings(out, claims, first);
    rap_text_puts(out, "</article>\n");
}

/* Notes of the plan as a whole stand below its title. */
static bool is_of_plan(const rap_document *d, const char *note)
{
    for (size_t i = 0; i < d->n_notes; i++)
        if (strcmp(d->notes[i], note) == 0) return true;
    return false;
}

void rap_html_claims(rap_text *out, const rap_document *d)
{
    const rap_table *claims = d->claims;
    rap_text_puts(out, "<section id=\"claims\">\n<h2>Claims</h2>\n<p>Each statement is held against the data. A comparison holds, or fails, "
                       "only where it does so over the whole 95 % interval; where the data do not settle it, it is undecidable.</p>\n");
    for (size_t r = 0; r < rap_table_rows(claims); r++)
        if (r == 0 || !same_claim(claims, r - 1, r)) add_claim(out, claims, r);
    for (size_t i = 0; rap_table_note(claims, i); i++)
        if (!is_of_plan(d, rap_table_note(claims, i))) add_line(out, "Note", rap_table_note(claims, i));
    rap_text_puts(out, "</section>\n");
}
