// SPDX-License-Identifier: Apache-2.0
/*
 * quick_own - the parties of a focus in a whole slice.
 *
 * Members of a slice are bytes that lie together, and most parties are without the focus: they are searched as memory is.
 * What is found has to be brought together with its sums, so sizes are added up, many at a time, until they reach it. Sums
 * of different parties lie far apart: all that a batch will read is asked for before the first of it is read.
 */
#include <string.h>

#include "cube/quick_data.h"

enum { BATCH = 32, WORDS = 8, LONG_WORDS = 64 / WORDS };

/* A party with the focus: its first sum, its first member and how many it has. */
typedef struct found {
    uint64_t row, member;
    uint32_t n;
} found;

/* Where a search stands in a slice: the first sum of a party, and that party's first member. */
typedef struct search {
    const uint8_t *size, *members;
    uint64_t row, end, member, last;
    uint8_t focus;
} search;

bool rap_quick_can_search(const rap_cube *cube)
{
    return cube->sum_size.width == 1 && cube->sum_members.width == 1 && cube->n_places <= UINT8_MAX + 1;
}

/* Members of the parties that begin in 8 x `n_words` sums: the sizes less one each, but for sizes of 0. */
static uint64_t count_members(const uint8_t *size, size_t n_words)
{
    const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F), pairs = UINT64_C(0x00FF00FF00FF00FF);
    uint64_t sum = 0; /* four of 16 bits */
    for (size_t i = 0; i < n_words; i++) {
        uint64_t sizes;
        memcpy(&sizes, size + i * sizeof sizes, sizeof sizes);
        uint64_t begins = (((sizes & low) + low) | sizes) >> 7 & UINT64_C(0x0101010101010101);
        sizes -= begins;
        sum += (sizes & pairs) + (sizes >> 8 & pairs);
    }
    return (sum & 0xFFFF) + (sum >> 16 & 0xFFFF) + (sum >> 32 & 0xFFFF) + (sum >> 48);
}

/* Goes on while the next 8 x `n_words` sums have no part in member `wanted`. */
static void skip(search *s, uint64_t wanted, size_t n_words)
{
    while (s->end - s->row >= n_words * WORDS) {
        uint64_t n = count_members(s->size + s->row, n_words);
        if (s->member + n > wanted) return;
        s->member += n;
        s->row += n_words * WORDS;
    }
}

/* The next party with the focus. `out->n` is 0 where there is none; false where sums and members do not agree. */
static bool find(search *s, found *out)
{
    out->n = 0;
    if (s->member >= s->last) return true;
    const uint8_t *at = memchr(s->members + s->member, s->focus, (size_t)(s->last - s->member));
    if (!at) return true;
    uint64_t wanted = (uint64_t)(at - s->members);
    skip(s, wanted, LONG_WORDS);
    skip(s, wanted, 1);
    for (; s->row < s->end; s->row++) {
        uint32_t n = s->size[s->row] ? s->size[s->row] - 1u : 0;
        if (wanted < s->member + n) {
            *out = (found){s->row++, s->member, n};
            s->member += n;
            return s->member <= s->last;
        }
        s->member += n;
    }
    return false;
}

static void ask_for(const rap_cube *cube, uint64_t row)
{
    __builtin_prefetch((const char *)cube->sum_kind.data + row * cube->sum_kind.width);
    __builtin_prefetch((const char *)cube->sum_works.data + row * cube->sum_works.width);
}

/* Works of the party whose first sum is `row`; false where a kind is none. */
static bool works_of(const rap_quick *q, uint64_t row, uint64_t end, uint64_t *works)
{
    const rap_cube *cube = q->cube;
    const uint8_t *size = cube->sum_size.data;
    *works = 0;
    do {
        uint64_t kind = rap_column_at(cube->sum_kind, row);
        if (kind >= cube->n_kinds) return false;
        *works += rap_column_at(cube->sum_works, row) & q->sieve->kind_in[kind];
    } while (++row < end && size[row] == 0);
    return true;
}

/* Adds a party; false where a kind or a member is none. */
static bool add(rap_quick *q, const search *s, const found *party, rap_bucket *row, const uint32_t *parts, size_t n_parts)
{
    uint8_t other[UINT8_MAX];
    size_t n = 0;
    uint64_t works;
    if (!works_of(q, party->row, s->end, &works)) return false;
    if (works == 0) return true;
    const uint8_t *member = s->members + party->member;
    for (size_t k = 0; k < party->n; k++) {
        if (member[k] >= q->cube->n_places) return false;
        other[n] = member[k];
        n += member[k] != s->focus;
    }
    for (size_t k = 0; k < n; k++) q->joint[other[k]] += works;
    if (party->n == 2 && n == 1) q->bilateral[other[0]] += works;
    for (size_t p = 0; p < n_parts && n > 1; p++)
        if (row[parts[p]].overlap) rap_quick_overlap(row[parts[p]].overlap, q->cube->n_places, other, n, works);
    return true;
}

bool rap_quick_add_own(rap_quick *q, uint64_t slice, rap_bucket *row, const uint32_t *parts, size_t n_parts)
{
    const rap_cube *cube = q->cube;
    search s = {.size = cube->sum_size.data, .members = cube->sum_members.data,
                .row = rap_column_at(cube->sum_first, slice), .end = rap_column_at(cube->sum_first, slice + 1),
                .member = rap_column_at(cube->sum_first_member, slice),
                .last = rap_column_at(cube->sum_first_member, slice + 1), .focus = (uint8_t)q->options->focus};
    found batch[BATCH];
    for (size_t n = BATCH; n == BATCH;) {
        for (n = 0; n < BATCH; n += batch[n].n > 1) {
            if (!find(&s, &batch[n])) return false;
            if (batch[n].n == 0) break;
            ask_for(cube, batch[n].row);
        }
        for (size_t i = 0; i < n; i++)
            if (!add(q, &s, &batch[i], row, parts, n_parts)) return false;
    }
    return true;
}
