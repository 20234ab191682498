// SPDX-License-Identifier: Apache-2.0
/*
 * freeze_cells - the cells of each tally in order, then those of all tallies merged part by part.
 *
 * Cells are sorted through an index of 16 bytes a cell, digit by digit from the least (radix sort: no comparison, and the
 * order of facts can't show). Parts end where slices do, so each can be written by itself.
 */
#include <stdlib.h>

#include "cube/freeze_data.h"

#define DIGIT_BITS 11   /* counters of a digit stay in the cache */
#define AHEAD 16        /* cells lie anywhere in the tally: they are asked for so many cells before they are needed */

/* ---- in order */

rap_status rap_freeze_mark(rap_frozen *frozen, rap_error *err)
{
    const rap_tally *tally = frozen->tally;
    const rap_axes *axes = &tally->axes;
    frozen->party_code = rap_realloc(NULL, axes->n_parties, sizeof *frozen->party_code);
    frozen->leaf_code = rap_realloc(NULL, axes->n_leaves, sizeof *frozen->leaf_code);
    frozen->kind_code = rap_realloc(NULL, axes->n_kinds, sizeof *frozen->kind_code);
    if (!frozen->party_code || !frozen->leaf_code || !frozen->kind_code) return rap_fail_memory(err);
    memset(frozen->party_code, 0xFF, axes->n_parties * sizeof *frozen->party_code);
    memset(frozen->leaf_code, 0xFF, axes->n_leaves * sizeof *frozen->leaf_code);
    memset(frozen->kind_code, 0xFF, axes->n_kinds * sizeof *frozen->kind_code);
    frozen->first_year = INT32_MAX;
    frozen->last_year = INT32_MIN;
    for (size_t i = 0; i < tally->n_cells; i++) {
        rap_cell_key key = rap_tally_at(tally, i)->key;
        frozen->party_code[key.party] = frozen->leaf_code[key.leaf] = frozen->kind_code[key.kind] = 0;
        if (key.year < frozen->first_year) frozen->first_year = key.year;
        if (key.year > frozen->last_year) frozen->last_year = key.year;
    }
    return RAP_OK;
}

/* Bits that tell `n` values apart. */
static unsigned bits_of(uint64_t n)
{
    return n > 1 ? 64 - (unsigned)__builtin_clzll(n - 1) : 0;
}

static uint64_t pack(const rap_freezer *f, int32_t year, uint32_t leaf, uint32_t kind)
{
    return ((uint64_t)(year - f->first_year) << f->leaf_bits | leaf) << f->kind_bits | kind;
}

static uint64_t low_bits(uint64_t value, unsigned bits)
{
    return value & ((UINT64_C(1) << bits) - 1);
}

/* Two lists that change places with each digit. */
typedef struct sorting {
    rap_ordered *from, *to;
    size_t n;
} sorting;

/* Moves all in the order of the digit of `bits` bits at `shift`, of the party or of the rest, keeping the order of equals. */
static void sort_by_digit(sorting *s, bool party, unsigned shift, unsigned bits)
{
    size_t start[(1 << DIGIT_BITS) + 1] = {0};
    uint64_t mask = (UINT64_C(1) << bits) - 1;
    for (size_t i = 0; i < s->n; i++) start[((party ? s->from[i].party : s->from[i].high) >> shift & mask) + 1]++;
    for (size_t d = 0; d < mask; d++) start[d + 1] += start[d];
    for (size_t i = 0; i < s->n; i++)
        s->to[start[(party ? s->from[i].party : s->from[i].high) >> shift & mask]++] = s->from[i];
    rap_ordered *sorted = s->to;
    s->to = s->from;
    s->from = sorted;
}

static void sort_by(sorting *s, bool party, unsigned bits)
{
    unsigned digits = (bits + DIGIT_BITS - 1) / DIGIT_BITS, each = digits ? (bits + digits - 1) / digits : 0;
    for (unsigned d = 0; d < digits; d++) sort_by_digit(s, party, d * each, each);
}

static rap_status order_cells(const rap_freezer *f, rap_frozen *frozen, rap_error *err)
{
    const rap_tally *tally = frozen->tally;
    size_t n = tally->n_cells;
    sorting s = {rap_realloc(NULL, n, sizeof *s.from), rap_realloc(NULL, n, sizeof *s.to), n};
    if (s.from && s.to) {
        for (uint32_t i = 0; i < n; i++) {
            rap_cell_key key = rap_tally_at(tally, i)->key;
            s.from[i] = (rap_ordered){pack(f, key.year, frozen->leaf_code[key.leaf], frozen->kind_code[key.kind]),
                                      frozen->party_code[key.party], i};
        }
        sort_by(&s, true, bits_of(f->n_parties));
        sort_by(&s, false, f->kind_bits + f->leaf_bits + bits_of((uint64_t)(f->last_year - (int64_t)f->first_year) + 1));
    }
    bool failed = !s.from || !s.to;
    frozen->cells = s.from;
    rap_free(s.to);
    return failed ? rap_fail_memory(err) : RAP_OK;
}

