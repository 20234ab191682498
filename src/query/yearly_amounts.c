// SPDX-License-Identifier: Apache-2.0
/*
 * yearly_amounts - series of a cube of amounts: one measure of one place, or of an ordered pair (exporter and importer,
 * owner and place), as one number a year.
 *
 * Only what was observed counts, unless the question says otherwise: announcements and projections are not a past to carry on.
 * A flow or a stock adds over subjects; a rate never adds, so a year with two figures of it is refused with a way out.
 */
#include <math.h>
#include <string.h>

#include "query/figures.h"
#include "query/yearly.h"

typedef struct reading {
    const rap_asking *asking;
    uint32_t measure;
    int first_year;
    double *values;              /* NULL: only the years are looked for */
    int low, high;               /* years met */
} reading;

static bool is_of(const rap_asking *asking, const rap_figure *f)
{
    for (size_t i = 0; i < asking->n_nodes; i++)
        if (i >= f->n_places || f->places[i] != asking->nodes[i].place) return false;
    return true;
}

static rap_status add_figure(const reading *r, const rap_figure *f, double value, rap_error *err)
{
    double *sum = &r->values[f->year - r->first_year];
    const rap_measure *measure = &r->asking->cube->schema.measures[r->measure];
    if (isnan(*sum)) {
        *sum = value;
        return RAP_OK;
    }
    if (measure->nature == RAP_RATE)
        return rap_fail(err, RAP_E_UNSUPPORTED, "%s has two figures in %d and a rate does not add: narrow with --topic or a country",
                        measure->name, f->year);
    *sum += value;
    return RAP_OK;
}

static rap_status see(void *arg, const rap_figure *f, rap_error *err)
{
    reading *r = arg;
    rap_value value = rap_figure_value(r->asking->cube, f, r->measure);
    if (!f->year || value.reason || !is_of(r->asking, f)) return RAP_OK;
    if (!r->asking->status && !rap_span_is(f->status, "observed")) return RAP_OK;
    if (!r->low || f->year < r->low) r->low = f->year;
    if (f->year > r->high) r->high = f->year;
    return r->values ? add_figure(r, f, value.value, err) : RAP_OK;
}

rap_status rap_yearly_amounts(const rap_asking *asking, rap_span measure, rap_yearly *yearly, rap_error *err)
{
    reading r = {.asking = asking};
    RAP_TRY(rap_figures_measure(asking->cube, measure, &r.measure, err));
    RAP_TRY(rap_figures_walk(asking, see, &r, err));
    if (!r.low)
        return rap_fail(err, RAP_E_UNSUPPORTED, "no observed figure of %.*s for %s%s%s", (int)measure.length, measure.data,
                        asking->nodes[0].label, asking->n_nodes > 1 ? " and " : "", asking->n_nodes > 1 ? asking->nodes[1].label : "");
    if ((size_t)(r.high - r.low) >= yearly->room)
        return rap_fail(err, RAP_E_FORMAT, "the cube has years from %d to %d, more than its slices say", r.low, r.high);
    yearly->first_year = r.low;
    yearly->n = (size_t)(r.high - r.low) + 1;
    for (size_t t = 0; t < yearly->n; t++) yearly->values[t] = NAN;
    r.values = yearly->values;
    r.first_year = r.low;
    RAP_TRY(rap_figures_walk(asking, see, &r, err));
    memcpy(yearly->cleaned, yearly->values, yearly->n * sizeof *yearly->values);
    yearly->ceiling = rap_measure_is_share(&asking->cube->schema.measures[r.measure]) ? 1 : 0;
    return RAP_OK;
}
