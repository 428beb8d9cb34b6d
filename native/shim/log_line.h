/*
 * Writes a line of the log into a descriptor of the host: at once or not at all, and without SIGPIPE and SIGXFSZ, which would kill a
 * host that has nothing to do with who reads its log.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PULSE_LOG_LINE_H
#define PULSE_LOG_LINE_H

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

void write_log_line(int descriptor, const char *line, size_t size);
void write_log_line(int descriptor, const char *line, size_t size) {
    static const struct timespec now = {0, 0};
    struct pollfd entry = {descriptor, POLLOUT, 0};
    sigset_t own, pending, before;
    int number;
    if (__real_send(descriptor, line, size, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0 || errno != ENOTSOCK) {
        return;
    }
    if (poll(&entry, 1, 0) != 1 || !(entry.revents & POLLOUT)) {
        return;
    }
    /* Nobody reads any more, or the file has reached its limit: signals for this thread, which are taken away again. */
    sigemptyset(&own);
    sigaddset(&own, SIGPIPE);
    sigaddset(&own, SIGXFSZ);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &own, &before);
    if (write(descriptor, line, size) < 0 && (errno == EPIPE || errno == EFBIG)) {
        number = errno == EPIPE ? SIGPIPE : SIGXFSZ;
        sigemptyset(&own);
        sigaddset(&own, number);
        while (!sigismember(&pending, number) && sigtimedwait(&own, NULL, &now) < 0 && errno == EINTR) {
        }
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

#endif
