// SPDX-License-Identifier: Apache-2.0
/*
 * thrift - a pull reader of Thrift's compact protocol, in which Parquet writes its footer and page headers.
 *
 * The caller walks a structure field by field and takes or skips each value once:
 *
 *     rap_thrift_field field = {0};
 *     while (rap_thrift_next(&in, &field))
 *         switch (field.id) { case 1: rap_thrift_integer(&in, &field, &x); break; default: rap_thrift_skip(&in, &field); }
 *     if (in.problem) ... damage, at in.at
 *
 * Damage is sticky, as in the JSON reader: after the first, every call returns false and nothing moves.
 */
#ifndef RAP_SCAN_THRIFT_H
#define RAP_SCAN_THRIFT_H

#include "base/text.h"

typedef enum rap_thrift_type {
    RAP_THRIFT_STOP,
    RAP_THRIFT_TRUE,
    RAP_THRIFT_FALSE,
    RAP_THRIFT_BYTE,
    RAP_THRIFT_I16,
    RAP_THRIFT_I32,
    RAP_THRIFT_I64,
    RAP_THRIFT_DOUBLE,
    RAP_THRIFT_BINARY,
    RAP_THRIFT_LIST,
    RAP_THRIFT_SET,
    RAP_THRIFT_MAP,
    RAP_THRIFT_STRUCT,
    RAP_THRIFT_END
} rap_thrift_type;

typedef struct rap_thrift {
    const unsigned char *at, *end;
    const char *problem; /**< NULL, or what is wrong at `at`, in words */
} rap_thrift;

/** The field that stands next; {0} before the first of a structure. */
typedef struct rap_thrift_field {
    int32_t id;
    rap_thrift_type type;
} rap_thrift_field;

/** A list that was entered: `count` elements of `type` follow. */
typedef struct rap_thrift_list {
    rap_thrift_type type;
    size_t count;
} rap_thrift_list;

void rap_thrift_init(rap_thrift *in, rap_span bytes);

/** The next field of the structure; false behind its end (or damage). */
bool rap_thrift_next(rap_thrift *in, rap_thrift_field *field);

/** Takes an integer of any width. */
bool rap_thrift_integer(rap_thrift *in, const rap_thrift_field *field, int64_t *out);

/** Takes a truth value. */
bool rap_thrift_bool(rap_thrift *in, const rap_thrift_field *field, bool *out);

/** Takes bytes or text; `out` points into the input. */
bool rap_thrift_bytes(rap_thrift *in, const rap_thrift_field *field, rap_span *out);

/** Enters a list whose elements must be of `type`. `count` is at most the number of bytes that are left. */
bool rap_thrift_enter(rap_thrift *in, const rap_thrift_field *field, rap_thrift_type type, rap_thrift_list *out);

/** Enters a structure: false (damage) where the field is none. Then walk it with a field of its own. */
bool rap_thrift_inside(rap_thrift *in, const rap_thrift_field *field);

/** Takes any value, nested at most 64 deep. */
bool rap_thrift_skip(rap_thrift *in, const rap_thrift_field *field);

#endif
