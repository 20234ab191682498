// SPDX-License-Identifier: Apache-2.0
#include "serve/link.h"

#include <string.h>

/* Bytes that a query may hold as they are; '&', '=' and '%' would mean something else. */
static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~+,:@/!*();$", c));
}

static void add_encoded(rap_text *out, rap_span text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (is_plain(text.data[i])) rap_text_add(out, text.data + i, 1);
        else rap_text_printf(out, "%%%02X", (unsigned)(unsigned char)text.data[i]);
    }
}

static void add_option(rap_text *out, bool *any, rap_span name, rap_span value)
{
    rap_text_puts(out, *any ? "&" : "?");
    *any = true;
    add_encoded(out, name);
    if (!value.data) return;
    rap_text_puts(out, "=");
    add_encoded(out, value);
}

void rap_link_add(rap_text *out, const rap_question *question, const rap_option *options, size_t n, const char *cube)
{
    bool any = false;
    rap_text_printf(out, "%s%s", RAP_API_ROOT, question->name);
    for (size_t i = 0; i < n; i++) {
        rap_span value = options[i].value ? rap_span_of(options[i].value) : (rap_span){NULL, 0};
        add_option(out, &any, rap_span_of(options[i].name), value);
    }
    if (cube) add_option(out, &any, rap_span_of("cube"), rap_span_of(cube));
}

/* ----------------------------------------------------------------- examples */

static bool is_option(rap_span word)
{
    return word.length > 1 && word.data[0] == '-' && !(word.data[1] >= '0' && word.data[1] <= '9');
}

/* The word that comes next, where it is a value; else nothing is taken. */
static rap_span take_value(rap_span *rest)
{
    rap_span after = *rest, word;
    if (!rap_span_next(&after, ' ', &word) || is_option(word)) return (rap_span){NULL, 0};
    *rest = after;
    return word;
}

static void add_example_option(rap_text *out, bool *any, const rap_question *question, rap_span word, rap_span *rest)
{
    rap_span name = {word.data + 2, word.length - 2};
    const rap_option_spec *spec = word.data[1] == '-' ? rap_option_spec_find(name) : NULL;
    if (spec && !spec->value) {
        add_option(out, any, name, (rap_span){NULL, 0});
        return;
    }
    rap_span value = take_value(rest);
    if (spec && rap_question_takes(question, name)) add_option(out, any, name, value);
}

void rap_link_example(rap_text *out, const rap_question *question, size_t i)
{
    rap_span rest = rap_span_of(question->examples[i]), word;
    bool any = false;
    size_t place = 0;
    (void)rap_span_next(&rest, ' ', &word); /* the question's own name */
    rap_text_printf(out, "%s%s", RAP_API_ROOT, question->name);
    while (rap_span_next(&rest, ' ', &word)) {
        if (is_option(word)) add_example_option(out, &any, question, word, &rest);
        else if (question->positionals[place]) add_option(out, &any, rap_span_of(question->positionals[place++]), word);
    }
}

/* -------------------------------------------------------------------- order */

static size_t rank_of(const rap_question *question, const char *name)
{
    size_t rank = 0;
    for (; question->positionals[rank]; rank++)
        if (strcmp(question->positionals[rank], name) == 0) return rank;
    for (size_t i = 0; rap_option_spec_at(i); i++, rank++)
        if (strcmp(rap_option_spec_at(i)->name, name) == 0) return rank;
    return rank;
}

void rap_link_order(const rap_question *question, rap_option *options, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        rap_option moving = options[i];
        size_t rank = rank_of(question, moving.name), to = i;
        for (; to > 0 && rank_of(question, options[to - 1].name) > rank; to--) options[to] = options[to - 1];
        options[to] = moving;
    }
}
