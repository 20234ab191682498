// SPDX-License-Identifier: Apache-2.0
/*
 * trade - two countries' trade in both directions: by subject, and as a whole with the indices that take all subjects
 * together (Grubel-Lloyd, complementarity, export similarity).
 *
 * Sums of up to four passes: the values; quantities for unit values; and the reports of either side for the mirror gap.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "query/flows.h"
#include "stat/trade.h"

typedef struct trading {
    const rap_asking *asking;
    rap_flows value, quantity, of_exporter, of_importer;
    bool has_quantity, has_mirror;
    uint32_t x, y;
    size_t n_parts;
    double *own, *partner, *out, *in; /* by part: exports and imports of each, and between them, for one year */
} trading;

typedef struct columns {
    size_t exports, imports, balance, export_share, import_share, rca, symmetric, rca_partner, intensity, common, back;
    size_t grubel, complementarity, complementarity_back, similarity, unit_out, unit_in, gap_out, gap_in, missing;
} columns;

static size_t add_index(rap_table *t, const char *name, const char *title, const char *page, bool detail)
{
    size_t column = rap_table_add(t, name, title, "", page, RAP_COLUMN_REAL, 3);
    if (detail) rap_table_detail(t, column);
    return column;
}

static columns add_columns(const trading *d, rap_table *t)
{
    columns c;
    c.exports = rap_flows_column(&d->value, t, "exports", "Exports");
    c.imports = rap_flows_column(&d->value, t, "imports", "Imports");
    c.balance = rap_flows_column(&d->value, t, "balance", "Balance");
    c.export_share = rap_table_add(t, "export_share", "Of exports", "share", "trade_share", RAP_COLUMN_REAL, 4);
    c.import_share = rap_table_add(t, "import_share", "Of imports", "share", "trade_share", RAP_COLUMN_REAL, 4);
    c.rca = add_index(t, "rca", "RCA", "rca", false);
    c.symmetric = add_index(t, "rca_symmetric", "symmetric", "rca_symmetric", true);
    c.rca_partner = add_index(t, "rca_partner", "RCA of partner", "rca", false);
    c.intensity = add_index(t, "intensity", "Intensity", "intensity", false);
    c.common = add_index(t, "intensity_common", "Common form", "intensity_common", true);
    c.back = add_index(t, "intensity_back", "Intensity back", "intensity", true);
    c.grubel = add_index(t, "grubel_lloyd", "Grubel-Lloyd", "grubel_lloyd", false);
    c.complementarity = add_index(t, "complementarity", "Complementarity", "complementarity", false);
    c.complementarity_back = add_index(t, "complementarity_back", "back", "complementarity", false);
    c.similarity = add_index(t, "export_similarity", "Export similarity", "export_similarity", false);
    c.unit_out = add_index(t, "unit_value_exports", "Unit value", "unit_value", true);
    c.unit_in = add_index(t, "unit_value_imports", "of imports", "unit_value", true);
    c.gap_out = add_index(t, "mirror_gap_exports", "Mirror gap", "mirror_gap", true);
    c.gap_in = add_index(t, "mirror_gap_imports", "of imports", "mirror_gap", true);
    c.missing = rap_table_add(t, "missing", "Without amount", "facts", "missing", RAP_COLUMN_INTEGER, 0);
    rap_table_detail(t, c.missing);
    return c;
}

/* ---------------------------------------------------------------- passes over the cube */

static const char *quantity_measure(const rap_asking *asking)
{
    return rap_flows_has(asking, "quantity") ? "quantity" : rap_flows_has(asking, "weight") ? "weight" : NULL;
}

static bool reports_apart(const rap_cube *cube)
{
    bool importer = false, exporter = false;
    for (uint32_t i = 0; i < cube->n_kinds; i++) {
        importer = importer || strstr(cube->kinds[i], ";importer");
        exporter = exporter || strstr(cube->kinds[i], ";exporter");
    }
    return importer && exporter;
}

