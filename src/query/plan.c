// SPDX-License-Identifier: Apache-2.0
/*
 * plan - reads a plan line by line. A table says for each keyword where it may stand and which function takes its rest.
 */
#include "query/plan.h"

#include <ctype.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "query/plan_section.h"

enum { LINE_MAX_BYTES = 8192, FILE_MAX_BYTES = 1 << 24 };

typedef struct reader {
    rap_plan *plan;
    rap_plan_claim *claim;      /* the one being read; NULL before the first, and in a section */
    rap_plan_section *section;  /* the one being read */
    rap_plan_reading *reading;
    uint64_t line;
    rap_error *err;
} reader;

static rap_status wrong(const reader *r, const char *message)
{
    return rap_fail_line(r->err, RAP_E_FORMAT, r->line, "%s", message);
}

static rap_status keep_text(const reader *r, rap_span text, const char **out)
{
    *out = rap_keep_text(&r->plan->keep, text);
    return *out ? RAP_OK : rap_fail_memory(r->err);
}

static rap_status add_text(const reader *r, rap_span text, const char ***list, size_t *n)
{
    if (!rap_keep_more(&r->plan->keep, list, *n, sizeof **list)) return rap_fail_memory(r->err);
    RAP_TRY(keep_text(r, text, &(*list)[*n]));
    ++*n;
    return RAP_OK;
}

static bool is_name(rap_span name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!isalnum((unsigned char)name.data[i]) && name.data[i] != '_' && name.data[i] != '-') return false;
    return name.length > 0 && isalpha((unsigned char)name.data[0]);
}

/* ------------------------------------------------------- title, source, notes */

static rap_status read_title(reader *r, rap_span rest)
{
    if (*r->plan->title) return wrong(r, "a second title");
    return keep_text(r, rest, &r->plan->title);
}

static rap_status read_source(reader *r, rap_span rest)
{
    const char **source = r->claim ? &r->claim->source : &r->plan->source;
    if (**source) return wrong(r, "a second source: put both on one line");
    return keep_text(r, rest, source);
}

static rap_status read_note(reader *r, rap_span rest)
{
    if (r->section) return add_text(r, rest, &r->section->notes, &r->section->n_notes);
    return r->claim ? add_text(r, rest, &r->claim->notes, &r->claim->n_notes)
                    : add_text(r, rest, &r->plan->notes, &r->plan->n_notes);
}

/* "cube capacity GWh by owner and place": asks that say cube=capacity go to the cube of this name. */
static rap_status read_cube(reader *r, rap_span rest)
{
    rap_plan *plan = r->plan;
    rap_plan_cube cube;
    rap_span what = rest, name;
    (void)rap_span_next(&what, ' ', &name);
    what = rap_span_trim(what);
    if (!is_name(name)) return wrong(r, "the name of a cube has letters, digits, _ and -, and begins with a letter");
    if (!what.length) return wrong(r, "expected a name and what the cube holds, as: cube trade exports by country and code");
    for (size_t i = 0; i < plan->n_cubes; i++)
        if (rap_span_is(name, plan->cubes[i].name)) return wrong(r, "a second cube of this name");
    RAP_TRY(keep_text(r, name, &cube.name));
    RAP_TRY(keep_text(r, what, &cube.what));
    if (!rap_keep_more(&plan->keep, &plan->cubes, plan->n_cubes, sizeof *plan->cubes)) return rap_fail_memory(r->err);
    plan->cubes[plan->n_cubes++] = cube;
    return RAP_OK;
}

/* "2023", "2023-01", "2023-01-31". */
static bool is_date(rap_span text)
{
    static const uint64_t most[] = {9999, 12, 31};
    static const size_t digits[] = {4, 2, 2};
    rap_span part;
    size_t n = 0;
    for (uint64_t number; rap_span_next(&text, '-', &part); n++)
        if (n == 3 || part.length != digits[n] || !rap_parse_u64(part, most[n], &number) || number == 0) return false;
    return n > 0;
}

