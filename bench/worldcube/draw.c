// SPDX-License-Identifier: Apache-2.0
#include "worldcube/drawn.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/alloc.h"
#include "worldcube/fit.h"

enum { COUNTRIES = sizeof fit_countries / sizeof *fit_countries };

const drawn_type drawn_types[TYPES] = {
    {"article", 640, 90}, {"book-chapter", 95, 2}, {"book", 20, 0}, {"conference-paper", 70, 8}, {"dataset", 30, 1},
    {"dissertation", 40, 0}, {"editorial", 8, 98}, {"erratum", 4, 99}, {"letter", 12, 99}, {"other", 12, 30},
    {"paratext", 5, 70}, {"peer-review", 4, 20}, {"preprint", 52, 1}, {"report", 6, 2}, {"review", 32, 95},
};
/* Draws from a fixed distribution in constant time (Walker 1977, Vose 1991). */
typedef struct alias {
    uint32_t n;
    uint32_t limit[COUNTRIES], other[COUNTRIES];
} alias;

static void alias_init(alias *a, const double *weight, uint32_t n)
{
    double sum = 0, part[COUNTRIES];
    uint32_t small[COUNTRIES], large[COUNTRIES], n_small = 0, n_large = 0;
    for (uint32_t i = 0; i < n; i++) sum += weight[i];
    a->n = n;
    for (uint32_t i = 0; i < n; i++) {
        part[i] = weight[i] / sum * n;
        if (part[i] < 1)
            small[n_small++] = i;
        else
            large[n_large++] = i;
    }
    while (n_small && n_large) {
        uint32_t s = small[--n_small], l = large[n_large - 1];
        a->limit[s] = (uint32_t)(part[s] * UINT32_MAX);
        a->other[s] = l;
        part[l] -= 1 - part[s];
        if (part[l] < 1) {
            n_large--;
            small[n_small++] = l;
        }
    }
    while (n_small + n_large) {
        uint32_t rest = n_small ? small[--n_small] : large[--n_large];
        a->limit[rest] = UINT32_MAX;
        a->other[rest] = rest;
    }
}

static uint32_t alias_draw(const alias *a, chance *c)
{
    uint64_t bits = chance_next(c);
    uint32_t i = (uint32_t)((bits >> 32) * a->n >> 32);
    return (uint32_t)bits <= a->limit[i] ? i : a->other[i];
}

/* What drawing needs beside what is drawn. */
typedef struct maker {
    drawn out;
    double *topic_weight;          /* by leaf */
    alias home, single, partner[FIT_REGIONS], size, type; /* of the year at hand */
    rap_place places[COUNTRIES];
    rap_index index;               /* parties of three and more */
    uint32_t singles[COUNTRIES], pairs[COUNTRIES][COUNTRIES]; /* numbers of small parties, 0 = not met */
    rap_index at_hand;             /* cells of the run being drawn */
} maker;

/* ------------------------------------------------------------------ years */

static double with_country(int year)
{
    return 0.25 + 0.0056 * (year - FIRST_YEAR);
}

static double international(int year)
{
    double part = 0.03 + 0.0033 * (year - FIRST_YEAR);
    return part < 0.21 ? part : 0.21;
}

/* Weight of a country in a year: between the two that were fitted, in equal steps of its logarithm. */
static double country_weight(size_t i, int year)
{
    double t = ((double)year - 1994.5) / (2018.5 - 1994.5);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return exp((1 - t) * log(fit_countries[i].early) + t * log(fit_countries[i].late));
}

static void year_init(maker *m, int year)
{
    double weight[COUNTRIES], near[COUNTRIES], domestic[COUNTRIES], size[SIZES] = {0}, type[TYPES];
    for (size_t i = 0; i < COUNTRIES; i++) {
        weight[i] = country_weight(i, year);
        domestic[i] = pow(weight[i], 1.15); /* large countries need others less */
    }
    alias_init(&m->home, weight, COUNTRIES);
    alias_init(&m->single, domestic, COUNTRIES);
    for (size_t r = 0; r < FIT_REGIONS; r++) {
        for (size_t i = 0; i < COUNTRIES; i++) near[i] = weight[i] * fit_affinity[r][fit_countries[i].region];
        alias_init(&m->partner[r], near, COUNTRIES);
    }
    double exponent = FIT_EXPONENT_2000 + FIT_EXPONENT_SLOPE * ((year < 1990 ? 1990 : year > 2023 ? 2023 : year) - 2000);
    for (int k = 2; k < SIZES; k++) size[k] = pow(k, -exponent);
    alias_init(&m->size, size, SIZES);
    for (int t = 0; t < TYPES; t++) type[t] = drawn_types[t].weight;
    alias_init(&m->type, type, TYPES);
}

