// SPDX-License-Identifier: Apache-2.0
/* expect: verdicts on hand-made tables, each worked out by hand, on both sides of every border. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "base/error.h"
#include "base/table.h"
#include "query/expect.h"
#include "query/track.h"
#include "support/near.h"

/* ------------------------------------------------------------ tables from text */

/* A head "year:i partner:t works:i share_of_output:r", then rows. "-" is no data, "0/0" empty, "small" too few. */
static rap_table *table_of(const char *text)
{
    rap_table *t = rap_table_new("test");
    rap_span rest = rap_span_of(text), line, word;
    (void)rap_span_next(&rest, '\n', &line);
    while (rap_span_next(&line, ' ', &word)) {
        char name[64];
        (void)snprintf(name, sizeof name, "%.*s", (int)word.length - 2, word.data);
        char type = word.data[word.length - 1];
        bool works = strcmp(name, "works") == 0 || strcmp(name, "output") == 0;
        (void)rap_table_add(t, name, name, works ? "works" : "", "",
                            type == 't' ? RAP_COLUMN_TEXT : type == 'i' ? RAP_COLUMN_INTEGER : RAP_COLUMN_REAL, 3);
    }
    while (rap_span_next(&rest, '\n', &line) && line.length) {
        rap_table_begin(t);
        for (size_t c = 0; rap_span_next(&line, ' ', &word); c++) {
            char cell[64];
            (void)snprintf(cell, sizeof cell, "%.*s", (int)word.length, word.data);
            if (strcmp(cell, "-") == 0) continue;
            if (strcmp(cell, "0/0") == 0) rap_table_undefined(t, c, RAP_UNDEFINED_EMPTY);
            else if (strcmp(cell, "small") == 0) rap_table_undefined(t, c, RAP_UNDEFINED_SMALL);
            else if (rap_table_column(t, c).type == RAP_COLUMN_TEXT) rap_table_text(t, c, cell);
            else if (rap_table_column(t, c).type == RAP_COLUMN_INTEGER) rap_table_integer(t, c, atoll(cell));
            else rap_table_real(t, c, strtod(cell, NULL));
        }
    }
    rap_table *out = NULL;
    rap_error err;
    if (rap_table_finish(t, &out, &err) != RAP_OK) fail_msg("%s", err.text);
    return out;
}

static rap_status judge(const char *text, const rap_answer *answers, size_t n, rap_finding *out, rap_error *err)
{
    rap_keep keep = {0};
    rap_expect expect;
    bool show = strncmp(text, "show ", 5) == 0;
    rap_status status = rap_expect_read(&keep, rap_span_of(show ? text + 5 : text), 7, show, &expect, err);
    if (status == RAP_OK) status = rap_expect_judge(&expect, answers, n, out, err);
    rap_keep_release(&keep);
    return status;
}

/* The verdict of an expectation on one unnamed answer; `holds` must stand in the evidence or in what is missing. */
static void verdict_of(const char *table, const char *text, bool points, rap_verdict wanted, const char *holds)
{
    rap_answer answer = {.name = "", .table = table_of(table), .points = points};
    rap_finding f;
    rap_error err = {0};
    if (judge(text, &answer, 1, &f, &err) != RAP_OK) fail_msg("%s: %s", text, err.text);
    if (f.verdict != wanted || (!strstr(rap_text_get(&f.evidence), holds) && !strstr(rap_text_get(&f.missing), holds)))
        fail_msg("%s: %s: %s [missing: %s]", text, rap_verdict_text(f.verdict), rap_text_get(&f.evidence), rap_text_get(&f.missing));
    rap_finding_release(&f);
    rap_table_free((rap_table *)answer.table);
}

static void is_(const char *table, const char *text, rap_verdict wanted, const char *holds)
{
    verdict_of(table, text, false, wanted, holds);
}

