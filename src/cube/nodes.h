// SPDX-License-Identifier: Apache-2.0
/*
 * nodes - from places to nodes: which country stands for itself and which is part of a group, in a given year.
 */
#ifndef RAP_CUBE_NODES_H
#define RAP_CUBE_NODES_H

#include "cube/spread.h"

/** Node of every possible place, for one year. */
typedef struct rap_node_map {
    uint32_t node[UINT16_MAX + 1];
    rap_place merged[UINT16_MAX + 1];  /**< the place a place counts as */
    bool regroups;                     /**< some place is part of a group or merged: parties must be reduced */
    int year;
    bool ready;
} rap_node_map;

/** Makes `map` right for `year`; does nothing where it is already. */
void rap_node_map_set(rap_node_map *map, const rap_lens *lens, const rap_nodes *nodes, int year);

/** True where the place of `m` is a member in `year`; an unknown year (0) counts for open spells only. */
bool rap_membership_holds(const rap_membership *m, int year);

#endif
