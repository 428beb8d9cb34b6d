/*
 * The library as a guest in somebody's process.  Each scenario is a process of its own, this program started again with the
 * scenario's name: it must end with the status that the scenario asks for, in time, and nothing may have been printed.
 *
 * usage: test_guest SAMPLES        (PULSE_BASE_URL, PULSE_API_KEY)
 */
#include "pulse_native.h"

#include "harness.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ASKED_FOR 42 /* the status with which a scenario that went well ends */
#define NEVER_ENDS "guest-never-ends"

/* A scenario reports by its status: the line that failed, modulo what a status can hold, never ASKED_FOR. */
#define MUST(condition) \
    do { \
        if (!(condition)) { \
            _exit(__LINE__ % 200 == ASKED_FOR ? 201 : __LINE__ % 200); \
        } \
    } while (0)

static const char *samples;

static pulse_client *new_client(void) {
    pulse_client *client = NULL;
    MUST(pulse_client_new(NULL, &client, NULL) == PULSE_OK);
    return client;
}

static void use(pulse_client *client) {
    pulse_job *job = NULL;
    MUST(pulse_get_job(client, "none", &job, NULL) == PULSE_NOT_FOUND);
}

static void pause_ms(long milliseconds) {
    struct timespec span = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&span, NULL);
}

/* ---------------------------------------------------------------- signals -- */

static volatile sig_atomic_t caught[65];
static sigjmp_buf after_fault;

static void count_signal(int number) { caught[number]++; }

static void leave_fault(int number) {
    caught[number]++;
    siglongjmp(after_fault, 1);
}

static void fault(int number) {
    static int *volatile nowhere;
    static volatile int zero;
    int before = caught[number];
    if (sigsetjmp(after_fault, 1) == 0) {
        if (number == SIGSEGV) {
            *nowhere = 1;
        } else {
            raise(number);
        }
        (void)zero;
    }
    MUST(caught[number] == before + 1);
}

static void host_signals(void) {
    static const int counted[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGCHLD, SIGPIPE, SIGUSR1, SIGUSR2, SIGCONT, SIGWINCH, SIGALRM, SIGURG};
    struct sigaction action, now;
    sigset_t mask, mask_after;
    pulse_client *client;
    memset(&action, 0, sizeof(action));
    action.sa_handler = count_signal;
    for (size_t i = 0; i < sizeof(counted) / sizeof(*counted); i++) {
        sigaction(counted[i], &action, NULL);
    }
    action.sa_handler = leave_fault;
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGFPE, &action, NULL);
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR2);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);

    client = new_client();
    use(client);

    pthread_sigmask(SIG_SETMASK, NULL, &mask_after);
    for (int number = 1; number < 32; number++) {
        MUST(sigismember(&mask, number) == sigismember(&mask_after, number));
    }
    for (size_t i = 0; i < sizeof(counted) / sizeof(*counted); i++) {
        sigaction(counted[i], NULL, &now);
        MUST(now.sa_handler == count_signal);
        if (counted[i] != SIGUSR2) {
            int before = caught[counted[i]];
            raise(counted[i]);
            MUST(caught[counted[i]] == before + 1);
        }
    }

    /* Faults of the host's own code reach the host's handler, by way of the runtime's. */
    fault(SIGSEGV);
    fault(SIGFPE);
    use(client);

    /* A handler that comes later is the host's as well; it gets the faults of the host. */
    action.sa_handler = leave_fault;
    sigaction(SIGSEGV, &action, NULL);
    fault(SIGSEGV);
    use(client);
    pulse_client_free(client);
    _exit(ASKED_FOR);
}

/* A host that takes its signals with sigwait(): the library's threads must not take them away. */
static void sigwait_host(void) {
    sigset_t mask;
    int number = 0;
    pulse_client *client;
    sigemptyset(&mask);
    sigaddset(&mask, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &mask, NULL);
    client = new_client();
    use(client);
    kill(getpid(), SIGTERM);
    MUST(sigwait(&mask, &number) == 0 && number == SIGTERM);
    _exit(ASKED_FOR);
}

/* -------------------------------------------------------------------- ends -- */

static void *wait_for_ever(void *client) {
    pulse_job *job = NULL;
    pulse_wait_job(client, NEVER_ENDS, NULL, &job, NULL);
    return NULL;
}

