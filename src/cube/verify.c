// SPDX-License-Identifier: Apache-2.0
/*
 * verify - proves that a cube is one that freezing could have written.
 *
 * Opening has checked the frame. Here follow every hash, the order and form of the axes, and one walk over the cells:
 * codes in range, order, shares and ties where they belong and no greater than the works, slices that fit, nothing in
 * an axis that no cell uses, no column wider than it needs to be. What passes has one form only, so two cubes of the
 * same facts are the same bytes.
 */
#include <string.h>

#include "base/alloc.h"
#include "cube/axes.h"
#include "cube/cube_file.h"
#include "cube/provenance.h"
#include "cube/margins.h"
#include "cube/sums.h"

static rap_status bad(const rap_cube *cube, rap_role role, uint64_t i, const char *what, rap_error *err)
{
    return rap_fail_byte(err, RAP_E_FORMAT, rap_cube_position(cube, role, i), "chunk %s: element %llu: %s",
                         rap_roles[role].id, (unsigned long long)i, what);
}

/* ---- axes */

static rap_status verify_subjects(const rap_cube *cube, rap_role role, const rap_subject *list, uint32_t n,
                                  rap_error *err)
{
    for (uint32_t i = 1; i < n; i++)
        if (list[i - 1] >= list[i]) return bad(cube, role, i, "subjects must ascend", err);
    return RAP_OK;
}

static rap_status verify_kinds(const rap_cube *cube, rap_error *err)
{
    rap_span before = {NULL, 0};
    for (uint32_t i = 0; i < cube->n_kinds; i++) {
        rap_span kind = rap_span_of(cube->kinds[i]);
        uint64_t at = (uint64_t)(cube->kinds[i] - cube->kinds[0]);
        const char *fault = rap_kind_fault(kind);
        if (fault) return bad(cube, RAP_ROLE_KINDS, at, fault, err);
        if (i > 0 && rap_span_compare(before, kind) >= 0)
            return bad(cube, RAP_ROLE_KINDS, at, "kinds must ascend", err);
        before = kind;
    }
    return RAP_OK;
}

static rap_status verify_names(const rap_cube *cube, rap_error *err)
{
    RAP_TRY(verify_subjects(cube, RAP_ROLE_NODES, cube->name_nodes, cube->n_names, err));
    for (uint32_t i = 0; i < cube->n_names; i++)
        if (!rap_name_is_kept(rap_span_of(cube->names[i])))
            return bad(cube, RAP_ROLE_NAMES, (uint64_t)(cube->names[i] - cube->names[0]),
                       "a name must be printable UTF-8, not empty", err);
    return RAP_OK;
}

static rap_status verify_parties(const rap_cube *cube, rap_error *err)
{
    const rap_place *before = NULL;
    size_t n_before = 0;
    for (uint32_t i = 0; i < cube->n_parties; i++) {
        size_t n;
        const rap_place *members = rap_cube_party(cube, i, &n);
        uint64_t at = rap_column_at(cube->party_offset, i);
        const char *fault = rap_party_fault(cube->schema.form, members, n);
        if (fault) return bad(cube, RAP_ROLE_MEMBERS, at, fault, err);
        if (i > 0 && rap_party_compare(before, n_before, members, n) >= 0)
            return bad(cube, RAP_ROLE_MEMBERS, at, "parties must ascend", err);
        before = members;
        n_before = n;
    }
    return RAP_OK;
}

static rap_status verify_places(const rap_cube *cube, rap_error *err)
{
    if (cube->schema.form != RAP_PARTY_SET) return RAP_OK;
    uint64_t n_members = rap_column_at(cube->party_offset, cube->n_parties);
    uint8_t *seen = rap_alloc(UINT16_MAX + 1, 1);
    if (!seen) return rap_fail_memory(err);
    for (uint64_t i = 0; i < n_members; i++) seen[cube->members[i]] = 1;
    uint32_t n = 0;
    bool same = true;
    for (size_t p = 0; p <= UINT16_MAX; p++)
        if (seen[p]) same = same && n < cube->n_places && cube->places[n++] == p;
    rap_free(seen);
    return same && n == cube->n_places ? RAP_OK : bad(cube, RAP_ROLE_PLACES, 0, "not the places of the parties", err);
}

