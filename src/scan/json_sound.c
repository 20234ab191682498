// SPDX-License-Identifier: Apache-2.0
/*
 * Is this line sound, from its first byte to its last? In one pass over blocks of 64 bytes, each as a few masks.
 *
 * Strings count as one token, from quote to quote. Then nearly all of the grammar says which token may stand behind
 * which, and that is a few shifts of the masks. Only two things need more: whether a comma parts members or elements,
 * for which the brackets are walked (a bit a level); and what is no digit in a number, an escape and UTF-8 beyond
 * ASCII, which are looked at one by one.
 *
 * It says sound or nothing: whoever hears nothing asks rap_json_check() and rap_utf8_valid(), which define what is
 * sound, and where and why it is not. So no place or reason is kept here, and what is rare may be left to them.
 */
#include "scan/block.h"
#include "scan/json.h"
#include "scan/json_grammar.h"

#if defined(__x86_64__)

/* One block: a bit a byte. The masks behind `text` are of bytes outside of strings, up to the end of the line. */
typedef struct marks {
    uint64_t slashes, controls, beyond_ascii;
    uint64_t text;        /* strings, without their closing quote */
    uint64_t first, last; /* opening and closing quotes */
    uint64_t opens, braces, closes, colons, commas, blanks;
    uint64_t plain, digits, zeros; /* whatever else: numbers and words; of those, digits; of these, 0 */
} marks;

/* What a block has to know of those before it: single bits where not said otherwise. */
typedef struct course {
    const char *end;
    const char *decoded, *escaped; /* UTF-8 and escapes were judged up to here */
    uint64_t levels;     /* the open brackets, the innermost lowest, 1 = an object; above the outermost stands a 1 */
    uint64_t hides;      /* the last byte was a backslash that hides the next */
    uint64_t inside;     /* all bits: in a string */
    uint64_t in_key, in_plain;
    uint64_t after_open, after_brace, after_comma, after_key, after_value;
} course;

/* The bits from place `n` on. */
static inline uint64_t from(size_t n)
{
    return n < 64 ? UINT64_MAX << n : 0;
}

/* The marked bytes that stand not before `judged`. */
static inline uint64_t not_before(const char *judged, uint64_t marked, const char *at)
{
    return judged > at ? marked & from((size_t)(judged - at)) : marked;
}

static bool is_utf8(course *line, uint64_t left, const char *at)
{
    while ((left = not_before(line->decoded, left, at)) != 0) {
        const char *first = at + __builtin_ctzll(left);
        size_t length = rap_utf8_sequence(first, (size_t)(line->end - first));
        if (!length) return false;
        line->decoded = first + length;
    }
    return true;
}

static bool are_escapes(course *line, uint64_t left, const char *at)
{
    while ((left = not_before(line->escaped, left, at)) != 0) {
        const char *behind = rap_json_escape_end(at + __builtin_ctzll(left), line->end);
        if (!behind) return false;
        line->escaped = behind;
    }
    return true;
}

/* Behind the number or word at `at`, or NULL. Reads up to four bytes, but judges none, beyond the end. */
static inline const char *plain_end(const char *at, const char *end)
{
    switch (*at) {
    case 't': return memcmp(at, "true", 4) == 0 ? at + 4 : NULL;
    case 'f': return memcmp(at, "false", 5) == 0 ? at + 5 : NULL;
    case 'n': return memcmp(at, "null", 4) == 0 ? at + 4 : NULL;
    default: return rap_json_number_end(at, end);
    }
}

static inline bool ends_value(char c)
{
    return c == ',' || c == '}' || c == ']' || rap_json_is_blank(c);
}

/* A run of digits is a number; looked at are those that are more, that begin with 0, or that leave the block. */
static inline bool are_values(const course *line, const marks *m, uint64_t starts, const char *at)
{
    uint64_t begun = line->in_plain ? m->plain & (m->plain + 1) : m->plain; /* without a run from the last block */
    uint64_t left = (begun & ~m->digits) | (begun & from(63)) | (starts & m->zeros & m->plain >> 1);
    while (left) {
        uint64_t up_to = left ^ (left - 1);
        const char *behind = plain_end(at + (63 - __builtin_clzll(starts & up_to)), line->end);
        if (!behind || !ends_value(*behind)) return false;
        left &= from((size_t)(behind - at));
    }
    return true;
}

