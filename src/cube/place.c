// SPDX-License-Identifier: Apache-2.0
#include "cube/place.h"

#include <string.h>

/* Digits sort before letters, and "nothing" before both, as bytes do. */
static unsigned digit_of(char c)
{
    if (c >= '0' && c <= '9') return 1u + (unsigned)(c - '0');
    if (c >= 'A' && c <= 'Z') return 11u + (unsigned)(c - 'A');
    return 0;
}

rap_place rap_place_of(rap_span code)
{
    if (code.length < 1 || code.length > 3) return 0;
    unsigned packed = 0;
    for (size_t i = 0; i < 3; i++) {
        unsigned digit = i < code.length ? digit_of(code.data[i]) : 0;
        if (i < code.length && digit == 0) return 0;
        packed = packed * 37 + digit;
    }
    return (rap_place)packed;
}

char *rap_place_code(rap_place place, char out[RAP_PLACE_TEXT])
{
    static const char alphabet[] = "\0" "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    out[0] = alphabet[place / (37 * 37) % 37];
    out[1] = alphabet[place / 37 % 37];
    out[2] = alphabet[place % 37];
    out[3] = '\0';
    return out;
}

bool rap_place_is_residual(rap_place place)
{
    return place == rap_place_of(rap_span_of("OTH"));
}
