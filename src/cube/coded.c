// SPDX-License-Identifier: Apache-2.0
#include "cube/coded.h"

#include <string.h>

enum { CHAPTER = 1, HEADING, CODE };

rap_subject_form rap_subject_form_of(const rap_schema *schema)
{
    if (schema->form != RAP_PARTY_ORDERED) return RAP_SUBJECT_NUMBERS;
    return strcmp(schema->levels[HEADING], "heading") == 0 ? RAP_SUBJECT_HS : RAP_SUBJECT_WORDS;
}

unsigned rap_subject_hs_digits(unsigned level)
{
    return level < RAP_LEVELS ? 2 * level : 0;
}

rap_subject rap_subject_hs(rap_span digits)
{
    uint64_t number = 0;
    if ((digits.length != 2 && digits.length != 4 && digits.length != 6) || !rap_parse_u64(digits, 999999, &number)) return 0;
    for (size_t n = digits.length; n < 6; n += 2) number *= 100;
    if (number < 10000) return 0;
    rap_subject subject = rap_subject_with(0, CHAPTER, number / 10000);
    if (digits.length >= 4) subject = rap_subject_with(subject, HEADING, number / 100);
    if (digits.length == 6) subject = rap_subject_with(subject, CODE, number);
    return subject;
}

uint64_t rap_subject_word(unsigned level, rap_span word)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a: pinned for ever, as it stands in files */
    for (size_t i = 0; i < word.length; i++) {
        unsigned char c = (unsigned char)word.data[i];
        if (c >= 'A' && c <= 'Z') c = (unsigned char)(c - 'A' + 'a');
        hash = (hash ^ c) * UINT64_C(1099511628211);
    }
    hash ^= hash >> 32;
    hash ^= hash >> 16;
    if (rap_level_limit[level] == 0xFF) hash ^= hash >> 8;
    uint64_t number = hash & rap_level_limit[level];
    return number ? number : 1;
}
