// SPDX-License-Identifier: Apache-2.0
#include "query/track.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"

enum { YEARS_MAX = 4000 };

/* Shares of works, and the column of their numerator. */
static const struct {
    const char *share, *works;
} shares[] = {
    {"share_of_output", "works_own"},   {"share_of_international", "works_own"}, {"share_of_links", "works"},
    {"share_of_partner_output", "works_partner"}, {"world_share", "works"},           {"world_share_all", "works"},
    {"world_share_country", "works_country"}, {"world_share_author", "works_author"},
    {"international_share", "international"}, {"share", "works"},
};

static const char *const key_columns[] = {"partner", "country", "subject"};

/* Where a term's numbers stand in its table. */
typedef struct place {
    const rap_table *table;
    const rap_answer *answer;
    uint64_t line;
    size_t column, low, high, works, year; /* SIZE_MAX = none */
    size_t n_keys;
    struct {
        size_t column;
        rap_span value;
    } keys[8];
    size_t sum;                            /* the key that is a sum of rows, "CN+JP"; SIZE_MAX = none */
} place;

/* ---------------------------------------------------------------- finding it */

static bool cell_is(const rap_table *table, size_t row, size_t column, rap_span value)
{
    rap_cell cell = rap_table_cell(table, row, column);
    if (cell.reason) return false;
    if (rap_table_column(table, column).type == RAP_COLUMN_TEXT) return rap_span_is(value, cell.text);
    uint64_t number;
    return rap_table_column(table, column).type == RAP_COLUMN_INTEGER && cell.integer >= 0 &&
           rap_parse_u64(value, INT64_MAX, &number) && (uint64_t)cell.integer == number;
}

static bool has_row(const rap_table *table, size_t column, rap_span value)
{
    for (size_t row = 0; row < rap_table_rows(table); row++)
        if (cell_is(table, row, column, value)) return true;
    return false;
}

static rap_status unknown_column(const place *p, const char *name, rap_error *err)
{
    rap_text list = {0};
    for (size_t i = 0; i < rap_table_columns(p->table) && list.length < 300; i++)
        rap_text_printf(&list, "%s%s", i ? ", " : "", rap_table_column(p->table, i).name);
    rap_status status = rap_fail_line(err, RAP_E_FORMAT, p->line, "the answer has no column of numbers '%.60s'; it has %s",
                                      name, rap_text_get(&list));
    rap_text_release(&list);
    return status;
}

static size_t find_number(const rap_table *table, const char *name)
{
    size_t column = rap_table_find(table, name);
    return column != SIZE_MAX && rap_table_column(table, column).type == RAP_COLUMN_TEXT ? SIZE_MAX : column;
}

static size_t find_suffixed(const rap_table *table, const char *name, const char *suffix)
{
    char full[96];
    int length = snprintf(full, sizeof full, "%s%s", name, suffix);
    return length > 0 && (size_t)length < sizeof full ? find_number(table, full) : SIZE_MAX;
}

static void find_columns(place *p, const char *name, rap_track *out)
{
    rap_column_info info = rap_table_column(p->table, p->column);
    /* Joint works are counted, not sampled: a statement on their number is held against the number. */
    bool counted = strcmp(name, "works") == 0;
    p->low = counted ? SIZE_MAX : find_suffixed(p->table, name, "_low");
    p->high = counted ? SIZE_MAX : find_suffixed(p->table, name, "_high");
    p->works = find_number(p->table, "works");
    out->decimals = info.decimals;
    out->exact = p->answer->points;
    out->intervals = p->low != SIZE_MAX && p->high != SIZE_MAX && !out->exact;
    if (strcmp(info.unit, "works") == 0) out->measure = RAP_MEASURE_COUNT;
    bool known = false;
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
        if (strcmp(shares[i].share, name) == 0) {
            known = true;
            out->measure = RAP_MEASURE_SHARE;
            size_t works = find_number(p->table, shares[i].works);
            if (works != SIZE_MAX) p->works = works;
        }
    if (!known && strcmp(info.unit, "share") == 0) { /* a share of something else than works */
        out->measure = RAP_MEASURE_SHARE;
        p->works = SIZE_MAX;
    }
}

