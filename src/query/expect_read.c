// SPDX-License-Identifier: Apache-2.0
/*
 * expect_read - the words of an expectation. A cursor walks over them; each reader takes what it knows or says what it
 * expected. Words that begin the next part (since, rises, =, ...) are reserved, so a row may be left out.
 */
#include <ctype.h>
#include <string.h>

#include "query/expect.h"

typedef struct cursor {
    rap_keep *keep;
    rap_words words;
    size_t at;
    uint64_t line;
    rap_error *err;
} cursor;

static const char *const relations[RAP_RELATION_END] = {
    [RAP_EQ] = "=", [RAP_NE] = "!=", [RAP_LT] = "<", [RAP_LE] = "<=", [RAP_GT] = ">", [RAP_GE] = ">=",
};

static const char *const reserved[] = {
    "=", "!=", "<", "<=", ">", ">=", "+-", "in", "since", "until", "from", "ever", "by", "rises", "falls", "is", "not",
    "passes", "faster", "/",
};

static rap_status expected(const cursor *c, const char *what)
{
    if (c->at < c->words.n)
        return rap_fail_line(c->err, RAP_E_FORMAT, c->line, "expected %s, found '%.60s'", what, c->words.at[c->at].text);
    return rap_fail_line(c->err, RAP_E_FORMAT, c->line, "expected %s, found the end of the line", what);
}

static bool next_is(const cursor *c, const char *keyword)
{
    return rap_words_is(&c->words, c->at, keyword);
}

static bool take(cursor *c, const char *keyword)
{
    bool is = next_is(c, keyword);
    c->at += is;
    return is;
}

static bool next_is_reserved(const cursor *c)
{
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (next_is(c, reserved[i])) return true;
    return false;
}

static bool take_relation(cursor *c, rap_relation *out)
{
    for (int i = 0; i < RAP_RELATION_END; i++)
        if (take(c, relations[i])) {
            *out = (rap_relation)i;
            return true;
        }
    return false;
}

/* ------------------------------------------------------------------ numbers */

static bool begins_number(const cursor *c)
{
    if (c->at >= c->words.n || c->words.at[c->at].quoted || c->words.at[c->at].bracketed) return false;
    const char *text = c->words.at[c->at].text;
    text += *text == '-' || *text == '+';
    text += *text == '.';
    return *text >= '0' && *text <= '9';
}

/* "17", "0.5", "17%", "17 %": per cent become parts of one. */
static rap_status read_number(cursor *c, double *out, bool *percent)
{
    rap_span text = begins_number(c) ? rap_span_of(c->words.at[c->at].text) : (rap_span){"", 0};
    *percent = text.length && text.data[text.length - 1] == '%';
    text.length -= *percent;
    if (!rap_parse_double(text, out)) return expected(c, "a number");
    c->at++;
    *percent = *percent || take(c, "%");
    if (*percent) *out /= 100;
    return RAP_OK;
}

static rap_status read_year(cursor *c, int *out)
{
    uint64_t year;
    if (c->at >= c->words.n || !rap_parse_u64(rap_span_of(c->words.at[c->at].text), 9999, &year) || year == 0)
        return expected(c, "a year");
    c->at++;
    *out = (int)year;
    return RAP_OK;
}

/* -------------------------------------------------------------------- terms */

static bool is_column(const char *name)
{
    if (!islower((unsigned char)*name)) return false;
    for (; *name; name++)
        if (!islower((unsigned char)*name) && !isdigit((unsigned char)*name) && *name != '_') return false;
    return true;
}

static rap_status add_key(cursor *c, rap_term *term, rap_key key)
{
    if (!rap_keep_more(c->keep, &term->keys, term->n_keys, sizeof *term->keys)) return rap_fail_memory(c->err);
    term->keys[term->n_keys++] = key;
    return RAP_OK;
}

