// SPDX-License-Identifier: Apache-2.0
/*
 * cube_read - reading an open cube: columns widened a block at a time, codes checked on the way, names and years found.
 */
#include <string.h>

#include "cube/cube.h"
#include "cube/cube_file.h"

const char *rap_cube_identity(const rap_cube *cube)
{
    return cube->identity;
}

uint64_t rap_cube_cells(const rap_cube *cube)
{
    return cube->n_cells;
}

void rap_column_read32(rap_column column, uint64_t first, size_t count, uint32_t *out)
{
    if (count == 0) return;
    const char *data = (const char *)column.data + first * column.width;
    switch (column.width) {
    case 1:
        for (size_t i = 0; i < count; i++) out[i] = ((const uint8_t *)(const void *)data)[i];
        break;
    case 2:
        for (size_t i = 0; i < count; i++) out[i] = ((const uint16_t *)(const void *)data)[i];
        break;
    case 4:
        for (size_t i = 0; i < count; i++) out[i] = ((const uint32_t *)(const void *)data)[i];
        break;
    default:
        for (size_t i = 0; i < count; i++) out[i] = (uint32_t)((const uint64_t *)(const void *)data)[i];
    }
}

void rap_column_read64(rap_column column, uint64_t first, size_t count, uint64_t *out)
{
    if (count == 0) return;
    const char *data = (const char *)column.data + first * column.width;
    switch (column.width) {
    case 1:
        for (size_t i = 0; i < count; i++) out[i] = ((const uint8_t *)(const void *)data)[i];
        break;
    case 2:
        for (size_t i = 0; i < count; i++) out[i] = ((const uint16_t *)(const void *)data)[i];
        break;
    case 4:
        for (size_t i = 0; i < count; i++) out[i] = ((const uint32_t *)(const void *)data)[i];
        break;
    default:
        for (size_t i = 0; i < count; i++) out[i] = ((const uint64_t *)(const void *)data)[i];
    }
}

/* Reads codes of one column and refuses those of `limit` and above. */
static rap_status read_codes(const rap_cube *cube, rap_role role, rap_column column, uint64_t first,
                             size_t count, uint32_t limit, uint32_t *out, rap_error *err)
{
    rap_column_read32(column, first, count, out);
    uint32_t greatest = 0;
    for (size_t i = 0; i < count; i++) greatest = out[i] > greatest ? out[i] : greatest;
    if (count == 0 || greatest < limit) return RAP_OK;
    size_t i = 0;
    while (out[i] < limit) i++;
    rap_status status =
        rap_fail_byte(err, RAP_E_FORMAT, rap_cube_position(cube, role, first + i),
                      "chunk %s: cell %llu has code %u, expected one below %u: the file is damaged",
                      rap_roles[role].id, (unsigned long long)(first + i), out[i], limit);
    return rap_context(err, status, "%s", rap_cube_path(cube));
}

rap_status rap_cube_codes(const rap_cube *cube, uint64_t first, size_t count, uint32_t *leaf, uint32_t *kind,
                          uint32_t *party, rap_error *err)
{
    RAP_TRY(read_codes(cube, RAP_ROLE_LEAF, cube->leaf, first, count, cube->n_leaves, leaf, err));
    RAP_TRY(read_codes(cube, RAP_ROLE_KIND, cube->kind, first, count, cube->n_kinds, kind, err));
    return read_codes(cube, RAP_ROLE_PARTY, cube->party, first, count, cube->n_parties, party, err);
}

const char *rap_cube_name(const rap_cube *cube, rap_subject node)
{
    size_t low = 0, high = cube->n_names;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cube->name_nodes[middle] < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low < cube->n_names && cube->name_nodes[low] == node ? cube->names[low] : NULL;
}

void rap_cube_years(const rap_cube *cube, int *first, int *last)
{
    uint64_t low = 0, high = cube->n_slices; /* slices ascend by year */
    while (low < high && cube->slices[low].year == 0) low++;
    while (low < high && cube->slices[high - 1].year == 0) high--;
    *first = low < high ? cube->slices[low].year : 0;
    *last = low < high ? cube->slices[high - 1].year : 0;
}

void rap_cube_chunks(const rap_cube *cube, void (*see)(void *arg, const char *id, uint64_t bytes), void *arg)
{
    for (uint32_t i = 0; i < cube->file->n_chunks; i++) {
        char id[5] = {0};
        memcpy(id, cube->file->chunks[i].id, 4);
        see(arg, id, cube->file->chunks[i].length);
    }
}
