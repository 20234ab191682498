// SPDX-License-Identifier: Apache-2.0
/*
 * judge_top - who leads: the N greatest rows of an answer, as a set.
 *
 * Every row that can be named becomes a track, so leaders are compared as any two values are. The set holds where each of
 * the named is firmly above each of the others, and fails where one of the others is firmly above one of the named.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "query/judge.h"

/* A row of the answer by its name. */
typedef struct entrant {
    const char *name;   /* borrowed from the table */
    bool named;         /* in the expectation's list */
    rap_term term;
    rap_track track;
} entrant;

typedef struct field {
    size_t n;
    entrant *at;
} field;

static void field_release(field *f)
{
    for (size_t i = 0; i < f->n; i++) {
        rap_track_release(&f->at[i].track);
        rap_free(f->at[i].term.keys);
    }
    rap_free(f->at);
}

static bool is_named(const rap_expect *e, const char *name)
{
    for (size_t i = 0; i < e->n_names; i++)
        if (strcmp(e->names[i], name) == 0) return true;
    return false;
}

static bool has_text(const rap_table *table, size_t column, const rap_expect *e)
{
    for (size_t row = 0; row < rap_table_rows(table); row++) {
        rap_cell cell = rap_table_cell(table, row, column);
        if (!cell.reason && is_named(e, cell.text)) return true;
    }
    return false;
}

static bool is_constant(const rap_table *table, size_t column)
{
    for (size_t row = 1; row < rap_table_rows(table); row++) {
        rap_cell a = rap_table_cell(table, 0, column), b = rap_table_cell(table, row, column);
        if (!a.reason && !b.reason && strcmp(a.text, b.text) != 0) return false;
    }
    return true;
}

/* The column of names: where a named one stands; without names, the one that tells rows apart. */
static size_t name_column(const rap_table *table, const rap_expect *e)
{
    static const char *const columns[] = {"subject", "partner", "country"};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        size_t column = rap_table_find(table, columns[i]);
        if (column == SIZE_MAX || rap_table_column(table, column).type != RAP_COLUMN_TEXT) continue;
        if (e->n_names ? has_text(table, column, e) : !is_constant(table, column)) return column;
    }
    return SIZE_MAX;
}

static bool is_known(const field *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->at[i].name, name) == 0) return true;
    return false;
}

static rap_status add_entrant(const rap_judging *j, const char *column, const char *name, field *f, size_t *capacity)
{
    const rap_term *of = &j->expect->left;
    if (!rap_reserve(&f->at, capacity, f->n + 1, sizeof *f->at)) return rap_fail_memory(j->err);
    entrant *e = &f->at[f->n];
    *e = (entrant){.name = name, .named = is_named(j->expect, name), .term = *of};
    e->term.keys = rap_alloc(of->n_keys + 1, sizeof *e->term.keys);
    if (!e->term.keys) return rap_fail_memory(j->err);
    f->n++;
    if (of->n_keys) memcpy(e->term.keys, of->keys, of->n_keys * sizeof *of->keys);
    e->term.keys[e->term.n_keys++] = (rap_key){column, name};
    return RAP_OK;
}

static rap_status field_init(const rap_judging *j, const rap_table *table, size_t column, field *f)
{
    const char *name = rap_table_column(table, column).name;
    size_t capacity = 0;
    for (size_t row = 0; row < rap_table_rows(table); row++) {
        rap_cell cell = rap_table_cell(table, row, column);
        if (!cell.reason && !is_known(f, cell.text)) RAP_TRY(add_entrant(j, name, cell.text, f, &capacity));
    }
    for (size_t i = 0; i < f->n; i++) /* terms do not move any more: tracks may point to them */
        RAP_TRY(rap_track_init(&f->at[i].term, j->answers, j->n_answers, j->expect->line, &f->at[i].track, j->err));
    return RAP_OK;
}

/* ------------------------------------------------------------------- judging */

static bool is_there(const entrant *e, int year)
{
    const rap_point *point = rap_track_at(&e->track, year);
    return point && point->defined;
}

static double value_in(const entrant *e, int year)
{
    return rap_track_at(&e->track, year)->value;
}

