// SPDX-License-Identifier: Apache-2.0
/*
 * cube - opening: from mapped bytes to a view of columns.
 *
 * Everything a reader follows blindly is checked here (see cube.h); what costs a pass over the cells is not. Files under
 * RAP_CUBE_HASHED_AT_OPEN are hashed as well, which takes some milliseconds and tells of damage at once.
 */
#include "cube/cube.h"

#include <string.h>

#include "base/alloc.h"
#include "cube/axes.h"
#include "cube/cube_file.h"

static rap_status bad_chunk(const rap_cube *cube, rap_role role, const char *what, rap_error *err)
{
    return rap_fail_byte(err, RAP_E_FORMAT, rap_cube_position(cube, role, 0), "chunk %s: %s",
                         rap_roles[role].id, what);
}

static const void *chunk_data(const rap_cube *cube, rap_role role)
{
    return cube->file->bytes + cube->file->roles[role]->offset;
}

static uint64_t chunk_count(const rap_cube *cube, rap_role role)
{
    return cube->file->roles[role]->length / cube->file->roles[role]->width;
}

static rap_column chunk_column(const rap_cube *cube, rap_role role)
{
    if (!cube->file->roles[role]) return (rap_column){.width = 1};
    return (rap_column){chunk_data(cube, role), cube->file->roles[role]->width, chunk_count(cube, role)};
}

/* ---- from the table of contents to roles */

static rap_status take_schema(rap_cube *cube, const rap_chunk *chunk, rap_error *err)
{
    rap_span text = {cube->file->bytes + chunk->offset, (size_t)chunk->length};
    rap_status status = rap_schema_read(text, &cube->schema, err);
    if (status == RAP_OK) return RAP_OK;
    if (err) {
        err->byte = chunk->offset;
        err->has_byte = true;
    }
    return rap_context(err, status, "chunk %.4s", chunk->id);
}

static rap_status take_chunk(rap_cube *cube, const rap_chunk *chunk, rap_role *last, rap_error *err)
{
    rap_role role = rap_role_of(chunk->id);
    uint64_t row = (uint64_t)((const char *)chunk - cube->file->bytes);
    if (role == RAP_ROLE_END) {
        if (!rap_chunk_is_content(chunk->id)) return RAP_OK;
        return rap_fail_byte(err, RAP_E_UNSUPPORTED, row,
                             "chunk %.4s is not known here: the cube needs a newer rapport", chunk->id);
    }
    bool in_order = role == RAP_ROLE_SCHEMA || (cube->file->roles[RAP_ROLE_SCHEMA] && role > *last);
    if (!in_order) return rap_fail_byte(err, RAP_E_FORMAT, row, "chunk %.4s is out of order", chunk->id);
    if (!rap_role_fits(role, chunk->width))
        return rap_fail_byte(err, RAP_E_FORMAT, row, "chunk %.4s: elements can't be %u bytes wide", chunk->id,
                             chunk->width);
    cube->file->roles[role] = chunk;
    *last = role;
    if (role == RAP_ROLE_SCHEMA) RAP_TRY(take_schema(cube, chunk, err));
    if (!rap_role_is_in(role, &cube->schema))
        return rap_fail_byte(err, RAP_E_FORMAT, row, "chunk %.4s does not belong to the schema", chunk->id);
    return RAP_OK;
}

/* Files made before there were sums, or margins, or pairs, have none of them. */
static bool is_optional(const rap_cube *cube, rap_role role)
{
    if (role >= RAP_ROLE_PAIR_FIRST && role <= RAP_ROLE_PAIR_WORKS) return !cube->file->roles[RAP_ROLE_PAIR_FIRST];
    if (role >= RAP_ROLE_MARGIN_FIRST && role <= RAP_ROLE_MARGIN_LINKS) return !cube->file->roles[RAP_ROLE_MARGIN_FIRST];
    return role >= RAP_ROLE_PLACES && role <= RAP_ROLE_SUM_MEMBERS && !cube->file->roles[RAP_ROLE_PLACES];
}