static void wrong(const char *table, const char *text, const char *says)
{
    rap_answer answer = {.name = "", .table = table_of(table)};
    rap_finding f;
    rap_error err = {0};
    assert_int_equal(judge(text, &answer, 1, &f, &err), RAP_E_FORMAT);
    assert_int_equal(err.line, 7);
    if (!strstr(err.text, says)) fail_msg("%s", err.text);
    rap_table_free((rap_table *)answer.table);
}

/* --------------------------------------------------------------- comparisons */

static const char ranks[] =
    "year:i partner:t works:i rank:i rank_low:i rank_high:i\n"
    "2017 CN 90 2 2 2\n2017 US 150 1 1 1\n"
    "2018 CN 130 1 1 2\n2018 US 125 2 1 2\n"
    "2019 CN 200 1 1 1\n2019 US 120 2 2 2\n"
    "2020 CN 220 1 1 1\n2020 US 118 2 2 2\n";

static void a_rank_holds_only_where_its_whole_interval_does(void **state)
{
    (void)state;
    is_(ranks, "rank CN = 1 since 2019", RAP_SUPPORTED, "2019-2020 yes");
    is_(ranks, "rank CN = 1 since 2018", RAP_UNDECIDABLE, "2018 open, 2019-2020 yes");
    is_(ranks, "rank CN = 1", RAP_CONTRADICTED, "2017 no");
    is_(ranks, "rank CN = 1 in 2018", RAP_UNDECIDABLE, "1 (1-2)");
    is_(ranks, "rank CN = 1 ever", RAP_SUPPORTED, "");
    is_(ranks, "rank CN = 1 ever until 2017", RAP_CONTRADICTED, "");
    is_(ranks, "rank CN = 1 ever until 2018", RAP_UNDECIDABLE, "");
    is_(ranks, "rank CN <= 2", RAP_SUPPORTED, "");
    is_(ranks, "rank CN = 1 by 2019", RAP_SUPPORTED, "2019-2020 yes");
    is_(ranks, "rank CN = 1 by 2018", RAP_UNDECIDABLE, "");
    is_(ranks, "rank CN = 2 by 2018", RAP_CONTRADICTED, "");
    is_(ranks, "rank CN != 3", RAP_SUPPORTED, "");
    is_(ranks, "rank CN > 2 until 2018", RAP_CONTRADICTED, "");
    is_(ranks, "rank CN < rank US since 2019", RAP_SUPPORTED, "against");
}

static void evidence_says_since_when_it_lasts(void **state)
{
    (void)state;
    is_(ranks, "rank CN = 1 since 2019", RAP_SUPPORTED, "lasting from 2018 on");
    is_(ranks, "rank CN = 1 since 2019", RAP_SUPPORTED, "2019 1 (1-1), 200 works");
}

static void points_switch_intervals_off(void **state)
{
    (void)state;
    verdict_of(ranks, "rank CN = 1 since 2018", true, RAP_SUPPORTED, "2018-2020 yes");
    verdict_of(ranks, "works CN > works US in 2018", true, RAP_SUPPORTED, "130 against 125");
}

static void two_counts_are_apart_beyond_sampling(void **state)
{
    (void)state;
    /* 1.96 sqrt(225) = 29.4: 127 - 98 = 29 is not enough, 128 - 97 = 31 is */
    is_("partner:t works:i\nA 127\nB 98\n", "works A > works B", RAP_UNDECIDABLE, "127 against 98");
    is_("partner:t works:i\nA 128\nB 97\n", "works A > works B", RAP_SUPPORTED, "");
    is_("partner:t works:i\nA 128\nB 97\n", "works B >= works A", RAP_CONTRADICTED, "");
    is_("partner:t works:i\nA 127\nB 98\n", "works A > works B", RAP_UNDECIDABLE, "overlap");
}

static void a_count_against_a_number_is_exact(void **state)
{
    (void)state;
    is_("partner:t works:i\nA 101\n", "works A > 100", RAP_SUPPORTED, "101");
    is_("partner:t works:i\nA 101\n", "works A = 101", RAP_SUPPORTED, "");
    is_("partner:t works:i\nA 101\n", "works A = 100", RAP_CONTRADICTED, "");
}

