// SPDX-License-Identifier: Apache-2.0
/* Toy trade of three countries and two products (values): NO>KR a10; NO>CN a20 b5; KR>NO a1 b30; KR>CN a4 b25; CN>NO a5 b50; CN>KR a10 b40. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stat/trade.h"

#include "support/near.h"

enum { NO, KR, CN, COUNTRIES };
enum { A, B, PRODUCTS };

static const double flow[COUNTRIES][COUNTRIES][PRODUCTS] = {
    [NO] = {[KR] = {10, 0}, [CN] = {20, 5}},
    [KR] = {[NO] = {1, 30}, [CN] = {4, 25}},
    [CN] = {[NO] = {5, 50}, [KR] = {10, 40}},
};

static double exports(int i, int k)
{
    double sum = 0;
    for (int j = 0; j < COUNTRIES; j++) sum += flow[i][j][k];
    return sum;
}

static double imports(int j, int k)
{
    double sum = 0;
    for (int i = 0; i < COUNTRIES; i++) sum += flow[i][j][k];
    return sum;
}

static double world(int k)
{
    return exports(NO, k) + exports(KR, k) + exports(CN, k);
}

static double both(double a, double b)
{
    return a + b;
}

static void assert_value(rap_value v, double expected, double within)
{
    assert_int_equal(v.reason, RAP_DEFINED);
    assert_near(v.value, expected, within);
}

static rap_value rca(int i, int k)
{
    return rap_ratio((rap_quad){exports(i, k), both(exports(i, A), exports(i, B)), world(k), both(world(A), world(B))});
}

static void advantage_is_the_activity_index_of_trade(void **state)
{
    (void)state;
    assert_near(both(world(A), world(B)), 200, 0);
    assert_value(rca(NO, A), 3.4286, 5e-5);
    assert_value(rca(NO, B), 0.1905, 5e-5);
    assert_value(rca(KR, B), 1.2222, 5e-5);
    assert_value(rca(CN, B), 1.1429, 5e-5);
    assert_value(rap_symmetric(rca(NO, A)), (3.428571 - 1) / (3.428571 + 1), 1e-6);
}

static void intensity_has_two_published_forms(void **state)
{
    (void)state;
    rap_quad q = {10, 35, 60, 200};
    assert_value(rap_intensity(q, 86), 0.542857, 1e-6);
    assert_value(rap_intensity_common(q), 0.952381, 1e-6);
    assert_int_equal(rap_intensity((rap_quad){0, 0, 60, 200}, 86).reason, RAP_UNDEFINED_EMPTY);
    assert_int_equal(rap_intensity(q, 201).reason, RAP_UNDEFINED_NO_DATA);
}

static void complementarity_reads_one_way(void **state)
{
    (void)state;
    double no_exports[] = {exports(NO, A), exports(NO, B)}, cn_exports[] = {exports(CN, A), exports(CN, B)};
    double no_imports[] = {imports(NO, A), imports(NO, B)}, kr_imports[] = {imports(KR, A), imports(KR, B)};
    assert_value(rap_complementarity(no_exports, kr_imports, 2), 47.619, 1e-3);
    assert_value(rap_complementarity(cn_exports, no_imports, 2), 92.691, 1e-3);
    double nothing[] = {0, 0};
    assert_int_equal(rap_complementarity(nothing, kr_imports, 2).reason, RAP_UNDEFINED_EMPTY);
}

static void concentration_and_its_inverse(void **state)
{
    (void)state;
    double suppliers[] = {30, 50}, one[] = {7}, none[] = {0, 0};
    rap_value hhi = rap_hhi(suppliers, 2);
    assert_value(hhi, 0.53125, 1e-12);
    assert_value(rap_hhi_normalised(hhi, 2), 0.0625, 1e-12);
    assert_value(rap_effective(hhi), 1.882, 1e-3);
    assert_value(rap_hhi(one, 1), 1, 0);
    assert_int_equal(rap_hhi_normalised(rap_hhi(one, 1), 1).reason, RAP_UNDEFINED_EMPTY);
    assert_int_equal(rap_hhi(none, 2).reason, RAP_UNDEFINED_EMPTY);
    assert_int_equal(rap_effective(rap_hhi(none, 2)).reason, RAP_UNDEFINED_EMPTY);
    double wrong[] = {1, -1}, unknown[] = {1, NAN};
    assert_int_equal(rap_hhi(wrong, 2).reason, RAP_UNDEFINED_NO_DATA);
    assert_int_equal(rap_hhi(unknown, 2).reason, RAP_UNDEFINED_NO_DATA);
}

static void trade_both_ways(void **state)
{
    (void)state;
    assert_value(rap_grubel_lloyd(flow[NO][KR], flow[KR][NO], 2), 0.0488, 5e-5);
    double same[] = {3, 4}, nothing[] = {0, 0};
    assert_value(rap_grubel_lloyd(same, same, 2), 1, 0);
    assert_int_equal(rap_grubel_lloyd(nothing, nothing, 2).reason, RAP_UNDEFINED_EMPTY);
    assert_value(rap_export_similarity(same, same, 2), 1, 1e-12);
    double a[] = {1, 0}, b[] = {0, 5};
    assert_value(rap_export_similarity(a, b, 2), 0, 0);
}

static void reliance_on_imports(void **state)
{
    (void)state;
    assert_value(rap_import_reliance(80, 5, 20), 0.789474, 1e-6);
    assert_value(rap_import_reliance(5, 80, 100), -3, 1e-12);
    assert_int_equal(rap_import_reliance(5, 80, 20).reason, RAP_UNDEFINED_EMPTY);
    assert_int_equal(rap_import_reliance(5, 5, 0).reason, RAP_UNDEFINED_EMPTY);
    assert_int_equal(rap_import_reliance(5, NAN, 0).reason, RAP_UNDEFINED_NO_DATA);
}

static void two_reports_of_one_flow(void **state)
{
    (void)state;
    assert_value(rap_mirror_gap(2.55, 5.78), 0.5588, 5e-5);
    assert_value(rap_mirror_gap(5.78, 2.55), 0.5588, 5e-5);
    assert_value(rap_mirror_gap(0, 1), 1, 0);
    assert_int_equal(rap_mirror_gap(0, 0).reason, RAP_UNDEFINED_EMPTY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(advantage_is_the_activity_index_of_trade),
        cmocka_unit_test(intensity_has_two_published_forms),
        cmocka_unit_test(complementarity_reads_one_way),
        cmocka_unit_test(concentration_and_its_inverse),
        cmocka_unit_test(trade_both_ways),
        cmocka_unit_test(reliance_on_imports),
        cmocka_unit_test(two_reports_of_one_flow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
