// SPDX-License-Identifier: Apache-2.0
/*
 * connections - which clients are there and since when they keep a server waiting.
 *
 * A client that sends its request byte by byte is never silent for long, so a limit on silence alone does not end it. Here
 * each connection has the time since when a whole request is awaited; who takes too long is cut off by a sweep.
 */
#ifndef RAP_SERVE_CONNECTIONS_H
#define RAP_SERVE_CONNECTIONS_H

#include <pthread.h>
#include <stdatomic.h>

#include "base/text.h"

typedef struct rap_connection {
    struct rap_connection *next, **link;  /**< under the lock */
    int socket;
    atomic_llong since;                   /**< milliseconds; -1 while it is being answered */
} rap_connection;

typedef struct rap_connections {
    pthread_mutex_t lock;
    rap_connection *first;
} rap_connections;

void rap_connections_init(rap_connections *all);
/** All connections must be closed. */
void rap_connections_release(rap_connections *all);

/** A client came; NULL where memory is short (it is then only limited by its silence). */
rap_connection *rap_connection_open(rap_connections *all, int socket);
/** Before the socket is closed. NULL is fine. */
void rap_connection_close(rap_connections *all, rap_connection *connection);

/** A whole request is there, or its answer is sent. NULL is fine. */
void rap_connection_answering(rap_connection *connection);
void rap_connection_waiting(rap_connection *connection);

/** Shuts the sockets of those that are awaited for more than `seconds`; their owner then finds them closed. */
void rap_connections_sweep(rap_connections *all, unsigned seconds);

#endif
