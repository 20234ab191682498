// SPDX-License-Identifier: Apache-2.0
/* negotiate - which representation a client takes (RFC 9110, section 12), and whether it has it already (section 13). */
#ifndef RAP_SERVE_NEGOTIATE_H
#define RAP_SERVE_NEGOTIATE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * The index of the media type that `accept` likes best, the first on a tie; `n` where it takes none of them. NULL takes
 * all. A range that can't be read counts as not there.
 */
size_t rap_accept_choose(const char *accept, const char *const *types, size_t n);

/** True where Accept-Encoding takes gzip. NULL does not. */
bool rap_accept_gzip(const char *accept_encoding);

/** True where If-None-Match names the tag (quotes included), weak or strong, or is "*". NULL does not. */
bool rap_etag_matches(const char *if_none_match, const char *etag);

#endif
