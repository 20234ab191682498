// SPDX-License-Identifier: Apache-2.0
/* judge_compare - a relation between two values, in the years that the quantifier names; and numbers only shown. */
#include <math.h>
#include <string.h>

#include "query/judge.h"

static rap_verdict opposite(rap_verdict v)
{
    return v == RAP_SUPPORTED ? RAP_CONTRADICTED : v == RAP_CONTRADICTED ? RAP_SUPPORTED : v;
}

/* d < 0, for good, not at all, or within the interval. */
static rap_verdict is_below(rap_estimate d, bool or_equal)
{
    if (or_equal ? d.high <= 0 : d.high < 0) return RAP_SUPPORTED;
    if (or_equal ? d.low > 0 : d.low >= 0) return RAP_CONTRADICTED;
    return RAP_UNDECIDABLE;
}

static rap_verdict is_within(rap_estimate d, double tolerance)
{
    double slack = tolerance + 1e-12; /* so that 17 % read as text equals 0.17 computed */
    if (-slack <= d.low && d.high <= slack) return RAP_SUPPORTED;
    if (d.low > slack || d.high < -slack) return RAP_CONTRADICTED;
    return RAP_UNDECIDABLE;
}

rap_verdict rap_judge_relation(rap_relation relation, rap_estimate d, double tolerance)
{
    switch (relation) {
    case RAP_LT: return is_below(d, false);
    case RAP_LE: return is_below(d, true);
    case RAP_GT: return opposite(is_below(d, true));
    case RAP_GE: return opposite(is_below(d, false));
    case RAP_NE: return opposite(is_within(d, tolerance));
    case RAP_EQ:
    case RAP_RELATION_END: break;
    }
    return is_within(d, tolerance);
}

static rap_verdict judge_year(const rap_judging *j, const rap_track *left, const rap_track *right, int year)
{
    rap_estimate difference;
    rap_verdict lack;
    if (!rap_judge_difference(j, left, right, year, &difference, &lack)) return lack;
    return rap_judge_relation(j->expect->relation, difference, j->expect->tolerance);
}

/* Of the years: "ever" holds where one does. */
static rap_verdict either(rap_verdict a, rap_verdict b)
{
    if (a == RAP_SUPPORTED || b == RAP_SUPPORTED) return RAP_SUPPORTED;
    return a == RAP_CONTRADICTED ? b : b == RAP_CONTRADICTED ? a : rap_verdict_both(a, b);
}

static const char *in_a_word(rap_verdict v)
{
    static const char *const words[] = {
        [RAP_SUPPORTED] = "yes", [RAP_CONTRADICTED] = "no", [RAP_UNDECIDABLE] = "open", [RAP_ILL_POSED] = "ill-posed",
    };
    return words[v];
}

/* How the years fell out, as runs of one verdict. */
typedef struct runs {
    size_t n;
    int begins;              /* of the run being read */
    rap_verdict verdict;
    rap_text years;
} runs;

static void end_run(runs *r, int last)
{
    if (r->n == 0 || r->n > 8) return;
    rap_text_printf(&r->years, "%s%d", r->n > 1 ? ", " : "", r->begins);
    if (last > r->begins) rap_text_printf(&r->years, "-%d", last);
    rap_text_printf(&r->years, " %s", in_a_word(r->verdict));
    if (r->n == 8) rap_text_puts(&r->years, ", ...");
}

/* The first year from which on the numbers, taken as points, fit to the end; 0 where they do not in the last one. */
static int lasting_year(const rap_judging *j, const rap_track *left, const rap_track *right)
{
    rap_expect all = {0};
    int first, last, lasting = 0;
    if (!rap_judge_years(&all, left, right, &first, &last)) return 0;
    for (int year = last; year >= first; year--) {
        const rap_point *a = rap_track_at(left, year), *b = rap_track_at(right, year);
        if (!a || !b || !a->defined || !b->defined) return lasting;
        double d = a->value - b->value;
        if (rap_judge_relation(j->expect->relation, (rap_estimate){d, d, d}, j->expect->tolerance) != RAP_SUPPORTED) return lasting;
        lasting = year;
    }
    return lasting;
}

static void tell_years(const rap_judging *j, const rap_track *left, const rap_track *right, const int *shown, size_t n_shown,
                       bool several)
{
    for (size_t i = 0; i < n_shown; i++) {
        rap_text_puts(&j->finding->evidence, i || several ? "; " : "");
        rap_judge_numbers(j, left, right, shown[i]);
    }
    int lasting = lasting_year(j, left, right);
    if (lasting) rap_text_printf(&j->finding->evidence, "; lasting from %d on", lasting);
}

static rap_status judge_years(const rap_judging *j, const rap_track *left, const rap_track *right, int first, int last)
{
    rap_verdict total = j->expect->quantifier == RAP_EVER ? RAP_CONTRADICTED : RAP_SUPPORTED;
    runs r = {0};
    int shown[6];
    size_t n_shown = 0;
    for (int year = first; year <= last; year++) {
        rap_verdict v = judge_year(j, left, right, year);
        total = j->expect->quantifier == RAP_EVER ? either(total, v) : rap_verdict_both(total, v);
        if (r.n && v == r.verdict) continue;
        end_run(&r, year - 1);
        r = (runs){.n = r.n + 1, .begins = year, .verdict = v, .years = r.years};
        if (n_shown < 5) shown[n_shown++] = year;
    }
    end_run(&r, last);
    if (n_shown == 0 || shown[n_shown - 1] != last) shown[n_shown++] = last;
    if (last > first) rap_text_puts(&j->finding->evidence, rap_text_get(&r.years));
    if (r.years.failed) j->finding->evidence.failed = true;
    rap_text_release(&r.years);
    tell_years(j, left, right, shown, n_shown, last > first);
    j->finding->verdict = total;
    rap_judge_value(j, left, last);
    return rap_judge_odd_years(j, left, first, last);
}

static rap_status no_years(const rap_judging *j)
{
    j->finding->verdict = RAP_UNDECIDABLE;
    rap_reason_add(&j->finding->missing, "years that the answer does not have");
    return RAP_OK;
}

rap_status rap_judge_compare(const rap_judging *j, const rap_track *left, const rap_track *right)
{
    int first, last;
    if (left->yearly || right->yearly)
        return rap_judge_years(j->expect, left, right, &first, &last) ? judge_years(j, left, right, first, last) : no_years(j);
    j->finding->verdict = judge_year(j, left, right, 0);
    rap_judge_numbers(j, left, right, 0);
    rap_judge_value(j, left, 0);
    return RAP_OK;
}

rap_status rap_judge_show(const rap_judging *j, const rap_track *left)
{
    int first = 0, last = 0;
    if (left->yearly && !rap_judge_years(j->expect, left, NULL, &first, &last)) return no_years(j);
    rap_judge_numbers(j, left, NULL, first);
    if (last > first) {
        rap_text_puts(&j->finding->evidence, "; ");
        rap_judge_numbers(j, left, NULL, last);
    }
    return RAP_OK;
}
