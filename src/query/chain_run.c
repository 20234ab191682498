// SPDX-License-Identifier: Apache-2.0
#include "query/chain_run.h"

#include <xxhash.h>

#include "base/alloc.h"
#include "query/chain_cases.h"

static rap_status add_all(rap_chain_cases *cases, const rap_scenario *common, const rap_named_scenario *all, size_t n, rap_error *err)
{
    RAP_TRY(rap_chain_cases_add(cases, "as it is", common, NULL, err));
    for (size_t i = 0; i < n; i++) {
        rap_status status = rap_chain_cases_add(cases, all[i].name, &all[i].scenario, NULL, err);
        if (status != RAP_OK) return rap_context(err, status, "scenario '%s'", all[i].name);
    }
    rap_chain_cases_note(cases);
    return RAP_OK;
}

/* What is assumed is listed for the chain as it is: scenarios change choices and not coefficients. */
static rap_status add_receipt(const rap_chain_run *run, const rap_chain_cases *cases, const rap_scenario *common, rap_error *err)
{
    rap_chain_case base;
    RAP_TRY(rap_chain_case_open(cases->data, common, cases->unit, &base, err));
    rap_table_add_receipt(cases->table, "program", "rapport %s", rap_version());
    rap_table_add_receipt(cases->table, "question", "%s", run->question);
    rap_table_add_receipt(cases->table, "scenarios", "%s (XXH3 %016llx)", run->name,
                          (unsigned long long)XXH3_64bits(run->text.data, run->text.length));
    rap_chain_receipt(&base, cases->table);
    rap_chain_case_close(&base);
    return RAP_OK;
}

static rap_status find_place(const rap_supply_data *data, const char *code, size_t *out, rap_error *err)
{
    *out = rap_supply_place_of(data, rap_span_of(code));
    return *out != SIZE_MAX ? RAP_OK : rap_fail(err, RAP_E_NOT_FOUND, "on: the chain has no place '%.60s'", code);
}

static rap_status answer(const rap_chain_run *run, const rap_supply_data *data, rap_chain_cases *cases, rap_error *err)
{
    rap_scenario common;
    rap_named_scenario *all;
    rap_supply_unit unit = RAP_UNIT_PACK;
    size_t n, on;
    if (run->unit) RAP_TRY(rap_chain_unit_of(run->unit, &unit, err));
    RAP_TRY(find_place(data, run->on ? run->on : "CN", &on, err));
    rap_status status = rap_scenarios_read(data, run->text, &common, &all, &n, err);
    if (status != RAP_OK) return rap_context(err, status, "%s", run->name);
    status = rap_chain_cases_begin(data, unit, on, "Scenarios of the chain", cases, err);
    if (status == RAP_OK) status = add_all(cases, &common, all, n, err);
    if (status == RAP_OK) status = add_receipt(run, cases, &common, err);
    rap_free(all);
    return status;
}

rap_status rap_chain_run_scenarios(const rap_chain_run *run, rap_table **out, rap_error *err)
{
    rap_supply_data *data;
    rap_chain_cases cases = {.table = NULL};
    RAP_TRY(rap_supply_open(run->folder, &data, err));
    rap_status status = answer(run, data, &cases, err);
    if (status == RAP_OK) status = rap_table_finish(cases.table, out, err);
    else rap_table_free(cases.table);
    rap_supply_close(data);
    return status;
}
