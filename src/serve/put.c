// SPDX-License-Identifier: Apache-2.0
#include "serve/put.h"

#include "present/write.h"

void rap_put_comma(rap_text *out)
{
    size_t n = out->length;
    while (n && out->data[n - 1] == '\n') n--;
    char last = n ? out->data[n - 1] : '[';
    if (last != '{' && last != '[' && last != ':') rap_text_puts(out, ",");
}

void rap_put_open(rap_text *out, char bracket)
{
    rap_put_comma(out);
    rap_text_add(out, &bracket, 1);
}

void rap_put_close(rap_text *out, char bracket)
{
    rap_text_add(out, &bracket, 1);
}

void rap_put_name(rap_text *out, const char *name)
{
    rap_put_comma(out);
    rap_write_json_string(out, name);
    rap_text_puts(out, ":");
}

void rap_put_string(rap_text *out, const char *text)
{
    rap_put_comma(out);
    if (text) rap_write_json_string(out, text);
    else rap_text_puts(out, "null");
}

void rap_put_whole(rap_text *out, uint64_t number)
{
    rap_put_comma(out);
    rap_text_printf(out, "%llu", (unsigned long long)number);
}

void rap_put_truth(rap_text *out, bool truth)
{
    rap_put_comma(out);
    rap_text_puts(out, truth ? "true" : "false");
}

void rap_put_member(rap_text *out, const char *name, const char *text)
{
    rap_put_name(out, name);
    rap_put_string(out, text);
}