static int compare_ties(const void *a, const void *b)
{
    const rap_frozen_tie *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    return rap_tie_compare(x->tie, y->tie);
}

static rap_status order_ties(rap_frozen *frozen, rap_error *err)
{
    const rap_tally *tally = frozen->tally;
    if (tally->n_ties == 0) return RAP_OK;
    uint32_t *rank = rap_realloc(NULL, tally->n_cells, sizeof *rank);
    frozen->ties = rap_realloc(NULL, tally->n_ties, sizeof *frozen->ties);
    if (rank && frozen->ties) {
        for (uint32_t i = 0; i < tally->n_cells; i++) rank[frozen->cells[i].cell] = i;
        for (size_t i = 0; i < tally->n_ties; i++) {
            const rap_tie_entry *entry = &tally->ties[i];
            frozen->ties[i] = (rap_frozen_tie){rank[entry->cell], entry->tie, entry->works};
        }
        qsort(frozen->ties, tally->n_ties, sizeof *frozen->ties, compare_ties);
    }
    bool failed = !rank || !frozen->ties;
    rap_free(rank);
    return failed ? rap_fail_memory(err) : RAP_OK;
}

rap_status rap_freeze_order(const rap_freezer *f, size_t i, rap_error *err)
{
    RAP_TRY(order_cells(f, &f->of[i], err));
    return order_ties(&f->of[i], err);
}

/* ---- in parts */

/* Where the slice of a cell begins. */
static uint64_t slice_start(const rap_freezer *f, uint64_t high)
{
    uint64_t year = high >> f->kind_bits >> f->leaf_bits, leaf = low_bits(high >> f->kind_bits, f->leaf_bits);
    rap_subject field = rap_subject_node(f->leaves[leaf], RAP_SLICE_LEVEL);
    while (leaf > 0 && rap_subject_node(f->leaves[leaf - 1], RAP_SLICE_LEVEL) == field) leaf--;
    return (year << f->leaf_bits | leaf) << f->kind_bits;
}

rap_status rap_freeze_cut(rap_freezer *f, size_t n_parts, rap_error *err)
{
    const rap_frozen *largest = &f->of[0];
    for (size_t t = 1; t < f->n; t++)
        if (f->of[t].tally->n_cells > largest->tally->n_cells) largest = &f->of[t];
    size_t n = largest->tally->n_cells;
    f->cuts = rap_alloc(n_parts + 1, sizeof *f->cuts);
    if (!f->cuts) return rap_fail_memory(err);
    f->n_parts = n_parts;
    for (size_t p = 1; n > 0 && p < n_parts; p++) f->cuts[p] = slice_start(f, largest->cells[n / n_parts * p].high);
    return RAP_OK;
}

