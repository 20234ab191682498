// SPDX-License-Identifier: Apache-2.0
/* The small values of a work: ids, texts and times, and how a work is refused. */
#include <stdio.h>

#include "source/openalex_reader.h"

#define EXCERPT 40 /* bytes of what was found that a detail shows */

bool rap_openalex_fail(rap_openalex *reader)
{
    reader->failed = true;
    return false;
}

bool rap_openalex_refuse(rap_openalex *reader, rap_reject reject, rap_span found, const char *what)
{
    if (reader->reject != RAP_REJECT_NONE) return false;
    char excerpt[EXCERPT + 1];
    size_t length = found.length < EXCERPT ? found.length : EXCERPT;
    for (size_t i = 0; i < length; i++)
        excerpt[i] = found.data[i] >= ' ' && found.data[i] < 0x7F ? found.data[i] : '?';
    excerpt[length] = '\0';
    reader->reject = reject;
    reader->reject_at = found.data;
    (void)snprintf(reader->detail, sizeof reader->detail, length ? "%s: found %s%s" : "%s", what, excerpt,
                   length < found.length ? "..." : "");
    return false;
}

bool rap_openalex_text(rap_openalex *reader, rap_span *out)
{
    rap_json_text text;
    if (!rap_json_string(&reader->json, &text)) return false;
    *out = text.raw;
    if (!text.escaped) return true;
    rap_text_clear(&reader->letters);
    if (!rap_json_unescape(text.raw, &reader->letters))
        return rap_json_damage(&reader->json, text.raw.data, "an escape that is none");
    if (reader->letters.failed) return rap_openalex_fail(reader);
    *out = (rap_span){rap_text_get(&reader->letters), reader->letters.length};
    return true;
}

bool rap_openalex_null(rap_openalex *reader)
{
    return rap_json_peek(&reader->json) == RAP_JSON_NULL && rap_json_skip(&reader->json, NULL);
}

bool rap_openalex_enter(rap_openalex *reader, char open, const char *what)
{
    rap_json_type type = rap_json_peek(&reader->json);
    if (type == (open == '{' ? RAP_JSON_OBJECT : RAP_JSON_ARRAY)) return rap_json_enter(&reader->json, open);
    rap_span found;
    return rap_json_skip(&reader->json, &found) && rap_openalex_refuse(reader, RAP_REJECT_SHAPE, found, what);
}

/* The part of an id behind the last slash, where all before it is openalex.org's; else the whole. */
static rap_span last_part(rap_span id)
{
    static const char home[] = "https://openalex.org/";
    if (id.length < sizeof home - 1 || memcmp(id.data, home, sizeof home - 1) != 0) return id;
    const char *slash = memrchr(id.data, '/', id.length);
    return (rap_span){slash + 1, id.length - (size_t)(slash + 1 - id.data)};
}

bool rap_openalex_text_number(rap_span text, char letter, uint64_t limit, uint64_t *out)
{
    rap_span digits = last_part(text);
    if (letter && (digits.length == 0 || *digits.data != letter)) return false;
    if (letter) digits = (rap_span){digits.data + 1, digits.length - 1};
    return rap_parse_u64(digits, limit, out);
}

bool rap_openalex_number(rap_openalex *reader, char letter, uint64_t limit, rap_reject reject, uint64_t *out)
{
    rap_json_type type = rap_json_peek(&reader->json);
    const char *at = reader->json.at;
    rap_span text;
    bool good = false;
    if (type == RAP_JSON_STRING) {
        if (!rap_openalex_text(reader, &text)) return false;
        good = rap_openalex_text_number(text, letter, limit, out);
    } else if (type == RAP_JSON_NUMBER) {
        if (!rap_json_number(&reader->json, &text)) return false;
        good = rap_parse_u64(text, limit, out);
    } else if (!rap_json_skip(&reader->json, NULL)) {
        return false;
    }
    if (good) return true;
    rap_span found = {at, (size_t)(reader->json.at - at)};
    return rap_openalex_refuse(reader, reject, found, reject == RAP_REJECT_ID ? rap_no_id : rap_no_topic);
}

