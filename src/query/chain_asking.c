// SPDX-License-Identifier: Apache-2.0
#include "query/chain_asking.h"

#include <string.h>

#include "base/alloc.h"
#include "query/args.h"
#include "query/chain_cube.h"

static const char *const scenario_options[] = {"chemistry", "year", "make", "cut", "grid", "recycle", "electrify", "drive"};

/* Chemistry, year and driving are what is asked about; the rest is what is changed. */
static bool is_of_base(const char *option)
{
    return strcmp(option, "chemistry") == 0 || strcmp(option, "year") == 0 || strcmp(option, "drive") == 0;
}

static bool is_of_scenario(const char *option)
{
    for (size_t i = 0; i < sizeof scenario_options / sizeof *scenario_options; i++)
        if (strcmp(option, scenario_options[i]) == 0) return true;
    return false;
}

rap_status rap_chain_unit_of(const char *value, rap_supply_unit *out, rap_error *err)
{
    for (unsigned u = 0; u < RAP_UNIT_END; u++)
        if (strcmp(value, rap_supply_unit_text((rap_supply_unit)u)) == 0) {
            *out = (rap_supply_unit)u;
            return RAP_OK;
        }
    return rap_fail(err, RAP_E_USAGE, "unit: '%.60s' is none of %s", value, rap_option_spec_find(rap_span_of("unit"))->value);
}

static rap_status read_options(rap_chain_asking *chain, rap_error *err)
{
    for (size_t i = 0; i < chain->asking->n_options; i++) {
        const rap_option *option = &chain->asking->options[i];
        if (strcmp(option->name, "unit") == 0) RAP_TRY(rap_chain_unit_of(option->value, &chain->unit, err));
        if (!is_of_scenario(option->name)) continue;
        RAP_TRY(rap_scenario_add(chain->data, &chain->scenario, option->name, option->value, err));
        if (is_of_base(option->name)) RAP_TRY(rap_scenario_add(chain->data, &chain->base, option->name, option->value, err));
    }
    return RAP_OK;
}

/* Shares that come from the cube; the year is known only when all options are read. */
static rap_status read_cube(rap_chain_asking *chain, rap_error *err)
{
    for (size_t i = 0; i < chain->asking->n_options; i++)
        if (strcmp(chain->asking->options[i].name, "from") == 0)
            RAP_TRY(rap_chain_take_shares(chain->data, chain->asking, chain->asking->options[i].value, chain->scenario.year,
                                          &chain->from_cube, err));
    return RAP_OK;
}

rap_status rap_chain_asking_open(const rap_asking *asking, rap_chain_asking *out, rap_error *err)
{
    rap_chain_asking chain = {.asking = asking, .unit = RAP_UNIT_PACK};
    RAP_TRY(rap_supply_open(rap_catalog_folder(asking->catalog), &chain.data, err));
    chain.scenario = chain.base = rap_scenario_base(chain.data);
    rap_status status = read_options(&chain, err);
    if (status == RAP_OK) status = read_cube(&chain, err);
    if (status == RAP_OK) *out = chain;
    else rap_chain_asking_close(&chain);
    return status;
}

void rap_chain_asking_close(rap_chain_asking *chain)
{
    rap_supply_close(chain->data);
    rap_text_release(&chain->from_cube);
    chain->data = NULL;
}

const char *rap_chain_asking_option(const rap_chain_asking *chain, const char *name)
{
    for (size_t i = chain->asking->n_options; i > 0; i--)
        if (strcmp(chain->asking->options[i - 1].name, name) == 0) return chain->asking->options[i - 1].value;
    return NULL;
}

rap_status rap_chain_asking_number(const rap_chain_asking *chain, const char *name, uint64_t low, uint64_t high, uint64_t *out,
                                   rap_error *err)
{
    const char *value = rap_chain_asking_option(chain, name);
    return value ? rap_args_number(name, value, low, high, out, err) : RAP_OK;
}

rap_status rap_chain_asking_place(const rap_chain_asking *chain, const char *name, const char *usual, size_t *out, rap_error *err)
{
    const char *value = rap_chain_asking_option(chain, name);
    *out = rap_supply_place_of(chain->data, rap_span_of(value ? value : usual));
    if (*out != SIZE_MAX) return RAP_OK;
    return rap_fail(err, RAP_E_NOT_FOUND, "%s: the chain has no place '%.60s': it knows those of grid.tsv, as NO, CN, or OTH", name,
                    value ? value : usual);
}

/* ---------------------------------------------------------------------- cases */

static rap_status measure(rap_supply *supply, rap_supply_unit unit, rap_footprint *out, rap_error *err)
{
    double *demand = rap_alloc(supply->chain->products.n, sizeof *demand);
    if (!demand) return rap_fail_memory(err);
    rap_status status = rap_supply_demand(supply, unit, demand, err);
    if (status == RAP_OK) status = rap_footprint_of(supply, demand, out, err);
    rap_free(demand);
    return status;
}

