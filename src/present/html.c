// SPDX-License-Identifier: Apache-2.0
#include "present/html.h"

#include <string.h>

#include "present/write.h"

/* ------------------------------------------------------------------------ text */

static const char *escape_of(unsigned char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return c < 0x20 || c == 0x7F ? " " : NULL;
    }
}

static void add_valid(rap_text *out, const char *text, size_t length)
{
    size_t from = 0;
    for (size_t i = 0; i < length; i++) {
        const char *escape = escape_of((unsigned char)text[i]);
        if (!escape) continue;
        rap_text_add(out, text + from, i - from);
        rap_text_puts(out, escape);
        from = i + 1;
    }
    rap_text_add(out, text + from, length - from);
}

void rap_html_text(rap_text *out, const char *text)
{
    size_t left = strlen(text);
    while (left) {
        size_t valid = rap_utf8_valid(text, left), step = valid < left ? valid + 1 : valid;
        add_valid(out, text, valid);
        if (valid < left) rap_text_puts(out, "\xEF\xBF\xBD");
        text += step;
        left -= step;
    }
}

static void add_element(rap_text *out, const char *name, const char *text)
{
    rap_text_printf(out, "<%s>", name);
    rap_html_text(out, text);
    rap_text_printf(out, "</%s>\n", name);
}

/* ------------------------------------------------------------------------ data */

void rap_html_data(rap_text *out, const rap_document *d)
{
    rap_writer w = {.first = true, .last = true};
    rap_text *json = &w.line;
    bool any = false;
    rap_text_puts(json, "{\"answers\":[");
    for (size_t i = 0; i < d->n_asks; i++) {
        if (i) rap_text_puts(json, ",");
        if (d->asks[i].table) rap_write_json(&w, d->asks[i].table);
        else rap_text_puts(json, "null");
    }
    rap_text_puts(json, "],\"figures\":[");
    for (size_t s = 0; s < d->n_sections; s++)
        for (size_t k = 0; k < d->sections[s].n_parts; k++) {
            const rap_document_part *part = &d->sections[s].parts[k];
            if (part->kind != RAP_DOCUMENT_FIGURE) continue;
            rap_text_printf(json, "%s{\"answer\":%zu,\"column\":", any ? "," : "", part->ask);
            rap_write_json_string(json, part->column);
            rap_text_puts(json, ",\"title\":");
            rap_write_json_string(json, part->title);
            rap_text_puts(json, "}");
            any = true;
        }
    rap_text_puts(json, "]}");
    /* '<' stands in strings only: escaped, no text can end the script element or begin a comment */
    rap_span rest = {rap_text_get(json), json->length}, part;
    for (bool first = true; rap_span_next(&rest, '<', &part); first = false) {
        if (!first) rap_text_puts(out, "\\u003c");
        rap_text_add(out, part.data, part.length);
    }
    out->failed = out->failed || json->failed || w.status != RAP_OK;
    rap_text_release(json);
}

/* -------------------------------------------------------------------- sections */

/* Numbers of figures and tables as they are met. */
typedef struct numbering {
    size_t figures, tables;
} numbering;

static void add_command(rap_text *out, const rap_document *d, size_t ask)
{
    rap_text_printf(out, "<p class=\"made\">Made by <a href=\"#ask-%zu\"><code>", ask + 1);
    rap_html_text(out, d->asks[ask].command);
    rap_text_puts(out, "</code></a></p>\n");
}

static void add_part(rap_text *out, const rap_document *d, const rap_document_part *part, bool drawn, numbering *n)
{
    const rap_document_ask *ask = &d->asks[part->ask];
    bool figure = part->kind == RAP_DOCUMENT_FIGURE;
    size_t number = figure ? ++n->figures : ++n->tables;
    const char *word = figure ? "figure" : "table";
    rap_text_printf(out, "<figure id=\"%s-%zu\" aria-labelledby=\"%s-%zu-title\">\n<figcaption id=\"%s-%zu-title\"><b>%s %zu.</b> ", word,
                    number, word, number, word, number, figure ? "Figure" : "Table", number);
    rap_html_text(out, part->title);
    rap_text_puts(out, "</figcaption>\n");
    if (figure && drawn && ask->table) rap_text_printf(out, "<div class=\"drawing\" data-figure=\"%zu\"></div>\n", number - 1);
    if (ask->table) {
        rap_html_table(out, ask->table, part->column, part->title);
    } else {
        rap_text_puts(out, "<p class=\"missing\">Not answered: ");
        rap_html_text(out, ask->why);
        rap_text_puts(out, ".</p>\n");
    }
    add_command(out, d, part->ask);
    rap_text_puts(out, "</figure>\n");
}

static void add_section(rap_text *out, const rap_document *d, size_t s, bool drawn, numbering *n)
{
    const rap_document_section *section = &d->sections[s];
    rap_text_printf(out, "<section id=\"section-%zu\">\n", s + 1);
    add_element(out, "h2", section->title);
    for (size_t i = 0; i < section->n_notes; i++) add_element(out, "p", section->notes[i]);
    for (size_t k = 0; k < section->n_parts; k++) add_part(out, d, &section->parts[k], drawn, n);
    rap_text_puts(out, "</section>\n");
}

/* -------------------------------------------------------------------- findings */

