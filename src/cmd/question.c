// SPDX-License-Identifier: Apache-2.0
/* question - asks what the command line says: words are positionals, options are options, the answer is a table. */
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "cmd/open.h"
#include "cmd/output.h"
#include "cmd/report.h"

/* Rows of each year or subject that a table for people shows unless told otherwise. */
#define PEOPLE_ROWS "20"

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static rap_status too_many(const cmd_run *run, size_t taken, rap_error *err)
{
    if (taken == 0)
        return rap_fail(err, RAP_E_USAGE, "%s takes no words, and '%.60s' is one", run->question->name, run->arguments[0]);
    return rap_fail(err, RAP_E_USAGE, "%s takes at most %zu word%s, and '%.60s' is one more", run->question->name, taken,
                    taken == 1 ? "" : "s", run->arguments[taken]);
}

/* The words by the names of the question's positionals, then the options. */
static rap_status join(const cmd_run *run, rap_option **out, size_t *n, rap_error *err)
{
    size_t taken = 0;
    while (run->question->positionals[taken]) taken++;
    if (run->n_arguments > taken) return too_many(run, taken, err);
    rap_option *all = rap_alloc(run->n_arguments + run->n_options + 1, sizeof *all);
    if (!all) return rap_fail_memory(err);
    *n = 0;
    for (size_t i = 0; i < run->n_arguments; i++)
        all[(*n)++] = (rap_option){run->question->positionals[i], run->arguments[i]};
    bool top = false;
    for (size_t i = 0; i < run->n_options; i++) {
        all[(*n)++] = run->options[i];
        top = top || strcmp(run->options[i].name, "top") == 0;
    }
    /* a table for people is for reading: it says what it leaves out; files get every row */
    if (!top && run->format == RAP_FORMAT_TABLE && run->question->cuts_rows) all[(*n)++] = (rap_option){"top", PEOPLE_ROWS};
    *out = all;
    return RAP_OK;
}

static rap_status answer(const cmd_run *run, const cmd_inputs *inputs, const rap_option *options, size_t n, rap_error *err)
{
    rap_table *table = NULL;
    cmd_stream stream = {.run = run};
    double start = now();
    rap_rows_fn take = run->format == RAP_FORMAT_TABLE ? NULL : cmd_stream_rows; /* people's tables are laid out by all rows */
    rap_status status =
        rap_ask_rows(inputs->catalog, inputs->cube, run->question->name, options, n, take, &stream, &table, err);
    if (status == RAP_OK && run->verbose) cmd_say(run, "answered in %.3f s", now() - start);
    if (status == RAP_OK) status = cmd_stream_end(&stream, table, err);
    cmd_stream_abort(&stream);
    rap_table_free(table);
    return status;
}

cmd_exit cmd_question(const cmd_run *run)
{
    rap_error err;
    cmd_inputs inputs;
    rap_option *options = NULL;
    size_t n = 0;
    if (join(run, &options, &n, &err) != RAP_OK) return cmd_report(run, &err);
    cmd_exit status = cmd_inputs_open(run, run->question->needs_cube, &inputs);
    if (status == CMD_DONE) {
        if (answer(run, &inputs, options, n, &err) != RAP_OK) status = cmd_report(run, &err);
        cmd_inputs_close(&inputs);
    }
    rap_free(options);
    return status;
}
