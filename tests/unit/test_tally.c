// SPDX-License-Identifier: Apache-2.0
/* Promises of cube/tally.h: sums that no order, split or thread can change, and facts refused without a trace. */
#include "support/facts.h"

static void facts_of_one_key_are_one_cell(void **state)
{
    (void)state;
    rap_tally *tally = research_tally();
    sample s;
    rap_subject leaf = topic(3, 22, 2211, 11201);
    const char *kind = "article;journal;all";
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2020, leaf, kind, "CN NO", 2), NULL), RAP_OK);
    sample_of(&s, 2020, leaf, kind, "CN NO", 3);
    s.shares[0] = RAP_UNIT, s.shares[1] = 2 * RAP_UNIT - 1;
    s.ties[0] = (rap_tie){s.places[0], s.places[1]}, s.fact.n_ties = 1;
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_OK);
    assert_int_equal(rap_tally_cells(tally), 1);
    freeze_as(tally, NULL, "one.rap");
    rap_cube *cube = open_cube("one.rap");
    assert_int_equal(cube->n_cells, 1);
    assert_int_equal(rap_column_at(cube->amount[0], 0), 5);
    assert_true(rap_cube_share(cube, 0) == 2 * RAP_UNIT);
    assert_true(rap_cube_share(cube, 1) == 3 * RAP_UNIT - 1);
    assert_int_equal(cube->n_ties, 1);
    assert_int_equal(rap_column_at(cube->tie_works, 0), 3);
    rap_cube_close(cube);
    rap_tally_free(tally);
}

static void each_part_of_the_key_tells_cells_apart(void **state)
{
    (void)state;
    rap_tally *tally = research_tally();
    sample s;
    rap_subject leaf = topic(3, 22, 2211, 11201);
    const char *kind = "article;journal;all";
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2020, leaf, kind, "NO", 1), NULL), RAP_OK);
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 0, leaf, kind, "NO", 1), NULL), RAP_OK);
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2020, leaf + 1, kind, "NO", 1), NULL), RAP_OK);
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2020, leaf, "book;other;all", "NO", 1), NULL),
                     RAP_OK);
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2020, leaf, kind, "NO SE", 1), NULL), RAP_OK);
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2020, leaf, kind, "", 1), NULL), RAP_OK);
    assert_int_equal(rap_tally_cells(tally), 6);
    rap_tally_free(tally);
}

static void the_order_of_facts_does_not_show(void **state)
{
    (void)state;
    rap_tally *up = research_tally(), *odd_first = research_tally();
    add_samples(up, 0, 3000, 1);
    add_samples(odd_first, 1, 3000, 2);
    add_samples(odd_first, 0, 3000, 2);
    freeze_as(up, "note\ta\n", "up.rap");
    freeze_as(odd_first, "note\ta\n", "odd.rap");
    assert_same_file("up.rap", "odd.rap");
    assert_verifies("up.rap");
    rap_tally_free(up);
    rap_tally_free(odd_first);
}

static rap_status freeze_all(const rap_tally *const *tallies, size_t n, size_t threads, const char *name, rap_error *err)
{
    return rap_freeze_several(tallies, n, threads, NULL, in_folder(name), err);
}

/* Whatever the facts' split over tallies and the number of threads; tallies overlap in cells, shares and ties. */
static void several_tallies_freeze_as_one(void **state)
{
    (void)state;
    enum { FACTS = 9000 };
    rap_tally *whole = research_tally();
    add_samples(whole, 0, FACTS, 1);
    add_samples(whole, 500, 1500, 1);
    assert_in_range(rap_tally_cells(whole), 5000, FACTS); /* enough for threads */
    freeze_as(whole, NULL, "whole.rap");
    for (size_t n = 1; n <= 7; n += 2) {
        rap_tally *some[8] = {0};
        for (size_t i = 0; i < n; i++) {
            some[i] = research_tally();
            add_samples(some[i], FACTS * i / n, FACTS * (i + 1) / n, 1);
        }
        some[n] = research_tally();
        add_samples(some[n], 500, 1500, 1);
        for (size_t threads = 1; threads <= 8; threads += threads) {
            assert_int_equal(freeze_all((const rap_tally *const *)some, n + 1, threads, "several.rap", NULL), RAP_OK);
            assert_same_file("whole.rap", "several.rap");
            assert_int_equal(freeze_all((const rap_tally *const *)&whole, 1, threads, "several.rap", NULL), RAP_OK);
            assert_same_file("whole.rap", "several.rap");
        }
        for (size_t i = 0; i <= n; i++) rap_tally_free(some[i]);
    }
    rap_tally_free(whole);
}

