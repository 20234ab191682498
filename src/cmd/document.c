// SPDX-License-Identifier: Apache-2.0
/*
 * document - `rapport report`: a plan's sections and claims as one HTML file that needs no other.
 *
 * The file holds the style always, and the program that draws its figures where this program was built with the page.
 */
#include <string.h>

#include "cmd/open.h"
#include "cmd/output.h"
#include "cmd/report.h"
#include "cube/embedded.h"
#include "present/html.h"
#include "query/report.h"
#include "serve/page.h"

/* The file of the page called `name`, as text; empty where the program was built without it. */
static rap_status read_asset(const char *name, rap_text *out, rap_error *err)
{
    const rap_page_file *file = rap_page_find(name);
    if (!file) return RAP_OK;
    RAP_TRY(rap_page_put(out, file, false, err));
    return out->failed ? rap_fail_memory(err) : RAP_OK;
}

static rap_status write_document(const cmd_run *run, const rap_document *document, rap_error *err)
{
    rap_text script = {0}, hash = {0}, file = {0};
    rap_status status = read_asset("report.js", &script, err);
    if (status == RAP_OK) status = read_asset("report.sha256", &hash, err);
    rap_html_assets assets = {.style = rap_embedded("report.css"), .script = {rap_text_get(&script), script.length},
                              .script_hash = {rap_text_get(&hash), hash.length}};
    if (status == RAP_OK) status = rap_html_write(document, &assets, &file, err);
    if (status == RAP_OK) status = cmd_write_text(run, &file, err);
    rap_text_release(&script);
    rap_text_release(&hash);
    rap_text_release(&file);
    return status;
}

static rap_status report_plan(const cmd_run *run, const cmd_inputs *inputs, rap_error *err)
{
    const char *path = run->arguments[0];
    rap_plan *plan;
    rap_report *report = NULL;
    rap_status status = rap_plan_open(path, &plan, err);
    if (status != RAP_OK && strncmp(err->text, path, strlen(path)) == 0) return status; /* reading it names it already */
    if (status != RAP_OK) return rap_context(err, status, "%s", path);
    status = rap_report_new(plan, inputs->catalog, inputs->cubes, inputs->n_cubes, &report, err);
    if (status != RAP_OK) status = rap_context(err, status, "%s", path);
    if (status == RAP_OK) status = write_document(run, rap_report_document(report), err);
    rap_report_free(report);
    rap_plan_close(plan);
    return status;
}

cmd_exit cmd_document(const cmd_run *run)
{
    rap_error err;
    cmd_inputs inputs;
    if (run->n_arguments != 1) {
        (void)rap_fail(&err, RAP_E_USAGE, "report: %s", run->n_arguments ? "one plan makes one report; give one" : "which plan? give a file");
        return cmd_report(run, &err);
    }
    if (cmd_is_missing(run->arguments[0])) return cmd_report_missing(run, run->arguments[0]);
    if (cmd_spare(run, run->arguments[0], &err) != RAP_OK) return cmd_report(run, &err);
    cmd_exit status = cmd_inputs_open_all(run, &inputs);
    if (status != CMD_DONE) return status;
    if (report_plan(run, &inputs, &err) != RAP_OK) status = cmd_report(run, &err);
    else if (!rap_page_find("report.js")) cmd_say(run, "this program was built without its page: the report has tables, no figures");
    cmd_inputs_close(&inputs);
    return status;
}
