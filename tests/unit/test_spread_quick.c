// SPDX-License-Identifier: Apache-2.0
/* The ways of spread that are only faster: on cubes of many places, and on cubes that lack what they need. */
#include <stdlib.h>
#include <string.h>

#include "support/reseal.h"
#include "support/spreads.h"
#include "support/toy.h"

/* A field of so many parties and ties that they come in blocks, of `n_places` places: a byte each, or more. */
static rap_cube *crowd(unsigned n_places)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    rap_schema schema = rap_schema_research("countries-else-institutions", "none");
    rap_tally *tally;
    uint64_t n = 5;
    assert_int_equal(rap_tally_new(&schema, &tally, NULL), RAP_OK);
    for (size_t i = 0; i < 4000; i++) {
        rap_place places[4];
        uint64_t shares[4], works = 1 + draw(&n, 900);
        size_t k = draw(&n, 5);
        for (size_t j = 0; j < k; j++) {
            uint64_t number = j * n_places / 4 + draw(&n, n_places / 4);
            char code[] = {letters[number / 26], letters[number % 26], '\0'};
            places[j] = place(code);
            shares[j] = works * RAP_UNIT / k / 2;
        }
        const char *kind = draw(&n, 2) ? "article;journal;some" : "preprint;other;some";
        rap_tie tie = {k > 1 ? places[0] : 0, k > 1 ? places[1] : 0};
        rap_fact fact = {.year = 2000, .subject = UINT64_C(1) << 56 | UINT64_C(11) << 48 | draw(&n, 2),
                         .kind = rap_span_of(kind), .n_places = k, .places = places, .shares = k ? shares : NULL,
                         .n_ties = k > 1 && draw(&n, 3) == 0, .ties = &tie, .amounts = {works}};
        assert_int_equal(rap_tally_add(tally, &fact, NULL), RAP_OK);
    }
    rap_cube *cube = toy_open(tally);
    rap_tally_free(tally);
    assert_non_null(cube);
    return cube;
}

static void assert_quick_equals_cells(const rap_cube *cube, uint32_t step)
{
    const struct rap_kind_type journal = {"article", "journal"};
    for (uint32_t focus = 0; focus < cube->n_places; focus += step) {
        rap_lens lens = {.n_kind_types = focus % 2, .kind_types = &journal};
        rap_spread_options options = {.focus = focus, .overlap = true, .plane = focus % 5 == 0};
        rap_spread *quick = spread_of(cube, &lens, options);
        options.cells = true;
        rap_spread *cells = spread_of(cube, &lens, options);
        assert_same_spread(quick, cells);
        rap_spread_free(quick);
        rap_spread_free(cells);
    }
}

static void blocks_of_parties_are_searched_whatever_the_width_of_a_member(void **state)
{
    (void)state;
    for (unsigned wide = 0; wide < 2; wide++) {
        rap_cube *cube = crowd(wide ? 400 : 200);
        assert_int_equal(cube->sum_members.width, wide ? 2 : 1);
        assert_true(cube->n_ties > 500);
        assert_quick_equals_cells(cube, 7);
        rap_cube_close(cube);
    }
}

/* Cubes of early versions have no pairs, or no margins either, or no sums: the same answers, only later. */
static void cubes_without_what_is_kept_for_speed_say_the_same(void **state)
{
    (void)state;
    static const char *const lacks[] = {"pai", "mar", "sum"};
    rap_cube *whole = crowd(200);
    size_t length = whole->file->length;
    char *bytes = malloc(length);
    assert_non_null(bytes);
    memcpy(bytes, whole->file->bytes, length);
    for (size_t i = 0; i < 3; i++) {
        rap_cube *cube = NULL;
        rap_chunk *chunks = (rap_chunk *)(void *)(bytes + sizeof(rap_chunk_head));
        for (uint32_t c = 0; c < whole->file->n_chunks; c++)
            if (memcmp(chunks[c].id, lacks[i], 3) == 0 || (i == 2 && memcmp(chunks[c].id, "plac", 4) == 0)) chunks[c].id[0] = 'z';
        reseal(bytes, length);
        assert_int_equal(rap_cube_parse(bytes, length, &cube, NULL), RAP_OK);
        assert_int_equal(cube->pair_first.count, 0);
        assert_true((i < 1) == (cube->margin_first.count > 0) && (i < 2) == (cube->places != NULL));
        for (uint32_t focus = 0; focus < 20; focus++) {
            rap_lens lens = {0};
            rap_spread_options options = {.focus = focus, .overlap = true, .plane = focus % 5 == 0};
            rap_spread *fast = spread_of(whole, &lens, options), *early = spread_of(cube, &lens, options);
            assert_same_spread(fast, early);
            rap_spread_free(fast);
            rap_spread_free(early);
        }
        rap_cube_close(cube);
    }
    free(bytes);
    rap_cube_close(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_parties_are_searched_whatever_the_width_of_a_member),
        cmocka_unit_test(cubes_without_what_is_kept_for_speed_say_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