/* True where a row of `column` is called so, or else (`sum`) a part of the sum is. */
static bool has_row_or_part(const rap_table *table, size_t column, rap_span value, bool sum)
{
    rap_span rest = value, part;
    while (column != SIZE_MAX && rap_span_next(&rest, sum ? '+' : '\n', &part))
        if (has_row(table, column, part)) return true;
    return false;
}

/* The key column that has this row, or else a part of this sum; SIZE_MAX where none has. */
static size_t key_column(const rap_table *table, rap_span value, bool *sum)
{
    for (int parts = 0; parts < 2; parts++)
        for (size_t i = 0; i < sizeof key_columns / sizeof *key_columns; i++) {
            size_t column = rap_table_find(table, key_columns[i]);
            *sum = parts;
            if (has_row_or_part(table, column, value, parts)) return column;
        }
    return SIZE_MAX;
}

static void no_rows(rap_track *out, rap_span value)
{
    out->lack = RAP_UNDECIDABLE;
    rap_text_printf(&out->why, "the answer has no row '%.*s'", value.length < 80 ? (int)value.length : 80, value.data);
}

/* Finds the key columns; a row that is nowhere leaves the track without points. */
static rap_status find_keys(place *p, const rap_term *term, rap_track *out, rap_error *err)
{
    if (term->n_keys > sizeof p->keys / sizeof *p->keys)
        return rap_fail_line(err, RAP_E_FORMAT, p->line, "at most 8 columns in [...]");
    for (size_t i = 0; i < term->n_keys && out->why.length == 0; i++) {
        const rap_key *key = &term->keys[i];
        rap_span value = rap_span_of(key->value);
        size_t column;
        bool sum = false;
        if (!key->column) {
            column = key_column(p->table, value, &sum);
            if (column == SIZE_MAX) no_rows(out, value);
        } else {
            column = rap_table_find(p->table, key->column);
            if (column == SIZE_MAX) return unknown_column(p, key->column, err);
            sum = !has_row(p->table, column, value);
            if (!has_row_or_part(p->table, column, value, sum)) no_rows(out, value);
        }
        if (sum && p->sum != SIZE_MAX) return rap_fail_line(err, RAP_E_FORMAT, p->line, "two sums in one value");
        if (sum) p->sum = i;
        if (column == p->year) p->year = SIZE_MAX;
        p->keys[p->n_keys].column = column;
        p->keys[p->n_keys++].value = value;
    }
    return RAP_OK;
}

static rap_status find_answer(const rap_term *term, const rap_answer *answers, size_t n, uint64_t line,
                              const rap_answer **out, rap_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(answers[i].name, term->ask) == 0) {
            *out = &answers[i];
            return RAP_OK;
        }
    return rap_fail_line(err, RAP_E_FORMAT, line, "no ask is called '%.60s'", term->ask);
}

/* -------------------------------------------------------------------- points */

static const char no_row[] = "no row of this year";

static rap_point absent(int year)
{
    return (rap_point){.year = year, .lack = RAP_UNDECIDABLE, .why = no_row, .works = -1};
}

static double number_at(const rap_table *table, size_t row, size_t column, double otherwise)
{
    if (column == SIZE_MAX) return otherwise;
    rap_cell cell = rap_table_cell(table, row, column);
    if (cell.reason) return otherwise;
    return rap_table_column(table, column).type == RAP_COLUMN_INTEGER ? (double)cell.integer : cell.real;
}

static rap_point undefined(int year, rap_reason reason)
{
    bool meaningless = reason == RAP_UNDEFINED_EMPTY || reason == RAP_UNDEFINED_SELF || reason == RAP_UNDEFINED_INFINITE;
    return (rap_point){.year = year, .lack = meaningless ? RAP_ILL_POSED : RAP_UNDECIDABLE,
                       .why = rap_reason_text(reason), .works = -1};
}

