/*
 * Keeps the library out of the host's signals.  The linker redirects the calls of this library, and of nobody else, to
 * the functions below (-Wl,--wrap=...).
 *
 * SIGPIPE: the runtime writes to sockets without MSG_NOSIGNAL and sets SIGPIPE to ignored instead, but the disposition
 * belongs to the host.  So the flag is added, at the only two functions that write to sockets, and the disposition is left
 * alone.  (TLS goes through memory buffers, never through OpenSSL's own socket writes.)
 *
 * SIGSEGV, SIGFPE: the runtime turns faults of managed code into exceptions, and hands on the others.  Those, and signals
 * that somebody has sent, get what the kernel would have done with them before the library came.
 *
 * Real-time signals: the runtime stops threads by one, and walks their stacks from where the signal has met them.  Sanitizers,
 * which take the place of sigaction(), deliver signals later and from elsewhere: then the walk would go astray, and end the
 * process.  So this one is set past them.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PULSE_HOST_SIGNALS_H
#define PULSE_HOST_SIGNALS_H

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

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

sighandler_t __real_signal(int number, sighandler_t handler);
sighandler_t __wrap_signal(int number, sighandler_t handler);
sighandler_t __wrap_signal(int number, sighandler_t handler) {
    return number == SIGPIPE ? SIG_DFL : __real_signal(number, handler);
}

int __real_sigaction(int number, const struct sigaction *action, struct sigaction *before);
int __wrap_sigaction(int number, const struct sigaction *action, struct sigaction *before);

static struct shared_signal {
    int number;
    struct sigaction host;
    void (*runtime)(int number, siginfo_t *info, void *context);
} shared_signals[] = {{SIGSEGV, {{0}, {{0}}, 0, NULL}, NULL}, {SIGFPE, {{0}, {{0}}, 0, NULL}, NULL}};

static struct shared_signal *find_shared_signal(int number) {
    size_t i;
    for (i = 0; i < sizeof(shared_signals) / sizeof(shared_signals[0]); i++) {
        if (shared_signals[i].number == number) {
            return &shared_signals[i];
        }
    }
    return NULL;
}

/* What the runtime believes to be the former handler.  The flags and the mask of the host's are in force already. */
static void act_as_the_kernel(int number, siginfo_t *info, void *context) {
    struct shared_signal *shared = find_shared_signal(number);
    struct sigaction action = shared->host;
    struct sigaction fatal;
    if (action.sa_handler != SIG_DFL && action.sa_handler != SIG_IGN) {
        if (action.sa_flags & (int)SA_RESETHAND) {
            shared->host.sa_handler = SIG_DFL;
            shared->host.sa_flags = 0;
        }
        if (action.sa_flags & SA_SIGINFO) {
            action.sa_sigaction(number, info, context);
        } else {
            action.sa_handler(number);
        }
        return;
    }
    /* Only what was sent can be ignored, not a fault. */
    if (action.sa_handler == SIG_IGN && info->si_code <= 0) {
        return;
    }
    memset(&fatal, 0, sizeof(fatal));
    fatal.sa_handler = SIG_DFL;
    __real_sigaction(number, &fatal, NULL);
    /* Delivered at the latest when this handler returns, with all that the first one said. */
    if (syscall(SYS_rt_tgsigqueueinfo, getpid(), gettid(), number, info) != 0) {
        raise(number);
    }
}

static void on_shared_signal(int number, siginfo_t *info, void *context) {
    struct shared_signal *shared = find_shared_signal(number);
    if (info->si_code <= 0) {
        act_as_the_kernel(number, info, context);
    } else {
        shared->runtime(number, info, context);
    }
}

/* Of glibc, and in no header: sigaction() under a name that nobody puts another function in the place of. */
int __sigaction(int number, const struct sigaction *action, struct sigaction *before);

int __wrap_sigaction(int number, const struct sigaction *action, struct sigaction *before) {
    /* What of the host's own action decides how the kernel calls a handler. */
    static const int kept = SA_ONSTACK | SA_NODEFER | SA_RESTART;
    struct shared_signal *shared = find_shared_signal(number);
    struct sigaction installed;
    int result;
    if (number == SIGPIPE) {
        return __real_sigaction(number, NULL, before);
    }
    if (shared == NULL) {
        return number < SIGRTMIN ? __real_sigaction(number, action, before) : __sigaction(number, action, before);
    }
    if (shared->runtime == NULL) {
        result = __real_sigaction(number, NULL, &shared->host);
        if (result != 0) {
            return result;
        }
    }
    if (before != NULL) {
        memset(before, 0, sizeof(*before));
        before->sa_sigaction = act_as_the_kernel;
        before->sa_flags = SA_SIGINFO | (shared->host.sa_flags & kept);
    }
    if (action == NULL) {
        return 0;
    }
    installed = *action;
    if (shared->host.sa_handler != SIG_DFL && shared->host.sa_handler != SIG_IGN) {
        installed.sa_flags = SA_SIGINFO | (shared->host.sa_flags & kept);
        installed.sa_mask = shared->host.sa_mask;
    }
    if (action->sa_flags & SA_SIGINFO && action->sa_sigaction != act_as_the_kernel) {
        shared->runtime = action->sa_sigaction;
        installed.sa_sigaction = on_shared_signal;
    }
    return __real_sigaction(number, &installed, NULL);
}

#endif
