// SPDX-License-Identifier: Apache-2.0
/*
 * world - which works there are, in which order, and which of them stand twice, are expanded (xpac) or deleted.
 *
 * A position is the place of a work in the order of writing. Works proper are numbered through; extra works (xpac,
 * deleted) are spread evenly among them and change nothing about them. Positions are cut into parts, a part is a file
 * of one date of update. An outdated version of a work stands two parts earlier, which is an earlier date.
 *
 * Any work can be made without making another one, so parts may be written in any order.
 */
#ifndef WORLD_WORLD_H
#define WORLD_WORLD_H

#include "world/plan.h"

#define PARTS_PER_DATE 2

typedef struct world {
    const rap_catalog *catalog;
    topics all;
    bool planned;          /**< from a world file; otherwise drawn */
    plan plan;
    uint64_t seed;
    uint64_t works;        /**< proper ones */
    uint64_t xpac, deleted;/**< extra ones */
    uint32_t duplicates;   /**< works in 100,000 that stand twice */
    uint64_t per_part;
} world;

uint64_t world_positions(const world *w);
uint64_t world_parts(const world *w);

/** The date of the works of a part: later parts are later, the last is of 24 June 2026. */
world_moment world_date(const world *w, uint64_t part);

/** True where an outdated version of the work at `position` stands two parts earlier. */
bool world_is_duplicate(const world *w, uint64_t position);

/** True where the work at `position` is listed as deleted. */
bool world_is_deleted(const world *w, uint64_t position);

/** The digits of the work's id. */
uint64_t world_id(const world *w, uint64_t position);

/** Fills `out` with the work, or with its outdated version. False where memory is short. */
bool world_work_at(const world *w, uint64_t position, bool outdated, world_work *out);

#endif