/* Who makes up for what is cut, from the chain as it would be without cuts. */
static rap_status reallocate(const rap_supply_data *data, const rap_scenario *scenario, rap_supply_unit unit, rap_reallocation *out,
                             rap_error *err)
{
    rap_chain_case before = {.supply = NULL};
    rap_scenario without = *scenario;
    without.n = 0;
    for (size_t i = 0; i < scenario->n; i++)
        if (scenario->choices[i].kind != RAP_CUT) without.choices[without.n++] = scenario->choices[i];
    RAP_TRY(rap_supply_new(data, &without, NULL, &before.supply, err));
    rap_status status = measure(before.supply, unit, &before.footprint, err);
    if (status == RAP_OK) status = rap_reallocate(before.supply, &before.footprint, scenario, out, err);
    rap_footprint_release(&before.footprint);
    rap_supply_free(before.supply);
    return status;
}

static rap_status open_case(const rap_supply_data *data, const rap_scenario *scenario, rap_supply_unit unit, rap_chain_case *made,
                            rap_error *err)
{
    if (rap_scenario_choice(scenario, RAP_CUT, NULL)) RAP_TRY(reallocate(data, scenario, unit, &made->reallocation, err));
    RAP_TRY(rap_supply_new(data, scenario, made->reallocation.weights, &made->supply, err));
    for (size_t k = 0; k < data->n_products && made->reallocation.n; k++)
        if (made->reallocation.taking_part[k]) made->supply->met[k] = made->reallocation.met;
    return measure(made->supply, unit, &made->footprint, err);
}

rap_status rap_chain_case_open(const rap_supply_data *data, const rap_scenario *scenario, rap_supply_unit unit, rap_chain_case *out,
                               rap_error *err)
{
    rap_chain_case made = {.supply = NULL};
    rap_status status = open_case(data, scenario, unit, &made, err);
    if (status == RAP_OK) *out = made;
    else rap_chain_case_close(&made);
    return status;
}

void rap_chain_case_close(rap_chain_case *of)
{
    rap_footprint_release(&of->footprint);
    rap_reallocation_release(&of->reallocation);
    rap_supply_free(of->supply);
    of->supply = NULL;
}

/* True where a product is made somewhere for this case. */
static bool runs(const rap_chain_case *of, size_t product)
{
    size_t places = of->supply->data->places.n;
    for (size_t p = 0; p < places; p++)
        if (of->footprint.activity[product * places + p] != 0) return true;
    return false;
}

double rap_chain_case_met(const rap_chain_case *of, size_t *product)
{
    double least = 1;
    for (size_t k = 0; k < of->supply->data->n_products; k++)
        if (of->supply->met[k] < least && runs(of, k)) {
            least = of->supply->met[k];
            *product = k;
        }
    return least;
}

void rap_chain_scenario_text(const rap_supply_data *data, const rap_scenario *scenario, rap_text *out)
{
    bool any = false;
    for (size_t i = 0; i < scenario->n; i++) {
        if (scenario->choices[i].kind == RAP_DRIVE) continue;
        if (any) rap_text_puts(out, ", ");
        rap_choice_write(data, &scenario->choices[i], out);
        any = true;
    }
    if (!any) rap_text_puts(out, "as it is");
}

/* -------------------------------------------------------------------- receipt */

/* A list of what is assumed, as one line of the receipt. */
static void add_list(rap_table *table, const char *key, const rap_text *list)
{
    if (list->failed) rap_table_add_receipt(table, key, "not shown: out of memory");
    else if (list->length) rap_table_add_receipt(table, key, "%s", rap_text_get(list));
}

static void assumed_coefficients(const rap_chain_case *of, rap_table *table)
{
    const rap_supply_data *d = of->supply->data;
    rap_text list = {0};
    for (size_t i = 0; i < d->n_coefficients; i++) {
        const rap_supply_coefficient *c = &d->coefficients[i];
        if (c->evidence != RAP_ASSUMED || !runs(of, c->product)) continue;
        rap_text_printf(&list, "%s%s: %s%s%s", list.length ? "; " : "", d->products[c->product].name, rap_part_text(c->part),
                        *c->name ? " " : "", c->name);
    }
    add_list(table, "assumed coefficients", &list);
    rap_text_release(&list);
}

/* True where a product's shares, as used, are assumed (or not where they stand in for a choice). */
static bool has_assumed_shares(const rap_chain_case *of, size_t product, double *weights, int *year)
{
    const rap_supply *s = of->supply;
    double met;
    if (rap_supply_weights(s->data, &s->scenario, s->reallocated, product, RAP_EVERYWHERE, weights, &met, year, NULL) != RAP_OK) return false;
    for (size_t i = 0; i < s->data->n_shares && *year; i++) {
        const rap_supply_share *share = &s->data->shares[i];
        if (share->product == product && share->year == *year && share->evidence == RAP_ASSUMED) return true;
    }
    return false;
}

