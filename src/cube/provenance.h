// SPDX-License-Identifier: Apache-2.0
/*
 * provenance - where a cube comes from: lines of "key<TAB>value", sorted and distinct, last in the file and not
 * covered by its content hash. See tally.h for the keys.
 */
#ifndef RAP_CUBE_PROVENANCE_H
#define RAP_CUBE_PROVENANCE_H

#include "base/text.h"

/** Puts the lines of several texts together, sorted, each once, without empty ones, into `out`. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_provenance_unite(const rap_span *texts, size_t n, rap_text *out, rap_error *err);

/**
 * Refuses (RAP_E_USAGE) texts of cubes that must not be added: two of them read the same file (same bytes and hash),
 * or they name different releases.
 */
RAP_MUST_CHECK rap_status rap_provenance_check(const rap_span *texts, size_t n, rap_error *err);

/** True where a text is sorted, distinct, whole lines: as rap_provenance_unite() writes it. */
bool rap_provenance_is_canonical(rap_span text);

#endif
