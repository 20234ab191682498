// SPDX-License-Identifier: Apache-2.0
/*
 * judge_trend - directions over the years, and orders that turn.
 *
 * A direction is Sen's slope with its 95 % interval (stat/mann_kendall.h) over the usable years. Years that the guard
 * flags (stat/guard.h, on the works behind the series) are left out and named: one odd year must not make a trend.
 */
#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "query/judge.h"
#include "stat/guard.h"
#include "stat/mann_kendall.h"

enum { LEAST_YEARS = 5 };
#define LEAST_WORKS 5.0     /* a year, on average: below that a series is mostly chance */
#define STEADY 0.02         /* of the level, a year: slower is steady */

/* The usable years of a track. */
typedef struct series {
    size_t n;
    double *t, *y;
    double works;           /* mean a year; < 0 = not known */
    rap_text left_out;      /* flagged years, in words */
} series;

static void series_release(series *s)
{
    rap_free(s->t);
    rap_free(s->y);
    rap_text_release(&s->left_out);
}

static double works_of(const rap_track *track, const rap_point *point)
{
    return track->measure == RAP_MEASURE_COUNT ? point->value : point->works;
}

static bool in_years(const rap_expect *e, int year)
{
    return (!e->from || year >= e->from) && (!e->until || year <= e->until);
}

static void add_year(const rap_track *track, const rap_point *point, const rap_guard_year *guard, const rap_expect *e, series *out)
{
    double works = works_of(track, point);
    if (!in_years(e, point->year)) return;
    if (guard->flagged && !guard->shadow) {
        rap_text_printf(&out->left_out, "%s%d (%.0f works, %.0f expected)", out->left_out.length ? ", " : "", point->year, works,
                        guard->expected);
        return;
    }
    out->t[out->n] = point->year;
    out->y[out->n++] = point->value;
    if (out->works >= 0) out->works = works < 0 ? -1 : out->works + works;
}

/* The guard needs years without gaps: it runs over each stretch of defined points. All years that there are help it. */
static void take_stretch(const rap_track *track, size_t first, size_t end, const rap_expect *e, double *counts,
                         rap_guard_year *guard, series *out)
{
    bool known = true;
    for (size_t i = first; i < end; i++) {
        counts[i - first] = works_of(track, &track->points[i]);
        known = known && counts[i - first] >= 0;
    }
    memset(guard, 0, (end - first) * sizeof *guard);
    if (known) rap_guard(counts, end - first, guard);
    for (size_t i = first; i < end; i++) add_year(track, &track->points[i], &guard[i - first], e, out);
}

static rap_status series_init(const rap_track *track, const rap_expect *e, series *out, rap_error *err)
{
    *out = (series){.t = rap_alloc(track->n, sizeof(double)), .y = rap_alloc(track->n, sizeof(double))};
    double *counts = rap_alloc(track->n, sizeof *counts);
    rap_guard_year *guard = rap_alloc(track->n, sizeof *guard);
    bool made = out->t && out->y && counts && guard;
    for (size_t first = 0, end; made && first < track->n; first = end + 1) {
        for (end = first; end < track->n && track->points[end].defined;) end++;
        if (end > first) take_stretch(track, first, end, e, counts, guard, out);
    }
    if (out->n && out->works >= 0) out->works /= (double)out->n;
    rap_free(counts);
    rap_free(guard);
    return made && !out->left_out.failed ? RAP_OK : rap_fail_memory(err);
}

rap_status rap_judge_odd_years(const rap_judging *j, const rap_track *track, int first, int last)
{
    const rap_expect years = {.from = first, .until = last};
    series s;
    rap_status status = series_init(track, &years, &s, j->err);
    if (status == RAP_OK && s.left_out.length) rap_text_printf(&j->finding->evidence, "; odd: %s", rap_text_get(&s.left_out));
    series_release(&s);
    return status;
}

/* ------------------------------------------------------------------ one slope */

/* Too short or too thin a series says nothing; the reason goes to what is missing. */
static bool is_too_little(const rap_judging *j, const rap_track *track, const series *s)
{
    char reason[120];
    for (size_t i = 0; i < track->n; i++)
        if (!track->points[i].defined && in_years(j->expect, track->points[i].year) && s->n < LEAST_YEARS) {
            j->finding->verdict = rap_verdict_both(j->finding->verdict, track->points[i].lack);
            rap_judge_missing(j, track, track->points[i].why);
        }
    if (s->n < LEAST_YEARS)
        (void)snprintf(reason, sizeof reason, "at least %d usable years: there are %zu", LEAST_YEARS, s->n);
    else if (s->works >= 0 && s->works < LEAST_WORKS)
        (void)snprintf(reason, sizeof reason, "at least %.0f works a year on average: there are %.1f", LEAST_WORKS, s->works);
    else
        return false;
    j->finding->verdict = rap_verdict_both(j->finding->verdict, RAP_UNDECIDABLE);
    rap_reason_add(&j->finding->missing, reason);
    return true;
}