static rap_status read_event(reader *r, rap_span rest)
{
    rap_plan_claim *claim = r->claim;
    rap_plan_event event;
    rap_span what = rest, date;
    (void)rap_span_next(&what, ' ', &date);
    what = rap_span_trim(what);
    if (!is_date(date) || !what.length) return wrong(r, "expected a date and what happened, as: event 2023-01-01 an exemption ends");
    RAP_TRY(keep_text(r, date, &event.date));
    RAP_TRY(keep_text(r, what, &event.what));
    if (!rap_keep_more(&r->plan->keep, &claim->events, claim->n_events, sizeof *claim->events)) return rap_fail_memory(r->err);
    size_t at = claim->n_events++; /* dates of this form sort as texts */
    for (; at > 0 && strcmp(claim->events[at - 1].date, event.date) > 0; at--) claim->events[at] = claim->events[at - 1];
    claim->events[at] = event;
    return RAP_OK;
}

static rap_status read_needs(reader *r, rap_span rest)
{
    return add_text(r, rest, &r->reading->needs, &r->reading->n_needs);
}

/* For tests of the plan itself: a world and the verdict it must give, maybe of a reading. Held to that form and no more. */
static rap_status read_fixture(reader *r, rap_span rest)
{
    rap_words words;
    RAP_TRY(rap_words_read(&r->plan->keep, rest, r->line, &words, r->err));
    for (int v = 0; v < RAP_VERDICT_END; v++)
        if (rap_words_is(&words, 1, rap_verdict_text((rap_verdict)v))) return RAP_OK;
    return wrong(r, "expected a file and a verdict (supported, contradicted, undecidable or ill-posed)");
}

/* -------------------------------------------------------------------- claims */

/* "R1", "G12": letters in upper case, then digits. */
static bool is_id(rap_span word)
{
    size_t i = 0, letters;
    while (i < word.length && isupper((unsigned char)word.data[i])) i++;
    letters = i;
    while (i < word.length && isdigit((unsigned char)word.data[i])) i++;
    return letters > 0 && letters < i && i == word.length;
}

static rap_status check_claim(const reader *r)
{
    if (!r->claim) return RAP_OK;
    bool expects = false;
    for (size_t i = 0; i < r->claim->readings[0].n_expects; i++)
        expects = expects || r->claim->readings[0].expects[i].form != RAP_FORM_SHOW;
    if (expects || r->claim->readings[0].n_needs) return RAP_OK;
    return rap_fail_line(r->err, RAP_E_FORMAT, r->claim->line, "claim %s expects nothing: add an 'expect' or a 'needs' line",
                         r->claim->id);
}

static rap_status add_reading(reader *r, const char *name)
{
    rap_plan_claim *claim = r->claim;
    if (!rap_keep_more(&r->plan->keep, &claim->readings, claim->n_readings, sizeof *claim->readings))
        return rap_fail_memory(r->err);
    r->reading = &claim->readings[claim->n_readings++];
    *r->reading = (rap_plan_reading){.line = r->line, .name = name};
    return RAP_OK;
}

static rap_status name_claim(const reader *r, rap_span *rest, rap_plan_claim *claim)
{
    rap_span after = *rest, word;
    char number[24];
    if (rap_span_next(&after, ' ', &word) && is_id(word)) {
        RAP_TRY(keep_text(r, word, &claim->id));
        *rest = rap_span_trim(after);
        if (!rest->length) return wrong(r, "the claim says nothing");
    } else {
        (void)snprintf(number, sizeof number, "%zu", r->plan->n_claims + 1);
        RAP_TRY(keep_text(r, rap_span_of(number), &claim->id));
    }
    for (size_t i = 0; i < r->plan->n_claims; i++)
        if (strcmp(r->plan->claims[i].id, claim->id) == 0)
            return rap_fail_line(r->err, RAP_E_FORMAT, r->line, "claim %s is already in line %llu", claim->id,
                                 (unsigned long long)r->plan->claims[i].line);
    return RAP_OK;
}

static rap_status read_claim(reader *r, rap_span rest)
{
    rap_plan *plan = r->plan;
    rap_plan_claim claim = {.line = r->line, .source = ""};
    RAP_TRY(check_claim(r));
    RAP_TRY(name_claim(r, &rest, &claim));
    RAP_TRY(keep_text(r, rest, &claim.statement));
    if (!rap_keep_more(&plan->keep, &plan->claims, plan->n_claims, sizeof *plan->claims)) return rap_fail_memory(r->err);
    r->claim = &plan->claims[plan->n_claims++];
    *r->claim = claim;
    r->section = NULL;
    return add_reading(r, "");
}

