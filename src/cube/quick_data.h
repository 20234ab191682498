// SPDX-License-Identifier: Apache-2.0
/*
 * quick_data - what the files of quick share: the margins of a slice while they are added, and the focus's joint works.
 */
#ifndef RAP_CUBE_QUICK_DATA_H
#define RAP_CUBE_QUICK_DATA_H

#include "cube/quick.h"

/* Sums of one node, or of the world. Four numbers fill half a cache line. */
typedef struct rap_quick_margin {
    uint64_t works, full, international, links;
} rap_quick_margin;

struct rap_quick {
    const rap_cube *cube;
    const rap_lens *lens;
    const rap_spread_options *options;
    const rap_sieve *sieve;
    rap_quick_margin *margins;         /* [0] = the world, then by number of place */
    uint64_t *joint, *bilateral;       /* with a focus: by number of place */
    uint32_t member[RAP_PARTY_MAX];
};

/* True where parties of a whole slice can be searched for the focus: members and sizes are bytes. */
bool rap_quick_can_search(const rap_cube *cube);

/* Adds the parties of a whole slice that have the focus. False where the cube is damaged. */
bool rap_quick_add_own(rap_quick *quick, uint64_t slice, rap_bucket *row, const uint32_t *parts, size_t n_parts);

/* Works that the focus shares with two of `n` others (numbers of places that ascend), the smaller first. */
static inline void rap_quick_overlap(uint64_t *overlap, size_t width, const uint8_t *other, size_t n, uint64_t works)
{
    for (size_t i = 0; i + 1 < n; i++) {
        uint64_t *of = overlap + other[i] * width;
        for (size_t j = i + 1; j < n; j++) of[other[j]] += works;
    }
}

#endif
