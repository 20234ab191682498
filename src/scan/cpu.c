// SPDX-License-Identifier: Apache-2.0
/* Detection by the compiler's run-time support. */
#include "scan/cpu.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[RAP_CPU_END] = {"scalar", "sse2", "avx2", "avx512"};

/* 0 = not chosen yet; else the choice plus one. Two threads that race write the same value. */
static _Atomic int chosen;

rap_cpu rap_cpu_best(void)
{
#if defined(__x86_64__)
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
                __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
    bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
    return avx512 ? RAP_CPU_AVX512 : avx2 ? RAP_CPU_AVX2 : RAP_CPU_SSE2;
#else
    return RAP_CPU_SCALAR;
#endif
}

void rap_cpu_choose(rap_cpu cpu)
{
    rap_cpu best = rap_cpu_best();
    atomic_store_explicit(&chosen, (int)(cpu < best ? cpu : best) + 1, memory_order_relaxed);
}

rap_cpu rap_cpu_choice(void)
{
    int now = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (now == 0) {
        rap_cpu cap = RAP_CPU_AVX512;
        const char *wish = getenv("RAPPORT_CPU");
        for (int i = 0; wish && i < RAP_CPU_END; i++)
            if (strcmp(wish, names[i]) == 0) cap = (rap_cpu)i;
        rap_cpu_choose(cap);
        now = atomic_load_explicit(&chosen, memory_order_relaxed);
    }
    return (rap_cpu)(now - 1);
}

const char *rap_cpu_name(rap_cpu cpu)
{
    return (unsigned)cpu < RAP_CPU_END ? names[cpu] : "unknown";
}
