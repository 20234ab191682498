// SPDX-License-Identifier: Apache-2.0
/* check - plans of claims against a cube: one table of verdicts, and an exit status that says whether all hold. */
#include <string.h>

#include "cmd/open.h"
#include "cmd/output.h"
#include "cmd/report.h"

/* Adds the rows of `part` to `all`, with the plan's file before them; the columns are those of the first part. */
static void add_columns(rap_table *all, const rap_table *part)
{
    (void)rap_table_add(all, "plan", "Plan", "", "", RAP_COLUMN_TEXT, 0);
    for (size_t c = 0; c < rap_table_columns(part); c++) {
        rap_column_info column = rap_table_column(part, c);
        size_t added =
            rap_table_add(all, column.name, column.title, column.unit, column.indicator, column.type, column.decimals);
        if (column.detail) rap_table_detail(all, added);
    }
}

static void add_rows(rap_table *all, const rap_table *part, const char *plan, size_t *rows)
{
    for (size_t r = 0; r < rap_table_rows(part); r++) {
        rap_table_begin(all);
        rap_table_text(all, 0, plan);
        for (size_t c = 0; c < rap_table_columns(part); c++) rap_table_set(all, *rows, c + 1, rap_table_cell(part, r, c));
        (*rows)++;
    }
}

static void add_words(rap_table *all, const rap_table *part, bool with_receipt)
{
    const char *key, *value;
    for (size_t i = 0; rap_table_note(part, i); i++) rap_table_add_note(all, "%s", rap_table_note(part, i));
    for (size_t i = 0; with_receipt && rap_table_receipt(part, i, &key, &value); i++)
        rap_table_add_receipt(all, key, "%s", value);
}

static rap_status check_plan(const cmd_run *run, const cmd_inputs *inputs, const char *path, rap_table **out,
                             size_t counts[RAP_VERDICT_END], rap_error *err)
{
    rap_plan *plan;
    const char *claims = cmd_option(run, "claim");
    rap_status status = rap_plan_open(path, &plan, err);
    if (status != RAP_OK && strncmp(err->text, path, strlen(path)) == 0) return status; /* reading it names it already */
    if (status != RAP_OK) return rap_context(err, status, "%s", path);
    if (claims) status = rap_plan_select(plan, claims, err);
    if (status == RAP_OK) status = rap_plan_check(plan, inputs->catalog, inputs->cubes, inputs->n_cubes, out, counts, err);
    rap_plan_close(plan);
    return status == RAP_OK ? RAP_OK : rap_context(err, status, "%s", path);
}

/* All plans as one table; `counts` are the sums. */
static rap_status check_plans(const cmd_run *run, const cmd_inputs *inputs, rap_table **out, size_t counts[RAP_VERDICT_END],
                              rap_error *err)
{
    rap_table *all = rap_table_new("Claims");
    rap_status status = RAP_OK;
    size_t rows = 0;
    for (size_t i = 0; i < run->n_arguments && status == RAP_OK; i++) {
        size_t some[RAP_VERDICT_END] = {0};
        rap_table *part;
        status = check_plan(run, inputs, run->arguments[i], &part, some, err);
        if (status != RAP_OK) break;
        for (int v = 0; v < RAP_VERDICT_END; v++) counts[v] += some[v];
        if (i == 0) add_columns(all, part);
        add_rows(all, part, run->arguments[i], &rows);
        add_words(all, part, i == 0);
        rap_table_free(part);
    }
    if (status == RAP_OK) return rap_table_finish(all, out, err);
    rap_table_free(all);
    return status;
}

static rap_status check_one(const cmd_run *run, const cmd_inputs *inputs, rap_table **out, size_t counts[RAP_VERDICT_END],
                            rap_error *err)
{
    return run->n_arguments == 1 ? check_plan(run, inputs, run->arguments[0], out, counts, err)
                                 : check_plans(run, inputs, out, counts, err);
}

/* Only what each claim comes to: claim, verdict, statement; readings and evidence are left to the whole table. */
static rap_status shorten(rap_table **table, rap_error *err)
{
    const rap_table *whole = *table;
    size_t claim = rap_table_find(whole, "claim"), verdict = rap_table_find(whole, "verdict");
    size_t statement = rap_table_find(whole, "statement"), reading = rap_table_find(whole, "reading");
    rap_table *brief = rap_table_new(rap_table_title(whole));
    rap_column_info head[] = {rap_table_column(whole, claim), rap_table_column(whole, verdict), rap_table_column(whole, statement)};
    for (size_t c = 0; c < 3; c++)
        (void)rap_table_add(brief, head[c].name, head[c].title, head[c].unit, head[c].indicator, head[c].type, head[c].decimals);
    for (size_t r = 0; r < rap_table_rows(whole); r++) {
        if (strcmp(rap_table_cell(whole, r, reading).text, "as stated") != 0) continue;
        rap_table_begin(brief);
        rap_table_text(brief, 0, rap_table_cell(whole, r, claim).text);
        rap_table_text(brief, 1, rap_table_cell(whole, r, verdict).text);
        rap_table_text(brief, 2, rap_table_cell(whole, r, statement).text);
    }
    rap_table *out;
    RAP_TRY(rap_table_finish(brief, &out, err));
    rap_table_free(*table);
    *table = out;
    return RAP_OK;
}

static cmd_exit conclude(const cmd_run *run, const size_t counts[RAP_VERDICT_END])
{
    rap_text line = {0};
    size_t all = 0;
    for (int v = 0; v < RAP_VERDICT_END; v++) all += counts[v];
    rap_text_printf(&line, "%zu claim%s:", all, all == 1 ? "" : "s");
    for (int v = 0; v < RAP_VERDICT_END; v++)
        rap_text_printf(&line, "%s %zu %s", v ? "," : "", counts[v], rap_verdict_text((rap_verdict)v));
    cmd_say(run, "%s", rap_text_get(&line));
    rap_text_release(&line);
    if (counts[RAP_CONTRADICTED]) return CMD_NO;
    bool undecided = counts[RAP_UNDECIDABLE] || counts[RAP_ILL_POSED];
    return undecided && cmd_option(run, "require-decided") ? CMD_DATA : CMD_DONE;
}

cmd_exit cmd_check(const cmd_run *run)
{
    rap_error err;
    cmd_inputs inputs;
    if (run->n_arguments == 0) {
        (void)rap_fail(&err, RAP_E_USAGE, "check: which plan? give files of claims");
        return cmd_report(run, &err);
    }
    for (size_t i = 0; i < run->n_arguments; i++) {
        if (cmd_is_missing(run->arguments[i])) return cmd_report_missing(run, run->arguments[i]);
        if (cmd_spare(run, run->arguments[i], &err) != RAP_OK) return cmd_report(run, &err);
    }
    cmd_exit status = cmd_inputs_open_all(run, &inputs);
    if (status != CMD_DONE) return status;
    rap_table *table = NULL;
    size_t counts[RAP_VERDICT_END] = {0};
    rap_status asked = check_one(run, &inputs, &table, counts, &err);
    if (asked == RAP_OK && cmd_option(run, "brief")) asked = shorten(&table, &err);
    if (asked == RAP_OK) asked = cmd_write_table(run, table, run->output, &err);
    status = asked == RAP_OK ? conclude(run, counts) : cmd_report(run, &err);
    rap_table_free(table);
    cmd_inputs_close(&inputs);
    return status;
}
