// SPDX-License-Identifier: Apache-2.0
/* html_grounds - what a document rests on: how each answer was made, what its numbers mean, what is not known, sources. */
#include <string.h>

#include "present/html.h"

static void add_pair(rap_text *out, const char *name, const char *value)
{
    if (!value || !*value) return;
    rap_text_puts(out, "<dt>");
    rap_html_text(out, name);
    rap_text_puts(out, "</dt><dd>");
    rap_html_text(out, value);
    rap_text_puts(out, "</dd>\n");
}

static void add_methods(rap_text *out, const rap_document *d)
{
    const char *key, *value;
    rap_text_puts(out, "<section id=\"methods\">\n<h2>Methods</h2>\n<p>Each answer can be had again: the command line that gives it, and how "
                       "it counts.</p>\n");
    for (size_t i = 0; i < d->n_asks; i++) {
        rap_text_printf(out, "<h3 id=\"ask-%zu\">[%zu] <code>", i + 1, i + 1);
        rap_html_text(out, d->asks[i].command);
        rap_text_puts(out, "</code></h3>\n<dl class=\"receipt\">\n");
        add_pair(out, "not answered", d->asks[i].why);
        for (size_t k = 0; d->asks[i].table && rap_table_receipt(d->asks[i].table, k, &key, &value); k++) add_pair(out, key, value);
        rap_text_puts(out, "</dl>\n");
    }
    if (d->claims) {
        rap_text_puts(out, "<h3>Claims</h3>\n<dl class=\"receipt\">\n");
        for (size_t k = 0; rap_table_receipt(d->claims, k, &key, &value); k++)
            if (strcmp(key, "plan") != 0) add_pair(out, key, value); /* as it was typed: where a file stands is no method */
        rap_text_puts(out, "</dl>\n");
    }
    rap_text_puts(out, "</section>\n");
}

/* Whether some answer has a column that this indicator is the meaning of. */
static bool is_used(const rap_document *d, const rap_indicator *indicator)
{
    for (size_t i = 0; i < d->n_asks; i++)
        for (size_t c = 0; d->asks[i].table && c < rap_table_columns(d->asks[i].table); c++) {
            rap_column_info info = rap_table_column(d->asks[i].table, c);
            if (!info.detail && rap_indicator_find(info.indicator) == indicator) return true;
        }
    return false;
}

static bool is_drawn(const rap_document *d, const rap_indicator *indicator)
{
    for (size_t s = 0; s < d->n_sections; s++)
        for (size_t k = 0; k < d->sections[s].n_parts; k++) {
            const char *column = d->sections[s].parts[k].column;
            if (column && rap_indicator_find(column) == indicator) return true;
        }
    return false;
}

static void add_definitions(rap_text *out, const rap_document *d)
{
    const rap_indicator *one;
    rap_text_puts(out, "<section id=\"definitions\">\n<h2>Definitions</h2>\n<dl class=\"definitions\">\n");
    for (size_t i = 0; (one = rap_indicator_at(i)); i++) {
        if (!is_used(d, one) && !is_drawn(d, one)) continue;
        add_pair(out, one->title, one->definition);
        rap_text_puts(out, "<dd class=\"small\">");
        rap_text_puts(out, "<code>");
        rap_html_text(out, one->formula);
        rap_text_puts(out, "</code> ");
        rap_html_text(out, one->source);
        rap_text_puts(out, "</dd>\n");
    }
    rap_text_puts(out, "</dl>\n</section>\n");
}

/* A line that several answers have is said once. */
static bool said_before(const rap_document *d, size_t ask, size_t line, const char *key, const char *value)
{
    const char *other_key, *other;
    for (size_t i = 0; i <= ask; i++)
        for (size_t k = 0; d->asks[i].table && (i < ask || k < line) && rap_table_receipt(d->asks[i].table, k, &other_key, &other); k++)
            if (strcmp(key, other_key) == 0 && strcmp(value, other) == 0) return true;
    return false;
}

static void add_coverage(rap_text *out, const rap_document *d)
{
    const char *key, *value;
    rap_text_puts(out, "<section id=\"coverage\">\n<h2>Coverage</h2>\n<p>What the data do not know, and what shares are shares of.</p>\n"
                       "<dl class=\"receipt\">\n");
    for (size_t i = 0; i < d->n_asks; i++)
        for (size_t k = 0; d->asks[i].table && rap_table_receipt(d->asks[i].table, k, &key, &value); k++)
            if ((strcmp(key, "coverage") == 0 || strcmp(key, "denominators") == 0) && !said_before(d, i, k, key, value))
                add_pair(out, key, value);
    rap_text_puts(out, "</dl>\n</section>\n");
}

/* What a cube says of itself, without the sizes of its parts in the file. */
static void add_cube(rap_text *out, const rap_document_cube *cube)
{
    const rap_table *info = cube->info;
    size_t section = rap_table_find(info, "section"), item = rap_table_find(info, "item"), value = rap_table_find(info, "value");
    rap_text_puts(out, "<h3>");
    rap_html_text(out, cube->name);
    rap_text_puts(out, "</h3>\n<dl class=\"receipt small\">\n");
    for (size_t r = 0; section != SIZE_MAX && item != SIZE_MAX && value != SIZE_MAX && r < rap_table_rows(info); r++) {
        if (strcmp(rap_table_cell(info, r, section).text, "bytes") == 0) continue;
        add_pair(out, rap_table_cell(info, r, item).text, rap_table_cell(info, r, value).text);
    }
    rap_text_puts(out, "</dl>\n");
}

static void add_sources(rap_text *out, const rap_document *d)
{
    rap_text_puts(out, "<section id=\"sources\">\n<h2>Sources</h2>\n");
    for (size_t i = 0; i < d->n_cubes; i++) add_cube(out, &d->cubes[i]);
    rap_text_puts(out, "<h2 id=\"cite\">How to cite</h2>\n<p class=\"cite\">");
    rap_html_text(out, d->title);
    rap_text_puts(out, ". Report of the plan ");
    rap_html_text(out, d->plan);
    rap_text_printf(out, ", made by Rapport %s from ", rap_version());
    for (size_t i = 0; i < d->n_cubes; i++) {
        rap_text_puts(out, i ? ", " : "");
        rap_html_text(out, d->cubes[i].name);
        rap_text_printf(out, " (identity %s)", d->cubes[i].identity);
    }
    rap_text_puts(out, ".</p>\n<p>The same plan, program and identities give the same report. Cite the sources of the data beside it. The program "
                       "is Apache-2.0; the data have the licences of their sources; OpenAlex is CC0 1.0.</p>\n</section>\n");
}

void rap_html_grounds(rap_text *out, const rap_document *d)
{
    add_methods(out, d);
    add_definitions(out, d);
    add_coverage(out, d);
    add_sources(out, d);
}