static void *wait_a_moment(void *client) {
    pulse_wait_options options;
    pulse_job *job = NULL;
    pulse_wait_options_init(&options, sizeof(options));
    options.timeout_ms = 300;
    MUST(pulse_wait_job(client, NEVER_ENDS, &options, &job, NULL) == PULSE_TIMEOUT);
    pulse_job_free(job);
    return NULL;
}

/* Puts a job on the sandbox that never ends, by way of its control plane. */
static void make_job_that_never_ends(void) {
    struct sockaddr_in address;
    char request[512], answer[1024];
    const char *url = getenv("PULSE_BASE_URL");
    const char *body = "{\"status\":\"processing\"}";
    const char *port = url == NULL ? NULL : strrchr(url, ':');
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    MUST(port != NULL);
    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)atoi(port + 1));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    MUST(connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0);
    snprintf(request, sizeof(request),
             "POST /_sandbox/jobs/" NEVER_ENDS " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
             strlen(body), body);
    MUST(write(fd, request, strlen(request)) == (ssize_t)strlen(request));
    MUST(read(fd, answer, sizeof(answer)) > 12 && answer[9] == '2');
    close(fd);
}

static pulse_client *with_waits_under_way(void) {
    pthread_t thread;
    pulse_queue *queue = NULL;
    pulse_client *client = new_client();
    make_job_that_never_ends();
    MUST(pulse_queue_new(client, &queue, NULL) == PULSE_OK);
    for (uint64_t tag = 0; tag < 500; tag++) {
        MUST(pulse_queue_wait_job(queue, NEVER_ENDS, NULL, 0, tag, NULL) == PULSE_OK);
    }
    for (int i = 0; i < 4; i++) {
        pthread_create(&thread, NULL, wait_for_ever, client);
        pthread_detach(thread);
    }
    pause_ms(100);
    return client;
}

static void end_by_exit(void) {
    with_waits_under_way();
    exit(ASKED_FOR);
}

static void end_by_underscore_exit(void) {
    with_waits_under_way();
    _exit(ASKED_FOR);
}

static void end_by_quick_exit(void) {
    with_waits_under_way();
    quick_exit(ASKED_FOR);
}

static void end_by_return(void) { with_waits_under_way(); }

static void end_by_abort(void) {
    with_waits_under_way();
    abort();
}

static pulse_client *of_atexit;

static void use_at_exit(void) {
    use(of_atexit);
    pulse_client_free(of_atexit);
    _exit(ASKED_FOR);
}

static void used_at_exit(void) {
    atexit(use_at_exit);
    of_atexit = with_waits_under_way();
    exit(1);
}

static void *exit_from_thread(void *unused) {
    pause_ms(100);
    exit(unused == NULL ? ASKED_FOR : 1);
}

static void exit_in_another_thread(void) {
    pthread_t thread;
    pulse_client *client = with_waits_under_way();
    pthread_create(&thread, NULL, exit_from_thread, NULL);
    wait_for_ever(client);
}

/* A process ends when its last thread does.  The library's threads are not the host's: they do not keep it. */
static void end_by_pthread_exit(void) {
    pthread_t thread;
    pulse_client *client = new_client();
    make_job_that_never_ends();
    pthread_create(&thread, NULL, wait_a_moment, client);
    pthread_detach(thread);
    pthread_exit(NULL);
}

static void *free_it(void *client) {
    pause_ms(200);
    pulse_client_free(client);
    return NULL;
}

static void end_by_pthread_exit_with_waits(void) {
    pthread_t thread;
    pulse_client *client = with_waits_under_way();
    pthread_create(&thread, NULL, free_it, client);
    pthread_detach(thread);
    pthread_exit(NULL);
}

/* -------------------------------------------------------------------- fork -- */

