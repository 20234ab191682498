// SPDX-License-Identifier: Apache-2.0
/* Paired draws: their distributions, the test system of two places, and what pairing is for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "model/montecarlo.h"
#include "support/chain_text.h"
#include "support/near.h"

static rap_chain *cells(void)
{
    rap_chain *chain;
    assert_int_equal(chain_of(CELLS_TECHNOSPHERE, CELLS_BIOSPHERE, NULL, NULL, &chain, NULL), RAP_OK);
    return chain;
}

enum { DRAWS = 20000 };

static int compare(const void *a, const void *b)
{
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static void draw(const rap_uncertain *what, double *sorted)
{
    for (uint64_t d = 0; d < DRAWS; d++) sorted[d] = rap_uncertain_factor(what, 1, 3, d);
    qsort(sorted, DRAWS, sizeof *sorted, compare);
}

static void factors_have_their_distributions(void **state)
{
    (void)state;
    double *f = malloc(DRAWS * sizeof *f);
    assert_non_null(f);
    draw(&(rap_uncertain){.kind = RAP_LOGNORMAL, .gsd = 1.5}, f);
    assert_near(f[DRAWS / 2], 1, 0.02);
    assert_near(f[(int)(DRAWS * 0.975)], pow(1.5, 1.96), 0.06);
    assert_near(f[(int)(DRAWS * 0.025)], pow(1.5, -1.96), 0.02);
    draw(&(rap_uncertain){.kind = RAP_TRIANGULAR, .low = 0.5, .mode = 1, .high = 3}, f);
    assert_true(f[0] >= 0.5 && f[DRAWS - 1] <= 3);
    assert_near(f[DRAWS / 5], 1, 0.02);                         /* a fifth lies below the mode */
    assert_near(f[(int)(DRAWS * 0.9)], 3 - sqrt(0.1 * 5), 0.03); /* (3-x)^2 = 0.1 * 2.5 * 2 */
    draw(&(rap_uncertain){.kind = RAP_TRIANGULAR, .low = 2, .mode = 2, .high = 2}, f);
    assert_near(f[0], 2, 0);
    assert_near(f[DRAWS - 1], 2, 0);
    free(f);
}

/* Uncertain by standard deviations of logarithms: both grids by 0.1, electricity of a cell and the cathode's own by 0.2. */
static rap_comparison compare_places(const rap_chain *chain, bool reversed, uint64_t seed)
{
    size_t no = process(chain, "electricity NO"), cn = process(chain, "electricity CN");
    const rap_coefficient c[] = {
        {RAP_BIOSPHERE, 0, no, 0},
        {RAP_BIOSPHERE, 0, cn, 0},
        {RAP_BIOSPHERE, 0, process(chain, "cathode"), 0},
        {RAP_TECHNOSPHERE, no, process(chain, "cell NO"), 0},
        {RAP_TECHNOSPHERE, cn, process(chain, "cell CN"), 0}, /* one quantity with the one before: the same plant */
    };
    const rap_uncertain q[] = {
        {.gsd = exp(0.1), .n = 1, .coefficients = &c[0]},
        {.gsd = exp(0.1), .n = 1, .coefficients = &c[1]},
        {.gsd = exp(0.2), .n = 1, .coefficients = &c[2]},
        {.gsd = exp(0.2), .n = 2, .coefficients = &c[3]},
    };
    double a[5] = {0}, b[5] = {0};
    (reversed ? b : a)[product(chain, "cell NO")] = 1;
    (reversed ? a : b)[product(chain, "cell CN")] = 1;
    rap_comparison out;
    rap_error err = {0};
    if (rap_chain_compare(chain, 0, a, b, q, 4, DRAWS, seed, &out, &err) != RAP_OK) fail_msg("%s", err.text);
    return out;
}

static void a_battery_in_two_places(void **state)
{
    (void)state;
    rap_chain *chain = cells();
    rap_comparison r = compare_places(chain, false, 42);
    /* published to three figures from 20 000 draws: the ends of intervals differ by chance by about 0.2 and 0.4 */
    assert_near(r.a.median, 26.5, 0.15);
    assert_near(r.a.low, 22.1, 0.3);
    assert_near(r.a.high, 32.7, 0.4);
    assert_near(r.b.median, 48.8, 0.3);
    assert_near(r.b.low, 38.7, 0.6);
    assert_near(r.b.high, 63.5, 0.9);
    assert_near(r.a_below_b, 1, 5e-4);
    assert_near(r.equal, 0, 0);
    rap_comparison again = compare_places(chain, false, 42), other = compare_places(chain, false, 43);
    assert_memory_equal(&r, &again, sizeof r);
    assert_true(other.a.median != r.a.median);
    rap_comparison back = compare_places(chain, true, 42);
    assert_near(back.a.median, r.b.median, 0);
    assert_near(back.difference.median, -r.difference.median, 1e-12);
    assert_near(back.a_below_b, 1 - r.a_below_b, 0);
    rap_chain_free(chain);
}

