// SPDX-License-Identifier: Apache-2.0
#include "source/words.h"

#include "base/alloc.h"

static uint64_t hash_node(rap_subject node)
{
    node *= UINT64_C(0x9E3779B97F4A7C15);
    return node ^ node >> 32;
}

const char *rap_words_find(const rap_words *words, rap_subject node)
{
    uint32_t at;
    for (rap_probe p = rap_probe_start(&words->index, hash_node(node)); rap_probe_next(&words->index, &p, &at);)
        if (words->words[at].node == node) return words->words[at].text;
    return NULL;
}

rap_status rap_words_add(rap_words *words, rap_subject node, rap_span text, rap_error *err)
{
    const char *kept = rap_keep_text(&words->texts, text);
    if (!kept || !rap_index_reserve(&words->index, 1) ||
        !rap_reserve(&words->words, &words->room, words->n + 1, sizeof *words->words))
        return rap_fail_memory(err);
    words->words[words->n] = (rap_known_word){node, kept};
    rap_index_add(&words->index, hash_node(node), (uint32_t)words->n++);
    return RAP_OK;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool rap_words_same(rap_span word, const char *text)
{
    rap_span other = rap_span_of(text);
    if (word.length != other.length) return false;
    for (size_t i = 0; i < word.length; i++)
        if (lower(word.data[i]) != lower(other.data[i])) return false;
    return true;
}

void rap_words_clear(rap_words *words)
{
    rap_index_clear(&words->index);
    words->n = 0;
    rap_keep_release(&words->texts);
}

void rap_words_release(rap_words *words)
{
    rap_index_release(&words->index);
    rap_free(words->words);
    rap_keep_release(&words->texts);
    *words = (rap_words){0};
}