/* ---------------------------------------------------------------- parties */

static bool party_add(maker *m, const rap_place *members, uint32_t n, uint32_t *out)
{
    if (!rap_reserve(&m->out.parties, &m->out.party_capacity, m->out.n_parties + 1, sizeof *m->out.parties)) return false;
    if (!rap_reserve(&m->out.members, &m->out.member_capacity, m->out.n_members + n, sizeof *m->out.members)) return false;
    if (n) memcpy(m->out.members + m->out.n_members, members, n * sizeof *members);
    m->out.parties[m->out.n_parties] = (drawn_party){m->out.n_members, n};
    m->out.n_members += n;
    *out = (uint32_t)m->out.n_parties++;
    return true;
}

static bool party_intern(maker *m, const rap_place *members, uint32_t n, uint32_t *out)
{
    uint64_t hash = XXH3_64bits(members, n * sizeof *members);
    uint32_t entry;
    for (rap_probe p = rap_probe_start(&m->index, hash); rap_probe_next(&m->index, &p, &entry);) {
        const drawn_party *found = &m->out.parties[entry];
        if (found->n != n || memcmp(m->out.members + found->first, members, n * sizeof *members) != 0) continue;
        *out = entry;
        return true;
    }
    if (!rap_index_reserve(&m->index, 1) || !party_add(m, members, n, out)) return false;
    rap_index_add(&m->index, hash, *out);
    return true;
}

/* The party of `n` distinct countries, given by their numbers, which ascend as their codes do. */
static bool party_of(maker *m, uint32_t *countries, uint32_t n, uint32_t *out)
{
    rap_place members[SIZES];
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t j = i; j > 0 && countries[j - 1] > countries[j]; j--) {
            uint32_t swap = countries[j];
            countries[j] = countries[j - 1];
            countries[j - 1] = swap;
        }
    for (uint32_t i = 0; i < n; i++) members[i] = m->places[countries[i]];
    if (n > 2) return party_intern(m, members, n, out);
    uint32_t *known = n == 1 ? &m->singles[countries[0]] : &m->pairs[countries[0]][countries[1]];
    if (*known == 0 && !party_add(m, members, n, known)) return false;
    *out = *known;
    return true;
}

static bool draw_party(maker *m, chance *c, double part_international, uint32_t *out, uint32_t *n)
{
    uint32_t countries[SIZES], want = 1;
    if (chance_below(c, 1000000) < part_international * 1e6) want = alias_draw(&m->size, c);
    countries[0] = alias_draw(want > 1 ? &m->home : &m->single, c);
    *n = 1;
    for (uint32_t tries = 0; *n < want && tries < 8 * want; tries++) {
        uint32_t next = alias_draw(&m->partner[fit_countries[countries[0]].region], c), i = 0;
        while (i < *n && countries[i] != next) i++;
        if (i == *n) countries[(*n)++] = next;
    }
    return party_of(m, countries, *n, out);
}

/* ------------------------------------------------------------------ cells */

static uint32_t draw_kind(const maker *m, chance *c, uint32_t n)
{
    uint32_t type = alias_draw(&m->type, c), some = n > 1 ? 30 : 15;
    return kind_of(type, chance_below(c, 100) < drawn_types[type].journal ? VENUE_JOURNAL : VENUE_OTHER,
                   chance_below(c, 100) < some ? COVERAGE_SOME : COVERAGE_ALL);
}

static bool add_cell(maker *m, uint32_t party, uint32_t kind, uint32_t works)
{
    if (!rap_reserve(&m->out.cells, &m->out.cell_capacity, m->out.n_cells + 1, sizeof *m->out.cells)) return false;
    m->out.cells[m->out.n_cells++] = (drawn_cell){.party = party, .kind = kind & 0xFF, .works = works & 0xFFFFFF};
    return true;
}

/* One more work in its cell of the run that begins at `first`. */
static bool add_work(maker *m, size_t first, uint32_t party, uint32_t kind)
{
    uint64_t hash = chance_mix((uint64_t)party << 8 | kind);
    uint32_t entry;
    for (rap_probe p = rap_probe_start(&m->at_hand, hash); rap_probe_next(&m->at_hand, &p, &entry);) {
        drawn_cell *found = &m->out.cells[first + entry];
        if (found->party != party || found->kind != kind) continue;
        found->works++;
        return true;
    }
    if (!rap_index_reserve(&m->at_hand, 1)) return false;
    rap_index_add(&m->at_hand, hash, (uint32_t)(m->out.n_cells - first));
    return add_cell(m, party, kind, 1);
}

