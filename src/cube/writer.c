// SPDX-License-Identifier: Apache-2.0
#include "cube/writer.h"

#include <string.h>

#include "base/alloc.h"
#include "cube/cube.h"
#include "cube/layout.h"
#include "cube/margins.h"
#include "cube/spool.h"
#include "cube/sums.h"

/*
 * A part is a writer of its own that borrows the axes of the whole. Its cells, sums, margins and pairs count from 0; what counts
 * them (slices, and the columns that bias_of() knows) is moved when the file is assembled.
 */
struct rap_writer {
    size_t n_parts;
    rap_writer *parts;
    rap_schema schema;
    char *path;
    bool spooled[RAP_ROLE_END];
    rap_spool columns[RAP_ROLE_END]; /* of roles that are columns of numbers */
    rap_text texts[RAP_ROLE_END];    /* of roles that are text */
    size_t n_leaves, leaf_capacity;
    rap_subject *leaves;
    size_t n_slices, slice_capacity;
    rap_slice *slices;
    uint64_t n_cells, n_shares, n_ties, n_sums, n_sum_members, n_margins, n_pairs;
    size_t n_parties, party_capacity, n_members, member_capacity;
    uint64_t *party_first;           /* of each party in members */
    rap_place *members;
    rap_sums sums;                   /* of the slice being written */
    rap_margins margins;             /* of these */
    rap_sums pairs;                  /* the same by kind and pair */
    uint16_t *number;                /* by place: its number among places, once the parties are known */
    size_t n_places;
    rap_place *places;               /* that stand in a party; NULL until they are all known */
};

static bool is_text(rap_role role)
{
    return role == RAP_ROLE_SCHEMA || role == RAP_ROLE_KINDS || role == RAP_ROLE_NAMES ||
           role == RAP_ROLE_PROVENANCE;
}

static bool is_column(rap_role role)
{
    return !is_text(role) && role != RAP_ROLE_LEAVES && role != RAP_ROLE_SLICES && role != RAP_ROLE_PLACES;
}

/* What a part and the whole have of their own. */
static void release_cells(rap_writer *writer)
{
    for (rap_role role = 0; role < RAP_ROLE_END; role++)
        if (writer->spooled[role]) rap_spool_release(&writer->columns[role]);
    rap_sums_release(&writer->sums);
    rap_margins_release(&writer->margins);
    rap_sums_release(&writer->pairs);
    rap_free(writer->slices);
}

void rap_writer_abort(rap_writer *writer)
{
    if (!writer) return;
    for (size_t i = 0; i < writer->n_parts; i++) release_cells(&writer->parts[i]);
    rap_free(writer->parts);
    release_cells(writer);
    for (rap_role role = 0; role < RAP_ROLE_END; role++) rap_text_release(&writer->texts[role]);
    rap_free(writer->party_first);
    rap_free(writer->members);
    rap_free(writer->number);
    rap_free(writer->places);
    rap_free(writer->leaves);
    rap_free(writer->path);
    rap_free(writer);
}

static rap_status open_columns(rap_writer *writer, rap_role first, rap_error *err)
{
    for (rap_role role = first; role < RAP_ROLE_END; role++) {
        if (!is_column(role) || !rap_role_is_in(role, &writer->schema)) continue;
        RAP_TRY(rap_spool_init(&writer->columns[role], writer->path, err));
        writer->spooled[role] = true;
    }
    return RAP_OK;
}

/* Where the first of everything begins. */
static rap_status put_beginnings(rap_writer *writer, rap_error *err)
{
    static const rap_role beginnings[] = {RAP_ROLE_OFFSETS, RAP_ROLE_SUM_FIRST, RAP_ROLE_SUM_FIRST_MEMBER, RAP_ROLE_MARGIN_FIRST,
                                         RAP_ROLE_PAIR_FIRST};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (writer->spooled[beginnings[i]]) RAP_TRY(rap_spool_add(&writer->columns[beginnings[i]], 0, err));
    return RAP_OK;
}

