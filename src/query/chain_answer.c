// SPDX-License-Identifier: Apache-2.0
#include "query/chain_answer.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "model/contribution.h"
#include "query/suggest.h"

#define CONDITION_POOR 1e-12

/* ---------------------------------------------------------------------- names */

/* "name" of "name [place]", or the whole. */
static rap_span without_place(const char *title)
{
    const char *place = strstr(title, " [");
    return (rap_span){title, place ? (size_t)(place - title) : strlen(title)};
}

static rap_status not_found(const rap_chain *chain, const char *name, rap_error *err)
{
    char hint[96];
    rap_suggest suggest = rap_suggest_init(rap_span_of(name));
    for (size_t i = 0; i < chain->products.n; i++) {
        rap_suggest_try(&suggest, chain->products.at[i].label);
        rap_suggest_try(&suggest, chain->products.at[i].title);
        rap_suggest_try(&suggest, chain->processes.at[i].label);
    }
    return rap_fail(err, RAP_E_NOT_FOUND, "no product or process is called '%.120s'%s", name,
                    rap_suggest_text(&suggest, hint, sizeof hint));
}

rap_status rap_chain_find(const rap_chain *chain, const char *name, size_t *out, rap_error *err)
{
    rap_span wanted = rap_span_of(name);
    size_t found = rap_labels_find(&chain->products, wanted), n = 0;
    if (found == SIZE_MAX && chain->paired) found = rap_labels_find(&chain->processes, wanted);
    for (size_t i = 0; i < chain->products.n && found == SIZE_MAX; i++)
        if (rap_span_is(wanted, rap_labels_show(&chain->products, i))) found = i;
    for (size_t i = 0; i < chain->products.n && (found == SIZE_MAX || n > 0); i++) {
        if (rap_span_compare(wanted, without_place(rap_labels_show(&chain->products, i))) != 0) continue;
        if (n++ > 0)
            return rap_fail(err, RAP_E_USAGE, "'%.120s' is made in several places: say which, as '%.120s'", name,
                            rap_labels_show(&chain->products, found));
        found = i;
    }
    if (found == SIZE_MAX) return not_found(chain, name, err);
    *out = found;
    return RAP_OK;
}

rap_status rap_chain_demand(const rap_chain *chain, const char *text, double *demand, rap_error *err)
{
    const char *equals = strrchr(text, '=');
    size_t product;
    double amount;
    if (!equals || !rap_parse_double(rap_span_of(equals + 1), &amount)) {
        RAP_TRY(rap_chain_find(chain, text, &product, err));
        demand[product] += 1;
        return RAP_OK;
    }
    char *name = rap_strndup(text, (size_t)(equals - text));
    if (!name) return rap_fail_memory(err);
    rap_status status = rap_chain_find(chain, name, &product, err);
    rap_free(name);
    if (status == RAP_OK) demand[product] += amount;
    return status;
}

/* ---------------------------------------------------------------------- table */

/* A table under construction. */
typedef struct answer {
    const rap_chain *chain;
    const rap_chain_request *request;
    rap_table *table;
    size_t part, indicator, name, amount, amount_unit, score, score_unit, share;
} answer;

static void add_columns(answer *a)
{
    a->part = rap_table_add(a->table, "part", "Part", "", "", RAP_COLUMN_TEXT, 0);
    a->indicator = rap_table_add(a->table, "indicator", "Indicator", "", "", RAP_COLUMN_TEXT, 0);
    a->name = rap_table_add(a->table, "name", "Name", "", "", RAP_COLUMN_TEXT, 0);
    a->amount = rap_table_add(a->table, "amount", "Amount", "", "", RAP_COLUMN_REAL, -1);
    a->amount_unit = rap_table_add(a->table, "amount_unit", "Unit", "", "", RAP_COLUMN_TEXT, 0);
    a->score = rap_table_add(a->table, "score", "Score", "", "", RAP_COLUMN_REAL, -1);
    a->score_unit = rap_table_add(a->table, "score_unit", "Unit of score", "", "", RAP_COLUMN_TEXT, 0);
    a->share = rap_table_add(a->table, "share", "Share", "share", "", RAP_COLUMN_REAL, 4);
}

