// SPDX-License-Identifier: Apache-2.0
#include "world/draw.h"

/* ----------------------------------------------------------------- shares */

/* Countries by their part of author addresses, per 10,000, with the neighbourhood that a third of their partners is
   drawn from: N Nordic, E Europe, A Americas, S Asia, M Middle East and Africa, P Pacific. */
static const struct {
    char code[3];
    char region;
    uint16_t weight;
} countries[] = {
    {"US", 'A', 1900}, {"CN", 'S', 1750}, {"IN", 'S', 620}, {"GB", 'E', 520}, {"DE", 'E', 450}, {"JP", 'S', 430},
    {"FR", 'E', 330}, {"BR", 'A', 330}, {"IT", 'E', 320}, {"ID", 'S', 310}, {"CA", 'A', 260}, {"ES", 'E', 270},
    {"RU", 'E', 250}, {"KR", 'S', 250}, {"AU", 'P', 230}, {"IR", 'M', 160}, {"TR", 'M', 170}, {"NL", 'E', 150},
    {"PL", 'E', 150}, {"TW", 'S', 100}, {"CH", 'E', 100}, {"SE", 'N', 95}, {"MX", 'A', 90}, {"MY", 'S', 80},
    {"EG", 'M', 80}, {"UA", 'E', 80}, {"PK", 'S', 75}, {"BE", 'E', 75}, {"ZA", 'M', 65}, {"SA", 'M', 65},
    {"PT", 'E', 65}, {"DK", 'N', 60}, {"AT", 'E', 60}, {"CZ", 'E', 55}, {"NO", 'N', 50}, {"IQ", 'M', 50},
    {"FI", 'N', 48}, {"GR", 'E', 48}, {"NG", 'M', 48}, {"IL", 'M', 48}, {"TH", 'S', 45}, {"CO", 'A', 45},
    {"AR", 'A', 42}, {"SG", 'S', 40}, {"HK", 'S', 40}, {"RO", 'E', 38}, {"CL", 'A', 36}, {"VN", 'S', 36},
    {"HU", 'E', 34}, {"IE", 'E', 34}, {"NZ", 'P', 32}, {"BD", 'S', 30}, {"PE", 'A', 25}, {"AE", 'M', 25},
    {"RS", 'E', 22}, {"SK", 'E', 20}, {"HR", 'E', 20}, {"KZ", 'S', 18}, {"EC", 'A', 18}, {"MA", 'M', 18},
    {"TN", 'M', 17}, {"BG", 'E', 17}, {"SI", 'E', 16}, {"PH", 'S', 16}, {"KE", 'M', 15}, {"ET", 'M', 15},
    {"GH", 'M', 13}, {"JO", 'M', 13}, {"DZ", 'M', 13}, {"LT", 'E', 12}, {"EE", 'N', 9}, {"CU", 'A', 9},
    {"LK", 'S', 9}, {"LB", 'M', 9}, {"QA", 'M', 9}, {"UY", 'A', 8}, {"CY", 'E', 8}, {"LV", 'N', 7}, {"IS", 'N', 7},
    {"LU", 'E', 7}, {"BY", 'E', 7}, {"NP", 'S', 7}, {"UZ", 'S', 7}, {"TZ", 'M', 7}, {"UG", 'M', 7}, {"MO", 'S', 6},
    {"GE", 'M', 5}, {"AM", 'M', 5}, {"MK", 'E', 5}, {"BA", 'E', 5}, {"NA", 'M', 2}, {"XK", 'E', 2}, {"FO", 'N', 1},
    {"PR", 'A', 3}, {"PS", 'M', 4}, {"MT", 'E', 3}, {"ME", 'E', 3}, {"GL", 'N', 1}, {"PG", 'P', 1}, {"FJ", 'P', 2},
};
#define N_COUNTRIES (sizeof countries / sizeof *countries)
#define COUNTRIES_MAX 60 /* of one work */

