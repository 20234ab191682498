// SPDX-License-Identifier: Apache-2.0
/* Bytes of columns -> numbers. Asked once for each entry of a dictionary, and for each value only where there is none. */
#include "source/openalex_parquet_reader.h"

#define FOUND_MAX 48 /* bytes kept of a bad text: more than a detail shows */

/* Bytes that are no value: kept to be shown, if a work uses them. */
static uint64_t bad(rap_openalex_parquet *works, rap_span text)
{
    rap_span shown = {text.data, text.length < FOUND_MAX ? text.length : FOUND_MAX};
    return RAP_BAD | rap_texts_number(&works->texts, shown);
}

static uint64_t map_number(rap_openalex_parquet *works, rap_span text, char letter)
{
    uint64_t number;
    return rap_openalex_text_number(text, letter, RAP_BAD - 1, &number) ? number : bad(works, text);
}

static uint64_t map_id(void *works, rap_span text)
{
    return map_number(works, text, 'W');
}

static uint64_t map_topic(void *works, rap_span text)
{
    return map_number(works, text, 'T');
}

static uint64_t map_node(void *works, rap_span text)
{
    return map_number(works, text, 0);
}

static uint64_t map_name(void *arg, rap_span text)
{
    rap_openalex_parquet *works = arg;
    return rap_openalex_is_utf8(text) ? rap_texts_number(&works->texts, text) : bad(works, text);
}

static uint64_t map_type(void *arg, rap_span text)
{
    rap_openalex_parquet *works = arg;
    return rap_openalex_is_type(text) ? rap_texts_number(&works->texts, text) : bad(works, text);
}

static uint64_t map_venue(void *works, rap_span text)
{
    (void)works;
    return rap_span_is(text, "journal");
}

static uint64_t map_time(void *works, rap_span text)
{
    (void)works;
    return rap_openalex_time(text);
}

/* INT96: nanoseconds of the day, day of the Julian calendar. */
static uint64_t map_julian(void *works, rap_span bytes)
{
    uint64_t nanos;
    uint32_t day;
    (void)works;
    memcpy(&nanos, bytes.data, sizeof nanos);
    memcpy(&day, bytes.data + sizeof nanos, sizeof day);
    bool inside = day >= 2440588 && day < 2440588 + 4000000 && nanos < RAP_MICROS_OF_DAY * 1000;
    return inside ? (day - 2440588) * RAP_MICROS_OF_DAY + nanos / 1000 : 0;
}

static uint64_t map_code(void *arg, rap_span text)
{
    rap_openalex_parquet *works = arg;
    unsigned code = rap_code_of(text);
    return code < RAP_CODES && rap_code_in(&works->reader->known, code) ? code : bad(works, text);
}

rap_parquet_map rap_openalex_map(rap_member member, const rap_parquet_node *node)
{
    bool name = member > RAP_MEMBER_LEVEL && member < RAP_MEMBER_VENUE && (member - RAP_MEMBER_LEVEL) % 2;
    if (member == RAP_MEMBER_ID) return map_id;
    if (member == RAP_MEMBER_TYPE) return map_type;
    if (member == RAP_MEMBER_VENUE || member == RAP_MEMBER_OLD_VENUE) return map_venue;
    if (member == RAP_MEMBER_UPDATED) return node->type == RAP_PARQUET_INT96 ? map_julian : map_time;
    return name ? map_name : member == RAP_MEMBER_VENUE - 2 ? map_topic : map_node;
}

rap_parquet_map rap_openalex_code_map(void)
{
    return map_code;
}
