// SPDX-License-Identifier: Apache-2.0
#include "cube/quick.h"

#include <string.h>

#include "base/alloc.h"

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
            bucket->joint[q->member[i] * width + q->member[j]] += works;
            bucket->joint[q->member[j] * width + q->member[i]] += works;
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
