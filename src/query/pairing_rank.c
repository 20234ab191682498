// SPDX-License-Identifier: Apache-2.0
#include "query/pairing_rank.h"

#include <math.h>

#include "base/alloc.h"
#include "stat/rank.h"

bool rap_is_eligible(const rap_asking *asking, const rap_spread *spread, const rap_bucket *bucket, uint32_t node)
{
    const rap_nodes *nodes = &spread->nodes;
    if (node < nodes->n_groups) return asking->n_among == 0;
    if (rap_place_is_residual(nodes->places[node])) return false;
    if (asking->n_among == 0) return true;
    size_t row = (size_t)(bucket - spread->buckets) / spread->n_parts;
    int year = spread->first_year + (int)row;
    for (size_t i = 0; i < asking->n_among; i++) {
        const rap_membership *m = &asking->among[i];
        if (m->place == nodes->places[node] && (!asking->each_year || (m->from <= year && year <= m->to))) return true;
    }
    return false;
}

static rap_value number(double value)
{
    return (rap_value){value, RAP_DEFINED};
}

/* Enough joint works were to be expected for a RIC to mean something. */
static bool ric_counts(const rap_asking *asking, const rap_pairing *row)
{
    const rap_value *v = row->value;
    return !v[RAP_PAIR_RIC].reason && !v[RAP_PAIR_EXPECTED].reason &&
           v[RAP_PAIR_EXPECTED].value >= asking->min_expected;
}

/* Ranks by RIC, and how many places a partner gains on its rank by count among the same partners. */
static void rank_by_ric(const rap_asking *asking, rap_pairing_list *list, bool *in, double *values, uint32_t *rank)
{
    for (size_t i = 0; i < list->n; i++) {
        in[i] = in[i] && ric_counts(asking, &list->rows[i]);
        values[i] = list->rows[i].value[RAP_PAIR_RIC].value;
    }
    rap_ranks(values, in, list->n, rank);
    for (size_t i = 0; i < list->n; i++)
        if (in[i]) list->rows[i].value[RAP_PAIR_RANK_RIC] = number(rank[i]);
    for (size_t i = 0; i < list->n; i++) values[i] = list->rows[i].value[RAP_PAIR_WORKS].value;
    rap_ranks(values, in, list->n, rank);
    for (size_t i = 0; i < list->n; i++) {
        rap_value *v = list->rows[i].value;
        if (in[i]) v[RAP_PAIR_RANK_GAIN] = number(rank[i] - v[RAP_PAIR_RANK_RIC].value);
    }
}

/* Scratch for one bucket's rows. */
typedef struct scratch {
    bool *in, *wanted;
    double *values;
    uint32_t *rank, *low, *high;
    uint64_t *counts, *overlap;
} scratch;

static void scratch_release(scratch *s)
{
    rap_free(s->in);
    rap_free(s->wanted);
    rap_free(s->values);
    rap_free(s->rank);
    rap_free(s->low);
    rap_free(s->high);
    rap_free(s->counts);
    rap_free(s->overlap);
}

static bool scratch_init(scratch *s, size_t n, bool overlap)
{
    *s = (scratch){.in = rap_alloc(n, sizeof *s->in), .wanted = rap_alloc(n, sizeof *s->wanted),
                   .values = rap_alloc(n, sizeof *s->values),
                   .rank = rap_alloc(n, sizeof *s->rank), .low = rap_alloc(n, sizeof *s->low),
                   .high = rap_alloc(n, sizeof *s->high), .counts = rap_alloc(n, sizeof *s->counts),
                   .overlap = overlap ? rap_alloc(n * n, sizeof *s->overlap) : NULL};
    return s->in && s->wanted && s->values && s->rank && s->low && s->high && s->counts && (!overlap || s->overlap);
}

static rap_status rank_by_count(const rap_spread *spread, const rap_bucket *bucket, size_t ranked, rap_pairing_list *list,
                                scratch *s, rap_error *err)
{
    size_t n = list->n, width = spread->nodes.n, n_wanted = 0;
    for (size_t i = 0; i < n && n_wanted < ranked; i++) n_wanted += s->wanted[i] = s->in[i];
    for (size_t i = 0; i < n; i++) {
        s->values[i] = list->rows[i].value[RAP_PAIR_WORKS].value;
        s->counts[i] = bucket->joint_works[list->rows[i].node];
        for (size_t j = 0; s->overlap && s->wanted[i] && j < n; j++) {
            size_t y = list->rows[i].node, z = list->rows[j].node;
            s->overlap[i * n + j] = bucket->overlap[y < z ? y * width + z : z * width + y];
        }
    }
    rap_ranks(s->values, s->in, n, s->rank);
    RAP_TRY(rap_rank_intervals(s->counts, s->overlap, s->in, n, s->wanted, s->low, s->high, err));
    for (size_t i = 0; i < n; i++) {
        rap_value *v = list->rows[i].value;
        if (!s->in[i]) continue;
        v[RAP_PAIR_RANK] = number(s->rank[i]);
        if (!s->wanted[i]) continue;
        v[RAP_PAIR_RANK_LOW] = number(s->low[i]);
        v[RAP_PAIR_RANK_HIGH] = number(s->high[i]);
    }
    return RAP_OK;
}

