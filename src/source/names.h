// SPDX-License-Identifier: Apache-2.0
/*
 * names - the names of subjects that one worker met: node -> the name that is first in byte order.
 *
 * Every record repeats the names of its topic's path, and nearly always it is the name we have. So the common case is
 * one look and one comparison; only what is new, or smaller than what we had, is handed on.
 */
#ifndef RAP_SOURCE_NAMES_H
#define RAP_SOURCE_NAMES_H

#include "base/text.h"
#include "cube/subject.h"

typedef struct rap_names {
    struct rap_name *slots;  /**< open addressing; node 0 = free */
    size_t n, capacity;      /**< capacity is a power of two or 0 */
    size_t bytes;            /**< of text held */
} rap_names;

void rap_names_release(rap_names *names);

/** Notes a name. `fresh` tells whether it is new or replaced a greater one. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_names_note(rap_names *names, rap_subject node, rap_span name, bool *fresh,
                                         rap_error *err);

/** Bytes of memory held. */
size_t rap_names_bytes(const rap_names *names);

#endif
