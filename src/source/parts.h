// SPDX-License-Identifier: Apache-2.0
/*
 * parts - Parquet files cut into runs of rows, so that several workers may read one file.
 *
 * The cut depends on the file only: an ingest that goes on finds the same parts. Files are known by their first bytes.
 */
#ifndef RAP_SOURCE_PARTS_H
#define RAP_SOURCE_PARTS_H

#include "source/snapshot.h"

/** Do these first bytes of a file say Parquet? */
bool rap_is_parquet(rap_span start);

/**
 * Replaces each Parquet file among the inputs by its parts: whole row groups, `least` rows or more. Checks that they hold
 * works. `limit`: bytes of memory for a footer. RAP_E_IO, RAP_E_FORMAT, RAP_E_UNSUPPORTED.
 */
RAP_MUST_CHECK rap_status rap_parts_split(rap_snapshot *snapshot, uint64_t least, uint64_t limit, rap_error *err);

#endif
