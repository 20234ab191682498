// SPDX-License-Identifier: Apache-2.0
/* about - what help, manual and completion say alike: usage lines, exit statuses, environment, first examples. */
#ifndef RAP_CMD_ABOUT_H
#define RAP_CMD_ABOUT_H

#include "cmd/options.h"

typedef struct about_pair {
    const char *name, *text;
} about_pair;

extern const char about_line[];              /**< what the program is, one sentence */
extern const about_pair about_exits[];       /**< ends with a row without a name */
extern const about_pair about_environment[];
extern const char *const about_examples[];   /**< without "rapport", NULL-terminated */

/** A question or a command, as far as one speaks about it. */
typedef struct about_topic {
    const char *name, *summary, *help;
    const char *const *examples;
} about_topic;

/** What `run` is about; empty texts where it has neither question nor command. */
about_topic about_topic_of(const cmd_run *run);

/** "partners COUNTRY [OPTION...]" */
void about_usage(const cmd_run *run, rap_text *out);

/** "--years Y1-Y2", or "-c, --cube FILE". */
void about_option(const rap_option_spec *spec, char letter, rap_text *out);

#endif
