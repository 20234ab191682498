// SPDX-License-Identifier: Apache-2.0
#include "query/chain_cube.h"

#include <string.h>

#include "base/alloc.h"

/* Amounts by supplier and buyer; the last row of buyers is everybody. */
typedef struct taking {
    rap_supply_data *data;
    double *amount;              /* (places + 1) * places: buyer, supplier */
    size_t flows, buyers;
    double unknown, whole;       /* of suppliers that the chain does not know; of all */
    const char *source;
} taking;

typedef struct columns {
    size_t kind, first, second, amount; /* second: SIZE_MAX where parties are single */
    bool flows;                         /* first supplies second; else the last party is the place */
} columns;

/* The columns of an export: parties stand behind the kind, measures behind them. */
static columns find_columns(const rap_table *t)
{
    columns c = {.kind = rap_table_find(t, "kind"), .second = SIZE_MAX};
    c.first = c.kind + 1;
    c.amount = c.first + 1;
    if (c.amount < rap_table_columns(t) && rap_table_column(t, c.amount).type == RAP_COLUMN_TEXT) c.second = c.amount++;
    c.flows = c.second != SIZE_MAX && strcmp(rap_table_column(t, c.first).name, "owner") != 0;
    return c;
}

static size_t place_of(const rap_supply_data *data, const rap_table *t, size_t row, size_t column)
{
    rap_cell cell = rap_table_cell(t, row, column);
    return cell.reason == RAP_DEFINED ? rap_supply_place_of(data, rap_span_of(cell.text)) : SIZE_MAX;
}

static rap_status check_kinds(const rap_table *t, const columns *c, rap_error *err)
{
    for (size_t r = 1; r < rap_table_rows(t); r++) {
        const char *first = rap_table_cell(t, 0, c->kind).text, *other = rap_table_cell(t, r, c->kind).text;
        if (first && other && strcmp(first, other) != 0)
            return rap_fail(err, RAP_E_UNSUPPORTED, "the cube has facts of several kinds, which may not be added: '%.60s' and '%.60s'; "
                                                    "ingest one of them alone", first, other);
    }
    return RAP_OK;
}

static void take_row(taking *k, const rap_table *t, const columns *c, size_t row)
{
    rap_cell amount = rap_table_cell(t, row, c->amount);
    size_t places = k->data->places.n;
    double value = rap_table_column(t, c->amount).type == RAP_COLUMN_INTEGER ? (double)amount.integer : amount.real;
    if (amount.reason != RAP_DEFINED || !(value > 0)) return;
    size_t supplier = place_of(k->data, t, row, c->flows || c->second == SIZE_MAX ? c->first : c->second);
    size_t buyer = c->flows ? place_of(k->data, t, row, c->second) : SIZE_MAX;
    if (supplier != SIZE_MAX && supplier == buyer) return;
    k->flows++;
    k->whole += value;
    if (supplier == SIZE_MAX) k->unknown += value;
    if (supplier == SIZE_MAX) supplier = k->data->residual;
    k->amount[places * places + supplier] += value;
    if (buyer != SIZE_MAX && buyer != k->data->residual) k->amount[buyer * places + supplier] += value;
}

/* Puts the amounts in place of the shares that the product has. */
static rap_status put_shares(taking *k, size_t product, int year, rap_error *err)
{
    rap_supply_data *d = k->data;
    size_t kept = 0, places = d->places.n;
    for (size_t i = 0; i < d->n_shares; i++)
        if (d->shares[i].product != product) d->shares[kept++] = d->shares[i];
    d->n_shares = kept;
    for (size_t buyer = 0; buyer <= places; buyer++) {
        bool any = false;
        for (size_t p = 0; p < places; p++) {
            double weight = k->amount[buyer * places + p];
            if (weight <= 0) continue;
            any = true;
            if (!rap_keep_more(&d->keep, &d->shares, d->n_shares, sizeof *d->shares)) return rap_fail_memory(err);
            d->shares[d->n_shares++] = (rap_supply_share){product, buyer < places ? buyer : RAP_EVERYWHERE, p, year, weight,
                                                          RAP_OBSERVED, k->source};
        }
        k->buyers += any && buyer < places;
    }
    return RAP_OK;
}

