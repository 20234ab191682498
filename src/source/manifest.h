// SPDX-License-Identifier: Apache-2.0
/*
 * manifest - the list of files that a snapshot says it consists of, in its three shapes:
 *
 *   2026, all entities   {"entities":[{"entity":"works","files":[...]}, ...], ...}
 *   2026, one entity     {"entity":"works","files":[...], ...}
 *   before 2026          {"entries":[...],"meta":{...}}
 *
 * where a file is {"url":"s3://.../updated_date=D/part_0000.gz","meta":{"content_length":N,"record_count":N}}.
 */
#ifndef RAP_SOURCE_MANIFEST_H
#define RAP_SOURCE_MANIFEST_H

#include "base/text.h"

typedef struct rap_manifest_file {
    char *name;               /**< as rap_input_name() gives it: "updated_date=D/part_0000.gz" */
    uint64_t bytes, records;
    bool found;               /**< for the caller's use */
} rap_manifest_file;

typedef struct rap_manifest {
    size_t n_files, room;
    rap_manifest_file *files; /**< sorted by name */
} rap_manifest;

/** Reads the works of a manifest; no files where it is about other entities. RAP_E_IO, RAP_E_FORMAT (byte set). */
RAP_MUST_CHECK rap_status rap_manifest_read(const char *path, rap_manifest *out, rap_error *err);
void rap_manifest_release(rap_manifest *manifest);

/** The entry called `name`, or NULL. */
rap_manifest_file *rap_manifest_find(const rap_manifest *manifest, const char *name);

/** The name of an input: its last component, with the one before it where that is a partition ("updated_date=..."). */
const char *rap_input_name(const char *path);

#endif