static rap_status slope_of(const series *s, bool exact, rap_estimate *out, rap_error *err)
{
    rap_mann_kendall test;
    RAP_TRY(rap_mann_kendall_test(s->t, s->y, s->n, true, &test, err));
    *out = (rap_estimate){test.slope, exact ? test.slope : test.slope_low, exact ? test.slope : test.slope_high};
    return RAP_OK;
}

static double level_of(const series *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->n; i++) sum += s->y[i];
    return fabs(sum / (double)s->n);
}

/* d > 0, with the interval on one side of 0; all of it 0 is neither rise nor fall. */
static rap_verdict is_above_zero(rap_estimate d)
{
    if (d.low > 0) return RAP_SUPPORTED;
    return d.high < 0 || (d.low == 0 && d.high == 0) ? RAP_CONTRADICTED : RAP_UNDECIDABLE;
}

/* "not falls" asks for no proof of a rise: a slope of 0 or more is enough; only a firm fall contradicts it. */
static rap_verdict is_not_below_zero(rap_estimate d)
{
    return d.value >= 0 ? RAP_SUPPORTED : d.high < 0 ? RAP_CONTRADICTED : RAP_UNDECIDABLE;
}

static rap_estimate mirrored(rap_estimate d)
{
    return (rap_estimate){-d.value, -d.high, -d.low};
}

static rap_verdict judge_slope(const rap_expect *e, rap_estimate slope, double level)
{
    bool up = (e->direction == RAP_RISES) != e->negated;
    rap_estimate d = up ? slope : mirrored(slope);
    if (e->direction != RAP_STEADY) return e->negated ? is_not_below_zero(d) : is_above_zero(d);
    double most = STEADY * level;
    if (-most <= slope.low && slope.high <= most) return RAP_SUPPORTED;
    return slope.low > most || slope.high < -most ? RAP_CONTRADICTED : RAP_UNDECIDABLE;
}

/* Three figures, and no exponent. */
static void add_change(rap_text *text, double change)
{
    rap_text_printf(text, fabs(change) >= 100 ? "%+.0f" : "%+.3g", change);
}

static void tell_slope(const rap_judging *j, const rap_track *track, const series *s, rap_estimate slope)
{
    rap_text *text = &j->finding->evidence;
    int first = (int)s->t[0], last = (int)s->t[s->n - 1];
    bool share = track->measure == RAP_MEASURE_SHARE;
    double scale = share ? 100 : 1;
    rap_judge_numbers(j, track, NULL, first);
    rap_text_puts(text, ", ");
    rap_judge_numbers(j, track, NULL, last);
    rap_text_puts(text, "; ");
    add_change(text, scale * slope.value);
    rap_text_printf(text, "%s a year (", share ? " percentage points" : "");
    add_change(text, scale * slope.low);
    rap_text_puts(text, " to ");
    add_change(text, scale * slope.high);
    rap_text_printf(text, "), %zu years", s->n);
    if (s->left_out.length) rap_text_printf(text, "; left out as odd: %s", rap_text_get(&s->left_out));
    rap_judge_value(j, track, last);
}

static rap_status judge_one(const rap_judging *j, const rap_track *track, const series *s)
{
    rap_estimate slope;
    if (is_too_little(j, track, s)) return RAP_OK;
    RAP_TRY(slope_of(s, track->exact, &slope, j->err));
    j->finding->verdict = judge_slope(j->expect, slope, level_of(s));
    tell_slope(j, track, s, slope);
    if (j->finding->verdict == RAP_UNDECIDABLE)
        rap_reason_add(&j->finding->missing, "more years, or a clearer trend: the interval of the slope does not settle it");
    return RAP_OK;
}

/* ----------------------------------------------------------------- two slopes */

static bool take_logs(series *s)
{
    for (size_t i = 0; i < s->n; i++) {
        if (!(s->y[i] > 0)) return false;
        s->y[i] = log(s->y[i]);
    }
    return true;
}

