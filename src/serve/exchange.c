// SPDX-License-Identifier: Apache-2.0
#include "serve/exchange.h"

#include <strings.h>

const char *rap_reply_header(const rap_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->n_headers; i++)
        if (strcasecmp(reply->headers[i].name, name) == 0) return reply->headers[i].value;
    return NULL;
}

void rap_reply_add(rap_reply *reply, const char *name, const char *value)
{
    if (reply->n_headers < RAP_REPLY_HEADERS) reply->headers[reply->n_headers++] = (rap_header){name, value};
}

void rap_reply_release(rap_reply *reply)
{
    rap_text_release(&reply->body);
    rap_text_release(&reply->link);
    *reply = (rap_reply){0};
}
