/*
 * The threads of the library: the runtime makes all of its threads here (-Wl,--wrap=pthread_create).
 *
 * Those that it always needs are started together before it is, and wait until it asks for one.  So a limit on threads or
 * memory is found while the call can still fail, and not by a runtime that knows no other way than to abort.
 *
 * Masks: a thread of the library must not run the host's handlers nor take signals that the host waits for elsewhere.
 * Each starts with everything blocked that is not raised by its own instructions.
 *
 * SPDX-License-Identifier: MIT
 */
#ifndef PULSE_OWN_THREADS_H
#define PULSE_OWN_THREADS_H

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

/* The finalizer, the timers, the sockets, the pool's gate and two workers (StartExport). */
#define FIRST_THREADS 6

/* Far more than was ever seen in use (a TLS handshake: 20 kB), for callbacks of the host. Of the main thread's 8 MB,
 * which glibc would give, six would be a fifth of a small address space. */
#define THREAD_STACK ((size_t)1 << 20)

#define MAX_THREADS 256

static struct own_thread {
    int taken;
    pid_t id;                     /* 0 before it runs and after it has ended */
    pthread_t thread;             /* of one that waits */
    void *(*run)(void *argument); /* NULL while it waits for work */
    void *argument;
    int dismissed;
} own_threads[MAX_THREADS];

static pthread_mutex_t own_threads_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t own_threads_work = PTHREAD_COND_INITIALIZER;

static int is_own_thread(pid_t id) {
    size_t i;
    for (i = 0; i < MAX_THREADS; i++) {
        if (__atomic_load_n(&own_threads[i].id, __ATOMIC_ACQUIRE) == id) {
            return 1;
        }
    }
    return 0;
}

static void *run_own_thread(void *argument) {
    struct own_thread *self = argument;
    void *(*run)(void *);
    void *result = NULL;
    __atomic_store_n(&self->id, gettid(), __ATOMIC_RELEASE);
    pthread_mutex_lock(&own_threads_lock);
    while (self->run == NULL && !self->dismissed) {
        pthread_cond_wait(&own_threads_work, &own_threads_lock);
    }
    run = self->run;
    argument = self->argument;
    pthread_mutex_unlock(&own_threads_lock);
    if (run != NULL) {
        result = run(argument);
        __atomic_store_n(&self->id, 0, __ATOMIC_RELEASE);
        __atomic_store_n(&self->taken, 0, __ATOMIC_RELEASE);
    }
    return result;
}

static struct own_thread *take_own_thread(void) {
    size_t i;
    for (i = 0; i < MAX_THREADS; i++) {
        int free_one = 0;
        if (__atomic_compare_exchange_n(&own_threads[i].taken, &free_one, 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
            own_threads[i].run = NULL;
            own_threads[i].argument = NULL;
            own_threads[i].dismissed = 0;
            return &own_threads[i];
        }
    }
    return NULL;
}

int __real_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument);

/* Starts a thread that blocks what belongs to the host. */
static int start_masked_thread(pthread_t *thread, size_t stack, int detached, void *(*run)(void *), void *argument) {
    /* Faults of the thread's own instructions end the process if they are blocked; SIGRTMIN is how the runtime stops threads. */
    static const int unblocked[] = {SIGSEGV, SIGFPE, SIGBUS, SIGILL, SIGTRAP, SIGSYS};
    pthread_attr_t attributes;
    sigset_t blocked, before;
    size_t i;
    int result = pthread_attr_init(&attributes);
    if (result != 0) {
        return result;
    }
    pthread_attr_setstacksize(&attributes, stack);
    pthread_attr_setdetachstate(&attributes, detached ? PTHREAD_CREATE_DETACHED : PTHREAD_CREATE_JOINABLE);
    sigfillset(&blocked);
    for (i = 0; i < sizeof(unblocked) / sizeof(unblocked[0]); i++) {
        sigdelset(&blocked, unblocked[i]);
    }
    sigdelset(&blocked, SIGRTMIN);
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    result = __real_pthread_create(thread, &attributes, run, argument);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return result;
}

