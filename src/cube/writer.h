// SPDX-License-Identifier: Apache-2.0
/*
 * writer - builds a cube file from axes and cells that come in canonical order. The one home of columns and slices:
 * freezing a tally and merging cubes both end here, so the same facts give the same bytes.
 *
 * Order of calls: leaves, kinds, names and parties, each sorted (and the four at once, if several threads want); then cells sorted by (year, leaf, kind, party);
 * then finish. Cells may come in parts, see rap_writer_split(). Memory is fixed but for the axes and the slices; columns are spooled beside the target.
 */
#ifndef RAP_CUBE_WRITER_H
#define RAP_CUBE_WRITER_H

#include "cube/schema.h"

typedef struct rap_writer rap_writer;

#define RAP_SLICE_LEVEL 1 /**< slices are cut at fields */

/** Year, leaf and kind as one number that sorts as they do in a cube: 16 bits of year (negative first), 32, 16. */
static inline uint64_t rap_pack_key(int32_t year, uint32_t leaf, uint32_t kind)
{
    return (uint64_t)(uint16_t)(year + 0x8000) << 48 | (uint64_t)leaf << 16 | kind;
}

static inline int32_t rap_packed_year(uint64_t key)
{
    return (int32_t)(key >> 48) - 0x8000;
}

static inline uint32_t rap_packed_leaf(uint64_t key)
{
    return (uint32_t)(key >> 16);
}

static inline uint32_t rap_packed_kind(uint64_t key)
{
    return key & 0xFFFF;
}

/** A cell with codes into the axes as given to the writer. */
typedef struct rap_cell_row {
    int32_t year;
    uint32_t leaf, kind, party;
    const uint64_t *amounts;   /**< one for every measure */
    size_t n_shares;           /**< members where the cell has shares, else 0 */
    const uint64_t *shares;
    size_t n_ties;
    const rap_tie *ties;       /**< sorted */
    const uint64_t *tie_works;
} rap_cell_row;

/** Nothing appears under `path` before rap_writer_finish(). */
RAP_MUST_CHECK rap_status rap_writer_open(const char *path, const rap_schema *schema, rap_writer **out,
                                          rap_error *err);
RAP_MUST_CHECK rap_status rap_writer_leaf(rap_writer *writer, rap_subject leaf, rap_error *err);
RAP_MUST_CHECK rap_status rap_writer_kind(rap_writer *writer, rap_span kind, rap_error *err);
RAP_MUST_CHECK rap_status rap_writer_name(rap_writer *writer, rap_subject node, rap_span name, rap_error *err);
RAP_MUST_CHECK rap_status rap_writer_party(rap_writer *writer, const rap_place *members, size_t n, rap_error *err);
RAP_MUST_CHECK rap_status rap_writer_cell(rap_writer *writer, const rap_cell_row *cell, rap_error *err);

/**
 * After the axes, before any cell: cells are given to parts, which may be done at once, each by its own thread. All cells
 * of a part stand before those of the next, and no slice is in two of them. RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_writer_split(rap_writer *writer, size_t n, rap_error *err);
rap_writer *rap_writer_part(rap_writer *writer, size_t part);

/** Assembles the file and puts it in place. `provenance` is canonical text. Frees the writer, also on failure. */
RAP_MUST_CHECK rap_status rap_writer_finish(rap_writer *writer, rap_span provenance, rap_error *err);
/** Leaves nothing behind. NULL is fine. */
void rap_writer_abort(rap_writer *writer);

#endif
