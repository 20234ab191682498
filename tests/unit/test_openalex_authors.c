// SPDX-License-Identifier: Apache-2.0
/* Promises of source/openalex.h for authorships: the golden set, both rules, shares, ties, limits. */
#include <math.h>

#include "support/works.h"

/* ------------------------------------------------------------------------------------------- the golden set */

#define AUTHOR(codes) "{\"countries\":[" codes "]}"
#define WORK(id, authors)                                                                                    \
    "{\"id\":" #id ",\"type\":\"article\",\"publication_year\":2020,\"authorships\":[" authors "]}"
#define NO AUTHOR("\"NO\"")
#define CN AUTHOR("\"CN\"")
#define SE AUTHOR("\"SE\"")
#define US AUTHOR("\"US\"")
#define NONE AUTHOR("")

static const struct golden {
    const char *json, *party, *coverage, *ties;
} golden[] = {
    {WORK(1, NO "," CN), "CN NO", "all", ""},
    {WORK(2, NO "," NO "," SE), "NO SE", "all", ""},
    {WORK(3, NO "," SE "," CN), "CN NO SE", "all", ""},
    {WORK(4, CN "," US), "CN US", "all", ""},
    {WORK(5, CN "," CN "," US "," SE), "CN SE US", "all", ""},
    {WORK(6, US "," SE), "SE US", "all", ""},
    {WORK(7, AUTHOR("\"NO\",\"CN\"") "," US), "CN NO US", "all", "CN-NO"},
    {WORK(8, NO "," NO), "NO", "all", ""},
    {WORK(9, CN), "CN", "all", ""},
    {WORK(10, US "," NONE), "US", "some", ""},
    {WORK(11, NONE "," NONE), "", "none", ""},
};

static void test_the_golden_set_has_its_parties_shares_and_ties(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        double share;
    } sums[] = {{"NO", 2.75}, {"CN", 3.0 + 1.0 / 12}, {"SE", 1.0 + 5.0 / 12}, {"US", 2.25}};
    double sum[4] = {0};
    for (size_t i = 0; i < 11; i++) {
        rap_span span = padded(golden[i].json, strlen(golden[i].json));
        rap_work work;
        size_t at;
        const char *detail;
        bool failed;
        assert_int_equal(rap_openalex_read(reader, span, &work, &at, &detail, &failed), RAP_REJECT_NONE);
        rap_text party = {0};
        char x[RAP_PLACE_TEXT], y[RAP_PLACE_TEXT];
        for (size_t p = 0; p < work.fact.n_places; p++) {
            rap_text_printf(&party, "%s%s", p ? " " : "", rap_place_code(work.fact.places[p], x));
            for (size_t s = 0; s < 4; s++)
                if (strcmp(sums[s].code, x) == 0)
                    sum[s] += work.fact.shares ? (double)work.fact.shares[p] / (double)RAP_UNIT : 1;
        }
        assert_string_equal(rap_text_get(&party), golden[i].party);
        rap_text_clear(&party);
        rap_text_printf(&party, "article;other;%s", golden[i].coverage);
        assert_true(rap_span_is(work.fact.kind, party.data));
        rap_text_clear(&party);
        for (size_t t = 0; t < work.fact.n_ties; t++)
            rap_text_printf(&party, "%s-%s", rap_place_code(work.fact.ties[t].x, x),
                            rap_place_code(work.fact.ties[t].y, y));
        assert_string_equal(rap_text_get(&party), golden[i].ties);
        assert_int_equal(work.fact.amounts[0], 1);
        rap_text_release(&party);
        padded_free(span);
    }
    for (size_t s = 0; s < 4; s++) assert_float_equal(sum[s], sums[s].share, 1e-8);
}

/* --------------------------------------------------------------------------------------------- authorships */

#define INST(codes) "\"institutions\":[" codes "]"
#define CODE(code) "{\"id\":null,\"country_code\":" code ",\"lineage\":[\"x\"]}"

static void assert_party(rap_openalex *with, const char *author, const char *coverage, const char *party)
{
    char json[1024], want[256];
    snprintf(json, sizeof json, "{\"id\":1,\"authorships\":[{%s}]}", author);
    snprintf(want, sizeof want, "1\t0\t0\t0/0/0/0\tunknown;other;%s\t---\t%s\t%s\t|||", coverage, party,
             strchr(party, ',') ? "CN-NO" : "");
    assert_described(with, json, want);
}

