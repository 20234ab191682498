// SPDX-License-Identifier: Apache-2.0
/* Spread against the golden toy set, and against a count of the same works one by one under every kind of lens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "base/random.h"
#include "support/near.h"
#include "support/spreads.h"
#include "support/toy.h"

static uint32_t node(const rap_spread *s, const char *code)
{
    return rap_nodes_find(&s->nodes, place(code));
}

static const char *const four[] = {"NO", "CN", "SE", "US"};

static void toy_margins_are_those_worked_by_hand(void **state)
{
    (void)state;
    static const uint64_t P[] = {5, 6, 4, 5}, I[] = {4, 5, 4, 4}, C[] = {6, 8, 6, 6};
    rap_cube *cube = toy_cube();
    rap_lens lens = {0};
    rap_spread *s = spread_of(cube, &lens, (rap_spread_options){.focus = RAP_NO_NODE});
    const rap_bucket *b = &s->buckets[0];
    for (int i = 0; i < 4; i++) {
        assert_int_equal(b->output[node(s, four[i])], P[i]);
        assert_int_equal(b->international[node(s, four[i])], I[i]);
        assert_int_equal(b->links[node(s, four[i])], C[i]);
    }
    assert_int_equal(b->world.all, 11);
    assert_int_equal(b->world.with_country, 10);
    assert_int_equal(b->world.fully_known, 9);
    assert_int_equal(b->world.international, 7);
    assert_int_equal(b->world.links, 13);
    rap_spread_free(s);
    rap_cube_close(cube);
}

static void toy_author_counting_loses_only_the_unknown_part(void **state)
{
    (void)state;
    static const double A[] = {2.75, 37.0 / 12, 17.0 / 12, 2.25};
    rap_cube *cube = toy_cube();
    rap_lens lens = {.counting = RAP_COUNT_AUTHOR};
    rap_spread *s = spread_of(cube, &lens, (rap_spread_options){.focus = RAP_NO_NODE});
    uint64_t sum = 0;
    for (int i = 0; i < 4; i++) {
        uint64_t amount = s->buckets[0].output[node(s, four[i])];
        assert_near((double)amount * s->unit, A[i], 1e-8);
        sum += amount;
    }
    assert_int_equal(sum, 19 * RAP_UNIT / 2);
    assert_int_equal(s->buckets[0].world.unassigned, 3 * RAP_UNIT / 2);
    rap_spread_free(s);
    rap_cube_close(cube);
}

/* C, bilateral, strict and Nature-style scores of the toy set's six pairs. */
static void toy_pairs_are_those_worked_by_hand(void **state)
{
    (void)state;
    static const struct {
        const char *x, *y;
        uint64_t c, bilateral;
        double strict, nature;
    } pairs[] = {
        {"NO", "CN", 3, 1, 5.0 / 3, 13.0 / 6}, {"NO", "SE", 2, 1, 4.0 / 3, 5.0 / 3},
        {"NO", "US", 1, 0, 1.0 / 3, 0.75},     {"CN", "SE", 2, 0, 2.0 / 3, 17.0 / 12},
        {"CN", "US", 3, 1, 5.0 / 3, 2.5},      {"SE", "US", 2, 1, 4.0 / 3, 1.5},
    };
    rap_cube *cube = toy_cube();
    rap_lens full = {0}, country = {.counting = RAP_COUNT_COUNTRY}, author = {.counting = RAP_COUNT_AUTHOR};
    rap_spread_options plane = {.plane = true};
    rap_spread *s[] = {spread_of(cube, &full, plane), spread_of(cube, &country, plane), spread_of(cube, &author, plane)};
    size_t n = s[0]->nodes.n;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        uint32_t x = node(s[0], pairs[i].x), y = node(s[0], pairs[i].y);
        assert_int_equal(s[0]->buckets[0].joint[x * n + y], pairs[i].c);
        assert_int_equal(s[0]->buckets[0].joint[y * n + x], pairs[i].c);
        assert_near((double)s[1]->buckets[0].joint[x * n + y] * s[1]->unit, pairs[i].strict, 1e-8);
        assert_near((double)s[2]->buckets[0].joint[x * n + y] * s[2]->unit, pairs[i].nature, 1e-8);
        rap_spread *line = spread_of(cube, &full, (rap_spread_options){.focus = x, .overlap = true});
        assert_int_equal(line->buckets[0].joint[y], pairs[i].c);
        assert_int_equal(line->buckets[0].bilateral[y], pairs[i].bilateral);
        rap_spread_free(line);
    }
    assert_near((double)s[1]->buckets[0].world.links * s[1]->unit, 7.0, 1e-8); /* strict weights: one a work */
    for (int i = 0; i < 3; i++) rap_spread_free(s[i]);
    rap_cube_close(cube);
}

