// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/random.h"
#include "stat/rank.h"
#include "unit/norway_2022.h"

static void equal_values_share_a_rank(void **state)
{
    (void)state;
    double values[] = {10, 30, 20, 20, 5};
    uint32_t ranks[5];
    rap_ranks(values, NULL, 5, ranks);
    uint32_t expected[] = {4, 1, 2, 2, 5};
    assert_memory_equal(ranks, expected, sizeof expected);
}

static void what_is_not_eligible_has_no_rank(void **state)
{
    (void)state;
    double values[] = {10, 30, 20, NAN, 5};
    bool eligible[] = {true, false, true, true, true};
    uint32_t ranks[5];
    rap_ranks(values, eligible, 5, ranks);
    uint32_t expected[] = {2, 0, 1, 0, 3};
    assert_memory_equal(ranks, expected, sizeof expected);
    rap_ranks(NULL, NULL, 0, NULL);
}

/* Independent counts, as in the published matrices: NL, FR, IT 5-8; DK 6-8; CN and ES 9-10. */
static void norway_2022_has_its_known_ranges(void **state)
{
    (void)state;
    uint32_t low[NORWAY_PARTNERS], high[NORWAY_PARTNERS];
    assert_int_equal(rap_rank_intervals(norway_2022, NULL, NULL, NORWAY_PARTNERS, NULL, low, high, NULL), RAP_OK);
    uint32_t lows[] = {1, 2, 3, 4, 5, 5, 5, 6, 9, 9}, highs[] = {1, 2, 3, 4, 8, 8, 8, 8, 10, 10};
    for (int i = 0; i < 10; i++) {
        assert_int_equal(low[i], lows[i]);
        assert_int_equal(high[i], highs[i]);
    }
    for (int i = 0; i < NORWAY_PARTNERS; i++) assert_true(low[i] >= 1 && low[i] <= high[i] && high[i] <= NORWAY_PARTNERS);
}

/* Resampling by brute force: every count its own Poisson deviate. */
static void analysis_agrees_with_resampling(void **state)
{
    (void)state;
    enum { RESAMPLES = 4000 };
    static double drawn[RESAMPLES * NORWAY_PARTNERS];
    for (uint64_t r = 0; r < RESAMPLES; r++)
        for (uint64_t y = 0; y < NORWAY_PARTNERS; y++)
            drawn[r * NORWAY_PARTNERS + y] = (double)rap_poisson(5, y, r, norway_2022[y]);
    uint32_t low[NORWAY_PARTNERS], high[NORWAY_PARTNERS], low_b[NORWAY_PARTNERS], high_b[NORWAY_PARTNERS];
    assert_int_equal(rap_rank_intervals(norway_2022, NULL, NULL, NORWAY_PARTNERS, NULL, low, high, NULL), RAP_OK);
    assert_int_equal(rap_rank_resampled(drawn, RESAMPLES, NULL, NORWAY_PARTNERS, low_b, high_b, NULL), RAP_OK);
    for (int y = 0; y < NORWAY_PARTNERS; y++) {
        /* both are discrete: where the mass at an end is near 2.5 % they may differ by a place or two */
        assert_true(abs((int)low[y] - (int)low_b[y]) <= 2);
        assert_true(abs((int)high[y] - (int)high_b[y]) <= 2);
    }
    for (int y = 0; y < 16; y++) assert_true(low[y] == low_b[y] && high[y] == high_b[y]);
}

/* A world of works in which partners share many: drawn by resampling its cells (sets of partners). */
enum { CELLS = 60, PARTNERS = 8, RESAMPLES = 5000 };

static void count_world(const uint64_t *cells, uint64_t *counts, uint64_t *overlap)
{
    for (int i = 0; i < PARTNERS; i++) counts[i] = 0;
    for (int i = 0; i < PARTNERS * PARTNERS; i++) overlap[i] = 0;
    for (unsigned c = 0; c < CELLS; c++) {
        unsigned set = (c * 37 + 11) % 255 + 1; /* which partners took part */
        for (int y = 0; y < PARTNERS; y++) {
            if (!(set >> y & 1)) continue;
            counts[y] += cells[c];
            for (int z = 0; z < PARTNERS; z++)
                if (z != y && (set >> z & 1)) overlap[y * PARTNERS + z] += cells[c];
        }
    }
}

