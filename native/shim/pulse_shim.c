/*
 * The thin C layer in front of the managed code.  It exists for what must be
 * decided before managed code is entered:
 *
 *  - fork: a child of a process that has used the library has none of its
 *    threads, and may hang at the very entry of a managed function.  So the
 *    guard stands here, and a child gets PULSE_FORKED at once.
 *  - limits: where the runtime could not start, a call fails
 *    (host_limits.h, own_threads.h).
 *  - signals: they are the host's (host_signals.h).
 *  - cancellation: a thread that is canceled inside managed code would leave
 *    the runtime's locks taken, so it is disabled while a call is under way.
 *  - destructors of thread-specific data: the runtime takes no thread back
 *    that it has let go of, and aborts.  So frees are made on another thread
 *    there, and everything else is refused.
 *  - the end of a process whose main thread leaves by pthread_exit()
 *    (last_thread.h).
 *  - functions that need no engine (versions, names, option defaults) do not
 *    start it.
 *
 * Each function of pulse_native.h called pulse_x forwards to managed_x, an
 * [UnmanagedCallersOnly] method in Exports/.
 *
 * SPDX-License-Identifier: MIT
 */
#include "pulse_native.h"

#include "blocking_sockets.h"
#include "first_touch.h"
#include "host_limits.h"
#include "host_random.h"
#include "host_signals.h"
#include "json_structure.h"
#include "last_thread.h"
#include "log_line.h"
#include "machine_roots.h"
#include "static_errors.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#define PULSE_STRINGIFY_(x) #x
#define PULSE_STRINGIFY(x) PULSE_STRINGIFY_(x)

static volatile sig_atomic_t library_used;
static volatile sig_atomic_t process_forked;
static int engine_started;
static pthread_mutex_t start_lock = PTHREAD_MUTEX_INITIALIZER;

/* A page that is empty in a child, also in one of _Fork() or clone(), which run no handlers. */
static volatile char *parent_page;

/* Whether the destructors of this thread's specific data have begun to run, and whether that will be noticed. */
static __thread int thread_is_ending;
static __thread int thread_is_watched;
static pthread_key_t ending_key;
static int have_ending_key;

static void at_thread_ending(void *unused) {
    (void)unused;
    thread_is_ending = 1;
}

/*
 * The key is made when the library is loaded, so before the runtime's own: destructors run in the order of the keys,
 * and this one sees a thread that the runtime still knows.
 */
static void watch_thread(void) {
    if (!thread_is_watched && have_ending_key) {
        thread_is_watched = pthread_setspecific(ending_key, &ending_key) == 0;
    }
}

static void after_fork_in_child(void) {
    if (library_used) {
        process_forked = 1;
    }
}

__attribute__((constructor)) static void at_load(void) {
    pthread_atfork(NULL, NULL, after_fork_in_child);
    have_ending_key = pthread_key_create(&ending_key, at_thread_ending) == 0;
    make_main_thread_key();
    watch_main_thread();
}

static int is_forked(void) { return process_forked || (parent_page != NULL && !*parent_page); }

static int engine_is_running(void) { return __atomic_load_n(&engine_started, __ATOMIC_ACQUIRE) && !is_forked(); }

static void mark_process(void) {
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    char *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) {
        return;
    }
    if (madvise(page, size, MADV_WIPEONFORK) != 0) {
        munmap(page, size);
        return;
    }
    *page = 1;
    parent_page = page;
}

pulse_code managed_start(void);
void managed_pool_may_grow(void);

/* The pool grows half a second after work has begun to wait, so there is time to find out whether it may; what ends before that need not know. */
static void *let_pool_grow(void *unused) {
    static const struct timespec pause = {0, 100000000};
    nanosleep(&pause, NULL);
    if (has_spare_threads() && engine_is_running()) {
        managed_pool_may_grow();
    }
    return unused;
}

