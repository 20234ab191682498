// SPDX-License-Identifier: Apache-2.0
/*
 * snapshot - from the paths a user gives to the list of files to read, in an order that depends on their names only.
 *
 * A path may be a file, "-", a pipe, a folder of files, a snapshot's works folder (updated_date=D/part_* of any
 * vintage), or a folder that holds one: data/jsonl/works, jsonl/works, data/works, works, data/parquet/works,
 * parquet/works. Where JSON Lines and Parquet stand in one folder, JSON Lines are read. A manifest beside the works
 * says what should be there; the differences are told, and are no error, since a part of a snapshot is a fair input.
 */
#ifndef RAP_SOURCE_SNAPSHOT_H
#define RAP_SOURCE_SNAPSHOT_H

#include "base/text.h"

typedef struct rap_input {
    char *path;
    const char *name;          /**< for provenance, within `path`: see rap_input_name() */
    bool stream;               /**< standard input or a pipe: can be read once only */
    uint64_t bytes;            /**< as stored; 0 for a stream; of a part of a file, its share */
    uint64_t whole;            /**< of the whole file, as stored */
    int64_t modified;          /**< nanoseconds since 1970 */
    uint64_t device, inode;    /**< which file it is, whatever its path */
    bool listed;               /**< in a manifest, which says: */
    uint64_t listed_bytes, listed_records;
    bool parquet;              /**< rows of a Parquet file (parts.h) */
    bool more;                 /**< the next input is more rows of the same file */
    uint64_t first_row, end_row;
    bool elsewhere;            /**< another shard reads it (shard.h) */
} rap_input;

typedef struct rap_snapshot {
    size_t n_inputs, input_room;
    rap_input *inputs;         /**< sorted by name, then path; each file once */
    uint64_t bytes;            /**< of all inputs that are not elsewhere */
    bool streams;              /**< some input is a stream */
    char *deleted_ids;         /**< deleted_ids.csv of a tree, or NULL */
    uint64_t listed_files, listed_works, missing_files, differing_files;
    rap_text notes;            /**< what a user should know, a sentence a line */
} rap_snapshot;

/** RAP_E_NOT_FOUND, RAP_E_IO; RAP_E_FORMAT where a folder holds no works. */
RAP_MUST_CHECK rap_status rap_snapshot_find(const char *const *paths, size_t n_paths, rap_snapshot *out,
                                            rap_error *err);

/** The path, or "standard input": for messages. */
const char *rap_input_shown(const rap_input *input);
/** True where the file is no longer as rap_snapshot_find() met it: other length or time. Never of a stream. */
bool rap_input_changed(const rap_input *input);
void rap_snapshot_release(rap_snapshot *snapshot);

/** The input behind the last part of the file that begins at input `first`. */
size_t rap_snapshot_next_file(const rap_snapshot *snapshot, size_t first);

/** Files, whose parts count as one, that are not elsewhere. */
size_t rap_snapshot_files(const rap_snapshot *snapshot);

/** Works that a reader of these inputs should expect, about: as listed, else from their size. */
uint64_t rap_snapshot_expected_works(const rap_snapshot *snapshot);

#endif
