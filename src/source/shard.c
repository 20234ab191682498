// SPDX-License-Identifier: Apache-2.0
/* shard - files divided by size; a folder's journal read as a shard; a set of shards proven whole. */
#include "source/shard.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "source/journal.h"
#include "source/manifest.h"

/* -------------------------------------------------------------- dividing */

typedef struct sized {
    uint64_t bytes;
    size_t input;
} sized;

static int largest_first(const void *a, const void *b)
{
    const sized *x = a, *y = b;
    if (x->bytes != y->bytes) return x->bytes < y->bytes ? 1 : -1;
    return (x->input > y->input) - (x->input < y->input); /* inputs are sorted by name */
}

static void divide(rap_snapshot *snapshot, sized *files, uint64_t *loads, uint32_t shard, uint32_t shards)
{
    for (size_t i = 0; i < snapshot->n_inputs; i++) {
        uint32_t least = 0;
        for (uint32_t s = 1; s < shards; s++) least = loads[s] < loads[least] ? s : least;
        loads[least] += files[i].bytes + 1; /* empty files go round, too */
        if (least + 1 == shard) continue;
        snapshot->inputs[files[i].input].elsewhere = true;
        snapshot->bytes -= files[i].bytes;
    }
}

rap_status rap_shard_divide(rap_snapshot *snapshot, uint32_t shard, uint32_t shards, rap_error *err)
{
    for (size_t i = 0; i < snapshot->n_inputs; i++)
        if (snapshot->inputs[i].stream)
            return rap_fail(err, RAP_E_USAGE, "%s can be read by one process only: shards need files",
                            rap_input_shown(&snapshot->inputs[i]));
    sized *files = rap_alloc(snapshot->n_inputs, sizeof *files);
    uint64_t *loads = rap_alloc(shards, sizeof *loads);
    bool ready = files && loads;
    for (size_t i = 0; ready && i < snapshot->n_inputs; i++) files[i] = (sized){snapshot->inputs[i].bytes, i};
    if (ready) {
        qsort(files, snapshot->n_inputs, sizeof *files, largest_first);
        divide(snapshot, files, loads, shard, shards);
    }
    rap_free(files);
    rap_free(loads);
    return ready ? RAP_OK : rap_fail_memory(err);
}

/* --------------------------------------------------------------- reading */

void rap_shard_release(rap_shard *shard)
{
    rap_free(shard->path);
    rap_free(shard->rule);
    rap_free(shard->filter);
    rap_free(shard->release);
    rap_snapshot_release(&shard->snapshot);
    rap_text_release(&shard->kin);
    rap_state_release(&shard->state);
    *shard = (rap_shard){0};
}

static rap_status not_ours(rap_error *err)
{
    return rap_fail(err, RAP_E_FORMAT, "the journal has a line that this version does not write");
}

static rap_status keep(rap_span text, char **out, rap_error *err)
{
    rap_text plain = {0};
    rap_journal_unescape(&plain, text);
    if (!plain.failed) *out = rap_strndup(rap_text_get(&plain), plain.length);
    rap_text_release(&plain);
    return *out ? RAP_OK : rap_fail_memory(err);
}

/* "2/5" */
static bool take_numbers(rap_span text, uint32_t *shard, uint32_t *shards)
{
    rap_span first;
    uint64_t i, n;
    if (!rap_span_next(&text, '/', &first) || !rap_parse_u64(first, RAP_SHARDS_MAX, &i) ||
        !rap_parse_u64(text, RAP_SHARDS_MAX, &n))
        return false;
    *shard = (uint32_t)i;
    *shards = (uint32_t)n;
    return i >= 1 && i <= n;
}

/* The value of "option<tab>name<tab>value", or false. */
static bool is_option(rap_span line, const char *name, rap_span *value)
{
    rap_span word;
    if (!rap_span_next(&line, '\t', &word) || !rap_span_is(word, "option")) return false;
    if (!rap_span_next(&line, '\t', &word) || !rap_span_is(word, name)) return false;
    *value = line;
    return line.data != NULL;
}

