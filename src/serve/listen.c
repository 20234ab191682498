// SPDX-License-Identifier: Apache-2.0
#include "serve/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef union any_address {
    struct sockaddr plain;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} any_address;

static bool read_address(const char *text, uint16_t port, any_address *out, socklen_t *length)
{
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, text, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = htons(port);
        *length = sizeof out->v4;
        return true;
    }
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET6, text, &out->v6.sin6_addr) != 1) return false;
    out->v6.sin6_family = AF_INET6;
    out->v6.sin6_port = htons(port);
    *length = sizeof out->v6;
    return true;
}

bool rap_address_is_local(const char *address)
{
    struct in_addr v4;
    struct in6_addr v6;
    if (inet_pton(AF_INET, address, &v4) == 1) return ntohl(v4.s_addr) >> 24 == 127;
    return inet_pton(AF_INET6, address, &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

static rap_status fail_to_listen(const char *address, uint16_t port, rap_error *err)
{
    const char *advice = errno == EADDRINUSE    ? "; another program has this port: --port 0 takes a free one"
                         : errno == EACCES      ? "; ports below 1024 need privileges"
                         : errno == EADDRNOTAVAIL ? "; this machine has no such address"
                                                : "";
    return rap_fail(err, RAP_E_IO, "can't listen on %.60s port %u: %s%s", address, (unsigned)port, strerror(errno), advice);
}

static rap_status bind_to(int s, const any_address *where, socklen_t length, any_address *bound)
{
    int on = 1;
    socklen_t room = sizeof *bound;
    (void)setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    bool ok = bind(s, &where->plain, length) == 0 && listen(s, SOMAXCONN) == 0 && getsockname(s, &bound->plain, &room) == 0;
    return ok ? RAP_OK : RAP_E_IO;
}

rap_status rap_listen(const char *address, uint16_t port, int *out, char url[RAP_LISTEN_URL], rap_error *err)
{
    any_address where, bound = {0};
    socklen_t length;
    if (!read_address(address, port, &where, &length))
        return rap_fail(err, RAP_E_USAGE, "'%.60s' is no address; write digits, as 127.0.0.1 (this machine only), 0.0.0.0 (all "
                                          "networks) or ::1", address);
    int s = socket(where.plain.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (s < 0) return fail_to_listen(address, port, err);
    if (bind_to(s, &where, length, &bound) != RAP_OK) {
        rap_status status = fail_to_listen(address, port, err);
        (void)close(s);
        return status;
    }
    bool v6 = bound.plain.sa_family == AF_INET6;
    unsigned taken = ntohs(v6 ? bound.v6.sin6_port : bound.v4.sin_port);
    (void)snprintf(url, RAP_LISTEN_URL, v6 ? "http://[%.45s]:%u/" : "http://%.45s:%u/", address, taken);
    *out = s;
    return RAP_OK;
}
