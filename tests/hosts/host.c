/*
 * A plain host program: what it does with the library is named by its first argument, the server by PULSE_BASE_URL.
 * It prints one line for the test to read, and ends by itself; whatever kills it shows in its exit status.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* Prints the signals that some thread besides this one leaves unblocked, from 1 to 31. */
static int masks(void) {
    char command[256];
    make_client();
    get("a");
    fflush(stdout);
    snprintf(command, sizeof(command), "for t in /proc/%d/task/*; do [ ${t##*/} = %d ] || sed -n 's/^SigBlk:\\t//p' $t/status; done | sort -u", (int)getpid(), (int)getpid());
    return system(command);
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
    char command[64];
    int i;
    make_client();
    for (i = 0; i < 20; i++) {
        get("a");
    }
    fflush(stdout);
    snprintf(command, sizeof(command), "ls /proc/%d/task | wc -l", (int)getpid());
    return system(command);
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
    return 2;
}
