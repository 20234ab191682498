// SPDX-License-Identifier: Apache-2.0
#include "query/suggest.h"

#include <string.h>

enum { LONGEST = 64 };

static unsigned char folded(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* One row of the table of distances: `now` from the two rows before it. */
static void fill_row(size_t *now, const size_t *last, const size_t *before, rap_span a, rap_span b, size_t i)
{
    now[0] = i;
    for (size_t j = 1; j <= b.length; j++) {
        bool same = folded(a.data[i - 1]) == folded(b.data[j - 1]);
        size_t best = least(least(last[j], now[j - 1]) + 1, last[j - 1] + !same);
        if (i > 1 && j > 1 && folded(a.data[i - 1]) == folded(b.data[j - 2]) &&
            folded(a.data[i - 2]) == folded(b.data[j - 1]))
            best = least(best, before[j - 2] + 1);
        now[j] = best;
    }
}

static size_t distance(rap_span a, rap_span b)
{
    size_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= b.length; j++) rows[0][j] = j;
    for (size_t i = 1; i <= a.length; i++) fill_row(rows[i % 3], rows[(i + 2) % 3], rows[(i + 1) % 3], a, b, i);
    return rows[a.length % 3][b.length];
}

static bool begins_with(rap_span text, rap_span start)
{
    if (start.length < 3 || start.length > text.length) return false;
    for (size_t i = 0; i < start.length; i++)
        if (folded(text.data[i]) != folded(start.data[i])) return false;
    return true;
}

rap_suggest rap_suggest_init(rap_span wanted)
{
    bool searchable = wanted.length >= 3 && wanted.length <= LONGEST;
    return (rap_suggest){.wanted = wanted, .distance = searchable ? (wanted.length + 1) / 3 + 1 : 0};
}

void rap_suggest_try(rap_suggest *suggest, const char *candidate)
{
    rap_span name = rap_span_of(candidate);
    if (!candidate || suggest->distance == 0 || name.length > LONGEST) return;
    size_t d = begins_with(name, suggest->wanted) ? 1 : distance(suggest->wanted, name);
    if (d >= suggest->distance) return;
    suggest->distance = d;
    suggest->best = candidate;
}

const char *rap_suggest_text(const rap_suggest *suggest, char *out, size_t size)
{
    if (suggest->best)
        (void)snprintf(out, size, "; did you mean '%s'?", suggest->best);
    else if (size)
        out[0] = '\0';
    return out;
}
