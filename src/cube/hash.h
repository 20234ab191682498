// SPDX-License-Identifier: Apache-2.0
/* hash - XXH3, compiled into the loops that use it; the same function for tables in memory and for checksums. */
#ifndef RAP_CUBE_HASH_H
#define RAP_CUBE_HASH_H

#define XXH_INLINE_ALL
#include <xxhash.h>

#endif
