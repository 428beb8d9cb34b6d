/*
 * The thin C layer in front of the managed code.  It exists for what must be
 * decided before managed code is entered:
 *
 *  - fork: a child of a process that has used the library has none of its
 *    threads, and may hang at the very entry of a managed function.  So the
 *    guard stands here, and a child gets PULSE_FORKED at once.
 *  - SIGPIPE: starting the managed runtime sets it to ignored.  The library's
 *    sockets do not need that (host_signals.h), so the host's disposition is
 *    put back.
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

#include "host_signals.h"
#include "last_thread.h"
#include "static_errors.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

#define PULSE_STRINGIFY_(x) #x
#define PULSE_STRINGIFY(x) PULSE_STRINGIFY_(x)

static volatile sig_atomic_t library_used;
static volatile sig_atomic_t process_forked;
static pthread_once_t start_once = PTHREAD_ONCE_INIT;

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

static int engine_is_running(void) { return library_used && !process_forked; }

void managed_start(void);

static void start(void) {
    struct sigaction pipe_action;
    int have_action = sigaction(SIGPIPE, NULL, &pipe_action) == 0;
    library_used = 1;
    watch_main_thread();
    managed_start();
    if (have_action) {
        sigaction(SIGPIPE, &pipe_action, NULL);
    }
}

/* Whether managed code may be entered: 0, or why not, as a refusal plus one. */
static int entrance(void) {
    if (process_forked) {
        return 1 + REFUSE_FORKED;
    }
    if (thread_is_ending) {
        return 1 + REFUSE_ENDING_THREAD;
    }
    pthread_once(&start_once, start);
    watch_thread();
    return 0;
}

/* Every call of managed code stands between these two; the first is an expression so that it can be tested. */
#define ENTER() int refused_ = entrance(), cancel_state_ = disable_cancellation()
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
    } else if (REFUSAL() == REFUSE_ENDING_THREAD && pthread_create(&thread, NULL, run_free, &work) == 0) {
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

#define FORWARD(name, parameters, arguments) FORWARD_OUT(name, parameters, arguments, (void)0)

/* The same for functions with an out parameter, which a refusal must not leave undefined. */
#define FORWARD_OUT(name, parameters, arguments, clear) \
    pulse_code managed_##name parameters;               \
    pulse_code pulse_##name parameters {                \
        pulse_code result;                              \
        if (BAD_ERROR(error)) {                         \
            return PULSE_INVALID_ARGUMENT;              \
        }                                               \
        ENTER();                                        \
        if (refused_ == 0) {                            \
            result = managed_##name arguments;          \
        } else {                                        \
            clear;                                      \
            result = refuse(REFUSAL(), error);          \
        }                                               \
        LEAVE();                                        \
        return result;                                  \
    }

#define FORWARD_FREE(name, type)                                                          \
    void managed_##name(type *object);                                                    \
    static void release_##name(void *object) { managed_##name(object); }                  \
    void pulse_##name(type *object) {                                                     \
        if (object != NULL) {                                                             \
            free_object(object, release_##name);                                          \
        }                                                                                 \
    }

#define CLEAR(out) \
    do {           \
        if (is_usable((out), sizeof(*(out)))) { *(out) = 0; } \
    } while (0)

/* --------------------------------------------------------------- library -- */

const char *pulse_version(void) {
    return PULSE_STRINGIFY(PULSE_VERSION_MAJOR) "." PULSE_STRINGIFY(PULSE_VERSION_MINOR) "." PULSE_STRINGIFY(PULSE_VERSION_PATCH);
}

int32_t pulse_abi_version(void) { return PULSE_ABI_VERSION; }

const char *pulse_code_name(pulse_code code) {
    switch (code) {
#define NAME(name) case PULSE_##name: return #name;
    NAME(OK)
    NAME(INVALID_ARGUMENT)
    NAME(INVALID_HANDLE)
    NAME(MISSING_API_KEY)
    NAME(FILE_ERROR)
    NAME(FORKED)
    NAME(CLOSED)
    NAME(INTERNAL)
    NAME(NETWORK)
    NAME(TLS)
    NAME(TIMEOUT)
    NAME(STOPPED)
    NAME(PROTOCOL)
    NAME(OUTCOME_UNKNOWN)
    NAME(RESULT_LOST)
    NAME(BAD_REQUEST)
    NAME(UNAUTHORIZED)
    NAME(FORBIDDEN)
    NAME(NOT_FOUND)
    NAME(GONE)
    NAME(TOO_LARGE)
    NAME(RATE_LIMITED)
    NAME(SERVER_ERROR)
    NAME(JOB_FAILED)
    NAME(JOB_CANCELED)
    NAME(JOB_EXPIRED)
    NAME(WEBHOOK_REJECTED)
#undef NAME
    default: return "UNKNOWN";
    }
}

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

