// SPDX-License-Identifier: Apache-2.0
/* manifest - one JSON document -> a sorted list of files. */
#include "source/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "scan/json.h"

#define MANIFEST_MAX ((size_t)64 << 20)

static const char partition_word[] = "updated_date=";

const char *rap_input_name(const char *path)
{
    const char *last = strrchr(path, '/');
    if (!last) return path;
    const char *before = last;
    while (before > path && before[-1] != '/') before--;
    return strncmp(before, partition_word, sizeof partition_word - 1) == 0 ? before : last + 1;
}

static bool read_number(rap_json *json, uint64_t *out)
{
    rap_span digits;
    int64_t value;
    if (!rap_json_number(json, &digits)) return false;
    if (!rap_json_integer(digits, &value) || value < 0)
        return rap_json_damage(json, digits.data, "expected a count");
    *out = (uint64_t)value;
    return true;
}

static void read_meta(rap_json *json, rap_manifest_file *file)
{
    rap_json_text key;
    if (!rap_json_enter(json, '{')) return;
    while (rap_json_member(json, &key)) {
        if (rap_span_is(key.raw, "content_length"))
            (void)read_number(json, &file->bytes);
        else if (rap_span_is(key.raw, "record_count"))
            (void)read_number(json, &file->records);
        else
            (void)rap_json_skip(json, NULL);
    }
}

static rap_status add_file(rap_manifest *manifest, rap_json *json, rap_error *err)
{
    rap_manifest_file file = {0};
    rap_json_text key, url = {{"", 0}, false};
    if (!rap_json_enter(json, '{')) return RAP_OK;
    while (rap_json_member(json, &key)) {
        if (rap_span_is(key.raw, "url"))
            (void)rap_json_string(json, &url);
        else if (rap_span_is(key.raw, "meta"))
            read_meta(json, &file);
        else
            (void)rap_json_skip(json, NULL);
    }
    if (json->problem) return RAP_OK;
    char *copy = rap_strndup(url.raw.data, url.raw.length);
    if (copy) file.name = rap_strndup(rap_input_name(copy), strlen(rap_input_name(copy)));
    rap_free(copy);
    if (!file.name || !rap_reserve(&manifest->files, &manifest->room, manifest->n_files + 1, sizeof file)) {
        rap_free(file.name);
        return rap_fail_memory(err);
    }
    manifest->files[manifest->n_files++] = file;
    return RAP_OK;
}

static rap_status add_files(rap_manifest *manifest, rap_json *json, rap_error *err)
{
    if (!rap_json_enter(json, '[')) return RAP_OK;
    while (rap_json_element(json)) RAP_TRY(add_file(manifest, json, err));
    return RAP_OK;
}

static rap_status read_object(rap_manifest *manifest, rap_json *json, rap_error *err);

static rap_status read_entities(rap_manifest *manifest, rap_json *json, rap_error *err)
{
    if (!rap_json_enter(json, '[')) return RAP_OK;
    while (rap_json_element(json)) RAP_TRY(read_object(manifest, json, err));
    return RAP_OK;
}

/* Any of the three shapes. The entity may be named behind its files: then they are taken back. */
static rap_status read_object(rap_manifest *manifest, rap_json *json, rap_error *err)
{
    size_t before = manifest->n_files;
    bool ours = true;
    rap_json_text key, entity;
    if (!rap_json_enter(json, '{')) return RAP_OK;
    while (rap_json_member(json, &key)) {
        if (rap_span_is(key.raw, "entity")) {
            if (rap_json_string(json, &entity)) ours = rap_span_is(entity.raw, "works");
        } else if (rap_span_is(key.raw, "entities")) {
            RAP_TRY(read_entities(manifest, json, err));
        } else if (rap_span_is(key.raw, "files") || rap_span_is(key.raw, "entries")) {
            RAP_TRY(add_files(manifest, json, err));
        } else {
            (void)rap_json_skip(json, NULL);
        }
    }
    while (!ours && manifest->n_files > before) rap_free(manifest->files[--manifest->n_files].name);
    return RAP_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const rap_manifest_file *)a)->name, ((const rap_manifest_file *)b)->name);
}

static rap_status read_text(rap_text *text, rap_manifest *manifest, rap_error *err)
{
    size_t length = text->length;
    if (!rap_reserve(&text->data, &text->capacity, length + RAP_SKIP_PADDING, 1)) return rap_fail_memory(err);
    memset(text->data + length, 0, RAP_SKIP_PADDING);
    rap_json json;
    rap_json_init(&json, (rap_span){text->data, length});
    RAP_TRY(read_object(manifest, &json, err));
    (void)rap_json_end(&json);
    if (json.problem)
        return rap_fail_byte(err, RAP_E_FORMAT, (uint64_t)(json.at - json.start), "%s", json.problem);
    if (manifest->n_files) qsort(manifest->files, manifest->n_files, sizeof *manifest->files, by_name);
    return RAP_OK;
}

rap_status rap_manifest_read(const char *path, rap_manifest *out, rap_error *err)
{
    rap_manifest manifest = {0};
    rap_text text = {0};
    rap_status status = rap_read_file(path, MANIFEST_MAX, &text, err);
    if (status == RAP_OK) {
        status = read_text(&text, &manifest, err);
        if (status == RAP_E_FORMAT) status = rap_context(err, status, "%s", path);
    }
    rap_text_release(&text);
    if (status == RAP_OK)
        *out = manifest;
    else
        rap_manifest_release(&manifest);
    return status;
}

void rap_manifest_release(rap_manifest *manifest)
{
    for (size_t i = 0; i < manifest->n_files; i++) rap_free(manifest->files[i].name);
    rap_free(manifest->files);
    *manifest = (rap_manifest){0};
}

rap_manifest_file *rap_manifest_find(const rap_manifest *manifest, const char *name)
{
    rap_manifest_file key;
    memset(&key, 0, sizeof key);
    key.name = (char *)(uintptr_t)name;
    if (manifest->n_files == 0) return NULL;
    return bsearch(&key, manifest->files, manifest->n_files, sizeof key, by_name);
}
