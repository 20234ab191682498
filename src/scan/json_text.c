// SPDX-License-Identifier: Apache-2.0
/* The letters of JSON strings: escapes to UTF-8. */
#include <string.h>

#include "scan/json.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* The four hex digits at `at`; false where there are not four. */
static bool code_unit(const char *at, const char *end, uint32_t *out)
{
    uint32_t value = 0;
    if (end - at < 4) return false;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0) return false;
        value = value << 4 | (uint32_t)digit;
    }
    *out = value;
    return true;
}

static void add_code(rap_text *out, uint32_t code)
{
    char bytes[4];
    size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char mark[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    for (size_t i = length; i-- > 0; code >>= 6)
        bytes[i] = (char)(i ? 0x80 | (code & 0x3F) : mark[length] | code);
    rap_text_add(out, bytes, length);
}

/* Decodes \uXXXX, `at` behind the u; an escaped low surrogate must follow a high one. Returns behind it, or NULL. */
static const char *unicode(const char *at, const char *end, uint32_t *code)
{
    uint32_t low;
    if (!code_unit(at, end, code)) return NULL;
    at += 4;
    if (*code >= 0xDC00 && *code < 0xE000) return NULL;
    if (*code < 0xD800 || *code >= 0xE000) return at;
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u' || !code_unit(at + 2, end, &low)) return NULL;
    if (low < 0xDC00 || low >= 0xE000) return NULL;
    *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
    return at + 6;
}

/* Decodes the escape whose backslash is at `at`. Returns behind it, or NULL where it is none. */
static const char *escape(const char *at, const char *end, uint32_t *code)
{
    static const char letters[] = {'"', '\\', '/', 'b', 'f', 'n', 'r', 't'};
    static const char meant[] = {'"', '\\', '/', '\b', '\f', '\n', '\r', '\t'};
    if (end - at < 2) return NULL;
    if (at[1] == 'u') return unicode(at + 2, end, code);
    const char *letter = memchr(letters, at[1], sizeof letters);
    if (!letter) return NULL;
    *code = (unsigned char)meant[letter - letters];
    return at + 2;
}

bool rap_json_unescape(rap_span raw, rap_text *out)
{
    const char *at = raw.data, *end = raw.data + raw.length;
    while (at < end) {
        const char *slash = memchr(at, '\\', (size_t)(end - at));
        rap_text_add(out, at, (size_t)((slash ? slash : end) - at));
        if (!slash) return true;
        uint32_t code;
        at = escape(slash, end, &code);
        if (!at) return false;
        add_code(out, code);
    }
    return true;
}

bool rap_json_means(rap_span raw, const char *want, size_t length)
{
    const char *at = raw.data, *end = raw.data + raw.length;
    for (size_t i = 0; i < length; i++) {
        if (at == end) return false;
        uint32_t code = (unsigned char)*at;
        at = *at == '\\' ? escape(at, end, &code) : at + 1;
        if (!at || code != (unsigned char)want[i]) return false;
    }
    return at == end;
}
