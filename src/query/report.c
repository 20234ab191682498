// SPDX-License-Identifier: Apache-2.0
#include "query/report.h"

#include <string.h>

#include "base/alloc.h"
#include "query/asker.h"
#include "query/asking.h"
#include "query/sentence.h"
#include "query/suggest.h"

struct rap_report {
    rap_keep keep;               /* texts and arrays of the document */
    rap_asker asker;             /* owns the answers */
    rap_table *claims;
    size_t n_infos;
    rap_table **infos;           /* one a cube */
    rap_document document;
    const rap_plan *plan;
    rap_error *err;
};

/* ------------------------------------------------------------------------ asks */

/* The ask as it is typed; the cube that it names is put by -c there. */
static rap_status command_of(rap_report *r, const rap_plan_ask *ask, const char **out)
{
    rap_text line = {0};
    rap_text_printf(&line, "rapport %s", ask->question);
    for (size_t i = 0; i < ask->n_options; i++) {
        const rap_option *option = &ask->options[i];
        bool word = !option->value && !rap_question_takes(rap_question_find(rap_span_of(ask->question)), rap_span_of(option->name));
        bool cube = option->value && strcmp(option->name, "cube") == 0;
        rap_text_puts(&line, word ? " " : cube ? " -c " : " --");
        rap_text_word(&line, cube ? option->value : option->name);
        if (cube) rap_text_puts(&line, ".rap");
        if (!option->value || cube) continue;
        rap_text_puts(&line, " ");
        rap_text_word(&line, option->value);
    }
    *out = line.failed ? NULL : rap_keep_text(&r->keep, rap_span_of(rap_text_get(&line)));
    rap_text_release(&line);
    return *out ? RAP_OK : rap_fail_memory(r->err);
}

static rap_status add_ask(rap_report *r, const rap_plan_ask *ask, const rap_plan_reading *reading, size_t *out)
{
    rap_document *d = &r->document;
    rap_answer answer;
    rap_document_ask asked = {0};
    RAP_TRY(rap_asker_ask(&r->asker, ask, reading, &answer, r->err));
    RAP_TRY(command_of(r, ask, &asked.command));
    for (size_t i = 0; i < d->n_asks; i++)
        if (strcmp(d->asks[i].command, asked.command) == 0) {
            *out = i;
            return RAP_OK;
        }
    asked.table = answer.table;
    asked.why = rap_keep_text(&r->keep, rap_span_of(answer.why ? answer.why : ""));
    if (!asked.why || !rap_keep_more(&r->keep, &d->asks, d->n_asks, sizeof *d->asks)) return rap_fail_memory(r->err);
    *out = d->n_asks;
    d->asks[d->n_asks++] = asked;
    return RAP_OK;
}

static const rap_plan_ask *ask_named(const rap_plan_section *section, const char *name)
{
    for (size_t i = 0; i < section->asked.n_asks; i++)
        if (strcmp(section->asked.asks[i].name, name) == 0) return &section->asked.asks[i];
    return &section->asked.asks[0]; /* the plan was read: there is one */
}

/* ----------------------------------------------------------------------- parts */

static rap_status check_column(const rap_table *table, const rap_plan_part *part, rap_error *err)
{
    size_t column = table ? rap_table_find(table, part->column) : 0;
    char hint[96];
    if (column == SIZE_MAX) {
        rap_suggest suggest = rap_suggest_init(rap_span_of(part->column));
        for (size_t c = 0; c < rap_table_columns(table); c++) rap_suggest_try(&suggest, rap_table_column(table, c).name);
        return rap_fail_line(err, RAP_E_FORMAT, part->line, "the answer has no column '%.60s'%s", part->column,
                             rap_suggest_text(&suggest, hint, sizeof hint));
    }
    if (table && rap_table_column(table, column).type == RAP_COLUMN_TEXT)
        return rap_fail_line(err, RAP_E_FORMAT, part->line, "'%.60s' is a column of text: a figure draws numbers", part->column);
    return RAP_OK;
}

static rap_status add_finding(rap_report *r, const rap_plan_part *part, const rap_plan_ask *ask, size_t which)
{
    rap_document *d = &r->document;
    const rap_table *table = d->asks[which].table;
    rap_text all = {0};
    if (!rap_sentence_has(ask->question))
        return rap_fail_line(r->err, RAP_E_FORMAT, part->line, "there is no sentence for '%.60s': a finding is of pair, partners, "
                             "rank, fields or trend", ask->question);
    if (table) rap_sentence_add(&all, r->asker.catalog, ask->question, table);
    else rap_text_printf(&all, "Not answered: %s.\n", d->asks[which].why);
    rap_status status = all.failed ? rap_fail_memory(r->err) : RAP_OK;
    rap_span rest = rap_span_of(rap_text_get(&all)), line;
    while (status == RAP_OK && rap_span_next(&rest, '\n', &line)) {
        if (!line.length) continue;
        const char *sentence = rap_keep_text(&r->keep, line);
        if (!sentence || !rap_keep_more(&r->keep, &d->findings, d->n_findings, sizeof *d->findings)) status = rap_fail_memory(r->err);
        else d->findings[d->n_findings++] = (rap_document_finding){which, sentence};
    }
    rap_text_release(&all);
    return status;
}

