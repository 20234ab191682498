// SPDX-License-Identifier: Apache-2.0
/*
 * schema - comparing schemas, and their form as text in a cube.
 *
 * The text has a fixed order of keys, so a schema has one text. Reading walks the same keys in the same order;
 * whatever differs from what writing would give is refused.
 */
#include "cube/schema.h"

#include <string.h>

static const char *const form_names[] = {"set", "pair", "ordered"};
static const char *const nature_names[] = {"flow", "stock", "rate", "missing"};

static void set_text(char *field, size_t size, const char *text)
{
    (void)snprintf(field, size, "%s", text);
}

static rap_measure works_measure(void)
{
    rap_measure works = {.nature = RAP_FLOW};
    set_text(works.name, sizeof works.name, "works");
    set_text(works.unit, sizeof works.unit, "work");
    return works;
}

rap_schema rap_schema_research(const char *rule, const char *filter)
{
    static const char *const levels[RAP_LEVELS] = {"domain", "field", "subfield", "topic"};
    rap_schema schema = {.form = RAP_PARTY_SET, .shares = true, .n_measures = 1};
    set_text(schema.domain, sizeof schema.domain, "research");
    set_text(schema.rule, sizeof schema.rule, rule);
    set_text(schema.filter, sizeof schema.filter, filter);
    for (size_t i = 0; i < RAP_LEVELS; i++) set_text(schema.levels[i], sizeof schema.levels[i], levels[i]);
    schema.measures[0] = works_measure();
    return schema;
}

rap_schema rap_schema_pairs(void)
{
    rap_schema schema = {.form = RAP_PARTY_PAIR, .n_measures = 1};
    set_text(schema.domain, sizeof schema.domain, "research");
    set_text(schema.rule, sizeof schema.rule, "published-pairs");
    set_text(schema.filter, sizeof schema.filter, "none");
    schema.measures[0] = works_measure();
    return schema;
}

const char *rap_nature_name(rap_measure_nature nature)
{
    return nature_names[nature];
}

uint32_t rap_schema_measure(const rap_schema *schema, rap_span name)
{
    for (uint32_t i = 0; i < schema->n_measures; i++)
        if (schema->measures[i].nature != RAP_MISSING && rap_span_is(name, schema->measures[i].name)) return i;
    return RAP_MEASURES_MAX;
}

uint32_t rap_schema_missing(const rap_schema *schema, uint32_t i)
{
    bool there = i + 1 < schema->n_measures && schema->measures[i + 1].nature == RAP_MISSING;
    return there ? i + 1 : RAP_MEASURES_MAX;
}

static bool measure_equal(const rap_measure *a, const rap_measure *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->unit, b->unit) == 0 && a->decimals == b->decimals &&
           a->nature == b->nature;
}

static const char *first_difference(const rap_schema *a, const rap_schema *b)
{
    if (strcmp(a->domain, b->domain) != 0) return "domain";
    if (a->form != b->form) return "form of parties";
    if (strcmp(a->rule, b->rule) != 0) return "rule for countries";
    if (strcmp(a->filter, b->filter) != 0) return "filter";
    for (size_t i = 0; i < RAP_LEVELS; i++)
        if (strcmp(a->levels[i], b->levels[i]) != 0) return "levels of subjects";
    if (a->shares != b->shares) return "author shares";
    if (a->n_measures != b->n_measures) return "number of measures";
    for (uint32_t i = 0; i < a->n_measures; i++)
        if (!measure_equal(&a->measures[i], &b->measures[i])) return "measures";
    return NULL;
}

bool rap_schema_equal(const rap_schema *a, const rap_schema *b, const char **what)
{
    const char *difference = first_difference(a, b);
    if (difference && what) *what = difference;
    return !difference;
}

/* Printable, no tab: one value of one line. */
static bool is_value(const char *text, size_t size)
{
    size_t length = strnlen(text, size);
    if (length == size || rap_utf8_valid(text, length) != length) return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F) return false;
    return true;
}

static bool is_measure(const rap_measure *measure)
{
    return is_value(measure->name, sizeof measure->name) && measure->name[0] != '\0' &&
           is_value(measure->unit, sizeof measure->unit) && measure->decimals <= 18 &&
           (unsigned)measure->nature <= RAP_MISSING;
}

