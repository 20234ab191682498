// SPDX-License-Identifier: Apache-2.0
#include "cube/merge_axes.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "cube/axes.h"
#include "cube/cube_file.h"
#include "cube/heap.h"

/* One entry of an axis of a cube. */
typedef struct entry {
    const rap_cube *cube;
    uint32_t i;
} entry;

/* What is particular to an axis. */
typedef struct axis {
    const char *name;
    uint64_t limit;
    uint32_t (*count)(const rap_cube *cube);
    int (*compare)(entry a, entry b);
    rap_status (*write)(rap_writer *writer, entry at, rap_error *err);
} axis;

static int compare_subjects(rap_subject a, rap_subject b)
{
    return (a > b) - (a < b);
}

static uint32_t leaf_count(const rap_cube *cube)
{
    return cube->n_leaves;
}

static int leaf_compare(entry a, entry b)
{
    return compare_subjects(a.cube->leaves[a.i], b.cube->leaves[b.i]);
}

static rap_status leaf_write(rap_writer *writer, entry at, rap_error *err)
{
    return rap_writer_leaf(writer, at.cube->leaves[at.i], err);
}

static uint32_t kind_count(const rap_cube *cube)
{
    return cube->n_kinds;
}

static int kind_compare(entry a, entry b)
{
    return rap_span_compare(rap_span_of(a.cube->kinds[a.i]), rap_span_of(b.cube->kinds[b.i]));
}

static rap_status kind_write(rap_writer *writer, entry at, rap_error *err)
{
    return rap_writer_kind(writer, rap_span_of(at.cube->kinds[at.i]), err);
}

static uint32_t party_count(const rap_cube *cube)
{
    return cube->n_parties;
}

static int party_compare(entry a, entry b)
{
    size_t n_a, n_b;
    const rap_place *x = rap_cube_party(a.cube, a.i, &n_a), *y = rap_cube_party(b.cube, b.i, &n_b);
    return rap_party_compare(x, n_a, y, n_b);
}

static rap_status party_write(rap_writer *writer, entry at, rap_error *err)
{
    size_t n;
    const rap_place *members = rap_cube_party(at.cube, at.i, &n);
    return rap_writer_party(writer, members, n, err);
}

static const axis leaf_axis = {"subjects", UINT32_MAX, leaf_count, leaf_compare, leaf_write};
static const axis kind_axis = {"kinds", RAP_KINDS_MAX, kind_count, kind_compare, kind_write};
static const axis party_axis = {"parties", UINT32_MAX - 1, party_count, party_compare, party_write};

/* The walk along one axis of all cubes. */
typedef struct union_walk {
    const axis *axis;
    entry *front; /* per cube: the entry it has come to */
    rap_heap heap;
} union_walk;

static int compare_fronts(const void *arg, uint32_t a, uint32_t b)
{
    const union_walk *walk = arg;
    return walk->axis->compare(walk->front[a], walk->front[b]);
}

/* Moves cube `source`, at the top of the heap, to its next entry. */
static rap_status advance(union_walk *walk, uint32_t source, rap_error *err)
{
    entry *front = &walk->front[source], before = *front;
    if (++front->i == walk->axis->count(front->cube)) {
        rap_heap_drop(&walk->heap);
        return RAP_OK;
    }
    if (walk->axis->compare(before, *front) >= 0)
        return rap_fail(err, RAP_E_FORMAT, "%s: its %s are not in order: the file is damaged",
                        rap_cube_path(front->cube), walk->axis->name);
    rap_heap_sink(&walk->heap);
    return RAP_OK;
}

static rap_status walk_axis(union_walk *walk, rap_writer *writer, uint32_t *const *codes, rap_error *err)
{
    entry last = {0};
    uint64_t n = 0;
    while (walk->heap.n > 0) {
        uint32_t source = walk->heap.at[0];
        entry now = walk->front[source];
        if (n == 0 || walk->axis->compare(last, now) != 0) {
            if (n == walk->axis->limit)
                return rap_fail(err, RAP_E_UNSUPPORTED, "the sum has more than %llu %s",
                                (unsigned long long)walk->axis->limit, walk->axis->name);
            RAP_TRY(walk->axis->write(writer, now, err));
            last = now;
            n++;
        }
        codes[source][now.i] = (uint32_t)(n - 1);
        RAP_TRY(advance(walk, source, err));
    }
    return RAP_OK;
}