bool rap_openalex_is_utf8(rap_span text)
{
    return rap_utf8_valid(text.data, text.length) == text.length;
}

/* Takes `count` digits, a few, from the front of `text`. */
static inline bool take_digits(rap_span *text, size_t count, uint64_t *out)
{
    if (text->length < count) return false;
    uint64_t value = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned digit = (unsigned)(text->data[i] - '0');
        if (digit > 9) return false;
        value = value * 10 + digit;
    }
    *out = value;
    *text = (rap_span){text->data + count, text->length - count};
    return true;
}

/* Takes one of the two letters, which may be the same. */
static inline bool take_letter(rap_span *text, char one, char other)
{
    if (!text->length || (*text->data != one && *text->data != other)) return false;
    *text = (rap_span){text->data + 1, text->length - 1};
    return true;
}

/* Days from 1 January 1970 to a date of the Gregorian calendar; false where there is no such day, or before 1970. */
static bool days_since_1970(uint64_t year, uint64_t month, uint64_t day, uint64_t *out)
{
    static const uint64_t before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (year < 1970 || month < 1 || month > 12 || day < 1) return false;
    if (day > before[month] - before[month - 1] + (leap && month == 2)) return false;
    uint64_t leaps =
        (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400);
    *out = (year - 1970) * 365 + leaps + before[month - 1] + (leap && month > 2) + day - 1;
    return true;
}

/* Takes HH:MM:SS with an optional fraction; microseconds. */
static bool take_time(rap_span *text, uint64_t *out)
{
    uint64_t hour, minute, second, micros = 0;
    if (!take_digits(text, 2, &hour) || !take_letter(text, ':', ':') || !take_digits(text, 2, &minute) ||
        !take_letter(text, ':', ':') || !take_digits(text, 2, &second) || hour > 23 || minute > 59 || second > 59)
        return false;
    if (take_letter(text, '.', '.')) {
        uint64_t digit, weight = 100000;
        if (!take_digits(text, 1, &digit)) return false;
        do micros += digit * weight, weight /= 10;
        while (take_digits(text, 1, &digit));
    }
    *out = ((hour * 60 + minute) * 60 + second) * 1000000 + micros;
    return true;
}

/* Takes Z, +HH:MM, +HHMM or nothing; `*ahead` is how far the clock was ahead of (or behind) universal time. */
static bool take_zone(rap_span *text, int64_t *ahead)
{
    *ahead = 0;
    if (text->length == 0 || take_letter(text, 'Z', 'Z')) return true;
    int64_t sign = *text->data == '-' ? -1 : 1;
    uint64_t hours, minutes;
    if (!take_letter(text, '+', '-') || !take_digits(text, 2, &hours)) return false;
    (void)take_letter(text, ':', ':');
    if (!take_digits(text, 2, &minutes) || hours > 23 || minutes > 59) return false;
    *ahead = sign * (int64_t)(hours * 60 + minutes) * 60000000;
    return true;
}

uint64_t rap_openalex_time(rap_span text)
{
    uint64_t year, month, day, days, time = 0;
    int64_t ahead = 0;
    if (!take_digits(&text, 4, &year) || !take_letter(&text, '-', '-') || !take_digits(&text, 2, &month) ||
        !take_letter(&text, '-', '-') || !take_digits(&text, 2, &day) || !days_since_1970(year, month, day, &days))
        return 0;
    if (text.length && (!take_letter(&text, 'T', ' ') || !take_time(&text, &time) || !take_zone(&text, &ahead)))
        return 0;
    if (text.length) return 0;
    int64_t value = (int64_t)(days * 86400000000u + time) - ahead;
    return value > 0 ? (uint64_t)value : 0;
}
