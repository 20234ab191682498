// SPDX-License-Identifier: Apache-2.0
/* compress - a whole text as gzip. */
#ifndef RAP_SERVE_COMPRESS_H
#define RAP_SERVE_COMPRESS_H

#include "base/text.h"

/** Below this a body is sent as it is: it fits in a packet or two. */
enum { RAP_COMPRESS_LEAST = 1400 };

/** Replaces a text by its gzip. False, with the text as it was, where that is no gain or memory is short. */
bool rap_compress(rap_text *text);

#endif
