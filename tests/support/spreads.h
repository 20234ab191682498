// SPDX-License-Identifier: Apache-2.0
/* spreads - what tests of spread share: asking for one, comparing two, numbers that look drawn. */
#ifndef SUPPORT_SPREADS_H
#define SUPPORT_SPREADS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cube/spread.h"

static inline rap_place place(const char *code)
{
    return rap_place_of(rap_span_of(code));
}

static inline rap_spread *spread_of(const rap_cube *cube, const rap_lens *lens, rap_spread_options options)
{
    rap_spread *s = NULL;
    rap_error err = {0};
    if (rap_spread_new(cube, lens, &options, &s, &err) != RAP_OK) fail_msg("%s", err.text);
    return s;
}

/* All numbers of all buckets, whatever arrays there are. */
static inline void assert_same_spread(const rap_spread *a, const rap_spread *b)
{
    assert_int_equal(b->nodes.n, a->nodes.n);
    assert_int_equal(a->n_years * a->n_parts, b->n_years * b->n_parts);
    assert_int_equal(a->n_numbers, b->n_numbers);
    assert_memory_equal(a->memory, b->memory, a->n_numbers * sizeof *a->memory);
    for (size_t i = 0; i < a->n_years * a->n_parts; i++)
        assert_memory_equal(&a->buckets[i].world, &b->buckets[i].world, sizeof a->buckets[i].world);
}

static inline uint64_t draw(uint64_t *n, uint64_t limit)
{
    uint64_t words[2] = {(*n)++ * 0x9E3779B97F4A7C15u, 0};
    words[0] ^= words[0] >> 29;
    words[0] *= 0xBF58476D1CE4E5B9u;
    words[0] ^= words[0] >> 32;
    return words[0] % limit;
}

#endif