static rap_point read_point(const place *p, const rap_track *track, size_t row, int year)
{
    rap_cell cell = rap_table_cell(p->table, row, p->column);
    if (cell.reason) return undefined(year, cell.reason);
    double value = number_at(p->table, row, p->column, 0);
    rap_point point = {.year = year, .defined = true, .value = value, .low = value, .high = value};
    point.works = number_at(p->table, row, p->works, -1);
    if (track->intervals) {
        point.low = fmin(value, number_at(p->table, row, p->low, value));
        point.high = fmax(value, number_at(p->table, row, p->high, value));
    } else if (track->measure == RAP_MEASURE_SHARE) {
        rap_point_share(&point, track->exact);
    }
    return point;
}

static bool row_fits(const place *p, size_t row)
{
    for (size_t i = 0; i < p->n_keys; i++)
        if (!cell_is(p->table, row, p->keys[i].column, p->keys[i].value)) return false;
    return true;
}

static int year_of_row(const place *p, size_t row)
{
    rap_cell cell = rap_table_cell(p->table, row, p->year);
    return cell.reason || cell.integer < 1 || cell.integer > 9999 ? 0 : (int)cell.integer;
}

/* The years of the whole answer, and those that the ask names: what is not there is missing. */
static rap_status make_points(const place *p, rap_track *out, rap_error *err)
{
    int first = 0, last = 0;
    for (size_t row = 0; out->yearly && row < rap_table_rows(p->table); row++) {
        int year = year_of_row(p, row);
        if (!year) continue;
        if (!first || year < first) first = year;
        if (year > last) last = year;
    }
    if (out->yearly && first) {
        if (p->answer->first_year && p->answer->first_year < first) first = p->answer->first_year;
        if (p->answer->last_year > last) last = p->answer->last_year;
    }
    if (last - first >= YEARS_MAX) return rap_fail_line(err, RAP_E_FORMAT, p->line, "an answer of more than %d years", YEARS_MAX);
    out->n = (size_t)(last - first) + 1;
    out->points = rap_alloc(out->n, sizeof *out->points);
    if (!out->points) return rap_fail_memory(err);
    for (size_t i = 0; i < out->n; i++) out->points[i] = absent(first ? first + (int)i : 0);
    return RAP_OK;
}

static rap_status several_rows(const place *p, const rap_term *term, rap_error *err)
{
    return rap_fail_line(err, RAP_E_FORMAT, p->line,
                         "'%s' fits several rows%s: say which, as [partner=CN subject=technology]; for years apart ask with "
                         "each=year", term->column, p->year != SIZE_MAX ? " of one year" : "");
}

/* Reads the rows that fit into `points`; says how many there were. */
static rap_status put_rows(const place *p, const rap_track *track, rap_point *points, size_t *rows, rap_error *err)
{
    *rows = 0;
    for (size_t row = 0; row < rap_table_rows(p->table); row++) {
        int year = track->yearly ? year_of_row(p, row) : 0;
        if (!row_fits(p, row) || (track->yearly && !year)) continue;
        rap_point *point = &points[track->yearly ? year - track->points[0].year : 0];
        if (point->why != no_row) return several_rows(p, track->term, err);
        *point = read_point(p, track, row, year);
        ++*rows;
    }
    return RAP_OK;
}

/* Sampling errors of the parts are taken as independent. A part without a row in a year adds nothing in it. */
static void add_part(rap_point *sum, const rap_point *part)
{
    if (part->why == no_row || (!sum->defined && sum->why != no_row)) return;
    if (!part->defined || sum->why == no_row) {
        *sum = *part;
        return;
    }
    double low = hypot(sum->value - sum->low, part->value - part->low);
    double high = hypot(sum->high - sum->value, part->high - part->value);
    sum->value += part->value;
    sum->low = sum->value - low;
    sum->high = sum->value + high;
    sum->works = sum->works < 0 || part->works < 0 ? -1 : sum->works + part->works;
}

