// SPDX-License-Identifier: Apache-2.0
/* check - a plan against a cube: each claim in each of its readings, with verdict and evidence, as a table. */
#include <string.h>

#include "base/alloc.h"
#include "base/table.h"
#include "query/asker.h"

typedef struct checking {
    const rap_plan *plan;
    rap_asker asker;
    rap_error *err;
} checking;

/* -------------------------------------------------------------- one reading */

static rap_status judge_expects(checking *c, const rap_plan_reading *expects, const rap_answer *answers, size_t n,
                                rap_finding *total)
{
    for (size_t i = 0; i < expects->n_expects; i++) {
        rap_finding one;
        RAP_TRY(rap_expect_judge(&expects->expects[i], answers, n, &one, c->err));
        total->verdict = rap_verdict_both(total->verdict, one.verdict);
        if (one.evidence.length)
            rap_text_printf(&total->evidence, "%s%s", total->evidence.length ? " | " : "", rap_text_get(&one.evidence));
        if (!total->has_value && one.has_value) {
            total->has_value = true;
            total->value = one.value;
            total->share = one.share;
        }
        rap_reasons_add(&total->missing, &one.missing);
        rap_finding_release(&one);
    }
    return RAP_OK;
}

static void add_needs(const rap_plan_reading *reading, rap_finding *total)
{
    for (size_t i = 0; i < reading->n_needs; i++) {
        total->verdict = rap_verdict_both(total->verdict, RAP_UNDECIDABLE);
        rap_reason_add(&total->missing, reading->needs[i]);
    }
}

static bool term_uses(const rap_term *term, const char *ask)
{
    return term && ((term->column && strcmp(term->ask, ask) == 0) || term_uses(term->over, ask));
}

/* Asks that nothing is expected of in this reading are not put: they may be dear. */
static bool uses(const rap_plan_reading *expects, const char *ask)
{
    for (size_t i = 0; i < expects->n_expects; i++)
        if (term_uses(&expects->expects[i].left, ask) || term_uses(&expects->expects[i].right, ask)) return true;
    return false;
}

static bool has_ask(const rap_plan_reading *reading, const char *name)
{
    for (size_t i = 0; i < reading->n_asks; i++)
        if (strcmp(reading->asks[i].name, name) == 0) return true;
    return false;
}

/* Where a reading expects or needs anything, that stands in place of all of the claim's own. */
static const rap_plan_reading *expects_of(const rap_plan_claim *claim, const rap_plan_reading *reading)
{
    return reading->n_expects || reading->n_needs ? reading : &claim->readings[0];
}

/* The claim's own asks, those of the same name in the reading taking their place, then the reading's others. */
static rap_status answer_all(checking *c, const rap_plan_claim *claim, const rap_plan_reading *reading, rap_answer *answers, size_t *n)
{
    const rap_plan_reading *own = &claim->readings[0], *expects = expects_of(claim, reading);
    for (size_t i = 0; i < own->n_asks; i++) {
        if (reading != own && has_ask(reading, own->asks[i].name)) continue;
        if (uses(expects, own->asks[i].name)) RAP_TRY(rap_asker_ask(&c->asker, &own->asks[i], reading, &answers[(*n)++], c->err));
    }
    for (size_t i = 0; reading != own && i < reading->n_asks; i++)
        if (uses(expects, reading->asks[i].name))
            RAP_TRY(rap_asker_ask(&c->asker, &reading->asks[i], reading, &answers[(*n)++], c->err));
    return RAP_OK;
}

/* What is missing matters only where it leaves the claim open. */
static void tidy(rap_finding *finding)
{
    if (finding->verdict == RAP_SUPPORTED || finding->verdict == RAP_CONTRADICTED) rap_text_clear(&finding->missing);
}