/* First of the cells that do not stand before a cut. */
static size_t cells_before(const rap_frozen *frozen, uint64_t cut)
{
    size_t low = 0, high = frozen->tally->n_cells;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (frozen->cells[middle].high < cut)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t ties_before(const rap_frozen *frozen, size_t rank)
{
    size_t low = 0, high = frozen->tally->n_ties;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (frozen->ties[middle].rank < rank)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What is left of one tally's part. */
typedef struct cursor {
    const rap_frozen *frozen;
    size_t at, end, tie;
} cursor;

/* The cell being put together. Sums are used where several tallies have it. */
typedef struct merging {
    const rap_freezer *f;
    cursor *cursors;
    rap_cell_row row;
    uint64_t amounts[RAP_MEASURES_MAX], shares[RAP_PARTY_MAX];
    size_t tie_room, works_room;
    rap_tie *ties;
    uint64_t *works;
} merging;

/* Inlined always: gcc drops calls of a function that does nothing but prefetch. */
static inline __attribute__((always_inline)) void look_ahead(const cursor *c)
{
    const rap_tally *tally = c->frozen->tally;
    if (c->end - c->at <= AHEAD) return;
    const char *cell = (const char *)rap_tally_at(tally, c->frozen->cells[c->at + AHEAD].cell);
    __builtin_prefetch(cell);
    __builtin_prefetch(cell + tally->stride - 1);
    __builtin_prefetch(tally->shares + rap_tally_at(tally, c->frozen->cells[c->at + AHEAD / 2].cell)->share);
}

/* Puts a tie into the sorted list, or its works to the same one. */
static rap_status add_tie(merging *m, rap_tie tie, uint64_t works, rap_error *err)
{
    size_t n = m->row.n_ties, at = n;
    while (at > 0 && rap_tie_compare(m->ties[at - 1], tie) > 0) at--;
    if (at > 0 && rap_tie_compare(m->ties[at - 1], tie) == 0) {
        m->works[at - 1] += works;
        return RAP_OK;
    }
    if (!rap_reserve(&m->ties, &m->tie_room, n + 1, sizeof *m->ties) ||
        !rap_reserve(&m->works, &m->works_room, n + 1, sizeof *m->works))
        return rap_fail_memory(err);
    memmove(m->ties + at + 1, m->ties + at, (n - at) * sizeof *m->ties);
    memmove(m->works + at + 1, m->works + at, (n - at) * sizeof *m->works);
    m->ties[at] = tie;
    m->works[at] = works;
    m->row.n_ties = n + 1;
    return RAP_OK;
}

static rap_status take_ties(merging *m, cursor *c, rap_error *err)
{
    const rap_frozen *frozen = c->frozen;
    for (; c->tie < frozen->tally->n_ties && frozen->ties[c->tie].rank == c->at; c->tie++)
        RAP_TRY(add_tie(m, frozen->ties[c->tie].tie, frozen->ties[c->tie].works, err));
    return RAP_OK;
}

/* The first tally's cell is taken as it lies there. */
static rap_status begin_row(merging *m, cursor *c, rap_error *err)
{
    const rap_freezer *f = m->f;
    const rap_ordered *at = &c->frozen->cells[c->at];
    const rap_cell_entry *entry = rap_tally_at(c->frozen->tally, at->cell);
    m->row = (rap_cell_row){.year = entry->key.year,
                            .leaf = (uint32_t)low_bits(at->high >> f->kind_bits, f->leaf_bits),
                            .kind = (uint32_t)low_bits(at->high, f->kind_bits),
                            .party = at->party,
                            .amounts = entry->amounts};
    m->row.n_shares = rap_tally_share_count(c->frozen->tally, entry->key);
    if (m->row.n_shares) m->row.shares = c->frozen->tally->shares + entry->share;
    RAP_TRY(take_ties(m, c, err));
    look_ahead(c);
    c->at++;
    return RAP_OK;
}

static rap_status add_to_row(merging *m, cursor *c, rap_error *err)
{
    const rap_tally *tally = c->frozen->tally;
    const rap_cell_entry *entry = rap_tally_at(tally, c->frozen->cells[c->at].cell);
    if (m->row.amounts != m->amounts) {
        memcpy(m->amounts, m->row.amounts, tally->schema.n_measures * sizeof *m->amounts);
        if (m->row.n_shares) memcpy(m->shares, m->row.shares, m->row.n_shares * sizeof *m->shares);
        m->row.amounts = m->amounts;
        m->row.shares = m->shares;
    }
    RAP_TRY(rap_tally_check_sums(tally, m->amounts, entry->amounts, err));
    for (size_t i = 0; i < tally->schema.n_measures; i++) m->amounts[i] += entry->amounts[i];
    for (size_t i = 0; i < m->row.n_shares; i++) m->shares[i] += tally->shares[entry->share + i];
    RAP_TRY(take_ties(m, c, err));
    look_ahead(c);
    c->at++;
    return RAP_OK;
}

static int compare_cells(const cursor *a, const cursor *b)
{
    const rap_ordered *x = &a->frozen->cells[a->at], *y = &b->frozen->cells[b->at];
    if (x->high != y->high) return x->high < y->high ? -1 : 1;
    return (x->party > y->party) - (x->party < y->party);
}

/* The tally with the first of the cells that are left; NULL at the end. */
static cursor *first_of(const merging *m)
{
    cursor *first = NULL;
    for (size_t t = 0; t < m->f->n; t++) {
        cursor *c = &m->cursors[t];
        if (c->at < c->end && (!first || compare_cells(c, first) < 0)) first = c;
    }
    return first;
}

static rap_status merge_part(merging *m, rap_writer *writer, rap_error *err)
{
    for (cursor *first; (first = first_of(m));) {
        cursor key = *first;
        RAP_TRY(begin_row(m, first, err));
        for (cursor *c = first + 1; c < m->cursors + m->f->n; c++)
            if (c->at < c->end && compare_cells(c, &key) == 0) RAP_TRY(add_to_row(m, c, err));
        m->row.ties = m->ties;
        m->row.tie_works = m->works;
        RAP_TRY(rap_writer_cell(writer, &m->row, err));
    }
    return RAP_OK;
}

rap_status rap_freeze_part(const rap_freezer *f, size_t part, rap_writer *writer, rap_error *err)
{
    merging m = {.f = f, .cursors = rap_alloc(f->n, sizeof *m.cursors)};
    if (!m.cursors) return rap_fail_memory(err);
    for (size_t t = 0; t < f->n; t++) {
        const rap_frozen *frozen = &f->of[t];
        cursor *c = &m.cursors[t];
        *c = (cursor){.frozen = frozen, .at = cells_before(frozen, f->cuts[part])};
        c->end = part + 1 < f->n_parts ? cells_before(frozen, f->cuts[part + 1]) : frozen->tally->n_cells;
        c->tie = ties_before(frozen, c->at);
    }
    rap_status status = merge_part(&m, writer, err);
    rap_free(m.cursors);
    rap_free(m.ties);
    rap_free(m.works);
    return status;
}