/* Fields 11 to 36 by their part of works. */
static const uint16_t field_weight[26] = {62, 78, 45, 42, 14, 30, 98, 16, 28, 26, 16, 104, 34,
                                          14, 38, 24, 175, 18, 16, 10, 48, 30, 140, 8, 9, 22};

static const struct {
    const char *type;
    uint16_t weight;
    uint16_t journal, repository, conference, book; /* venues per 1,000; the rest has no source */
} types[] = {
    {"article", 620, 860, 60, 10, 10}, {"book-chapter", 90, 10, 20, 30, 800}, {"conference-paper", 70, 60, 20, 840, 30},
    {"preprint", 50, 10, 980, 0, 0}, {"dissertation", 40, 0, 900, 0, 0}, {"dataset", 30, 0, 980, 0, 0},
    {"review", 30, 930, 20, 0, 10}, {"book", 20, 10, 60, 0, 100}, {"other", 12, 300, 400, 0, 0},
    {"letter", 10, 980, 0, 0, 0}, {"editorial", 8, 980, 0, 0, 0}, {"report", 6, 20, 600, 0, 0},
    {"erratum", 3, 980, 0, 0, 0}, {"peer-review", 3, 200, 500, 0, 0}, {"paratext", 3, 700, 0, 0, 0},
    {"book-review", 2, 980, 0, 0, 0}, {"conference-abstract", 2, 700, 0, 250, 0}, {"data-paper", 1, 980, 0, 0, 0},
    {"reference-entry", 1, 0, 0, 0, 900}, {"retraction", 1, 980, 0, 0, 0}, {"software", 1, 0, 990, 0, 0},
    {"standard", 1, 0, 100, 0, 0}, {"supplementary-materials", 1, 0, 900, 0, 0}, {"libguides", 1, 0, 0, 0, 0},
};
#define N_TYPES (sizeof types / sizeof *types)

static const chance_range year_ranges[] = {{1850, 1949, 30}, {1950, 1979, 80}, {1980, 1989, 70}, {1990, 1999, 120},
                                           {2000, 2009, 230}, {2010, 2014, 180}, {2015, 2019, 210}, {2020, 2025, 280}};
static const chance_range author_ranges[] = {{1, 1, 16000}, {2, 2, 15500}, {3, 3, 14500}, {4, 4, 12500}, {5, 5, 10000},
                                             {6, 6, 8500}, {7, 8, 9500}, {9, 12, 8000}, {13, 20, 3800},
                                             {21, 60, 1500}, {61, 400, 188}, {401, 5000, 12}};
static const chance_range country_ranges[] = {{1, 1, 80000}, {2, 2, 14300}, {3, 3, 3600}, {4, 5, 1500},
                                              {6, 10, 480}, {11, 25, 110}, {26, COUNTRIES_MAX, 10}};

/* ---------------------------------------------------------------- drawing */

static size_t draw_country(chance *c, char region)
{
    uint32_t total = 0;
    for (size_t i = 0; i < N_COUNTRIES; i++)
        if (!region || countries[i].region == region) total += countries[i].weight;
    uint32_t point = chance_below(c, total);
    size_t last = 0;
    for (size_t i = 0; i < N_COUNTRIES; i++) {
        if (region && countries[i].region != region) continue;
        last = i;
        if (point < countries[i].weight) break;
        point -= countries[i].weight;
    }
    return last;
}

/* A set of `n` countries, the first the work's home; fewer where the draw repeats itself too often. */
static size_t draw_countries(chance *c, size_t n, rap_place *out)
{
    size_t home = draw_country(c, 0), found = 0;
    for (size_t tries = 0; found < n && tries < 4 * n; tries++) {
        size_t i = tries == 0 ? home : draw_country(c, chance_hit(c, 35000) ? countries[home].region : 0);
        rap_place place = rap_place_of(rap_span_of(countries[i].code));
        size_t k = 0;
        while (k < found && out[k] != place) k++;
        if (k == found) out[found++] = place;
    }
    return found;
}

