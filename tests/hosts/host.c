/*
 * A plain host program: what it does with the library is named by its first argument, the server by PULSE_BASE_URL.
 * It prints one line for the test to read, and ends by itself; whatever kills it shows in its exit status.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <pulse_native.h>

static pulse_client *client;

static void make_client(void) {
    pulse_client_options options;
    pulse_client_options_init(&options, sizeof(options));
    options.timeout_ms = 2000;
    options.process_timeout_ms = 2000;
    options.max_retries = PULSE_NO_RETRIES;
    options.ca_file = getenv("TEST_CA_FILE");
    if (pulse_client_new(&options, &client, NULL) != PULSE_OK) {
        printf("no client\n");
        exit(1);
    }
}

static pulse_code get(const char *id) {
    pulse_job *job = NULL;
    pulse_code code = pulse_get_job(client, id, &job, NULL);
    pulse_job_free(job);
    return code;
}

/* An upload that is longer than any socket buffer, blocking or through a queue. */
static int upload(const char *road, const char *disposition) {
    static char document[16 << 20];
    struct sigaction before, after;
    pulse_file file;
    pulse_response *response = NULL;
    pulse_code code;
    sigset_t set;
    memset(&before, 0, sizeof(before));
    before.sa_handler = strcmp(disposition, "ignored") == 0 ? SIG_IGN : SIG_DFL;
    sigaction(SIGPIPE, &before, NULL);
    if (strcmp(disposition, "blocked") == 0) {
        sigemptyset(&set);
        sigaddset(&set, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &set, NULL);
    }
    make_client();
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    file.data = document;
    file.size = sizeof(document);
    file.file_name = "large.pdf";
    if (strcmp(road, "queued") == 0) {
        pulse_queue *queue = NULL;
        pulse_completion completion;
        pulse_completion_init(&completion, sizeof(completion));
        pulse_queue_new(client, &queue, NULL);
        pulse_queue_call(queue, "extract", NULL, 0, &file, 1, 7, NULL);
        code = pulse_queue_next(queue, 60000, &completion, NULL);
        code = code == PULSE_OK ? completion.code : code;
        pulse_response_free(completion.response);
        pulse_error_free(completion.error);
        pulse_queue_free(queue);
    } else {
        code = pulse_call(client, "extract", NULL, 0, &file, 1, &response, NULL);
        pulse_response_free(response);
    }
    sigaction(SIGPIPE, NULL, &after);
    if (after.sa_handler != before.sa_handler) {
        printf("the disposition has changed\n");
        return 1;
    }
    sigpending(&set);
    printf("%s pending=%d\n", pulse_code_name(code), sigismember(&set, SIGPIPE));
    pulse_client_free(client);
    return 0;
}

/* Calls `visit` with each line of the status of each thread but the main one. A thread that has ended meanwhile has none. */
static void visit_threads_of_library(void (*visit)(const char *line, long *state), long *state) {
    char path[64], line[128];
    FILE *file;
    struct dirent *task;
    DIR *tasks = opendir("/proc/self/task");
    while ((task = readdir(tasks)) != NULL) {
        snprintf(path, sizeof(path), "/proc/self/task/%.16s/status", task->d_name);
        file = task->d_name[0] == '.' || atoi(task->d_name) == getpid() ? NULL : fopen(path, "r");
        while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
            visit(line, state);
        }
        if (file != NULL) {
            fclose(file);
        }
    }
    closedir(tasks);
}

static void print_mask(const char *line, long *printed) {
    if (strncmp(line, "SigBlk:", 7) == 0) {
        printf("%s", line + 8);
        ++*printed;
    }
}

/* Prints the signals that each thread of the library blocks. */
static int masks(void) {
    long printed = 0;
    make_client();
    get("a");
    visit_threads_of_library(print_mask, &printed);
    return printed == 0;
}

static void *get_slowly(void *unused) {
    (void)unused;
    get("stall");
    pthread_testcancel();
    return NULL;
}

/* A thread that is canceled while its call waits for a silent server; then the library must still work. */
static int cancel(int asynchronous) {
    pthread_t thread;
    void *result = NULL;
    int type;
    make_client();
    if (asynchronous) {
        pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &type);
    }
    pthread_create(&thread, NULL, get_slowly, NULL);
    usleep(300000);
    pthread_cancel(thread);
    pthread_join(thread, &result);
    printf("%s then %s\n", result == PTHREAD_CANCELED ? "canceled" : "not canceled", pulse_code_name(get("a")));
    return 0;
}

