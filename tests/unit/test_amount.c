// SPDX-License-Identifier: Apache-2.0
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "source/amount.h"

static void assert_reads(const char *text, rap_amount_form form, uint64_t expected)
{
    uint64_t found = 77;
    rap_amount how = rap_amount_read(rap_span_of(text), form, &found);
    if (how != RAP_AMOUNT_GOOD || found != expected)
        fail_msg("'%s' is %llu (%d), not %llu", text, (unsigned long long)found, (int)how, (unsigned long long)expected);
}

static void assert_refused(const char *text, rap_amount_form form, rap_amount expected)
{
    uint64_t found = 77;
    rap_amount how = rap_amount_read(rap_span_of(text), form, &found);
    if (how != expected) fail_msg("'%s': %d, not %d", text, (int)how, (int)expected);
    assert_int_equal(found, 77);
}

static const rap_amount_form whole = {0}, thousandths = {.decimals = 3}, rounded = {.decimals = 2, .round = true};

static void numbers_are_read_exactly(void **state)
{
    (void)state;
    assert_reads("12", whole, 12);
    assert_reads("+12", whole, 12);
    assert_reads("12.000", whole, 12);
    assert_reads("0012", whole, 12);
    assert_reads("12.5", thousandths, 12500);
    assert_reads(".5", thousandths, 500);
    assert_reads("5.", thousandths, 5000);
    assert_reads("1e3", whole, 1000);
    assert_reads("1.25E-1", thousandths, 125);
    assert_reads("0.000", thousandths, 0);
    assert_reads("-0", whole, 0);
    assert_reads("0e400", thousandths, 0);
    assert_reads("9999999999999999999", whole, UINT64_C(9999999999999999999));
    assert_reads("1000000000000000000000e-3", whole, UINT64_C(1000000000000000000));
}

static void what_is_no_amount_is_refused(void **state)
{
    (void)state;
    const char *const bad[] = {"", ".", "e5", "1e", "1e+", "1.2.3", "1,000", "0x10", "12 ", " 12", "nan", "inf", "--1", "1e999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_refused(bad[i], thousandths, RAP_AMOUNT_BAD);
    assert_refused("-1", thousandths, RAP_AMOUNT_NEGATIVE);
    assert_refused("-0.0001", thousandths, RAP_AMOUNT_NEGATIVE);
    assert_refused("0.0001", thousandths, RAP_AMOUNT_PRECISE);
    assert_refused("1e-400", thousandths, RAP_AMOUNT_PRECISE);
    assert_refused("1.23456789012345678901234", thousandths, RAP_AMOUNT_PRECISE);
    assert_refused("18446744073709551615", whole, RAP_AMOUNT_LARGE); /* nineteen digits are enough */
    assert_refused("99999999999999999999", whole, RAP_AMOUNT_LARGE);
    assert_refused("18446744073709551.616", thousandths, RAP_AMOUNT_LARGE);
    assert_refused("1e20", whole, RAP_AMOUNT_LARGE);
    assert_refused("1e400", whole, RAP_AMOUNT_LARGE);
}

static void rounding_is_half_up_where_it_is_asked_for(void **state)
{
    (void)state;
    assert_reads("1.234", rounded, 123);
    assert_reads("1.235", rounded, 124);
    assert_reads("1.2349999999999999999999", rounded, 123);
    assert_reads("0.995", rounded, 100);
    assert_reads("0.004999", rounded, 0);
    assert_reads("1e-400", rounded, 0);
    assert_reads("181.79631578947365", rounded, 18180);
}

static void thousands_may_have_commas_where_the_mapping_says_so(void **state)
{
    (void)state;
    const rap_amount_form commas = {.thousands = true};
    assert_reads("1,520", commas, 1520);
    assert_reads("1,234,567", commas, 1234567);
    assert_refused("1,52", commas, RAP_AMOUNT_BAD);
    assert_refused(",520", commas, RAP_AMOUNT_BAD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_exactly),
        cmocka_unit_test(what_is_no_amount_is_refused),
        cmocka_unit_test(rounding_is_half_up_where_it_is_asked_for),
        cmocka_unit_test(thousands_may_have_commas_where_the_mapping_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