static rap_status sum_rows(place *p, rap_track *out, rap_error *err)
{
    rap_span rest = p->keys[p->sum].value, part;
    rap_point *points = rap_alloc(out->n, sizeof *points);
    rap_status status = points ? RAP_OK : rap_fail_memory(err);
    while (status == RAP_OK && rap_span_next(&rest, '+', &part)) {
        size_t rows;
        p->keys[p->sum].value = part;
        for (size_t i = 0; i < out->n; i++) points[i] = absent(out->points[i].year);
        status = put_rows(p, out, points, &rows, err);
        for (size_t i = 0; status == RAP_OK && i < out->n; i++) add_part(&out->points[i], &points[i]);
        if (status == RAP_OK && rows == 0)
            rap_text_printf(&out->absent, "%s%.*s", out->absent.length ? ", " : "", (int)part.length, part.data);
    }
    rap_free(points);
    return status;
}

static rap_status fill_points(place *p, rap_track *out, rap_error *err)
{
    size_t rows;
    RAP_TRY(make_points(p, out, err));
    return p->sum == SIZE_MAX ? put_rows(p, out, out->points, &rows, err) : sum_rows(p, out, err);
}

/* ------------------------------------------------------------------- the track */

static rap_status read_cells(const rap_term *term, const rap_answer *answer, uint64_t line, rap_track *out, rap_error *err)
{
    place p = {.table = answer->table, .answer = answer, .line = line, .sum = SIZE_MAX};
    p.column = find_number(p.table, term->column);
    if (p.column == SIZE_MAX) return unknown_column(&p, term->column, err);
    find_columns(&p, term->column, out);
    p.year = rap_table_find(p.table, "year");
    if (p.year != SIZE_MAX && rap_table_column(p.table, p.year).type != RAP_COLUMN_INTEGER) p.year = SIZE_MAX;
    if (rap_table_rows(p.table) == 0) {
        out->lack = RAP_UNDECIDABLE;
        rap_text_puts(&out->why, "the answer is empty");
        return RAP_OK;
    }
    RAP_TRY(find_keys(&p, term, out, err));
    out->yearly = p.year != SIZE_MAX;
    if (out->why.length) return RAP_OK;
    return fill_points(&p, out, err);
}

static rap_status read_part(const rap_term *term, const rap_answer *answers, size_t n, uint64_t line, rap_track *out,
                            rap_error *err)
{
    out->term = term;
    if (term->is_number) {
        out->measure = term->percent ? RAP_MEASURE_SHARE : RAP_MEASURE_NUMBER;
        out->decimals = 6;
        out->exact = true;
        if (!(out->points = rap_alloc(1, sizeof *out->points))) return rap_fail_memory(err);
        out->n = 1;
        *out->points = (rap_point){.defined = true, .value = term->number, .low = term->number, .high = term->number, .works = -1};
        return RAP_OK;
    }
    const rap_answer *answer = NULL;
    RAP_TRY(find_answer(term, answers, n, line, &answer, err));
    if (answer->table) return read_cells(term, answer, line, out, err);
    out->lack = answer->lack;
    rap_text_puts(&out->why, answer->why);
    return RAP_OK;
}

/* A part of a whole: two tracks become one. */
static rap_status read_track(const rap_term *term, const rap_answer *answers, size_t n, uint64_t line, rap_track *out,
                             rap_error *err)
{
    RAP_TRY(read_part(term, answers, n, line, out, err));
    if (!term->over) return RAP_OK;
    rap_track whole = {0};
    rap_status status = read_part(term->over, answers, n, line, &whole, err);
    if (status == RAP_OK) rap_track_divide(out, &whole);
    if (status == RAP_OK && whole.absent.length) rap_text_printf(&out->absent, "%s%s", out->absent.length ? ", " : "", whole.absent.data);
    rap_track_release(&whole);
    return status;
}

rap_status rap_track_init(const rap_term *term, const rap_answer *answers, size_t n_answers, uint64_t line, rap_track *out,
                          rap_error *err)
{
    rap_track track = {0};
    rap_status status = read_track(term, answers, n_answers, line, &track, err);
    if (status == RAP_OK && (track.why.failed || track.absent.failed)) status = rap_fail_memory(err);
    if (status == RAP_OK)
        *out = track;
    else
        rap_track_release(&track);
    return status;
}

void rap_track_release(rap_track *track)
{
    rap_free(track->points);
    rap_text_release(&track->why);
    rap_text_release(&track->absent);
    *track = (rap_track){0};
}
