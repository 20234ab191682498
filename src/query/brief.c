// SPDX-License-Identifier: Apache-2.0
#include "query/brief.h"

#include <string.h>

#include "base/alloc.h"
#include "query/heads.h"
#include "query/plan.h"

typedef struct columns {
    size_t section, title, year, of, measure, value, low, high, unit, missing, question, cube;
} columns;

typedef struct briefing {
    const rap_catalog *catalog;
    const rap_named_cube *cubes;
    size_t n_cubes;
    const char *x, *y;               /* codes */
    rap_technology technology;
    rap_table *table;
    columns at;
    bool failed;                     /* memory was short for a text */
    rap_keep keep;                   /* options as they were asked */
    rap_error *err;
} briefing;

/* One question being put. */
typedef struct asking_line {
    const rap_brief_line *line;
    const rap_named_cube *cube;      /* NULL = none */
    const char *code;                /* for {code} */
    const char *title;               /* of the line, with the countries' codes */
    size_t n;
    rap_option options[8];
} asking_line;

static columns add_columns(rap_table *t)
{
    columns c;
    c.section = rap_table_add(t, "section", "Section", "", "", RAP_COLUMN_TEXT, 0);
    c.title = rap_table_add(t, "line", "What", "", "", RAP_COLUMN_TEXT, 0);
    c.year = rap_table_add(t, "year", "Year", "", "", RAP_COLUMN_TEXT, 0);
    c.of = rap_table_add(t, "of", "Of", "", "", RAP_COLUMN_TEXT, 0);
    c.measure = rap_table_add(t, "measure", "Measure", "", "", RAP_COLUMN_TEXT, 0);
    c.value = rap_table_add(t, "value", "Value", "", "", RAP_COLUMN_REAL, -1);
    c.low = rap_table_add(t, "low", "low", "", "", RAP_COLUMN_REAL, -1);
    c.high = rap_table_add(t, "high", "high", "", "", RAP_COLUMN_REAL, -1);
    c.unit = rap_table_add(t, "unit", "Unit", "", "", RAP_COLUMN_TEXT, 0);
    c.missing = rap_table_add(t, "missing", "Missing", "", "", RAP_COLUMN_TEXT, 0);
    c.question = rap_table_add(t, "question", "Question", "", "", RAP_COLUMN_TEXT, 0);
    c.cube = rap_table_add(t, "cube", "Cube", "", "", RAP_COLUMN_TEXT, 0);
    rap_table_detail(t, c.question);
    rap_table_detail(t, c.cube);
    return c;
}

/* --------------------------------------------------------------- the question */

static void add_years(const rap_cube *cube, int back, rap_text *out)
{
    int first = 0, last = 0;
    if (cube) rap_cube_years(cube, &first, &last);
    while (cube && last > first && rap_is_provisional(cube, last)) last--;
    if (last - back > first) first = last - back;
    if (back == 0) rap_text_printf(out, "%d", last);
    else rap_text_printf(out, "%d-%d", first, last);
}

/* What stands for {name}; false where the technology has no such name. */
static bool add_value(const briefing *b, const asking_line *a, rap_span name, rap_text *out)
{
    const rap_technology *t = &b->technology;
    const rap_cube *cube = a->cube ? a->cube->cube : NULL;
    const struct {
        const char *name, *text;
    } texts[] = {{"x", b->x}, {"y", b->y}, {"area", t->area}, {"topics", t->topics}, {"code", a->code}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (rap_span_is(name, texts[i].name)) {
            rap_text_puts(out, texts[i].text ? texts[i].text : "");
            return texts[i].text != NULL;
        }
    add_years(cube, rap_span_is(name, "five") ? 4 : rap_span_is(name, "three") ? 2 : 0, out);
    return true;
}

/* "{area}" -> batteries. False where a name is not there. */
static bool expand(const briefing *b, const asking_line *a, const char *pattern, rap_text *out)
{
    bool there = true;
    for (const char *at = pattern; *at; at++) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;
        if (!end) {
            rap_text_add(out, at, 1);
            continue;
        }
        there = add_value(b, a, (rap_span){at + 1, (size_t)(end - at) - 1}, out) && there;
        at = end;
    }
    return there;
}

