// SPDX-License-Identifier: Apache-2.0
#include "cmd/prose.h"

enum { WIDTH = 78 };

static void add_blanks(rap_text *out, size_t n)
{
    for (; n > 0; n--) rap_text_puts(out, " ");
}

/* Adds the words of one line of source text; the line in `out` is at `column`, behind a blank or at its beginning. */
static void add_words(rap_text *out, size_t indent, size_t column, rap_span text)
{
    rap_span word;
    bool fresh = true;
    while (rap_span_next(&text, ' ', &word)) {
        if (word.length == 0) continue;
        size_t width = rap_utf8_width(word.data, word.length);
        if (!fresh && column + 1 + width > WIDTH) {
            rap_text_puts(out, "\n");
            add_blanks(out, indent);
            column = indent;
            fresh = true;
        }
        if (!fresh) rap_text_puts(out, " ");
        column += width + !fresh;
        rap_text_add(out, word.data, word.length);
        fresh = false;
    }
    rap_text_puts(out, "\n");
}

void prose_add(rap_text *out, size_t indent, const char *text)
{
    rap_span rest = rap_span_of(text), line;
    while (rap_span_next(&rest, '\n', &line)) {
        add_blanks(out, indent);
        add_words(out, indent, indent, line);
    }
}

void prose_add_pair(rap_text *out, size_t indent, size_t at, const char *name, const char *text)
{
    size_t width = indent + rap_utf8_width(name, rap_span_of(name).length);
    add_blanks(out, indent);
    rap_text_puts(out, name);
    if (width + 2 > at) {
        rap_text_puts(out, "\n");
        width = 0;
    }
    add_blanks(out, at - width);
    add_words(out, at, at, rap_span_of(text));
}

void prose_add_hanging(rap_text *out, size_t column, size_t indent, const char *text)
{
    add_words(out, indent, column, rap_span_of(text));
}
