// SPDX-License-Identifier: Apache-2.0
/*
 * parquet_values - the values of one page as 64-bit numbers, whatever their encoding.
 *
 * Integers are themselves (sign-extended), truth values 0 and 1, floating-point numbers their bits. Bytes are what the
 * caller's map makes of them: it is asked once for each entry of a dictionary, so that what repeats is looked at once.
 */
#ifndef RAP_SCAN_PARQUET_VALUES_H
#define RAP_SCAN_PARQUET_VALUES_H

#include "scan/delta.h"
#include "scan/hybrid.h"
#include "scan/parquet_page.h"

/** The number for some bytes, which are valid during the call only. */
typedef uint64_t (*rap_parquet_map)(void *arg, rap_span bytes);

/** The most values that are taken at a time. */
#define RAP_PARQUET_PIECE 2048

typedef struct rap_parquet_values {
    rap_parquet *file;
    const rap_parquet_node *node;
    rap_parquet_map map;               /**< may be NULL: then bytes are 0 */
    void *arg;
    /* of the page */
    enum { RAP_VALUES_PLAIN, RAP_VALUES_BITS, RAP_VALUES_INDEX, RAP_VALUES_DELTA, RAP_VALUES_LENGTHS, RAP_VALUES_PREFIXES } form;
    const unsigned char *at, *end;     /**< plain values, or the bytes behind lengths */
    rap_hybrid hybrid;
    rap_delta delta;
    size_t n_lengths, next_length;
    uint64_t *lengths, *prefixes;      /**< of all values of the page */
    size_t length_room, prefix_room;
    rap_text last;                     /**< the value before, of which the next one may share a beginning */
    /* of the chunk */
    bool has_dictionary;
    size_t n_entries, entry_room;
    uint64_t *entries;                 /**< of the dictionary, mapped */
} rap_parquet_values;

void rap_parquet_values_release(rap_parquet_values *values);

/** Reads a dictionary page. */
RAP_MUST_CHECK rap_status rap_parquet_values_learn(rap_parquet_values *values, const rap_parquet_page *page,
                                                   rap_error *err);

/** Begins a data page. Values borrow from it. */
RAP_MUST_CHECK rap_status rap_parquet_values_begin(rap_parquet_values *values, const rap_parquet_page *page,
                                                   rap_error *err);

/** Gives the next `n` (at most RAP_PARQUET_PIECE) values. RAP_E_FORMAT where there are fewer, or they are damaged. */
RAP_MUST_CHECK rap_status rap_parquet_values_take(rap_parquet_values *values, size_t n, uint64_t *out, rap_error *err);

#endif
