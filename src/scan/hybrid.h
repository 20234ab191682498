// SPDX-License-Identifier: Apache-2.0
/*
 * hybrid - Parquet's mix of runs and packed bits, in which levels, dictionary indexes and truth values are written:
 *
 *   run      varint(count << 1)       the value in as many bytes as its width needs
 *   packed   varint(groups << 1 | 1)  groups of 8 values of `width` bits each, the low bits first
 *
 * Values are given in pieces of any length, so a page of millions costs no memory. bits.h has the unpacking.
 */
#ifndef RAP_SCAN_HYBRID_H
#define RAP_SCAN_HYBRID_H

#include "base/text.h"

typedef struct rap_hybrid {
    const unsigned char *at, *end;    /**< what follows the current run */
    const unsigned char *packed;      /**< of the current run; NULL: it repeats `value` */
    uint64_t left, next;              /**< of the current run: values left; index of the next packed one */
    uint32_t value;
    unsigned width;
} rap_hybrid;

/** `width` is at most 32. */
void rap_hybrid_init(rap_hybrid *in, rap_span bytes, unsigned width);

/** Gives the next `n` values; false where there are fewer, or they are damaged. */
bool rap_hybrid_numbers(rap_hybrid *in, size_t n, uint32_t *out);

/** The same for a width of at most 8. */
bool rap_hybrid_bytes(rap_hybrid *in, size_t n, uint8_t *out);

#endif
