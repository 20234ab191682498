// SPDX-License-Identifier: Apache-2.0
/* ingest - from options to a finished cube; what each worker does stands in reading.c, reduction.c and worker.c. */
#include "source/ingest.h"

#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/pool.h"
#include "source/parts.h"
#include "source/summary.h"

#define ROW_BYTES 40          /* a work in the ledger, about */
#define WORKER_LEAST (UINT64_C(16) << 20)
#define PASSES_MAX 65536u

/* ----------------------------------------------------------------- options */

rap_limits rap_limits_of(uint64_t memory, size_t threads)
{
    if (threads > memory / WORKER_LEAST) threads = (size_t)(memory / WORKER_LEAST);
    if (threads == 0) threads = 1;
    uint64_t share = memory / threads;
    return (rap_limits){
        .threads = threads,
        .rows = share / 6,      /* twice: as they came, and sorted */
        .tally = share / 6,     /* twice or more: while it doubles, while it is written */
        .ledger = share / 3,
        .document = share / 4,
        .together = memory / 4,
        .seconds = 30,
        .fan_in = 8,
    };
}

rap_status rap_ingest_check(const char *const *paths, size_t n_paths, const rap_ingest_options *options,
                            rap_error *err)
{
    if (!options || options->size != sizeof *options)
        return rap_fail(err, RAP_E_USAGE, "rap_ingest_options.size is not that of this version");
    if (!paths || n_paths == 0) return rap_fail(err, RAP_E_USAGE, "nothing to read: give files or folders");
    if (!options->output && !options->dry_run) return rap_fail(err, RAP_E_USAGE, "no output: name the cube to write");
    if (options->memory && options->memory < RAP_MEMORY_LEAST)
        return rap_fail(err, RAP_E_USAGE, "%llu bytes of memory are too few: at least 64 MB",
                        (unsigned long long)options->memory);
    if (options->shards > 1 || options->shard > 1)
        return rap_fail(err, RAP_E_UNSUPPORTED, "reading a shard is not possible in this version: works that stand in "
                                                "two shards would count twice");
    if (options->rule != RAP_COUNTRIES_ELSE_INSTITUTIONS && options->rule != RAP_COUNTRIES_UNION)
        return rap_fail(err, RAP_E_USAGE, "no such rule for countries: %d", (int)options->rule);
    return RAP_OK;
}

rap_status rap_ingest_probe(const char *output, rap_error *err)
{
    rap_replace *file;
    if (rap_path_stat(output, NULL) == RAP_PATH_FOLDER)
        return rap_fail(err, RAP_E_IO, "%s is a folder: name a file to write", output);
    RAP_TRY(rap_replace_open(output, &file, err));
    rap_replace_abort(file);
    return RAP_OK;
}

static rap_schema schema_of(const rap_ingest_options *options)
{
    char filter[96];
    (void)snprintf(filter, sizeof filter, "%s%s%s", options->keep_xpac ? "" : "xpac,",
                   options->keep_paratext ? "" : "paratext,", options->keep_retracted ? "" : "retracted,");
    size_t length = strlen(filter);
    if (length) filter[length - 1] = '\0';
    return rap_schema_research(options->rule == RAP_COUNTRIES_UNION ? "union" : "countries-else-institutions",
                               length ? filter : "none");
}

/* ------------------------------------------------------------------ folder */

/* "<output>.part", or a folder of that name in the folder for temporary files. The caller frees it. */
static char *folder_of(const rap_ingest_options *options)
{
    rap_text path = {0};
    const char *slash = strrchr(options->output, '/');
    if (options->temporary)
        rap_text_printf(&path, "%s/%s.part", options->temporary, slash ? slash + 1 : options->output);
    else
        rap_text_printf(&path, "%s.part", options->output);
    if (!path.failed) return path.data;
    rap_text_release(&path);
    return NULL;
}

static void put_input(rap_text *out, const char *word, const char *path, uint64_t bytes, int64_t modified)
{
    rap_text_printf(out, "%s\t", word);
    rap_journal_escape(out, rap_span_of(path));
    rap_text_printf(out, "\t%llu bytes\tof %lld\n", (unsigned long long)bytes, (long long)modified);
}