static pthread_key_t host_key;
static pulse_code code_in_destructor = PULSE_OK;
static char message_in_destructor[256];

static void free_in_destructor(void *job) {
    pulse_job *other = NULL;
    pulse_error *error = NULL;
    pulse_str text;
    code_in_destructor = pulse_get_job(client, "a", &other, &error);
    if (error != NULL && pulse_error_message(error, &text) == PULSE_OK) {
        snprintf(message_in_destructor, sizeof(message_in_destructor), "%s", text.data);
    }
    pulse_error_free(error);
    pulse_job_free(job);
}

static pulse_job *job_of_thread;

static void *use_and_end(void *unused) {
    (void)unused;
    pulse_get_job(client, "a", &job_of_thread, NULL);
    pthread_setspecific(host_key, job_of_thread);
    return NULL;
}

/* A job that the destructor of thread-specific data frees, with a key that is older or newer than the library's own. */
static int destructor(int key_first) {
    pthread_t thread;
    int32_t status;
    int i;
    if (key_first) {
        pthread_key_create(&host_key, free_in_destructor);
    }
    make_client();
    get("a");
    if (!key_first) {
        pthread_key_create(&host_key, free_in_destructor);
    }
    for (i = 0; i < 20; i++) {
        pthread_create(&thread, NULL, use_and_end, NULL);
        pthread_join(thread, NULL);
        if (pulse_job_status(job_of_thread, &status, NULL) != PULSE_INVALID_HANDLE) {
            printf("the job was not freed\n");
            return 1;
        }
    }
    printf("%s %s\n", pulse_code_name(code_in_destructor), message_in_destructor);
    return 0;
}

static void at_exit(void) {
    printf("%s at exit\n", pulse_code_name(get("a")));
    fflush(stdout);
}

static int exit_handler(void) {
    make_client();
    get("a");
    atexit(at_exit);
    return 0;
}

static int count_threads(void) {
    char command[200];
    int i;
    make_client();
    for (i = 0; i < 20; i++) {
        get("a");
    }
    fflush(stdout);
    /* Those that find out what room there is end by themselves. */
    snprintf(command, sizeof(command), "for i in $(seq 100); do n=$(ls /proc/%d/task | wc -l); [ $n -gt 7 ] || break; sleep .1; done; echo $n",
             (int)getpid());
    return system(command);
}

static void add_sleeps(const char *line, long *sum) {
    long one;
    *sum += sscanf(line, "voluntary_ctxt_switches: %ld", &one) == 1 ? one : 0;
}

/* How often the threads of the library have gone to sleep. */
static long sleeps_of_library(void) {
    long sum = 0;
    visit_threads_of_library(add_sleeps, &sum);
    return sum;
}

static pulse_code get_queued(pulse_queue *queue, const char *id) {
    pulse_completion completion;
    pulse_code code = pulse_queue_get_job(queue, id, 1, NULL);
    pulse_completion_init(&completion, sizeof(completion));
    code = code == PULSE_OK ? pulse_queue_next(queue, 30000, &completion, NULL) : code;
    pulse_job_free(completion.job);
    pulse_error_free(completion.error);
    return code;
}

/* Blocking and queued calls by turns. */
static int take_turns(const char *first, const char *second) {
    pulse_queue *queue = NULL;
    long before, good = 0, i;
    make_client();
    pulse_queue_new(client, &queue, NULL);
    for (i = 0; i < 300; i++) {
        good += get(i % 2 == 0 ? first : second) == PULSE_OK;
        if (i % 3 == 0) {
            good += get_queued(queue, first) == PULSE_OK;
        }
        if (i % 10 == 0) {
            good += get_queued(queue, second) == PULSE_OK;
        }
    }
    printf("%ld by turns", good);
    get(first);
    before = sleeps_of_library();
    for (i = 0; i < 1000; i++) {
        get(first);
    }
    printf(", %s\n", sleeps_of_library() - before < 100 ? "alone" : "with the library's threads");
    pulse_queue_free(queue);
    pulse_client_free(client);
    return 0;
}

/* ------------------------------------------------------------------ queue -- */