/* Starts the engine, once it can be; whoever comes first.  A failure is not remembered: what was short may be there again. */
static int start(void) {
    int result = 0;
    if (__atomic_load_n(&engine_started, __ATOMIC_ACQUIRE)) {
        return 1;
    }
    pthread_mutex_lock(&start_lock);
    if (engine_started) {
        result = 1;
    } else if (library_used || reserve_resources()) {
        if (!library_used) {
            library_used = 1;
            mark_process();
            touch_data();
        }
        watch_main_thread();
        result = managed_start() == PULSE_OK;
        __atomic_store_n(&engine_started, result, __ATOMIC_RELEASE);
        if (result) {
            start_own_work(let_pool_grow);
        }
    }
    pthread_mutex_unlock(&start_lock);
    return result;
}

/* Whether managed code may be entered: 0, or why not, as a refusal plus one. */
static int entrance(void) {
    if (is_forked()) {
        return 1 + REFUSE_FORKED;
    }
    if (thread_is_ending) {
        return 1 + REFUSE_ENDING_THREAD;
    }
    if (!start() || !hold_memory()) {
        return 1 + REFUSE_NO_RESOURCES;
    }
    watch_thread();
    return 0;
}

/* Every call of managed code stands between these two; the first is an expression so that it can be tested. */
#define ENTER() int cancel_state_ = disable_cancellation(), refused_ = entrance()
#define LEAVE() restore_cancellation(cancel_state_)
#define REFUSAL() ((enum refusal)(refused_ - 1))

static int disable_cancellation(void) {
    int before = PTHREAD_CANCEL_ENABLE;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
    return before;
}

static void restore_cancellation(int before) { pthread_setcancelstate(before, NULL); }

struct free_elsewhere {
    void (*release)(void *object);
    void *object;
};

static void *run_free(void *argument) {
    struct free_elsewhere *work = argument;
    work->release(work->object);
    return NULL;
}

/* Frees an object, from wherever it is asked: on a thread that is ending the runtime cannot be entered any more. */
static void free_object(void *object, void (*release)(void *object)) {
    struct free_elsewhere work = {release, object};
    pthread_t thread;
    ENTER();
    if (refused_ == 0) {
        release(object);
    } else if (REFUSAL() == REFUSE_ENDING_THREAD && __real_pthread_create(&thread, NULL, run_free, &work) == 0) {
        pthread_join(thread, NULL);
    }
    LEAVE();
}

/* What can be told of a pointer: it is not in the first page, where a NULL with an offset lies, and it is aligned. */
static int is_usable(const void *pointer, size_t size) {
    return (uintptr_t)pointer >= 4096 && (uintptr_t)pointer % (size < sizeof(void *) ? size : sizeof(void *)) == 0;
}

#define BAD_ERROR(error) ((error) != NULL && !is_usable((error), sizeof(*(error))))

static void clear_str(pulse_str *out) {
    if (is_usable(out, sizeof(*out))) {
        out->data = "";
        out->size = 0;
    }
}

/* All but the size, which is the caller's. */
static void clear_struct(void *out, size_t known_size) {
    size_t size = 0;
    if (is_usable(out, sizeof(size))) {
        memcpy(&size, out, sizeof(size));
        if (size >= sizeof(size) && size <= known_size) {
            memset((char *)out + sizeof(size), 0, size - sizeof(size));
        }
    }
}

/* `clear` is for out parameters, which a refusal must not leave undefined. */
#define FORWARD_OUT(name, parameters, arguments, clear) \
    pulse_code managed_##name parameters; \
    pulse_code pulse_##name parameters { \
        pulse_code result; \
        if (BAD_ERROR(error)) { \
            return PULSE_INVALID_ARGUMENT; \
        } \
        ENTER(); \
        if (refused_ == 0) { \
            result = managed_##name arguments; \
        } else { \
            clear; \
            result = refuse(REFUSAL(), error); \
        } \
        LEAVE(); \
        return result; \
    }

#define FORWARD_FREE(name, type) \
    void managed_##name(type *object); \
    static void release_##name(void *object) { managed_##name(object); } \
    void pulse_##name(type *object) { \
        if (object != NULL) { \
            free_object(object, release_##name); \
        } \
    }