static void a_share_has_the_interval_of_its_works(void **state)
{
    (void)state;
    /* 0.17 of 1000: 1.96 sqrt(0.17 * 0.83 / 1000) = 0.0233 */
    static const char t[] = "partner:t works:i share_of_international:r\nCN 170 0.17\nUS 17 0.17\nGB 1 0.17\n";
    is_(t, "share_of_international CN = 17 % +- 2.4 %", RAP_SUPPORTED, "17.00 % (170 of 1000)");
    is_(t, "share_of_international CN = 17 % +- 2.2 %", RAP_UNDECIDABLE, "");
    is_(t, "share_of_international CN = 20 % +- 0.6 %", RAP_CONTRADICTED, "");
    is_(t, "share_of_international US = 20 % +- 0.6 %", RAP_UNDECIDABLE, "");
    is_(t, "share_of_international CN > 14 %", RAP_SUPPORTED, "");
    verdict_of(t, "share_of_international CN = 17 %", true, RAP_SUPPORTED, "");
}

static void a_part_of_a_whole_is_a_share(void **state)
{
    (void)state;
    /* 20 of 100: 1.96 * 0.2 * sqrt(0.8 / 20) = 0.0784 */
    static const char t[] = "partner:t works:i links:i\nA 20 10\nB 100 40\nC 0 0\n";
    is_(t, "works A / works B = 20 % +- 8 %", RAP_SUPPORTED, "20.00 % (20 of 100)");
    is_(t, "works A / works B = 20 % +- 7 %", RAP_UNDECIDABLE, "");
    is_(t, "links A / links B = 25 %", RAP_SUPPORTED, "25.00 %");
    is_(t, "works C / works B < 1 %", RAP_SUPPORTED, "");
    is_(t, "works C / works C < 1 %", RAP_ILL_POSED, "0/0");
    is_(t, "works A / works C < 1 %", RAP_ILL_POSED, "infinite");
    is_(t, "works A / works D < 1 %", RAP_UNDECIDABLE, "no row 'D'");
    is_("year:i partner:t works:i\n2019 A 10\n2020 A 20\n2019 B 100\n", "works A / works B < 50 %", RAP_UNDECIDABLE, "2019 yes, 2020 open");
}

static void what_is_missing_leaves_a_claim_open_unless_another_year_refutes_it(void **state)
{
    (void)state;
    static const char t[] = "year:i partner:t x:r\n2018 A 1\n2019 A -\n2020 B 3\n2021 A 2\n2022 A 0/0\n";
    is_(t, "x A > 0 until 2019", RAP_UNDECIDABLE, "2018 yes, 2019 open");
    is_(t, "x A > 0 in 2020", RAP_UNDECIDABLE, "no row of this year");
    is_(t, "x A > 5", RAP_CONTRADICTED, "");
    is_(t, "x A > 0 since 2021", RAP_ILL_POSED, "0/0");
    is_(t, "x A > 0 since 2023", RAP_UNDECIDABLE, "years that the answer does not have");
    is_(t, "x A > 0 from 2016 until 2018", RAP_UNDECIDABLE, "2016-2017 open, 2018 yes");
    is_(t, "x C > 0", RAP_UNDECIDABLE, "no row 'C'");
    is_("year:i partner:t x:r\n", "x A > 0", RAP_UNDECIDABLE, "empty");
}

static void years_that_the_ask_names_must_be_there(void **state)
{
    (void)state;
    rap_answer answer = {.name = "", .table = table_of("year:i partner:t x:r\n2019 A 1\n2020 A 1\n"), .first_year = 2019, .last_year = 2022};
    rap_finding f;
    rap_error err;
    assert_int_equal(judge("x A = 1 since 2019", &answer, 1, &f, &err), RAP_OK);
    assert_int_equal(f.verdict, RAP_UNDECIDABLE);
    assert_non_null(strstr(f.evidence.data, "2019-2020 yes, 2021-2022 open"));
    rap_finding_release(&f);
    rap_table_free((rap_table *)answer.table);
}

