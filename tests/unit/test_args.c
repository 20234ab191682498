// SPDX-License-Identifier: Apache-2.0
/* args: options as people write them become a lens, and what is wrong is said with what would be right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "query/args.h"
#include "support/toy.h"

/* domain, field, subfield, topic: 3 > 17 > 1702 > 10, 11; 3 > 22 > 2208 > 20; 1 > 13 > 1303 > 30; T20 also under 25 */
static const struct {
    uint64_t path[RAP_LEVELS];
    const char *name, *kind;
    int year;
} works[] = {
    {{3, 17, 1702, 10}, "Neural Networks and Batteries", "article;journal;all", 2010},
    {{3, 17, 1702, 11}, "Edge Computing", "review;journal;all", 2015},
    {{3, 22, 2208, 20}, "Advanced Battery Technologies", "conference-paper;other;all", 2019},
    {{3, 25, 2505, 20}, "Advanced Battery Technologies", "article;other;some", 2020},
    {{1, 13, 1303, 30}, "Enzymes", "dataset;other;all", 2021},
    {{0, 0, 0, 0}, NULL, "article;journal;none", 0},
};

static rap_subject leaf(size_t i)
{
    rap_subject s = 0;
    for (unsigned level = 0; level < RAP_LEVELS; level++) s = rap_subject_with(s, level, works[i].path[level]);
    return s;
}

typedef struct fixture {
    rap_catalog *catalog;
    rap_cube *cube, *pairs;
} fixture;

static rap_cube *make_cube(const rap_schema *schema, bool subjects)
{
    rap_tally *tally = NULL;
    rap_place places[2] = {rap_place_of(rap_span_of("CN")), rap_place_of(rap_span_of("NO"))};
    assert_int_equal(rap_tally_new(schema, &tally, NULL), RAP_OK);
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        uint64_t shares[2] = {RAP_UNIT / 2, RAP_UNIT / 2};
        rap_fact fact = {.year = (int16_t)works[i].year, .subject = subjects ? leaf(i) : 0, .kind = rap_span_of(works[i].kind),
                         .n_places = 2, .places = places, .shares = schema->shares ? shares : NULL, .amounts = {1}};
        if (!subjects) fact.kind = rap_span_of("all");
        if (!subjects && works[i].year == 0) continue;
        assert_int_equal(rap_tally_add(tally, &fact, NULL), RAP_OK);
        if (!subjects || !works[i].name) continue;
        assert_int_equal(rap_tally_name(tally, leaf(i), rap_span_of(works[i].name), NULL), RAP_OK);
        assert_int_equal(rap_tally_name(tally, rap_subject_node(leaf(i), 1), rap_span_of("A field"), NULL), RAP_OK);
    }
    rap_cube *cube = toy_open(tally);
    rap_tally_free(tally);
    assert_non_null(cube);
    return cube;
}

static int set_up(void **state)
{
    static fixture f;
    rap_schema research = rap_schema_research("countries-else-institutions", "xpac,paratext,retracted");
    rap_schema pairs = rap_schema_pairs();
    f.cube = make_cube(&research, true);
    f.pairs = make_cube(&pairs, false);
    *state = &f;
    return rap_catalog_open(NULL, &f.catalog, NULL) == RAP_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    rap_cube_close(f->cube);
    rap_cube_close(f->pairs);
    rap_catalog_close(f->catalog);
    return 0;
}

enum { WORDS = 20 };

/* Options as name and value by turns; "-" is an option without a value. */
static rap_status understand(const rap_catalog *catalog, const rap_cube *cube, const char *question,
                             const char *const *words, rap_asking *out, rap_error *err)
{
    static rap_option options[WORDS];
    size_t n = 0;
    for (; words[2 * n]; n++)
        options[n] = (rap_option){words[2 * n], strcmp(words[2 * n + 1], "-") == 0 ? NULL : words[2 * n + 1]};
    return rap_asking_init(catalog, cube, rap_question_find(rap_span_of(question)), options, n, out, err);
}

static rap_asking accepted(const rap_catalog *catalog, const rap_cube *cube, const char *question,
                           const char *const *words)
{
    rap_asking a = {0};
    rap_error err = {0};
    if (understand(catalog, cube, question, words, &a, &err) != RAP_OK) fail_msg("%s", err.text);
    return a;
}