static void toy_overlap_and_affiliation_only(void **state)
{
    (void)state;
    rap_cube *cube = toy_cube();
    rap_lens lens = {0};
    rap_nodes nodes;
    assert_int_equal(rap_nodes_init(cube, &lens, &nodes, NULL), RAP_OK);
    uint32_t no = rap_nodes_find(&nodes, place("NO")), cn = rap_nodes_find(&nodes, place("CN"));
    uint32_t se = rap_nodes_find(&nodes, place("SE")), us = rap_nodes_find(&nodes, place("US"));
    rap_spread *s = spread_of(cube, &lens, (rap_spread_options){.focus = no, .overlap = true});
    const rap_bucket *b = &s->buckets[0];
    assert_int_equal(b->overlap[cn * nodes.n + se], 1); /* p3 */
    assert_int_equal(b->overlap[cn * nodes.n + us], 1); /* p7 */
    assert_int_equal(b->overlap[se * nodes.n + us], 0);
    assert_int_equal(b->affiliation_only[cn], 1);       /* p7 */
    assert_int_equal(b->affiliation_only[us], 0);
    rap_spread_free(s);
    rap_nodes_release(&nodes);
    rap_cube_close(cube);
}

static void toy_group_counts_a_work_once(void **state)
{
    (void)state;
    rap_cube *cube = toy_cube();
    const rap_membership members[] = {{place("NO"), INT16_MIN, INT16_MAX}, {place("SE"), INT16_MIN, INT16_MAX}};
    rap_lens lens = {.n_groups = 1, .groups = {{"NORD", 2, members}}};
    rap_spread *s = spread_of(cube, &lens, (rap_spread_options){.focus = 0});
    const rap_bucket *b = &s->buckets[0];
    assert_int_equal(b->output[0], 7);
    assert_int_equal(b->joint[node(s, "CN")], 4);
    assert_int_equal(b->links[0], 7);
    assert_int_equal(b->links[node(s, "CN")], 7);
    assert_int_equal(b->world.links, 10);
    assert_int_equal(b->output[node(s, "NO")], 0);
    rap_spread_free(s);
    rap_cube_close(cube);
}

static void overlapping_groups_are_refused(void **state)
{
    (void)state;
    rap_cube *cube = toy_cube();
    const rap_membership a[] = {{place("NO"), INT16_MIN, INT16_MAX}}, b[] = {{place("NO"), 2000, 2010}};
    rap_lens lens = {.n_groups = 2, .groups = {{"A", 1, a}, {"B", 1, b}}};
    rap_spread *s = NULL;
    rap_error err;
    rap_spread_options options = {.focus = RAP_NO_NODE};
    assert_int_equal(rap_spread_new(cube, &lens, &options, &s, &err), RAP_E_USAGE);
    assert_non_null(strstr(err.text, "NO is in both"));
    assert_null(s);
    rap_cube_close(cube);
}

/* ------------------------------------------------- the same works, counted one by one */

enum { WORKS = 400, POOL = 7, YEARS = 4 };
static const char *const pool[POOL] = {"CN", "DK", "HK", "NO", "SE", "US", "ZA"};

typedef struct plain_work {
    unsigned set;                /* bit i: pool[i] took part */
    int year;                    /* 0 or 2000 .. 2003 */
    rap_subject subject;
    bool journal, full;
} plain_work;

static void make_works(plain_work *works, uint64_t seed)
{
    uint64_t n = seed * 1000003 + 1;
    for (size_t i = 0; i < WORKS; i++) {
        unsigned set = 0, k = (unsigned)draw(&n, 5);
        for (unsigned j = 0; j < k; j++) set |= 1u << draw(&n, POOL);
        int year = draw(&n, 9) == 0 ? 0 : 2000 + (int)draw(&n, YEARS);
        rap_subject subject = draw(&n, 8) == 0 ? 0 : (1 + draw(&n, 2)) << 56 | (10 + draw(&n, 3)) << 48 | draw(&n, 3) << 32 | draw(&n, 4);
        works[i] = (plain_work){set, year, subject, draw(&n, 2) == 0, draw(&n, 3) != 0};
    }
}

