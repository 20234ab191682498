// SPDX-License-Identifier: Apache-2.0
/* The definition of skipping, in plain C, and the table of its vector variants. */
#include "scan/skip.h"

#include <stddef.h>
#include <stdint.h>

#include "scan/block.h"

static const char *string_scalar(const char *at, const char *end, bool *escaped)
{
    bool any = false;
    for (; at < end; at++) {
        if (*at == '"') {
            *escaped = any;
            return at;
        }
        if (*at == '\\') {
            any = true;
            at++;
        }
    }
    return NULL;
}

static const char *nested_scalar(const char *at, const char *end, char open)
{
    const char close = (char)(open + 2);
    uint64_t depth = 1;
    bool escaped;
    for (; at < end; at++) {
        if (*at == '"') {
            at = string_scalar(at + 1, end, &escaped);
            if (!at) return NULL;
        } else if (*at == '\\') {
            at++;
        } else if (*at == open) {
            depth++;
        } else if (*at == close && --depth == 0) {
            return at + 1;
        }
    }
    return NULL;
}

static const char *seek_scalar(const char *at, const char *end, const rap_skip_keys *keys, bool *closed)
{
    uint64_t depth = 1;
    bool escaped;
    *closed = false;
    for (; at < end; at++) {
        if (*at == '"') {
            const char *first = at + 1;
            if (depth == 1 && first < end && rap_skip_may_be(keys, first)) return first;
            at = string_scalar(first, end, &escaped);
            if (!at) return NULL;
        } else if (*at == '\\') {
            at++;
        } else if (*at == '{' || *at == '[') {
            depth++;
        } else if ((*at == '}' || *at == ']') && --depth == 0) {
            *closed = true;
            return at + 1;
        }
    }
    return NULL;
}

static const rap_skip skip_scalar = {string_scalar, nested_scalar, seek_scalar};

void rap_skip_keys_init(rap_skip_keys *keys, const char *const *text)
{
    memset(keys, 0, sizeof *keys);
    keys->letters['\\' & 15] = '\\';
    for (uint8_t i = 0; i < RAP_SKIP_KEYS_MAX && text[i]; i++) {
        struct rap_skip_key *key = &keys->key[i];
        uint8_t *first = &keys->first[text[i][0] & 31];
        key->text = text[i];
        key->length = strlen(text[i]);
        size_t length = key->length < 7 ? key->length : 7;
        memcpy(&key->start, text[i], length);
        key->start |= (uint64_t)(unsigned char)(key->length > 7 ? text[i][7] : '"') << 8 * length;
        key->mask = length == 7 ? UINT64_MAX : (UINT64_C(1) << 8 * (length + 1)) - 1;
        char *letter = &keys->letters[text[i][0] & 15];
        if (*letter && *letter != text[i][0]) keys->any = UINT64_MAX;
        *letter = text[i][0];
        key->next = *first;
        *first = (uint8_t)(i + 1);
    }
}

#if defined(__x86_64__)

/* The bracket that closes a value open `depth` times before the block, as a bit; 0 where none of the block does. */
static inline uint64_t closing_at(uint64_t opens, uint64_t closes, uint64_t depth)
{
    uint64_t seen = 0;
    for (uint64_t left = closes; left; left &= left - 1) {
        uint64_t bit = left & -left;
        if (depth + (uint64_t)__builtin_popcountll(opens & (bit - 1)) == ++seen) return bit;
    }
    return 0;
}

#define NAME(x) x##_sse2
#define TARGET TARGET_SSE2
#include "scan/skip_template.h"

#define NAME(x) x##_avx2
#define TARGET TARGET_AVX2
#include "scan/skip_template.h"

#define NAME(x) x##_avx512
#define TARGET TARGET_AVX512
#include "scan/skip_template.h"

#endif

const rap_skip *rap_skip_of(rap_cpu cpu)
{
    if (cpu > rap_cpu_best()) return NULL;
    switch (cpu) {
#if defined(__x86_64__)
    case RAP_CPU_SSE2: return &skip_sse2;
    case RAP_CPU_AVX2: return &skip_avx2;
    case RAP_CPU_AVX512: return &skip_avx512;
#endif
    default: return &skip_scalar;
    }
}
