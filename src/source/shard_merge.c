// SPDX-License-Identifier: Apache-2.0
/*
 * shard_merge - the shards of one ingest -> its cube: the second half of an ingest, begun with what the shards read.
 *
 * The rows of all shards are reduced together, so that a work which stands in two shards counts once, as it would have
 * in one process. Shards are only read; what the reduction needs goes to a work folder of its own, so that a merge that was
 * stopped goes on, too.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/pool.h"
#include "source/ingest.h"
#include "source/shard.h"

/* Takes over what a shard read. Its spills are never merged to others in between, as that would remove them. */
static rap_status take_state(rap_ingest *ingest, rap_shard *shard, rap_error *err)
{
    rap_state *all = &ingest->work.state, *own = &shard->state;
    for (size_t i = 0; i < all->n_files; i++) {
        if (!own->files[i].done) continue;
        if (all->files[i].done)
            return rap_fail(err, RAP_E_FORMAT, "%s: %s was read by another shard, too", shard->path,
                            ingest->snapshot.inputs[i].path);
        all->files[i] = own->files[i];
        own->files[i] = (rap_file_state){0};
    }
    for (; own->n_runs > 0; own->n_runs--) RAP_TRY(rap_state_add_run(all, own->runs[own->n_runs - 1], err));
    for (size_t i = 0; i < own->n_spills; i++) {
        RAP_TRY(rap_state_add_spill(all, own->spills[i].path, own->spills[i].level, err));
        all->spills[all->n_spills - 1].busy = true;
    }
    return RAP_OK;
}

/* What the work folder of the merge says it is of. */
static rap_status put_header(const rap_shard *shards, size_t n, rap_text *out, rap_error *err)
{
    rap_text_printf(out, "rapport\t%s\tshards of OpenAlex works\n", RAP_VERSION);
    for (size_t i = 0; i < n; i++) {
        rap_text_puts(out, "input\t");
        rap_journal_escape(out, rap_span_of(shards[i].path));
        rap_text_printf(out, "\t%u/%u\t%llu bytes\n", shards[i].shard, shards[i].shards,
                        (unsigned long long)rap_state_run_bytes(&shards[i].state));
    }
    return out->failed ? rap_fail_memory(err) : RAP_OK;
}

static rap_status open_work(rap_ingest *ingest, rap_shard *shards, size_t n, rap_error *err)
{
    rap_text header = {0};
    char *folder = NULL;
    rap_status status = put_header(shards, n, &header, err);
    if (status == RAP_OK) status = rap_ingest_folder(ingest->options, &folder, err);
    if (status == RAP_OK)
        status = rap_workspace_open(&ingest->work, folder, &header, ingest->snapshot.n_inputs, true, ingest->options->fresh, err);
    if (status == RAP_OK) {
        ingest->work.committed = ingest->limits.committed;
        ingest->work.committed_arg = ingest->limits.committed_arg;
    }
    for (size_t i = 0; status == RAP_OK && i < n; i++) status = take_state(ingest, &shards[i], err);
    for (size_t i = 0; status == RAP_OK && i < ingest->snapshot.n_inputs; i++)
        if (!ingest->work.state.files[i].done)
            status = rap_fail(err, RAP_E_FORMAT, "%s was read by no shard", ingest->snapshot.inputs[i].path);
    rap_text_release(&header);
    rap_free(folder);
    return status;
}

static rap_status merge(rap_ingest *ingest, rap_shard *shards, size_t n, rap_table **summary, rap_error *err)
{
    const rap_ingest_options *options = ingest->options;
    if (!ingest->limits.threads)
        ingest->limits = rap_limits_of(options->memory ? options->memory : RAP_MEMORY_DEFAULT,
                                       options->threads ? options->threads : rap_cores());
    ingest->schema = rap_schema_research(shards[0].rule, shards[0].filter);
    ingest->deletes = shards[0].deletes;
    ingest->snapshot = shards[0].snapshot;
    shards[0].snapshot = (rap_snapshot){0};
    RAP_TRY(rap_ingest_probe(options->output, err));
    RAP_TRY(open_work(ingest, shards, n, err));
    RAP_TRY(rap_ingest_start_workers(ingest, err));
    RAP_TRY(rap_ingest_conclude(ingest, err));
    return rap_summary_works(ingest, summary, err);
}

/* Words of the header that become part of the cube's schema. */
static rap_status check_words(const rap_shard *shard, rap_error *err)
{
    bool rule = strcmp(shard->rule, "union") == 0 || strcmp(shard->rule, "countries-else-institutions") == 0;
    size_t length = strlen(shard->filter);
    if (rule && length < 90 && strspn(shard->filter, "abcdefghijklmnopqrstuvwxyz,") == length) return RAP_OK;
    return rap_fail(err, RAP_E_FORMAT, "%s: the journal has a line that this version does not write", shard->path);
}

rap_status rap_ingest_shards(const rap_catalog *catalog, const char *const *paths, size_t n, const rap_ingest_options *options,
                             const rap_limits *limits, rap_table **summary, rap_error *err)
{
    rap_shard *shards = rap_alloc(n, sizeof *shards);
    if (!shards) return rap_fail_memory(err);
    rap_status status = RAP_OK;
    rap_table *table = NULL;
    for (size_t i = 0; status == RAP_OK && i < n; i++) {
        status = rap_shard_read(paths[i], &shards[i], err);
        if (status == RAP_OK) status = check_words(&shards[i], err);
    }
    if (status == RAP_OK) status = rap_shards_check(shards, n, err);
    if (status == RAP_OK) {
        rap_ingest_options known = *options;
        known.unique = shards[0].unique;
        known.strict = shards[0].strict;
        known.release = shards[0].release;
        rap_ingest ingest = {.catalog = catalog, .options = &known};
        if (limits) ingest.limits = *limits;
        rap_meter_init(&ingest.meter, options);
        status = merge(&ingest, shards, n, &table, err);
        rap_ingest_release(&ingest, status != RAP_OK && ingest.work.resumable);
    }
    for (size_t i = 0; i < n; i++) rap_shard_release(&shards[i]);
    rap_free(shards);
    if (status == RAP_OK && summary)
        *summary = table;
    else
        rap_table_free(table);
    return status;
}

rap_status rap_ingest_merge(const rap_catalog *catalog, const char *const *paths, size_t n, const rap_ingest_options *options,
                            rap_table **summary, rap_error *err)
{
    RAP_TRY(rap_ingest_check(paths, n, options, err));
    return rap_ingest_shards(catalog, paths, n, options, NULL, summary, err);
}