/* ---------------------------------------------------------------------- asks */

static const rap_plan_ask *find_ask(const rap_plan_reading *reading, const char *name)
{
    for (size_t i = 0; i < reading->n_asks; i++)
        if (strcmp(reading->asks[i].name, name) == 0) return &reading->asks[i];
    return NULL;
}

static rap_status add_options(const reader *r, const rap_words *words, size_t first, rap_option **options, size_t *n)
{
    for (size_t i = first; i < words->n; i++) {
        if (words->at[i].bracketed) return wrong(r, "expected option=value, found '['");
        if (!rap_keep_more(&r->plan->keep, options, *n, sizeof **options)) return rap_fail_memory(r->err);
        RAP_TRY(rap_word_option(&r->plan->keep, &words->at[i], &(*options)[*n], r->err));
        if (!*(*options)[*n].name) return wrong(r, "expected option=value, found '='");
        ++*n;
    }
    return RAP_OK;
}

/* Takes "name:" from the start, where it is there. */
static rap_status take_name(const reader *r, rap_span *rest, const char **out)
{
    rap_span after = *rest, name;
    *out = "";
    size_t length = 0;
    while (length < rest->length && !strchr(" \t:", rest->data[length])) length++;
    if (length == rest->length || rest->data[length] != ':') return RAP_OK;
    (void)rap_span_next(&after, ':', &name);
    if (!is_name(name)) return wrong(r, "the name of an ask has letters, digits, _ and -, and begins with a letter");
    *rest = rap_span_trim(after);
    return keep_text(r, name, out);
}

static rap_status read_ask(reader *r, rap_span rest)
{
    rap_plan_ask ask = {.line = r->line};
    rap_words words;
    RAP_TRY(take_name(r, &rest, &ask.name));
    RAP_TRY(keep_text(r, rest, &ask.text));
    RAP_TRY(rap_words_read(&r->plan->keep, rest, r->line, &words, r->err));
    if (words.n == 0 || words.at[0].bracketed || strchr(words.at[0].text, '='))
        return wrong(r, "expected a question, as: ask partners NO years=2011-2022");
    ask.question = words.at[0].text;
    RAP_TRY(add_options(r, &words, 1, &ask.options, &ask.n_options));
    if (find_ask(r->reading, ask.name))
        return wrong(r, *ask.name ? "a second ask of this name" : "a second ask without a name: name them, as 'ask us: pair CN US'");
    rap_plan_reading *reading = r->reading;
    if (!rap_keep_more(&r->plan->keep, &reading->asks, reading->n_asks, sizeof *reading->asks)) return rap_fail_memory(r->err);
    reading->asks[reading->n_asks++] = ask;
    return RAP_OK;
}

/* -------------------------------------------------------------------- expects */

/* The ask that a term means: by name, else the unnamed one, else the only one. Asks stand before what is expected of them. */
static rap_status resolve(const reader *r, rap_term *term)
{
    if (term->over) RAP_TRY(resolve(r, term->over));
    const rap_plan_reading *own = &r->claim->readings[0], *here = r->reading;
    if (term->is_number || !term->column) return RAP_OK;
    if (find_ask(here, term->ask) || find_ask(own, term->ask)) return RAP_OK;
    if (*term->ask)
        return rap_fail_line(r->err, RAP_E_FORMAT, r->line, "no ask above is called '%.60s'", term->ask);
    const rap_plan_reading *only = here->n_asks ? here : own;
    if (only->n_asks != 1)
        return wrong(r, only->n_asks ? "which ask? write its name before the column, as us.works"
                                     : "nothing was asked yet: put an 'ask' line above");
    term->ask = only->asks[0].name;
    return RAP_OK;
}

