// SPDX-License-Identifier: Apache-2.0
/*
 * A line without quotes, which is nearly every line, is a row and is split where it stands. One with quotes is walked
 * field by field; where a quoted field goes on behind the block that was read, the row is carried to a buffer and tried
 * again with the next block behind it.
 */
#include "scan/csv.h"

#include <string.h>
#include <xxhash.h>

#include "base/alloc.h"
#include "scan/feed.h"

struct rap_csv {
    char *name;
    rap_feed *feed;          /* NULL for a text in memory */
    rap_span text;           /* the whole of that text */
    char separator;          /* 0 = not known yet */
    bool begun, ended;       /* ended: nothing follows `rest` */
    bool zero;               /* what ended it is a byte 0, which is still to be told */
    rap_span rest;           /* read, and not yet given as rows */
    uint64_t line;           /* number of the line at the start of `rest` */
    rap_text carry;          /* where `rest` lies in a row that did not fit its block */
    rap_span *fields;
    size_t n, field_capacity;
    char *plain;             /* quoted fields of the row without their quotes */
    size_t plain_used, plain_capacity;
};

/* How an attempt to take a row ended. */
typedef enum attempt { ATTEMPT_ROW, ATTEMPT_MORE, ATTEMPT_BAD, ATTEMPT_MEMORY } attempt;

static rap_status new_reader(const char *name, char separator, rap_csv **out, rap_error *err)
{
    rap_csv *csv = rap_alloc(1, sizeof *csv);
    char *copy = rap_strndup(name, strlen(name));
    if (!csv || !copy) {
        rap_free(csv);
        rap_free(copy);
        return rap_fail_memory(err);
    }
    csv->name = copy;
    csv->separator = separator;
    csv->line = 1;
    *out = csv;
    return RAP_OK;
}

rap_status rap_csv_open(const char *path, char separator, rap_csv **out, rap_error *err)
{
    rap_csv *csv = NULL;
    RAP_TRY(new_reader(path, separator, &csv, err));
    rap_status status = rap_feed_open(path, &csv->feed, err);
    if (status == RAP_OK) *out = csv;
    else rap_csv_close(csv);
    return status;
}

rap_status rap_csv_open_text(const char *name, rap_span text, char separator, rap_csv **out, rap_error *err)
{
    RAP_TRY(new_reader(name, separator, out, err));
    (*out)->text = text;
    return RAP_OK;
}

void rap_csv_close(rap_csv *csv)
{
    if (!csv) return;
    rap_feed_close(csv->feed);
    rap_text_release(&csv->carry);
    rap_free(csv->fields);
    rap_free(csv->plain);
    rap_free(csv->name);
    rap_free(csv);
}

const char *rap_csv_name(const rap_csv *csv)
{
    return csv->name;
}

uint64_t rap_csv_hash(const rap_csv *csv)
{
    return csv->feed ? rap_feed_hash(csv->feed) : XXH3_64bits(csv->text.data, csv->text.length);
}

uint64_t rap_csv_consumed(const rap_csv *csv)
{
    return csv->feed ? rap_feed_consumed(csv->feed) : csv->begun ? csv->text.length : 0;
}

/* -------------------------------------------------------------------- blocks */

static uint64_t lines_in(rap_span text)
{
    uint64_t n = 0;
    for (const char *at = text.data, *end = text.data + text.length; at < end; n++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (!at) break;
        at++;
    }
    return n;
}

static rap_status fail_at(const rap_csv *csv, rap_error *err, uint64_t line, const char *what)
{
    return rap_context(err, rap_fail_line(err, RAP_E_FORMAT, line, "%s", what), "%s", csv->name);
}

static rap_status next_block(rap_csv *csv, rap_span *out, rap_error *err)
{
    rap_block block = {.text = csv->text, .first_line = 1};
    if (csv->feed) {
        RAP_TRY(rap_feed_next(csv->feed, &block, err));
    } else {
        if (csv->begun) block.text = (rap_span){NULL, 0};
        else if (block.text.length >= 3 && memcmp(block.text.data, "\xEF\xBB\xBF", 3) == 0)
            block.text = (rap_span){block.text.data + 3, block.text.length - 3};
    }
    csv->begun = true;
    csv->ended = block.text.length == 0;
    if (block.too_long) {
        csv->ended = true;
        return fail_at(csv, err, csv->line + lines_in(csv->rest), "a line is too long to be a row of a table");
    }
    const char *zero = block.text.length ? memchr(block.text.data, 0, block.text.length) : NULL;
    if (zero) { /* the lines before it are text, and come out first */
        while (zero > block.text.data && zero[-1] != '\n') zero--;
        block.text.length = (size_t)(zero - block.text.data);
        csv->zero = csv->ended = true;
    }
    *out = block.text;
    return RAP_OK;
}

