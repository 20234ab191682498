// SPDX-License-Identifier: Apache-2.0
/*
 * mapping_line - one line of a mapping as words: a head, words behind it, and name=value pairs, each of which must be
 * asked for: what nobody asked for is a mistake.
 */
#ifndef RAP_SOURCE_MAPPING_LINE_H
#define RAP_SOURCE_MAPPING_LINE_H

#include "base/keep.h"

#define RAP_MAP_WORDS_MAX 24

typedef struct rap_map_word {
    const char *key, *value; /**< key NULL: a word without = */
    bool used;
} rap_map_word;

typedef struct rap_map_line {
    const char *head;
    size_t n;
    rap_map_word words[RAP_MAP_WORDS_MAX];
    uint64_t number;
} rap_map_line;

/** Reads a line; head NULL where it is blank or a comment. RAP_E_FORMAT. */
RAP_MUST_CHECK rap_status rap_map_line_read(rap_keep *keep, rap_span text, uint64_t number, rap_map_line *out,
                                            rap_error *err);

/** The value of `key`, or NULL. */
const char *rap_map_line_take(rap_map_line *line, const char *key);
/** The next word without a key, or NULL. */
const char *rap_map_line_word(rap_map_line *line);
/** As rap_map_line_take(), but it must be there and not empty. */
RAP_MUST_CHECK rap_status rap_map_line_need(rap_map_line *line, const char *key, const char **out, rap_error *err);
/** The index of the value of `key` in the `n` choices; `otherwise` where it is not given. */
RAP_MUST_CHECK rap_status rap_map_line_choose(rap_map_line *line, const char *key, const char *const *choices, size_t n,
                                              size_t otherwise, size_t *out, rap_error *err);
/** The parts of a value apart at |. `*values` is NULL-free, owned by `keep`. */
RAP_MUST_CHECK rap_status rap_map_line_list(rap_keep *keep, const char *value, size_t *n, const char *const **values,
                                            rap_error *err);
/** Refuses what was not asked for. */
RAP_MUST_CHECK rap_status rap_map_line_done(const rap_map_line *line, rap_error *err);

#endif