/* A missing count stands directly behind its measure, and no two measures have one name. */
static bool is_in_order(const rap_schema *schema, uint32_t i)
{
    const rap_measure *measure = &schema->measures[i];
    if (measure->nature == RAP_MISSING)
        return i > 0 && measure[-1].nature != RAP_MISSING && strcmp(measure->name, measure[-1].name) == 0 &&
               measure->decimals == 0;
    for (uint32_t k = 0; k < i; k++)
        if (strcmp(measure->name, schema->measures[k].name) == 0) return false;
    return true;
}

rap_status rap_schema_check(const rap_schema *schema, rap_error *err)
{
    bool texts = is_value(schema->domain, sizeof schema->domain) && schema->domain[0] != '\0' &&
                 is_value(schema->rule, sizeof schema->rule) &&
                 is_value(schema->filter, sizeof schema->filter);
    for (size_t i = 0; i < RAP_LEVELS; i++)
        texts = texts && is_value(schema->levels[i], sizeof schema->levels[i]);
    if (!texts)
        return rap_fail(err, RAP_E_USAGE, "a text of the schema is missing, too long or not printable");
    if ((unsigned)schema->form > RAP_PARTY_ORDERED)
        return rap_fail(err, RAP_E_USAGE, "the schema has an unknown form of parties: %u",
                        (unsigned)schema->form);
    if (schema->shares && schema->form != RAP_PARTY_SET)
        return rap_fail(err, RAP_E_USAGE, "only sets of countries can have author shares");
    if (schema->n_measures < 1 || schema->n_measures > RAP_MEASURES_MAX)
        return rap_fail(err, RAP_E_USAGE, "expected 1 to %d measures, found %u", RAP_MEASURES_MAX,
                        schema->n_measures);
    for (uint32_t i = 0; i < schema->n_measures; i++)
        if (!is_measure(&schema->measures[i]) || !is_in_order(schema, i))
            return rap_fail(err, RAP_E_USAGE, "measure %u of the schema is malformed", i + 1);
    return RAP_OK;
}

void rap_schema_write(const rap_schema *schema, rap_text *out)
{
    rap_text_printf(out, "domain\t%s\n", schema->domain);
    rap_text_printf(out, "form\t%s\n", form_names[schema->form]);
    rap_text_printf(out, "rule\t%s\n", schema->rule);
    rap_text_printf(out, "filter\t%s\n", schema->filter);
    for (size_t i = 0; i < RAP_LEVELS; i++) rap_text_printf(out, "level\t%s\n", schema->levels[i]);
    rap_text_printf(out, "shares\t%s\n", schema->shares ? "yes" : "no");
    for (uint32_t i = 0; i < schema->n_measures; i++) {
        const rap_measure *measure = &schema->measures[i];
        rap_text_printf(out, "measure\t%s\t%s\t%u\t%s\n", measure->name, measure->unit, measure->decimals,
                        nature_names[measure->nature]);
    }
}

/* ---- reading: one line after the other */

typedef struct reader {
    rap_span rest;
    uint64_t line;
    rap_error *err;
} reader;

/* Takes the next line, which must have key `key`; `value` is what follows the tab. */
static rap_status next_value(reader *r, const char *key, rap_span *value)
{
    rap_span line, found;
    r->line++;
    if (r->rest.length == 0 || !rap_span_next(&r->rest, '\n', &line) || !r->rest.data)
        return rap_fail_line(r->err, RAP_E_FORMAT, r->line, "expected \"%s\", found the end", key);
    if (!rap_span_next(&line, '\t', &found) || !rap_span_is(found, key) || !line.data)
        return rap_fail_line(r->err, RAP_E_FORMAT, r->line, "expected \"%s\", found \"%.*s\"", key,
                             (int)(found.length < 40 ? found.length : 40), found.data);
    *value = line;
    return RAP_OK;
}

static rap_status malformed(reader *r, const char *key, rap_span value)
{
    return rap_fail_line(r->err, RAP_E_FORMAT, r->line, "\"%s\" has a malformed value \"%.*s\"", key,
                         (int)(value.length < 80 ? value.length : 80), value.data);
}