static rap_status add_part(rap_report *r, const rap_plan_section *from, const rap_plan_part *part, rap_document_section *to)
{
    const rap_plan_ask *ask = ask_named(from, part->ask);
    size_t which = 0;
    RAP_TRY(add_ask(r, ask, &from->asked, &which));
    const rap_table *table = r->document.asks[which].table;
    if (part->kind == RAP_PLAN_FINDING) return add_finding(r, part, ask, which);
    if (part->kind == RAP_PLAN_FIGURE) RAP_TRY(check_column(table, part, r->err));
    if (!rap_keep_more(&r->keep, &to->parts, to->n_parts, sizeof *to->parts)) return rap_fail_memory(r->err);
    to->parts[to->n_parts++] = (rap_document_part){
        .kind = part->kind == RAP_PLAN_FIGURE ? RAP_DOCUMENT_FIGURE : RAP_DOCUMENT_TABLE,
        .ask = which, .column = part->column,
        .title = *part->title ? part->title : table ? rap_table_title(table) : ask->text,
    };
    return RAP_OK;
}

/* An ask that nothing shows was forgotten, or its line was. */
static rap_status check_shown(const rap_plan_section *section, rap_error *err)
{
    for (size_t i = 0; i < section->asked.n_asks; i++) {
        const rap_plan_ask *ask = &section->asked.asks[i];
        bool shown = false;
        for (size_t k = 0; k < section->n_parts; k++) shown = shown || strcmp(section->parts[k].ask, ask->name) == 0;
        if (!shown)
            return rap_fail_line(err, RAP_E_FORMAT, ask->line, "nothing shows this ask: add a 'finding', 'figure' or 'table' line");
    }
    return RAP_OK;
}

static rap_status add_sections(rap_report *r)
{
    rap_document *d = &r->document;
    d->sections = rap_keep_new(&r->keep, r->plan->n_sections + 1, sizeof *d->sections);
    if (!d->sections) return rap_fail_memory(r->err);
    for (size_t i = 0; i < r->plan->n_sections; i++) {
        const rap_plan_section *from = &r->plan->sections[i];
        rap_document_section *to = &d->sections[d->n_sections++];
        *to = (rap_document_section){.title = from->title, .n_notes = from->n_notes, .notes = from->notes};
        RAP_TRY(check_shown(from, r->err));
        for (size_t k = 0; k < from->n_parts; k++) RAP_TRY(add_part(r, from, &from->parts[k], to));
    }
    return RAP_OK;
}

/* ---------------------------------------------------------------------- the rest */

static rap_status add_cubes(rap_report *r, const rap_catalog *catalog, const rap_named_cube *cubes, size_t n)
{
    rap_document *d = &r->document;
    d->cubes = rap_keep_new(&r->keep, n + 1, sizeof *d->cubes);
    r->infos = rap_keep_new(&r->keep, n + 1, sizeof *r->infos);
    if (!d->cubes || !r->infos) return rap_fail_memory(r->err);
    for (size_t i = 0; i < n; i++) {
        RAP_TRY(rap_ask(catalog, cubes[i].cube, "info", NULL, 0, &r->infos[i], r->err));
        r->n_infos = i + 1;
        d->cubes[d->n_cubes++] = (rap_document_cube){cubes[i].name, rap_cube_identity(cubes[i].cube), r->infos[i]};
    }
    return RAP_OK;
}

/* "data/plans/norway-china.plan" -> "norway-china.plan": where a file stands is no part of what it says. */
static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

rap_status rap_report_new(const rap_plan *plan, const rap_catalog *catalog, const rap_named_cube *cubes, size_t n_cubes,
                          rap_report **out, rap_error *err)
{
    size_t counts[RAP_VERDICT_END];
    rap_report *r = rap_alloc(1, sizeof *r);
    if (!r) return rap_fail_memory(err);
    r->plan = plan;
    r->err = err;
    r->asker = (rap_asker){.plan = plan, .catalog = catalog, .n_cubes = n_cubes, .cubes = cubes};
    r->document = (rap_document){.title = *plan->title ? plan->title : "Report", .plan = name_of(plan->path),
                                 .n_notes = plan->n_notes, .notes = plan->notes};
    rap_status status = add_sections(r);
    if (status == RAP_OK && plan->n_claims) status = rap_plan_check(plan, catalog, cubes, n_cubes, &r->claims, counts, err);
    if (status == RAP_OK) status = add_cubes(r, catalog, cubes, n_cubes);
    r->document.claims = r->claims;
    if (status == RAP_OK)
        *out = r;
    else
        rap_report_free(r);
    return status;
}

void rap_report_free(rap_report *r)
{
    if (!r) return;
    for (size_t i = 0; i < r->n_infos; i++) rap_table_free(r->infos[i]);
    rap_table_free(r->claims);
    rap_asker_release(&r->asker);
    rap_keep_release(&r->keep);
    rap_free(r);
}

const rap_document *rap_report_document(const rap_report *r)
{
    return &r->document;
}