static void refused(const rap_catalog *catalog, const rap_cube *cube, const char *question, const char *const *words,
                    rap_status status, const char *text)
{
    rap_asking a, untouched;
    rap_error err = {0};
    memset(&a, 0x5A, sizeof a);
    memcpy(&untouched, &a, sizeof a);
    assert_int_equal(understand(catalog, cube, question, words, &a, &err), status);
    if (!strstr(err.text, text)) fail_msg("'%s' does not say '%s'", err.text, text);
    assert_memory_equal(&a, &untouched, sizeof a);
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL, NULL})
#define RANK(...) accepted(f->catalog, f->cube, "rank", LIST(__VA_ARGS__))
#define NO_RANK(status, text, ...) refused(f->catalog, f->cube, "rank", LIST(__VA_ARGS__), status, text)

static void years_may_be_closed_open_or_one(void **state)
{
    const fixture *f = *state;
    static const struct {
        const char *text;
        int low, high;
    } cases[] = {{"2011-2022", 2011, 2022}, {"2019", 2019, 2019}, {"2019-", 2019, 2021}, {"-2015", 2010, 2015},
                 {" 2011 - 2015 ", 2011, 2015}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_asking a = RANK("years", cases[i].text);
        assert_int_equal(a.lens.year_low, cases[i].low);
        assert_int_equal(a.lens.year_high, cases[i].high);
        rap_asking_release(&a);
    }
}

static void years_that_make_no_sense_are_refused_with_what_would_be_right(void **state)
{
    const fixture *f = *state;
    NO_RANK(RAP_E_USAGE, "give 2011-2022", "years", "2022-2011");
    NO_RANK(RAP_E_USAGE, "'20x1' is no range of years", "years", "20x1");
    NO_RANK(RAP_E_USAGE, "is no range of years", "years", " - ");
    NO_RANK(RAP_E_USAGE, "is no range of years", "years", "2011-2015-2019");
    NO_RANK(RAP_E_USAGE, "is no range of years", "years", "99999999999999999999");
    NO_RANK(RAP_E_UNSUPPORTED, "which has 2010-2021", "years", "2030-");
    NO_RANK(RAP_E_USAGE, "years is given twice", "years", "2019", "years", "2020");
}

