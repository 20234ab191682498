// SPDX-License-Identifier: Apache-2.0
/* parts - inputs that are Parquet become as many inputs as they have parts, one behind the other. */
#include "source/parts.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "source/openalex_columns.h"

#define PARTS_MAX 64 /* of a file */

bool rap_is_parquet(rap_span start)
{
    return start.length >= 4 && memcmp(start.data, RAP_PARQUET_MAGIC, 4) == 0;
}

static rap_status look(rap_input *input, rap_error *err)
{
    char start[4];
    if (input->stream) return RAP_OK;
    int file = open(input->path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return rap_fail_errno(err, "can't open", input->path);
    ssize_t got = pread(file, start, sizeof start, 0);
    (void)close(file);
    if (got < 0) return rap_fail_errno(err, "can't read", input->path);
    input->parquet = rap_is_parquet((rap_span){start, (size_t)got});
    return RAP_OK;
}

/* The inputs being gathered. */
typedef struct inputs {
    rap_input *at;
    size_t n, room;
} inputs;

/* Appends a part of `input`, with a path of its own. */
static rap_status add_part(inputs *to, const rap_input *input, rap_error *err)
{
    rap_input part = *input;
    part.path = rap_strndup(input->path, strlen(input->path));
    if (!part.path || !rap_reserve(&to->at, &to->room, to->n + 1, sizeof part)) {
        rap_free(part.path);
        return rap_fail_memory(err);
    }
    part.name = part.path + (input->name - input->path);
    to->at[to->n++] = part;
    return RAP_OK;
}

/* Bytes of a file that its first `rows` rows stand for. */
static uint64_t share(uint64_t bytes, uint64_t rows, uint64_t of)
{
    return of ? (uint64_t)((double)bytes * ((double)rows / (double)of)) : 0;
}

static rap_status add_rows(inputs *to, const rap_input *input, const rap_parquet *file, uint64_t least,
                           rap_error *err)
{
    uint64_t before = 0;
    if (least < file->n_rows / PARTS_MAX) least = file->n_rows / PARTS_MAX;
    rap_input part = *input;
    for (size_t g = 0; g < file->n_groups; g++) {
        part.end_row = file->groups[g].first_row + file->groups[g].n_rows;
        if (part.end_row - part.first_row < least || part.end_row == file->n_rows) continue;
        uint64_t until = share(input->bytes, part.end_row, file->n_rows);
        part.bytes = until - before;
        part.more = true;
        RAP_TRY(add_part(to, &part, err));
        part.first_row = part.end_row;
        before = until;
    }
    part.end_row = file->n_rows;
    part.bytes = input->bytes - before;
    part.more = false;
    return add_part(to, &part, err);
}

static rap_status split(inputs *to, const rap_input *input, uint64_t least, uint64_t limit, rap_error *err)
{
    rap_parquet *file;
    rap_columns columns;
    if (!input->parquet) return add_part(to, input, err);
    RAP_TRY(rap_parquet_open(input->path, limit, &file, err));
    rap_status status = rap_columns_find(file, &columns, err);
    if (status == RAP_OK) status = add_rows(to, input, file, least, err);
    rap_parquet_close(file);
    return status;
}

static void free_inputs(rap_input *at, size_t n)
{
    for (size_t i = 0; i < n; i++) rap_free(at[i].path);
    rap_free(at);
}

rap_status rap_parts_split(rap_snapshot *snapshot, uint64_t least, uint64_t limit, rap_error *err)
{
    inputs all = {0};
    bool any = false;
    for (size_t i = 0; i < snapshot->n_inputs; i++) {
        RAP_TRY(look(&snapshot->inputs[i], err));
        any |= snapshot->inputs[i].parquet;
    }
    if (!any) return RAP_OK;
    rap_status status = RAP_OK;
    for (size_t i = 0; status == RAP_OK && i < snapshot->n_inputs; i++)
        status = split(&all, &snapshot->inputs[i], least, limit, err);
    if (status != RAP_OK) {
        free_inputs(all.at, all.n);
        return status;
    }
    free_inputs(snapshot->inputs, snapshot->n_inputs);
    snapshot->inputs = all.at;
    snapshot->n_inputs = all.n;
    snapshot->input_room = all.room;
    return RAP_OK;
}
