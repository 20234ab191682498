// SPDX-License-Identifier: Apache-2.0
/*
 * ask_info - what a cube holds, from its header and one walk over its cells.
 *
 * The table is long: one row a statement. Values are texts, as they are numbers, names and hashes by turns.
 */
#include <stdarg.h>

#include "base/alloc.h"
#include "cube/walk.h"
#include "query/args.h"

typedef struct report {
    rap_table *table;
    const rap_cube *cube;
    size_t section, item, value;
    uint64_t bytes;
} report;

static void say(report *r, const char *section, const char *item, const char *format, ...) RAP_PRINTF(4, 5);

static void say(report *r, const char *section, const char *item, const char *format, ...)
{
    char value[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(value, sizeof value, format, args);
    va_end(args);
    rap_table_begin(r->table);
    rap_table_text(r->table, r->section, section);
    rap_table_text(r->table, r->item, item);
    rap_table_text(r->table, r->value, value);
}

static void say_number(report *r, const char *section, const char *item, uint64_t value)
{
    say(r, section, item, "%llu", (unsigned long long)value);
}

/* ------------------------------------------------------------- what it is */

static void say_measure(report *r, const rap_measure *m, bool table)
{
    if (!table) say(r, "schema", "measure", "%s (%s)", m->name, m->unit);
    else if (m->nature == RAP_MISSING) say(r, "schema", "counted", "facts without an amount of %s", m->name);
    else say(r, "schema", "measure", "%s (%s), %s, %u decimals", m->name, m->unit, rap_nature_name(m->nature), m->decimals);
}

static void say_schema(report *r)
{
    static const char *const forms[] = {
        [RAP_PARTY_SET] = "set: the whole set of countries of a work",
        [RAP_PARTY_PAIR] = "pair: published pair counts only",
        [RAP_PARTY_ORDERED] = "ordered pair",
    };
    const rap_schema *schema = &r->cube->schema;
    say(r, "cube", "identity", "%s", r->cube->identity);
    say(r, "schema", "domain", "%s", schema->domain);
    say(r, "schema", "party", "%s", forms[schema->form]);
    bool table = schema->form == RAP_PARTY_ORDERED;
    if (schema->rule[0]) say(r, "schema", table ? "parties" : "countries of a work", "%s", schema->rule);
    if (schema->filter[0]) say(r, "schema", table ? "mapping" : "left out", "%s", schema->filter);
    rap_text levels = {0};
    for (size_t i = 0; i < RAP_LEVELS; i++)
        if (schema->levels[i][0]) rap_text_printf(&levels, "%s%s", levels.length ? " > " : "", schema->levels[i]);
    say(r, "schema", "subjects", "%s", levels.length ? rap_text_get(&levels) : "none");
    rap_text_release(&levels);
    for (uint32_t i = 0; i < schema->n_measures; i++)
        say_measure(r, &schema->measures[i], table);
    say(r, "schema", "author shares", "%s", schema->shares ? "yes" : "no");
}

static void say_sizes(report *r)
{
    const rap_cube *cube = r->cube;
    int first, last;
    rap_cube_years(cube, &first, &last);
    if (last) say(r, "size", "years", "%d-%d", first, last);
    say_number(r, "size", "cells", cube->n_cells);
    say_number(r, "size", "parties", cube->n_parties);
    say_number(r, "size", "subjects", cube->n_leaves);
    say_number(r, "size", "kinds", cube->n_kinds);
    say_number(r, "size", "names", cube->n_names);
    say_number(r, "size", "affiliation-only ties", cube->n_ties);
}

/* ---------------------------------------------------------------- counting */

typedef struct counts {
    const rap_cube *cube;
    uint64_t works, without_year, without_topic, international, links;
    uint64_t *by_kind, *cells_of_kind;
} counts;

/* Sums of a damaged cube may overflow: they stay at the greatest number. */
static void add(uint64_t *sum, uint64_t more)
{
    if (__builtin_add_overflow(*sum, more, sum)) *sum = UINT64_MAX;
}

static rap_status count_cells(void *arg, const rap_cells *cells, rap_error *err)
{
    (void)err;
    counts *c = arg;
    bool sets = c->cube->schema.form == RAP_PARTY_SET;
    for (size_t i = 0; i < cells->n; i++) {
        uint64_t works = cells->works[i];
        size_t members;
        (void)rap_cube_party(c->cube, cells->party[i], &members);
        if (members >= 2) add(sets ? &c->international : &c->links, works);
        add(&c->works, works);
        add(&c->by_kind[cells->kind[i]], works);
        add(&c->cells_of_kind[cells->kind[i]], 1);
        if (cells->year == 0) add(&c->without_year, works);
        if (c->cube->leaves[cells->leaf[i]] == 0) add(&c->without_topic, works);
    }
    return RAP_OK;
}

static const char *coverage_in_words(rap_span coverage)
{
    static const char *const words[][2] = {
        {"all", "countries of all authorships known"},
        {"some", "countries of some authorships known"},
        {"none", "countries of no authorship known"},
        {"no-authors", "no authorships"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (rap_span_is(coverage, words[i][0])) return words[i][1];
    return "other";
}

/* Kinds are "type;venue;coverage": works by type and coverage, venues added up. Kinds are few: a search each is enough. */
static void say_coverage(report *r, const counts *c)
{
    const rap_cube *cube = r->cube;
    for (uint32_t i = 0; i < cube->n_kinds; i++) {
        rap_span type, venue, coverage, type2, coverage2;
        uint64_t works = 0;
        bool first = true;
        if (!rap_kind_split(rap_span_of(cube->kinds[i]), &type, &venue, &coverage)) continue;
        for (uint32_t j = 0; j < cube->n_kinds; j++) {
            if (!rap_kind_split(rap_span_of(cube->kinds[j]), &type2, &venue, &coverage2)) continue;
            if (rap_span_compare(type, type2) != 0 || rap_span_compare(coverage, coverage2) != 0) continue;
            first = first && j >= i;
            add(&works, c->by_kind[j]);
        }
        char item[160];
        (void)snprintf(item, sizeof item, "%.*s: %s", (int)type.length, type.data, coverage_in_words(coverage));
        if (first) say_number(r, "works by type and coverage", item, works);
    }
}

static void say_counts(report *r, const counts *c)
{
    if (r->cube->schema.form == RAP_PARTY_ORDERED) {
        for (uint32_t i = 0; i < r->cube->n_kinds; i++) say_number(r, "facts by kind", r->cube->kinds[i], c->cells_of_kind[i]);
        return;
    }
    if (r->cube->schema.form != RAP_PARTY_SET) {
        say_number(r, "links", "all", c->links);
        return;
    }
    say_number(r, "works", "all", c->works);
    say_number(r, "works", "of two or more countries", c->international);
    say_number(r, "works", "without a year", c->without_year);
    say_number(r, "works", "without a topic", c->without_topic);
    say_coverage(r, c);
}

/* ---------------------------------------------------- chunks and provenance */

static void say_chunk(void *arg, const char *id, uint64_t bytes)
{
    report *r = arg;
    say_number(r, "bytes", id, bytes);
    add(&r->bytes, bytes);
}

static void say_provenance(report *r)
{
    rap_span rest = {r->cube->provenance, (size_t)r->cube->provenance_length}, line;
    while (rap_span_next(&rest, '\n', &line)) {
        rap_span value = line, key;
        if (!rap_span_next(&value, '\t', &key) || !value.data) continue;
        rap_table_begin(r->table);
        rap_table_text(r->table, r->section, "provenance");
        rap_table_span(r->table, r->item, key);
        rap_table_span(r->table, r->value, value);
    }
}

rap_status rap_ask_info(const rap_asking *asking, rap_table **out, rap_error *err)
{
    const rap_cube *cube = asking->cube;
    const rap_lens everything = {0};
    counts c = {.cube = cube, .by_kind = rap_alloc(cube->n_kinds, sizeof *c.by_kind),
                .cells_of_kind = rap_alloc(cube->n_kinds, sizeof *c.cells_of_kind)};
    rap_status status = c.by_kind && c.cells_of_kind ? rap_walk(cube, &everything, count_cells, &c, err) : rap_fail_memory(err);
    if (status == RAP_OK) {
        report r = {.table = rap_table_new("Cube"), .cube = cube};
        r.section = rap_table_add(r.table, "section", "Section", "", "", RAP_COLUMN_TEXT, 0);
        r.item = rap_table_add(r.table, "item", "Item", "", "", RAP_COLUMN_TEXT, 0);
        r.value = rap_table_add(r.table, "value", "Value", "", "", RAP_COLUMN_TEXT, 0);
        say_schema(&r);
        say_sizes(&r);
        say_counts(&r, &c);
        rap_cube_chunks(cube, say_chunk, &r);
        say_number(&r, "bytes", "all chunks", r.bytes);
        say_provenance(&r);
        rap_asking_receipt(asking, r.table);
        status = rap_table_finish(r.table, out, err);
    }
    rap_free(c.by_kind);
    rap_free(c.cells_of_kind);
    return status;
}