static rap_status open_all(trading *d, rap_error *err)
{
    const rap_asking *asking = d->asking;
    rap_flows_options options = rap_flows_options_of(asking);
    options.focus = &asking->nodes[0];
    RAP_TRY(rap_flows_init(asking, &options, &d->value, err));
    d->x = rap_flows_node(&d->value, &asking->nodes[0]);
    d->y = rap_flows_node(&d->value, &asking->nodes[1]);
    if (d->y == RAP_NO_NODE)
        return rap_fail(err, RAP_E_UNSUPPORTED, "'%s' stands nowhere in this cube", asking->nodes[1].label);
    const char *quantity = quantity_measure(asking);
    if (quantity && strcmp(quantity, d->value.measure->name) != 0) {
        rap_flows_options of_quantity = options;
        of_quantity.measure = quantity;
        RAP_TRY(rap_flows_init(asking, &of_quantity, &d->quantity, err));
        d->has_quantity = true;
    }
    if (!reports_apart(asking->cube)) return RAP_OK;
    rap_flows_options one = options;
    one.measure = d->value.measure->name;
    one.report = "exporter";
    RAP_TRY(rap_flows_init(asking, &one, &d->of_exporter, err));
    one.report = "importer";
    RAP_TRY(rap_flows_init(asking, &one, &d->of_importer, err));
    d->has_mirror = true;
    return RAP_OK;
}

static void close_all(trading *d)
{
    rap_flows_release(&d->value);
    rap_flows_release(&d->quantity);
    rap_flows_release(&d->of_exporter);
    rap_flows_release(&d->of_importer);
    rap_free(d->own);
    rap_free(d->partner);
    rap_free(d->out);
    rap_free(d->in);
}

/* ------------------------------------------------------------------------- one row */

/* The sums that a row is made of: of one subject, or of all of a year. */
typedef struct sums {
    double x_all, y_all, world;      /* exports of X and of Y, and all, in this row's subjects */
    double x_in, y_in;               /* imports */
    double out, in;
    uint32_t out_facts, in_facts;
    uint64_t missing;
} sums;

static void add_bucket(const trading *d, const rap_flow_bucket *b, sums *s)
{
    const rap_flows *f = &d->value;
    s->x_all += rap_flows_amount(f, &b->out[d->x]);
    s->y_all += rap_flows_amount(f, &b->out[d->y]);
    s->x_in += rap_flows_amount(f, &b->in[d->x]);
    s->y_in += rap_flows_amount(f, &b->in[d->y]);
    s->world += rap_flows_amount(f, &b->all);
    s->out += rap_flows_amount(f, &b->to[d->y]);
    s->in += rap_flows_amount(f, &b->from[d->y]);
    s->out_facts += b->to[d->y].facts;
    s->in_facts += b->from[d->y].facts;
    s->missing += b->to[d->y].missing + b->from[d->y].missing;
}

static void put_sums(const sums *s, const columns *c, rap_table *table)
{
    if (s->out_facts) rap_table_real(table, c->exports, s->out);
    if (s->in_facts) rap_table_real(table, c->imports, s->in);
    if (s->out_facts || s->in_facts) rap_table_real(table, c->balance, s->out - s->in);
    if (s->out_facts) rap_table_value(table, c->export_share, rap_share(s->out, s->x_all));
    if (s->in_facts) rap_table_value(table, c->import_share, rap_share(s->in, s->x_in));
    rap_quad there = {s->out, s->x_all, s->y_in, s->world}, back = {s->in, s->y_all, s->x_in, s->world};
    if (s->out_facts) rap_table_value(table, c->intensity, rap_intensity(there, s->x_in));
    if (s->out_facts) rap_table_value(table, c->common, rap_intensity_common(there));
    if (s->in_facts) rap_table_value(table, c->back, rap_intensity(back, s->y_in));
    rap_table_integer(table, c->missing, (int64_t)s->missing);
}

static rap_value unit_value(const trading *d, const rap_flow_sum *value, const rap_flow_sum *quantity)
{
    rap_value v = rap_flows_value(&d->value, value), q = rap_flows_value(&d->quantity, quantity);
    if (v.reason != RAP_DEFINED || q.reason != RAP_DEFINED || quantity->missing || value->missing || q.value == 0)
        return (rap_value){0, RAP_UNDEFINED_NO_DATA};
    return (rap_value){v.value / q.value, RAP_DEFINED};
}

