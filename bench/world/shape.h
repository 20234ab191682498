// SPDX-License-Identifier: Apache-2.0
/*
 * shape - a decided work as one line of JSON, in the key order and nested shapes of OpenAlex.
 *
 * Each member is drawn from the work's key and the member's own number, so that a work says the same in every style
 * and order.
 */
#ifndef WORLD_SHAPE_H
#define WORLD_SHAPE_H

#include "cube/catalog.h"
#include "world/chance.h"
#include "world/json.h"
#include "world/work.h"

typedef enum shape_style {
    SHAPE_COMPACT,  /**< the snapshot of 2026: 49 columns, raw UTF-8, nulls written */
    SHAPE_ESCAPED,  /**< the same with \u escapes */
    SHAPE_NO_NULLS, /**< the same without null members */
    SHAPE_2023,     /**< API of 2023: other order, no authorships.countries, hierarchy ids as integers, \u escapes */
    SHAPE_BARE      /**< as a selection of members would be: a fortieth of the bytes, no venue */
} shape_style;

/** Scratch for writing: one per thread. */
typedef struct shape {
    json j;
    shape_style style;
    const rap_catalog *catalog;
    rap_text text;               /**< a string being put together */
    world_affiliation *distinct; /**< the work's distinct institutions */
    size_t n_distinct, capacity;
} shape;

void shape_init(shape *s, shape_style style, const rap_catalog *catalog, rap_text *out);
void shape_release(shape *s);

/** Appends one line. False where memory is short (or out->failed). */
bool shape_work(shape *s, const world_work *work);

/* Of authorships (shape_authors.c). */
void shape_authorships(shape *s, const world_work *work, const char *key);
void shape_authors_count(shape *s, const world_work *work, const char *key);
void shape_corresponding_authors(shape *s, const world_work *work, const char *key);
void shape_corresponding_institutions(shape *s, const world_work *work, const char *key);
void shape_institutions(shape *s, const world_work *work, const char *key);
void shape_countries_count(shape *s, const world_work *work, const char *key);
void shape_institutions_count(shape *s, const world_work *work, const char *key);
/** Collects the work's distinct institutions, sorted. False where memory is short. */
bool shape_collect_institutions(shape *s, const world_work *work);

/* Of places where a work stands (shape_locations.c). */
void shape_locations(shape *s, const world_work *work, const char *key);
void shape_locations_count(shape *s, const world_work *work, const char *key);
void shape_primary_location(shape *s, const world_work *work, const char *key);
void shape_best_oa_location(shape *s, const world_work *work, const char *key);
void shape_host_venue(shape *s, const world_work *work, const char *key);
void shape_open_access(shape *s, const world_work *work, const char *key);
void shape_indexed_in(shape *s, const world_work *work, const char *key);

/* Of subjects and texts (shape_subjects.c). */
void shape_primary_topic(shape *s, const world_work *work, const char *key);
void shape_topics(shape *s, const world_work *work, const char *key);
void shape_keywords(shape *s, const world_work *work, const char *key);
void shape_concepts(shape *s, const world_work *work, const char *key);
void shape_mesh(shape *s, const world_work *work, const char *key);
void shape_goals(shape *s, const world_work *work, const char *key);
void shape_title(shape *s, const world_work *work, const char *key);
void shape_abstract(shape *s, const world_work *work, const char *key);

/** The stream of a member; the same member has the same number wherever it stands. */
enum shape_member {
    MEMBER_DOI = 10, MEMBER_TITLE, MEMBER_DATE, MEMBER_LANGUAGE, MEMBER_AUTHORS, MEMBER_TOPICS, MEMBER_KEYWORDS,
    MEMBER_CONCEPTS, MEMBER_LOCATIONS, MEMBER_GOALS, MEMBER_AWARDS, MEMBER_BIBLIO, MEMBER_REFERENCES, MEMBER_RELATED,
    MEMBER_ABSTRACT, MEMBER_CITATIONS, MEMBER_APC, MEMBER_MESH, MEMBER_CONTENT, MEMBER_CREATED, MEMBER_INDEXED
};

static inline chance shape_chance(const world_work *work, enum shape_member member)
{
    return chance_of(work->key, 1, (uint64_t)member);
}

#endif
