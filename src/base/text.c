// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/decimal.h"

rap_span rap_span_of(const char *text)
{
    return (rap_span){text, text ? strlen(text) : 0};
}

bool rap_span_is(rap_span span, const char *text)
{
    size_t length = strlen(text);
    return span.length == length && (length == 0 || memcmp(span.data, text, length) == 0);
}

int rap_span_compare(rap_span a, rap_span b)
{
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common ? memcmp(a.data, b.data, common) : 0;
    if (order != 0) return order;
    return (a.length > b.length) - (a.length < b.length);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

rap_span rap_span_trim(rap_span span)
{
    while (span.length && is_blank(span.data[0])) span.data++, span.length--;
    while (span.length && is_blank(span.data[span.length - 1])) span.length--;
    return span;
}

bool rap_span_next(rap_span *rest, char separator, rap_span *part)
{
    if (!rest->data) return false;
    const char *end = rest->length ? memchr(rest->data, separator, rest->length) : NULL;
    if (!end) {
        *part = *rest;
        *rest = (rap_span){NULL, 0};
        return true;
    }
    size_t length = (size_t)(end - rest->data);
    *part = (rap_span){rest->data, length};
    *rest = (rap_span){end + 1, rest->length - length - 1};
    return true;
}

bool rap_parse_u64(rap_span span, uint64_t limit, uint64_t *out)
{
    if (span.length == 0 || span.length > 20) return false;
    uint64_t value = 0;
    for (size_t i = 0; i < span.length; i++) {
        char c = span.data[i];
        if (c < '0' || c > '9') return false;
        if (__builtin_mul_overflow(value, 10u, &value) ||
            __builtin_add_overflow(value, (uint64_t)(c - '0'), &value))
            return false;
    }
    if (value > limit) return false;
    *out = value;
    return true;
}

bool rap_parse_double(rap_span span, double *out)
{
    char copy[64];
    if (span.length == 0 || span.length >= sizeof copy) return false;
    for (size_t i = 0; i < span.length; i++)
        if (!strchr("0123456789+-.eE", span.data[i])) return false;
    memcpy(copy, span.data, span.length);
    copy[span.length] = '\0';
    char *end;
    double value = strtod(copy, &end); /* the library never calls setlocale: the C locale holds */
    if (end != copy + span.length || !isfinite(value)) return false;
    *out = value;
    return true;
}

void rap_text_release(rap_text *text)
{
    rap_free(text->data);
    *text = (rap_text){0};
}

void rap_text_clear(rap_text *text)
{
    text->length = 0;
    text->failed = false;
    if (text->data) text->data[0] = '\0';
}

static bool make_room(rap_text *text, size_t more)
{
    if (text->failed) return false;
    if (more > SIZE_MAX - text->length - 1 ||
        !rap_reserve(&text->data, &text->capacity, text->length + more + 1, 1))
        text->failed = true;
    return !text->failed;
}

void rap_text_add(rap_text *text, const char *data, size_t length)
{
    if (!make_room(text, length)) return;
    if (length) memcpy(text->data + text->length, data, length);
    text->length += length;
    text->data[text->length] = '\0';
}

char *rap_text_room(rap_text *text, size_t more)
{
    return make_room(text, more) ? text->data + text->length : NULL;
}

void rap_text_end(rap_text *text, char *end)
{
    *end = '\0';
    text->length = (size_t)(end - text->data);
}

void rap_text_puts(rap_text *text, const char *string)
{
    rap_text_add(text, string, strlen(string));
}

void rap_text_whole(rap_text *text, int64_t number)
{
    char digits[RAP_DECIMAL_TEXT];
    rap_text_add(text, digits, rap_decimal_whole(number, digits));
}

void rap_text_printf(rap_text *text, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length >= 0 && make_room(text, (size_t)length)) {
        (void)vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
}

static bool is_plain(const char *text)
{
    for (const char *c = text; *c; c++) {
        bool letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9');
        if (!letter && !strchr("+-=,./:_%@", *c) && (unsigned char)*c < 0x80) return false;
    }
    return *text != '\0';
}

void rap_text_word(rap_text *text, const char *word)
{
    if (is_plain(word)) {
        rap_text_puts(text, word);
        return;
    }
    rap_text_puts(text, "'");
    for (const char *c = word; *c; c++) {
        if (*c == '\'') rap_text_puts(text, "'\\''");
        else rap_text_add(text, c, 1);
    }
    rap_text_puts(text, "'");
}

const char *rap_text_get(const rap_text *text)
{
    return text->data ? text->data : "";
}

/* Length of the UTF-8 sequence at `p` (RFC 3629: no overlong forms, no surrogates), 0 if invalid. */
static size_t sequence(const unsigned char *p, size_t left, uint32_t *code)
{
    if (p[0] < 0x80) {
        *code = p[0];
        return 1;
    }
    size_t length = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || length > left) return 0;
    uint32_t value = p[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
        value = value << 6 | (p[i] & 0x3Fu);
    }
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return 0;
    *code = value;
    return length;
}

/* Eight bytes without a high bit. */
static bool are_ascii(const unsigned char *p)
{
    uint64_t eight;
    memcpy(&eight, p, 8);
    return (eight & UINT64_C(0x8080808080808080)) == 0;
}

size_t rap_utf8_valid(const char *data, size_t length)
{
    const unsigned char *p = (const unsigned char *)data;
    size_t i = 0;
    while (i < length) {
        uint32_t code;
        if (length - i >= 8 && are_ascii(p + i)) {
            i += 8;
            continue;
        }
        size_t step = sequence(p + i, length - i, &code);
        if (!step) break;
        i += step;
    }
    return i;
}

static size_t code_width(uint32_t c)
{
    if (c < 0x20 || (c >= 0x300 && c < 0x370) || c == 0x200B) return 0;
    bool wide = (c >= 0x1100 && c < 0x1160) || (c >= 0x2E80 && c < 0xA4D0) ||
                (c >= 0xAC00 && c < 0xD7A4) || (c >= 0xF900 && c < 0xFB00) ||
                (c >= 0xFE30 && c < 0xFE70) || (c >= 0xFF00 && c < 0xFF61) ||
                (c >= 0x1F300 && c < 0x1F650) || (c >= 0x20000 && c < 0x30000);
    return wide ? 2 : 1;
}

size_t rap_utf8_width(const char *data, size_t length)
{
    const unsigned char *p = (const unsigned char *)data;
    size_t width = 0;
    for (size_t i = 0; i < length;) {
        uint32_t code = 0;
        size_t step = sequence(p + i, length - i, &code);
        width += step ? code_width(code) : 1;
        i += step ? step : 1;
    }
    return width;
}
