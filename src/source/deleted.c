// SPDX-License-Identifier: Apache-2.0
/* deleted - read line by line, sorted once. */
#include "source/deleted.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "scan/feed.h"

static rap_span without_quotes(rap_span text)
{
    text = rap_span_trim(text);
    if (text.length >= 2 && text.data[0] == '"' && text.data[text.length - 1] == '"')
        return (rap_span){text.data + 1, text.length - 2};
    return text;
}

/* Which column holds the ids, from the header line. */
static bool find_column(rap_span header, size_t *out)
{
    rap_span cell;
    bool found = false;
    for (size_t i = 0; rap_span_next(&header, ',', &cell); i++) {
        cell = without_quotes(cell);
        bool best = rap_span_is(cell, "work_id");
        if (best || (!found && rap_span_is(cell, "id"))) *out = i;
        found |= best || rap_span_is(cell, "id");
        if (best) break;
    }
    return found;
}

static bool parse_id(rap_span line, size_t column, uint64_t *out)
{
    rap_span cell;
    for (size_t i = 0; rap_span_next(&line, ',', &cell); i++) {
        if (i < column) continue;
        cell = without_quotes(cell);
        for (size_t k = cell.length; k > 0; k--) {
            if (cell.data[k - 1] != '/') continue;
            cell = (rap_span){cell.data + k, cell.length - k};
            break;
        }
        if (cell.length < 2 || (cell.data[0] != 'W' && cell.data[0] != 'w')) return false;
        return rap_parse_u64((rap_span){cell.data + 1, cell.length - 1}, UINT64_MAX, out);
    }
    return false;
}

/* Where the reading of the file stands. */
typedef struct reading {
    rap_deleted ids;
    uint64_t limit;
    size_t column;
    bool header_seen;
} reading;

static rap_status read_line(reading *r, rap_span line, uint64_t number, rap_error *err)
{
    if (!r->header_seen) {
        r->header_seen = true;
        if (find_column(line, &r->column)) return RAP_OK;
        return rap_fail_line(err, RAP_E_FORMAT, number, "expected a header with work_id or id, found \"%.*s\"",
                             (int)(line.length < 60 ? line.length : 60), line.data);
    }
    uint64_t id;
    if (!parse_id(line, r->column, &id))
        return rap_fail_line(err, RAP_E_FORMAT, number, "expected an id W<digits>, found \"%.*s\"",
                             (int)(line.length < 60 ? line.length : 60), line.data);
    if ((r->ids.n + 1) * sizeof id > r->limit)
        return rap_fail(err, RAP_E_USAGE, "more than %zu deleted ids do not fit in the memory allowed: allow more",
                        r->ids.n);
    if (!rap_reserve(&r->ids.ids, &r->ids.room, r->ids.n + 1, sizeof id)) return rap_fail_memory(err);
    r->ids.ids[r->ids.n++] = id;
    return RAP_OK;
}

static rap_status read_feed(reading *r, rap_feed *feed, const char *path, rap_error *err)
{
    for (;;) {
        rap_block block;
        RAP_TRY(rap_feed_next(feed, &block, err));
        if (block.text.length == 0) return RAP_OK;
        rap_span rest = block.text, line;
        for (uint64_t number = block.first_line; rap_span_next(&rest, '\n', &line); number++) {
            line = rap_span_trim(line);
            rap_status status = line.length ? read_line(r, line, number, err) : RAP_OK;
            if (status != RAP_OK) return rap_context(err, status, "%s", path);
        }
    }
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

rap_status rap_deleted_read(const char *path, uint64_t limit, rap_deleted *out, rap_error *err)
{
    reading r = {.limit = limit};
    rap_feed *feed;
    RAP_TRY(rap_feed_open(path, &feed, err));
    rap_status status = read_feed(&r, feed, path, err);
    rap_feed_close(feed);
    if (status != RAP_OK) {
        rap_deleted_release(&r.ids);
        return status;
    }
    if (r.ids.n) qsort(r.ids.ids, r.ids.n, sizeof *r.ids.ids, by_number);
    *out = r.ids;
    return RAP_OK;
}

void rap_deleted_release(rap_deleted *deleted)
{
    rap_free(deleted->ids);
    *deleted = (rap_deleted){0};
}

bool rap_deleted_has(const rap_deleted *deleted, uint64_t id)
{
    return deleted->n && bsearch(&id, deleted->ids, deleted->n, sizeof id, by_number);
}
