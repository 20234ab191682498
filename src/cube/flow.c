// SPDX-License-Identifier: Apache-2.0
#include "cube/flow.h"

#include <string.h>

#include "base/alloc.h"
#include "cube/nodes.h"
#include "cube/walk.h"

typedef struct summing {
    const rap_cube *cube;
    const rap_lens *lens;
    const rap_flow_options *options;
    rap_flow *flow;
    rap_node_map *map;
    uint32_t missing;                /* measure with the missing counts, or RAP_MEASURES_MAX */
    uint32_t *part_first, *part_list; /* parts of each leaf */
    bool *leaf_met;                  /* leaves with facts that answer */
} summing;

static void years_of(const rap_cube *cube, const rap_lens *lens, int *first, int *last)
{
    rap_cube_years(cube, first, last);
    if (lens->year_low == 0 && lens->year_high == 0) return;
    if (lens->year_low > *first) *first = lens->year_low;
    if (lens->year_high < *last) *last = lens->year_high;
}

static rap_status make_buckets(rap_flow *flow, bool focus, rap_error *err)
{
    size_t n_buckets = flow->n_years * flow->n_parts, each = (size_t)flow->nodes.n * (focus ? 4 : 2), n;
    flow->buckets = rap_alloc(n_buckets, sizeof *flow->buckets);
    if (__builtin_mul_overflow(n_buckets, each, &n)) return rap_fail_memory(err);
    flow->memory = rap_alloc(n, sizeof *flow->memory);
    if (!flow->buckets || !flow->memory) return rap_fail_memory(err);
    for (size_t b = 0; b < n_buckets; b++) {
        rap_flow_sum *at = flow->memory + b * each;
        rap_flow_bucket *bucket = &flow->buckets[b];
        bucket->out = at;
        bucket->in = at + flow->nodes.n;
        if (!focus) continue;
        bucket->to = at + 2 * (size_t)flow->nodes.n;
        bucket->from = at + 3 * (size_t)flow->nodes.n;
    }
    return RAP_OK;
}

static rap_status parts_init(summing *s, rap_error *err)
{
    const rap_flow_options *o = s->options;
    uint32_t n_leaves = s->cube->n_leaves;
    s->part_first = rap_alloc((size_t)n_leaves + 1, sizeof *s->part_first);
    if (!s->part_first) return rap_fail_memory(err);
    for (int fill = 0; fill < 2; fill++) {
        uint32_t n = 0;
        for (uint32_t leaf = 0; leaf < n_leaves; leaf++) {
            s->part_first[leaf] = n;
            for (size_t p = 0; p < s->flow->n_parts; p++) {
                if (o->n_parts && (o->parts[p].n_ranges == 0 ||
                                   !rap_ranges_hold(o->parts[p].ranges, o->parts[p].n_ranges, s->cube->leaves[leaf])))
                    continue;
                if (fill) s->part_list[n] = (uint32_t)p;
                n++;
            }
        }
        s->part_first[n_leaves] = n;
        if (fill == 0 && !(s->part_list = rap_alloc(n, sizeof *s->part_list))) return rap_fail_memory(err);
    }
    return RAP_OK;
}

static bool holds(const rap_membership *members, size_t n, rap_place place, int year)
{
    for (size_t i = 0; i < n; i++)
        if (members[i].place == place && rap_membership_holds(&members[i], year)) return true;
    return n == 0;
}

static bool add(rap_flow_sum *sum, uint64_t amount, uint64_t missing)
{
    sum->facts += sum->facts < UINT32_MAX;
    sum->missing += missing;
    return !__builtin_add_overflow(sum->amount, amount, &sum->amount);
}

/* A cell on its way: its nodes, and whether each side is a region that the question does not name. */
typedef struct cell {
    uint32_t x, y;           /* y = RAP_NO_NODE for a single place */
    bool x_apart, y_apart;
    uint64_t amount, missing;
} cell;

static bool add_to(rap_flow_bucket *b, const cell *c, uint32_t focus)
{
    bool good = true, single = c->y == RAP_NO_NODE;
    if (!c->y_apart) good = add(&b->out[c->x], c->amount, c->missing);
    if (!single && !c->x_apart) good = add(&b->in[c->y], c->amount, c->missing) && good;
    if (!c->x_apart && !c->y_apart) good = add(&b->all, c->amount, c->missing) && good;
    if (single || !b->to) return good;
    if (c->x == focus) good = add(&b->to[c->y], c->amount, c->missing) && good;
    if (c->y == focus) good = add(&b->from[c->x], c->amount, c->missing) && good;
    return good;
}

static bool is_left_out(const summing *s, const rap_place *places, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < s->lens->n_without; k++)
            if (places[i] == s->lens->without[k]) return true;
    return false;
}

/* False where the party is not of the question. */
static bool take_party(summing *s, uint32_t party, int year, cell *c, bool *stranger)
{
    const rap_flow_options *o = s->options;
    size_t n;
    const rap_place *places = rap_cube_party(s->cube, party, &n);
    *stranger = n < 1 || n > 2;
    if (*stranger || is_left_out(s, places, n)) return false;
    if (!holds(o->first, o->n_first, places[0], year)) return false;
    if (n == 2 ? !holds(o->second, o->n_second, places[1], year) : o->n_second > 0) return false;
    c->x = s->map->node[places[0]];
    c->y = n == 2 ? s->map->node[places[1]] : RAP_NO_NODE;
    *stranger = c->x >= s->flow->nodes.n || (n == 2 && c->y >= s->flow->nodes.n);
    if (*stranger || (!o->self && c->x == c->y)) return false;
    c->x_apart = o->n_first == 0 && o->aggregates[places[0]];
    c->y_apart = n == 2 && o->n_second == 0 && o->aggregates[places[1]];
    return true;
}

