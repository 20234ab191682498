// SPDX-License-Identifier: Apache-2.0
/*
 * supply_read - the tables of a chain from their texts.
 *
 * Each table has a reader of one row. A row about a product with a * is added once for each chemistry. Rows that stand
 * twice are found by a name made of what must be unique in them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/supply_cells.h"

#define COLUMNS_MAX 9
#define PLACES_MAX 500    /* with the next, what bounds a system: a process is a product in a place */
#define PRODUCTS_MAX 1000

typedef rap_status (*row_reader)(rap_supply_reading *r, rap_error *err);

/* Room for one more at the end of an array of the data. */
#define MORE(array, n) rap_keep_more(&r->data->keep, &(array), (n), sizeof *(array))

/* ----------------------------------------------------------------------- rows */

static rap_status read_grid(rap_supply_reading *r, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_grid row;
    rap_span code = rap_span_of(rap_cell_text(r, 0));
    RAP_TRY(rap_cell_once(r, 2, err));
    if (code.length == 0) return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "cell 1: a place is missing");
    RAP_TRY(rap_labels_add(&d->places, code, &row.place, err));
    RAP_TRY(rap_cell_year(r, 1, &row.year, err));
    RAP_TRY(rap_cell_number(r, 2, 0, &row.kg_per_kwh, err));
    RAP_TRY(rap_cell_evidence(r, 3, &row.evidence, &row.source, err));
    if (!MORE(d->grid, d->n_grid)) return rap_fail_memory(err);
    d->grid[d->n_grid++] = row;
    return RAP_OK;
}

static rap_status read_chemistry(rap_supply_reading *r, rap_error *err)
{
    size_t at;
    RAP_TRY(rap_cell_once(r, 1, err));
    if (!*rap_cell_text(r, 0)) return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "cell 1: a chemistry is missing");
    RAP_TRY(rap_labels_add(&r->data->chemistries, rap_span_of(rap_cell_text(r, 0)), &at, err));
    char **title = &r->data->chemistries.at[at].title;
    *title = rap_strndup(rap_cell_text(r, 1), strlen(rap_cell_text(r, 1)));
    return *title ? RAP_OK : rap_fail_memory(err);
}

/* product, stage, title, unit, where, element, content, replaces, source */
static rap_status add_stage(rap_supply_reading *r, size_t chemistry, rap_error *err)
{
    static const char *const wheres[] = {"everywhere", "unplaced"};
    rap_supply_data *d = r->data;
    rap_supply_product p = {.replaces = RAP_NO_PRODUCT, .chemistry = chemistry};
    rap_text name = {0};
    size_t where = 0, at = 0;
    RAP_TRY(rap_cell_keep(r, 1, &p.stage, err));
    RAP_TRY(rap_cell_keep(r, 2, &p.title, err));
    RAP_TRY(rap_cell_keep(r, 3, &p.unit, err));
    RAP_TRY(rap_cell_word(r, 4, wheres, 2, &where, err));
    p.placed = where == 0;
    RAP_TRY(rap_cell_keep(r, 5, &p.element, err));
    if (*rap_cell_text(r, 6)) RAP_TRY(rap_cell_number(r, 6, 0, &p.content, err));
    if (*rap_cell_text(r, 7)) RAP_TRY(rap_cell_product(r, 7, chemistry, &p.replaces, err));
    if (!*rap_cell_text(r, 0) || !*p.stage)
        return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "expected a product and its stage, found an empty cell");
    if (!MORE(d->products, d->n_products)) return rap_fail_memory(err);
    rap_status status = rap_cell_name_for(r, 0, chemistry, &name, err);
    if (status == RAP_OK) status = rap_labels_add(&d->product_names, rap_span_of(rap_text_get(&name)), &at, err);
    rap_text_release(&name);
    if (status != RAP_OK) return status;
    if (at < d->n_products) return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "product '%.60s' stands there twice", rap_cell_text(r, 0));
    p.name = d->product_names.at[at].label;
    d->products[d->n_products++] = p;
    return RAP_OK;
}

static rap_status read_stage(rap_supply_reading *r, rap_error *err)
{
    return rap_cell_for_chemistries(r, add_stage, err);
}