rap_status rap_pairing_ranks(const rap_asking *asking, const rap_spread *spread, const rap_bucket *bucket,
                             size_t ranked, rap_pairing_list *list, rap_error *err)
{
    scratch s;
    rap_status status = scratch_init(&s, list->n, bucket->overlap != NULL) ? RAP_OK : rap_fail_memory(err);
    if (status == RAP_OK) {
        for (size_t i = 0; i < list->n; i++) s.in[i] = rap_is_eligible(asking, spread, bucket, list->rows[i].node);
        if (ranked) status = rank_by_count(spread, bucket, ranked, list, &s, err);
        rank_by_ric(asking, list, s.in, s.values, s.rank);
    }
    scratch_release(&s);
    return status;
}

/* One bucket's resampled counts and RICs, [replicate][row]. */
typedef struct draws {
    double *count, *ric;
} draws;

static rap_status draw(const rap_asking *asking, const rap_spread_options *base, const rap_pairings *p, draws *d,
                       rap_error *err)
{
    size_t n_buckets = p->spread->n_years * p->spread->n_parts;
    for (uint64_t r = 0; r < asking->bootstrap; r++) {
        rap_spread_options options = *base;
        options.replicate = r + 1;
        rap_spread *spread;
        RAP_TRY(rap_spread_new(asking->cube, &asking->lens, &options, &spread, err));
        for (size_t b = 0; b < n_buckets; b++) {
            const rap_bucket *bucket = &spread->buckets[b];
            size_t n = p->buckets[b].n;
            for (size_t i = 0; i < n; i++) {
                uint32_t y = p->buckets[b].rows[i].node;
                rap_quad links = {(double)bucket->joint[y], (double)bucket->links[options.focus],
                                  (double)bucket->links[y], (double)bucket->world.links};
                rap_value ric = rap_ric(links);
                d[b].count[r * n + i] = links.n;
                d[b].ric[i * asking->bootstrap + r] = ric.reason ? NAN : ric.value;
            }
        }
        rap_spread_free(spread);
    }
    return RAP_OK;
}

static rap_status summarise(const rap_asking *asking, const rap_spread *spread, size_t b, rap_pairing_list *list,
                            draws *d, rap_error *err)
{
    size_t n = list->n, replicates = (size_t)asking->bootstrap;
    scratch s;
    rap_status status = scratch_init(&s, n, false) ? RAP_OK : rap_fail_memory(err);
    for (size_t i = 0; status == RAP_OK && i < n; i++)
        s.in[i] = rap_is_eligible(asking, spread, &spread->buckets[b], list->rows[i].node);
    if (status == RAP_OK && n) status = rap_rank_resampled(d->count, replicates, s.in, n, s.low, s.high, err);
    for (size_t i = 0; status == RAP_OK && i < n; i++) {
        rap_value *v = list->rows[i].value;
        rap_interval ric = rap_percentile_interval(d->ric + i * replicates, replicates);
        v[RAP_PAIR_RIC_LOW] = ric.low;
        v[RAP_PAIR_RIC_HIGH] = ric.high;
        if (!s.in[i]) continue;
        v[RAP_PAIR_RANK_LOW] = number(s.low[i]);
        v[RAP_PAIR_RANK_HIGH] = number(s.high[i]);
    }
    scratch_release(&s);
    return status;
}

rap_status rap_pairing_bootstrap(const rap_asking *asking, const rap_spread_options *options, rap_pairings *p,
                                 rap_error *err)
{
    size_t n_buckets = p->spread->n_years * p->spread->n_parts;
    draws *d = rap_alloc(n_buckets, sizeof *d);
    rap_status status = d ? RAP_OK : rap_fail_memory(err);
    for (size_t b = 0; status == RAP_OK && b < n_buckets; b++) {
        size_t numbers;
        if (__builtin_mul_overflow(p->buckets[b].n, (size_t)asking->bootstrap, &numbers)) numbers = SIZE_MAX;
        d[b].count = rap_alloc(numbers, sizeof *d[b].count);
        d[b].ric = rap_alloc(numbers, sizeof *d[b].ric);
        if (!d[b].count || !d[b].ric) status = rap_fail_memory(err);
    }
    rap_spread_options resampled = *options;
    resampled.overlap = false;
    if (status == RAP_OK) status = draw(asking, &resampled, p, d, err);
    for (size_t b = 0; status == RAP_OK && b < n_buckets; b++)
        status = summarise(asking, p->spread, b, &p->buckets[b], &d[b], err);
    for (size_t b = 0; d && b < n_buckets; b++) {
        rap_free(d[b].count);
        rap_free(d[b].ric);
    }
    rap_free(d);
    return status;
}
