/*
 * Errors that are made without the engine, for calls that never reach it.  They are static, need no memory, and
 * freeing them does nothing.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PULSE_STATIC_ERRORS_H
#define PULSE_STATIC_ERRORS_H

#include "pulse_native.h"

#include <stdint.h>

struct static_error {
    pulse_code code;
    const char *message;
    size_t size;
};

#define STATIC_ERROR(code, message) \
    { code, message, sizeof(message) - 1 }

enum refusal { REFUSE_FORKED,
               REFUSE_ENDING_THREAD,
               REFUSE_NO_RESOURCES,
               REFUSALS };

static const struct static_error static_errors[REFUSALS] = {
    STATIC_ERROR(PULSE_FORKED,
                 "This process was forked from one that had already used the library, whose threads do not exist here. "
                 "Fork before the first call, use exec, or start workers with spawn or forkserver."),
    STATIC_ERROR(PULSE_CLOSED,
                 "This thread is ending: the call was made from a destructor of thread-specific data. "
                 "Only the *_free functions work there."),
    STATIC_ERROR(PULSE_NO_RESOURCES,
                 "The library needs six threads, six descriptors and 100 MB of address space, or what is left to this process "
                 "under its limits (ulimit -a, a container's, mlockall) is used up. The next call tries again."),
};

/* The static error that a handle stands for, or NULL. */
static const struct static_error *as_static_error(const pulse_error *failure) {
    uintptr_t offset = (uintptr_t)failure - (uintptr_t)static_errors;
    return offset < sizeof(static_errors) && offset % sizeof(static_errors[0]) == 0
               ? &static_errors[offset / sizeof(static_errors[0])]
               : NULL;
}

static pulse_code refuse(enum refusal reason, pulse_error **error) {
    if (error != NULL) {
        *error = (pulse_error *)(uintptr_t)&static_errors[reason];
    }
    return static_errors[reason].code;
}

#endif
