// SPDX-License-Identifier: Apache-2.0
#include "serve/http.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "serve/connections.h"
#include "serve/listen.h"
#include "serve/route.h"

/* Memory of a connection: its request with room to spare over what route.h refuses with a reason, and reply headers. */
enum { CONNECTION_MEMORY = 48 * 1024, CONNECTIONS = 512 };

/* Answers that wait for their readers may take this much; whoever asks then is told to come again. */
#define UNSENT_BYTES ((size_t)256 << 20)

/*
 * More threads than cores: one that works on a long answer keeps the other connections it took waiting, so it should be one
 * of several.
 */
enum { THREADS_PER_CORE = 2 };

struct rap_http {
    const rap_site *site;
    struct MHD_Daemon *daemon;
    rap_connections connections;
    unsigned seconds;
    char url[RAP_LISTEN_URL];
    atomic_size_t running;
    atomic_size_t unsent;       /* bytes of answers that are not read yet */
    atomic_bool ending;
};

/* A request while it is read: the target as it was sent, which libmicrohttpd shows only once and before decoding it. */
typedef struct pending {
    char *target;
    bool seen;          /* the headers were there, the body (of no bytes) was not yet */
    bool running;
} pending;

static void *begin_request(void *cls, const char *uri, struct MHD_Connection *connection)
{
    (void)cls;
    (void)connection;
    pending *p = rap_alloc(1, sizeof *p);
    if (!p) return NULL;
    p->target = rap_strndup(uri, strlen(uri));
    return p;
}

static rap_connection *connection_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void end_request(void *cls, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode how)
{
    rap_http *http = cls;
    pending *p = *context;
    (void)how;
    rap_connection_waiting(connection_of(connection));
    if (!p) return;
    if (p->running) atomic_fetch_sub(&http->running, 1);
    rap_free(p->target);
    rap_free(p);
    *context = NULL;
}

static void note_connection(void *cls, struct MHD_Connection *connection, void **context,
                            enum MHD_ConnectionNotificationCode what)
{
    rap_http *http = cls;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *context = info ? rap_connection_open(&http->connections, info->connect_fd) : NULL;
    } else {
        rap_connection_close(&http->connections, *context);
        *context = NULL;
    }
}

/* ------------------------------------------------------------------ headers */

/* What the router sees of the headers, gathered line by line. */
typedef struct gathering {
    rap_request *request;
    unsigned hosts;
    rap_text accept, accept_encoding, if_none_match;
} gathering;

static void join(rap_text *list, const char *value, size_t length)
{
    if (list->length) rap_text_puts(list, ", ");
    rap_text_add(list, value, length);
}

static bool is_token(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c <= 0x20 || c >= 0x7F || strchr("\"(),/:;<=>?@[\\]{}", c)) return false;
    }
    return length > 0;
}

static bool is_clean(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F) return false;
    }
    return true;
}

static enum MHD_Result gather(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_length, const char *value,
                              size_t length)
{
    gathering *g = cls;
    rap_request *r = g->request;
    (void)kind;
    if (!value) value = "", length = 0;
    r->header_bytes += name_length + length;
    r->malformed = r->malformed || !is_token(name, name_length) || !is_clean(value, length);
    if (strcasecmp(name, "Host") == 0) {
        r->host = value;
        r->malformed = r->malformed || g->hosts++ > 0;
    }
    if (strcasecmp(name, "Accept") == 0) join(&g->accept, value, length);
    if (strcasecmp(name, "Accept-Encoding") == 0) join(&g->accept_encoding, value, length);
    if (strcasecmp(name, "If-None-Match") == 0) join(&g->if_none_match, value, length);
    if (strcasecmp(name, "Content-Length") == 0 && strcmp(value, "0") != 0) r->has_body = true;
    if (strcasecmp(name, "Transfer-Encoding") == 0) r->has_body = true;
    return MHD_YES;
}

/* ------------------------------------------------------------------- replies */

/* A reply on its way out, counted until it is sent or given up. */
typedef struct outgoing {
    rap_reply reply;
    rap_http *http;
    size_t counted;
} outgoing;

static void free_outgoing(void *cls)
{
    outgoing *o = cls;
    atomic_fetch_sub(&o->http->unsent, o->counted);
    rap_reply_release(&o->reply);
    rap_free(o);
}

