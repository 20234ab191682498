// SPDX-License-Identifier: Apache-2.0
/*
 * openalex_parquet - the works of a Parquet file in the snapshot's layout, one after the other, as the reader of JSON
 * gives them: same facts, same reasons to refuse a work.
 *
 * Only the columns that are needed are read, and a text is looked at once for each entry of a dictionary. Where JSON
 * tells a null from a member that is not there (is_xpac in old records), Parquet does not: a column that is there is there in
 * every work. What strict validates in JSON beyond what is read, it does not validate here: other columns.
 */
#ifndef RAP_SOURCE_OPENALEX_PARQUET_H
#define RAP_SOURCE_OPENALEX_PARQUET_H

#include "scan/parquet.h"
#include "source/openalex.h"

typedef struct rap_openalex_parquet rap_openalex_parquet;

/** Borrows `reader` (its rules, its room) until it is closed. `limit`: bytes of memory. RAP_E_IO, RAP_E_FORMAT, RAP_E_UNSUPPORTED. */
RAP_MUST_CHECK rap_status rap_openalex_parquet_open(rap_openalex *reader, const char *path, uint64_t limit,
                                                    rap_openalex_parquet **out, rap_error *err);
void rap_openalex_parquet_close(rap_openalex_parquet *works);

/** The file as its footer tells it. */
const rap_parquet *rap_openalex_parquet_file(const rap_openalex_parquet *works);

/** Goes to row `row` (from 0); at most a row group is read for it. */
RAP_MUST_CHECK rap_status rap_openalex_parquet_seek(rap_openalex_parquet *works, uint64_t row, rap_error *err);

/**
 * Reads the work at the row where it stands and goes on to the next. RAP_REJECT_END: there is no row left. Otherwise as
 * rap_openalex_read(); what `out` borrows is valid until the next call.
 */
RAP_MUST_CHECK rap_status rap_openalex_parquet_next(rap_openalex_parquet *works, rap_work *out, rap_reject *reject,
                                                    const char **detail, rap_error *err);

/**
 * A hash (XXH3) over the footer and the stored ids of the row groups that begin in rows `first` .. `end`: it tells files
 * apart without reading the columns that nobody needs.
 */
RAP_MUST_CHECK rap_status rap_openalex_parquet_hash(const rap_openalex_parquet *works, uint64_t first, uint64_t end,
                                                    uint64_t *out, rap_error *err);

/** Bytes of all pages so far, decompressed. */
uint64_t rap_openalex_parquet_unpacked(const rap_openalex_parquet *works);

#endif