static rap_cube *freeze_works(const plain_work *works)
{
    rap_schema schema = rap_schema_research("countries-else-institutions", "none");
    rap_tally *tally;
    assert_int_equal(rap_tally_new(&schema, &tally, NULL), RAP_OK);
    for (size_t i = 0; i < WORKS; i++) {
        rap_place places[POOL];
        uint64_t shares[POOL];
        size_t n = 0;
        for (unsigned j = 0; j < POOL; j++)
            if (works[i].set >> j & 1) places[n++] = place(pool[j]);
        for (size_t j = 0; j < n; j++) shares[j] = RAP_UNIT / n / (works[i].full ? 1 : 2);
        for (size_t j = 0; n && works[i].full && j < RAP_UNIT % n; j++) shares[j]++;
        char kind[64];
        (void)snprintf(kind, sizeof kind, "article;%s;%s", works[i].journal ? "journal" : "other",
                       n == 0 ? "none" : works[i].full ? "all" : "some");
        bool has = rap_fact_has_shares(n, rap_span_of(kind));
        rap_fact fact = {.year = (int16_t)works[i].year, .subject = works[i].subject, .kind = rap_span_of(kind),
                         .n_places = n, .places = places, .shares = has ? shares : NULL, .amounts = {1}};
        rap_error err;
        if (rap_tally_add(tally, &fact, &err) != RAP_OK) fail_msg("%s", err.text);
    }
    rap_cube *cube = toy_open(tally);
    rap_tally_free(tally);
    assert_non_null(cube);
    return cube;
}

/* A node of the naive count: -1 for none, 0 the group, 1 + i the place. */
static int naive_node(const rap_lens *lens, unsigned i, int year)
{
    if (lens->n_merges && strcmp(pool[i], "HK") == 0) i = 0; /* HK as CN */
    for (size_t m = 0; lens->n_groups && m < lens->groups[0].n_members; m++) {
        const rap_membership *member = &lens->groups[0].members[m];
        if (member->place != place(pool[i])) continue;
        bool open = member->from == INT16_MIN && member->to == INT16_MAX;
        if (year ? member->from <= year && year <= member->to : open) return 0;
    }
    return 1 + (int)i;
}

typedef struct naive_sums {
    double output[POOL + 1], international[POOL + 1], links[POOL + 1], joint[POOL + 1][POOL + 1];
    double all, with_country, links_all, overlap[POOL + 1][POOL + 1];
} naive_sums;

static bool naive_in(const rap_lens *lens, const plain_work *w, unsigned merged)
{
    unsigned k = (unsigned)__builtin_popcount(merged);
    if (lens->year_low && (w->year < lens->year_low || w->year > lens->year_high)) return false;
    if (lens->n_ranges && (w->subject < lens->ranges[0].low || w->subject > lens->ranges[0].high)) return false;
    if (lens->n_kind_types && !w->journal) return false;
    if (lens->bilateral_only && k != 2) return false;
    if (lens->max_countries && k > lens->max_countries) return false;
    for (unsigned i = 0; lens->n_without && i < POOL; i++)
        if ((merged >> i & 1) && lens->without[0] == place(pool[i])) return false;
    return true;
}

static void naive_add(const rap_lens *lens, const plain_work *w, naive_sums *s)
{
    unsigned merged = w->set, k = (unsigned)__builtin_popcount(w->set);
    double parts[POOL + 1] = {0}, count[POOL + 1] = {0};
    if (lens->n_merges && (merged >> 2 & 1)) merged = (merged & ~4u) | 1u;
    if (!naive_in(lens, w, merged)) return;
    unsigned m = (unsigned)__builtin_popcount(merged), nodes = 0;
    s->all++;
    s->with_country += k > 0;
    for (unsigned i = 0; i < POOL; i++) {
        if (merged >> i & 1) count[naive_node(lens, i, w->year)]++;
        if (w->set >> i & 1) parts[naive_node(lens, i, w->year)] += 1.0 / k / (w->full ? 1 : 2);
    }
    for (unsigned i = 0; i <= POOL; i++) nodes += count[i] > 0;
    for (unsigned i = 0; i <= POOL; i++) {
        if (count[i] == 0) continue;
        double part = lens->counting == RAP_COUNT_FULL ? 1 : lens->counting == RAP_COUNT_COUNTRY ? count[i] / m : parts[i];
        s->output[i] += part;
        if (nodes > 1) s->international[i] += part;
        for (unsigned j = 0; j <= POOL; j++) {
            if (j == i || count[j] == 0) continue;
            double link = lens->counting == RAP_COUNT_FULL      ? 1
                          : lens->counting == RAP_COUNT_COUNTRY ? 2.0 * count[i] * count[j] / m / (m - 1)
                                                                : parts[i] + parts[j];
            s->joint[i][j] += link;
            s->links[i] += link;
            s->links_all += link / 2;
        }
    }
}

