// SPDX-License-Identifier: Apache-2.0
#include "world/output.h"

#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/pool.h"
#include "world/sink.h"

#define FLUSH_AT ((size_t)1 << 20)
#define WORKS_PER_PAGE 25

/* What a job writes with; takes each line as soon as it is made. */
typedef struct writer {
    const world *w;
    shape shape;
    rap_text text;
    world_work work;
    rap_status (*flush)(struct writer *self, bool last, rap_error *err); /* called after each work, and at the end */
    void *arg;
    sink *sink;
    output_counts counts;
} writer;

static void writer_init(writer *self, const world *w, shape_style style)
{
    *self = (writer){.w = w};
    shape_init(&self->shape, style, w->catalog, &self->text);
}

static void writer_release(writer *self)
{
    shape_release(&self->shape);
    rap_text_release(&self->text);
    world_work_release(&self->work);
    sink_abort(self->sink);
}

static rap_status write_work(writer *self, uint64_t position, bool outdated, rap_error *err)
{
    size_t before = self->text.length;
    if (!world_work_at(self->w, position, outdated, &self->work) || !shape_work(&self->shape, &self->work))
        return rap_fail_memory(err);
    self->counts.lines++;
    self->counts.bytes += self->text.length - before;
    return self->flush(self, false, err);
}

/* The works of a part, and the outdated versions of works that stand two parts later. */
static rap_status write_part(writer *self, uint64_t part, rap_error *err)
{
    const world *w = self->w;
    uint64_t end = world_positions(w), per = w->per_part;
    for (uint64_t i = part * per; i < end && i < (part + 1) * per; i++) RAP_TRY(write_work(self, i, false, err));
    uint64_t later = part + PARTS_PER_DATE;
    for (uint64_t i = later * per; w->duplicates && i < end && i < (later + 1) * per; i++)
        if (world_is_duplicate(w, i)) RAP_TRY(write_work(self, i, true, err));
    return RAP_OK;
}

static rap_status flush_lines(writer *self, bool last, rap_error *err)
{
    if (!last && self->text.length < FLUSH_AT) return RAP_OK;
    RAP_TRY(sink_write(self->sink, (rap_span){rap_text_get(&self->text), self->text.length}, err));
    rap_text_clear(&self->text);
    return RAP_OK;
}

static rap_status finish(writer *self, rap_error *err)
{
    RAP_TRY(self->flush(self, true, err));
    sink *s = self->sink;
    self->sink = NULL;
    self->counts.files++;
    return sink_close(s, &self->counts.stored, err);
}

/* ------------------------------------------------------------ folders of parts */

typedef struct tree {
    const world *w;
    shape_style style;
    const char *path;      /* of the folder "works" */
    bool old;
    output_counts *parts;  /* of each part */
} tree;

/* "updated_date=2026-06-24/part_0000.gz": where a part stands below "works". */
static void part_name(const tree *t, uint64_t part, char out[64])
{
    world_moment date = world_date(t->w, part);
    (void)snprintf(out, 64, t->old ? "updated_date=%04d-%02u-%02u/part_%03u.gz" : "updated_date=%04d-%02u-%02u/part_%04u.gz",
                   date.year, date.month, date.day, (unsigned)(part % PARTS_PER_DATE));
}

static rap_status write_file_of_part(void *arg, size_t part, size_t worker, rap_error *err)
{
    (void)worker;
    const tree *t = arg;
    char name[64];
    part_name(t, part, name);
    char *path = rap_path_join(t->path, name);
    if (!path) return rap_fail_memory(err);
    writer self;
    writer_init(&self, t->w, t->style);
    self.flush = flush_lines;
    rap_status status = sink_open(path, true, &self.sink, err);
    if (status == RAP_OK) status = write_part(&self, part, err);
    if (status == RAP_OK) status = finish(&self, err);
    t->parts[part] = self.counts;
    writer_release(&self);
    rap_free(path);
    return status;
}

