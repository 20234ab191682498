// SPDX-License-Identifier: Apache-2.0
/*
 * reading - one input, line by line (or page by page), into the rows or the tally of a worker.
 *
 * The state of the input always says where the next work begins and what was counted before it, so a flush may fall
 * between any two works.
 */
#include <string.h>

#include "base/alloc.h"
#include "scan/feed.h"
#include "source/parts.h"
#include "source/taking.h"

/* One input being read. */
typedef struct reading {
    rap_worker *worker;
    size_t index;
    const rap_input *input;
    const char *path;        /* for messages */
    rap_file_state *file;
    rap_feed *feed;
    uint64_t start;          /* API pages: where the document begins, behind a byte order mark */
    uint64_t from;           /* API pages: works before this byte were counted by an earlier run */
    bool failed_inside;      /* API pages: it was a work that failed, not the document */
    uint64_t seen_bytes;     /* what the meter has of this input: as stored */
    uint64_t seen_text;
} reading;

/* Reads one work; `line` 0: in API pages. */
static rap_status read_work(reading *r, rap_span json, uint64_t line, uint64_t byte, rap_error *err)
{
    rap_work work;
    size_t at = 0;
    const char *detail = NULL;
    bool failed = false;
    rap_reject reject = rap_openalex_read(r->worker->reader, json, &work, &at, &detail, &failed);
    if (failed) return rap_fail_memory(err);
    if (reject != RAP_REJECT_NONE) return rap_take_reject(r->worker, r->index, reject, line, byte + at, detail, err);
    return rap_take_work(r->worker, r->index, &work, err);
}

static void report(reading *r)
{
    rap_meter *meter = &r->worker->ingest->meter;
    uint64_t bytes = rap_feed_consumed(r->feed);
    rap_meter_add(&meter->bytes, bytes - r->seen_bytes);
    rap_meter_add(&meter->text_bytes, r->file->offset - r->seen_text);
    r->seen_bytes = bytes;
    r->seen_text = r->file->offset;
}

/* ------------------------------------------------------------------- lines */

static rap_status read_block(reading *r, const rap_block *block, rap_error *err)
{
    rap_file_state *file = r->file;
    // NOLINTNEXTLINE(misc-redundant-expression): equal today, which is what is asserted
    _Static_assert(RAP_LINE_MAX == UINT64_C(64) << 20, "the words below say how long a line may be");
    for (uint64_t i = block->too_long; i > 0; i--) {
        file->counts.lines++;
        RAP_TRY(rap_take_reject(r->worker, r->index, RAP_REJECT_TOO_LONG, block->first_line - i, block->offset, "over 64 MB",
                                err));
    }
    rap_span rest = block->text, line;
    uint64_t number = block->first_line, works = file->counts.works;
    while (rest.length && rap_span_next(&rest, '\n', &line) && !rap_meter_stopped(&r->worker->ingest->meter)) {
        uint64_t byte = block->offset + (uint64_t)(line.data - block->text.data);
        size_t length = line.length;
        bool ended = rest.data != NULL;
        line = rap_span_trim(line);
        file->counts.lines++;
        if (line.length) RAP_TRY(read_work(r, line, number, byte, err));
        file->line = ++number;
        file->offset = byte + length + ended;
        if (rap_take_is_full(r->worker)) RAP_TRY(rap_take_flush(r->worker, true, err));
    }
    if (rest.data && rest.length == 0) rap_feed_told(r->feed, number - block->first_line);
    rap_meter_add(&r->worker->ingest->meter.works, file->counts.works - works);
    report(r);
    return rap_take_flush(r->worker, rap_take_is_due(r->worker), err);
}

/* Reads on from `block`. */
static rap_status read_lines(reading *r, rap_block *block, rap_error *err)
{
    while (block->text.length || block->too_long) {
        RAP_TRY(read_block(r, block, err));
        if (rap_meter_stopped(&r->worker->ingest->meter)) return RAP_OK;
        RAP_TRY(rap_feed_next(r->feed, block, err));
    }
    r->file->done = true;
    return RAP_OK;
}

/* ------------------------------------------------------------------- pages */

static rap_status take_page_work(reading *r, rap_span json, uint64_t byte, rap_error *err)
{
    r->file->counts.lines++;
    RAP_TRY(read_work(r, json, 0, byte, err));
    r->file->offset = byte + 1;
    rap_meter_add(&r->worker->ingest->meter.works, 1);
    return rap_take_flush(r->worker, rap_take_is_full(r->worker) || rap_take_is_due(r->worker), err);
}