static void fork_is_refused(void) {
    pulse_client *client = with_waits_under_way();
    int status = 0;
    for (int i = 0; i < 10; i++) {
        pid_t child = fork();
        if (child == 0) {
            pulse_error *error = NULL;
            pulse_queue *queue = NULL;
            pulse_job *job = (pulse_job *)&status;
            pulse_str text;
            alarm(10);
            MUST(pulse_get_job(client, "none", &job, &error) == PULSE_FORKED && job == NULL);
            MUST(pulse_error_message(error, &text) == PULSE_OK && strstr(text.data, "fork") != NULL);
            MUST(pulse_queue_new(client, &queue, NULL) == PULSE_FORKED && queue == NULL);
            pulse_error_free(error);
            pulse_client_free(client);
            exit(ASKED_FOR); /* with the atexit handlers of the parent, the runtime's among them */
        }
        MUST(child > 0 && waitpid(child, &status, 0) == child);
        MUST(WIFEXITED(status) && WEXITSTATUS(status) == ASKED_FOR);
        use(client);
    }
    pulse_client_free(client);
    _exit(ASKED_FOR);
}

static void fork_before_use(void) {
    int status = 0;
    pid_t child;
    MUST(pulse_abi_version() == PULSE_ABI_VERSION); /* needs no engine */
    for (int i = 0; i < 3; i++) {
        child = fork();
        if (child == 0) {
            pulse_client *client = new_client();
            use(client);
            pulse_client_free(client);
            exit(ASKED_FOR);
        }
        MUST(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == ASKED_FOR);
    }
    use(new_client());
    child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", "exit 42", (char *)NULL);
    }
    MUST(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == ASKED_FOR);
    _exit(ASKED_FOR);
}

/* ------------------------------------------------------------------ memory -- */

static long resident_kb(void) {
    char line[256];
    long value = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        if (strncmp(line, "VmRSS:", 6) == 0) {
            value = strtol(line + 6, NULL, 10);
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return value;
}

static void *use_in_thread(void *client) {
    pulse_error *error = NULL;
    pulse_job *job = NULL;
    MUST(pulse_get_job(client, "none", &job, &error) == PULSE_NOT_FOUND);
    pulse_error_free(error);
    return NULL;
}

static void threads_in_turn(int count, pulse_client *client) {
    for (int i = 0; i < count; i++) {
        pthread_t thread;
        MUST(pthread_create(&thread, NULL, use_in_thread, client) == 0);
        pthread_join(thread, NULL);
    }
}

static void short_lived_threads(void) {
    pulse_client *client = new_client();
    long before;
    threads_in_turn(500, client);
    before = resident_kb();
    threads_in_turn(500, client);
    threads_in_turn(500, client);
    MUST(resident_kb() - before < 1500);
    _exit(ASKED_FOR);
}

static void five_hundred_threads(void) {
    static pthread_t threads[500];
    pthread_attr_t small;
    pulse_client *client = new_client();
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 64 * 1024);
    for (int i = 0; i < 500; i++) {
        MUST(pthread_create(&threads[i], &small, use_in_thread, client) == 0);
    }
    for (int i = 0; i < 500; i++) {
        pthread_join(threads[i], NULL);
    }
    _exit(ASKED_FOR);
}

/* --------------------------------------------------------------- the rest -- */

static void loaded_twice(void) {
    for (int i = 0; i < 3; i++) {
        void *library = dlopen("libpulse_native.so.1", RTLD_NOW | RTLD_LOCAL);
        pulse_code (*new_one)(const pulse_client_options *, pulse_client **, pulse_error **);
        pulse_code (*get)(pulse_client *, const char *, pulse_job **, pulse_error **);
        void (*free_one)(pulse_client *);
        pulse_client *client = NULL;
        pulse_job *job = NULL;
        MUST(library != NULL);
        *(void **)&new_one = dlsym(library, "pulse_client_new");
        *(void **)&get = dlsym(library, "pulse_get_job");
        *(void **)&free_one = dlsym(library, "pulse_client_free");
        MUST(new_one(NULL, &client, NULL) == PULSE_OK);
        MUST(get(client, "none", &job, NULL) == PULSE_NOT_FOUND);
        free_one(client);
        dlclose(library);
    }
    pause_ms(50);
    _exit(ASKED_FOR);
}

static void closed_standard_files(void) {
    pulse_client *client;
    pulse_file file;
    pulse_job *job = NULL;
    close(0);
    close(1);
    close(2);
    client = new_client();
    use(client);
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    char path[1024];
    snprintf(path, sizeof(path), "%s/bank-statement.pdf", samples);
    file.path = path;
    MUST(pulse_extract_and_wait(client, NULL, 0, &file, NULL, &job, NULL) == PULSE_OK);
    pulse_job_free(job);
    pulse_client_free(client);
    _exit(ASKED_FOR);
}

