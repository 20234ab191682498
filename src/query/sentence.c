// SPDX-License-Identifier: Apache-2.0
#include "query/sentence.h"

#include <string.h>

#include "base/table.h"
#include "cube/catalog.h"

#define DASH "\xE2\x80\x93"

/* ---------------------------------------------------------------- reading a row */

typedef struct row {
    const rap_table *table;
    size_t at;
    const rap_catalog *catalog;
} row;

static bool get(row r, const char *column, rap_cell *out)
{
    size_t c = rap_table_find(r.table, column);
    if (c == SIZE_MAX) return false;
    *out = rap_table_cell(r.table, r.at, c);
    return out->reason == RAP_DEFINED;
}

static const char *text(row r, const char *column)
{
    size_t c = rap_table_find(r.table, column);
    if (c == SIZE_MAX || rap_table_column(r.table, c).type != RAP_COLUMN_TEXT) return "";
    rap_cell cell = rap_table_cell(r.table, r.at, c);
    return cell.reason == RAP_DEFINED ? cell.text : "";
}

static bool same(row a, row b, const char *column)
{
    size_t c = rap_table_find(a.table, column);
    if (c == SIZE_MAX) return true;
    rap_cell x = rap_table_cell(a.table, a.at, c), y = rap_table_cell(b.table, b.at, c);
    if (x.reason != RAP_DEFINED || y.reason != RAP_DEFINED) return x.reason == y.reason;
    return rap_table_column(a.table, c).type == RAP_COLUMN_TEXT ? strcmp(x.text, y.text) == 0 : x.real == y.real;
}

/* The table warns of this year. */
static bool is_provisional(const rap_table *table, const char *year)
{
    for (size_t i = 0; rap_table_note(table, i); i++)
        if (strstr(rap_table_note(table, i), "provisional") && strstr(rap_table_note(table, i), year)) return true;
    return false;
}

/* "In 2023 (provisional), ": years are numbers where they are apart, and may be spans where not. */
static void add_period(rap_text *out, row r)
{
    char number[24];
    rap_cell cell;
    const char *period = text(r, "year");
    if (!*period && get(r, "year", &cell)) {
        (void)snprintf(number, sizeof number, "%lld", (long long)cell.integer);
        period = number;
    }
    rap_text_printf(out, "In %s%s, ", period, strlen(period) == 4 && is_provisional(r.table, period) ? " (provisional)" : "");
}

/* The name behind a code; a group has only its own. */
static const char *name_of(row r, const char *code)
{
    const rap_country *country = rap_catalog_country(r.catalog, rap_span_of(code));
    return country ? country->name : code;
}

static const char *country_name(row r)
{
    return name_of(r, text(r, "country"));
}

static const char *partner_name(row r)
{
    return name_of(r, text(r, "partner"));
}

/* -------------------------------------------------------------------- numbers */

static void add_number(rap_text *out, row r, const char *column, double factor, int decimals)
{
    rap_cell cell;
    if (!get(r, column, &cell)) {
        rap_text_puts(out, "an unknown number");
        return;
    }
    if (factor == 1 && cell.real == (double)(int64_t)cell.real && decimals < 3) decimals = 0;
    rap_text_printf(out, "%.*f", decimals, factor * cell.real);
}

static void add_share(rap_text *out, row r, const char *column)
{
    rap_cell cell;
    int decimals = get(r, column, &cell) && cell.real >= 0.1 ? 1 : 2;
    add_number(out, r, column, 100, decimals);
    rap_text_puts(out, " %");
}

/* "9", or "9 (9-10)": where a rank may as well stand. */
static void add_rank(rap_text *out, row r, const char *column, const char *low, const char *high)
{
    rap_cell from, to;
    add_number(out, r, column, 1, 0);
    if (get(r, low, &from) && get(r, high, &to) && from.real != to.real)
        rap_text_printf(out, " (%.0f" DASH "%.0f)", from.real, to.real);
}

/* ------------------------------------------------------------------ templates */

