// SPDX-License-Identifier: Apache-2.0
/*
 * put - JSON put together member by member.
 *
 * A comma goes where the last byte says that something came before, so no nesting is kept.
 */
#ifndef RAP_SERVE_PUT_H
#define RAP_SERVE_PUT_H

#include "base/text.h"

/** Begins an object or array: '{' or '['. */
void rap_put_open(rap_text *out, char bracket);
void rap_put_close(rap_text *out, char bracket);

/** A member's name; its value comes next. */
void rap_put_name(rap_text *out, const char *name);

/* Values: of an array, or after a name. A NULL text is null. */
void rap_put_string(rap_text *out, const char *text);
void rap_put_whole(rap_text *out, uint64_t number);
void rap_put_truth(rap_text *out, bool truth);

/** A member that is a text. */
void rap_put_member(rap_text *out, const char *name, const char *text);

/** Puts a comma where one is due, for a value that others write. */
void rap_put_comma(rap_text *out);

#endif
