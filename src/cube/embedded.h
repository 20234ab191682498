// SPDX-License-Identifier: Apache-2.0
/* embedded - the tables and plans of data/ as the build put them into the program (cmake/embed.cmake). */
#ifndef RAP_CUBE_EMBEDDED_H
#define RAP_CUBE_EMBEDDED_H

#include "base/text.h"

/** The text of embedded file `name` ("countries.tsv", "chain/grid.tsv"), or {NULL, 0}. */
rap_span rap_embedded(const char *name);

/** The name of the i-th file, NULL past the end. */
const char *rap_embedded_name(size_t i);

#endif
