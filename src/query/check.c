// SPDX-License-Identifier: Apache-2.0
/*
 * check - a plan against a cube: asks its questions, judges what it expects, tells each claim's verdict and evidence.
 *
 * What can go wrong with an ask decides the verdict: what the cube does not hold makes a claim undecidable, what makes no
 * sense makes it ill-posed, and what the plan misspells stops the check with the plan's line.
 */
#include <string.h>

#include "base/alloc.h"
#include "query/asking.h"
#include "query/plan.h"
#include "query/suggest.h"

#define CHECK_OPTIONS 64

/* ---------------------------------------------------------------- one ask */

/* An ask with the options of a reading put in: what the question gets. */
typedef struct asked {
    const rap_question *question;
    size_t n;
    rap_option options[CHECK_OPTIONS];
    bool points;
} asked;

static rap_status unknown_question(const rap_plan_ask *ask, rap_error *err)
{
    rap_suggest suggest = rap_suggest_init(rap_span_of(ask->question));
    for (size_t i = 0; rap_question_at(i); i++) rap_suggest_try(&suggest, rap_question_at(i)->name);
    char hint[96];
    return rap_fail_line(err, RAP_E_FORMAT, ask->line, "no question is called '%.60s'%s", ask->question,
                         rap_suggest_text(&suggest, hint, sizeof hint));
}

static rap_status unknown_option(const asked *a, const char *name, uint64_t line, rap_error *err)
{
    rap_suggest suggest = rap_suggest_init(rap_span_of(name));
    for (size_t i = 0; rap_option_spec_at(i); i++)
        if (rap_question_takes(a->question, rap_span_of(rap_option_spec_at(i)->name)))
            rap_suggest_try(&suggest, rap_option_spec_at(i)->name);
    char hint[96];
    return rap_fail_line(err, RAP_E_FORMAT, line, "%s takes no '%.60s'%s", a->question->name, name,
                         rap_suggest_text(&suggest, hint, sizeof hint));
}

static bool is_positional(const rap_question *question, const char *name)
{
    for (size_t i = 0; question->positionals[i]; i++)
        if (strcmp(question->positionals[i], name) == 0) return true;
    return false;
}

static rap_status put_option(asked *a, rap_option option, uint64_t line, rap_error *err)
{
    if (strcmp(option.name, "points") == 0 && !option.value) {
        a->points = true;
        return RAP_OK;
    }
    if (!rap_question_takes(a->question, rap_span_of(option.name)) && !is_positional(a->question, option.name))
        return unknown_option(a, option.name, line, err);
    if (a->n == CHECK_OPTIONS)
        return rap_fail_line(err, RAP_E_FORMAT, line, "at most %d options in one ask", CHECK_OPTIONS);
    a->options[a->n++] = option;
    return RAP_OK;
}

/* A word that is no option fills the next positional. */
static rap_status put_word(asked *a, rap_option word, size_t *positional, uint64_t line, rap_error *err)
{
    const char *next = a->question->positionals[*positional];
    bool option = word.value || strcmp(word.name, "points") == 0 || rap_question_takes(a->question, rap_span_of(word.name));
    if (option || !next) return put_option(a, word, line, err);
    ++*positional;
    return put_option(a, (rap_option){next, word.name}, line, err);
}

static void take_out(asked *a, const char *name)
{
    size_t kept = 0;
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->options[i].name, name) != 0) a->options[kept++] = a->options[i];
    a->n = kept;
}

/* A reading's options replace those of the same name; "name=" takes one out. */
static rap_status put_reading(asked *a, const rap_plan_reading *reading, rap_error *err)
{
    for (size_t i = 0; i < reading->n_options; i++) take_out(a, reading->options[i].name);
    for (size_t i = 0; i < reading->n_options; i++) {
        const rap_option *option = &reading->options[i];
        if (option->value && !*option->value) continue;
        RAP_TRY(put_option(a, *option, reading->line, err));
    }
    return RAP_OK;
}

static rap_status make_asked(const rap_plan_ask *ask, const rap_plan_reading *reading, asked *out, rap_error *err)
{
    *out = (asked){.question = rap_question_find(rap_span_of(ask->question))};
    if (!out->question) return unknown_question(ask, err);
    size_t positional = 0;
    for (size_t i = 0; i < ask->n_options; i++) RAP_TRY(put_word(out, ask->options[i], &positional, ask->line, err));
    return put_reading(out, reading, err);
}

/* ------------------------------------------------------------- its answer */

typedef struct checking {
    const rap_plan *plan;
    const rap_catalog *catalog;
    const rap_cube *cube;
    rap_error *err;
} checking;

/* An answer that owns its table and its reason. */
typedef struct answered {
    rap_table *table;
    rap_text why;
} answered;

/*
 * A name that was not found is the plan's mistake where the catalogue does not know it, and missing data where only this
 * cube does not: without the options that name subjects and years of the cube, the first still fails.
 */
