// SPDX-License-Identifier: Apache-2.0
/*
 * One walk over the members of a work. The members that are needed, and what they mean:
 *
 *   id                 W and digits, as a URL or alone, or an integer; must be there
 *   updated_date       date, or date and time with or without a zone; what is no time counts as absent
 *   publication_year   integer in 1000 .. 2050; absent, null = not known
 *   type               a short word of a-z, 0-9 and -; absent, null = "unknown"
 *   primary_location   .source.type = "journal" makes the venue journal; anything else, of any shape, other
 *   host_venue         .type likewise, only in old records: without is_xpac, and without a source in primary_location
 *   authorships        openalex_authors.c
 *   primary_topic      openalex_topic.c
 *   is_xpac, is_paratext, is_retracted    true or false; absent, null = false
 *
 * Of a member that stands twice the first counts. Once all have been seen, the rest of the line is not looked at; and
 * where only updated_date is missing and the line ends with it (as in the snapshot, where it is the last member), it is
 * read there. In sound JSON that is no guess: the last bracket closes the work, the quote before it ends a text, and
 * going back over letters of a time to a quote, a colon and "updated_date" behind a comma meets no other string.
 */
#include "source/openalex.h"

#include "base/alloc.h"
#include "source/openalex_reader.h"

enum {
    XPAC = 1 << 0,
    VENUE = 1 << 1,
    AUTHORSHIPS = 1 << 2,
    PARATEXT = 1 << 3,
    RETRACTED = 1 << 4,
    UPDATED = 1 << 5,
    TOPIC = 1 << 6,
    YEAR = 1 << 7,
    LOCATION = 1 << 8,
    ID = 1 << 9,
    TYPE = 1 << 10,
    ALL = (1 << 11) - 1,
    NEEDED = ALL & ~VENUE, /* a record that has is_xpac is not old */
    FREQUENT = ID | TYPE   /* once seen they are not looked for, which spares a search at each object inside */
};

/* In the order of their bits. The last two stand in many objects inside of a work, too. */
static const char *const members[] = {"is_xpac",       "host_venue",       "authorships",      "is_paratext",
                                      "is_retracted",  "updated_date",     "primary_topic",    "publication_year",
                                      "primary_location", "id",            "type"};
enum { MEMBERS = sizeof members / sizeof *members, RARER = MEMBERS - 2 };

/* What is gathered of one work besides the authors. */
typedef struct gathered {
    bool in_order; /* the topic is not put off */
    unsigned seen;
    char type[RAP_TYPE_MAX + 1];
    bool has_source, journal, venue_journal;
} gathered;

const char *rap_reject_text(rap_reject reject)
{
    static const char *const text[] = {
        [RAP_REJECT_NONE] = "accepted",
        [RAP_REJECT_JSON] = "invalid JSON",
        [RAP_REJECT_UTF8] = "invalid UTF-8",
        [RAP_REJECT_ID] = "no valid id",
        [RAP_REJECT_YEAR] = "invalid publication year",
        [RAP_REJECT_COUNTRY] = "unknown country code",
        [RAP_REJECT_TOPIC] = "invalid topic",
        [RAP_REJECT_TYPE] = "invalid document type",
        [RAP_REJECT_SHAPE] = "unexpected shape",
        [RAP_REJECT_TOO_LONG] = "line too long",
    };
    return (unsigned)reject < RAP_REJECT_END ? text[reject] : "unknown reason";
}

rap_status rap_openalex_new(const rap_catalog *catalog, bool union_rule, bool strict, rap_openalex **out,
                            rap_error *err)
{
    rap_openalex *reader = rap_alloc(1, sizeof *reader);
    if (!reader) return rap_fail_memory(err);
    reader->memo = rap_memo_new();
    if (!reader->memo) {
        rap_openalex_free(reader);
        return rap_fail_memory(err);
    }
    reader->union_rule = union_rule;
    reader->strict = strict;
    for (unsigned code = 0; code < RAP_CODES; code++) {
        char letters[2] = {(char)('A' + code / 26), (char)('A' + code % 26)};
        reader->place[code] = rap_place_of((rap_span){letters, 2});
        if (rap_catalog_knows(catalog, reader->place[code])) rap_code_add(&reader->known, code);
    }
    const char *keys[MEMBERS + 1] = {NULL};
    memcpy(keys, members, RARER * sizeof *keys);
    rap_skip_keys_init(&reader->keys.rarer, keys);
    memcpy(keys, members, sizeof members);
    rap_skip_keys_init(&reader->keys.work, keys);
    rap_skip_keys_init(&reader->keys.location, (const char *const[]){"source", NULL});
    rap_skip_keys_init(&reader->keys.venue, (const char *const[]){"type", NULL});
    rap_openalex_authors_keys(reader);
    rap_openalex_topic_keys(reader);
    *out = reader;
    return RAP_OK;
}