static rap_status take_option(rap_shard *s, rap_span line, rap_error *err)
{
    rap_span value;
    if (is_option(line, "shard", &value)) return take_numbers(value, &s->shard, &s->shards) ? RAP_OK : not_ours(err);
    if (is_option(line, "deleted-ids", &value)) return RAP_OK; /* its path may differ; "deletes" tells how many ids */
    rap_text_add(&s->kin, line.data, line.length);
    rap_text_puts(&s->kin, "\n");
    if (is_option(line, "rule", &value)) return keep(value, &s->rule, err);
    if (is_option(line, "left-out", &value)) return keep(value, &s->filter, err);
    if (is_option(line, "release", &value)) return keep(value, &s->release, err);
    if (is_option(line, "unique", &value)) s->unique = rap_span_is(value, "yes");
    if (is_option(line, "strict", &value)) s->strict = rap_span_is(value, "yes");
    if (is_option(line, "deletes", &value)) s->deletes = !rap_span_is(value, "0");
    return RAP_OK;
}

/* "input<tab>path<tab>7 bytes<tab>of 123", then for rows of Parquet "<tab>rows 0-100" and, but for the last, "<tab>more". */
static rap_status take_input(rap_shard *s, rap_span line, rap_error *err)
{
    rap_span word, path, size, rows = {NULL, 0};
    rap_input input = {0};
    rap_snapshot *all = &s->snapshot;
    bool good = rap_span_next(&line, '\t', &word) && rap_span_next(&line, '\t', &path) && rap_span_next(&line, '\t', &size) &&
                rap_span_next(&line, '\t', &word);
    if (good && line.data) input.parquet = rap_span_next(&line, '\t', &rows);
    input.more = line.data && rap_span_is(line, "more");
    rap_span number;
    if (!good || !rap_span_next(&size, ' ', &number) || !rap_parse_u64(number, UINT64_MAX, &input.bytes)) return not_ours(err);
    if (!rap_reserve(&all->inputs, &all->input_room, all->n_inputs + 1, sizeof input)) return rap_fail_memory(err);
    RAP_TRY(keep(path, &input.path, err));
    input.name = rap_input_name(input.path);
    all->inputs[all->n_inputs++] = input;
    all->bytes += input.bytes;
    rap_text_printf(&s->kin, "input\t%s\t%llu bytes\t%.*s%s\n", input.name, (unsigned long long)input.bytes, (int)rows.length,
                    rows.length ? rows.data : "", input.more ? "\tmore" : "");
    return s->kin.failed ? rap_fail_memory(err) : RAP_OK;
}

static bool starts_with(rap_span line, const char *word)
{
    size_t length = strlen(word);
    return line.length >= length && memcmp(line.data, word, length) == 0;
}

static rap_status see_line(void *arg, rap_span line, rap_error *err)
{
    rap_shard *s = arg;
    if (starts_with(line, "rapport\t")) {
        rap_text_add(&s->kin, line.data, line.length);
        rap_text_puts(&s->kin, "\n");
        return RAP_OK;
    }
    if (starts_with(line, "option\t")) return take_option(s, line, err);
    if (starts_with(line, "input\t")) return take_input(s, line, err);
    if (!s->state.files) RAP_TRY(rap_state_init(&s->state, s->snapshot.n_inputs, err));
    return rap_state_apply(&s->state, s->path, line, err);
}

static rap_status check_complete(const rap_shard *s, rap_error *err)
{
    if (s->shards == 0 || !s->rule || !s->filter)
        return rap_fail(err, RAP_E_FORMAT, "this is no shard: make one with 'rapport ingest openalex ... --shard 1/2 -o FOLDER'");
    if (s->snapshot.n_inputs == 0 || s->snapshot.inputs[s->snapshot.n_inputs - 1].more) return not_ours(err);
    if (s->state.complete) return RAP_OK;
    return rap_fail(err, RAP_E_FORMAT, "shard %u/%u is not complete: its ingest was stopped, or still runs; give the same command "
                    "again to end it", s->shard, s->shards);
}

