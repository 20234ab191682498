// SPDX-License-Identifier: Apache-2.0
/*
 * The target is copied once and decoded in place: what is decoded is never longer, and every part is followed by a
 * separator or the end, whose byte becomes its terminator.
 */
#include "serve/target.h"

#include <string.h>

#include "base/alloc.h"

typedef struct reading {
    char *start, *end;    /* of the copy; *end is its terminator */
    rap_target *out;
    rap_error *err;
} reading;

static rap_status fail_at(const reading *r, const char *at, const char *what)
{
    return rap_fail_byte(r->err, RAP_E_USAGE, (uint64_t)(at - r->start), "%s", what);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

static rap_status check_bytes(const reading *r)
{
    for (const char *c = r->start; c < r->end; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte <= ' ' || byte == 0x7F) return fail_at(r, c, "a blank or control character; a blank is written %20");
        if (byte > 0x7F) return fail_at(r, c, "a byte that is not ASCII; write each of its UTF-8 bytes as %XX");
        if (byte == '#') return fail_at(r, c, "'#' is not sent to a server; as part of a value it is written %23");
    }
    return RAP_OK;
}

/* Decodes [part, end) in place and terminates it; `end` may be written to. */
static rap_status decode(const reading *r, char *part, char *end, bool segment)
{
    char *to = part;
    for (char *c = part; c < end; c++) {
        char byte = *c;
        if (byte == '%') {
            int high = end - c > 2 ? hex_digit(c[1]) : -1, low = high < 0 ? -1 : hex_digit(c[2]);
            if (low < 0) return fail_at(r, c, "'%' must be followed by two hexadecimal digits; '%' itself is written %25");
            byte = (char)(high << 4 | low);
            if ((unsigned char)byte < 0x20 || byte == 0x7F) return fail_at(r, c, "a control character");
            if (segment && byte == '/') return fail_at(r, c, "a path segment with a slash in it; no name here has one");
            c += 2;
        }
        *to++ = byte;
    }
    size_t length = (size_t)(to - part), valid = rap_utf8_valid(part, length);
    *to = '\0';
    return valid == length ? RAP_OK : fail_at(r, part, "what is decoded from here on is not UTF-8");
}

static rap_status read_path(reading *r, char *path, char *end)
{
    if (*path != '/') return fail_at(r, path, "expected a path that begins with '/', as /api/v1/");
    while (path < end) {
        char *part = path + 1, *next = memchr(part, '/', (size_t)(end - part));
        if (!next) next = end;
        if (r->out->n_segments == RAP_TARGET_SEGMENTS)
            return rap_fail(r->err, RAP_E_NOT_FOUND, "no path here has more than %d parts; /api/v1/ lists what there is",
                            (int)RAP_TARGET_SEGMENTS);
        RAP_TRY(decode(r, part, next, true));
        r->out->segments[r->out->n_segments++] = part;
        path = next;
    }
    return RAP_OK;
}

static rap_status read_option(reading *r, char *part, char *end)
{
    if (part == end) return RAP_OK; /* "a=1&" and "a=1&&b=2" say nothing wrong */
    char *equals = memchr(part, '=', (size_t)(end - part));
    if (equals == part) return fail_at(r, part, "a value without a name before '='");
    if (r->out->n_options == RAP_TARGET_OPTIONS)
        return rap_fail(r->err, RAP_E_USAGE, "more than %d options", (int)RAP_TARGET_OPTIONS);
    RAP_TRY(decode(r, part, equals ? equals : end, false));
    if (equals) RAP_TRY(decode(r, equals + 1, end, false));
    r->out->options[r->out->n_options++] = (rap_option){part, equals ? equals + 1 : NULL};
    return RAP_OK;
}

static rap_status read_query(reading *r, char *query)
{
    for (char *part = query; part <= r->end;) {
        char *next = memchr(part, '&', (size_t)(r->end - part));
        if (!next) next = r->end;
        RAP_TRY(read_option(r, part, next));
        part = next + 1;
    }
    return RAP_OK;
}

/* Moves over "http://authority" where a target has one; the path then begins at *path. */
static rap_status read_authority(reading *r, char **path)
{
    static const char scheme[] = "http://";
    if (strncmp(r->start, scheme, sizeof scheme - 1) != 0) return RAP_OK;
    char *authority = r->start + sizeof scheme - 1, *slash = strchr(authority, '/');
    if (!slash) return fail_at(r, authority, "expected a path behind the host, as /api/v1/");
    /* the authority moves down by one, so that it has a terminator and the path keeps its slash */
    memmove(authority - 1, authority, (size_t)(slash - authority));
    slash[-1] = '\0';
    r->out->authority = authority - 1;
    *path = slash;
    return RAP_OK;
}

static rap_status read_all(reading *r)
{
    char *path = r->start;
    RAP_TRY(check_bytes(r));
    RAP_TRY(read_authority(r, &path));
    char *query = memchr(path, '?', (size_t)(r->end - path));
    RAP_TRY(read_path(r, path, query ? query : r->end));
    return query ? read_query(r, query + 1) : RAP_OK;
}

rap_status rap_target_read(rap_span target, rap_target *out, rap_error *err)
{
    char *copy = rap_strndup(target.data, target.length);
    if (!copy) return rap_fail_memory(err);
    rap_target read = {.text = copy};
    reading r = {copy, copy + target.length, &read, err};
    rap_status status = read_all(&r);
    if (status == RAP_OK)
        *out = read;
    else
        rap_free(copy);
    return status;
}

void rap_target_release(rap_target *target)
{
    rap_free(target->text);
    *target = (rap_target){0};
}