#define CLEAR_TO(out, value) \
    do { \
        if (is_usable((out), sizeof(*(out)))) { \
            *(out) = (value); \
        } \
    } while (0)
#define CLEAR(out) CLEAR_TO(out, 0)

/* --------------------------------------------------------------- library -- */

const char *pulse_version(void) {
    return PULSE_STRINGIFY(PULSE_VERSION_MAJOR) "." PULSE_STRINGIFY(PULSE_VERSION_MINOR) "." PULSE_STRINGIFY(PULSE_VERSION_PATCH);
}

int32_t pulse_abi_version(void) { return PULSE_ABI_VERSION; }

/* The size comes from the caller: a program compiled with an older, smaller struct must not be written past its end. */
static pulse_code init_options(void *options, size_t struct_size, size_t known_size) {
    if (!is_usable(options, sizeof(size_t)) || struct_size < sizeof(size_t) || struct_size > known_size) {
        return PULSE_INVALID_ARGUMENT;
    }
    memset(options, 0, struct_size);
    memcpy(options, &struct_size, sizeof(struct_size));
    return PULSE_OK;
}

pulse_code pulse_client_options_init(pulse_client_options *options, size_t struct_size) {
    return init_options(options, struct_size, sizeof(*options));
}

pulse_code pulse_wait_options_init(pulse_wait_options *options, size_t struct_size) {
    return init_options(options, struct_size, sizeof(*options));
}

pulse_code pulse_completion_init(pulse_completion *completion, size_t struct_size) {
    return init_options(completion, struct_size, sizeof(*completion));
}

pulse_code managed_shutdown(int64_t timeout_ms, pulse_error **error);

pulse_code pulse_shutdown(int64_t timeout_ms, pulse_error **error) {
    pulse_code result = PULSE_OK;
    if (BAD_ERROR(error)) {
        return PULSE_INVALID_ARGUMENT;
    }
    if (timeout_ms >= PULSE_NO_LIMIT && !is_forked() && !engine_is_running()) {
        if (error != NULL) {
            *error = NULL;
        }
        return result;
    }
    ENTER();
    result = refused_ == 0 ? managed_shutdown(timeout_ms, error) : refuse(REFUSAL(), error);
    LEAVE();
    return result;
}

/* --------------------------------------------------------------- errors -- */

pulse_code managed_error_code(const pulse_error *failure);
pulse_code pulse_error_code(const pulse_error *failure) {
    const struct static_error *own = as_static_error(failure);
    pulse_code result;
    if (own != NULL) {
        return own->code;
    }
    ENTER();
    result = refused_ == 0 ? managed_error_code(failure) : static_errors[REFUSAL()].code;
    LEAVE();
    return result;
}

/* Getters know the static errors themselves. */
#define ERROR_GETTER(name, type, own_value, clear) \
    pulse_code managed_##name(const pulse_error *failure, type *out); \
    pulse_code pulse_##name(const pulse_error *failure, type *out) { \
        const struct static_error *own = as_static_error(failure); \
        pulse_code result; \
        if (own != NULL && is_usable(out, sizeof(*out))) { \
            own_value; \
            return PULSE_OK; \
        } \
        ENTER(); \
        if (refused_ == 0) { \
            result = managed_##name(failure, out); \
        } else { \
            clear; \
            result = static_errors[REFUSAL()].code; \
        } \
        LEAVE(); \
        return result; \
    }

void managed_error_free(pulse_error *failure);
static void release_error(void *failure) { managed_error_free(failure); }
void pulse_error_free(pulse_error *failure) {
    if (failure != NULL && as_static_error(failure) == NULL) {
        free_object(failure, release_error);
    }
}

/* -------------------------------------------- everything that is regular -- */

#include "forwards.g.h"

const char *pulse_code_name(pulse_code code) {
    switch (code) {
#define NAME(name) \
    case PULSE_##name: \
        return #name;
        CODE_NAMES(NAME)
#undef NAME
    default:
        return "UNKNOWN";
    }
}