/* ---- cells: one walk */

typedef struct walk {
    const rap_cube *cube;
    rap_error *err;
    bool *leaf_used, *kind_used, *party_used;
    uint64_t share, tie; /* next entries */
    rap_sums sums;       /* of the slice at hand */
    uint64_t sum_member; /* next member of a sum */
    rap_margins margins; /* of these sums */
    rap_sums pairs;      /* the same */
} walk;

static rap_status verify_codes(const walk *w, uint64_t i)
{
    const rap_cube *cube = w->cube;
    if (rap_column_at(cube->leaf, i) >= cube->n_leaves)
        return bad(cube, RAP_ROLE_LEAF, i, "no such subject", w->err);
    if (rap_column_at(cube->kind, i) >= cube->n_kinds)
        return bad(cube, RAP_ROLE_KIND, i, "no such kind", w->err);
    if (rap_column_at(cube->party, i) >= cube->n_parties)
        return bad(cube, RAP_ROLE_PARTY, i, "no such party", w->err);
    w->leaf_used[rap_column_at(cube->leaf, i)] = true;
    w->kind_used[rap_column_at(cube->kind, i)] = true;
    w->party_used[rap_column_at(cube->party, i)] = true;
    return RAP_OK;
}

static rap_status verify_order(const walk *w, uint64_t i)
{
    rap_column columns[] = {w->cube->leaf, w->cube->kind, w->cube->party};
    for (size_t c = 0; c < 3; c++) {
        uint64_t before = rap_column_at(columns[c], i - 1), now = rap_column_at(columns[c], i);
        if (before < now) return RAP_OK;
        if (before > now) break;
    }
    return bad(w->cube, RAP_ROLE_PARTY, i, "cells must ascend by subject, kind and party", w->err);
}

static rap_status verify_shares(walk *w, uint64_t i, size_t n_shares)
{
    const rap_cube *cube = w->cube;
    uint64_t works = rap_column_at(cube->amount[0], i);
    if (cube->schema.shares && works > UINT32_MAX)
        return bad(cube, RAP_ROLE_AMOUNT, i, "more works than shares can be kept for", w->err);
    uint64_t left = works * RAP_UNIT;
    if (n_shares > cube->share_whole.count - w->share)
        return bad(cube, RAP_ROLE_PARTY, i, "there are not enough shares for this cell", w->err);
    for (size_t k = 0; k < n_shares; k++, w->share++) {
        uint64_t share = rap_cube_share(cube, w->share);
        if (share > left)
            return bad(cube, RAP_ROLE_SHARE_WHOLE, w->share, "the shares of a cell pass its works", w->err);
        left -= share;
    }
    return RAP_OK;
}

static rap_status verify_ties(walk *w, uint64_t i, const rap_place *members, size_t n, bool has_shares)
{
    const rap_cube *cube = w->cube;
    uint64_t first = w->tie;
    for (; w->tie < cube->n_ties && rap_column_at(cube->tie_cell, w->tie) == i; w->tie++) {
        rap_tie tie = cube->ties[w->tie];
        if (!has_shares || !rap_party_has_tie(members, n, tie))
            return bad(cube, RAP_ROLE_TIES, w->tie, "no sorted pair of members of the cell's party", w->err);
        if (w->tie > first && rap_tie_compare(cube->ties[w->tie - 1], tie) >= 0)
            return bad(cube, RAP_ROLE_TIES, w->tie, "ties must ascend", w->err);
        if (rap_column_at(cube->tie_works, w->tie) > rap_column_at(cube->amount[0], i))
            return bad(cube, RAP_ROLE_TIE_WORKS, w->tie, "more works than the cell has", w->err);
    }
    return RAP_OK;
}

static rap_status verify_cell(walk *w, uint64_t i)
{
    const rap_cube *cube = w->cube;
    RAP_TRY(verify_codes(w, i));
    size_t n;
    const rap_place *members = rap_cube_party(cube, rap_column_at(cube->party, i), &n);
    size_t n_shares = rap_cube_share_count(cube, (uint32_t)rap_column_at(cube->kind, i), n);
    RAP_TRY(verify_shares(w, i, n_shares));
    if (cube->schema.form == RAP_PARTY_SET)
        RAP_TRY(rap_sums_add(&w->sums, (uint32_t)rap_column_at(cube->party, i), (uint32_t)rap_column_at(cube->kind, i),
                             rap_column_at(cube->amount[0], i), w->err));
    return verify_ties(w, i, members, n, n_shares > 0);
}

