// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "rapport.h"

/* A defined number within `tolerance` of what is expected. */
#define NEAR(found, expected, tolerance)                                   \
    do {                                                                   \
        rap_value near_found = (found);                                    \
        assert_int_equal(near_found.reason, RAP_DEFINED);                  \
        assert_true(fabs(near_found.value - (expected)) <= (tolerance));   \
    } while (0)
#define REASON(value, expected) assert_int_equal((value).reason, (expected))

static rap_quad turned(rap_quad q)
{
    return (rap_quad){q.n, q.col, q.row, q.all};
}

/* The eleven works of the golden set: links 6, 8, 6, 6 of NO, CN, SE, US, T = 13; output 5, 6, 4, 5. */
static const struct {
    double n, row, col, output_row, output_col, ric, reverse, affinity, salton, jaccard;
} toy[] = {
    {3, 6, 8, 5, 6, 0.7000, 0.6250, 1.6250, 0.5477, 0.3750}, /* NO-CN */
    {2, 6, 6, 5, 4, 0.5833, 0.5833, 1.4444, 0.4472, 0.2857}, /* NO-SE */
    {1, 6, 6, 5, 5, 0.2333, 0.2333, 0.7222, 0.2000, 0.1111}, /* NO-US */
    {2, 8, 6, 6, 4, 0.3125, 0.3889, 1.0833, 0.4082, 0.2500}, /* CN-SE */
    {3, 8, 6, 6, 5, 0.6250, 0.7000, 1.6250, 0.5477, 0.3750}, /* CN-US */
    {2, 6, 6, 4, 5, 0.5833, 0.5833, 1.4444, 0.4472, 0.2857}, /* SE-US */
};

static void golden_set_has_its_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof toy / sizeof *toy; i++) {
        rap_quad links = {toy[i].n, toy[i].row, toy[i].col, 13};
        rap_quad works = {toy[i].n, toy[i].output_row, toy[i].output_col, 11};
        NEAR(rap_ric(links), toy[i].ric, 5e-5);
        NEAR(rap_ric(turned(links)), toy[i].reverse, 5e-5);
        NEAR(rap_ric_n(links), 2 * toy[i].ric, 1e-4);
        NEAR(rap_affinity(links), toy[i].affinity, 5e-5);
        NEAR(rap_salton(works), toy[i].salton, 5e-5);
        NEAR(rap_jaccard(works), toy[i].jaccard, 5e-5);
    }
    rap_quad links = {3, 6, 8, 13};
    NEAR(rap_luukkonen(links), 1.25, 1e-12);
    NEAR(rap_luukkonen(turned(links)), 1.125, 1e-12);
    NEAR(rap_nsf_index((rap_quad){3, 4, 5, 7}), 1.05, 1e-12);
    NEAR(rap_nsf_index((rap_quad){1, 4, 4, 7}), 0.4375, 1e-12);
    NEAR(rap_inclusion((rap_quad){3, 5, 6, 11}), 0.6, 1e-12);
    NEAR(rap_share(3, 5), 0.6, 1e-12);
}

/* NORD = {NO, SE} as one node: 4 works with CN, 7 links each, 10 in all. */
static void a_group_is_a_quad_like_any(void **state)
{
    (void)state;
    rap_quad nord = {4, 7, 7, 10};
    NEAR(rap_ric(nord), 0.5714, 5e-5);
    NEAR(rap_ric(turned(nord)), 0.5714, 5e-5);
    NEAR(rap_affinity(nord), 1.6327, 5e-5);
}