FORWARD(set_log, (pulse_log_callback callback, int32_t minimum_level, void *user_data, pulse_error **error),
        (callback, minimum_level, user_data, error))

/* --------------------------------------------------------------- client -- */

FORWARD_OUT(client_new, (const pulse_client_options *options, pulse_client **out, pulse_error **error),
            (options, out, error), CLEAR(out))
FORWARD_FREE(client_free, pulse_client)
FORWARD(client_stats, (pulse_client *client, pulse_stats *out, pulse_error **error), (client, out, error))

/* ----------------------------------------------------------------- jobs -- */

FORWARD_OUT(get_job, (pulse_client *client, const char *job_id, pulse_job **out, pulse_error **error),
            (client, job_id, out, error), CLEAR(out))
FORWARD_OUT(wait_job,
            (pulse_client *client, const char *job_id, const pulse_wait_options *options, pulse_job **out,
             pulse_error **error),
            (client, job_id, options, out, error), CLEAR(out))
FORWARD(cancel_job, (pulse_client *client, const char *job_id, pulse_error **error), (client, job_id, error))
FORWARD_FREE(job_free, pulse_job)

#define JOB_STR(name)                                                                          \
    FORWARD_OUT(name, (const pulse_job *job, pulse_str *out, pulse_error **error), (job, out, error), \
                clear_str(out))
#define JOB_INT(name, type)                                                                    \
    FORWARD_OUT(name, (const pulse_job *job, type *out, pulse_error **error), (job, out, error), CLEAR(out))

JOB_STR(job_id)
JOB_INT(job_status, int32_t)
JOB_STR(job_status_text)
JOB_INT(job_created_at, int64_t)
JOB_INT(job_updated_at, int64_t)
JOB_STR(job_error)
JOB_STR(job_json)
JOB_STR(job_result)
JOB_STR(job_markdown)
JOB_INT(job_page_count, int64_t)
JOB_STR(job_headers)
FORWARD_OUT(job_find,
            (const pulse_job *job, const char *json_pointer, int32_t *kind, pulse_str *out, pulse_error **error),
            (job, json_pointer, kind, out, error), CLEAR(kind); clear_str(out))
FORWARD(job_validate, (const pulse_job *job, pulse_error **error), (job, error))

/* -------------------------------------------------------------- extract -- */

#define SUBMIT(name)                                                                             \
    FORWARD_OUT(name,                                                                            \
                (pulse_client *client, const char *request_json, size_t request_size,            \
                 const pulse_file *file, pulse_response **out, pulse_error **error),             \
                (client, request_json, request_size, file, out, error), CLEAR(out))

SUBMIT(extract)
SUBMIT(submit_extract)
SUBMIT(extract_async)
FORWARD_OUT(extract_and_wait,
            (pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file,
             const pulse_wait_options *options, pulse_job **out, pulse_error **error),
            (client, request_json, request_size, file, options, out, error), CLEAR(out))
FORWARD_OUT(get_large_result,
            (pulse_client *client, const char *job_id_or_url, const char *path, pulse_response **out,
             pulse_error **error),
            (client, job_id_or_url, path, out, error), CLEAR(out))

FORWARD_OUT(call,
            (pulse_client *client, const char *operation, const char *request_json, size_t request_size,
             const pulse_file *files, size_t file_count, pulse_response **out, pulse_error **error),
            (client, operation, request_json, request_size, files, file_count, out, error), CLEAR(out))
FORWARD_OUT(call_and_wait,
            (pulse_client *client, const char *operation, const char *request_json, size_t request_size,
             const pulse_file *files, size_t file_count, const pulse_wait_options *options, pulse_job **out,
             pulse_error **error),
            (client, operation, request_json, request_size, files, file_count, options, out, error), CLEAR(out))