static long collect(pulse_queue *queue, long count, pulse_code expected) {
    pulse_completion completion;
    long good = 0, i;
    pulse_completion_init(&completion, sizeof(completion));
    for (i = 0; i < count && pulse_queue_next(queue, 30000, &completion, NULL) == PULSE_OK; i++) {
        good += completion.kind == PULSE_COMPLETION_FINAL && completion.code == expected && (expected == PULSE_OK ? completion.job != NULL : pulse_error_code(completion.error) == expected);
        pulse_error_free(completion.error);
        pulse_job_free(completion.job);
    }
    return good;
}

/* More operations than begin at once: those that wait can be stopped, closed and dropped, each yields its completion. */
static int turns(void) {
    pulse_queue *queue = NULL;
    long i, stopped, closed;
    make_client();
    pulse_queue_new(client, &queue, NULL);
    for (i = 0; i < 2000; i++) {
        pulse_queue_get_job(queue, "stall", (uint64_t)(i % 2), NULL);
    }
    pulse_queue_cancel(queue, 0, NULL);
    stopped = collect(queue, 1000, PULSE_STOPPED);
    pulse_client_free(client);
    closed = collect(queue, 1000, PULSE_CLOSED);
    printf("%ld stopped, %ld closed, ", stopped, closed);
    pulse_queue_free(queue);
    make_client();
    pulse_queue_new(client, &queue, NULL);
    for (i = 0; i < 2000; i++) {
        pulse_queue_get_job(queue, "a", 7, NULL);
    }
    printf("%ld done\n", collect(queue, 2000, PULSE_OK));
    pulse_queue_free(queue);
    return 0;
}

static pulse_queue *shared_queue;

static void *get_stalled(void *code) {
    *(pulse_code *)code = get("stall");
    return NULL;
}

static void *next_of_queue(void *code) {
    pulse_completion completion;
    pulse_completion_init(&completion, sizeof(completion));
    *(pulse_code *)code = pulse_queue_next(shared_queue, PULSE_NO_LIMIT, &completion, NULL);
    return NULL;
}

/* Everything ends, handles are stale, what the caller owns stays, and all works again. */
static int shut_down(void) {
    pthread_t blocked, collecting;
    pulse_code before, first = -1, second = -1, ended;
    pulse_job *job = NULL;
    pulse_str id;
    pulse_stats stats;
    if (pulse_shutdown(0, NULL) != PULSE_OK || pulse_shutdown(-2, NULL) != PULSE_INVALID_ARGUMENT) {
        return 1;
    }
    make_client();
    pulse_get_job(client, "a", &job, NULL);
    pulse_queue_new(client, &shared_queue, NULL);
    pulse_queue_wait_job(shared_queue, "stall", NULL, 0, 1, NULL);
    pthread_create(&blocked, NULL, get_stalled, &first);
    pthread_create(&collecting, NULL, next_of_queue, &second);
    memset(&stats, 0, sizeof(stats));
    stats.struct_size = sizeof(stats);
    do {
        sched_yield();
        pulse_client_stats(client, &stats, NULL);
    } while (stats.requests < 3);
    ended = pulse_shutdown(30000, NULL);
    pthread_join(blocked, NULL);
    pthread_join(collecting, NULL);
    before = get("a");
    if (pulse_job_id(job, &id, NULL) != PULSE_OK || strcmp(id.data, "a") != 0) {
        return 1;
    }
    pulse_job_free(job);
    make_client();
    printf("%s %s %s %s %s\n", pulse_code_name(ended), pulse_code_name(first), pulse_code_name(second), pulse_code_name(before),
           pulse_code_name(get("a")));
    return 0;
}

/* ----------------------------------------------------------------- limits -- */

static void limit(const char *name, const char *value) {
    static const struct {
        const char *name;
        int resource;
        rlim_t unit;
    } known[] = {
        {"address", RLIMIT_AS, 1 << 20},
        {"data", RLIMIT_DATA, 1 << 20},
        {"locked", RLIMIT_MEMLOCK, 1 << 20},
        {"stack", RLIMIT_STACK, 1 << 20},
        {"threads", RLIMIT_NPROC, 1},
        {"files", RLIMIT_NOFILE, 1},
    };
    struct rlimit now;
    size_t i;
    for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strcmp(known[i].name, name) == 0) {
            getrlimit(known[i].resource, &now);
            now.rlim_cur = strcmp(value, "none") == 0 ? now.rlim_max : (rlim_t)atoll(value) * known[i].unit;
            if (setrlimit(known[i].resource, &now) != 0) {
                perror("setrlimit");
                exit(3);
            }
        }
    }
}

