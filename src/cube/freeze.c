// SPDX-License-Identifier: Apache-2.0
/*
 * freeze - a tally written down as a cube.
 *
 * Axes are sorted and what no cell uses is left out; cells are sorted by their new codes through an index of 16 bytes
 * a cell (radix sort: no comparison, and the order of facts can't show). Then the writer takes them one by one.
 */
#include <stdlib.h>

#include "cube/provenance.h"
#include "cube/tally_data.h"
#include "cube/writer.h"

/* A thing of an axis on its way to its place. Sorted by `start`, and where that ties by the whole. */
typedef struct ranked {
    uint64_t start;
    const void *whole;
    uint32_t length, number;
} ranked;

/* A cell on its way to its place: (year, leaf, kind) packed to sort as a number, then party. */
typedef struct ordered {
    uint64_t high;
    uint32_t party, cell;
} ordered;

typedef struct frozen_tie {
    uint32_t rank; /* of its cell */
    rap_tie tie;
    uint64_t works;
} frozen_tie;

/* What freezing needs beside the tally. */
typedef struct freezer {
    const rap_tally *tally;
    rap_writer *writer;
    uint32_t *party_code, *leaf_code, *kind_code; /* number -> code, UNUSED where no cell has it */
    ordered *cells, *spare;
    frozen_tie *ties;
} freezer;

#define UNUSED UINT32_MAX

static void release(freezer *f)
{
    rap_free(f->party_code);
    rap_free(f->leaf_code);
    rap_free(f->kind_code);
    rap_free(f->cells);
    rap_free(f->spare);
    rap_free(f->ties);
}

static uint32_t *all_unused(size_t n)
{
    uint32_t *codes = rap_alloc(n, sizeof *codes);
    if (codes) memset(codes, 0xFF, n * sizeof *codes);
    return codes;
}

/* Marks what cells use with 0; the rest stays UNUSED. */
static rap_status mark_used(freezer *f, rap_error *err)
{
    const rap_tally *tally = f->tally;
    f->party_code = all_unused(tally->axes.n_parties);
    f->leaf_code = all_unused(tally->axes.n_leaves);
    f->kind_code = all_unused(tally->axes.n_kinds);
    if (!f->party_code || !f->leaf_code || !f->kind_code) return rap_fail_memory(err);
    for (size_t i = 0; i < tally->n_cells; i++) {
        rap_cell_key key = rap_tally_at(tally, i)->key;
        f->party_code[key.party] = f->leaf_code[key.leaf] = f->kind_code[key.kind] = 0;
    }
    return RAP_OK;
}

/* ---- axes */

static int compare_parties(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->start != y->start) return x->start < y->start ? -1 : 1;
    return rap_party_compare(x->whole, x->length, y->whole, y->length);
}

static int compare_texts(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return rap_span_compare((rap_span){x->whole, x->length}, (rap_span){y->whole, y->length});
}

static int compare_numbers(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return (x->start > y->start) - (x->start < y->start);
}

/* The first four members as one number: parties compare as these do, unless they agree in all four. */
static uint64_t party_start(const rap_place *members, size_t n)
{
    uint64_t start = 0;
    for (size_t i = 0; i < 4; i++) start = start << 16 | (i < n ? members[i] : 0);
    return start;
}

static void sort_ranked(ranked *list, size_t n, int (*compare)(const void *, const void *))
{
    if (n > 1) qsort(list, n, sizeof *list, compare);
}

static rap_status freeze_parties(freezer *f, ranked *list, rap_error *err)
{
    const rap_axes *axes = &f->tally->axes;
    size_t used = 0;
    for (uint32_t i = 0; i < axes->n_parties; i++) {
        if (f->party_code[i] == UNUSED) continue;
        size_t n;
        const rap_place *members = rap_axes_members(axes, i, &n);
        list[used++] = (ranked){party_start(members, n), members, (uint32_t)n, i};
    }
    sort_ranked(list, used, compare_parties);
    for (uint32_t code = 0; code < used; code++) {
        f->party_code[list[code].number] = code;
        RAP_TRY(rap_writer_party(f->writer, list[code].whole, list[code].length, err));
    }
    return RAP_OK;
}

