// SPDX-License-Identifier: Apache-2.0
/* What the catalogue promises: the built-in tables are right, lookups are exact, bad tables are refused by line. */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cube/catalog_tables.h"
#include "cube/embedded.h"

/* ---------------------------------------------------------------- helpers */

static rap_catalog *builtin;

static int open_builtin(void **state)
{
    (void)state;
    rap_error err;
    if (rap_catalog_open(NULL, &builtin, &err) == RAP_OK) return 0;
    print_error("%s\n", err.text);
    return -1;
}

static int close_builtin(void **state)
{
    (void)state;
    rap_catalog_close(builtin);
    return 0;
}

static const char *code_of(const char *text)
{
    const rap_country *country = rap_catalog_country(builtin, rap_span_of(text));
    return country ? country->code : NULL;
}

static rap_place place(const char *code)
{
    return rap_place_of(rap_span_of(code));
}

static bool is_member(const char *group_name, const char *code, int year)
{
    const rap_group *group = rap_catalog_group(builtin, rap_span_of(group_name));
    assert_non_null(group);
    for (size_t i = 0; i < group->n_members; i++) {
        const rap_membership *m = &group->members[i];
        if (m->place == place(code) && m->from <= year && year <= m->to) return true;
    }
    return false;
}

static size_t members_in(const char *group_name, int year)
{
    const rap_group *group = rap_catalog_group(builtin, rap_span_of(group_name));
    assert_non_null(group);
    size_t n = 0;
    for (size_t i = 0; i < group->n_members; i++)
        n += group->members[i].from <= year && year <= group->members[i].to;
    return n;
}

static bool has_type(const char *set_name, const char *type, const char *venue)
{
    const rap_kind_set *set = rap_catalog_kind_set(builtin, rap_span_of(set_name));
    assert_non_null(set);
    for (size_t i = 0; i < set->n_types; i++)
        if (strcmp(set->types[i].type, type) == 0 && strcmp(set->types[i].venue, venue) == 0) return true;
    return false;
}

/* A catalogue of small tables; NULL stands for a sound one. */
static rap_status read_tables(const char *countries, const char *groups, const char *areas, const char *kinds,
                              rap_catalog **out, rap_error *err)
{
    if (!countries)
        countries = "code\talpha3\tnumeric\tname\taliases\tsource\n"
                    "NA\tNAM\t516\tNamibia\t\tiso\nNO\tNOR\t578\tNorway\tNoreg\tiso\nOTH\t\t\tAll others\t\tx\n";
    if (!groups) groups = "group\ttitle\tcode\tfrom\tto\tsource\ng\tG\tNO\t\t\ts\n";
    if (!areas) areas = "area\ttitle\tlevel\tnumber\tsource\na\tA\tfield\t22\ts\n";
    if (!kinds) kinds = "set\ttitle\ttype\tvenue\tsource\nall\tAll\t*\t*\ts\n";
    const rap_catalog_source sources[RAP_CATALOG_TABLES] = {
        [RAP_COUNTRIES] = {"countries.tsv", rap_span_of(countries)},
        [RAP_GROUPS] = {"groups.tsv", rap_span_of(groups)},
        [RAP_AREAS] = {"areas.tsv", rap_span_of(areas)},
        [RAP_KINDS] = {"kinds.tsv", rap_span_of(kinds)},
        [RAP_REGIONS] = {"regions.tsv", rap_span_of("code\tnumeric\tname\taliases\trole\tsource\n")},
    };
    return rap_catalog_read(sources, out, err);
}

/* ---------------------------------------------------------- built-in data */

