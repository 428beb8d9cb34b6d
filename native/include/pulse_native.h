/*
 * pulse_native.h - the C interface of Pulse.Native, a client for the Pulse
 * document-extraction API.
 *
 * SPDX-License-Identifier: MIT
 *
 * THE RULES, which apply to every function below unless it says otherwise
 *
 * Errors.  A function that can fail returns a pulse_code: PULSE_OK (0) or one
 *   of the positive codes listed below, which are never renumbered.  Its last
 *   parameter is `pulse_error **error`.  Pass NULL if the code is enough.
 *   Otherwise *error is set to NULL on success, and to a new error object on
 *   failure, which the caller frees with pulse_error_free().  The previous
 *   value of *error is overwritten, not freed.  There is no thread-local state.
 *
 * Handles.  pulse_client *, pulse_job *, pulse_response *, pulse_queue *,
 *   pulse_cancel_token * and pulse_error * are opaque values that are looked
 *   up, never dereferenced.  NULL, a freed handle, a handle of another type
 *   and any invented value give PULSE_INVALID_HANDLE, even while another
 *   thread is freeing it.  Every *_free() accepts NULL and stale handles and
 *   then does nothing.
 *
 * Out parameters.  On failure they are set to NULL, 0 or the empty string,
 *   unless the function says that it also returns something on failure.  A
 *   NULL out parameter gives PULSE_INVALID_ARGUMENT.
 *
 * Pointers.  A pointer that can be recognized as wrong gives
 *   PULSE_INVALID_ARGUMENT: one into the first page of memory, one that is
 *   not aligned, a length that no memory has.  Others cannot be recognized: a
 *   dangling pointer or a length beyond the buffer is as fatal as in memcpy().
 *
 * Codes of every function.  PULSE_INVALID_ARGUMENT, PULSE_INVALID_HANDLE,
 *   PULSE_FORKED, PULSE_NO_RESOURCES and PULSE_INTERNAL are possible
 *   everywhere and are not repeated below; so is PULSE_CLOSED on a thread
 *   whose thread-specific data is being destroyed (see "Signals and ending
 *   threads").  "The codes of a request" are PULSE_MISSING_API_KEY,
 *   PULSE_CLOSED, PULSE_NETWORK, PULSE_TLS, PULSE_TIMEOUT, PULSE_PROTOCOL and
 *   those of a request that the service refused (PULSE_BAD_REQUEST and
 *   following).
 *
 * Strings in.  UTF-8.  `const char *` is NUL-terminated; where data can be
 *   large it is accompanied by a length in bytes.  Invalid UTF-8 gives
 *   PULSE_INVALID_ARGUMENT, except in paths, which may be any bytes that the
 *   system accepts.  The library copies what it keeps: the caller's memory is
 *   needed only until the function returns.
 *
 * Strings out.  pulse_str: UTF-8 with a length, borrowed from the object it
 *   came from and valid until that object is freed.  It is followed by a NUL
 *   byte (the one exception is documented at pulse_job_find()).  An absent
 *   string is the empty string ("", size 0), never a NULL pointer.
 *
 * Options.  Structs whose first member is `size_t struct_size`.  Fill one with
 *   its *_options_init() function, or zero it and set struct_size to its
 *   sizeof; then set what differs.  Do not initialize structs by position:
 *   later versions add members at the end.  A zero or NULL member means the
 *   default.  A struct_size smaller than the library's is accepted (the
 *   missing members have their defaults).  A larger one gives
 *   PULSE_INVALID_ARGUMENT, because the caller expects what this library does
 *   not have.
 *
 * Times.  Durations are milliseconds in int64_t.  Instants are milliseconds
 *   since 1970-01-01T00:00:00Z.
 *
 * Ranges.  A duration in options is 1 to 2 073 600 000 (24 days), 0 for its
 *   default, and PULSE_NO_LIMIT only where documented; other numbers have
 *   their range beside them.  Values outside give PULSE_INVALID_ARGUMENT.  A
 *   timeout_ms that is a parameter is 0 or more, or PULSE_NO_LIMIT.
 *
 * Threads.  Every function may be called from any thread at any time, also on
 *   the same object.  Jobs, responses and errors are immutable.
 *
 * The process.  The library writes nothing to stdout or stderr, never exits or
 *   aborts the process, leaves SIGINT and all other signals to the host (see
 *   docs/threading-and-fork.md), and changes neither locale nor environment.
 *   After fork(), every call in a child of a process that had used the library
 *   gives PULSE_FORKED; fork before the first call, or use exec.  At exit
 *   nothing needs to be freed and nothing is waited for: exit(), _exit(), a
 *   return from main and, once the last of the host's own threads has ended,
 *   pthread_exit() end the process immediately.
 *
 * Signals and ending threads.  The library's writes to sockets raise no
 *   SIGPIPE.  Its threads block all signals except faults of their own
 *   instructions and one real-time signal of the runtime.  pthread_cancel()
 *   takes effect after the current call, never inside it.  In destructors of
 *   pthread_key_create() the *_free functions work and all other functions
 *   return PULSE_CLOSED.  No function may be called from a signal handler
 *   except pulse_version(), pulse_abi_version() and pulse_code_name(), which
 *   are async-signal-safe.  A callback must return: it must not throw,
 *   longjmp() or end its thread.
 *
 * Requirements.  Six threads with 1 MB of stack each, from the first call that
 *   needs the engine, and one more during each name lookup; six descriptors,
 *   and one for each connection and each pulse_queue_fd(); at least 128 MB of
 *   address space, of which 4 GB are reserved where there is no limit; about
 *   10 MB of memory.  If these cannot be had, calls fail with
 *   PULSE_NO_RESOURCES and may be repeated.  A call needs 24 kB of the caller's
 *   stack, https included, in addition to what callbacks need.
 */
#ifndef PULSE_NATIVE_H
#define PULSE_NATIVE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__) && __GNUC__ >= 4
#define PULSE_API __attribute__((visibility("default")))
#else
#define PULSE_API
#endif

/* The version of this header; pulse_version() returns that of the library. */
#define PULSE_VERSION_MAJOR 0
#define PULSE_VERSION_MINOR 1
#define PULSE_VERSION_PATCH 0

/* Grows by one whenever a function is removed or changes its meaning, which
 * also changes the SONAME.  Additions do not change it. */
#define PULSE_ABI_VERSION 1

/* ---------------------------------------------------------------- types -- */

typedef int32_t pulse_code;

typedef struct pulse_client pulse_client;             /* a connection pool, options, all waiting */
typedef struct pulse_job pulse_job;                   /* a snapshot of a job, immutable */
typedef struct pulse_response pulse_response;         /* the response of another call, immutable */
typedef struct pulse_queue pulse_queue;               /* asynchronous operations and their completions */
typedef struct pulse_error pulse_error;               /* what went wrong, immutable */
typedef struct pulse_cancel_token pulse_cancel_token; /* a stop for calls, from any thread */

/* Text owned by somebody else: `size` bytes of UTF-8 at `data`, which is never NULL. */
typedef struct pulse_str {
    const char *data;
    size_t size;
} pulse_str;

/* ---------------------------------------------------------------- codes -- */

/* generated: codes (make generate) */
#define PULSE_OK 0

/* The call itself was wrong; nothing was sent. */
/* A parameter is missing, malformed, out of range or not UTF-8; nothing was sent. */
#define PULSE_INVALID_ARGUMENT 1
/* In C: the handle is NULL, freed, of another type, or not a handle. */
#define PULSE_INVALID_HANDLE 2
/* Neither the options nor PULSE_API_KEY contain an API key; nothing was sent. */
#define PULSE_MISSING_API_KEY 3
/* A local file is missing, unreadable, empty, a directory, or cannot be written. */
#define PULSE_FILE_ERROR 4

/* The library cannot do the call. */
/* In C and Python: this process was forked from one that had already used the library. */
#define PULSE_FORKED 10
/* The client was closed during the call. */
#define PULSE_CLOSED 11
/* A bug in the library; please report it. */
#define PULSE_INTERNAL 12
/* In C and Python: the library cannot get the memory, address space, threads or descriptors that
 * it needs; try again later. */
#define PULSE_NO_RESOURCES 13