static void add_tally(rap_text *out, const rap_table *claims)
{
    size_t verdict = rap_table_find(claims, "verdict"), reading = rap_table_find(claims, "reading");
    size_t counts[RAP_VERDICT_END] = {0}, all = 0;
    for (size_t r = 0; r < rap_table_rows(claims); r++) {
        if (strcmp(rap_table_cell(claims, r, reading).text, "as stated") != 0) continue;
        for (int v = 0; v < RAP_VERDICT_END; v++)
            counts[v] += strcmp(rap_table_cell(claims, r, verdict).text, rap_verdict_text((rap_verdict)v)) == 0;
        all++;
    }
    rap_text_printf(out, "<li>Of %zu <a href=\"#claims\">claim%s</a>, as stated,", all, all == 1 ? "" : "s");
    for (int v = 0, said = 0; v < RAP_VERDICT_END; v++)
        if (counts[v]) rap_text_printf(out, "%s %zu %s %s", said++ ? "," : "", counts[v], counts[v] == 1 ? "is" : "are",
                                       rap_verdict_text((rap_verdict)v));
    rap_text_puts(out, ".</li>\n");
}

static void add_findings(rap_text *out, const rap_document *d)
{
    if (!d->n_findings && !d->claims) return;
    rap_text_puts(out, "<section id=\"findings\" class=\"findings\">\n<h2>Key findings</h2>\n<ul>\n");
    for (size_t i = 0; i < d->n_findings; i++) {
        rap_text_puts(out, "<li>");
        rap_html_text(out, d->findings[i].sentence);
        rap_text_printf(out, " <a class=\"from\" href=\"#ask-%zu\">[%zu]</a></li>\n", d->findings[i].ask + 1, d->findings[i].ask + 1);
    }
    if (d->claims) add_tally(out, d->claims);
    rap_text_puts(out, "</ul>\n</section>\n");
}

static void add_contents(rap_text *out, const rap_document *d)
{
    rap_text_puts(out, "<nav aria-label=\"Contents\">\n<ol>\n");
    for (size_t s = 0; s < d->n_sections; s++) {
        rap_text_printf(out, "<li><a href=\"#section-%zu\">", s + 1);
        rap_html_text(out, d->sections[s].title);
        rap_text_puts(out, "</a></li>\n");
    }
    if (d->claims) rap_text_puts(out, "<li><a href=\"#claims\">Claims</a></li>\n");
    rap_text_puts(out, "<li><a href=\"#methods\">Methods</a></li>\n<li><a href=\"#definitions\">Definitions</a></li>\n"
                       "<li><a href=\"#coverage\">Coverage</a></li>\n<li><a href=\"#sources\">Sources and how to cite</a></li>\n</ol>\n</nav>\n");
}

/* ------------------------------------------------------------------------- file */

static void add_head(rap_text *out, const rap_document *d, const rap_html_assets *assets)
{
    rap_text_puts(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; ");
    if (assets->script.length)
        rap_text_printf(out, "script-src '%.*s'; ", (int)assets->script_hash.length, assets->script_hash.data);
    rap_text_puts(out, "base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    rap_text_printf(out, "<meta name=\"generator\" content=\"rapport %s\">\n", rap_version());
    add_element(out, "title", d->title);
    rap_text_puts(out, "<style>\n");
    rap_text_add(out, assets->style.data, assets->style.length);
    rap_text_puts(out, "</style>\n</head>\n<body>\n");
}

static void add_title(rap_text *out, const rap_document *d)
{
    rap_text_puts(out, "<header>\n");
    add_element(out, "h1", d->title);
    rap_text_puts(out, "<p class=\"about\">");
    for (size_t i = 0; i < d->n_cubes; i++) {
        rap_text_puts(out, i ? ", " : "From ");
        rap_html_text(out, d->cubes[i].name);
        rap_text_printf(out, " (%s)", d->cubes[i].identity);
    }
    rap_text_printf(out, ", by rapport %s. Every number is computed from these data; every statement about them is made from such numbers.</p>\n",
                    rap_version());
    for (size_t i = 0; i < d->n_notes; i++) add_element(out, "p", d->notes[i]);
    rap_text_puts(out, "</header>\n");
}

rap_status rap_html_write(const rap_document *d, const rap_html_assets *assets, rap_text *out, rap_error *err)
{
    numbering n = {0};
    bool drawn = assets->script.length > 0;
    add_head(out, d, assets);
    add_title(out, d);
    rap_text_puts(out, "<main>\n");
    add_findings(out, d);
    add_contents(out, d);
    for (size_t s = 0; s < d->n_sections; s++) add_section(out, d, s, drawn, &n);
    if (d->claims) rap_html_claims(out, d);
    rap_html_grounds(out, d);
    rap_text_puts(out, "</main>\n");
    if (drawn) {
        rap_text_puts(out, "<script type=\"application/json\" id=\"data\">");
        rap_html_data(out, d);
        rap_text_puts(out, "</script>\n<script>");
        rap_text_add(out, assets->script.data, assets->script.length);
        rap_text_puts(out, "</script>\n");
    }
    rap_text_puts(out, "</body>\n</html>\n");
    return out->failed ? rap_fail_memory(err) : RAP_OK;
}
