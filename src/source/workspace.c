// SPDX-License-Identifier: Apache-2.0
/* workspace - one folder, one journal, one lock. */
#include "source/workspace.h"

#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

#define JOURNAL_NAME "journal"

/* ---------------------------------------------------------------- resuming */

/* The journal begins with the header; where it differs from ours the first difference is told. */
typedef struct replay {
    rap_workspace *work;
    rap_span header;         /* of it, what was not met yet */
    bool any, in_state;
} replay;

static bool is_header(rap_span line)
{
    static const char *const words[] = {"rapport\t", "option\t", "input\t"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (line.length >= strlen(words[i]) && memcmp(line.data, words[i], strlen(words[i])) == 0) return true;
    return false;
}

/* A line for people: blanks for tabs, not too long. */
static void show(char *out, size_t room, rap_span line)
{
    size_t n = 0;
    for (; n < line.length && n + 1 < room; n++) out[n] = line.data[n] == '\t' ? ' ' : line.data[n];
    out[n] = '\0';
}

static rap_status differs(const replay *r, rap_span theirs, rap_span ours, rap_error *err)
{
    char had[120], has[120];
    show(had, sizeof had, theirs.data ? theirs : rap_span_of("nothing more"));
    show(has, sizeof has, ours.data ? ours : rap_span_of("nothing more"));
    return rap_fail(err, RAP_E_USAGE, "%s keeps an interrupted ingest that differs from this one: it had \"%s\", this has "
                    "\"%s\"; repeat it as it was, or use --fresh to throw it away", r->work->folder, had, has);
}

static rap_status see_line(void *arg, rap_span line, rap_error *err)
{
    replay *r = arg;
    rap_span ours = {NULL, 0};
    r->any = true;
    bool header = is_header(line);
    if (!r->in_state && r->header.length) (void)rap_span_next(&r->header, '\n', &ours);
    if (header) return ours.data && rap_span_compare(line, ours) == 0 ? RAP_OK : differs(r, line, ours, err);
    if (ours.data) return differs(r, (rap_span){NULL, 0}, ours, err);
    r->in_state = true;
    return rap_state_apply(&r->work->state, r->work->folder, line, err);
}

static bool is_ours(const char *name)
{
    static const char *const starts[] = {"run-", "spill-", JOURNAL_NAME};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncmp(name, starts[i], strlen(starts[i])) == 0) return true;
    return false;
}

static rap_status see_entry(void *arg, const char *path, const char *name, rap_error *err)
{
    (void)arg;
    if (is_ours(name)) return RAP_OK;
    return rap_fail(err, RAP_E_USAGE, "%s is not from an ingest: choose another folder", path);
}

static bool is_in_state(const rap_state *state, const char *path)
{
    for (size_t i = 0; i < state->n_runs; i++)
        if (strcmp(state->runs[i].path, path) == 0) return true;
    for (size_t i = 0; i < state->n_spills; i++)
        if (strcmp(state->spills[i].path, path) == 0) return true;
    return false;
}

/* Files that were written but not committed hold what will be read again. */
static rap_status remove_orphan(void *arg, const char *path, const char *name, rap_error *err)
{
    const rap_workspace *work = arg;
    if (strcmp(name, JOURNAL_NAME) == 0 || is_in_state(&work->state, path)) return RAP_OK;
    return unlink(path) == 0 ? RAP_OK : rap_fail_errno(err, "can't remove", path);
}

static rap_status open_journal(rap_workspace *work, rap_error *err)
{
    char *path = rap_path_join(work->folder, JOURNAL_NAME);
    if (!path) return rap_fail_memory(err);
    rap_status status = rap_journal_open(path, &work->journal, err);
    rap_free(path);
    return status;
}

static rap_status throw_away(rap_workspace *work, rap_error *err)
{
    RAP_TRY(rap_folder_remove(work->folder, err));
    rap_journal_close(work->journal);
    work->journal = NULL;
    return RAP_OK;
}

static rap_status resume(rap_workspace *work, bool fresh, rap_error *err)
{
    switch (rap_path_stat(work->folder, NULL)) {
    case RAP_PATH_NONE: return RAP_OK;
    case RAP_PATH_FOLDER: break;
    default: return rap_fail(err, RAP_E_USAGE, "%s is in the way: temporary files belong there", work->folder);
    }
    RAP_TRY(rap_folder_walk(work->folder, see_entry, NULL, err));
    RAP_TRY(open_journal(work, err));
    if (fresh) return throw_away(work, err);

    char *path = rap_path_join(work->folder, JOURNAL_NAME);
    if (!path) return rap_fail_memory(err);
    replay r = {.work = work, .header = {rap_text_get(&work->header), work->header.length}};
    rap_status status = rap_journal_read(path, see_line, &r, err);
    if (status == RAP_E_FORMAT) status = rap_context(err, status, "%s", path);
    rap_free(path);
    RAP_TRY(status);
    if (!r.any) return throw_away(work, err);
    if (r.header.length) {
        rap_span ours;
        (void)rap_span_next(&r.header, '\n', &ours);
        return differs(&r, (rap_span){NULL, 0}, ours, err);
    }
    work->begun = work->resumed = true;
    return rap_folder_walk(work->folder, remove_orphan, work, err);
}