/* No room for a large result, whose link works once: nothing appears at the path, and the bytes are in the error. */
static void full_disk(void) {
    pulse_client_options options;
    pulse_client *client = NULL;
    pulse_response *response = NULL, *fetched = NULL;
    pulse_error *error = NULL;
    pulse_file file;
    struct rlimit limit = {512, 512};
    char folder[] = "/tmp/pulse-guest-XXXXXX", target[256], part[300], document[1024];
    pulse_str url, body;
    int32_t kind;
    pulse_client_options_init(&options, sizeof(options));
    options.flags = PULSE_KEEP_LARGE_LINKS;
    MUST(pulse_client_new(&options, &client, NULL) == PULSE_OK);
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    snprintf(document, sizeof(document), "%s/field-notes-80-pages.pdf", samples);
    file.path = document;
    MUST(mkdtemp(folder) != NULL);
    snprintf(target, sizeof(target), "%s/result.json", folder);
    snprintf(part, sizeof(part), "%s.part", target);
    MUST(pulse_extract(client, NULL, 0, &file, &response, NULL) == PULSE_OK);
    MUST(pulse_response_find(response, "/url", &kind, &url, NULL) == PULSE_OK);
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    MUST(pulse_get_large_result(client, url.data, target, &fetched, &error) == PULSE_RESULT_LOST && fetched == NULL);
    MUST(pulse_error_body(error, &body) == PULSE_OK && body.size > 10000 && body.data[0] == '{' && body.data[body.size - 1] == '}');
    MUST(access(target, F_OK) != 0);
    unlink(part);
    rmdir(folder);
    use(client);
    _exit(ASKED_FOR);
}

static char seen_by_other[4096];

static void *serve_once(void *listener) {
    static const char answer[] = "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    int connection = accept((int)(intptr_t)listener, NULL, NULL);
    ssize_t got = read(connection, seen_by_other, sizeof(seen_by_other) - 1);
    seen_by_other[got > 0 ? got : 0] = '\0';
    MUST(write(connection, answer, sizeof(answer) - 1) > 0);
    close(connection);
    return NULL;
}

