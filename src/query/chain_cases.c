// SPDX-License-Identifier: Apache-2.0
#include "query/chain_cases.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "model/origin.h"

rap_status rap_chain_cases_begin(const rap_supply_data *data, rap_supply_unit unit, size_t on, const char *title,
                                 rap_chain_cases *out, rap_error *err)
{
    rap_table *t = rap_table_new(title);
    if (!t) return rap_fail_memory(err);
    const char *place = data->places.at[on].label;
    char exposure[40], emissions[40], value[40], half[48];
    (void)snprintf(exposure, sizeof exposure, "from %s", place);
    (void)snprintf(half, sizeof half, "Products over half from %s", place);
    (void)snprintf(emissions, sizeof emissions, "Emissions in %s", place);
    (void)snprintf(value, sizeof value, "Value from %s", place);
    *out = (rap_chain_cases){.table = t, .data = data, .unit = unit, .on = on, .base = NAN};
    out->columns.name = rap_table_add(t, "name", "Name", "", "", RAP_COLUMN_TEXT, 0);
    out->columns.scenario = rap_table_add(t, "scenario", "Scenario", "", "", RAP_COLUMN_TEXT, 0);
    out->columns.kg = rap_table_add(t, "kg_co2e", "kg CO2e", "kg CO2e", "", RAP_COLUMN_REAL, -1);
    out->columns.change = rap_table_add(t, "change", "Change", "share", "", RAP_COLUMN_REAL, 4);
    out->columns.met = rap_table_add(t, "met", "Met", "share", "", RAP_COLUMN_REAL, 4);
    out->columns.bottleneck = rap_table_add(t, "bottleneck", "Bottleneck", "", "", RAP_COLUMN_TEXT, 0);
    out->columns.exposure = rap_table_add(t, "exposure", exposure, "share", "", RAP_COLUMN_REAL, 4);
    out->columns.over_half = rap_table_add(t, "over_half", half, "products", "", RAP_COLUMN_INTEGER, 0);
    out->columns.emissions = rap_table_add(t, "emissions", emissions, "share", "", RAP_COLUMN_REAL, 4);
    out->columns.value = rap_table_add(t, "value", value, "share", "", RAP_COLUMN_REAL, 4);
    return RAP_OK;
}

static int64_t count_over_half(const rap_chain_cases *cases, const rap_chain_case *of)
{
    int64_t n = 0;
    for (size_t k = 0; k < cases->data->n_products; k++)
        if (cases->data->products[k].placed && rap_origin_of(of->supply, &of->footprint, k, cases->on).share > 0.5) n++;
    return n;
}

static rap_status put_dependency(const rap_chain_cases *cases, const rap_chain_case *of, rap_error *err)
{
    double share, *value = rap_alloc(cases->data->places.n, sizeof *value);
    if (!value) return rap_fail_memory(err);
    size_t bottleneck = rap_origin_bottleneck(of->supply, &of->footprint, cases->on, &share);
    double whole = rap_value_by_place(of->supply, &of->footprint, value);
    rap_table_text(cases->table, cases->columns.bottleneck, bottleneck == RAP_NO_PRODUCT ? "none" : cases->data->products[bottleneck].name);
    rap_table_real(cases->table, cases->columns.exposure, share);
    rap_table_integer(cases->table, cases->columns.over_half, count_over_half(cases, of));
    rap_table_value(cases->table, cases->columns.emissions, rap_share(of->footprint.by_place[cases->on], of->footprint.total));
    rap_table_value(cases->table, cases->columns.value, rap_share(value[cases->on], whole));
    rap_free(value);
    return RAP_OK;
}

rap_status rap_chain_cases_add(rap_chain_cases *cases, const char *name, const rap_scenario *scenario, rap_chain_case *out, rap_error *err)
{
    rap_chain_case made;
    rap_text text = {0};
    size_t narrowest;
    RAP_TRY(rap_chain_case_open(cases->data, scenario, cases->unit, &made, err));
    double kg = made.footprint.total;
    if (isnan(cases->base)) cases->base = kg;
    rap_chain_scenario_text(cases->data, scenario, &text);
    rap_table_begin(cases->table);
    rap_table_text(cases->table, cases->columns.name, name);
    rap_table_text(cases->table, cases->columns.scenario, text.failed ? "" : rap_text_get(&text));
    rap_text_release(&text);
    rap_table_real(cases->table, cases->columns.kg, kg);
    if (cases->base != 0) rap_table_real(cases->table, cases->columns.change, kg / cases->base - 1);
    else rap_table_undefined(cases->table, cases->columns.change, RAP_UNDEFINED_EMPTY);
    rap_table_real(cases->table, cases->columns.met, rap_chain_case_met(&made, &narrowest));
    rap_status status = put_dependency(cases, &made, err);
    if (status == RAP_OK && out) *out = made;
    else rap_chain_case_close(&made);
    return status;
}

void rap_chain_cases_note(const rap_chain_cases *cases)
{
    const char *on = cases->data->places.at[cases->on].label;
    rap_table_add_note(cases->table, "kg CO2e of %s. Met: what is left of the supply at its narrowest product after cuts. Bottleneck: the "
                                     "product of the chain with the largest part from %s.", rap_supply_unit_title(cases->unit), on);
}
