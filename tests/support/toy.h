// SPDX-License-Identifier: Apache-2.0
/*
 * toy - the golden toy set: eleven works whose every number was worked out by hand.
 *
 *   p1 NO|CN  p2 NO|NO|SE  p3 NO|SE|CN  p4 CN|US  p5 CN|CN|US|SE  p6 US|SE  p7 (NO,CN)|US  p8 NO|NO  p9 CN
 *   p10 US|none  p11 none|none          one author a bar; (NO,CN) is one author in two countries
 */
#ifndef RAP_TESTS_TOY_H
#define RAP_TESTS_TOY_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cube/tally.h"

typedef struct toy_work {
    const char *places[4];
    const char *coverage;
    unsigned part[4], of;        /* shares as fractions part/of of the work */
    const char *tie[2];          /* an affiliation-only pair */
} toy_work;

static const toy_work toy_works[] = {
    {{"CN", "NO"}, "all", {1, 1}, 2, {0}},
    {{"NO", "SE"}, "all", {2, 1}, 3, {0}},
    {{"CN", "NO", "SE"}, "all", {1, 1, 1}, 3, {0}},
    {{"CN", "US"}, "all", {1, 1}, 2, {0}},
    {{"CN", "SE", "US"}, "all", {2, 1, 1}, 4, {0}},
    {{"SE", "US"}, "all", {1, 1}, 2, {0}},
    {{"CN", "NO", "US"}, "all", {1, 1, 2}, 4, {"CN", "NO"}},
    {{"NO"}, "all", {0}, 0, {0}},
    {{"CN"}, "all", {0}, 0, {0}},
    {{"US"}, "some", {1}, 2, {0}},
    {{0}, "none", {0}, 0, {0}},
};
enum { TOY_WORKS = sizeof toy_works / sizeof *toy_works };

/* Adds work `i` to a tally, in `year` and `subject`. */
static inline rap_status toy_add(rap_tally *tally, size_t i, int year, rap_subject subject)
{
    const toy_work *w = &toy_works[i];
    rap_place places[4];
    uint64_t shares[4], given = 0;
    char kind[RAP_KIND_MAX + 1];
    size_t n = 0;
    while (n < 4 && w->places[n]) {
        places[n] = rap_place_of(rap_span_of(w->places[n]));
        shares[n] = w->of ? RAP_UNIT * w->part[n] / w->of : 0;
        given += shares[n++];
    }
    /* the whole is shared out to the last unit where every author has a country */
    bool all = w->coverage[0] == 'a';
    for (size_t k = 0; w->of && all && given < RAP_UNIT; k++, given++) shares[k % n]++;
    (void)snprintf(kind, sizeof kind, "article;journal;%s", w->coverage);
    rap_tie tie = {0, 0};
    if (w->tie[0]) tie = (rap_tie){rap_place_of(rap_span_of(w->tie[0])), rap_place_of(rap_span_of(w->tie[1]))};
    rap_fact fact = {.year = (int16_t)year, .subject = subject, .kind = rap_span_of(kind), .n_places = n,
                     .places = places, .shares = w->of ? shares : NULL, .n_ties = w->tie[0] ? 1 : 0, .ties = &tie,
                     .amounts = {1}};
    return rap_tally_add(tally, &fact, NULL);
}

/* Freezes a tally to a file that is gone when the cube is closed; NULL on failure. */
static inline rap_cube *toy_open(const rap_tally *tally)
{
    char path[] = "/tmp/rapport-test-XXXXXX";
    rap_cube *cube = NULL;
    rap_error err = {0};
    int fd = mkstemp(path);
    if (fd < 0) return NULL;
    (void)close(fd);
    if (rap_freeze(tally, NULL, path, &err) != RAP_OK || rap_cube_open(path, &cube, &err) != RAP_OK)
        (void)fprintf(stderr, "%s\n", err.text);
    (void)unlink(path);
    return cube;
}

/* The toy set as a cube: all in 2020, no subject. */
static inline rap_cube *toy_cube(void)
{
    rap_schema schema = rap_schema_research("countries-else-institutions", "none");
    rap_tally *tally = NULL;
    rap_cube *cube = NULL;
    bool ok = rap_tally_new(&schema, &tally, NULL) == RAP_OK;
    for (size_t i = 0; ok && i < TOY_WORKS; i++) ok = toy_add(tally, i, 2020, 0) == RAP_OK;
    if (ok) cube = toy_open(tally);
    rap_tally_free(tally);
    return cube;
}

/* What questions about the toy set need: given to a group of tests as its state. */
typedef struct toy_fixture {
    rap_catalog *catalog;
    rap_cube *cube;
} toy_fixture;

static inline int toy_set_up(void **state)
{
    static toy_fixture f;
    f.cube = toy_cube();
    *state = &f;
    return f.cube && rap_catalog_open(NULL, &f.catalog, NULL) == RAP_OK ? 0 : -1;
}

static inline int toy_tear_down(void **state)
{
    toy_fixture *f = *state;
    rap_cube_close(f->cube);
    rap_catalog_close(f->catalog);
    return 0;
}

#endif
