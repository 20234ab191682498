// SPDX-License-Identifier: Apache-2.0
/* explain - the page of an indicator, or the list of all. */
#include "cmd/output.h"
#include "cmd/prose.h"
#include "cmd/report.h"
#include "query/suggest.h"

static void add_part(rap_text *page, const char *name, const char *text)
{
    if (!text || !*text) return;
    rap_text_printf(page, "\n%s\n", name);
    prose_add(page, 4, text);
}

static rap_status add_page(rap_text *page, const char *name, rap_error *err)
{
    const rap_indicator *indicator = rap_indicator_find(name);
    if (!indicator) {
        rap_suggest suggest = rap_suggest_init(rap_span_of(name));
        for (size_t i = 0; rap_indicator_at(i); i++) rap_suggest_try(&suggest, rap_indicator_at(i)->name);
        char hint[96];
        return rap_fail(err, RAP_E_NOT_FOUND, "no indicator is called '%.60s'%s (see: rapport explain)", name,
                        rap_suggest_text(&suggest, hint, sizeof hint));
    }
    rap_text_printf(page, "%s: %s\n", indicator->name, indicator->title);
    add_part(page, "Definition", indicator->definition);
    add_part(page, "Formula", indicator->formula);
    add_part(page, "Neutral value", indicator->neutral);
    add_part(page, "Edge cases", indicator->degenerate);
    add_part(page, "Source", indicator->source);
    return RAP_OK;
}

cmd_exit cmd_explain(const cmd_run *run)
{
    rap_error err;
    rap_text page = {0};
    rap_status status = RAP_OK;
    const char *name = run->explain ? run->explain : run->n_arguments ? run->arguments[0] : NULL;
    if (name) status = add_page(&page, name, &err);
    for (size_t i = 0; !name && rap_indicator_at(i); i++)
        prose_add_pair(&page, 2, 24, rap_indicator_at(i)->name, rap_indicator_at(i)->title);
    if (status == RAP_OK) status = cmd_write_text(run, &page, &err);
    rap_text_release(&page);
    return status == RAP_OK ? CMD_DONE : cmd_report(run, &err);
}
