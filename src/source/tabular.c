// SPDX-License-Identifier: Apache-2.0
/*
 * tabular - a mapping bound to a header, and the way of a row: tests, period, party, subject, kind, amounts.
 *
 * Each step gives true, or false with the fault and its detail noted; the row is then refused by one call.
 */
#include "source/tabular.h"

#include <string.h>

#include "base/alloc.h"
#include "cube/coded.h"
#include "source/amount.h"
#include "source/codes.h"
#include "source/words.h"

#define NO_COLUMN SIZE_MAX

static const struct {
    const char *name, *text;
} faults[RAP_ROW_FAULTS] = {
    [RAP_ROW_MALFORMED] = {"malformed", "no row of a table: quotes, length or bytes are wrong"},
    [RAP_ROW_WIDTH] = {"width", "more or fewer fields than the header"},
    [RAP_ROW_PERIOD] = {"period", "no year where the mapping expects one"},
    [RAP_ROW_PLACE] = {"place", "a code or name of no country or region that is known"},
    [RAP_ROW_SUBJECT] = {"subject", "no code or word for the subject, or a word whose number another one has"},
    [RAP_ROW_KIND] = {"kind", "a status or a direction of flow that the mapping does not know, or too long a source"},
    [RAP_ROW_SERIES] = {"series", "a series that the mapping does not know"},
    [RAP_ROW_UNIT] = {"unit", "another unit than the mapping says"},
    [RAP_ROW_BLANK] = {"blank", "no amount, where the mapping wants one"},
    [RAP_ROW_NUMBER] = {"number", "an amount that is no number"},
    [RAP_ROW_NEGATIVE] = {"negative", "an amount below zero"},
    [RAP_ROW_PRECISION] = {"precision", "more decimals than the measure keeps"},
    [RAP_ROW_LARGE] = {"large", "an amount beyond 64 bits"},
    [RAP_ROW_REPEAT] = {"repeat", "a second amount for the same year, subject, kind and party"},
};

const char *rap_row_fault_name(rap_row_fault fault)
{
    return faults[fault].name;
}

const char *rap_row_fault_text(rap_row_fault fault)
{
    return faults[fault].text;
}

typedef struct across_column {
    size_t column;
    int16_t year;            /* or */
    rap_span word;
} across_column;

struct rap_tabular {
    const rap_catalog *catalog;
    const rap_mapping *mapping;
    rap_row_taker taker;
    size_t n_columns;
    size_t period, series, units, flow;
    size_t place[RAP_MAP_ROLES][RAP_MAP_LINES_MAX], otherwise[RAP_MAP_ROLES][RAP_MAP_LINES_MAX],
        place_when[RAP_MAP_ROLES][RAP_MAP_LINES_MAX];
    size_t level[RAP_LEVELS], title[RAP_LEVELS];
    size_t measure[RAP_MEASURES_MAX];
    size_t kind_when[RAP_MAP_LINES_MAX], date[RAP_MAP_LINES_MAX], source[RAP_MAP_LINES_MAX];
    size_t keep[RAP_MAP_LINES_MAX], drop[RAP_MAP_LINES_MAX];
    size_t n_across, across_room;
    across_column *across;

    rap_words words;

    /* The row on its way. */
    const rap_csv_row *row;
    rap_row_fault fault;
    char detail[160];
    char kind[RAP_KIND_MAX + 1];
    size_t kind_length;
    uint64_t kind_key;       /* what `kind` was made for, where no column has a part in it; 0 = nothing */
};

rap_status rap_tabular_new(const rap_catalog *catalog, const rap_mapping *mapping, rap_row_taker taker, rap_tabular **out,
                           rap_error *err)
{
    rap_tabular *t = rap_alloc(1, sizeof *t);
    if (!t) return rap_fail_memory(err);
    t->catalog = catalog;
    t->mapping = mapping;
    t->taker = taker;
    *out = t;
    return RAP_OK;
}