static rap_status take(taking *k, const rap_table *t, size_t product, const char *subject, int year, rap_text *receipt, rap_error *err)
{
    columns c = find_columns(t);
    if (c.amount >= rap_table_columns(t) || rap_table_rows(t) == 0)
        return rap_fail(err, RAP_E_NOT_FOUND, "the cube has no facts on '%.60s' in %d", subject, year);
    RAP_TRY(check_kinds(t, &c, err));
    for (size_t r = 0; r < rap_table_rows(t); r++) take_row(k, t, &c, r);
    if (k->flows == 0) return rap_fail(err, RAP_E_NOT_FOUND, "the cube has no amounts on '%.60s' in %d", subject, year);
    RAP_TRY(put_shares(k, product, year, err));
    rap_text_printf(receipt, "%s%s: %s of %d by %s, %zu facts, %zu buyers with shares of their own, %.1f %% from places that the chain "
                    "does not know (OTH)%s", receipt->length ? "; " : "", k->data->products[product].name, subject, year,
                    rap_table_column(t, c.amount).name, k->flows, k->buyers, 100 * k->unknown / k->whole,
                    c.flows ? "; what a place makes for itself is not in trade" : "");
    return RAP_OK;
}

static int year_of(const rap_cube *cube, int year)
{
    int first, last;
    rap_cube_years(cube, &first, &last);
    return year < first ? first : year > last ? last : year;
}

static rap_status find_product(const rap_supply_data *data, const char *value, char *name, size_t size, const char **subject,
                               size_t *product, rap_error *err)
{
    const char *equals = strchr(value, '=');
    if (!equals || equals == value || !equals[1] || (size_t)(equals - value) >= size)
        return rap_fail(err, RAP_E_USAGE, "from: expected PRODUCT=SUBJECT as lithium=283691, found '%.60s'", value);
    (void)snprintf(name, size, "%.*s", (int)(equals - value), value);
    *subject = equals + 1;
    *product = rap_supply_product_of(data, name);
    if (*product == SIZE_MAX) return rap_fail(err, RAP_E_NOT_FOUND, "from: the chain has no product '%.60s' (stages.tsv)", name);
    return data->products[*product].placed ? RAP_OK
                                           : rap_fail(err, RAP_E_USAGE, "from: '%.60s' has no place in this chain (stages.tsv)", name);
}

rap_status rap_chain_take_shares(rap_supply_data *data, const rap_asking *asking, const char *value, int year, rap_text *receipt,
                                 rap_error *err)
{
    char name[80], years[16];
    const char *subject = NULL;
    size_t product = SIZE_MAX;
    rap_table *facts;
    RAP_TRY(find_product(data, value, name, sizeof name, &subject, &product, err));
    if (!asking->cube) return rap_fail(err, RAP_E_USAGE, "from: shares come from a cube, and none was given: -c FILE");
    (void)snprintf(years, sizeof years, "%d", year_of(asking->cube, year));
    rap_option options[] = {{"years", years}, {"subject", subject}};
    rap_status status = rap_ask(asking->catalog, asking->cube, "export", options, 2, &facts, err);
    if (status != RAP_OK) return rap_context(err, status, "from %s", value);
    taking k = {.data = data, .amount = rap_alloc((data->places.n + 1) * data->places.n, sizeof(double))};
    k.source = rap_keep_text(&data->keep, rap_span_of(rap_cube_identity(asking->cube)));
    status = k.amount && k.source ? take(&k, facts, product, subject, year_of(asking->cube, year), receipt, err) : rap_fail_memory(err);
    rap_free(k.amount);
    rap_table_free(facts);
    return status;
}