/* All facts in one slice, so in one part: parts without cells leave no trace. */
static void one_slice_freezes_on_many_threads(void **state)
{
    (void)state;
    rap_tally *whole = research_tally(), *some[2] = {research_tally(), research_tally()};
    char code[4] = "";
    for (int i = 0; i < 26 * 26 * 26; i++) {
        sample s;
        (void)snprintf(code, sizeof code, "%c%c%c", 'A' + i / 676, 'A' + i / 26 % 26, 'A' + i % 26);
        const rap_fact *fact = sample_of(&s, 2020, topic(1, 11, 1101, 7), "article;journal;all", code, 1);
        assert_int_equal(rap_tally_add(whole, fact, NULL), RAP_OK);
        assert_int_equal(rap_tally_add(some[i % 3 == 0], fact, NULL), RAP_OK);
    }
    freeze_as(whole, NULL, "slice-whole.rap");
    assert_int_equal(freeze_all((const rap_tally *const *)some, 2, 3, "slice.rap", NULL), RAP_OK);
    assert_same_file("slice-whole.rap", "slice.rap");
    assert_verifies("slice.rap");
    rap_tally_free(whole);
    rap_tally_free(some[0]);
    rap_tally_free(some[1]);
}

/* One cell or nothing. */
static void few_cells_freeze_on_many_threads(void **state)
{
    (void)state;
    sample s;
    for (int n = 0; n < 4; n++) {
        rap_tally *whole = research_tally(), *some[2] = {research_tally(), research_tally()};
        for (int i = 0; i < n; i++) {
            const rap_fact *fact = sample_of(&s, 2020 - 5 * (i == 2), (uint64_t)i, "article;journal;all", "CN NO", 1);
            assert_int_equal(rap_tally_add(whole, fact, NULL), RAP_OK);
            assert_int_equal(rap_tally_add(some[i % 2], fact, NULL), RAP_OK);
        }
        freeze_as(whole, NULL, "few-whole.rap");
        assert_int_equal(freeze_all((const rap_tally *const *)some, 2, 5, "few.rap", NULL), RAP_OK);
        assert_same_file("few-whole.rap", "few.rap");
        assert_verifies("few.rap");
        rap_tally_free(whole);
        rap_tally_free(some[0]);
        rap_tally_free(some[1]);
    }
}

static void tallies_of_other_schemas_are_not_frozen_together(void **state)
{
    (void)state;
    rap_schema pairs = rap_schema_pairs();
    rap_tally *a = research_tally(), *b = NULL;
    rap_error err = {0};
    assert_int_equal(rap_tally_new(&pairs, &b, NULL), RAP_OK);
    const rap_tally *both[] = {a, b};
    assert_int_equal(freeze_all(both, 2, 1, "mixed.rap", &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "form of parties"));
    rap_tally_free(a);
    rap_tally_free(b);
}

static void a_cleared_tally_leaks_nothing_into_the_next_cube(void **state)
{
    (void)state;
    rap_tally *fresh = research_tally(), *reused = research_tally();
    add_samples(reused, 500, 2500, 1);
    size_t held = rap_tally_bytes(reused);
    rap_tally_clear(reused);
    assert_int_equal(rap_tally_cells(reused), 0);
    assert_true(rap_tally_bytes(reused) <= held && rap_tally_bytes(reused) > held / 2);
    add_samples(fresh, 0, 40, 1);
    add_samples(reused, 0, 40, 1);
    freeze_as(fresh, NULL, "fresh.rap");
    freeze_as(reused, NULL, "reused.rap");
    assert_same_file("fresh.rap", "reused.rap");
    rap_tally_free(fresh);
    rap_tally_free(reused);
}