static void every_iso_country_is_there(void **state)
{
    (void)state;
    size_t n = 0, with_number = 0;
    for (const rap_country *c; (c = rap_catalog_country_at(builtin, n)) != NULL; n++) {
        with_number += c->numeric != 0;
        assert_true(rap_catalog_knows(builtin, c->place));
        assert_ptr_equal(rap_catalog_country_of(builtin, c->place), c);
        assert_ptr_equal(rap_catalog_country(builtin, rap_span_of(c->code)), c);
        assert_ptr_equal(rap_catalog_country(builtin, rap_span_of(c->name)), c);
    }
    assert_int_equal(with_number, 249);
    assert_int_equal(n, 251); /* and Kosovo, and "all others" */
    assert_false(rap_catalog_knows(builtin, place("ZZ")));
    assert_false(rap_catalog_knows(builtin, 0));
    assert_null(rap_catalog_country_of(builtin, place("SU")));
}

static void a_country_is_found_by_what_people_write(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } cases[] = {
        {"NO", "NO"}, {"no", "NO"}, {"NOR", "NO"}, {"578", "NO"}, {"norway", "NO"}, {"NORWAY", "NO"},
        {"NA", "NA"}, {"na", "NA"}, {"Namibia", "NA"}, {"UK", "GB"}, {"EL", "GR"}, {"KV", "XK"}, {"USA", "US"},
        {"South Korea", "KR"}, {"Korea, Republic of", "KR"}, {"Republic of Korea", "KR"}, {"Russia", "RU"},
        {"Russian Federation", "RU"}, {"Czech Republic", "CZ"}, {"Czechia", "CZ"}, {"Viet Nam", "VN"},
        {"Vietnam", "VN"}, {"Hong Kong", "HK"}, {"Taiwan", "TW"}, {"Macau", "MO"}, {"8", "AL"}, {"008", "AL"},
        {"Turkey", "TR"}, {"Türkiye", "TR"}, {"DRC", "CD"}, {"Congo", "CG"}, {"oth", "OTH"}, {"840", "US"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_string_equal(code_of(cases[i].text), cases[i].code);
    static const char *const nothing[] = {"", " NO", "N", "Korea", "Norwa", "Norwayy", "0", "000", "579", "0578",
                                          "TÜRKIYE", "EU"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) assert_null(code_of(nothing[i]));
}

static void the_european_union_is_dated_by_treaties(void **state)
{
    (void)state;
    assert_int_equal(members_in("eu", 1990), 27);
    assert_int_equal(members_in("eu", 2022), 27);
    static const struct {
        int year;
        size_t members;
    } sizes[] = {{1957, 0}, {1958, 6}, {1973, 9}, {1981, 10}, {1986, 12}, {1995, 15}, {2003, 15}, {2004, 25},
                 {2007, 27}, {2013, 28}, {2019, 28}, {2020, 27}, {2024, 27}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        assert_int_equal(members_in("eu-dated", sizes[i].year), sizes[i].members);
    assert_true(is_member("eu-dated", "GB", 2019));
    assert_false(is_member("eu-dated", "GB", 2020)); /* it left before 31 December */
    assert_false(is_member("eu-dated", "NO", 2020));
    assert_true(rap_catalog_group(builtin, rap_span_of("EU-dated"))->dated);
    assert_false(rap_catalog_group(builtin, rap_span_of("eu"))->dated);
}

static void other_groups_have_their_members(void **state)
{
    (void)state;
    static const struct {
        const char *group;
        int year;
        size_t members;
    } sizes[] = {{"nordic", 2000, 5}, {"nordic-all", 2000, 8}, {"g7", 2000, 7}, {"nato", 1949, 12},
                 {"nato", 2022, 30}, {"nato", 2023, 31}, {"nato", 2024, 32}, {"oecd", 1961, 19}, {"oecd", 2021, 38},
                 {"brics", 2008, 0}, {"brics", 2009, 4}, {"brics", 2010, 5}, {"brics", 2024, 9},
                 {"brics", 2025, 10}, {"efta", 1960, 7}, {"efta", 1995, 4}, {"anglo", 2000, 6},
                 {"western", 2000, 22}, {"asia", 2000, 51}, {"china-hk-mo", 2000, 3}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        assert_int_equal(members_in(sizes[i].group, sizes[i].year), sizes[i].members);
    assert_true(is_member("nordic", "IS", 1850));
    assert_false(is_member("nato", "FI", 2022));
    assert_true(is_member("nato", "FI", 2023));
    assert_true(is_member("nato", "SE", 2024));
    assert_true(is_member("asia", "TW", 2000));
    assert_false(is_member("asia", "RU", 2000));
    assert_null(rap_catalog_group(builtin, rap_span_of("nordics")));
}

static void members_are_sorted_and_not_twice_in_a_year(void **state)
{
    (void)state;
    const rap_group *group;
    for (size_t g = 0; (group = rap_catalog_group_at(builtin, g)) != NULL; g++)
        for (size_t i = 1; i < group->n_members; i++) {
            const rap_membership *a = &group->members[i - 1], *b = &group->members[i];
            assert_true(a->place < b->place || (a->place == b->place && a->to < b->from));
        }
}

static void the_nine_areas_take_each_field_once(void **state)
{
    (void)state;
    static const char *const nine[] = {"biology", "biomedicine", "chemistry", "computer-science",
                                       "environmental-sciences", "health-sciences", "physics", "ssh", "technology"};
    unsigned taken[37] = {0};
    for (size_t i = 0; i < 9; i++) {
        const rap_area *area = rap_catalog_area(builtin, rap_span_of(nine[i]));
        assert_non_null(area);
        for (size_t k = 0; k < area->n_nodes; k++) {
            assert_int_equal(area->nodes[k].level, 1);
            assert_in_range(area->nodes[k].number, 11, 36);
            taken[area->nodes[k].number]++;
        }
    }
    for (size_t field = 11; field <= 36; field++) assert_int_equal(taken[field], 1);
}

static void the_sensitive_area_is_the_union_of_its_four(void **state)
{
    (void)state;
    static const char *const four[] = {"semiconductors", "artificial-intelligence", "quantum", "biotechnologies"};
    const rap_area *sensitive = rap_catalog_area(builtin, rap_span_of("SENSITIVE"));
    assert_non_null(sensitive);
    size_t n = 0;
    for (size_t i = 0; i < 4; i++) n += rap_catalog_area(builtin, rap_span_of(four[i]))->n_nodes;
    assert_int_equal(sensitive->n_nodes, n);
    assert_non_null(rap_catalog_area(builtin, rap_span_of("batteries")));
    assert_non_null(rap_catalog_area(builtin, rap_span_of("petroleum")));
    assert_null(rap_catalog_area(builtin, rap_span_of("")));
}

static void kinds_read_the_words_of_today_and_of_2023(void **state)
{
    (void)state;
    assert_true(has_type("research", "article", "*"));
    assert_true(has_type("research", "conference-paper", "*"));
    assert_true(has_type("research", "journal-article", "*"));
    assert_true(has_type("research", "proceedings-article", "*"));
    assert_false(has_type("research", "preprint", "*"));
    assert_false(has_type("research", "editorial", "*"));
    assert_true(has_type("journal", "article", "journal"));
    assert_true(has_type("journal", "review", "journal"));
    assert_false(has_type("journal", "book", "journal"));
    assert_true(has_type("all", "*", "*"));
    assert_non_null(rap_catalog_kind_set(builtin, rap_span_of("Research")));
    assert_null(rap_catalog_kind_set_at(builtin, 3));
}

static void every_built_in_row_has_its_source(void **state)
{
    (void)state;
    for (size_t t = 0; t < RAP_CATALOG_TABLES; t++) {
        const rap_tsv *rows = &builtin->tables[t];
        assert_true(rows->n_rows > 0);
        for (size_t i = 0; i < rows->n_rows; i++) {
            assert_true(rap_tsv_cell(rows, i, rows->n_columns - 1)[0] != '\0');
            if (t != RAP_COUNTRIES && t != RAP_REGIONS) assert_true(rap_tsv_cell(rows, i, 1)[0] != '\0');
        }
    }
}

/* ----------------------------------------------------------------- tables */

static void tables_take_bom_crlf_comments_and_blank_lines(void **state)
{
    (void)state;
    rap_catalog *catalog;
    rap_error err;
    assert_int_equal(read_tables("\xEF\xBB\xBF# names\r\ncode\talpha3\tnumeric\tname\taliases\tsource\r\n\r\n"
                                 "# one\nNO\tNOR\t578\tNorway\tNoreg | Norge\tiso",
                                 NULL, NULL, NULL, &catalog, &err), RAP_OK);
    const rap_country *norway = rap_catalog_country(catalog, rap_span_of("norge"));
    assert_non_null(norway);
    assert_string_equal(norway->name, "Norway");
    assert_null(rap_catalog_country(catalog, rap_span_of(" norge")));
    rap_catalog_close(catalog);
}

static void a_title_may_stand_once(void **state)
{
    (void)state;
    rap_catalog *catalog;
    rap_error err;
    assert_int_equal(read_tables(NULL, "group\ttitle\tcode\tfrom\tto\tsource\ng\tThe group\tNO\t1990\t1999\ts\n"
                                       "g\t\tNO\t2001\t\ts\ng\t\tNA\t\t1950\ts\n",
                                 NULL, NULL, &catalog, &err), RAP_OK);
    const rap_group *group = rap_catalog_group_at(catalog, 0);
    assert_string_equal(group->title, "The group");
    assert_int_equal(group->n_members, 3);
    assert_int_equal(group->members[0].place, place("NA"));
    assert_int_equal(group->members[0].from, INT16_MIN);
    assert_int_equal(group->members[0].to, 1950);
    assert_int_equal(group->members[2].from, 2001);
    assert_int_equal(group->members[2].to, INT16_MAX);
    rap_catalog_close(catalog);
}

#define C "code\talpha3\tnumeric\tname\taliases\tsource\nNO\tNOR\t578\tNorway\tNoreg\tiso\n"
#define G "group\ttitle\tcode\tfrom\tto\tsource\n"
#define A "area\ttitle\tlevel\tnumber\tsource\n"
#define K "set\ttitle\ttype\tvenue\tsource\n"

static void a_bad_table_is_refused_with_file_and_line(void **state)
{
    (void)state;
    static const struct {
        const char *countries, *groups, *areas, *kinds;
        unsigned line;
        const char *says;
    } cases[] = {
        {"", NULL, NULL, NULL, 0, "countries.tsv: expected a header line"},
        {"code\tname\n", NULL, NULL, NULL, 1, "countries.tsv: line 1: expected 6 cells"},
        {"code\talpha3\tnumber\tname\taliases\tsource\n", NULL, NULL, NULL, 1, "expected column 3 to be 'numeric'"},
        {C "SE\tSWE\t752\tSweden\tiso\n", NULL, NULL, NULL, 3, "expected 6 cells separated by tabs, found 5"},
        {C "SE\tSWE\t752\tSweden\t\tiso\tmore\n", NULL, NULL, NULL, 3, "found 7"},
        {C "SE\tSWE\t752\tSwe\xFF" "den\t\tiso\n", NULL, NULL, NULL, 3, "expected UTF-8"},
        {C "se\tSWE\t752\tSweden\t\tiso\n", NULL, NULL, NULL, 3, "expected a code"},
        {C "S\tSWE\t752\tSweden\t\tiso\n", NULL, NULL, NULL, 3, "expected a code"},
        {C "SWED\tSWE\t752\tSweden\t\tiso\n", NULL, NULL, NULL, 3, "expected a code"},
        {C "NO\tSWE\t752\tSweden\t\tiso\n", NULL, NULL, NULL, 3, "code 'NO' stands twice"},
        {C "SE\tSWED\t752\tSweden\t\tiso\n", NULL, NULL, NULL, 3, "expected an alpha3"},
        {C "SE\tSWE\t1000\tSweden\t\tiso\n", NULL, NULL, NULL, 3, "expected a numeric code"},
        {C "SE\tSWE\t0\tSweden\t\tiso\n", NULL, NULL, NULL, 3, "expected a numeric code"},
        {C "SE\tSWE\t578\tSweden\t\tiso\n", NULL, NULL, NULL, 3, "578 stands for both NO and SE"},
        {C "SE\tSWE\t752\t\t\tiso\n", NULL, NULL, NULL, 3, "expected a name"},
        {C "SE\tSWE\t752\tSweden\tnoreg\tiso\n", NULL, NULL, NULL, 3, "'noreg' stands for both NO and SE"},
        {C "SE\tNOR\t752\tSweden\t\tiso\n", NULL, NULL, NULL, 3, "stands for both NO and SE"},
        {NULL, G "g\tG\tSE\t\t\ts\n", NULL, NULL, 2, "groups.tsv: line 2: expected the code of a country"},
        {NULL, G "g\tG\tOTH\t\t\ts\n", NULL, NULL, 2, "expected the code of a country"},
        {NULL, G "g\tG\tno\t\t\ts\n", NULL, NULL, 2, "expected the code of a country"},
        {NULL, G "g\tG\tNO\t19x0\t\ts\n", NULL, NULL, 2, "expected a year or nothing, found '19x0'"},
        {NULL, G "g\tG\tNO\t0\t\ts\n", NULL, NULL, 2, "expected a year"},
        {NULL, G "g\tG\tNO\t2001\t2000\ts\n", NULL, NULL, 2, "expected from <= to, found 2001 and 2000"},
        {NULL, G "g\tG\tNO\t\t2000\ts\ng\tG\tNO\t2000\t\ts\n", NULL, NULL, 3, "twice in one year"},
        {NULL, G "Big\tG\tNO\t\t\ts\n", NULL, NULL, 2, "expected a name of a-z"},
        {NULL, G "\tG\tNO\t\t\ts\n", NULL, NULL, 2, "expected a name of a-z"},
        {NULL, G "no\tG\tNO\t\t\ts\n", NULL, NULL, 2, "called like a country"},
        {NULL, G "g\tG\tNO\t\t\ts\nh\tH\tNO\t\t\ts\ng\tG\tNA\t\t\ts\n", NULL, NULL, 4, "'g' began on line 2"},
        {NULL, G "g\tG\tNO\t\t\ts\ng\tH\tNA\t\t\ts\n", NULL, NULL, 3, "expected the title of 'g' as on line 2"},
        {NULL, NULL, A "a\tA\tfeld\t22\ts\n", NULL, 2, "areas.tsv: line 2: expected level"},
        {NULL, NULL, A "a\tA\tfield\t256\ts\n", NULL, 2, "the number of a field, 1 to 255, found '256'"},
        {NULL, NULL, A "a\tA\tfield\t0\ts\n", NULL, 2, "the number of a field"},
        {NULL, NULL, A "a\tA\ttopic\tT10211\ts\n", NULL, 2, "the number of a topic"},
        {NULL, NULL, A "a\tA\tfield\t22\ts\na\tA\tfield\t22\ts\n", NULL, 3, "field 22 stands in 'a' twice"},
        {NULL, NULL, NULL, K "all\tA\tArticle\t*\ts\n", 2, "kinds.tsv: line 2: expected a document type"},
        {NULL, NULL, NULL, K "all\tA\t\t*\ts\n", 2, "expected a document type"},
        {NULL, NULL, NULL, K "all\tA\tarticle\tbook\ts\n", 2, "expected venue journal or *"},
        {NULL, NULL, NULL, K "all\tA\tarticle\t*\ts\nall\tA\tarticle\tjournal\ts\n", 3, "'article' stands in 'all' twice"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_catalog *untouched = (rap_catalog *)&builtin, *out = untouched;
        rap_error err = {0};
        assert_int_equal(read_tables(cases[i].countries, cases[i].groups, cases[i].areas, cases[i].kinds, &out, &err),
                         RAP_E_FORMAT);
        if (!strstr(err.text, cases[i].says)) fail_msg("case %zu: '%s' lacks '%s'", i, err.text, cases[i].says);
        assert_int_equal(err.line, cases[i].line);
        assert_ptr_equal(out, untouched);
    }
}

static void too_many_rows_are_refused(void **state)
{
    (void)state;
    rap_text areas = {0};
    rap_text_puts(&areas, A);
    for (unsigned i = 1; i <= RAP_ROWS_MAX + 1; i++) rap_text_printf(&areas, "a%u\tA\ttopic\t%u\ts\n", i % 10, i);
    assert_false(areas.failed);
    rap_catalog *catalog;
    rap_error err;
    assert_int_equal(read_tables(NULL, NULL, rap_text_get(&areas), NULL, &catalog, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "expected at most"));
    rap_text_release(&areas);
}

/* ----------------------------------------------------------------- folder */

static void write_file(const char *dir, const char *name, const char *text)
{
    char *path = rap_path_join(dir, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    rap_free(path);
}

static void a_folder_replaces_tables_by_name(void **state)
{
    (void)state;
    char dir[] = "/tmp/rapport-catalog-XXXXXX";
    assert_non_null(mkdtemp(dir));
    rap_catalog *catalog = NULL;
    rap_error err;
    write_file(dir, "groups.tsv", G "mine\tMy group\tNO\t\t\tme\n");
    assert_int_equal(rap_catalog_open(dir, &catalog, &err), RAP_OK);
    assert_non_null(rap_catalog_group(catalog, rap_span_of("mine")));
    assert_null(rap_catalog_group(catalog, rap_span_of("nordic")));
    assert_non_null(rap_catalog_country(catalog, rap_span_of("Norway")));
    rap_catalog_close(catalog);

    write_file(dir, "groups.tsv", G "mine\tMy group\tXX\t\t\tme\n");
    assert_int_equal(rap_catalog_open(dir, &catalog, &err), RAP_E_FORMAT);
    assert_int_equal(err.line, 2);
    assert_non_null(strstr(err.text, dir));
    assert_non_null(strstr(err.text, "groups.tsv: line 2: "));
    assert_int_equal(rap_folder_remove(dir, &err), RAP_OK);
    assert_int_equal(rap_catalog_open(dir, &catalog, &err), RAP_E_IO);
    assert_non_null(strstr(err.text, "expected a folder"));
}

/* ----------------------------------------------------------------- memory */

static void a_failing_allocation_is_reported_and_leaks_nothing(void **state)
{
    (void)state;
    rap_status status = RAP_E_MEMORY;
    uint64_t n = 0;
    while (status != RAP_OK) {
        rap_catalog *untouched = (rap_catalog *)&builtin, *out = untouched;
        rap_error err;
        rap_alloc_fail_after(++n);
        status = rap_catalog_open(NULL, &out, &err);
        rap_alloc_fail_after(0);
        if (status == RAP_OK) {
            rap_catalog_close(out);
        } else {
            assert_int_equal(status, RAP_E_MEMORY);
            assert_ptr_equal(out, untouched);
        }
        assert_true(n < 1000);
    }
    assert_true(n > 10);
    rap_catalog_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_iso_country_is_there),
        cmocka_unit_test(a_country_is_found_by_what_people_write),
        cmocka_unit_test(the_european_union_is_dated_by_treaties),
        cmocka_unit_test(other_groups_have_their_members),
        cmocka_unit_test(members_are_sorted_and_not_twice_in_a_year),
        cmocka_unit_test(the_nine_areas_take_each_field_once),
        cmocka_unit_test(the_sensitive_area_is_the_union_of_its_four),
        cmocka_unit_test(kinds_read_the_words_of_today_and_of_2023),
        cmocka_unit_test(every_built_in_row_has_its_source),
        cmocka_unit_test(tables_take_bom_crlf_comments_and_blank_lines),
        cmocka_unit_test(a_title_may_stand_once),
        cmocka_unit_test(a_bad_table_is_refused_with_file_and_line),
        cmocka_unit_test(too_many_rows_are_refused),
        cmocka_unit_test(a_folder_replaces_tables_by_name),
        cmocka_unit_test(a_failing_allocation_is_reported_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, open_builtin, close_builtin);
}
