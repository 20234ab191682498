// SPDX-License-Identifier: Apache-2.0
#include "serve/site.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/file.h"
#include "query/suggest.h"

/* -------------------------------------------------------------------- cubes */

static rap_status check_name(const rap_site *site, rap_span name, const char *path, rap_error *err)
{
    bool clean = name.length > 0 && rap_utf8_valid(name.data, name.length) == name.length;
    for (size_t i = 0; clean && i < name.length; i++)
        clean = (unsigned char)name.data[i] >= 0x20 && name.data[i] != 0x7F;
    if (!clean) return rap_fail(err, RAP_E_USAGE, "'%.100s' has a name that no URL can hold; rename the file", path);
    for (size_t i = 0; i < site->n_cubes; i++)
        if (rap_span_is(name, site->cubes[i].name))
            return rap_fail(err, RAP_E_USAGE, "two cubes are called '%.100s': cubes are served by the names of their files, so "
                                              "rename one", site->cubes[i].name);
    return RAP_OK;
}

rap_status rap_site_add(rap_site *site, const char *path, const rap_cube *cube, rap_error *err)
{
    rap_span name = rap_path_stem(path, ".rap");
    RAP_TRY(check_name(site, name, path, err));
    if (!site->definitions.n) RAP_TRY(rap_definitions_init(&site->definitions, err));
    if (!rap_reserve(&site->cubes, &site->capacity, site->n_cubes + 1, sizeof *site->cubes)) return rap_fail_memory(err);
    char *copy = rap_strndup(name.data, name.length);
    if (!copy) return rap_fail_memory(err);
    site->cubes[site->n_cubes++] = (rap_site_cube){copy, cube};
    return RAP_OK;
}

void rap_site_release(rap_site *site)
{
    for (size_t i = 0; i < site->n_cubes; i++) rap_free(site->cubes[i].name);
    rap_free(site->cubes);
    rap_definitions_release(&site->definitions);
    *site = (rap_site){0};
}

rap_status rap_site_find(const rap_site *site, const char *name, const rap_site_cube **out, rap_error *err)
{
    rap_suggest suggest = rap_suggest_init(rap_span_of(name ? name : ""));
    for (size_t i = 0; i < site->n_cubes; i++) {
        if (!name || strcmp(site->cubes[i].name, name) == 0) {
            *out = &site->cubes[i];
            return RAP_OK;
        }
        rap_suggest_try(&suggest, site->cubes[i].name);
    }
    char hint[96];
    return rap_fail(err, RAP_E_NOT_FOUND, "no cube here is called '%.60s'%s (/api/v1/ lists them)", name ? name : "",
                    rap_suggest_text(&suggest, hint, sizeof hint));
}

/* --------------------------------------------------------------------- host */

/* Cuts "name:port" or "[address]:port" to the name; false where what follows is no port. */
static bool cut_port(rap_span host, rap_span *name)
{
    const char *end = host.data + host.length, *colon;
    if (host.length && host.data[0] == '[') {
        const char *bracket = memchr(host.data, ']', host.length);
        if (!bracket) return false;
        *name = (rap_span){host.data + 1, (size_t)(bracket - host.data) - 1};
        colon = bracket + 1;
    } else {
        colon = memchr(host.data, ':', host.length);
        if (!colon) colon = end;
        *name = (rap_span){host.data, (size_t)(colon - host.data)};
    }
    uint64_t port;
    return colon == end || (*colon == ':' && rap_parse_u64((rap_span){colon + 1, (size_t)(end - colon) - 1}, 65535, &port));
}

/* An address as bytes: family and up to 16 of them; false where the text is none. */
static bool address_of(rap_span text, int *family, unsigned char bytes[16])
{
    char copy[INET6_ADDRSTRLEN];
    if (text.length >= sizeof copy) return false;
    memcpy(copy, text.data, text.length);
    copy[text.length] = '\0';
    memset(bytes, 0, 16);
    for (*family = AF_INET; inet_pton(*family, copy, bytes) != 1; *family = AF_INET6)
        if (*family == AF_INET6) return false;
    return true;
}

bool rap_site_answers_to(const rap_site *site, const char *host)
{
    static const unsigned char any[16];
    unsigned char asked[16], bound[16];
    int asked_family, bound_family;
    rap_span name;
    if (!host || !cut_port(rap_span_of(host), &name)) return false;
    if (name.length == strlen("localhost") && strncasecmp(name.data, "localhost", name.length) == 0) return true;
    if (!address_of(name, &asked_family, asked)) return false;
    if (!address_of(rap_span_of(site->address), &bound_family, bound)) return false;
    if (memcmp(bound, any, sizeof any) == 0) return true;
    return asked_family == bound_family && memcmp(asked, bound, sizeof bound) == 0;
}
