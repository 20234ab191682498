// SPDX-License-Identifier: Apache-2.0
/* chain - systems of processes given as matrices, and scenarios of the value chain given as a file. */
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cmd/output.h"
#include "cmd/report.h"
#include "model/chain_read.h"
#include "query/chain_answer.h"
#include "query/chain_run.h"
#include "query/suggest.h"

/* Rows of intensities that a table for people shows unless told otherwise. */
#define PEOPLE_ROWS 20
#define SCENARIO_BYTES_MAX ((size_t)1 << 20)

/* The files of a run, in the order in which receipts name them. */
static const char *const file_options[] = {"technosphere", "biosphere", "factors", "index"};
enum { N_FILES = sizeof file_options / sizeof *file_options };

typedef struct chain_run {
    const cmd_run *run;
    rap_csv *files[N_FILES];      /* NULL where not given */
    size_t unused_factors;
    rap_chain *chain;
    double *demand;
    rap_chain_request request;
} chain_run;

static rap_status read_number(const cmd_run *run, const char *name, uint64_t *out, rap_error *err)
{
    const char *value = cmd_option(run, name);
    if (!value || rap_parse_u64(rap_span_of(value), 1000000000, out)) return RAP_OK;
    return rap_fail(err, RAP_E_USAGE, "--%s: expected a whole number up to 1000000000, found '%.60s'", name, value);
}

static rap_status open_files(chain_run *c, rap_error *err)
{
    for (size_t i = 0; i < N_FILES; i++) {
        const char *path = cmd_option(c->run, file_options[i]);
        if (path) RAP_TRY(rap_csv_open(path, 0, &c->files[i], err));
    }
    rap_chain_files files = {c->files[0], c->files[1], c->files[2], c->files[3]};
    return rap_chain_read(&files, &c->chain, &c->unused_factors, err);
}

static rap_status read_request(chain_run *c, rap_error *err)
{
    const char *tier = cmd_option(c->run, "tier");
    c->request = (rap_chain_request){.tier = SIZE_MAX, .require_nonnegative = cmd_option(c->run, "require-nonnegative") != NULL};
    if (c->run->format == RAP_FORMAT_TABLE) c->request.top = PEOPLE_ROWS;
    RAP_TRY(read_number(c->run, "top", &c->request.top, err));
    RAP_TRY(read_number(c->run, "contributions", &c->request.contributions, err));
    c->demand = rap_alloc(c->chain->products.n, sizeof *c->demand);
    if (!c->demand) return rap_fail_memory(err);
    for (size_t i = 0; i < c->run->n_options; i++) {
        if (strcmp(c->run->options[i].name, "demand") != 0) continue;
        RAP_TRY(rap_chain_demand(c->chain, c->run->options[i].value, c->demand, err));
        c->request.demand = c->demand;
    }
    if (c->request.contributions && !c->request.demand)
        return rap_fail(err, RAP_E_USAGE, "--contributions are parts of the score of a demand: give --demand NAME=AMOUNT");
    return tier ? rap_chain_find(c->chain, tier, &c->request.tier, err) : RAP_OK;
}

/* ------------------------------------------------------------------- receipt */

/* The line that asks, as it could be typed again. */
static void question_line(const cmd_run *run, rap_text *out)
{
    rap_text_puts(out, "rapport chain");
    for (size_t i = 0; i < run->n_arguments; i++) {
        rap_text_puts(out, " ");
        rap_text_word(out, run->arguments[i]);
    }
    for (size_t i = 0; i < run->n_options; i++) {
        const rap_option *option = &run->options[i];
        rap_text_printf(out, " --%s", option->name);
        if (!option->value) continue;
        rap_text_puts(out, *option->value == '-' ? "=" : " ");
        rap_text_word(out, option->value);
    }
}

static void add_question(const cmd_run *run, rap_table *table)
{
    rap_text line = {0};
    question_line(run, &line);
    rap_table_add_receipt(table, "question", "%s", line.failed ? "not shown: out of memory" : rap_text_get(&line));
    rap_text_release(&line);
}

static void add_receipt(const chain_run *c, rap_table *table)
{
    const rap_chain *chain = c->chain;
    rap_table_add_receipt(table, "program", "rapport %s", rap_version());
    add_question(c->run, table);
    for (size_t i = 0; i < N_FILES; i++)
        if (c->files[i])
            rap_table_add_receipt(table, file_options[i], "%s (XXH3 %016llx)", rap_csv_name(c->files[i]),
                                  (unsigned long long)rap_csv_hash(c->files[i]));
    rap_table_add_receipt(table, "system", "%zu processes, %zu coefficients; %zu flows, %zu coefficients; %zu indicators",
                          chain->processes.n, rap_sparse_entries(&chain->technosphere), chain->flows.n,
                          rap_sparse_entries(&chain->biosphere), chain->indicators.n);
    if (c->unused_factors)
        rap_table_add_receipt(table, "factors not used", "%zu, of flows that the biosphere does not have", c->unused_factors);
    for (size_t i = 0; c->request.demand && i < chain->products.n; i++)
        if (c->demand[i] != 0)
            rap_table_add_receipt(table, "demand", "%.17g %s of %s", c->demand[i], rap_labels_unit(&chain->products, i),
                                  rap_labels_show(&chain->products, i));
    rap_table_add_receipt(table, "condition", "%.3g (reciprocal: smallest over largest pivot, rows scaled)",
                          rap_factor_rcond(chain->factor));
}