void rap_openalex_free(rap_openalex *reader)
{
    if (!reader) return;
    rap_memo_free(reader->memo);
    rap_authors_release(&reader->authors);
    rap_text_release(&reader->letters);
    for (unsigned level = 0; level < RAP_LEVELS; level++) rap_text_release(&reader->names[level]);
    rap_free(reader);
}

static bool read_flag(rap_openalex *reader, bool *out)
{
    rap_json_type type = rap_json_peek(&reader->json);
    rap_span found;
    if (!rap_json_skip(&reader->json, &found)) return false;
    if (type != RAP_JSON_TRUE && type != RAP_JSON_FALSE && type != RAP_JSON_NULL)
        return rap_openalex_refuse(reader, RAP_REJECT_SHAPE, found, "expected true or false");
    *out = type == RAP_JSON_TRUE;
    return true;
}

static bool read_year(rap_openalex *reader, int16_t *out)
{
    rap_json_type type = rap_json_peek(&reader->json);
    rap_span found;
    int64_t year;
    if (!rap_json_skip(&reader->json, &found)) return false;
    if (type == RAP_JSON_NULL) return true;
    if (type != RAP_JSON_NUMBER || !rap_json_integer(found, &year) || year < RAP_YEAR_FIRST || year > RAP_YEAR_LAST)
        return rap_openalex_refuse(reader, RAP_REJECT_YEAR, found, rap_no_year);
    *out = (int16_t)year;
    return true;
}

static bool read_type(rap_openalex *reader, char out[RAP_TYPE_MAX + 1])
{
    rap_span word = {"", 0};
    if (rap_openalex_null(reader)) return true;
    const char *at = reader->json.at;
    bool is_text = rap_json_peek(&reader->json) == RAP_JSON_STRING;
    if (!(is_text ? rap_openalex_text(reader, &word) : rap_json_skip(&reader->json, NULL))) return false;
    if (!rap_openalex_is_type(word))
        return rap_openalex_refuse(reader, RAP_REJECT_TYPE, (rap_span){at, (size_t)(reader->json.at - at)},
                                   rap_no_type);
    memcpy(out, word.data, word.length);
    out[word.length] = '\0';
    return true;
}

static bool read_updated(rap_openalex *reader, uint64_t *out)
{
    rap_span text;
    if (rap_json_peek(&reader->json) != RAP_JSON_STRING) return rap_json_skip(&reader->json, NULL);
    if (!rap_openalex_text(reader, &text)) return false;
    *out = rap_openalex_time(text);
    return true;
}

/* Members of another type than object count as absent: the venue is never a reason to refuse a work. */
static bool read_venue(rap_openalex *reader, bool *there, bool *journal)
{
    rap_json *json = &reader->json;
    unsigned which;
    rap_span type;
    if (rap_json_peek(json) != RAP_JSON_OBJECT) return rap_json_skip(json, NULL);
    *there = true;
    rap_json_enter(json, '{');
    if (!rap_json_find(json, &reader->keys.venue, &which)) return !json->problem;
    if (rap_json_peek(json) == RAP_JSON_STRING) {
        if (!rap_openalex_text(reader, &type)) return false;
        *journal = rap_span_is(type, "journal");
    }
    return rap_json_leave(json);
}

static bool read_location(rap_openalex *reader, gathered *work)
{
    rap_json *json = &reader->json;
    unsigned which;
    if (rap_json_peek(json) != RAP_JSON_OBJECT) return rap_json_skip(json, NULL);
    rap_json_enter(json, '{');
    if (!rap_json_find(json, &reader->keys.location, &which)) return !json->problem;
    return read_venue(reader, &work->has_source, &work->journal) && rap_json_leave(json);
}

static bool read_member(rap_openalex *reader, unsigned member, gathered *work, rap_work *out)
{
    bool there = false;
    switch (member) {
    case ID: return rap_openalex_number(reader, 'W', UINT64_MAX, RAP_REJECT_ID, &out->id);
    case TYPE: return read_type(reader, work->type);
    case XPAC: return read_flag(reader, &out->xpac);
    case PARATEXT: return read_flag(reader, &out->paratext);
    case RETRACTED: return read_flag(reader, &out->retracted);
    case UPDATED: return read_updated(reader, &out->updated);
    case YEAR: return read_year(reader, &out->fact.year);
    case TOPIC: return work->in_order ? rap_openalex_topic(reader, out) : rap_openalex_topic_later(reader);
    case LOCATION: return read_location(reader, work);
    case VENUE: return read_venue(reader, &there, &work->venue_journal);
    case AUTHORSHIPS: return rap_openalex_authorships(reader);
    default: return rap_json_skip(&reader->json, NULL);
    }
}

static const char *back_over_blanks(const char *at, const char *start)
{
    while (at > start && (at[-1] == ' ' || at[-1] == '\t' || at[-1] == '\r' || at[-1] == '\n')) at--;
    return at;
}

