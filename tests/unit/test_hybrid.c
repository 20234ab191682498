// SPDX-License-Identifier: Apache-2.0
/* Promises of scan/hybrid.h and scan/delta.h: what a plain writer of the format wrote comes back, in pieces of any length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scan/delta.h"
#include "scan/hybrid.h"

static uint64_t mix(uint64_t x)
{
    x = (x + 1) * UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    return x ^ x >> 31;
}

/* ------------------------------------------------------------ a writer */

static void put_byte(rap_text *out, uint64_t byte)
{
    char c = (char)byte;
    rap_text_add(out, &c, 1);
}

static void put_varint(rap_text *out, uint64_t value)
{
    for (; value >= 0x80; value >>= 7) put_byte(out, value | 0x80);
    put_byte(out, value);
}

static void put_zigzag(rap_text *out, uint64_t value)
{
    put_varint(out, value << 1 ^ (0 - (value >> 63)));
}

/* Bit by bit: the definition. */
static void put_bits(rap_text *out, const uint64_t *values, size_t n, unsigned width)
{
    unsigned byte = 0, used = 0;
    for (size_t i = 0; i < n; i++)
        for (unsigned bit = 0; bit < width; bit++) {
            byte |= (unsigned)(values[i] >> bit & 1) << used;
            if (++used < 8) continue;
            put_byte(out, byte);
            byte = used = 0;
        }
    if (used) put_byte(out, byte);
}

/* Runs and packed groups in turn. */
static void put_hybrid(rap_text *out, uint64_t *values, size_t n, unsigned width, uint64_t seed)
{
    uint64_t mask = width == 32 ? UINT32_MAX : (UINT64_C(1) << width) - 1;
    for (size_t at = 0; at < n;) {
        size_t groups = 1 + mix(seed + at) % 5, length = groups * 8;
        if (mix(seed + at) / 8 % 2 && at + length <= n) {
            for (size_t i = 0; i < length; i++) values[at + i] = mix(seed * 7 + at + i) & mask;
            put_varint(out, groups << 1 | 1);
            put_bits(out, values + at, length, width);
            at += length;
        } else {
            uint64_t value = mix(seed * 3 + at) & mask;
            size_t run = 1 + mix(seed + at) / 64 % 90;
            if (run > n - at) run = n - at;
            put_varint(out, run << 1);
            for (unsigned byte = 0; byte < (width + 7) / 8; byte++) put_byte(out, value >> 8 * byte & 0xFF);
            for (; run > 0; run--) values[at++] = value;
        }
    }
}

/* The bytes at the end of their own memory, so that a look behind them is seen. */
static rap_span exact(const rap_text *text)
{
    char *copy = malloc(text->length ? text->length : 1);
    assert_non_null(copy);
    memcpy(copy, rap_text_get(text), text->length);
    return (rap_span){copy, text->length};
}

/* ------------------------------------------------------------- hybrid */

#define N 3000

static void test_runs_and_packed_bits_of_every_width_come_back(void **state)
{
    (void)state;
    static uint64_t want[N];
    static uint32_t found[N];
    static uint8_t bytes[N];
    for (unsigned width = 0; width <= 32; width++)
        for (uint64_t seed = 1; seed < 6; seed++) {
            rap_text text = {0};
            rap_hybrid in;
            put_hybrid(&text, want, N, width, seed);
            rap_span span = exact(&text);
            rap_hybrid_init(&in, span, width);
            for (size_t at = 0, some; at < N; at += some) {
                some = 1 + mix(at + seed) % 100;
                if (some > N - at) some = N - at;
                assert_true(rap_hybrid_numbers(&in, some, found + at));
            }
            for (size_t i = 0; i < N; i++) assert_int_equal(found[i], want[i]);
            assert_false(rap_hybrid_numbers(&in, 1, found));
            rap_hybrid_init(&in, span, width);
            if (width <= 8) {
                assert_true(rap_hybrid_bytes(&in, N, bytes));
                for (size_t i = 0; i < N; i++) assert_int_equal(bytes[i], want[i]);
            }
            free((void *)(uintptr_t)span.data);
            rap_text_release(&text);
        }
}

