// SPDX-License-Identifier: Apache-2.0
#include "query/flows.h"

#include <string.h>

#include "base/alloc.h"
#include "cube/walk.h"
#include "query/figures.h"

enum { STATUS, MEASURE, BY, DATE, SOURCE, KIND_PARTS };

/* A kind of a table: "status;measure;by;date;source", with the empty ones at the end left out. */
typedef struct kind_parts {
    rap_span part[KIND_PARTS];
} kind_parts;

static kind_parts split(const char *text)
{
    kind_parts k = {{{"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}}};
    rap_span rest = rap_span_of(text);
    for (size_t i = 0; i < KIND_PARTS && rest.data && rap_span_next(&rest, ';', &k.part[i]); i++) {}
    return k;
}

static bool has_measure(const kind_parts *k, const char *measure)
{
    return k->part[MEASURE].length == 0 || rap_span_is(k->part[MEASURE], measure);
}

rap_flows_options rap_flows_options_of(const rap_asking *asking)
{
    return (rap_flows_options){.measure = asking->measure, .each_year = asking->each_year, .n_parts = asking->n_parts,
                               .parts = asking->parts};
}

bool rap_flows_has(const rap_asking *asking, const char *measure)
{
    const rap_cube *cube = asking->cube;
    if (rap_schema_measure(&cube->schema, rap_span_of(measure)) == RAP_MEASURES_MAX) return false;
    for (uint32_t i = 0; i < cube->n_kinds; i++) {
        kind_parts k = split(cube->kinds[i]);
        if (has_measure(&k, measure)) return true;
    }
    return false;
}

/* ------------------------------------------------------------------- which facts */

static rap_status find_measure(rap_flows *f, const char *name, uint32_t *out, rap_error *err)
{
    const rap_schema *schema = &f->asking->cube->schema;
    *out = name ? rap_schema_measure(schema, rap_span_of(name)) : RAP_MEASURES_MAX;
    for (uint32_t i = 0; !name && i < schema->n_measures && *out == RAP_MEASURES_MAX; i++)
        if (schema->measures[i].nature != RAP_MISSING && rap_flows_has(f->asking, schema->measures[i].name)) *out = i;
    if (*out < RAP_MEASURES_MAX) {
        f->measure = &schema->measures[*out];
        f->share = rap_measure_is_share(f->measure);
        return RAP_OK;
    }
    rap_text list = {0};
    for (uint32_t i = 0; i < schema->n_measures; i++)
        if (schema->measures[i].nature != RAP_MISSING)
            rap_text_printf(&list, "%s%s", list.length ? ", " : "", schema->measures[i].name);
    rap_status status = rap_fail(err, RAP_E_USAGE, "measure: '%.60s' is none of this cube's: %s", name ? name : "",
                                 rap_text_get(&list));
    rap_text_release(&list);
    return status;
}

static bool is_asked(const rap_flows *f, uint32_t party)
{
    const rap_asking *asking = f->asking;
    size_t n;
    const rap_place *places = rap_cube_party(asking->cube, party, &n);
    bool first = asking->n_first == 0, second = asking->n_second == 0;
    for (size_t i = 0; i < asking->n_first; i++) first = first || (n > 0 && asking->first[i].place == places[0]);
    for (size_t i = 0; i < asking->n_second; i++) second = second || (n > 1 && asking->second[i].place == places[1]);
    return first && second;
}

static rap_status see_met(void *arg, const rap_cells *cells, rap_error *err)
{
    (void)err;
    rap_flows *f = arg;
    for (size_t i = 0; i < cells->n; i++)
        if (!f->met[cells->kind[i]]) f->met[cells->kind[i]] = is_asked(f, cells->party[i]);
    return RAP_OK;
}

/* Which kinds the question meets: what is usual is chosen among them. */
static rap_status find_met(rap_flows *f, rap_error *err)
{
    f->met = rap_alloc(f->asking->cube->n_kinds, sizeof *f->met);
    if (!f->met) return rap_fail_memory(err);
    return rap_walk(f->asking->cube, &f->asking->lens, see_met, f, err);
}

/* True where a kind of the measure that the lens meets has this value. */
static bool any_has(const rap_flows *f, size_t part, const char *value)
{
    const rap_cube *cube = f->asking->cube;
    for (uint32_t i = 0; i < cube->n_kinds; i++) {
        kind_parts k = split(cube->kinds[i]);
        if (f->met[i] && has_measure(&k, f->measure->name) && rap_span_is(k.part[part], value)) return true;
    }
    return false;
}

static const char *usual_status(const rap_flows *f)
{
    static const char *const order[] = {"observed", "announced", "projected"};
    for (size_t i = 0; i < 3; i++)
        if (any_has(f, STATUS, order[i])) return order[i];
    return order[0];
}

static const char *usual_report(const rap_flows *f)
{
    return any_has(f, BY, "importer") ? "importer" : any_has(f, BY, "exporter") ? "exporter" : "";
}

/* Each word of --source must be the kind's source or its date. */
static bool is_of_source(const kind_parts *k, const char *source)
{
    rap_span rest = rap_span_of(source ? source : ""), word;
    while (source && rap_span_next(&rest, ',', &word)) {
        word = rap_span_trim(word);
        if (rap_span_compare(word, k->part[SOURCE]) != 0 && rap_span_compare(word, k->part[DATE]) != 0) return false;
    }
    return true;
}

static rap_status no_facts(const rap_flows *f, rap_error *err)
{
    rap_text list = {0};
    for (uint32_t i = 0; i < f->asking->cube->n_kinds && list.length < 250; i++) {
        kind_parts k = split(f->asking->cube->kinds[i]);
        if (has_measure(&k, f->measure->name)) rap_text_printf(&list, "%s%s", list.length ? ", " : "", f->asking->cube->kinds[i]);
    }
    rap_status status = rap_fail(err, RAP_E_UNSUPPORTED, "no facts of %s with this status, report and source; the cube has: %.260s",
                                 f->measure->name, rap_text_get(&list));
    rap_text_release(&list);
    return status;
}

static rap_status choose_kinds(rap_flows *f, const char *report, rap_error *err)
{
    const rap_asking *asking = f->asking;
    const rap_cube *cube = asking->cube;
    const char *status = asking->status ? asking->status : usual_status(f);
    if (!report) report = asking->report ? asking->report : usual_report(f);
    f->kinds = rap_alloc(cube->n_kinds, sizeof *f->kinds);
    if (!f->kinds) return rap_fail_memory(err);
    bool any = false;
    for (uint32_t i = 0; i < cube->n_kinds; i++) {
        kind_parts k = split(cube->kinds[i]);
        f->kinds[i] = has_measure(&k, f->measure->name) && rap_span_is(k.part[STATUS], status) &&
                      rap_span_is(k.part[BY], report) && is_of_source(&k, asking->source);
        any = any || f->kinds[i];
    }
    if (!any) return no_facts(f, err);
    (void)snprintf(f->facts, sizeof f->facts, "%s%s%s%s%s", status, *report ? ", as reported by the " : "", report,
                   asking->source ? ", source " : "", asking->source ? asking->source : "");
    return RAP_OK;
}

/* ------------------------------------------------------------ facts that do not add */

/* For each year of the lens, the kind that its facts have so far: 1 + index, 0 = none yet. */
typedef struct meeting {
    const rap_flows *flows;
    uint32_t kind_of[UINT16_MAX + 1];
    uint32_t first, second;          /* two that meet */
    int year, low, high;             /* years with facts */
} meeting;

static bool same_source(const rap_cube *cube, uint32_t a, uint32_t b)
{
    kind_parts x = split(cube->kinds[a]), y = split(cube->kinds[b]);
    return rap_span_compare(x.part[DATE], y.part[DATE]) == 0 && rap_span_compare(x.part[SOURCE], y.part[SOURCE]) == 0;
}

static rap_status see_kinds(void *arg, const rap_cells *cells, rap_error *err)
{
    (void)err;
    meeting *m = arg;
    const rap_cube *cube = m->flows->asking->cube;
    for (size_t i = 0; i < cells->n; i++) {
        uint32_t kind = cells->kind[i], *of_year = &m->kind_of[(uint16_t)cells->year];
        if (!m->flows->kinds[kind] || *of_year == kind + 1 || !is_asked(m->flows, cells->party[i])) continue;
        if (m->low == 0 || cells->year < m->low) m->low = cells->year;
        if (cells->year > m->high) m->high = cells->year;
        if (*of_year && !same_source(cube, *of_year - 1, kind) && m->year == 0) {
            m->first = *of_year - 1;
            m->second = kind;
            m->year = cells->year;
        }
        *of_year = kind + 1;
    }
    return RAP_OK;
}

static void describe_source(const rap_cube *cube, uint32_t kind, rap_text *out)
{
    kind_parts k = split(cube->kinds[kind]);
    rap_text_printf(out, "'%.*s%s%.*s'", (int)k.part[SOURCE].length, k.part[SOURCE].data,
                    k.part[SOURCE].length && k.part[DATE].length ? "," : "", (int)k.part[DATE].length, k.part[DATE].data);
}

static rap_status check_sources(rap_flows *f, bool each_year, rap_error *err)
{
    const rap_asking *asking = f->asking;
    meeting *m = rap_alloc(1, sizeof *m);
    if (!m) return rap_fail_memory(err);
    m->flows = f;
    rap_status status = rap_walk(asking->cube, &asking->lens, see_kinds, m, err);
    if (status == RAP_OK && m->year) {
        rap_text names = {0};
        describe_source(asking->cube, m->first, &names);
        rap_text_puts(&names, " and ");
        describe_source(asking->cube, m->second, &names);
        status = rap_fail(err, RAP_E_USAGE, "%s of %d has facts of %s, which are not added: choose one with --source",
                          f->measure->name, m->year, rap_text_get(&names));
        rap_text_release(&names);
    }
    if (status == RAP_OK && f->measure->nature == RAP_STOCK && !each_year && m->low != m->high)
        status = rap_fail(err, RAP_E_UNSUPPORTED, "%s is a stock and is not added over %d-%d: give one of --years, or --each year",
                          f->measure->name, m->low, m->high);
    rap_free(m);
    return status;
}

static rap_status check_rates(const rap_flows *f, rap_error *err)
{
    const rap_flow *flow = f->flow;
    if (flow->rate && flow->nodes.n_groups)
        return rap_fail(err, RAP_E_UNSUPPORTED, "%s is a rate: '%s' is a group, and a rate of one needs weights: ask its countries one "
                                                "by one", f->measure->name, f->asking->lens.groups[0].name);
    for (size_t b = 0; flow->rate && b < flow->n_years * flow->n_parts; b++)
        for (uint32_t i = 0; i < flow->nodes.n; i++) {
            uint32_t facts = (rap_flows_second(f) ? flow->buckets[b].in : flow->buckets[b].out)[i].facts;
            if (facts < 2) continue;
            char code[RAP_PLACE_TEXT];
            return rap_fail(err, RAP_E_UNSUPPORTED, "%s is a rate and is never added, and here are %u of %s: tell subjects and years "
                                                    "apart (--each subject, --each year) or choose one (--subject, --years)",
                            f->measure->name, facts, rap_node_label(f->asking, &flow->nodes, i, code));
        }
    return RAP_OK;
}

/* A unit "stated" differs from subject to subject: amounts of two are of no common unit and are not added. */
static rap_status check_units(const rap_flows *f, const rap_flows_options *o, rap_error *err)
{
    const rap_cube *cube = f->asking->cube;
    const rap_lens *lens = &f->asking->lens;
    if (strcmp(f->measure->unit, "stated") != 0) return RAP_OK;
    for (size_t p = 0; p < f->flow->n_parts; p++) {
        size_t n = 0;
        for (uint32_t leaf = 0; leaf < cube->n_leaves; leaf++)
            n += rap_ranges_hold(lens->ranges, lens->n_ranges, cube->leaves[leaf]) &&
                 (o->n_parts == 0 || (o->parts[p].n_ranges &&
                                      rap_ranges_hold(o->parts[p].ranges, o->parts[p].n_ranges, cube->leaves[leaf])));
        if (n > 1)
            return rap_fail(err, RAP_E_UNSUPPORTED, "the unit of %s is stated by subject, and here are %zu subjects, which are not "
                                                    "added: tell them apart (--each subject) or choose one (--subject)",
                            f->measure->name, n);
    }
    return RAP_OK;
}

/* ------------------------------------------------------------------------ sums */

static rap_status sum(rap_flows *f, const rap_flows_options *o, uint32_t measure, rap_error *err)
{
    const rap_asking *asking = f->asking;
    rap_flow_options options = {.measure = measure, .kinds = f->kinds, .aggregates = f->aggregates, .self = !f->trade,
                                .each_year = o->each_year, .n_parts = o->n_parts, .parts = o->parts, .focus = RAP_NO_NODE,
                                .n_first = asking->n_first, .first = asking->first,
                                .n_second = asking->n_second, .second = asking->second};
    if (o->focus && o->focus->place == 0) options.focus = o->focus->group;
    if (o->focus && o->focus->place) {
        rap_nodes nodes;
        RAP_TRY(rap_nodes_init(asking->cube, &asking->lens, &nodes, err));
        options.focus = rap_nodes_find(&nodes, o->focus->place);
        rap_nodes_release(&nodes);
    }
    if (o->focus && options.focus == RAP_NO_NODE)
        return rap_fail(err, RAP_E_UNSUPPORTED, "'%s' stands nowhere in this cube", o->focus->label);
    return rap_flow_new(asking->cube, &asking->lens, &options, &f->flow, err);
}

static rap_status fill(rap_flows *f, const rap_flows_options *o, rap_error *err)
{
    uint32_t measure;
    f->aggregates = rap_alloc((size_t)UINT16_MAX + 1, sizeof *f->aggregates);
    if (!f->aggregates) return rap_fail_memory(err);
    for (size_t p = 0; p <= UINT16_MAX; p++) {
        const rap_region *region = rap_catalog_region_of(f->asking->catalog, (rap_place)p);
        f->aggregates[p] = region && region->role == RAP_REGION_AGGREGATE;
    }
    RAP_TRY(find_measure(f, o->measure, &measure, err));
    RAP_TRY(find_met(f, err));
    RAP_TRY(choose_kinds(f, o->report, err));
    RAP_TRY(check_sources(f, o->each_year, err));
    RAP_TRY(sum(f, o, measure, err));
    f->frame = (rap_spread){.unit = 1, .nodes = f->flow->nodes, .first_year = f->flow->first_year,
                            .n_years = f->flow->n_years, .n_parts = f->flow->n_parts};
    RAP_TRY(check_units(f, o, err));
    return check_rates(f, err);
}

rap_status rap_flows_init(const rap_asking *asking, const rap_flows_options *options, rap_flows *out, rap_error *err)
{
    const char *rule = asking->cube->schema.rule;
    rap_flows flows = {.asking = asking, .trade = strcmp(rule, "exporter>importer") == 0,
                       .owners = strcmp(rule, "owner>place") == 0};
    rap_status status = fill(&flows, options, err);
    if (status == RAP_OK)
        *out = flows;
    else
        rap_flows_release(&flows);
    return status;
}

void rap_flows_release(rap_flows *f)
{
    rap_flow_free(f->flow);
    rap_free(f->kinds);
    rap_free(f->met);
    rap_free(f->aggregates);
    *f = (rap_flows){0};
}

/* --------------------------------------------------------------------- reading */

uint32_t rap_flows_node(const rap_flows *f, const rap_node_ref *ref)
{
    return ref->place ? rap_nodes_find(&f->flow->nodes, ref->place) : ref->group;
}

bool rap_flows_is_region(const rap_flows *f, uint32_t node)
{
    return node >= f->flow->nodes.n_groups && f->aggregates[f->flow->nodes.places[node]];
}

bool rap_flows_ranks(const rap_flows *f, uint32_t node)
{
    if (node < f->flow->nodes.n_groups) return true;
    rap_place place = f->flow->nodes.places[node];
    const rap_region *region = rap_catalog_region_of(f->asking->catalog, place);
    return !rap_place_is_residual(place) && (!region || region->role == RAP_REGION_MEMBER);
}

rap_value rap_flows_value(const rap_flows *f, const rap_flow_sum *sum)
{
    if (sum->facts == 0 || sum->missing >= sum->facts) return (rap_value){0, RAP_UNDEFINED_NO_DATA};
    return (rap_value){rap_flows_amount(f, sum), RAP_DEFINED};
}

double rap_flows_amount(const rap_flows *f, const rap_flow_sum *sum)
{
    return (double)sum->amount / (f->share ? 100 * f->flow->scale : f->flow->scale);
}

bool rap_flows_second(const rap_flows *f)
{
    const char *side = f->asking->side;
    if (side) return strcmp(side, "imports") == 0 || strcmp(side, "place") == 0;
    return f->owners;
}

size_t rap_flows_column(const rap_flows *f, rap_table *table, const char *name, const char *title)
{
    return rap_table_add(table, name, title, f->share ? "share" : f->measure->unit, name, RAP_COLUMN_REAL, f->share ? 4 : -1);
}

rap_heads rap_flows_heads(const rap_flows *f, rap_table *table, bool partner)
{
    rap_heads heads = rap_heads_add(f->asking, table, partner);
    if (!f->asking->each_year && f->flow->facts_first) (void)rap_years_text(f->flow->facts_first, f->flow->facts_last, heads.period);
    return heads;
}

static const char *nature_in_words(rap_measure_nature nature)
{
    static const char *const words[] = {[RAP_FLOW] = "flow, added over years", [RAP_STOCK] = "stock, of one year",
                                        [RAP_RATE] = "rate, never added", [RAP_MISSING] = ""};
    return words[nature];
}

/* What is in two subjects counts in both: ore and the metal made of it. Goods of one customs nomenclature do not overlap. */
static void note_subjects(const rap_flows *f, rap_table *table)
{
    uint32_t most = 0;
    for (size_t p = 0; p < f->flow->n_parts; p++)
        if (f->flow->subjects[p] > most) most = f->flow->subjects[p];
    if (most < 2 || f->trade) return;
    if (f->flow->rate)
        rap_table_add_note(table, "Rates of %u subjects stand in one list: --each subject tells them apart, --subject chooses.", most);
    else
        rap_table_add_note(table, "Amounts of %u subjects are added, and what is in more than one of them (ore and its metal) counts "
                                  "in each: --each subject tells them apart, --subject chooses.", most);
}

void rap_flows_notes(const rap_flows *f, rap_table *table)
{
    uint64_t missing = 0;
    uint32_t facts = 0;
    rap_asking_receipt(f->asking, table);
    rap_table_add_receipt(table, "measure", "%s in %s (%s)", f->measure->name, f->measure->unit,
                          nature_in_words(f->measure->nature));
    rap_table_add_receipt(table, "facts", "%s", f->facts);
    for (size_t b = 0; b < f->flow->n_years * f->flow->n_parts; b++) {
        missing += f->flow->buckets[b].all.missing;
        facts += f->flow->buckets[b].all.facts;
    }
    rap_table_add_receipt(table, "coverage", "%u facts, %llu of them without an amount; what is not reported is not zero", facts,
                          (unsigned long long)missing);
    note_subjects(f, table);
    if (f->flow->apart && f->measure->nature != RAP_RATE)
        rap_table_add_note(table, "Facts at regions that contain countries (World, Europe; here %llu) are shown for the region alone and "
                                  "are in no total.", (unsigned long long)f->flow->apart);
}
