// SPDX-License-Identifier: Apache-2.0
/*
 * file - whole files mapped for reading, files replaced atomically, folders listed in a fixed order.
 *
 * Messages name the path, what was tried and the system's reason.
 */
#ifndef RAP_BASE_FILE_H
#define RAP_BASE_FILE_H

#include "base/text.h"

/** A file mapped read-only. Empty files are allowed: data non-NULL, length 0. */
typedef struct rap_map {
    const char *data;
    size_t length;
    void *base;      /**< of the mapping; NULL for an empty file */
} rap_map;

RAP_MUST_CHECK rap_status rap_map_open(const char *path, rap_map *out, rap_error *err);
void rap_map_close(rap_map *map);

/**
 * A file being written that appears under its final name only when complete: bytes go to a temporary beside it;
 * rap_replace_commit() flushes to disk and renames; rap_replace_abort() removes the temporary. A writer that is
 * neither committed nor aborted leaves nothing under the final name.
 */
typedef struct rap_replace rap_replace;

RAP_MUST_CHECK rap_status rap_replace_open(const char *path, rap_replace **out, rap_error *err);
RAP_MUST_CHECK rap_status rap_replace_write(rap_replace *file, const void *data, size_t length,
                                            rap_error *err);
/** Overwrites bytes already written (a header that is known only at the end). */
RAP_MUST_CHECK rap_status rap_replace_write_at(rap_replace *file, uint64_t offset, const void *data,
                                               size_t length, rap_error *err);
uint64_t rap_replace_length(const rap_replace *file);
/** On failure the temporary is removed. Frees `file` either way. */
RAP_MUST_CHECK rap_status rap_replace_commit(rap_replace *file, rap_error *err);
void rap_replace_abort(rap_replace *file);

/** Reads a whole small file into `out`, a text to begin with ({0} or used before); over `limit` bytes: RAP_E_FORMAT. */
RAP_MUST_CHECK rap_status rap_read_file(const char *path, size_t limit, rap_text *out, rap_error *err);

/** What a path is. */
typedef enum rap_path_kind { RAP_PATH_NONE, RAP_PATH_FILE, RAP_PATH_FOLDER, RAP_PATH_OTHER } rap_path_kind;

/** `bytes` (may be NULL) is written unless there is nothing. */
rap_path_kind rap_path_stat(const char *path, uint64_t *bytes);

/** True where both paths lead to one file that is there, by whatever links. */
bool rap_same_file(const char *a, const char *b);

/** Calls `see` for each entry of a folder in byte order of names; any status but RAP_OK stops the walk and is returned. */
typedef rap_status (*rap_folder_fn)(void *arg, const char *path, const char *name, rap_error *err);
RAP_MUST_CHECK rap_status rap_folder_walk(const char *path, rap_folder_fn see, void *arg,
                                          rap_error *err);

/** Makes a folder where there is none. */
RAP_MUST_CHECK rap_status rap_folder_make(const char *path, rap_error *err);
/** Removes a folder and the plain files in it; a folder inside is an error. Not an error where it is not there. */
RAP_MUST_CHECK rap_status rap_folder_remove(const char *path, rap_error *err);

/** "folder/name" as a fresh string, or NULL where memory is short. */
char *rap_path_join(const char *folder, const char *name);

/** The name of a file without its folders and without `ending`, where it has that: "world" of "a/world.rap". Borrowed. */
rap_span rap_path_stem(const char *path, const char *ending);

#endif