static void test_countries_and_institutions_by_both_rules_in_both_orders(void **state)
{
    (void)state;
    static const char half[] = "CN:2147483648,NO:2147483648";
    static const struct {
        const char *countries, *institutions, *rule_else, *rule_union;
    } cases[] = {
        {"\"countries\":[\"NO\"]", INST(CODE("\"CN\"")), "NO", half},
        {"\"countries\":[]", INST(CODE("\"CN\"")), "CN", "CN"},
        {"\"countries\":null", INST(CODE("\"CN\"")), "CN", "CN"},
        {"\"countries\":[null]", INST(CODE("\"CN\"")), "CN", "CN"},
        {"\"x\":[\"NO\"]", INST(CODE("\"CN\"") "," CODE("null") "," CODE("\"NO\"") ",null"), half, half},
        {"\"countries\":[\"NO\",\"CN\",\"NO\"]", "\"institutions\":null", half, half},
        {"\"countries\":[\"\\u004e\\u004f\"]", "\"institutions\":[]", "NO", "NO"},
        {"\"countries\":[]", INST("{}"), "", ""},
        {"\"countries\":[\"NO\"],\"countries\":[\"CN\"]", "\"institutions\":[]", "NO", "NO"},
        {"\"countries\":[]", INST("{\"country_code\":\"NO\",\"country_code\":\"CN\"}"), "NO", "NO"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int order = 0; order < 2; order++) {
            char author[512];
            snprintf(author, sizeof author, "\"author\":{\"countries\":[\"SE\"]},%s,\"raw\":\"]}\\\"\",%s",
                     order ? cases[i].institutions : cases[i].countries,
                     order ? cases[i].countries : cases[i].institutions);
            assert_party(reader, author, *cases[i].rule_else ? "all" : "none", cases[i].rule_else);
            assert_party(strict_reader, author, *cases[i].rule_else ? "all" : "none", cases[i].rule_else);
            assert_party(union_reader, author, *cases[i].rule_union ? "all" : "none", cases[i].rule_union);
        }
}

/* A bad code among institutions matters only where institutions are used, whatever the order. */
static void test_what_is_not_used_is_not_judged(void **state)
{
    (void)state;
    assert_party(reader, "\"countries\":[\"NO\"]," INST(CODE("\"??\"")), "all", "NO");
    assert_party(reader, INST(CODE("\"??\"")) ",\"countries\":[\"NO\"]", "all", "NO");
    assert_described(union_reader,
                     "{\"id\":1,\"authorships\":[{\"countries\":[\"NO\"]," INST(CODE("\"??\"")) "}]}",
                     "refused: unknown country code at 85: the catalogue has no such country: found \"??\"");
    assert_reads("{\"id\":1,\"authorships\":[{" INST(CODE("\"??\"")) ",\"countries\":[]}]}",
                 "refused: unknown country code at 66: the catalogue has no such country: found \"??\"");
}

static void test_codes_and_shapes_of_authorships_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *authorships, *want;
    } cases[] = {
        {"[{\"countries\":[\"ZZ\"]}]",
         "unknown country code at 37: the catalogue has no such country: found \"ZZ\""},
        {"[{\"countries\":[\"no\"]}]", "unknown country code at 37: "},
        {"[{\"countries\":[\"NOR\"]}]", "unknown country code at 37: "},
        {"[{\"countries\":[\"OTH\"]}]", "unknown country code at 37: "},
        {"[{\"countries\":[\"\"]}]", "unknown country code at 37: "},
        {"[{\"countries\":[\"\xC3\xA5\"]}]", "unknown country code at 37: "},
        {"[{\"countries\":[578]}]", "unexpected shape at 37: "},
        {"[{\"countries\":\"NO\"}]", "unexpected shape at 36: countries is no array: found \"NO\""},
        {"[{\"institutions\":{}}]", "unexpected shape at 39: "},
        {"[{\"institutions\":[7]}]", "unexpected shape at 40: "},
        {"[{\"institutions\":[{\"country_code\":[]}]}]", "unexpected shape at 56: "},
        {"[null]", "unexpected shape at 23: "},
        {"[[]]", "unexpected shape at 23: "},
        {"{}", "unexpected shape at 22: "},
        {"\"x\"", "unexpected shape at 22: "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char json[256], want[256];
        rap_text got = {0};
        snprintf(json, sizeof json, "{\"id\":1,\"authorships\":%s}", cases[i].authorships);
        snprintf(want, sizeof want, "refused: %s", cases[i].want);
        describe(reader, json, strlen(json), &got);
        if (strncmp(got.data, want, strlen(want)) != 0)
            fail_msg("%s\n   got %s\nwanted %s", json, got.data, want);
        rap_text_release(&got);
    }
}

