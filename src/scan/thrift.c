// SPDX-License-Identifier: Apache-2.0
/* thrift - varints, zigzag and nested values of the compact protocol. */
#include "scan/thrift.h"

#define DEPTH_MAX 64

static bool damage(rap_thrift *in, const char *problem)
{
    if (!in->problem) in->problem = problem;
    return false;
}

static size_t left(const rap_thrift *in)
{
    return (size_t)(in->end - in->at);
}

static bool take_byte(rap_thrift *in, unsigned *out)
{
    if (in->problem) return false;
    if (in->at == in->end) return damage(in, "it ends too early");
    *out = *in->at++;
    return true;
}

static bool take_varint(rap_thrift *in, uint64_t *out)
{
    uint64_t value = 0;
    unsigned byte = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (!take_byte(in, &byte)) return false;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *out = value;
            return true;
        }
    }
    return damage(in, "a number of more than ten bytes");
}

static bool take_zigzag(rap_thrift *in, int64_t *out)
{
    uint64_t raw = 0;
    if (!take_varint(in, &raw)) return false;
    *out = (int64_t)(raw >> 1 ^ (~(raw & 1) + 1));
    return true;
}

static bool take_bytes(rap_thrift *in, size_t length, rap_span *out)
{
    if (in->problem) return false;
    if (length > left(in)) return damage(in, "it ends too early");
    *out = (rap_span){(const char *)in->at, length};
    in->at += length;
    return true;
}

static bool take_list(rap_thrift *in, rap_thrift_list *out)
{
    unsigned head = 0;
    uint64_t count = 0;
    if (!take_byte(in, &head)) return false;
    count = head >> 4;
    if (count == 15 && !take_varint(in, &count)) return false;
    if ((head & 15) == RAP_THRIFT_STOP || (head & 15) >= RAP_THRIFT_END)
        return damage(in, "a list of values of no known type");
    if (count > left(in)) return damage(in, "a list that is longer than what is left");
    *out = (rap_thrift_list){(rap_thrift_type)(head & 15), (size_t)count};
    return true;
}

void rap_thrift_init(rap_thrift *in, rap_span bytes)
{
    *in = (rap_thrift){(const unsigned char *)bytes.data, (const unsigned char *)bytes.data + bytes.length, NULL};
}

bool rap_thrift_next(rap_thrift *in, rap_thrift_field *field)
{
    unsigned head = 0;
    if (!take_byte(in, &head)) return false;
    if (head == RAP_THRIFT_STOP) return false;
    if ((head & 15) == RAP_THRIFT_STOP || (head & 15) >= RAP_THRIFT_END)
        return damage(in, "a field of no known type");
    int64_t id = field->id + (int64_t)(head >> 4);
    if (head >> 4 == 0 && !take_zigzag(in, &id)) return false;
    if (id < INT16_MIN || id > INT16_MAX) return damage(in, "a field whose number does not fit 16 bits");
    *field = (rap_thrift_field){(int32_t)id, (rap_thrift_type)(head & 15)};
    return true;
}

bool rap_thrift_integer(rap_thrift *in, const rap_thrift_field *field, int64_t *out)
{
    unsigned byte = 0;
    if (field->type >= RAP_THRIFT_I16 && field->type <= RAP_THRIFT_I64) return take_zigzag(in, out);
    if (field->type != RAP_THRIFT_BYTE) return damage(in, "expected an integer");
    if (!take_byte(in, &byte)) return false;
    *out = byte < 128 ? (int64_t)byte : (int64_t)byte - 256;
    return true;
}

bool rap_thrift_bool(rap_thrift *in, const rap_thrift_field *field, bool *out)
{
    if (field->type != RAP_THRIFT_TRUE && field->type != RAP_THRIFT_FALSE)
        return damage(in, "expected true or false");
    *out = field->type == RAP_THRIFT_TRUE;
    return !in->problem;
}

bool rap_thrift_bytes(rap_thrift *in, const rap_thrift_field *field, rap_span *out)
{
    uint64_t length;
    if (field->type != RAP_THRIFT_BINARY) return damage(in, "expected a text");
    if (!take_varint(in, &length)) return false;
    if (length > left(in)) return damage(in, "it ends too early");
    return take_bytes(in, (size_t)length, out);
}

bool rap_thrift_enter(rap_thrift *in, const rap_thrift_field *field, rap_thrift_type type, rap_thrift_list *out)
{
    rap_thrift_list list = {0};
    if (field->type != RAP_THRIFT_LIST) return damage(in, "expected a list");
    if (!take_list(in, &list)) return false;
    if (list.type != type && list.count) return damage(in, "a list of values of another type than expected");
    *out = list;
    return true;
}

bool rap_thrift_inside(rap_thrift *in, const rap_thrift_field *field)
{
    return field->type == RAP_THRIFT_STRUCT ? !in->problem : damage(in, "expected a structure");
}

static bool skip_value(rap_thrift *in, rap_thrift_type type, unsigned depth);

/* Elements of lists; a truth value takes a byte there and none as a field. */
static bool skip_elements(rap_thrift *in, rap_thrift_type type, size_t count, unsigned depth)
{
    unsigned byte = 0;
    for (; count; count--) {
        bool truth = type == RAP_THRIFT_TRUE || type == RAP_THRIFT_FALSE;
        if (!(truth ? take_byte(in, &byte) : skip_value(in, type, depth))) return false;
    }
    return true;
}

static bool skip_map(rap_thrift *in, unsigned depth)
{
    uint64_t count = 0;
    unsigned types = 0;
    if (!take_varint(in, &count)) return false;
    if (count == 0) return true;
    if (!take_byte(in, &types)) return false;
    if (count > left(in)) return damage(in, "a map that is longer than what is left");
    for (; count; count--)
        if (!skip_elements(in, (rap_thrift_type)(types >> 4), 1, depth) ||
            !skip_elements(in, (rap_thrift_type)(types & 15), 1, depth))
            return false;
    return true;
}

static bool skip_value(rap_thrift *in, rap_thrift_type type, unsigned depth)
{
    rap_thrift_field field = {0};
    rap_thrift_list list = {0};
    rap_span bytes;
    uint64_t number;
    unsigned byte = 0;
    if (depth == DEPTH_MAX) return damage(in, "values nested too deep");
    switch (type) {
    case RAP_THRIFT_TRUE:
    case RAP_THRIFT_FALSE: return true;
    case RAP_THRIFT_BYTE: return take_byte(in, &byte);
    case RAP_THRIFT_I16:
    case RAP_THRIFT_I32:
    case RAP_THRIFT_I64: return take_varint(in, &number);
    case RAP_THRIFT_DOUBLE: return take_bytes(in, 8, &bytes);
    case RAP_THRIFT_BINARY: return rap_thrift_bytes(in, &(rap_thrift_field){0, type}, &bytes);
    case RAP_THRIFT_LIST:
    case RAP_THRIFT_SET: return take_list(in, &list) && skip_elements(in, list.type, list.count, depth + 1);
    case RAP_THRIFT_MAP: return skip_map(in, depth + 1);
    case RAP_THRIFT_STRUCT:
        while (rap_thrift_next(in, &field))
            if (!skip_value(in, field.type, depth + 1)) return false;
        return !in->problem;
    default: return damage(in, "a value of no known type");
    }
}

bool rap_thrift_skip(rap_thrift *in, const rap_thrift_field *field)
{
    return !in->problem && skip_value(in, field->type, 0);
}