static uint32_t node_of(const rap_spread *s, unsigned i)
{
    return i == 0 ? 0 : rap_nodes_find(&s->nodes, place(pool[i - 1]));
}

static void compare(const rap_cube *cube, const plain_work *works, const rap_lens *lens)
{
    naive_sums want = {0};
    for (size_t i = 0; i < WORKS; i++) naive_add(lens, &works[i], &want);
    rap_spread *s = spread_of(cube, lens, (rap_spread_options){.plane = true});
    const rap_bucket *b = &s->buckets[0];
    double all_unit = s->unit;
    assert_near((double)b->world.all * all_unit, want.all, 1e-6);
    assert_near((double)b->world.with_country * all_unit, want.with_country, 1e-6);
    assert_near((double)b->world.links * all_unit, want.links_all, 1e-6);
    for (unsigned i = lens->n_groups ? 0 : 1; i <= POOL; i++) {
        uint32_t x = node_of(s, i);
        if (x == RAP_NO_NODE) continue;
        assert_near((double)b->output[x] * s->unit, want.output[i], 1e-6);
        assert_near((double)b->international[x] * s->unit, want.international[i], 1e-6);
        assert_near((double)b->links[x] * s->unit, want.links[i], 1e-6);
        rap_spread *line = spread_of(cube, lens, (rap_spread_options){.focus = x});
        for (unsigned j = lens->n_groups ? 0 : 1; j <= POOL; j++) {
            uint32_t y = node_of(s, j);
            if (y == RAP_NO_NODE || y == x) continue;
            assert_near((double)b->joint[x * s->nodes.n + y] * s->unit, want.joint[i][j], 1e-6);
            assert_int_equal(line->buckets[0].joint[y], b->joint[x * s->nodes.n + y]);
        }
        rap_spread_free(line);
    }
    rap_spread_free(s);
}

static void every_lens_equals_a_count_of_the_works(void **state)
{
    (void)state;
    static plain_work works[WORKS];
    const rap_membership members[] = {{place("DK"), INT16_MIN, INT16_MAX}, {place("NO"), 2001, 2002},
                                      {place("SE"), INT16_MIN, 2001}};
    const rap_range field = {UINT64_C(1) << 56 | UINT64_C(11) << 48, (UINT64_C(1) << 56 | UINT64_C(12) << 48) - 1};
    const struct rap_kind_type journal = {"article", "journal"};
    for (uint64_t seed = 0; seed < 3; seed++) {
        make_works(works, seed);
        rap_cube *cube = freeze_works(works);
        for (unsigned choice = 0; choice < 384; choice++) {
            rap_lens lens = {.counting = (rap_counting)(choice % 3)};
            unsigned bits = choice / 3;
            if (bits & 1) lens.n_groups = 1, lens.groups[0] = (rap_node_group){"G", 3, members};
            if (bits & 2) lens.n_merges = 1, lens.merges[0] = (struct rap_merge_place){place("HK"), place("CN")};
            if (bits & 4) lens.n_without = 1, lens.without[0] = place("US");
            if (bits & 8) lens.max_countries = 3;
            if (bits & 16) lens.year_low = 2001, lens.year_high = 2002;
            if (bits & 32) lens.n_ranges = 1, lens.ranges = &field;
            if (bits & 64) lens.n_kind_types = 1, lens.kind_types = &journal;
            if (bits == 0) lens.bilateral_only = true;
            compare(cube, works, &lens);
        }
        rap_cube_close(cube);
    }
}

