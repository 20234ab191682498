// SPDX-License-Identifier: Apache-2.0
/* ask - one question, from its name and options to its table. */
#include "query/asking.h"
#include "query/suggest.h"

static rap_status unknown_question(const char *name, rap_error *err)
{
    rap_suggest suggest = rap_suggest_init(rap_span_of(name));
    for (size_t i = 0; rap_question_at(i); i++) rap_suggest_try(&suggest, rap_question_at(i)->name);
    char hint[96];
    return rap_fail(err, RAP_E_USAGE, "no question is called '%.60s'%s", name, rap_suggest_text(&suggest, hint, sizeof hint));
}

rap_status rap_asking_open(const rap_catalog *catalog, const rap_cube *cube, const rap_question *question,
                           const rap_option *options, size_t n_options, rap_asking *out, rap_ask_fn *ask, rap_error *err)
{
    bool table = cube && cube->schema.form == RAP_PARTY_ORDERED && question->lens;
    rap_ask_fn fits = table ? question->ask_table : question->ask;
    if (!fits && (cube || !question->needs_cube))
        return rap_fail(err, RAP_E_UNSUPPORTED, table ? "%s asks about works, and this cube holds %s; see 'rapport help' for what can be "
                                                        "asked of tables"
                                                      : "%s asks about trade and industry; this cube holds %s",
                        question->name, cube ? cube->schema.domain : "nothing");
    *ask = fits;
    return rap_asking_init(catalog, cube, question, options, n_options, out, err);
}

rap_status rap_ask(const rap_catalog *catalog, const rap_cube *cube, const char *question, const rap_option *options,
                   size_t n_options, rap_table **out, rap_error *err)
{
    return rap_ask_rows(catalog, cube, question, options, n_options, NULL, NULL, out, err);
}

rap_status rap_ask_rows(const rap_catalog *catalog, const rap_cube *cube, const char *question, const rap_option *options,
                        size_t n_options, rap_rows_fn take, void *arg, rap_table **out, rap_error *err)
{
    const rap_question *found = rap_question_find(rap_span_of(question));
    if (!found) return unknown_question(question, err);
    rap_asking asking;
    rap_ask_fn ask = NULL;
    RAP_TRY(rap_asking_open(catalog, cube, found, options, n_options, &asking, &ask, err));
    asking.take = take;
    asking.take_arg = arg;
    rap_status status = ask(&asking, out, err);
    rap_asking_release(&asking);
    return status;
}
