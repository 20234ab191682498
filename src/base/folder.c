// SPDX-License-Identifier: Apache-2.0
/* Paths and folders: the second half of base/file.h. Entries come in byte order of names, whatever the file system. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

rap_path_kind rap_path_stat(const char *path, uint64_t *bytes)
{
    struct stat info;
    if (stat(path, &info) != 0) return RAP_PATH_NONE;
    if (bytes) *bytes = info.st_size > 0 ? (uint64_t)info.st_size : 0;
    return S_ISREG(info.st_mode) ? RAP_PATH_FILE : S_ISDIR(info.st_mode) ? RAP_PATH_FOLDER : RAP_PATH_OTHER;
}

bool rap_same_file(const char *a, const char *b)
{
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

char *rap_path_join(const char *folder, const char *name)
{
    size_t head = strlen(folder), tail = strlen(name);
    bool slash = head > 0 && folder[head - 1] != '/';
    if (head > SIZE_MAX - tail - 2) return NULL;
    char *path = rap_alloc(head + slash + tail + 1, 1);
    if (!path) return NULL;
    memcpy(path, folder, head);
    if (slash) path[head] = '/';
    memcpy(path + head + slash, name, tail);
    return path;
}

typedef struct names {
    char **items;
    size_t count, capacity;
} names;

static void names_release(names *list)
{
    for (size_t i = 0; i < list->count; i++) rap_free(list->items[i]);
    rap_free(list->items);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* All entries but "." and "..", sorted. */
static rap_status list_folder(const char *path, names *list, rap_error *err)
{
    DIR *folder = opendir(path);
    if (!folder) return rap_fail_errno(err, "can't list the folder", path);
    rap_status status = RAP_OK;
    while (status == RAP_OK) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (!entry) {
            if (errno) status = rap_fail_errno(err, "can't list the folder", path);
            break;
        }
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        char *copy = rap_reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items)
                         ? rap_strndup(entry->d_name, strlen(entry->d_name))
                         : NULL;
        if (copy)
            list->items[list->count++] = copy;
        else
            status = rap_fail_memory(err);
    }
    closedir(folder);
    if (list->count) qsort(list->items, list->count, sizeof *list->items, by_bytes);
    return status;
}

rap_status rap_folder_walk(const char *path, rap_folder_fn see, void *arg, rap_error *err)
{
    names list = {0};
    rap_status status = list_folder(path, &list, err);
    for (size_t i = 0; status == RAP_OK && i < list.count; i++) {
        char *full = rap_path_join(path, list.items[i]);
        status = full ? see(arg, full, list.items[i], err) : rap_fail_memory(err);
        rap_free(full);
    }
    names_release(&list);
    return status;
}

rap_status rap_folder_make(const char *path, rap_error *err)
{
    if (mkdir(path, 0777) == 0) return RAP_OK;
    int reason = errno;
    if (reason == EEXIST && rap_path_stat(path, NULL) == RAP_PATH_FOLDER) return RAP_OK;
    errno = reason;
    return rap_fail_errno(err, "can't make the folder", path);
}

static rap_status remove_file(void *arg, const char *path, const char *name, rap_error *err)
{
    (void)arg, (void)name;
    return unlink(path) == 0 ? RAP_OK : rap_fail_errno(err, "can't remove", path);
}

rap_status rap_folder_remove(const char *path, rap_error *err)
{
    if (rap_path_stat(path, NULL) == RAP_PATH_NONE) return RAP_OK;
    RAP_TRY(rap_folder_walk(path, remove_file, NULL, err));
    return rmdir(path) == 0 ? RAP_OK : rap_fail_errno(err, "can't remove the folder", path);
}
