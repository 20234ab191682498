// SPDX-License-Identifier: Apache-2.0
/*
 * output - where answers go: standard output, or a file that appears under its name only when it is complete.
 */
#ifndef RAP_CMD_OUTPUT_H
#define RAP_CMD_OUTPUT_H

#include "cmd/command.h"

/** Writes a table in the format asked for to `path` (NULL or "-": standard output), and its receipt where it goes. */
RAP_MUST_CHECK rap_status cmd_write_table(const cmd_run *run, const rap_table *table, const char *path, rap_error *err);

/** An answer that is written as its rows come: its place is opened with the first of them. */
typedef struct cmd_stream {
    const cmd_run *run;
    struct cmd_sink *sink;  /**< NULL until something is written */
} cmd_stream;

/** A rap_rows_fn; `arg` is a cmd_stream. */
RAP_MUST_CHECK rap_status cmd_stream_rows(void *arg, const rap_table *table, rap_error *err);
/** Writes the rest and the receipt; what is complete gets its name. */
RAP_MUST_CHECK rap_status cmd_stream_end(cmd_stream *stream, const rap_table *table, rap_error *err);
/** Leaves nothing under the name of a file; what went to standard output stays there. Fine after cmd_stream_end(). */
void cmd_stream_abort(cmd_stream *stream);

/** Writes text to the output asked for. Fails where the text was cut for want of memory. */
RAP_MUST_CHECK rap_status cmd_write_text(const cmd_run *run, const rap_text *text, rap_error *err);

/** True where standard error is a terminal and the run is not quiet: progress may be shown. */
bool cmd_shows_progress(const cmd_run *run);

#endif