static rap_status check_reading(checking *c, const rap_plan_claim *claim, const rap_plan_reading *reading, rap_finding *out)
{
    const rap_plan_reading *own = &claim->readings[0], *expects = expects_of(claim, reading);
    size_t n = 0;
    rap_answer *answers = rap_alloc(own->n_asks + reading->n_asks, sizeof *answers);
    rap_status status = answers ? RAP_OK : rap_fail_memory(c->err);
    if (status == RAP_OK) status = answer_all(c, claim, reading, answers, &n);
    if (status == RAP_OK) status = judge_expects(c, expects, answers, n, out);
    if (status == RAP_OK) add_needs(expects, out);
    if (status == RAP_OK && (out->evidence.failed || out->missing.failed)) status = rap_fail_memory(c->err);
    if (status == RAP_OK) tidy(out);
    rap_free(answers);
    return status;
}

/* ---------------------------------------------------------------- the table */

typedef struct columns {
    size_t claim, statement, reading, verdict, evidence, missing, source;
} columns;

static columns add_columns(rap_table *t)
{
    columns c;
    c.claim = rap_table_add(t, "claim", "Claim", "", "", RAP_COLUMN_TEXT, 0);
    c.statement = rap_table_add(t, "statement", "Statement", "", "", RAP_COLUMN_TEXT, 0);
    c.reading = rap_table_add(t, "reading", "Reading", "", "", RAP_COLUMN_TEXT, 0);
    c.verdict = rap_table_add(t, "verdict", "Verdict", "", "", RAP_COLUMN_TEXT, 0);
    c.evidence = rap_table_add(t, "evidence", "Evidence", "", "", RAP_COLUMN_TEXT, 0);
    c.missing = rap_table_add(t, "missing", "Missing", "", "", RAP_COLUMN_TEXT, 0);
    c.source = rap_table_add(t, "source", "Source", "", "", RAP_COLUMN_TEXT, 0);
    rap_table_detail(t, c.source);
    return c;
}

static void add_value(rap_text *text, const rap_finding *finding)
{
    rap_text_printf(text, finding->share ? "%.2f %%" : "%.4g", finding->share ? 100 * finding->value : finding->value);
}

/* By how much a reading differs, where both judge the same. */
static void compare_readings(const rap_plan_claim *claim, rap_finding *findings)
{
    for (size_t i = 1; i < claim->n_readings; i++) {
        if (claim->readings[i].n_expects || !findings[i].has_value || !findings[0].has_value) continue;
        if (findings[i].value == findings[0].value) continue;
        rap_text_puts(&findings[i].evidence, " | ");
        add_value(&findings[i].evidence, &findings[i]);
        rap_text_puts(&findings[i].evidence, " here, ");
        add_value(&findings[i].evidence, &findings[0]);
        rap_text_puts(&findings[i].evidence, " as stated");
    }
}

static rap_status put_rows(const checking *c, const rap_plan_claim *claim, const rap_finding *findings, const columns *at,
                           rap_table *table)
{
    for (size_t i = 0; i < claim->n_readings; i++) {
        if (findings[i].evidence.failed) return rap_fail_memory(c->err);
        rap_table_begin(table);
        rap_table_text(table, at->claim, claim->id);
        rap_table_text(table, at->statement, claim->statement);
        rap_table_text(table, at->reading, i ? claim->readings[i].name : "as stated");
        rap_table_text(table, at->verdict, rap_verdict_text(findings[i].verdict));
        rap_table_text(table, at->evidence, rap_text_get(&findings[i].evidence));
        rap_table_text(table, at->missing, rap_text_get(&findings[i].missing));
        rap_table_text(table, at->source, *claim->source ? claim->source : c->plan->source);
    }
    return RAP_OK;
}

/* What happened, beside the numbers. */
static rap_status add_events(const rap_plan_claim *claim, rap_table *table, rap_error *err)
{
    rap_text list = {0};
    for (size_t i = 0; i < claim->n_events; i++)
        rap_text_printf(&list, "%s%s %s", i ? "; " : "", claim->events[i].date, claim->events[i].what);
    if (claim->n_events)
        rap_table_add_note(table, "%s: events beside the numbers, no cause is claimed: %s", claim->id, rap_text_get(&list));
    rap_status status = list.failed ? rap_fail_memory(err) : RAP_OK;
    rap_text_release(&list);
    return status;
}