rap_status rap_writer_open(const char *path, const rap_schema *schema, rap_writer **out, rap_error *err)
{
    rap_writer *writer = rap_alloc(1, sizeof *writer);
    if (!writer) return rap_fail_memory(err);
    writer->schema = *schema;
    writer->path = rap_strndup(path, strlen(path));
    writer->number = rap_alloc(UINT16_MAX + 1, sizeof *writer->number);
    rap_status status = writer->path && writer->number ? RAP_OK : rap_fail_memory(err);
    if (status == RAP_OK) status = open_columns(writer, 0, err);
    if (status == RAP_OK) status = put_beginnings(writer, err);
    if (status != RAP_OK) {
        rap_writer_abort(writer);
        return status;
    }
    *out = writer;
    return RAP_OK;
}

static rap_status put(rap_writer *writer, rap_role role, uint64_t value, rap_error *err)
{
    return rap_spool_add(&writer->columns[role], value, err);
}

static rap_status put_text(rap_writer *writer, rap_role role, rap_span text, rap_error *err)
{
    rap_text_add(&writer->texts[role], text.data, text.length);
    rap_text_add(&writer->texts[role], "", 1);
    return writer->texts[role].failed ? rap_fail_memory(err) : RAP_OK;
}

rap_status rap_writer_leaf(rap_writer *writer, rap_subject leaf, rap_error *err)
{
    if (!rap_reserve(&writer->leaves, &writer->leaf_capacity, writer->n_leaves + 1, sizeof leaf))
        return rap_fail_memory(err);
    writer->leaves[writer->n_leaves++] = leaf;
    return RAP_OK;
}

rap_status rap_writer_kind(rap_writer *writer, rap_span kind, rap_error *err)
{
    return put_text(writer, RAP_ROLE_KINDS, kind, err);
}

rap_status rap_writer_name(rap_writer *writer, rap_subject node, rap_span name, rap_error *err)
{
    RAP_TRY(put(writer, RAP_ROLE_NODES, node, err));
    return put_text(writer, RAP_ROLE_NAMES, name, err);
}

rap_status rap_writer_party(rap_writer *writer, const rap_place *members, size_t n, rap_error *err)
{
    if (!rap_reserve(&writer->party_first, &writer->party_capacity, writer->n_parties + 1, sizeof *writer->party_first) ||
        !rap_reserve(&writer->members, &writer->member_capacity, writer->n_members + n, sizeof *writer->members))
        return rap_fail_memory(err);
    writer->party_first[writer->n_parties++] = writer->n_members;
    for (size_t i = 0; i < n; i++) {
        RAP_TRY(put(writer, RAP_ROLE_MEMBERS, members[i], err));
        writer->members[writer->n_members++] = members[i];
    }
    return put(writer, RAP_ROLE_OFFSETS, writer->n_members, err);
}

/* Numbers the places that stand in parties, in their order. */
static rap_status number_places(rap_writer *writer, rap_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < writer->n_members; i++) writer->number[writer->members[i]] = 1;
    for (size_t p = 0; p <= UINT16_MAX; p++) n += writer->number[p];
    writer->places = rap_alloc(n, sizeof *writer->places);
    if (!writer->places) return rap_fail_memory(err);
    for (size_t p = 0; p <= UINT16_MAX; p++) {
        if (writer->number[p] == 0) continue;
        writer->number[p] = (uint16_t)writer->n_places;
        writer->places[writer->n_places++] = (rap_place)p;
    }
    return RAP_OK;
}

/* The members of a party follow its first sum. */
static rap_status put_sum(rap_writer *writer, const rap_sum *sum, bool first, rap_error *err)
{
    uint16_t number[RAP_PARTY_MAX];
    uint64_t begin = writer->party_first[sum->major];
    uint64_t end = sum->major + 1 < writer->n_parties ? writer->party_first[sum->major + 1] : writer->n_members;
    for (uint64_t i = begin; i < end; i++) number[i - begin] = writer->number[writer->members[i]];
    size_t n = (size_t)(end - begin);
    RAP_TRY(rap_margins_add(&writer->margins, sum->minor, number, n, sum->works, err));
    RAP_TRY(rap_sums_add_pairs(&writer->pairs, sum->minor, number, n, writer->n_places, sum->works, err));
    RAP_TRY(put(writer, RAP_ROLE_SUM_SIZE, first ? n + 1 : 0, err));
    RAP_TRY(put(writer, RAP_ROLE_SUM_KIND, sum->minor, err));
    RAP_TRY(put(writer, RAP_ROLE_SUM_WORKS, sum->works, err));
    writer->n_sums++;
    for (uint64_t i = begin; first && i < end; i++, writer->n_sum_members++)
        RAP_TRY(put(writer, RAP_ROLE_SUM_MEMBERS, number[i - begin], err));
    return RAP_OK;
}