void rap_tabular_free(rap_tabular *t)
{
    if (!t) return;
    rap_words_release(&t->words);
    rap_free(t->across);
    rap_free(t);
}

void rap_tabular_renew(rap_tabular *t)
{
    rap_words_clear(&t->words);
}

/* --------------------------------------------------------------------- binding */

typedef struct binding {
    rap_tabular *t;
    const rap_csv_row *header;
    rap_error *err;
    rap_status status;
} binding;

static size_t count_columns(const rap_csv_row *header, const char *name, size_t *at)
{
    size_t n = 0;
    for (size_t i = 0; i < header->n; i++)
        if (rap_span_is(rap_span_trim(header->fields[i]), name)) {
            if (n == 0) *at = i;
            n++;
        }
    return n;
}

/* The column called `name`; NO_COLUMN for no name, and for an optional one that is not there. */
static size_t bind(binding *b, const char *name, bool optional)
{
    size_t at = NO_COLUMN;
    if (!name || b->status != RAP_OK) return NO_COLUMN;
    size_t n = count_columns(b->header, name, &at);
    if (n == 1 || (n == 0 && optional)) return at;
    rap_text names = {0};
    for (size_t i = 0; i < b->header->n && names.length < 200; i++)
        rap_text_printf(&names, "%s%.*s", i ? ", " : "",
                        (int)(b->header->fields[i].length < 60 ? b->header->fields[i].length : 60), b->header->fields[i].data);
    b->status = n ? rap_fail_line(b->err, RAP_E_FORMAT, b->header->line, "the mapping reads column '%.60s', and there are %zu", name, n)
                  : rap_fail_line(b->err, RAP_E_FORMAT, b->header->line, "no column '%.60s', which the mapping reads; here are %.220s",
                                  name, rap_text_get(&names));
    rap_text_release(&names);
    return NO_COLUMN;
}

static rap_status bind_across(rap_tabular *t, const rap_csv_row *header, rap_error *err)
{
    const rap_mapping *m = t->mapping;
    binding b = {t, header, err, RAP_OK};
    t->n_across = 0;
    if (!rap_reserve(&t->across, &t->across_room, m->n_across + header->n + 1, sizeof *t->across)) return rap_fail_memory(err);
    for (size_t i = 0; i < m->n_across; i++)
        t->across[t->n_across++] = (across_column){.column = bind(&b, m->across[i].column, false),
                                                   .word = rap_span_of(m->across[i].as)};
    for (size_t i = 0; m->across_years && i < header->n; i++) {
        rap_span head = rap_span_trim(header->fields[i]);
        uint64_t year;
        if (head.length == 4 && rap_parse_u64(head, 2100, &year) && year >= 1000)
            t->across[t->n_across++] = (across_column){.column = i, .year = (int16_t)year};
    }
    if (b.status == RAP_OK && m->across_years && t->n_across == 0)
        return rap_fail_line(err, RAP_E_FORMAT, header->line, "no column is headed by a year");
    return b.status;
}

rap_status rap_tabular_bind(rap_tabular *t, const rap_csv_row *header, rap_error *err)
{
    const rap_mapping *m = t->mapping;
    binding b = {t, header, err, RAP_OK};
    t->n_columns = header->n;
    t->period = bind(&b, m->period, false);
    t->series = bind(&b, m->series, false);
    t->units = bind(&b, m->units, false);
    t->flow = bind(&b, m->flow, false);
    for (size_t role = 0; role < RAP_MAP_ROLES; role++)
        for (size_t i = 0; i < m->n_places[role]; i++) {
            const rap_map_place *p = &m->places[role][i];
            t->place[role][i] = bind(&b, p->column, false);
            t->otherwise[role][i] = bind(&b, p->otherwise, false);
            t->place_when[role][i] = bind(&b, p->when.column, false);
        }
    for (size_t i = 0; i < m->n_levels; i++) {
        t->level[i] = bind(&b, m->levels[i].column, false);
        t->title[i] = bind(&b, m->levels[i].title, true);
    }
    for (size_t i = 0; i < m->n_measures; i++) t->measure[i] = bind(&b, m->measures[i].column, m->measures[i].optional);
    for (size_t i = 0; i < m->n_kinds; i++) {
        t->kind_when[i] = bind(&b, m->kinds[i].when.column, false);
        t->date[i] = bind(&b, m->kinds[i].date_column, false);
        t->source[i] = bind(&b, m->kinds[i].source_column, false);
    }
    for (size_t i = 0; i < m->n_keep; i++) t->keep[i] = bind(&b, m->keep[i].column, m->keep[i].optional);
    for (size_t i = 0; i < m->n_drop; i++) t->drop[i] = bind(&b, m->drop[i].column, m->drop[i].optional);
    if (b.status != RAP_OK) return b.status;
    return bind_across(t, header, err);
}