/* The network. */
/* The host name could not be resolved, or the connection was refused, reset or closed early. */
#define PULSE_NETWORK 20
/* The TLS handshake failed, or there is no OpenSSL on this machine. */
#define PULSE_TLS 21
/* A timeout expired. If it was a wait, the job may still run; the error has its id. */
#define PULSE_TIMEOUT 22
/* The caller stopped the call or the wait. A job may still run. */
#define PULSE_STOPPED 23
/* The response violates the API: not JSON, truncated, of wrong types, or about another job. */
#define PULSE_PROTOCOL 24
/* A submit failed after it had been sent: it may have been accepted, and billed. */
#define PULSE_OUTCOME_UNKNOWN 25
/* The transfer of a single-use large result failed; the error has what was received. */
#define PULSE_RESULT_LOST 26

/* The service refused the request; the error has the HTTP status and the API's own code. */
/* HTTP 400, 422 and any other 4xx without a code of its own. */
#define PULSE_BAD_REQUEST 40
/* HTTP 401. */
#define PULSE_UNAUTHORIZED 41
/* HTTP 402 or 403. */
#define PULSE_FORBIDDEN 42
/* HTTP 404; also a JSON pointer that finds nothing (HTTP status 0). */
#define PULSE_NOT_FOUND 43
/* HTTP 410: a large result was already fetched, or its link has expired. */
#define PULSE_GONE 44
/* HTTP 413. */
#define PULSE_TOO_LARGE 45
/* HTTP 429, after all retries. */
#define PULSE_RATE_LIMITED 46
/* HTTP 5xx, after all retries. */
#define PULSE_SERVER_ERROR 47

/* The job ended without a result. */
/* The job failed. */
#define PULSE_JOB_FAILED 60
/* The job was canceled. */
#define PULSE_JOB_CANCELED 61
/* The job's output was deleted after the retention time. */
#define PULSE_JOB_EXPIRED 62

/* Webhooks. */
/* A webhook is not authentic; the message says why. */
#define PULSE_WEBHOOK_REJECTED 70
/* end of codes */

/* --------------------------------------------------------------- library -- */

/* The library's version, for example "0.1.0".  Static; never fails. */
PULSE_API const char *pulse_version(void);

/* PULSE_ABI_VERSION of the library.  Never fails. */
PULSE_API int32_t pulse_abi_version(void);

/* The name of a code without its prefix, for example "JOB_FAILED" for 60;
 * "UNKNOWN" for a number that is no code.  Static; never fails. */
PULSE_API const char *pulse_code_name(pulse_code code);

/* ------------------------------------------------------------------ log -- */

#define PULSE_LOG_DEBUG 1
#define PULSE_LOG_INFO 2
#define PULSE_LOG_WARNING 3
#define PULSE_LOG_ERROR 4
#define PULSE_LOG_OFF 5

/* Receives one line of log without a newline.  A line never contains an API
 * key.  `message` is valid only during the call.  RUNS ON THREADS OF THE
 * LIBRARY, possibly several at once: return quickly, be thread-safe, do not
 * call this library, and let no exception or longjmp() leave the function. */
typedef void (*pulse_log_callback)(int32_t level, pulse_str message, void *user_data);

/* Sends log lines of all clients, from `minimum_level` on, to `callback`. A
 * NULL callback, which is the initial state, turns logging off.  When this
 * function returns, the previous callback is not running and is not called
 * again.  Never call it from a callback. */
PULSE_API pulse_code pulse_set_log(pulse_log_callback callback, int32_t minimum_level, void *user_data,
                                   pulse_error **error);

/* Writes the log to a descriptor instead of a callback.  Each line is
 * "2026-01-31T12:00:00.000Z INFO message\n" in UTF-8, written by one write()
 * of at most 4096 bytes; longer lines are truncated.  Lines contain methods,
 * paths, job ids, statuses, delays and failures, but no API key, no other
 * credentials, and nothing from documents and results.  `fd` is duplicated and
 * remains the caller's; -1 turns logging off.  Logging never blocks, never
 * fails and never raises SIGPIPE: a line is dropped if the pipe or socket is
 * full or has no reader, or if the disk is full.
 *
 * Errors: PULSE_INVALID_ARGUMENT (no open descriptor). */
PULSE_API pulse_code pulse_log_to_fd(int32_t fd, int32_t minimum_level, pulse_error **error);

/* --------------------------------------------------------------- client -- */

#define PULSE_NO_LIMIT (-1) /* for a time limit or a number of attempts: none */
#define PULSE_NO_RETRIES (-1)
#define PULSE_NO_GRACE (-1) /* a 404 always ends the wait */

/* pulse_client_options.flags */
/* generated: client flags (make generate) */
/* Whether http:// may be used with other machines than this one. The key is then sent unencrypted. */
#define PULSE_ALLOW_INSECURE_HTTP 1u
/* Turns off whether a large result (is_url) is fetched automatically. If not, its link is
 * returned, which works once. */
#define PULSE_KEEP_LARGE_LINKS 2u
/* Whether a submit whose outcome is unknown is sent again. It may then be billed twice. */
#define PULSE_RETRY_SUBMITS 4u
/* Whether the whole JSON of a response is validated on arrival. If not, its structure and its
 * UTF-8 are checked on arrival, and the contents of a result when they are read. */
#define PULSE_VALIDATE_RESULTS 8u
/* Whether the headers of successful responses are kept for the caller. Those of errors are always
 * kept. */
#define PULSE_KEEP_HEADERS 16u
/* end of client flags */

typedef struct pulse_header {
    const char *name;
    const char *value;
} pulse_header;

/* What is 0 or NULL has its default.  Text is copied. */
typedef struct pulse_client_options {
    size_t struct_size;
    /* generated: client options (make generate) */
    /* The API key. Default: the environment variable PULSE_API_KEY, else none: every call fails
     * before anything is sent. */
    const char *api_key;
    /* The address of the service. A path prefix is kept; a query, a fragment and credentials are
     * rejected. Default: the environment variable PULSE_BASE_URL, else https://api.runpulse.com. */
    const char *base_url;
    /* The timeout of one attempt. For job and JSON calls it includes the body. For an upload it
     * covers the time before the first byte and the time between the last byte and the response;
     * for a download, the time before the first byte. More than zero, at most 24 days. In ms.
     * Default: the environment variable PULSE_TIMEOUT in seconds, else 60 s. */
    int64_t timeout_ms;
    /* The timeout for the response of synchronous processing after the request has been sent.
     * Replaces timeout_ms there. In ms. Default: 10 minutes. */
    int64_t process_timeout_ms;
    /* The timeout for establishing a connection. In ms. Default: 15 s. */
    int64_t connect_timeout_ms;
    /* The maximum number of retries, 0 to 20. Default: the environment variable PULSE_MAX_RETRIES,
     * else 2; PULSE_NO_RETRIES: none. */
    int32_t max_retries;
    /* The maximum number of concurrent connections, 1 to 10 000. Default: 64. */
    int32_t max_connections;
    /* Bitwise OR of PULSE_ALLOW_INSECURE_HTTP and the other flags. Default: 0. */
    uint32_t flags;
    /* Product tokens that precede the library's own in User-Agent, for example my-service/2.1.
     * Default: none. */
    const char *user_agent;
    /* The maximum number of concurrent polls of waiting jobs, 1 to 10 000. Default: 32. */
    int32_t max_concurrent_polls;
    /* The maximum rate at which this client starts requests of all kinds, evenly spaced: 0.001 to
     * 1 000 000, or 0 for unlimited. Even without a limit, all requests slow down for a while when
     * the service returns 429. Default: unlimited. */
    double max_requests_per_second;
    /* A PEM file with CA certificates. Only servers whose certificates these CAs have issued are
     * trusted; the CAs of the machine are not. Default: the CAs of the machine. */
    const char *ca_file;
    /* A PEM file with the client certificate for servers that ask for one. Further certificates in
     * it are sent along. The file may also contain the private key. Default: none. */
    const char *client_certificate_file;
    /* A PEM file with the unencrypted private key of client_certificate_file. Default: the key is
     * in the certificate's file. */
    const char *client_key_file;
    /* The URL of a proxy for all requests, such as http://user:password@host:3128. The scheme is
     * http, https, socks4, socks4a or socks5; credentials are percent-encoded; authentication is
     * Basic. An empty string means no proxy, regardless of the environment. Default: the
     * environment variables HTTPS_PROXY, HTTP_PROXY and ALL_PROXY, except for hosts in NO_PROXY. */
    const char *proxy;
    /* Custom headers for every request to the service, for example for a gateway. They replace the
     * library's own headers of the same name. Like the key, they are sent only to the origin of
     * base_url. Names are case-insensitive; headers that the library controls (the key; length,
     * type and encoding of the body; the connection) are rejected. Default: none. */
    const pulse_header *headers;
    size_t header_count;
    /* The timeout of a whole call: waiting for the rate limiter, connecting, all attempts, and the
     * delays between them. Waits have their own timeout. In ms. Default: none. */
    int64_t call_timeout_ms;
    /* How long a transfer (an upload, a download, a large response) may stall. A transfer that
     * keeps moving may take any time. In ms. Default: 60 s. */
    int64_t idle_timeout_ms;
    /* A folder that keeps large results, which can be fetched only once. A result is written there
     * as it arrives, and a later call for the same job finds it. The folder is created with mode
     * 0700 if it does not exist. Batches use $XDG_STATE_HOME/pulse by default (or
     * ~/.local/state/pulse, or the folder of their results) and remove what they have delivered.
     * An empty string means no folder. Default: none. */
    const char *large_result_folder;
    /* The maximum size of a response body in bytes, 1024 to 2 000 000 000. Default: 1 GiB. */
    int64_t max_response_bytes;
    /* Where connections to the service are made, in place of the host and port of base_url:
     * unix:/PATH for a socket in the file system, HOST, HOST:PORT or an address. Requests,
     * certificates and everything else keep the host of base_url; with a socket or this machine it
     * may be http://. No proxy is used. Default: the host and port of base_url. */
    const char *connect_to;
    /* end of client options */
} pulse_client_options;

