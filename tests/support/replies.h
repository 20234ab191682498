// SPDX-License-Identifier: Apache-2.0
/* replies - what is true of every reply, whatever was asked: for tests and fuzzers. */
#ifndef RAP_TESTS_REPLIES_H
#define RAP_TESTS_REPLIES_H

#include <string.h>

#include "scan/json.h"
#include "serve/problem.h"
#include "serve/route.h"
#include "support/padded.h"

static inline bool reply_is_json(const rap_reply *reply)
{
    size_t at;
    const char *problem;
    rap_span text = padded(rap_text_get(&reply->body), reply->body.length);
    bool good = rap_json_check(text, &at, &problem) && rap_utf8_valid(text.data, text.length) == text.length;
    padded_free(text);
    return good;
}

static inline bool reply_has_plain_headers(const rap_reply *reply)
{
    for (size_t i = 0; i < reply->n_headers; i++)
        for (const char *c = reply->headers[i].value; *c; c++)
            if (*c < ' ' || *c >= 0x7F) return false;
    return reply->n_headers < RAP_REPLY_HEADERS; /* none was left out for want of room */
}

/** What is wrong with a reply, or NULL. An empty problem document is right where memory was short only. */
static inline const char *reply_fault(const rap_reply *reply, bool memory_short)
{
    const char *type = rap_reply_header(reply, "Content-Type"), *coding = rap_reply_header(reply, "Content-Encoding");
    bool good = reply->status == 200 || reply->status == 302 || reply->status == 304;
    if (!good && rap_problem_of(reply->status)->status != reply->status) return "a status that is not listed";
    if (!reply_has_plain_headers(reply)) return "a header value that is not plain, or too many headers";
    if (!rap_reply_header(reply, "Content-Security-Policy")) return "no security headers";
    if (rap_reply_header(reply, "Access-Control-Allow-Origin")) return "other origins are let in";
    if ((reply->status == 200) != (type && rap_reply_header(reply, "ETag")) && reply->status != 304) return "tag or type";
    if (reply->status == 302 || reply->status == 304) return reply->body.length ? "a body that must not be" : NULL;
    if (!good && (!type || strcmp(type, "application/problem+json") != 0)) return "a problem that is none";
    if (!good && reply->body.length == 0) return memory_short ? NULL : "a problem that says nothing";
    if (coding) return memcmp(reply->body.data, "\x1f\x8b", 2) == 0 ? NULL : "no gzip";
    return strstr(type, "json") && !reply_is_json(reply) ? "no JSON" : NULL;
}

#endif
