// SPDX-License-Identifier: Apache-2.0
#include "world/json.h"

#include <string.h>

static void put_key(json *j, const char *key)
{
    if (!key) return;
    rap_text_add(j->out, "\"", 1);
    rap_text_add(j->out, key, strlen(key));
    rap_text_add(j->out, "\":", 2);
}

void json_open(json *j, const char *key, char bracket)
{
    put_key(j, key);
    rap_text_add(j->out, &bracket, 1);
}

static void take_comma_back(rap_text *out)
{
    if (out->length && out->data[out->length - 1] == ',') out->data[--out->length] = '\0';
}

void json_close(json *j, char bracket)
{
    take_comma_back(j->out);
    const char end[2] = {bracket, ','};
    rap_text_add(j->out, end, 2);
}

void json_null(json *j, const char *key)
{
    if (key && j->omit_nulls) return;
    put_key(j, key);
    rap_text_add(j->out, "null,", 5);
}

void json_bool(json *j, const char *key, bool value)
{
    put_key(j, key);
    rap_text_puts(j->out, value ? "true," : "false,");
}

/* Writes at least `width` digits. */
static void put_number(rap_text *out, uint64_t value, unsigned width)
{
    char digits[20];
    unsigned n = 0;
    while (value || n < width || n == 0) {
        digits[sizeof digits - ++n] = (char)('0' + value % 10);
        value /= 10;
    }
    rap_text_add(out, digits + sizeof digits - n, n);
}

void json_number(json *j, const char *key, uint64_t value)
{
    put_key(j, key);
    put_number(j->out, value, 1);
    rap_text_add(j->out, ",", 1);
}

void json_fraction(json *j, const char *key, uint64_t value, unsigned digits)
{
    put_key(j, key);
    rap_text_add(j->out, "0.", 2);
    put_number(j->out, value, digits);
    rap_text_add(j->out, ",", 1);
}

void json_id(json *j, const char *key, const char *prefix, uint64_t number)
{
    put_key(j, key);
    rap_text_add(j->out, "\"", 1);
    rap_text_add(j->out, prefix, strlen(prefix));
    put_number(j->out, number, 1);
    rap_text_add(j->out, "\",", 2);
}

/* The code point at `p`, valid UTF-8; moves `p` behind it. */
static uint32_t next_code(const unsigned char **p)
{
    const unsigned char *s = *p;
    unsigned length = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    uint32_t code = s[0] & (0x7Fu >> length);
    for (unsigned i = 1; i < length; i++) code = code << 6 | (s[i] & 0x3Fu);
    *p = s + length;
    return code;
}

static void put_unit(rap_text *out, uint32_t unit)
{
    static const char hex[] = "0123456789abcdef";
    const char text[6] = {'\\', 'u', hex[unit >> 12 & 15], hex[unit >> 8 & 15], hex[unit >> 4 & 15],
                          hex[unit & 15]};
    rap_text_add(out, text, 6);
}

static void put_code(rap_text *out, uint32_t code)
{
    if (code < 0x10000) {
        put_unit(out, code);
    } else {
        put_unit(out, 0xD800 + ((code - 0x10000) >> 10));
        put_unit(out, 0xDC00 + ((code - 0x10000) & 0x3FF));
    }
}

static void put_special(rap_text *out, unsigned char c)
{
    static const char plain[] = "\"\\\n\t\r\b\f", letter[] = "\"\\ntrbf";
    const char *found = strchr(plain, c);
    if (!found) {
        put_unit(out, c);
        return;
    }
    const char text[2] = {'\\', letter[found - plain]};
    rap_text_add(out, text, 2);
}

static void put_quoted(json *j, const char *value)
{
    rap_text_add(j->out, "\"", 1);
    const unsigned char *p = (const unsigned char *)value, *from = p;
    while (*p) {
        bool special = *p < 0x20 || *p == '"' || *p == '\\', wide = *p >= 0x80 && j->escape;
        if (!special && !wide) {
            p++;
            continue;
        }
        rap_text_add(j->out, (const char *)from, (size_t)(p - from));
        if (wide)
            put_code(j->out, next_code(&p));
        else
            put_special(j->out, *p++);
        from = p;
    }
    rap_text_add(j->out, (const char *)from, (size_t)(p - from));
    rap_text_add(j->out, "\"", 1);
}

void json_string(json *j, const char *key, const char *value)
{
    if (!value) {
        json_null(j, key);
        return;
    }
    put_key(j, key);
    put_quoted(j, value);
    rap_text_add(j->out, ",", 1);
}

void json_open_word(json *j, const char *word, char bracket)
{
    put_quoted(j, word);
    const char end[2] = {':', bracket};
    rap_text_add(j->out, end, 2);
}

void json_end(json *j)
{
    take_comma_back(j->out);
    rap_text_add(j->out, "\n", 1);
}