/* The row of slice `s` against the one before it and against where the walk has come to. */
static rap_status verify_slice_row(const walk *w, uint64_t s)
{
    const rap_cube *cube = w->cube;
    const rap_slice *slice = &cube->slices[s];
    if (slice->reserved != 0) return bad(cube, RAP_ROLE_SLICES, s, "reserved bytes are not zero", w->err);
    if (slice->share != w->share || slice->tie != w->tie)
        return bad(cube, RAP_ROLE_SLICES, s, "shares or ties do not begin where the row says", w->err);
    if (s == cube->n_slices)
        return slice->year == 0 && slice->field == 0
                   ? RAP_OK
                   : bad(cube, RAP_ROLE_SLICES, s, "the last row is not empty", w->err);
    if (slice->cell == slice[1].cell) return bad(cube, RAP_ROLE_SLICES, s, "a slice without cells", w->err);
    if (s > 0 &&
        (slice[-1].year > slice->year || (slice[-1].year == slice->year && slice[-1].field >= slice->field)))
        return bad(cube, RAP_ROLE_SLICES, s, "slices must ascend by year and field", w->err);
    return RAP_OK;
}

/* The members of a party as a sum has them, from `w->sum_member` on. */
static bool sum_has_party(const walk *w, const rap_place *members, size_t n)
{
    const rap_cube *cube = w->cube;
    if (n > cube->sum_members.count - w->sum_member) return false;
    for (size_t k = 0; k < n; k++) {
        uint64_t number = rap_column_at(cube->sum_members, w->sum_member + k);
        if (number >= cube->n_places || cube->places[number] != members[k]) return false;
    }
    return true;
}

/* Adds a sum to the margins and pairs; its members are the `n` before w->sum_member, and are known to be right. */
static rap_status add_sum(walk *w, const rap_sum *sum, size_t n)
{
    uint16_t number[RAP_PARTY_MAX];
    for (size_t k = 0; k < n; k++) number[k] = (uint16_t)rap_column_at(w->cube->sum_members, w->sum_member - n + k);
    RAP_TRY(rap_margins_add(&w->margins, sum->minor, number, n, sum->works, w->err));
    return rap_sums_add_pairs(&w->pairs, sum->minor, number, n, w->cube->n_places, sum->works, w->err);
}

/* The margins of slice `s` as they stand against those of its sums. */
static rap_status verify_margins(walk *w, uint64_t s)
{
    const rap_cube *cube = w->cube;
    uint64_t first = rap_column_at(cube->margin_first, s);
    rap_margins_sort(&w->margins);
    if (rap_column_at(cube->margin_first, s + 1) - first != w->margins.n)
        return bad(cube, RAP_ROLE_MARGIN_FIRST, s, "the slice has another number of margins", w->err);
    for (size_t i = 0; i < w->margins.n; i++) {
        const rap_margin *m = &w->margins.rows[i];
        if (rap_column_at(cube->margin_kind, first + i) != m->kind || rap_column_at(cube->margin_place, first + i) != m->place)
            return bad(cube, RAP_ROLE_MARGIN_PLACE, first + i, "not the kind and place of the slice's sums", w->err);
        if (rap_column_at(cube->margin_works, first + i) != m->works ||
            rap_column_at(cube->margin_international, first + i) != m->international ||
            rap_column_at(cube->margin_links, first + i) != m->links)
            return bad(cube, RAP_ROLE_MARGIN_WORKS, first + i, "not the margin of the slice's sums", w->err);
    }
    rap_margins_clear(&w->margins);
    return RAP_OK;
}

