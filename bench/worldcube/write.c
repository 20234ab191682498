// SPDX-License-Identifier: Apache-2.0
#include "worldcube/drawn.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "cube/party.h"
#include "cube/writer.h"

/* ---------------------------------------------------------------- writing */

static int by_members(const void *a, const void *b, void *arg)
{
    const drawn *d = arg;
    const drawn_party *x = &d->parties[*(const uint32_t *)a], *y = &d->parties[*(const uint32_t *)b];
    return rap_party_compare(d->members + x->first, x->n, d->members + y->first, y->n);
}

static int by_kind_and_party(const void *a, const void *b, void *arg)
{
    const uint32_t *rank = arg;
    const drawn_cell *x = a, *y = b;
    if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
    return (rank[x->party] > rank[y->party]) - (rank[x->party] < rank[y->party]);
}

/* `rank` gets the place of each party in the order of the cube. */
static rap_status write_parties(drawn *d, rap_writer *writer, uint32_t *rank, rap_error *err)
{
    uint32_t *order = rap_alloc(d->n_parties, sizeof *order);
    if (!order) return rap_fail_memory(err);
    rap_status status = RAP_OK;
    for (uint32_t i = 0; i < d->n_parties; i++) order[i] = i;
    qsort_r(order, d->n_parties, sizeof *order, by_members, d);
    for (uint32_t i = 0; status == RAP_OK && i < d->n_parties; i++) {
        const drawn_party *p = &d->parties[order[i]];
        rank[order[i]] = i;
        status = rap_writer_party(writer, d->members + p->first, p->n, err);
    }
    rap_free(order);
    return status;
}

static rap_subject path_of(const drawn *d, uint32_t leaf)
{
    rap_subject path = 0;
    for (unsigned level = 0; leaf && level < RAP_LEVELS; level++)
        path = rap_subject_with(path, level, d->all.list[leaf - 1].number[level]);
    return path;
}

/* `code` gets the number of each leaf's subject: of a coarse world several leaves have the same. */
static rap_status write_subjects(const drawn *d, rap_writer *writer, uint32_t *code, rap_error *err)
{
    rap_subject before = 0;
    for (uint32_t leaf = 0; leaf <= d->all.n; leaf++) {
        rap_subject path = path_of(d, leaf);
        if (leaf == 0 || path != before) RAP_TRY(rap_writer_leaf(writer, path, err));
        code[leaf] = leaf == 0 ? 0 : code[leaf - 1] + (path != before);
        for (unsigned level = 0; leaf && level < RAP_LEVELS; level++) {
            rap_subject node = rap_subject_node(path, level);
            if (rap_subject_at(path, level) && node != rap_subject_node(before, level))
                RAP_TRY(rap_writer_name(writer, node, rap_span_of(d->all.list[leaf - 1].name[level]), err));
        }
        before = path;
    }
    return RAP_OK;
}

/* Writes the kinds that are used and gives the cells their new numbers; `full`: every author has a country. */
static rap_status write_kinds(drawn *d, rap_writer *writer, bool *full, rap_error *err)
{
    static const char *const venues[VENUES] = {"journal", "other"};
    static const char *const coverages[COVERAGES] = {"all", "no-authors", "none", "some"};
    bool used[KINDS] = {0};
    uint8_t code[KINDS] = {0}, next = 0;
    for (size_t i = 0; i < d->n_cells; i++) used[d->cells[i].kind] = true;
    for (uint32_t kind = 0; kind < KINDS; kind++) {
        char text[RAP_KIND_MAX + 1];
        if (!used[kind]) continue;
        (void)snprintf(text, sizeof text, "%s;%s;%s", drawn_types[kind / COVERAGES / VENUES].name,
                       venues[kind / COVERAGES % VENUES], coverages[kind % COVERAGES]);
        RAP_TRY(rap_writer_kind(writer, rap_span_of(text), err));
        full[next] = kind % COVERAGES == COVERAGE_ALL;
        code[kind] = next++;
    }
    for (size_t i = 0; i < d->n_cells; i++) d->cells[i].kind = code[d->cells[i].kind];
    return RAP_OK;
}

/* Shares of a cell: uneven parts; of works with unknown authors a quarter belongs to nobody. */
static void draw_shares(chance *c, uint32_t n, uint32_t works, bool full, uint64_t *shares)
{
    uint64_t total = ((uint64_t)works << 32) / 4 * (full ? 4 : 3), sum = 0, given = 0;
    for (uint32_t i = 0; i < n; i++) sum += shares[i] = 1 + chance_below(c, 12);
    for (uint32_t i = 0; i < n; i++) given += shares[i] = total / sum * shares[i];
    if (full) shares[0] += total - given;
}

/* What write_cell() works with. */
typedef struct cell_writer {
    const drawn *d;
    rap_writer *writer;
    const uint32_t *rank, *code;
    bool shares, full[KINDS];
    chance c;
} cell_writer;

static rap_status write_cell(cell_writer *w, const drawn_run *run, const drawn_cell *cell, rap_error *err)
{
    const drawn_party *p = &w->d->parties[cell->party];
    uint64_t works = cell->works, one = 1, share[SIZES];
    rap_tie tie = {0, 0};
    rap_cell_row row = {.year = run->year, .leaf = w->code[run->leaf], .kind = cell->kind, .party = w->rank[cell->party],
                        .amounts = &works};
    if (w->shares && (p->n > 1 || (p->n == 1 && !w->full[cell->kind]))) {
        draw_shares(&w->c, p->n, cell->works, w->full[cell->kind], share);
        row.n_shares = p->n;
        row.shares = share;
        if (p->n > 1 && chance_hit(&w->c, 6000)) {
            tie = (rap_tie){w->d->members[p->first], w->d->members[p->first + 1]};
            row.n_ties = 1;
            row.ties = &tie;
            row.tie_works = &one;
        }
    }
    return rap_writer_cell(w->writer, &row, err);
}

static rap_status write_all(drawn *d, rap_writer *writer, uint32_t *rank, uint32_t *code, bool shares, rap_error *err)
{
    cell_writer w = {.d = d, .writer = writer, .rank = rank, .code = code, .shares = shares, .c = chance_of(d->seed, 0, 11)};
    RAP_TRY(write_subjects(d, writer, code, err));
    RAP_TRY(write_parties(d, writer, rank, err));
    RAP_TRY(write_kinds(d, writer, w.full, err));
    size_t i = 0;
    for (size_t r = 0; r < d->n_runs; r++) {
        qsort_r(d->cells + i, d->runs[r].end - i, sizeof *d->cells, by_kind_and_party, rank);
        for (; i < d->runs[r].end; i++) RAP_TRY(write_cell(&w, &d->runs[r], &d->cells[i], err));
    }
    return RAP_OK;
}

rap_status drawn_write(drawn *d, const char *path, bool shares, rap_error *err)
{
    rap_schema schema = rap_schema_research("countries-else-institutions", "none");
    schema.shares = shares;
    rap_writer *writer = NULL;
    uint32_t *rank = rap_alloc(d->n_parties, sizeof *rank);
    uint32_t *code = rap_alloc((size_t)d->all.n + 1, sizeof *code);
    rap_status status = rank && code ? rap_writer_open(path, &schema, &writer, err) : rap_fail_memory(err);
    if (status == RAP_OK) status = write_all(d, writer, rank, code, shares, err);
    if (status == RAP_OK)
        status = rap_writer_finish(writer, rap_span_of("note\tgenerated by worldcube\n"), err);
    else
        rap_writer_abort(writer);
    rap_free(rank);
    rap_free(code);
    return status;
}
