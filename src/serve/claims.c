// SPDX-License-Identifier: Apache-2.0
#include "serve/claims.h"

#include <string.h>

#include "base/alloc.h"
#include "query/plan.h"
#include "serve/put.h"

static const rap_question check = {
    .name = "check",
    .positionals = {"plan", "claim"},
    .required = 1,
    .options = "",
    .needs_cube = true,
    .summary = "claims of a plan that the program carries: verdict and evidence, in each reading",
    .help = "One row a claim and reading. A claim is supported or contradicted only where the data say so over the whole of "
            "their intervals; else it is undecidable, and what is missing is said.",
    .examples = {"check research", "check research R1,R3"},
};

const rap_question *rap_served_question_at(size_t i)
{
    size_t n = 0;
    while (rap_question_at(n)) n++;
    return i < n ? rap_question_at(i) : i == n ? &check : NULL;
}

const rap_question *rap_served_question_find(rap_span name)
{
    return rap_span_is(name, check.name) ? &check : rap_question_find(name);
}

bool rap_question_is_check(const rap_question *question)
{
    return question == &check;
}

static rap_status open_plan(const char *name, rap_plan **out, rap_error *err)
{
    rap_status status = rap_plan_builtin(name, out, err);
    return status == RAP_E_NOT_FOUND
               ? rap_fail(err, status, "no plan is called '%.60s' (/api/v1/plans lists them)", name) : status;
}

/* The cube that a request names comes first: asks that name none go to it. */
static rap_status check_with_all(const rap_plan *plan, const rap_site *site, const rap_site_cube *first, rap_table **out,
                                 rap_error *err)
{
    size_t counts[RAP_VERDICT_END], n = 0;
    rap_named_cube *cubes = rap_alloc(site->n_cubes, sizeof *cubes);
    if (!cubes) return rap_fail_memory(err);
    cubes[n++] = (rap_named_cube){first->name, first->cube};
    for (size_t i = 0; i < site->n_cubes; i++)
        if (&site->cubes[i] != first) cubes[n++] = (rap_named_cube){site->cubes[i].name, site->cubes[i].cube};
    rap_status status = rap_plan_check(plan, site->catalog, cubes, n, out, counts, err);
    rap_free(cubes);
    return status;
}

rap_status rap_claims_check(const rap_site *site, const rap_site_cube *first, const rap_option *options, size_t n,
                            rap_table **out, rap_error *err)
{
    const char *name = NULL, *claims = NULL;
    rap_plan *plan;
    for (size_t i = 0; i < n; i++) {
        const char **to = strcmp(options[i].name, "plan") == 0 ? &name : strcmp(options[i].name, "claim") == 0 ? &claims : NULL;
        if (!to) return rap_fail(err, RAP_E_USAGE, "check takes plan, claim and cube, not '%.60s'", options[i].name);
        if (*to || !options[i].value || !*options[i].value)
            return rap_fail(err, RAP_E_USAGE, "%s is given %s", options[i].name, *to ? "twice" : "without a value");
        *to = options[i].value;
    }
    if (!name) return rap_fail(err, RAP_E_USAGE, "plan is missing: check?plan=research (/api/v1/plans lists them)");
    RAP_TRY(open_plan(name, &plan, err));
    rap_status status = claims ? rap_plan_select(plan, claims, err) : RAP_OK;
    if (status == RAP_OK) status = check_with_all(plan, site, first, out, err);
    rap_plan_close(plan);
    return status;
}

/* ------------------------------------------------------------- as documents */

static void put_pair(rap_text *out, const char *name, const char *value)
{
    rap_put_open(out, '[');
    rap_put_string(out, name);
    rap_put_string(out, value);
    rap_put_close(out, ']');
}

static void put_asks(rap_text *out, const rap_plan_reading *reading)
{
    rap_put_name(out, "asks");
    rap_put_open(out, '[');
    for (size_t i = 0; i < reading->n_asks; i++) {
        const rap_plan_ask *ask = &reading->asks[i];
        rap_put_open(out, '{');
        rap_put_member(out, "name", ask->name);
        rap_put_member(out, "question", ask->question);
        rap_put_name(out, "options");
        rap_put_open(out, '[');
        for (size_t k = 0; k < ask->n_options; k++) put_pair(out, ask->options[k].name, ask->options[k].value);
        rap_put_close(out, ']');
        rap_put_close(out, '}');
    }
    rap_put_close(out, ']');
}

