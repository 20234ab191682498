// SPDX-License-Identifier: Apache-2.0
#include "cmd/open.h"

#include <string.h>

#include "base/file.h"
#include "cmd/report.h"

cmd_exit cmd_open_cube(const cmd_run *run, const char *path, rap_cube **out)
{
    rap_error err;
    if (cmd_is_missing(path)) return cmd_report_missing(run, path);
    if (rap_cube_open(path, out, &err) != RAP_OK) {
        if (strncmp(err.text, path, strlen(path)) != 0) (void)rap_context(&err, err.status, "%s", path);
        return cmd_report(run, &err);
    }
    if (run->verbose) cmd_say(run, "cube: %s (%s)", path, rap_cube_identity(*out));
    return CMD_DONE;
}

rap_status cmd_spare(const cmd_run *run, const char *input, rap_error *err)
{
    const char *const targets[] = {run->output, run->receipt};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (targets[i] && rap_path_stat(input, NULL) == RAP_PATH_FILE && rap_same_file(targets[i], input))
            return rap_fail(err, RAP_E_USAGE, "%s is to be read: an answer under this name would destroy it; name another file",
                            targets[i]);
    return RAP_OK;
}

cmd_exit cmd_inputs_open(const cmd_run *run, bool needs_cube, cmd_inputs *out)
{
    rap_error err;
    cmd_inputs inputs = {0};
    if (needs_cube && !run->cube) {
        (void)rap_fail(&err, RAP_E_USAGE, "which cube? give -c FILE or set RAPPORT_CUBE (rapport ingest makes one)");
        return cmd_report(run, &err);
    }
    if (run->cube && cmd_spare(run, run->cube, &err) != RAP_OK) return cmd_report(run, &err);
    if (run->data && cmd_is_missing(run->data)) return cmd_report_missing(run, run->data);
    if (rap_catalog_open(run->data, &inputs.catalog, &err) != RAP_OK) return cmd_report(run, &err);
    if (run->verbose) cmd_say(run, "tables: %s", run->data ? run->data : "built in");
    cmd_exit status = run->cube ? cmd_open_cube(run, run->cube, &inputs.cube) : CMD_DONE;
    if (status == CMD_DONE)
        *out = inputs;
    else
        cmd_inputs_close(&inputs);
    return status;
}

void cmd_inputs_close(cmd_inputs *inputs)
{
    rap_cube_close(inputs->cube);
    rap_catalog_close(inputs->catalog);
    *inputs = (cmd_inputs){0};
}