static rap_status make_folders(const tree *t, rap_error *err)
{
    RAP_TRY(rap_folder_make(t->path, err));
    for (uint64_t part = 0; part < world_parts(t->w); part += PARTS_PER_DATE) {
        char name[64];
        part_name(t, part, name);
        *strchr(name, '/') = '\0';
        char *path = rap_path_join(t->path, name);
        rap_status status = path ? rap_folder_make(path, err) : rap_fail_memory(err);
        rap_free(path);
        if (status != RAP_OK) return status;
    }
    return RAP_OK;
}

static rap_status write_text(const char *folder, const char *name, rap_text *text, rap_error *err)
{
    char *path = rap_path_join(folder, name);
    sink *file = NULL;
    rap_status status = path && !text->failed ? sink_open(path, false, &file, err) : rap_fail_memory(err);
    if (status == RAP_OK) {
        status = sink_write(file, (rap_span){rap_text_get(text), text->length}, err);
        rap_status closed = sink_close(file, NULL, status == RAP_OK ? err : NULL);
        if (status == RAP_OK) status = closed;
    }
    rap_free(path);
    rap_text_release(text);
    return status;
}

static void add_files(const tree *t, const char *prefix, rap_text *text)
{
    for (uint64_t part = 0; part < world_parts(t->w); part++) {
        char name[64];
        part_name(t, part, name);
        rap_text_printf(text, "%s{\"url\":\"%s%s\",\"meta\":{\"content_length\":%llu,\"record_count\":%llu}}",
                        part ? ",\n" : "", prefix, name, (unsigned long long)t->parts[part].stored,
                        (unsigned long long)t->parts[part].lines);
    }
}

static rap_status write_manifest(const tree *t, const output_counts *all, rap_error *err)
{
    rap_text text = {0};
    unsigned long long length = all->stored, records = all->lines;
    if (t->old) {
        rap_text_puts(&text, "{\n\"entries\":[\n");
        add_files(t, "s3://openalex/data/works/", &text);
        rap_text_printf(&text, "],\n\"meta\":{\"content_length\":%llu,\"record_count\":%llu}}\n", length, records);
        return write_text(t->path, "manifest", &text, err);
    }
    rap_text_printf(&text, "{\"date\":\"2026-06-24\",\"format\":\"jsonl\",\"entity\":\"works\",\"record_count\":%llu,"
                    "\"content_length\":%llu,\"files\":[\n", records, length);
    add_files(t, "s3://openalex/data/jsonl/works/", &text);
    rap_text_puts(&text, "]}\n");
    return write_text(t->path, "manifest.json", &text, err);
}

/* Works that stand in the files and are deleted all the same, and one that stands nowhere. */
static rap_status write_deleted(const tree *t, rap_error *err)
{
    rap_text text = {0};
    rap_text_puts(&text, "work_id,deleted_date\nhttps://openalex.org/W999999999,2026-05-01\n");
    for (uint64_t i = 0; i < world_positions(t->w); i++)
        if (world_is_deleted(t->w, i))
            rap_text_printf(&text, "https://openalex.org/W%llu,2026-06-01\n", (unsigned long long)world_id(t->w, i));
    return write_text(t->path, "deleted_ids.csv", &text, err);
}

static rap_status write_tree(const tree *t, size_t threads, output_counts *out, rap_error *err)
{
    size_t n = (size_t)world_parts(t->w);
    output_counts all = {0};
    RAP_TRY(make_folders(t, err));
    RAP_TRY(rap_pool_run(threads, n, write_file_of_part, (void *)(uintptr_t)t, NULL, NULL, err));
    for (size_t i = 0; i < n; i++) {
        all.lines += t->parts[i].lines;
        all.bytes += t->parts[i].bytes;
        all.stored += t->parts[i].stored;
        all.files += t->parts[i].files;
    }
    RAP_TRY(write_manifest(t, &all, err));
    if (!t->old) RAP_TRY(write_deleted(t, err));
    *out = all;
    return RAP_OK;
}

