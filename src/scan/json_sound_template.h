// SPDX-License-Identifier: Apache-2.0
/*
 * json_sound_template - one width of json_sound.c: from bytes to masks. Included once a variant, with NAME(x), which
 * gives x the variant's suffix, and TARGET, the attributes that allow its instructions; it undefines both. See
 * scan/block.h for what it calls.
 */

/* All marks of the block at `at`, of which only the bytes `within` the line count. */
TARGET static inline marks NAME(marks)(course *line, const char *at, uint64_t within)
{
    const NAME(block) bytes = NAME(load)(at), folded = NAME(fold)(bytes);
    marks m = {.slashes = NAME(equal)(bytes, '\\') & within};
    uint64_t quotes = NAME(equal)(bytes, '"') & within;
    if (m.slashes | line->hides) quotes &= ~hidden_by(m.slashes, &line->hides);
    m.text = NAME(prefix_xor)(quotes) ^ line->inside;
    line->inside = 0 - (m.text >> 63);
    m.first = quotes & m.text;
    m.last = quotes & ~m.text;
    m.controls = NAME(below)(bytes, 0x20) & within;
    m.beyond_ascii = NAME(beyond_ascii)(bytes) & within;
    uint64_t outside = ~(m.text | quotes) & within;
    m.opens = NAME(equal)(folded, '{') & outside;
    m.braces = NAME(equal)(bytes, '{') & outside;
    m.closes = NAME(equal)(folded, '}') & outside;
    m.colons = NAME(equal)(bytes, ':') & outside;
    m.commas = NAME(equal)(bytes, ',') & outside;
    uint64_t rest = outside & ~(m.opens | m.closes | m.colons | m.commas);
    if (!rest) return m;
    m.blanks = NAME(equal)(bytes, ' ');
    if (m.controls & rest) m.blanks |= NAME(equal)(bytes, '\t') | NAME(equal)(bytes, '\n') | NAME(equal)(bytes, '\r');
    m.blanks &= rest;
    m.plain = rest & ~m.blanks;
    m.digits = NAME(below)(bytes, '9' + 1) & ~NAME(below)(bytes, '0');
    m.zeros = NAME(equal)(bytes, '0');
    return m;
}

TARGET static bool NAME(sound)(rap_span text)
{
    course line = {.end = text.data + text.length, .levels = 1};
    for (const char *at = text.data; at < line.end; at += 64) {
        marks m = NAME(marks)(&line, at, line.end - at < 64 ? ~from((size_t)(line.end - at)) : UINT64_MAX);
        if (!is_sound(&line, &m, at)) return false;
    }
    return line.levels == 1;
}

#undef NAME
#undef TARGET
