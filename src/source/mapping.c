// SPDX-License-Identifier: Apache-2.0
/*
 * mapping - one small reader for each word that a line may begin with, and at the end a look at the whole.
 */
#include "source/mapping.h"

#include <string.h>
#include <xxhash.h>

#include "base/alloc.h"
#include "cube/coded.h"
#include "cube/place.h"
#include "source/mapping_check.h"
#include "source/mapping_line.h"

typedef rap_status (*head_fn)(rap_mapping *m, rap_map_line *line, rap_error *err);

static const char *const blanks[] = {
    [RAP_BLANK_REJECT] = "reject", [RAP_BLANK_UNKNOWN] = "unknown", [RAP_BLANK_ZERO] = "zero", [RAP_BLANK_SKIP] = "skip"};
static const char *const forms[] = {[RAP_CODE_ANY] = "any", [RAP_CODE_ALPHA2] = "alpha2", [RAP_CODE_ALPHA3] = "alpha3",
                                    [RAP_CODE_NUMBER] = "number", [RAP_CODE_NAME] = "name"};
static const char *const natures[] = {[RAP_FLOW] = "flow", [RAP_STOCK] = "stock", [RAP_RATE] = "rate"};
static const char *const statuses[] = {"observed", "announced", "projected"};

static rap_status copy(const char *text, char *field, size_t size, const char *what, rap_error *err)
{
    if (strlen(text) >= size)
        return rap_fail(err, RAP_E_FORMAT, "%s '%.40s' is longer than %zu bytes", what, text, size - 1);
    memcpy(field, text, strlen(text) + 1);
    return RAP_OK;
}