static rap_status read_fuel(rap_supply_reading *r, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_fuel row;
    size_t at;
    RAP_TRY(rap_cell_once(r, 1, err));
    if (!*rap_cell_text(r, 0)) return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "cell 1: a fuel is missing");
    RAP_TRY(rap_cell_keep(r, 0, &row.name, err));
    RAP_TRY(rap_cell_number(r, 1, 0, &row.kg_per_mj, err));
    RAP_TRY(rap_cell_spread(r, 2, &row.spread, err));
    RAP_TRY(rap_cell_evidence(r, 3, &row.evidence, &row.source, err));
    if (!MORE(d->fuels, d->fuel_names.n)) return rap_fail_memory(err);
    RAP_TRY(rap_labels_add(&d->fuel_names, rap_span_of(row.name), &at, err));
    d->fuels[at] = row;
    return RAP_OK;
}

static rap_status read_loss(rap_supply_reading *r, rap_error *err)
{
    rap_supply_loss row = {.given = true};
    size_t at;
    RAP_TRY(rap_cell_once(r, 1, err));
    RAP_TRY(rap_cell_place(r, 0, &at, err));
    RAP_TRY(rap_cell_number(r, 1, 1, &row.medium, err));
    RAP_TRY(rap_cell_number(r, 2, 1, &row.low, err));
    RAP_TRY(rap_cell_evidence(r, 3, &row.evidence, &row.source, err));
    r->data->losses[at] = row;
    return RAP_OK;
}

/* product, place, part, name, amount, uncertainty, kind, source */
static rap_status add_coefficient(rap_supply_reading *r, size_t chemistry, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_coefficient c = {.input = RAP_NO_PRODUCT, .row = r->row};
    RAP_TRY(rap_cell_product(r, 0, chemistry, &c.product, err));
    RAP_TRY(rap_cell_place_or_all(r, 1, &c.place, err));
    RAP_TRY(rap_cell_part(r, 2, &c.part, err));
    RAP_TRY(rap_cell_keep(r, 3, &c.name, err));
    RAP_TRY(rap_cell_number(r, 4, 0, &c.amount, err));
    RAP_TRY(rap_cell_spread(r, 5, &c.spread, err));
    RAP_TRY(rap_cell_evidence(r, 6, &c.evidence, &c.source, err));
    if (c.part == RAP_PART_INPUT) {
        RAP_TRY(rap_cell_product(r, 3, chemistry, &c.input, err));
        if (c.input == c.product) return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "'%.60s' can't be an input of itself", rap_cell_text(r, 0));
    } else if (c.part == RAP_PART_HEAT) {
        c.input = rap_labels_find(&d->fuel_names, rap_span_of(c.name));
        if (c.input == SIZE_MAX) return rap_cell_not_known(r, 3, "fuel", "fuels.tsv", err);
    } else if (c.part == RAP_PART_ELECTRICITY && *c.name && strcmp(c.name, "low") != 0) {
        return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "cell 4: electricity is at medium voltage (an empty cell) or 'low', found '%.60s'",
                             c.name);
    }
    if (!MORE(d->coefficients, d->n_coefficients)) return rap_fail_memory(err);
    d->coefficients[d->n_coefficients++] = c;
    return RAP_OK;
}

static rap_status read_coefficient(rap_supply_reading *r, rap_error *err)
{
    RAP_TRY(rap_cell_once(r, 4, err));
    return rap_cell_for_chemistries(r, add_coefficient, err);
}

/* product, user, supplier, year, weight, kind, source */
static rap_status add_share(rap_supply_reading *r, size_t chemistry, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_share s;
    RAP_TRY(rap_cell_product(r, 0, chemistry, &s.product, err));
    RAP_TRY(rap_cell_place_or_all(r, 1, &s.user, err));
    RAP_TRY(rap_cell_place(r, 2, &s.supplier, err));
    RAP_TRY(rap_cell_year(r, 3, &s.year, err));
    RAP_TRY(rap_cell_number(r, 4, 0, &s.weight, err));
    RAP_TRY(rap_cell_evidence(r, 5, &s.evidence, &s.source, err));
    if (!d->products[s.product].placed && s.supplier != d->residual)
        return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "'%.60s' has no place (stages.tsv): its supplier can only be OTH", rap_cell_text(r, 0));
    if (!MORE(d->shares, d->n_shares)) return rap_fail_memory(err);
    d->shares[d->n_shares++] = s;
    return RAP_OK;
}

static rap_status read_share(rap_supply_reading *r, rap_error *err)
{
    RAP_TRY(rap_cell_once(r, 4, err));
    return rap_cell_for_chemistries(r, add_share, err);
}