static pulse_code try_all(int calls) {
    pulse_client_options options;
    pulse_code code;
    int i;
    pulse_client_options_init(&options, sizeof(options));
    options.ca_file = getenv("TEST_CA_FILE");
    options.timeout_ms = 10000;
    options.max_retries = PULSE_NO_RETRIES;
    code = client != NULL ? PULSE_OK : pulse_client_new(&options, &client, NULL);
    for (i = 0; code == PULSE_OK && i < calls; i++) {
        code = get("a");
    }
    return code;
}

/* limits NAME=VALUE,... : tries under the limits, then without them. A limit on threads is made smaller by `uid`. */
static int limits(char *given) {
    char *each, *rest, *value;
    pulse_code first;
    /* Each name once more, to take the limit away again. */
    char *names[16];
    int count = 0, i;
    for (each = strtok_r(given, ",", &rest); each != NULL && count < 16; each = strtok_r(NULL, ",", &rest)) {
        value = strchr(each, '=');
        *value++ = '\0';
        names[count++] = each;
        if (strcmp(each, "uid") == 0) {
            if (setgid((gid_t)atoi(value)) != 0 || setuid((uid_t)atoi(value)) != 0) {
                return 3;
            }
        } else if (strcmp(each, "lock") == 0) {
            if (mlockall(MCL_FUTURE) != 0) {
                return 3;
            }
        } else {
            limit(each, value);
        }
    }
    first = try_all(100);
    for (i = 0; i < count; i++) {
        if (strcmp(names[i], "lock") == 0) {
            munlockall();
        }
        limit(names[i], "none");
    }
    printf("%s then %s\n", pulse_code_name(first), pulse_code_name(try_all(100)));
    return 0;
}

/* The limit comes when the library runs already: calls fail or succeed, from several threads, and nothing ends. */
static void *get_often(void *unused) {
    int i;
    (void)unused;
    for (i = 0; i < 200; i++) {
        get("a");
    }
    return NULL;
}

/* `value` more than there is now, in MB for address space; `eat`: the host takes that, too. */
static int limits_later(char *name, char *value, int eat) {
    pthread_t threads[8];
    static void *eaten[4096];
    char more[32];
    long pages = 0;
    FILE *used;
    int i, count = 0;
    if (try_all(10) != PULSE_OK) {
        return 1;
    }
    if (strcmp(name, "address") == 0) {
        used = fopen("/proc/self/statm", "r");
        if (used == NULL || fscanf(used, "%ld", &pages) != 1) {
            return 1;
        }
        fclose(used);
        snprintf(more, sizeof(more), "%ld", pages / 256 + 1 + atol(value) + 8 * 10);
        value = more;
    }
    for (i = 0; i < 8; i++) {
        pthread_create(&threads[i], NULL, get_often, NULL);
    }
    limit(name, value);
    while (eat && count < 4096 && (eaten[count] = mmap(NULL, 1 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) != MAP_FAILED) {
        count++;
    }
    for (i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
    }
    while (count > 0) {
        munmap(eaten[--count], 1 << 20);
    }
    limit(name, "none");
    printf("%s\n", pulse_code_name(try_all(10)));
    return 0;
}

/* An empty folder in the place of /dev, for root; for others a root of their own. */
static int no_dev(void) {
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 && unshare(CLONE_NEWNS) != 0) {
        perror("unshare");
        return 3;
    }
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 || mount("none", "/dev", "tmpfs", 0, NULL) != 0) {
        perror("mount");
        return 3;
    }
    puts(pulse_code_name(try_all(10)));
    return 0;
}