static void shared_works_narrow_the_ranges_as_resampling_does(void **state)
{
    (void)state;
    uint64_t cells[CELLS], counts[PARTNERS], overlap[PARTNERS * PARTNERS], drawn_cells[CELLS], ignored[PARTNERS * PARTNERS];
    for (uint64_t scale = 1; scale <= 1000; scale *= 10) {
        for (unsigned c = 0; c < CELLS; c++) cells[c] = (c * c % 7 + c % 3) * scale;
        count_world(cells, counts, overlap);
        static double drawn[RESAMPLES * PARTNERS];
        for (uint64_t r = 0; r < RESAMPLES; r++) {
            uint64_t sums[PARTNERS];
            for (uint64_t c = 0; c < CELLS; c++) drawn_cells[c] = rap_poisson(9, c, r, cells[c]);
            count_world(drawn_cells, sums, ignored);
            for (int y = 0; y < PARTNERS; y++) drawn[r * PARTNERS + (uint64_t)y] = (double)sums[y];
        }
        uint32_t low[PARTNERS], high[PARTNERS], low_b[PARTNERS], high_b[PARTNERS], low_i[PARTNERS], high_i[PARTNERS];
        assert_int_equal(rap_rank_intervals(counts, overlap, NULL, PARTNERS, NULL, low, high, NULL), RAP_OK);
        assert_int_equal(rap_rank_intervals(counts, NULL, NULL, PARTNERS, NULL, low_i, high_i, NULL), RAP_OK);
        assert_int_equal(rap_rank_resampled(drawn, RESAMPLES, NULL, PARTNERS, low_b, high_b, NULL), RAP_OK);
        unsigned width = 0, width_i = 0;
        for (int y = 0; y < PARTNERS; y++) {
            assert_true(abs((int)low[y] - (int)low_b[y]) <= 1);
            assert_true(abs((int)high[y] - (int)high_b[y]) <= 1);
            width += high[y] - low[y];
            width_i += high_i[y] - low_i[y];
        }
        assert_true(width <= width_i);
    }
}

static void a_partner_in_all_works_of_another_never_falls_below_it(void **state)
{
    (void)state;
    uint64_t counts[] = {120, 110}, overlap[] = {0, 110, 110, 0};
    uint32_t low[2], high[2];
    assert_int_equal(rap_rank_intervals(counts, overlap, NULL, 2, NULL, low, high, NULL), RAP_OK);
    assert_true(low[0] == 1 && high[0] == 1 && high[1] == 2);
    assert_int_equal(rap_rank_intervals(counts, NULL, NULL, 2, NULL, low, high, NULL), RAP_OK);
    assert_true(low[0] == 1 && high[0] == 2 && low[1] == 1 && high[1] == 2);
}

static void nothing_and_ineligible_are_safe(void **state)
{
    (void)state;
    uint64_t counts[] = {0, 0, 1000000, 3}, overlap[16] = {[1] = 99, [4] = 99}; /* more shared than there are */
    bool eligible[] = {true, true, false, true};
    uint32_t low[4], high[4];
    assert_int_equal(rap_rank_intervals(counts, overlap, eligible, 4, NULL, low, high, NULL), RAP_OK);
    assert_true(low[2] == 0 && high[2] == 0);
    assert_true(low[3] == 1 && high[3] == 1);
    assert_true(low[0] == 1 && high[0] == 2); /* three works may be drawn as none, with 5 % */
    assert_int_equal(rap_rank_intervals(NULL, NULL, NULL, 0, NULL, low, high, NULL), RAP_OK);
    rap_error err;
    assert_int_equal(rap_rank_resampled(NULL, 0, NULL, 4, low, high, &err), RAP_E_USAGE);
}

static void percentiles_leave_out_what_is_undefined(void **state)
{
    (void)state;
    double values[205];
    for (int i = 0; i < 205; i++) values[i] = i < 4 ? NAN : (double)(i * 101 % 201);
    rap_interval interval = rap_percentile_interval(values, 205);
    assert_true(fabs(interval.low.value - 5) < 1e-9);
    assert_true(fabs(interval.high.value - 195) < 1e-9);
    double few[19] = {0};
    assert_int_equal(rap_percentile_interval(few, 19).low.reason, RAP_UNDEFINED_SMALL);
    assert_int_equal(rap_percentile_interval(NULL, 0).high.reason, RAP_UNDEFINED_SMALL);
}

static void each_allocation_may_fail(void **state)
{
    (void)state;
    uint32_t low[4] = {77, 77, 77, 77}, high[4] = {77, 77, 77, 77};
    double drawn[8] = {1, 2, 3, 4, 4, 3, 2, 1};
    for (uint64_t n = 1; n <= 2; n++) {
        rap_alloc_fail_after(n);
        assert_int_equal(rap_rank_intervals(norway_2022, NULL, NULL, 4, NULL, low, high, NULL), RAP_E_MEMORY);
        rap_alloc_fail_after(n);
        assert_int_equal(rap_rank_resampled(drawn, 2, NULL, 4, low, high, NULL), RAP_E_MEMORY);
        rap_alloc_fail_after(0);
        assert_true(low[0] == 77 && high[3] == 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_values_share_a_rank),
        cmocka_unit_test(what_is_not_eligible_has_no_rank),
        cmocka_unit_test(norway_2022_has_its_known_ranges),
        cmocka_unit_test(analysis_agrees_with_resampling),
        cmocka_unit_test(shared_works_narrow_the_ranges_as_resampling_does),
        cmocka_unit_test(a_partner_in_all_works_of_another_never_falls_below_it),
        cmocka_unit_test(nothing_and_ineligible_are_safe),
        cmocka_unit_test(percentiles_leave_out_what_is_undefined),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