/* Sets every member to its default.  Pass sizeof(*options), so that the library
 * knows which members the caller has.  Errors: PULSE_INVALID_ARGUMENT. */
PULSE_API pulse_code pulse_client_options_init(pulse_client_options *options, size_t struct_size);

/* Creates a client.  `options` NULL means all defaults.  Nothing is sent; a
 * missing key is reported by the first call that needs one.  Keep one client
 * for the lifetime of the program and share it between threads.
 * TLS files are read here, and not again.
 * Errors: PULSE_INVALID_ARGUMENT (the message names the option),
 * PULSE_FILE_ERROR (a TLS file cannot be read), PULSE_TLS (https or a TLS
 * option, but no OpenSSL on this machine). */
PULSE_API pulse_code pulse_client_new(const pulse_client_options *options, pulse_client **out, pulse_error **error);

/* Frees the client.  Calls in progress on other threads end soon with
 * PULSE_CLOSED; this function does not wait for them.  Jobs and responses that
 * came from the client remain valid. */
PULSE_API void pulse_client_free(pulse_client *client);

/*
 * Stops and timeouts.  Every blocking call of a client, and every operation of a
 * queue, can be stopped from another thread and can have a timeout:
 *
 *     pulse_cancel_token *stop;
 *     pulse_client *limited;
 *     pulse_cancel_token_new(&stop, NULL);
 *     pulse_client_with_limits(client, stop, 5000, &limited, NULL);
 *     code = pulse_get_job(limited, id, &job, &error);   // at most 5 s
 *
 *     pulse_cancel_token_cancel(stop, NULL);             // on another thread
 */

/* Creates a token.  One token can serve any number of handles, calls and
 * queues.  *out is owned by the caller. */
PULSE_API pulse_code pulse_cancel_token_new(pulse_cancel_token **out, pulse_error **error);

/* Permanently stops all calls and operations that have this token, including
 * those that begin later.  Returns immediately and may be repeated.  A stopped
 * call returns PULSE_STOPPED within milliseconds; a call that begins later
 * sends nothing.  Exceptions: a submit that had been sent completely returns
 * PULSE_OUTCOME_UNKNOWN; a large result that had been received in part returns
 * PULSE_RESULT_LOST; a wait also returns the last snapshot;
 * pulse_run_documents() waits up to 0.4 s for the responses to submits that had
 * been sent completely, then returns the state of each document.  A call that
 * has already ended is not affected.
 *
 * Not for signal handlers: call it from a thread that waits in sigwait() or
 * reads a pipe. */
PULSE_API pulse_code pulse_cancel_token_cancel(pulse_cancel_token *token, pulse_error **error);

/* Frees the token.  Calls and operations that have it continue.  If it was
 * canceled before, they remain stopped; otherwise it can no longer stop them. */
PULSE_API void pulse_cancel_token_free(pulse_cancel_token *token);

/* Creates another handle for the same client, with limits for every call made
 * through it.  `token` stops the calls; NULL: none.  `timeout_ms` is the timeout
 * of each call, which then returns PULSE_TIMEOUT; at most 24 days, 0 or
 * PULSE_NO_LIMIT: none.  The limits of `client`, of the options and of waits
 * apply as well; the first one to expire ends the call.
 *
 * A queue made with this handle stops its operations when the token is
 * canceled.  The timeout of each operation starts when the operation starts,
 * or, for a wait, when it is accepted.
 *
 * A handle costs no connection and about 100 bytes, so one for each call is
 * fine.  *out is owned by the caller, who can free it with pulse_client_free()
 * at any time; that ends nothing.  Freeing `client` ends the calls of both. */
PULSE_API pulse_code pulse_client_with_limits(pulse_client *client, pulse_cancel_token *token, int64_t timeout_ms,
                                              pulse_client **out, pulse_error **error);

/* Creates another handle for the same client, whose calls carry more headers,
 * for example the traceparent of the caller's trace: on each of their requests
 * to the service, retries and polls included, and like the key only to the
 * origin of base_url.  They replace headers of the same name of `client` and of
 * the options.  A poll that several waits share carries those of the first
 * wait.  Names and values as in options.headers, but no Authorization and no
 * Cookie: credentials belong into the options.  *out as with
 * pulse_client_with_limits(); queues made with it have the headers, too.
 *
 * Errors: PULSE_INVALID_ARGUMENT (the message names the header). */
PULSE_API pulse_code pulse_client_with_headers(pulse_client *client, const pulse_header *headers, size_t header_count,
                                               pulse_client **out, pulse_error **error);

/* Changes options.max_requests_per_second of a client while it works, for
 * example when several processes divide a rate and one comes or goes: 0.001 to
 * 1 000 000, or 0 for unlimited.  Requests that already have their turn keep it.
 * Applies to all handles of the client. */
PULSE_API pulse_code pulse_client_set_rate(pulse_client *client, double max_requests_per_second, pulse_error **error);

/* Ends everything the library does in this process: frees all clients and
 * queues, waits up to `timeout_ms` (PULSE_NO_LIMIT: forever) for calls on
 * other threads to end, and returns memory to the system, including free pages
 * of the C library's heap.  Jobs, responses and errors remain the caller's.  The
 * engine's threads and the reserved address space remain.  The library can be
 * used again afterwards with new clients.
 *
 * Not needed at exit.  Must not be called from a callback of a call in
 * progress.
 *
 * Errors: PULSE_TIMEOUT (calls are still in progress; everything else is
 * done). */
PULSE_API pulse_code pulse_shutdown(int64_t timeout_ms, pulse_error **error);

typedef struct pulse_stats {
    size_t struct_size;   /* set by the caller to sizeof(pulse_stats) */
    int64_t requests;     /* sent by this client, every attempt counted */
    int64_t retries;      /* of these, attempts after the first */
    int64_t waits;        /* waits in progress in this client */
    int64_t polls;        /* requests made by waits, so far */
    int64_t handles;      /* live handles of the whole process, of all kinds */
    int64_t native_bytes; /* memory held by live bodies and strings of the whole process */
    int64_t waiting_jobs; /* the jobs of these waits; fewer when several wait for the same one */
    int64_t polls_in_flight;
    /* How late polls start because they wait for the concurrency or rate limit, over the last 30 to 60 seconds, in
     * microseconds, rounded up by at most an eighth; max: since the client was created. */
    int64_t lateness_median_us;
    int64_t lateness_p99_us;
    int64_t lateness_max_us;
    int64_t behind_us; /* how long the poll that is due first has been waiting for these limits; 0: none waits */
} pulse_stats;

/* Counters for tests and monitoring. */
PULSE_API pulse_code pulse_client_stats(pulse_client *client, pulse_stats *out, pulse_error **error);

/* ----------------------------------------------------------------- jobs -- */

#define PULSE_JOB_STATUS_UNKNOWN 0 /* a status this library does not know; see pulse_job_status_text() */
#define PULSE_JOB_STATUS_PENDING 1
#define PULSE_JOB_STATUS_PROCESSING 2
#define PULSE_JOB_STATUS_COMPLETED 3
#define PULSE_JOB_STATUS_FAILED 4
#define PULSE_JOB_STATUS_CANCELED 5
#define PULSE_JOB_STATUS_EXPIRED 6