/* Both sides of one product differ in nothing, however uncertain it is; and the chain itself is left as it was. */
static void what_both_sides_share_cancels(void **state)
{
    (void)state;
    rap_chain *chain = cells();
    const rap_coefficient c = {RAP_BIOSPHERE, 0, process(chain, "cathode"), 0}, factor = {RAP_FACTORS, 0, 0, 0};
    const rap_uncertain q[] = {{.gsd = 2, .n = 1, .coefficients = &c}, {.gsd = 3, .n = 1, .coefficients = &factor}};
    double a[5] = {0}, b[5] = {0}, lambda[5];
    a[product(chain, "cell NO")] = b[product(chain, "cell NO")] = 1;
    rap_comparison r;
    assert_int_equal(rap_chain_compare(chain, 0, a, b, q, 2, 500, 7, &r, NULL), RAP_OK);
    assert_near(r.equal, 1, 0);
    assert_near(r.a_below_b, 0, 0);
    assert_near(r.difference.high, 0, 0);
    assert_true(r.a.high > 2 * r.a.median);
    b[product(chain, "cell NO")] = 1 + 1e-6;
    assert_int_equal(rap_chain_compare(chain, 0, a, b, q, 2, 500, 7, &r, NULL), RAP_OK);
    assert_near(r.a_below_b, 1, 0);
    assert_int_equal(rap_chain_compare(chain, 0, a, b, NULL, 0, 1, 7, &r, NULL), RAP_OK);
    assert_near(r.a.low, 26.424, 1e-12);
    assert_near(r.a.high, 26.424, 1e-12);
    assert_int_equal(rap_chain_intensity(chain, 0, lambda, NULL), RAP_OK);
    assert_near(lambda[product(chain, "cell NO")], 26.424, 1e-12);
    rap_chain_free(chain);
}

static void what_is_no_spread_is_refused(void **state)
{
    (void)state;
    rap_chain *chain = cells();
    const rap_coefficient c = {RAP_BIOSPHERE, 0, 0, 0}, zero = {RAP_TECHNOSPHERE, 0, 1, 0}, outside = {RAP_BIOSPHERE, 5, 0, 0};
    const rap_uncertain bad[] = {
        {.gsd = 0.9, .n = 1, .coefficients = &c},
        {.gsd = NAN, .n = 1, .coefficients = &c},
        {.kind = RAP_TRIANGULAR, .low = 1, .mode = 0.5, .high = 2, .n = 1, .coefficients = &c},
        {.kind = RAP_TRIANGULAR, .low = 0, .mode = 1, .high = INFINITY, .n = 1, .coefficients = &c},
        {.gsd = 1.1, .n = 1, .coefficients = &zero},
        {.gsd = 1.1, .n = 1, .coefficients = &outside},
    };
    const double a[5] = {1};
    rap_comparison r;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(rap_chain_compare(chain, 0, a, a, &bad[i], 1, 10, 1, &r, NULL), RAP_E_USAGE);
    assert_int_equal(rap_chain_compare(chain, 0, a, a, NULL, 0, 0, 1, &r, NULL), RAP_E_USAGE);
    /* a factor of 0 takes a process its product: the draw is named */
    const rap_coefficient own = {RAP_TECHNOSPHERE, 0, 0, 0};
    const rap_uncertain nothing = {.kind = RAP_TRIANGULAR, .n = 1, .coefficients = &own};
    rap_error err = {0};
    assert_int_equal(rap_chain_compare(chain, 0, a, a, &nothing, 1, 10, 9, &r, &err), RAP_E_FORMAT);
    assert_non_null(strstr(err.text, "draw 0 of seed 9"));
    rap_chain_free(chain);
}

static void failing_allocations_leave_nothing_behind(void **state)
{
    (void)state;
    rap_chain *chain = cells();
    const double a[5] = {1};
    rap_comparison r;
    rap_status status;
    uint64_t n = 0;
    do {
        rap_alloc_fail_after(++n);
        status = rap_chain_compare(chain, 0, a, a, NULL, 0, 3, 1, &r, NULL);
        rap_alloc_fail_after(0);
        assert_true(status == RAP_OK || status == RAP_E_MEMORY);
    } while (status != RAP_OK);
    assert_true(n > 10);
    rap_chain_free(chain);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(factors_have_their_distributions),
        cmocka_unit_test(a_battery_in_two_places),
        cmocka_unit_test(what_both_sides_share_cancels),
        cmocka_unit_test(what_is_no_spread_is_refused),
        cmocka_unit_test(failing_allocations_leave_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