/* A name of ours: small letters, digits and _ . */
static rap_status copy_name(const char *text, char field[16], const char *what, rap_error *err)
{
    if (!*text || text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0')
        return rap_fail(err, RAP_E_FORMAT, "%s '%.40s': expected small letters, digits and _", what, text);
    return copy(text, field, 16, what, err);
}

static rap_status read_test(rap_mapping *m, rap_map_line *line, const char *column_key, const char *value_key, bool needed,
                            rap_map_test *out, rap_error *err)
{
    out->column = rap_map_line_take(line, column_key);
    const char *values = rap_map_line_take(line, value_key);
    if (!out->column && !values && !needed) return RAP_OK;
    if (!out->column || !*out->column || !values)
        return rap_fail(err, RAP_E_FORMAT, "%s: expected %s=COLUMN %s=TEXT|TEXT", line->head, column_key, value_key);
    return rap_map_line_list(&m->keep_memory, values, &out->n_values, &out->values, err);
}

/* ---------------------------------------------------------------------- heads */

static rap_status read_title(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    m->title = rap_map_line_word(line);
    return m->title ? RAP_OK : rap_fail(err, RAP_E_FORMAT, "title: expected \"a text in quotes\"");
}

static rap_status read_domain(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    const char *word = rap_map_line_word(line);
    return copy_name(word ? word : "", m->schema.domain, "domain", err);
}

static rap_status read_separator(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    const char *word = rap_map_line_word(line);
    if (word && strcmp(word, "comma") == 0) m->separator = ',';
    else if (word && strcmp(word, "semicolon") == 0) m->separator = ';';
    else if (word && strcmp(word, "tab") == 0) m->separator = '\t';
    else return rap_fail(err, RAP_E_FORMAT, "separator: expected comma, semicolon or tab");
    return RAP_OK;
}

static rap_status read_party(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    static const char *const rules[] = {"exporter>importer", "owner>place", "place"};
    const char *word = rap_map_line_word(line);
    for (size_t i = 0; word && i < 3; i++)
        if (strcmp(word, rules[i]) == 0) return copy(word, m->schema.rule, sizeof m->schema.rule, "party", err);
    return rap_fail(err, RAP_E_FORMAT, "party: expected exporter>importer, owner>place or place");
}

static rap_status read_period(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    const char *columns = rap_map_line_take(line, "columns"), *digits = rap_map_line_take(line, "digits");
    m->period = rap_map_line_take(line, "column");
    m->period_fixed = rap_map_line_take(line, "fixed");
    m->across_years = columns && strcmp(columns, "years") == 0;
    m->period_digits = digits && strcmp(digits, "4") == 0;
    uint64_t year;
    if (m->period_fixed && !rap_parse_u64(rap_span_of(m->period_fixed), 2100, &year))
        return rap_fail(err, RAP_E_FORMAT, "period: fixed='%.20s' is no year", m->period_fixed);
    if (digits && !m->period_digits) return rap_fail(err, RAP_E_FORMAT, "period: expected digits=4");
    if ((m->period != NULL) + (m->period_fixed != NULL) + m->across_years == 1) return RAP_OK;
    return rap_fail(err, RAP_E_FORMAT, "period: expected one of column=NAME, fixed=YEAR, columns=years");
}

static rap_status read_place(rap_mapping *m, rap_map_role role, rap_map_line *line, rap_error *err)
{
    if (m->n_places[role] == RAP_MAP_LINES_MAX)
        return rap_fail(err, RAP_E_FORMAT, "%s: more than %d lines", line->head, RAP_MAP_LINES_MAX);
    rap_map_place place = {.column = rap_map_line_take(line, "column"), .fixed = rap_map_line_take(line, "fixed"),
                           .otherwise = rap_map_line_take(line, "else")};
    size_t form;
    RAP_TRY(rap_map_line_choose(line, "code", forms, 5, RAP_CODE_ANY, &form, err));
    RAP_TRY(read_test(m, line, "when", "is", false, &place.when, err));
    place.form = (rap_code_form)form;
    const char *blank = rap_map_line_take(line, "blank");
    place.blank = blank != NULL;
    if (blank && strcmp(blank, "unknown") != 0) return rap_fail(err, RAP_E_FORMAT, "%s: expected blank=unknown", line->head);
    if ((place.column != NULL) == (place.fixed != NULL))
        return rap_fail(err, RAP_E_FORMAT, "%s: expected column=NAME or fixed=CODE", line->head);
    if (place.fixed && rap_place_of(rap_span_of(place.fixed)) == 0)
        return rap_fail(err, RAP_E_FORMAT, "%s: fixed='%.20s' is no code", line->head, place.fixed);
    if (m->place_head[role] && strcmp(m->place_head[role], line->head) != 0)
        return rap_fail(err, RAP_E_FORMAT, "%s: stands beside %s, which is of another sort of party", line->head,
                        m->place_head[role]);
    m->place_head[role] = line->head;
    m->places[role][m->n_places[role]++] = place;
    return RAP_OK;
}

static rap_status read_first(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    return read_place(m, RAP_MAP_FIRST, line, err);
}

/* A place is the second where an owner stands before it; known when all is read. */
static rap_status read_second(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    return read_place(m, RAP_MAP_SECOND, line, err);
}

static rap_status read_reporter(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    return read_place(m, RAP_MAP_REPORTER, line, err);
}

static rap_status read_partner(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    return read_place(m, RAP_MAP_PARTNER, line, err);
}

static rap_status read_flow(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    const char *import, *export;
    RAP_TRY(rap_map_line_need(line, "column", &m->flow, err));
    RAP_TRY(rap_map_line_need(line, "import", &import, err));
    RAP_TRY(rap_map_line_need(line, "export", &export, err));
    m->import.column = m->export_.column = m->flow;
    RAP_TRY(rap_map_line_list(&m->keep_memory, import, &m->import.n_values, &m->import.values, err));
    return rap_map_line_list(&m->keep_memory, export, &m->export_.n_values, &m->export_.values, err);
}

static rap_status read_by(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    m->by = rap_map_line_word(line);
    if (m->by && (strcmp(m->by, "importer") == 0 || strcmp(m->by, "exporter") == 0)) return RAP_OK;
    return rap_fail(err, RAP_E_FORMAT, "by: expected importer or exporter");
}

static rap_status read_subject(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    const char *digits = rap_map_line_take(line, "digits"), *form = rap_map_line_take(line, "form");
    rap_map_level level = {.name = "code", .title = rap_map_line_take(line, "title")};
    uint64_t n = 0;
    RAP_TRY(rap_map_line_need(line, "column", &level.column, err));
    if (!form || strcmp(form, "hs") != 0)
        return rap_fail(err, RAP_E_FORMAT, "subject: expected form=hs (words stand in level lines)");
    if (digits && (!rap_parse_u64(rap_span_of(digits), 6, &n) || (n != 2 && n != 4 && n != 6)))
        return rap_fail(err, RAP_E_FORMAT, "subject: expected digits=2, 4 or 6");
    if (m->n_levels) return rap_fail(err, RAP_E_FORMAT, "subject: stands beside other levels");
    m->hs = true;
    m->hs_digits = (unsigned)n;
    m->levels[m->n_levels++] = level;
    return RAP_OK;
}

static rap_status read_level(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    const char *name = rap_map_line_word(line);
    rap_map_level level = {.column = rap_map_line_take(line, "column"), .fixed = rap_map_line_take(line, "fixed"),
                           .blank = rap_map_line_take(line, "blank")};
    char checked[16];
    RAP_TRY(copy_name(name ? name : "", checked, "level", err));
    if (m->hs || m->n_levels == RAP_LEVELS)
        return rap_fail(err, RAP_E_FORMAT, "level: at most %d, and none beside a subject line", RAP_LEVELS);
    if (level.column && level.fixed) return rap_fail(err, RAP_E_FORMAT, "level: expected column=NAME or fixed=WORD");
    level.name = name;
    m->levels[m->n_levels++] = level; /* without column and fixed: filled by across lines */
    return RAP_OK;
}

static rap_status read_across(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    rap_map_across across;
    RAP_TRY(rap_map_line_need(line, "column", &across.column, err));
    RAP_TRY(rap_map_line_need(line, "as", &across.as, err));
    if (m->n_across == RAP_MAP_ACROSS_MAX)
        return rap_fail(err, RAP_E_FORMAT, "across: more than %d lines", RAP_MAP_ACROSS_MAX);
    if (!rap_keep_more(&m->keep_memory, &m->across, m->n_across, sizeof *m->across)) return rap_fail_memory(err);
    ((rap_map_across *)(uintptr_t)m->across)[m->n_across++] = across;
    return RAP_OK;
}

static rap_status read_value(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    return rap_map_line_need(line, "column", &m->value, err);
}

static rap_status read_series(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    return rap_map_line_need(line, "column", &m->series, err);
}

static rap_status read_units(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    return rap_map_line_need(line, "column", &m->units, err);
}

static rap_status read_list(rap_mapping *m, rap_map_line *line, const char *key, size_t *n, const char *const **values,
                            rap_error *err)
{
    const char *text = rap_map_line_take(line, key);
    return text ? rap_map_line_list(&m->keep_memory, text, n, values, err) : RAP_OK;
}

static rap_status add_measure(rap_mapping *m, rap_map_measure *out, const rap_measure *measure, rap_error *err)
{
    rap_schema *schema = &m->schema;
    if (schema->n_measures + (out->missing ? 2 : 1) > RAP_MEASURES_MAX)
        return rap_fail(err, RAP_E_FORMAT, "measure: more than %d, missing counts included", RAP_MEASURES_MAX);
    out->index = schema->n_measures;
    schema->measures[schema->n_measures++] = *measure;
    if (out->missing) {
        rap_measure missing = {.nature = RAP_MISSING};
        memcpy(missing.name, measure->name, sizeof missing.name);
        (void)snprintf(missing.unit, sizeof missing.unit, "facts");
        schema->measures[schema->n_measures++] = missing;
    }
    m->measures[m->n_measures++] = *out;
    return RAP_OK;
}

static rap_status read_measure(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    const char *name = rap_map_line_word(line), *unit, *decimals = rap_map_line_take(line, "decimals"), *strip;
    rap_map_measure measure = {.column = rap_map_line_take(line, "column"), .said = rap_map_line_take(line, "said")};
    rap_measure schema = {.decimals = 0};
    size_t blank, nature;
    uint64_t places = 0;
    RAP_TRY(copy_name(name ? name : "", schema.name, "measure", err));
    RAP_TRY(rap_map_line_need(line, "unit", &unit, err));
    RAP_TRY(copy(unit, schema.unit, sizeof schema.unit, "unit", err));
    if (decimals && !rap_parse_u64(rap_span_of(decimals), 12, &places))
        return rap_fail(err, RAP_E_FORMAT, "measure: decimals='%.20s' is no number from 0 to 12", decimals);
    schema.decimals = (uint32_t)places;
    if (!rap_map_line_take(line, "nature")) return rap_fail(err, RAP_E_FORMAT, "measure: expected nature=flow, stock or rate");
    RAP_TRY(rap_map_line_choose(line, "nature", natures, 3, RAP_FLOW, &nature, err));
    RAP_TRY(rap_map_line_choose(line, "blank", blanks, 4, RAP_BLANK_REJECT, &blank, err));
    schema.nature = (rap_measure_nature)nature;
    measure.blank = (rap_blank)blank;
    if ((strip = rap_map_line_take(line, "strip"))) measure.strip = strip[0];
    measure.thousands = rap_map_line_take(line, "thousands") != NULL;
    measure.round = rap_map_line_take(line, "round") != NULL;
    measure.optional = rap_map_line_take(line, "optional") != NULL;
    RAP_TRY(read_list(m, line, "unknown", &measure.n_unknown, &measure.unknown, err));
    RAP_TRY(read_list(m, line, "zero", &measure.n_zero, &measure.zero, err));
    measure.when.column = "";
    RAP_TRY(read_list(m, line, "when", &measure.when.n_values, &measure.when.values, err));
    measure.missing = measure.blank == RAP_BLANK_UNKNOWN || measure.n_unknown > 0 || measure.optional;
    return add_measure(m, &measure, &schema, err);
}

static rap_status read_kind(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    size_t status;
    rap_map_kind kind = {.date = rap_map_line_take(line, "date"), .date_column = rap_map_line_take(line, "date-column"),
                         .source = rap_map_line_take(line, "source"),
                         .source_column = rap_map_line_take(line, "source-column")};
    if (m->n_kinds == RAP_MAP_LINES_MAX) return rap_fail(err, RAP_E_FORMAT, "kind: more than %d lines", RAP_MAP_LINES_MAX);
    if (rap_map_line_take(line, "status-column"))
        return rap_fail(err, RAP_E_FORMAT, "kind: expected status=...; give one line for each text of the column");
    RAP_TRY(rap_map_line_choose(line, "status", statuses, 3, 0, &status, err));
    kind.status = statuses[status];
    RAP_TRY(read_test(m, line, "column", "is", false, &kind.when, err));
    m->kinds[m->n_kinds++] = kind;
    return RAP_OK;
}

static rap_status read_filter(rap_mapping *m, rap_map_line *line, rap_map_test *tests, size_t *n, rap_error *err)
{
    const char *word = rap_map_line_word(line);
    if (*n == RAP_MAP_LINES_MAX) return rap_fail(err, RAP_E_FORMAT, "more than %d lines of %s", RAP_MAP_LINES_MAX, line->head);
    RAP_TRY(read_test(m, line, "column", "is", true, &tests[*n], err));
    if (word && strcmp(word, "optional") != 0)
        return rap_fail(err, RAP_E_FORMAT, "%s: '%.40s' is not known here", line->head, word);
    tests[(*n)++].optional = word != NULL;
    return RAP_OK;
}

static rap_status read_keep(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    return read_filter(m, line, m->keep, &m->n_keep, err);
}

static rap_status read_drop(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    return read_filter(m, line, m->drop, &m->n_drop, err);
}

static rap_status read_alias(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    rap_map_alias alias = {rap_map_line_word(line), rap_map_line_word(line)};
    if (!alias.code || rap_place_of(rap_span_of(alias.code)) == 0)
        return rap_fail(err, RAP_E_FORMAT, "alias: expected \"text\" CODE");
    if (m->n_aliases == RAP_MAP_ALIASES_MAX)
        return rap_fail(err, RAP_E_FORMAT, "alias: more than %d lines", RAP_MAP_ALIASES_MAX);
    if (!rap_keep_more(&m->keep_memory, &m->aliases, m->n_aliases, sizeof alias)) return rap_fail_memory(err);
    m->aliases[m->n_aliases++] = alias;
    return RAP_OK;
}

static rap_status read_repeat(rap_mapping *m, rap_map_line *line, rap_error *err)
{
    const char *word = rap_map_line_word(line);
    m->add_repeats = word && strcmp(word, "add") == 0;
    if (word && (m->add_repeats || strcmp(word, "reject") == 0)) return RAP_OK;
    return rap_fail(err, RAP_E_FORMAT, "repeat: expected add or reject");
}

static const struct {
    const char *head;
    head_fn read;
    bool repeats;
} heads[] = {
    {"title", read_title, false},       {"domain", read_domain, false}, {"separator", read_separator, false},
    {"party", read_party, false},       {"period", read_period, false}, {"exporter", read_first, true},
    {"owner", read_first, true},        {"importer", read_second, true}, {"place", read_second, true},
    {"reporter", read_reporter, true},  {"partner", read_partner, true}, {"flow", read_flow, false},
    {"by", read_by, false},             {"subject", read_subject, false}, {"level", read_level, true},
    {"across", read_across, true},      {"value", read_value, false},   {"series", read_series, false},
    {"units", read_units, false},       {"measure", read_measure, true}, {"kind", read_kind, true},
    {"keep", read_keep, true},          {"drop", read_drop, true},      {"alias", read_alias, true},
    {"repeat", read_repeat, false},
};

enum { N_HEADS = sizeof heads / sizeof *heads };

/* -------------------------------------------------------------------- the whole */

static rap_status read_head(rap_mapping *m, rap_map_line *line, uint32_t *seen, rap_error *err)
{
    size_t i = 0;
    while (i < N_HEADS && strcmp(heads[i].head, line->head) != 0) i++;
    if (i == N_HEADS) return rap_fail(err, RAP_E_FORMAT, "'%.40s' begins no line of a mapping", line->head);
    if (*seen & UINT32_C(1) << i && !heads[i].repeats) return rap_fail(err, RAP_E_FORMAT, "a second line of '%s'", line->head);
    *seen |= UINT32_C(1) << i;
    RAP_TRY(heads[i].read(m, line, err));
    return rap_map_line_done(line, err);
}

static rap_status read_lines(rap_mapping *m, rap_span text, rap_error *err)
{
    _Static_assert(N_HEADS <= 32, "the set of heads seen is 32 bits wide");
    rap_span line;
    uint32_t seen = 0;
    for (uint64_t number = 1; text.length && rap_span_next(&text, '\n', &line); number++) {
        rap_map_line words;
        rap_error problem = {0};
        rap_status status = rap_map_line_read(&m->keep_memory, line, number, &words, &problem);
        if (status == RAP_OK && words.head) status = read_head(m, &words, &seen, &problem);
        if (status == RAP_E_MEMORY) return rap_fail_memory(err);
        if (status != RAP_OK) return rap_fail_line(err, RAP_E_FORMAT, number, "%s", problem.text);
    }
    return RAP_OK;
}

static rap_status read_named(rap_mapping *m, const char *name, rap_span text, rap_error *err)
{
    const char *slash = strrchr(name, '/');
    rap_span base = rap_span_of(slash ? slash + 1 : name);
    if (base.length > 4 && strcmp(base.data + base.length - 4, ".map") == 0) base.length -= 4;
    m->name = rap_keep_text(&m->keep_memory, base);
    if (!m->name) return rap_fail_memory(err);
    if (text.length > RAP_MAP_BYTES_MAX)
        return rap_fail(err, RAP_E_FORMAT, "longer than a mapping may be (%zu bytes)", RAP_MAP_BYTES_MAX);
    m->hash = XXH3_64bits(text.data, text.length);
    RAP_TRY(read_lines(m, text, err));
    return rap_mapping_check(m, err);
}

rap_status rap_mapping_read(const char *name, rap_span text, rap_mapping **out, rap_error *err)
{
    rap_mapping *m = rap_alloc(1, sizeof *m);
    if (!m) return rap_fail_memory(err);
    rap_status status = read_named(m, name, text, err);
    if (status == RAP_OK) {
        *out = m;
        return RAP_OK;
    }
    rap_mapping_free(m);
    if (status == RAP_E_USAGE && err) err->status = status = RAP_E_FORMAT; /* a schema that can't be is a mapping that can't */
    return rap_context(err, status, "%s", name);
}

void rap_mapping_free(rap_mapping *mapping)
{
    if (!mapping) return;
    rap_keep_release(&mapping->keep_memory);
    rap_free(mapping);
}

bool rap_map_is(size_t n, const char *const *values, rap_span cell)
{
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(values[i]);
        if (length && values[i][length - 1] == '*') {
            if (cell.length >= length - 1 && memcmp(cell.data, values[i], length - 1) == 0) return true;
        } else if (cell.length == length && (length == 0 || memcmp(cell.data, values[i], length) == 0)) {
            return true;
        }
    }
    return false;
}
