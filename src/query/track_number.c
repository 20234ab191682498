// SPDX-License-Identifier: Apache-2.0
/* track_number - what is done with the numbers of tracks: looked up, divided, subtracted, shown. */
#include <math.h>

#include "query/track.h"
#include "stat/distribution.h"

const rap_point *rap_track_at(const rap_track *track, int year)
{
    if (track->n == 0) return NULL;
    if (!track->yearly) return &track->points[0];
    int first = track->points[0].year;
    if (year < first || (size_t)(year - first) >= track->n) return NULL;
    return &track->points[year - first];
}

static void lose(rap_point *point, rap_verdict lack, const char *why)
{
    point->defined = false;
    point->lack = lack;
    point->why = why;
}

static void divide_point(rap_point *part, const rap_point *whole, bool counts, bool exact)
{
    if (!part->defined) return;
    if (!whole || !whole->defined) {
        lose(part, whole ? whole->lack : RAP_UNDECIDABLE, whole ? whole->why : "years that the answer does not have");
        return;
    }
    if (whole->value == 0) {
        lose(part, RAP_ILL_POSED, rap_reason_text(part->value == 0 ? RAP_UNDEFINED_EMPTY : RAP_UNDEFINED_INFINITE));
        return;
    }
    part->works = counts ? part->value : -1;
    part->value /= whole->value;
    rap_point_share(part, exact);
}

void rap_track_divide(rap_track *part, const rap_track *whole)
{
    bool counts = part->measure == RAP_MEASURE_COUNT && whole->measure == RAP_MEASURE_COUNT;
    if (part->n && !whole->n) {
        part->n = 0;
        part->lack = whole->lack;
        rap_text_puts(&part->why, rap_text_get(&whole->why));
    }
    for (size_t i = 0; i < part->n; i++)
        divide_point(&part->points[i], rap_track_at(whole, part->points[i].year), counts, part->exact || whole->exact);
    part->measure = RAP_MEASURE_SHARE;
    part->intervals = false;
}

void rap_point_share(rap_point *point, bool exact)
{
    point->low = point->high = point->value;
    if (exact || point->works <= 0 || point->value <= 0 || point->value > 1) return;
    double half = RAP_NORMAL_95 * point->value * sqrt((1 - point->value) / point->works);
    point->low = fmax(0, point->value - half);
    point->high = fmin(1, point->value + half);
}

/* ------------------------------------------------------------------ estimates */

rap_estimate rap_difference(rap_estimate a, rap_estimate b)
{
    double d = a.value - b.value;
    return (rap_estimate){d, d - hypot(a.value - a.low, b.high - b.value), d + hypot(a.high - a.value, b.value - b.low)};
}

rap_estimate rap_point_estimate(const rap_track *track, const rap_point *point, bool with_count)
{
    rap_estimate e = {point->value, point->low, point->high};
    if (track->measure != RAP_MEASURE_COUNT || !with_count || track->exact || track->intervals || point->value <= 0) return e;
    double half = RAP_NORMAL_95 * sqrt(point->value);
    return (rap_estimate){e.value, e.value - half, e.value + half};
}

/* --------------------------------------------------------------------- in words */

void rap_number_add(rap_text *text, const rap_track *track, double value)
{
    if (track->measure == RAP_MEASURE_SHARE)
        rap_text_printf(text, "%.*f %%", fabs(value) < 0.01 ? 3 : 2, 100 * value);
    else if (value == floor(value) && fabs(value) < 1e15)
        rap_text_printf(text, "%.0f", value);
    else if (track->decimals < 0 && fabs(value) < 1000)
        rap_text_printf(text, "%.3g", value);
    else
        rap_text_printf(text, "%.*f", track->decimals < 1 ? 1 : track->decimals > 3 ? 3 : track->decimals, value);
}

void rap_point_add(rap_text *text, const rap_track *track, const rap_point *point)
{
    if (!point || !point->defined) {
        rap_text_puts(text, "none");
        return;
    }
    rap_number_add(text, track, point->value);
    if (track->intervals) {
        rap_text_puts(text, " (");
        rap_number_add(text, track, point->low);
        rap_text_puts(text, "-");
        rap_number_add(text, track, point->high);
        rap_text_puts(text, ")");
    }
    if (track->measure == RAP_MEASURE_SHARE && point->works >= 0 && point->value > 0)
        rap_text_printf(text, " (%.0f of %.0f)", point->works, point->works / point->value);
    else if (track->measure == RAP_MEASURE_NUMBER && point->works >= 0)
        rap_text_printf(text, ", %.0f works", point->works);
}