/* The last row of the series that row 0 belongs to which has no flag (odd, provisional); the last one where all have. */
static row settled(row first)
{
    row last = first, any = first;
    for (row r = first; r.at < rap_table_rows(first.table); r.at++) {
        if (!same(r, first, "country") || !same(r, first, "partner")) continue;
        any = r;
        if (!*text(r, "flag")) last = r;
    }
    return *text(last, "flag") ? any : last;
}

/* The same year from the partner's side. */
static bool other_side(row one, row *out)
{
    for (row r = {one.table, 0, one.catalog}; r.at < rap_table_rows(one.table); r.at++)
        if (strcmp(text(r, "country"), text(one, "partner")) == 0 && strcmp(text(r, "partner"), text(one, "country")) == 0 &&
            same(r, one, "year")) {
            *out = r;
            return true;
        }
    return false;
}

static void say_sides(rap_text *out, row one, row two, const char *a, const char *b)
{
    rap_cell cell;
    if (get(one, "share_of_international", &cell) && get(two, "share_of_international", &cell)) {
        rap_text_puts(out, "That is ");
        add_share(out, one, "share_of_international");
        rap_text_printf(out, " of the international works of %s and ", a);
        add_share(out, two, "share_of_international");
        rap_text_printf(out, " of those of %s.\n", b);
    }
    if (!get(one, "rank", &cell) || !get(two, "rank", &cell)) return;
    add_period(out, one);
    rap_text_printf(out, "%s is number ", b);
    add_rank(out, one, "rank", "rank_low", "rank_high");
    rap_text_printf(out, " among the partners of %s; %s is number ", a, a);
    add_rank(out, two, "rank", "rank_low", "rank_high");
    rap_text_printf(out, " among those of %s.\n", b);
}

static void say_ric(rap_text *out, row one)
{
    rap_cell low, high;
    if (!get(one, "ric_low", &low) || !get(one, "ric_high", &high)) return;
    add_period(out, one);
    rap_text_printf(out, "they work together %s their sizes alone would give: RIC is ",
                    high.real < 0.5 ? "less than" : low.real > 0.5 ? "more than" : "about as much as");
    add_number(out, one, "ric", 1, 3);
    rap_text_printf(out, " (%.3f" DASH "%.3f), and 0.5 is neutral.\n", low.real, high.real);
}

static void say_pair(rap_text *out, row first)
{
    row one = settled(first), two;
    const char *a = country_name(one), *b = partner_name(one);
    add_period(out, one);
    rap_text_printf(out, "%s and %s have ", a, b);
    add_number(out, one, "works", 1, 1);
    rap_text_puts(out, " works together");
    if (first.at != one.at) {
        rap_text_puts(out, "; in ");
        add_number(out, first, "year", 1, 0);
        rap_text_puts(out, " it was ");
        add_number(out, first, "works", 1, 1);
    }
    rap_text_puts(out, ".\n");
    if (other_side(one, &two)) say_sides(out, one, two, a, b);
    say_ric(out, one);
}

enum { SAID = 3 };

/* "Germany (4374)", one of a list of `n`. */
static void add_item(rap_text *out, row r, const char *name, size_t i, size_t n)
{
    rap_cell cell;
    rap_text_printf(out, "%s%s (", i == 0 ? "" : i + 1 == n ? " and " : ", ", name);
    add_number(out, r, get(r, "works", &cell) ? "works" : "international", 1, 1);
    rap_text_puts(out, ")");
}

/* The greatest of the last period: rows are sorted. Its first row, and how many are said. */
static row last_period(row first, size_t *n)
{
    size_t rows = rap_table_rows(first.table);
    row start = first;
    for (row r = first; r.at < rows; r.at++)
        if (!same(r, start, "year") || !same(r, start, "subject")) start = r;
    *n = rows - start.at < SAID ? rows - start.at : SAID;
    return start;
}