static rap_status add_expect(reader *r, rap_span rest, bool show)
{
    rap_expect expect;
    RAP_TRY(rap_expect_read(&r->plan->keep, rest, r->line, show, &expect, r->err));
    RAP_TRY(resolve(r, &expect.left));
    RAP_TRY(resolve(r, &expect.right));
    rap_plan_reading *reading = r->reading;
    if (!rap_keep_more(&r->plan->keep, &reading->expects, reading->n_expects, sizeof *reading->expects))
        return rap_fail_memory(r->err);
    reading->expects[reading->n_expects++] = expect;
    return RAP_OK;
}

static rap_status read_expect(reader *r, rap_span rest)
{
    return add_expect(r, rest, false);
}

static rap_status read_show(reader *r, rap_span rest)
{
    return add_expect(r, rest, true);
}

static rap_status read_reading(reader *r, rap_span rest)
{
    rap_span options = rest, name;
    const char *text;
    rap_words words;
    (void)rap_span_next(&options, ':', &name);
    name = rap_span_trim(name);
    if (!options.data || !name.length) return wrong(r, "expected a name and ':', as: reading articles: kind=journal");
    for (size_t i = 1; i < r->claim->n_readings; i++)
        if (rap_span_is(name, r->claim->readings[i].name)) return wrong(r, "a second reading of this name");
    RAP_TRY(keep_text(r, name, &text));
    RAP_TRY(add_reading(r, text));
    RAP_TRY(rap_words_read(&r->plan->keep, options, r->line, &words, r->err));
    return add_options(r, &words, 0, &r->reading->options, &r->reading->n_options);
}

/* ------------------------------------------------------------------- sections */

static rap_status read_section(reader *r, rap_span rest)
{
    rap_plan *plan = r->plan;
    rap_plan_section section = {.asked = {.line = r->line, .name = ""}};
    RAP_TRY(check_claim(r));
    RAP_TRY(keep_text(r, rest, &section.title));
    if (!rap_keep_more(&plan->keep, &plan->sections, plan->n_sections, sizeof *plan->sections)) return rap_fail_memory(r->err);
    r->section = &plan->sections[plan->n_sections++];
    *r->section = section;
    r->claim = NULL;
    r->reading = &r->section->asked;
    return RAP_OK;
}

static rap_status read_finding(reader *r, rap_span rest)
{
    return rap_section_finding(&r->plan->keep, r->section, rest, r->line, r->err);
}

static rap_status read_table(reader *r, rap_span rest)
{
    return rap_section_table(&r->plan->keep, r->section, rest, r->line, r->err);
}

static rap_status read_figure(reader *r, rap_span rest)
{
    return rap_section_figure(&r->plan->keep, r->section, rest, r->line, r->err);
}

/* ---------------------------------------------------------------------- lines */

static const struct {
    const char *keyword;
    bool head;    /* may stand before the first claim and section */
    bool claim;   /* may stand in a claim */
    bool section; /* may stand in a section */
    rap_status (*read)(reader *r, rap_span rest);
} lines[] = {
    {"title", true, false, false, read_title},    {"cube", true, false, false, read_cube},
    {"source", true, true, false, read_source},   {"note", true, true, true, read_note},
    {"claim", true, true, true, read_claim},      {"ask", false, true, true, read_ask},
    {"expect", false, true, false, read_expect},  {"show", false, true, false, read_show},
    {"reading", false, true, false, read_reading}, {"needs", false, true, false, read_needs},
    {"event", false, true, false, read_event},    {"fixture", false, true, false, read_fixture},
    {"section", true, true, true, read_section},  {"finding", false, false, true, read_finding},
    {"figure", false, false, true, read_figure},  {"table", false, false, true, read_table},
};

enum { N_LINES = sizeof lines / sizeof *lines };

static rap_status misplaced(const reader *r, bool head, bool claim)
{
    if (head) return wrong(r, r->claim ? "this stands before the first claim" : "this stands before the first section");
    return wrong(r, claim ? "this belongs to a claim: begin with 'claim'" : "this belongs to a section: begin with 'section'");
}