static void add_asks(const rap_plan_claim *claim, rap_table *table)
{
    for (size_t i = 0; i < claim->n_readings; i++)
        for (size_t k = 0; k < claim->readings[i].n_asks; k++)
            rap_table_add_receipt(table, claim->id, "%s%s%s", claim->readings[i].name, i ? ": " : "",
                                  claim->readings[i].asks[k].text);
    for (size_t i = 0; i < claim->n_notes; i++) rap_table_add_note(table, "%s: %s", claim->id, claim->notes[i]);
}

static rap_status check_claim(checking *c, const rap_plan_claim *claim, const columns *at, rap_table *table,
                              size_t counts[RAP_VERDICT_END])
{
    rap_finding *findings = rap_alloc(claim->n_readings, sizeof *findings);
    rap_status status = findings ? RAP_OK : rap_fail_memory(c->err);
    for (size_t i = 0; status == RAP_OK && i < claim->n_readings; i++)
        status = check_reading(c, claim, &claim->readings[i], &findings[i]);
    if (status == RAP_OK) {
        compare_readings(claim, findings);
        status = put_rows(c, claim, findings, at, table);
        if (status == RAP_OK) status = add_events(claim, table, c->err);
        add_asks(claim, table);
        counts[findings[0].verdict]++;
    }
    for (size_t i = 0; findings && i < claim->n_readings; i++) rap_finding_release(&findings[i]);
    rap_free(findings);
    return status;
}

static void add_receipt(const checking *c, rap_table *table)
{
    for (size_t i = 0; i < c->plan->n_notes; i++) rap_table_add_note(table, "%s", c->plan->notes[i]);
    rap_table_add_receipt(table, "program", "rapport %s", rap_version());
    rap_table_add_receipt(table, "plan", "%s", c->plan->path);
    for (size_t i = 0; i < c->asker.n_cubes; i++)
        rap_table_add_receipt(table, "cube", "%s%s%s", rap_cube_identity(c->asker.cubes[i].cube), c->asker.n_cubes > 1 ? " " : "",
                              c->asker.n_cubes > 1 ? c->asker.cubes[i].name : "");
    rap_table_add_receipt(table, "verdicts", "a comparison holds, or fails, only over the whole 95 %% interval: of ranks and RIC as "
                          "the questions give it, of two counts as Poisson numbers, of shares as binomial ones; directions by Sen's "
                          "slope, without years that stand out; otherwise undecidable");
}

rap_status rap_plan_check(const rap_plan *plan, const rap_catalog *catalog, const rap_named_cube *cubes, size_t n_cubes,
                          rap_table **out, size_t counts[RAP_VERDICT_END], rap_error *err)
{
    size_t found[RAP_VERDICT_END] = {0};
    checking c = {.plan = plan, .asker = {.plan = plan, .catalog = catalog, .n_cubes = n_cubes, .cubes = cubes}, .err = err};
    rap_table *table = rap_table_new(*plan->title ? plan->title : "Claims");
    columns at = add_columns(table);
    add_receipt(&c, table);
    rap_status status = RAP_OK;
    for (size_t i = 0; status == RAP_OK && i < plan->n_claims; i++) status = check_claim(&c, &plan->claims[i], &at, table, found);
    rap_asker_release(&c.asker);
    if (status != RAP_OK) {
        rap_table_free(table);
        return status;
    }
    RAP_TRY(rap_table_finish(table, out, err));
    memcpy(counts, found, sizeof found);
    return RAP_OK;
}

const char *rap_verdict_text(rap_verdict verdict)
{
    static const char *const texts[RAP_VERDICT_END] = {
        [RAP_SUPPORTED] = "supported", [RAP_CONTRADICTED] = "contradicted", [RAP_UNDECIDABLE] = "undecidable",
        [RAP_ILL_POSED] = "ill-posed",
    };
    return (unsigned)verdict < RAP_VERDICT_END ? texts[verdict] : "unknown verdict";
}