static bool add_affiliated_author(chance *c, const rap_place *places, size_t n_places, size_t home, world_work *out)
{
    if (!world_work_add_author(out)) return false;
    uint32_t point = chance_below(c, 1000), n = point < 850 ? 1 : point < 980 ? 2 : 3;
    for (uint32_t i = 0; i < n; i++) {
        size_t at = i == 0 || !chance_hit(c, 25000) ? home : chance_below(c, n_places);
        if (!world_work_add_affiliation(out, places[at], (uint16_t)chance_between(c, 1, 40))) return false;
    }
    out->authors[out->n_authors - 1].raw_only = n == 1 && chance_hit(c, 3000);
    return true;
}

/* Works with countries: each country has an author; in a quarter of the works some others have no country. */
static bool draw_known(chance *c, world_work *out)
{
    rap_place places[COUNTRIES_MAX];
    size_t n_places = draw_countries(c, chance_from(c, country_ranges, sizeof country_ranges / sizeof *country_ranges),
                                     places);
    size_t n = chance_from(c, author_ranges, sizeof author_ranges / sizeof *author_ranges);
    if (n < n_places) n = n_places;
    bool gaps = chance_hit(c, 25000), good = true;
    for (size_t i = 0; good && i < n; i++) {
        size_t home = i < n_places ? i : chance_hit(c, 60000) ? 0 : chance_below(c, n_places);
        good = gaps && i >= n_places && chance_hit(c, 30000) ? world_work_add_author(out)
                                                             : add_affiliated_author(c, places, n_places, home, out);
    }
    return good;
}

static bool draw_authors(chance *c, world_work *out)
{
    world_work_clear(out);
    if (chance_hit(c, 45000)) return draw_known(c, out);
    size_t n = chance_hit(c, 15000) ? 0 : chance_from(c, author_ranges, 9);
    bool good = true;
    for (size_t i = 0; good && i < n; i++) good = world_work_add_author(out);
    return good;
}

static const topic *draw_topic(chance *c, const topics *all)
{
    if (chance_hit(c, 14000)) return NULL;
    uint32_t total = 0, field = 11;
    for (size_t i = 0; i < 26; i++) total += field_weight[i];
    for (uint32_t point = chance_below(c, total); point >= field_weight[field - 11]; field++)
        point -= field_weight[field - 11];
    size_t first = 0, n = topics_under(all, 1, field, &first);
    return n ? &all->list[first + chance_below(c, n)] : NULL;
}

static void draw_type(chance *c, world_work *out)
{
    uint32_t total = 0, point;
    for (size_t i = 0; i < N_TYPES; i++) total += types[i].weight;
    point = chance_below(c, total);
    size_t i = 0;
    while (point >= types[i].weight) point -= types[i++].weight;
    out->type = types[i].type;
    point = chance_below(c, 1000);
    const uint16_t venues[] = {types[i].journal, types[i].repository, types[i].conference, types[i].book};
    out->venue = chance_hit(c, 50000) ? WORLD_NO_SOURCE : WORLD_NO_LOCATION;
    for (size_t v = 0; v < 4; v++) {
        if (point < venues[v]) {
            out->venue = (world_venue)v;
            break;
        }
        point -= venues[v];
    }
}

bool draw_work(const topics *all, world_work *out)
{
    chance c = chance_of(out->key, 0, 1);
    out->year = chance_hit(&c, 1500) ? 0 : (int)chance_from(&c, year_ranges, sizeof year_ranges / sizeof *year_ranges);
    draw_type(&c, out);
    out->topic = draw_topic(&c, all);
    out->paratext = chance_hit(&c, 400);
    out->retracted = chance_hit(&c, 60);
    return draw_authors(&c, out);
}