static void a_refused_fact_leaves_no_trace(void **state)
{
    (void)state;
    rap_tally *tally = research_tally(), *clean = research_tally();
    rap_subject leaf = topic(3, 22, 2211, 11201);
    const char *kind = "article;journal;all";
    sample s;
    add_samples(tally, 0, 50, 1);
    add_samples(clean, 0, 50, 1);

    sample_of(&s, 1999, leaf, kind, "NO CN", 1); /* not sorted */
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_E_USAGE);
    sample_of(&s, 1999, leaf, kind, "NO NO", 1);
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_E_USAGE);
    sample_of(&s, 1999, leaf, "an article", "NO", 1);
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_E_USAGE);
    sample_of(&s, 1999, leaf, kind, "AQ NO", 1); /* a new party, but no shares */
    s.fact.shares = NULL;
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_E_USAGE);
    sample_of(&s, 1999, leaf, kind, "AQ NO", 1);
    s.shares[1] += 1; /* one unit more than the work */
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_E_USAGE);
    s.shares[0] = UINT64_MAX, s.shares[1] = 2;
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_E_USAGE);
    sample_of(&s, 1999, leaf, kind, "AQ NO", 1);
    s.ties[0] = (rap_tie){s.places[1], s.places[0]}, s.fact.n_ties = 1;
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_E_USAGE);
    s.ties[0] = (rap_tie){s.places[0], place("SE")};
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_E_USAGE);
    rap_tie twice[2] = {{s.places[0], s.places[1]}, {s.places[0], s.places[1]}};
    s.fact.ties = twice, s.fact.n_ties = 2;
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_E_USAGE);
    sample_of(&s, 1999, leaf, kind, "AQ NO", 1);
    s.fact.n_places = RAP_PARTY_MAX + 1; /* refused before it is read */
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_E_USAGE);
    sample_of(&s, 1999, leaf, kind, "AQ NO", 1);
    s.fact.kind.length = 100;
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_E_USAGE);

    freeze_as(tally, NULL, "refused.rap");
    freeze_as(clean, NULL, "clean.rap");
    assert_same_file("refused.rap", "clean.rap");
    rap_tally_free(tally);
    rap_tally_free(clean);
}

static void a_sum_that_overflows_is_refused(void **state)
{
    (void)state;
    rap_tally *tally = research_tally(), *other = research_tally();
    rap_error err = {0};
    sample s;
    const rap_fact *most = sample_of(&s, 2020, 0, "article;journal;all", "CN NO", UINT32_MAX);
    assert_int_equal(rap_tally_add(tally, most, NULL), RAP_OK);
    assert_int_equal(rap_tally_add(other, most, NULL), RAP_OK);
    const rap_tally *both[] = {tally, other};
    assert_int_equal(freeze_all(both, 2, 2, "too-many.rap", &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "works"));
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2020, 0, "article;journal;all", "CN NO", 1), &err),
                     RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "works"));
    s.fact.amounts[0] = UINT64_MAX;
    s.fact.year = 2021;
    assert_int_equal(rap_tally_add(tally, &s.fact, &err), RAP_E_FORMAT);
    freeze_as(tally, NULL, "most.rap");
    assert_verifies("most.rap");
    rap_tally_free(tally);
    rap_tally_free(other);
}

static void sums_without_shares_go_up_to_64_bits(void **state)
{
    (void)state;
    rap_schema pairs = rap_schema_pairs();
    rap_tally *tally = NULL;
    rap_place both[2] = {place("CN"), place("NO")};
    rap_fact fact = {.year = 2020,
                     .kind = rap_span_of("all;all;all"),
                     .n_places = 2,
                     .places = both,
                     .amounts = {UINT64_MAX - 1}};
    assert_int_equal(rap_tally_new(&pairs, &tally, NULL), RAP_OK);
    assert_int_equal(rap_tally_add(tally, &fact, NULL), RAP_OK);
    fact.amounts[0] = 1;
    assert_int_equal(rap_tally_add(tally, &fact, NULL), RAP_OK);
    assert_int_equal(rap_tally_add(tally, &fact, NULL), RAP_E_FORMAT);
    freeze_as(tally, NULL, "wide.rap");
    assert_verifies("wide.rap");
    rap_cube *cube = open_cube("wide.rap");
    assert_int_equal(cube->amount[0].width, 8);
    assert_true(rap_column_at(cube->amount[0], 0) == UINT64_MAX);
    assert_int_equal(cube->share_whole.count, 0);
    rap_cube_close(cube);
    rap_tally_free(tally);
}

