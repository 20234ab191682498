// SPDX-License-Identifier: Apache-2.0
/*
 * page - the files of the local page, as the build put them into the program (web/, cmake/web.cmake).
 *
 * They are kept compressed and sent so; who takes no gzip gets them inflated.
 */
#ifndef RAP_SERVE_PAGE_H
#define RAP_SERVE_PAGE_H

#include "base/text.h"
#include "rapport.h"

typedef struct rap_page_file {
    const char *name;            /**< its path without the first slash; "" is the page itself; NULL ends the list */
    const char *type;
    const unsigned char *data;   /**< gzip */
    size_t length;
    size_t plain;                /**< bytes inflated */
} rap_page_file;

/** All files; without any where the program was built without its page. */
extern const rap_page_file rap_page_files[];

/** The file of a name, or NULL. Without a page, "" is a note that says how to get it. */
const rap_page_file *rap_page_find(const char *name);

/** Adds the file's bytes: as they are kept where `packed`, else inflated. RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_page_put(rap_text *out, const rap_page_file *file, bool packed, rap_error *err);

#endif
