// SPDX-License-Identifier: Apache-2.0
/*
 * facts - facts for tests of tallies and cubes: a few written by hand, and any number made from their index, so that a
 * test can add the same ones in another order or split. Cubes go to a folder that is removed at the end.
 */
#ifndef RAP_TESTS_FACTS_H
#define RAP_TESTS_FACTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cube/cube.h"
#include "cube/tally.h"

static char facts_folder[64];

static inline int make_folder(void **state)
{
    (void)state;
    strcpy(facts_folder, "test_cube_XXXXXX");
    return mkdtemp(facts_folder) ? 0 : -1;
}

static inline int remove_folder(void **state)
{
    (void)state;
    return rap_folder_remove(facts_folder, NULL) == RAP_OK ? 0 : -1;
}

/** A path in the folder, valid for the next few calls. */
static inline const char *in_folder(const char *name)
{
    static char path[8][128];
    static unsigned turn;
    char *out = path[turn++ % 8];
    (void)snprintf(out, sizeof path[0], "%s/%s", facts_folder, name);
    return out;
}

static inline rap_place place(const char *code)
{
    return rap_place_of(rap_span_of(code));
}

static inline rap_subject topic(uint64_t domain, uint64_t field, uint64_t subfield, uint64_t leaf)
{
    return domain << 56 | field << 48 | subfield << 32 | leaf;
}

/** A fact with room of its own. */
typedef struct sample {
    rap_fact fact;
    char kind[RAP_KIND_MAX + 1];
    rap_place places[8];
    uint64_t shares[8];
    rap_tie ties[1];
} sample;

/** Sets `out` to a fact; `codes` as "CN NO" (sorted), all of one work; shares are equal parts unless set later. */
static inline const rap_fact *sample_of(sample *out, int year, rap_subject subject, const char *kind,
                                        const char *codes, uint64_t works)
{
    *out = (sample){0};
    (void)snprintf(out->kind, sizeof out->kind, "%s", kind);
    rap_span rest = rap_span_of(codes), code;
    size_t n = 0;
    while (*codes && rap_span_next(&rest, ' ', &code)) out->places[n++] = rap_place_of(code);
    for (size_t i = 0; i < n; i++) out->shares[i] = works * RAP_UNIT / n;
    out->fact = (rap_fact){.year = (int16_t)year,
                           .subject = subject,
                           .kind = rap_span_of(out->kind),
                           .n_places = n,
                           .places = out->places,
                           .shares = out->shares,
                           .ties = out->ties,
                           .amounts = {works}};
    return &out->fact;
}

/** The i-th of an endless row of facts: few years, subjects, kinds and parties, so that cells repeat. */
static inline const rap_fact *sample_at(sample *out, uint64_t i)
{
    static const char *const parties[] = {"",         "NO",    "CN",    "CN NO",
                                          "DK NO SE", "CN US", "DK",    "BR CN DE FR NO US",
                                          "US",       "GB US", "NO US", "FI"};
    static const char *const kinds[] = {"article;journal;all", "article;other;some", "preprint;other;all",
                                        "review;journal;all", "article;journal;none"};
    static const uint64_t fields[] = {0, 11, 17, 22, 22};
    uint64_t x = (i + 1) * UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    x ^= x >> 31;
    uint64_t field = fields[x % 5];
    rap_subject subject = field ? topic(3, field, field * 100 + x / 5 % 3, 10000 + x / 15 % 7) : 0;
    int year = x / 128 % 9 ? 2015 + (int)(x / 128 % 9) : 0;
    sample_of(out, year, subject, kinds[x / 2048 % 5], parties[x / 16384 % 12],
              1 + (x / 262144 % 50 == 0) * 400);
    for (size_t k = 0; k < out->fact.n_places; k++) out->shares[k] -= (x >> 40) % 1000;
    if (out->fact.n_places > 1 && x / 33554432 % 4 == 0) {
        out->ties[0] = (rap_tie){out->places[0], out->places[1]};
        out->fact.n_ties = 1;
    }
    return &out->fact;
}

static inline rap_tally *research_tally(void)
{
    rap_schema schema = rap_schema_research("countries-else-institutions", "none");
    rap_tally *tally = NULL;
    assert_int_equal(rap_tally_new(&schema, &tally, NULL), RAP_OK);
    return tally;
}