static bool is_misspelt(const checking *c, const asked *a)
{
    static const char *const of_the_cube[] = {"years", "subject", "topic", "each"};
    asked rest = *a;
    rap_asking asking;
    for (size_t i = 0; i < sizeof of_the_cube / sizeof *of_the_cube; i++) take_out(&rest, of_the_cube[i]);
    rap_status status = rap_asking_init(c->catalog, c->cube, rest.question, rest.options, rest.n, &asking, NULL);
    if (status == RAP_OK) rap_asking_release(&asking);
    return status == RAP_E_NOT_FOUND;
}

static rap_status put_in_words(rap_answer *answer, answered *owned, rap_verdict lack, const rap_error *why, rap_error *err)
{
    answer->lack = lack;
    rap_text_puts(&owned->why, why->text);
    if (owned->why.failed) return rap_fail_memory(err);
    answer->why = rap_text_get(&owned->why);
    return RAP_OK;
}

/* What a failed ask means for the claim; other failures are failures of the check. */
static rap_status explain(const checking *c, const asked *a, const rap_plan_ask *ask, rap_status status, const rap_error *why,
                          bool understood, rap_answer *answer, answered *owned)
{
    switch (status) {
    case RAP_E_USAGE: /* once understood, a question only lacks data: a forecast from too few years */
        return put_in_words(answer, owned, understood ? RAP_UNDECIDABLE : RAP_ILL_POSED, why, c->err);
    case RAP_E_UNSUPPORTED: return put_in_words(answer, owned, RAP_UNDECIDABLE, why, c->err);
    case RAP_E_NOT_FOUND:
        if (understood || !is_misspelt(c, a)) return put_in_words(answer, owned, RAP_UNDECIDABLE, why, c->err);
        return rap_fail_line(c->err, RAP_E_FORMAT, ask->line, "%s", why->text);
    case RAP_E_MEMORY: return rap_fail_memory(c->err);
    case RAP_OK:
    case RAP_E_IO:
    case RAP_E_FORMAT:
    case RAP_E_INTERRUPTED:
    case RAP_STATUS_END: break;
    }
    return rap_fail(c->err, status, "asking '%s': %.300s", ask->text, why->text);
}

static rap_status answer_ask(const checking *c, const rap_plan_ask *ask, const rap_plan_reading *reading, rap_answer *answer,
                             answered *owned)
{
    asked a;
    rap_asking asking;
    rap_error why = {0};
    RAP_TRY(make_asked(ask, reading, &a, c->err));
    *answer = (rap_answer){.name = ask->name, .points = a.points};
    rap_status status = rap_asking_init(c->catalog, c->cube, a.question, a.options, a.n, &asking, &why);
    if (status != RAP_OK) return explain(c, &a, ask, status, &why, false, answer, owned);
    answer->first_year = asking.lens.year_low;
    answer->last_year = asking.lens.year_high;
    status = a.question->ask(&asking, &owned->table, &why);
    rap_asking_release(&asking);
    if (status != RAP_OK) return explain(c, &a, ask, status, &why, true, answer, owned);
    answer->table = owned->table;
    return RAP_OK;
}

/* -------------------------------------------------------------- one reading */

static bool has_ask(const rap_plan_reading *reading, const char *name)
{
    for (size_t i = 0; i < reading->n_asks; i++)
        if (strcmp(reading->asks[i].name, name) == 0) return true;
    return false;
}

static rap_status judge_expects(const checking *c, const rap_plan_reading *expects, const rap_answer *answers, size_t n,
                                rap_finding *total)
{
    for (size_t i = 0; i < expects->n_expects; i++) {
        rap_finding one;
        RAP_TRY(rap_expect_judge(&expects->expects[i], answers, n, &one, c->err));
        total->verdict = rap_verdict_both(total->verdict, one.verdict);
        rap_text_printf(&total->evidence, "%s%s", total->evidence.length ? " | " : "", rap_text_get(&one.evidence));
        if (!total->has_value && one.has_value) {
            total->has_value = true;
            total->value = one.value;
            total->share = one.share;
        }
        rap_reason_add(&total->missing, rap_text_get(&one.missing));
        rap_finding_release(&one);
    }
    return RAP_OK;
}

static void add_needs(const rap_plan_claim *claim, rap_finding *total)
{
    for (size_t i = 0; i < claim->n_needs; i++) {
        total->verdict = rap_verdict_both(total->verdict, RAP_UNDECIDABLE);
        rap_reason_add(&total->missing, claim->needs[i]);
    }
}