static rap_value gap(const trading *d, const rap_flow_sum *exporter, const rap_flow_sum *importer)
{
    rap_value x = rap_flows_value(&d->of_exporter, exporter), m = rap_flows_value(&d->of_importer, importer);
    if (x.reason != RAP_DEFINED || m.reason != RAP_DEFINED) return (rap_value){0, RAP_UNDEFINED_NO_DATA};
    return rap_mirror_gap(x.value, m.value);
}

/* What takes the passes beside the values: of single subjects only, where like is compared with like. */
static void put_passes(const trading *d, size_t b, const columns *c, rap_table *table)
{
    const rap_flow_bucket *value = &d->value.flow->buckets[b];
    if (d->has_quantity) {
        const rap_flow_bucket *quantity = &d->quantity.flow->buckets[b];
        rap_table_value(table, c->unit_out, unit_value(d, &value->to[d->y], &quantity->to[d->y]));
        rap_table_value(table, c->unit_in, unit_value(d, &value->from[d->y], &quantity->from[d->y]));
    }
    if (d->has_mirror) {
        const rap_flow_bucket *x = &d->of_exporter.flow->buckets[b], *m = &d->of_importer.flow->buckets[b];
        rap_table_value(table, c->gap_out, gap(d, &x->to[d->y], &m->to[d->y]));
        rap_table_value(table, c->gap_in, gap(d, &x->from[d->y], &m->from[d->y]));
    }
}

static void begin_row(const trading *d, const rap_heads *heads, size_t b, rap_table *table)
{
    rap_table_begin(table);
    rap_heads_put_bucket(heads, d->asking, &d->value.frame, b, table);
    rap_heads_put_nodes(heads, d->asking, &d->value.flow->nodes, d->x, d->y, table);
}

static void put_subject(const trading *d, size_t b, const sums *year, const rap_heads *heads, const columns *c, rap_table *table)
{
    sums s = {0};
    add_bucket(d, &d->value.flow->buckets[b], &s);
    begin_row(d, heads, b, table);
    put_sums(&s, c, table);
    rap_value rca = rap_ratio((rap_quad){s.x_all, year->x_all, s.world, year->world});
    rap_table_value(table, c->rca, rca);
    rap_table_value(table, c->symmetric, rap_symmetric(rca));
    rap_table_value(table, c->rca_partner, rap_ratio((rap_quad){s.y_all, year->y_all, s.world, year->world}));
    rap_table_value(table, c->grubel, rap_grubel_lloyd(&s.out, &s.in, 1));
    put_passes(d, b, c, table);
}

static void put_whole(const trading *d, size_t year, const sums *all, const rap_heads *heads, const columns *c, rap_table *table)
{
    size_t n = d->n_parts;
    const rap_flow_bucket *buckets = d->value.flow->buckets + year * n;
    begin_row(d, heads, year * n, table);
    rap_table_text(table, heads->subject, "all");
    rap_table_text(table, heads->subject_name, "all subjects together");
    put_sums(all, c, table);
    for (size_t p = 0; p < n; p++) {
        d->out[p] = rap_flows_amount(&d->value, &buckets[p].to[d->y]);
        d->in[p] = rap_flows_amount(&d->value, &buckets[p].from[d->y]);
        d->own[p] = rap_flows_amount(&d->value, &buckets[p].out[d->x]);
        d->partner[p] = rap_flows_amount(&d->value, &buckets[p].in[d->y]);
    }
    rap_table_value(table, c->grubel, rap_grubel_lloyd(d->out, d->in, n));
    if (n < 2) { /* the mix of one subject is that of every other */
        rap_value none = {0, RAP_UNDEFINED_NO_DATA};
        rap_table_value(table, c->complementarity, none);
        rap_table_value(table, c->complementarity_back, none);
        rap_table_value(table, c->similarity, none);
        return;
    }
    rap_table_value(table, c->complementarity, rap_complementarity(d->own, d->partner, n));
    double *x_exports = d->own, *y_exports = d->partner;
    for (size_t p = 0; p < n; p++) y_exports[p] = rap_flows_amount(&d->value, &buckets[p].out[d->y]);
    rap_table_value(table, c->similarity, rap_export_similarity(x_exports, y_exports, n));
    for (size_t p = 0; p < n; p++) d->own[p] = rap_flows_amount(&d->value, &buckets[p].in[d->x]);
    rap_table_value(table, c->complementarity_back, rap_complementarity(y_exports, d->own, n));
}