/** Adds samples first, first + step, ... , below `end`, and names some of their nodes. */
static inline void add_samples(rap_tally *tally, uint64_t first, uint64_t end, uint64_t step)
{
    sample room;
    for (uint64_t i = first; i < end; i += step) {
        const rap_fact *fact = sample_at(&room, i);
        assert_int_equal(rap_tally_add(tally, fact, NULL), RAP_OK);
        char name[32];
        (void)snprintf(name, sizeof name, "Field, as of source %d", (int)(i % 3));
        if (fact->subject)
            assert_int_equal(
                rap_tally_name(tally, rap_subject_node(fact->subject, 1), rap_span_of(name), NULL), RAP_OK);
    }
}

static inline void freeze_as(const rap_tally *tally, const char *provenance, const char *name)
{
    rap_error err = {0};
    if (rap_freeze(tally, provenance, in_folder(name), &err) != RAP_OK) fail_msg("%s", err.text);
}

static inline rap_cube *open_cube(const char *name)
{
    rap_cube *cube = NULL;
    rap_error err = {0};
    if (rap_cube_open(in_folder(name), &cube, &err) != RAP_OK) fail_msg("%s", err.text);
    return cube;
}

/** The file's bytes, at the start of memory of their own. */
typedef struct file_bytes {
    char *data;
    size_t length;
} file_bytes;

static inline file_bytes read_bytes(const char *name)
{
    rap_text text = {0};
    assert_int_equal(rap_read_file(in_folder(name), (size_t)1 << 30, &text, NULL), RAP_OK);
    file_bytes bytes = {malloc(text.length), text.length};
    assert_non_null(bytes.data);
    memcpy(bytes.data, text.data, text.length);
    rap_text_release(&text);
    return bytes;
}

static inline void assert_same_file(const char *a, const char *b)
{
    file_bytes x = read_bytes(a), y = read_bytes(b);
    assert_int_equal(x.length, y.length);
    assert_memory_equal(x.data, y.data, x.length);
    free(x.data);
    free(y.data);
}

/** Opens, verifies and closes. */
static inline void assert_verifies(const char *name)
{
    rap_cube *cube = open_cube(name);
    rap_error err = {0};
    if (rap_cube_verify(cube, &err) != RAP_OK) fail_msg("%s", err.text);
    rap_cube_close(cube);
}

/** The cell of a fact's key; n_cells where there is none. */
static inline uint64_t find_cell(const rap_cube *cube, const rap_fact *fact)
{
    for (uint64_t s = 0; s < cube->n_slices; s++) {
        if (cube->slices[s].year != fact->year) continue;
        for (uint64_t i = cube->slices[s].cell; i < cube->slices[s + 1].cell; i++) {
            size_t n;
            const rap_place *members = rap_cube_party(cube, rap_column_at(cube->party, i), &n);
            if (cube->leaves[rap_column_at(cube->leaf, i)] == fact->subject &&
                rap_span_is(fact->kind, cube->kinds[rap_column_at(cube->kind, i)]) && n == fact->n_places &&
                memcmp(members, fact->places, n * sizeof *members) == 0)
                return i;
        }
    }
    return cube->n_cells;
}

/** A small cube that never changes: its bytes are pinned in test_cube.c. */
static inline rap_tally *fixed_tally(void)
{
    static const char journal[] = "article;journal;all";
    rap_subject battery = topic(3, 21, 2105, 10018), steel = topic(3, 22, 2211, 11201);
    rap_tally *tally = research_tally();
    sample s;
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2019, battery, journal, "NO", 3), NULL), RAP_OK);
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2019, battery, journal, "CN NO", 1), NULL), RAP_OK);
    sample_of(&s, 2019, battery, journal, "CN NO", 1);
    s.ties[0] = (rap_tie){s.places[0], s.places[1]};
    s.fact.n_ties = 1;
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_OK);
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 2020, steel, journal, "DK NO SE", 300), NULL),
                     RAP_OK);
    sample_of(&s, 2020, battery, "preprint;other;some", "NO", 1);
    s.shares[0] = RAP_UNIT / 4;
    assert_int_equal(rap_tally_add(tally, &s.fact, NULL), RAP_OK);
    assert_int_equal(rap_tally_add(tally, sample_of(&s, 0, 0, "other;other;no-authors", "", 7), NULL),
                     RAP_OK);
    assert_int_equal(rap_tally_name(tally, rap_subject_node(battery, 1), rap_span_of("Energy"), NULL),
                     RAP_OK);
    assert_int_equal(rap_tally_name(tally, battery, rap_span_of("Advancements in Battery Materials"), NULL),
                     RAP_OK);
    return tally;
}

#endif