/* Reads a job once: GET /job/{jobId}.  `job_id` is opaque text and is
 * percent-encoded; empty, blank, "." and ".." are refused.  Any status is a
 * success; see pulse_job_status().  This call never fetches a large result,
 * which can be fetched only once: the result then contains its link.
 * pulse_wait_job(), pulse_extract_and_wait() and pulse_get_large_result()
 * fetch it.  *out is owned by the caller, who frees it with pulse_job_free().
 *
 * Errors: the codes of a request, including PULSE_NOT_FOUND (no such job). */
PULSE_API pulse_code pulse_get_job(pulse_client *client, const char *job_id, pulse_job **out, pulse_error **error);

#define PULSE_PROGRESS_STATUS 1 /* the status has changed, or is known for the first time */
#define PULSE_PROGRESS_POLL 2   /* a poll found no change (only with every_poll) */
#define PULSE_PROGRESS_RETRY 3  /* a poll failed transiently (only with every_poll); see code and http_status */
#define PULSE_PROGRESS_TICK 4   /* nothing happened for tick_ms */

typedef struct pulse_progress {
    int32_t kind;   /* PULSE_PROGRESS_... */
    int32_t status; /* PULSE_JOB_STATUS_..., of the last successful poll */
    pulse_str job_id;
    pulse_str status_text; /* as the service wrote it */
    int64_t attempt;       /* polls so far */
    int64_t waited_ms;     /* since the wait began */
    int64_t next_delay_ms; /* until the next poll; 0 when there is none */
    pulse_code code;       /* of a failed poll, else PULSE_OK */
    int32_t http_status;   /* of a failed poll, else 0 */
} pulse_progress;

/* Called by pulse_wait_job() on the thread that called it, never on another.
 * `progress` and its strings are valid only during the call.  Return 0 to
 * continue; any other value stops the wait (PULSE_STOPPED).  The callback may
 * call any function of this library. */
typedef int32_t (*pulse_progress_callback)(const pulse_progress *progress, void *user_data);

/* pulse_wait_options.policy */
#define PULSE_POLL_DOCUMENTED 0 /* growing delays; see pulse_wait_job() */
#define PULSE_POLL_ADAPTIVE 1   /* at the times at which jobs of this client have ended before.  Like the documented one \
                                   until about a dozen jobs have ended, and for a job that takes longer than all of them */
/* pulse_wait_options.goal, compared with the documented policy */
#define PULSE_GOAL_BALANCED 0       /* fewer requests and less delay, by about the same share */
#define PULSE_GOAL_FEWER_REQUESTS 1 /* the same delay, with as few requests as possible */
#define PULSE_GOAL_LESS_DELAY 2     /* the same requests with as little delay as possible */

/* A member that is 0 or NULL has its default. */
typedef struct pulse_wait_options {
    size_t struct_size;
    /* generated: wait options (make generate) */
    /* The timeout of the entire wait, including polls, delays, and the download of a large result.
     * In ms. Default: 30 minutes; PULSE_NO_LIMIT: none. */
    int64_t timeout_ms;
    /* The delay between the first poll, which is made immediately, and the second. In ms. Default:
     * 1 s. */
    int64_t initial_delay_ms;
    /* The maximum delay, which also applies to the initial one. Only a Retry-After from the
     * service can exceed it. In ms. Default: 10 s. */
    int64_t max_delay_ms;
    /* The factor by which the delay grows after each poll, 1 to 10. Default: 1.5. */
    double multiplier;
    /* The fraction, 0 to 1, by which each delay varies at random, so that many waits do not poll
     * in step. Default: 0.1; negative: 0. */
    double jitter;
    /* The maximum number of polls. After the last one the wait ends as if it had timed out.
     * Default: none. */
    int64_t max_attempts;
    /* Called with every progress report; may be NULL. Default: none. */
    pulse_progress_callback on_progress;
    /* Passed to on_progress. Default: none. */
    void *user_data;
    /* Whether every poll is reported, not only changes of the status. Default: none. */
    int32_t every_poll;
    /* The maximum interval between calls of on_progress; 0: no maximum. Default: never. */
    int64_t tick_ms;
    /* The policy that decides when to poll. Default: the documented one. */
    int32_t policy;
    /* What the adaptive policy optimizes. Default: balanced. */
    int32_t goal;
    /* How long a 404 is polled again if the job has been seen before or was submitted by this
     * client, because replicas of the service may not know it yet. For any other job a 404 ends
     * the wait immediately. In ms. Default: 1 minute; PULSE_NO_GRACE: 0. */
    int64_t not_found_grace_ms;
    /* end of wait options */
} pulse_wait_options;

/* Sets every member to its default; pass sizeof(*options).  Errors:
 * PULSE_INVALID_ARGUMENT. */
PULSE_API pulse_code pulse_wait_options_init(pulse_wait_options *options, size_t struct_size);

/* Polls a job until it ends: immediately, then after 1 s, with each delay 1.5
 * times the previous one, up to 10 s (docs/api.md, section 5), with jitter.
 * `options` NULL means all defaults.
 *
 * Returns PULSE_OK for a completed job, and PULSE_JOB_FAILED,
 * PULSE_JOB_CANCELED or PULSE_JOB_EXPIRED for a job that ended otherwise; *out
 * is set in all four cases.  Returns PULSE_TIMEOUT or PULSE_STOPPED with the
 * last snapshot in *out, or NULL if there was none; the job may still run.
 * *out is owned by the caller, who frees it with pulse_job_free() whatever the
 * code is.
 *
 * A poll that fails transiently (network, timeout, 408, 429, 5xx) does not end
 * the wait. 401, 403 and 410 end it immediately. 404 ends it immediately
 * unless the job has been seen before or was submitted by this client; then it
 * is polled again for up to a minute.  A large result is fetched, which works
 * once, unless PULSE_KEEP_LARGE_LINKS is set.
 *
 * Errors besides: PULSE_MISSING_API_KEY, PULSE_TLS, PULSE_PROTOCOL,
 * PULSE_BAD_REQUEST, PULSE_UNAUTHORIZED, PULSE_FORBIDDEN, PULSE_NOT_FOUND,
 * PULSE_TOO_LARGE, PULSE_GONE (also of a large result), PULSE_RESULT_LOST (of
 * a large result), PULSE_CLOSED (the client was freed). */
PULSE_API pulse_code pulse_wait_job(pulse_client *client, const char *job_id, const pulse_wait_options *options,
                                    pulse_job **out, pulse_error **error);

/* Reports that a job has probably ended, for example because of a webhook: all
 * waits for it poll immediately.  This is a hint; polling remains
 * authoritative.
 *
 * Errors: PULSE_NOT_FOUND (no wait for that job is in progress). */
PULSE_API pulse_code pulse_notify_job(pulse_client *client, const char *job_id, pulse_error **error);

/* What the client has learned for PULSE_POLL_ADAPTIVE, as a JSON document of a
 * few kilobytes in pulse_response_json().  Pass it to another process or to the
 * next run.  It contains durations and sizes, no ids and nothing from
 * documents. */
PULSE_API pulse_code pulse_export_durations(pulse_client *client, pulse_response **out, pulse_error **error);
/* Adds what another client has learned.  It counts as older than this client's
 * own observations.
 *
 * Errors: PULSE_INVALID_ARGUMENT (not such a document; nothing was imported). */
PULSE_API pulse_code pulse_import_durations(pulse_client *client, const char *durations_json, size_t size,
                                            pulse_error **error);

/* Requests the cancellation of a job: DELETE /job/{jobId}.  Best effort: pages
 * processed so far are billed, and a job that has ended is not changed.  To
 * stop only the wait, use pulse_cancel_token_cancel() or
 * pulse_wait_options.on_progress.
 *
 * Errors: the codes of a request, including PULSE_NOT_FOUND (no such job). */
PULSE_API pulse_code pulse_cancel_job(pulse_client *client, const char *job_id, pulse_error **error);

/* Frees a job and all strings borrowed from it. */
PULSE_API void pulse_job_free(pulse_job *job);

/* The getters of a job send nothing and do not block.  Strings are borrowed from
 * the job. */

