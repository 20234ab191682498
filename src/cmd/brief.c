// SPDX-License-Identifier: Apache-2.0
/* brief - everything about two countries and a technology, asked of every cube that was given. */
#include "cmd/open.h"
#include "cmd/output.h"
#include "cmd/report.h"
#include "query/brief.h"

static rap_status answer(const cmd_run *run, const cmd_inputs *inputs, rap_error *err)
{
    const char *technology = cmd_option(run, "technology");
    rap_brief_request request = {run->arguments[0], run->arguments[1], technology ? technology : "batteries"};
    rap_table *table;
    RAP_TRY(rap_brief(inputs->catalog, inputs->cubes, inputs->n_cubes, &request, &table, err));
    rap_status status = cmd_write_table(run, table, run->output, err);
    rap_table_free(table);
    return status;
}

cmd_exit cmd_brief(const cmd_run *run)
{
    rap_error err;
    cmd_inputs inputs;
    if (run->n_arguments != 2) {
        (void)rap_fail(&err, RAP_E_USAGE, "brief: two countries are expected, as: rapport brief NO CN --technology batteries");
        return cmd_report(run, &err);
    }
    cmd_exit status = run->cube ? cmd_inputs_open_all(run, &inputs) : cmd_inputs_open(run, false, &inputs);
    if (status != CMD_DONE) return status;
    if (answer(run, &inputs, &err) != RAP_OK) status = cmd_report(run, &err);
    cmd_inputs_close(&inputs);
    return status;
}