static rap_status begin_line(briefing *b, asking_line *a)
{
    rap_text title = {0};
    (void)expand(b, a, a->line->title, &title);
    a->title = title.failed ? NULL : rap_keep_text(&b->keep, rap_span_of(rap_text_get(&title)));
    rap_text_release(&title);
    return a->title ? RAP_OK : rap_fail_memory(b->err);
}

static rap_status make_options(briefing *b, asking_line *a, bool *there)
{
    *there = true;
    for (size_t i = 0; a->line->options[i]; i++) {
        const char *pattern = a->line->options[i], *equals = strchr(pattern, '=');
        rap_text value = {0};
        *there = expand(b, a, equals + 1, &value) && *there;
        a->options[i].name = rap_keep_text(&b->keep, (rap_span){pattern, (size_t)(equals - pattern)});
        a->options[i].value = rap_keep_text(&b->keep, rap_span_of(rap_text_get(&value)));
        bool failed = value.failed || !a->options[i].name || !a->options[i].value;
        rap_text_release(&value);
        if (failed) return rap_fail_memory(b->err);
        a->n = i + 1;
    }
    return RAP_OK;
}

/* The command line that gives the answer again. */
static void add_command(const asking_line *a, rap_text *out)
{
    const rap_question *question = rap_question_find(rap_span_of(a->line->question));
    rap_text_printf(out, "rapport %s", a->line->question);
    for (size_t i = 0; i < a->n; i++) {
        bool positional = false;
        for (size_t k = 0; question->positionals[k]; k++) positional = positional || strcmp(question->positionals[k], a->options[i].name) == 0;
        if (positional) rap_text_puts(out, " ");
        else rap_text_printf(out, " --%s ", a->options[i].name);
        rap_text_word(out, a->options[i].value);
    }
    if (a->cube) rap_text_printf(out, " -c %s.rap", a->cube->name);
}

/* --------------------------------------------------------------------- rows */

/* Sets a text cell from a text that is then released; one that could not be put together is remembered. */
static void put_text(briefing *b, size_t column, rap_text *text)
{
    b->failed = b->failed || text->failed;
    rap_table_text(b->table, column, rap_text_get(text));
    rap_text_release(text);
}

static void begin_row(briefing *b, const asking_line *a)
{
    rap_table *t = b->table;
    rap_text command = {0};
    rap_table_begin(t);
    rap_table_text(t, b->at.section, a->line->section);
    rap_table_text(t, b->at.title, a->title);
    if (a->n) add_command(a, &command);
    put_text(b, b->at.question, &command);
    if (a->cube) rap_table_text(t, b->at.cube, rap_cube_identity(a->cube->cube));
}

static void put_missing(briefing *b, const asking_line *a, const char *why)
{
    begin_row(b, a);
    rap_table_text(b->table, b->at.missing, why);
}

static void add_cell(rap_text *out, const rap_table *answer, size_t row, size_t column)
{
    rap_cell cell = rap_table_cell(answer, row, column);
    if (cell.reason) return;
    if (rap_table_column(answer, column).type == RAP_COLUMN_TEXT) rap_text_puts(out, cell.text);
    else rap_text_printf(out, "%lld", (long long)cell.integer);
}

/* What the row is, from its label columns: "NO, CN". */
static void put_labels(briefing *b, const asking_line *a, const rap_table *answer, size_t row)
{
    rap_span rest = rap_span_of(a->line->labels), name;
    rap_text of = {0}, year = {0};
    while (rap_span_next(&rest, ',', &name)) {
        char column[64];
        rap_text part = {0};
        (void)snprintf(column, sizeof column, "%.*s", (int)name.length, name.data);
        size_t at = rap_table_find(answer, column);
        if (at != SIZE_MAX) add_cell(&part, answer, row, at);
        if (part.length || part.failed) rap_text_printf(&of, "%s%s", of.length ? ", " : "", rap_text_get(&part));
        b->failed = b->failed || part.failed;
        rap_text_release(&part);
    }
    size_t at = rap_table_find(answer, "year");
    if (at != SIZE_MAX) add_cell(&year, answer, row, at);
    put_text(b, b->at.of, &of);
    put_text(b, b->at.year, &year);
}

