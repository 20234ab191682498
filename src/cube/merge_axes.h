// SPDX-License-Identifier: Apache-2.0
/*
 * merge_axes - the axes of several cubes made one, and for each cube a table from its codes to those of the union.
 *
 * Axes are sorted, so the union is a walk along all of them at once, and the tables ascend: cells recoded by them
 * stay in order.
 */
#ifndef RAP_CUBE_MERGE_AXES_H
#define RAP_CUBE_MERGE_AXES_H

#include "cube/cube.h"
#include "cube/writer.h"

/** Codes of one cube -> codes of the union. */
typedef struct rap_recoding {
    uint32_t *leaf, *kind, *party;
} rap_recoding;

/**
 * Gives the united axes to the writer and fills `recodings` (one a cube, all NULL before), which the caller releases
 * also after a failure.
 */
RAP_MUST_CHECK rap_status rap_merge_axes(const rap_cube *const *cubes, size_t n, rap_writer *writer,
                                         rap_recoding *recodings, rap_error *err);
void rap_recoding_release(rap_recoding *recoding);

#endif
