// SPDX-License-Identifier: Apache-2.0
/*
 * supply_read - the tables of a chain from their texts.
 *
 * Each table has a reader of one row. A row about a product with a * is added once for each chemistry. Rows that stand
 * twice are found by a name made of what must be unique in them.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cube/tsv.h"
#include "model/supply_data.h"

#define COLUMNS_MAX 9

typedef struct reading {
    rap_supply_data *data;
    rap_tsv rows;
    size_t row;
    rap_labels seen;
} reading;

typedef rap_status (*row_reader)(reading *r, rap_error *err);

static const char *cell(const reading *r, size_t column)
{
    return rap_tsv_cell(&r->rows, r->row, column);
}

static uint64_t line_of(const reading *r)
{
    return r->rows.lines[r->row];
}

/* ---------------------------------------------------------------------- cells */

static rap_status number(const reading *r, size_t column, double low, double *out, rap_error *err)
{
    if (rap_parse_double(rap_span_trim(rap_span_of(cell(r, column))), out) && *out >= low) return RAP_OK;
    return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "cell %zu: expected a number of at least %g with a dot, found '%.60s'",
                         column + 1, low, cell(r, column));
}

static rap_status year(const reading *r, size_t column, int *out, rap_error *err)
{
    uint64_t value;
    if (!rap_parse_u64(rap_span_of(cell(r, column)), 2200, &value) || value < 1900)
        return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "cell %zu: expected a year from 1900 to 2200, found '%.60s'", column + 1,
                             cell(r, column));
    *out = (int)value;
    return RAP_OK;
}

/* One of `n` words. */
static rap_status word(const reading *r, size_t column, const char *const *words, size_t n, size_t *out, rap_error *err)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(cell(r, column), words[i]) == 0) {
            *out = i;
            return RAP_OK;
        }
    rap_text all = {0};
    for (size_t i = 0; i < n; i++) rap_text_printf(&all, "%s%s", i ? ", " : "", words[i]);
    rap_status status = rap_fail_line(err, RAP_E_FORMAT, line_of(r), "cell %zu: expected one of %s; found '%.60s'", column + 1,
                                      rap_text_get(&all), cell(r, column));
    rap_text_release(&all);
    return status;
}

static const char *const evidence_words[RAP_EVIDENCE_END] = {"published", "observed", "projected", "derived", "assumed"};
static const char *const part_words[RAP_PART_END] = {"input", "electricity", "heat", "fuels", "reagents", "process", "other"};

const char *rap_evidence_text(rap_evidence evidence)
{
    return evidence_words[evidence];
}

const char *rap_part_text(rap_part_kind part)
{
    return part_words[part];
}

/* Kind and source, which every row has. */
static rap_status evidence(reading *r, size_t column, rap_evidence *kind, const char **source, rap_error *err)
{
    size_t which;
    RAP_TRY(word(r, column, evidence_words, RAP_EVIDENCE_END, &which, err));
    *kind = (rap_evidence)which;
    if (!*cell(r, column + 1))
        return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "cell %zu: a source is missing", column + 2);
    *source = rap_keep_text(&r->data->keep, rap_span_of(cell(r, column + 1)));
    return *source ? RAP_OK : rap_fail_memory(err);
}

static rap_status keep(reading *r, size_t column, const char **out, rap_error *err)
{
    *out = rap_keep_text(&r->data->keep, rap_span_of(cell(r, column)));
    return *out ? RAP_OK : rap_fail_memory(err);
}