static rap_status freeze_leaves(freezer *f, ranked *list, rap_error *err)
{
    const rap_axes *axes = &f->tally->axes;
    size_t used = 0;
    for (uint32_t i = 0; i < axes->n_leaves; i++)
        if (f->leaf_code[i] != UNUSED) list[used++] = (ranked){.start = axes->leaves[i], .number = i};
    sort_ranked(list, used, compare_numbers);
    for (uint32_t code = 0; code < used; code++) {
        f->leaf_code[list[code].number] = code;
        RAP_TRY(rap_writer_leaf(f->writer, list[code].start, err));
    }
    return RAP_OK;
}

static rap_status freeze_kinds(freezer *f, ranked *list, rap_error *err)
{
    const rap_axes *axes = &f->tally->axes;
    size_t used = 0;
    for (uint32_t i = 0; i < axes->n_kinds; i++)
        if (f->kind_code[i] != UNUSED)
            list[used++] =
                (ranked){.whole = axes->kinds[i].text, .length = axes->kinds[i].length, .number = i};
    sort_ranked(list, used, compare_texts);
    for (uint32_t code = 0; code < used; code++) {
        f->kind_code[list[code].number] = code;
        RAP_TRY(rap_writer_kind(f->writer, (rap_span){list[code].whole, list[code].length}, err));
    }
    return RAP_OK;
}

static rap_status freeze_names(freezer *f, ranked *list, rap_error *err)
{
    const rap_axes *axes = &f->tally->axes;
    for (uint32_t i = 0; i < axes->n_names; i++) {
        const rap_name_entry *name = &axes->names[i];
        list[i] = (ranked){name->node, name->text, (uint32_t)name->length, i};
    }
    sort_ranked(list, axes->n_names, compare_numbers);
    for (size_t i = 0; i < axes->n_names; i++)
        RAP_TRY(rap_writer_name(f->writer, list[i].start, (rap_span){list[i].whole, list[i].length}, err));
    return RAP_OK;
}

static rap_status freeze_axes(freezer *f, rap_error *err)
{
    const rap_axes *axes = &f->tally->axes;
    size_t longest = axes->n_parties;
    if (axes->n_leaves > longest) longest = axes->n_leaves;
    if (axes->n_kinds > longest) longest = axes->n_kinds;
    if (axes->n_names > longest) longest = axes->n_names;
    ranked *list = rap_alloc(longest, sizeof *list);
    if (!list) return rap_fail_memory(err);
    rap_status status = freeze_leaves(f, list, err);
    if (status == RAP_OK) status = freeze_kinds(f, list, err);
    if (status == RAP_OK) status = freeze_names(f, list, err);
    if (status == RAP_OK) status = freeze_parties(f, list, err);
    rap_free(list);
    return status;
}

/* ---- cells */

/* Byte `digit` of a cell's key, from the least: four of the party, then eight of the packed rest. */
static unsigned digit_at(const ordered *cell, unsigned digit)
{
    uint64_t part = digit < 4 ? cell->party : cell->high;
    return (unsigned)(part >> (digit < 4 ? digit : digit - 4) * 8 & 0xFF);
}

/* Moves `from` to `to` in the order of one digit, keeping the order of equals; false where all are equal. */
static bool sort_by_digit(const ordered *from, ordered *to, size_t n, unsigned digit)
{
    size_t start[257] = {0};
    for (size_t i = 0; i < n; i++) start[digit_at(&from[i], digit) + 1]++;
    for (unsigned d = 0; d < 256; d++) {
        if (start[d + 1] == n) return false;
        start[d + 1] += start[d];
    }
    for (size_t i = 0; i < n; i++) to[start[digit_at(&from[i], digit)]++] = from[i];
    return true;
}

static rap_status order_cells(freezer *f, rap_error *err)
{
    const rap_tally *tally = f->tally;
    size_t n = tally->n_cells;
    f->cells = rap_alloc(n, sizeof *f->cells);
    f->spare = rap_alloc(n, sizeof *f->spare);
    if (!f->cells || !f->spare) return rap_fail_memory(err);
    for (uint32_t i = 0; i < n; i++) {
        rap_cell_key key = rap_tally_at(tally, i)->key;
        f->cells[i] = (ordered){rap_pack_key(key.year, f->leaf_code[key.leaf], f->kind_code[key.kind]),
                                f->party_code[key.party], i};
    }
    for (unsigned digit = 0; n > 0 && digit < 12; digit++) {
        if (!sort_by_digit(f->cells, f->spare, n, digit)) continue;
        ordered *sorted = f->spare;
        f->spare = f->cells;
        f->cells = sorted;
    }
    rap_free(f->spare);
    f->spare = NULL;
    return RAP_OK;
}

