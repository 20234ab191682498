// SPDX-License-Identifier: Apache-2.0
/*
 * journal - a file of lines that are appended in groups; a group counts whole or not at all.
 *
 * Each group ends in a line "commit<TAB>hash of the group" and is on the disk before the call returns. What stands
 * behind the last whole group (the process was killed while it wrote) is ignored when reading and cut off when the
 * journal is opened again. One process at a time: the file is locked.
 */
#ifndef RAP_SOURCE_JOURNAL_H
#define RAP_SOURCE_JOURNAL_H

#include "base/text.h"

typedef struct rap_journal rap_journal;

/** Opens a journal for appending, an empty one where there is none. RAP_E_IO, also where another process has it open. */
RAP_MUST_CHECK rap_status rap_journal_open(const char *path, rap_journal **out, rap_error *err);
void rap_journal_close(rap_journal *journal);

/** Appends lines (each ended by '\n') as one group. RAP_E_IO, RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_journal_commit(rap_journal *journal, const rap_text *lines, rap_error *err);

/** Called with each line of each whole group, without its newline. */
typedef rap_status (*rap_journal_fn)(void *arg, rap_span line, rap_error *err);

/** Reads the whole groups of `path`; none where the file is absent. */
RAP_MUST_CHECK rap_status rap_journal_read(const char *path, rap_journal_fn see, void *arg, rap_error *err);

/** Adds text to a line such that it holds no tab, newline or other control character: those become %XX, as does '%'. */
void rap_journal_escape(rap_text *out, rap_span text);
void rap_journal_unescape(rap_text *out, rap_span text);

#endif
