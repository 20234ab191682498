// SPDX-License-Identifier: Apache-2.0
/*
 * progress - one line on standard error while an ingest runs, and how a person stops it.
 *
 * The first interrupt (Ctrl-C, or a plain kill) asks for an orderly stop; a second one ends the program at once.
 */
#ifndef RAP_CMD_PROGRESS_H
#define RAP_CMD_PROGRESS_H

#include "cmd/command.h"

/** From now on an interrupt is noticed by cmd_progress(). */
void cmd_progress_begin(void);

/** A rap_progress_fn; `arg` points to a bool: whether the line is shown. False once an interrupt came. */
bool cmd_progress(void *arg, const rap_progress *progress);

/** Ends the line where one was shown. */
void cmd_progress_end(bool shown);

/** The line itself, for the given state: rate of decompressed text, works, percent, time left. */
void cmd_progress_line(const rap_progress *progress, rap_text *out);

#endif