/* The named against all others. An other without a number in this year stands below. */
static rap_verdict judge_year(const rap_judging *j, const field *f, int year)
{
    rap_verdict total = RAP_SUPPORTED, lack;
    size_t named = 0;
    for (size_t a = 0; a < f->n; a++) {
        if (!f->at[a].named) continue;
        named++;
        for (size_t b = 0; b < f->n; b++) {
            rap_estimate d;
            if (f->at[b].named || !is_there(&f->at[b], year)) continue;
            bool both = rap_judge_difference(j, &f->at[a].track, &f->at[b].track, year, &d, &lack);
            total = rap_verdict_both(total, both ? rap_judge_relation(RAP_GT, d, 0) : lack);
        }
    }
    if (named == j->expect->n_names) return total;
    rap_reason_add(&j->finding->missing, "some of the named are not in the answer");
    return rap_verdict_both(total, RAP_UNDECIDABLE);
}

/* Leaders in order; n log n would be no shorter. */
static void tell_leaders(const rap_judging *j, const field *f, int year)
{
    rap_text *text = &j->finding->evidence;
    const entrant *last = NULL;
    if (year) rap_text_printf(text, "%d ", year);
    for (uint64_t place = 0; place <= j->expect->top; place++) {
        const entrant *best = NULL;
        for (size_t i = 0; i < f->n; i++) {
            const entrant *e = &f->at[i];
            if (!is_there(e, year)) continue;
            bool after = !last || value_in(e, year) < value_in(last, year) || (value_in(e, year) == value_in(last, year) && e > last);
            if (after && (!best || value_in(e, year) > value_in(best, year))) best = e;
        }
        if (!best) break;
        rap_text_printf(text, "%s%s ", place == 0 ? "" : place == j->expect->top ? "; next " : ", ", best->name);
        rap_point_add(text, &best->track, rap_track_at(&best->track, year));
        last = best;
    }
}

static rap_status judge_field(const rap_judging *j, const field *f)
{
    const rap_expect *e = j->expect;
    int first = 0, last = 0;
    bool yearly = f->n && f->at[0].track.yearly;
    if (yearly && !rap_judge_years(e, &f->at[0].track, NULL, &first, &last)) {
        j->finding->verdict = RAP_UNDECIDABLE;
        rap_reason_add(&j->finding->missing, "years that the answer does not have");
        return RAP_OK;
    }
    if (!yearly && (e->from || e->until || e->quantifier != RAP_EVERY))
        return rap_fail_line(j->err, RAP_E_FORMAT, e->line, "'%s' looks at years, but the answer has none: ask with each=year", e->text);
    bool ever = false;
    rap_verdict total = RAP_SUPPORTED;
    for (int year = first; e->n_names && year <= last; year++) {
        rap_verdict v = judge_year(j, f, year);
        total = rap_verdict_both(total, v);
        ever = ever || v == RAP_SUPPORTED;
    }
    j->finding->verdict = e->quantifier == RAP_EVER && ever ? RAP_SUPPORTED : total;
    tell_leaders(j, f, last);
    return RAP_OK;
}

static const rap_answer *answer_of(const rap_judging *j)
{
    for (size_t i = 0; i < j->n_answers; i++)
        if (strcmp(j->answers[i].name, j->expect->left.ask) == 0) return &j->answers[i];
    return NULL;
}

rap_status rap_judge_top(const rap_judging *j)
{
    const rap_answer *answer = answer_of(j);
    rap_finding *finding = j->finding;
    if (!answer) return rap_fail_line(j->err, RAP_E_FORMAT, j->expect->line, "no ask is called '%.60s'", j->expect->left.ask);
    finding->verdict = answer->table ? RAP_UNDECIDABLE : answer->lack;
    size_t column = answer->table ? name_column(answer->table, j->expect) : SIZE_MAX;
    if (column == SIZE_MAX) {
        rap_reason_add(&finding->missing, answer->table ? "none of the named is in the answer" : answer->why);
        return RAP_OK;
    }
    field f = {0};
    rap_status status = field_init(j, answer->table, column, &f);
    if (status == RAP_OK) status = judge_field(j, &f);
    field_release(&f);
    return status;
}