/* The claim's own asks, those of the same name in the reading taking their place, then the reading's others. */
static rap_status answer_all(const checking *c, const rap_plan_claim *claim, const rap_plan_reading *reading,
                             rap_answer *answers, answered *owned, size_t *n)
{
    const rap_plan_reading *own = &claim->readings[0];
    for (size_t i = 0; i < own->n_asks; i++) {
        if (reading != own && has_ask(reading, own->asks[i].name)) continue;
        RAP_TRY(answer_ask(c, &own->asks[i], reading, &answers[*n], &owned[*n]));
        ++*n;
    }
    for (size_t i = 0; reading != own && i < reading->n_asks; i++) {
        RAP_TRY(answer_ask(c, &reading->asks[i], reading, &answers[*n], &owned[*n]));
        ++*n;
    }
    return RAP_OK;
}

static rap_status check_reading(const checking *c, const rap_plan_claim *claim, const rap_plan_reading *reading, rap_finding *out)
{
    const rap_plan_reading *own = &claim->readings[0], *expects = reading->n_expects ? reading : own;
    size_t most = own->n_asks + reading->n_asks, n = 0;
    rap_answer *answers = rap_alloc(most, sizeof *answers);
    answered *owned = rap_alloc(most, sizeof *owned);
    rap_status status = answers && owned ? RAP_OK : rap_fail_memory(c->err);
    if (status == RAP_OK) status = answer_all(c, claim, reading, answers, owned, &n);
    if (status == RAP_OK) status = judge_expects(c, expects, answers, n, out);
    if (status == RAP_OK) add_needs(claim, out);
    if (status == RAP_OK && (out->evidence.failed || out->missing.failed)) status = rap_fail_memory(c->err);
    for (size_t i = 0; owned && i < most; i++) {
        rap_table_free(owned[i].table);
        rap_text_release(&owned[i].why);
    }
    rap_free(owned);
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

/* By how much a reading differs, where both judge the same; and, for the claim's own, which readings say otherwise. */
static void compare_readings(const rap_plan_claim *claim, rap_finding *findings)
{
    for (size_t i = 1; i < claim->n_readings; i++) {
        if (claim->readings[i].n_expects || !findings[i].has_value || !findings[0].has_value) continue;
        rap_text_puts(&findings[i].evidence, " | ");
        add_value(&findings[i].evidence, &findings[i]);
        rap_text_puts(&findings[i].evidence, " here, ");
        add_value(&findings[i].evidence, &findings[0]);
        rap_text_puts(&findings[i].evidence, " as stated");
    }
    bool first = true;
    for (size_t i = 1; i < claim->n_readings; i++) {
        if (findings[i].verdict == findings[0].verdict) continue;
        rap_text_printf(&findings[0].evidence, "%s%s: %s", first ? " | other readings differ: " : ", ", claim->readings[i].name,
                        rap_verdict_text(findings[i].verdict));
        first = false;
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

static void add_asks(const rap_plan_claim *claim, rap_table *table)
{
    for (size_t i = 0; i < claim->n_readings; i++)
        for (size_t k = 0; k < claim->readings[i].n_asks; k++)
            rap_table_add_receipt(table, claim->id, "%s%s%s", claim->readings[i].name, i ? ": " : "",
                                  claim->readings[i].asks[k].text);
    for (size_t i = 0; i < claim->n_notes; i++) rap_table_add_note(table, "%s: %s", claim->id, claim->notes[i]);
}

static rap_status check_claim(const checking *c, const rap_plan_claim *claim, const columns *at, rap_table *table,
                              size_t counts[RAP_VERDICT_END])
{
    rap_finding *findings = rap_alloc(claim->n_readings, sizeof *findings);
    rap_status status = findings ? RAP_OK : rap_fail_memory(c->err);
    for (size_t i = 0; status == RAP_OK && i < claim->n_readings; i++)
        status = check_reading(c, claim, &claim->readings[i], &findings[i]);
    if (status == RAP_OK) {
        compare_readings(claim, findings);
        status = put_rows(c, claim, findings, at, table);
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
    rap_table_add_receipt(table, "cube", "%s", rap_cube_identity(c->cube));
    rap_table_add_receipt(table, "verdicts", "a comparison holds, or fails, only over the whole 95 %% interval: of ranks and RIC as "
                          "the questions give it, of two counts as Poisson numbers, of shares as binomial ones; directions by Sen's "
                          "slope, without years that stand out; otherwise undecidable");
}

rap_status rap_plan_check(const rap_plan *plan, const rap_catalog *catalog, const rap_cube *cube, rap_table **out,
                          size_t counts[RAP_VERDICT_END], rap_error *err)
{
    size_t found[RAP_VERDICT_END] = {0};
    checking c = {plan, catalog, cube, err};
    rap_table *table = rap_table_new(*plan->title ? plan->title : "Claims");
    columns at = add_columns(table);
    add_receipt(&c, table);
    rap_status status = RAP_OK;
    for (size_t i = 0; status == RAP_OK && i < plan->n_claims; i++) status = check_claim(&c, &plan->claims[i], &at, table, found);
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