static rap_status read_keys(cursor *c, rap_term *term)
{
    rap_words inside;
    const char *text = c->words.at[c->at].text;
    RAP_TRY(rap_words_read(c->keep, rap_span_of(text), c->line, &inside, c->err));
    for (size_t i = 0; i < inside.n; i++) {
        rap_option option;
        RAP_TRY(rap_word_option(c->keep, &inside.at[i], &option, c->err));
        if (!option.value || !*option.value || !is_column(option.name))
            return rap_fail_line(c->err, RAP_E_FORMAT, c->line, "expected column=value in [...], found '%.60s'",
                                 inside.at[i].text);
        RAP_TRY(add_key(c, term, (rap_key){option.name, option.value}));
    }
    if (inside.n == 0) return rap_fail_line(c->err, RAP_E_FORMAT, c->line, "expected column=value in [...]");
    c->at++;
    return RAP_OK;
}

static rap_status read_column(cursor *c, rap_term *term)
{
    const char *text = c->words.at[c->at].text, *dot = strrchr(text, '.');
    term->ask = "";
    term->column = dot ? dot + 1 : text;
    if (dot && !(term->ask = rap_keep_text(c->keep, (rap_span){text, (size_t)(dot - text)})))
        return rap_fail_memory(c->err);
    if (!is_column(term->column) || (dot && dot == text)) return expected(c, "a number or a column, as works or ask.works");
    c->at++;
    return RAP_OK;
}

static rap_status read_cell(cursor *c, rap_term *term)
{
    *term = (rap_term){0};
    if (c->at >= c->words.n || c->words.at[c->at].bracketed || next_is_reserved(c))
        return expected(c, "a number or a column, as works or ask.works");
    RAP_TRY(read_column(c, term));
    if (c->at >= c->words.n || next_is_reserved(c)) return RAP_OK;
    if (c->words.at[c->at].bracketed) return read_keys(c, term);
    return add_key(c, term, (rap_key){NULL, c->words.at[c->at++].text});
}

/* A column, or a part of a whole: what may have years to look at. */
static rap_status read_series(cursor *c, rap_term *term)
{
    if (begins_number(c)) return expected(c, "a column with a row, as works CN");
    RAP_TRY(read_cell(c, term));
    if (!take(c, "/")) return RAP_OK;
    if (begins_number(c)) return expected(c, "a column after '/'");
    if (!(term->over = rap_keep_new(c->keep, 1, sizeof *term->over))) return rap_fail_memory(c->err);
    return read_cell(c, term->over);
}

static rap_status read_term(cursor *c, rap_term *term)
{
    if (!begins_number(c)) return read_series(c, term);
    *term = (rap_term){.is_number = true};
    return read_number(c, &term->number, &term->percent);
}

/* -------------------------------------------------------------- quantifiers */

static rap_status read_years(cursor *c, rap_expect *out)
{
    if (take(c, "since")) {
        RAP_TRY(read_year(c, &out->from));
        if (take(c, "until")) RAP_TRY(read_year(c, &out->until));
    } else if (take(c, "until")) {
        RAP_TRY(read_year(c, &out->until));
    } else if (take(c, "from")) {
        RAP_TRY(read_year(c, &out->from));
        if (!take(c, "until")) return expected(c, "'until' and a year");
        RAP_TRY(read_year(c, &out->until));
    }
    if (out->until && out->from > out->until)
        return rap_fail_line(c->err, RAP_E_FORMAT, c->line, "the years run backwards: %d to %d", out->from, out->until);
    return RAP_OK;
}

static rap_status read_in_or_by(cursor *c, rap_expect *out)
{
    if (take(c, "in")) {
        RAP_TRY(read_year(c, &out->from));
        out->until = out->from;
    } else if (take(c, "by")) {
        out->quantifier = RAP_BY;
        RAP_TRY(read_year(c, &out->until));
    }
    return RAP_OK;
}

static rap_status read_quantifier(cursor *c, rap_expect *out)
{
    if (next_is(c, "in")) return read_in_or_by(c, out);
    if (take(c, "by")) return read_year(c, &out->from); /* for good from some year up to then: in all years since then */
    if (take(c, "ever")) out->quantifier = RAP_EVER;
    return read_years(c, out);
}

/* -------------------------------------------------------------------- forms */

static rap_status read_compare(cursor *c, rap_expect *out)
{
    bool percent;
    out->form = RAP_FORM_COMPARE;
    RAP_TRY(read_term(c, &out->right));
    if (take(c, "+-")) {
        if (out->relation != RAP_EQ || !out->right.is_number)
            return rap_fail_line(c->err, RAP_E_FORMAT, c->line, "'+-' goes with '=' and a number");
        RAP_TRY(read_number(c, &out->tolerance, &percent));
        if (out->tolerance < 0) return rap_fail_line(c->err, RAP_E_FORMAT, c->line, "a tolerance is not negative");
    }
    return read_quantifier(c, out);
}