static rap_status see_page(void *arg, rap_span json, uint64_t byte, rap_error *err)
{
    reading *r = arg;
    if (r->start + byte < r->from || rap_meter_stopped(&r->worker->ingest->meter)) return RAP_OK;
    rap_status status = take_page_work(r, json, r->start + byte, err);
    r->failed_inside = status != RAP_OK;
    return status;
}

static rap_status too_large(const reading *r, rap_error *err)
{
    return rap_fail(err, RAP_E_FORMAT, "%s: a document of API pages that is larger than the memory allowed for it (%llu "
                    "bytes): allow more, or save fewer pages a file", r->path,
                    (unsigned long long)r->worker->ingest->limits.document);
}

static rap_status gather_document(reading *r, rap_block *block, rap_text *document, rap_error *err)
{
    static const char padding[RAP_FEED_PADDING] = {0};
    rap_text_clear(document);
    while (block->text.length || block->too_long) {
        if (block->too_long || document->length + block->text.length > r->worker->ingest->limits.document)
            return too_large(r, err);
        rap_text_add(document, block->text.data, block->text.length);
        RAP_TRY(rap_feed_next(r->feed, block, err));
        report(r);
    }
    rap_text_add(document, padding, sizeof padding);
    return document->failed ? rap_fail_memory(err) : RAP_OK;
}

/* Pages are one JSON document: it is held whole, then walked. Positions are bytes; there are no lines to speak of. */
static rap_status read_pages(reading *r, rap_block *block, rap_error *err)
{
    rap_text *document = &r->worker->document;
    r->start = block->offset;
    RAP_TRY(gather_document(r, block, document, err));
    rap_span text = {document->data, document->length - RAP_FEED_PADDING};
    rap_status status = rap_openalex_pages(text, see_page, r, err);
    rap_text_release(document);
    if (status == RAP_E_FORMAT && !r->failed_inside) return rap_context(err, status, "%s", r->path);
    if (status != RAP_OK || rap_meter_stopped(&r->worker->ingest->meter)) return status;
    r->file->offset = r->start + text.length;
    r->file->done = true;
    return RAP_OK;
}

/* ------------------------------------------------------------------- files */

/* An input that was begun is known to hold lines (then their number is known) or pages. */
static rap_status read_feed(reading *r, rap_error *err)
{
    rap_file_state *file = r->file;
    rap_block block;
    r->from = r->seen_text = file->offset;
    bool lines = file->line > 0;
    if (lines) RAP_TRY(rap_feed_skip(r->feed, file->offset, file->line, err));
    RAP_TRY(rap_feed_next(r->feed, &block, err));
    if (file->offset == 0 && rap_is_parquet(block.text))
        return rap_fail(err, RAP_E_FORMAT, "%s: Parquet is read from its end, so only from a plain file: not from a pipe, "
                        "and not inside gzip", r->path);
    lines = lines || rap_openalex_layout(block.text) == RAP_LAYOUT_LINES;
    RAP_TRY(lines ? read_lines(r, &block, err) : read_pages(r, &block, err));
    if (!file->done) return RAP_OK;
    if (rap_input_changed(r->input))
        return rap_fail(err, RAP_E_FORMAT, "%s: changed while it was read: when it is complete, begin anew", r->path);
    report(r);
    file->hash = rap_feed_hash(r->feed);
    file->stored = rap_feed_consumed(r->feed);
    atomic_fetch_add(&r->worker->ingest->meter.files, 1);
    return RAP_OK;
}

rap_status rap_worker_read(rap_worker *worker, size_t index, rap_error *err)
{
    rap_ingest *ingest = worker->ingest;
    const rap_input *input = &ingest->snapshot.inputs[index];
    reading r = {.worker = worker,
                 .index = index,
                 .input = input,
                 .path = rap_input_shown(input),
                 .file = &ingest->work.state.files[index]};
    if (rap_meter_stopped(&ingest->meter)) return RAP_OK;
    if (!rap_reserve(&worker->touched, &worker->touched_room, worker->n_touched + 1, sizeof index))
        return rap_fail_memory(err);
    worker->touched[worker->n_touched++] = index;
    if (input->parquet) return rap_worker_read_rows(worker, index, err);
    RAP_TRY(rap_feed_open(input->path, &r.feed, err));
    rap_status status = read_feed(&r, err);
    rap_feed_close(r.feed);
    return status;
}
