// SPDX-License-Identifier: Apache-2.0
/*
 * merge - the axes are united, then one walk along the cells of all cubes at once adds those with the same key.
 */
#include "cube/merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cube/cube_file.h"
#include "cube/heap.h"
#include "cube/merge_axes.h"
#include "cube/party.h"
#include "cube/provenance.h"

#define BLOCK 1024

/* A cube on its way through: the cell it has come to, and where its shares and ties begin. */
typedef struct source {
    const rap_cube *cube;
    rap_recoding codes;
    uint64_t cell, slice, share, tie;
    uint64_t key;   /* of the cell, in codes of the sum */
    uint32_t party; /* likewise */
    size_t n_shares, n_ties;
    size_t block_used, block_length;
    uint32_t leaf[BLOCK], kind[BLOCK], member[BLOCK]; /* codes of the cells ahead, as in the cube */
} source;

typedef struct counted_tie {
    rap_tie tie;
    uint64_t works;
} counted_tie;

/* The cell that is being summed. */
typedef struct row {
    uint64_t key;
    uint32_t party;
    uint64_t amounts[RAP_MEASURES_MAX];
    size_t n_shares;
    uint64_t shares[RAP_PARTY_MAX];
    size_t n_ties, tie_capacity, pair_capacity, works_capacity;
    counted_tie *ties;
    rap_tie *pairs; /* the same apart, as the writer wants them */
    uint64_t *works;
} row;

typedef struct merger {
    const rap_schema *schema;
    size_t n;
    source *sources;
    rap_heap heap;
    row row;
    rap_writer *writer;
    rap_error *err;
} merger;

static rap_status damaged(const merger *m, const source *s, const char *what)
{
    return rap_fail(m->err, RAP_E_FORMAT, "%s: cell %llu: %s: the file is damaged, verify it",
                    rap_cube_path(s->cube), (unsigned long long)s->cell, what);
}

static int compare_keys(uint64_t key_a, uint32_t party_a, uint64_t key_b, uint32_t party_b)
{
    if (key_a != key_b) return key_a < key_b ? -1 : 1;
    return (party_a > party_b) - (party_a < party_b);
}

static int compare_sources(const void *arg, uint32_t a, uint32_t b)
{
    const source *sources = arg, *x = &sources[a], *y = &sources[b];
    return compare_keys(x->key, x->party, y->key, y->party);
}

/* ---- one cube's cells, one after the other */

static rap_status next_block(merger *m, source *s)
{
    uint64_t left = s->cube->n_cells - s->cell;
    s->block_length = left < BLOCK ? (size_t)left : BLOCK;
    s->block_used = 0;
    return rap_cube_codes(s->cube, s->cell, s->block_length, s->leaf, s->kind, s->member, m->err);
}

/* Reads the key of cell `s->cell`, which exists, and how many shares and ties it has. */
static rap_status load_cell(merger *m, source *s)
{
    const rap_cube *cube = s->cube;
    if (s->block_used == s->block_length) RAP_TRY(next_block(m, s));
    while (s->cell >= cube->slices[s->slice + 1].cell) s->slice++;
    int32_t year = cube->slices[s->slice].year;
    uint32_t kind = s->kind[s->block_used], party = s->member[s->block_used];
    s->key = rap_pack_key(year, s->codes.leaf[s->leaf[s->block_used]], s->codes.kind[kind]);
    s->party = s->codes.party[party];
    s->block_used++;

    size_t n;
    (void)rap_cube_party(cube, party, &n);
    s->n_shares = rap_cube_share_count(cube, kind, n);
    if (s->n_shares > cube->share_whole.count - s->share)
        return damaged(m, s, "its author shares are missing");
    s->n_ties = 0;
    while (s->tie + s->n_ties < cube->n_ties && rap_column_at(cube->tie_cell, s->tie + s->n_ties) == s->cell)
        s->n_ties++;
    if (s->n_ties > 0 && s->n_shares == 0) return damaged(m, s, "it has ties but no shares");
    return RAP_OK;
}

/* Moves the source at the top of the heap to its next cell. */
static rap_status advance(merger *m)
{
    source *s = &m->sources[m->heap.at[0]];
    uint64_t key = s->key;
    uint32_t party = s->party;
    s->share += s->n_shares;
    s->tie += s->n_ties;
    if (++s->cell == s->cube->n_cells) {
        if (s->share != s->cube->share_whole.count || s->tie != s->cube->n_ties)
            return damaged(m, s, "shares or ties are left over at the end");
        rap_heap_drop(&m->heap);
        return RAP_OK;
    }
    RAP_TRY(load_cell(m, s));
    if (compare_keys(key, party, s->key, s->party) >= 0) return damaged(m, s, "it is out of order");
    rap_heap_sink(&m->heap);
    return RAP_OK;
}

