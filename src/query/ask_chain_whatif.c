// SPDX-License-Identifier: Apache-2.0
/* chain-whatif - each change of the chain alone, then all together, beside the chain as it is. */
#include "query/chain_cases.h"


/* The chain with one choice of the scenario and the driving. */
static rap_status add_alone(rap_chain_cases *cases, const rap_chain_asking *chain, size_t i, rap_error *err)
{
    rap_scenario one = chain->base;
    rap_text name = {0};
    one.choices[one.n++] = chain->scenario.choices[i];
    rap_choice_write(chain->data, &chain->scenario.choices[i], &name);
    rap_status status = name.failed ? rap_fail_memory(err) : rap_chain_cases_add(cases, rap_text_get(&name), &one, NULL, err);
    rap_text_release(&name);
    return status;
}

static rap_status fill(rap_chain_cases *cases, const rap_chain_asking *chain, rap_error *err)
{
    rap_chain_case last;
    size_t changes = chain->scenario.n - chain->base.n;
    if (changes == 0)
        return rap_fail(err, RAP_E_USAGE, "chain-whatif: nothing is changed: give --make, --cut, --grid, --recycle or --electrify");
    RAP_TRY(rap_chain_cases_add(cases, "as it is", &chain->base, NULL, err));
    for (size_t i = 0; i < chain->scenario.n && changes > 1; i++)
        if (chain->scenario.choices[i].kind != RAP_DRIVE) RAP_TRY(add_alone(cases, chain, i, err));
    RAP_TRY(rap_chain_cases_add(cases, changes > 1 ? "together" : "changed", &chain->scenario, &last, err));
    rap_chain_cases_note(cases);
    rap_chain_note_unmet(&last, cases->table);
    rap_chain_asking_receipt(chain, &last, cases->table);
    rap_chain_case_close(&last);
    return RAP_OK;
}

rap_status rap_ask_chain_whatif(const rap_asking *asking, rap_table **out, rap_error *err)
{
    rap_chain_asking chain;
    rap_chain_cases cases = {.table = NULL};
    size_t on = 0;
    RAP_TRY(rap_chain_asking_open(asking, &chain, err));
    rap_status status = rap_chain_asking_place(&chain, "on", "CN", &on, err);
    if (status == RAP_OK) status = rap_chain_cases_begin(chain.data, chain.unit, on, "What if", &cases, err);
    if (status == RAP_OK) status = fill(&cases, &chain, err);
    if (status == RAP_OK) status = rap_table_finish(cases.table, out, err);
    else rap_table_free(cases.table);
    rap_chain_asking_close(&chain);
    return status;
}