/* All kinds of calls on a thread with so little stack, the first call of the process included. */
static void *use_little_stack(void *unused) {
    pulse_queue *queue = NULL;
    pulse_completion completion;
    pulse_job *job = NULL;
    pulse_response *response = NULL;
    pulse_file file;
    pulse_error *error = NULL;
    pulse_str text;
    int32_t kind;
    static pulse_code code;
    code = try_all(1);
    code = code == PULSE_OK ? pulse_wait_job(client, "done-1", NULL, &job, NULL) : code;
    code = code == PULSE_OK ? pulse_job_find(job, "/markdown", &kind, &text, NULL) : code;
    pulse_job_free(job);
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    file.data = "text";
    file.size = 4;
    file.file_name = "a.txt";
    pulse_submit_extract(client, NULL, 0, &file, &response, &error);
    pulse_error_free(error);
    pulse_response_free(response);
    pulse_completion_init(&completion, sizeof(completion));
    code = code == PULSE_OK ? pulse_queue_new(client, &queue, NULL) : code;
    code = code == PULSE_OK ? pulse_queue_get_job(queue, "a", 1, NULL) : code;
    code = code == PULSE_OK ? pulse_queue_next(queue, 30000, &completion, NULL) : code;
    pulse_job_free(completion.job);
    pulse_error_free(completion.error);
    pulse_queue_free(queue);
    (void)unused;
    return &code;
}

static int little_stack(size_t size) {
    pthread_t thread;
    pthread_attr_t attributes;
    void *code = NULL;
    pthread_attr_init(&attributes);
    if (pthread_attr_setstacksize(&attributes, size) != 0 || pthread_create(&thread, &attributes, use_little_stack, NULL) != 0) {
        return 3;
    }
    pthread_join(thread, &code);
    puts(pulse_code_name(*(pulse_code *)code));
    return 0;
}

/* A document that has a descriptor and no name. */
static int descriptor(void) {
    char path[64];
    pulse_file file;
    pulse_response *response = NULL;
    int fd = memfd_create("document", MFD_CLOEXEC);
    make_client();
    if (fd < 0 || write(fd, "a text", 6) != 6) {
        return 3;
    }
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    file.path = path;
    file.file_name = "text.txt";
    puts(pulse_code_name(pulse_submit_extract(client, NULL, 0, &file, &response, NULL)));
    pulse_response_free(response);
    return 0;
}

/* ------------------------------------------------------------------- fork -- */

static int raw_fork(int with_clone) {
    int status = 0;
    pid_t child;
    make_client();
    get("a");
    child = with_clone ? (pid_t)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL) : _Fork();
    if (child == 0) {
        pulse_stats stats;
        memset(&stats, 0x5a, sizeof(stats));
        stats.struct_size = sizeof(stats);
        _exit(get("a") == PULSE_FORKED && pulse_client_stats(client, &stats, NULL) == PULSE_FORKED && stats.requests == 0 && stats.behind_us == 0 ? 7 : 8);
    }
    waitpid(child, &status, 0);
    printf("%d %s\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1, pulse_code_name(get("a")));
    return 0;
}

/* ----------------------------------------------------------------- crashes -- */

static volatile sig_atomic_t handled;
static volatile sig_atomic_t handled_code;
static volatile sig_atomic_t was_blocked;
static volatile sig_atomic_t on_own_stack;
static char own_stack[65536];
static sigjmp_buf jump;
static char *page;
static volatile int *nothing;

static void note(int number, siginfo_t *info, void *context) {
    sigset_t now;
    char here;
    (void)context;
    pthread_sigmask(SIG_SETMASK, NULL, &now);
    handled++;
    handled_code = info->si_code;
    was_blocked = sigismember(&now, number) + 2 * sigismember(&now, SIGUSR2);
    on_own_stack = &here >= own_stack && &here < own_stack + sizeof(own_stack);
}

static void note_and_jump(int number, siginfo_t *info, void *context) {
    note(number, info, context);
    siglongjmp(jump, 1);
}

static void note_and_mend(int number, siginfo_t *info, void *context) {
    note(number, info, context);
    mprotect(page, 4096, PROT_READ | PROT_WRITE);
}

/*
 * crash NUMBER DISPOSITION FLAGS HOW [engine]: what a signal does; with `engine` the library runs.  DISPOSITION: default,
 * ignored, returns, jumps, mends.  HOW: fault, kill, raise, queue.
 */