static rap_status read_parameter(rap_supply_reading *r, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_parameter p = {.chemistry = RAP_ALL_CHEMISTRIES};
    RAP_TRY(rap_cell_once(r, 2, err));
    RAP_TRY(rap_cell_keep(r, 0, &p.name, err));
    if (strcmp(rap_cell_text(r, 1), "*") != 0) {
        p.chemistry = rap_labels_find(&d->chemistries, rap_span_of(rap_cell_text(r, 1)));
        if (p.chemistry == SIZE_MAX) return rap_cell_not_known(r, 1, "chemistry", "chemistries.tsv", err);
    }
    RAP_TRY(rap_cell_number(r, 2, 0, &p.value, err));
    RAP_TRY(rap_cell_spread(r, 3, &p.spread, err));
    RAP_TRY(rap_cell_evidence(r, 4, &p.evidence, &p.source, err));
    if (!MORE(d->parameters, d->n_parameters)) return rap_fail_memory(err);
    d->parameters[d->n_parameters++] = p;
    return RAP_OK;
}

/* product, place (* only), usd, kind, source */
static rap_status add_price(rap_supply_reading *r, size_t chemistry, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_price p;
    RAP_TRY(rap_cell_product(r, 0, chemistry, &p.product, err));
    if (strcmp(rap_cell_text(r, 1), "*") != 0)
        return rap_fail_line(err, RAP_E_FORMAT, rap_cell_line(r), "cell 2: prices are those of the world: expected *, found '%.60s'", rap_cell_text(r, 1));
    RAP_TRY(rap_cell_number(r, 2, 0, &p.usd, err));
    RAP_TRY(rap_cell_evidence(r, 3, &p.evidence, &p.source, err));
    if (!MORE(d->prices, d->n_prices)) return rap_fail_memory(err);
    d->prices[d->n_prices++] = p;
    return RAP_OK;
}

static rap_status read_price(rap_supply_reading *r, rap_error *err)
{
    RAP_TRY(rap_cell_once(r, 2, err));
    return rap_cell_for_chemistries(r, add_price, err);
}

/* product, place, year, amount, unit, use, kind, source */
static rap_status add_capacity(rap_supply_reading *r, size_t chemistry, rap_error *err)
{
    static const char *const units[] = {"GWh", "kt"}, *const uses[] = {"all", "battery"};
    rap_supply_data *d = r->data;
    rap_supply_capacity c;
    size_t unit = 0, use = 0;
    RAP_TRY(rap_cell_product(r, 0, chemistry, &c.product, err));
    RAP_TRY(rap_cell_place(r, 1, &c.place, err));
    RAP_TRY(rap_cell_year(r, 2, &c.year, err));
    RAP_TRY(rap_cell_number(r, 3, 0, &c.amount, err));
    RAP_TRY(rap_cell_word(r, 4, units, 2, &unit, err));
    RAP_TRY(rap_cell_word(r, 5, uses, 2, &use, err));
    RAP_TRY(rap_cell_evidence(r, 6, &c.evidence, &c.source, err));
    c.unit = units[unit];
    c.batteries_alone = use == 1;
    if (!MORE(d->capacities, d->n_capacities)) return rap_fail_memory(err);
    d->capacities[d->n_capacities++] = c;
    return RAP_OK;
}

static rap_status read_capacity(rap_supply_reading *r, rap_error *err)
{
    RAP_TRY(rap_cell_once(r, 3, err));
    return rap_cell_for_chemistries(r, add_capacity, err);
}

static rap_status read_forward(rap_supply_reading *r, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_yearly y;
    RAP_TRY(rap_cell_once(r, 3, err));
    RAP_TRY(rap_cell_keep(r, 0, &y.measure, err));
    RAP_TRY(rap_cell_place(r, 1, &y.place, err));
    RAP_TRY(rap_cell_year(r, 2, &y.year, err));
    RAP_TRY(rap_cell_number(r, 3, 0, &y.value, err));
    RAP_TRY(rap_cell_keep(r, 4, &y.unit, err));
    RAP_TRY(rap_cell_evidence(r, 5, &y.evidence, &y.source, err));
    if (!MORE(d->yearly, d->n_yearly)) return rap_fail_memory(err);
    d->yearly[d->n_yearly++] = y;
    return RAP_OK;
}

/* --------------------------------------------------------------------- tables */