/* Published matrices of August 2024, all types. */
static const struct {
    double n, row, col, all, ric, low, high, reverse, affinity;
} real[] = {
    {490, 21069, 93385, 1071682, 0.263, 0.241, 0.287, 0.249, 0.534},     /* NO-CN 2012 */
    {1169, 41948, 218883, 1999739, 0.251, 0.237, 0.265, 0.233, 0.509},   /* NO-CN 2018 */
    {2374, 67157, 363487, 3109490, 0.298, 0.286, 0.310, 0.277, 0.605},   /* NO-CN 2022 */
    {103, 21069, 30468, 1071682, 0.169, 0.140, 0.205, 0.168, 0.344},     /* NO-KR 2012 */
    {448, 67157, 82655, 3109490, 0.247, 0.225, 0.271, 0.246, 0.502},     /* NO-KR 2022 */
    {2770, 67157, 78817, 3109490, 1.650, 1.590, 1.713, 1.654, 3.255},    /* NO-DK 2022 */
    {3836, 67157, 110618, 3109490, 1.627, 1.577, 1.679, 1.642, 3.211},   /* NO-SE 2022 */
    {77370, 363487, 698310, 3109490, 0.941, 0.935, 0.948, 0.934, 1.896}, /* CN-US 2022 */
};

static void real_rows_have_their_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof real / sizeof *real; i++) {
        rap_quad links = {real[i].n, real[i].row, real[i].col, real[i].all};
        NEAR(rap_ric(links), real[i].ric, 6e-4);
        NEAR(rap_ric(turned(links)), real[i].reverse, 6e-4);
        NEAR(rap_affinity(links), real[i].affinity, 6e-4);
        rap_interval interval = rap_ric_interval(links);
        NEAR(interval.low, real[i].low, 6e-4);
        NEAR(interval.high, real[i].high, 6e-4);
    }
    NEAR(rap_ric((rap_quad){2402, 78788, 372325, 3343623}), 0.2691, 5e-5);
    NEAR(rap_salton((rap_quad){2374, 24947, 234951, 0}), 0.0310, 5e-5);
    NEAR(rap_jaccard((rap_quad){2374, 24947, 234951, 0}), 0.0092, 5e-5);
}

static void ric_has_its_edges(void **state)
{
    (void)state;
    REASON(rap_ric((rap_quad){0, 0, 5, 10}), RAP_UNDEFINED_EMPTY);    /* X without links */
    NEAR(rap_ric((rap_quad){0, 4, 5, 10}), 0, 0);                     /* no joint work */
    REASON(rap_ric((rap_quad){0, 4, 0, 10}), RAP_UNDEFINED_EMPTY);    /* and Y without links */
    REASON(rap_ric((rap_quad){3, 4, 3, 10}), RAP_UNDEFINED_INFINITE); /* Y works with X only */
    REASON(rap_ric((rap_quad){3, 10, 3, 10}), RAP_UNDEFINED_EMPTY);   /* X in every link */
    REASON(rap_ric((rap_quad){0, 10, 0, 10}), RAP_UNDEFINED_EMPTY);
    REASON(rap_ric((rap_quad){0, 0, 0, 0}), RAP_UNDEFINED_EMPTY);
    REASON(rap_ric_n((rap_quad){3, 4, 3, 10}), RAP_UNDEFINED_INFINITE);
    REASON(rap_ric((rap_quad){5, 4, 6, 10}), RAP_UNDEFINED_NO_DATA);  /* more joint works than links: no quad */
    REASON(rap_ric((rap_quad){2, 4, 6, 3}), RAP_UNDEFINED_NO_DATA);
    REASON(rap_ric((rap_quad){NAN, 4, 6, 10}), RAP_UNDEFINED_NO_DATA);
}

static void interval_has_its_edges(void **state)
{
    (void)state;
    rap_interval none = rap_ric_interval((rap_quad){0, 40, 50, 1000});
    NEAR(none.low, 0, 0);
    double estimate = 0.5 / 40 / (50.0 / 960);
    NEAR(none.high, estimate * exp(1.959963984540054 * sqrt(2 - 1.0 / 40 + 1.0 / 50 - 1.0 / 960)), 1e-12);
    rap_interval infinite = rap_ric_interval((rap_quad){3, 4, 3, 10});
    REASON(infinite.low, RAP_UNDEFINED_INFINITE);
    REASON(infinite.high, RAP_UNDEFINED_INFINITE);
    REASON(rap_ric_interval((rap_quad){0, 0, 3, 10}).high, RAP_UNDEFINED_EMPTY);
    NEAR(rap_ric_interval((rap_quad){0, 0.3, 50, 1000}).high, 0.5 * 999.7 / 0.3 / 50, 1e-9); /* variance held at 0 */
}