static void say_partners(rap_text *out, row first)
{
    size_t n;
    row start = last_period(first, &n);
    add_period(out, start);
    rap_text_printf(out, "%s has most joint works with ", country_name(start));
    for (size_t i = 0; i < n; i++) {
        row r = {start.table, start.at + i, start.catalog};
        add_item(out, r, partner_name(r), i, n);
    }
    rap_text_puts(out, ".\n");
}

static void say_rank(rap_text *out, row first)
{
    size_t n;
    rap_cell cell;
    row start = last_period(first, &n);
    add_period(out, start);
    rap_text_printf(out, "the countries with most %sworks are ", get(start, "works", &cell) ? "" : "international ");
    for (size_t i = 0; i < n; i++) {
        row r = {start.table, start.at + i, start.catalog};
        add_item(out, r, country_name(r), i, n);
    }
    rap_text_puts(out, ".\n");
}

static void say_fields(rap_text *out, row first)
{
    size_t n = 0;
    while (n < SAID && first.at + n < rap_table_rows(first.table) && same((row){first.table, first.at + n, first.catalog}, first, "year")) n++;
    add_period(out, first);
    rap_text_printf(out, "most of the joint works of %s and %s are in ", country_name(first), partner_name(first));
    for (size_t i = 0; i < n; i++) {
        row r = {first.table, first.at + i, first.catalog};
        add_item(out, r, text(r, "subject_name"), i, n);
    }
    rap_text_puts(out, "; a work may count in several.\n");
}

/* The whole of a measure's series, cleaned of odd years where there is such a one. */
static bool whole_series(row first, const char *measure, row *out)
{
    bool found = false;
    for (row r = first; r.at < rap_table_rows(first.table); r.at++) {
        if (strcmp(text(r, "measure"), measure) != 0 || strcmp(text(r, "segment"), "whole") != 0) continue;
        if (!found || strcmp(text(r, "series"), "cleaned") == 0) *out = r;
        found = true;
    }
    return found;
}

static void say_trend(rap_text *out, row first)
{
    static const char *const measures[][2] = {{"works", "Joint works"}, {"share_of_international", "The share of international works"},
                                              {"share_of_links", "The share of links"}, {"ric", "RIC"}};
    for (size_t m = 0; m < sizeof measures / sizeof *measures; m++) {
        row r;
        rap_cell cell;
        if (!whole_series(first, measures[m][0], &r) || !get(r, "annual_change", &cell)) continue;
        rap_text_printf(out, "%s of %s with %s, ", measures[m][1], country_name(r), partner_name(r));
        add_number(out, r, "from_year", 1, 0);
        rap_text_puts(out, DASH);
        add_number(out, r, "to_year", 1, 0);
        rap_text_printf(out, ": %s, ", text(r, "direction"));
        add_number(out, r, "annual_change", 100, 1);
        rap_text_puts(out, " % a year (");
        add_number(out, r, "annual_change_low", 100, 1);
        rap_text_puts(out, " to ");
        add_number(out, r, "annual_change_high", 100, 1);
        rap_text_puts(out, ")");
        if (strcmp(text(r, "series"), "cleaned") == 0) rap_text_printf(out, "; odd years left out: %s", text(r, "flagged"));
        rap_text_puts(out, ".\n");
    }
}

static const struct {
    const char *question;
    void (*say)(rap_text *out, row first);
} sentences[] = {
    {"pair", say_pair}, {"partners", say_partners}, {"rank", say_rank}, {"fields", say_fields}, {"trend", say_trend},
};

enum { N_SENTENCES = sizeof sentences / sizeof *sentences };

bool rap_sentence_has(const char *question)
{
    for (size_t i = 0; i < N_SENTENCES; i++)
        if (strcmp(sentences[i].question, question) == 0) return true;
    return false;
}

void rap_sentence_add(rap_text *out, const rap_catalog *catalog, const char *question, const rap_table *table)
{
    row first = {table, 0, catalog};
    for (size_t i = 0; rap_table_rows(table) && i < N_SENTENCES; i++)
        if (strcmp(sentences[i].question, question) == 0) sentences[i].say(out, first);
}