/* The job's id. */
PULSE_API pulse_code pulse_job_id(const pulse_job *job, pulse_str *out, pulse_error **error);
/* PULSE_JOB_STATUS_... */
PULSE_API pulse_code pulse_job_status(const pulse_job *job, int32_t *out, pulse_error **error);
/* The status as the service wrote it. */
PULSE_API pulse_code pulse_job_status_text(const pulse_job *job, pulse_str *out, pulse_error **error);
/* Instants in milliseconds since 1970.  PULSE_NOT_FOUND when the service sent none, or
 * one that cannot be parsed (its text is in pulse_job_json()). */
PULSE_API pulse_code pulse_job_created_at(const pulse_job *job, int64_t *out, pulse_error **error);
PULSE_API pulse_code pulse_job_updated_at(const pulse_job *job, int64_t *out, pulse_error **error);
/* The error text of a failed job; empty when there is none. */
PULSE_API pulse_code pulse_job_error(const pulse_job *job, pulse_str *out, pulse_error **error);
/* Whether the error text of a failed job says that the same document may be
 * submitted again: 1 or 0.  The library never does that by itself, because it
 * is billed again. */
PULSE_API pulse_code pulse_job_may_retry(const pulse_job *job, int32_t *out, pulse_error **error);
/* The body as it was received, with all fields. */
PULSE_API pulse_code pulse_job_json(const pulse_job *job, pulse_str *out, pulse_error **error);
/* The JSON text of `result`, or of the large result that replaced it; not
 * copied.  Empty when there is none. */
PULSE_API pulse_code pulse_job_result(const pulse_job *job, pulse_str *out, pulse_error **error);
/* The text of the result: `markdown`, or the older `content`. It is unescaped
 * once and kept.  PULSE_NOT_FOUND when the result has neither, PULSE_PROTOCOL
 * when the JSON is damaged there. */
PULSE_API pulse_code pulse_job_markdown(const pulse_job *job, pulse_str *out, pulse_error **error);
/* The result's `page_count`.  PULSE_NOT_FOUND when it has none. */
PULSE_API pulse_code pulse_job_page_count(const pulse_job *job, int64_t *out, pulse_error **error);
/* The headers of the response, as pulse_error_headers() gives them; empty without PULSE_KEEP_HEADERS. */
PULSE_API pulse_code pulse_job_headers(const pulse_job *job, pulse_str *out, pulse_error **error);

#define PULSE_JSON_NONE 0
#define PULSE_JSON_OBJECT 1
#define PULSE_JSON_ARRAY 2
#define PULSE_JSON_STRING 3
#define PULSE_JSON_NUMBER 4
#define PULSE_JSON_TRUE 5
#define PULSE_JSON_FALSE 6
#define PULSE_JSON_NULL 7

/* Finds a value in the result by JSON pointer (RFC 6901), for example
 * "/bounding_boxes/Text/0/content"; "" is the result itself.  *kind is set to
 * PULSE_JSON_....  *out is the text of a string without quotes and escapes, the
 * characters of a number or literal, or the JSON text of an object or array.
 * JSON text is not copied: it is the one string that does not end in NUL, so
 * use its size.
 *
 * Errors: PULSE_NOT_FOUND, PULSE_INVALID_ARGUMENT (not a JSON pointer),
 * PULSE_PROTOCOL (the JSON is damaged on the way; the message contains the
 * offset). */
PULSE_API pulse_code pulse_job_find(const pulse_job *job, const char *json_pointer, int32_t *kind, pulse_str *out,
                                    pulse_error **error);

/* Finds where the members of an object, or the items of an array, are, without
 * reading them: for programs that read a large result piece by piece.
 * pulse_response_content() of *out has four int64_t for each, in their order
 * and in the machine's byte order: offset and size of the name with its quotes
 * (0 and 0 for an item), offset and size of the value, counted from the first
 * byte of what pulse_job_find() returns for the same pointer.  Free *out with
 * pulse_response_free(); it does not depend on the job.
 * Errors: PULSE_NOT_FOUND (there is no object and no array), and as
 * pulse_job_find(). */
PULSE_API pulse_code pulse_job_parts(const pulse_job *job, const char *json_pointer, pulse_response **out,
                                     pulse_error **error);

/* Makes a job of the body of a response, for tests and for bodies that were
 * stored: what pulse_job_json() returns for it is a copy of `json`, an object
 * with at least `job_id` and `status`.  A large result is not fetched.  Free
 * *out with pulse_job_free().
 * Errors: PULSE_PROTOCOL (it is not a job). */
PULSE_API pulse_code pulse_job_from_json(const char *json, size_t json_size, pulse_job **out, pulse_error **error);

/* Checks the entire body and reports the first damage (PULSE_PROTOCOL).  On
 * arrival only the structure and the UTF-8 are checked. */
PULSE_API pulse_code pulse_job_validate(const pulse_job *job, pulse_error **error);

/* -------------------------------------------------------------- extract -- */

/* Provides the next bytes of a document: writes at most `size` bytes to
 * `buffer` and returns their number, 0 at the end, or a negative number on
 * failure (PULSE_FILE_ERROR).  Called on the thread that made the call, never
 * on another.  It may block; no timeout and no stop interrupts it. */
typedef int64_t (*pulse_read_callback)(void *buffer, size_t size, void *user_data);

/* The document of a request: one of path, data, fd and read. */
typedef struct pulse_file {
    size_t struct_size; /* set by the caller to sizeof(pulse_file) */
    const char *path;   /* streamed from disk, never read into memory as a whole; /proc/self/fd/N for an open
                           descriptor.  Any bytes that the system accepts */
    const void *data;   /* or: bytes, which must remain valid until the call returns */
    size_t size;
    const char *file_name;    /* default: the path's last part; needed with data, fd and read */
    const char *media_type;   /* default: from the name, or from the first bytes if they can be read twice */
    int32_t has_fd;           /* 1: the document is read from `fd`, from its position to the end.  `fd` is duplicated */
    int32_t fd;               /* before the function returns; a file's position is not moved; a pipe or socket is read once */
    pulse_read_callback read; /* or: called for the bytes, once; for blocking calls only */
    void *user_data;          /* passed to read */
} pulse_file;

/* `request_json` is a JSON object with the options of POST /extract under the
 * API's names, in camelCase or snake_case: fileUrl, model, pages, extensions,
 * structuredOutput, storage, figureProcessing, spreadsheet and so on.  NULL
 * means none.  Exactly one of `file` and the request's fileUrl is required.  A
 * field of a wrong type is refused before anything is sent, and the message
 * names it.  Fields that this library does not know are sent unchanged.
 *
 * A submit is sent again only if it was refused (connection refused, 429, or a
 * 503 whose body is the API's own error), unless PULSE_RETRY_SUBMITS is set.  If
 * the connection broke after it was sent, the code is PULSE_OUTCOME_UNKNOWN.
 *
 * Errors of the four functions that follow: PULSE_INVALID_ARGUMENT (the message
 * names the field), PULSE_FILE_ERROR, the codes of a request,
 * PULSE_OUTCOME_UNKNOWN.  *out is owned by the caller. */

/* POST /extract, processed while this call waits for the response.  The response
 * is an extraction, or a submission if the request has `"async": true`.  With
 * PULSE_KEEP_LARGE_LINKS it may be the link to a large result. */
PULSE_API pulse_code pulse_extract(pulse_client *client, const char *request_json, size_t request_size,
                                   const pulse_file *file, pulse_response **out, pulse_error **error);

/* POST /extract with async. pulse_response_job_id() is the id of the job. */
PULSE_API pulse_code pulse_submit_extract(pulse_client *client, const char *request_json, size_t request_size,
                                          const pulse_file *file, pulse_response **out, pulse_error **error);

/* POST /extract_async, which the service has deprecated in favor of `async`. */
PULSE_API pulse_code pulse_extract_async(pulse_client *client, const char *request_json, size_t request_size,
                                         const pulse_file *file, pulse_response **out, pulse_error **error);

/* Submits, waits and reads the result: what most programs need.  Returns the
 * same as pulse_wait_job().  The timeout of the wait starts with the submit.
 * Every error after the submit has the job's id in pulse_error_job_id(). */
PULSE_API pulse_code pulse_extract_and_wait(pulse_client *client, const char *request_json, size_t request_size,
                                            const pulse_file *file, const pulse_wait_options *options,
                                            pulse_job **out, pulse_error **error);

