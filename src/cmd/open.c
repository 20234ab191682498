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

static rap_status name_cube(cmd_inputs *inputs, const char *path, const rap_cube *cube, rap_error *err)
{
    const char *name = rap_keep_text(&inputs->keep, rap_path_stem(path, ".rap"));
    if (!name) return rap_fail_memory(err);
    for (size_t i = 0; i < inputs->n_cubes; i++)
        if (strcmp(inputs->cubes[i].name, name) == 0)
            return rap_fail(err, RAP_E_USAGE, "two cubes are called '%.100s': cubes go by the names of their files, so rename one", name);
    inputs->cubes[inputs->n_cubes++] = (rap_named_cube){name, cube};
    return RAP_OK;
}

static cmd_exit open_more(const cmd_run *run, const char *first, cmd_inputs *inputs)
{
    rap_error err;
    size_t n = run->n_cubes ? run->n_cubes : 1;
    inputs->cubes = rap_keep_new(&inputs->keep, n, sizeof *inputs->cubes);
    inputs->more = rap_keep_new(&inputs->keep, n, sizeof(rap_cube *));
    if (!inputs->cubes || !inputs->more) {
        (void)rap_fail_memory(&err);
        return cmd_report(run, &err);
    }
    if (name_cube(inputs, first, inputs->cube, &err) != RAP_OK) return cmd_report(run, &err);
    for (size_t i = 1; i < run->n_cubes; i++) {
        if (cmd_spare(run, run->cubes[i], &err) != RAP_OK) return cmd_report(run, &err);
        rap_cube *cube;
        cmd_exit status = cmd_open_cube(run, run->cubes[i], &cube);
        if (status != CMD_DONE) return status;
        inputs->more[inputs->n_more++] = cube;
        if (name_cube(inputs, run->cubes[i], cube, &err) != RAP_OK) return cmd_report(run, &err);
    }
    return CMD_DONE;
}

cmd_exit cmd_inputs_open_all(const cmd_run *run, cmd_inputs *out)
{
    cmd_run one = *run;
    cmd_inputs inputs;
    if (run->n_cubes) one.cube = run->cubes[0];
    cmd_exit status = cmd_inputs_open(&one, true, &inputs);
    if (status != CMD_DONE) return status;
    status = open_more(run, one.cube, &inputs);
    if (status == CMD_DONE) *out = inputs;
    else cmd_inputs_close(&inputs);
    return status;
}

void cmd_inputs_close(cmd_inputs *inputs)
{
    rap_cube_close(inputs->cube);
    for (size_t i = 0; i < inputs->n_more; i++) rap_cube_close(inputs->more[i]);
    rap_keep_release(&inputs->keep);
    rap_catalog_close(inputs->catalog);
    *inputs = (cmd_inputs){0};
}
