// SPDX-License-Identifier: Apache-2.0
/*
 * random - random numbers that are a pure function of what they are for.
 *
 * There is no state: a number is named by (seed, key, replicate, draw), so any thread may compute any of them in any
 * order and the answer is the same. The bits come from Threefry2x64-20 (Salmon et al. 2011, "Parallel random numbers:
 * as easy as 1, 2, 3"), which is integer arithmetic and identical on every machine.
 */
#ifndef RAP_BASE_RANDOM_H
#define RAP_BASE_RANDOM_H

#include <stdint.h>

/** 128 random bits of the given name, as two words. */
void rap_random_bits(uint64_t seed, uint64_t key, uint64_t replicate, uint64_t draw, uint64_t out[2]);

/** A number uniform in the open interval (0, 1): the middle of one of 2^52 equal parts, so never 0 and never 1. */
double rap_uniform(uint64_t seed, uint64_t key, uint64_t replicate, uint64_t draw);

/**
 * A Poisson deviate of mean `mean` (0 gives 0). Below 10 by inversion of the distribution function; from 10 on by
 * transformed rejection (PTRS, Hoermann 1993, Insurance: Mathematics and Economics 12, 39-45). Above 2^53 the mean
 * itself, since its spread is below 1e-8 of it. Constant expected time.
 *
 * Below 10 the result is the same on every machine with IEEE doubles. From 10 on it also rests on log, log1p and sqrt
 * of the mathematics library: another library may differ in the last bit, which changes a deviate about once in 10^14.
 */
uint64_t rap_poisson(uint64_t seed, uint64_t key, uint64_t replicate, uint64_t mean);

#endif
