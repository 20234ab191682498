// SPDX-License-Identifier: Apache-2.0
/* ingest - the stages one after the other; what each worker does stands in reading.c, reduction.c and worker.c. */
#include "source/ingest.h"

#include "base/alloc.h"
#include "base/pool.h"
#include "source/shard.h"

#define PASSES_MAX 65536u

/* ----------------------------------------------------------------- reading */

/* Jobs of a stage, and what they are. */
typedef struct stage {
    rap_ingest *ingest;
    size_t threads;
    size_t *inputs;
    uint64_t bytes_of_job;
} stage;

static rap_status stop_all(rap_ingest *ingest, rap_status status)
{
    if (status != RAP_OK) atomic_store(&ingest->meter.stop, true);
    return status;
}

static rap_status read_job(void *arg, size_t job, size_t worker, rap_error *err)
{
    stage *s = arg;
    return stop_all(s->ingest, rap_worker_read(&s->ingest->workers[worker], s->inputs[job], err));
}

static rap_status reduce_job(void *arg, size_t job, size_t worker, rap_error *err)
{
    stage *s = arg;
    rap_meter_add(&s->ingest->meter.bytes, s->bytes_of_job);
    return stop_all(s->ingest, rap_worker_reduce(&s->ingest->workers[worker], job, err));
}

static rap_status run_stage(stage *s, size_t n_jobs, rap_job_fn job, rap_error *err)
{
    rap_meter *meter = &s->ingest->meter;
    return rap_pool_run(s->threads, n_jobs, job, s, meter->show ? rap_meter_tick : NULL, meter, err);
}

/* The inputs that are not read yet, the largest first: so no worker begins a long one when the others are done. */
static size_t order_inputs(const rap_ingest *ingest, size_t *order)
{
    const rap_input *inputs = ingest->snapshot.inputs;
    size_t n = 0;
    for (size_t i = 0; i < ingest->snapshot.n_inputs; i++) {
        if (ingest->work.state.files[i].done || inputs[i].elsewhere) continue;
        size_t at = n++;
        for (; at > 0 && inputs[order[at - 1]].bytes < inputs[i].bytes; at--) order[at] = order[at - 1];
        order[at] = i;
    }
    return n;
}

static void show_what_is_done(rap_ingest *ingest)
{
    rap_meter *meter = &ingest->meter;
    uint64_t bytes = 0;
    rap_counts total = rap_summary_total(&ingest->work.state);
    for (size_t i = 0; i < ingest->snapshot.n_inputs; i++) {
        const rap_file_state *file = &ingest->work.state.files[i];
        bytes += file->done ? file->stored : 0;
        meter->files += file->done && !ingest->snapshot.inputs[i].more;
        meter->text_bytes += file->offset;
    }
    meter->works = total.works;
    meter->rejects = rap_counts_rejects(&total);
    meter->files_total = (uint32_t)rap_snapshot_files(&ingest->snapshot);
    rap_meter_begin(meter, "reading", bytes, ingest->snapshot.streams ? 0 : ingest->snapshot.bytes);
}

static rap_status read_inputs(rap_ingest *ingest, rap_error *err)
{
    stage s = {.ingest = ingest, .threads = ingest->n_workers};
    s.inputs = rap_alloc(ingest->snapshot.n_inputs, sizeof *s.inputs);
    if (!s.inputs) return rap_fail_memory(err);
    show_what_is_done(ingest);
    size_t n = order_inputs(ingest, s.inputs);
    rap_status status = run_stage(&s, n, read_job, err);
    rap_free(s.inputs);
    return status;
}