static rap_status write_folders(const world *w, bool old, shape_style style, const char *path, size_t threads,
                                output_counts *out, rap_error *err)
{
    RAP_TRY(rap_folder_make(path, err));
    char *works = rap_path_join(path, "works");
    tree t = {.w = w, .style = style, .path = works, .old = old};
    t.parts = rap_alloc((size_t)world_parts(w), sizeof *t.parts);
    rap_status status = works && t.parts ? write_tree(&t, threads, out, err) : rap_fail_memory(err);
    rap_free(t.parts);
    rap_free(works);
    return status;
}

/* ------------------------------------------------------------- file and pages */

/* All parts in one stream, the latest first, so that an outdated version comes after the good one. */
static rap_status write_parts(writer *self, rap_error *err)
{
    for (uint64_t part = world_parts(self->w); part-- > 0;) RAP_TRY(write_part(self, part, err));
    return RAP_OK;
}

static rap_status write_lines(const world *w, shape_style style, const char *path, output_counts *out, rap_error *err)
{
    size_t length = strlen(path);
    writer self;
    writer_init(&self, w, style);
    self.flush = flush_lines;
    rap_status status = sink_open(path, length > 3 && strcmp(path + length - 3, ".gz") == 0, &self.sink, err);
    if (status == RAP_OK) status = write_parts(&self, err);
    if (status == RAP_OK) status = finish(&self, err);
    if (status == RAP_OK) *out = self.counts;
    writer_release(&self);
    return status;
}

static rap_status write_page(writer *self, rap_error *err)
{
    char name[32];
    (void)snprintf(name, sizeof name, "page_%04llu.json", (unsigned long long)++self->counts.files);
    rap_text page = {0};
    rap_text_printf(&page, "{\"meta\":{\"count\":%llu,\"db_response_time_ms\":33,\"page\":%llu,\"per_page\":%d,"
                    "\"groups_count\":null},\"results\":[", (unsigned long long)world_positions(self->w),
                    (unsigned long long)self->counts.files, WORKS_PER_PAGE);
    for (size_t i = 0; i + 1 < self->text.length; i++) /* no newline stands inside a work */
        if (self->text.data[i] == '\n') self->text.data[i] = ',';
    rap_text_add(&page, rap_text_get(&self->text), self->text.length ? self->text.length - 1 : 0);
    rap_text_puts(&page, "]}\n");
    self->counts.stored += page.length;
    rap_text_clear(&self->text);
    return write_text(self->arg, name, &page, err);
}

static rap_status flush_page(writer *self, bool last, rap_error *err)
{
    bool full = self->counts.lines % WORKS_PER_PAGE == 0;
    if (last ? self->text.length == 0 && self->counts.files > 0 : !full) return RAP_OK;
    return write_page(self, err);
}

static rap_status write_pages(const world *w, shape_style style, const char *path, output_counts *out, rap_error *err)
{
    RAP_TRY(rap_folder_make(path, err));
    writer self;
    writer_init(&self, w, style);
    self.flush = flush_page;
    self.arg = (void *)(uintptr_t)path;
    rap_status status = write_parts(&self, err);
    if (status == RAP_OK) status = flush_page(&self, true, err);
    if (status == RAP_OK) *out = self.counts;
    writer_release(&self);
    return status;
}

rap_status output_write(const world *w, output_layout layout, shape_style style, const char *path, size_t threads,
                        output_counts *out, rap_error *err)
{
    switch (layout) {
    case OUTPUT_SNAPSHOT: return write_folders(w, false, style, path, threads, out, err);
    case OUTPUT_OLD: return write_folders(w, true, style, path, threads, out, err);
    case OUTPUT_FILE: return write_lines(w, style, path, out, err);
    case OUTPUT_PAGES: return write_pages(w, style, path, out, err);
    }
    return rap_fail(err, RAP_E_USAGE, "unknown layout %d", (int)layout);
}