/* Goes back over one of `c`; NULL where something else stands there (or `at` is NULL). */
static const char *back_over(const char *at, const char *start, char c)
{
    if (!at) return NULL;
    at = back_over_blanks(at, start);
    return at > start && at[-1] == c ? at - 1 : NULL;
}

static bool is_time_letter(char c)
{
    return (c >= '0' && c <= ':') || c == '-' || c == '.' || c == 'T' || c == 'Z' || c == '+' || c == ' ';
}

/* Where the line ends with ,"updated_date":"..."} : takes it and all before it. */
static bool take_updated_at_end(rap_json *json, uint64_t *out)
{
    static const char key[] = "\"updated_date\"";
    const char *start = json->at;
    const char *behind = back_over(back_over(json->end, start, '}'), start, '"'), *at = behind;
    while (at && at > start && is_time_letter(at[-1])) at--;
    rap_span date = {at, at ? (size_t)(behind - at) : 0};
    if (!at || at == start || at[-1] != '"')
        return false; /* not back_over: blanks would be part of the text */
    at = back_over(at - 1, start, ':');
    if (at) at = back_over_blanks(at, start);
    if (!at || (size_t)(at - start) < sizeof key - 1 ||
        memcmp(at - (sizeof key - 1), key, sizeof key - 1) != 0)
        return false;
    if (!back_over(at - (sizeof key - 1), start, ',')) return false;
    *out = rap_openalex_time(date);
    json->at = json->end;
    return true;
}

/* The rest of the line is not read, but it must end like a work. */
static bool ends_with_bracket(rap_json *json)
{
    return back_over(json->end, json->at, '}') || rap_json_damage(json, json->end, "the text ends too early");
}

static bool read_members(rap_openalex *reader, gathered *work, rap_work *out)
{
    rap_json *json = &reader->json;
    unsigned which;
    bool tried = false;
    if (!rap_json_enter(json, '{')) return false;
    while (rap_json_find(json, (work->seen & FREQUENT) == FREQUENT ? &reader->keys.rarer : &reader->keys.work, &which)) {
        unsigned member = 1u << which;
        if (work->seen & member) continue;
        work->seen |= member;
        if (!read_member(reader, member, work, out)) return false;
        if ((work->seen & NEEDED) == NEEDED) return ends_with_bracket(json);
        if ((work->seen | UPDATED | VENUE) != ALL || tried) continue;
        tried = true;
        if (take_updated_at_end(json, &out->updated)) return true;
    }
    return rap_json_end(json);
}

/* Strict: every byte is judged before anything is read. A quick look first; what it leaves open is looked at closely. */
static bool judge(rap_openalex *reader, rap_span json)
{
    if (rap_json_sound(json)) return true;
    size_t valid = rap_utf8_valid(json.data, json.length), at;
    if (valid < json.length)
        return rap_openalex_refuse(reader, RAP_REJECT_UTF8, (rap_span){json.data + valid, 0},
                                   "invalid UTF-8");
    const char *problem;
    return rap_json_check(json, &at, &problem) || rap_json_damage(&reader->json, json.data + at, problem);
}

static bool read_work(rap_openalex *reader, rap_span json, bool in_order, rap_work *out)
{
    gathered work = {.in_order = in_order, .type = "unknown"};
    reader->reject = RAP_REJECT_NONE;
    reader->topic = (rap_span){NULL, 0};
    rap_json_init(&reader->json, json);
    rap_authors_begin(&reader->authors);
    if (reader->strict && !judge(reader, json)) return false;
    if (!read_members(reader, &work, out)) return false;
    if (reader->topic.data && !rap_openalex_topic_now(reader, out)) return false;
    if (!(work.seen & ID))
        return rap_openalex_refuse(reader, RAP_REJECT_ID, (rap_span){json.data, 0}, "no id");
    bool old = !(work.seen & XPAC);
    return rap_openalex_fact(reader, rap_span_of(work.type), work.has_source ? work.journal : old && work.venue_journal,
                             out);
}

rap_reject rap_openalex_read(rap_openalex *reader, rap_span json, rap_work *out, size_t *at,
                             const char **detail, bool *failed)
{
    rap_work work = {0};
    reader->failed = false;
    bool good = read_work(reader, json, false, &work);
    if (!good && reader->topic.data && !reader->failed) {
        work = (rap_work){0};
        good = read_work(reader, json, true, &work);
    }
    *failed = reader->failed;
    if (good) {
        *out = work;
        return RAP_REJECT_NONE;
    }
    if (reader->failed) return RAP_REJECT_END;
    if (reader->reject == RAP_REJECT_NONE)
        rap_openalex_refuse(reader, RAP_REJECT_JSON, (rap_span){reader->json.at, 0}, reader->json.problem);
    *at = (size_t)(reader->reject_at - json.data);
    *detail = reader->detail;
    return reader->reject;
}