/* The pairs of slice `s` as they stand against those of its sums. */
static rap_status verify_pairs(walk *w, uint64_t s)
{
    const rap_cube *cube = w->cube;
    uint64_t first = rap_column_at(cube->pair_first, s);
    rap_sums_sort(&w->pairs);
    if (rap_column_at(cube->pair_first, s + 1) - first != w->pairs.n)
        return bad(cube, RAP_ROLE_PAIR_FIRST, s, "the slice has another number of pairs", w->err);
    for (size_t i = 0; i < w->pairs.n; i++) {
        const rap_sum *pair = &w->pairs.rows[i];
        if (rap_column_at(cube->pair_kind, first + i) != pair->major || rap_column_at(cube->pair_places, first + i) != pair->minor)
            return bad(cube, RAP_ROLE_PAIR_PLACES, first + i, "not the kind and pair of the slice's sums", w->err);
        if (rap_column_at(cube->pair_works, first + i) != pair->works)
            return bad(cube, RAP_ROLE_PAIR_WORKS, first + i, "not the works of the pair in the slice's sums", w->err);
    }
    rap_sums_clear(&w->pairs);
    return RAP_OK;
}

/* The sums of slice `s` as they stand against those that its cells have. */
static rap_status verify_sums(walk *w, uint64_t s)
{
    const rap_cube *cube = w->cube;
    if (cube->schema.form != RAP_PARTY_SET) return RAP_OK;
    rap_sums_sort(&w->sums);
    uint64_t first = rap_column_at(cube->sum_first, s);
    if (rap_column_at(cube->sum_first, s + 1) - first != w->sums.n)
        return bad(cube, RAP_ROLE_SUM_FIRST, s, "the slice has another number of sums", w->err);
    if (rap_column_at(cube->sum_first_member, s) != w->sum_member)
        return bad(cube, RAP_ROLE_SUM_FIRST_MEMBER, s, "the members of the slice's sums begin elsewhere", w->err);
    for (size_t i = 0; i < w->sums.n; i++) {
        const rap_sum *sum = &w->sums.rows[i];
        size_t n;
        const rap_place *members = rap_cube_party(cube, sum->major, &n);
        bool next = i == 0 || sum[-1].major != sum->major;
        if (rap_column_at(cube->sum_size, first + i) != (next ? n + 1 : 0) || (next && !sum_has_party(w, members, n)))
            return bad(cube, RAP_ROLE_SUM_SIZE, first + i, "not the party of the slice's cells", w->err);
        if (rap_column_at(cube->sum_kind, first + i) != sum->minor || rap_column_at(cube->sum_works, first + i) != sum->works)
            return bad(cube, RAP_ROLE_SUM_WORKS, first + i, "not the sum of the slice's cells", w->err);
        if (next) w->sum_member += n;
        RAP_TRY(add_sum(w, sum, n));
    }
    rap_sums_clear(&w->sums);
    RAP_TRY(verify_margins(w, s));
    return verify_pairs(w, s);
}

static rap_status walk_cells(walk *w)
{
    const rap_cube *cube = w->cube;
    for (uint64_t s = 0; s < cube->n_slices; s++) {
        const rap_slice *slice = &cube->slices[s];
        RAP_TRY(verify_slice_row(w, s));
        for (uint64_t i = slice->cell; i < slice[1].cell; i++) {
            RAP_TRY(verify_cell(w, i));
            if (i > slice->cell) RAP_TRY(verify_order(w, i));
            if (rap_subject_node(cube->leaves[rap_column_at(cube->leaf, i)], 1) != slice->field)
                return bad(cube, RAP_ROLE_LEAF, i, "a subject outside the field of its slice", w->err);
        }
        RAP_TRY(verify_sums(w, s));
    }
    return verify_slice_row(w, cube->n_slices);
}

static rap_status verify_used(const walk *w, rap_role role, const bool *used, uint32_t n)
{
    const bool *unused = n ? memchr(used, 0, n) : NULL;
    if (!unused) return RAP_OK;
    return rap_fail_byte(w->err, RAP_E_FORMAT, rap_cube_position(w->cube, role, 0),
                         "chunk %s: no cell uses entry %zu", rap_roles[role].id, (size_t)(unused - used));
}

/* Which of what follows from the cells an early version did not write. */
static rap_role missing_of(const rap_cube *cube)
{
    if (!cube->places) return RAP_ROLE_PLACES;
    return cube->margin_first.count == 0 ? RAP_ROLE_MARGIN_FIRST : RAP_ROLE_PAIR_FIRST;
}

