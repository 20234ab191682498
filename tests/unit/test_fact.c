// SPDX-License-Identifier: Apache-2.0
/* Promises of cube/fact.h and cube/party.h: parts of kinds, when shares say something, what a party is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cube/fact.h"
#include "cube/party.h"

static void a_kind_has_exactly_three_parts(void **state)
{
    (void)state;
    rap_span type, venue, coverage;
    assert_true(rap_kind_split(rap_span_of("book-chapter;other;none"), &type, &venue, &coverage));
    assert_true(rap_span_is(type, "book-chapter"));
    assert_true(rap_span_is(venue, "other"));
    assert_true(rap_span_is(coverage, "none"));
    static const char *const others[] = {"", "article", "article;journal", "article;journal;all;x", ";;;"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(rap_kind_split(rap_span_of(others[i]), &type, &venue, &coverage));
    assert_false(rap_kind_split((rap_span){NULL, 0}, &type, &venue, &coverage));
}

static void shares_are_left_out_where_they_say_nothing(void **state)
{
    (void)state;
    rap_span all = rap_span_of("article;journal;all"), some = rap_span_of("article;journal;some");
    assert_false(rap_fact_has_shares(0, all));
    assert_false(rap_fact_has_shares(0, some));
    assert_false(rap_fact_has_shares(1, all));
    assert_true(rap_fact_has_shares(1, some));
    assert_true(rap_fact_has_shares(2, all));
    assert_true(rap_fact_has_shares(1, rap_span_of("all")));
    assert_true(rap_fact_has_shares(1, rap_span_of("all;all;none")));
}

static void a_party_has_the_form_of_its_schema(void **state)
{
    (void)state;
    rap_place no = rap_place_of(rap_span_of("NO")), cn = rap_place_of(rap_span_of("CN"));
    rap_place oth = rap_place_of(rap_span_of("OTH"));
    const rap_place sorted[] = {cn, no}, turned[] = {no, cn}, twice[] = {no, no}, rest[] = {oth, oth};
    const rap_place three[] = {cn, no, oth}, none[] = {0, no}, strange[] = {37, no}, large[] = {60000};
    assert_null(rap_party_fault(RAP_PARTY_SET, NULL, 0));
    assert_null(rap_party_fault(RAP_PARTY_SET, three, 3));
    assert_non_null(rap_party_fault(RAP_PARTY_SET, turned, 2));
    assert_non_null(rap_party_fault(RAP_PARTY_SET, twice, 2));
    assert_non_null(rap_party_fault(RAP_PARTY_SET, none, 2));
    assert_non_null(rap_party_fault(RAP_PARTY_SET, strange, 2)); /* a code with a hole */
    assert_non_null(rap_party_fault(RAP_PARTY_SET, large, 1));

    assert_null(rap_party_fault(RAP_PARTY_PAIR, sorted, 1));
    assert_null(rap_party_fault(RAP_PARTY_PAIR, sorted, 2));
    assert_null(rap_party_fault(RAP_PARTY_PAIR, rest, 2));
    assert_non_null(rap_party_fault(RAP_PARTY_PAIR, twice, 2));
    assert_non_null(rap_party_fault(RAP_PARTY_PAIR, turned, 2));
    assert_non_null(rap_party_fault(RAP_PARTY_PAIR, three, 3));
    assert_non_null(rap_party_fault(RAP_PARTY_PAIR, NULL, 0));

    assert_null(rap_party_fault(RAP_PARTY_ORDERED, turned, 2));
    assert_null(rap_party_fault(RAP_PARTY_ORDERED, twice, 2));
    assert_non_null(rap_party_fault(RAP_PARTY_ORDERED, three, 3));
}

static void parties_sort_member_by_member_and_the_shorter_first(void **state)
{
    (void)state;
    const rap_place a[] = {1, 2}, b[] = {1, 2, 3}, c[] = {1, 3}, d[] = {2};
    assert_true(rap_party_compare(NULL, 0, a, 2) < 0);
    assert_true(rap_party_compare(a, 2, b, 3) < 0);
    assert_true(rap_party_compare(b, 3, c, 2) < 0);
    assert_true(rap_party_compare(d, 1, c, 2) > 0);
    assert_int_equal(rap_party_compare(b, 3, b, 3), 0);
}

static void a_kind_is_short_printable_ascii(void **state)
{
    (void)state;
    char longest[RAP_KIND_MAX + 2];
    for (size_t i = 0; i < sizeof longest; i++) longest[i] = 'x';
    assert_null(rap_kind_fault((rap_span){longest, RAP_KIND_MAX}));
    assert_non_null(rap_kind_fault((rap_span){longest, RAP_KIND_MAX + 1}));
    assert_null(rap_kind_fault((rap_span){NULL, 0}));
    assert_non_null(rap_kind_fault(rap_span_of("two words")));
    assert_non_null(rap_kind_fault(rap_span_of("tab\there")));
    assert_non_null(rap_kind_fault(rap_span_of("\xc3\xa9tude")));
    assert_non_null(rap_kind_fault((rap_span){"a\0b", 3}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kind_has_exactly_three_parts),
        cmocka_unit_test(shares_are_left_out_where_they_say_nothing),
        cmocka_unit_test(a_party_has_the_form_of_its_schema),
        cmocka_unit_test(parties_sort_member_by_member_and_the_shorter_first),
        cmocka_unit_test(a_kind_is_short_printable_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