/* "lognormal 1.2", "triangular 0.8 1 1.3" or nothing. */
static rap_status spread(const reading *r, size_t column, rap_spread_of *out, rap_error *err)
{
    rap_span rest = rap_span_of(cell(r, column)), part;
    double numbers[3] = {0};
    size_t n = 0;
    *out = (rap_spread_of){.known = false};
    if (rest.length == 0) return RAP_OK;
    (void)rap_span_next(&rest, ' ', &part);
    bool lognormal = rap_span_is(part, "lognormal"), good = lognormal || rap_span_is(part, "triangular");
    for (rap_span next; rap_span_next(&rest, ' ', &next); n++) good = good && n < 3 && rap_parse_double(next, &numbers[n]);
    good = good && n == (lognormal ? 1U : 3U);
    if (good && lognormal) good = numbers[0] >= 1;
    else if (good) good = numbers[0] >= 0 && numbers[0] <= numbers[1] && numbers[1] <= numbers[2];
    if (!good)
        return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "cell %zu: expected 'lognormal GSD' with GSD of at least 1, 'triangular "
                             "LOW MODE HIGH' in rising order, or nothing; found '%.60s'", column + 1, cell(r, column));
    out->known = true;
    out->shape = lognormal ? (rap_uncertain){.kind = RAP_LOGNORMAL, .gsd = numbers[0]}
                           : (rap_uncertain){.kind = RAP_TRIANGULAR, .low = numbers[0], .mode = numbers[1], .high = numbers[2]};
    return RAP_OK;
}

static rap_status not_known(const reading *r, size_t column, const char *what, const char *where, rap_error *err)
{
    return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "cell %zu: %s '%.60s' is not in %s", column + 1, what, cell(r, column), where);
}

static rap_status place(const reading *r, size_t column, size_t *out, rap_error *err)
{
    *out = rap_labels_find(&r->data->places, rap_span_of(cell(r, column)));
    return *out != SIZE_MAX ? RAP_OK : not_known(r, column, "place", "grid.tsv", err);
}

static rap_status place_or_all(const reading *r, size_t column, size_t *out, rap_error *err)
{
    *out = RAP_EVERYWHERE;
    return strcmp(cell(r, column), "*") == 0 ? RAP_OK : place(r, column, out, err);
}

/* What stands for a * in a name: "cell *" of NMC622 is "cell NMC622". */
static rap_status name_for(const reading *r, size_t column, size_t chemistry, rap_text *out, rap_error *err)
{
    const char *name = cell(r, column), *star = strchr(name, '*');
    rap_text_clear(out);
    if (star && chemistry != RAP_ALL_CHEMISTRIES)
        rap_text_printf(out, "%.*s%s%s", (int)(star - name), name, r->data->chemistries.at[chemistry].label, star + 1);
    else rap_text_puts(out, name);
    return out->failed ? rap_fail_memory(err) : RAP_OK;
}

static rap_status product(const reading *r, size_t column, size_t chemistry, size_t *out, rap_error *err)
{
    rap_text name = {0};
    rap_status status = name_for(r, column, chemistry, &name, err);
    if (status == RAP_OK) {
        *out = rap_labels_find(&r->data->product_names, rap_span_of(rap_text_get(&name)));
        if (*out == SIZE_MAX) status = not_known(r, column, "product", "stages.tsv", err);
    }
    rap_text_release(&name);
    return status;
}

/* Refuses a row whose first `n` cells stood there before. */
static rap_status once(reading *r, size_t n, rap_error *err)
{
    rap_text name = {0};
    size_t before = r->seen.n, at;
    for (size_t i = 0; i < n; i++) rap_text_printf(&name, "%s\t", cell(r, i));
    rap_status status = name.failed ? rap_fail_memory(err) : rap_labels_add(&r->seen, rap_span_of(rap_text_get(&name)), &at, err);
    rap_text_release(&name);
    if (status != RAP_OK || r->seen.n > before) return status;
    return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "a row on '%.60s' stands there twice with the same first %zu cells", cell(r, 0), n);
}

/* Calls `add` for the row, or for each chemistry where its product has a *. */
typedef rap_status (*adder)(reading *r, size_t chemistry, rap_error *err);

static rap_status for_chemistries(reading *r, adder add, rap_error *err)
{
    if (!strchr(cell(r, 0), '*')) return add(r, RAP_ALL_CHEMISTRIES, err);
    for (size_t c = 0; c < r->data->chemistries.n; c++) RAP_TRY(add(r, c, err));
    return RAP_OK;
}