/* Hands a reply over; it is freed when it is sent. */
static enum MHD_Result send_reply(rap_http *http, struct MHD_Connection *connection, outgoing *o, bool last)
{
    rap_reply *reply = &o->reply;
    void *bytes = reply->body.data ? reply->body.data : reply->etag;
    o->http = http;
    o->counted = reply->body.length;
    atomic_fetch_add(&http->unsent, o->counted);
    struct MHD_Response *response =
        MHD_create_response_from_buffer_with_free_callback_cls(reply->body.length, bytes, free_outgoing, o);
    if (!response) {
        free_outgoing(o);
        return MHD_NO;
    }
    enum MHD_Result result = MHD_YES;
    for (size_t i = 0; result == MHD_YES && i < reply->n_headers; i++)
        result = MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    if (result == MHD_YES && (last || atomic_load(&http->ending)))
        result = MHD_add_response_header(response, "Connection", "close");
    if (result == MHD_YES) result = MHD_queue_response(connection, reply->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result answer(rap_http *http, struct MHD_Connection *connection, pending *p, gathering *g)
{
    outgoing *o = rap_alloc(1, sizeof *o);
    if (!o || g->accept.failed || g->accept_encoding.failed || g->if_none_match.failed) {
        rap_free(o);
        return MHD_NO;
    }
    rap_connection_answering(connection_of(connection));
    atomic_fetch_add(&http->running, 1);
    p->running = true;
    g->request->accept = g->accept.data;
    g->request->accept_encoding = g->accept_encoding.data;
    g->request->if_none_match = g->if_none_match.data;
    g->request->busy = atomic_load(&http->unsent) > UNSENT_BYTES;
    rap_serve_answer(http->site, g->request, &o->reply);
    return send_reply(http, connection, o, g->request->has_body);
}

/*
 * libmicrohttpd calls this when the headers are there, and again when the body is. A request that announces a body is
 * answered at once and its connection closed, so that nobody's body is read as the next request.
 */
static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **context)
{
    pending *p = *context;
    (void)url;
    (void)version;
    (void)upload;
    (void)upload_size;
    if (!p || !p->target) return MHD_NO;
    rap_request request = {.method = rap_span_of(method), .target = rap_span_of(p->target)};
    gathering g = {.request = &request};
    (void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, gather, &g);
    enum MHD_Result result = MHD_YES;
    if (request.has_body || p->seen) result = answer(cls, connection, p, &g);
    p->seen = true;
    rap_text_release(&g.accept);
    rap_text_release(&g.accept_encoding);
    rap_text_release(&g.if_none_match);
    return result;
}

/* ------------------------------------------------------------- start and stop */

static struct MHD_Daemon *start_daemon(rap_http *http, int socket)
{
    struct MHD_OptionItem pool[] = {
        {MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)(rap_cores() * THREADS_PER_CORE), NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, handle, http,
                            MHD_OPTION_LISTEN_SOCKET, socket,
                            MHD_OPTION_URI_LOG_CALLBACK, begin_request, http,
                            MHD_OPTION_NOTIFY_COMPLETED, end_request, http,
                            MHD_OPTION_NOTIFY_CONNECTION, note_connection, http,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                            MHD_OPTION_CONNECTION_TIMEOUT, http->seconds,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1,
                            MHD_OPTION_ARRAY, pool, MHD_OPTION_END);
}

rap_status rap_http_start(const rap_site *site, const char *address, uint16_t port, unsigned seconds, rap_http **out,
                          rap_error *err)
{
    int socket;
    rap_http *http = rap_alloc(1, sizeof *http);
    if (!http) return rap_fail_memory(err);
    http->site = site;
    http->seconds = seconds;
    rap_status status = rap_listen(address, port, &socket, http->url, err);
    if (status != RAP_OK) {
        rap_free(http);
        return status;
    }
    rap_connections_init(&http->connections);
    http->daemon = start_daemon(http, socket);
    if (!http->daemon) {
        (void)close(socket);
        rap_connections_release(&http->connections);
        rap_free(http);
        return rap_fail(err, RAP_E_IO, "the server can't start: the system gives no threads or no memory");
    }
    *out = http;
    return RAP_OK;
}

const char *rap_http_url(const rap_http *http)
{
    return http->url;
}

void rap_http_sweep(rap_http *http)
{
    rap_connections_sweep(&http->connections, http->seconds);
}

void rap_http_quiesce(rap_http *http)
{
    if (atomic_exchange(&http->ending, true)) return;
    int socket = MHD_quiesce_daemon(http->daemon);
    if (socket >= 0) (void)close(socket);
}

size_t rap_http_running(const rap_http *http)
{
    return atomic_load(&http->running);
}

void rap_http_stop(rap_http *http)
{
    if (!http) return;
    rap_http_quiesce(http);
    MHD_stop_daemon(http->daemon);
    rap_connections_release(&http->connections);
    rap_free(http);
}