/* ---------------------------------------------------------------------- the row */

static rap_span cell(const rap_tabular *t, size_t column)
{
    return column == NO_COLUMN ? (rap_span){"", 0} : rap_span_trim(t->row->fields[column]);
}

static bool fault(rap_tabular *t, rap_row_fault kind, rap_span found)
{
    t->fault = kind;
    int length = (int)(found.length < 120 ? found.length : 120);
    size_t sound = rap_utf8_valid(found.data, (size_t)length);
    (void)snprintf(t->detail, sizeof t->detail, "'%.*s'", length, found.data);
    for (char *c = t->detail; *c; c++) { /* the note goes to a terminal, and the table is a stranger's */
        unsigned char byte = (unsigned char)*c;
        if (byte < 0x20 || byte == 0x7F || (byte >= 0x80 && (size_t)(c - t->detail) > sound)) *c = '?';
    }
    return false;
}

static bool holds(const rap_tabular *t, const rap_map_test *test, size_t column)
{
    return !test->column || column == NO_COLUMN || rap_map_is(test->n_values, test->values, cell(t, column));
}

static bool is_left_out(const rap_tabular *t)
{
    const rap_mapping *m = t->mapping;
    for (size_t i = 0; i < m->n_keep; i++)
        if (!holds(t, &m->keep[i], t->keep[i])) return true;
    for (size_t i = 0; i < m->n_drop; i++)
        if (t->drop[i] != NO_COLUMN && holds(t, &m->drop[i], t->drop[i])) return true;
    return false;
}

static bool take_year(rap_tabular *t, int16_t *out)
{
    uint64_t year = 0;
    if (t->mapping->across_years) return true;
    rap_span text = t->mapping->period_fixed ? rap_span_of(t->mapping->period_fixed) : cell(t, t->period);
    rap_span digits = text;
    if (t->mapping->period_digits && digits.length > 4) digits.length = 4;
    if (digits.length != 4 || !rap_parse_u64(digits, 2100, &year) || year < 1000) return fault(t, RAP_ROW_PERIOD, text);
    *out = (int16_t)year;
    return true;
}

/* Where no line holds the mapping says nothing of this member on this row: it is explicitly unknown. */
static bool take_place(rap_tabular *t, rap_map_role role, rap_place *out)
{
    const rap_mapping *m = t->mapping;
    for (size_t i = 0; i < m->n_places[role]; i++) {
        const rap_map_place *p = &m->places[role][i];
        if (!holds(t, &p->when, t->place_when[role][i])) continue;
        if (p->fixed) {
            *out = rap_place_of(rap_span_of(p->fixed));
            return true;
        }
        rap_span text = cell(t, t->place[role][i]);
        rap_code_form form = p->form;
        if (text.length == 0 && p->otherwise) {
            text = cell(t, t->otherwise[role][i]);
            form = RAP_CODE_ANY;
        }
        if (text.length == 0 && p->blank) break;
        *out = rap_code_place(t->catalog, m, form, text);
        return *out != 0 || fault(t, RAP_ROW_PLACE, text);
    }
    *out = rap_place_of(rap_span_of("UNK"));
    return true;
}