/* Fetches a large result by its job id (GET /large_results/{jobId}) or by the
 * link of an `is_url` response.  It can be fetched once, within an hour.  With
 * `path`, it is written to that file (to a temporary file, which is flushed
 * and renamed), and the JSON of the response is empty.  With `path` NULL, it is
 * in the response.  *out is owned by the caller.
 *
 * Errors: the codes of a request; PULSE_GONE; PULSE_RESULT_LOST
 * (pulse_error_body() is what was received); PULSE_FILE_ERROR (the path cannot
 * be written; checked before anything is sent). */
PULSE_API pulse_code pulse_get_large_result(pulse_client *client, const char *job_id_or_url, const char *path,
                                            pulse_response **out, pulse_error **error);

/* Deletes the copy of a large result in large_result_folder, once the result
 * is stored elsewhere.  Does nothing if there is no such folder or file.
 *
 * Errors: PULSE_FILE_ERROR (a file cannot be deleted). */
PULSE_API pulse_code pulse_discard_large_result(pulse_client *client, const char *job_id, pulse_error **error);

#define PULSE_RESPONSE_RESULT 1     /* the result itself */
#define PULSE_RESPONSE_SUBMISSION 2 /* a job was created; see pulse_response_job_id() */
#define PULSE_RESPONSE_LARGE_LINK 3 /* the result must be fetched; see pulse_get_large_result() */
#define PULSE_RESPONSE_FILE 4       /* not JSON; see pulse_response_content() */
#define PULSE_RESPONSE_DONE 5       /* done, without a body; or the body was written to the caller's file */

/* Frees a response and all strings borrowed from it. */
PULSE_API void pulse_response_free(pulse_response *response);
/* PULSE_RESPONSE_... */
PULSE_API pulse_code pulse_response_kind(const pulse_response *response, int32_t *out, pulse_error **error);
/* The JSON as it was received; empty when the response is not JSON. */
PULSE_API pulse_code pulse_response_json(const pulse_response *response, pulse_str *out, pulse_error **error);
/* The body as it was received, JSON or not: a PDF, an image, a workbook. */
PULSE_API pulse_code pulse_response_content(const pulse_response *response, pulse_str *out, pulse_error **error);
/* The media type that the service gave; empty when it gave none. */
PULSE_API pulse_code pulse_response_media_type(const pulse_response *response, pulse_str *out, pulse_error **error);
/* The id of the job that was created; empty when there is none. */
PULSE_API pulse_code pulse_response_job_id(const pulse_response *response, pulse_str *out, pulse_error **error);
/* As pulse_job_find() and pulse_job_validate(), over the whole body. */
PULSE_API pulse_code pulse_response_find(const pulse_response *response, const char *json_pointer, int32_t *kind,
                                         pulse_str *out, pulse_error **error);
PULSE_API pulse_code pulse_response_validate(const pulse_response *response, pulse_error **error);
/* As pulse_job_parts(), over the whole body. */
PULSE_API pulse_code pulse_response_parts(const pulse_response *response, const char *json_pointer,
                                          pulse_response **out, pulse_error **error);
/* As pulse_job_markdown() and pulse_job_page_count(). */
PULSE_API pulse_code pulse_response_markdown(const pulse_response *response, pulse_str *out, pulse_error **error);
PULSE_API pulse_code pulse_response_page_count(const pulse_response *response, int64_t *out, pulse_error **error);
/* The headers of the response, as pulse_error_headers() gives them; empty without PULSE_KEEP_HEADERS. */
PULSE_API pulse_code pulse_response_headers(const pulse_response *response, pulse_str *out, pulse_error **error);

/* ------------------------------------------------- the rest of the API -- */

/*
 * Requests are JSON objects with the API's names, in camelCase or snake_case.
 * They are checked before anything is sent; the message of
 * PULSE_INVALID_ARGUMENT names the field.  Unknown fields are sent unchanged.
 * NULL with a size of 0 is an empty request.  `"async": true` creates a job if
 * the endpoint supports it: the response is a submission, and pulse_wait_job()
 * waits for the job.  pulse_call_and_wait() does both.  Every job is billed, so
 * the rules of submits apply to all of these functions.  *out is owned by the
 * caller.
 *
 * Errors of all: PULSE_INVALID_ARGUMENT, PULSE_FILE_ERROR, the codes of a
 * request, PULSE_OUTCOME_UNKNOWN.
 */

/* generated: operations (make generate) */
/* POST /split: assigns the pages of an extraction to topics. */
PULSE_API pulse_code pulse_split(pulse_client *client, const char *request_json, size_t request_size,
                                 pulse_response **out, pulse_error **error);
/* POST /schema: fills in a JSON schema or a workbook from extractions or a
 * split. */
PULSE_API pulse_code pulse_schema(pulse_client *client, const char *request_json, size_t request_size,
                                  pulse_response **out, pulse_error **error);
/* POST /tables: finds the tables of an extraction. */
PULSE_API pulse_code pulse_tables(pulse_client *client, const char *request_json, size_t request_size,
                                  pulse_response **out, pulse_error **error);
/* POST /batch/extract: extracts many documents, given as files (sent inside
 * the request), URLs or a folder in S3.  Always a submission. */
PULSE_API pulse_code pulse_batch_extract(pulse_client *client, const char *request_json, size_t request_size,
                                         pulse_response **out, pulse_error **error);
/* POST /batch/schema: fills in a schema for each of many extractions, or of
 * many splits.  Always a submission. */
PULSE_API pulse_code pulse_batch_schema(pulse_client *client, const char *request_json, size_t request_size,
                                        pulse_response **out, pulse_error **error);
/* POST /batch/split: splits each of many extractions.  Always a submission. */
PULSE_API pulse_code pulse_batch_split(pulse_client *client, const char *request_json, size_t request_size,
                                       pulse_response **out, pulse_error **error);
/* POST /batch/tables: finds the tables of each of many extractions.  Always a
 * submission. */
PULSE_API pulse_code pulse_batch_tables(pulse_client *client, const char *request_json, size_t request_size,
                                        pulse_response **out, pulse_error **error);
/* POST /pipeline/execute: runs the steps that the request names.  `files` is
 * an array of `file_count` documents, NULL and 0 for none; all with the same
 * struct_size. */
PULSE_API pulse_code pulse_pipeline_execute(pulse_client *client, const char *request_json, size_t request_size,
                                            const pulse_file *files, size_t file_count, pulse_response **out,
                                            pulse_error **error);
/* POST /form/detect: detects the fields of a form.  `file` is NULL where the
 * request says which document. */
PULSE_API pulse_code pulse_form_detect(pulse_client *client, const char *request_json, size_t request_size,
                                       const pulse_file *file, pulse_response **out, pulse_error **error);
/* POST /form/fill: fills in fields of a form.  `file` is NULL where the
 * request says which document. */
PULSE_API pulse_code pulse_form_fill(pulse_client *client, const char *request_json, size_t request_size,
                                     const pulse_file *file, pulse_response **out, pulse_error **error);
/* POST /form/clear: clears fields of a form.  `file` is NULL where the request
 * says which document. */
PULSE_API pulse_code pulse_form_clear(pulse_client *client, const char *request_json, size_t request_size,
                                      const pulse_file *file, pulse_response **out, pulse_error **error);
/* end of operations */

/* Downloads.  The file is in the response (PULSE_RESPONSE_FILE).  With `path` it
 * is written there instead, through a temporary file that is renamed
 * (PULSE_RESPONSE_DONE).
 * Errors besides: PULSE_NOT_FOUND, PULSE_FILE_ERROR (checked before anything is sent). */

/* GET /results/{jobId}/pdf: the PDF that a job has created. */
PULSE_API pulse_code pulse_get_result_pdf(pulse_client *client, const char *job_id, const char *path,
                                          pulse_response **out, pulse_error **error);
/* GET /results/{jobId}/images/{file_name}: an image of a job's result. */
PULSE_API pulse_code pulse_get_result_image(pulse_client *client, const char *job_id, const char *file_name,
                                            const char *path, pulse_response **out, pulse_error **error);
/* The workbook of a schema's result. */
PULSE_API pulse_code pulse_get_schema_excel(pulse_client *client, const char *schema_id, const char *path,
                                            pulse_response **out, pulse_error **error);

/* POST /webhook: a link to the page where webhooks are configured. */
PULSE_API pulse_code pulse_create_webhook_link(pulse_client *client, pulse_response **out, pulse_error **error);

