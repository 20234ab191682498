// SPDX-License-Identifier: Apache-2.0
#include "cube/quick.h"

#include <string.h>

#include "base/alloc.h"
#include "cube/quick_data.h"

bool rap_quick_fits(const rap_lens *lens, const rap_spread_options *options)
{
    return lens->counting == RAP_COUNT_FULL && lens->n_groups == 0 && lens->n_merges == 0 && lens->n_without == 0 &&
           !options->replicate && !options->slow;
}

rap_quick *rap_quick_new(const rap_cube *cube, const rap_lens *lens, const rap_sieve *sieve, const rap_spread_options *options)
{
    rap_quick *q = rap_alloc(1, sizeof *q);
    if (!q) return NULL;
    q->cube = cube;
    q->lens = lens;
    q->options = options;
    q->sieve = sieve;
    q->margins = rap_alloc((size_t)cube->n_places + 1, sizeof *q->margins);
    q->joint = rap_alloc(cube->n_places, sizeof *q->joint);
    q->bilateral = rap_alloc(cube->n_places, sizeof *q->bilateral);
    if (q->margins && q->joint && q->bilateral) return q;
    rap_quick_free(q);
    return NULL;
}

void rap_quick_free(rap_quick *q)
{
    if (!q) return;
    rap_free(q->margins);
    rap_free(q->joint);
    rap_free(q->bilateral);
    rap_free(q);
}

static bool has_focus_asked(const rap_quick *q)
{
    return !q->options->plane && q->options->focus != RAP_NO_NODE;
}

/* Reads `n` members from entry `first` on. */
static void read_members(rap_quick *q, uint64_t first, size_t n)
{
    const rap_column column = q->cube->sum_members;
    const uint8_t *narrow = (const uint8_t *)column.data + first;
    if (column.width == 1)
        for (size_t k = 0; k < n; k++) q->member[k] = narrow[k];
    else
        for (size_t k = 0; k < n; k++) q->member[k] = (uint32_t)rap_column_at(column, first + k);
}

/* False where a member is no place. */
static bool add_margins(rap_quick *q, size_t n, uint64_t works, uint64_t full)
{
    rap_quick_margin *world = &q->margins[0];
    uint64_t international = n > 1 ? works : 0, links = n > 1 ? works * (n - 1) : 0;
    uint32_t greatest = 0;
    for (size_t k = 0; k < n; k++) greatest = q->member[k] > greatest ? q->member[k] : greatest;
    if (n && greatest >= q->cube->n_places) return false;
    world->works += works;
    world->full += full;
    world->international += international;
    world->links += n > 1 ? works * (n * (n - 1) / 2) : 0;
    for (size_t k = 0; k < n; k++) {
        rap_quick_margin *m = &q->margins[q->member[k] + 1];
        m->works += works;
        m->full += full;
        m->international += international;
        m->links += links;
    }
    return true;
}

static void add_plane(const rap_quick *q, size_t n, uint64_t works, rap_bucket *bucket)
{
    size_t width = q->cube->n_places;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++) {
            bucket->joint[q->member[i] * width + q->member[j]] += works; /* members ascend */
        }
}

/* The joint works of a party with the focus; false where it has none of them. */
static bool add_focus(rap_quick *q, size_t n, uint64_t works)
{
    bool found = false;
    for (size_t i = 0; i < n; i++) found |= q->member[i] == q->options->focus;
    for (size_t i = 0; found && i < n; i++) {
        uint32_t y = q->member[i];
        if (y == q->options->focus) continue;
        q->joint[y] += works;
        if (n == 2) q->bilateral[y] += works;
    }
    return found;
}

/* Works that the focus shares with two others at once, the smaller first. */
static void add_overlap(const rap_quick *q, size_t n, uint64_t works, rap_bucket *bucket)
{
    uint32_t focus = q->options->focus;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; q->member[i] != focus && j < n; j++)
            if (q->member[j] != focus) bucket->overlap[q->member[i] * (size_t)q->cube->n_places + q->member[j]] += works;
}

static void flush_margins(const rap_quick *q, rap_bucket *b)
{
    const rap_quick_margin *world = &q->margins[0], *node = &q->margins[1];
    uint64_t single = 0; /* works of one country */
    for (uint32_t i = 0; i < q->cube->n_places; i++) {
        b->output[i] += node[i].works;
        b->works[i] += node[i].works;
        b->fully_known[i] += node[i].full;
        b->international[i] += node[i].international;
        b->links[i] += node[i].links;
        single += node[i].works - node[i].international;
    }
    b->world.all += world->works;
    b->world.with_country += single + world->international;
    b->world.fully_known += world->full;
    b->world.international += world->international;
    b->world.links += world->links;
}

/* Counting whole works, a joint work is one of either side. */
static void flush_focus(const rap_quick *q, rap_bucket *b)
{
    for (uint32_t i = 0; i < q->cube->n_places; i++) {
        b->joint[i] += q->joint[i];
        b->joint_works[i] += q->joint[i];
        b->joint_own[i] += q->joint[i];
        b->joint_partner[i] += q->joint[i];
        b->bilateral[i] += q->bilateral[i];
    }
}

/* Moves what was added to the buckets it counts in. */
static void flush(rap_quick *q, rap_bucket *row, const uint32_t *parts, size_t n_parts)
{
    size_t n = q->cube->n_places;
    for (size_t p = 0; p < n_parts; p++) {
        flush_margins(q, &row[parts[p]]);
        if (has_focus_asked(q)) flush_focus(q, &row[parts[p]]);
    }
    memset(q->margins, 0, (n + 1) * sizeof *q->margins);
    memset(q->joint, 0, n * sizeof *q->joint);
    memset(q->bilateral, 0, n * sizeof *q->bilateral);
}

