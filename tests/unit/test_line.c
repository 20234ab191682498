// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "stat/line.h"

static void assert_near(rap_value found, double expected, double tolerance)
{
    assert_int_equal(found.reason, RAP_DEFINED);
    assert_true(fabs(found.value - expected) <= tolerance);
}

static void same_shares_are_alike_and_disjoint_ones_are_not(void **state)
{
    (void)state;
    double x[] = {1, 2, 3, 0}, twice[] = {2, 4, 6, 0}, apart[] = {0, 0, 0, 5};
    assert_near(rap_profile_similarity(x, twice, 4), 1, 1e-12);
    assert_near(rap_profile_cosine(x, twice, 4), 1, 1e-12);
    assert_near(rap_profile_similarity(x, apart, 4), 0, 1e-12);
    assert_near(rap_profile_cosine(x, apart, 4), 0, 0);
}

/* By hand: p = (1/2, 1/2), q = (1, 0), m = (3/4, 1/4); JSD = [H(m)] - H(p)/2 = 0.311278. */
static void a_half_shared_profile_has_its_known_values(void **state)
{
    (void)state;
    double x[] = {3, 3}, y[] = {8, 0};
    assert_near(rap_profile_similarity(x, y, 2), 1 - 0.311278124459133, 1e-12);
    assert_near(rap_profile_cosine(x, y, 2), sqrt(0.5), 1e-12);
}

static void empty_and_broken_profiles_are_undefined(void **state)
{
    (void)state;
    double none[] = {0, 0}, some[] = {1, 2}, broken[] = {1, -2}, unknown[] = {NAN, 1};
    assert_int_equal(rap_profile_similarity(none, some, 2).reason, RAP_UNDEFINED_EMPTY);
    assert_int_equal(rap_profile_cosine(some, none, 2).reason, RAP_UNDEFINED_EMPTY);
    assert_int_equal(rap_profile_similarity(NULL, NULL, 0).reason, RAP_UNDEFINED_EMPTY);
    assert_int_equal(rap_profile_similarity(some, broken, 2).reason, RAP_UNDEFINED_NO_DATA);
    assert_int_equal(rap_profile_cosine(unknown, some, 2).reason, RAP_UNDEFINED_NO_DATA);
}

/* NO and SE of the golden set: (NO 0, CN 3, SE 2, US 1) and (2, 2, 0, 2): without both, (3, 1) and (2, 2). */
static void the_two_countries_are_left_out_of_both_profiles(void **state)
{
    (void)state;
    double no[] = {0, 3, 2, 1}, se[] = {2, 2, 0, 2}, no_cut[] = {3, 1}, se_cut[] = {2, 2};
    rap_value expected = rap_profile_similarity(no_cut, se_cut, 2);
    assert_near(rap_partner_similarity(no, se, 4, 0, 2), expected.value, 1e-15);
    assert_near(rap_partner_cosine(no, se, 4, 0, 2), 8 / sqrt(10 * 8), 1e-12);
    assert_near(rap_partner_similarity(no, se, 4, SIZE_MAX, SIZE_MAX), rap_profile_similarity(no, se, 4).value, 0);
    double only[] = {0, 9}, other[] = {9, 0};
    assert_int_equal(rap_partner_similarity(only, other, 2, 0, 1).reason, RAP_UNDEFINED_EMPTY);
}

static void similarity_is_symmetric_and_within_0_and_1(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        double x[12], y[12];
        for (uint64_t i = 0; i < 12; i++) {
            x[i] = (double)rap_poisson(seed, i, 0, i % 4);
            y[i] = (double)rap_poisson(seed, i, 1, i % 5);
        }
        x[11] = y[11] = 1;
        rap_value there = rap_profile_similarity(x, y, 12), back = rap_profile_similarity(y, x, 12);
        assert_near(there, back.value, 1e-14);
        assert_true(there.value >= 0 && there.value <= 1);
        rap_value angle = rap_profile_cosine(x, y, 12);
        assert_true(angle.value >= 0 && angle.value <= 1);
    }
}

/* Norway-China 2012 to 2022: 490 to 2374 joint works. */
static void growth_parts_add_up(void **state)
{
    (void)state;
    rap_quad before = {490, 21069, 93385, 1071682}, after = {2374, 67157, 363487, 3109490};
    rap_growth growth = rap_growth_of(before, after);
    assert_near(growth.total, log(2374.0 / 490), 1e-12);
    assert_near(growth.focus, 1.15923, 5e-6);
    assert_near(growth.partner, 1.35901, 5e-6);
    assert_near(growth.world, -1.06523, 5e-6);
    assert_near(growth.preference, 0.12491, 5e-6);
    double sum = growth.focus.value + growth.partner.value + growth.world.value + growth.preference.value;
    assert_near(growth.total, sum, 1e-12);
}

static void growth_from_or_to_nothing_has_its_reason(void **state)
{
    (void)state;
    rap_quad none = {0, 10, 10, 100}, some = {5, 20, 20, 200}, empty = {0, 0, 10, 100};
    rap_growth growth = rap_growth_of(none, some);
    assert_int_equal(growth.total.reason, RAP_UNDEFINED_INFINITE);
    assert_int_equal(growth.preference.reason, RAP_UNDEFINED_INFINITE);
    assert_near(growth.focus, log(2), 1e-12);
    assert_int_equal(rap_growth_of(some, none).total.reason, RAP_UNDEFINED_INFINITE);
    assert_int_equal(rap_growth_of(none, none).total.reason, RAP_UNDEFINED_EMPTY);
    assert_int_equal(rap_growth_of(empty, some).preference.reason, RAP_UNDEFINED_EMPTY);
    assert_int_equal(rap_growth_of((rap_quad){-1, 2, 3, 4}, some).total.reason, RAP_UNDEFINED_NO_DATA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_shares_are_alike_and_disjoint_ones_are_not),
        cmocka_unit_test(a_half_shared_profile_has_its_known_values),
        cmocka_unit_test(empty_and_broken_profiles_are_undefined),
        cmocka_unit_test(the_two_countries_are_left_out_of_both_profiles),
        cmocka_unit_test(similarity_is_symmetric_and_within_0_and_1),
        cmocka_unit_test(growth_parts_add_up),
        cmocka_unit_test(growth_from_or_to_nothing_has_its_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