static bool take_party(rap_tabular *t, rap_place party[2], size_t *n, const char **by)
{
    const rap_mapping *m = t->mapping;
    *n = m->n_places[RAP_MAP_SECOND] || m->flow ? 2 : 1;
    *by = m->by ? m->by : "";
    if (!m->flow)
        return take_place(t, RAP_MAP_FIRST, &party[0]) && (*n == 1 || take_place(t, RAP_MAP_SECOND, &party[1]));
    bool import = holds(t, &m->import, t->flow);
    if (!import && !holds(t, &m->export_, t->flow)) return fault(t, RAP_ROW_KIND, cell(t, t->flow));
    *by = import ? "importer" : "exporter";
    return take_place(t, RAP_MAP_REPORTER, &party[import]) && take_place(t, RAP_MAP_PARTNER, &party[!import]);
}

/* --------------------------------------------------------------------- subjects */

static rap_status add_word(rap_tabular *t, rap_subject node, rap_span text, rap_error *err)
{
    RAP_TRY(rap_words_add(&t->words, node, text, err));
    return text.length ? t->taker.name(t->taker.arg, node, text, err) : RAP_OK;
}

/* Puts a word at the end of the path. `*good` false: it is blank, or its number belongs to another word. */
static rap_status put_word(rap_tabular *t, unsigned level, rap_span word, rap_subject *path, bool *good, rap_error *err)
{
    rap_subject node = rap_subject_with(*path, level, rap_subject_word(level, word));
    const char *known = word.length ? rap_words_find(&t->words, node) : NULL;
    *good = word.length > 0 && (!known || rap_words_same(word, known));
    if (!*good) {
        fault(t, RAP_ROW_SUBJECT, word);
        return RAP_OK;
    }
    *path = node;
    return known ? RAP_OK : add_word(t, node, word, err);
}

static rap_status take_hs(rap_tabular *t, rap_subject *out, bool *good, rap_error *err)
{
    rap_span code = cell(t, t->level[0]);
    *out = t->mapping->hs_digits == 0 || code.length == t->mapping->hs_digits ? rap_subject_hs(code) : 0;
    *good = *out != 0 || fault(t, RAP_ROW_SUBJECT, code);
    if (!*good || t->title[0] == NO_COLUMN || rap_words_find(&t->words, *out)) return RAP_OK;
    return add_word(t, *out, cell(t, t->title[0]), err);
}

/* The subject but for a last level that stands across. */
static rap_status take_subject(rap_tabular *t, rap_subject *out, bool *good, rap_error *err)
{
    const rap_mapping *m = t->mapping;
    *out = 0;
    *good = true;
    if (m->hs) return take_hs(t, out, good, err);
    for (size_t i = 0; *good && i < m->n_levels; i++) {
        const rap_map_level *level = &m->levels[i];
        if (!level->column && !level->fixed) break;
        rap_span word = level->fixed ? rap_span_of(level->fixed) : cell(t, t->level[i]);
        if (word.length == 0 && level->blank) word = rap_span_of(level->blank);
        RAP_TRY(put_word(t, m->first_level + (unsigned)i, word, out, good, err));
    }
    return RAP_OK;
}

/* ------------------------------------------------------------------------- kinds */

/* Adds ";" and a part without blanks and separators. */
static bool put_part(rap_tabular *t, rap_span part)
{
    if (t->kind_length + 1 + part.length > RAP_KIND_MAX) return false;
    t->kind[t->kind_length++] = ';';
    for (size_t i = 0; i < part.length; i++) {
        char c = part.data[i];
        t->kind[t->kind_length++] = c > ' ' && c <= '~' && c != ';' ? c : '-';
    }
    return true;
}

