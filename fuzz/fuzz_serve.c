// SPDX-License-Identifier: Apache-2.0
/* A request, a line each: method, target, Host, Accept, Accept-Encoding, If-None-Match ("-" = absent). Every reply must be sound. */
#include <stdlib.h>

#include "serve/target.h"
#include "support/replies.h"
#include "support/toy.h"

enum { LINES = 6 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static rap_site open_site(void)
{
    rap_catalog *catalog;
    rap_cube *cube = toy_cube();
    if (!cube || rap_catalog_open(NULL, &catalog, NULL) != RAP_OK) abort();
    rap_site site = {.catalog = catalog, .address = "127.0.0.1"};
    if (rap_site_add(&site, "toy.rap", cube, NULL) != RAP_OK) abort();
    return site;
}

static const char *given(const char *line)
{
    return line && strcmp(line, "-") != 0 ? line : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static rap_site site;
    if (!site.n_cubes) site = open_site();
    char *text = calloc(size + 1, 1), *lines[LINES] = {0}, *at = text;
    if (!text) return 0;
    if (size) memcpy(text, data, size);
    for (size_t i = 0; i < LINES && at; i++) {
        lines[i] = at;
        at = strchr(at, '\n');
        if (at) *at++ = '\0';
    }
    rap_request request = {
        .method = rap_span_of(lines[0]), .target = rap_span_of(lines[1] ? lines[1] : ""), .host = given(lines[2]),
        .accept = given(lines[3]), .accept_encoding = given(lines[4]), .if_none_match = given(lines[5])};
    rap_reply reply;
    /* resamples are right but slow, and have nothing to do with requests */
    if (!strstr(request.target.data, "boot")) {
        rap_serve_answer(&site, &request, &reply);
        const char *fault = reply_fault(&reply, false);
        if (fault) {
            (void)fprintf(stderr, "%s: %s\n", lines[1] ? lines[1] : "", fault);
            abort();
        }
        rap_reply_release(&reply);
    }
    rap_target target;
    rap_error err;
    if (rap_target_read(request.target, &target, &err) == RAP_OK) rap_target_release(&target);
    free(text);
    return 0;
}
