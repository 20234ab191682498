// SPDX-License-Identifier: Apache-2.0
/*
 * block - 64 bytes as masks, one bit a byte: the same few functions for each vector width, told apart by their suffix.
 *
 *   load_x(p)            64 bytes from any address
 *   equal_x(b, c)        the bytes that are c
 *   below_x(b, c)        the bytes below c, which is 1 .. 128, without regard to sign
 *   beyond_ascii_x(b)    the bytes over 0x7F
 *   fold_x(b)            b with bit 0x20 set in every byte, which makes { of [ and } of ]
 *   among_x(b, letters)  the bytes that are among letters (see rap_skip_keys), or more
 *   prefix_xor_x(m)      bit i = the xor of bits 0 .. i of m: from each opening quote up to before the closing one
 *
 * A template includes them by NAME(load) and so on, and runs with TARGET, which both it undefines.
 */
#ifndef RAP_SCAN_BLOCK_H
#define RAP_SCAN_BLOCK_H

#if defined(__x86_64__)

#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

#undef EVEN

#define TARGET_SSE2
#define TARGET_AVX2 __attribute__((target("avx2,pclmul,bmi,popcnt")))
#define TARGET_AVX512 __attribute__((target("avx512f,avx512bw,avx2,pclmul,bmi,popcnt")))

typedef struct block_sse2 {
    __m128i part[4];
} block_sse2;

static inline block_sse2 load_sse2(const char *p)
{
    block_sse2 b;
    for (size_t i = 0; i < 4; i++) b.part[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
    return b;
}

/* The high bits of the bytes. */
static inline uint64_t beyond_ascii_sse2(block_sse2 b)
{
    uint64_t mask = 0;
    for (int i = 0; i < 4; i++) mask |= (uint64_t)(unsigned)_mm_movemask_epi8(b.part[i]) << (16 * i);
    return mask;
}

static inline uint64_t equal_sse2(block_sse2 b, char c)
{
    for (int i = 0; i < 4; i++) b.part[i] = _mm_cmpeq_epi8(b.part[i], _mm_set1_epi8(c));
    return beyond_ascii_sse2(b);
}

static inline uint64_t below_sse2(block_sse2 b, int c)
{
    const __m128i most = _mm_set1_epi8((char)(c - 1));
    for (int i = 0; i < 4; i++) b.part[i] = _mm_cmpeq_epi8(_mm_min_epu8(b.part[i], most), b.part[i]);
    return beyond_ascii_sse2(b);
}

static inline block_sse2 fold_sse2(block_sse2 b)
{
    for (int i = 0; i < 4; i++) b.part[i] = _mm_or_si128(b.part[i], _mm_set1_epi8(0x20));
    return b;
}

/* No shuffle: any byte may be. */
static inline uint64_t among_sse2(block_sse2 b, const char letters[16])
{
    (void)b, (void)letters;
    return UINT64_MAX;
}

static inline uint64_t prefix_xor_sse2(uint64_t mask)
{
    for (int step = 1; step < 64; step *= 2) mask ^= mask << step;
    return mask;
}

typedef struct block_avx2 {
    __m256i part[2];
} block_avx2;

TARGET_AVX2 static inline block_avx2 load_avx2(const char *p)
{
    return (block_avx2){{_mm256_loadu_si256((const __m256i *)(const void *)p),
                         _mm256_loadu_si256((const __m256i *)(const void *)(p + 32))}};
}

TARGET_AVX2 static inline uint64_t beyond_ascii_avx2(block_avx2 b)
{
    unsigned low = (unsigned)_mm256_movemask_epi8(b.part[0]), high = (unsigned)_mm256_movemask_epi8(b.part[1]);
    return low | (uint64_t)high << 32;
}

TARGET_AVX2 static inline uint64_t equal_avx2(block_avx2 b, char c)
{
    for (int i = 0; i < 2; i++) b.part[i] = _mm256_cmpeq_epi8(b.part[i], _mm256_set1_epi8(c));
    return beyond_ascii_avx2(b);
}

TARGET_AVX2 static inline uint64_t below_avx2(block_avx2 b, int c)
{
    const __m256i most = _mm256_set1_epi8((char)(c - 1));
    for (int i = 0; i < 2; i++) b.part[i] = _mm256_cmpeq_epi8(_mm256_min_epu8(b.part[i], most), b.part[i]);
    return beyond_ascii_avx2(b);
}

TARGET_AVX2 static inline block_avx2 fold_avx2(block_avx2 b)
{
    for (int i = 0; i < 2; i++) b.part[i] = _mm256_or_si256(b.part[i], _mm256_set1_epi8(0x20));
    return b;
}

static inline __m128i load_letters(const char letters[16])
{
    return _mm_loadu_si128((const __m128i *)(const void *)letters);
}

/* A shuffle looks up each byte by its low four bits (and gives 0 for bytes over 127, which are no letters). */
TARGET_AVX2 static inline uint64_t among_avx2(block_avx2 b, const char letters[16])
{
    const __m256i table = _mm256_broadcastsi128_si256(load_letters(letters));
    for (int i = 0; i < 2; i++) b.part[i] = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, b.part[i]), b.part[i]);
    return beyond_ascii_avx2(b);
}

/* A carry-less product with all ones is the prefix xor. */
TARGET_AVX2 static inline uint64_t prefix_xor_avx2(uint64_t mask)
{
    __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)mask), _mm_set1_epi8(-1), 0);
    return (uint64_t)_mm_cvtsi128_si64(product);
}

typedef __m512i block_avx512;

TARGET_AVX512 static inline block_avx512 load_avx512(const char *p)
{
    return _mm512_loadu_si512((const void *)p);
}

TARGET_AVX512 static inline uint64_t beyond_ascii_avx512(block_avx512 b)
{
    return _mm512_movepi8_mask(b);
}

TARGET_AVX512 static inline uint64_t equal_avx512(block_avx512 b, char c)
{
    return _mm512_cmpeq_epi8_mask(b, _mm512_set1_epi8(c));
}

TARGET_AVX512 static inline uint64_t below_avx512(block_avx512 b, int c)
{
    return _mm512_cmplt_epu8_mask(b, _mm512_set1_epi8((char)c));
}

TARGET_AVX512 static inline block_avx512 fold_avx512(block_avx512 b)
{
    return _mm512_or_si512(b, _mm512_set1_epi8(0x20));
}

TARGET_AVX512 static inline uint64_t among_avx512(block_avx512 b, const char letters[16])
{
    const __m512i table = _mm512_broadcast_i32x4(load_letters(letters));
    return _mm512_cmpeq_epi8_mask(b, _mm512_shuffle_epi8(table, b));
}

TARGET_AVX512 static inline uint64_t prefix_xor_avx512(uint64_t mask)
{
    return prefix_xor_avx2(mask);
}

#endif
#endif
