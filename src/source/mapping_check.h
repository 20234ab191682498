// SPDX-License-Identifier: Apache-2.0
/* mapping_check - whether the lines of a mapping make a whole: what must be there, what excludes what, what follows. */
#ifndef RAP_SOURCE_MAPPING_CHECK_H
#define RAP_SOURCE_MAPPING_CHECK_H

#include "source/mapping.h"

/** Checks a mapping of which every line has been read, and fills what follows from them. RAP_E_FORMAT says what lacks. */
RAP_MUST_CHECK rap_status rap_mapping_check(rap_mapping *mapping, rap_error *err);

#endif
