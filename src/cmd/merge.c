// SPDX-License-Identifier: Apache-2.0
/* merge - cubes -> their sum; shards of an ingest -> its cube. */
#include "base/alloc.h"
#include "base/file.h"
#include "cmd/ingest.h"
#include "cmd/open.h"
#include "cmd/report.h"

static cmd_exit merge_cubes(const cmd_run *run, rap_cube **cubes)
{
    rap_error err;
    cmd_exit status = CMD_DONE;
    for (size_t i = 0; i < run->n_arguments && status == CMD_DONE; i++)
        status = cmd_open_cube(run, run->arguments[i], &cubes[i]);
    if (status != CMD_DONE) return status;
    if (rap_cube_merge((const rap_cube *const *)cubes, run->n_arguments, run->output, &err) != RAP_OK)
        return cmd_report(run, &err);
    rap_cube *sum;
    status = cmd_open_cube(run, run->output, &sum);
    if (status != CMD_DONE) return status;
    cmd_say(run, "%s: %zu cubes added, identity %s", run->output, run->n_arguments, rap_cube_identity(sum));
    rap_cube_close(sum);
    return CMD_DONE;
}

static cmd_exit merge_shards(const cmd_run *run)
{
    rap_error err;
    rap_ingest_options options = {.size = sizeof options};
    if (cmd_read_limits(run, &options, &err) != RAP_OK) return cmd_report(run, &err);
    return cmd_run_ingest(run, rap_ingest_merge, run->arguments, run->n_arguments, &options);
}

/* Shards are folders, cubes are files; `out` tells which these are. */
static rap_status look(const cmd_run *run, bool *out, rap_error *err)
{
    size_t shards = 0, cube = 0, shard = 0;
    for (size_t i = 0; i < run->n_arguments; i++) {
        bool folder = rap_path_stat(run->arguments[i], NULL) == RAP_PATH_FOLDER;
        shards += folder;
        if (folder) shard = i;
        else cube = i;
    }
    *out = shards > 0;
    if (shards && shards < run->n_arguments)
        return rap_fail(err, RAP_E_USAGE, "merge: %s is a shard of an ingest and %s is none: merge shards first", run->arguments[shard],
                        run->arguments[cube]);
    if (!shards && run->n_options)
        return rap_fail(err, RAP_E_USAGE, "merge: --%s is for shards of an ingest; these are cubes", run->options[0].name);
    return RAP_OK;
}

cmd_exit cmd_merge(const cmd_run *run)
{
    rap_error err;
    bool shards;
    if (run->n_arguments == 0 || !run->output) {
        (void)rap_fail(&err, RAP_E_USAGE, "merge: give the cubes to add, or all shards of an ingest, and -o FILE for the sum");
        return cmd_report(run, &err);
    }
    if (look(run, &shards, &err) != RAP_OK) return cmd_report(run, &err);
    if (shards) return merge_shards(run);
    rap_cube **cubes = rap_alloc(run->n_arguments, sizeof(void *));
    if (!cubes) {
        (void)rap_fail_memory(&err);
        return cmd_report(run, &err);
    }
    cmd_exit status = merge_cubes(run, cubes);
    for (size_t i = 0; i < run->n_arguments; i++) rap_cube_close(cubes[i]);
    rap_free(cubes);
    return status;
}
