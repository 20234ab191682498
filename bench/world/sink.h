// SPDX-License-Identifier: Apache-2.0
/* sink - a file being written, plain or gzip (ISA-L, level 1, no time stamp: same bytes in, same bytes out). */
#ifndef WORLD_SINK_H
#define WORLD_SINK_H

#include "base/text.h"

typedef struct sink sink;

/** `path` "-" is standard output, plain. */
RAP_MUST_CHECK rap_status sink_open(const char *path, bool gzip, sink **out, rap_error *err);
RAP_MUST_CHECK rap_status sink_write(sink *s, rap_span bytes, rap_error *err);
/** Ends the file; `length` (may be NULL) is its size as stored. Frees `s` either way. */
RAP_MUST_CHECK rap_status sink_close(sink *s, uint64_t *length, rap_error *err);
/** Gives up. NULL is fine. */
void sink_abort(sink *s);

#endif