static void ratios_have_their_edges(void **state)
{
    (void)state;
    rap_quad empty = {0, 0, 5, 10}, no_partner = {0, 5, 0, 10}, broken = {2, 0, 5, 10}, negative = {-1, 2, 3, 4};
    REASON(rap_ratio(empty), RAP_UNDEFINED_EMPTY);
    REASON(rap_ratio(no_partner), RAP_UNDEFINED_EMPTY);
    REASON(rap_ratio(broken), RAP_UNDEFINED_INFINITE);
    REASON(rap_ratio(negative), RAP_UNDEFINED_NO_DATA);
    REASON(rap_affinity(empty), RAP_UNDEFINED_EMPTY);
    REASON(rap_affinity((rap_quad){1, 2, 3, INFINITY}), RAP_UNDEFINED_NO_DATA);
    REASON(rap_luukkonen(empty), RAP_UNDEFINED_EMPTY);
    REASON(rap_luukkonen((rap_quad){1, 9, 3, 4}), RAP_UNDEFINED_NO_DATA); /* more links of X than ends in all */
    REASON(rap_nsf_index(no_partner), RAP_UNDEFINED_EMPTY);
    NEAR(rap_ratio((rap_quad){0, 5, 5, 10}), 0, 0);
    NEAR(rap_ratio((rap_quad){2, 4, 5, 10}), 1, 0);
    REASON(rap_salton(empty), RAP_UNDEFINED_EMPTY);
    REASON(rap_salton((rap_quad){1, -4, -4, 0}), RAP_UNDEFINED_NO_DATA);
    REASON(rap_jaccard((rap_quad){0, 0, 0, 0}), RAP_UNDEFINED_EMPTY);
    NEAR(rap_jaccard((rap_quad){0, 0, 7, 0}), 0, 0);
    REASON(rap_inclusion(no_partner), RAP_UNDEFINED_EMPTY);
    REASON(rap_share(0, 0), RAP_UNDEFINED_EMPTY);
    REASON(rap_share(1, 0), RAP_UNDEFINED_INFINITE);
    REASON(rap_share(1, NAN), RAP_UNDEFINED_NO_DATA);
    NEAR(rap_share(0, 9), 0, 0);
}

static void symmetric_runs_from_minus_1_to_1(void **state)
{
    (void)state;
    NEAR(rap_symmetric((rap_value){0, RAP_DEFINED}), -1, 0);
    NEAR(rap_symmetric((rap_value){1, RAP_DEFINED}), 0, 0);
    NEAR(rap_symmetric((rap_value){3, RAP_DEFINED}), 0.5, 0);
    NEAR(rap_symmetric((rap_value){0, RAP_UNDEFINED_INFINITE}), 1, 0);
    REASON(rap_symmetric((rap_value){0, RAP_UNDEFINED_EMPTY}), RAP_UNDEFINED_EMPTY);
    REASON(rap_symmetric((rap_value){-2, RAP_DEFINED}), RAP_UNDEFINED_NO_DATA);
}

enum { NODES = 7 };

/* A random symmetric table of joint works, a third of the cells empty. */
static void random_table(uint64_t seed, double c[NODES][NODES], double links[NODES], double *all)
{
    *all = 0;
    for (uint64_t x = 0; x < NODES; x++) {
        c[x][x] = 0;
        for (uint64_t y = x + 1; y < NODES; y++) {
            double u = rap_uniform(seed, x, y, 0);
            c[x][y] = c[y][x] = u < 1.0 / 3 ? 0 : floor(exp(9 * rap_uniform(seed, x, y, 1)));
            *all += c[x][y];
        }
    }
    for (int x = 0; x < NODES; x++) {
        links[x] = 0;
        for (int y = 0; y < NODES; y++) links[x] += c[x][y];
    }
}