static void test_a_cut_hybrid_gives_fewer_values(void **state)
{
    (void)state;
    static uint64_t want[N];
    static uint32_t found[N];
    rap_text text = {0};
    put_hybrid(&text, want, N, 5, 1);
    for (size_t length = 0; length < text.length; length++) {
        rap_text cut = {0};
        rap_hybrid in;
        rap_text_add(&cut, text.data, length);
        rap_span span = exact(&cut);
        rap_hybrid_init(&in, span, 5);
        assert_false(rap_hybrid_numbers(&in, N, found));
        free((void *)(uintptr_t)span.data);
        rap_text_release(&cut);
    }
    rap_hybrid in;
    rap_hybrid_init(&in, (rap_span){"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8}, 3);
    assert_false(rap_hybrid_numbers(&in, 1, found));
    rap_text_release(&text);
}

/* -------------------------------------------------------------- delta */

static void put_delta(rap_text *out, const uint64_t *values, size_t n, size_t block, size_t minis)
{
    size_t each = block / minis;
    put_varint(out, block);
    put_varint(out, minis);
    put_varint(out, n);
    put_zigzag(out, n ? values[0] : 0);
    for (size_t at = 1; at < n; at += block) {
        uint64_t delta[512] = {0};
        size_t here = n - at < block ? n - at : block;
        int64_t least = INT64_MAX;
        for (size_t i = 0; i < here; i++) {
            delta[i] = values[at + i] - values[at + i - 1];
            if ((int64_t)delta[i] < least) least = (int64_t)delta[i];
        }
        unsigned width[16] = {0};
        for (size_t i = 0; i < here; i++) {
            delta[i] -= (uint64_t)least;
            unsigned bits = delta[i] ? 64 - (unsigned)__builtin_clzll(delta[i]) : 0;
            if (bits > width[i / each]) width[i / each] = bits;
        }
        put_zigzag(out, (uint64_t)least);
        for (size_t m = 0; m < minis; m++) put_byte(out, width[m]);
        for (size_t m = 0; m < minis && m * each < here; m++) put_bits(out, delta + m * each, each, width[m]);
    }
}

static void test_differences_of_every_size_add_up(void **state)
{
    (void)state;
    static uint64_t want[1000], found[1000];
    static const size_t lengths[] = {0, 1, 2, 32, 33, 128, 129, 257, 1000};
    for (unsigned bits = 0; bits <= 64; bits += bits < 8 ? 1 : 7)
        for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
            size_t n = lengths[l];
            uint64_t mask = bits == 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
            for (size_t i = 0; i < n; i++) want[i] = (mix(i + bits) & mask) - (i % 3 ? 0 : mask / 2);
            rap_text text = {0};
            rap_delta in;
            put_delta(&text, want, n, l % 2 ? 128 : 256, 4);
            rap_span span = exact(&text);
            assert_true(rap_delta_init(&in, span));
            assert_int_equal(in.total, n);
            for (size_t at = 0, some; at < n; at += some) {
                some = 1 + mix(at) % 50;
                if (some > n - at) some = n - at;
                assert_true(rap_delta_numbers(&in, some, found + at));
            }
            assert_memory_equal(found, want, n * sizeof *want);
            assert_false(rap_delta_numbers(&in, 1, found));
            assert_ptr_equal(in.at, in.end);
            free((void *)(uintptr_t)span.data);
            rap_text_release(&text);
        }
}

static void test_damaged_differences_are_refused(void **state)
{
    (void)state;
    static uint64_t want[300], found[300];
    rap_text text = {0};
    rap_delta in;
    for (size_t i = 0; i < 300; i++) want[i] = mix(i) % 1000;
    put_delta(&text, want, 300, 128, 4);
    for (size_t length = 0; length < text.length; length++) {
        rap_text cut = {0};
        rap_text_add(&cut, text.data, length);
        rap_span span = exact(&cut);
        bool whole = rap_delta_init(&in, span) && rap_delta_numbers(&in, 300, found);
        /* the padding behind the last value may be missing */
        if (whole) assert_memory_equal(found, want, sizeof want);
        if (length < text.length - 40) assert_false(whole);
        free((void *)(uintptr_t)span.data);
        rap_text_release(&cut);
    }
    assert_false(rap_delta_init(&in, (rap_span){"\x80\x01\x00\x05\x00", 5})); /* no miniblocks */
    assert_false(rap_delta_init(&in, (rap_span){"\x80\x01\x03\x05\x00", 5})); /* 128 values do not split in three */
    assert_false(rap_delta_init(&in, (rap_span){"\x00\x04\x05\x00", 4}));     /* blocks of nothing */
    assert_true(rap_delta_init(&in, (rap_span){"\x80\x01\x04\x05\x00\x00\x41\x00\x00\x00", 10}));
    assert_false(rap_delta_numbers(&in, 2, found)); /* 65 bits a value */
    rap_text_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_runs_and_packed_bits_of_every_width_come_back),
        cmocka_unit_test(test_a_cut_hybrid_gives_fewer_values),
        cmocka_unit_test(test_differences_of_every_size_add_up),
        cmocka_unit_test(test_damaged_differences_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