/* ---- the sum */

static rap_status add_amounts(merger *m, const source *s)
{
    for (uint32_t i = 0; i < m->schema->n_measures; i++) {
        uint64_t limit = m->schema->shares && i == 0 ? UINT32_MAX : UINT64_MAX;
        uint64_t amount = rap_column_at(s->cube->amount[i], s->cell);
        if (amount > limit || m->row.amounts[i] > limit - amount)
            return rap_fail(m->err, RAP_E_FORMAT, "%s: cell %llu: the sum of %s passes %llu",
                            rap_cube_path(s->cube), (unsigned long long)s->cell, m->schema->measures[i].name,
                            (unsigned long long)limit);
        m->row.amounts[i] += amount;
    }
    return RAP_OK;
}

static rap_status add_cell(merger *m, const source *s)
{
    row *r = &m->row;
    RAP_TRY(add_amounts(m, s));
    for (size_t i = 0; i < s->n_shares; i++) {
        uint64_t share = rap_cube_share(s->cube, s->share + i);
        if (__builtin_add_overflow(r->shares[i], share, &r->shares[i]))
            return damaged(m, s, "its shares overflow");
    }
    r->n_shares = s->n_shares;
    if (!rap_reserve(&r->ties, &r->tie_capacity, r->n_ties + s->n_ties, sizeof *r->ties))
        return rap_fail_memory(m->err);
    for (size_t i = 0; i < s->n_ties; i++)
        r->ties[r->n_ties++] =
            (counted_tie){s->cube->ties[s->tie + i], rap_column_at(s->cube->tie_works, s->tie + i)};
    return RAP_OK;
}

static int compare_ties(const void *a, const void *b)
{
    return rap_tie_compare(((const counted_tie *)a)->tie, ((const counted_tie *)b)->tie);
}

/* Sorts the ties of the row, adds up those of the same pair, and lays them apart. */
static rap_status gather_ties(merger *m)
{
    row *r = &m->row;
    if (!rap_reserve(&r->pairs, &r->pair_capacity, r->n_ties, sizeof *r->pairs) ||
        !rap_reserve(&r->works, &r->works_capacity, r->n_ties, sizeof *r->works))
        return rap_fail_memory(m->err);
    if (r->n_ties > 1) qsort(r->ties, r->n_ties, sizeof *r->ties, compare_ties);
    size_t n = 0;
    for (size_t i = 0; i < r->n_ties; i++) {
        bool same = n > 0 && rap_tie_compare(r->pairs[n - 1], r->ties[i].tie) == 0;
        if (!same) {
            r->pairs[n] = r->ties[i].tie;
            r->works[n++] = 0;
        }
        r->works[n - 1] += r->ties[i].works; /* at most n_ties of 32 bits each */
        if (r->works[n - 1] > r->amounts[0])
            return rap_fail(m->err, RAP_E_FORMAT,
                            "a tie has more works than its cell: a cube is damaged, verify them");
    }
    r->n_ties = n;
    return RAP_OK;
}

static rap_status check_shares(const merger *m)
{
    uint64_t left = m->row.n_shares ? m->row.amounts[0] * RAP_UNIT : 0;
    for (size_t i = 0; i < m->row.n_shares; i++) {
        if (m->row.shares[i] > left)
            return rap_fail(m->err, RAP_E_FORMAT,
                            "the shares of a cell pass its works: a cube is damaged, verify them");
        left -= m->row.shares[i];
    }
    return RAP_OK;
}

static rap_status write_row(merger *m)
{
    row *r = &m->row;
    RAP_TRY(check_shares(m));
    RAP_TRY(gather_ties(m));
    rap_cell_row cell = {.year = rap_packed_year(r->key),
                         .leaf = rap_packed_leaf(r->key),
                         .kind = rap_packed_kind(r->key),
                         .party = r->party,
                         .amounts = r->amounts,
                         .n_shares = r->n_shares,
                         .shares = r->shares,
                         .n_ties = r->n_ties,
                         .ties = r->pairs,
                         .tie_works = r->works};
    return rap_writer_cell(m->writer, &cell, m->err);
}

static void begin_row(row *r, const source *s)
{
    r->key = s->key;
    r->party = s->party;
    memset(r->amounts, 0, sizeof r->amounts);
    memset(r->shares, 0, s->n_shares * sizeof *r->shares);
    r->n_shares = r->n_ties = 0;
}