static void the_form_of_parties_is_that_of_the_schema(void **state)
{
    (void)state;
    rap_schema pairs = rap_schema_pairs(), trade = rap_schema_pairs();
    trade.form = RAP_PARTY_ORDERED;
    rap_tally *pair_tally = NULL, *trade_tally = NULL;
    rap_place rest[2] = {place("OTH"), place("OTH")}, turned[2] = {place("NO"), place("CN")};
    rap_fact fact = {.year = 2020, .n_places = 2, .places = rest, .amounts = {5}};
    assert_int_equal(rap_tally_new(&pairs, &pair_tally, NULL), RAP_OK);
    assert_int_equal(rap_tally_new(&trade, &trade_tally, NULL), RAP_OK);
    assert_int_equal(rap_tally_add(pair_tally, &fact, NULL), RAP_OK);
    fact.places = turned;
    assert_int_equal(rap_tally_add(pair_tally, &fact, NULL), RAP_E_USAGE);
    assert_int_equal(rap_tally_add(trade_tally, &fact, NULL), RAP_OK);
    freeze_as(pair_tally, NULL, "pair.rap");
    freeze_as(trade_tally, NULL, "trade.rap");
    assert_verifies("pair.rap");
    assert_verifies("trade.rap");
    rap_tally_free(pair_tally);
    rap_tally_free(trade_tally);
}

static void several_measures_add_apart(void **state)
{
    (void)state;
    rap_schema schema = rap_schema_pairs();
    schema.n_measures = 4;
    for (uint32_t i = 1; i < 4; i++) {
        schema.measures[i] = schema.measures[0];
        schema.measures[i].name[0] = (char)('a' + i);
    }
    rap_tally *tally = NULL;
    rap_place no = place("NO");
    rap_fact fact = {.n_places = 1, .places = &no, .amounts = {1, 1000, 100000, UINT64_C(1) << 40}};
    assert_int_equal(rap_tally_new(&schema, &tally, NULL), RAP_OK);
    for (int i = 0; i < 3; i++) assert_int_equal(rap_tally_add(tally, &fact, NULL), RAP_OK);
    freeze_as(tally, NULL, "four.rap");
    assert_verifies("four.rap");
    rap_cube *cube = open_cube("four.rap");
    static const uint32_t widths[] = {1, 2, 4, 8};
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(cube->amount[i].width, widths[i]);
        assert_true(rap_column_at(cube->amount[i], 0) == 3 * fact.amounts[i]);
    }
    rap_cube_close(cube);
    rap_tally_free(tally);
}

static const char *name_after(const char *const *names, size_t n, const char *file)
{
    static char kept[RAP_KIND_MAX * 8];
    rap_tally *tally = research_tally();
    for (size_t i = 0; i < n; i++)
        assert_int_equal(rap_tally_name(tally, topic(3, 22, 0, 0), rap_span_of(names[i]), NULL), RAP_OK);
    freeze_as(tally, NULL, file);
    assert_verifies(file);
    rap_cube *cube = open_cube(file);
    const char *name = rap_cube_name(cube, topic(3, 22, 0, 0));
    (void)snprintf(kept, sizeof kept, "%s", name ? name : "(none)");
    rap_cube_close(cube);
    rap_tally_free(tally);
    return kept;
}

static void of_several_names_the_first_in_byte_order_stays(void **state)
{
    (void)state;
    static const char *const names[] = {"Steel", "Engineering", "Technology", "Steel"};
    static const char *const turned[] = {"Technology", "Steel", "Engineering"};
    assert_string_equal(name_after(names, 4, "names.rap"), "Engineering");
    assert_string_equal(name_after(turned, 3, "names.rap"), "Engineering");
}