/* Column and rows of one side, for a chart of the evidence. */
static void put_term(rap_text *out, const char *side, const rap_term *term)
{
    if (!term->column) return;
    rap_put_name(out, side);
    rap_put_open(out, '{');
    rap_put_member(out, "ask", term->ask);
    rap_put_member(out, "column", term->column);
    rap_put_name(out, "rows");
    rap_put_open(out, '[');
    for (size_t i = 0; i < term->n_keys; i++) put_pair(out, term->keys[i].column, term->keys[i].value);
    rap_put_close(out, ']');
    rap_put_close(out, '}');
}

static void put_expects(rap_text *out, const rap_plan_reading *reading)
{
    rap_put_name(out, "expects");
    rap_put_open(out, '[');
    for (size_t i = 0; i < reading->n_expects; i++) {
        const rap_expect *expect = &reading->expects[i];
        rap_put_open(out, '{');
        rap_put_member(out, "text", expect->text);
        put_term(out, "left", &expect->left);
        put_term(out, "right", &expect->right);
        rap_put_close(out, '}');
    }
    rap_put_close(out, ']');
}

static void put_claim(rap_text *out, const rap_plan *plan, const rap_plan_claim *claim)
{
    rap_put_open(out, '{');
    rap_put_member(out, "id", claim->id);
    rap_put_member(out, "statement", claim->statement);
    rap_put_member(out, "source", *claim->source ? claim->source : plan->source);
    rap_put_name(out, "notes");
    rap_put_open(out, '[');
    for (size_t i = 0; i < claim->n_notes; i++) rap_put_string(out, claim->notes[i]);
    rap_put_close(out, ']');
    rap_put_name(out, "readings");
    rap_put_open(out, '[');
    for (size_t i = 0; i < claim->n_readings; i++) {
        rap_put_open(out, '{');
        rap_put_member(out, "name", i ? claim->readings[i].name : "as stated");
        put_asks(out, &claim->readings[i]);
        put_expects(out, &claim->readings[i]);
        rap_put_close(out, '}');
    }
    rap_put_close(out, ']');
    rap_put_close(out, '}');
}

static void put_plan(rap_text *out, const char *name, const rap_plan *plan, bool whole)
{
    rap_put_open(out, '{');
    rap_put_member(out, "name", name);
    rap_put_member(out, "title", plan->title);
    rap_put_member(out, "source", plan->source);
    if (whole) {
        rap_put_name(out, "claims");
        rap_put_open(out, '[');
        for (size_t i = 0; i < plan->n_claims; i++) put_claim(out, plan, &plan->claims[i]);
        rap_put_close(out, ']');
    }
    rap_put_close(out, '}');
}

static rap_status put_named(rap_text *out, const char *name, bool whole, rap_error *err)
{
    rap_plan *plan;
    RAP_TRY(open_plan(name, &plan, err));
    put_plan(out, name, plan, whole);
    rap_plan_close(plan);
    return RAP_OK;
}

static rap_status put_all(rap_text *out, rap_error *err)
{
    rap_status status = RAP_OK;
    rap_put_open(out, '[');
    for (size_t i = 0; status == RAP_OK && rap_plan_builtin_name(i).data; i++) {
        rap_text name = {0};
        rap_text_add(&name, rap_plan_builtin_name(i).data, rap_plan_builtin_name(i).length);
        status = name.failed ? rap_fail_memory(err) : put_named(out, rap_text_get(&name), false, err);
        rap_text_release(&name);
    }
    rap_put_close(out, ']');
    return status;
}

rap_status rap_claims_put(rap_text *out, const char *name, rap_error *err)
{
    rap_status status = name ? put_named(out, name, true, err) : put_all(out, err);
    rap_text_puts(out, "\n");
    return status;
}
