// SPDX-License-Identifier: Apache-2.0
/*
 * route - a request -> its reply: the whole interface as one function of a site and a request, without sockets.
 *
 *   /api/v1/                   questions, options, cubes
 *   /api/v1/<question>[.csv]   an answer
 *   /api/v1/explain[/<name>]   indicators
 *   /api/v1/problems[/<name>]  what can go wrong
 *   /openapi.json              all of this for programs
 */
#ifndef RAP_SERVE_ROUTE_H
#define RAP_SERVE_ROUTE_H

#include "serve/exchange.h"
#include "serve/site.h"

/**
 * Never fails: what goes wrong is the reply, and where memory is short that is a 500, with an empty body in the worst case.
 * `out` is to be released. Safe from any number of threads over one site.
 */
void rap_serve_answer(const rap_site *site, const rap_request *request, rap_reply *out);

#endif