static rap_status take_chunks(rap_cube *cube, rap_error *err)
{
    rap_role last = RAP_ROLE_SCHEMA;
    for (uint32_t i = 0; i < cube->file->n_chunks; i++)
        RAP_TRY(take_chunk(cube, &cube->file->chunks[i], &last, err));
    for (rap_role role = 0; role < RAP_ROLE_END; role++)
        if (!cube->file->roles[role] && rap_role_is_in(role, &cube->schema) && !is_optional(cube, role))
            return rap_fail_byte(err, RAP_E_FORMAT, sizeof(rap_chunk_head), "chunk %s is missing",
                                 rap_roles[role].id);
    return RAP_OK;
}

/* ---- the axes */

/* Counts the texts of a chunk, each at most `longest` bytes and a NUL; points to them where `out` is not NULL. */
static rap_status split_texts(const rap_cube *cube, rap_role role, size_t longest, const char **out,
                              uint64_t *count, rap_error *err)
{
    const char *text = chunk_data(cube, role), *end = text + cube->file->roles[role]->length;
    *count = 0;
    while (text < end) {
        size_t room = (size_t)(end - text) < longest + 1 ? (size_t)(end - text) : longest + 1;
        const char *stop = memchr(text, '\0', room);
        if (!stop) return bad_chunk(cube, role, "a text is too long or does not end", err);
        if (out) out[*count] = text;
        ++*count;
        text = stop + 1;
    }
    return RAP_OK;
}

static rap_status view_texts(rap_cube *cube, rap_error *err)
{
    uint64_t n_kinds, n_names;
    RAP_TRY(split_texts(cube, RAP_ROLE_KINDS, RAP_KIND_MAX, NULL, &n_kinds, err));
    RAP_TRY(split_texts(cube, RAP_ROLE_NAMES, RAP_NAME_MAX, NULL, &n_names, err));
    if (n_kinds > RAP_KINDS_MAX) return bad_chunk(cube, RAP_ROLE_KINDS, "too many kinds", err);
    if (n_names > RAP_NAMES_MAX || n_names != chunk_count(cube, RAP_ROLE_NODES))
        return bad_chunk(cube, RAP_ROLE_NAMES, "the number of names is not that of nodes", err);

    const char **texts = rap_alloc((size_t)(n_kinds + n_names), sizeof *texts);
    bool *alone = rap_alloc((size_t)n_kinds, sizeof *alone);
    cube->file->texts = texts;
    cube->file->shares_alone = alone;
    if (!texts || !alone) return rap_fail_memory(err);
    RAP_TRY(split_texts(cube, RAP_ROLE_KINDS, RAP_KIND_MAX, texts, &n_kinds, err));
    RAP_TRY(split_texts(cube, RAP_ROLE_NAMES, RAP_NAME_MAX, texts + n_kinds, &n_names, err));
    for (size_t i = 0; i < n_kinds; i++) alone[i] = rap_fact_has_shares(1, rap_span_of(texts[i]));
    cube->n_kinds = (uint32_t)n_kinds;
    cube->kinds = texts;
    cube->shares_alone = alone;
    cube->n_names = (uint32_t)n_names;
    cube->names = texts + n_kinds;
    cube->name_nodes = chunk_data(cube, RAP_ROLE_NODES);
    return RAP_OK;
}

static rap_status view_parties(rap_cube *cube, rap_error *err)
{
    rap_column offset = chunk_column(cube, RAP_ROLE_OFFSETS);
    uint64_t n_members = chunk_count(cube, RAP_ROLE_MEMBERS), before = 0;
    if (offset.count == 0 || offset.count > UINT32_MAX)
        return bad_chunk(cube, RAP_ROLE_OFFSETS, "an impossible number of parties", err);
    for (uint64_t i = 0; i < offset.count; i++) {
        uint64_t at = rap_column_at(offset, i);
        if (at < before || at - before > (i ? RAP_PARTY_MAX : 0))
            return rap_fail_byte(err, RAP_E_FORMAT, rap_cube_position(cube, RAP_ROLE_OFFSETS, i),
                                 "chunk %s: party %llu can't reach from member %llu to %llu",
                                 rap_roles[RAP_ROLE_OFFSETS].id, (unsigned long long)i,
                                 (unsigned long long)before, (unsigned long long)at);
        before = at;
    }
    if (before != n_members)
        return bad_chunk(cube, RAP_ROLE_MEMBERS, "its length is not where the last party ends", err);
    cube->n_parties = (uint32_t)(offset.count - 1);
    cube->party_offset = offset;
    cube->members = chunk_data(cube, RAP_ROLE_MEMBERS);
    return RAP_OK;
}