static bool make_kind(rap_tabular *t, const rap_map_kind *kind, size_t i, const char *measure, const char *by)
{
    rap_span date = kind->date_column ? cell(t, t->date[i]) : rap_span_of(kind->date ? kind->date : "");
    rap_span source = kind->source_column ? cell(t, t->source[i]) : rap_span_of(kind->source ? kind->source : "");
    t->kind_length = strlen(kind->status);
    memcpy(t->kind, kind->status, t->kind_length);
    if (!put_part(t, rap_span_of(measure)) || !put_part(t, rap_span_of(by)) || !put_part(t, date) || !put_part(t, source))
        return fault(t, RAP_ROW_KIND, source);
    while (t->kind_length && t->kind[t->kind_length - 1] == ';') t->kind_length--;
    return true;
}

/* `measure` is SIZE_MAX where the row has all measures. */
static bool take_kind(rap_tabular *t, size_t measure, const char *by)
{
    const rap_mapping *m = t->mapping;
    size_t i = 0;
    while (i < m->n_kinds && !holds(t, &m->kinds[i].when, t->kind_when[i])) i++;
    if (i == m->n_kinds) {
        bool named = m->kinds[0].when.column != NULL;
        return fault(t, RAP_ROW_KIND, named ? cell(t, t->kind_when[0]) : (rap_span){"", 0});
    }
    const rap_map_kind *kind = &m->kinds[i];
    uint64_t key = ((uint64_t)i << 32 | (uint64_t)(measure + 1) << 16 | (unsigned char)*by) + 1;
    bool fixed = !kind->date_column && !kind->source_column;
    if (fixed && key == t->kind_key) return true;
    t->kind_key = fixed ? key : 0;
    const char *name = measure == SIZE_MAX ? "" : m->schema.measures[m->measures[measure].index].name;
    if (make_kind(t, kind, i, name, by)) return true;
    t->kind_key = 0;
    return false;
}

/* ----------------------------------------------------------------------- amounts */

typedef enum taken { TAKEN, SKIPPED, REFUSED } taken;

static taken take_missing(const rap_map_measure *measure, uint64_t *amounts)
{
    amounts[measure->index + 1] = 1;
    return TAKEN;
}

static taken take_blank(rap_tabular *t, const rap_map_measure *measure, uint64_t *amounts)
{
    switch (measure->blank) {
    case RAP_BLANK_ZERO: return TAKEN;
    case RAP_BLANK_SKIP: return SKIPPED;
    case RAP_BLANK_UNKNOWN: return take_missing(measure, amounts);
    case RAP_BLANK_REJECT: break;
    }
    fault(t, RAP_ROW_BLANK, (rap_span){"", 0});
    return REFUSED;
}

static taken take_amount(rap_tabular *t, const rap_map_measure *measure, size_t column, uint64_t *amounts)
{
    static const rap_row_fault of_amount[] = {[RAP_AMOUNT_BAD] = RAP_ROW_NUMBER, [RAP_AMOUNT_NEGATIVE] = RAP_ROW_NEGATIVE,
                                              [RAP_AMOUNT_PRECISE] = RAP_ROW_PRECISION, [RAP_AMOUNT_LARGE] = RAP_ROW_LARGE};
    if (column == NO_COLUMN) return take_missing(measure, amounts);
    rap_span text = cell(t, column);
    if (measure->n_unknown && rap_map_is(measure->n_unknown, measure->unknown, text)) return take_missing(measure, amounts);
    if (measure->n_zero && rap_map_is(measure->n_zero, measure->zero, text)) return TAKEN;
    if (text.length == 0) return take_blank(t, measure, amounts);
    rap_span number = text;
    if (measure->strip && number.data[number.length - 1] == measure->strip) {
        number.length--;
        number = rap_span_trim(number);
    }
    rap_amount_form form = {t->mapping->schema.measures[measure->index].decimals, measure->thousands, measure->round};
    rap_amount read = rap_amount_read(number, form, &amounts[measure->index]);
    if (read == RAP_AMOUNT_GOOD) return TAKEN;
    fault(t, of_amount[read], text);
    return REFUSED;
}