/* Puts the next block behind what is left of this one. */
static rap_status read_on(rap_csv *csv, rap_error *err)
{
    rap_span more = {NULL, 0};
    if (csv->rest.length == 0) {
        RAP_TRY(next_block(csv, &more, err));
        csv->rest = more;
        return RAP_OK;
    }
    rap_text joined = {0};
    rap_text_add(&joined, csv->rest.data, csv->rest.length);
    if (!joined.failed) {
        rap_text_release(&csv->carry);
        csv->carry = joined;
        csv->rest = (rap_span){joined.data, joined.length};
        RAP_TRY(next_block(csv, &more, err));
        rap_text_add(&csv->carry, more.data, more.length);
        csv->rest = (rap_span){csv->carry.data, csv->carry.length};
    }
    bool failed = joined.failed || csv->carry.failed;
    if (joined.failed) rap_text_release(&joined);
    return failed ? rap_fail_memory(err) : RAP_OK;
}

/* ---------------------------------------------------------------------- rows */

/* 0 where the first row goes on behind `text`, and `more` can be read. */
static char find_separator(rap_span text, bool more)
{
    static const char candidates[] = ",;\t";
    size_t count[3] = {0}, i = 0;
    bool quoted = false;
    while (i < text.length && (text.data[i] == '\n' || text.data[i] == '\r')) i++; /* empty lines */
    for (; i < text.length && (quoted || text.data[i] != '\n'); i++) {
        if (text.data[i] == '"') quoted = !quoted;
        for (int c = 0; c < 3 && !quoted; c++) count[c] += text.data[i] == candidates[c];
    }
    if (i >= text.length && more && text.length <= RAP_CSV_ROW_MAX) return 0;
    int best = 0;
    for (int c = 1; c < 3; c++)
        if (count[c] > count[best]) best = c;
    return candidates[best];
}

static bool add_field(rap_csv *csv, const char *data, size_t length)
{
    if (!rap_reserve(&csv->fields, &csv->field_capacity, csv->n + 1, sizeof *csv->fields)) return false;
    csv->fields[csv->n++] = (rap_span){data, length};
    return true;
}

/* The length of the first line, and of what ends it. */
static size_t line_length(rap_span text, size_t *ending)
{
    const char *end = memchr(text.data, '\n', text.length);
    size_t length = end ? (size_t)(end - text.data) : text.length;
    *ending = end ? 1 : 0;
    if (end && length > 0 && text.data[length - 1] == '\r') {
        length--;
        *ending = 2;
    }
    return length;
}

static attempt split_plain(rap_csv *csv, rap_span line)
{
    rap_span part;
    while (rap_span_next(&line, csv->separator, &part))
        if (!add_field(csv, part.data, part.length)) return ATTEMPT_MEMORY;
    return ATTEMPT_ROW;
}

/* Takes a field that begins with a quote at *at; leaves *at behind the closing one. */
static attempt take_quoted(rap_csv *csv, rap_span text, size_t *at)
{
    char *start = csv->plain + csv->plain_used;
    size_t length = 0;
    for (size_t i = *at + 1;;) {
        const char *quote = i < text.length ? memchr(text.data + i, '"', text.length - i) : NULL;
        if (!quote) return ATTEMPT_MORE;
        size_t piece = (size_t)(quote - text.data) - i;
        memcpy(start + length, text.data + i, piece);
        length += piece;
        i += piece + 1;
        if (i == text.length && !csv->ended) return ATTEMPT_MORE; /* the next block may begin with its twin */
        if (i == text.length || text.data[i] != '"') {
            csv->plain_used += length;
            *at = i;
            return add_field(csv, start, length) ? ATTEMPT_ROW : ATTEMPT_MEMORY;
        }
        start[length++] = '"';
        i++;
    }
}

