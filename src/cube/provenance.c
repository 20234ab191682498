// SPDX-License-Identifier: Apache-2.0
#include "cube/provenance.h"

#include <stdlib.h>

#include "base/alloc.h"

/* A line and the text it stands in; for a line of a file `text` becomes its bytes and hash. */
typedef struct line {
    rap_span text, name;
    size_t owner;
} line;

typedef struct lines {
    line *at;
    size_t n, capacity;
} lines;

static rap_status add_line(lines *list, rap_span text, size_t owner, rap_error *err)
{
    if (!rap_reserve(&list->at, &list->capacity, list->n + 1, sizeof *list->at)) return rap_fail_memory(err);
    list->at[list->n++] = (line){.text = text, .owner = owner};
    return RAP_OK;
}

static int compare_lines(const void *a, const void *b)
{
    const line *x = a, *y = b;
    int order = rap_span_compare(x->text, y->text);
    return order ? order : (x->owner > y->owner) - (x->owner < y->owner);
}

static rap_status collect(const rap_span *texts, size_t n, lines *list, rap_error *err)
{
    for (size_t i = 0; i < n; i++) {
        rap_span rest = texts[i], text;
        while (rap_span_next(&rest, '\n', &text))
            if (text.length) RAP_TRY(add_line(list, text, i, err));
    }
    if (list->n) qsort(list->at, list->n, sizeof *list->at, compare_lines);
    return RAP_OK;
}

rap_status rap_provenance_unite(const rap_span *texts, size_t n, rap_text *out, rap_error *err)
{
    lines list = {0};
    rap_status status = collect(texts, n, &list, err);
    for (size_t i = 0; status == RAP_OK && i < list.n; i++) {
        if (i > 0 && rap_span_compare(list.at[i - 1].text, list.at[i].text) == 0) continue;
        rap_text_add(out, list.at[i].text.data, list.at[i].text.length);
        rap_text_puts(out, "\n");
    }
    rap_free(list.at);
    if (status == RAP_OK && out->failed) status = rap_fail_memory(err);
    return status;
}

bool rap_provenance_is_canonical(rap_span text)
{
    rap_span before = {NULL, 0}, rest = text, next;
    if (text.length == 0) return true;
    if (text.data[text.length - 1] != '\n') return false;
    rest.length--;
    while (rap_span_next(&rest, '\n', &next)) {
        if (next.length == 0 || (before.data && rap_span_compare(before, next) >= 0)) return false;
        before = next;
    }
    return true;
}

/* Splits "file<TAB>name<TAB>bytes<TAB>hash..." ; `same` is "bytes<TAB>hash". False for other lines, and for empty
 * files, which are all alike. */
static bool split_file(rap_span text, rap_span *name, rap_span *same)
{
    rap_span rest = text, key, bytes, hash;
    if (!rap_span_next(&rest, '\t', &key) || !rap_span_is(key, "file") || !rap_span_next(&rest, '\t', name) ||
        !rap_span_next(&rest, '\t', &bytes) || !rap_span_next(&rest, '\t', &hash) || rap_span_is(bytes, "0"))
        return false;
    *same = (rap_span){bytes.data, (size_t)(hash.data + hash.length - bytes.data)};
    return true;
}

/* Keeps of `list` the lines of files, each as its "bytes<TAB>hash", sorted. */
static void keep_files(lines *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++) {
        rap_span name, same;
        if (split_file(list->at[i].text, &name, &same))
            list->at[kept++] = (line){same, name, list->at[i].owner};
    }
    list->n = kept;
    if (kept) qsort(list->at, kept, sizeof *list->at, compare_lines);
}

static rap_status check_files(const lines *files, rap_error *err)
{
    for (size_t i = 1; i < files->n; i++) {
        line a = files->at[i - 1], b = files->at[i];
        if (a.owner == b.owner || rap_span_compare(a.text, b.text) != 0) continue;
        return rap_fail(
            err, RAP_E_USAGE,
            "cubes %zu and %zu were both made from the file %.*s (same size and hash): its works would "
            "count twice",
            a.owner + 1, b.owner + 1, (int)(b.name.length < 200 ? b.name.length : 200), b.name.data);
    }
    return RAP_OK;
}

static rap_status check_releases(const lines *list, rap_error *err)
{
    rap_span release = {NULL, 0};
    for (size_t i = 0; i < list->n; i++) {
        rap_span rest = list->at[i].text, key;
        if (!rap_span_next(&rest, '\t', &key) || !rap_span_is(key, "release") || !rest.data) continue;
        if (release.data && rap_span_compare(release, rest) != 0)
            return rap_fail(err, RAP_E_USAGE, "the cubes are of different releases, %.*s and %.*s",
                            (int)(release.length < 100 ? release.length : 100), release.data,
                            (int)(rest.length < 100 ? rest.length : 100), rest.data);
        release = rest;
    }
    return RAP_OK;
}

rap_status rap_provenance_check(const rap_span *texts, size_t n, rap_error *err)
{
    lines list = {0};
    rap_status status = collect(texts, n, &list, err);
    if (status == RAP_OK) status = check_releases(&list, err);
    if (status == RAP_OK) {
        keep_files(&list);
        status = check_files(&list, err);
    }
    rap_free(list.at);
    return status;
}
