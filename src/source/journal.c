// SPDX-License-Identifier: Apache-2.0
/* journal - groups of lines, appended and flushed, proven by a hash each. */
#include "source/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/alloc.h"
#include "base/file.h"

#define JOURNAL_MAX (SIZE_MAX / 4)

static const char commit_word[] = "commit\t";
#define COMMIT_LENGTH (sizeof commit_word - 1 + 16) /* the word and 16 hex digits */

struct rap_journal {
    int file;
    char *path;
    bool broken;   /* a group was not written whole: another one behind it would be lost */
};

static uint64_t hash_of(const char *data, size_t length)
{
    return XXH3_64bits(data, length);
}

/* Finds the end of the group that begins at `start`: its lines end at `*body`. False where there is no whole one. */
static bool next_group(rap_span text, size_t start, size_t *body, size_t *end)
{
    for (size_t at = start; at < text.length;) {
        const char *newline = memchr(text.data + at, '\n', text.length - at);
        if (!newline) return false;
        size_t length = (size_t)(newline - text.data) - at;
        if (length == COMMIT_LENGTH && memcmp(text.data + at, commit_word, sizeof commit_word - 1) == 0) {
            char expected[17];
            (void)snprintf(expected, sizeof expected, "%016llx",
                           (unsigned long long)hash_of(text.data + start, at - start));
            *body = at;
            *end = at + length + 1;
            return memcmp(text.data + at + sizeof commit_word - 1, expected, 16) == 0;
        }
        at += length + 1;
    }
    return false;
}

/* Hands on the whole groups of `text`; `*used` gets their length. `see` may be NULL. */
static rap_status each_group(rap_span text, rap_journal_fn see, void *arg, size_t *used, rap_error *err)
{
    size_t start = 0, body, end;
    for (; next_group(text, start, &body, &end); start = end) {
        rap_span rest = {text.data + start, body - start}, line;
        while (see && rest.length && rap_span_next(&rest, '\n', &line)) RAP_TRY(see(arg, line, err));
    }
    *used = start;
    return RAP_OK;
}

rap_status rap_journal_read(const char *path, rap_journal_fn see, void *arg, rap_error *err)
{
    if (rap_path_stat(path, NULL) == RAP_PATH_NONE) return RAP_OK;
    rap_text text = {0};
    size_t used = 0;
    rap_status status = rap_read_file(path, JOURNAL_MAX, &text, err);
    if (status == RAP_OK) status = each_group((rap_span){text.data, text.length}, see, arg, &used, err);
    rap_text_release(&text);
    return status;
}

/* Cuts off what stands behind the last whole group, so that the next one is not read as part of it. */
static rap_status cut_torn_end(const rap_journal *journal, rap_error *err)
{
    rap_text text = {0};
    size_t used = 0;
    rap_status status = rap_read_file(journal->path, JOURNAL_MAX, &text, err);
    if (status == RAP_OK) status = each_group((rap_span){text.data, text.length}, NULL, NULL, &used, err);
    if (status == RAP_OK && used < text.length && ftruncate(journal->file, (off_t)used) != 0)
        status = rap_fail_errno(err, "truncate", journal->path);
    rap_text_release(&text);
    return status;
}

static rap_status lock(const rap_journal *journal, rap_error *err)
{
    if (flock(journal->file, LOCK_EX | LOCK_NB) == 0) return RAP_OK;
    if (errno == EWOULDBLOCK)
        return rap_fail(err, RAP_E_IO, "%s: another ingest is writing here; wait for it, or choose another output",
                        journal->path);
    return rap_fail_errno(err, "lock", journal->path);
}

rap_status rap_journal_open(const char *path, rap_journal **out, rap_error *err)
{
    rap_journal *journal = rap_alloc(1, sizeof *journal);
    if (!journal) return rap_fail_memory(err);
    rap_status status;
    journal->path = rap_strndup(path, strlen(path));
    journal->file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (journal->file < 0)
        status = rap_fail_errno(err, "open", path);
    else
        status = journal->path ? lock(journal, err) : rap_fail_memory(err);
    if (status == RAP_OK) status = cut_torn_end(journal, err);
    if (status != RAP_OK) {
        rap_journal_close(journal);
        return status;
    }
    *out = journal;
    return RAP_OK;
}

void rap_journal_close(rap_journal *journal)
{
    if (!journal) return;
    if (journal->file >= 0) (void)close(journal->file);
    rap_free(journal->path);
    rap_free(journal);
}

static rap_status write_all(const rap_journal *journal, const char *data, size_t length, rap_error *err)
{
    while (length) {
        ssize_t written = write(journal->file, data, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return rap_fail_errno(err, "write", journal->path);
        data += written;
        length -= (size_t)written;
    }
    if (fsync(journal->file) != 0) return rap_fail_errno(err, "flush", journal->path);
    return RAP_OK;
}

rap_status rap_journal_commit(rap_journal *journal, const rap_text *lines, rap_error *err)
{
    if (journal->broken) return rap_fail(err, RAP_E_IO, "%s: an earlier write failed", journal->path);
    rap_text group = {0};
    rap_text_add(&group, rap_text_get(lines), lines->length);
    rap_text_printf(&group, "%s%016llx\n", commit_word,
                    (unsigned long long)hash_of(rap_text_get(lines), lines->length));
    rap_status status = RAP_OK;
    if (group.failed || lines->failed) {
        status = rap_fail_memory(err);
    } else {
        status = write_all(journal, group.data, group.length, err);
        journal->broken = status != RAP_OK;
    }
    rap_text_release(&group);
    return status;
}

void rap_journal_escape(rap_text *out, rap_span text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < 0x20 || c == 0x7F || c == '%')
            rap_text_printf(out, "%%%02X", c);
        else
            rap_text_add(out, text.data + i, 1);
    }
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char *found = c ? strchr(digits, c) : NULL;
    return found ? (int)(found - digits) : -1;
}

void rap_journal_unescape(rap_text *out, rap_span text)
{
    for (size_t i = 0; i < text.length; i++) {
        int high = -1, low = -1;
        if (text.data[i] == '%' && text.length - i > 2) {
            high = hex_digit(text.data[i + 1]);
            low = hex_digit(text.data[i + 2]);
        }
        char c = text.data[i];
        if (high >= 0 && low >= 0) {
            c = (char)(high << 4 | low);
            i += 2;
        }
        rap_text_add(out, &c, 1);
    }
}
