// SPDX-License-Identifier: Apache-2.0
/* snapshot - paths -> inputs. A folder is tried in the order of where_works_are(); its manifest is read at once. */
#include "source/snapshot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "source/manifest.h"

#define STORED_BYTES_PER_WORK 1300 /* gzip: 317.6 GB for 244 million works in September 2023 */

/* ------------------------------------------------------------------ names */

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* part_0000.gz, part_000, 0000_part_00.gz */
static bool is_part(const char *name)
{
    return (starts_with(name, "part") || strstr(name, "_part_")) && !ends_with(name, ".parquet");
}

/* part_0000.parquet, and whatever else writers call their files; not .part_0000.parquet.crc and the like. */
static bool is_parquet(const char *name)
{
    return name[0] != '.' && name[0] != '_' && ends_with(name, ".parquet");
}

/* What a plain folder's file must be called to be taken for works. */
static bool is_data(const char *name)
{
    static const char *const ends[] = {".jsonl", ".json", ".ndjson", ".jsonl.gz", ".json.gz", ".ndjson.gz"};
    if (name[0] == '.' || name[0] == '_' || starts_with(name, "manifest")) return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_with(name, ends[i])) return true;
    return is_part(name);
}

/* ----------------------------------------------------------------- inputs */

static void input_release(rap_input *input)
{
    rap_free(input->path);
    *input = (rap_input){0};
}

static int64_t modified_at(const struct stat *info)
{
    return (int64_t)info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec;
}

const char *rap_input_shown(const rap_input *input)
{
    return strcmp(input->path, "-") == 0 ? "standard input" : input->path;
}

bool rap_input_changed(const rap_input *input)
{
    struct stat now;
    if (input->stream) return false;
    return stat(input->path, &now) != 0 || (uint64_t)now.st_size != input->whole || modified_at(&now) != input->modified;
}

static rap_status add_input(rap_snapshot *snapshot, const char *path, rap_error *err)
{
    rap_input input = {0};
    if (strcmp(path, "-") == 0) {
        input.stream = true;
    } else {
        struct stat info;
        if (stat(path, &info) != 0) return rap_fail_errno(err, "can't read", path);
        input.stream = !S_ISREG(info.st_mode);
        if (!input.stream) input.bytes = input.whole = (uint64_t)info.st_size;
        input.modified = modified_at(&info);
        input.device = (uint64_t)info.st_dev;
        input.inode = (uint64_t)info.st_ino;
    }
    input.path = rap_strndup(path, strlen(path));
    if (!input.path ||
        !rap_reserve(&snapshot->inputs, &snapshot->input_room, snapshot->n_inputs + 1, sizeof input)) {
        input_release(&input);
        return rap_fail_memory(err);
    }
    input.name = rap_input_name(input.path);
    snapshot->inputs[snapshot->n_inputs++] = input;
    return RAP_OK;
}

/* ------------------------------------------------------------------- order */

static int by_name(const void *a, const void *b)
{
    const rap_input *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : strcmp(x->path, y->path);
}

static int by_file(const void *a, const void *b)
{
    const rap_input *x = a, *y = b;
    if (x->stream != y->stream) return x->stream - y->stream;
    if (x->device != y->device) return x->device < y->device ? -1 : 1;
    if (x->inode != y->inode) return x->inode < y->inode ? -1 : 1;
    return by_name(a, b);
}

/* Inputs without a path are those that are not wanted any more. */
static void close_gaps(rap_snapshot *snapshot, size_t first)
{
    size_t kept = first;
    for (size_t i = first; i < snapshot->n_inputs; i++)
        if (snapshot->inputs[i].path) snapshot->inputs[kept++] = snapshot->inputs[i];
    snapshot->n_inputs = kept;
}

static void sort_inputs(rap_snapshot *snapshot, size_t first, int (*order)(const void *a, const void *b))
{
    size_t n = snapshot->n_inputs - first;
    if (n) qsort(snapshot->inputs + first, n, sizeof *snapshot->inputs, order);
}

/* A file that was reached on two ways is read once. */
static void drop_repeated(rap_snapshot *snapshot)
{
    sort_inputs(snapshot, 0, by_file);
    for (size_t i = snapshot->n_inputs; i-- > 1;) {
        const rap_input *x = &snapshot->inputs[i - 1];
        rap_input *y = &snapshot->inputs[i];
        bool same = y->stream ? x->stream && strcmp(x->path, y->path) == 0
                              : !x->stream && x->device == y->device && x->inode == y->inode;
        if (!same) continue;
        rap_text_printf(&snapshot->notes, "%s was given twice: it is read once\n", y->path);
        input_release(y);
    }
    close_gaps(snapshot, 0);
    sort_inputs(snapshot, 0, by_name);
}

/*
 * A part that was unpacked beside its packed form is the same part: the packed one is what a manifest knows. Names that
 * begin alike are neighbours.
 */