#define SHARED(n, coverage, line) "1\t0\t0\t0/0/0/0\tunknown;other;" coverage "\t---\t" line "\t|||"
#define LIST(authors) "{\"id\":1,\"authorships\":[" authors "]}"

static void test_what_rounding_leaves_goes_to_the_largest_remainders(void **state)
{
    (void)state;
    /* thirds: one unit is missing, remainders are equal, the first code gets it; unassigned comes last */
    assert_reads(LIST(SE "," NO "," CN), SHARED(3, "all", "CN:1431655766,NO:1431655765,SE:1431655765\t"));
    assert_reads(LIST(NONE "," NO "," CN), SHARED(3, "some", "CN:1431655766,NO:1431655765\t"));
    /* sixths and thirds: CN 1/6 = ..682.67, NO 1/6, US 2/3 = ..530.67: two units missing, three equal remainders */
    assert_reads(LIST(US "," US "," AUTHOR("\"NO\",\"CN\"")),
                 SHARED(3, "all", "CN:715827883,NO:715827883,US:2863311530\tCN-NO"));
    /* sevenths: CN 1/7 = ..756.57 rounds up before the unassigned 4/7 = ..026.29 and NO 2/7 = ..513.14 */
    assert_reads(LIST(NO "," NO "," CN "," NONE "," NONE "," NONE "," NONE),
                 SHARED(7, "some", "CN:613566757,NO:1227133513\t"));
    assert_reads(LIST(NO "," NONE), SHARED(2, "some", "NO:2147483648\t"));
    assert_reads(LIST(""), SHARED(0, "no-authors", "\t"));
    assert_reads("{\"id\":1,\"authorships\":null}", SHARED(0, "no-authors", "\t"));
}

static const char *const few[] = {"AT", "BE", "CN", "DK", "NO", "US"};

/* Against plain sums and the definition of a tie, word for word, on random sets of six countries as bit masks. */
static void assert_as_defined(const unsigned *sets, size_t n, const rap_fact *fact)
{
    unsigned party = 0;
    size_t place = 0, tie = 0;
    uint64_t total = 0;
    char code[RAP_PLACE_TEXT];
    for (size_t a = 0; a < n; a++) party |= sets[a];
    for (unsigned c = 0; c < 6; c++) {
        if (!(party >> c & 1)) continue;
        assert_true(place < fact->n_places);
        assert_string_equal(rap_place_code(fact->places[place], code), few[c]);
        double exact = 0;
        for (size_t a = 0; a < n; a++)
            if (sets[a] >> c & 1) exact += 1.0 / ((double)n * __builtin_popcount(sets[a]));
        if (fact->shares) assert_true(fabs((double)fact->shares[place] - exact * (double)RAP_UNIT) <= 1);
        total += fact->shares ? fact->shares[place] : 0;
        place++;
        for (unsigned d = c + 1; d < 6; d++) {
            bool c_alone = false, d_alone = false;
            for (size_t a = 0; a < n; a++) {
                c_alone = c_alone || ((sets[a] >> c & 1) && !(sets[a] >> d & 1));
                d_alone = d_alone || ((sets[a] >> d & 1) && !(sets[a] >> c & 1));
            }
            if (!(party >> d & 1) || (c_alone && d_alone)) continue;
            assert_true(tie < fact->n_ties);
            assert_string_equal(rap_place_code(fact->ties[tie].x, code), few[c]);
            assert_string_equal(rap_place_code(fact->ties[tie++].y, code), few[d]);
        }
    }
    assert_int_equal(place, fact->n_places);
    assert_int_equal(tie, fact->n_ties);
    bool all = true;
    for (size_t a = 0; a < n; a++) all = all && sets[a];
    if (fact->shares) assert_true(all ? total == RAP_UNIT : total < RAP_UNIT);
    assert_int_equal(fact->shares != NULL, fact->n_places > 1 || (fact->n_places == 1 && !all));
}

