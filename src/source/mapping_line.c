// SPDX-License-Identifier: Apache-2.0
#include "source/mapping_line.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Takes a word from the start of `rest`; a part in quotes may hold blanks, and `""` in it is a quote. */
static rap_status take_word(rap_keep *keep, rap_span *rest, rap_map_word *out, rap_error *err)
{
    char *text = rap_keep_new(keep, rest->length + 1, 1);
    if (!text) return rap_fail_memory(err);
    size_t n = 0, i = 0;
    char *equals = NULL;
    bool quoted = false, quotes = false;
    for (; i < rest->length && (quoted || !is_blank(rest->data[i])); i++) {
        char c = rest->data[i];
        if (c == '"' && quoted && i + 1 < rest->length && rest->data[i + 1] == '"') {
            text[n++] = c;
            i++;
        } else if (c == '"') {
            quoted = !quoted;
            quotes = true;
        } else {
            if (c == '=' && !equals && !quotes) equals = text + n;
            text[n++] = c;
        }
    }
    if (quoted) return rap_fail(err, RAP_E_FORMAT, "a quote is not closed");
    *rest = (rap_span){rest->data + i, rest->length - i};
    *out = (rap_map_word){.value = text};
    if (!equals) return RAP_OK;
    *equals = '\0';
    *out = (rap_map_word){.key = text, .value = equals + 1};
    return RAP_OK;
}

static rap_status take_words(rap_keep *keep, rap_span rest, rap_map_line *line, rap_error *err)
{
    for (;;) {
        while (rest.length && is_blank(rest.data[0])) rest.data++, rest.length--;
        if (rest.length == 0 || (!line->head && rest.data[0] == '#')) return RAP_OK;
        rap_map_word word = {0};
        RAP_TRY(take_word(keep, &rest, &word, err));
        if (!line->head) {
            if (word.key) return rap_fail(err, RAP_E_FORMAT, "expected a word at the start, found '%.40s='", word.key);
            line->head = word.value;
            continue;
        }
        if (line->n == RAP_MAP_WORDS_MAX) return rap_fail(err, RAP_E_FORMAT, "more than %d words", RAP_MAP_WORDS_MAX);
        for (size_t i = 0; word.key && i < line->n; i++)
            if (line->words[i].key && strcmp(line->words[i].key, word.key) == 0)
                return rap_fail(err, RAP_E_FORMAT, "'%.40s=' stands twice", word.key);
        line->words[line->n++] = word;
    }
}

rap_status rap_map_line_read(rap_keep *keep, rap_span text, uint64_t number, rap_map_line *out, rap_error *err)
{
    *out = (rap_map_line){.number = number};
    if (rap_utf8_valid(text.data, text.length) != text.length || (text.length && memchr(text.data, 0, text.length)))
        return rap_fail(err, RAP_E_FORMAT, "expected text in UTF-8");
    return take_words(keep, text, out, err);
}

const char *rap_map_line_take(rap_map_line *line, const char *key)
{
    for (size_t i = 0; i < line->n; i++)
        if (line->words[i].key && strcmp(line->words[i].key, key) == 0) {
            line->words[i].used = true;
            return line->words[i].value;
        }
    return NULL;
}

const char *rap_map_line_word(rap_map_line *line)
{
    for (size_t i = 0; i < line->n; i++)
        if (!line->words[i].key && !line->words[i].used) {
            line->words[i].used = true;
            return line->words[i].value;
        }
    return NULL;
}

rap_status rap_map_line_need(rap_map_line *line, const char *key, const char **out, rap_error *err)
{
    *out = rap_map_line_take(line, key);
    if (*out && **out) return RAP_OK;
    return rap_fail(err, RAP_E_FORMAT, "%.40s: expected %s=...", line->head, key);
}

rap_status rap_map_line_choose(rap_map_line *line, const char *key, const char *const *choices, size_t n,
                               size_t otherwise, size_t *out, rap_error *err)
{
    const char *value = rap_map_line_take(line, key);
    *out = otherwise;
    if (!value) return RAP_OK;
    rap_text list = {0};
    for (size_t i = 0; i < n; i++) {
        if (strcmp(choices[i], value) == 0) {
            *out = i;
            rap_text_release(&list);
            return RAP_OK;
        }
        rap_text_printf(&list, "%s%s", i ? ", " : "", choices[i]);
    }
    rap_status status = rap_fail(err, RAP_E_FORMAT, "%s: '%.40s' is none of %s", key, value, rap_text_get(&list));
    rap_text_release(&list);
    return status;
}

rap_status rap_map_line_list(rap_keep *keep, const char *value, size_t *n, const char *const **values, rap_error *err)
{
    rap_span rest = rap_span_of(value), part;
    size_t count = 1;
    for (const char *c = value; *c; c++) count += *c == '|';
    const char **list = rap_keep_new(keep, count, sizeof *list);
    if (!list) return rap_fail_memory(err);
    *n = 0;
    if (!*value) list[(*n)++] = ""; /* an empty list is the blank cell */
    while (*n < count && rap_span_next(&rest, '|', &part)) {
        const char *text = rap_keep_text(keep, rap_span_trim(part));
        if (!text) return rap_fail_memory(err);
        list[(*n)++] = text;
    }
    *values = list;
    return RAP_OK;
}

rap_status rap_map_line_done(const rap_map_line *line, rap_error *err)
{
    for (size_t i = 0; i < line->n; i++)
        if (!line->words[i].used)
            return rap_fail(err, RAP_E_FORMAT, "%.40s: '%.60s%s' is not known here", line->head,
                            line->words[i].key ? line->words[i].key : line->words[i].value,
                            line->words[i].key ? "=" : "");
    return RAP_OK;
}