static rap_status solve(chain_run *c, rap_error *err)
{
    rap_table *table;
    RAP_TRY(open_files(c, err));
    RAP_TRY(read_request(c, err));
    RAP_TRY(rap_chain_answer(c->chain, &c->request, &table, err));
    add_receipt(c, table);
    RAP_TRY(rap_table_finish(table, &table, err));
    rap_status status = cmd_write_table(c->run, table, c->run->output, err);
    rap_table_free(table);
    return status;
}

static rap_status check_solve(const cmd_run *run, rap_error *err)
{
    if (run->n_arguments > 1)
        return rap_fail(err, RAP_E_USAGE, "chain solve takes options only, and '%.60s' is a word", run->arguments[1]);
    for (size_t i = 0; i < 2; i++)
        if (!cmd_option(run, file_options[i]))
            return rap_fail(err, RAP_E_USAGE, "chain solve: --%s FILE is missing", file_options[i]);
    return RAP_OK;
}

static cmd_exit run_solve(const cmd_run *run)
{
    rap_error err;
    chain_run c = {.run = run};
    if (check_solve(run, &err) != RAP_OK) return cmd_report(run, &err);
    for (size_t i = 0; i < N_FILES; i++) {
        const char *path = cmd_option(run, file_options[i]);
        if (path && cmd_is_missing(path)) return cmd_report_missing(run, path);
    }
    rap_status status = solve(&c, &err);
    for (size_t i = 0; i < N_FILES; i++) rap_csv_close(c.files[i]);
    rap_chain_free(c.chain);
    rap_free(c.demand);
    return status == RAP_OK ? CMD_DONE : cmd_report(run, &err);
}

/* ------------------------------------------------------------------ scenarios */

static rap_status answer_scenarios(const cmd_run *run, rap_error *err)
{
    rap_text text = {0}, line = {0};
    rap_table *table = NULL;
    question_line(run, &line);
    rap_status status = line.failed ? rap_fail_memory(err) : rap_read_file(run->arguments[1], SCENARIO_BYTES_MAX, &text, err);
    rap_chain_run asked = {
        .folder = run->data,
        .name = run->arguments[1],
        .text = {rap_text_get(&text), text.length},
        .unit = cmd_option(run, "unit"),
        .on = cmd_option(run, "on"),
        .question = rap_text_get(&line),
    };
    if (status == RAP_OK) status = rap_chain_run_scenarios(&asked, &table, err);
    if (status == RAP_OK) status = cmd_write_table(run, table, run->output, err);
    rap_table_free(table);
    rap_text_release(&text);
    rap_text_release(&line);
    return status;
}

static cmd_exit run_scenarios(const cmd_run *run)
{
    rap_error err;
    if (run->n_arguments != 2) {
        (void)rap_fail(&err, RAP_E_USAGE, "chain run: expected one file of scenarios, found %zu", run->n_arguments - 1);
        return cmd_report(run, &err);
    }
    if (cmd_is_missing(run->arguments[1])) return cmd_report_missing(run, run->arguments[1]);
    return answer_scenarios(run, &err) == RAP_OK ? CMD_DONE : cmd_report(run, &err);
}

/* ---------------------------------------------------------------------- words */

static cmd_exit no_such_word(const cmd_run *run)
{
    rap_error err;
    if (run->n_arguments == 0) {
        (void)rap_fail(&err, RAP_E_USAGE, "chain: what to do? chain footprint, chain solve, chain run; rapport help lists more");
        return cmd_report(run, &err);
    }
    rap_suggest suggest = rap_suggest_init(rap_span_of(run->arguments[0]));
    for (size_t i = 0; rap_question_at(i); i++)
        if (strncmp(rap_question_at(i)->name, "chain-", 6) == 0) rap_suggest_try(&suggest, rap_question_at(i)->name + 6);
    rap_suggest_try(&suggest, "solve");
    rap_suggest_try(&suggest, "run");
    char hint[96];
    (void)rap_fail(&err, RAP_E_USAGE, "chain does not know '%.60s'%s", run->arguments[0], rap_suggest_text(&suggest, hint, sizeof hint));
    return cmd_report(run, &err);
}

cmd_exit cmd_chain(const cmd_run *run)
{
    if (run->n_arguments && strcmp(run->arguments[0], "solve") == 0) return run_solve(run);
    if (run->n_arguments && strcmp(run->arguments[0], "run") == 0) return run_scenarios(run);
    return no_such_word(run);
}