static rap_status read_line(reader *r, rap_span line)
{
    if (line.length > LINE_MAX_BYTES) return wrong(r, "a line of more than 8192 bytes");
    if ((line.length && memchr(line.data, 0, line.length)) || rap_utf8_valid(line.data, line.length) < line.length)
        return wrong(r, "expected text in UTF-8");
    line = rap_span_trim(line);
    if (!line.length || *line.data == '#') return RAP_OK;
    size_t length = 0;
    while (length < line.length && !strchr(" \t\r", line.data[length])) length++;
    rap_span keyword = {line.data, length}, rest = rap_span_trim((rap_span){line.data + length, line.length - length});
    size_t i = 0;
    while (i < N_LINES && !rap_span_is(keyword, lines[i].keyword)) i++;
    if (i == N_LINES)
        return rap_fail_line(r->err, RAP_E_FORMAT, r->line,
                             "expected title, cube, claim, source, ask, expect, show, reading, needs, event, note, fixture, or "
                             "section, finding, figure, table, found '%.*s'",
                             length < 40 ? (int)length : 40, line.data);
    if (!(r->claim ? lines[i].claim : r->section ? lines[i].section : lines[i].head)) return misplaced(r, lines[i].head, lines[i].claim);
    if (!rest.length) return rap_fail_line(r->err, RAP_E_FORMAT, r->line, "'%s' says nothing", lines[i].keyword);
    return lines[i].read(r, rest);
}

static rap_status read_lines(reader *r, rap_span text)
{
    rap_span line;
    if (text.length >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0) text = (rap_span){text.data + 3, text.length - 3};
    while (rap_span_next(&text, '\n', &line)) {
        r->line++;
        RAP_TRY(read_line(r, line));
    }
    RAP_TRY(check_claim(r));
    if (r->plan->n_claims || r->plan->n_sections) return RAP_OK;
    return rap_fail(r->err, RAP_E_FORMAT, "no claim in this plan: expected lines that begin with 'claim'");
}

rap_status rap_plan_read(rap_span text, rap_plan **out, rap_error *err)
{
    rap_plan *plan = rap_alloc(1, sizeof *plan);
    if (!plan) return rap_fail_memory(err);
    plan->path = plan->title = plan->source = "";
    reader r = {.plan = plan, .err = err};
    rap_status status = read_lines(&r, text);
    if (status == RAP_OK)
        *out = plan;
    else
        rap_plan_close(plan);
    return status;
}

rap_status rap_plan_open(const char *path, rap_plan **out, rap_error *err)
{
    rap_text text = {0};
    rap_plan *plan = NULL;
    rap_status status = rap_read_file(path, FILE_MAX_BYTES, &text, err);
    if (status == RAP_OK) status = rap_plan_read((rap_span){rap_text_get(&text), text.length}, &plan, err);
    if (status == RAP_OK && !(plan->path = rap_keep_text(&plan->keep, rap_span_of(path)))) status = rap_fail_memory(err);
    rap_text_release(&text);
    if (status == RAP_OK)
        *out = plan;
    else
        rap_plan_close(plan);
    return status;
}

static const rap_plan_claim *find_claim(const rap_plan *plan, rap_span id)
{
    for (size_t i = 0; i < plan->n_claims; i++)
        if (rap_span_is(id, plan->claims[i].id)) return &plan->claims[i];
    return NULL;
}

static bool is_named(rap_span names, const char *id)
{
    rap_span name;
    while (rap_span_next(&names, ',', &name))
        if (rap_span_is(rap_span_trim(name), id)) return true;
    return false;
}

rap_status rap_plan_select(rap_plan *plan, const char *names, rap_error *err)
{
    rap_span rest = rap_span_of(names), name;
    while (rap_span_next(&rest, ',', &name)) {
        name = rap_span_trim(name);
        if (!find_claim(plan, name))
            return rap_fail(err, RAP_E_NOT_FOUND, "the plan has no claim '%.*s'", name.length < 40 ? (int)name.length : 40, name.data);
    }
    size_t kept = 0;
    for (size_t i = 0; i < plan->n_claims; i++)
        if (is_named(rap_span_of(names), plan->claims[i].id)) plan->claims[kept++] = plan->claims[i];
    plan->n_claims = kept;
    return RAP_OK;
}

void rap_plan_close(rap_plan *plan)
{
    if (!plan) return;
    rap_keep_release(&plan->keep);
    rap_free(plan);
}