/* ------------------------------------------------------------------------ all rows */

typedef struct entry {
    size_t bucket;
    double traded;
} entry;

static int by_trade(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    if (x->traded != y->traded) return x->traded < y->traded ? 1 : -1;
    return (x->bucket > y->bucket) - (x->bucket < y->bucket);
}

static rap_status put_year(const trading *d, size_t year, const rap_heads *heads, const columns *c, size_t *cut, rap_table *table,
                           rap_error *err)
{
    sums all = {0};
    size_t n = 0;
    entry *entries = rap_alloc(d->n_parts, sizeof *entries);
    if (!entries) return rap_fail_memory(err);
    for (size_t p = 0; p < d->n_parts; p++) {
        size_t at = year * d->n_parts + p;
        const rap_flow_bucket *b = &d->value.flow->buckets[at];
        add_bucket(d, b, &all);
        if (b->to[d->y].facts + b->from[d->y].facts == 0) continue;
        entries[n++] = (entry){at, rap_flows_amount(&d->value, &b->to[d->y]) + rap_flows_amount(&d->value, &b->from[d->y])};
    }
    qsort(entries, n, sizeof *entries, by_trade);
    put_whole(d, year, &all, heads, c, table);
    for (size_t i = 0; i < n; i++) {
        if (d->asking->top && i >= d->asking->top) ++*cut;
        else put_subject(d, entries[i].bucket, &all, heads, c, table);
    }
    rap_free(entries);
    return RAP_OK;
}

static rap_status answer(trading *d, rap_table **out, rap_error *err)
{
    RAP_TRY(open_all(d, err));
    size_t n = d->n_parts = d->value.flow->n_parts, cut = 0;
    d->own = rap_alloc(n, sizeof *d->own);
    d->partner = rap_alloc(n, sizeof *d->partner);
    d->out = rap_alloc(n, sizeof *d->out);
    d->in = rap_alloc(n, sizeof *d->in);
    if (!d->own || !d->partner || !d->out || !d->in) return rap_fail_memory(err);
    rap_table *table = rap_titled_table(d->asking, "Trade");
    rap_heads heads = rap_flows_heads(&d->value, table, true);
    columns c = add_columns(d, table);
    rap_status status = RAP_OK;
    for (size_t year = 0; status == RAP_OK && year < d->value.flow->n_years; year++)
        status = put_year(d, year, &heads, &c, &cut, table, err);
    if (cut) rap_table_add_note(table, "%zu further subject%s not shown; --top 0 shows all.", cut, cut == 1 ? " is" : "s are");
    rap_table_add_note(table, "RCA, complementarity and similarity are within the subjects looked at, and depend on how finely they "
                              "are told apart.");
    if (!d->has_mirror) rap_table_add_note(table, "No mirror gap: this cube has one number a flow, not what each side reports.");
    rap_flows_notes(&d->value, table);
    if (status == RAP_OK) return rap_table_finish(table, out, err);
    rap_table_free(table);
    return status;
}

rap_status rap_ask_trade(const rap_asking *asking, rap_table **out, rap_error *err)
{
    if (strcmp(asking->cube->schema.rule, "exporter>importer") != 0)
        return rap_fail(err, RAP_E_UNSUPPORTED, "trade asks about exporters and importers; the parties of this cube are %s",
                        asking->cube->schema.rule);
    trading d = {.asking = asking};
    rap_status status = answer(&d, out, err);
    close_all(&d);
    return status;
}
