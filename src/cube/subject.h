// SPDX-License-Identifier: Apache-2.0
/*
 * subject - what a fact is about, as the path through a hierarchy of four levels packed in 64 bits.
 *
 *   level   0 domain   1 field   2 subfield   3 topic      (trade: section, chapter, heading, code)
 *   bits    8          8         16           32
 *
 * Numeric order is hierarchy order, so everything under a node is one range. The path itself is the
 * identity: a topic that moved to another field between two releases is two leaves, and no order of
 * files can decide which. 0 in a level = not known there; 0 as a whole = no subject.
 */
#ifndef RAP_CUBE_SUBJECT_H
#define RAP_CUBE_SUBJECT_H

#include <stdbool.h>
#include <stdint.h>

#define RAP_LEVELS 4

typedef uint64_t rap_subject;

/** First bit and width of each level. */
static const unsigned rap_level_shift[RAP_LEVELS] = {56, 48, 32, 0};
static const uint64_t rap_level_limit[RAP_LEVELS] = {0xFF, 0xFF, 0xFFFF, 0xFFFFFFFF};

/** The number of `subject` at `level`. */
static inline uint64_t rap_subject_at(rap_subject subject, unsigned level)
{
    return subject >> rap_level_shift[level] & rap_level_limit[level];
}

/** `subject` with `number` put in at `level` (which must be 0 there; number within the limit). */
static inline rap_subject rap_subject_with(rap_subject subject, unsigned level, uint64_t number)
{
    return subject | number << rap_level_shift[level];
}

/** The node above the leaf: `subject` cut below `level`. */
static inline rap_subject rap_subject_node(rap_subject subject, unsigned level)
{
    return subject >> rap_level_shift[level] << rap_level_shift[level];
}

#endif