static void rows_are_found_by_key_by_column_and_as_sums(void **state)
{
    (void)state;
    static const char t[] = "year:i country:t partner:t subject:t share_of_links:r works:i\n"
                            "2020 NO CN tech 0.10 10\n2020 NO JP tech 0.05 5\n2020 NO CN bio 0.02 2\n2021 NO CN tech 0.2 20\n";
    is_(t, "share_of_links [partner=CN subject=tech] > 5 % in 2020", RAP_UNDECIDABLE, "10.00 % (10 of 100)");
    is_(t, "works [partner=CN subject=tech year=2021] = 20", RAP_SUPPORTED, "");
    is_(t, "works [subject=bio] = 2 in 2020", RAP_SUPPORTED, "");
    is_("country:t partner:t works:i\nNO CN 10\nNO JP 5\n", "works CN+JP = 15", RAP_SUPPORTED, "15");
    is_("country:t partner:t works:i\nNO CN 10\nNO JP 5\n", "works CN+KR = 10", RAP_SUPPORTED, "no row of KR");
    is_("country:t partner:t works:i\nNO CN+JP 12\nNO CN 10\nNO JP 5\n", "works CN+JP = 12", RAP_SUPPORTED, "");
    is_("country:t subject:t works:i\nNO bio 3\nNO tech 4\n", "works tech = 4", RAP_SUPPORTED, "");
}

static void a_plan_that_asks_for_what_no_table_has_is_wrong(void **state)
{
    (void)state;
    wrong(ranks, "rang CN = 1", "no column of numbers 'rang'; it has year, partner");
    wrong(ranks, "partner CN = 1", "no column of numbers");
    wrong(ranks, "rank = 1", "several rows of one year");
    wrong(ranks, "rank [land=CN] = 1", "'land'");
    wrong("partner:t works:i\nA 1\nA 2\n", "works A = 1", "several rows");
    wrong("partner:t works:i\nA 1\n", "works A = 1 since 2019", "each=year");
    wrong("partner:t works:i\nA 1\n", "works A rises", "each=year");
    wrong("partner:t works:i\nA 1\nB 2\n", "top 1 works = A in 2020", "each=year");
}

/* ------------------------------------------------------------------ directions */

static void series(char *out, size_t size, const char *column, int first, const double *y, size_t n)
{
    int used = snprintf(out, size, "year:i partner:t %s:r\n", column);
    for (size_t i = 0; i < n; i++) used += snprintf(out + used, size - (size_t)used, "%d CN %g\n", first + (int)i, y[i]);
}

static void direction(const double *y, size_t n, const char *text, rap_verdict wanted, const char *holds)
{
    char t[1024];
    series(t, sizeof t, "x", 2011, y, n);
    is_(t, text, wanted, holds);
}

static void a_direction_is_the_slope_with_its_interval(void **state)
{
    (void)state;
    const double up[] = {1, 2, 3, 5, 6, 7, 9, 10}, down[] = {10, 9, 7, 6, 5, 3, 2, 1}, flat[] = {5, 4, 6, 5, 4, 6, 5, 5};
    const double level[] = {100, 100.5, 99.8, 100.2, 100.1, 99.9, 100.3, 100};
    direction(up, 8, "x CN rises", RAP_SUPPORTED, "8 years");
    direction(up, 8, "x CN falls", RAP_CONTRADICTED, "");
    direction(up, 8, "x CN not falls", RAP_SUPPORTED, "");
    direction(up, 8, "x CN not rises", RAP_CONTRADICTED, "");
    direction(up, 8, "x CN is steady", RAP_CONTRADICTED, "");
    direction(down, 8, "x CN falls", RAP_SUPPORTED, "");
    direction(down, 8, "x CN not falls", RAP_CONTRADICTED, "");
    direction(flat, 8, "x CN rises", RAP_UNDECIDABLE, "interval of the slope");
    direction(flat, 8, "x CN falls", RAP_UNDECIDABLE, "");
    direction(flat, 8, "x CN not falls", RAP_SUPPORTED, "");
    direction(flat, 8, "x CN is steady", RAP_UNDECIDABLE, "");
    direction(level, 8, "x CN is steady", RAP_SUPPORTED, "");
    const double same[] = {3, 3, 3, 3, 3, 3};
    direction(same, 6, "x CN rises", RAP_CONTRADICTED, "+0 a year");
    direction(same, 6, "x CN not falls", RAP_SUPPORTED, "");
}