static rap_status check_found(const rap_ingest *ingest, rap_error *err)
{
    const rap_state *state = &ingest->work.state;
    rap_counts total = rap_summary_total(state);
    if (total.works) return RAP_OK;
    const char *path = rap_input_shown(&ingest->snapshot.inputs[0]), *more = ingest->snapshot.n_inputs > 1 ? " and the rest" : "";
    for (size_t i = 0; i < state->n_files; i++) {
        if (state->files[i].n_notes == 0) continue;
        const rap_reject_note *note = &state->files[i].notes[0];
        return rap_fail(err, RAP_E_FORMAT,
                        "no works found in %s%s: none of %llu lines is one; the first reason is in %s, %s %llu: %s; expected works of "
                        "OpenAlex as JSON or Parquet ('rapport ingest table' reads tables)",
                        path, more, (unsigned long long)total.lines, rap_input_shown(&ingest->snapshot.inputs[i]),
                        ingest->snapshot.inputs[i].parquet ? "row" : "line", (unsigned long long)note->line,
                        rap_reject_text(note->kind));
    }
    return rap_fail(err, RAP_E_FORMAT, "no works found in %s%s: nothing but blank lines", path, more);
}

/* ---------------------------------------------------------------- reducing */

/* Small ingests never met the disk: their rows stay in memory, and are lost where the process is killed now. */
static rap_status keep_rows(rap_ingest *ingest, rap_error *err)
{
    ingest->work.resumable = false;
    for (size_t i = 0; i < ingest->n_workers; i++) {
        rap_commit commit = {0};
        RAP_TRY(rap_run_keep(&ingest->workers[i].rows, &commit.run, err));
        rap_status status = rap_workspace_commit(&ingest->work, &commit, err);
        rap_run_release(&commit.run);
        RAP_TRY(status);
    }
    return RAP_OK;
}

static rap_status flush_all(rap_ingest *ingest, rap_error *err)
{
    for (size_t i = 0; i < ingest->n_workers; i++) RAP_TRY(rap_worker_flush(&ingest->workers[i], err));
    return RAP_OK;
}

/*
 * A pass reads all rows of its partition and keeps its part of them, so many passes read much, and few ones take the
 * memory of many threads. A few threads at a time are the middle: fewer passes are taken where that many fit.
 */
static unsigned choose_passes(const rap_ingest *ingest, uint64_t bytes)
{
    const rap_limits *limits = &ingest->limits;
    uint64_t memory = limits->ledger * limits->threads, threads = limits->threads < 4 ? limits->threads : 4;
    unsigned passes = 1;
    while (passes < PASSES_MAX && rap_ledger_need(bytes, passes) * threads > memory) passes *= 2;
    return limits->passes ? limits->passes : passes;
}

static size_t choose_threads(const rap_ingest *ingest, uint64_t bytes)
{
    uint64_t need = rap_ledger_need(bytes, ingest->work.state.passes);
    uint64_t fit = ingest->limits.ledger * ingest->limits.threads / (need ? need : 1);
    if (fit > ingest->n_workers) return ingest->n_workers;
    return fit ? (size_t)fit : 1;
}

static rap_status begin_reduction(rap_ingest *ingest, rap_error *err)
{
    rap_state *state = &ingest->work.state;
    rap_commit commit = {0};
    RAP_TRY(state->n_runs == 0 ? keep_rows(ingest, err) : flush_all(ingest, err));
    RAP_TRY(rap_state_begin_reduction(state, choose_passes(ingest, rap_state_run_bytes(state)), err));
    rap_state_put_passes(&commit.lines, state->passes);
    rap_status status = rap_workspace_commit(&ingest->work, &commit, err);
    rap_text_release(&commit.lines);
    return status;
}

static rap_status reduce(rap_ingest *ingest, rap_error *err)
{
    rap_state *state = &ingest->work.state;
    if (state->passes == 0) RAP_TRY(begin_reduction(ingest, err));
    uint64_t bytes = rap_state_run_bytes(state);
    size_t n_jobs = (size_t)RAP_PARTITIONS * state->passes;
    stage s = {.ingest = ingest, .threads = choose_threads(ingest, bytes), .bytes_of_job = bytes / n_jobs};
    rap_meter_begin(&ingest->meter, "reducing", 0, s.bytes_of_job * n_jobs);
    return run_stage(&s, n_jobs, reduce_job, err);
}

/* ------------------------------------------------------------------- whole */

