// SPDX-License-Identifier: Apache-2.0
/*
 * reading_rows - the rows of one part of a Parquet file into the rows or the tally of a worker.
 *
 * As with lines, the state of the input always says which work is the next: `line` is its row, from 1. `offset` counts
 * the bytes of pages, for the progress only.
 */
#include "source/openalex_parquet.h"
#include "source/taking.h"

#define ROWS_AT_ONCE 1024 /* between looks at the clock */

/* One part being read. */
typedef struct rows {
    rap_worker *worker;
    size_t index;
    const rap_input *input;
    rap_file_state *file;
    rap_openalex_parquet *works;
    uint64_t next;           /* row */
    uint64_t seen, unpacked; /* what the meter has of this part: as stored, decompressed */
} rows;

static rap_status changed(const rows *r, rap_error *err)
{
    return rap_fail(err, RAP_E_FORMAT, "%s: changed while it was read: when it is complete, begin anew", r->input->path);
}

/* Bytes of the file that the rows read so far stand for. */
static uint64_t stored_so_far(const rows *r)
{
    uint64_t all = r->input->end_row - r->input->first_row;
    return all ? (uint64_t)((double)r->input->bytes * ((double)(r->next - r->input->first_row) / (double)all)) : 0;
}

static void report(rows *r)
{
    rap_meter *meter = &r->worker->ingest->meter;
    uint64_t stored = stored_so_far(r), unpacked = rap_openalex_parquet_unpacked(r->works);
    rap_meter_add(&meter->bytes, stored - r->seen);
    rap_meter_add(&meter->text_bytes, unpacked - r->unpacked);
    r->file->offset += unpacked - r->unpacked;
    r->seen = stored;
    r->unpacked = unpacked;
}

static rap_status read_row(rows *r, rap_error *err)
{
    rap_work work;
    rap_reject reject;
    const char *detail = NULL;
    RAP_TRY(rap_openalex_parquet_next(r->works, &work, &reject, &detail, err));
    if (reject == RAP_REJECT_END) return changed(r, err);
    r->file->counts.lines++;
    RAP_TRY(reject == RAP_REJECT_NONE ? rap_take_work(r->worker, r->index, &work, err)
                                      : rap_take_reject(r->worker, r->index, reject, r->next + 1, 0, detail, err));
    r->file->line = ++r->next + 1;
    return rap_take_is_full(r->worker) ? rap_take_flush(r->worker, true, err) : RAP_OK;
}

static rap_status read_some(rows *r, rap_error *err)
{
    uint64_t works = r->file->counts.works;
    for (size_t i = 0; i < ROWS_AT_ONCE && r->next < r->input->end_row; i++) {
        if (rap_meter_stopped(&r->worker->ingest->meter)) break;
        RAP_TRY(read_row(r, err));
    }
    rap_meter_add(&r->worker->ingest->meter.works, r->file->counts.works - works);
    report(r);
    return rap_take_flush(r->worker, rap_take_is_due(r->worker), err);
}

static rap_status read_all(rows *r, rap_error *err)
{
    rap_ingest *ingest = r->worker->ingest;
    const rap_parquet *file = rap_openalex_parquet_file(r->works);
    if (file->n_rows < r->input->end_row) return changed(r, err);
    RAP_TRY(rap_openalex_parquet_seek(r->works, r->next, err));
    r->seen = stored_so_far(r);
    r->unpacked = rap_openalex_parquet_unpacked(r->works);
    while (r->next < r->input->end_row && !rap_meter_stopped(&ingest->meter)) RAP_TRY(read_some(r, err));
    if (r->next < r->input->end_row) return RAP_OK;
    if (rap_input_changed(r->input)) return changed(r, err);
    RAP_TRY(rap_openalex_parquet_hash(r->works, r->input->first_row, r->input->end_row, &r->file->hash, err));
    r->file->done = true;
    r->file->stored = r->input->bytes;
    if (!r->input->more) atomic_fetch_add(&ingest->meter.files, 1);
    return RAP_OK;
}

rap_status rap_worker_read_rows(rap_worker *worker, size_t index, rap_error *err)
{
    rap_ingest *ingest = worker->ingest;
    rows r = {.worker = worker,
              .index = index,
              .input = &ingest->snapshot.inputs[index],
              .file = &ingest->work.state.files[index]};
    r.next = r.file->line ? r.file->line - 1 : r.input->first_row;
    RAP_TRY(rap_openalex_parquet_open(worker->reader, r.input->path, ingest->limits.document, &r.works, err));
    rap_status status = read_all(&r, err);
    rap_openalex_parquet_close(r.works);
    return status;
}