/* Cells one by one, sums reduced one by one, and sums the short way: the same numbers under every lens and option. */
static void sums_and_the_short_way_equal_the_cells(void **state)
{
    (void)state;
    static plain_work works[WORKS];
    const rap_membership members[] = {{place("DK"), INT16_MIN, INT16_MAX}, {place("NO"), 2001, 2002}};
    const rap_range field = {UINT64_C(1) << 56 | UINT64_C(11) << 48, (UINT64_C(1) << 56 | UINT64_C(12) << 48) - 1};
    const rap_range cut = {UINT64_C(1) << 56 | UINT64_C(11) << 48 | UINT64_C(1) << 32, UINT64_C(2) << 56};
    const rap_part parts[] = {{"field", 1, &field}, {"cut", 1, &cut}, {"field again", 1, &field}};
    const struct rap_kind_type journal = {"article", "journal"};
    rap_cube *cubes[2];
    make_works(works, 17);
    cubes[0] = freeze_works(works);
    cubes[1] = toy_cube(); /* has ties */
    for (unsigned choice = 0; choice < 2 * 256 * 16; choice++) {
        rap_lens lens = {0};
        unsigned bits = choice / 2, asked = bits >> 8;
        if (bits & 1) lens.n_groups = 1, lens.groups[0] = (rap_node_group){"G", 2, members};
        if (bits & 2) lens.n_merges = 1, lens.merges[0] = (struct rap_merge_place){place("HK"), place("CN")};
        if (bits & 4) lens.n_without = 1, lens.without[0] = place("US");
        if (bits & 8) lens.max_countries = 3;
        if (bits & 16) lens.year_low = 2001, lens.year_high = 2002;
        if (bits & 32) lens.n_ranges = 1, lens.ranges = bits & 64 ? &cut : &field;
        if (bits & 64) lens.n_kind_types = 1, lens.kind_types = &journal;
        if (bits & 128) lens.bilateral_only = true;
        rap_spread_options options = {.focus = 1, .overlap = true, .threads = 1 + choice % 3};
        if (asked & 1) options.plane = true;
        if (asked & 2) options.each_year = true;
        if (asked & 4) options.n_parts = 3, options.parts = parts;
        if (asked & 8) options.focus = asked & 1 ? 0 : RAP_NO_NODE;
        rap_spread *quick = spread_of(cubes[choice % 2], &lens, options);
        options.slow = true;
        rap_spread *slow = spread_of(cubes[choice % 2], &lens, options);
        options.cells = true;
        options.threads = 1;
        rap_spread *cells = spread_of(cubes[choice % 2], &lens, options);
        assert_same_spread(quick, cells);
        assert_same_spread(slow, cells);
        rap_spread_free(quick);
        rap_spread_free(slow);
        rap_spread_free(cells);
    }
    rap_cube_close(cubes[0]);
    rap_cube_close(cubes[1]);
}

/* Years apart add up to years together, and so do parts that do not overlap. */
static void buckets_add_up(void **state)
{
    (void)state;
    static plain_work works[WORKS];
    make_works(works, 9);
    rap_cube *cube = freeze_works(works);
    const rap_range none = {0, 0}, one = {UINT64_C(1), (UINT64_C(2) << 56) - 1}, two = {UINT64_C(2) << 56, UINT64_MAX};
    const rap_part parts[] = {{"none", 1, &none}, {"one", 1, &one}, {"two", 1, &two}};
    rap_lens lens = {.year_low = 2000, .year_high = 2003};
    rap_spread *whole = spread_of(cube, &lens, (rap_spread_options){.focus = RAP_NO_NODE});
    rap_spread *split = spread_of(cube, &lens, (rap_spread_options){.each_year = true, .n_parts = 3, .parts = parts, .focus = RAP_NO_NODE});
    assert_int_equal(split->n_years, 4);
    for (uint32_t x = 0; x < whole->nodes.n; x++) {
        uint64_t output = 0, links = 0;
        for (size_t b = 0; b < split->n_years * split->n_parts; b++) {
            output += split->buckets[b].output[x];
            links += split->buckets[b].links[x];
        }
        assert_int_equal(output, whole->buckets[0].output[x]);
        assert_int_equal(links, whole->buckets[0].links[x]);
    }
    rap_spread_free(whole);
    rap_spread_free(split);
    rap_cube_close(cube);
}

static void a_resample_is_a_function_of_seed_and_replicate(void **state)
{
    (void)state;
    static plain_work works[WORKS];
    make_works(works, 4);
    rap_cube *cube = freeze_works(works);
    rap_lens lens = {0};
    double sum = 0;
    bool differs = false;
    uint64_t first = 0;
    enum { REPLICATES = 200 };
    for (uint64_t r = 1; r <= REPLICATES; r++) {
        rap_spread_options options = {.focus = RAP_NO_NODE, .replicate = r, .seed = 7};
        rap_spread *a = spread_of(cube, &lens, options), *b = spread_of(cube, &lens, options);
        assert_int_equal(a->buckets[0].world.all, b->buckets[0].world.all);
        if (r == 1) first = a->buckets[0].world.all;
        differs = differs || a->buckets[0].world.all != first;
        sum += (double)a->buckets[0].world.all;
        rap_spread_free(a);
        rap_spread_free(b);
    }
    assert_true(differs);
    assert_near(sum / (double)REPLICATES, WORKS, 5 * 20.0 / 14.1); /* mean of Poisson sums: sd 20/sqrt(200) */
    rap_cube_close(cube);
}