/* A whole number with the mean `mean`. */
static uint32_t about(chance *c, double mean)
{
    double whole = floor(mean);
    return (uint32_t)whole + (chance_below(c, 1000000) < (mean - whole) * 1e6);
}

/* Works without a country differ in their kind only. */
static bool add_unknown(maker *m, chance *c, double n)
{
    for (uint32_t t = 0; t < TYPES; t++)
        for (uint32_t v = 0; v < VENUES; v++)
            for (uint32_t k = COVERAGE_NO_AUTHORS; k <= COVERAGE_NONE; k++) {
                double venue = (v == VENUE_JOURNAL ? drawn_types[t].journal : 100 - drawn_types[t].journal) / 100.0;
                uint32_t works = about(c, n * drawn_types[t].weight / 1030 * venue * (k == COVERAGE_NONE ? 0.8 : 0.2));
                if (works && !add_cell(m, NO_PARTY, kind_of(t, v, k), works)) return false;
            }
    return true;
}

static bool add_run(maker *m, int year, uint32_t leaf, double works)
{
    chance c = chance_of(m->out.seed, (uint64_t)year << 32 | leaf, 7);
    size_t first = m->out.n_cells;
    rap_index_clear(&m->at_hand);
    for (uint32_t n = about(&c, works * with_country(year)); n > 0; n--) {
        uint32_t number, size;
        if (!draw_party(m, &c, international(year), &number, &size)) return false;
        if (!add_work(m, first, number, draw_kind(m, &c, size))) return false;
    }
    if (!add_unknown(m, &c, works * (1 - with_country(year)))) return false;
    for (size_t i = first; i < m->out.n_cells; i++) m->out.works += m->out.cells[i].works;
    if (m->out.n_cells == first) return true;
    if (!rap_reserve(&m->out.runs, &m->out.run_capacity, m->out.n_runs + 1, sizeof *m->out.runs)) return false;
    m->out.runs[m->out.n_runs++] = (drawn_run){year, leaf, m->out.n_cells};
    return true;
}

/* Sizes of topics are spread like a logarithmic normal; 14 % of works have none. Output grows by 4.5 % a year. */
static bool draw_topic_weights(maker *m)
{
    double sum = 0;
    m->topic_weight = rap_alloc(m->out.all.n + 1, sizeof *m->topic_weight);
    if (!m->topic_weight) return false;
    for (size_t i = 1; i <= m->out.all.n; i++) {
        chance c = chance_of(m->out.seed, i, 3);
        double normal = -6; /* twelve uniform numbers add to a normal one, near enough */
        for (int k = 0; k < 12; k++) normal += chance_below(&c, 1000000) / 1e6;
        sum += m->topic_weight[i] = exp(0.9 * normal);
    }
    for (size_t i = 1; i <= m->out.all.n; i++) m->topic_weight[i] *= 0.86 / sum;
    m->topic_weight[0] = 0.14;
    return true;
}

static bool draw_world(maker *m, double works)
{
    double years = 0;
    uint32_t nobody;
    if (!draw_topic_weights(m) || !party_add(m, NULL, 0, &nobody)) return false;
    for (size_t i = 0; i < COUNTRIES; i++) m->places[i] = rap_place_of(rap_span_of(fit_countries[i].code));
    for (int y = 0; y < YEARS; y++) years += pow(1.045, y);
    for (int y = 0; y < YEARS; y++) {
        year_init(m, FIRST_YEAR + y);
        for (uint32_t leaf = 0; leaf <= m->out.all.n; leaf++)
            if (!add_run(m, FIRST_YEAR + y, leaf, works * pow(1.045, y) / years * m->topic_weight[leaf])) return false;
    }
    return true;
}

rap_status drawn_init(drawn *out, uint64_t seed, double works, rap_error *err)
{
    maker *m = rap_alloc(1, sizeof *m);
    if (!m) return rap_fail_memory(err);
    m->out.seed = seed;
    rap_status status = topics_open(&m->out.all, err);
    if (status == RAP_OK && !draw_world(m, works)) status = rap_fail_memory(err);
    if (status == RAP_OK)
        *out = m->out;
    else
        drawn_release(&m->out);
    rap_index_release(&m->index);
    rap_index_release(&m->at_hand);
    rap_free(m->topic_weight);
    rap_free(m);
    return status;
}

void drawn_release(drawn *d)
{
    topics_close(&d->all);
    rap_free(d->parties);
    rap_free(d->members);
    rap_free(d->cells);
    rap_free(d->runs);
    *d = (drawn){0};
}
