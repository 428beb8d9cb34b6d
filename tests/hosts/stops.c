/*
 * Calls that are stopped by a token or by a time limit, against a server that never ends what it begins (PULSE_BASE_URL).
 * Prints a line for each: its name and its code.
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <pulse_native.h>

static pulse_client *client;
static pulse_client *limited;
static pulse_cancel_token *token;

static int64_t requests(void) {
    pulse_stats stats;
    memset(&stats, 0, sizeof(stats));
    stats.struct_size = sizeof(stats);
    pulse_client_stats(client, &stats, NULL);
    return stats.requests;
}

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static pulse_code get(pulse_client *with, const char *id) {
    pulse_job *job = NULL;
    pulse_code code = pulse_get_job(with, id, &job, NULL);
    pulse_job_free(job);
    return code;
}

static pulse_code get_stalled(void) { return get(limited, "stall"); }

static pulse_code wait_job(void) {
    pulse_job *job = NULL;
    pulse_code code = pulse_wait_job(limited, "a", NULL, &job, NULL);
    pulse_job_free(job);
    return code;
}

static int32_t go_on(const pulse_progress *progress, void *user_data) {
    (void)progress;
    (void)user_data;
    return 0;
}

static pulse_code wait_with_progress(void) {
    pulse_wait_options options;
    pulse_job *job = NULL;
    pulse_code code;
    pulse_wait_options_init(&options, sizeof(options));
    options.on_progress = go_on;
    options.tick_ms = 10;
    code = pulse_wait_job(limited, "a", &options, &job, NULL);
    pulse_job_free(job);
    return code;
}

static pulse_file large(void) {
    static char document[16 << 20];
    pulse_file file;
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    file.data = document;
    file.size = sizeof(document);
    file.file_name = "large.pdf";
    return file;
}

static pulse_code upload(void) {
    pulse_file file = large();
    pulse_response *response = NULL;
    pulse_code code = pulse_submit_extract(limited, NULL, 0, &file, &response, NULL);
    pulse_response_free(response);
    return code;
}

static pulse_code extract_and_wait(void) {
    pulse_file file = large();
    pulse_job *job = NULL;
    pulse_code code = pulse_extract_and_wait(limited, NULL, 0, &file, NULL, &job, NULL);
    pulse_job_free(job);
    return code;
}

static pulse_code split(void) {
    static const char request[] = "{\"extraction_id\":\"e\",\"split_config\":{\"split_input\":[{\"name\":\"a\",\"description\":\"b\"}]}}";
    pulse_response *response = NULL;
    pulse_code code = pulse_split(limited, request, sizeof(request) - 1, &response, NULL);
    pulse_response_free(response);
    return code;
}

static pulse_code download(void) {
    pulse_response *response = NULL;
    pulse_code code = pulse_get_result_pdf(limited, "a", NULL, &response, NULL);
    pulse_response_free(response);
    return code;
}

static pulse_code download_large_result(void) {
    pulse_response *response = NULL;
    pulse_code code = pulse_get_large_result(limited, "a", NULL, &response, NULL);
    pulse_response_free(response);
    return code;
}

static pulse_code cancel_job(void) { return pulse_cancel_job(limited, "stall", NULL); }

static const struct call {
    const char *name;
    pulse_code (*run)(void);
} calls[] = {
    {"get", get_stalled},
    {"wait", wait_job},
    {"wait with progress", wait_with_progress},
    {"upload", upload},
    {"extract and wait", extract_and_wait},
    {"split", split},
    {"download", download},
    {"large result", download_large_result},
    {"cancel job", cancel_job},
};
#define CALLS (sizeof(calls) / sizeof(*calls))

static void limit(int64_t timeout_ms) {
    pulse_client_free(limited);
    if (pulse_client_with_limits(client, token, timeout_ms, &limited, NULL) != PULSE_OK) {
        puts("no limits");
        exit(1);
    }
}

/* Cancels when the server has been asked once more. */
static void *cancel_soon(void *before) {
    while (requests() == *(int64_t *)before) {
        sched_yield();
    }
    pulse_cancel_token_cancel(token, NULL);
    return NULL;
}

/* The same, and then there is no token any more. */
static void *cancel_and_free(void *before) {
    cancel_soon(before);
    pulse_cancel_token_free(token);
    return NULL;
}

static void *free_token(void *before) {
    while (requests() == *(int64_t *)before) {
        sched_yield();
    }
    pulse_cancel_token_free(token);
    return NULL;
}

static void new_token(void) {
    token = NULL;
    if (pulse_cancel_token_new(&token, NULL) != PULSE_OK) {
        puts("no token");
        exit(1);
    }
}

static void stopped_by_another_thread(void) {
    size_t i;
    for (i = 0; i < CALLS; i++) {
        pthread_t thread;
        int64_t before = requests();
        pulse_code code;
        new_token();
        limit(PULSE_NO_LIMIT);
        pthread_create(&thread, NULL, i % 2 ? cancel_soon : cancel_and_free, &before);
        code = calls[i].run();
        pthread_join(thread, NULL);
        pulse_cancel_token_free(token);
        printf("%s: %s\n", calls[i].name, pulse_code_name(code));
    }
}