static bool number_at(const rap_table *answer, size_t row, size_t column, double *out)
{
    if (column == SIZE_MAX || rap_table_column(answer, column).type == RAP_COLUMN_TEXT) return false;
    rap_cell cell = rap_table_cell(answer, row, column);
    *out = rap_table_column(answer, column).type == RAP_COLUMN_INTEGER ? (double)cell.integer : cell.real;
    return !cell.reason;
}

static size_t find_suffixed(const rap_table *answer, const char *column, const char *suffix)
{
    char name[80];
    (void)snprintf(name, sizeof name, "%s%s", column, suffix);
    return rap_table_find(answer, name);
}

/* A number that is not defined is left out where the row has others. Returns whether there was one. */
static bool put_number(briefing *b, const asking_line *a, const rap_table *answer, size_t row, const char *column)
{
    size_t at = rap_table_find(answer, column);
    double value, low, high;
    if (!number_at(answer, row, at, &value)) return false;
    begin_row(b, a);
    put_labels(b, a, answer, row);
    rap_table_text(b->table, b->at.measure, column);
    rap_table_text(b->table, b->at.unit, rap_table_column(answer, at).unit);
    rap_table_real(b->table, b->at.value, value);
    if (number_at(answer, row, find_suffixed(answer, column, "_low"), &low)) rap_table_real(b->table, b->at.low, low);
    if (number_at(answer, row, find_suffixed(answer, column, "_high"), &high)) rap_table_real(b->table, b->at.high, high);
    return true;
}

/* Returns whether there was a number at all. */
static bool put_answer(briefing *b, const asking_line *a, const rap_table *answer)
{
    bool any = false;
    for (size_t row = 0; row < rap_table_rows(answer); row++) {
        rap_span rest = rap_span_of(a->line->columns), name;
        while (rap_span_next(&rest, ',', &name)) {
            char column[64];
            (void)snprintf(column, sizeof column, "%.*s", (int)name.length, name.data);
            any = put_number(b, a, answer, row, column) || any;
        }
    }
    return any;
}

/* -------------------------------------------------------------------- asking */

/* What has no answer gets a row that says why, or (of many codes) its code goes to `silent`. */
static rap_status ask_one(briefing *b, const rap_brief_line *line, const rap_named_cube *cube, const char *code, rap_text *silent)
{
    asking_line a = {.line = line, .cube = cube, .code = code};
    rap_error why = {0};
    rap_table *answer = NULL;
    bool there;
    RAP_TRY(begin_line(b, &a));
    RAP_TRY(make_options(b, &a, &there));
    if (!there) {
        put_missing(b, &a, "technologies.tsv has no name of this sort for the technology");
        return RAP_OK;
    }
    rap_status status = rap_ask(b->catalog, cube ? cube->cube : NULL, line->question, a.options, a.n, &answer, &why);
    bool open = status == RAP_E_USAGE || status == RAP_E_UNSUPPORTED || status == RAP_E_NOT_FOUND;
    if (status != RAP_OK && !open) return rap_fail(b->err, status, "%s: %.300s", line->question, why.text);
    bool any = status == RAP_OK && put_answer(b, &a, answer);
    if (!any && silent) rap_text_printf(silent, "%s%s", silent->length ? ", " : "", code);
    else if (!any) put_missing(b, &a, open ? why.text : "the answer has no number: not reported, or not defined");
    rap_table_free(answer);
    return RAP_OK;
}

static bool uses_codes(const rap_brief_line *line)
{
    for (size_t i = 0; line->options[i]; i++)
        if (strstr(line->options[i], "{code}")) return true;
    return false;
}

