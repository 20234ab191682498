// SPDX-License-Identifier: Apache-2.0
/*
 * plan - a world file: how many works of which year, subject and set of countries there are. docs/worlds.md has the
 * grammar. The world is exactly its lines: works are numbered through, line by line and year by year.
 */
#ifndef WORLD_PLAN_H
#define WORLD_PLAN_H

#include "cube/catalog.h"
#include "world/work.h"

#define PLAN_COUNTRIES_MAX 64

/** One line of the file. */
typedef struct plan_line {
    int year_first, year_last;       /**< 0, 0 = not known */
    uint64_t works_first, works_last;
    size_t topic_first, n_topics;    /**< works take any of these; 0 = no topic */
    size_t n_places;
    rap_place places[PLAN_COUNTRIES_MAX]; /**< as written: authors come in this order */
    uint32_t authors[PLAN_COUNTRIES_MAX]; /**< of each country */
    bool one_author;                 /**< a single author with affiliations in all of the countries */
    bool nobody;                     /**< no author at all */
    uint32_t unknown;                /**< further authors without a country */
    char type[33];
    world_venue venue;
} plan_line;

/** A run of works that are alike: one year of a line. */
typedef struct plan_run {
    uint64_t first, works;           /**< works first .. first + works - 1 of the world */
    size_t line;
    int year;
} plan_run;

typedef struct plan {
    size_t n_lines, line_capacity, n_runs, run_capacity;
    plan_line *lines;
    plan_run *runs;
    uint64_t works;
} plan;

/** Reads the text of a world file. RAP_E_FORMAT with the line. */
RAP_MUST_CHECK rap_status plan_read(rap_span text, const rap_catalog *catalog, const topics *all, plan *out,
                                    rap_error *err);
void plan_release(plan *world);

/**
 * Fills what the file says of work `index`; an `outdated` version of it has another country, so that a reader who
 * counts it is found out. False where memory is short.
 */
bool plan_work(const plan *world, const topics *all, uint64_t index, bool outdated, world_work *out);

#endif