/* The weights (C_Y - C_XY)/(T - C_X) of RIC(X,Y) over all Y add to 2 and the sum is 1: the mean is 1/2. */
static void mean_of_ric_is_one_half(void **state)
{
    (void)state;
    int tried = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        double c[NODES][NODES], links[NODES], all;
        random_table(seed, c, links, &all);
        for (int x = 0; x < NODES; x++) {
            double sum = 0, weights = 0;
            bool whole = links[x] > 0 && links[x] < all;
            for (int y = 0; y < NODES && whole; y++) {
                if (y == x) continue;
                rap_value ric = rap_ric((rap_quad){c[x][y], links[x], links[y], all});
                double weight = (links[y] - c[x][y]) / (all - links[x]);
                if (ric.reason == RAP_UNDEFINED_INFINITE) whole = false;
                else if (ric.reason == RAP_DEFINED) sum += weight * ric.value;
                weights += weight;
            }
            if (!whole) continue;
            tried++;
            assert_true(fabs(sum - 1) < 1e-12 && fabs(weights - 2) < 1e-12);
        }
    }
    assert_true(tried > 1000);
}

static void identities_hold_on_random_tables(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        double c[NODES][NODES], links[NODES], all;
        random_table(seed, c, links, &all);
        for (int x = 0; x < NODES; x++)
            for (int y = 0; y < NODES; y++) {
                if (x == y) continue;
                rap_quad q = {c[x][y], links[x], links[y], all};
                rap_value there = rap_ric(q), back = rap_ric(turned(q));
                if (there.reason != RAP_DEFINED || back.reason != RAP_DEFINED) continue;
                double sign = q.n * q.all - q.row * q.col;
                assert_true(there.value > 1 ? sign > -1e-6 : sign < 1e-6);
                assert_int_equal(there.value > 1 + 1e-12, back.value > 1 + 1e-12);
                NEAR(rap_affinity(turned(q)), rap_affinity(q).value, 1e-9);
                /* with T as links instead of ends Luukkonen's index is (T - C_X)/(2T - C_X) of itself */
                double ends = rap_luukkonen(q).value;
                double as_links = q.n * (q.all - q.row) / (q.row * q.col);
                assert_true(fabs(as_links - ends * (q.all - q.row) / (2 * q.all - q.row)) < 1e-9 * (1 + ends));
            }
    }
}

static void ric_grows_with_joint_works(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        double row = 50 + floor(1000 * rap_uniform(seed, 1, 0, 0)), col = 50 + floor(1000 * rap_uniform(seed, 2, 0, 0));
        double all = row + col + 3000;
        double before = -1;
        for (double n = 0; n < 50; n++) {
            rap_quad q = {n, row, col, all};
            rap_value ric = rap_ric(q);
            assert_int_equal(ric.reason, RAP_DEFINED);
            assert_true(ric.value > before);
            rap_interval interval = rap_ric_interval(q);
            assert_true(interval.low.value <= ric.value && ric.value <= interval.high.value);
            before = ric.value;
        }
    }
}