static rap_status ask_line(briefing *b, const rap_brief_line *line, const rap_named_cube *cube)
{
    if (!uses_codes(line)) return ask_one(b, line, cube, NULL, NULL);
    asking_line rest = {.line = line, .cube = cube};
    rap_text silent = {0}, why = {0};
    rap_status status = begin_line(b, &rest);
    for (size_t i = 0; status == RAP_OK && i < b->technology.n_codes; i++)
        status = ask_one(b, line, cube, b->technology.codes[i], &silent);
    rap_text_printf(&why, "nothing is reported of HS %s", rap_text_get(&silent));
    if (status == RAP_OK && (silent.failed || why.failed)) status = rap_fail_memory(b->err);
    if (status == RAP_OK && silent.length) put_missing(b, &rest, rap_text_get(&why));
    if (status == RAP_OK && !b->technology.n_codes) put_missing(b, &rest, "technologies.tsv has no HS codes of the technology");
    rap_text_release(&silent);
    rap_text_release(&why);
    return status;
}

static rap_status put_line(briefing *b, const rap_brief_line *line)
{
    bool asked = false;
    char why[120];
    if (!line->domain && b->technology.chain) return ask_line(b, line, NULL);
    for (size_t i = 0; line->domain && i < b->n_cubes; i++) {
        if (strcmp(b->cubes[i].cube->schema.domain, line->domain) != 0) continue;
        RAP_TRY(ask_line(b, line, &b->cubes[i]));
        asked = true;
    }
    if (asked) return RAP_OK;
    (void)snprintf(why, sizeof why, line->domain ? "no cube of %s was given (-c)" : "no chain is known that makes it", line->domain);
    asking_line a = {.line = line};
    RAP_TRY(begin_line(b, &a));
    put_missing(b, &a, why);
    return RAP_OK;
}

static rap_status find_country(const rap_catalog *catalog, const char *text, const char **out, rap_error *err)
{
    const rap_country *country = rap_catalog_country(catalog, rap_span_of(text));
    if (!country) return rap_fail(err, RAP_E_NOT_FOUND, "brief: no country is called '%.60s'", text);
    *out = country->code;
    return RAP_OK;
}

static void add_receipt(const briefing *b)
{
    rap_table_add_receipt(b->table, "program", "rapport %s", rap_version());
    rap_table_add_receipt(b->table, "question", "rapport brief %s %s --technology %s", b->x, b->y, b->technology.name);
    for (size_t i = 0; i < b->n_cubes; i++)
        rap_table_add_receipt(b->table, "cube", "%s %s (%s)", rap_cube_identity(b->cubes[i].cube), b->cubes[i].name,
                              b->cubes[i].cube->schema.domain);
    rap_table_add_receipt(b->table, "rows", "each has its own question, which gives it again with its definitions, denominators, "
                          "coverage and sources: --detail shows it");
    rap_table_add_note(b->table, "Numbers of different lines have different definitions and years: they do not add.");
}

static rap_status fill(briefing *b)
{
    char title[160];
    (void)snprintf(title, sizeof title, "%s: %s and %s", b->technology.title, b->x, b->y);
    b->table = rap_table_new(title);
    b->at = add_columns(b->table);
    const rap_brief_line *line;
    for (size_t i = 0; (line = rap_brief_line_at(i)); i++) RAP_TRY(put_line(b, line));
    add_receipt(b);
    return RAP_OK;
}

rap_status rap_brief(const rap_catalog *catalog, const rap_named_cube *cubes, size_t n_cubes, const rap_brief_request *request,
                     rap_table **out, rap_error *err)
{
    briefing b = {.catalog = catalog, .cubes = cubes, .n_cubes = n_cubes, .err = err};
    RAP_TRY(find_country(catalog, request->x, &b.x, err));
    RAP_TRY(find_country(catalog, request->y, &b.y, err));
    if (strcmp(b.x, b.y) == 0) return rap_fail(err, RAP_E_USAGE, "brief: two countries, and %s is one", b.x);
    RAP_TRY(rap_technology_open(catalog, request->technology, &b.technology, err));
    rap_status status = fill(&b);
    if (status == RAP_OK && b.failed) status = rap_fail_memory(err);
    rap_keep_release(&b.keep);
    rap_technology_close(&b.technology);
    if (status == RAP_OK) return rap_table_finish(b.table, out, err);
    rap_table_free(b.table);
    return status;
}