static int listen_on_loopback(char *url, size_t size, const char *scheme) {
    struct sockaddr_in address;
    socklen_t length = sizeof(address);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    MUST(bind(listener, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(listener, 8) == 0);
    getsockname(listener, (struct sockaddr *)&address, &length);
    snprintf(url, size, "%s://127.0.0.1:%d", scheme, ntohs(address.sin_port));
    return listener;
}

static void two_clients_share_nothing(void) {
    pthread_t thread;
    char url[64];
    pulse_client_options options;
    pulse_client *first = new_client(), *second = NULL;
    pulse_stats stats;
    int listener = listen_on_loopback(url, sizeof(url), "http");
    pthread_create(&thread, NULL, serve_once, (void *)(intptr_t)listener);
    pulse_client_options_init(&options, sizeof(options));
    options.api_key = "key-of-the-second";
    options.base_url = url;
    MUST(pulse_client_new(&options, &second, NULL) == PULSE_OK);
    use(first);
    use(second);
    pthread_join(thread, NULL);
    MUST(strstr(seen_by_other, "key-of-the-second") != NULL);
    MUST(strstr(seen_by_other, getenv("PULSE_API_KEY")) == NULL);
    memset(&stats, 0, sizeof(stats));
    stats.struct_size = sizeof(stats);
    MUST(pulse_client_stats(second, &stats, NULL) == PULSE_OK && stats.requests == 1);
    pulse_client_free(second);
    use(first);
    _exit(ASKED_FOR);
}

static void *hang_up(void *listener) {
    for (int i = 0; i < 8; i++) {
        int connection = accept((int)(intptr_t)listener, NULL, NULL);
        if (connection < 0) {
            break;
        }
        close(connection);
    }
    return NULL;
}

/* The host uses OpenSSL itself, before and after the library does, which loads the same one. */
static void host_with_openssl(void) {
    void *ssl = dlopen("libssl.so.3", RTLD_NOW | RTLD_LOCAL);
    const void *(*method)(void);
    void *(*new_context)(const void *);
    void (*free_context)(void *);
    void *kept;
    pthread_t thread;
    char url[64];
    pulse_client_options options;
    pulse_client *client = NULL;
    pulse_job *job = NULL;
    int listener = listen_on_loopback(url, sizeof(url), "https");
    pulse_code code;
    MUST(ssl != NULL);
    *(void **)&method = dlsym(ssl, "TLS_client_method");
    *(void **)&new_context = dlsym(ssl, "SSL_CTX_new");
    *(void **)&free_context = dlsym(ssl, "SSL_CTX_free");
    kept = new_context(method());
    MUST(kept != NULL);
    pthread_create(&thread, NULL, hang_up, (void *)(intptr_t)listener);
    pulse_client_options_init(&options, sizeof(options));
    options.base_url = url;
    options.max_retries = PULSE_NO_RETRIES;
    MUST(pulse_client_new(&options, &client, NULL) == PULSE_OK);
    code = pulse_get_job(client, "none", &job, NULL);
    MUST(code == PULSE_TLS || code == PULSE_NETWORK);
    pulse_client_free(client);
    free_context(kept);
    kept = new_context(method());
    MUST(kept != NULL);
    free_context(kept);
    use(new_client());
    exit(ASKED_FOR);
}

/* Sends the first that asks from http to https. */
static void *lead_to_https(void *listener) {
    static const char answer[] = "HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:1/job/none\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    char request[4096];
    int connection = accept((int)(intptr_t)listener, NULL, NULL);
    MUST(connection >= 0 && recv(connection, request, sizeof(request), 0) > 0);
    MUST(send(connection, answer, sizeof(answer) - 1, 0) == (ssize_t)(sizeof(answer) - 1));
    close(connection);
    return NULL;
}

static int without_openssl;

/* Stands before the C library's, for the library too. */
void *dlopen(const char *name, int flags) {
    static void *(*real)(const char *, int);
    if (real == NULL) {
        *(void **)&real = dlsym(RTLD_NEXT, "dlopen");
    }
    if (without_openssl && name != NULL && strstr(name, "libssl") != NULL) {
        return real("libssl-that-is-not-there.so", flags); /* so that dlerror() has something to say */
    }
    return real(name, flags);
}

/* A machine without OpenSSL: http works in full, https is refused with a code. */
static void machine_without_openssl(void) {
    pulse_client *client;
    pulse_client *secure = NULL;
    pulse_client_options options;
    pulse_file file;
    pulse_job *job = NULL;
    pulse_error *error = NULL;
    pulse_str message;
    pthread_t thread;
    char url[64];
    char path[1024];
    without_openssl = 1;
    client = new_client();
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    snprintf(path, sizeof(path), "%s/bank-statement.pdf", samples);
    file.path = path;
    MUST(pulse_extract_and_wait(client, NULL, 0, &file, NULL, &job, NULL) == PULSE_OK);
    pulse_job_free(job);
    pulse_client_options_init(&options, sizeof(options));
    options.base_url = "https://127.0.0.1:1";
    MUST(pulse_client_new(&options, &secure, &error) == PULSE_TLS && secure == NULL);
    MUST(pulse_error_message(error, &message) == PULSE_OK && strstr(message.data, "OpenSSL") != NULL);
    pulse_error_free(error);
    options.base_url = NULL;
    options.ca_file = "/etc/hostname";
    MUST(pulse_client_new(&options, &secure, NULL) == PULSE_TLS && secure == NULL);
    options.ca_file = NULL;
    options.proxy = "https://user:password@127.0.0.1:1";
    MUST(pulse_client_new(&options, &secure, NULL) == PULSE_TLS && secure == NULL);
    options.proxy = "http://user:password@127.0.0.1:1";
    options.max_retries = PULSE_NO_RETRIES;
    MUST(pulse_client_new(&options, &secure, NULL) == PULSE_OK);
    MUST(pulse_get_job(secure, "none", &job, NULL) == PULSE_NETWORK);
    pulse_client_free(secure);
    options.proxy = NULL;
    options.base_url = url;
    pthread_create(&thread, NULL, lead_to_https, (void *)(intptr_t)listen_on_loopback(url, sizeof(url), "http"));
    MUST(pulse_client_new(&options, &secure, NULL) == PULSE_OK);
    MUST(pulse_get_job(secure, "none", &job, &error) == PULSE_TLS);
    MUST(pulse_error_message(error, &message) == PULSE_OK && strstr(message.data, "OpenSSL") != NULL);
    pulse_error_free(error);
    pulse_client_free(secure);
    pthread_join(thread, NULL);
    use(client);
    _exit(ASKED_FOR);
}

/* ------------------------------------------------------------------ driver -- */

static const struct scenario {
    const char *name;
    void (*run)(void);
    int status;
    int signal;
} scenarios[] = {
    {"host_signals", host_signals, ASKED_FOR, 0},
    {"sigwait_host", sigwait_host, ASKED_FOR, 0},
    {"end_by_exit", end_by_exit, ASKED_FOR, 0},
    {"end_by_underscore_exit", end_by_underscore_exit, ASKED_FOR, 0},
    {"end_by_quick_exit", end_by_quick_exit, ASKED_FOR, 0},
    {"end_by_return", end_by_return, ASKED_FOR, 0},
    {"end_by_abort", end_by_abort, 0, SIGABRT},
    {"used_at_exit", used_at_exit, ASKED_FOR, 0},
    {"exit_in_another_thread", exit_in_another_thread, ASKED_FOR, 0},
    {"end_by_pthread_exit", end_by_pthread_exit, 0, 0},
    {"end_by_pthread_exit_with_waits", end_by_pthread_exit_with_waits, 0, 0},
    {"fork_is_refused", fork_is_refused, ASKED_FOR, 0},
    {"fork_before_use", fork_before_use, ASKED_FOR, 0},
    {"short_lived_threads", short_lived_threads, ASKED_FOR, 0},
    {"five_hundred_threads", five_hundred_threads, ASKED_FOR, 0},
    {"loaded_twice", loaded_twice, ASKED_FOR, 0},
    {"closed_standard_files", closed_standard_files, ASKED_FOR, 0},
    {"full_disk", full_disk, ASKED_FOR, 0},
    {"two_clients_share_nothing", two_clients_share_nothing, ASKED_FOR, 0},
    {"host_with_openssl", host_with_openssl, ASKED_FOR, 0},
    {"machine_without_openssl", machine_without_openssl, ASKED_FOR, 0},
};

static int run_scenario(const struct scenario *scenario, char *output, size_t size) {
    int ends[2], status = 0;
    size_t length = 0;
    pid_t child;
    if (pipe(ends) != 0) {
        return -1;
    }
    child = fork();
    if (child == 0) {
        dup2(ends[1], 1);
        dup2(ends[1], 2);
        close(ends[0]);
        close(ends[1]);
        alarm(30); /* a hang is a failure, not a wait */
        execl("/proc/self/exe", "test_guest", samples, scenario->name, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    while (length + 1 < size) {
        ssize_t got = read(ends[0], output + length, size - 1 - length);
        if (got <= 0) {
            break;
        }
        length += (size_t)got;
    }
    output[length] = '\0';
    close(ends[0]);
    waitpid(child, &status, 0);
    return status;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        return 2;
    }
    samples = argv[1];
    for (size_t i = 0; i < sizeof(scenarios) / sizeof(*scenarios); i++) {
        const struct scenario *scenario = &scenarios[i];
        char output[4096];
        int status, good;
        if (argc > 2) {
            if (strcmp(argv[2], scenario->name) == 0) {
                scenario->run();
                return scenario->status;
            }
            continue;
        }
        status = run_scenario(scenario, output, sizeof(output));
        good = scenario->signal != 0 ? WIFSIGNALED(status) && WTERMSIG(status) == scenario->signal
                                     : WIFEXITED(status) && WEXITSTATUS(status) == scenario->status;
        if (!good || output[0] != '\0') {
            fprintf(stderr, "%s: status %d, signal %d, printed: '%s'\n", scenario->name, WIFEXITED(status) ? WEXITSTATUS(status) : -1,
                    WIFSIGNALED(status) ? WTERMSIG(status) : 0, output);
        }
        CHECK(good);
        CHECK(output[0] == '\0');
    }
    return finish();
}
