// SPDX-License-Identifier: Apache-2.0
/*
 * tally - a sum of facts in memory. Amounts are integers, addition commutes and associates: the order of
 * facts can't change a tally by one bit. Belongs to one thread until it is frozen.
 */
#ifndef RAP_CUBE_TALLY_H
#define RAP_CUBE_TALLY_H

#include "cube/schema.h"

typedef struct rap_tally rap_tally;

RAP_MUST_CHECK rap_status rap_tally_new(const rap_schema *schema, rap_tally **out, rap_error *err);
void rap_tally_free(rap_tally *tally);

/**
 * Adds one fact, or refuses it without a trace: RAP_E_USAGE for a party, kind, shares or ties that can't be, RAP_E_FORMAT
 * for a sum that overflows (with shares, 2^32 works in a cell). Shares and ties are looked at only where they are kept: by
 * the schema, and by rap_fact_has_shares().
 */
RAP_MUST_CHECK rap_status rap_tally_add(rap_tally *tally, const rap_fact *fact, rap_error *err);

/** Adds some facts; where one is refused, those before it may be added. Faster than one by one: a cache miss waits for none. */
RAP_MUST_CHECK rap_status rap_tally_add_some(rap_tally *tally, const rap_fact *const *facts, size_t n, rap_error *err);

/** As rap_tally_add(), but a fact whose year, subject, kind and party are there already is not added: `*fresh` is false then. */
RAP_MUST_CHECK rap_status rap_tally_add_once(rap_tally *tally, const rap_fact *fact, bool *fresh, rap_error *err);

/**
 * Gives node `subject` (a path cut at its level, see rap_subject_node) a name. Where sources disagree the
 * name that is first in byte order stays, so the answer does not depend on the order of files. Of a name the part
 * before the first control byte or invalid UTF-8 is kept, at most 255 bytes.
 */
RAP_MUST_CHECK rap_status rap_tally_name(rap_tally *tally, rap_subject node, rap_span name,
                                         rap_error *err);

/** Forgets all facts and names but keeps memory. */
void rap_tally_clear(rap_tally *tally);

size_t rap_tally_cells(const rap_tally *tally);

/** Bytes of memory held, for `--memory`. Constant time. */
size_t rap_tally_bytes(const rap_tally *tally);

/**
 * Where a cube comes from: the part of a cube that its content hash does not cover. Lines of
 * "key<TAB>value", sorted by the writer; keys: program, release, option, file (name, bytes, hash, lines,
 * works, rejects), reject (kind, count), note. Plain text so that `info` can show it as it is.
 */

/**
 * Writes the tally as a cube file at `path` (atomically: temporary beside it, flushed, renamed). `provenance`
 * is the text described above (may be NULL). The tally stays as it was. Needs about as much memory again
 * as an index over its cells. Errors: RAP_E_IO, RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_freeze(const rap_tally *tally, const char *provenance, const char *path,
                                     rap_error *err);

/**
 * The same for the sum of `n` tallies (at least 1), on `threads` threads: the bytes are those of one tally of all facts.
 * Refuses different schemas (RAP_E_USAGE), and sums that overflow as rap_tally_add() does.
 */
RAP_MUST_CHECK rap_status rap_freeze_several(const rap_tally *const *tallies, size_t n, size_t threads, const char *provenance,
                                             const char *path, rap_error *err);

#endif