static rap_status put_margins(rap_writer *writer, rap_error *err)
{
    rap_margins *margins = &writer->margins;
    rap_margins_sort(margins);
    for (size_t i = 0; i < margins->n; i++) {
        const rap_margin *m = &margins->rows[i];
        RAP_TRY(put(writer, RAP_ROLE_MARGIN_KIND, m->kind, err));
        RAP_TRY(put(writer, RAP_ROLE_MARGIN_PLACE, m->place, err));
        RAP_TRY(put(writer, RAP_ROLE_MARGIN_WORKS, m->works, err));
        RAP_TRY(put(writer, RAP_ROLE_MARGIN_INTERNATIONAL, m->international, err));
        RAP_TRY(put(writer, RAP_ROLE_MARGIN_LINKS, m->links, err));
    }
    writer->n_margins += margins->n;
    rap_margins_clear(margins);
    return put(writer, RAP_ROLE_MARGIN_FIRST, writer->n_margins, err);
}

static rap_status put_pairs(rap_writer *writer, rap_error *err)
{
    rap_sums *pairs = &writer->pairs;
    rap_sums_sort(pairs);
    for (size_t i = 0; i < pairs->n; i++) {
        RAP_TRY(put(writer, RAP_ROLE_PAIR_KIND, pairs->rows[i].major, err));
        RAP_TRY(put(writer, RAP_ROLE_PAIR_PLACES, pairs->rows[i].minor, err));
        RAP_TRY(put(writer, RAP_ROLE_PAIR_WORKS, pairs->rows[i].works, err));
    }
    writer->n_pairs += pairs->n;
    rap_sums_clear(pairs);
    return put(writer, RAP_ROLE_PAIR_FIRST, writer->n_pairs, err);
}

/* Writes the sums, margins and pairs of the slice that ends here, and where they end. */
static rap_status end_slice(rap_writer *writer, rap_error *err)
{
    rap_sums *sums = &writer->sums;
    if (writer->schema.form != RAP_PARTY_SET || writer->n_slices == 0) return RAP_OK;
    rap_sums_sort(sums);
    for (size_t i = 0; i < sums->n; i++)
        RAP_TRY(put_sum(writer, &sums->rows[i], i == 0 || sums->rows[i - 1].major != sums->rows[i].major, err));
    rap_sums_clear(sums);
    RAP_TRY(put_margins(writer, err));
    RAP_TRY(put_pairs(writer, err));
    RAP_TRY(put(writer, RAP_ROLE_SUM_FIRST, writer->n_sums, err));
    return put(writer, RAP_ROLE_SUM_FIRST_MEMBER, writer->n_sum_members, err);
}

/* The row of a slice that begins with the next cell. */
static rap_status add_slice(rap_writer *writer, int32_t year, rap_subject field, rap_error *err)
{
    if (!rap_reserve(&writer->slices, &writer->slice_capacity, writer->n_slices + 1, sizeof *writer->slices))
        return rap_fail_memory(err);
    writer->slices[writer->n_slices++] = (rap_slice){.year = year,
                                                     .field = field,
                                                     .cell = writer->n_cells,
                                                     .share = writer->n_shares,
                                                     .tie = writer->n_ties};
    return RAP_OK;
}

static rap_status put_slice(rap_writer *writer, const rap_cell_row *cell, rap_error *err)
{
    rap_subject field = rap_subject_node(writer->leaves[cell->leaf], RAP_SLICE_LEVEL);
    const rap_slice *last = writer->n_slices ? &writer->slices[writer->n_slices - 1] : NULL;
    if (last && last->year == cell->year && last->field == field) return RAP_OK;
    RAP_TRY(end_slice(writer, err));
    return add_slice(writer, cell->year, field, err);
}

static rap_status put_shares(rap_writer *writer, const rap_cell_row *cell, rap_error *err)
{
    for (size_t i = 0; i < cell->n_shares; i++) {
        RAP_TRY(put(writer, RAP_ROLE_SHARE_WHOLE, cell->shares[i] >> 32, err));
        RAP_TRY(put(writer, RAP_ROLE_SHARE_FRACTION, cell->shares[i] & UINT32_MAX, err));
    }
    writer->n_shares += cell->n_shares;
    return RAP_OK;
}

