// SPDX-License-Identifier: Apache-2.0
#include "query/words.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Takes [...] from the start of `rest`; a bracket inside quotes does not close it. */
static rap_status take_brackets(rap_keep *keep, rap_span *rest, uint64_t line, rap_word *out, rap_error *err)
{
    bool quoted = false;
    size_t end = 1;
    while (end < rest->length && (quoted || rest->data[end] != ']')) quoted ^= rest->data[end++] == '"';
    if (end == rest->length) return rap_fail_line(err, RAP_E_FORMAT, line, "'[' is not closed by ']'");
    const char *text = rap_keep_text(keep, (rap_span){rest->data + 1, end - 1});
    if (!text) return rap_fail_memory(err);
    *out = (rap_word){.text = text, .bracketed = true};
    *rest = (rap_span){rest->data + end + 1, rest->length - end - 1};
    return RAP_OK;
}

static rap_status take_plain(rap_keep *keep, rap_span *rest, uint64_t line, rap_word *out, rap_error *err)
{
    bool inside = false;
    size_t end = 0, length = 0;
    for (; end < rest->length && (inside || !is_blank(rest->data[end])); end++) inside ^= rest->data[end] == '"';
    if (inside) return rap_fail_line(err, RAP_E_FORMAT, line, "'\"' is not closed by another");
    char *text = rap_keep_new(keep, end + 1, 1);
    if (!text) return rap_fail_memory(err);
    for (size_t i = 0; i < end; i++)
        if (rest->data[i] != '"') text[length++] = rest->data[i];
    *out = (rap_word){.text = text, .quoted = length < end};
    *rest = (rap_span){rest->data + end, rest->length - end};
    return RAP_OK;
}

rap_status rap_words_read(rap_keep *keep, rap_span text, uint64_t line, rap_words *out, rap_error *err)
{
    rap_words words = {0};
    rap_span rest = rap_span_trim(text);
    while (rest.length) {
        if (!rap_keep_more(keep, &words.at, words.n, sizeof *words.at)) return rap_fail_memory(err);
        rap_word *word = &words.at[words.n++];
        RAP_TRY(*rest.data == '[' ? take_brackets(keep, &rest, line, word, err)
                                  : take_plain(keep, &rest, line, word, err));
        rest = rap_span_trim(rest);
    }
    *out = words;
    return RAP_OK;
}

bool rap_words_is(const rap_words *words, size_t i, const char *keyword)
{
    if (i >= words->n || words->at[i].quoted || words->at[i].bracketed) return false;
    return strcmp(words->at[i].text, keyword) == 0;
}

rap_status rap_word_option(rap_keep *keep, const rap_word *word, rap_option *out, rap_error *err)
{
    const char *equals = strchr(word->text, '=');
    size_t length = equals ? (size_t)(equals - word->text) : strlen(word->text);
    const char *name = rap_keep_text(keep, (rap_span){word->text, length});
    if (!name) return rap_fail_memory(err);
    *out = (rap_option){name, equals ? equals + 1 : NULL};
    return RAP_OK;
}
