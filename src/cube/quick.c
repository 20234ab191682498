// SPDX-License-Identifier: Apache-2.0
#include "cube/quick.h"

#include <string.h>

#include "base/alloc.h"

#define SEARCHED 64 /* sums at a time */

/* Sums of one node, or of the world. Four numbers fill half a cache line. */
typedef struct margin {
    uint64_t works, full, international, links;
} margin;

struct rap_quick {
    const rap_cube *cube;
    const rap_lens *lens;
    const rap_spread_options *options;
    margin world;
    margin *nodes;             /* by number of place */
    uint64_t with_country;
    uint32_t member[RAP_PARTY_MAX];
};

bool rap_quick_fits(const rap_lens *lens, const rap_spread_options *options)
{
    return lens->counting == RAP_COUNT_FULL && lens->n_groups == 0 && lens->n_merges == 0 && lens->n_without == 0 &&
           !options->replicate && !options->slow;
}

rap_quick *rap_quick_new(const rap_cube *cube, const rap_lens *lens, const rap_spread_options *options)
{
    rap_quick *q = rap_alloc(1, sizeof *q);
    if (!q) return NULL;
    q->cube = cube;
    q->lens = lens;
    q->options = options;
    q->nodes = rap_alloc(cube->n_places, sizeof *q->nodes);
    if (q->nodes) return q;
    rap_free(q);
    return NULL;
}

