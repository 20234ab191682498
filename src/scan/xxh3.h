// SPDX-License-Identifier: Apache-2.0
/*
 * xxh3 - the hash of stored bytes in the processor's vector width. XXH3 gives one value whatever the width and its
 * state is the same, so the variants are one line each, compiled with their own flags (CMakeLists.txt).
 */
#ifndef RAP_SCAN_XXH3_H
#define RAP_SCAN_XXH3_H

#define XXH_INLINE_ALL /* the state is ours to place, so its size must be that of the code which uses it */
#include <xxhash.h>

#include "scan/cpu.h"

#if defined(__x86_64__)

void rap_xxh3_update_avx2(XXH3_state_t *state, const void *bytes, size_t length);
void rap_xxh3_update_avx512(XXH3_state_t *state, const void *bytes, size_t length);

#endif

/** Adds bytes to the hash. */
static inline void rap_xxh3_update(XXH3_state_t *state, const void *bytes, size_t length)
{
#if defined(__x86_64__)
    if (rap_cpu_choice() == RAP_CPU_AVX512)
        rap_xxh3_update_avx512(state, bytes, length);
    else if (rap_cpu_choice() == RAP_CPU_AVX2)
        rap_xxh3_update_avx2(state, bytes, length);
    else
#endif
        (void)XXH3_64bits_update(state, bytes, length);
}

#endif