/* ---- the columns */

static rap_status view_cells(rap_cube *cube, rap_error *err)
{
    uint64_t n_leaves = chunk_count(cube, RAP_ROLE_LEAVES);
    if (n_leaves > UINT32_MAX) return bad_chunk(cube, RAP_ROLE_LEAVES, "too many subjects", err);
    cube->n_leaves = (uint32_t)n_leaves;
    cube->leaves = chunk_data(cube, RAP_ROLE_LEAVES);
    cube->n_cells = chunk_count(cube, RAP_ROLE_LEAF);
    for (rap_role role = RAP_ROLE_KIND; role < RAP_ROLE_SHARE_WHOLE; role++)
        if (cube->file->roles[role] && chunk_count(cube, role) != cube->n_cells)
            return bad_chunk(cube, role, "its length is not that of the other columns of cells", err);
    cube->leaf = chunk_column(cube, RAP_ROLE_LEAF);
    cube->kind = chunk_column(cube, RAP_ROLE_KIND);
    cube->party = chunk_column(cube, RAP_ROLE_PARTY);
    for (uint32_t i = 0; i < RAP_MEASURES_MAX; i++)
        cube->amount[i] = chunk_column(cube, (rap_role)(RAP_ROLE_AMOUNT + i));
    return RAP_OK;
}

static rap_status view_shares(rap_cube *cube, rap_error *err)
{
    cube->share_whole = chunk_column(cube, RAP_ROLE_SHARE_WHOLE);
    cube->share_fraction = chunk_column(cube, RAP_ROLE_SHARE_FRACTION);
    cube->tie_cell = chunk_column(cube, RAP_ROLE_TIE_CELL);
    cube->tie_works = chunk_column(cube, RAP_ROLE_TIE_WORKS);
    cube->n_ties = cube->tie_cell.count;
    if (!cube->schema.shares) return RAP_OK;
    if (cube->share_fraction.count != cube->share_whole.count)
        return bad_chunk(cube, RAP_ROLE_SHARE_FRACTION, "its length is not that of the whole parts", err);
    if (chunk_count(cube, RAP_ROLE_TIES) != cube->n_ties || cube->tie_works.count != cube->n_ties)
        return bad_chunk(cube, RAP_ROLE_TIES, "the columns of ties differ in length", err);
    cube->ties = chunk_data(cube, RAP_ROLE_TIES);
    return RAP_OK;
}

static rap_status view_slices(rap_cube *cube, rap_error *err)
{
    uint64_t rows = chunk_count(cube, RAP_ROLE_SLICES);
    if (rows == 0) return bad_chunk(cube, RAP_ROLE_SLICES, "the row of the end is missing", err);
    cube->n_slices = rows - 1;
    cube->slices = chunk_data(cube, RAP_ROLE_SLICES);
    const rap_slice start = {0}, *before = &start;
    for (uint64_t i = 0; i < rows; i++) {
        const rap_slice *slice = &cube->slices[i];
        if (slice->cell < before->cell || slice->share < before->share || slice->tie < before->tie ||
            (i == 0 && (slice->cell || slice->share || slice->tie)))
            return rap_fail_byte(err, RAP_E_FORMAT, rap_cube_position(cube, RAP_ROLE_SLICES, i),
                                 "chunk %s: slice %llu does not begin where it must",
                                 rap_roles[RAP_ROLE_SLICES].id, (unsigned long long)i);
        if (slice->year < INT16_MIN || slice->year > INT16_MAX)
            return rap_fail_byte(err, RAP_E_FORMAT, rap_cube_position(cube, RAP_ROLE_SLICES, i),
                                 "chunk %s: slice %llu has the impossible year %d",
                                 rap_roles[RAP_ROLE_SLICES].id, (unsigned long long)i, slice->year);
        before = slice;
    }
    if (before->cell != cube->n_cells || before->share != cube->share_whole.count ||
        before->tie != cube->n_ties)
        return bad_chunk(cube, RAP_ROLE_SLICES, "the last row is not the end of the columns", err);
    return RAP_OK;
}