void rap_quick_free(rap_quick *quick)
{
    if (quick) rap_free(quick->nodes);
    rap_free(quick);
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
    margin one = {works, full, n > 1 ? works : 0, n > 1 ? works * (n - 1) : 0};
    uint32_t greatest = 0;
    for (size_t k = 0; k < n; k++) greatest = q->member[k] > greatest ? q->member[k] : greatest;
    if (n && greatest >= q->cube->n_places) return false;
    q->world.works += works;
    q->world.full += full;
    q->with_country += n ? works : 0;
    q->world.international += one.international;
    q->world.links += n > 1 ? works * (n * (n - 1) / 2) : 0;
    for (size_t k = 0; k < n; k++) {
        margin *m = &q->nodes[q->member[k]];
        m->works += one.works;
        m->full += one.full;
        m->international += one.international;
        m->links += one.links;
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

static void add_focus(const rap_quick *q, size_t n, uint64_t works, rap_bucket *bucket)
{
    uint32_t focus = q->options->focus;
    for (size_t i = 0; i < n; i++) {
        uint32_t y = q->member[i];
        if (y == focus) continue;
        bucket->joint[y] += works;
        bucket->joint_works[y] += works;
        bucket->joint_own[y] += works;
        bucket->joint_partner[y] += works;
        if (n == 2) bucket->bilateral[y] += works;
        for (size_t j = 0; bucket->overlap && j < n; j++)
            if (q->member[j] != focus && j != i) bucket->overlap[y * (size_t)q->cube->n_places + q->member[j]] += works;
    }
}

static bool has_focus(const rap_quick *q, size_t n)
{
    bool found = false;
    for (size_t i = 0; i < n; i++) found |= q->member[i] == q->options->focus;
    return found;
}

/* Moves the margins to the buckets they count in. */
static void flush(rap_quick *q, rap_bucket *row, const uint32_t *parts, size_t n_parts)
{
    for (size_t p = 0; p < n_parts; p++) {
        rap_bucket *b = &row[parts[p]];
        b->world.all += q->world.works;
        b->world.with_country += q->with_country;
        b->world.fully_known += q->world.full;
        b->world.international += q->world.international;
        b->world.links += q->world.links;
        for (uint32_t i = 0; i < q->cube->n_places; i++) {
            b->output[i] += q->nodes[i].works;
            b->works[i] += q->nodes[i].works;
            b->fully_known[i] += q->nodes[i].full;
            b->international[i] += q->nodes[i].international;
            b->links[i] += q->nodes[i].links;
        }
    }
    memset(q->nodes, 0, q->cube->n_places * sizeof *q->nodes);
    q->world = (margin){0, 0, 0, 0};
    q->with_country = 0;
}

bool rap_quick_add(rap_quick *q, const rap_party_sums *sums, rap_bucket *row, const uint32_t *parts, size_t n_parts)
{
    bool plane = q->options->plane, focus = !plane && q->options->focus != RAP_NO_NODE;
    bool bilateral = q->lens->bilateral_only;
    unsigned most = q->lens->max_countries;
    for (size_t i = sums->first; i < sums->end; i++) {
        size_t n = sums->size[i];
        if (sums->works[i] == 0 || (bilateral && n != 2) || (most && n > most)) continue;
        read_members(q, sums->member[i], n);
        if (!add_margins(q, n, sums->works[i], sums->full[i])) return false;
        if (n < 2 || (!plane && !(focus && has_focus(q, n)))) continue;
        for (size_t p = 0; p < n_parts; p++) {
            if (plane)
                add_plane(q, n, sums->works[i], &row[parts[p]]);
            else
                add_focus(q, n, sums->works[i], &row[parts[p]]);
        }
    }
    flush(q, row, parts, n_parts);
    return true;
}

/* ------------------------------------------------------------ whole slices */

bool rap_quick_takes_slices(const rap_lens *lens)
{
    return !lens->bilateral_only && lens->max_countries == 0;
}

/* The margins of a slice, which the cube keeps. */
static bool take_margins(rap_quick *q, const rap_whole_slice *s)
{
    const rap_cube *cube = q->cube;
    uint64_t end = rap_column_at(cube->margin_first, s->number + 1), single = 0;
    for (uint64_t i = rap_column_at(cube->margin_first, s->number); i < end; i++) {
        uint64_t kind = rap_column_at(cube->margin_kind, i), place = rap_column_at(cube->margin_place, i);
        if (kind >= cube->n_kinds || place > cube->n_places) return false;
        if (!s->kind_in[kind]) continue;
        uint64_t works = rap_column_at(cube->margin_works, i);
        margin *m = place ? &q->nodes[place - 1] : &q->world;
        m->works += works;
        m->full += works & s->kind_full[kind];
        m->international += rap_column_at(cube->margin_international, i);
        m->links += rap_column_at(cube->margin_links, i);
        if (place) single += works - rap_column_at(cube->margin_international, i);
    }
    q->with_country = single + q->world.international;
    return true;
}

/* The first of the members `first` to `end` - 1 that may make its party count: bytes are searched for the focus. */
static uint64_t find_wanted(const rap_quick *q, uint64_t first, uint64_t end)
{
    const uint8_t *members = q->cube->sum_members.data;
    if (q->options->plane || q->cube->sum_members.width != 1 || first == end) return first;
    const uint8_t *found = memchr(members + first, (int)q->options->focus, (size_t)(end - first));
    return found ? (uint64_t)(found - members) : end;
}

/* Works of the party whose first sum is `row`; false where a kind is none. */
static bool party_works(const rap_quick *q, const rap_whole_slice *s, uint64_t row, uint64_t end, uint64_t *works)
{
    const rap_cube *cube = q->cube;
    *works = 0;
    do {
        uint64_t kind = rap_column_at(cube->sum_kind, row);
        if (kind >= cube->n_kinds) return false;
        *works += rap_column_at(cube->sum_works, row) & s->kind_in[kind];
    } while (++row < end && rap_column_at(cube->sum_size, row) == 0);
    return true;
}

/* Adds the pairs of a party whose first sum is `row` and whose first member is `member`. */
static bool add_party(rap_quick *q, const rap_whole_slice *s, uint64_t row, uint64_t end, uint64_t member, size_t n,
                      rap_bucket *bucket)
{
    uint64_t works;
    if (!party_works(q, s, row, end, &works)) return false;
    if (works == 0) return true;
    read_members(q, member, n);
    for (size_t k = 0; k < n; k++)
        if (q->member[k] >= q->cube->n_places) return false;
    if (q->options->plane)
        add_plane(q, n, works, bucket);
    else if (has_focus(q, n))
        add_focus(q, n, works, bucket);
    return true;
}

/* Members of the parties that begin in sums `first` to `stop` - 1. */
static bool count_members(const rap_cube *cube, uint64_t first, uint64_t stop, size_t *out)
{
    const rap_column column = cube->sum_size;
    uint32_t sum = 0, greatest = 0;
    if (column.width == 1) {
        const uint8_t *size = (const uint8_t *)column.data + first;
        for (uint64_t i = 0; i < stop - first; i++) sum += size[i] - (uint32_t)(size[i] != 0);
    } else {
        for (uint64_t i = first; i < stop; i++) {
            uint32_t size = (uint32_t)rap_column_at(column, i);
            greatest = size > greatest ? size : greatest;
            sum += size - (size != 0);
        }
    }
    *out = sum;
    return greatest <= RAP_PARTY_MAX + 1;
}

/* Adds the parties that begin at sum `row` or later, with the members from `member` to `last` - 1. */
static bool add_block(rap_quick *q, const rap_whole_slice *s, uint64_t row, uint64_t member, uint64_t last, rap_bucket *bucket)
{
    uint64_t end = rap_column_at(q->cube->sum_first, s->number + 1);
    for (uint64_t wanted = find_wanted(q, member, last); wanted < last; row++) {
        size_t size = (size_t)rap_column_at(q->cube->sum_size, row);
        uint64_t first = member;
        member += size - (size != 0); /* 0: the party before goes on */
        if (wanted >= member) continue;
        if (size > 2 && !add_party(q, s, row, end, first, size - 1, bucket)) return false;
        wanted = find_wanted(q, member, last);
    }
    return true;
}

/*
 * The members of a slice are bytes that lie together, and most parties are without the focus: a block of sums whose
 * members do not have it is searched as memory is, and nothing else of it is read.
 */
static bool add_parties(rap_quick *q, const rap_whole_slice *s, rap_bucket *bucket)
{
    const rap_cube *cube = q->cube;
    uint64_t member = rap_column_at(cube->sum_first_member, s->number), end = rap_column_at(cube->sum_first, s->number + 1);
    for (uint64_t first = rap_column_at(cube->sum_first, s->number), stop; first < end; first = stop) {
        size_t n;
        stop = end - first < SEARCHED ? end : first + SEARCHED;
        if (!count_members(cube, first, stop, &n) || n > cube->sum_members.count - member) return false;
        if (!add_block(q, s, first, member, member + n, bucket)) return false;
        member += n;
    }
    return true;
}

/* The columns of sums as bytes, which they are up to 255 kinds and places. */
static bool is_narrow(const rap_cube *cube)
{
    return cube->sum_size.width == 1 && cube->sum_kind.width == 1 && cube->sum_members.width == 1;
}

/* All pairs of all parties of a slice, where columns are narrow: the same as add_parties(), which reads any width. */
static bool add_all_pairs(const rap_quick *q, const rap_whole_slice *s, rap_bucket *bucket)
{
    const rap_cube *cube = q->cube;
    const uint8_t *size = cube->sum_size.data, *kind = cube->sum_kind.data, *member = cube->sum_members.data;
    uint64_t at = rap_column_at(cube->sum_first_member, s->number), end = rap_column_at(cube->sum_first, s->number + 1);
    size_t width = cube->n_places;
    for (uint64_t row = rap_column_at(cube->sum_first, s->number), next; row < end; row = next) {
        size_t n = size[row] ? size[row] - 1u : 0;
        uint64_t works = 0;
        const uint8_t *m = member + at;
        if (n > cube->sum_members.count - at) return false;
        next = row;
        do {
            if (kind[next] >= cube->n_kinds) return false;
            works += rap_column_at(cube->sum_works, next) & s->kind_in[kind[next]];
        } while (++next < end && size[next] == 0);
        at += n;
        if (works == 0 || n < 2) continue;
        for (size_t i = 0; i < n; i++)
            if (m[i] >= width) return false;
        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n; j++) bucket->joint[m[i] * width + m[j]] += works;
    }
    return true;
}

bool rap_quick_add_slice(rap_quick *q, const rap_whole_slice *slice, rap_bucket *row, const uint32_t *parts, size_t n_parts)
{
    if (!take_margins(q, slice)) return false;
    flush(q, row, parts, n_parts);
    bool narrow = q->options->plane && is_narrow(q->cube), pairs = q->options->plane || q->options->focus != RAP_NO_NODE;
    for (size_t p = 0; pairs && p < n_parts; p++)
        if (!(narrow ? add_all_pairs(q, slice, &row[parts[p]]) : add_parties(q, slice, &row[parts[p]]))) return false;
    return true;
}
