/*
 * Blocking calls of the host use their connection's socket here, on the host's thread.  The runtime watches each socket
 * from the time it is connected, and its thread would be woken by all that comes, for nothing; so a socket is watched
 * only while it is used asynchronously.
 *
 * A connection is used by one call at a time, and so is its entry.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PULSE_BLOCKING_SOCKETS_H
#define PULSE_BLOCKING_SOCKETS_H

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>

/* How the runtime watches a descriptor. */
struct watched_socket {
    intptr_t poller;
    uintptr_t data;
    int32_t events;
    int32_t is_watched;
};

/* By descriptor; one beyond them is watched all the time. */
#define SOCKETS_IN_TABLE 1024
#define SOCKET_TABLES 1024

static struct watched_socket *socket_tables[SOCKET_TABLES];

static struct watched_socket *find_socket(intptr_t descriptor) {
    struct watched_socket *table;
    if (descriptor < 0 || descriptor >= SOCKETS_IN_TABLE * SOCKET_TABLES) {
        return NULL;
    }
    table = __atomic_load_n(&socket_tables[descriptor / SOCKETS_IN_TABLE], __ATOMIC_ACQUIRE);
    return table == NULL ? NULL : &table[descriptor % SOCKETS_IN_TABLE];
}

static struct watched_socket *make_socket(intptr_t descriptor) {
    struct watched_socket *table = find_socket(descriptor), *other = NULL;
    if (table != NULL || descriptor < 0 || descriptor >= SOCKETS_IN_TABLE * SOCKET_TABLES) {
        return table;
    }
    table = calloc(SOCKETS_IN_TABLE, sizeof(*table));
    if (table != NULL && !__atomic_compare_exchange_n(&socket_tables[descriptor / SOCKETS_IN_TABLE], &other, table, 0, __ATOMIC_ACQ_REL,
                                                      __ATOMIC_RELAXED)) {
        free(table);
    }
    return find_socket(descriptor);
}

int32_t __real_SystemNative_TryChangeSocketEventRegistration(intptr_t poller, intptr_t descriptor, int32_t before, int32_t events, uintptr_t data);
int32_t __wrap_SystemNative_TryChangeSocketEventRegistration(intptr_t poller, intptr_t descriptor, int32_t before, int32_t events, uintptr_t data);
int32_t __wrap_SystemNative_TryChangeSocketEventRegistration(intptr_t poller, intptr_t descriptor, int32_t before, int32_t events, uintptr_t data) {
    int32_t result = __real_SystemNative_TryChangeSocketEventRegistration(poller, descriptor, before, events, data);
    struct watched_socket *entry = result == 0 ? make_socket(descriptor) : NULL;
    if (entry != NULL) {
        entry->poller = poller;
        entry->data = data;
        entry->events = events;
        entry->is_watched = events != 0;
    }
    return result;
}

static void stop_watching(intptr_t descriptor) {
    struct watched_socket *entry = find_socket(descriptor);
    if (entry != NULL && entry->is_watched &&
        __real_SystemNative_TryChangeSocketEventRegistration(entry->poller, descriptor, entry->events, 0, entry->data) == 0) {
        entry->is_watched = 0;
    }
}

/* Whether the runtime watches the socket again; what has come meanwhile is told it at once. */
int32_t watch_socket(intptr_t descriptor);
int32_t watch_socket(intptr_t descriptor) {
    struct watched_socket *entry = find_socket(descriptor);
    if (entry != NULL && !entry->is_watched && entry->events != 0) {
        entry->is_watched = __real_SystemNative_TryChangeSocketEventRegistration(entry->poller, descriptor, 0, entry->events, entry->data) == 0;
        return entry->is_watched;
    }
    return 1;
}

/* Returns when the socket is ready, or closed by another thread. */
static void wait_for_socket(intptr_t descriptor, short events) {
    struct pollfd one = {(int)descriptor, events, 0};
    poll(&one, 1, -1);
}

/* Returns when there is something to receive, or the connection has ended. */
void wait_blocking(intptr_t descriptor);
void wait_blocking(intptr_t descriptor) {
    stop_watching(descriptor);
    wait_for_socket(descriptor, POLLIN);
}

/* Bytes, 0 at the end, or an error number made negative.  What is likely there is asked for before it is waited for. */
int32_t receive_blocking(intptr_t descriptor, uint8_t *buffer, int32_t size, int32_t likely);
int32_t receive_blocking(intptr_t descriptor, uint8_t *buffer, int32_t size, int32_t likely) {
    ssize_t got;
    stop_watching(descriptor);
    do {
        if (!likely) {
            wait_for_socket(descriptor, POLLIN);
        }
        likely = 0;
        got = recv((int)descriptor, buffer, (size_t)size, MSG_DONTWAIT);
    } while (got < 0 && (errno == EINTR || errno == EAGAIN));
    return got < 0 ? -errno : (int32_t)got;
}

/* Sends everything: 0, or an error number made negative. */
int32_t send_blocking(intptr_t descriptor, const uint8_t *buffer, int32_t size);
int32_t send_blocking(intptr_t descriptor, const uint8_t *buffer, int32_t size) {
    while (size > 0) {
        ssize_t sent = send((int)descriptor, buffer, (size_t)size, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent >= 0) {
            buffer += sent;
            size -= (int32_t)sent;
        } else if (errno == EAGAIN) {
            wait_for_socket(descriptor, POLLOUT);
        } else if (errno != EINTR) {
            return -errno;
        }
    }
    return 0;
}

#endif