static rap_status verify_cells(const rap_cube *cube, rap_error *err)
{
    walk w = {.cube = cube, .err = err};
    if (cube->schema.form == RAP_PARTY_SET && (cube->margin_first.count == 0 || cube->pair_first.count == 0))
        return rap_fail(err, RAP_E_FORMAT, "chunk %s is missing: an early version wrote this cube; merge it to make it anew",
                        rap_roles[missing_of(cube)].id);
    w.leaf_used = rap_alloc(cube->n_leaves, sizeof *w.leaf_used);
    w.kind_used = rap_alloc(cube->n_kinds, sizeof *w.kind_used);
    w.party_used = rap_alloc(cube->n_parties, sizeof *w.party_used);
    bool ready = w.leaf_used && w.kind_used && w.party_used;
    rap_status status = ready ? walk_cells(&w) : rap_fail_memory(err);
    if (status == RAP_OK) status = verify_used(&w, RAP_ROLE_LEAVES, w.leaf_used, cube->n_leaves);
    if (status == RAP_OK) status = verify_used(&w, RAP_ROLE_KINDS, w.kind_used, cube->n_kinds);
    if (status == RAP_OK) status = verify_used(&w, RAP_ROLE_OFFSETS, w.party_used, cube->n_parties);
    rap_sums_release(&w.sums);
    rap_margins_release(&w.margins);
    rap_sums_release(&w.pairs);
    rap_free(w.leaf_used);
    rap_free(w.kind_used);
    rap_free(w.party_used);
    return status;
}

/* ---- widths */

static rap_status verify_width(const rap_cube *cube, rap_role role, rap_column column, rap_error *err)
{
    uint64_t greatest = 0, block[512];
    for (uint64_t i = 0; i < column.count; i += 512) {
        size_t n = column.count - i < 512 ? (size_t)(column.count - i) : 512;
        rap_column_read64(column, i, n, block);
        for (size_t k = 0; k < n; k++) greatest = block[k] > greatest ? block[k] : greatest;
    }
    if (column.width == rap_width_of(greatest)) return RAP_OK;
    return rap_fail_byte(err, RAP_E_FORMAT, rap_cube_position(cube, role, 0),
                         "chunk %s: elements of %u bytes where %u are enough", rap_roles[role].id,
                         column.width, rap_width_of(greatest));
}

static rap_status verify_widths(const rap_cube *cube, rap_error *err)
{
    for (rap_role role = 0; role < RAP_ROLE_END; role++) {
        const rap_chunk *chunk = cube->file->roles[role];
        if (!chunk || rap_roles[role].width != 0) continue;
        rap_column column = {cube->file->bytes + chunk->offset, chunk->width, chunk->length / chunk->width};
        RAP_TRY(verify_width(cube, role, column, err));
    }
    return RAP_OK;
}

static rap_status verify_all(const rap_cube *cube, rap_error *err)
{
    for (uint32_t i = 0; i < cube->file->n_chunks; i++)
        RAP_TRY(rap_chunk_check(cube->file->bytes, &cube->file->chunks[i], err));
    RAP_TRY(verify_subjects(cube, RAP_ROLE_LEAVES, cube->leaves, cube->n_leaves, err));
    RAP_TRY(verify_kinds(cube, err));
    RAP_TRY(verify_names(cube, err));
    RAP_TRY(verify_parties(cube, err));
    RAP_TRY(verify_cells(cube, err));
    RAP_TRY(verify_places(cube, err));
    RAP_TRY(verify_widths(cube, err));
    rap_span lines = {cube->provenance, (size_t)cube->provenance_length};
    if (!rap_provenance_is_canonical(lines))
        return bad(cube, RAP_ROLE_PROVENANCE, 0, "lines must be sorted, distinct and whole", err);
    return RAP_OK;
}

rap_status rap_cube_verify(const rap_cube *cube, rap_error *err)
{
    rap_status status = verify_all(cube, err);
    return status == RAP_OK ? RAP_OK : rap_context(err, status, "%s", rap_cube_path(cube));
}
