// SPDX-License-Identifier: Apache-2.0
/* listen - a socket that takes connections. */
#ifndef RAP_SERVE_LISTEN_H
#define RAP_SERVE_LISTEN_H

#include "base/text.h"

enum { RAP_LISTEN_URL = 80 };

/**
 * Binds to an address in digits ("127.0.0.1", "::1") and a port (0 = a free one) and listens. `url` says where, as
 * "http://127.0.0.1:8080/". The socket is the caller's to close. RAP_E_USAGE for what is no address; RAP_E_IO.
 */
RAP_MUST_CHECK rap_status rap_listen(const char *address, uint16_t port, int *out, char url[RAP_LISTEN_URL], rap_error *err);

/** True for an address that only this machine reaches. */
bool rap_address_is_local(const char *address);

#endif