/* Remembers that a fact answers: its year and its subject. */
static void note_fact(summing *s, const cell *c, int year, uint32_t leaf)
{
    rap_flow *flow = s->flow;
    uint32_t focus = s->options->focus;
    if (focus != RAP_NO_NODE && c->x != focus && c->y != focus) return;
    s->leaf_met[leaf] = true;
    if (year == 0) return;
    if (flow->facts_first == 0 || year < flow->facts_first) flow->facts_first = year;
    if (flow->facts_last == 0 || year > flow->facts_last) flow->facts_last = year;
}

static rap_status see(void *arg, const rap_cells *cells, rap_error *err)
{
    summing *s = arg;
    const rap_flow_options *o = s->options;
    rap_flow *flow = s->flow;
    if (o->each_year && cells->year == 0) return RAP_OK;
    size_t row = o->each_year ? (size_t)(cells->year - flow->first_year) : 0;
    if (row >= flow->n_years) return RAP_OK;
    rap_node_map_set(s->map, s->lens, &flow->nodes, cells->year);
    for (size_t i = 0; i < cells->n; i++) {
        cell c;
        bool stranger = false, good = true;
        if (!o->kinds[cells->kind[i]]) continue;
        if (take_party(s, cells->party[i], cells->year, &c, &stranger)) {
            c.amount = rap_column_at(s->cube->amount[o->measure], cells->index[i]);
            c.missing = s->missing < RAP_MEASURES_MAX ? rap_column_at(s->cube->amount[s->missing], cells->index[i]) : 0;
            flow->apart += c.x_apart || c.y_apart;
            note_fact(s, &c, cells->year, cells->leaf[i]);
            for (uint32_t k = s->part_first[cells->leaf[i]]; k < s->part_first[cells->leaf[i] + 1]; k++)
                good = add_to(&flow->buckets[row * flow->n_parts + s->part_list[k]], &c, o->focus) && good;
        }
        if (stranger)
            return rap_fail(err, RAP_E_FORMAT, "cell %llu: no ordered party: the cube is damaged; 'rapport verify' says where",
                            (unsigned long long)cells->index[i]);
        if (!good) return rap_fail(err, RAP_E_FORMAT, "a sum of %s passes 64 bits", s->cube->schema.measures[o->measure].name);
    }
    return RAP_OK;
}

static rap_status fill(summing *s, rap_error *err)
{
    rap_flow *flow = s->flow;
    RAP_TRY(rap_nodes_init(s->cube, s->lens, &flow->nodes, err));
    RAP_TRY(make_buckets(flow, s->options->focus != RAP_NO_NODE, err));
    RAP_TRY(parts_init(s, err));
    s->map = rap_alloc(1, sizeof *s->map);
    s->leaf_met = rap_alloc(s->cube->n_leaves, sizeof *s->leaf_met);
    flow->subjects = rap_alloc(flow->n_parts, sizeof *flow->subjects);
    if (!s->map || !s->leaf_met || !flow->subjects) return rap_fail_memory(err);
    if (flow->n_years) RAP_TRY(rap_walk(s->cube, s->lens, see, s, err));
    for (uint32_t leaf = 0; leaf < s->cube->n_leaves; leaf++)
        for (uint32_t k = s->part_first[leaf]; s->leaf_met[leaf] && k < s->part_first[leaf + 1]; k++)
            flow->subjects[s->part_list[k]]++;
    return RAP_OK;
}

rap_status rap_flow_new(const rap_cube *cube, const rap_lens *lens, const rap_flow_options *options, rap_flow **out,
                        rap_error *err)
{
    if (cube->schema.form != RAP_PARTY_ORDERED)
        return rap_fail(err, RAP_E_UNSUPPORTED, "this cube holds works of %s, no flows: ask it about works",
                        cube->schema.form == RAP_PARTY_SET ? "sets of countries" : "pairs of countries");
    int first, last;
    years_of(cube, lens, &first, &last);
    rap_flow *flow = rap_alloc(1, sizeof *flow);
    if (!flow) return rap_fail_memory(err);
    const rap_measure *measure = &cube->schema.measures[options->measure];
    flow->scale = 1;
    for (uint32_t i = 0; i < measure->decimals; i++) flow->scale *= 10;
    flow->rate = measure->nature == RAP_RATE;
    flow->first_year = first;
    flow->n_years = !options->each_year ? 1 : last < first ? 0 : (size_t)(last - first + 1);
    flow->n_parts = options->n_parts ? options->n_parts : 1;
    summing s = {.cube = cube, .lens = lens, .options = options, .flow = flow,
                 .missing = rap_schema_missing(&cube->schema, options->measure)};
    rap_status status = fill(&s, err);
    rap_free(s.part_first);
    rap_free(s.part_list);
    rap_free(s.map);
    rap_free(s.leaf_met);
    if (status == RAP_OK)
        *out = flow;
    else
        rap_flow_free(flow);
    return status;
}

void rap_flow_free(rap_flow *flow)
{
    if (!flow) return;
    rap_nodes_release(&flow->nodes);
    rap_free(flow->buckets);
    rap_free(flow->memory);
    rap_free(flow->subjects);
    rap_free(flow);
}
