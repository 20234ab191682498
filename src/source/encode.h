// SPDX-License-Identifier: Apache-2.0
/*
 * encode - the fact of one work as canonical bytes: what a row of the ledger holds.
 *
 * One fact has one encoding, so that "the greater fact" is memcmp and two equal records are equal bytes. Numbers are
 * big-endian. Usual works take 15 to 40 bytes:
 *
 *   left out   1      reasons why the work is left out (a bit each); then nothing follows
 *   year       2      + 32768
 *   subject    8
 *   kind       1 + 1  number of a known document type; venue and coverage. 255: length and the whole kind's text
 *   places     1 + 2n count (255: three more bytes hold it), codes
 *   shares     5n     only where rap_fact_has_shares()
 *   ties       1 + 4n count as above, pairs of codes
 *
 * The amount is one work and is not stored.
 */
#ifndef RAP_SOURCE_ENCODE_H
#define RAP_SOURCE_ENCODE_H

#include "cube/fact.h"

/** Why a work is left out. A work with several reasons has all bits and is counted under the lowest. */
enum { RAP_LEFT_OUT_RETRACTED, RAP_LEFT_OUT_PARATEXT, RAP_LEFT_OUT_XPAC, RAP_LEFT_OUT_END };

/** Appends the bytes of a fact of one work; `out->failed` tells of a lack of memory. */
void rap_encode_fact(const rap_fact *fact, rap_text *out);

/** Appends the bytes of a work that is left out for `reasons` (bits, not 0). */
void rap_encode_left_out(unsigned reasons, rap_text *out);

/** Room for the arrays of a decoded fact; {0} to begin with, kept from fact to fact. */
typedef struct rap_decoded {
    rap_fact fact;           /**< of a work that is not left out; borrows from here and from the bytes */
    unsigned left_out;       /**< reasons; 0 = `fact` holds */
    rap_place *places;
    uint64_t *shares;
    rap_tie *ties;
    size_t place_room, share_room, tie_room;
    char kind[RAP_KIND_MAX + 1];
} rap_decoded;

void rap_decoded_release(rap_decoded *decoded);

/** Makes `out` the fact, with arrays of its own. RAP_E_USAGE where its kind is too long, RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_decoded_copy(rap_decoded *out, const rap_fact *fact, rap_error *err);

/** Reads what rap_encode_* wrote, and nothing else: RAP_E_FORMAT for any bytes they do not write. */
RAP_MUST_CHECK rap_status rap_decode(rap_span bytes, rap_decoded *out, rap_error *err);

#endif