static void stopped_before(void) {
    size_t i;
    int64_t before;
    new_token();
    limit(PULSE_NO_LIMIT);
    pulse_cancel_token_cancel(token, NULL);
    pulse_cancel_token_cancel(token, NULL);
    before = requests();
    for (i = 0; i < CALLS; i++) {
        printf("%s: %s\n", calls[i].name, pulse_code_name(calls[i].run()));
    }
    printf("%d sent\n", (int)(requests() - before));
    pulse_cancel_token_free(token);
    printf("after its token: %s\n", pulse_code_name(get(limited, "a")));
    printf("the client itself: %s\n", pulse_code_name(get(client, "a")));
}

static void timed_out(void) {
    size_t i;
    token = NULL;
    limit(100);
    for (i = 0; i < CALLS; i++) {
        int64_t start = now_ms();
        pulse_code code = calls[i].run();
        printf("%s: %s%s\n", calls[i].name, pulse_code_name(code), now_ms() - start < 80 ? " early" : "");
    }
}

static void *get_many(void *code) {
    int i;
    *(pulse_code *)code = PULSE_OK;
    for (i = 0; i < 50 && *(pulse_code *)code == PULSE_OK; i++) {
        *(pulse_code *)code = get(limited, "a");
    }
    if (*(pulse_code *)code == PULSE_OK) {
        *(pulse_code *)code = get(limited, "stall");
    }
    return NULL;
}

/* One token for many threads, each of which has used it before. */
static void many_threads(void) {
    pthread_t threads[16];
    pulse_code codes[16];
    int64_t before = requests();
    int i, stopped = 0;
    new_token();
    limit(PULSE_NO_LIMIT);
    for (i = 0; i < 16; i++) {
        pthread_create(&threads[i], NULL, get_many, &codes[i]);
    }
    while (requests() - before < 16 * 51) {
        sched_yield();
    }
    pulse_cancel_token_cancel(token, NULL);
    for (i = 0; i < 16; i++) {
        pthread_join(threads[i], NULL);
        stopped += codes[i] == PULSE_STOPPED;
    }
    pulse_cancel_token_free(token);
    printf("%d stopped\n", stopped);
}

/* A token that is freed ends nothing; the time limit still does. */
static void freed_while_used(void) {
    pthread_t thread;
    int64_t before = requests();
    pulse_code code;
    new_token();
    limit(300);
    pthread_create(&thread, NULL, free_token, &before);
    code = get_stalled();
    pthread_join(thread, NULL);
    printf("freed while used: %s\n", pulse_code_name(code));
    printf("afterwards: %s %s\n", pulse_code_name(pulse_cancel_token_cancel(token, NULL)), pulse_code_name(get(limited, "a")));
}

/* Limits of limits: whichever ends first. */
static void nested(void) {
    pulse_client *outer = NULL, *inner = NULL;
    pulse_cancel_token *first = NULL, *second = NULL;
    pulse_cancel_token_new(&first, NULL);
    pulse_cancel_token_new(&second, NULL);
    pulse_client_with_limits(client, first, 100, &outer, NULL);
    pulse_client_with_limits(outer, second, 0, &inner, NULL);
    printf("the outer time: %s\n", pulse_code_name(get(inner, "stall")));
    pulse_cancel_token_cancel(first, NULL);
    printf("the outer token: %s\n", pulse_code_name(get(inner, "a")));
    pulse_client_free(inner);
    pulse_client_with_limits(client, second, 0, &inner, NULL);
    pulse_client_free(outer);
    printf("another: %s\n", pulse_code_name(get(inner, "a")));
    printf("no token: %s\n", pulse_code_name(pulse_client_with_limits(client, (pulse_cancel_token *)client, 0, &outer, NULL)));
    printf("a freed token: ");
    pulse_cancel_token_free(second);
    printf("%s\n", pulse_code_name(pulse_client_with_limits(client, second, 0, &outer, NULL)));
    printf("a negative time: %s\n", pulse_code_name(pulse_client_with_limits(client, NULL, -2, &outer, NULL)));
    printf("too long a time: %s\n", pulse_code_name(pulse_client_with_limits(client, NULL, INT64_MAX, &outer, NULL)));
    pulse_client_free(inner);
    pulse_cancel_token_free(first);
}

static void count(pulse_queue *queue, pulse_code *codes, int size) {
    pulse_completion completion;
    pulse_completion_init(&completion, sizeof(completion));
    for (; size > 0 && pulse_queue_next(queue, 20000, &completion, NULL) == PULSE_OK; size--) {
        codes[completion.tag] = completion.code;
        pulse_job_free(completion.job);
        pulse_response_free(completion.response);
        pulse_error_free(completion.error);
    }
}

#define OPERATIONS 600