/* Room for one more at the end of an array of the data. */
#define MORE(array, n) rap_keep_more(&r->data->keep, &(array), (n), sizeof *(array))

/* ----------------------------------------------------------------------- rows */

static rap_status read_grid(reading *r, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_grid row;
    rap_span code = rap_span_of(cell(r, 0));
    RAP_TRY(once(r, 2, err));
    if (code.length == 0) return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "cell 1: a place is missing");
    RAP_TRY(rap_labels_add(&d->places, code, &row.place, err));
    RAP_TRY(year(r, 1, &row.year, err));
    RAP_TRY(number(r, 2, 0, &row.kg_per_kwh, err));
    RAP_TRY(evidence(r, 3, &row.evidence, &row.source, err));
    if (!MORE(d->grid, d->n_grid)) return rap_fail_memory(err);
    d->grid[d->n_grid++] = row;
    return RAP_OK;
}

static rap_status read_chemistry(reading *r, rap_error *err)
{
    size_t at;
    RAP_TRY(once(r, 1, err));
    if (!*cell(r, 0)) return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "cell 1: a chemistry is missing");
    RAP_TRY(rap_labels_add(&r->data->chemistries, rap_span_of(cell(r, 0)), &at, err));
    char **title = &r->data->chemistries.at[at].title;
    *title = rap_strndup(cell(r, 1), strlen(cell(r, 1)));
    return *title ? RAP_OK : rap_fail_memory(err);
}

/* product, stage, title, unit, where, element, content, replaces, source */
static rap_status add_stage(reading *r, size_t chemistry, rap_error *err)
{
    static const char *const wheres[] = {"everywhere", "unplaced"};
    rap_supply_data *d = r->data;
    rap_supply_product p = {.replaces = RAP_NO_PRODUCT, .chemistry = chemistry};
    rap_text name = {0};
    size_t where = 0, at = 0;
    RAP_TRY(keep(r, 1, &p.stage, err));
    RAP_TRY(keep(r, 2, &p.title, err));
    RAP_TRY(keep(r, 3, &p.unit, err));
    RAP_TRY(word(r, 4, wheres, 2, &where, err));
    p.placed = where == 0;
    RAP_TRY(keep(r, 5, &p.element, err));
    if (*cell(r, 6)) RAP_TRY(number(r, 6, 0, &p.content, err));
    if (*cell(r, 7)) RAP_TRY(product(r, 7, chemistry, &p.replaces, err));
    if (!*cell(r, 0) || !*p.stage)
        return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "expected a product and its stage, found an empty cell");
    if (!MORE(d->products, d->n_products)) return rap_fail_memory(err);
    rap_status status = name_for(r, 0, chemistry, &name, err);
    if (status == RAP_OK) status = rap_labels_add(&d->product_names, rap_span_of(rap_text_get(&name)), &at, err);
    rap_text_release(&name);
    if (status != RAP_OK) return status;
    if (at < d->n_products) return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "product '%.60s' stands there twice", cell(r, 0));
    p.name = d->product_names.at[at].label;
    d->products[d->n_products++] = p;
    return RAP_OK;
}

static rap_status read_stage(reading *r, rap_error *err)
{
    return for_chemistries(r, add_stage, err);
}

static rap_status read_fuel(reading *r, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_fuel row;
    size_t at;
    RAP_TRY(once(r, 1, err));
    if (!*cell(r, 0)) return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "cell 1: a fuel is missing");
    RAP_TRY(keep(r, 0, &row.name, err));
    RAP_TRY(number(r, 1, 0, &row.kg_per_mj, err));
    RAP_TRY(spread(r, 2, &row.spread, err));
    RAP_TRY(evidence(r, 3, &row.evidence, &row.source, err));
    if (!MORE(d->fuels, d->fuel_names.n)) return rap_fail_memory(err);
    RAP_TRY(rap_labels_add(&d->fuel_names, rap_span_of(row.name), &at, err));
    d->fuels[at] = row;
    return RAP_OK;
}

