// SPDX-License-Identifier: Apache-2.0
/*
 * exchange - one request and its reply, as plain data: what the router sees of HTTP.
 *
 * Sockets are not here. A reply is a function of a site and a request, so tests and fuzzers need no network.
 */
#ifndef RAP_SERVE_EXCHANGE_H
#define RAP_SERVE_EXCHANGE_H

#include "base/text.h"

/* What is refused rather than looked at. */
enum {
    RAP_TARGET_BYTES = 8192,        /**< of a request target */
    RAP_HEADER_BYTES = 16384,       /**< of all header fields */
    RAP_ANSWER_ROWS = 1000000       /**< of one answer; more belongs in a file of `rapport export` */
};
#define RAP_ANSWER_DRAWS UINT64_C(2000000000) /* resamples x cells of the cube: some seconds of a core */

/** A request as it was sent. Header values are NULL where absent; several lines of one name are joined by commas. */
typedef struct rap_request {
    rap_span method, target;
    const char *host, *accept, *accept_encoding, *if_none_match;
    size_t header_bytes;            /**< of names and values */
    bool has_body;
    bool busy;                      /**< too many answers are still waiting to be read by those who asked */
    bool malformed;                 /**< a header's name is no token or its value holds control characters, or Host stands twice */
} rap_request;

typedef struct rap_header {
    const char *name, *value;
} rap_header;

enum { RAP_REPLY_HEADERS = 16, RAP_ETAG_TEXT = 48 };

/**
 * A reply. Header values point into it or are constants, so it stays where it is until released. A reply to HEAD has the
 * body that GET would have: who sends it leaves the body away.
 */
typedef struct rap_reply {
    unsigned status;
    size_t n_headers;
    rap_header headers[RAP_REPLY_HEADERS];
    rap_text body;
    rap_text link;                  /**< value of Link, where there is one */
    char etag[RAP_ETAG_TEXT];
} rap_reply;

/** The value of a header of the reply, or NULL. */
const char *rap_reply_header(const rap_reply *reply, const char *name);

/** Adds a header; `value` is a constant or a text of the reply. */
void rap_reply_add(rap_reply *reply, const char *name, const char *value);

void rap_reply_release(rap_reply *reply);

#endif