static void directions_look_only_at_their_years(void **state)
{
    (void)state;
    const double turn[] = {9, 8, 7, 6, 5, 4, 5, 6, 7, 8, 9, 10};
    direction(turn, 12, "x CN rises since 2016", RAP_SUPPORTED, "7 years");
    direction(turn, 12, "x CN falls until 2016", RAP_SUPPORTED, "6 years");
    direction(turn, 12, "x CN rises from 2016 until 2019", RAP_UNDECIDABLE, "there are 4");
    direction(turn, 12, "x CN rises since 2030", RAP_UNDECIDABLE, "there are 0");
}

static void few_years_and_few_works_say_nothing(void **state)
{
    (void)state;
    is_("year:i partner:t works:i\n2011 A 10\n2012 A 20\n2013 A 30\n2014 A 40\n", "works A rises", RAP_UNDECIDABLE, "there are 4");
    is_("year:i partner:t works:i\n2011 A 1\n2012 A 2\n2013 A 3\n2014 A 4\n2015 A 5\n2016 A 6\n", "works A rises", RAP_UNDECIDABLE,
        "5 works a year");
    is_("year:i partner:t x:r works:i\n2011 A 1 2\n2012 A 2 2\n2013 A 3 2\n2014 A 4 2\n2015 A 5 3\n2016 A 6 3\n", "x A rises",
        RAP_UNDECIDABLE, "5 works a year");
    is_("year:i partner:t x:r\n2011 A 1\n2012 A -\n2013 A small\n2014 A 4\n2015 A 5\n2016 A 6\n", "x A rises", RAP_UNDECIDABLE,
        "there are 4");
}

static void an_odd_year_is_named_and_left_out(void **state)
{
    (void)state;
    /* the shape of Norway-China with its odd 2021 */
    is_("year:i partner:t works:i\n2016 CN 850\n2017 CN 1000\n2018 CN 1169\n2019 CN 1480\n2020 CN 1944\n2021 CN 3246\n2022 CN 2374\n2023 CN 2500\n",
        "works CN rises", RAP_SUPPORTED, "left out as odd: 2021 (3246 works");
}

static void growth_is_compared_as_a_rate(void **state)
{
    (void)state;
    char t[2048] = "year:i partner:t x:r\n";
    size_t used = strlen(t);
    double a = 100, b = 1000, c = 1000;
    for (int year = 2010; year < 2020; year++) {
        used += (size_t)snprintf(t + used, sizeof t - used, "%d A %g\n%d B %g\n%d C %g\n", year, a, year, b, year, c);
        a *= 1.10;
        b *= 1.03;
        c *= 0.95;
    }
    is_(t, "x A rises faster than x B", RAP_SUPPORTED, "+10.0 % a year");
    is_(t, "x B rises faster than x A", RAP_CONTRADICTED, "");
    is_(t, "x C falls faster than x B", RAP_SUPPORTED, "");
    is_(t, "x B falls faster than x A", RAP_CONTRADICTED, "");
    is_("year:i partner:t x:r\n2011 A 0\n2012 A 1\n2013 A 2\n2014 A 3\n2015 A 4\n", "x A rises faster than x A", RAP_UNDECIDABLE, "above 0");
}

/* --------------------------------------------------------------------- passing */

static const char race[] = "year:i partner:t works:i\n"
                           "2015 CN 100\n2015 US 200\n2016 CN 130\n2016 US 190\n2017 CN 170\n2017 US 180\n"
                           "2018 CN 210\n2018 US 170\n2019 CN 260\n2019 US 160\n";