static rap_status read_loss(reading *r, rap_error *err)
{
    rap_supply_loss row = {.given = true};
    size_t at;
    RAP_TRY(once(r, 1, err));
    RAP_TRY(place(r, 0, &at, err));
    RAP_TRY(number(r, 1, 1, &row.medium, err));
    RAP_TRY(number(r, 2, 1, &row.low, err));
    RAP_TRY(evidence(r, 3, &row.evidence, &row.source, err));
    r->data->losses[at] = row;
    return RAP_OK;
}

/* product, place, part, name, amount, uncertainty, kind, source */
static rap_status add_coefficient(reading *r, size_t chemistry, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_coefficient c = {.input = RAP_NO_PRODUCT, .row = r->row};
    size_t part = 0;
    RAP_TRY(product(r, 0, chemistry, &c.product, err));
    RAP_TRY(place_or_all(r, 1, &c.place, err));
    RAP_TRY(word(r, 2, part_words, RAP_PART_END, &part, err));
    c.part = (rap_part_kind)part;
    RAP_TRY(keep(r, 3, &c.name, err));
    RAP_TRY(number(r, 4, 0, &c.amount, err));
    RAP_TRY(spread(r, 5, &c.spread, err));
    RAP_TRY(evidence(r, 6, &c.evidence, &c.source, err));
    if (c.part == RAP_PART_INPUT) {
        RAP_TRY(product(r, 3, chemistry, &c.input, err));
        if (c.input == c.product) return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "'%.60s' can't be an input of itself", cell(r, 0));
    } else if (c.part == RAP_PART_HEAT) {
        c.input = rap_labels_find(&d->fuel_names, rap_span_of(c.name));
        if (c.input == SIZE_MAX) return not_known(r, 3, "fuel", "fuels.tsv", err);
    } else if (c.part == RAP_PART_ELECTRICITY && *c.name && strcmp(c.name, "low") != 0) {
        return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "cell 4: electricity is at medium voltage (an empty cell) or 'low', found '%.60s'",
                             c.name);
    }
    if (!MORE(d->coefficients, d->n_coefficients)) return rap_fail_memory(err);
    d->coefficients[d->n_coefficients++] = c;
    return RAP_OK;
}

static rap_status read_coefficient(reading *r, rap_error *err)
{
    RAP_TRY(once(r, 4, err));
    return for_chemistries(r, add_coefficient, err);
}

/* product, user, supplier, year, weight, kind, source */
static rap_status add_share(reading *r, size_t chemistry, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_share s;
    RAP_TRY(product(r, 0, chemistry, &s.product, err));
    RAP_TRY(place_or_all(r, 1, &s.user, err));
    RAP_TRY(place(r, 2, &s.supplier, err));
    RAP_TRY(year(r, 3, &s.year, err));
    RAP_TRY(number(r, 4, 0, &s.weight, err));
    RAP_TRY(evidence(r, 5, &s.evidence, &s.source, err));
    if (!d->products[s.product].placed && s.supplier != d->residual)
        return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "'%.60s' has no place (stages.tsv): its supplier can only be OTH", cell(r, 0));
    if (!MORE(d->shares, d->n_shares)) return rap_fail_memory(err);
    d->shares[d->n_shares++] = s;
    return RAP_OK;
}

static rap_status read_share(reading *r, rap_error *err)
{
    RAP_TRY(once(r, 4, err));
    return for_chemistries(r, add_share, err);
}