/* Walks the brackets: each must close the innermost, the outermost at the end of the line. `*object`: who is in one. */
static inline bool are_nested(course *line, const marks *m, const char *at, uint64_t *object)
{
    uint64_t levels = line->levels;
    *object = 0 - (levels & 1);
    for (uint64_t left = m->opens | m->closes; left; left &= left - 1) {
        unsigned i = (unsigned)__builtin_ctzll(left);
        uint64_t was = levels & 1, kind = (unsigned char)at[i] >> 5 & 1; /* { and }, not [ and ], have this bit */
        if (m->opens >> i & 1) {
            if (levels >> 63) return false;
            levels = levels << 1 | kind;
        } else {
            if (was != kind) return false;
            levels >>= 1;
            if (levels == 1 && at + i + 1 != line->end) return false;
        }
        *object ^= (0 - ((levels ^ was) & 1)) << i << 1;
    }
    line->levels = levels;
    return true;
}

/* The bytes behind `tokens`, white space apart: a bit that is added to a run of it carries to behind the run. */
static inline uint64_t behind(uint64_t tokens, uint64_t blanks, uint64_t *carry)
{
    uint64_t next = tokens << 1 | *carry, over;
    bool goes_on = __builtin_add_overflow(next & blanks, blanks, &over);
    *carry = tokens >> 63 | goes_on;
    return (next | over) & ~blanks;
}

/* The closing quotes of the strings that begin at `keys`. */
static inline uint64_t key_ends(course *line, uint64_t keys, const marks *m)
{
    uint64_t over;
    line->in_key = __builtin_add_overflow(m->text, keys | line->in_key, &over);
    return over & m->last;
}

static inline __attribute__((always_inline)) bool is_sound(course *line, const marks *m, const char *at)
{
    uint64_t object, starts = m->plain & ~(m->plain << 1 | line->in_plain);
    if (m->controls & m->text) return false;
    if (m->beyond_ascii && !is_utf8(line, m->beyond_ascii, at)) return false;
    if (m->slashes && !are_escapes(line, m->slashes & m->text, at)) return false;
    if (m->plain && !are_values(line, m, starts, at)) return false;
    if (!are_nested(line, m, at, &object)) return false;
    uint64_t after_open = behind(m->opens, m->blanks, &line->after_open);
    uint64_t after_brace = behind(m->braces, m->blanks, &line->after_brace);
    uint64_t after_comma = behind(m->commas, m->blanks, &line->after_comma);
    uint64_t after_value = behind(m->closes | m->last | m->plain, m->blanks, &line->after_value);
    uint64_t keys = key_ends(line, m->first & (after_brace | (after_comma & object)), m);
    uint64_t after_key = behind(keys, m->blanks, &line->after_key);
    line->in_plain = m->plain >> 63;
    uint64_t wrong = (m->first | m->opens | starts) & after_value; /* a value right behind a value */
    wrong |= after_key ^ m->colons;                                /* a key without a colon, or the other way round */
    wrong |= m->commas & ~after_value;
    wrong |= m->closes & ~(after_value | after_open);
    wrong |= after_brace & ~(m->first | m->closes);
    wrong |= after_comma & object & ~m->first;
    return wrong == 0;
}

#define NAME(x) x##_sse2
#define TARGET TARGET_SSE2
#include "scan/json_sound_template.h"

#define NAME(x) x##_avx2
#define TARGET TARGET_AVX2
#include "scan/json_sound_template.h"

#define NAME(x) x##_avx512
#define TARGET TARGET_AVX512
#include "scan/json_sound_template.h"

#endif

bool rap_json_sound(rap_span text)
{
    if (text.length == 0 || text.data[0] != '{') return false;
    switch (rap_cpu_choice()) {
#if defined(__x86_64__)
    case RAP_CPU_SSE2: return sound_sse2(text);
    case RAP_CPU_AVX2: return sound_avx2(text);
    case RAP_CPU_AVX512: return sound_avx512(text);
#endif
    default: return false;
    }
}
