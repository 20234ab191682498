// SPDX-License-Identifier: Apache-2.0
#include "serve/connections.h"

#include <sys/socket.h>
#include <time.h>

#include "base/alloc.h"

static long long now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void rap_connections_init(rap_connections *all)
{
    *all = (rap_connections){.lock = PTHREAD_MUTEX_INITIALIZER};
}

void rap_connections_release(rap_connections *all)
{
    (void)pthread_mutex_destroy(&all->lock);
}

rap_connection *rap_connection_open(rap_connections *all, int socket)
{
    rap_connection *c = rap_alloc(1, sizeof *c);
    if (!c) return NULL;
    c->socket = socket;
    atomic_init(&c->since, now());
    (void)pthread_mutex_lock(&all->lock);
    c->next = all->first;
    c->link = &all->first;
    if (c->next) c->next->link = &c->next;
    all->first = c;
    (void)pthread_mutex_unlock(&all->lock);
    return c;
}

void rap_connection_close(rap_connections *all, rap_connection *c)
{
    if (!c) return;
    (void)pthread_mutex_lock(&all->lock);
    *c->link = c->next;
    if (c->next) c->next->link = c->link;
    (void)pthread_mutex_unlock(&all->lock);
    rap_free(c);
}

void rap_connection_answering(rap_connection *c)
{
    if (c) atomic_store_explicit(&c->since, -1, memory_order_relaxed);
}

void rap_connection_waiting(rap_connection *c)
{
    if (c) atomic_store_explicit(&c->since, now(), memory_order_relaxed);
}

void rap_connections_sweep(rap_connections *all, unsigned seconds)
{
    long long limit = now() - (long long)seconds * 1000;
    (void)pthread_mutex_lock(&all->lock);
    for (rap_connection *c = all->first; c; c = c->next) {
        long long since = atomic_load_explicit(&c->since, memory_order_relaxed);
        if (since >= 0 && since < limit) (void)shutdown(c->socket, SHUT_RDWR);
    }
    (void)pthread_mutex_unlock(&all->lock);
}