/* The operations that have a function of their own. */
#define JSON_CALL(name)                                                                                      \
    pulse_code pulse_##name(pulse_client *client, const char *request_json, size_t request_size,            \
                            pulse_response **out, pulse_error **error) {                                    \
        return pulse_call(client, #name, request_json, request_size, NULL, 0, out, error);                  \
    }
#define FILE_CALL(name)                                                                                      \
    pulse_code pulse_##name(pulse_client *client, const char *request_json, size_t request_size,            \
                            const pulse_file *file, pulse_response **out, pulse_error **error) {            \
        return pulse_call(client, #name, request_json, request_size, file, file != NULL ? 1 : 0, out, error); \
    }

JSON_CALL(split)
JSON_CALL(schema)
JSON_CALL(tables)
JSON_CALL(batch_extract)
JSON_CALL(batch_schema)
JSON_CALL(batch_split)
JSON_CALL(batch_tables)
FILE_CALL(form_detect)
FILE_CALL(form_fill)
FILE_CALL(form_clear)

pulse_code pulse_pipeline_execute(pulse_client *client, const char *request_json, size_t request_size,
                                  const pulse_file *files, size_t file_count, pulse_response **out,
                                  pulse_error **error) {
    return pulse_call(client, "pipeline_execute", request_json, request_size, files, file_count, out, error);
}

pulse_code pulse_create_webhook_link(pulse_client *client, pulse_response **out, pulse_error **error) {
    return pulse_call(client, "create_webhook_link", NULL, 0, NULL, 0, out, error);
}

FORWARD_OUT(get_result_pdf,
            (pulse_client *client, const char *job_id, const char *path, pulse_response **out, pulse_error **error),
            (client, job_id, path, out, error), CLEAR(out))
FORWARD_OUT(get_result_image,
            (pulse_client *client, const char *job_id, const char *file_name, const char *path, pulse_response **out,
             pulse_error **error),
            (client, job_id, file_name, path, out, error), CLEAR(out))
FORWARD_OUT(get_schema_excel,
            (pulse_client *client, const char *schema_id, const char *path, pulse_response **out, pulse_error **error),
            (client, schema_id, path, out, error), CLEAR(out))

/* ------------------------------------------------------------- webhooks -- */

FORWARD_OUT(webhook_verify,
            (const void *body, size_t size, const pulse_header *headers, size_t header_count,
             const char *const *secrets, size_t secret_count, int64_t now_s, int64_t tolerance_ms, int32_t *reason,
             pulse_error **error),
            (body, size, headers, header_count, secrets, secret_count, now_s, tolerance_ms, reason, error),
            CLEAR(reason))
FORWARD_OUT(webhook_sign,
            (const void *body, size_t size, const char *id, int64_t timestamp_s, const char *secret,
             pulse_response **out, pulse_error **error),
            (body, size, id, timestamp_s, secret, out, error), CLEAR(out))

FORWARD_FREE(response_free, pulse_response)
#define RESPONSE_STR(name)                                                                      \
    FORWARD_OUT(name, (const pulse_response *response, pulse_str *out, pulse_error **error),    \
                (response, out, error), clear_str(out))
#define RESPONSE_INT(name, type)                                                                \
    FORWARD_OUT(name, (const pulse_response *response, type *out, pulse_error **error),         \
                (response, out, error), CLEAR(out))

RESPONSE_INT(response_kind, int32_t)
RESPONSE_STR(response_json)
RESPONSE_STR(response_content)
RESPONSE_STR(response_media_type)
RESPONSE_STR(response_job_id)
RESPONSE_STR(response_headers)
FORWARD_OUT(response_find,
            (const pulse_response *response, const char *json_pointer, int32_t *kind, pulse_str *out,
             pulse_error **error),
            (response, json_pointer, kind, out, error), CLEAR(kind); clear_str(out))
FORWARD(response_validate, (const pulse_response *response, pulse_error **error), (response, error))
RESPONSE_STR(response_markdown)
RESPONSE_INT(response_page_count, int64_t)

/* ---------------------------------------------------------------- queue -- */

FORWARD_OUT(queue_new, (pulse_client *client, pulse_queue **out, pulse_error **error), (client, out, error), CLEAR(out))
FORWARD_FREE(queue_free, pulse_queue)
FORWARD_OUT(queue_fd, (pulse_queue *queue, int32_t *out, pulse_error **error), (queue, out, error),
            if (is_usable(out, sizeof(*out))) { *out = -1; })
FORWARD(queue_next, (pulse_queue *queue, int64_t timeout_ms, pulse_completion *out, pulse_error **error),
        (queue, timeout_ms, out, error))
FORWARD(queue_cancel, (pulse_queue *queue, uint64_t tag, pulse_error **error), (queue, tag, error))
FORWARD(queue_get_job, (pulse_queue *queue, const char *job_id, uint64_t tag, pulse_error **error),
        (queue, job_id, tag, error))
FORWARD(queue_wait_job,
        (pulse_queue *queue, const char *job_id, const pulse_wait_options *options, uint32_t flags, uint64_t tag,
         pulse_error **error),
        (queue, job_id, options, flags, tag, error))
FORWARD(queue_extract,
        (pulse_queue *queue, int32_t mode, const char *request_json, size_t request_size, const pulse_file *file,
         const pulse_wait_options *options, uint32_t flags, uint64_t tag, pulse_error **error),
        (queue, mode, request_json, request_size, file, options, flags, tag, error))
FORWARD(queue_call,
        (pulse_queue *queue, const char *operation, const char *request_json, size_t request_size,
         const pulse_file *files, size_t file_count, uint64_t tag, pulse_error **error),
        (queue, operation, request_json, request_size, files, file_count, tag, error))
FORWARD(queue_call_and_wait,
        (pulse_queue *queue, const char *operation, const char *request_json, size_t request_size,
         const pulse_file *files, size_t file_count, const pulse_wait_options *options, uint32_t flags, uint64_t tag,
         pulse_error **error),
        (queue, operation, request_json, request_size, files, file_count, options, flags, tag, error))

pulse_code pulse_completion_init(pulse_completion *completion, size_t struct_size) {
    return init_options(completion, struct_size, sizeof(*completion));
}

/* ------------------------------------------------------------- learning -- */

FORWARD_OUT(export_durations, (pulse_client *client, pulse_response **out, pulse_error **error), (client, out, error),
            CLEAR(out))
FORWARD(import_durations, (pulse_client *client, const char *durations_json, size_t size, pulse_error **error),
        (client, durations_json, size, error))
FORWARD(notify_job, (pulse_client *client, const char *job_id, pulse_error **error), (client, job_id, error))

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
#define ERROR_GETTER(name, type, own_value, clear)                          \
    pulse_code managed_##name(const pulse_error *failure, type *out);       \
    pulse_code pulse_##name(const pulse_error *failure, type *out) {        \
        const struct static_error *own = as_static_error(failure);          \
        pulse_code result;                                                  \
        if (own != NULL && is_usable(out, sizeof(*out))) {                  \
            own_value;                                                      \
            return PULSE_OK;                                                \
        }                                                                   \
        ENTER();                                                            \
        if (refused_ == 0) {                                                \
            result = managed_##name(failure, out);                          \
        } else {                                                            \
            clear;                                                          \
            result = static_errors[REFUSAL()].code;                         \
        }                                                                   \
        LEAVE();                                                            \
        return result;                                                      \
    }

ERROR_GETTER(error_message, pulse_str, out->data = own->message; out->size = own->size, clear_str(out))
ERROR_GETTER(error_http_status, int32_t, *out = 0, CLEAR(out))
ERROR_GETTER(error_may_have_been_accepted, int32_t, *out = 0, CLEAR(out))
ERROR_GETTER(error_api_code, pulse_str, clear_str(out), clear_str(out))
ERROR_GETTER(error_retry_after_ms, int64_t, *out = -1, CLEAR(out))
ERROR_GETTER(error_job_id, pulse_str, clear_str(out), clear_str(out))
ERROR_GETTER(error_request_id, pulse_str, clear_str(out), clear_str(out))
ERROR_GETTER(error_headers, pulse_str, clear_str(out), clear_str(out))
ERROR_GETTER(error_body, pulse_str, clear_str(out), clear_str(out))

void managed_error_free(pulse_error *failure);
static void release_error(void *failure) { managed_error_free(failure); }
void pulse_error_free(pulse_error *failure) {
    if (failure != NULL && as_static_error(failure) == NULL) {
        free_object(failure, release_error);
    }
}