static int add_operations(pulse_queue *queue) {
    uint64_t tag;
    pulse_file file = large();
    int accepted = 0;
    file.size = 1 << 20;
    for (tag = 0; tag < OPERATIONS; tag++) {
        accepted += (tag % 3 == 0    ? pulse_queue_wait_job(queue, "a", NULL, 0, tag, NULL)
                     : tag % 3 == 1  ? pulse_queue_get_job(queue, "stall", tag, NULL)
                     : tag % 12 == 2 ? pulse_queue_extract(queue, PULSE_EXTRACT_SUBMIT, NULL, 0, &file, NULL, 0, tag, NULL)
                                     : pulse_queue_get_job(queue, "stall", tag, NULL)) == PULSE_OK;
    }
    return accepted;
}

static void say(const char *name, const pulse_code *codes, pulse_code expected) {
    int i, good = 0;
    for (i = 0; i < OPERATIONS; i++) {
        good += codes[i] == expected;
        if (codes[i] != expected) {
            printf("%d is %s\n", i, pulse_code_name(codes[i]));
        }
    }
    printf("%s: %d\n", name, good);
}

static void *collect_one(void *queue) {
    pulse_completion completion;
    static pulse_code code;
    pulse_completion_init(&completion, sizeof(completion));
    code = pulse_queue_next(queue, PULSE_NO_LIMIT, &completion, NULL);
    return &code;
}

static void queued(void) {
    static pulse_code codes[OPERATIONS];
    pulse_queue *queue = NULL, *timed = NULL;
    pulse_completion completion;
    pthread_t thread;
    void *code = NULL;
    new_token();
    limit(PULSE_NO_LIMIT);
    pulse_queue_new(limited, &queue, NULL);
    printf("%d accepted\n", add_operations(queue));
    pulse_cancel_token_cancel(token, NULL);
    memset(codes, 0xff, sizeof(codes));
    count(queue, codes, OPERATIONS);
    say("stopped under way", codes, PULSE_STOPPED);
    memset(codes, 0xff, sizeof(codes));
    add_operations(queue);
    count(queue, codes, OPERATIONS);
    say("stopped before", codes, PULSE_STOPPED);
    pulse_completion_init(&completion, sizeof(completion));
    printf("nothing left: %s\n", pulse_code_name(pulse_queue_next(queue, PULSE_NO_LIMIT, &completion, NULL)));
    pulse_queue_free(queue);
    pulse_cancel_token_free(token);

    new_token();
    limit(PULSE_NO_LIMIT);
    pulse_queue_new(limited, &queue, NULL);
    pthread_create(&thread, NULL, collect_one, queue);
    pulse_cancel_token_cancel(token, NULL);
    pthread_join(thread, &code);
    printf("a collector: %s\n", pulse_code_name(*(pulse_code *)code));
    pulse_queue_free(queue);
    pulse_cancel_token_free(token);
    token = NULL;

    limit(200);
    pulse_queue_new(limited, &timed, NULL);
    add_operations(timed);
    memset(codes, 0xff, sizeof(codes));
    count(timed, codes, OPERATIONS);
    say("timed out", codes, PULSE_TIMEOUT);
    pulse_queue_free(timed);
}

static void *cancel_from_queue(void *queue) {
    pulse_completion completion;
    pulse_completion_init(&completion, sizeof(completion));
    pulse_queue_next(queue, PULSE_NO_LIMIT, &completion, NULL);
    pulse_job_free(completion.job);
    pulse_cancel_token_cancel(token, NULL);
    return NULL;
}

/* What a completion brings stops a blocking call elsewhere. */
static void from_a_queue(void) {
    pthread_t thread;
    pulse_queue *queue = NULL;
    new_token();
    limit(PULSE_NO_LIMIT);
    pulse_queue_new(client, &queue, NULL);
    pthread_create(&thread, NULL, cancel_from_queue, queue);
    pulse_queue_get_job(queue, "a", 1, NULL);
    printf("from a queue: %s\n", pulse_code_name(get_stalled()));
    pthread_join(thread, NULL);
    pulse_queue_free(queue);
    pulse_cancel_token_free(token);
}

static int64_t handles(void) {
    pulse_stats stats;
    memset(&stats, 0, sizeof(stats));
    stats.struct_size = sizeof(stats);
    pulse_client_stats(client, &stats, NULL);
    return stats.handles;
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        void (*run)(void);
    } scenarios[] = {
        {"another thread", stopped_by_another_thread},
        {"before", stopped_before},
        {"time", timed_out},
        {"many threads", many_threads},
        {"freed", freed_while_used},
        {"nested", nested},
        {"queued", queued},
        {"from a queue", from_a_queue},
    };
    pulse_client_options options;
    size_t i;
    int64_t before;
    pulse_client_options_init(&options, sizeof(options));
    options.ca_file = getenv("TEST_CA_FILE");
    options.max_retries = PULSE_NO_RETRIES;
    options.max_connections = 1000;
    if (argc != 2 || pulse_client_new(&options, &client, NULL) != PULSE_OK) {
        return 2;
    }
    before = handles();
    for (i = 0; i < sizeof(scenarios) / sizeof(*scenarios); i++) {
        if (strcmp(argv[1], scenarios[i].name) == 0) {
            scenarios[i].run();
            pulse_client_free(limited);
            if (handles() != before) {
                printf("%d handles are left\n", (int)(handles() - before));
            }
            pulse_client_free(client);
            return 0;
        }
    }
    return 2;
}
