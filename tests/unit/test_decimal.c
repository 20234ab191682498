// SPDX-License-Identifier: Apache-2.0
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/decimal.h"

/* The definition: the first precision that reads back. */
static void by_printf(double value, char out[64])
{
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(out, 64, "%.*g", digits, value);
        if (strtod(out, NULL) == value) return;
    }
}

static void assert_same(double value)
{
    char expected[64], text[RAP_DECIMAL_TEXT + 1];
    by_printf(value, expected);
    text[rap_decimal_real(value, text)] = '\0';
    if (strcmp(text, expected) != 0) print_error("%a: %s, expected %s\n", value, text, expected);
    assert_string_equal(text, expected);
}

static void assert_same_around(double value)
{
    assert_same(value);
    assert_same(-value);
    assert_same(nextafter(value, INFINITY));
    assert_same(nextafter(value, 0));
}

static void numbers_at_the_edges_are_written_as_printf_writes_them(void **state)
{
    (void)state;
    static const double edges[] = {0, 1, 0.1, 0.5, 1.0 / 3, 2.0 / 3, 1e15, 999999999999999, 999999999999999.9, 1e-10, 1e-4, 1e-5,
                                   9.5367431640625e-07, 1e16, 1e17, 1.2345678901234567e17, 0.3, 2.675, 1.005, 1e22, 1e23, 5e-324,
                                   DBL_MIN, DBL_MAX, DBL_EPSILON, 4503599627370495.5, 4503599627370496, 9007199254740994, 0.30000000000000004};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) assert_same_around(edges[i]);
    for (int power = -320; power <= 308; power++) {
        char text[16];
        (void)snprintf(text, sizeof text, "1e%d", power);
        assert_same_around(strtod(text, NULL));
    }
    for (int power = -1074; power <= 1023; power++) assert_same_around(ldexp(1, power));
}

static void any_number_is_written_as_printf_writes_it(void **state)
{
    (void)state;
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 60000; i++) {
        double any;
        bits ^= bits << 13, bits ^= bits >> 7, bits ^= bits << 17;
        memcpy(&any, &bits, sizeof any);
        if (isfinite(any)) assert_same(any);
        double part = (double)(bits >> 11) * 0x1p-53;
        assert_same(part);                                            /* shares */
        assert_same(part * pow(10, (double)(bits % 27) - 11));        /* the whole range of whole numbers */
        assert_same((double)(bits % 100000) / (double)(bits % 977 + 1)); /* what is divided */
        assert_same((double)(bits % 1000000) / pow(10, (double)(bits % 12))); /* what has few digits */
    }
}

static void whole_numbers_are_written_to_both_ends(void **state)
{
    (void)state;
    static const int64_t cases[] = {0, 1, -1, 9, 10, 99, 100, -100, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[64], text[RAP_DECIMAL_TEXT + 1];
        (void)snprintf(expected, sizeof expected, "%lld", (long long)cases[i]);
        text[rap_decimal_whole(cases[i], text)] = '\0';
        assert_string_equal(text, expected);
    }
}

static void what_is_no_number_does_not_hang(void **state)
{
    (void)state;
    char text[RAP_DECIMAL_TEXT + 1];
    text[rap_decimal_real(NAN, text)] = '\0';
    assert_non_null(strstr(text, "nan"));
    text[rap_decimal_real(-INFINITY, text)] = '\0';
    assert_string_equal(text, "-inf");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_at_the_edges_are_written_as_printf_writes_them),
        cmocka_unit_test(any_number_is_written_as_printf_writes_it),
        cmocka_unit_test(whole_numbers_are_written_to_both_ends),
        cmocka_unit_test(what_is_no_number_does_not_hang),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
