// SPDX-License-Identifier: Apache-2.0
/* prose - text for people in lines of at most 78 columns. */
#ifndef RAP_CMD_PROSE_H
#define RAP_CMD_PROSE_H

#include "base/text.h"

/** Adds a paragraph, every line behind `indent` blanks. Line ends in `text` are kept. */
void prose_add(rap_text *out, size_t indent, const char *text);

/** Adds "  name   text": the text begins at column `at` and hangs there. */
void prose_add_pair(rap_text *out, size_t indent, size_t at, const char *name, const char *text);

/** Goes on with a line that is at `column`: the lines that follow stand behind `indent` blanks. */
void prose_add_hanging(rap_text *out, size_t column, size_t indent, const char *text);

#endif
