// SPDX-License-Identifier: Apache-2.0
/*
 * cube - the view of a cube file mapped into memory: columns, axes, slices. Read-only and shared.
 *
 * Cells sort by (year, leaf, kind, party). A slice is a run of cells of one (year, field); its row says where
 * the run starts in cells, shares and ties, so a question jumps to its years and fields and walks on.
 *
 * What an open cube promises, even one made to harm: header, table of contents, schema and sizes hold; slices and
 * the offsets of parties ascend and end where their columns end; years fit 16 bits; no party has more than
 * RAP_PARTY_MAX members. So slices, rap_cube_party() of a code below n_parties, names and kinds are safe to follow.
 * Not looked at, as that takes a pass over the cells: their codes (rap_cube_codes() checks those of a block), whether
 * the share entries suffice (check against share_whole.count while walking), any order, and any value; nor places of
 * members and ties, which may be any 16 bits. rap_cube_verify() proves the rest.
 */
#ifndef RAP_CUBE_CUBE_H
#define RAP_CUBE_CUBE_H

#include "cube/schema.h"

/** A column of unsigned integers of 1, 2, 4 or 8 bytes each. */
typedef struct rap_column {
    const void *data;
    uint32_t width;
    uint64_t count;
} rap_column;

static inline uint64_t rap_column_at(rap_column c, uint64_t i)
{
    switch (c.width) {
    case 1: return ((const uint8_t *)c.data)[i];
    case 2: return ((const uint16_t *)c.data)[i];
    case 4: return ((const uint32_t *)c.data)[i];
    default: return ((const uint64_t *)c.data)[i];
    }
}

/** Widens `count` values from `first` into 32 bits (values must fit: codes do). The hot loops use it. */
void rap_column_read32(rap_column column, uint64_t first, size_t count, uint32_t *out);
void rap_column_read64(rap_column column, uint64_t first, size_t count, uint64_t *out);

typedef struct rap_slice {
    int32_t year;        /**< 0 = not known */
    uint32_t reserved;
    rap_subject field;   /**< subject cut at level 1 */
    uint64_t cell;       /**< first cell */
    uint64_t share;      /**< first entry of the share columns */
    uint64_t tie;        /**< first tie */
} rap_slice;

struct rap_cube {
    rap_schema schema;
    char identity[17];

    uint64_t n_cells;
    rap_column leaf, kind, party;              /**< per cell: codes into the axes below */
    rap_column amount[RAP_MEASURES_MAX];       /**< per cell */

    uint64_t n_slices;
    const rap_slice *slices;                   /**< n_slices + 1 rows; the last is the end of everything */

    uint32_t n_leaves;
    const rap_subject *leaves;                 /**< sorted; cells' leaf code -> path */
    uint32_t n_kinds;
    const char *const *kinds;                  /**< sorted texts */
    const bool *shares_alone;                  /**< per kind: shares say something for a party of one */
    uint32_t n_parties;
    rap_column party_offset;                   /**< n_parties + 1 */
    const rap_place *members;                  /**< all parties' members, one after the other */

    uint32_t n_names;
    const rap_subject *name_nodes;             /**< sorted nodes that have a name */
    const char *const *names;

    /* Author shares: one entry for every member of every cell that has them (rap_fact_has_shares), in cell
     * order: whole works + fraction / 2^32. Sum of `amount` works. */
    rap_column share_whole, share_fraction;

    uint64_t n_ties;
    rap_column tie_cell;                       /**< sorted */
    const rap_tie *ties;
    rap_column tie_works;

    /* What follows from the above and is kept for speed (sums.h); none where the file has none. Checked as far as
     * the rest: places and the firsts ascend, the firsts end where their columns do; sizes, codes and values may be anything. */
    uint32_t n_places;
    const rap_place *places;                   /**< all that stand in a party, ascending */
    rap_column sum_first, sum_first_member;    /**< by slice, n_slices + 1 */
    rap_column sum_size, sum_kind, sum_works;  /**< sorted by party and kind; size: members + 1, or 0 = the party before */
    rap_column sum_members;                    /**< of parties whose size is not 0: numbers in `places` */

    /* The sums added up over parties (margins.h): sorted by kind and place; none where the file has none. */
    rap_column margin_first;                   /**< by slice, n_slices + 1; count 0 where there are none */
    rap_column margin_kind, margin_place;      /**< place: 1 + number in `places`, or 0 = all works */
    rap_column margin_works, margin_international, margin_links;

    /* The sums added up over parties by pair of their members: sorted by kind and pair; none where the file has none. */
    rap_column pair_first;                     /**< by slice, n_slices + 1; count 0 where there are none */
    rap_column pair_kind, pair_places;         /**< numbers in `places`: the smaller * n_places + the greater */
    rap_column pair_works;

    const char *provenance;                    /**< text, see tally.h */
    uint64_t provenance_length;

    struct rap_cube_file *file;                /**< mapping and table of contents, owned */
};

/** Members of a party. */
static inline const rap_place *rap_cube_party(const rap_cube *cube, uint64_t party, size_t *count)
{
    uint64_t first = rap_column_at(cube->party_offset, party);
    *count = (size_t)(rap_column_at(cube->party_offset, party + 1) - first);
    return cube->members + first;
}

/** The share entry at `i`, in RAP_UNIT. */
static inline uint64_t rap_cube_share(const rap_cube *cube, uint64_t i)
{
    return (rap_column_at(cube->share_whole, i) << 32) | rap_column_at(cube->share_fraction, i);
}

/** Number of share entries of a cell of `kind` with a party of `n`: n, or 0 where it has none. */
static inline size_t rap_cube_share_count(const rap_cube *cube, uint32_t kind, size_t n)
{
    return cube->schema.shares && (n > 1 || (n == 1 && cube->shares_alone[kind])) ? n : 0;
}

/**
 * Reads the codes of `count` cells from `first`, widened, into three arrays. What is read is within its axis: on
 * a damaged cube this fails with RAP_E_FORMAT, so a loop over cells need not check codes again.
 */
RAP_MUST_CHECK rap_status rap_cube_codes(const rap_cube *cube, uint64_t first, size_t count, uint32_t *leaf,
                                         uint32_t *kind, uint32_t *party, rap_error *err);

/** The name of a node, or NULL. */
const char *rap_cube_name(const rap_cube *cube, rap_subject node);

/** First and last year present (0, 0 where none is known). */
void rap_cube_years(const rap_cube *cube, int *first, int *last);

/** Bytes of the file and of each chunk, for `info`: calls `see` once per chunk. */
void rap_cube_chunks(const rap_cube *cube, void (*see)(void *arg, const char *id, uint64_t bytes),
                     void *arg);

#endif