static rap_status add_cells(merger *m)
{
    m->heap.arg = m->sources;
    for (uint32_t i = 0; i < m->n; i++) {
        if (m->sources[i].cube->n_cells == 0) continue;
        RAP_TRY(load_cell(m, &m->sources[i]));
        rap_heap_add(&m->heap, i);
    }
    while (m->heap.n > 0) {
        const source *s = &m->sources[m->heap.at[0]];
        begin_row(&m->row, s);
        do {
            RAP_TRY(add_cell(m, s));
            RAP_TRY(advance(m));
            s = &m->sources[m->heap.at[0]];
        } while (m->heap.n > 0 && compare_keys(s->key, s->party, m->row.key, m->row.party) == 0);
        RAP_TRY(write_row(m));
    }
    return RAP_OK;
}

/* ---- all of it */

static rap_status check_cubes(const rap_cube *const *cubes, size_t n, rap_error *err)
{
    if (n == 0 || n > UINT32_MAX)
        return rap_fail(err, RAP_E_USAGE, "expected at least one cube to merge, found %zu", n);
    for (size_t i = 0; i < n; i++) {
        const char *what;
        if (!rap_schema_equal(&cubes[0]->schema, &cubes[i]->schema, &what))
            return rap_fail(err, RAP_E_USAGE, "%s and %s can't be added: they differ in %s",
                            rap_cube_path(cubes[0]), rap_cube_path(cubes[i]), what);
        rap_status status = rap_cube_check_hashes(cubes[i], err);
        if (status != RAP_OK) return rap_context(err, status, "%s", rap_cube_path(cubes[i]));
    }
    return RAP_OK;
}

static rap_status unite_provenance(const rap_cube *const *cubes, size_t n, const char *replacement,
                                   bool check_sources, rap_text *out, rap_error *err)
{
    rap_span given = rap_span_of(replacement);
    rap_span *texts = rap_alloc(n, sizeof *texts);
    if (!texts) return rap_fail_memory(err);
    for (size_t i = 0; i < n; i++)
        texts[i] = (rap_span){cubes[i]->provenance, (size_t)cubes[i]->provenance_length};
    rap_status status = check_sources ? rap_provenance_check(texts, n, err) : RAP_OK;
    if (status == RAP_OK)
        status = rap_provenance_unite(replacement ? &given : texts, replacement ? 1 : n, out, err);
    rap_free(texts);
    return status;
}

static rap_status merge_cells(merger *m, const rap_cube *const *cubes)
{
    rap_recoding *recodings = rap_alloc(m->n, sizeof *recodings);
    m->sources = rap_alloc(m->n, sizeof *m->sources);
    m->heap = (rap_heap){.at = rap_alloc(m->n, sizeof *m->heap.at), .compare = compare_sources};
    bool ready = recodings && m->sources && m->heap.at;
    rap_status status =
        ready ? rap_merge_axes(cubes, m->n, m->writer, recodings, m->err) : rap_fail_memory(m->err);
    for (size_t i = 0; status == RAP_OK && i < m->n; i++)
        m->sources[i].cube = cubes[i], m->sources[i].codes = recodings[i];
    if (status == RAP_OK) status = add_cells(m);
    for (size_t i = 0; recodings && i < m->n; i++) rap_recoding_release(&recodings[i]);
    rap_free(recodings);
    rap_free(m->sources);
    rap_free(m->heap.at);
    rap_free(m->row.ties);
    rap_free(m->row.pairs);
    rap_free(m->row.works);
    return status;
}

rap_status rap_merge(const rap_cube *const *cubes, size_t n, const char *provenance, bool check_sources,
                     const char *path, rap_error *err)
{
    RAP_TRY(check_cubes(cubes, n, err));
    rap_text lines = {0};
    merger *m = rap_alloc(1, sizeof *m);
    if (!m) return rap_fail_memory(err);
    *m = (merger){.schema = &cubes[0]->schema, .n = n, .err = err};
    rap_status status = unite_provenance(cubes, n, provenance, check_sources, &lines, err);
    if (status == RAP_OK) status = rap_writer_open(path, m->schema, &m->writer, err);
    if (status == RAP_OK) {
        status = merge_cells(m, cubes);
        if (status == RAP_OK)
            status = rap_writer_finish(m->writer, (rap_span){lines.data, lines.length}, err);
        else
            rap_writer_abort(m->writer);
    }
    rap_text_release(&lines);
    rap_free(m);
    return status;
}

rap_status rap_cube_merge(const rap_cube *const *cubes, size_t n, const char *path, rap_error *err)
{
    return rap_merge(cubes, n, NULL, true, path, err);
}
