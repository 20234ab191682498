// SPDX-License-Identifier: Apache-2.0
/* prepare - what is settled before the first byte is read: options, limits, output, work folder, space, workers. */
#include <string.h>
#include <sys/statvfs.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/pool.h"
#include "source/ingest.h"
#include "source/parts.h"

#define ROW_BYTES 40          /* a work in the ledger, about */
#define WORKER_LEAST (UINT64_C(16) << 20)

/* ----------------------------------------------------------------- options */

rap_limits rap_limits_of(uint64_t memory, size_t threads)
{
    if (threads > memory / WORKER_LEAST) threads = (size_t)(memory / WORKER_LEAST);
    if (threads == 0) threads = 1;
    uint64_t share = memory / threads;
    return (rap_limits){
        .threads = threads,
        .rows = share / 6,      /* before they go to a file */
        .tally = share / 6,     /* twice or more: while it doubles, while it is written */
        .ledger = share / 3,
        .document = share / 4,
        .part_rows = 50000,     /* opening a part costs a reading of the footer */
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
        return rap_fail(err, RAP_E_USAGE, "memory: %llu byte%s too few: give at least 64M",
                        (unsigned long long)options->memory, options->memory == 1 ? " is" : "s are");
    if (options->rule != RAP_COUNTRIES_ELSE_INSTITUTIONS && options->rule != RAP_COUNTRIES_UNION)
        return rap_fail(err, RAP_E_USAGE, "no such rule for countries: %d", (int)options->rule);
    if (options->shards > RAP_SHARDS_MAX || options->shard > options->shards || (options->shards && !options->shard))
        return rap_fail(err, RAP_E_USAGE, "shard %u of %u: expected one of 1 to %u, of at most %d", options->shard, options->shards,
                        options->shards ? options->shards : 1, RAP_SHARDS_MAX);
    if (options->shards && options->temporary)
        return rap_fail(err, RAP_E_USAGE, "a shard is a folder itself: it takes no folder for temporary files");
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

rap_status rap_ingest_spare(const char *output, const char *input, rap_error *err)
{
    if (!rap_same_file(output, input)) return RAP_OK;
    return rap_fail(err, RAP_E_USAGE, "%s is to be read: a cube under this name would destroy it; name another file", output);
}

rap_schema rap_ingest_schema(const rap_ingest_options *options)
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

/* "<output>.part", or a folder of that name in the folder for temporary files. */
rap_status rap_ingest_folder(const rap_ingest_options *options, char **out, rap_error *err)
{
    rap_text path = {0};
    const char *slash = strrchr(options->output, '/');
    if (options->shards)
        rap_text_puts(&path, options->output);
    else if (options->temporary)
        rap_text_printf(&path, "%s/%s.part", options->temporary, slash ? slash + 1 : options->output);
    else
        rap_text_printf(&path, "%s.part", options->output);
    if (path.failed) {
        rap_text_release(&path);
        return rap_fail_memory(err);
    }
    *out = path.data;
    return RAP_OK;
}

static void put_input(rap_text *out, const char *word, const rap_input *input)
{
    rap_text_printf(out, "%s\t", word);
    rap_journal_escape(out, rap_span_of(input->path));
    rap_text_printf(out, "\t%llu bytes\tof %lld", (unsigned long long)input->bytes, (long long)input->modified);
    if (input->parquet)
        rap_text_printf(out, "\trows %llu-%llu%s", (unsigned long long)input->first_row, (unsigned long long)input->end_row,
                        input->more ? "\tmore" : "");
    rap_text_puts(out, "\n");
}

/* What shards of one ingest must agree on beside their files. */
static void put_shard(const rap_ingest *ingest, rap_text *out)
{
    const rap_ingest_options *options = ingest->options;
    if (!options->shards) return;
    rap_text_printf(out, "option\tshard\t%u/%u\n", options->shard, options->shards);
    rap_text_printf(out, "option\tdeletes\t%llu\n", (unsigned long long)ingest->deleted.n);
    if (!options->release) return;
    rap_text_puts(out, "option\trelease\t");
    rap_journal_escape(out, rap_span_of(options->release));
    rap_text_puts(out, "\n");
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
        put_input(out, "option\tdeleted-ids", &one.inputs[0]);
        rap_snapshot_release(&one);
    }
    put_shard(ingest, out);
    for (size_t i = 0; i < ingest->snapshot.n_inputs; i++) put_input(out, "input", &ingest->snapshot.inputs[i]);
    return RAP_OK;
}

/* Rows of works that are still to be read, against the space that is free. */
static rap_status check_space(const rap_ingest *ingest, const char *folder, uint64_t memory, rap_error *err)
{
    if (ingest->options->unique) return RAP_OK;
    uint64_t need = rap_snapshot_expected_works(&ingest->snapshot) * ROW_BYTES;
    uint64_t have = rap_state_run_bytes(&ingest->work.state);
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
    char *folder = NULL;
    rap_status status = rap_ingest_folder(options, &folder, err);
    if (status == RAP_OK) status = put_header(ingest, deleted_ids, &header, err);
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

/* ----------------------------------------------------------------- workers */

rap_status rap_ingest_start_workers(rap_ingest *ingest, rap_error *err)
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

rap_status rap_ingest_prepare(rap_ingest *ingest, rap_error *err)
{
    const rap_ingest_options *options = ingest->options;
    uint64_t memory = options->memory ? options->memory : RAP_MEMORY_DEFAULT;
    const char *deleted_ids = options->deleted_ids ? options->deleted_ids : ingest->snapshot.deleted_ids;
    RAP_TRY(check_complete(ingest, err));
    for (size_t i = 0; i < ingest->snapshot.n_inputs; i++)
        RAP_TRY(rap_ingest_spare(options->output, ingest->snapshot.inputs[i].path, err));
    if (deleted_ids) RAP_TRY(rap_ingest_spare(options->output, deleted_ids, err));
    if (!options->shards) RAP_TRY(rap_ingest_probe(options->output, err));
    if (deleted_ids) RAP_TRY(rap_deleted_read(deleted_ids, memory / 2, &ingest->deleted, err));
    ingest->deletes = ingest->deleted.n > 0;
    if (!ingest->limits.threads) {
        size_t threads = options->threads ? options->threads : rap_cores();
        ingest->limits = rap_limits_of(memory - ingest->deleted.n * sizeof *ingest->deleted.ids, threads);
    }
    RAP_TRY(rap_parts_split(&ingest->snapshot, ingest->limits.part_rows, ingest->limits.document, err));
    RAP_TRY(open_work(ingest, deleted_ids, memory, err));
    return rap_ingest_start_workers(ingest, err);
}