static void drop_unpacked(rap_snapshot *snapshot, size_t first)
{
    sort_inputs(snapshot, first, by_name);
    for (size_t i = first; i < snapshot->n_inputs; i++) {
        rap_input *input = &snapshot->inputs[i];
        size_t length = strlen(input->path);
        bool packed = false;
        for (size_t k = i + 1; k < snapshot->n_inputs && starts_with(snapshot->inputs[k].name, input->name); k++) {
            const char *other = snapshot->inputs[k].path;
            packed |= strncmp(other, input->path, length) == 0 && strcmp(other + length, ".gz") == 0;
        }
        if (!packed) continue;
        rap_text_printf(&snapshot->notes, "%s is left out: %s.gz stands beside it\n", input->path, input->path);
        input_release(input);
    }
    close_gaps(snapshot, first);
}

/* ---------------------------------------------------------------- folders */

/* What a folder holds, seen while walking it. */
typedef struct folder_look {
    rap_snapshot *snapshot;
    bool (*wanted)(const char *name);
    bool partitions;
    bool parquet;              /* there are Parquet files */
    bool take_parquet;         /* they are wanted, and nothing else */
} folder_look;

static rap_status see_partition(void *arg, const char *path, const char *name, rap_error *err)
{
    folder_look *look = arg;
    bool parquet = is_parquet(name);
    look->parquet |= parquet;
    if (!(look->take_parquet ? parquet : look->wanted(name)) || rap_path_stat(path, NULL) != RAP_PATH_FILE) return RAP_OK;
    return add_input(look->snapshot, path, err);
}

static rap_status see_works(void *arg, const char *path, const char *name, rap_error *err)
{
    folder_look *look = arg;
    if (!starts_with(name, "updated_date=") || rap_path_stat(path, NULL) != RAP_PATH_FOLDER) return RAP_OK;
    look->partitions = true;
    look->wanted = is_part;
    return rap_folder_walk(path, see_partition, look, err);
}

/* The folder of works in or at `path`, as a fresh string. */
static char *where_works_are(const char *path)
{
    static const char *const places[] = {"data/jsonl/works",   "jsonl/works",   "data/works", "works",
                                         "data/parquet/works", "parquet/works"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char *inside = rap_path_join(path, places[i]);
        if (!inside || rap_path_stat(inside, NULL) == RAP_PATH_FOLDER) return inside;
        rap_free(inside);
    }
    return rap_strndup(path, strlen(path));
}

/* ---------------------------------------------------------------- manifest */

/* "folder/name" where that is a file; NULL where not, or where memory is short (`*failed`). */
static char *file_in(const char *folder, const char *name, bool *failed)
{
    char *path = rap_path_join(folder, name);
    if (!path) *failed = true;
    if (path && rap_path_stat(path, NULL) == RAP_PATH_FILE) return path;
    rap_free(path);
    return NULL;
}

static void compare(rap_snapshot *snapshot, size_t first, const rap_manifest *manifest, const char *path)
{
    const char *missing = NULL;
    uint64_t n_missing = 0, n_extra = 0;
    for (size_t i = first; i < snapshot->n_inputs; i++) {
        rap_input *input = &snapshot->inputs[i];
        rap_manifest_file *file = rap_manifest_find(manifest, input->name);
        if (!file) {
            n_extra++;
            continue;
        }
        file->found = true;
        input->listed = true;
        input->listed_bytes = file->bytes;
        input->listed_records = file->records;
        if (file->bytes == input->bytes) continue;
        snapshot->differing_files++;
        rap_text_printf(&snapshot->notes, "%s: %llu bytes here, %llu in the manifest: %s\n", input->path,
                        (unsigned long long)input->bytes, (unsigned long long)file->bytes,
                        input->bytes < file->bytes ? "too short" : "too long");
    }
    for (size_t i = 0; i < manifest->n_files; i++) {
        const rap_manifest_file *file = &manifest->files[i];
        snapshot->listed_works += file->records;
        if (file->found) continue;
        if (n_missing++ == 0) missing = file->name;
    }
    snapshot->listed_files += manifest->n_files;
    snapshot->missing_files += n_missing;
    snapshot->differing_files += n_extra;
    if (n_missing)
        rap_text_printf(&snapshot->notes, "%s lists %zu files; %llu of them are not here, the first is %s\n", path,
                        manifest->n_files, (unsigned long long)n_missing, missing);
    if (n_extra)
        rap_text_printf(&snapshot->notes, "%s does not list %llu of the files that are here\n", path,
                        (unsigned long long)n_extra);
}

/* Compares the inputs from `first` on with the manifest of their folder, if there is one. */
static rap_status check_manifest(rap_snapshot *snapshot, size_t first, const char *folder, rap_error *err)
{
    static const char *const names[] = {"manifest.json", "manifest", "../manifest.json"};
    char *path = NULL;
    bool failed = false;
    for (size_t i = 0; !path && !failed && i < sizeof names / sizeof *names; i++)
        path = file_in(folder, names[i], &failed);
    if (failed) return rap_fail_memory(err);
    if (!path) return RAP_OK;
    rap_manifest manifest = {0};
    rap_error problem = {0};
    rap_status status = rap_manifest_read(path, &manifest, &problem);
    if (status == RAP_OK && manifest.n_files)
        compare(snapshot, first, &manifest, path);
    else if (status == RAP_E_FORMAT || status == RAP_E_IO)
        rap_text_printf(&snapshot->notes, "the manifest can't be read, so nothing was compared with it: %s\n",
                        problem.text);
    rap_manifest_release(&manifest);
    rap_free(path);
    return status == RAP_E_MEMORY ? rap_fail_memory(err) : RAP_OK;
}