/* Growth rates: slopes of logarithms. The left must go the way that is said, and faster so than the right. */
static rap_status judge_faster(const rap_judging *j, const rap_track *left, const rap_track *right, series *a, series *b)
{
    rap_estimate x, y;
    bool little = is_too_little(j, left, a);
    if (is_too_little(j, right, b) || little) return RAP_OK;
    if (!take_logs(a) || !take_logs(b)) {
        j->finding->verdict = RAP_UNDECIDABLE;
        rap_reason_add(&j->finding->missing, "numbers above 0 in all years: growth rates need them");
        return RAP_OK;
    }
    RAP_TRY(slope_of(a, left->exact, &x, j->err));
    RAP_TRY(slope_of(b, right->exact, &y, j->err));
    rap_estimate d = rap_difference(x, y);
    bool up = j->expect->direction == RAP_RISES;
    j->finding->verdict = rap_verdict_both(is_above_zero(up ? x : mirrored(x)), is_above_zero(up ? d : mirrored(d)));
    rap_text_printf(&j->finding->evidence, "%+.1f %% a year (%+.1f to %+.1f) against %+.1f %% (%+.1f to %+.1f), %zu and %zu years",
                    100 * expm1(x.value), 100 * expm1(x.low), 100 * expm1(x.high), 100 * expm1(y.value), 100 * expm1(y.low),
                    100 * expm1(y.high), a->n, b->n);
    if (a->left_out.length) rap_text_printf(&j->finding->evidence, "; left out as odd: %s", rap_text_get(&a->left_out));
    if (b->left_out.length) rap_text_printf(&j->finding->evidence, "; of the other: %s", rap_text_get(&b->left_out));
    return RAP_OK;
}

rap_status rap_judge_direction(const rap_judging *j, const rap_track *left, const rap_track *right)
{
    series a = {0}, b = {0};
    rap_status status = series_init(left, j->expect, &a, j->err);
    if (status == RAP_OK && right) status = series_init(right, j->expect, &b, j->err);
    if (status == RAP_OK) status = right ? judge_faster(j, left, right, &a, &b) : judge_one(j, left, &a);
    series_release(&a);
    series_release(&b);
    return status;
}

/* --------------------------------------------------------------------- passing */

/* What the years say of a - b. Years are 0 where there is none. */
typedef struct crossing {
    int first, last;        /* years with both numbers */
    int below;              /* last year in which the left is firmly below */
    int above_points;       /* from here on above, taken as points */
    int above_firm;         /* from here on firmly above */
    bool ever_below;
} crossing;

static crossing find_crossing(const rap_judging *j, const rap_track *left, const rap_track *right, int first, int last)
{
    crossing c = {0};
    for (int year = first; year <= last; year++) {
        rap_estimate d;
        rap_verdict lack;
        if (!rap_judge_difference(j, left, right, year, &d, &lack)) continue;
        if (!c.first) c.first = year;
        c.last = year;
        if (d.high < 0) {
            c.below = year;
            c.ever_below = true;
        }
        if (d.value <= 0) c.above_points = 0;
        else if (!c.above_points) c.above_points = year;
        if (d.low <= 0) c.above_firm = 0;
        else if (!c.above_firm) c.above_firm = year;
    }
    return c;
}

/* Passing happened in one of below + 1 .. above_firm; `in` and `by` ask where in there. */
static rap_verdict judge_crossing(const rap_expect *e, const crossing *c)
{
    if (c->below == c->last || (!c->ever_below && c->above_firm == c->first)) return RAP_CONTRADICTED; /* never; always above */
    if (!c->ever_below || !c->above_firm) return RAP_UNDECIDABLE;
    int earliest = c->below + 1, latest = c->above_firm;
    if (!e->until) return RAP_SUPPORTED;
    if (earliest > e->until || (e->from && latest < e->from)) return RAP_CONTRADICTED;
    bool sure = latest <= e->until && (!e->from || earliest >= e->from);
    return sure ? RAP_SUPPORTED : RAP_UNDECIDABLE;
}

static void tell_crossing(const rap_judging *j, const rap_track *left, const rap_track *right, const crossing *c)
{
    rap_text *text = &j->finding->evidence;
    rap_judge_numbers(j, left, right, c->first);
    if (c->above_points && c->above_points > c->first && c->above_points < c->last) {
        rap_text_puts(text, "; ");
        rap_judge_numbers(j, left, right, c->above_points);
    }
    rap_text_puts(text, "; ");
    rap_judge_numbers(j, left, right, c->last);
    if (c->below) rap_text_printf(text, "; clearly below until %d", c->below);
    if (c->above_points) rap_text_printf(text, "; above from %d on", c->above_points);
    if (c->above_firm) rap_text_printf(text, ", clearly from %d on", c->above_firm);
    rap_judge_value(j, left, c->last);
}

rap_status rap_judge_passes(const rap_judging *j, const rap_track *left, const rap_track *right)
{
    rap_expect all = {0};
    int first, last;
    crossing c = {0};
    if (rap_judge_years(&all, left, right, &first, &last)) c = find_crossing(j, left, right, first, last);
    if (c.last <= c.first) {
        j->finding->verdict = RAP_UNDECIDABLE;
        rap_reason_add(&j->finding->missing, "two years with both numbers");
        return RAP_OK;
    }
    j->finding->verdict = judge_crossing(j->expect, &c);
    tell_crossing(j, left, right, &c);
    return RAP_OK;
}