static rap_status put_ties(rap_writer *writer, const rap_cell_row *cell, rap_error *err)
{
    for (size_t i = 0; i < cell->n_ties; i++) {
        uint32_t pair;
        memcpy(&pair, &cell->ties[i], sizeof pair);
        RAP_TRY(put(writer, RAP_ROLE_TIE_CELL, writer->n_cells, err));
        RAP_TRY(put(writer, RAP_ROLE_TIES, pair, err));
        RAP_TRY(put(writer, RAP_ROLE_TIE_WORKS, cell->tie_works[i], err));
    }
    writer->n_ties += cell->n_ties;
    return RAP_OK;
}

rap_status rap_writer_cell(rap_writer *writer, const rap_cell_row *cell, rap_error *err)
{
    if (!writer->places) RAP_TRY(number_places(writer, err));
    RAP_TRY(put_slice(writer, cell, err));
    RAP_TRY(put(writer, RAP_ROLE_LEAF, cell->leaf, err));
    RAP_TRY(put(writer, RAP_ROLE_KIND, cell->kind, err));
    RAP_TRY(put(writer, RAP_ROLE_PARTY, cell->party, err));
    for (uint32_t i = 0; i < writer->schema.n_measures; i++)
        RAP_TRY(put(writer, (rap_role)(RAP_ROLE_AMOUNT + i), cell->amounts[i], err));
    RAP_TRY(put_shares(writer, cell, err));
    RAP_TRY(put_ties(writer, cell, err));
    if (writer->schema.form == RAP_PARTY_SET)
        RAP_TRY(rap_sums_add(&writer->sums, cell->party, cell->kind, cell->amounts[0], err));
    writer->n_cells++;
    return RAP_OK;
}

/* ---- parts */

rap_status rap_writer_split(rap_writer *writer, size_t n, rap_error *err)
{
    if (!writer->places) RAP_TRY(number_places(writer, err));
    writer->parts = rap_alloc(n, sizeof *writer->parts);
    if (!writer->parts) return rap_fail_memory(err);
    for (; writer->n_parts < n; writer->n_parts++) {
        rap_writer *part = &writer->parts[writer->n_parts];
        *part = (rap_writer){.schema = writer->schema, .path = writer->path,
                             .n_leaves = writer->n_leaves, .leaves = writer->leaves,
                             .n_parties = writer->n_parties, .party_first = writer->party_first,
                             .n_members = writer->n_members, .members = writer->members,
                             .number = writer->number, .n_places = writer->n_places, .places = writer->places};
        rap_status status = open_columns(part, RAP_ROLE_LEAF, err);
        if (status == RAP_OK) continue;
        release_cells(part);
        return status;
    }
    return RAP_OK;
}

rap_writer *rap_writer_part(rap_writer *writer, size_t part)
{
    return &writer->parts[part];
}

/* What is to be added to a column's values that count what the parts before have, too. */
static uint64_t bias_of(rap_role role, const rap_writer *before)
{
    switch (role) {
    case RAP_ROLE_TIE_CELL: return before->n_cells;
    case RAP_ROLE_SUM_FIRST: return before->n_sums;
    case RAP_ROLE_SUM_FIRST_MEMBER: return before->n_sum_members;
    case RAP_ROLE_MARGIN_FIRST: return before->n_margins;
    case RAP_ROLE_PAIR_FIRST: return before->n_pairs;
    default: return 0;
    }
}

static void count_part(rap_writer *before, const rap_writer *part)
{
    before->n_cells += part->n_cells;
    before->n_shares += part->n_shares;
    before->n_ties += part->n_ties;
    before->n_sums += part->n_sums;
    before->n_sum_members += part->n_sum_members;
    before->n_margins += part->n_margins;
    before->n_pairs += part->n_pairs;
}

static rap_status gather_slices(rap_writer *writer, rap_error *err)
{
    for (size_t i = 0; i < writer->n_parts; i++) {
        const rap_writer *part = &writer->parts[i];
        if (!rap_reserve(&writer->slices, &writer->slice_capacity, writer->n_slices + part->n_slices, sizeof *writer->slices))
            return rap_fail_memory(err);
        for (size_t k = 0; k < part->n_slices; k++) {
            rap_slice *slice = &writer->slices[writer->n_slices++];
            *slice = part->slices[k];
            slice->cell += writer->n_cells;
            slice->share += writer->n_shares;
            slice->tie += writer->n_ties;
        }
        count_part(writer, part);
    }
    return RAP_OK;
}