static int compare_ties(const void *a, const void *b)
{
    const frozen_tie *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return rap_tie_compare(x->tie, y->tie);
}

static rap_status order_ties(freezer *f, rap_error *err)
{
    const rap_tally *tally = f->tally;
    if (tally->n_ties == 0) return RAP_OK;
    uint32_t *rank = rap_alloc(tally->n_cells, sizeof *rank);
    f->ties = rap_alloc(tally->n_ties, sizeof *f->ties);
    if (rank && f->ties) {
        for (uint32_t i = 0; i < tally->n_cells; i++) rank[f->cells[i].cell] = i;
        for (size_t i = 0; i < tally->n_ties; i++) {
            const rap_tie_entry *entry = &tally->ties[i];
            f->ties[i] = (frozen_tie){rank[entry->cell], entry->tie, entry->works};
        }
        qsort(f->ties, tally->n_ties, sizeof *f->ties, compare_ties);
    }
    bool failed = !rank || !f->ties;
    rap_free(rank);
    return failed ? rap_fail_memory(err) : RAP_OK;
}

/* The ties of one cell, apart as the writer wants them. */
typedef struct tie_list {
    size_t capacity, works_capacity;
    rap_tie *ties;
    uint64_t *works;
} tie_list;

/* Puts the ties of the cell of rank `rank`, which begin at `*next`, into `list` and `cell`. */
static rap_status take_ties(const freezer *f, uint32_t rank, size_t *next, tie_list *list, rap_cell_row *cell,
                            rap_error *err)
{
    size_t n = 0, end = f->tally->n_ties;
    while (*next + n < end && f->ties[*next + n].rank == rank) n++;
    if (!rap_reserve(&list->ties, &list->capacity, n, sizeof *list->ties) ||
        !rap_reserve(&list->works, &list->works_capacity, n, sizeof *list->works))
        return rap_fail_memory(err);
    for (size_t i = 0; i < n; i++) {
        list->ties[i] = f->ties[*next + i].tie;
        list->works[i] = f->ties[*next + i].works;
    }
    *next += n;
    cell->n_ties = n;
    cell->ties = list->ties;
    cell->tie_works = list->works;
    return RAP_OK;
}

static rap_status freeze_cells(freezer *f, tie_list *list, rap_error *err)
{
    const rap_tally *tally = f->tally;
    size_t next_tie = 0;
    for (uint32_t rank = 0; rank < tally->n_cells; rank++) {
        const ordered *at = &f->cells[rank];
        const rap_cell_entry *entry = rap_tally_at(tally, at->cell);
        rap_cell_row cell = {.year = rap_packed_year(at->high),
                             .leaf = rap_packed_leaf(at->high),
                             .kind = rap_packed_kind(at->high),
                             .party = at->party,
                             .amounts = entry->amounts};
        cell.n_shares = rap_tally_share_count(tally, entry->key);
        if (cell.n_shares) cell.shares = tally->shares + entry->share;
        RAP_TRY(take_ties(f, rank, &next_tie, list, &cell, err));
        RAP_TRY(rap_writer_cell(f->writer, &cell, err));
    }
    return RAP_OK;
}

static rap_status freeze_all(freezer *f, rap_error *err)
{
    tie_list list = {0};
    RAP_TRY(mark_used(f, err));
    RAP_TRY(freeze_axes(f, err));
    RAP_TRY(order_cells(f, err));
    RAP_TRY(order_ties(f, err));
    rap_status status = freeze_cells(f, &list, err);
    rap_free(list.ties);
    rap_free(list.works);
    return status;
}

rap_status rap_freeze(const rap_tally *tally, const char *provenance, const char *path, rap_error *err)
{
    freezer f = {.tally = tally};
    rap_text lines = {0};
    rap_span given = rap_span_of(provenance);
    rap_status status = rap_provenance_unite(&given, provenance ? 1 : 0, &lines, err);
    if (status == RAP_OK) status = rap_writer_open(path, &tally->schema, &f.writer, err);
    if (status == RAP_OK) {
        status = freeze_all(&f, err);
        release(&f);
        if (status == RAP_OK)
            status = rap_writer_finish(f.writer, (rap_span){lines.data, lines.length}, err);
        else
            rap_writer_abort(f.writer);
    }
    rap_text_release(&lines);
    return status;
}