static int start_own_thread(struct own_thread *own, pthread_t *thread, int detached) {
    return start_masked_thread(thread, THREAD_STACK, detached, run_own_thread, own);
}

/* One more, for work of the shim's own; none where there is none to be had. */
static void start_own_work(void *(*run)(void *argument)) {
    pthread_t thread;
    struct own_thread *own = take_own_thread();
    if (own != NULL) {
        own->run = run;
        if (start_own_thread(own, &thread, 1) != 0) {
            __atomic_store_n(&own->taken, 0, __ATOMIC_RELEASE);
        }
    }
}

/* The runtime's pool adds a thread where work has waited for half a second, and ends the process where it gets none. */
#define SPARE_THREADS 16
#define SPARE_STACK ((size_t)64 << 10)

static int spare_threads_end;

static void *wait_for_the_end(void *unused) {
    pthread_mutex_lock(&own_threads_lock);
    while (!spare_threads_end) {
        pthread_cond_wait(&own_threads_work, &own_threads_lock);
    }
    pthread_mutex_unlock(&own_threads_lock);
    return unused;
}

/* Whether the limits leave room for threads besides the first ones; otherwise the pool must not grow. */
static int has_spare_threads(void) {
    pthread_t spare[SPARE_THREADS];
    int count = 0, i;
    spare_threads_end = 0;
    while (count < SPARE_THREADS && start_masked_thread(&spare[count], SPARE_STACK, 0, wait_for_the_end, NULL) == 0) {
        count++;
    }
    pthread_mutex_lock(&own_threads_lock);
    spare_threads_end = 1;
    pthread_cond_broadcast(&own_threads_work);
    pthread_mutex_unlock(&own_threads_lock);
    for (i = 0; i < count; i++) {
        pthread_join(spare[i], NULL);
    }
    return count == SPARE_THREADS;
}

/* The threads that wait for the runtime. */
static struct own_thread *waiting_threads[FIRST_THREADS];
static int waiting_count;

static void dismiss_waiting_threads(void) {
    int i;
    pthread_mutex_lock(&own_threads_lock);
    for (i = 0; i < waiting_count; i++) {
        waiting_threads[i]->dismissed = 1;
    }
    pthread_cond_broadcast(&own_threads_work);
    pthread_mutex_unlock(&own_threads_lock);
    for (i = 0; i < waiting_count; i++) {
        pthread_join(waiting_threads[i]->thread, NULL);
        waiting_threads[i]->id = 0;
        __atomic_store_n(&waiting_threads[i]->taken, 0, __ATOMIC_RELEASE);
    }
    waiting_count = 0;
}

/* All or none; 0 or an error number. */
static int start_waiting_threads(void) {
    while (waiting_count < FIRST_THREADS) {
        struct own_thread *own = take_own_thread();
        int result = own == NULL ? EAGAIN : start_own_thread(own, &own->thread, 0);
        if (result != 0) {
            if (own != NULL) {
                own->taken = 0;
            }
            dismiss_waiting_threads();
            return result;
        }
        waiting_threads[waiting_count++] = own;
    }
    return 0;
}

/* The runtime joins none of its threads; all are detached. */
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument);
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument) {
    struct own_thread *own = NULL;
    int result = 0;
    (void)attributes;
    pthread_mutex_lock(&own_threads_lock);
    if (waiting_count > 0) {
        own = waiting_threads[--waiting_count];
        *thread = own->thread;
        pthread_detach(own->thread);
        own->argument = argument;
        own->run = run;
        pthread_cond_broadcast(&own_threads_work);
    }
    pthread_mutex_unlock(&own_threads_lock);
    if (own != NULL) {
        return 0;
    }
    own = take_own_thread();
    if (own == NULL) {
        return EAGAIN;
    }
    own->argument = argument;
    own->run = run;
    result = start_own_thread(own, thread, 1);
    if (result != 0) {
        __atomic_store_n(&own->taken, 0, __ATOMIC_RELEASE);
    }
    return result;
}

#endif
