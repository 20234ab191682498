// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stat/distribution.h"

static void assert_near(double found, double expected, double tolerance)
{
    assert_true(fabs(found - expected) <= tolerance);
}

static void normal_has_its_table_values(void **state)
{
    (void)state;
    assert_near(rap_normal_below(0), 0.5, 1e-15);
    assert_near(rap_normal_below(RAP_NORMAL_95), 0.975, 1e-12);
    assert_near(rap_normal_below(-1), 0.158655253931457, 1e-12);
    assert_near(rap_normal_two_sided(-RAP_NORMAL_95), 0.05, 1e-12);
    assert_near(rap_normal_two_sided(5.667662571184689) * 1e8, 1.4476, 1e-4);
}

/* Printed tables of Student's t, two-sided 5 %. */
static void student_has_its_table_values(void **state)
{
    (void)state;
    double freedom[] = {1, 2, 3, 5, 10, 15, 30, 100, 1000};
    double quantile[] = {12.7062, 4.3027, 3.1824, 2.5706, 2.2281, 2.1314, 2.0423, 1.9840, 1.9623};
    for (int i = 0; i < 9; i++) assert_near(rap_student_95(freedom[i]), quantile[i], 5e-5);
    assert_near(rap_student_two_sided(1, 1), 0.5, 1e-12);          /* Cauchy: 1 - 2 atan(1)/pi */
    assert_near(rap_student_two_sided(-2, 2), 1 - 2 / sqrt(6), 1e-12);
    assert_near(rap_student_two_sided(0, 7), 1, 1e-12);
    assert_true(isinf(rap_student_95(0)) && isinf(rap_student_95(-3)));
    assert_near(rap_student_two_sided(3, 0), 1, 0);
    assert_near(rap_student_95(1e9), RAP_NORMAL_95, 1e-6);
}

static void poisson_agrees_with_its_sum(void **state)
{
    (void)state;
    double means[] = {0.01, 0.5, 1, 3, 8, 19.9, 20, 50, 300};
    for (int m = 0; m < 9; m++) {
        double part = exp(-means[m]), above = 1, before = 1;
        for (int k = 0; k < (int)(means[m] + 9 * sqrt(means[m])) + 5; k++) {
            above -= part;
            part *= means[m] / (k + 1);
            double found = rap_poisson_above(means[m], k);
            assert_near(found, above, means[m] < 20 ? 1e-12 : 3e-4);
            double half = rap_poisson_above(means[m], k - 0.5);
            assert_true(half <= before + 1e-12 && half >= found - 1e-12);
            before = found;
        }
    }
    assert_near(rap_poisson_above(5, -1), 1, 0);
    assert_near(rap_poisson_above(1000, -7), 1, 0);
    assert_near(rap_poisson_above(0, 0), 0, 0);
    assert_near(rap_poisson_above(0, -0.5), 0.5, 1e-15);
    assert_near(rap_poisson_above(3, 1e9), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_has_its_table_values),
        cmocka_unit_test(student_has_its_table_values),
        cmocka_unit_test(poisson_agrees_with_its_sum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
