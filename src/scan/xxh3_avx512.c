// SPDX-License-Identifier: Apache-2.0
/* xxh3_avx512 - see xxh3.h; compiled with the flags of avx512, so nothing else may stand here. */
#if defined(__x86_64__)

#include "scan/xxh3.h"

void rap_xxh3_update_avx512(XXH3_state_t *state, const void *bytes, size_t length)
{
    (void)XXH3_64bits_update(state, bytes, length);
}

#else
typedef int rap_xxh3_avx512_is_for_x86;
#endif