/* One start for every slice, ascending from 0 to `end`. */
static rap_status view_firsts(const rap_cube *cube, rap_role role, uint64_t end, rap_column *out, rap_error *err)
{
    rap_column first = chunk_column(cube, role);
    uint64_t before = 0;
    if (first.count != cube->n_slices + 1) return bad_chunk(cube, role, "not one entry a slice", err);
    for (uint64_t i = 0; i < first.count; i++) {
        uint64_t at = rap_column_at(first, i);
        if (at < before || (i == 0 && at != 0) || (i + 1 == first.count && at != end))
            return rap_fail_byte(err, RAP_E_FORMAT, rap_cube_position(cube, role, i),
                                 "chunk %s: the sums of slice %llu do not begin where they must", rap_roles[role].id,
                                 (unsigned long long)i);
        before = at;
    }
    *out = first;
    return RAP_OK;
}

static rap_status view_sums(rap_cube *cube, rap_error *err)
{
    if (!cube->file->roles[RAP_ROLE_PLACES]) return RAP_OK;
    uint64_t n_places = chunk_count(cube, RAP_ROLE_PLACES);
    cube->sum_size = chunk_column(cube, RAP_ROLE_SUM_SIZE);
    cube->sum_kind = chunk_column(cube, RAP_ROLE_SUM_KIND);
    cube->sum_works = chunk_column(cube, RAP_ROLE_SUM_WORKS);
    cube->sum_members = chunk_column(cube, RAP_ROLE_SUM_MEMBERS);
    if (n_places > UINT16_MAX) return bad_chunk(cube, RAP_ROLE_PLACES, "too many places", err);
    if (cube->sum_kind.count != cube->sum_size.count || cube->sum_works.count != cube->sum_size.count)
        return bad_chunk(cube, RAP_ROLE_SUM_SIZE, "the columns of sums differ in length", err);
    RAP_TRY(view_firsts(cube, RAP_ROLE_SUM_FIRST, cube->sum_size.count, &cube->sum_first, err));
    RAP_TRY(view_firsts(cube, RAP_ROLE_SUM_FIRST_MEMBER, cube->sum_members.count, &cube->sum_first_member, err));
    const rap_place *places = chunk_data(cube, RAP_ROLE_PLACES);
    for (uint64_t i = 1; i < n_places; i++)
        if (places[i - 1] >= places[i]) return bad_chunk(cube, RAP_ROLE_PLACES, "places must ascend", err);
    cube->n_places = (uint32_t)n_places;
    cube->places = places;
    return RAP_OK;
}

static rap_status view_margins(rap_cube *cube, rap_error *err)
{
    if (!cube->file->roles[RAP_ROLE_MARGIN_FIRST]) return RAP_OK;
    if (!cube->places) return bad_chunk(cube, RAP_ROLE_MARGIN_FIRST, "margins without sums", err);
    rap_column kind = chunk_column(cube, RAP_ROLE_MARGIN_KIND);
    for (rap_role role = RAP_ROLE_MARGIN_PLACE; role <= RAP_ROLE_MARGIN_LINKS; role++)
        if (chunk_count(cube, role) != kind.count) return bad_chunk(cube, role, "the columns of margins differ in length", err);
    RAP_TRY(view_firsts(cube, RAP_ROLE_MARGIN_FIRST, kind.count, &cube->margin_first, err));
    cube->margin_kind = kind;
    cube->margin_place = chunk_column(cube, RAP_ROLE_MARGIN_PLACE);
    cube->margin_works = chunk_column(cube, RAP_ROLE_MARGIN_WORKS);
    cube->margin_international = chunk_column(cube, RAP_ROLE_MARGIN_INTERNATIONAL);
    cube->margin_links = chunk_column(cube, RAP_ROLE_MARGIN_LINKS);
    return RAP_OK;
}