/* ------------------------------------------------------------------- paths */

static rap_status find_deleted(rap_snapshot *snapshot, const char *folder, rap_error *err)
{
    bool failed = false;
    char *path = file_in(folder, "deleted_ids.csv", &failed);
    if (failed) return rap_fail_memory(err);
    if (path && snapshot->deleted_ids) {
        rap_text_printf(&snapshot->notes, "%s is not used: %s is\n", path, snapshot->deleted_ids);
        rap_free(path);
    } else if (path) {
        snapshot->deleted_ids = path;
    }
    return RAP_OK;
}

static rap_status walk_works(const char *works, folder_look *look, rap_error *err)
{
    RAP_TRY(rap_folder_walk(works, see_works, look, err));
    if (look->partitions) return RAP_OK;
    look->wanted = is_data;
    return rap_folder_walk(works, see_partition, look, err);
}

/* JSON Lines; Parquet only where there are none, since the two would be the same works. */
static rap_status list_works(rap_snapshot *snapshot, const char *works, folder_look *look, rap_error *err)
{
    size_t first = snapshot->n_inputs;
    RAP_TRY(walk_works(works, look, err));
    if (look->parquet && snapshot->n_inputs == first) {
        look->take_parquet = true;
        RAP_TRY(walk_works(works, look, err));
    } else if (look->parquet) {
        rap_text_printf(&snapshot->notes, "the Parquet files in %s are left out: JSON Lines stand there, too\n", works);
    }
    drop_unpacked(snapshot, first);
    RAP_TRY(check_manifest(snapshot, first, works, err));
    return find_deleted(snapshot, works, err);
}

static rap_status add_folder(rap_snapshot *snapshot, const char *path, rap_error *err)
{
    size_t before = snapshot->n_inputs;
    folder_look look = {.snapshot = snapshot};
    char *works = where_works_are(path);
    if (!works) return rap_fail_memory(err);
    rap_status status = list_works(snapshot, works, &look, err);
    rap_free(works);
    RAP_TRY(status);
    if (snapshot->n_inputs > before) return RAP_OK;
    return rap_fail(err, RAP_E_FORMAT, "%s: no works here: expected updated_date=*/part_*, a folder data/jsonl/works "
                                       "or works with these, or files called *.jsonl, *.json, *.jsonl.gz, *.parquet", path);
}

static rap_status add_path(rap_snapshot *snapshot, const char *path, rap_error *err)
{
    struct stat info;
    if (strcmp(path, "-") == 0) return add_input(snapshot, path, err);
    if (stat(path, &info) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return rap_fail(err, RAP_E_NOT_FOUND, "%s: no such file or folder", path);
        return rap_fail_errno(err, "can't read", path);
    }
    if (S_ISDIR(info.st_mode)) return add_folder(snapshot, path, err);
    return add_input(snapshot, path, err);
}

rap_status rap_snapshot_find(const char *const *paths, size_t n_paths, rap_snapshot *out, rap_error *err)
{
    rap_snapshot snapshot = {0};
    rap_status status = RAP_OK;
    for (size_t i = 0; status == RAP_OK && i < n_paths; i++) status = add_path(&snapshot, paths[i], err);
    drop_repeated(&snapshot);
    for (size_t i = 0; i < snapshot.n_inputs; i++) {
        snapshot.bytes += snapshot.inputs[i].bytes;
        snapshot.streams |= snapshot.inputs[i].stream;
    }
    if (status == RAP_OK && snapshot.notes.failed) status = rap_fail_memory(err);
    if (status == RAP_OK)
        *out = snapshot;
    else
        rap_snapshot_release(&snapshot);
    return status;
}

void rap_snapshot_release(rap_snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->n_inputs; i++) input_release(&snapshot->inputs[i]);
    rap_free(snapshot->inputs);
    rap_free(snapshot->deleted_ids);
    rap_text_release(&snapshot->notes);
    *snapshot = (rap_snapshot){0};
}

uint64_t rap_snapshot_expected_works(const rap_snapshot *snapshot)
{
    uint64_t works = 0;
    for (size_t i = 0; i < snapshot->n_inputs; i++) {
        const rap_input *input = &snapshot->inputs[i];
        if (input->elsewhere) continue;
        works += input->parquet  ? input->end_row - input->first_row
                 : input->listed ? input->listed_records
                                 : input->bytes / STORED_BYTES_PER_WORK;
    }
    return works;
}

size_t rap_snapshot_next_file(const rap_snapshot *snapshot, size_t first)
{
    while (snapshot->inputs[first].more) first++;
    return first + 1;
}

size_t rap_snapshot_files(const rap_snapshot *snapshot)
{
    size_t n = 0;
    for (size_t i = 0; i < snapshot->n_inputs; i++) n += !snapshot->inputs[i].more && !snapshot->inputs[i].elsewhere;
    return n;
}