static void assumed_shares(const rap_chain_case *of, rap_table *table)
{
    const rap_supply_data *d = of->supply->data;
    rap_text list = {0}, years = {0};
    double *weights = rap_alloc(d->places.n, sizeof *weights);
    for (size_t k = 0; k < d->n_products && weights; k++) {
        int year = 0;
        if (!runs(of, k)) continue;
        if (has_assumed_shares(of, k, weights, &year)) rap_text_printf(&list, "%s%s", list.length ? "; " : "", d->products[k].name);
        if (year && d->products[k].placed) rap_text_printf(&years, "%s%s %d", years.length ? "; " : "", d->products[k].name, year);
    }
    if (!weights) list.failed = true;
    add_list(table, "assumed shares", &list);
    add_list(table, "years of shares", &years);
    rap_free(weights);
    rap_text_release(&list);
    rap_text_release(&years);
}

/* Grids that are used and are not observed figures of the year, and losses that are assumed. */
static void electricity(const rap_chain_case *of, rap_table *table)
{
    const rap_supply_data *d = of->supply->data;
    rap_text other = {0}, losses = {0};
    for (size_t p = 0; p < d->places.n; p++) {
        bool exact;
        const rap_supply_grid *row;
        if (of->footprint.by_place[p] == 0) continue;
        (void)rap_supply_grid_of(d, p, of->supply->scenario.year, &exact, &row);
        if (!exact) rap_text_printf(&other, "%s%s %d", other.length ? ", " : "", d->places.at[p].label, row->year);
        if (d->losses[p].evidence == RAP_ASSUMED) rap_text_printf(&losses, "%s%s", losses.length ? ", " : "", d->places.at[p].label);
    }
    rap_table_add_receipt(table, "electricity", "of %d, generated in each place (production, life cycle), with losses to the voltage used; "
                          "OTH has the mean of the world", of->supply->scenario.year);
    add_list(table, "electricity of the nearest year", &other);
    add_list(table, "assumed losses", &losses);
    rap_text_release(&other);
    rap_text_release(&losses);
}

static void assumed_parameters(const rap_chain_case *of, rap_table *table)
{
    const rap_supply_data *d = of->supply->data;
    rap_text list = {0};
    for (size_t i = 0; i < d->n_parameters; i++) {
        const rap_supply_parameter *p = &d->parameters[i];
        if (p->evidence == RAP_ASSUMED && (p->chemistry == RAP_ALL_CHEMISTRIES || p->chemistry == of->supply->scenario.chemistry))
            rap_text_printf(&list, "%s%s %g", list.length ? "; " : "", p->name, p->value);
    }
    add_list(table, "assumed parameters", &list);
    rap_text_release(&list);
}

void rap_chain_receipt(const rap_chain_case *of, rap_table *table)
{
    const rap_supply *supply = of->supply;
    rap_text text = {0};
    rap_chain_scenario_text(supply->data, &supply->scenario, &text);
    rap_table_add_receipt(table, "chain", "%s", supply->data->from);
    rap_table_add_receipt(table, "scenario", "%s: %s", supply->data->chemistries.at[supply->scenario.chemistry].label,
                          text.failed ? "not shown: out of memory" : rap_text_get(&text));
    rap_table_add_receipt(table, "system", "%zu processes over %zu places, %zu coefficients; factorised once",
                          supply->chain->processes.n, supply->data->places.n, rap_sparse_entries(&supply->chain->technosphere));
    electricity(of, table);
    assumed_shares(of, table);
    assumed_coefficients(of, table);
    assumed_parameters(of, table);
    rap_text_release(&text);
}

void rap_chain_asking_receipt(const rap_chain_asking *chain, const rap_chain_case *of, rap_table *table)
{
    rap_asking_receipt(chain->asking, table);
    add_list(table, "shares from the cube", &chain->from_cube);
    rap_chain_receipt(of, table);
}

void rap_chain_note_unmet(const rap_chain_case *of, rap_table *table)
{
    const rap_reallocation *r = &of->reallocation;
    for (size_t k = 0; k < of->supply->data->n_products; k++) {
        if (r->n && r->taking_part[k])
            rap_table_add_note(table, "%s: those who are left make up for the cut as far as their capacity of %d goes (nameplate, for "
                                      "batteries alone), least carbon first: %.1f %% of the %.0f GWh of car batteries of %d can be met.",
                               of->supply->data->products[k].name, r->year, 100 * r->met, r->demand, of->supply->scenario.year);
        if (of->supply->met[k] >= 1 || !runs(of, k) || (r->n && r->taking_part[k])) continue;
        rap_table_add_note(table, "%s: the cut takes %.1f %% of the supply, and no capacity for batteries alone is known from which others "
                                  "could make up for it: figures are per unit of the %.1f %% that is left, in the shares of those who are left.",
                           of->supply->data->products[k].name, 100 * (1 - of->supply->met[k]), 100 * of->supply->met[k]);
    }
}
