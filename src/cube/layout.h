// SPDX-License-Identifier: Apache-2.0
/*
 * layout - which chunks a cube has, in which order, and how wide their elements are: the table that writer and
 * reader share.
 */
#ifndef RAP_CUBE_LAYOUT_H
#define RAP_CUBE_LAYOUT_H

#include "cube/chunk.h"
#include "cube/schema.h"

typedef enum rap_role {
    RAP_ROLE_SCHEMA,         /**< lines of text */
    RAP_ROLE_LEAVES,         /**< sorted subjects */
    RAP_ROLE_KINDS,          /**< sorted texts, each with its NUL */
    RAP_ROLE_NODES,          /**< sorted subjects that have a name */
    RAP_ROLE_NAMES,          /**< their names, each with its NUL */
    RAP_ROLE_OFFSETS,        /**< of parties in members, one more than parties */
    RAP_ROLE_MEMBERS,
    RAP_ROLE_SLICES,         /**< rap_slice */
    RAP_ROLE_LEAF,           /**< columns of the cells */
    RAP_ROLE_KIND,
    RAP_ROLE_PARTY,
    RAP_ROLE_AMOUNT,         /**< the first of RAP_MEASURES_MAX */
    RAP_ROLE_SHARE_WHOLE = RAP_ROLE_AMOUNT + RAP_MEASURES_MAX,
    RAP_ROLE_SHARE_FRACTION,
    RAP_ROLE_TIE_CELL,
    RAP_ROLE_TIES,           /**< rap_tie */
    RAP_ROLE_TIE_WORKS,
    RAP_ROLE_PLACES,         /**< what follows from the chunks above, see sums.h: places that stand in parties, */
    RAP_ROLE_SUM_FIRST,      /**< where the sums of each slice begin, and their members; one more than slices, */
    RAP_ROLE_SUM_FIRST_MEMBER,
    RAP_ROLE_SUM_SIZE,       /**< columns of the sums, */
    RAP_ROLE_SUM_KIND,
    RAP_ROLE_SUM_WORKS,
    RAP_ROLE_SUM_MEMBERS,    /**< and of their members */
    RAP_ROLE_MARGIN_FIRST,   /**< see margins.h: where the margins of each slice begin, one more than slices, */
    RAP_ROLE_MARGIN_KIND,    /**< and their columns */
    RAP_ROLE_MARGIN_PLACE,
    RAP_ROLE_MARGIN_WORKS,
    RAP_ROLE_MARGIN_INTERNATIONAL,
    RAP_ROLE_MARGIN_LINKS,
    RAP_ROLE_PAIR_FIRST,     /**< see sums.h: where the pairs of each slice begin, one more than slices, */
    RAP_ROLE_PAIR_KIND,      /**< and their columns */
    RAP_ROLE_PAIR_PLACES,
    RAP_ROLE_PAIR_WORKS,
    RAP_ROLE_PROVENANCE,
    RAP_ROLE_END
} rap_role;

typedef struct rap_role_spec {
    char id[5];
    uint32_t width;          /**< of an element; 0 = the narrowest of 1, 2, 4, 8 that holds the greatest value */
    uint32_t widest;         /**< where width is 0 */
} rap_role_spec;

extern const rap_role_spec rap_roles[RAP_ROLE_END];

/** The role of a chunk id, or RAP_ROLE_END. */
rap_role rap_role_of(const char id[4]);

/** True where a cube of this schema has the chunk. */
bool rap_role_is_in(rap_role role, const rap_schema *schema);

/** True where elements of a chunk may be `width` bytes wide. */
bool rap_role_fits(rap_role role, uint32_t width);

/** The narrowest of 1, 2, 4, 8 bytes that holds `value`. */
static inline uint32_t rap_width_of(uint64_t value)
{
    return value > UINT32_MAX ? 8 : value > UINT16_MAX ? 4 : value > UINT8_MAX ? 2 : 1;
}

#endif
