// SPDX-License-Identifier: Apache-2.0
/*
 * cube_file - what stands behind the view of a cube: mapping, table of contents, arrays made at opening.
 */
#ifndef RAP_CUBE_CUBE_FILE_H
#define RAP_CUBE_CUBE_FILE_H

#include "base/file.h"
#include "cube/cube.h"
#include "cube/layout.h"

#define RAP_CUBE_HASHED_AT_OPEN (UINT64_C(64) << 20) /**< bytes: a smaller file is hashed whole at opening */

struct rap_cube_file {
    rap_map map;              /**< empty where the cube was parsed from memory */
    char *path;               /**< NULL where it was parsed from memory */
    const char *bytes;
    size_t length;
    uint32_t n_chunks;
    const rap_chunk *chunks;
    const rap_chunk *roles[RAP_ROLE_END]; /**< NULL where the schema has none */
    bool hashed;              /**< every chunk fits its hash */
    const char **texts;       /**< pointers to kinds, then to names */
    bool *shares_alone;
};

/**
 * Makes a view of a cube that stands in memory, at an address divisible by 8, and stays there. Errors as
 * rap_cube_open() without those of files. Close with rap_cube_close().
 */
RAP_MUST_CHECK rap_status rap_cube_parse(const void *bytes, size_t length, rap_cube **out, rap_error *err);

/** Checks every chunk against its hash, unless opening did. RAP_E_FORMAT. */
RAP_MUST_CHECK rap_status rap_cube_check_hashes(const rap_cube *cube, rap_error *err);

/** Position in the file of element `i` of a chunk, for messages. */
static inline uint64_t rap_cube_position(const rap_cube *cube, rap_role role, uint64_t i)
{
    const rap_chunk *chunk = cube->file->roles[role];
    return chunk->offset + i * chunk->width;
}

/** The path of a cube, or "cube". */
static inline const char *rap_cube_path(const rap_cube *cube)
{
    return cube->file->path ? cube->file->path : "cube";
}

#endif