bool rap_quick_add(rap_quick *q, const rap_party_sums *sums, rap_bucket *row, const uint32_t *parts, size_t n_parts)
{
    bool plane = q->options->plane, focus = has_focus_asked(q), bilateral = q->lens->bilateral_only;
    unsigned most = q->lens->max_countries;
    for (size_t i = sums->first; i < sums->end; i++) {
        size_t n = sums->size[i];
        if (sums->works[i] == 0 || (bilateral && n != 2) || (most && n > most)) continue;
        read_members(q, sums->member[i], n);
        if (!add_margins(q, n, sums->works[i], sums->full[i])) return false;
        if (n < 2 || (!plane && !(focus && add_focus(q, n, sums->works[i])))) continue;
        for (size_t p = 0; p < n_parts; p++) {
            rap_bucket *bucket = &row[parts[p]];
            if (plane)
                add_plane(q, n, sums->works[i], bucket);
            else if (bucket->overlap)
                add_overlap(q, n, sums->works[i], bucket);
        }
    }
    flush(q, row, parts, n_parts);
    return true;
}

/* ------------------------------------------------------------ whole slices */

bool rap_quick_takes_slices(const rap_cube *cube, const rap_lens *lens, const rap_spread_options *options)
{
    if (lens->bilateral_only || lens->max_countries || cube->margin_first.count == 0) return false;
    if (options->plane) return cube->pair_first.count != 0;
    return options->focus == RAP_NO_NODE || rap_quick_can_search(cube);
}

/* Margins `first` to `first` + `n` - 1, all of one kind that the lens lets through. False where a place is none. */
static bool take_kind(rap_quick *q, uint64_t first, size_t n, uint64_t full)
{
    const rap_cube *cube = q->cube;
    uint32_t place[RAP_WALK_BLOCK];
    uint64_t works[RAP_WALK_BLOCK], international[RAP_WALK_BLOCK], links[RAP_WALK_BLOCK];
    rap_column_read32(cube->margin_place, first, n, place);
    rap_column_read64(cube->margin_works, first, n, works);
    rap_column_read64(cube->margin_international, first, n, international);
    rap_column_read64(cube->margin_links, first, n, links);
    for (size_t i = 0; i < n; i++) {
        if (place[i] > cube->n_places) return false;
        rap_quick_margin *m = &q->margins[place[i]];
        m->works += works[i];
        m->full += works[i] & full;
        m->international += international[i];
        m->links += links[i];
    }
    return true;
}

/* Where the run of rows of one kind that begins at `first` ends, or a block of it. */
static uint64_t end_of_kind(rap_column kind, uint64_t first, uint64_t end)
{
    uint64_t next = first + 1, same, eight;
    if (end - first > RAP_WALK_BLOCK) end = first + RAP_WALK_BLOCK;
    for (; kind.width == 1 && end - next >= sizeof eight; next += sizeof eight) {
        same = rap_column_at(kind, first) * UINT64_C(0x0101010101010101);
        memcpy(&eight, (const uint8_t *)kind.data + next, sizeof eight);
        if (eight != same) break;
    }
    while (next < end && rap_column_at(kind, next) == rap_column_at(kind, first)) next++;
    return next;
}

/* The margins of a slice, which the cube keeps, kind by kind. */
static bool take_margins(rap_quick *q, uint64_t slice)
{
    const rap_cube *cube = q->cube;
    uint64_t end = rap_column_at(cube->margin_first, slice + 1);
    for (uint64_t first = rap_column_at(cube->margin_first, slice), next; first < end; first = next) {
        uint64_t kind = rap_column_at(cube->margin_kind, first);
        next = end_of_kind(cube->margin_kind, first, end);
        if (kind >= cube->n_kinds) return false;
        if (!q->sieve->kind_in[kind]) continue;
        if (!take_kind(q, first, (size_t)(next - first), q->sieve->kind_full[kind])) return false;
    }
    return true;
}

/* All pairs of a slice, which the cube keeps, kind by kind. */
static bool take_pairs(const rap_quick *q, uint64_t slice, rap_bucket *bucket)
{
    const rap_cube *cube = q->cube;
    uint32_t pair[RAP_WALK_BLOCK];
    uint64_t works[RAP_WALK_BLOCK], end = rap_column_at(cube->pair_first, slice + 1);
    uint64_t n_pairs = (uint64_t)cube->n_places * cube->n_places;
    for (uint64_t first = rap_column_at(cube->pair_first, slice), next; first < end; first = next) {
        uint64_t kind = rap_column_at(cube->pair_kind, first);
        next = end_of_kind(cube->pair_kind, first, end);
        if (kind >= cube->n_kinds) return false;
        if (!q->sieve->kind_in[kind]) continue;
        rap_column_read32(cube->pair_places, first, (size_t)(next - first), pair);
        rap_column_read64(cube->pair_works, first, (size_t)(next - first), works);
        for (size_t i = 0; i < next - first; i++) {
            if (pair[i] >= n_pairs) return false;
            bucket->joint[pair[i]] += works[i];
        }
    }
    return true;
}

bool rap_quick_add_slice(rap_quick *q, const rap_whole_slice *slice, rap_bucket *row, const uint32_t *parts, size_t n_parts)
{
    if (!take_margins(q, slice->number)) return false;
    for (size_t p = 0; q->options->plane && p < n_parts; p++)
        if (!take_pairs(q, slice->number, &row[parts[p]])) return false;
    if (has_focus_asked(q) && !rap_quick_add_own(q, slice->number, row, parts, n_parts)) return false;
    flush(q, row, parts, n_parts);
    return true;
}
