// SPDX-License-Identifier: Apache-2.0
/*
 * freeze_axes - the axes of all tallies in canonical order, each thing once; what no cell uses is left out. Things of all
 * tallies are sorted together, so equal ones become neighbours and get one code.
 */
#include <stdlib.h>

#include "cube/freeze_data.h"

/* A thing of an axis on its way to its place. Sorted by `start`, and where that ties by the whole. */
typedef struct ranked {
    uint64_t start;
    const void *whole;
    uint32_t length, number, tally;
} ranked;

typedef int compare_fn(const void *a, const void *b);

static int compare_numbers(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

static int compare_parties(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    int order = compare_numbers(a, b);
    return order ? order : rap_party_compare(x->whole, x->length, y->whole, y->length);
}

static int compare_texts(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    int order = compare_numbers(a, b);
    return order ? order : rap_span_compare((rap_span){x->whole, x->length}, (rap_span){y->whole, y->length});
}

static void sort(ranked *list, size_t n, compare_fn *compare)
{
    if (n > 1) qsort(list, n, sizeof *list, compare);
}

/* The first four members as one number: parties compare as these do, unless they agree in all four. */
static uint64_t party_start(const rap_place *members, size_t n)
{
    uint64_t start = 0;
    for (size_t i = 0; i < 4; i++) start = start << 16 | (i < n ? members[i] : 0);
    return start;
}

static bool is_new(const ranked *list, size_t i, compare_fn *compare)
{
    return i == 0 || compare(&list[i - 1], &list[i]) != 0;
}

static rap_status freeze_leaves(rap_freezer *f, ranked *list, rap_error *err)
{
    size_t used = 0;
    for (uint32_t t = 0; t < f->n; t++)
        for (uint32_t i = 0; i < f->of[t].tally->axes.n_leaves; i++)
            if (f->of[t].leaf_code[i] != RAP_UNUSED)
                list[used++] = (ranked){.start = f->of[t].tally->axes.leaves[i], .number = i, .tally = t};
    sort(list, used, compare_numbers);
    f->leaves = rap_alloc(used, sizeof *f->leaves);
    if (!f->leaves) return rap_fail_memory(err);
    for (size_t i = 0; i < used; i++) {
        if (is_new(list, i, compare_numbers)) {
            f->leaves[f->n_leaves++] = list[i].start;
            RAP_TRY(rap_writer_leaf(f->writer, list[i].start, err));
        }
        f->of[list[i].tally].leaf_code[list[i].number] = (uint32_t)f->n_leaves - 1;
    }
    return RAP_OK;
}

static rap_status freeze_kinds(rap_freezer *f, ranked *list, rap_error *err)
{
    size_t used = 0;
    for (uint32_t t = 0; t < f->n; t++)
        for (uint32_t i = 0; i < f->of[t].tally->axes.n_kinds; i++) {
            const rap_kind_entry *kind = &f->of[t].tally->axes.kinds[i];
            if (f->of[t].kind_code[i] != RAP_UNUSED) list[used++] = (ranked){0, kind->text, kind->length, i, t};
        }
    sort(list, used, compare_texts);
    for (size_t i = 0; i < used; i++) {
        if (is_new(list, i, compare_texts)) {
            if (f->n_kinds++ == RAP_KINDS_MAX) return rap_fail(err, RAP_E_FORMAT, "more than %u different kinds", RAP_KINDS_MAX);
            RAP_TRY(rap_writer_kind(f->writer, (rap_span){list[i].whole, list[i].length}, err));
        }
        f->of[list[i].tally].kind_code[list[i].number] = (uint32_t)f->n_kinds - 1;
    }
    return RAP_OK;
}

/* Of several names of a node the first in byte order. */
static rap_status freeze_names(rap_freezer *f, ranked *list, rap_error *err)
{
    size_t n = 0, n_names = 0;
    for (uint32_t t = 0; t < f->n; t++)
        for (uint32_t i = 0; i < f->of[t].tally->axes.n_names; i++) {
            const rap_name_entry *name = &f->of[t].tally->axes.names[i];
            list[n++] = (ranked){name->node, name->text, (uint32_t)name->length, i, t};
        }
    sort(list, n, compare_texts);
    for (size_t i = 0; i < n; i++) {
        if (!is_new(list, i, compare_numbers)) continue;
        if (n_names++ == RAP_NAMES_MAX) return rap_fail(err, RAP_E_FORMAT, "more than %u named subjects", RAP_NAMES_MAX);
        RAP_TRY(rap_writer_name(f->writer, list[i].start, (rap_span){list[i].whole, list[i].length}, err));
    }
    return RAP_OK;
}

static rap_status freeze_parties(rap_freezer *f, ranked *list, rap_error *err)
{
    size_t used = 0;
    for (uint32_t t = 0; t < f->n; t++)
        for (uint32_t i = 0; i < f->of[t].tally->axes.n_parties; i++) {
            if (f->of[t].party_code[i] == RAP_UNUSED) continue;
            size_t n;
            const rap_place *members = rap_axes_members(&f->of[t].tally->axes, i, &n);
            list[used++] = (ranked){party_start(members, n), members, (uint32_t)n, i, t};
        }
    sort(list, used, compare_parties);
    for (size_t i = 0; i < used; i++) {
        if (is_new(list, i, compare_parties)) {
            f->n_parties++;
            RAP_TRY(rap_writer_party(f->writer, list[i].whole, list[i].length, err));
        }
        f->of[list[i].tally].party_code[list[i].number] = (uint32_t)f->n_parties - 1;
    }
    return RAP_OK;
}

static size_t things_of(const rap_axes *axes, rap_frozen_axis axis)
{
    switch (axis) {
    case RAP_FROZEN_PARTIES: return axes->n_parties;
    case RAP_FROZEN_NAMES: return axes->n_names;
    case RAP_FROZEN_LEAVES: return axes->n_leaves;
    default: return axes->n_kinds;
    }
}

rap_status rap_freeze_axis(rap_freezer *f, rap_frozen_axis axis, rap_error *err)
{
    static rap_status (*const freeze[RAP_FROZEN_AXES])(rap_freezer *f, ranked *list, rap_error *err) = {
        [RAP_FROZEN_PARTIES] = freeze_parties,
        [RAP_FROZEN_NAMES] = freeze_names,
        [RAP_FROZEN_LEAVES] = freeze_leaves,
        [RAP_FROZEN_KINDS] = freeze_kinds,
    };
    size_t n = 0;
    for (size_t t = 0; t < f->n; t++) n += things_of(&f->of[t].tally->axes, axis);
    ranked *list = rap_realloc(NULL, n, sizeof *list);
    if (!list) return rap_fail_memory(err);
    rap_status status = freeze[axis](f, list, err);
    rap_free(list);
    return status;
}