static void passing_is_below_before_and_above_for_good(void **state)
{
    (void)state;
    /* clearly below until 2016; 2017 within sampling; 210 - 170 = 40 > 1.96 sqrt(380) = 38.2: clearly above from 2018 */
    is_(race, "works CN passes works US", RAP_SUPPORTED, "clearly below until 2016; above from 2018 on, clearly from 2018 on");
    is_(race, "works US passes works CN", RAP_CONTRADICTED, "");
    is_(race, "works CN passes works US by 2018", RAP_SUPPORTED, "");
    is_(race, "works CN passes works US by 2017", RAP_UNDECIDABLE, "");
    is_(race, "works CN passes works US by 2016", RAP_CONTRADICTED, "");
    is_(race, "works CN passes works US in 2018", RAP_UNDECIDABLE, "");
    is_(race, "works CN passes works US in 2019", RAP_CONTRADICTED, "");
    verdict_of(race, "works CN passes works US in 2018", true, RAP_SUPPORTED, "");
}

static void what_was_always_above_passes_nothing(void **state)
{
    (void)state;
    is_("year:i partner:t works:i\n2018 CN 210\n2018 US 100\n2019 CN 260\n2019 US 110\n", "works CN passes works US", RAP_CONTRADICTED, "");
    is_("year:i partner:t works:i\n2018 CN 100\n2018 US 200\n2019 CN 260\n2019 US 250\n", "works CN passes works US", RAP_UNDECIDABLE,
        "above from 2019 on");
    is_("year:i partner:t works:i\n2018 CN 100\n2018 US 200\n", "works CN passes works US", RAP_UNDECIDABLE, "two years");
}

/* --------------------------------------------------------------------- leaders */

static void leaders_are_a_set_in_any_order(void **state)
{
    (void)state;
    static const char t[] = "country:t partner:t subject:t works:i\nNO CN env 300\nNO CN tech 310\nNO CN comp 200\nNO CN bio 100\nNO CN chem 95\n";
    is_(t, "top 3 works = comp, tech, env", RAP_SUPPORTED, "tech 310, env 300, comp 200; next bio 100");
    is_(t, "top 3 works = comp, bio, env", RAP_CONTRADICTED, "");
    is_(t, "top 4 works = comp, bio, env, tech", RAP_UNDECIDABLE, "");
    is_(t, "top 1 works = tech", RAP_UNDECIDABLE, "");
    is_(t, "top 2 works = tech, law", RAP_UNDECIDABLE, "not in the answer");
    is_(t, "top 1 works = law", RAP_UNDECIDABLE, "none of the named");
    is_("year:i partner:t works:i\n2019 A 100\n2019 B 10\n2020 A 10\n2020 B 100\n", "top 1 works = A in 2019", RAP_SUPPORTED, "");
    is_("year:i partner:t works:i\n2019 A 100\n2019 B 10\n2020 A 10\n2020 B 100\n", "top 1 works = A", RAP_CONTRADICTED, "");
    is_("year:i partner:t works:i\n2019 A 100\n2019 B 10\n2020 A 10\n2020 B 100\n", "top 1 works = A ever", RAP_SUPPORTED, "");
}

static void what_is_only_shown_is_not_judged(void **state)
{
    (void)state;
    is_(ranks, "show rank CN", RAP_SUPPORTED, "rank CN: 2017 2 (2-2), 90 works; 2020 1 (1-1), 220 works");
    is_("partner:t works:i\nA 100\nB 300\nC 200\n", "show top 2 works", RAP_SUPPORTED, "B 300, C 200; next A 100");
    is_(ranks, "show rank XX", RAP_SUPPORTED, "no row 'XX'");
}

/* ------------------------------------------------------------------------ rest */

