// SPDX-License-Identifier: Apache-2.0
/*
 * http - the interface on a socket: libmicrohttpd reads requests on one thread a core, route.h answers them.
 *
 * Threads share the site, which nobody writes to, so there is no lock on the way of an answer.
 */
#ifndef RAP_SERVE_HTTP_H
#define RAP_SERVE_HTTP_H

#include "serve/site.h"

typedef struct rap_http rap_http;

/**
 * Listens on `address` (IPv4 or IPv6 in digits) and `port` (0 = a free one) and answers from now on. `site` must outlive it
 * and not change. A client that takes more than `seconds` to send a request, or to take an answer without reading any of
 * it, is cut off. RAP_E_USAGE for what is no address; RAP_E_IO, RAP_E_MEMORY.
 */
RAP_MUST_CHECK rap_status rap_http_start(const rap_site *site, const char *address, uint16_t port, unsigned seconds,
                                         rap_http **out, rap_error *err);

/** "http://127.0.0.1:8080/" */
const char *rap_http_url(const rap_http *http);

/** To be called about once a second. */
void rap_http_sweep(rap_http *http);

/** Takes no further connections; those that are there are closed with their next answer. */
void rap_http_quiesce(rap_http *http);

/** Requests that are being answered. */
size_t rap_http_running(const rap_http *http);

/** Closes all connections, waits for the threads, frees. NULL is fine. */
void rap_http_stop(rap_http *http);

#endif
