// SPDX-License-Identifier: Apache-2.0
#include "source/amount.h"

/* A number as it was written: digits without dot, leading zeros away, times 10^exponent. */
typedef struct decimal {
    uint64_t digits;
    int64_t exponent;
    bool cut; /* digits that are not zero were left out behind the nineteenth */
} decimal;

enum { EXPONENT_MAX = 400, DIGITS_MAX = 19 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool read_exponent(rap_span text, int64_t *out)
{
    bool minus = text.length && text.data[0] == '-';
    if (text.length && (minus || text.data[0] == '+')) text.data++, text.length--;
    uint64_t value;
    if (!rap_parse_u64(text, EXPONENT_MAX, &value)) return false;
    *out = minus ? -(int64_t)value : (int64_t)value;
    return true;
}

static bool read_decimal(rap_span text, bool thousands, decimal *out)
{
    *out = (decimal){0};
    unsigned kept = 0;
    bool any = false, dot = false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        if (is_digit(c)) {
            any = true;
            if (kept == DIGITS_MAX) {
                out->cut = out->cut || c != '0';
                out->exponent += !dot;
                continue;
            }
            out->digits = out->digits * 10 + (uint64_t)(c - '0');
            kept += out->digits != 0;
            out->exponent -= dot;
        } else if (c == '.' && !dot) {
            dot = true;
        } else if (c == ',' && thousands && any && !dot && i + 3 < text.length && is_digit(text.data[i + 3])) {
            continue;
        } else {
            int64_t more;
            if ((c != 'e' && c != 'E') || !any || !read_exponent((rap_span){text.data + i + 1, text.length - i - 1}, &more))
                return false;
            out->exponent += more;
            return true;
        }
    }
    return any;
}

rap_amount rap_amount_read(rap_span text, rap_amount_form form, uint64_t *out)
{
    decimal d;
    bool minus = text.length && text.data[0] == '-';
    if (text.length && (minus || text.data[0] == '+')) text.data++, text.length--;
    if (!read_decimal(text, form.thousands, &d)) return RAP_AMOUNT_BAD;
    if (minus && (d.digits || d.cut)) return RAP_AMOUNT_NEGATIVE;
    int64_t shift = d.exponent + (int64_t)form.decimals;
    bool up = false;
    for (; shift < 0 && (d.digits || up); shift++) {
        d.cut = d.cut || up || d.digits % 10;
        up = d.digits % 10 >= 5;
        if (d.cut && !form.round) return RAP_AMOUNT_PRECISE;
        d.digits /= 10;
    }
    if (d.cut && !form.round) return d.digits && shift > 0 ? RAP_AMOUNT_LARGE : RAP_AMOUNT_PRECISE;
    if (d.digits == 0) shift = 0;
    for (; shift > 0; shift--)
        if (__builtin_mul_overflow(d.digits, (uint64_t)10, &d.digits)) return RAP_AMOUNT_LARGE;
    *out = d.digits + up;
    return RAP_AMOUNT_GOOD;
}