static void every_reason_has_a_text(void **state)
{
    (void)state;
    for (int i = 0; i < RAP_REASON_END; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(rap_reason_text((rap_reason)i), rap_reason_text((rap_reason)j));
    assert_string_equal(rap_reason_text(RAP_REASON_END), "unknown reason");
    assert_non_null(strstr(rap_reason_text(RAP_UNDEFINED_EMPTY), "0/0"));
    assert_non_null(strstr(rap_reason_text(RAP_UNDEFINED_INFINITE), "infinite"));
}

static void every_indicator_has_a_page(void **state)
{
    (void)state;
    size_t count = 0;
    for (const rap_indicator *page; (page = rap_indicator_at(count)) != NULL; count++) {
        assert_ptr_equal(rap_indicator_find(page->name), page);
        const char *texts[] = {page->name, page->title, page->definition, page->formula, page->degenerate, page->source};
        for (int i = 0; i < 6; i++)
            if (strcmp(page->name, "forecast") != 0 || i != 3) assert_true(strlen(texts[i]) > 0);
        assert_non_null(page->neutral);
        assert_true(strspn(page->name, "abcdefghijklmnopqrstuvwxyz_") == strlen(page->name));
        for (size_t j = 0; j < count; j++) assert_string_not_equal(rap_indicator_at(j)->name, page->name);
    }
    assert_true(count > 40);
}

/* Both ends are 1.96 of their own standard deviations away from the count. */
static void a_count_has_the_interval_of_its_scores(void **state)
{
    (void)state;
    NEAR(rap_count_interval(100).low, 82.2272, 1e-4);
    NEAR(rap_count_interval(100).high, 121.6143, 1e-4);
    NEAR(rap_count_interval(0).low, 0, 0);
    NEAR(rap_count_interval(0).high, 3.8415, 1e-4);
    for (double n = 1; n < 1e12; n *= 7) {
        rap_interval interval = rap_count_interval(n);
        double low = interval.low.value, high = interval.high.value;
        assert_true(low > 0 && low < n && n < high);
        assert_true(fabs((n - low) / sqrt(low) - (high - n) / sqrt(high)) < 1e-3);
    }
}

/* What the columns of the questions name as their indicator. */
static void every_promised_column_is_explained(void **state)
{
    (void)state;
    static const char *const names[] = {"works", "rank", "rank_low", "rank_high", "share_of_output",
        "share_of_international", "share_of_links", "ric", "ric_low", "ric_high", "ric_n", "ric_reverse",
        "rank_ric", "rank_gain", "affinity", "luukkonen", "nsf_index", "salton", "jaccard", "inclusion",
        "share_of_partner_output", "bilateral", "affiliation_only", "expected", "output", "international",
        "links", "partner_output", "partner_international", "partner_links", "world_international",
        "all_links", "coverage", "strict", "nature_score", "guard", "growth_decomposition",
        "annual_change", "direction", "joinpoint", "delta_bic", "mann_kendall", "sen_slope", "forecast",
        "world_share", "world_share_all", "works_country", "world_share_country", "rank_country",
        "works_author", "world_share_author", "rank_author", "international_share", "field_share",
        "specialisation", "activity_index", "specialisation_symmetric", "growth", "profile_change",
        "profile_cosine", "profile_similarity", "works_own", "works_partner", "coverage_class", "newman", "artefact"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_non_null(rap_indicator_find(names[i]));
    }
    assert_string_equal(rap_indicator_find("ric_low")->name, "ric_interval");
    assert_string_equal(rap_indicator_find("works_high")->name, "works_interval");
    const char *unknown[] = {"", " ", "ri", "ric_low ric_high", "RIC"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) assert_null(rap_indicator_find(unknown[i]));
    assert_null(rap_indicator_find(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_set_has_its_values),
        cmocka_unit_test(a_group_is_a_quad_like_any),
        cmocka_unit_test(real_rows_have_their_values),
        cmocka_unit_test(ric_has_its_edges),
        cmocka_unit_test(interval_has_its_edges),
        cmocka_unit_test(ratios_have_their_edges),
        cmocka_unit_test(symmetric_runs_from_minus_1_to_1),
        cmocka_unit_test(mean_of_ric_is_one_half),
        cmocka_unit_test(identities_hold_on_random_tables),
        cmocka_unit_test(ric_grows_with_joint_works),
        cmocka_unit_test(every_reason_has_a_text),
        cmocka_unit_test(every_indicator_has_a_page),
        cmocka_unit_test(a_count_has_the_interval_of_its_scores),
        cmocka_unit_test(every_promised_column_is_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