static attempt take_unquoted(rap_csv *csv, rap_span text, size_t *at)
{
    size_t i = *at;
    while (i < text.length && text.data[i] != csv->separator && text.data[i] != '\n' && text.data[i] != '"') i++;
    if (i < text.length && text.data[i] == '"') return ATTEMPT_BAD;
    size_t length = i - *at;
    if (i < text.length && text.data[i] == '\n' && length > 0 && text.data[i - 1] == '\r') length--;
    bool added = add_field(csv, text.data + *at, length);
    *at = i;
    return added ? ATTEMPT_ROW : ATTEMPT_MEMORY;
}

/* Takes a row in which quotes stand; `*used` is its length with the end of its line. */
static attempt split_quoted(rap_csv *csv, rap_span text, size_t *used, const char **why)
{
    bool cut = text.length > RAP_CSV_ROW_MAX;
    if (cut) text.length = RAP_CSV_ROW_MAX;
    if (!rap_reserve(&csv->plain, &csv->plain_capacity, text.length, 1)) return ATTEMPT_MEMORY;
    csv->plain_used = 0;
    for (size_t at = 0;; at++) {
        *why = "a quote inside a field that does not begin with one (such a field is written in quotes, its quotes doubled)";
        bool quoted = at < text.length && text.data[at] == '"';
        attempt field = quoted ? take_quoted(csv, text, &at) : take_unquoted(csv, text, &at);
        if (field != ATTEMPT_ROW) return field;
        if (quoted && at + 1 < text.length && text.data[at] == '\r' && text.data[at + 1] == '\n') at++;
        *used = at < text.length ? at + 1 : at;
        if (at == text.length) return cut ? ATTEMPT_MORE : ATTEMPT_ROW;
        if (text.data[at] == '\n') return ATTEMPT_ROW;
        *why = "expected a separator or the end of the line behind a closing quote";
        if (text.data[at] != csv->separator) return ATTEMPT_BAD;
    }
}

static attempt take_row(rap_csv *csv, size_t *used, const char **why)
{
    size_t ending, length = line_length(csv->rest, &ending);
    csv->n = 0;
    *used = length + ending;
    *why = "a row of more than 1 MiB: is a quote not closed?";
    if (length > RAP_CSV_ROW_MAX) return ATTEMPT_BAD;
    if (!memchr(csv->rest.data, '"', length)) return length ? split_plain(csv, (rap_span){csv->rest.data, length}) : ATTEMPT_ROW;
    attempt got = split_quoted(csv, csv->rest, used, why);
    if (got != ATTEMPT_MORE) return got;
    *why = "a row of more than 1 MiB: is a quote not closed?";
    if (csv->rest.length > RAP_CSV_ROW_MAX) return ATTEMPT_BAD;
    *why = "a quote is not closed";
    return csv->ended ? ATTEMPT_BAD : ATTEMPT_MORE;
}

static void advance(rap_csv *csv, size_t bytes)
{
    csv->line += lines_in((rap_span){csv->rest.data, bytes});
    csv->rest = (rap_span){csv->rest.data + bytes, csv->rest.length - bytes};
}

static rap_status refuse(rap_csv *csv, const char *why, rap_error *err)
{
    size_t ending, length = line_length(csv->rest, &ending);
    rap_status status = fail_at(csv, err, csv->line, why);
    advance(csv, length + ending);
    return status;
}

rap_status rap_csv_next(rap_csv *csv, rap_csv_row *out, rap_error *err)
{
    for (;;) {
        if (csv->rest.length == 0) {
            if (!csv->ended) RAP_TRY(read_on(csv, err));
            if (csv->rest.length == 0) break;
        }
        if (!csv->separator && !(csv->separator = find_separator(csv->rest, !csv->ended))) {
            RAP_TRY(read_on(csv, err));
            continue;
        }
        size_t used;
        const char *why;
        attempt got = take_row(csv, &used, &why);
        if (got == ATTEMPT_MEMORY) return rap_fail_memory(err);
        if (got == ATTEMPT_BAD) return refuse(csv, why, err);
        if (got == ATTEMPT_MORE) {
            RAP_TRY(read_on(csv, err));
            continue;
        }
        uint64_t line = csv->line;
        advance(csv, used);
        if (csv->n == 0) continue;
        *out = (rap_csv_row){csv->fields, csv->n, line};
        return RAP_OK;
    }
    if (csv->zero) {
        csv->zero = false;
        return fail_at(csv, err, csv->line, "a byte 0: expected text in UTF-8");
    }
    *out = (rap_csv_row){.line = csv->line};
    return RAP_OK;
}
