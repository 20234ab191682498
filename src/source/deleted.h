// SPDX-License-Identifier: Apache-2.0
/* deleted - the ids of deleted_ids.csv as a sorted list: works named there do not count. */
#ifndef RAP_SOURCE_DELETED_H
#define RAP_SOURCE_DELETED_H

#include "base/text.h"

typedef struct rap_deleted {
    size_t n, room;
    uint64_t *ids; /**< sorted */
} rap_deleted;

/**
 * Reads a CSV file (plain or gzip) whose column work_id, or else id, holds ids as W<digits> or URLs that end so. Takes 8 bytes
 * an id; over `limit` bytes is RAP_E_USAGE. RAP_E_IO, RAP_E_FORMAT (with the line).
 */
RAP_MUST_CHECK rap_status rap_deleted_read(const char *path, uint64_t limit, rap_deleted *out, rap_error *err);
void rap_deleted_release(rap_deleted *deleted);

bool rap_deleted_has(const rap_deleted *deleted, uint64_t id);

#endif
