/*
 * Keeps the library out of the host's signals.
 *
 * SIGPIPE: the runtime writes to sockets without MSG_NOSIGNAL and counts on an ignored SIGPIPE, but the disposition
 * belongs to the host.  So the flag is added here, at the only two functions that write to sockets.  (TLS goes through
 * memory buffers, never through OpenSSL's own socket writes.)
 *
 * Masks: a thread of the library must not run the host's handlers nor take signals that the host waits for elsewhere.
 * Each thread that the library makes starts with everything blocked that is not raised by its own instructions.
 *
 * The linker redirects the calls of this library, and of nobody else, to the functions below (-Wl,--wrap=...).
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PULSE_HOST_SIGNALS_H
#define PULSE_HOST_SIGNALS_H

#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>

ssize_t __real_send(int socket, const void *buffer, size_t size, int flags);
ssize_t __wrap_send(int socket, const void *buffer, size_t size, int flags);
ssize_t __wrap_send(int socket, const void *buffer, size_t size, int flags) {
    return __real_send(socket, buffer, size, flags | MSG_NOSIGNAL);
}

ssize_t __real_sendmsg(int socket, const struct msghdr *message, int flags);
ssize_t __wrap_sendmsg(int socket, const struct msghdr *message, int flags);
ssize_t __wrap_sendmsg(int socket, const struct msghdr *message, int flags) {
    return __real_sendmsg(socket, message, flags | MSG_NOSIGNAL);
}

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument) {
    /* Faults of the thread's own instructions end the process if they are blocked; SIGRTMIN is how the runtime stops threads. */
    static const int unblocked[] = {SIGSEGV, SIGFPE, SIGBUS, SIGILL, SIGTRAP, SIGSYS};
    sigset_t blocked, before;
    size_t i;
    int result;
    sigfillset(&blocked);
    for (i = 0; i < sizeof(unblocked) / sizeof(unblocked[0]); i++) {
        sigdelset(&blocked, unblocked[i]);
    }
    sigdelset(&blocked, SIGRTMIN);
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    result = __real_pthread_create(thread, attributes, run, argument);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}

#endif
