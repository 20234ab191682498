// SPDX-License-Identifier: Apache-2.0
#include "query/sentence.h"

#include <string.h>

#include "base/table.h"

#define DASH "\xE2\x80\x93"

/* ---------------------------------------------------------------- reading a row */

typedef struct row {
    const rap_table *table;
    size_t at;
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

/* The name of a row's country: another row may have it as a partner. */
static const char *country_name(row r)
{
    const char *code = text(r, "country"), *name = text(r, "country_name");
    if (*name) return name;
    for (size_t i = 0; i < rap_table_rows(r.table); i++) {
        row other = {r.table, i};
        if (strcmp(text(other, "partner"), code) == 0 && *text(other, "partner_name")) return text(other, "partner_name");
    }
    return code;
}

static const char *partner_name(row r)
{
    return *text(r, "partner_name") ? text(r, "partner_name") : text(r, "partner");
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

/* The last row of the series that row 0 belongs to which is not provisional; the last one where all are. */
static row settled(const rap_table *table, row *first)
{
    row last = {table, 0}, any = {table, 0};
    *first = last;
    for (size_t i = 0; i < rap_table_rows(table); i++) {
        row r = {table, i};
        if (!same(r, *first, "country") || !same(r, *first, "partner")) continue;
        any = r;
        if (!strstr(text(r, "flag"), "provisional")) last = r;
    }
    return strstr(text(last, "flag"), "provisional") ? any : last;
}

/* The same year from the partner's side. */
static bool other_side(row one, row *out)
{
    for (size_t i = 0; i < rap_table_rows(one.table); i++) {
        row r = {one.table, i};
        if (strcmp(text(r, "country"), text(one, "partner")) == 0 && strcmp(text(r, "partner"), text(one, "country")) == 0 &&
            same(r, one, "year")) {
            *out = r;
            return true;
        }
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

static void say_pair(rap_text *out, const rap_table *table)
{
    row first, one = settled(table, &first), two;
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

/* The first rows of the last period: they are sorted, greatest first. */
static void say_greatest(rap_text *out, const rap_table *table, const char *name, const char *what)
{
    enum { SAID = 3 };
    size_t n = rap_table_rows(table), start = n - 1;
    row last = {table, n - 1};
    while (start > 0 && same((row){table, start - 1}, last, "year") && same((row){table, start - 1}, last, "subject_name")) start--;
    add_period(out, last);
    rap_text_puts(out, what);
    for (size_t i = start; i < n && i < start + SAID; i++) {
        row r = {table, i};
        rap_text_printf(out, "%s%s (", i == start ? " " : i + 1 == n || i + 1 == start + SAID ? " and " : ", ",
                        *text(r, name) ? text(r, name) : text(r, "country"));
        rap_cell cell;
        bool works = get(r, "works", &cell);
        add_number(out, r, works ? "works" : "international", 1, 1);
        rap_text_puts(out, ")");
    }
    rap_text_puts(out, ".\n");
}

static void say_partners(rap_text *out, const rap_table *table)
{
    rap_text what = {0};
    rap_text_printf(&what, "%s has most joint works with", country_name((row){table, 0}));
    say_greatest(out, table, "partner_name", rap_text_get(&what));
    out->failed = out->failed || what.failed;
    rap_text_release(&what);
}

static void say_rank(rap_text *out, const rap_table *table)
{
    say_greatest(out, table, "country_name", "the countries with most works are");
}

/* Only here subjects differ from row to row, within a period. */
static void say_fields(rap_text *out, const rap_table *table)
{
    row one = {table, 0};
    add_period(out, one);
    rap_text_printf(out, "most of the joint works of %s and %s are in ", country_name(one), partner_name(one));
    for (size_t i = 0; i < rap_table_rows(table) && i < 3 && same((row){table, i}, one, "year"); i++) {
        rap_text_printf(out, "%s%s (", i ? ", " : "", text((row){table, i}, "subject_name"));
        add_number(out, (row){table, i}, "works", 1, 1);
        rap_text_puts(out, ")");
    }
    rap_text_puts(out, "; a work may count in several.\n");
}

/* The whole of each measure's series, cleaned of odd years where there is such a one. */
static void say_trend(rap_text *out, const rap_table *table)
{
    static const char *const measures[][2] = {{"works", "Joint works"}, {"share_of_international", "The share of international works"},
                                              {"share_of_links", "The share of links"}, {"ric", "RIC"}};
    for (size_t m = 0; m < sizeof measures / sizeof *measures; m++) {
        row chosen = {NULL, 0};
        rap_cell cell;
        for (size_t i = 0; i < rap_table_rows(table); i++) {
            row r = {table, i};
            if (strcmp(text(r, "measure"), measures[m][0]) != 0 || strcmp(text(r, "segment"), "whole") != 0) continue;
            if (!chosen.table || strcmp(text(r, "series"), "cleaned") == 0) chosen = r;
        }
        if (!chosen.table || !get(chosen, "annual_change", &cell)) continue;
        rap_text_printf(out, "%s of %s and %s: %s from ", measures[m][1], text(chosen, "country"), text(chosen, "partner"),
                        text(chosen, "direction"));
        add_number(out, chosen, "from_year", 1, 0);
        rap_text_puts(out, " to ");
        add_number(out, chosen, "to_year", 1, 0);
        rap_text_puts(out, ", by ");
        add_number(out, chosen, "annual_change", 100, 1);
        rap_text_puts(out, " % a year (");
        add_number(out, chosen, "annual_change_low", 100, 1);
        rap_text_puts(out, " to ");
        add_number(out, chosen, "annual_change_high", 100, 1);
        rap_text_printf(out, ")%s%s%s.\n", strcmp(text(chosen, "series"), "cleaned") == 0 ? ", without " : "",
                        strcmp(text(chosen, "series"), "cleaned") == 0 ? text(chosen, "flagged") : "",
                        strcmp(text(chosen, "series"), "cleaned") == 0 ? ", which stand out" : "");
    }
}

static const struct {
    const char *question;
    void (*say)(rap_text *out, const rap_table *table);
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

void rap_sentence_add(rap_text *out, const char *question, const rap_table *table)
{
    for (size_t i = 0; rap_table_rows(table) && i < N_SENTENCES; i++)
        if (strcmp(sentences[i].question, question) == 0) sentences[i].say(out, table);
}
