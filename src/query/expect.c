// SPDX-License-Identifier: Apache-2.0
/* expect - judging: reads the tracks, hands them to the judge of the form, and knows what holds for all forms. */
#include "query/expect.h"

#include <string.h>

#include "query/judge.h"

void rap_finding_release(rap_finding *finding)
{
    rap_text_release(&finding->evidence);
    rap_text_release(&finding->missing);
}

rap_verdict rap_verdict_both(rap_verdict a, rap_verdict b)
{
    static const int order[] = {
        [RAP_SUPPORTED] = 0, [RAP_UNDECIDABLE] = 1, [RAP_ILL_POSED] = 2, [RAP_CONTRADICTED] = 3,
    };
    return order[a] >= order[b] ? a : b;
}

/* True where `part` is one of the reasons in `list`. */
static bool has_reason(const rap_text *list, const char *part)
{
    size_t length = strlen(part);
    for (const char *at = rap_text_get(list); (at = strstr(at, part)); at++) {
        bool begins = at == list->data || (at - list->data >= 2 && memcmp(at - 2, "; ", 2) == 0);
        if (begins && (at[length] == '\0' || strncmp(at + length, "; ", 2) == 0)) return true;
    }
    return false;
}

void rap_reason_add(rap_text *list, const char *reason)
{
    if (!*reason || has_reason(list, reason)) return;
    rap_text_printf(list, "%s%s", list->length ? "; " : "", reason);
}

void rap_reasons_add(rap_text *list, const rap_text *more)
{
    const char *at = rap_text_get(more);
    while (*at) {
        const char *end = strstr(at, "; ");
        size_t length = end ? (size_t)(end - at) : strlen(at);
        rap_text part = {0};
        rap_text_add(&part, at, length);
        rap_reason_add(list, rap_text_get(&part));
        if (part.failed) list->failed = true;
        rap_text_release(&part);
        at += length + (end ? 2 : 0);
    }
}

bool rap_judge_years(const rap_expect *expect, const rap_track *left, const rap_track *right, int *first, int *last)
{
    const rap_track *tracks[] = {left, right};
    *first = *last = 0;
    for (size_t i = 0; i < 2; i++) {
        if (!tracks[i] || !tracks[i]->yearly || tracks[i]->n == 0) continue;
        int from = tracks[i]->points[0].year, until = tracks[i]->points[tracks[i]->n - 1].year;
        if (!*first || from < *first) *first = from;
        if (until > *last) *last = until;
    }
    if (expect->from) *first = expect->from;
    if (expect->until) *last = expect->until;
    return *first <= *last;
}

bool rap_judge_difference(const rap_judging *j, const rap_track *left, const rap_track *right, int year,
                          rap_estimate *difference, rap_verdict *lack)
{
    const rap_point *points[] = {rap_track_at(left, year), rap_track_at(right, year)};
    bool counts = left->measure == RAP_MEASURE_COUNT && right->measure == RAP_MEASURE_COUNT;
    *lack = RAP_SUPPORTED;
    for (size_t i = 0; i < 2; i++) {
        if (points[i] && points[i]->defined) continue;
        *lack = rap_verdict_both(*lack, points[i] ? points[i]->lack : RAP_UNDECIDABLE);
        rap_judge_missing(j, i ? right : left, points[i] ? points[i]->why : "years that the answer does not have");
    }
    if (*lack != RAP_SUPPORTED) return false;
    *difference = rap_difference(rap_point_estimate(left, points[0], counts), rap_point_estimate(right, points[1], counts));
    return true;
}

void rap_judge_missing(const rap_judging *j, const rap_track *track, const char *why)
{
    char reason[200];
    (void)snprintf(reason, sizeof reason, "%.80s: %.100s", track->term->column ? track->term->column : "", why);
    rap_reason_add(&j->finding->missing, reason);
}

void rap_judge_numbers(const rap_judging *j, const rap_track *left, const rap_track *right, int year)
{
    rap_text *text = &j->finding->evidence;
    if (year) rap_text_printf(text, "%d ", year);
    rap_point_add(text, left, rap_track_at(left, year));
    if (!right || right->term->is_number) return;
    rap_text_puts(text, " against ");
    rap_point_add(text, right, rap_track_at(right, year));
}

