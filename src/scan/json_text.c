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

/* Decodes \uXXXX, `at` behind the u; a high surrogate must be followed by an escaped low one. Returns behind it or NULL. */
static const char *unicode(const char *at, const char *end, rap_text *out)
{
    uint32_t code, low;
    if (!code_unit(at, end, &code)) return NULL;
    at += 4;
    if (code >= 0xDC00 && code < 0xE000) return NULL;
    if (code >= 0xD800 && code < 0xDC00) {
        if (end - at < 6 || at[0] != '\\' || at[1] != 'u' || !code_unit(at + 2, end, &low)) return NULL;
        if (low < 0xDC00 || low >= 0xE000) return NULL;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        at += 6;
    }
    add_code(out, code);
    return at;
}

bool rap_json_unescape(rap_span raw, rap_text *out)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *at = raw.data, *end = raw.data + raw.length;
    while (at < end) {
        const char *slash = memchr(at, '\\', (size_t)(end - at));
        rap_text_add(out, at, (size_t)((slash ? slash : end) - at));
        if (!slash) return true;
        if (end - slash < 2) return false;
        if (slash[1] == 'u') {
            at = unicode(slash + 2, end, out);
            if (!at) return false;
            continue;
        }
        const char *letter = memchr(letters, slash[1], sizeof letters - 1);
        if (!letter) return false;
        rap_text_add(out, &meant[letter - letters], 1);
        at = slash + 2;
    }
    return true;
}
