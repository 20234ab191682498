// SPDX-License-Identifier: Apache-2.0
/* topics - OpenAlex's hierarchy (data/topics.tsv) for the generator: paths and names, and the topics under a node. */
#ifndef WORLD_TOPICS_H
#define WORLD_TOPICS_H

#include "cube/tsv.h"
#include "cube/subject.h"

/** A topic with all that is above it; index by level, 0 domain .. 3 topic. */
typedef struct topic {
    uint32_t number[RAP_LEVELS];
    const char *name[RAP_LEVELS];
} topic;

typedef struct topics {
    rap_tsv rows;        /**< owns the names */
    size_t n;
    topic *list;          /**< sorted by path, so that a node's topics stand together */
} topics;

RAP_MUST_CHECK rap_status topics_open(topics *out, rap_error *err);
void topics_close(topics *all);

/** The first topic under node `number` of `level`, and how many there are; 0 where there is no such node. */
size_t topics_under(const topics *all, unsigned level, uint64_t number, size_t *first);

#endif