static rap_status read_direction(cursor *c, rap_expect *out)
{
    out->form = RAP_FORM_DIRECTION;
    out->negated = take(c, "not");
    if (take(c, "rises")) out->direction = RAP_RISES;
    else if (take(c, "falls")) out->direction = RAP_FALLS;
    else if (!out->negated && take(c, "is")) {
        if (!take(c, "steady")) return expected(c, "'steady'");
        out->direction = RAP_STEADY;
    } else {
        return expected(c, out->negated ? "'rises' or 'falls'"
                                        : "a relation (= != < <= > >=), a direction (rises, falls, not rises, not falls, "
                                          "is steady) or 'passes'");
    }
    if (take(c, "faster")) {
        if (out->direction == RAP_STEADY || out->negated || !take(c, "than")) return expected(c, "'rises faster than' a column");
        out->faster = true;
        RAP_TRY(read_series(c, &out->right));
    }
    return read_years(c, out);
}

static rap_status read_passes(cursor *c, rap_expect *out)
{
    out->form = RAP_FORM_PASSES;
    RAP_TRY(read_series(c, &out->right));
    return read_in_or_by(c, out);
}

/* "a, b, c": the commas may stand anywhere between. */
static rap_status read_names(cursor *c, rap_expect *out)
{
    while (c->at < c->words.n && (out->n_names < out->top || !next_is_reserved(c))) {
        rap_span rest = rap_span_of(c->words.at[c->at++].text), name;
        while (rap_span_next(&rest, ',', &name)) {
            if (name.length == 0) continue;
            if (!rap_keep_more(c->keep, &out->names, out->n_names, sizeof *out->names)) return rap_fail_memory(c->err);
            if (!(out->names[out->n_names++] = rap_keep_text(c->keep, name))) return rap_fail_memory(c->err);
        }
    }
    if (out->n_names == out->top) return RAP_OK;
    return rap_fail_line(c->err, RAP_E_FORMAT, c->line, "top %llu needs as many names, found %zu",
                         (unsigned long long)out->top, out->n_names);
}

static rap_status read_top(cursor *c, bool show, rap_expect *out)
{
    out->form = show ? RAP_FORM_SHOW : RAP_FORM_TOP;
    if (c->at >= c->words.n || !rap_parse_u64(rap_span_of(c->words.at[c->at].text), 1000, &out->top) || out->top == 0)
        return expected(c, "a number from 1 to 1000");
    c->at++;
    RAP_TRY(read_series(c, &out->left));
    if (!show) {
        if (!take(c, "=")) return expected(c, "'=' and names");
        RAP_TRY(read_names(c, out));
    }
    return read_quantifier(c, out);
}

static rap_status read_expectation(cursor *c, bool show, rap_expect *out)
{
    if (take(c, "top")) return read_top(c, show, out);
    out->form = RAP_FORM_SHOW;
    RAP_TRY(show ? read_series(c, &out->left) : read_term(c, &out->left));
    if (show) return read_quantifier(c, out);
    if (take_relation(c, &out->relation)) return read_compare(c, out);
    if (out->left.is_number) return expected(c, "a relation (= != < <= > >=)");
    return take(c, "passes") ? read_passes(c, out) : read_direction(c, out);
}

rap_status rap_expect_read(rap_keep *keep, rap_span text, uint64_t line, bool show, rap_expect *out, rap_error *err)
{
    cursor c = {.keep = keep, .line = line, .err = err};
    rap_expect e = {.line = line, .text = rap_keep_text(keep, rap_span_trim(text))};
    if (!e.text) return rap_fail_memory(err);
    RAP_TRY(rap_words_read(keep, text, line, &c.words, err));
    RAP_TRY(read_expectation(&c, show, &e));
    if (c.at < c.words.n) return expected(&c, "the end of the line");
    if (e.form == RAP_FORM_COMPARE && e.left.is_number && e.right.is_number)
        return rap_fail_line(err, RAP_E_FORMAT, line, "two numbers leave nothing to find out");
    *out = e;
    return RAP_OK;
}