/* All that decides what the temporary files mean: an ingest goes on only from one with the same header. */
static rap_status put_header(const rap_ingest *ingest, const char *deleted_ids, rap_text *out, rap_error *err)
{
    const rap_ingest_options *options = ingest->options;
    rap_text_printf(out, "rapport\t%s\tOpenAlex works\n", RAP_VERSION);
    rap_text_printf(out, "option\trule\t%s\n", ingest->schema.rule);
    rap_text_printf(out, "option\tleft-out\t%s\n", ingest->schema.filter);
    rap_text_printf(out, "option\tunique\t%s\n", options->unique ? "yes" : "no");
    rap_text_printf(out, "option\tstrict\t%s\n", options->strict ? "yes" : "no");
    if (deleted_ids) {
        rap_snapshot one = {0};
        RAP_TRY(rap_snapshot_find(&deleted_ids, 1, &one, err));
        put_input(out, "option\tdeleted-ids", deleted_ids, one.inputs[0].bytes, one.inputs[0].modified);
        rap_snapshot_release(&one);
    }
    for (size_t i = 0; i < ingest->snapshot.n_inputs; i++) {
        const rap_input *input = &ingest->snapshot.inputs[i];
        put_input(out, "input", input->path, input->bytes, input->modified);
    }
    return RAP_OK;
}

/* Rows of works that are still to be read, against the space that is free. */
static rap_status check_space(const rap_ingest *ingest, const char *folder, uint64_t memory, rap_error *err)
{
    if (ingest->options->unique) return RAP_OK;
    uint64_t need = rap_snapshot_expected_works(&ingest->snapshot) * ROW_BYTES, have = 0;
    for (size_t i = 0; i < ingest->work.state.n_runs; i++) have += ingest->work.state.runs[i].length;
    need = need > have ? need - have : 0;
    struct statvfs space;
    const char *slash = strrchr(folder, '/');
    char *parent = slash ? rap_strndup(folder, slash == folder ? 1 : (size_t)(slash - folder)) : rap_strndup(".", 1);
    if (!parent) return rap_fail_memory(err);
    bool known = statvfs(parent, &space) == 0;
    rap_free(parent);
    uint64_t room = known ? (uint64_t)space.f_bavail * space.f_frsize : UINT64_MAX;
    if (need <= memory / 8 || need <= room) return RAP_OK;
    return rap_fail(err, RAP_E_IO, "%s: about %.1f GB of temporary files are needed and %.1f GB are free: free some, choose "
                    "another --temporary, or promise --unique ids", folder, (double)need / 1e9, (double)room / 1e9);
}

static rap_status open_work(rap_ingest *ingest, const char *deleted_ids, uint64_t memory, rap_error *err)
{
    const rap_ingest_options *options = ingest->options;
    rap_text header = {0};
    char *folder = folder_of(options);
    rap_status status = folder ? put_header(ingest, deleted_ids, &header, err) : rap_fail_memory(err);
    if (status == RAP_OK)
        status = rap_workspace_open(&ingest->work, folder, &header, ingest->snapshot.n_inputs,
                                    !ingest->snapshot.streams, options->fresh, err);
    if (status == RAP_OK) {
        ingest->work.committed = ingest->limits.committed;
        ingest->work.committed_arg = ingest->limits.committed_arg;
        status = check_space(ingest, folder, memory, err);
    }
    rap_text_release(&header);
    rap_free(folder);
    return status;
}

/* ----------------------------------------------------------------- reading */

/* Jobs of a stage, and what they are. */
typedef struct stage {
    rap_ingest *ingest;
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
    return rap_pool_run(s->ingest->n_workers, n_jobs, job, s, meter->show ? rap_meter_tick : NULL, meter, err);
}