/* Unites one axis; `codes` has a table for every cube. */
static rap_status unite_axis(const rap_cube *const *cubes, size_t n, const axis *along, rap_writer *writer,
                             uint32_t *const *codes, rap_error *err)
{
    union_walk walk = {.axis = along};
    walk.front = rap_alloc(n, sizeof *walk.front);
    walk.heap = (rap_heap){.at = rap_alloc(n, sizeof *walk.heap.at), .compare = compare_fronts, .arg = &walk};
    rap_status status = walk.front && walk.heap.at ? RAP_OK : rap_fail_memory(err);
    for (uint32_t i = 0; status == RAP_OK && i < n; i++) {
        walk.front[i] = (entry){cubes[i], 0};
        if (along->count(cubes[i]) > 0) rap_heap_add(&walk.heap, i);
    }
    if (status == RAP_OK) status = walk_axis(&walk, writer, codes, err);
    rap_free(walk.front);
    rap_free(walk.heap.at);
    return status;
}

/* ---- names: no codes, and of several names of a node the first in byte order stays */

static int name_compare(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    int order = compare_subjects(x->cube->name_nodes[x->i], y->cube->name_nodes[y->i]);
    return order ? order
                 : rap_span_compare(rap_span_of(x->cube->names[x->i]), rap_span_of(y->cube->names[y->i]));
}

static rap_status write_names(const entry *list, size_t total, rap_writer *writer, rap_error *err)
{
    size_t written = 0;
    for (size_t i = 0; i < total; i++) {
        rap_subject node = list[i].cube->name_nodes[list[i].i];
        if (i > 0 && list[i - 1].cube->name_nodes[list[i - 1].i] == node) continue;
        if (written++ == RAP_NAMES_MAX)
            return rap_fail(err, RAP_E_UNSUPPORTED, "the sum has more than %u named subjects", RAP_NAMES_MAX);
        RAP_TRY(rap_writer_name(writer, node, rap_span_of(list[i].cube->names[list[i].i]), err));
    }
    return RAP_OK;
}

static rap_status unite_names(const rap_cube *const *cubes, size_t n, rap_writer *writer, rap_error *err)
{
    size_t total = 0, used = 0;
    for (size_t i = 0; i < n; i++) total += cubes[i]->n_names;
    entry *list = rap_alloc(total, sizeof *list);
    if (!list) return rap_fail_memory(err);
    for (size_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < cubes[i]->n_names; k++) list[used++] = (entry){cubes[i], k};
    if (total > 1) qsort(list, total, sizeof *list, name_compare);
    rap_status status = write_names(list, total, writer, err);
    rap_free(list);
    return status;
}

/* ---- all of them */

void rap_recoding_release(rap_recoding *recoding)
{
    rap_free(recoding->leaf);
    rap_free(recoding->kind);
    rap_free(recoding->party);
    *recoding = (rap_recoding){0};
}

static rap_status make_tables(const rap_cube *const *cubes, size_t n, rap_recoding *recodings, rap_error *err)
{
    for (size_t i = 0; i < n; i++) {
        recodings[i].leaf = rap_alloc(cubes[i]->n_leaves, sizeof(uint32_t));
        recodings[i].kind = rap_alloc(cubes[i]->n_kinds, sizeof(uint32_t));
        recodings[i].party = rap_alloc(cubes[i]->n_parties, sizeof(uint32_t));
        if (!recodings[i].leaf || !recodings[i].kind || !recodings[i].party) return rap_fail_memory(err);
    }
    return RAP_OK;
}

rap_status rap_merge_axes(const rap_cube *const *cubes, size_t n, rap_writer *writer, rap_recoding *recodings,
                          rap_error *err)
{
    RAP_TRY(make_tables(cubes, n, recodings, err));
    uint32_t **codes = rap_alloc(n, sizeof *codes);
    if (!codes) return rap_fail_memory(err);
    for (size_t i = 0; i < n; i++) codes[i] = recodings[i].leaf;
    rap_status status = unite_axis(cubes, n, &leaf_axis, writer, codes, err);
    for (size_t i = 0; i < n; i++) codes[i] = recodings[i].kind;
    if (status == RAP_OK) status = unite_axis(cubes, n, &kind_axis, writer, codes, err);
    for (size_t i = 0; i < n; i++) codes[i] = recodings[i].party;
    if (status == RAP_OK) status = unite_axis(cubes, n, &party_axis, writer, codes, err);
    if (status == RAP_OK) status = unite_names(cubes, n, writer, err);
    rap_free(codes);
    return status;
}
