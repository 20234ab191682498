// SPDX-License-Identifier: Apache-2.0
/*
 * merge - cubes added to one cube.
 */
#ifndef RAP_CUBE_MERGE_H
#define RAP_CUBE_MERGE_H

#include "cube/cube.h"

/**
 * Writes the sum of `n` cubes (at least one) to `path`, atomically; `path` may be that of one of them. Streams: memory is
 * four bytes for every party, subject and kind of every cube and a few megabytes, whatever the number of cells. Disk:
 * the size of the result twice, for the time it takes.
 *
 * `provenance` replaces theirs; NULL = all their lines, each once. `check_sources`: refuse two cubes made from the same
 * file, or from different releases. Cubes that opening did not hash are hashed first, so that damage is not carried on.
 *
 * Errors: RAP_E_USAGE (no cubes; different schemas; sources), RAP_E_FORMAT (a damaged cube, a sum that overflows),
 * RAP_E_IO, RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_merge(const rap_cube *const *cubes, size_t n, const char *provenance,
                                    bool check_sources, const char *path, rap_error *err);

#endif