/* The inputs that are not read yet, the largest first: so no worker begins a long one when the others are done. */
static size_t order_inputs(const rap_ingest *ingest, size_t *order)
{
    const rap_input *inputs = ingest->snapshot.inputs;
    size_t n = 0;
    for (size_t i = 0; i < ingest->snapshot.n_inputs; i++) {
        if (ingest->work.state.files[i].done) continue;
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
    stage s = {.ingest = ingest, .inputs = rap_alloc(ingest->snapshot.n_inputs, sizeof(size_t))};
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
    const char *path = ingest->snapshot.inputs[0].path, *more = ingest->snapshot.n_inputs > 1 ? " and the rest" : "";
    for (size_t i = 0; i < state->n_files; i++) {
        if (state->files[i].n_notes == 0) continue;
        const rap_reject_note *note = &state->files[i].notes[0];
        return rap_fail(err, RAP_E_FORMAT, "no works found in %s%s: none of %llu lines is one; the first reason is in %s, "
                        "line %llu: %s", path, more, (unsigned long long)total.lines, ingest->snapshot.inputs[i].path,
                        (unsigned long long)note->line, rap_reject_text(note->kind));
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
        RAP_TRY(rap_run_seal(&ingest->workers[i].rows, &commit.run, err));
        rap_rows_release(&ingest->workers[i].rows);
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

static rap_status begin_reduction(rap_ingest *ingest, rap_error *err)
{
    rap_state *state = &ingest->work.state;
    rap_commit commit = {0};
    RAP_TRY(state->n_runs == 0 ? keep_rows(ingest, err) : flush_all(ingest, err));
    uint64_t bytes = 0;
    for (size_t i = 0; i < state->n_runs; i++) bytes += state->runs[i].length;
    unsigned passes = ingest->limits.passes ? ingest->limits.passes : 1;
    while (!ingest->limits.passes && passes < PASSES_MAX && rap_ledger_need(bytes, passes) > ingest->limits.ledger)
        passes *= 2;
    RAP_TRY(rap_state_begin_reduction(state, passes, err));
    rap_state_put_passes(&commit.lines, passes);
    rap_status status = rap_workspace_commit(&ingest->work, &commit, err);
    rap_text_release(&commit.lines);
    return status;
}

static rap_status reduce(rap_ingest *ingest, rap_error *err)
{
    rap_state *state = &ingest->work.state;
    if (state->passes == 0) RAP_TRY(begin_reduction(ingest, err));
    uint64_t bytes = 0;
    for (size_t i = 0; i < state->n_runs; i++) bytes += state->runs[i].length;
    size_t n_jobs = (size_t)RAP_PARTITIONS * state->passes;
    stage s = {.ingest = ingest, .bytes_of_job = bytes / n_jobs};
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
        bool all = true;
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

static rap_status read_and_write(rap_ingest *ingest, rap_error *err)
{
    rap_status status = read_inputs(ingest, err);
    if (status == RAP_OK) status = check_found(ingest, err);
    if (status == RAP_OK && !ingest->options->unique) status = reduce(ingest, err);
    if (status == RAP_E_INTERRUPTED) return interrupted(ingest, err);
    RAP_TRY(status);
    return rap_ingest_collect(ingest, err);
}

static rap_status start_workers(rap_ingest *ingest, rap_error *err)
{
    ingest->workers = rap_alloc(ingest->limits.threads, sizeof *ingest->workers);
    if (!ingest->workers) return rap_fail_memory(err);
    for (; ingest->n_workers < ingest->limits.threads; ingest->n_workers++) {
        rap_worker *worker = &ingest->workers[ingest->n_workers];
        rap_status status = rap_worker_init(worker, ingest, err);
        if (status == RAP_OK) continue;
        rap_worker_release(worker);
        return status;
    }
    return RAP_OK;
}

static rap_status check_complete(const rap_ingest *ingest, rap_error *err)
{
    const rap_snapshot *snapshot = &ingest->snapshot;
    if (!ingest->options->strict || snapshot->missing_files + snapshot->differing_files == 0) return RAP_OK;
    rap_span rest = {snapshot->notes.data, snapshot->notes.length}, line;
    (void)rap_span_next(&rest, '\n', &line);
    return rap_fail(err, RAP_E_FORMAT, "the snapshot is not as its manifest says: %.*s",
                    (int)(line.length < 300 ? line.length : 300), line.data);
}

/* What is needed before anything is read. */
static rap_status prepare(rap_ingest *ingest, rap_error *err)
{
    const rap_ingest_options *options = ingest->options;
    uint64_t memory = options->memory ? options->memory : RAP_MEMORY_DEFAULT;
    const char *deleted_ids = options->deleted_ids ? options->deleted_ids : ingest->snapshot.deleted_ids;
    RAP_TRY(check_complete(ingest, err));
    RAP_TRY(rap_ingest_probe(options->output, err));
    if (deleted_ids) RAP_TRY(rap_deleted_read(deleted_ids, memory / 2, &ingest->deleted, err));
    if (!ingest->limits.threads) {
        size_t threads = options->threads ? options->threads : rap_cores();
        ingest->limits = rap_limits_of(memory - ingest->deleted.n * sizeof *ingest->deleted.ids, threads);
    }
    RAP_TRY(rap_parts_split(&ingest->snapshot, ingest->limits.document, err));
    RAP_TRY(open_work(ingest, deleted_ids, memory, err));
    return start_workers(ingest, err);
}

static void release(rap_ingest *ingest, bool keep)
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
    rap_ingest ingest = {.catalog = catalog, .options = options, .schema = schema_of(options)};
    rap_table *table = NULL;
    if (limits) ingest.limits = *limits;
    rap_meter_init(&ingest.meter, options);
    rap_status status = rap_snapshot_find(paths, n_paths, &ingest.snapshot, err);
    if (status == RAP_OK && options->dry_run) {
        status = rap_summary_plan(&ingest.snapshot, &table, err);
    } else if (status == RAP_OK) {
        status = prepare(&ingest, err);
        if (status == RAP_OK) status = read_and_write(&ingest, err);
        if (status == RAP_OK) status = rap_summary_works(&ingest, &table, err);
    }
    release(&ingest, status != RAP_OK && ingest.work.resumable);
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