/* Extracts many documents, each exactly once, even across restarts of the
 * process: a journal records what has been submitted, and the next run with
 * the same arguments continues from there.  Blocks until all documents have
 * ended.  The JSON of the response lists them: {"documents": [{"document": ...,
 * "state": ...}, ...]}.
 *
 * `request_json` is an object with "documents" (paths and URLs), "output" (a
 * folder for the results), "journal" (default: in that folder), "request" (as
 * for pulse_extract()), "concurrency" (default 8), "timeout_ms" (of the wait
 * for each document; 0: none), "resubmit_unknown" and "retry_failed".  A byte
 * of a path that is not UTF-8 is half a surrogate pair in both
 * ("caf\udce9.pdf" for 0xE9).
 *
 * Large results are kept in large_result_folder, or else in
 * $XDG_STATE_HOME/pulse, until they are in their files.  To queue or stop a
 * run, use pulse_queue_call(). */
PULSE_API pulse_code pulse_run_documents(pulse_client *client, const char *request_json, size_t request_size,
                                         pulse_response **out, pulse_error **error);

typedef struct pulse_document_progress {
    pulse_str document; /* as the request names it */
    pulse_str job_id;   /* empty before it has a job */
    int32_t status;     /* PULSE_JOB_STATUS_..., unknown before the first poll */
    int32_t has_ended;  /* 1: nothing more happens to it */
    pulse_code code;    /* how it has ended; PULSE_OK when its result is there, and before the end */
    int64_t ended;      /* documents that have ended so far */
    int64_t count;      /* all documents of the run */
} pulse_document_progress;

/* Called by pulse_run_documents_with_progress() on the thread that called it,
 * never on another.  `progress` and its strings are valid only during the call.
 * Return 0 to continue; any other value stops the run and further calls of
 * this function.  It may call any function of this library. */
typedef int32_t (*pulse_document_callback)(const pulse_document_progress *progress, void *user_data);

/* Like pulse_run_documents(), and reports for each document that it was
 * submitted, that its status has changed, and that it has ended.  A run that is
 * stopped submits nothing more and returns PULSE_OK with the state of each
 * document: "open" if its job may still run, "not_started" if it was not sent,
 * "unknown" if it was sent and there was no response within 0.4 s.  The next
 * run continues from there.
 * `on_progress` may be NULL. */
PULSE_API pulse_code pulse_run_documents_with_progress(pulse_client *client, const char *request_json,
                                                       size_t request_size, pulse_document_callback on_progress,
                                                       void *user_data, pulse_response **out, pulse_error **error);

/* Any operation by its name: the names of the functions above without
 * "pulse_", and submit_... for each operation that can create a job, for
 * example "submit_split".  The arguments of downloads are {"job_id": "...",
 * "path": "..."} and similar. */
PULSE_API pulse_code pulse_call(pulse_client *client, const char *operation, const char *request_json,
                                size_t request_size, const pulse_file *files, size_t file_count,
                                pulse_response **out, pulse_error **error);

/* Submits an operation that creates a job, waits for the job and reads the
 * result.  Returns the same as pulse_wait_job().  The timeout of the wait starts
 * with the submit. */
PULSE_API pulse_code pulse_call_and_wait(pulse_client *client, const char *operation, const char *request_json,
                                         size_t request_size, const pulse_file *files, size_t file_count,
                                         const pulse_wait_options *options, pulse_job **out, pulse_error **error);

/* --------------------------------------------------------------- report -- */

/* A result as one HTML file to look at: the pages with their boxes, the text in
 * place, tables, structured output with its citations, warnings.  The file needs
 * nothing else and loads nothing, and what comes from the document is text in
 * it, never markup.  `json` is a result or a job, as pulse_job_json(),
 * pulse_job_result() and pulse_response_json() give it.  `title` is shown above
 * it; NULL: what the result says.  Nothing is sent, and no client is needed.
 * The HTML is in pulse_response_content() of *out, which is owned by the caller.
 *
 * Errors: PULSE_PROTOCOL (it is not JSON). */
PULSE_API pulse_code pulse_render_html(const char *json, size_t json_size, const char *title, pulse_response **out,
                                       pulse_error **error);

/* The same with pictures in it: PNG, JPEG, GIF or WebP, at most 1 000 of at most
 * 64 MiB each.  `file_name` says what a picture shows: the number of a page,
 * counted from 1 ("3"), behind whose boxes it then lies; or the image_url of an
 * image, as it is in the result.  Their media_type is not used.  Nothing is
 * fetched from a link.
 *
 * Errors: PULSE_PROTOCOL (it is not JSON), PULSE_INVALID_ARGUMENT (a picture is
 * none of these, is too large, or has another file_name), PULSE_FILE_ERROR (a
 * picture cannot be read, or is empty). */
PULSE_API pulse_code pulse_render_html_with_pictures(const char *json, size_t json_size, const char *title,
                                                     const pulse_file *pictures, size_t picture_count,
                                                     pulse_response **out, pulse_error **error);

/* ------------------------------------------------------------- webhooks -- */

#define PULSE_WEBHOOK_VALID 0
#define PULSE_WEBHOOK_MISSING_HEADER 1 /* the id, the timestamp or the signature */
#define PULSE_WEBHOOK_BAD_TIMESTAMP 2  /* not a whole number of seconds */
#define PULSE_WEBHOOK_TOO_OLD 3        /* signed too long ago: delayed, or replayed by somebody else */
#define PULSE_WEBHOOK_TOO_NEW 4        /* one of the clocks is wrong */
#define PULSE_WEBHOOK_NO_MATCH 5       /* the body was changed, or signed with another secret */
#define PULSE_WEBHOOK_BAD_SECRET 6     /* not "whsec_" and base64, or there is none */

/* Verifies that a webhook was signed with one of the secrets, and recently.
 * `body` is the body exactly as received, before any parsing.  `headers` are
 * all headers of the request, with names in any case; the family webhook-...
 * or svix-... is used.  Pass several secrets while one replaces another.
 * `now_s` is the current time in seconds since 1970; 0: the system's clock.
 * `tolerance_ms` is how far the timestamp may differ from it; 0: 5 minutes.
 * Signatures are compared in constant time.  A repeated id is a redelivery.
 *
 * Returns PULSE_OK, or PULSE_WEBHOOK_REJECTED with PULSE_WEBHOOK_... in
 * *reason.  Errors besides: PULSE_TLS (there is no OpenSSL on this machine). */
PULSE_API pulse_code pulse_webhook_verify(const void *body, size_t size, const pulse_header *headers,
                                          size_t header_count, const char *const *secrets, size_t secret_count,
                                          int64_t now_s, int64_t tolerance_ms, int32_t *reason, pulse_error **error);

/* Signs a webhook, for testing a receiver and for sending.  The JSON of the
 * response is {"timestamp": "...", "signature": "v1,..."}, the values of
 * webhook-timestamp and webhook-signature; `id` is the value of webhook-id.
 *
 * Errors: PULSE_INVALID_ARGUMENT, PULSE_TLS. */
PULSE_API pulse_code pulse_webhook_sign(const void *body, size_t size, const char *id, int64_t timestamp_s,
                                        const char *secret, pulse_response **out, pulse_error **error);

/* ---------------------------------------------------------------- queue -- */

/*
 * The asynchronous interface.  Start any number of operations, each with a tag
 * of your choice.  Collect their completions with pulse_queue_next() on any
 * thread, or when pulse_queue_fd() is readable in your event loop (epoll, libuv,
 * asyncio, GLib, Qt).  There are no callbacks, and no thread of yours blocks.
 *
 * A function pulse_queue_x() that returns PULSE_OK has accepted the operation.
 * An accepted operation delivers exactly one completion of the kind
 * PULSE_COMPLETION_FINAL, also after pulse_queue_cancel() and
 * pulse_client_free().  Any other code means that there will be no completion.
 * Only pulse_queue_free() ends operations without one.
 *
 * A waiting job costs less than a kilobyte and no thread.  Completions that are
 * not collected remain in memory, at most two for each operation.
 */

/* Creates a queue for operations of one client.  A program may have several.
 * *out is owned by the caller, who frees it with pulse_queue_free(), before or
 * after the client.  A queue needs no descriptor until pulse_queue_fd() is
 * called. */
PULSE_API pulse_code pulse_queue_new(pulse_client *client, pulse_queue **out, pulse_error **error);

/* Stops all operations of the queue, frees completions that were not
 * collected, and closes the descriptor.  A pulse_queue_next() that is waiting
 * on another thread returns PULSE_CLOSED. */
PULSE_API void pulse_queue_free(pulse_queue *queue);

