// SPDX-License-Identifier: Apache-2.0
/* worker - what a worker holds, and how it gets to the disk. */
#include "source/worker.h"

#include "base/alloc.h"
#include "cube/merge.h"

rap_status rap_worker_init(rap_worker *worker, rap_ingest *ingest, rap_error *err)
{
    *worker = (rap_worker){.ingest = ingest, .flushed = rap_meter_now()};
    const rap_ingest_options *options = ingest->options;
    return rap_openalex_new(ingest->catalog, options->rule == RAP_COUNTRIES_UNION, options->strict, &worker->reader,
                            err);
}

void rap_worker_release(rap_worker *worker)
{
    rap_openalex_free(worker->reader);
    rap_ledger_free(worker->ledger);
    rap_rows_release(&worker->rows);
    rap_tally_free(worker->tally);
    rap_names_release(&worker->names);
    for (size_t i = 0; i < RAP_WAITING_MAX; i++) rap_decoded_release(&worker->waiting.facts[i]);
    rap_text_release(&worker->fact);
    rap_text_release(&worker->document);
    rap_text_release(&worker->jobs);
    for (size_t i = 0; i < worker->n_pending; i++) rap_free(worker->pending[i]);
    rap_free(worker->pending);
    rap_free(worker->touched);
    *worker = (rap_worker){0};
}

rap_status rap_worker_tally(rap_worker *worker, rap_tally **out, rap_error *err)
{
    if (!worker->tally) RAP_TRY(rap_tally_new(&worker->ingest->schema, &worker->tally, err));
    *out = worker->tally;
    return RAP_OK;
}

rap_status rap_worker_settle(rap_worker *worker, rap_error *err)
{
    rap_waiting *waiting = &worker->waiting;
    const rap_fact *facts[RAP_WAITING_MAX];
    rap_tally *tally;
    if (waiting->n == 0) return RAP_OK;
    RAP_TRY(rap_worker_tally(worker, &tally, err));
    for (size_t i = 0; i < waiting->n; i++) facts[i] = &waiting->facts[i].fact;
    RAP_TRY(rap_tally_add_some(tally, facts, waiting->n, err));
    waiting->n = 0;
    return RAP_OK;
}

rap_status rap_worker_add(rap_worker *worker, const rap_fact *fact, rap_error *err)
{
    rap_waiting *waiting = &worker->waiting;
    RAP_TRY(rap_decoded_copy(&waiting->facts[waiting->n], fact, err));
    return ++waiting->n == RAP_WAITING_MAX ? rap_worker_settle(worker, err) : RAP_OK;
}

rap_status rap_worker_spill(rap_worker *worker, rap_error *err)
{
    RAP_TRY(rap_worker_settle(worker, err));
    if (!worker->tally) return RAP_OK;
    if (!rap_reserve(&worker->pending, &worker->pending_room, worker->n_pending + 1, sizeof *worker->pending))
        return rap_fail_memory(err);
    char *path;
    RAP_TRY(rap_workspace_path(&worker->ingest->work, "spill", &path, err));
    rap_status status = rap_freeze(worker->tally, NULL, path, err);
    if (status != RAP_OK) {
        rap_free(path);
        return status;
    }
    worker->pending[worker->n_pending++] = path;
    rap_tally_free(worker->tally); /* clearing would keep its memory, and the next check would find it full */
    worker->tally = NULL;
    return RAP_OK;
}

static rap_status store_rows(rap_worker *worker, rap_run *out, rap_error *err)
{
    char *path = NULL;
    if (rap_rows_are_empty(&worker->rows)) return RAP_OK;
    RAP_TRY(rap_workspace_path(&worker->ingest->work, "run", &path, err));
    rap_status status = rap_run_store(&worker->rows, path, out, err);
    rap_free(path);
    return status;
}

static rap_status commit(rap_worker *worker, rap_run *run, rap_error *err)
{
    rap_workspace *work = &worker->ingest->work;
    rap_commit all = {.run = *run, .n_spills = worker->n_pending, .spills = worker->pending};
    rap_text_add(&all.lines, rap_text_get(&worker->jobs), worker->jobs.length);
    all.lines.failed |= worker->jobs.failed;
    for (size_t i = 0; i < worker->n_touched; i++)
        rap_state_put_file(&all.lines, worker->touched[i], &work->state.files[worker->touched[i]]);
    rap_status status = all.lines.failed ? rap_fail_memory(err) : rap_workspace_commit(work, &all, err);
    *run = all.run;
    rap_text_release(&all.lines);
    return status;
}

/* Forgets what is committed; an input that is still being read stays touched. */
static void forget(rap_worker *worker)
{
    rap_rows_clear(&worker->rows);
    rap_text_clear(&worker->jobs);
    while (worker->n_pending > 0) rap_free(worker->pending[--worker->n_pending]);
    size_t kept = 0;
    for (size_t i = 0; i < worker->n_touched; i++)
        if (!worker->ingest->work.state.files[worker->touched[i]].done) worker->touched[kept++] = worker->touched[i];
    worker->n_touched = kept;
    worker->flushed = rap_meter_now();
}

rap_status rap_worker_flush(rap_worker *worker, rap_error *err)
{
    rap_run run = {0};
    RAP_TRY(rap_worker_spill(worker, err));
    RAP_TRY(store_rows(worker, &run, err));
    rap_status status = RAP_OK;
    bool merged = run.path || worker->n_pending || worker->n_touched || worker->jobs.length;
    if (merged) status = commit(worker, &run, err);
    rap_run_release(&run);
    if (status == RAP_OK) forget(worker);
    while (status == RAP_OK && merged)
        status = rap_ingest_merge_spills(worker->ingest, worker->ingest->limits.fan_in, false, &merged, err);
    return status;
}

/* ---------------------------------------------------------------- merging */

static rap_status merge_files(char *const *paths, size_t n, const char *path, rap_error *err)
{
    rap_cube **cubes = rap_alloc(n, sizeof(rap_cube *));
    if (!cubes) return rap_fail_memory(err);
    rap_status status = RAP_OK;
    for (size_t i = 0; status == RAP_OK && i < n; i++) status = rap_cube_open(paths[i], &cubes[i], err);
    if (status == RAP_OK) status = rap_merge((const rap_cube *const *)cubes, n, NULL, false, path, err);
    for (size_t i = 0; i < n; i++) rap_cube_close(cubes[i]);
    rap_free(cubes);
    return status;
}

static rap_status replace_spills(rap_ingest *ingest, char **paths, size_t n, unsigned level, rap_error *err)
{
    char *path;
    RAP_TRY(rap_workspace_path(&ingest->work, "spill", &path, err));
    rap_commit replacement = {.n_spills = 1, .spills = &path, .level = level + 1, .n_drops = n, .drops = paths};
    rap_status status = merge_files(paths, n, path, err);
    if (status == RAP_OK) status = rap_workspace_commit(&ingest->work, &replacement, err);
    rap_text_release(&replacement.lines);
    rap_free(path);
    return status;
}

rap_status rap_ingest_merge_spills(rap_ingest *ingest, size_t n, bool any_level, bool *merged, rap_error *err)
{
    char **paths = rap_alloc(n, sizeof *paths);
    if (!paths) return rap_fail_memory(err);
    unsigned level = 0;
    rap_status status = rap_workspace_take_spills(&ingest->work, n, any_level, paths, &level, merged, err);
    if (status == RAP_OK && *merged) {
        status = replace_spills(ingest, paths, n, level, err);
        for (size_t i = 0; i < n; i++) rap_free(paths[i]);
    }
    rap_free(paths);
    return status;
}