static void failing_allocations_leave_nothing(void **state)
{
    (void)state;
    rap_cube *cube = toy_cube();
    rap_lens lens = {.counting = RAP_COUNT_AUTHOR};
    rap_spread_options options = {.plane = true, .each_year = true};
    for (uint64_t n = 1;; n++) {
        rap_spread *s = NULL;
        rap_error err;
        rap_alloc_fail_after(n);
        rap_status status = rap_spread_new(cube, &lens, &options, &s, &err);
        rap_alloc_fail_after(0);
        if (status == RAP_OK) {
            assert_true(n > 5);
            rap_spread_free(s);
            break;
        }
        assert_int_equal(status, RAP_E_MEMORY);
        assert_null(s);
    }
    rap_cube_close(cube);
}

/* Pair counts as published: margins from links, the residual's own links in the margins only. */
static void pair_counts_give_margins_and_refuse_the_rest(void **state)
{
    (void)state;
    rap_schema schema = rap_schema_pairs();
    rap_tally *tally;
    assert_int_equal(rap_tally_new(&schema, &tally, NULL), RAP_OK);
    static const struct {
        const char *x, *y;
        uint64_t works;
    } rows[] = {{"CN", "NO", 5}, {"CN", "OTH", 7}, {"NO", "OTH", 2}, {"OTH", "OTH", 11}, {"NO", NULL, 6}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        rap_place places[2] = {place(rows[i].x), rows[i].y ? place(rows[i].y) : 0};
        rap_fact fact = {.year = 2020, .kind = rap_span_of("all"), .n_places = rows[i].y ? 2 : 1, .places = places,
                         .amounts = {rows[i].works}};
        rap_error err;
        if (rap_tally_add(tally, &fact, &err) != RAP_OK) fail_msg("%s", err.text);
    }
    rap_cube *cube = toy_open(tally);
    rap_tally_free(tally);
    rap_lens lens = {0};
    rap_spread *s = spread_of(cube, &lens, (rap_spread_options){.plane = true});
    const rap_bucket *b = &s->buckets[0];
    assert_null(b->output);
    assert_int_equal(b->links[node(s, "NO")], 7);
    assert_int_equal(b->links[node(s, "CN")], 12);
    assert_int_equal(b->links[node(s, "OTH")], 7 + 2 + 22);
    assert_int_equal(b->world.links, 25);
    assert_int_equal(b->international[node(s, "NO")], 6);
    rap_spread_free(s);
    const rap_membership m[] = {{place("NO"), INT16_MIN, INT16_MAX}};
    rap_lens refused[] = {{.counting = RAP_COUNT_COUNTRY}, {.counting = RAP_COUNT_AUTHOR}, {.bilateral_only = true},
                          {.max_countries = 3}, {.n_without = 1, .without = {place("NO")}},
                          {.n_groups = 1, .groups = {{"G", 1, m}}}};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        rap_spread_options options = {.plane = true};
        rap_error err;
        assert_int_equal(rap_spread_new(cube, &refused[i], &options, &s, &err), RAP_E_UNSUPPORTED);
    }
    rap_cube_close(cube);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(toy_margins_are_those_worked_by_hand),
        cmocka_unit_test(toy_author_counting_loses_only_the_unknown_part),
        cmocka_unit_test(toy_pairs_are_those_worked_by_hand),
        cmocka_unit_test(toy_overlap_and_affiliation_only),
        cmocka_unit_test(toy_group_counts_a_work_once),
        cmocka_unit_test(overlapping_groups_are_refused),
        cmocka_unit_test(every_lens_equals_a_count_of_the_works),
        cmocka_unit_test(sums_and_the_short_way_equal_the_cells),
        cmocka_unit_test(buckets_add_up),
        cmocka_unit_test(a_resample_is_a_function_of_seed_and_replicate),
        cmocka_unit_test(failing_allocations_leave_nothing),
        cmocka_unit_test(pair_counts_give_margins_and_refuse_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
