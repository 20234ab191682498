// SPDX-License-Identifier: Apache-2.0
/*
 * Between 1e-10 and 1e15 all is done in whole numbers: with v = m 2^e, v 10^k is m 5^k / 2^s, and m 5^k fits in 128 bits. So
 * its first digits, their rounding and whether they read back as v are exact and take no division. What lies beyond is rare in
 * tables and left to printf and strtod.
 */
#include "base/decimal.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef unsigned __int128 wide;

enum { FEWEST = 15, MOST = 17, LOW_POWER = -10, HIGH_POWER = 15 };

static const double powers[] = {1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2,
                                1e3,   1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/* The digits of a number as text, at the end of `room`; returns where they begin. */
static char *write_digits(uint64_t number, char *end)
{
    do {
        *--end = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    return end;
}

size_t rap_decimal_whole(int64_t value, char out[RAP_DECIMAL_TEXT])
{
    char room[RAP_DECIMAL_TEXT], *end = room + sizeof room;
    char *start = write_digits(value < 0 ? 0 - (uint64_t)value : (uint64_t)value, end);
    if (value < 0) *--start = '-';
    memcpy(out, start, (size_t)(end - start));
    return (size_t)(end - start);
}

/* ------------------------------------------------------------------ rounding */

/* v = mantissa * 2^exponent with 53 bits of mantissa. */
typedef struct binary {
    uint64_t mantissa;
    int exponent;
} binary;

static binary split(double v)
{
    int exponent;
    double part = frexp(v, &exponent);
    return (binary){(uint64_t)(part * 0x1p53), exponent - 53};
}

/*
 * v 10^k rounded to the nearest whole number, the even one of two; false where that does not read back as v, which is where
 * it is further off than half way to the next number.
 */
static bool round_scaled(binary v, int k, uint64_t *out)
{
    uint64_t five = 1;
    for (int i = 0; i < k; i++) five *= 5;
    int shift = -v.exponent - k;
    wide scaled = (wide)v.mantissa * five, one = (wide)1 << shift, rest = scaled & (one - 1), whole = scaled >> shift;
    bool up = shift && (rest > one >> 1 || (rest == one >> 1 && (whole & 1)));
    *out = (uint64_t)whole + up;
    wide off = up ? one - rest : rest, next = five;
    /* below a power of two the next number is half as far */
    if (!up && v.mantissa == UINT64_C(1) << 52) off *= 2;
    return 2 * off < next || (2 * off == next && v.mantissa % 2 == 0);
}

/* ------------------------------------------------------------------- writing */

/* Digits with the dot after the first `power` + 1 of them, as %g has them: without trailing zeros. */
static size_t put_plain(char *out, const char *digits, int n, int power)
{
    char *to = out;
    if (power < 0) {
        *to++ = '0', *to++ = '.';
        for (int i = -1; i > power; i--) *to++ = '0';
    }
    for (int i = 0; i < n; i++) {
        *to++ = digits[i];
        if (i == power && i + 1 < n) *to++ = '.';
    }
    for (int i = n; i <= power; i++) *to++ = '0';
    return (size_t)(to - out);
}

static size_t put_power(char *out, const char *digits, int n, int power)
{
    size_t length = put_plain(out, digits, n, 0);
    return length + (size_t)snprintf(out + length, RAP_DECIMAL_TEXT - length, "e%+03d", power);
}

static size_t put_scaled(char *out, uint64_t number, int power)
{
    char room[RAP_DECIMAL_TEXT], *end = room + sizeof room;
    char *digits = write_digits(number, end);
    while (end > digits + 1 && end[-1] == '0') end--;
    int n = (int)(end - digits);
    return power < -4 ? put_power(out, digits, n, power) : put_plain(out, digits, n, power);
}

/* For what is out of the range of whole numbers. A program may have set a locale: its decimal sign becomes a dot. */
static size_t put_rare(char out[RAP_DECIMAL_TEXT], double value)
{
    char number[RAP_DECIMAL_TEXT * 2];
    size_t length = 0;
    bool sign_done = false;
    for (int digits = FEWEST; digits <= MOST; digits++) {
        (void)snprintf(number, sizeof number, "%.*g", digits, value);
        if (strtod(number, NULL) == value) break;
    }
    for (const char *c = number; *c && length < RAP_DECIMAL_TEXT; c++) {
        bool plain = strchr("0123456789+-einfa", *c) != NULL;
        if (plain) out[length++] = *c;
        else if (!sign_done) out[length++] = '.';
        sign_done = sign_done || !plain;
    }
    return length;
}

size_t rap_decimal_real(double value, char out[RAP_DECIMAL_TEXT])
{
    double size = fabs(value);
    size_t sign = signbit(value) ? 1 : 0;
    if (size < 1e15 && size == floor(size)) {
        if (sign) *out = '-';
        return sign + rap_decimal_whole((int64_t)size, out + sign);
    }
    if (!(size >= powers[0] && size < 1e15)) return put_rare(out, value);
    int power = HIGH_POWER - 1;
    while (size < powers[power - LOW_POWER]) power--;
    uint64_t number = 0;
    int digits = FEWEST;
    binary v = split(size);
    while (!round_scaled(v, digits - 1 - power, &number) && digits < MOST) digits++;
    uint64_t most = 1;
    for (int i = 0; i < digits; i++) most *= 10;
    if (sign) *out = '-';
    return sign + put_scaled(out + sign, number, number == most ? power + 1 : power);
}