rap_status rap_shard_read(const char *path, rap_shard *out, rap_error *err)
{
    *out = (rap_shard){.path = rap_strndup(path, strlen(path))};
    char *journal = rap_path_join(path, "journal");
    rap_status status = out->path && journal ? rap_journal_read(journal, see_line, out, err) : rap_fail_memory(err);
    if (status == RAP_OK) status = check_complete(out, err);
    if (status == RAP_E_FORMAT) status = rap_context(err, status, "%s", path);
    rap_free(journal);
    return status;
}

/* ------------------------------------------------------------- a whole set */

/* The first line in which two shards differ. */
static rap_status foreign(const rap_shard *a, const rap_shard *b, rap_error *err)
{
    rap_span x = {rap_text_get(&a->kin), a->kin.length}, y = {rap_text_get(&b->kin), b->kin.length};
    rap_span one = {"nothing more", 12}, other = one;
    bool same = true;
    while (same && (x.length || y.length)) {
        one = other = (rap_span){"nothing more", 12};
        if (x.length) (void)rap_span_next(&x, '\n', &one);
        if (y.length) (void)rap_span_next(&y, '\n', &other);
        same = rap_span_compare(one, other) == 0;
    }
    char had[120], has[120];
    (void)snprintf(had, sizeof had, "%.*s", (int)one.length, one.data);
    (void)snprintf(has, sizeof has, "%.*s", (int)other.length, other.data);
    for (char *c = had; *c; c++) *c = *c == '\t' ? ' ' : *c;
    for (char *c = has; *c; c++) *c = *c == '\t' ? ' ' : *c;
    return rap_fail(err, RAP_E_USAGE, "%s and %s are shards of two ingests: one has \"%s\", the other \"%s\"", a->path, b->path, had,
                    has);
}

static rap_status missing(const rap_shard *shards, size_t n, rap_error *err)
{
    char list[200] = "";
    uint32_t of = shards[0].shards, count = 0;
    for (uint32_t i = 1; i <= of; i++) {
        bool there = false;
        for (size_t k = 0; k < n; k++) there = there || shards[k].shard == i;
        size_t used = strlen(list);
        if (there || count++ >= 10) continue;
        (void)snprintf(list + used, sizeof list - used, "%s%u", used ? ", " : "", i);
    }
    return rap_fail(err, RAP_E_USAGE, "of %u shards %u %s missing (%s%s): give all of them", of, count, count == 1 ? "is" : "are", list,
                    count > 10 ? ", ..." : "");
}

rap_status rap_shards_check(const rap_shard *shards, size_t n, rap_error *err)
{
    for (size_t i = 1; i < n; i++) {
        bool same = shards[i].kin.length == shards[0].kin.length &&
                    memcmp(rap_text_get(&shards[i].kin), rap_text_get(&shards[0].kin), shards[0].kin.length) == 0;
        if (!same) return foreign(&shards[0], &shards[i], err);
        if (shards[i].shards != shards[0].shards)
            return rap_fail(err, RAP_E_USAGE, "%s is shard %u/%u, and %s is %u/%u: all must be of one division", shards[0].path,
                            shards[0].shard, shards[0].shards, shards[i].path, shards[i].shard, shards[i].shards);
        for (size_t k = 0; k < i; k++)
            if (shards[i].shard == shards[k].shard)
                return rap_fail(err, RAP_E_USAGE, "%s and %s are both shard %u/%u", shards[k].path, shards[i].path, shards[i].shard,
                                shards[i].shards);
    }
    return n == shards[0].shards ? RAP_OK : missing(shards, n, err);
}