static void a_range_covers_all_leaves_under_a_node_and_no_other(void **state)
{
    const fixture *f = *state;
    static const struct {
        const char *subject;
        bool in[6];
    } cases[] = {
        {"domains/3", {1, 1, 1, 1, 0, 0}},
        {"fields/17", {1, 1, 0, 0, 0, 0}},
        {"field/17", {1, 1, 0, 0, 0, 0}},
        {"subfields/2208", {0, 0, 1, 0, 0, 0}},
        {"topics/T20", {0, 0, 1, 1, 0, 0}},
        {"T11", {0, 1, 0, 0, 0, 0}},
        {"https://openalex.org/fields/13", {0, 0, 0, 0, 1, 0}},
        {"fields/17+fields/13", {1, 1, 0, 0, 1, 0}},
        {"fields/17,topics/20", {1, 1, 1, 1, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rap_asking a = RANK("subject", cases[i].subject);
        assert_int_equal(a.n_parts, 0);
        for (size_t w = 0; w < 6; w++) {
            bool in = false;
            for (size_t r = 0; r < a.lens.n_ranges; r++)
                in = in || (a.lens.ranges[r].low <= leaf(w) && leaf(w) <= a.lens.ranges[r].high);
            assert_int_equal(in, cases[i].in[w]);
        }
        for (size_t r = 1; r < a.lens.n_ranges; r++) assert_true(a.lens.ranges[r - 1].high < a.lens.ranges[r].low);
        rap_asking_release(&a);
    }
}

static void a_subject_that_is_none_is_refused(void **state)
{
    const fixture *f = *state;
    NO_RANK(RAP_E_USAGE, "give domains/3", "subject", "physics");
    NO_RANK(RAP_E_USAGE, "is no subject", "subject", "fields/");
    NO_RANK(RAP_E_USAGE, "is no subject", "subject", "fields/0");
    NO_RANK(RAP_E_USAGE, "is no subject", "subject", "fields/300");
    NO_RANK(RAP_E_USAGE, "is no subject", "subject", "fields/17+");
    NO_RANK(RAP_E_UNSUPPORTED, "no work of this cube is about fields/99", "subject", "fields/99");
    NO_RANK(RAP_E_NOT_FOUND, "did you mean 'technology'?", "area", "tecnology");
}

static void topics_are_found_by_part_of_their_name_in_any_case(void **state)
{
    const fixture *f = *state;
    rap_asking a = RANK("topic", "batter");
    assert_int_equal(a.lens.n_ranges, 2); /* T10, then T20 twice: T11 lies between */
    assert_non_null(strstr(a.subject_text, "(3)"));
    rap_asking_release(&a);
    a = RANK("topic", "ENZYME| edge");
    assert_int_equal(a.lens.n_ranges, 2);
    rap_asking_release(&a);
    NO_RANK(RAP_E_UNSUPPORTED, "'gravity'", "topic", "gravity");
    NO_RANK(RAP_E_USAGE, "empty word", "topic", "edge||enzyme");
}

static void several_areas_stand_apart_and_joined_ones_together(void **state)
{
    const fixture *f = *state;
    rap_asking a = RANK("area", "technology", "area", "computer-science");
    assert_int_equal(a.n_parts, 2);
    assert_string_equal(a.parts[0].name, "technology");
    assert_string_equal(a.part_titles[1], "Computer science");
    rap_asking_release(&a);
    a = RANK("area", "technology+computer-science");
    assert_int_equal(a.n_parts, 0);
    assert_non_null(strstr(a.subject_text, "technology+computer-science"));
    rap_asking_release(&a);
}

static void an_area_without_works_holds_nothing_rather_than_everything(void **state)
{
    const fixture *f = *state;
    rap_asking a = RANK("area", "health-sciences");
    assert_int_equal(a.lens.n_ranges, 1);
    for (size_t w = 0; w < 6; w++) assert_false(a.lens.ranges[0].low <= leaf(w) && leaf(w) <= a.lens.ranges[0].high);
    rap_asking_release(&a);
}

static void each_tells_apart_years_areas_and_levels(void **state)
{
    const fixture *f = *state;
    rap_asking a = RANK("each", "year,field");
    assert_true(a.each_year);
    assert_int_equal(a.n_parts, 4);
    assert_string_equal(a.parts[0].name, "fields/13");
    assert_string_equal(a.parts[1].name, "fields/17");
    assert_string_equal(a.part_titles[0], "A field");
    rap_asking_release(&a);
    a = RANK("each", "topic");
    assert_int_equal(a.n_parts, 4); /* T10, T11, T20, T30 */
    assert_string_equal(a.parts[2].name, "topics/T20");
    assert_int_equal(a.parts[2].n_ranges, 1); /* its two leaves are neighbours */
    assert_int_equal(a.parts[2].ranges[0].low, leaf(2));
    assert_int_equal(a.parts[2].ranges[0].high, leaf(3));
    rap_asking_release(&a);
    a = RANK("each", "topic", "subject", "fields/17");
    assert_int_equal(a.n_parts, 2);
    rap_asking_release(&a);
    a = RANK("each", "-");
    assert_true(a.each_year);
    assert_int_equal(a.n_parts, 0);
    rap_asking_release(&a);
    a = accepted(f->catalog, f->cube, "fields", LIST("country", "NO", "partner", "CN"));
    assert_int_equal(a.n_parts, 4); /* a question about subjects tells them apart by itself */
    rap_asking_release(&a);
    NO_RANK(RAP_E_USAGE, "none of year, subject, area, domain", "each", "month");
    NO_RANK(RAP_E_USAGE, "only one of area and the levels", "each", "area,field");
}

static void kinds_are_research_where_nothing_is_said(void **state)
{
    const fixture *f = *state;
    rap_asking a = accepted(f->catalog, f->cube, "rank", LIST(NULL));
    bool article = false, dataset = false;
    for (size_t i = 0; i < a.lens.n_kind_types; i++) {
        article = article || strcmp(a.lens.kind_types[i].type, "article") == 0;
        dataset = dataset || strcmp(a.lens.kind_types[i].type, "dataset") == 0;
    }
    assert_true(article && !dataset);
    assert_non_null(strstr(a.kind_text, "research"));
    rap_asking_release(&a);
    a = RANK("kind", "all");
    assert_int_equal(a.lens.n_kind_types, 0);
    rap_asking_release(&a);
    a = RANK("kind", "dataset, review");
    assert_int_equal(a.lens.n_kind_types, 2);
    assert_string_equal(a.lens.kind_types[0].type, "dataset");
    assert_string_equal(a.lens.kind_types[0].venue, "*");
    rap_asking_release(&a);
    a = RANK("kind", "journal");
    for (size_t i = 0; i < a.lens.n_kind_types; i++) assert_string_equal(a.lens.kind_types[i].venue, "journal");
    rap_asking_release(&a);
    NO_RANK(RAP_E_NOT_FOUND, "did you mean 'review'?", "kind", "article,reveiw");
}

static void a_cube_of_pairs_has_no_kinds_and_no_subjects_and_says_so(void **state)
{
    const fixture *f = *state;
    rap_asking a = accepted(f->catalog, f->pairs, "rank", LIST("years", "2010-2015"));
    assert_int_equal(a.lens.n_kind_types, 0);
    assert_string_equal(a.kind_text, "all document types (as published)");
    rap_asking_release(&a);
    refused(f->catalog, f->pairs, "rank", LIST("kind", "journal"), RAP_E_UNSUPPORTED, "does not tell document types apart");
    refused(f->catalog, f->pairs, "rank", LIST("area", "technology"), RAP_E_UNSUPPORTED, "no subjects");
    refused(f->catalog, f->pairs, "rank", LIST("each", "field"), RAP_E_UNSUPPORTED, "no subjects");
    refused(f->catalog, f->pairs, "fields", LIST("country", "NO"), RAP_E_UNSUPPORTED, "no subjects");
}

static void names_that_are_not_there_get_a_suggestion(void **state)
{
    const fixture *f = *state;
    refused(f->catalog, f->cube, "partners", LIST("country", "Norwy"), RAP_E_NOT_FOUND, "'Norwy'; did you mean 'Norway'?");
    refused(f->catalog, f->cube, "partners", LIST("country", "nordik-IS"), RAP_E_NOT_FOUND, "'nordik'; did you mean 'nordic'?");
    refused(f->catalog, f->cube, "partners", LIST("country", "NO+"), RAP_E_USAGE, "a name is missing");
    refused(f->catalog, f->cube, "partners", LIST("country", "+NO"), RAP_E_USAGE, "a name is missing");
    refused(f->catalog, f->cube, "partners", LIST("country", "NO-NO"), RAP_E_USAGE, "leaves no country");
    refused(f->catalog, f->cube, "partners", LIST("country", "NO", "yers", "2019"), RAP_E_USAGE, "did you mean 'years'?");
    refused(f->catalog, f->cube, "partners", LIST("country", "NO", "horizon", "3"), RAP_E_USAGE, "partners takes no option 'horizon'");
}

static void a_country_may_be_named_in_any_way_and_is_labelled_by_its_code(void **state)
{
    const fixture *f = *state;
    static const char *const names[] = {"NO", "no", "NOR", "Norway", "norway", "578"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        rap_asking a = accepted(f->catalog, f->cube, "partners", LIST("country", names[i]));
        assert_int_equal(a.n_nodes, 1);
        assert_string_equal(a.nodes[0].label, "NO");
        assert_int_equal(a.nodes[0].place, rap_place_of(rap_span_of("NO")));
        rap_asking_release(&a);
    }
}

static void a_group_is_a_node_of_the_lens(void **state)
{
    const fixture *f = *state;
    rap_asking a = accepted(f->catalog, f->cube, "pair",
                            LIST("partner", "CN", "country", "Nordic", "group", "nordic,g7-CA", "group", "RU+KZ"));
    assert_int_equal(a.lens.n_groups, 3); /* nordic stands once */
    assert_string_equal(a.nodes[0].label, "nordic");
    assert_int_equal(a.nodes[0].place, 0);
    assert_int_equal(a.nodes[0].group, 0);
    assert_string_equal(a.nodes[1].label, "CN");
    assert_string_equal(a.lens.groups[1].name, "g7-CA");
    rap_asking_release(&a);
}

static void what_overlaps_is_refused(void **state)
{
    const fixture *f = *state;
    refused(f->catalog, f->cube, "pair", LIST("country", "nordic", "partner", "nato"), RAP_E_USAGE, "overlap in DK+FI+IS+NO+SE");
    refused(f->catalog, f->cube, "pair", LIST("country", "NO", "partner", "nordic"), RAP_E_USAGE, "ask with 'nordic-NO'");
    refused(f->catalog, f->cube, "pair", LIST("country", "NO", "partner", "Norway"), RAP_E_USAGE, "NO with itself");
    refused(f->catalog, f->cube, "partners", LIST("country", "HK", "merge", "HK+MO=CN"), RAP_E_USAGE, "merged into another");
    refused(f->catalog, f->cube, "partners", LIST("country", "US", "without", "US"), RAP_E_USAGE, "left out by 'without'");
    /* Finland beside NATO is fine before it joined */
    rap_asking a = accepted(f->catalog, f->cube, "pair", LIST("country", "FI", "partner", "nato", "years", "2010-2015"));
    rap_asking_release(&a);
    refused(f->catalog, f->cube, "pair", LIST("country", "FI", "partner", "nato"), RAP_E_USAGE, "FI is a member of 'nato'");
}

static void limits_and_merges_are_read(void **state)
{
    const fixture *f = *state;
    rap_asking a = RANK("without", "US,GB", "without", "scandinavia", "merge", "HK+MO=CN", "max-countries", "10",
                        "bilateral-only", "-", "count", "author", "among", "CN+US", "top", "0");
    assert_int_equal(a.lens.n_without, 5);
    assert_int_equal(a.lens.n_merges, 2);
    assert_int_equal(a.lens.merges[1].to, rap_place_of(rap_span_of("CN")));
    assert_int_equal(a.lens.max_countries, 10);
    assert_true(a.lens.bilateral_only);
    assert_int_equal(a.lens.counting, RAP_COUNT_AUTHOR);
    assert_int_equal(a.n_among, 2);
    rap_asking_release(&a);
    a = RANK("bilateral-only", "no");
    assert_false(a.lens.bilateral_only);
    rap_asking_release(&a);
    NO_RANK(RAP_E_USAGE, "has no '='", "merge", "HK");
    NO_RANK(RAP_E_USAGE, "merged twice", "merge", "HK=CN,HK=GB");
    NO_RANK(RAP_E_USAGE, "merged and merged into", "merge", "HK=CN,CN=US");
    NO_RANK(RAP_E_USAGE, "into itself", "merge", "CN=CN");
    NO_RANK(RAP_E_NOT_FOUND, "no country", "merge", "HK=Nowhere");
    NO_RANK(RAP_E_USAGE, "change over time", "without", "nato");
    NO_RANK(RAP_E_USAGE, "at most 32", "without", "asia");
    NO_RANK(RAP_E_USAGE, "none of full, country, author", "count", "half");
    NO_RANK(RAP_E_USAGE, "from 1 to", "max-countries", "0");
    NO_RANK(RAP_E_USAGE, "leave no work", "max-countries", "1", "bilateral-only", "-");
    NO_RANK(RAP_E_USAGE, "no value for a switch", "bilateral-only", "perhaps");
    NO_RANK(RAP_E_USAGE, "a value is missing: N", "top", "-");
    NO_RANK(RAP_E_USAGE, "not a whole number", "top", "-3");
}

static void positionals_are_asked_for_with_an_example(void **state)
{
    const fixture *f = *state;
    refused(f->catalog, f->cube, "pair", LIST("country", "NO"), RAP_E_USAGE, "partner is missing; for example: rapport pair");
    refused(f->catalog, f->cube, "pair", LIST("partner", "NO"), RAP_E_USAGE, "country is missing");
    refused(f->catalog, f->cube, "partners", LIST("country", "NO", "country", "SE"), RAP_E_USAGE, "given twice");
    refused(f->catalog, f->cube, "partners", LIST("country", ""), RAP_E_USAGE, "country is empty");
    refused(f->catalog, NULL, "rank", LIST(NULL), RAP_E_USAGE, "none was given");
}

static const char *receipt_of(const rap_table *table, const char *key)
{
    const char *k, *v;
    for (size_t i = 0; rap_table_receipt(table, i, &k, &v); i++)
        if (strcmp(k, key) == 0) return v;
    return "";
}

static void a_receipt_says_what_was_asked_of_what(void **state)
{
    const fixture *f = *state;
    rap_asking a = accepted(f->catalog, f->cube, "pair",
                            LIST("country", "nordic", "partner", "CN", "topic", "batter|edge", "each", "-", "years", "-2019",
                                 "without", "US", "merge", "HK=CN", "count", "country", "max-countries", "9"));
    rap_table *table = rap_table_new("t");
    rap_asking_receipt(&a, table);
    rap_asking_release(&a);
    assert_int_equal(rap_table_finish(table, &table, NULL), RAP_OK);
    assert_string_equal(receipt_of(table, "question"),
                        "rapport pair nordic CN --topic 'batter|edge' --each --years=-2019 --without US --merge HK=CN "
                        "--count country --max-countries 9");
    assert_non_null(strstr(receipt_of(table, "cube"), rap_cube_identity(f->cube)));
    assert_string_equal(receipt_of(table, "years"), "2010-2019, each year apart");
    assert_non_null(strstr(receipt_of(table, "counting"), "1/k"));
    assert_non_null(strstr(receipt_of(table, "group"), "nordic: 5 countries"));
    assert_string_equal(receipt_of(table, "without works of"), "US");
    assert_string_equal(receipt_of(table, "merged"), "HK counts as CN");
    assert_string_equal(receipt_of(table, "works"), "of at most 9 countries");
    rap_table_free(table);
}

static void a_word_that_has_no_name_keeps_the_name_of_its_level(void **state)
{
    (void)state;
    rap_cube nameless = {.schema = {.form = RAP_PARTY_ORDERED, .levels = {"commodity"}}};
    rap_text id = {0};
    rap_args_node_id(&nameless, 0, 7, &id);
    rap_text_puts(&id, " ");
    rap_args_node_id(NULL, 1, 22, &id);
    assert_string_equal(rap_text_get(&id), "commodity 7 fields/22");
    rap_text_release(&id);
}

static void no_allocation_that_fails_leaks_or_leaves_half_an_asking(void **state)
{
    const fixture *f = *state;
    const char *const *words = LIST("country", "nordic-IS", "partner", "CN+HK", "area", "technology", "topic", "edge", "kind",
                                    "journal,dataset", "each", "subfield", "without", "US+GB", "among", "CN");
    rap_status status = RAP_E_MEMORY;
    rap_asking a;
    for (uint64_t n = 1; status != RAP_OK; n++) {
        memset(&a, 0, sizeof a);
        rap_alloc_fail_after(n);
        status = understand(f->catalog, f->cube, "pair", words, &a, NULL);
        rap_alloc_fail_after(0);
        if (status == RAP_OK) break;
        assert_int_equal(status, RAP_E_MEMORY);
        assert_null(a.keep.blocks);
        assert_true(n < 1000);
    }
    rap_asking_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_may_be_closed_open_or_one),
        cmocka_unit_test(years_that_make_no_sense_are_refused_with_what_would_be_right),
        cmocka_unit_test(a_range_covers_all_leaves_under_a_node_and_no_other),
        cmocka_unit_test(a_subject_that_is_none_is_refused),
        cmocka_unit_test(topics_are_found_by_part_of_their_name_in_any_case),
        cmocka_unit_test(several_areas_stand_apart_and_joined_ones_together),
        cmocka_unit_test(an_area_without_works_holds_nothing_rather_than_everything),
        cmocka_unit_test(each_tells_apart_years_areas_and_levels),
        cmocka_unit_test(kinds_are_research_where_nothing_is_said),
        cmocka_unit_test(a_cube_of_pairs_has_no_kinds_and_no_subjects_and_says_so),
        cmocka_unit_test(names_that_are_not_there_get_a_suggestion),
        cmocka_unit_test(a_country_may_be_named_in_any_way_and_is_labelled_by_its_code),
        cmocka_unit_test(a_group_is_a_node_of_the_lens),
        cmocka_unit_test(what_overlaps_is_refused),
        cmocka_unit_test(limits_and_merges_are_read),
        cmocka_unit_test(positionals_are_asked_for_with_an_example),
        cmocka_unit_test(a_receipt_says_what_was_asked_of_what),
        cmocka_unit_test(a_word_that_has_no_name_keeps_the_name_of_its_level),
        cmocka_unit_test(no_allocation_that_fails_leaks_or_leaves_half_an_asking),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
