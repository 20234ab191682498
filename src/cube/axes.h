// SPDX-License-Identifier: Apache-2.0
/*
 * axes - what facts are told apart by, each thing kept once and known by a small number: parties, subjects, kinds,
 * and the names of subjects.
 *
 * Numbers are given in order of appearance; freezing renumbers them in canonical order.
 */
#ifndef RAP_CUBE_AXES_H
#define RAP_CUBE_AXES_H

#include "cube/index.h"
#include "cube/party.h"

#define RAP_KINDS_MAX UINT32_C(65535)    /**< kinds in a cube */
#define RAP_NAMES_MAX (UINT32_C(1) << 20) /**< named nodes in a cube */
#define RAP_NAME_MAX 255                 /**< bytes of a name */

typedef struct rap_party_entry {
    uint64_t first; /**< in members */
    uint32_t count;
} rap_party_entry;

typedef struct rap_kind_entry {
    char text[RAP_KIND_MAX + 1];
    uint8_t length;
    bool shares_alone; /**< shares say something for a party of one */
} rap_kind_entry;

typedef struct rap_name_entry {
    rap_subject node;
    char *text; /**< owned */
    size_t length;
} rap_name_entry;

typedef struct rap_axes {
    rap_party_form form;
    rap_index party_index, leaf_index, kind_index, name_index;
    size_t n_parties, party_capacity;
    rap_party_entry *parties;
    size_t n_members, member_capacity;
    rap_place *members;
    size_t n_leaves, leaf_capacity;
    rap_subject *leaves;
    size_t n_kinds, kind_capacity;
    rap_kind_entry *kinds;
    size_t n_names, name_capacity;
    rap_name_entry *names;
    size_t name_bytes;
} rap_axes;

void rap_axes_release(rap_axes *axes);
/** Forgets everything but keeps memory. */
void rap_axes_clear(rap_axes *axes);
/** Memory held. */
size_t rap_axes_bytes(const rap_axes *axes);

/* The number of a thing, which is taken in where it is new. RAP_E_USAGE where it is malformed, RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_axes_party(rap_axes *axes, const rap_place *places, size_t n, uint32_t *out,
                                         rap_error *err);
RAP_MUST_CHECK rap_status rap_axes_leaf(rap_axes *axes, rap_subject leaf, uint32_t *out, rap_error *err);
RAP_MUST_CHECK rap_status rap_axes_kind(rap_axes *axes, rap_span kind, uint32_t *out, rap_error *err);

/**
 * Names a node. Kept is the part of `name` before the first control byte or invalid UTF-8, at most RAP_NAME_MAX
 * bytes of whole code points; where that is empty there is no name. The name first in byte order wins.
 */
RAP_MUST_CHECK rap_status rap_axes_name(rap_axes *axes, rap_subject node, rap_span name, rap_error *err);

/** True where a name is kept whole. */
bool rap_name_is_kept(rap_span name);

/** True where cells of this kind with a party of `n` have shares (rap_fact_has_shares, looked up). */
static inline bool rap_axes_has_shares(const rap_axes *axes, uint32_t kind, size_t n)
{
    return n > 1 || (n == 1 && axes->kinds[kind].shares_alone);
}

static inline const rap_place *rap_axes_members(const rap_axes *axes, uint32_t party, size_t *n)
{
    *n = axes->parties[party].count;
    return axes->members + axes->parties[party].first;
}

#endif
