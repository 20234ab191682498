// SPDX-License-Identifier: Apache-2.0
/* spread_add - the parts of one pass (spread.c): what a worker knows, and how it adds cells, sums and whole slices. */
#ifndef RAP_CUBE_SPREAD_ADD_H
#define RAP_CUBE_SPREAD_ADD_H

#include "cube/quick.h"
#include "cube/reduce.h"
#include "cube/spread.h"
#include "cube/walk.h"

typedef struct rap_summing {
    const rap_cube *cube;
    const rap_lens *lens;
    const rap_spread_options *options;
    rap_spread *spread;
    uint32_t *part_offset;   /* per leaf: where its parts begin in part_list; one more at the end */
    uint32_t *part_list;
    uint8_t *same_parts;     /* per leaf: its parts are those of the leaf before it */
    rap_sieve sieve;
    rap_node_map *map;       /* NULL until it is needed */
    rap_reduced *reduced;
    rap_quick *quick;        /* NULL where the lens asks for more */
    bool ties;               /* affiliation-only ties of the focus are wanted */
    uint64_t tie;            /* next tie not yet behind the walk */
    const rap_slice *tied;   /* whole slice whose ties were added last */
} rap_summing;

/** Works out once which parts each leaf counts in; what it makes is the caller's to free, on failure too. */
rap_status rap_summing_parts(rap_summing *w, rap_error *err);

/* What a walk shows, for `arg`, a rap_summing: see rap_walker. Each adds it to the buckets of w->spread. */
rap_status rap_summing_cells(void *arg, const rap_cells *c, rap_error *err);
rap_status rap_summing_sums(void *arg, const rap_party_sums *sums, rap_error *err);
rap_status rap_summing_slice(void *arg, const rap_whole_slice *slice, rap_error *err);

#endif