/* Begins a row and sets what every row has; a score is a part of `whole`. */
static void add_row(answer *a, const char *part, size_t indicator, const char *name, double score, double whole)
{
    rap_table_begin(a->table);
    rap_table_text(a->table, a->part, part);
    rap_table_text(a->table, a->indicator, rap_labels_show(&a->chain->indicators, indicator));
    rap_table_text(a->table, a->name, name);
    rap_table_real(a->table, a->score, score + 0.0); /* no -0 */
    rap_table_text(a->table, a->score_unit, rap_labels_unit(&a->chain->indicators, indicator));
    if (whole != 0) rap_table_real(a->table, a->share, score / whole);
    else rap_table_undefined(a->table, a->share, RAP_UNDEFINED_EMPTY);
}

static void set_amount(answer *a, double amount, const char *unit)
{
    rap_table_real(a->table, a->amount, amount);
    rap_table_text(a->table, a->amount_unit, unit);
}

/* The first rows of sorted contributions, and the rest as one; what contributes nothing is left out. */
static void add_contributions(answer *a, const char *part, const rap_labels *names, size_t indicator,
                              const rap_contribution *sorted, size_t n, double whole)
{
    while (n > 0 && sorted[n - 1].score == 0) n--;
    size_t shown = n < a->request->contributions ? n : (size_t)a->request->contributions;
    double rest = 0;
    for (size_t i = 0; i < shown; i++) {
        add_row(a, part, indicator, rap_labels_show(names, sorted[i].index), sorted[i].score, whole);
        set_amount(a, sorted[i].amount, rap_labels_unit(names, sorted[i].index));
    }
    for (size_t i = shown; i < n; i++) rest += sorted[i].score;
    if (shown < n) {
        char name[64];
        (void)snprintf(name, sizeof name, "Rest (%zu)", n - shown);
        add_row(a, part, indicator, name, rest, whole);
    }
}

static rap_status add_score(answer *a, const rap_solution *solution, size_t indicator, rap_contribution *room, rap_error *err)
{
    double whole = solution->score[indicator];
    add_row(a, "total", indicator, "", whole, whole);
    if (a->request->contributions == 0) return RAP_OK;
    RAP_TRY(rap_contribution_processes(a->chain, solution, indicator, room, err));
    add_contributions(a, "process", &a->chain->processes, indicator, room, a->chain->processes.n, whole);
    rap_contribution_flows(a->chain, solution, indicator, room);
    add_contributions(a, "flow", &a->chain->flows, indicator, room, a->chain->flows.n, whole);
    return RAP_OK;
}

static rap_status add_tier(answer *a, size_t indicator, double *lambda, rap_contribution *room, rap_error *err)
{
    size_t n, process = a->request->tier;
    RAP_TRY(rap_chain_intensity(a->chain, indicator, lambda, err));
    RAP_TRY(rap_contribution_tier(a->chain, process, indicator, lambda, room, &n, err));
    add_row(a, "intensity", indicator, rap_labels_show(&a->chain->processes, process), lambda[process], lambda[process]);
    set_amount(a, 1, rap_labels_unit(&a->chain->products, process));
    for (size_t i = 0; i < n; i++) {
        bool direct = room[i].index == RAP_CONTRIBUTION_DIRECT;
        add_row(a, "tier", indicator, direct ? "direct" : rap_labels_show(&a->chain->products, room[i].index), room[i].score,
                lambda[process]);
        if (!direct) set_amount(a, room[i].amount, rap_labels_unit(&a->chain->products, room[i].index));
    }
    return RAP_OK;
}

static rap_status add_intensities(answer *a, double *lambda, rap_error *err)
{
    uint64_t left = a->request->top ? a->request->top : UINT64_MAX;
    for (size_t i = 0; i < a->chain->indicators.n && left > 0; i++) {
        RAP_TRY(rap_chain_intensity(a->chain, i, lambda, err));
        for (size_t p = 0; p < a->chain->products.n && left > 0; p++, left--) {
            add_row(a, "intensity", i, rap_labels_show(&a->chain->products, p), lambda[p], lambda[p]);
            set_amount(a, 1, rap_labels_unit(&a->chain->products, p));
        }
    }
    if (left == 0)
        rap_table_add_note(a->table, "The first %llu of %zu products and %zu indicators: --top says how many.",
                           (unsigned long long)a->request->top, a->chain->products.n, a->chain->indicators.n);
    return RAP_OK;
}