static bool copy_value(rap_span value, char *field, size_t size)
{
    if (value.length >= size) return false;
    memcpy(field, value.data, value.length);
    field[value.length] = '\0';
    return strlen(field) == value.length && is_value(field, size);
}

static rap_status read_text(reader *r, const char *key, char *field, size_t size)
{
    rap_span value = {0};
    RAP_TRY(next_value(r, key, &value));
    return copy_value(value, field, size) ? RAP_OK : malformed(r, key, value);
}

/* The index of `value` in `names`, or `n`. */
static unsigned index_of(rap_span value, const char *const *names, unsigned n)
{
    unsigned i = 0;
    while (i < n && !rap_span_is(value, names[i])) i++;
    return i;
}

static rap_status read_word(reader *r, const char *key, const char *const *names, unsigned n, unsigned *out)
{
    rap_span value = {0};
    RAP_TRY(next_value(r, key, &value));
    *out = index_of(value, names, n);
    return *out < n ? RAP_OK : malformed(r, key, value);
}

static rap_status read_measure(reader *r, rap_measure *measure)
{
    rap_span value = {0}, rest, name, unit, decimals, nature;
    RAP_TRY(next_value(r, "measure", &value));
    rest = value;
    uint64_t places = 0;
    unsigned kind = 0;
    bool good = rap_span_next(&rest, '\t', &name) && rap_span_next(&rest, '\t', &unit) &&
                rap_span_next(&rest, '\t', &decimals) && rap_span_next(&rest, '\t', &nature) && !rest.data;
    good = good && copy_value(name, measure->name, sizeof measure->name) &&
           copy_value(unit, measure->unit, sizeof measure->unit) && rap_parse_u64(decimals, 18, &places);
    good = good && (kind = index_of(nature, nature_names, 4)) < 4;
    if (!good) return malformed(r, "measure", value);
    measure->decimals = (uint32_t)places;
    measure->nature = (rap_measure_nature)kind;
    return RAP_OK;
}

static rap_status read_all(reader *r, rap_schema *schema)
{
    static const char *const yes_no[] = {"no", "yes"};
    unsigned word;
    RAP_TRY(read_text(r, "domain", schema->domain, sizeof schema->domain));
    RAP_TRY(read_word(r, "form", form_names, 3, &word));
    schema->form = (rap_party_form)word;
    RAP_TRY(read_text(r, "rule", schema->rule, sizeof schema->rule));
    RAP_TRY(read_text(r, "filter", schema->filter, sizeof schema->filter));
    for (size_t i = 0; i < RAP_LEVELS; i++)
        RAP_TRY(read_text(r, "level", schema->levels[i], sizeof schema->levels[i]));
    RAP_TRY(read_word(r, "shares", yes_no, 2, &word));
    schema->shares = word == 1;
    do {
        if (schema->n_measures == RAP_MEASURES_MAX)
            return rap_fail_line(r->err, RAP_E_FORMAT, r->line + 1, "more than %d measures",
                                 RAP_MEASURES_MAX);
        RAP_TRY(read_measure(r, &schema->measures[schema->n_measures]));
        schema->n_measures++;
    } while (r->rest.length > 0);
    return RAP_OK;
}

rap_status rap_schema_read(rap_span text, rap_schema *out, rap_error *err)
{
    rap_schema schema = {0};
    reader r = {.rest = text, .err = err};
    RAP_TRY(read_all(&r, &schema));
    rap_status status = rap_schema_check(&schema, err);
    if (status != RAP_OK) return rap_fail(err, RAP_E_FORMAT, "the schema contradicts itself");

    rap_text again = {0};
    rap_schema_write(&schema, &again);
    bool same = again.length == text.length && memcmp(again.data, text.data, text.length) == 0;
    bool failed = again.failed;
    rap_text_release(&again);
    if (failed) return rap_fail_memory(err);
    if (!same) return rap_fail(err, RAP_E_FORMAT, "the schema is not written as rapport writes it");
    *out = schema;
    return RAP_OK;
}