rap_status rap_workspace_open(rap_workspace *work, const char *folder, rap_text *header, size_t n_files,
                              bool resumable, bool fresh, rap_error *err)
{
    *work = (rap_workspace){.resumable = resumable, .header = *header};
    *header = (rap_text){0};
    pthread_mutex_init(&work->lock, NULL);
    rap_status status = rap_state_init(&work->state, n_files, err);
    work->folder = rap_strndup(folder, strlen(folder));
    if (status == RAP_OK && (!work->folder || work->header.failed)) status = rap_fail_memory(err);
    if (status == RAP_OK) status = resume(work, fresh, err);
    if (status == RAP_OK) return RAP_OK;
    work->begun = true; /* whatever is there stays */
    rap_workspace_close(work, true);
    return status;
}

void rap_workspace_close(rap_workspace *work, bool keep)
{
    if (!work->folder && !work->header.data && !work->state.files) return;
    if (work->journal && !(keep && work->begun) && rap_folder_remove(work->folder, NULL) != RAP_OK)
        work->begun = false; /* what can't be removed is in nobody's way: the next run begins afresh */
    rap_journal_close(work->journal);
    rap_state_release(&work->state);
    rap_text_release(&work->header);
    rap_free(work->folder);
    pthread_mutex_destroy(&work->lock);
    *work = (rap_workspace){0};
}

/* --------------------------------------------------------------- committing */

static rap_status make_folder(rap_workspace *work, rap_error *err)
{
    if (work->journal) return RAP_OK;
    RAP_TRY(rap_folder_make(work->folder, err));
    return open_journal(work, err);
}

rap_status rap_workspace_path(rap_workspace *work, const char *kind, char **out, rap_error *err)
{
    char name[64];
    pthread_mutex_lock(&work->lock);
    rap_status status = make_folder(work, err);
    unsigned long long number = work->state.next_name++;
    pthread_mutex_unlock(&work->lock);
    RAP_TRY(status);
    (void)snprintf(name, sizeof name, "%s-%06llu", kind, number);
    char *path = rap_path_join(work->folder, name);
    if (!path) return rap_fail_memory(err);
    *out = path;
    return RAP_OK;
}

static void put_lines(rap_commit *commit)
{
    if (commit->run.path) rap_state_put_run(&commit->lines, &commit->run);
    for (size_t i = 0; i < commit->n_spills; i++)
        rap_state_put_spill(&commit->lines, commit->spills[i], commit->level);
    for (size_t i = 0; i < commit->n_drops; i++) rap_state_put_drop(&commit->lines, commit->drops[i]);
}

static rap_status write_lines(rap_workspace *work, rap_commit *commit, rap_error *err)
{
    if (!work->resumable) return RAP_OK;
    RAP_TRY(make_folder(work, err));
    if (!work->begun) RAP_TRY(rap_journal_commit(work->journal, &work->header, err));
    work->begun = true;
    return rap_journal_commit(work->journal, &commit->lines, err);
}

static rap_status apply(rap_workspace *work, rap_commit *commit, rap_error *err)
{
    rap_state *state = &work->state;
    if (commit->run.path || commit->run.rows) {
        RAP_TRY(rap_state_add_run(state, commit->run, err));
        commit->run = (rap_run){0};
    }
    for (size_t i = 0; i < commit->n_spills; i++)
        RAP_TRY(rap_state_add_spill(state, commit->spills[i], commit->level, err));
    for (size_t i = 0; i < commit->n_drops; i++) rap_state_drop_spill(state, commit->drops[i]);
    return RAP_OK;
}

rap_status rap_workspace_commit(rap_workspace *work, rap_commit *commit, rap_error *err)
{
    pthread_mutex_lock(&work->lock);
    put_lines(commit);
    rap_status status = write_lines(work, commit, err);
    if (status == RAP_OK) status = apply(work, commit, err);
    pthread_mutex_unlock(&work->lock);
    rap_text_clear(&commit->lines);
    RAP_TRY(status);
    for (size_t i = 0; i < commit->n_drops; i++) (void)unlink(commit->drops[i]);
    if (work->committed) work->committed(work->committed_arg);
    return RAP_OK;
}

static bool fits(const rap_spill *spill, bool any_level, unsigned level)
{
    return !spill->busy && (any_level || spill->level == level);
}

/* A level with at least `n` spills that nobody merges. */
static bool find_level(const rap_state *state, size_t n, bool any_level, unsigned *level)
{
    for (size_t i = 0; i < state->n_spills; i++) {
        size_t same = 0;
        for (size_t k = 0; k < state->n_spills; k++) same += fits(&state->spills[k], any_level, state->spills[i].level);
        *level = state->spills[i].level;
        if (same >= n && !state->spills[i].busy) return true;
    }
    return false;
}

rap_status rap_workspace_take_spills(rap_workspace *work, size_t n, bool any_level, char **paths,
                                     unsigned *level, bool *taken, rap_error *err)
{
    size_t found = 0;
    rap_status status = RAP_OK;
    pthread_mutex_lock(&work->lock);
    rap_state *state = &work->state;
    *taken = find_level(state, n, any_level, level);
    for (size_t k = 0; *taken && found < n && status == RAP_OK; k++) {
        if (!fits(&state->spills[k], any_level, *level)) continue;
        paths[found] = rap_strndup(state->spills[k].path, strlen(state->spills[k].path));
        state->spills[k].busy = true;
        if (paths[found])
            found++;
        else
            status = rap_fail_memory(err);
    }
    pthread_mutex_unlock(&work->lock);
    while (status != RAP_OK && found > 0) rap_free(paths[--found]);
    return status;
}