static rap_status view_pairs(rap_cube *cube, rap_error *err)
{
    if (!cube->file->roles[RAP_ROLE_PAIR_FIRST]) return RAP_OK;
    if (!cube->places) return bad_chunk(cube, RAP_ROLE_PAIR_FIRST, "pairs without sums", err);
    rap_column kind = chunk_column(cube, RAP_ROLE_PAIR_KIND);
    for (rap_role role = RAP_ROLE_PAIR_PLACES; role <= RAP_ROLE_PAIR_WORKS; role++)
        if (chunk_count(cube, role) != kind.count) return bad_chunk(cube, role, "the columns of pairs differ in length", err);
    RAP_TRY(view_firsts(cube, RAP_ROLE_PAIR_FIRST, kind.count, &cube->pair_first, err));
    cube->pair_kind = kind;
    cube->pair_places = chunk_column(cube, RAP_ROLE_PAIR_PLACES);
    cube->pair_works = chunk_column(cube, RAP_ROLE_PAIR_WORKS);
    return RAP_OK;
}

static rap_status view_all(rap_cube *cube, rap_error *err)
{
    RAP_TRY(take_chunks(cube, err));
    RAP_TRY(view_texts(cube, err));
    RAP_TRY(view_parties(cube, err));
    RAP_TRY(view_cells(cube, err));
    RAP_TRY(view_shares(cube, err));
    RAP_TRY(view_slices(cube, err));
    RAP_TRY(view_sums(cube, err));
    RAP_TRY(view_margins(cube, err));
    RAP_TRY(view_pairs(cube, err));
    cube->provenance = chunk_data(cube, RAP_ROLE_PROVENANCE);
    cube->provenance_length = chunk_count(cube, RAP_ROLE_PROVENANCE);
    return RAP_OK;
}

rap_status rap_cube_check_hashes(const rap_cube *cube, rap_error *err)
{
    for (uint32_t i = 0; i < cube->file->n_chunks && !cube->file->hashed; i++)
        RAP_TRY(rap_chunk_check(cube->file->bytes, &cube->file->chunks[i], err));
    return RAP_OK;
}

/* ---- open and close */

static rap_status parse_into(rap_cube *cube, rap_error *err)
{
    struct rap_cube_file *file = cube->file;
    const rap_chunk_head *head;
    RAP_TRY(rap_chunk_parse(file->bytes, file->length, &head, &file->chunks, err));
    file->n_chunks = head->n_chunks;
    (void)snprintf(cube->identity, sizeof cube->identity, "%016llx", (unsigned long long)head->content);
    if (file->length <= RAP_CUBE_HASHED_AT_OPEN) {
        RAP_TRY(rap_cube_check_hashes(cube, err));
        file->hashed = true;
    }
    return view_all(cube, err);
}

static rap_status new_cube(rap_cube **out, rap_error *err)
{
    rap_cube *cube = rap_alloc(1, sizeof *cube);
    if (cube) cube->file = rap_alloc(1, sizeof *cube->file);
    if (!cube || !cube->file) {
        rap_free(cube);
        return rap_fail_memory(err);
    }
    *out = cube;
    return RAP_OK;
}

rap_status rap_cube_parse(const void *bytes, size_t length, rap_cube **out, rap_error *err)
{
    rap_cube *cube = NULL;
    RAP_TRY(new_cube(&cube, err));
    cube->file->bytes = bytes;
    cube->file->length = length;
    rap_status status = parse_into(cube, err);
    if (status == RAP_OK)
        *out = cube;
    else
        rap_cube_close(cube);
    return status;
}

rap_status rap_cube_open(const char *path, rap_cube **out, rap_error *err)
{
    rap_cube *cube = NULL;
    RAP_TRY(new_cube(&cube, err));
    cube->file->path = rap_strndup(path, strlen(path));
    rap_status status = cube->file->path ? RAP_OK : rap_fail_memory(err);
    if (status == RAP_OK) status = rap_map_open(path, &cube->file->map, err);
    if (status == RAP_OK) {
        cube->file->bytes = cube->file->map.data;
        cube->file->length = cube->file->map.length;
        status = parse_into(cube, err);
        if (status != RAP_OK) rap_context(err, status, "%s", path);
    }
    if (status == RAP_OK)
        *out = cube;
    else
        rap_cube_close(cube);
    return status;
}

void rap_cube_close(rap_cube *cube)
{
    if (!cube) return;
    rap_map_close(&cube->file->map);
    rap_free(cube->file->path);
    rap_free(cube->file->texts);
    rap_free(cube->file->shares_alone);
    rap_free(cube->file);
    rap_free(cube);
}
