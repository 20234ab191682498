// SPDX-License-Identifier: Apache-2.0
/* The definition of skipping, in plain C, and the table of its vector variants. */
#include "scan/skip.h"

#include <stddef.h>
#include <stdint.h>

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

#include <immintrin.h>

#define EVEN UINT64_C(0x5555555555555555)

/*
 * The bytes of a block that a backslash hides: those right behind a run of backslashes of odd length. Adding a run's
 * first bit to the run carries to the bit behind its end; runs that begin at even places and end behind odd ones (or
 * the other way round) are odd. `*carry` is 1 where the last byte of the block hides the first of the next: then the
 * run reaches place 64, which is even, so it began at an odd place.
 */
static inline uint64_t hidden_by(uint64_t slashes, uint64_t *carry)
{
    uint64_t first = *carry, odd;
    slashes &= ~first;
    uint64_t starts = slashes & ~(slashes << 1);
    uint64_t even = slashes + (starts & EVEN);
    *carry = __builtin_add_overflow(slashes, starts & ~EVEN, &odd);
    return first | (((even & ~EVEN) | (odd & EVEN)) & ~slashes);
}

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

typedef struct block_sse2 {
    __m128i part[4];
} block_sse2;

static inline block_sse2 load_sse2(const char *p)
{
    block_sse2 b;
    for (size_t i = 0; i < 4; i++) b.part[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
    return b;
}

static inline uint64_t equal_sse2(block_sse2 b, char c)
{
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++) {
        unsigned bits = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(b.part[i], _mm_set1_epi8(c)));
        mask |= (uint64_t)bits << (16 * i);
    }
    return mask;
}

static inline block_sse2 fold_sse2(block_sse2 b)
{
    for (int i = 0; i < 4; i++) b.part[i] = _mm_or_si128(b.part[i], _mm_set1_epi8(0x20));
    return b;
}

static inline uint64_t prefix_xor_shifts(uint64_t mask)
{
    for (int step = 1; step < 64; step *= 2) mask ^= mask << step;
    return mask;
}

#define NAME(x) x##_sse2
#define TARGET
#define block block_sse2
#define LOAD(p) load_sse2(p)
#define EQUAL(b, c) equal_sse2(b, c)
#define FOLD(b) fold_sse2(b)
#define AMONG(b, letters) ((void)(b), UINT64_MAX) /* no shuffle: any byte may be */
#define PREFIX_XOR(m) prefix_xor_shifts(m)
#include "scan/skip_template.h"
#undef block

#define TARGET_AVX2 __attribute__((target("avx2,pclmul,bmi,popcnt")))

typedef struct block_avx2 {
    __m256i part[2];
} block_avx2;

TARGET_AVX2 static inline block_avx2 load_avx2(const char *p)
{
    return (block_avx2){{_mm256_loadu_si256((const __m256i *)(const void *)p),
                         _mm256_loadu_si256((const __m256i *)(const void *)(p + 32))}};
}

TARGET_AVX2 static inline uint64_t equal_avx2(block_avx2 b, char c)
{
    unsigned low = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b.part[0], _mm256_set1_epi8(c)));
    unsigned high = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b.part[1], _mm256_set1_epi8(c)));
    return low | (uint64_t)high << 32;
}

TARGET_AVX2 static inline block_avx2 fold_avx2(block_avx2 b)
{
    const __m256i bit = _mm256_set1_epi8(0x20);
    return (block_avx2){{_mm256_or_si256(b.part[0], bit), _mm256_or_si256(b.part[1], bit)}};
}

static inline __m128i load_letters(const char letters[16])
{
    return _mm_loadu_si128((const __m128i *)(const void *)letters);
}

/* A shuffle looks up each byte by its low four bits (and gives 0 for bytes over 127, which are no letters). */
TARGET_AVX2 static inline uint64_t among_avx2(block_avx2 b, const char letters[16])
{
    const __m256i table = _mm256_broadcastsi128_si256(load_letters(letters));
    uint64_t mask = 0;
    for (int i = 0; i < 2; i++) {
        __m256i found = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, b.part[i]), b.part[i]);
        mask |= (uint64_t)(unsigned)_mm256_movemask_epi8(found) << 32 * i;
    }
    return mask;
}

/* A carry-less product with all ones is the prefix xor. */
TARGET_AVX2 static inline uint64_t prefix_xor_product(uint64_t mask)
{
    __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)mask), _mm_set1_epi8(-1), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

#define NAME(x) x##_avx2
#define TARGET TARGET_AVX2
#define block block_avx2
#define LOAD(p) load_avx2(p)
#define EQUAL(b, c) equal_avx2(b, c)
#define FOLD(b) fold_avx2(b)
#define AMONG(b, letters) among_avx2(b, letters)
#define PREFIX_XOR(m) prefix_xor_product(m)
#include "scan/skip_template.h"
#undef block

#define NAME(x) x##_avx512
#define TARGET __attribute__((target("avx512f,avx512bw,avx2,pclmul,bmi,popcnt")))
#define block __m512i
#define LOAD(p) _mm512_loadu_si512((const void *)(p))
#define EQUAL(b, c) _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8(c))
#define FOLD(b) _mm512_or_si512(b, _mm512_set1_epi8(0x20))
#define AMONG(b, letters) _mm512_cmpeq_epi8_mask(b, _mm512_shuffle_epi8(_mm512_broadcast_i32x4(load_letters(letters)), b))
#define PREFIX_XOR(m) prefix_xor_product(m)
#include "scan/skip_template.h"
#undef block

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
