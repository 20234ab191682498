// SPDX-License-Identifier: Apache-2.0
/* merge - cubes -> their sum. */
#include "base/alloc.h"
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

cmd_exit cmd_merge(const cmd_run *run)
{
    rap_error err;
    if (run->n_arguments == 0 || !run->output) {
        (void)rap_fail(&err, RAP_E_USAGE, "merge: give the cubes to add and -o FILE for the sum");
        return cmd_report(run, &err);
    }
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