static void an_ask_without_an_answer_says_why(void **state)
{
    (void)state;
    rap_answer answers[] = {{.name = "a", .lack = RAP_UNDECIDABLE, .why = "needs fields"}, {.name = "b", .lack = RAP_ILL_POSED, .why = "NO with itself"}};
    static const struct {
        const char *text;
        rap_verdict verdict;
    } cases[] = {{"a.works CN > 1", RAP_UNDECIDABLE}, {"b.works CN > 1", RAP_ILL_POSED}, {"a.works CN > b.works CN", RAP_ILL_POSED},
                 {"top 1 a.works = CN", RAP_UNDECIDABLE}, {"a.works CN rises", RAP_UNDECIDABLE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_finding f;
        rap_error err;
        assert_int_equal(judge(cases[i].text, answers, 2, &f, &err), RAP_OK);
        assert_int_equal(f.verdict, cases[i].verdict);
        assert_non_null(strstr(f.missing.data, cases[i].text[0] == 'b' ? "itself" : "needs fields"));
        rap_finding_release(&f);
    }
}

static void a_claim_fails_before_it_is_open(void **state)
{
    (void)state;
    const rap_verdict order[] = {RAP_SUPPORTED, RAP_UNDECIDABLE, RAP_ILL_POSED, RAP_CONTRADICTED};
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < 4; k++) assert_int_equal(rap_verdict_both(order[i], order[k]), order[i > k ? i : k]);
}

static void differences_add_their_squares(void **state)
{
    (void)state;
    rap_estimate d = rap_difference((rap_estimate){10, 7, 14}, (rap_estimate){5, 1, 8});
    assert_near(d.value, 5, 1e-12);
    assert_near(d.low, 5 - 4.242640687119285, 1e-12);
    assert_near(d.high, 5 + 5.656854249492381, 1e-12);
}

static void short_memory_is_reported_and_nothing_leaks(void **state)
{
    (void)state;
    static const char *const texts[] = {"rank CN = 1 since 2019", "works CN rises", "works CN passes works US", "top 1 works = CN in 2020",
                                        "works CN+US > 3", "show rank CN"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        rap_answer answer = {.name = "", .table = table_of(ranks)};
        for (uint64_t n = 1;; n++) {
            rap_finding f;
            rap_error err;
            rap_alloc_fail_after(n);
            rap_status status = judge(texts[i], &answer, 1, &f, &err);
            rap_alloc_fail_after(0);
            if (status == RAP_OK) {
                rap_finding_release(&f);
                break;
            }
            assert_int_equal(status, RAP_E_MEMORY);
        }
        rap_table_free((rap_table *)answer.table);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rank_holds_only_where_its_whole_interval_does),
        cmocka_unit_test(evidence_says_since_when_it_lasts),
        cmocka_unit_test(points_switch_intervals_off),
        cmocka_unit_test(two_counts_are_apart_beyond_sampling),
        cmocka_unit_test(a_count_against_a_number_is_exact),
        cmocka_unit_test(a_share_has_the_interval_of_its_works),
        cmocka_unit_test(a_part_of_a_whole_is_a_share),
        cmocka_unit_test(what_is_missing_leaves_a_claim_open_unless_another_year_refutes_it),
        cmocka_unit_test(years_that_the_ask_names_must_be_there),
        cmocka_unit_test(rows_are_found_by_key_by_column_and_as_sums),
        cmocka_unit_test(a_plan_that_asks_for_what_no_table_has_is_wrong),
        cmocka_unit_test(a_direction_is_the_slope_with_its_interval),
        cmocka_unit_test(directions_look_only_at_their_years),
        cmocka_unit_test(few_years_and_few_works_say_nothing),
        cmocka_unit_test(an_odd_year_is_named_and_left_out),
        cmocka_unit_test(growth_is_compared_as_a_rate),
        cmocka_unit_test(passing_is_below_before_and_above_for_good),
        cmocka_unit_test(what_was_always_above_passes_nothing),
        cmocka_unit_test(leaders_are_a_set_in_any_order),
        cmocka_unit_test(what_is_only_shown_is_not_judged),
        cmocka_unit_test(an_ask_without_an_answer_says_why),
        cmocka_unit_test(a_claim_fails_before_it_is_open),
        cmocka_unit_test(differences_add_their_squares),
        cmocka_unit_test(short_memory_is_reported_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
