// SPDX-License-Identifier: Apache-2.0
/* verify - every cube named is proven; a damaged one does not keep the others from being looked at. */
#include "cmd/open.h"
#include "cmd/output.h"
#include "cmd/report.h"

static cmd_exit verify_one(const cmd_run *run, const char *path, rap_table *table)
{
    rap_error err;
    rap_cube *cube;
    cmd_exit status = cmd_open_cube(run, path, &cube);
    if (status != CMD_DONE) return status;
    if (rap_cube_verify(cube, &err) == RAP_OK) {
        rap_table_begin(table);
        rap_table_text(table, 0, path);
        rap_table_text(table, 1, rap_cube_identity(cube));
        rap_table_text(table, 2, "undamaged");
    } else {
        (void)rap_context(&err, err.status, "%s", path);
        status = cmd_report(run, &err);
    }
    rap_cube_close(cube);
    return status;
}

cmd_exit cmd_verify(const cmd_run *run)
{
    rap_error err;
    if (run->n_arguments == 0) {
        (void)rap_fail(&err, RAP_E_USAGE, "verify: which cubes? give files");
        return cmd_report(run, &err);
    }
    rap_table *table = rap_table_new("Cubes verified");
    (void)rap_table_add(table, "file", "File", "", "", RAP_COLUMN_TEXT, 0);
    (void)rap_table_add(table, "identity", "Identity", "", "", RAP_COLUMN_TEXT, 0);
    (void)rap_table_add(table, "result", "Result", "", "", RAP_COLUMN_TEXT, 0);
    cmd_exit worst = CMD_DONE;
    for (size_t i = 0; i < run->n_arguments; i++) {
        cmd_exit one = verify_one(run, run->arguments[i], table);
        if (one > worst) worst = one;
    }
    if (rap_table_finish(table, &table, &err) != RAP_OK) return cmd_report(run, &err);
    if (rap_table_rows(table) && cmd_write_table(run, table, run->output, &err) != RAP_OK) worst = cmd_report(run, &err);
    rap_table_free(table);
    return worst;
}