static rap_status read_parameter(reading *r, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_parameter p = {.chemistry = RAP_ALL_CHEMISTRIES};
    RAP_TRY(once(r, 2, err));
    RAP_TRY(keep(r, 0, &p.name, err));
    if (strcmp(cell(r, 1), "*") != 0) {
        p.chemistry = rap_labels_find(&d->chemistries, rap_span_of(cell(r, 1)));
        if (p.chemistry == SIZE_MAX) return not_known(r, 1, "chemistry", "chemistries.tsv", err);
    }
    RAP_TRY(number(r, 2, 0, &p.value, err));
    RAP_TRY(spread(r, 3, &p.spread, err));
    RAP_TRY(evidence(r, 4, &p.evidence, &p.source, err));
    if (!MORE(d->parameters, d->n_parameters)) return rap_fail_memory(err);
    d->parameters[d->n_parameters++] = p;
    return RAP_OK;
}

/* product, place (* only), usd, kind, source */
static rap_status add_price(reading *r, size_t chemistry, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_price p;
    RAP_TRY(product(r, 0, chemistry, &p.product, err));
    if (strcmp(cell(r, 1), "*") != 0)
        return rap_fail_line(err, RAP_E_FORMAT, line_of(r), "cell 2: prices are those of the world: expected *, found '%.60s'", cell(r, 1));
    RAP_TRY(number(r, 2, 0, &p.usd, err));
    RAP_TRY(evidence(r, 3, &p.evidence, &p.source, err));
    if (!MORE(d->prices, d->n_prices)) return rap_fail_memory(err);
    d->prices[d->n_prices++] = p;
    return RAP_OK;
}

static rap_status read_price(reading *r, rap_error *err)
{
    RAP_TRY(once(r, 2, err));
    return for_chemistries(r, add_price, err);
}

/* product, place, year, amount, unit, use, kind, source */
static rap_status add_capacity(reading *r, size_t chemistry, rap_error *err)
{
    static const char *const units[] = {"GWh", "kt"}, *const uses[] = {"all", "battery"};
    rap_supply_data *d = r->data;
    rap_supply_capacity c;
    size_t unit = 0, use = 0;
    RAP_TRY(product(r, 0, chemistry, &c.product, err));
    RAP_TRY(place(r, 1, &c.place, err));
    RAP_TRY(year(r, 2, &c.year, err));
    RAP_TRY(number(r, 3, 0, &c.amount, err));
    RAP_TRY(word(r, 4, units, 2, &unit, err));
    RAP_TRY(word(r, 5, uses, 2, &use, err));
    RAP_TRY(evidence(r, 6, &c.evidence, &c.source, err));
    c.unit = units[unit];
    c.batteries_alone = use == 1;
    if (!MORE(d->capacities, d->n_capacities)) return rap_fail_memory(err);
    d->capacities[d->n_capacities++] = c;
    return RAP_OK;
}

static rap_status read_capacity(reading *r, rap_error *err)
{
    RAP_TRY(once(r, 3, err));
    return for_chemistries(r, add_capacity, err);
}

static rap_status read_forward(reading *r, rap_error *err)
{
    rap_supply_data *d = r->data;
    rap_supply_yearly y;
    RAP_TRY(once(r, 3, err));
    RAP_TRY(keep(r, 0, &y.measure, err));
    RAP_TRY(place(r, 1, &y.place, err));
    RAP_TRY(year(r, 2, &y.year, err));
    RAP_TRY(number(r, 3, 0, &y.value, err));
    RAP_TRY(keep(r, 4, &y.unit, err));
    RAP_TRY(evidence(r, 5, &y.evidence, &y.source, err));
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
        d->losses = rap_keep_new(&d->keep, d->places.n, sizeof *d->losses);
        if (!d->losses) return rap_fail_memory(err);
    }
    if (table == RAP_TABLE_CHEMISTRIES && d->chemistries.n == 0)
        return rap_fail(err, RAP_E_FORMAT, "expected at least one chemistry");
    for (size_t p = 0; table == RAP_TABLE_LOSSES && p < d->places.n; p++)
        if (!d->losses[p].given) return rap_fail(err, RAP_E_FORMAT, "place %.10s of grid.tsv is missing", d->places.at[p].label);
    return RAP_OK;
}

static rap_status read_table(rap_supply_data *data, rap_supply_table table, rap_span text, rap_error *err)
{
    reading r = {.data = data};
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