static rap_status note_negative(answer *a, const rap_solution *solution, rap_error *err)
{
    size_t n, first = 0;
    RAP_TRY(rap_chain_negative(a->chain, solution, &n, &first, err));
    if (n == 0) return RAP_OK;
    const char *name = rap_labels_show(&a->chain->processes, first);
    double activity = solution->scaling[first];
    if (a->request->require_nonnegative)
        return rap_fail(err, RAP_E_FORMAT, "process '%.120s' runs backwards (activity %.6g; %zu in all do): refused by "
                                           "--require-nonnegative", name, activity, n);
    rap_table_add_note(a->table, "%zu process%s backwards (negative activity), as co-products that replace other production and "
                                 "waste that is treated do; the first is '%s' with %.6g.", n, n == 1 ? " runs" : "es run", name,
                       activity);
    return RAP_OK;
}

/* Flows that are there and that no indicator counts. */
static void note_uncounted(answer *a, const rap_solution *solution)
{
    const rap_sparse *factors = &a->chain->factors;
    size_t n = 0, first = 0;
    for (size_t f = a->chain->flows.n; f-- > 0;) {
        if (solution->inventory[f] == 0 || factors->start[f] < factors->start[f + 1]) continue;
        n++;
        first = f;
    }
    if (n)
        rap_table_add_note(a->table, "%zu flow%s no factor and count%s for nothing; the first is '%s'.", n, n == 1 ? " has" : "s have",
                           n == 1 ? "s" : "", rap_labels_show(&a->chain->flows, first));
}

static rap_status add_demand(answer *a, rap_contribution *room, rap_error *err)
{
    rap_solution solution;
    RAP_TRY(rap_chain_solve(a->chain, a->request->demand, &solution, err));
    rap_status status = note_negative(a, &solution, err);
    for (size_t i = 0; i < a->chain->indicators.n && status == RAP_OK; i++) status = add_score(a, &solution, i, room, err);
    if (status == RAP_OK) note_uncounted(a, &solution);
    rap_solution_release(&solution);
    return status;
}

static rap_status fill(answer *a, double *lambda, rap_contribution *room, rap_error *err)
{
    const rap_chain_request *request = a->request;
    add_columns(a);
    if (request->demand) RAP_TRY(add_demand(a, room, err));
    for (size_t i = 0; i < a->chain->indicators.n && request->tier != SIZE_MAX; i++) RAP_TRY(add_tier(a, i, lambda, room, err));
    if (!request->demand && request->tier == SIZE_MAX) RAP_TRY(add_intensities(a, lambda, err));
    if (rap_factor_rcond(a->chain->factor) < CONDITION_POOR)
        rap_table_add_note(a->table, "The system is badly conditioned: coefficients differ much in size, or a loop uses up nearly "
                                     "all that it makes. Fewer digits than usual are firm.");
    return RAP_OK;
}

rap_status rap_chain_answer(const rap_chain *chain, const rap_chain_request *request, rap_table **out, rap_error *err)
{
    size_t most = chain->processes.n > chain->flows.n ? chain->processes.n : chain->flows.n;
    answer a = {.chain = chain, .request = request};
    double *lambda = rap_alloc(chain->products.n, sizeof *lambda);
    rap_contribution *room = rap_alloc(most + 1, sizeof *room);
    a.table = rap_table_new(request->demand ? "Scores of a demand" : "Intensities: scores of one unit of a product");
    rap_status status = lambda && room && a.table ? fill(&a, lambda, room, err) : rap_fail_memory(err);
    rap_free(lambda);
    rap_free(room);
    if (status == RAP_OK) *out = a.table;
    else rap_table_free(a.table);
    return status;
}
