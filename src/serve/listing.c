// SPDX-License-Identifier: Apache-2.0
#include "serve/listing.h"

#include "query/suggest.h"
#include "serve/claims.h"
#include "serve/definition.h"
#include "serve/link.h"
#include "serve/problem.h"
#include "serve/put.h"

/* --------------------------------------------------------------- everything */

static void put_option(rap_text *out, const char *name, const char *value, const char *summary, bool required, bool repeats)
{
    rap_put_open(out, '{');
    rap_put_member(out, "name", name);
    rap_put_member(out, "value", value);
    if (summary) rap_put_member(out, "summary", summary);
    rap_put_name(out, "required");
    rap_put_truth(out, required);
    rap_put_name(out, "repeats");
    rap_put_truth(out, repeats);
    rap_put_close(out, '}');
}

static void put_options(rap_text *out, const rap_question *question)
{
    const rap_option_spec *spec;
    rap_put_name(out, "options");
    rap_put_open(out, '[');
    for (size_t i = 0; question->positionals[i]; i++)
        put_option(out, question->positionals[i], "NAME", NULL, i < question->required, false);
    for (size_t i = 0; (spec = rap_option_spec_at(i)); i++)
        if (rap_question_takes(question, rap_span_of(spec->name)))
            put_option(out, spec->name, spec->value, spec->summary, false, spec->repeats);
    rap_put_close(out, ']');
}

static void put_examples(rap_text *out, const rap_question *question)
{
    rap_put_name(out, "examples");
    rap_put_open(out, '[');
    for (size_t i = 0; question->examples[i]; i++) {
        rap_text link = {0};
        rap_link_example(&link, question, i);
        rap_put_string(out, rap_text_get(&link));
        if (link.failed) out->failed = true;
        rap_text_release(&link);
    }
    rap_put_close(out, ']');
}

static void put_questions(rap_text *out)
{
    const rap_question *question;
    rap_put_name(out, "questions");
    rap_put_open(out, '[');
    for (size_t i = 0; (question = rap_served_question_at(i)); i++) {
        rap_put_open(out, '{');
        rap_put_member(out, "name", question->name);
        rap_put_member(out, "summary", question->summary);
        rap_put_member(out, "help", question->help);
        put_options(out, question);
        put_examples(out, question);
        rap_put_close(out, '}');
    }
    rap_put_close(out, ']');
}

static void put_cubes(rap_text *out, const rap_site *site)
{
    rap_put_name(out, "cubes");
    rap_put_open(out, '[');
    for (size_t i = 0; i < site->n_cubes; i++) {
        rap_put_open(out, '{');
        rap_put_member(out, "name", site->cubes[i].name);
        rap_put_member(out, "identity", rap_cube_identity(site->cubes[i].cube));
        rap_put_name(out, "default");
        rap_put_truth(out, i == 0);
        rap_put_close(out, '}');
    }
    rap_put_close(out, ']');
}

void rap_listing_put(rap_text *out, const rap_site *site)
{
    rap_put_open(out, '{');
    rap_put_member(out, "program", "rapport");
    rap_put_member(out, "version", rap_version());
    put_cubes(out, site);
    put_questions(out);
    rap_put_member(out, "indicators", RAP_API_ROOT "explain");
    rap_put_member(out, "plans", RAP_API_ROOT "plans");
    rap_put_member(out, "problems", RAP_API_ROOT "problems");
    rap_put_member(out, "description", "/openapi.json");
    rap_put_close(out, '}');
    rap_text_puts(out, "\n");
}

/* --------------------------------------------------------------- indicators */

static rap_status unknown_indicator(const char *name, rap_error *err)
{
    rap_suggest suggest = rap_suggest_init(rap_span_of(name));
    for (size_t i = 0; rap_indicator_at(i); i++) rap_suggest_try(&suggest, rap_indicator_at(i)->name);
    char hint[96];
    return rap_fail(err, RAP_E_NOT_FOUND, "no indicator is called '%.60s'%s (%sexplain lists them)", name,
                    rap_suggest_text(&suggest, hint, sizeof hint), RAP_API_ROOT);
}

rap_status rap_listing_explain(rap_text *out, const char *name, rap_error *err)
{
    const rap_indicator *indicator = name ? rap_indicator_find(name) : NULL;
    if (name && !indicator) return unknown_indicator(name, err);
    if (!name) rap_put_open(out, '[');
    for (size_t i = 0; !name && (indicator = rap_indicator_at(i)); i++) rap_definition_put(out, indicator);
    if (name) rap_definition_put(out, indicator);
    else rap_put_close(out, ']');
    rap_text_puts(out, "\n");
    return RAP_OK;
}

/* ------------------------------------------------------------------ problems */

static void put_problem(rap_text *out, const rap_problem *problem)
{
    rap_put_open(out, '{');
    rap_put_member(out, "name", problem->name);
    rap_put_name(out, "status");
    rap_put_whole(out, problem->status);
    rap_put_member(out, "title", problem->title);
    rap_put_member(out, "meaning", problem->meaning);
    rap_put_close(out, '}');
}

rap_status rap_listing_problems(rap_text *out, const char *name, rap_error *err)
{
    const rap_problem *problem = name ? rap_problem_find(name) : NULL;
    if (name && !problem)
        return rap_fail(err, RAP_E_NOT_FOUND, "no problem is called '%.60s' (%sproblems lists them)", name, RAP_API_ROOT);
    if (!name) rap_put_open(out, '[');
    for (size_t i = 0; !name && (problem = rap_problem_at(i)); i++) put_problem(out, problem);
    if (name) put_problem(out, problem);
    else rap_put_close(out, ']');
    rap_text_puts(out, "\n");
    return RAP_OK;
}