static void test_shares_and_ties_are_as_defined_on_random_works(void **state)
{
    (void)state;
    rap_text json = {0};
    for (int round = 0; round < 5000; round++) {
        unsigned sets[12];
        size_t n = 1 + draw(12);
        rap_text_clear(&json);
        rap_text_puts(&json, "{\"id\":1,\"authorships\":[");
        for (size_t a = 0; a < n; a++) {
            sets[a] = (unsigned)draw(64) & (unsigned)draw(64) & (draw(3) ? (unsigned)draw(64) : 63);
            rap_text_puts(&json, a ? ",{\"countries\":[" : "{\"countries\":[");
            for (unsigned c = 6, first = 1; c-- > 0;)
                if (sets[a] >> c & 1) {
                    rap_text_printf(&json, "%s\"%s\"", first ? "" : ",", few[c]);
                    first = 0;
                }
            rap_text_puts(&json, "]}");
        }
        rap_text_puts(&json, "]}");
        rap_span span = padded(json.data, json.length);
        rap_work work;
        size_t at;
        const char *detail;
        bool failed;
        assert_int_equal(rap_openalex_read(reader, span, &work, &at, &detail, &failed), RAP_REJECT_NONE);
        assert_as_defined(sets, n, &work.fact);
        padded_free(span);
    }
    rap_text_release(&json);
}

static void many_authors(rap_text *json, size_t n)
{
    rap_text_clear(json);
    rap_text_puts(json, "{\"id\":1,\"authorships\":[");
    for (size_t i = 0; i < n; i++)
        rap_text_printf(json, "%s{\"countries\":[\"%s\"%s]}", i ? "," : "", i % 2 ? "NO" : "CN",
                        i == 7 ? ",\"SE\"" : "");
    rap_text_puts(json, "]}");
}

static void test_limits_of_authors_and_of_countries_of_one_author(void **state)
{
    (void)state;
    rap_text json = {0}, got = {0};
    many_authors(&json, 100000);
    describe(reader, json.data, json.length, &got);
    assert_string_equal(got.data, SHARED(100000, "all", "CN:2147483648,NO:2147462173,SE:21475\tNO-SE") "\n");
    many_authors(&json, 100001);
    describe(reader, json.data, json.length, &got);
    assert_non_null(strstr(got.data, "refused: unexpected shape at"));
    assert_non_null(strstr(got.data, "more than 100,000 authorships"));
    for (size_t n = 32; n <= 33; n++) {
        rap_text_clear(&json);
        rap_text_puts(&json, "{\"id\":1,\"authorships\":[{\"countries\":[\"AD\"");
        size_t found = 1;
        for (size_t i = 0; found < n; i++) {
            const rap_country *country = rap_catalog_country_at(catalog, i);
            if (strlen(country->code) != 2 || strcmp(country->code, "AD") == 0) continue;
            rap_text_printf(&json, ",\"%s\",\"AD\"", country->code);
            found++;
        }
        rap_text_puts(&json, "]}]}");
        describe(reader, json.data, json.length, &got);
        assert_int_equal(strstr(got.data, "refused: unexpected shape") != NULL, n == 33);
    }
    rap_text_release(&json);
    rap_text_release(&got);
}

/* Every country of the catalogue in one work, by authors of 32 countries in turn. */
static void test_a_work_of_all_countries(void **state)
{
    (void)state;
    rap_text json = {0}, got = {0};
    size_t n = 0;
    rap_text_puts(&json, "{\"id\":1,\"authorships\":[");
    for (size_t i = 0; rap_catalog_country_at(catalog, i); i++) {
        const char *code = rap_catalog_country_at(catalog, i)->code;
        if (strlen(code) == 2)
            rap_text_printf(&json, "%s\"%s\"",
                            n == 0        ? "{\"countries\":["
                            : n % 32 == 0 ? "]},{\"countries\":["
                                          : ",",
                            code),
                n++;
    }
    rap_text_puts(&json, "]}]}");
    describe(reader, json.data, json.length, &got);
    size_t members = 0;
    for (const char *p = got.data; (p = strchr(p, ':')); p++) members++;
    assert_int_equal(members, n);
    rap_text_release(&json);
    rap_text_release(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_golden_set_has_its_parties_shares_and_ties),
        cmocka_unit_test(test_countries_and_institutions_by_both_rules_in_both_orders),
        cmocka_unit_test(test_what_is_not_used_is_not_judged),
        cmocka_unit_test(test_codes_and_shapes_of_authorships_are_refused),
        cmocka_unit_test(test_what_rounding_leaves_goes_to_the_largest_remainders),
        cmocka_unit_test(test_shares_and_ties_are_as_defined_on_random_works),
        cmocka_unit_test(test_limits_of_authors_and_of_countries_of_one_author),
        cmocka_unit_test(test_a_work_of_all_countries),
    };
    return cmocka_run_group_tests(tests, open_readers, close_readers);
}
