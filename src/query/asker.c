// SPDX-License-Identifier: Apache-2.0
#include "query/asker.h"

#include <string.h>

#include "base/alloc.h"
#include "query/args.h"
#include "query/suggest.h"

#define ASKED_OPTIONS 64

/* ------------------------------------------------------- what a question gets */

/* An ask with the options of a reading put in: what the question gets. */
typedef struct asked {
    const rap_question *question;
    const char *cube;    /* its name; NULL = the first */
    size_t n;
    rap_option options[ASKED_OPTIONS];
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
    if (strcmp(option.name, "cube") == 0 && option.value) {
        a->cube = option.value;
        return RAP_OK;
    }
    if (!rap_question_takes(a->question, rap_span_of(option.name)) && !is_positional(a->question, option.name))
        return unknown_option(a, option.name, line, err);
    if (a->n == ASKED_OPTIONS)
        return rap_fail_line(err, RAP_E_FORMAT, line, "at most %d options in one ask", ASKED_OPTIONS);
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
    if (strcmp(name, "cube") == 0) a->cube = NULL;
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

/* Areas are names of the catalogue: a misspelt one is found also where the cube has no subjects to ask for. */
static rap_status check_areas(const asked *a, const rap_catalog *catalog, uint64_t line, rap_error *err)
{
    const rap_area *area;
    rap_error why;
    for (size_t i = 0; i < a->n; i++) {
        if (strcmp(a->options[i].name, "area") != 0 || !a->options[i].value) continue;
        rap_span rest = rap_span_of(a->options[i].value), name;
        for (size_t length; rest.length; rest = (rap_span){rest.data + length, rest.length - length}) {
            for (length = 0; length < rest.length && rest.data[length] != '+' && rest.data[length] != ',';) length++;
            name = rap_span_trim((rap_span){rest.data, length});
            if (rap_args_find_area(catalog, name, &area, &why) != RAP_OK)
                return rap_fail_line(err, RAP_E_FORMAT, line, "%s", why.text);
            length += length < rest.length;
        }
    }
    return RAP_OK;
}

/* A plan that says which cubes it asks asks no others. */
static rap_status check_cube(const rap_plan *plan, const asked *a, uint64_t line, rap_error *err)
{
    rap_suggest suggest = rap_suggest_init(rap_span_of(a->cube ? a->cube : ""));
    if (!a->cube || !plan->n_cubes) return RAP_OK;
    for (size_t i = 0; i < plan->n_cubes; i++) {
        if (strcmp(plan->cubes[i].name, a->cube) == 0) return RAP_OK;
        rap_suggest_try(&suggest, plan->cubes[i].name);
    }
    char hint[96];
    return rap_fail_line(err, RAP_E_FORMAT, line, "no 'cube' line of the plan names '%.60s'%s", a->cube,
                         rap_suggest_text(&suggest, hint, sizeof hint));
}

static rap_status make_asked(const rap_asker *asker, const rap_plan_ask *ask, const rap_plan_reading *reading, asked *out,
                             rap_error *err)
{
    *out = (asked){.question = rap_question_find(rap_span_of(ask->question))};
    if (!out->question) return unknown_question(ask, err);
    size_t positional = 0;
    for (size_t i = 0; i < ask->n_options; i++) RAP_TRY(put_word(out, ask->options[i], &positional, ask->line, err));
    RAP_TRY(put_reading(out, reading, err));
    RAP_TRY(check_cube(asker->plan, out, ask->line, err));
    return check_areas(out, asker->catalog, ask->line, err);
}

/* ------------------------------------------------------------- its answer */

/* The cube that an ask goes to; NULL where it was not given. */
static const rap_cube *cube_of(const rap_asker *asker, const asked *a)
{
    for (size_t i = 0; i < asker->n_cubes; i++)
        if (!a->cube || strcmp(asker->cubes[i].name, a->cube) == 0) return asker->cubes[i].cube;
    return NULL;
}

static rap_status put_in_words(rap_asked *out, rap_verdict lack, const rap_error *why, rap_error *err)
{
    rap_text_puts(&out->why, why->text);
    out->answer.lack = lack;
    out->answer.why = rap_text_get(&out->why);
    return out->why.failed ? rap_fail_memory(err) : RAP_OK;
}

static rap_status no_cube(const rap_asker *asker, const asked *a, rap_asked *out, rap_error *err)
{
    const char *what = "";
    rap_error why;
    for (size_t i = 0; a->cube && i < asker->plan->n_cubes; i++)
        if (strcmp(asker->plan->cubes[i].name, a->cube) == 0) what = asker->plan->cubes[i].what;
    (void)rap_fail(&why, RAP_E_UNSUPPORTED, "the cube '%.60s'%s%.200s (give -c %.60s.rap)", a->cube ? a->cube : "", *what ? ", " : "",
                   what, a->cube ? a->cube : "");
    return put_in_words(out, RAP_UNDECIDABLE, &why, err);
}

/*
 * A name that was not found is the plan's mistake where the catalogue does not know it, and missing data where only this
 * cube does not: without the options that name subjects and years of the cube, the first still fails.
 */
static bool is_misspelt(const rap_asker *asker, const asked *a)
{
    static const char *const of_the_cube[] = {"years", "subject", "topic", "each"};
    asked rest = *a;
    rap_asking asking;
    for (size_t i = 0; i < sizeof of_the_cube / sizeof *of_the_cube; i++) take_out(&rest, of_the_cube[i]);
    rap_status status = rap_asking_init(asker->catalog, cube_of(asker, a), rest.question, rest.options, rest.n, &asking, NULL);
    if (status == RAP_OK) rap_asking_release(&asking);
    return status == RAP_E_NOT_FOUND;
}

/* What a failed ask means for the claim; other failures are failures of the check. */
static rap_status explain(const rap_asker *asker, const asked *a, const rap_plan_ask *ask, const rap_error *why, bool understood,
                          rap_asked *out, rap_error *err)
{
    switch (why->status) {
    case RAP_E_USAGE: /* once understood, a question only lacks data: a forecast from too few years */
        return put_in_words(out, understood ? RAP_UNDECIDABLE : RAP_ILL_POSED, why, err);
    case RAP_E_UNSUPPORTED: return put_in_words(out, RAP_UNDECIDABLE, why, err);
    case RAP_E_NOT_FOUND:
        if (understood || !is_misspelt(asker, a)) return put_in_words(out, RAP_UNDECIDABLE, why, err);
        return rap_fail_line(err, RAP_E_FORMAT, ask->line, "%s", why->text);
    case RAP_E_MEMORY: return rap_fail_memory(err);
    case RAP_OK:
    case RAP_E_IO:
    case RAP_E_FORMAT:
    case RAP_E_INTERRUPTED:
    case RAP_STATUS_END: break;
    }
    return rap_fail(err, why->status, "asking '%s': %.300s", ask->text, why->text);
}

static rap_status ask_cube(const rap_asker *asker, const asked *a, const rap_plan_ask *ask, rap_asked *out, rap_error *err)
{
    rap_asking asking;
    rap_error why = {0};
    const rap_cube *cube = cube_of(asker, a);
    if (!cube && a->question->needs_cube) return no_cube(asker, a, out, err);
    rap_ask_fn answer;
    if (rap_asking_open(asker->catalog, cube, a->question, a->options, a->n, &asking, &answer, &why) != RAP_OK)
        return explain(asker, a, ask, &why, false, out, err);
    out->answer.first_year = asking.lens.year_low;
    out->answer.last_year = asking.lens.year_high;
    rap_status status = answer(&asking, &out->table, &why);
    rap_asking_release(&asking);
    if (status != RAP_OK) return explain(asker, a, ask, &why, true, out, err);
    out->answer.table = out->table;
    return RAP_OK;
}

/* ------------------------------------------------------ asked before, or now */

/* The question with its options as one text: equal texts have equal answers. */
static rap_status key_of(const asked *a, rap_text *key, rap_error *err)
{
    rap_text_printf(key, "%s\n%s", a->cube ? a->cube : "", a->question->name);
    for (size_t i = 0; i < a->n; i++)
        rap_text_printf(key, "\n%s%s%s", a->options[i].name, a->options[i].value ? "=" : "",
                        a->options[i].value ? a->options[i].value : "");
    return key->failed ? rap_fail_memory(err) : RAP_OK;
}

static void asked_release(rap_asked *done)
{
    rap_table_free(done->table);
    rap_text_release(&done->key);
    rap_text_release(&done->why);
}

static rap_status ask_once(rap_asker *asker, const asked *a, const rap_plan_ask *ask, const rap_asked **out, rap_error *err)
{
    rap_asked now = {0};
    rap_status status = key_of(a, &now.key, err);
    for (size_t i = 0; status == RAP_OK && i < asker->n; i++)
        if (strcmp(asker->done[i].key.data, now.key.data) == 0) {
            asked_release(&now);
            *out = &asker->done[i];
            return RAP_OK;
        }
    if (status == RAP_OK && !rap_reserve(&asker->done, &asker->capacity, asker->n + 1, sizeof *asker->done))
        status = rap_fail_memory(err);
    if (status == RAP_OK) status = ask_cube(asker, a, ask, &now, err);
    if (status == RAP_OK) {
        asker->done[asker->n] = now;
        *out = &asker->done[asker->n++];
    } else {
        asked_release(&now);
    }
    return status;
}

rap_status rap_asker_ask(rap_asker *asker, const rap_plan_ask *ask, const rap_plan_reading *reading, rap_answer *out, rap_error *err)
{
    asked a;
    const rap_asked *done;
    RAP_TRY(make_asked(asker, ask, reading, &a, err));
    RAP_TRY(ask_once(asker, &a, ask, &done, err));
    *out = done->answer;
    out->name = ask->name;
    out->points = a.points;
    return RAP_OK;
}

void rap_asker_release(rap_asker *asker)
{
    for (size_t i = 0; i < asker->n; i++) asked_release(&asker->done[i]);
    rap_free(asker->done);
    *asker = (rap_asker){0};
}
