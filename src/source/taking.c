// SPDX-License-Identifier: Apache-2.0
/* taking - works and rejects into what a worker holds, and out of it when it is enough. */
#include "source/taking.h"

static unsigned reasons_to_leave_out(const rap_ingest_options *options, const rap_work *work)
{
    unsigned reasons = 0;
    if (work->retracted && !options->keep_retracted) reasons |= 1u << RAP_LEFT_OUT_RETRACTED;
    if (work->paratext && !options->keep_paratext) reasons |= 1u << RAP_LEFT_OUT_PARATEXT;
    if (work->xpac && !options->keep_xpac) reasons |= 1u << RAP_LEFT_OUT_XPAC;
    return reasons;
}

/* Hands on the names of the work's topic that are news to this worker. */
static rap_status note_names(rap_worker *worker, const rap_work *work, rap_error *err)
{
    for (unsigned level = 0; level < RAP_LEVELS; level++) {
        if (work->nodes[level] == 0 || work->names[level].length == 0) continue;
        bool fresh;
        RAP_TRY(rap_names_note(&worker->names, work->nodes[level], work->names[level], &fresh, err));
        if (!fresh) continue;
        if (worker->ingest->options->unique) {
            rap_tally *tally;
            RAP_TRY(rap_worker_tally(worker, &tally, err));
            RAP_TRY(rap_tally_name(tally, work->nodes[level], work->names[level], err));
        } else {
            rap_rows_add_name(&worker->rows, work->nodes[level], work->names[level]);
        }
    }
    if (work->names_kept) *work->names_kept = true;
    return RAP_OK;
}

static rap_status add_row(rap_worker *worker, const rap_work *work, unsigned reasons, rap_error *err)
{
    rap_text_clear(&worker->fact);
    if (reasons)
        rap_encode_left_out(reasons, &worker->fact);
    else
        rap_encode_fact(&work->fact, &worker->fact);
    rap_rows_add(&worker->rows, work->id, work->updated, (rap_span){worker->fact.data, worker->fact.length});
    return worker->fact.failed || worker->rows.failed ? rap_fail_memory(err) : RAP_OK;
}

rap_status rap_take_work(rap_worker *worker, size_t index, const rap_work *work, rap_error *err)
{
    rap_counts *counts = &worker->ingest->work.state.files[index].counts;
    counts->works++;
    if (rap_deleted_has(&worker->ingest->deleted, work->id)) {
        counts->deleted++;
        return RAP_OK;
    }
    unsigned reasons = reasons_to_leave_out(worker->ingest->options, work);
    if (!reasons) RAP_TRY(note_names(worker, work, err));
    if (!worker->ingest->options->unique) return add_row(worker, work, reasons, err);
    if (reasons) {
        counts->left_out[__builtin_ctz(reasons)]++;
        return RAP_OK;
    }
    return rap_worker_add(worker, &work->fact, err);
}

/* The failure that a reject is under strict. */
static rap_status fail_strictly(const rap_input *input, rap_reject reject, uint64_t line, uint64_t byte,
                                const char *detail, rap_error *err)
{
    const char *kind = rap_reject_text(reject);
    rap_status status;
    if (input->parquet)
        status = rap_fail(err, RAP_E_FORMAT, "row %llu: %s: %s", (unsigned long long)line, kind, detail);
    else if (line)
        status = rap_fail_line(err, RAP_E_FORMAT, line, "%s: %s", kind, detail);
    else
        status = rap_fail_byte(err, RAP_E_FORMAT, byte, "%s: %s", kind, detail);
    return rap_context(err, status, "%s", rap_input_shown(input));
}

rap_status rap_take_reject(rap_worker *worker, size_t index, rap_reject reject, uint64_t line, uint64_t byte,
                           const char *detail, rap_error *err)
{
    rap_ingest *ingest = worker->ingest;
    rap_file_state *file = &ingest->work.state.files[index];
    rap_meter_add(&ingest->meter.rejects, 1);
    if (ingest->options->strict)
        return fail_strictly(&ingest->snapshot.inputs[index], reject, line, byte, detail ? detail : "", err);
    bool first = file->counts.rejects[reject]++ < RAP_REJECT_NOTES;
    return first ? rap_file_state_note(file, reject, line, byte, detail, err) : RAP_OK;
}

bool rap_take_is_full(const rap_worker *worker)
{
    const rap_limits *limits = &worker->ingest->limits;
    return rap_rows_held(&worker->rows) + rap_names_bytes(&worker->names) >= limits->rows ||
           (worker->tally && rap_tally_bytes(worker->tally) >= limits->tally);
}

rap_status rap_take_flush(rap_worker *worker, bool due, rap_error *err)
{
    if (!due) return RAP_OK;
    RAP_TRY(rap_worker_flush(worker, err));
    /* Names are few. Many of them are hostile input, and better given twice than kept. */
    if (rap_names_bytes(&worker->names) >= worker->ingest->limits.rows / 4) rap_names_release(&worker->names);
    return RAP_OK;
}

bool rap_take_is_due(const rap_worker *worker)
{
    return rap_meter_now() - worker->flushed >= worker->ingest->limits.seconds;
}