static const struct {
    const char *name;
    size_t n_columns;
    const char *columns[COLUMNS_MAX];
    row_reader read;
} tables[RAP_SUPPLY_TABLES] = {
    [RAP_TABLE_GRID] = {"grid.tsv", 5, {"place", "year", "kg_per_kwh", "kind", "source"}, read_grid},
    [RAP_TABLE_CHEMISTRIES] = {"chemistries.tsv", 3, {"chemistry", "title", "source"}, read_chemistry},
    [RAP_TABLE_STAGES] = {"stages.tsv", 9, {"product", "stage", "title", "unit", "where", "element", "content", "replaces", "source"},
                          read_stage},
    [RAP_TABLE_FUELS] = {"fuels.tsv", 5, {"fuel", "kg_per_mj", "uncertainty", "kind", "source"}, read_fuel},
    [RAP_TABLE_LOSSES] = {"losses.tsv", 5, {"place", "medium", "low", "kind", "source"}, read_loss},
    [RAP_TABLE_COEFFICIENTS] = {"coefficients.tsv", 8, {"product", "place", "part", "name", "amount", "uncertainty", "kind", "source"},
                                read_coefficient},
    [RAP_TABLE_SHARES] = {"shares.tsv", 7, {"product", "user", "supplier", "year", "weight", "kind", "source"}, read_share},
    [RAP_TABLE_PARAMETERS] = {"parameters.tsv", 6, {"parameter", "chemistry", "value", "uncertainty", "kind", "source"}, read_parameter},
    [RAP_TABLE_PRICES] = {"prices.tsv", 5, {"product", "place", "usd", "kind", "source"}, read_price},
    [RAP_TABLE_CAPACITIES] = {"capacities.tsv", 8, {"product", "place", "year", "amount", "unit", "use", "kind", "source"}, read_capacity},
    [RAP_TABLE_FORWARD] = {"forward.tsv", 7, {"measure", "place", "year", "value", "unit", "kind", "source"}, read_forward},
};

const char *rap_supply_table_name(rap_supply_table table)
{
    return tables[table].name;
}

/* What must hold once a table is read whole. */
static rap_status finish_table(rap_supply_data *d, rap_supply_table table, rap_error *err)
{
    if (table == RAP_TABLE_GRID) {
        d->residual = rap_labels_find(&d->places, rap_span_of("OTH"));
        if (d->residual == SIZE_MAX) return rap_fail(err, RAP_E_FORMAT, "expected a place OTH, the mean of the world");
        if (d->places.n > PLACES_MAX) return rap_fail(err, RAP_E_FORMAT, "expected at most %d places, found %zu", PLACES_MAX, d->places.n);
        d->losses = rap_keep_new(&d->keep, d->places.n, sizeof *d->losses);
        if (!d->losses) return rap_fail_memory(err);
    }
    if (table == RAP_TABLE_CHEMISTRIES && d->chemistries.n == 0)
        return rap_fail(err, RAP_E_FORMAT, "expected at least one chemistry");
    if (table == RAP_TABLE_STAGES && d->n_products > PRODUCTS_MAX)
        return rap_fail(err, RAP_E_FORMAT, "expected at most %d products, found %zu", PRODUCTS_MAX, d->n_products);
    for (size_t p = 0; table == RAP_TABLE_LOSSES && p < d->places.n; p++)
        if (!d->losses[p].given) return rap_fail(err, RAP_E_FORMAT, "place %.10s of grid.tsv is missing", d->places.at[p].label);
    return RAP_OK;
}

static rap_status read_table(rap_supply_data *data, rap_supply_table table, rap_span text, rap_error *err)
{
    rap_supply_reading r = {.data = data};
    RAP_TRY(rap_tsv_read(text, tables[table].columns, tables[table].n_columns, &r.rows, err));
    rap_status status = RAP_OK;
    for (r.row = 0; r.row < r.rows.n_rows && status == RAP_OK; r.row++) status = tables[table].read(&r, err);
    if (status == RAP_OK) status = finish_table(data, table, err);
    rap_labels_release(&r.seen);
    rap_tsv_release(&r.rows);
    return status;
}

static int by_product(const void *a, const void *b)
{
    const rap_supply_coefficient *x = a, *y = b;
    if (x->product != y->product) return x->product < y->product ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

rap_status rap_supply_read(const rap_supply_source sources[RAP_SUPPLY_TABLES], rap_supply_data **out, rap_error *err)
{
    rap_supply_data *data = rap_alloc(1, sizeof *data);
    if (!data) return rap_fail_memory(err);
    rap_status status = RAP_OK;
    for (unsigned t = 0; t < RAP_SUPPLY_TABLES && status == RAP_OK; t++) {
        status = read_table(data, (rap_supply_table)t, sources[t].text, err);
        if (status != RAP_OK) status = rap_context(err, status, "%s", sources[t].name);
    }
    if (status == RAP_OK) {
        if (data->n_coefficients) qsort(data->coefficients, data->n_coefficients, sizeof *data->coefficients, by_product);
        *out = data;
    } else {
        rap_supply_close(data);
    }
    return status;
}
