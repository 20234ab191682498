// SPDX-License-Identifier: Apache-2.0
/*
 * cpu - which vector width the readers use: the widest the processor has, capped by the environment variable
 * RAPPORT_CPU=scalar|sse2|avx2|avx512 (any other value caps nothing), so that a whole test suite can run on each.
 *
 * The choice is made at the first question and is the library's only mutable global (a relaxed atomic). It can't
 * change an answer: every variant equals the scalar code.
 */
#ifndef RAP_SCAN_CPU_H
#define RAP_SCAN_CPU_H

typedef enum rap_cpu { RAP_CPU_SCALAR, RAP_CPU_SSE2, RAP_CPU_AVX2, RAP_CPU_AVX512, RAP_CPU_END } rap_cpu;

/** The widest variant this processor can run. */
rap_cpu rap_cpu_best(void);

/** The variant in use. */
rap_cpu rap_cpu_choice(void);

/** Sets the variant in use, at most rap_cpu_best(); for tests that go through all of them. */
void rap_cpu_choose(rap_cpu cpu);

/** "scalar", "sse2", ... */
const char *rap_cpu_name(rap_cpu cpu);

#endif