static int crash(int number, const char *disposition, const char *flags, const char *how, int engine) {
    struct sigaction action;
    stack_t stack;
    union sigval value;
    static volatile int zero;
    memset(&action, 0, sizeof(action));
    sigaddset(&action.sa_mask, SIGUSR2);
    action.sa_flags = SA_SIGINFO | (strchr(flags, 'o') != NULL ? SA_ONSTACK : 0) | (strchr(flags, 'n') != NULL ? SA_NODEFER : 0) | (strchr(flags, 'r') != NULL ? (int)SA_RESETHAND : 0);
    action.sa_sigaction = strcmp(disposition, "jumps") == 0 ? note_and_jump : strcmp(disposition, "mends") == 0 ? note_and_mend
                                                                                                                : note;
    if (strcmp(disposition, "default") == 0) {
        action.sa_handler = SIG_DFL;
    } else if (strcmp(disposition, "ignored") == 0) {
        action.sa_handler = SIG_IGN;
    }
    memset(&stack, 0, sizeof(stack));
    stack.ss_sp = own_stack;
    stack.ss_size = sizeof(own_stack);
    sigaltstack(&stack, NULL);
    page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    sigaction(number, &action, NULL);
    if (engine) {
        make_client();
        get("a");
    }
    if (sigsetjmp(jump, 1) == 0) {
        if (strcmp(how, "kill") == 0) {
            kill(getpid(), number);
        } else if (strcmp(how, "raise") == 0) {
            raise(number);
        } else if (strcmp(how, "queue") == 0) {
            value.sival_int = 5;
            sigqueue(getpid(), number, value);
        } else if (number == SIGFPE) {
            zero = 1 / zero;
        } else if (strcmp(disposition, "mends") == 0) {
            *(volatile char *)page = 1;
        } else {
            *nothing = 1;
        }
    }
    printf("handled %d code %d blocked %d stack %d\n", handled, handled_code, was_blocked, on_own_stack);
    return 0;
}

static int stop_flipping;

static void *flip_sigpipe(void *undone) {
    struct sigaction wanted, now;
    int i;
    memset(&wanted, 0, sizeof(wanted));
    for (i = 0; !__atomic_load_n(&stop_flipping, __ATOMIC_ACQUIRE); i++) {
        wanted.sa_handler = i % 2 ? SIG_IGN : SIG_DFL;
        sigaction(SIGPIPE, &wanted, NULL);
        sched_yield();
        sigaction(SIGPIPE, NULL, &now);
        if (now.sa_handler != wanted.sa_handler) {
            return undone;
        }
    }
    return NULL;
}

/* Another thread sets SIGPIPE while the runtime starts. */
static int sigpipe_at_start(void) {
    pthread_t thread;
    void *undone = NULL;
    pthread_create(&thread, NULL, flip_sigpipe, &stop_flipping);
    make_client();
    get("a");
    __atomic_store_n(&stop_flipping, 1, __ATOMIC_RELEASE);
    pthread_join(thread, &undone);
    puts(undone == NULL ? "kept" : "undone");
    return 0;
}

int main(int argc, char **argv) {
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "upload") == 0 && argc > 3) {
        return upload(argv[2], argv[3]);
    }
    if (strcmp(what, "masks") == 0) {
        return masks();
    }
    if (strcmp(what, "cancel") == 0) {
        return cancel(argc > 2);
    }
    if (strcmp(what, "destructor") == 0) {
        return destructor(argc > 2);
    }
    if (strcmp(what, "exit") == 0) {
        return exit_handler();
    }
    if (strcmp(what, "threads") == 0) {
        return count_threads();
    }
    if (strcmp(what, "roads") == 0 && argc > 3) {
        return take_turns(argv[2], argv[3]);
    }
    if (strcmp(what, "turns") == 0) {
        return turns();
    }
    if (strcmp(what, "shutdown") == 0) {
        return shut_down();
    }
    if (strcmp(what, "limits") == 0 && argc > 2) {
        return limits(argv[2]);
    }
    if (strcmp(what, "limits later") == 0 && argc > 3) {
        return limits_later(argv[2], argv[3], argc > 4);
    }
    if (strcmp(what, "stack") == 0 && argc > 2) {
        return little_stack((size_t)atol(argv[2]) * 1024);
    }
    if (strcmp(what, "descriptor") == 0) {
        return descriptor();
    }
    if (strcmp(what, "no dev") == 0) {
        return no_dev();
    }
    if (strcmp(what, "fork") == 0) {
        return raw_fork(argc > 2);
    }
    if (strcmp(what, "crash") == 0 && argc > 5) {
        return crash(atoi(argv[2]), argv[3], argv[4], argv[5], argc > 6);
    }
    if (strcmp(what, "sigpipe at start") == 0) {
        return sigpipe_at_start();
    }
    return 2;
}