static void of_a_name_what_can_be_shown_is_kept(void **state)
{
    (void)state;
    char longest[300] = {0};
    memset(longest, 'x', sizeof longest - 1);
    memcpy(longest + 254, "\xc3\xa9", 2); /* the limit falls within this letter */
    const char *text = longest;
    assert_int_equal(strlen(name_after(&text, 1, "names.rap")), 254);
    text = "caf\xc3\xa9\tand more";
    assert_string_equal(name_after(&text, 1, "names.rap"), "caf\xc3\xa9");
    text = "half a letter \xc3";
    assert_string_equal(name_after(&text, 1, "names.rap"), "half a letter ");
    text = "\n";
    assert_string_equal(name_after(&text, 1, "names.rap"), "(none)");
}

static void bytes_held_grow_with_cells(void **state)
{
    (void)state;
    rap_tally *tally = research_tally();
    size_t empty = rap_tally_bytes(tally);
    add_samples(tally, 0, 20000, 1);
    assert_true(rap_tally_bytes(tally) > empty + rap_tally_cells(tally) * 32);
    rap_tally_free(tally);
}

static void a_tally_needs_a_schema_that_makes_sense(void **state)
{
    (void)state;
    rap_schema schema = rap_schema_pairs();
    schema.shares = true;
    rap_tally *tally = NULL;
    assert_int_equal(rap_tally_new(&schema, &tally, NULL), RAP_E_USAGE);
    assert_null(tally);
    rap_tally_free(NULL);
}

/* Builds and freezes with the n-th allocation failing. */
static rap_status build(uint64_t n)
{
    rap_schema schema = rap_schema_research("union", "none");
    rap_tally *tally = NULL, *other = NULL;
    sample s;
    rap_alloc_fail_after(n);
    rap_status status = rap_tally_new(&schema, &tally, NULL);
    if (status == RAP_OK) status = rap_tally_new(&schema, &other, NULL);
    for (uint64_t i = 0; status == RAP_OK && i < 100; i++) {
        status = rap_tally_add(i % 2 ? tally : other, sample_at(&s, i), NULL);
        if (status == RAP_OK)
            status = rap_tally_name(other, topic(1, i % 3, 0, 0), rap_span_of(s.kind), NULL);
    }
    const rap_tally *both[] = {tally, other};
    if (status == RAP_OK) status = freeze_all(both, 2, n % 3 + 1, "short.rap", NULL);
    rap_alloc_fail_after(0);
    rap_tally_free(tally);
    rap_tally_free(other);
    return status;
}

static void short_memory_is_reported(void **state)
{
    (void)state;
    rap_status status = RAP_E_MEMORY;
    uint64_t n = 1;
    for (; status != RAP_OK; n++) {
        status = build(n);
        if (status != RAP_OK) assert_int_equal(status, RAP_E_MEMORY);
    }
    assert_true(n > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_of_one_key_are_one_cell),
        cmocka_unit_test(each_part_of_the_key_tells_cells_apart),
        cmocka_unit_test(the_order_of_facts_does_not_show),
        cmocka_unit_test(several_tallies_freeze_as_one),
        cmocka_unit_test(one_slice_freezes_on_many_threads),
        cmocka_unit_test(few_cells_freeze_on_many_threads),
        cmocka_unit_test(tallies_of_other_schemas_are_not_frozen_together),
        cmocka_unit_test(a_cleared_tally_leaks_nothing_into_the_next_cube),
        cmocka_unit_test(a_refused_fact_leaves_no_trace),
        cmocka_unit_test(a_sum_that_overflows_is_refused),
        cmocka_unit_test(sums_without_shares_go_up_to_64_bits),
        cmocka_unit_test(the_form_of_parties_is_that_of_the_schema),
        cmocka_unit_test(several_measures_add_apart),
        cmocka_unit_test(of_several_names_the_first_in_byte_order_stays),
        cmocka_unit_test(of_a_name_what_can_be_shown_is_kept),
        cmocka_unit_test(bytes_held_grow_with_cells),
        cmocka_unit_test(a_tally_needs_a_schema_that_makes_sense),
        cmocka_unit_test(short_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
