// SPDX-License-Identifier: Apache-2.0
/*
 * work - what is decided about a work before it is written: all that a reader of facts can see, and the key from
 * which the rest (names, titles, references) is drawn.
 */
#ifndef WORLD_WORK_H
#define WORLD_WORK_H

#include "cube/place.h"
#include "world/topics.h"

/** A matched institution of a country; `number` tells the institutions of a country apart, from 1. */
typedef struct world_affiliation {
    rap_place place;
    uint16_t number;
} world_affiliation;

typedef struct world_author {
    uint32_t first, n; /**< its affiliations; none = no country is known */
    bool raw_only;     /**< the country was read from the affiliation's text: no institution is matched */
} world_author;

typedef enum world_venue {
    WORLD_JOURNAL, WORLD_REPOSITORY, WORLD_CONFERENCE, WORLD_BOOK, WORLD_NO_SOURCE, WORLD_NO_LOCATION
} world_venue;

/** A day, and the time on it as microseconds. */
typedef struct world_moment {
    int year;
    unsigned month, day;
    uint64_t microseconds;
} world_moment;

typedef struct world_work {
    uint64_t key;            /**< of all that is drawn while it is written */
    uint64_t id;             /**< digits of W... */
    int year;                /**< 0 = publication_year and publication_date are null */
    const char *type;
    const topic *topic;      /**< NULL = none */
    world_venue venue;
    bool xpac, paratext, retracted;
    world_moment updated;
    size_t n_authors, author_capacity, n_affiliations, affiliation_capacity;
    world_author *authors;
    world_affiliation *affiliations;
} world_work;

/** Appends an author without affiliation. False where memory is short. */
bool world_work_add_author(world_work *work);
/** Gives the author appended last one more affiliation. */
bool world_work_add_affiliation(world_work *work, rap_place place, uint16_t number);
/** Takes authors and affiliations away; keeps their memory. */
void world_work_clear(world_work *work);
void world_work_release(world_work *work);

#endif