void rap_judge_value(const rap_judging *j, const rap_track *left, int year)
{
    const rap_point *point = rap_track_at(left, year);
    if (!point || !point->defined || left->term->is_number) return;
    j->finding->has_value = true;
    j->finding->value = point->value;
    j->finding->share = left->measure == RAP_MEASURE_SHARE;
}

/* ------------------------------------------------------------------- judging */

/* What can't be read is not judged: the verdict is what the lack means. */
static bool lacks(const rap_judging *j, const rap_track *track)
{
    if (track->n) return false;
    j->finding->verdict = rap_verdict_both(j->finding->verdict, track->lack);
    rap_reason_add(&j->finding->missing, rap_text_get(&track->why));
    return true;
}

static rap_status check_years(const rap_judging *j, const rap_track *left, const rap_track *right)
{
    const rap_expect *e = j->expect;
    bool yearly = left->yearly || (right && right->yearly);
    bool needs = e->form == RAP_FORM_DIRECTION || e->form == RAP_FORM_PASSES || e->quantifier != RAP_EVERY || e->from || e->until;
    if (yearly || !needs) return RAP_OK;
    return rap_fail_line(j->err, RAP_E_FORMAT, e->line, "'%s' looks at years, but the answer has none: ask with each=year",
                         e->text);
}

static void name_absent(const rap_judging *j, const rap_track *track)
{
    if (track->absent.length)
        rap_text_printf(&j->finding->evidence, "; no row of %s", rap_text_get(&track->absent));
}

/* Two numbers that are compared are shown alike: a plain one beside a share is a share. */
static void align(rap_track *left, rap_track *right)
{
    if (left->measure == RAP_MEASURE_SHARE && right->measure == RAP_MEASURE_NUMBER) right->measure = RAP_MEASURE_SHARE;
    if (right->measure == RAP_MEASURE_SHARE && left->measure == RAP_MEASURE_NUMBER) left->measure = RAP_MEASURE_SHARE;
}

static rap_status judge_form(const rap_judging *j, const rap_track *left, const rap_track *right)
{
    RAP_TRY(check_years(j, left, right));
    switch (j->expect->form) {
    case RAP_FORM_DIRECTION: return rap_judge_direction(j, left, right);
    case RAP_FORM_PASSES: return rap_judge_passes(j, left, right);
    case RAP_FORM_SHOW: return rap_judge_show(j, left);
    case RAP_FORM_COMPARE:
    case RAP_FORM_TOP: break;
    }
    return rap_judge_compare(j, left, right);
}

static rap_status judge_tracks(const rap_judging *j)
{
    const rap_expect *e = j->expect;
    rap_track left = {0}, right = {0};
    bool two = e->right.is_number || e->right.column;
    rap_status status = rap_track_init(&e->left, j->answers, j->n_answers, e->line, &left, j->err);
    if (status == RAP_OK && two) status = rap_track_init(&e->right, j->answers, j->n_answers, e->line, &right, j->err);
    if (status == RAP_OK) {
        bool lacking = lacks(j, &left);
        if (two) lacking = lacks(j, &right) || lacking;
        if (two) align(&left, &right);
        if (!lacking) status = judge_form(j, &left, two ? &right : NULL);
        name_absent(j, &left);
        name_absent(j, &right);
    }
    rap_track_release(&left);
    rap_track_release(&right);
    return status;
}

rap_status rap_expect_judge(const rap_expect *expect, const rap_answer *answers, size_t n_answers, rap_finding *out,
                            rap_error *err)
{
    rap_finding finding = {.verdict = RAP_SUPPORTED};
    rap_judging j = {expect, answers, n_answers, &finding, err};
    rap_text_printf(&finding.evidence, "%s: ", expect->text);
    size_t told = finding.evidence.length;
    rap_status status = expect->top ? rap_judge_top(&j) : judge_tracks(&j);
    if (finding.evidence.length == told) rap_text_clear(&finding.evidence); /* no numbers */
    if (expect->form == RAP_FORM_SHOW) finding.verdict = RAP_SUPPORTED; /* nothing was claimed */
    if (finding.verdict == RAP_UNDECIDABLE && !finding.missing.length)
        rap_text_puts(&finding.missing, "more works: the intervals overlap, these data do not tell the two apart");
    if (status == RAP_OK && (finding.evidence.failed || finding.missing.failed)) status = rap_fail_memory(err);
    if (status == RAP_OK)
        *out = finding;
    else
        rap_finding_release(&finding);
    return status;
}