/* ---- assembling */

/* Of a column that parts have, too, what the whole has comes first: where everything begins. */
static rap_status write_column(rap_writer *writer, rap_role role, rap_chunk_writer *file, rap_error *err)
{
    size_t n = 1 + (role >= RAP_ROLE_LEAF ? writer->n_parts : 0);
    rap_spool **spools = rap_alloc(n, sizeof *spools);
    uint64_t *bias = rap_alloc(n, sizeof *bias);
    rap_writer before = {0}; /* only its counts */
    rap_status status = spools && bias ? RAP_OK : rap_fail_memory(err);
    if (status == RAP_OK) {
        spools[0] = &writer->columns[role];
        for (size_t i = 1; i < n; i++) {
            spools[i] = &writer->parts[i - 1].columns[role];
            bias[i] = bias_of(role, &before);
            count_part(&before, &writer->parts[i - 1]);
        }
        status = rap_spool_write(spools, bias, n, rap_roles[role].id, rap_roles[role].width, file, err);
    }
    rap_free(spools);
    rap_free(bias);
    return status;
}

static rap_status write_bytes(rap_chunk_writer *file, rap_role role, const void *data, size_t length,
                              rap_error *err)
{
    RAP_TRY(rap_chunk_begin(file, rap_roles[role].id, rap_roles[role].width, err));
    if (length) RAP_TRY(rap_chunk_add(file, data, length, err));
    rap_chunk_end(file);
    return RAP_OK;
}

static rap_status write_role(rap_writer *writer, rap_role role, rap_chunk_writer *file, rap_error *err)
{
    if (role == RAP_ROLE_LEAVES)
        return write_bytes(file, role, writer->leaves, writer->n_leaves * sizeof *writer->leaves, err);
    if (role == RAP_ROLE_SLICES)
        return write_bytes(file, role, writer->slices, writer->n_slices * sizeof *writer->slices, err);
    if (role == RAP_ROLE_PLACES)
        return write_bytes(file, role, writer->places, writer->n_places * sizeof *writer->places, err);
    if (is_text(role))
        return write_bytes(file, role, writer->texts[role].data, writer->texts[role].length, err);
    return write_column(writer, role, file, err);
}

static rap_status assemble(rap_writer *writer, rap_chunk_writer *file, rap_error *err)
{
    for (rap_role role = 0; role < RAP_ROLE_END; role++)
        if (rap_role_is_in(role, &writer->schema)) RAP_TRY(write_role(writer, role, file, err));
    return RAP_OK;
}

static rap_status write_file(rap_writer *writer, rap_error *err)
{
    uint32_t n_chunks = 0;
    for (rap_role role = 0; role < RAP_ROLE_END; role++) n_chunks += rap_role_is_in(role, &writer->schema);
    rap_chunk_writer *file = NULL;
    RAP_TRY(rap_chunk_writer_open(writer->path, n_chunks, &file, err));
    rap_status status = assemble(writer, file, err);
    if (status == RAP_OK) return rap_chunk_writer_commit(file, err);
    rap_chunk_writer_abort(file);
    return status;
}

rap_status rap_writer_finish(rap_writer *writer, rap_span provenance, rap_error *err)
{
    rap_text *schema = &writer->texts[RAP_ROLE_SCHEMA], *origin = &writer->texts[RAP_ROLE_PROVENANCE];
    rap_schema_write(&writer->schema, schema);
    rap_text_add(origin, provenance.data, provenance.length);
    rap_status status = schema->failed || origin->failed ? rap_fail_memory(err) : RAP_OK;
    if (status == RAP_OK) status = end_slice(writer, err);
    for (size_t i = 0; status == RAP_OK && i < writer->n_parts; i++) status = end_slice(&writer->parts[i], err);
    if (status == RAP_OK) status = gather_slices(writer, err);
    if (status == RAP_OK) status = add_slice(writer, 0, 0, err); /* the end of everything */
    if (status == RAP_OK && !writer->places) status = number_places(writer, err);
    if (status == RAP_OK) status = write_file(writer, err);
    rap_writer_abort(writer);
    return status;
}
