// SPDX-License-Identifier: Apache-2.0
/* site - what a server shows: the catalogue, cubes by name, and the address it may be called by. Read-only while served. */
#ifndef RAP_SERVE_SITE_H
#define RAP_SERVE_SITE_H

#include "serve/definition.h"

/** A cube and its name: that of its file without ".rap". */
typedef struct rap_site_cube {
    char *name;
    const rap_cube *cube;    /**< borrowed */
} rap_site_cube;

typedef struct rap_site {
    const rap_catalog *catalog;  /**< borrowed */
    const char *address;         /**< borrowed; bound to: "127.0.0.1", "::1"; "0.0.0.0" and "::" are any */
    uint64_t edition;            /**< another program or other tables may answer the same question otherwise */
    rap_definitions definitions; /**< there from the first cube on */
    size_t n_cubes, capacity;
    rap_site_cube *cubes;        /**< the first one is asked where none is named */
} rap_site;

/** Adds a cube under the name of its file. RAP_E_USAGE where a name is met twice or holds control characters; RAP_E_MEMORY. */
RAP_MUST_CHECK rap_status rap_site_add(rap_site *site, const char *path, const rap_cube *cube, rap_error *err);
void rap_site_release(rap_site *site);

/** The cube called `name` (the first one for NULL). RAP_E_NOT_FOUND with the nearest name. */
RAP_MUST_CHECK rap_status rap_site_find(const rap_site *site, const char *name, const rap_site_cube **out, rap_error *err);

/**
 * True where a request may name this host: "localhost", the address bound to or, where that is any, an address in digits;
 * a port may follow. A page of another site that points its own name at this machine is thus refused.
 */
bool rap_site_answers_to(const rap_site *site, const char *host);

#endif
