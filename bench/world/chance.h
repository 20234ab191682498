// SPDX-License-Identifier: Apache-2.0
/*
 * chance - random numbers for the generator: a short stream for each (seed, work, purpose).
 *
 * SplitMix64 (Steele, Lea & Flood 2014): the n-th number is a mix of key + n * odd constant, so a stream needs no
 * warming up and can be begun anywhere. Only integers are used, so that the same seed gives the same bytes on any
 * machine.
 */
#ifndef WORLD_CHANCE_H
#define WORLD_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct chance {
    uint64_t at;
} chance;

static inline uint64_t chance_mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

/** The stream for `purpose` of thing `index` under `seed`. */
static inline chance chance_of(uint64_t seed, uint64_t index, uint64_t purpose)
{
    return (chance){chance_mix(chance_mix(seed ^ UINT64_C(0x9E3779B97F4A7C15)) + index) ^
                    chance_mix(purpose + UINT64_C(0xD1B54A32D192ED03))};
}

static inline uint64_t chance_next(chance *c)
{
    return chance_mix(c->at += UINT64_C(0x9E3779B97F4A7C15));
}

/** Uniform in 0 .. n-1; n of at most 2^32. */
static inline uint32_t chance_below(chance *c, uint64_t n)
{
    return (uint32_t)((chance_next(c) >> 32) * n >> 32);
}

/** Uniform in low .. high, both in. */
static inline uint32_t chance_between(chance *c, uint32_t low, uint32_t high)
{
    return low + chance_below(c, (uint64_t)high - low + 1);
}

/** True `times` in 100,000. */
static inline bool chance_hit(chance *c, uint32_t times)
{
    return chance_below(c, 100000) < times;
}

/** A run of values with a weight. */
typedef struct chance_range {
    uint32_t low, high, weight;
} chance_range;

/** A value of a table of `n` runs: a run by its weight, then uniform in it. */
static inline uint32_t chance_from(chance *c, const chance_range *table, size_t n)
{
    uint64_t total = 0;
    for (size_t i = 0; i < n; i++) total += table[i].weight;
    uint32_t point = chance_below(c, total);
    size_t i = 0;
    while (i + 1 < n && point >= table[i].weight) point -= table[i++].weight;
    return chance_between(c, table[i].low, table[i].high);
}

#endif