static rap_status interrupted(rap_ingest *ingest, rap_error *err)
{
    rap_workspace *work = &ingest->work;
    size_t done = 0;
    for (size_t i = 0, end; i < work->state.n_files; i = end) {
        end = rap_snapshot_next_file(&ingest->snapshot, i);
        bool all = !ingest->snapshot.inputs[i].elsewhere;
        for (size_t part = i; part < end; part++) all = all && work->state.files[part].done;
        done += all;
    }
    if (!work->resumable)
        return rap_fail(err, RAP_E_INTERRUPTED, "interrupted: nothing is kept%s",
                        ingest->snapshot.streams ? ", since standard input and pipes can't be read again" : "");
    RAP_TRY(flush_all(ingest, err));
    return rap_fail(err, RAP_E_INTERRUPTED, "interrupted: %zu of %zu files are read; the same command goes on from there, "
                    "with what %s keeps", done, rap_snapshot_files(&ingest->snapshot), work->folder);
}

rap_status rap_ingest_conclude(rap_ingest *ingest, rap_error *err)
{
    rap_status status = check_found(ingest, err);
    if (status == RAP_OK && !ingest->options->unique) status = reduce(ingest, err);
    if (status == RAP_E_INTERRUPTED) return interrupted(ingest, err);
    RAP_TRY(status);
    return rap_ingest_collect(ingest, err);
}

/* A shard ends here: its rows wait for those of the others. */
static rap_status complete_shard(rap_ingest *ingest, rap_error *err)
{
    rap_commit commit = {0};
    RAP_TRY(flush_all(ingest, err));
    rap_state_put_complete(&commit.lines);
    rap_status status = rap_workspace_commit(&ingest->work, &commit, err);
    rap_text_release(&commit.lines);
    return status;
}

static rap_status read_and_write(rap_ingest *ingest, rap_table **summary, rap_error *err)
{
    rap_status status = read_inputs(ingest, err);
    if (status == RAP_E_INTERRUPTED) return interrupted(ingest, err);
    RAP_TRY(status);
    if (ingest->options->shards) {
        RAP_TRY(complete_shard(ingest, err));
        return rap_summary_shard(ingest, summary, err);
    }
    RAP_TRY(rap_ingest_conclude(ingest, err));
    return rap_summary_works(ingest, summary, err);
}

void rap_ingest_release(rap_ingest *ingest, bool keep)
{
    for (size_t i = 0; i < ingest->n_workers; i++) rap_worker_release(&ingest->workers[i]);
    rap_free(ingest->workers);
    rap_workspace_close(&ingest->work, keep);
    rap_deleted_release(&ingest->deleted);
    rap_snapshot_release(&ingest->snapshot);
}

rap_status rap_ingest_works(const rap_catalog *catalog, const char *const *paths, size_t n_paths,
                            const rap_ingest_options *options, const rap_limits *limits, rap_table **summary,
                            rap_error *err)
{
    rap_ingest ingest = {.catalog = catalog, .options = options, .schema = rap_ingest_schema(options)};
    rap_table *table = NULL;
    if (limits) ingest.limits = *limits;
    rap_meter_init(&ingest.meter, options);
    rap_status status = rap_snapshot_find(paths, n_paths, &ingest.snapshot, err);
    if (status == RAP_OK && options->shards) status = rap_shard_divide(&ingest.snapshot, options->shard, options->shards, err);
    if (status == RAP_OK && options->dry_run) {
        status = rap_summary_plan(&ingest.snapshot, &table, err);
    } else if (status == RAP_OK) {
        status = rap_ingest_prepare(&ingest, err);
        if (status == RAP_OK) status = read_and_write(&ingest, &table, err);
    }
    rap_ingest_release(&ingest, (status != RAP_OK || options->shards) && ingest.work.resumable);
    if (status == RAP_OK && summary)
        *summary = table;
    else
        rap_table_free(table);
    return status;
}

rap_status rap_ingest_openalex(const rap_catalog *catalog, const char *const *paths, size_t n_paths,
                               const rap_ingest_options *options, rap_table **summary, rap_error *err)
{
    RAP_TRY(rap_ingest_check(paths, n_paths, options, err));
    return rap_ingest_works(catalog, paths, n_paths, options, NULL, summary, err);
}