/* A descriptor that is readable exactly while there are completions to collect
 * (on Linux an eventfd).  It belongs to the queue: do not read, write or close
 * it.  When it is readable, call pulse_queue_next() or pulse_queue_next_many()
 * with a timeout of 0 until it returns PULSE_TIMEOUT.  With poll() and level-triggered epoll, one call
 * per wake-up is sufficient; with EPOLLET it is not, because only the first of
 * several completions is reported.
 *
 * Errors: PULSE_NO_RESOURCES (no descriptor is available; the queue works
 * without one), PULSE_CLOSED (the queue was freed by another thread). */
PULSE_API pulse_code pulse_queue_fd(pulse_queue *queue, int32_t *out, pulse_error **error);

/* Gives the operations that are started in this queue from now on these
 * headers, as pulse_client_with_headers(); `header_count` 0: none.  Those that
 * were started before keep theirs.
 *
 * Errors: PULSE_INVALID_ARGUMENT (the message names the header; nothing has
 * changed). */
PULSE_API pulse_code pulse_queue_set_headers(pulse_queue *queue, const pulse_header *headers, size_t header_count,
                                             pulse_error **error);

#define PULSE_COMPLETION_FINAL 1    /* the operation has ended */
#define PULSE_COMPLETION_PROGRESS 2 /* a wait continues; see PULSE_QUEUE_PROGRESS */

typedef struct pulse_completion {
    size_t struct_size; /* set by the caller to sizeof(pulse_completion) */
    uint64_t tag;
    int32_t kind;    /* PULSE_COMPLETION_... */
    pulse_code code; /* what the blocking function would have returned; of progress: how a poll failed */
    /* Final: what the blocking function would have set, each NULL or OWNED BY THE CALLER, who frees it. */
    pulse_job *job;
    pulse_response *response;
    pulse_error *error;
    int32_t status; /* PULSE_JOB_STATUS_..., where there is a job */
    /* Progress: */
    int32_t event;         /* PULSE_PROGRESS_... */
    int64_t attempt;       /* polls so far */
    int64_t waited_ms;     /* since the wait began */
    int64_t next_delay_ms; /* until the next poll; 0 when there is none */
} pulse_completion;

/* Sets struct_size, and all other members to zero.  Pass sizeof(*completion). */
PULSE_API pulse_code pulse_completion_init(pulse_completion *completion, size_t struct_size);

/* Takes the next completion, in order of arrival.  Waits for one up to
 * `timeout_ms`: 0 does not wait, PULSE_NO_LIMIT waits forever.
 * out->struct_size must be set and must cover all members above; the rest of
 * *out is overwritten, never freed.
 *
 * Returns PULSE_TIMEOUT, without an error object, when none arrived in time;
 * PULSE_CLOSED when the queue was freed; PULSE_STOPPED when the queue's token
 * was canceled (see pulse_client_with_limits()) and no completion is left. */
PULSE_API pulse_code pulse_queue_next(pulse_queue *queue, int64_t timeout_ms, pulse_completion *out,
                                      pulse_error **error);

/* Takes completions in order of arrival, as many as there are, up to
 * `capacity` (1 or more).  Waits for the first one up to `timeout_ms`, as
 * pulse_queue_next().  `out` is an array of that many completions, of which
 * the struct_size of the first must be set; it is that of each.  *count is how
 * many were taken, also when an error is returned; those after them are not
 * touched.
 *
 * Returns what pulse_queue_next() returns; PULSE_OK: *count is 1 or more. */
PULSE_API pulse_code pulse_queue_next_many(pulse_queue *queue, int64_t timeout_ms, pulse_completion *out,
                                           size_t capacity, size_t *count, pulse_error **error);

/* Stops all operations in progress with this tag.  Each delivers its final
 * completion soon, usually with PULSE_STOPPED. Stopping a wait does not cancel
 * the job.
 *
 * Errors: PULSE_NOT_FOUND (none is in progress). */
PULSE_API pulse_code pulse_queue_cancel(pulse_queue *queue, uint64_t tag, pulse_error **error);

/* Like pulse_get_job().  This function and the following ones return
 * immediately and report only invalid arguments; everything else is in the
 * completion. */
PULSE_API pulse_code pulse_queue_get_job(pulse_queue *queue, const char *job_id, uint64_t tag, pulse_error **error);

#define PULSE_QUEUE_PROGRESS 1u /* changes of the status (with every_poll: all polls) are completions too; one that is \
                                   not collected is replaced by the next */

/* Like pulse_wait_job(). options.on_progress and options.tick_ms must not be
 * set.  `flags` is 0 or PULSE_QUEUE_PROGRESS. */
PULSE_API pulse_code pulse_queue_wait_job(pulse_queue *queue, const char *job_id, const pulse_wait_options *options,
                                          uint32_t flags, uint64_t tag, pulse_error **error);

#define PULSE_EXTRACT_PROCESS 1  /* as pulse_extract() */
#define PULSE_EXTRACT_SUBMIT 2   /* as pulse_submit_extract() */
#define PULSE_EXTRACT_AND_WAIT 3 /* as pulse_extract_and_wait(); `options` and `flags` are for this one */

/* The bytes of `file` are copied before this function returns; a path is not
 * read by then. */
PULSE_API pulse_code pulse_queue_extract(pulse_queue *queue, int32_t mode, const char *request_json,
                                         size_t request_size, const pulse_file *file,
                                         const pulse_wait_options *options, uint32_t flags, uint64_t tag,
                                         pulse_error **error);

/* Any other operation by its name, like pulse_call(), and also "get_job" with
 * {"job_id": "..."}.  The bytes of `files` are copied before this function
 * returns. */
PULSE_API pulse_code pulse_queue_call(pulse_queue *queue, const char *operation, const char *request_json,
                                      size_t request_size, const pulse_file *files, size_t file_count, uint64_t tag,
                                      pulse_error **error);

/* Like pulse_call_and_wait(); `options` and `flags` as in
 * pulse_queue_wait_job(). */
PULSE_API pulse_code pulse_queue_call_and_wait(pulse_queue *queue, const char *operation, const char *request_json,
                                               size_t request_size, const pulse_file *files, size_t file_count,
                                               const pulse_wait_options *options, uint32_t flags, uint64_t tag,
                                               pulse_error **error);

/* --------------------------------------------------------------- errors -- */

/* The getters of errors have no `error` parameter. */

/* The code that the failed function returned; PULSE_INVALID_HANDLE when
 * `failure` is not an error. */
PULSE_API pulse_code pulse_error_code(const pulse_error *failure);
/* One or two sentences for people.  They never contain an API key. */
PULSE_API pulse_code pulse_error_message(const pulse_error *failure, pulse_str *out);
/* The HTTP status; 0 when no response came. */
PULSE_API pulse_code pulse_error_http_status(const pulse_error *failure, int32_t *out);
/* The API's own code, for example "AUTH_002"; empty when there is none. */
PULSE_API pulse_code pulse_error_api_code(const pulse_error *failure, pulse_str *out);
/* 1 for a failed submit that the service may have accepted and may bill: there
 * was no response (PULSE_OUTCOME_UNKNOWN), or a response that is not a refusal
 * (408, a 5xx other than the API's own 503, a response that cannot be read).
 * Sending it again may be billed twice. 0 for everything else: nothing was
 * accepted. */
PULSE_API pulse_code pulse_error_may_have_been_accepted(const pulse_error *failure, int32_t *out);
/* The delay that the service requested (Retry-After, X-RateLimit-Reset); -1
 * when it requested none. */
PULSE_API pulse_code pulse_error_retry_after_ms(const pulse_error *failure, int64_t *out);
/* The job that the error is about; empty when there is none. */
PULSE_API pulse_code pulse_error_job_id(const pulse_error *failure, pulse_str *out);
/* The service's id of the request (x-request-id or similar); usually empty. */
PULSE_API pulse_code pulse_error_request_id(const pulse_error *failure, pulse_str *out);
/* The headers of the failed response: a JSON object of strings, with
 * lower-case names, repeated headers joined by commas, and the key masked.
 * Empty when there was no response. */
PULSE_API pulse_code pulse_error_headers(const pulse_error *failure, pulse_str *out);
/* The body of the failed response as it was received, at most 64 KiB; with
 * PULSE_RESULT_LOST everything that was received.  May be binary. */
PULSE_API pulse_code pulse_error_body(const pulse_error *failure, pulse_str *out);
/* Frees an error and all strings borrowed from it. */
PULSE_API void pulse_error_free(pulse_error *failure);

#ifdef __cplusplus
}
#endif

#endif /* PULSE_NATIVE_H */