/* The measure of a row with a series; SIZE_MAX where there is no series and the row has all measures. */
static bool take_series(rap_tabular *t, size_t *out)
{
    const rap_mapping *m = t->mapping;
    *out = SIZE_MAX;
    for (size_t i = 0; m->series && i < m->n_measures; i++)
        if (holds(t, &m->measures[i].when, t->series)) {
            *out = i;
            break;
        }
    if (m->series && *out == SIZE_MAX) return fault(t, RAP_ROW_SERIES, cell(t, t->series));
    for (size_t i = 0; m->units && i < m->n_measures; i++)
        if ((i == *out || *out == SIZE_MAX) && m->measures[i].said && !rap_span_is(cell(t, t->units), m->measures[i].said))
            return fault(t, RAP_ROW_UNIT, cell(t, t->units));
    return true;
}

static rap_status refuse(rap_tabular *t, rap_error *err)
{
    return t->taker.refuse(t->taker.arg, t->fault, t->row->line, t->detail, err);
}

static rap_status hand_over(rap_tabular *t, rap_fact *fact, taken got, rap_error *err)
{
    if (got == SKIPPED) return RAP_OK;
    if (got == REFUSED) return refuse(t, err);
    bool fresh = true;
    fact->kind = (rap_span){t->kind, t->kind_length};
    RAP_TRY(t->taker.take(t->taker.arg, fact, &fresh, err));
    if (fresh) return RAP_OK;
    fault(t, RAP_ROW_REPEAT, fact->kind);
    return refuse(t, err);
}

static rap_status take_all_measures(rap_tabular *t, rap_fact *fact, size_t measure, rap_error *err)
{
    const rap_mapping *m = t->mapping;
    taken got = TAKEN;
    for (size_t i = 0; i < m->n_measures && got == TAKEN; i++)
        if (measure == SIZE_MAX || measure == i) got = take_amount(t, &m->measures[i], t->measure[i], fact->amounts);
    return hand_over(t, fact, got, err);
}

/* A measure of one column after the other; a blank one among them says nothing of the others. */
static rap_status take_across(rap_tabular *t, rap_fact *fact, size_t measure, rap_error *err)
{
    const rap_mapping *m = t->mapping;
    const rap_map_measure *of = &m->measures[measure == SIZE_MAX ? 0 : measure];
    rap_subject stem = fact->subject;
    for (size_t i = 0; i < t->n_across; i++) {
        bool good = true;
        memset(fact->amounts, 0, sizeof fact->amounts);
        fact->subject = stem;
        if (m->across_years) fact->year = t->across[i].year;
        else RAP_TRY(put_word(t, RAP_LEVELS - 1, t->across[i].word, &fact->subject, &good, err));
        taken got = good ? take_amount(t, of, t->across[i].column, fact->amounts) : REFUSED;
        RAP_TRY(hand_over(t, fact, got, err));
    }
    return RAP_OK;
}

rap_status rap_tabular_row(rap_tabular *t, const rap_csv_row *row, bool *left_out, rap_error *err)
{
    rap_place party[2] = {0};
    rap_fact fact = {.places = party};
    const char *by;
    size_t measure;
    bool good;
    t->row = row;
    *left_out = false;
    if (row->n != t->n_columns) {
        t->fault = RAP_ROW_WIDTH;
        (void)snprintf(t->detail, sizeof t->detail, "%zu fields, not %zu", row->n, t->n_columns);
        return refuse(t, err);
    }
    if ((*left_out = is_left_out(t))) return RAP_OK;
    good = take_year(t, &fact.year) && take_party(t, party, &fact.n_places, &by) && take_series(t, &measure) &&
           take_kind(t, measure, by);
    if (good) RAP_TRY(take_subject(t, &fact.subject, &good, err));
    if (!good) return refuse(t, err);
    return t->n_across ? take_across(t, &fact, measure, err) : take_all_measures(t, &fact, measure, err);
}
