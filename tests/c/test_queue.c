/* The queue against a running sandbox (PULSE_BASE_URL, PULSE_API_KEY; argv[1]: the folder of the samples). */
#include "pulse_native.h"

#include "harness.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pulse_client *client;
static char statement[4096];

static pulse_completion fresh(void) {
    pulse_completion completion;
    pulse_completion_init(&completion, sizeof(completion));
    return completion;
}

static void let_go(pulse_completion *completion) {
    pulse_job_free(completion->job);
    pulse_response_free(completion->response);
    pulse_error_free(completion->error);
}

static int readable(int fd) {
    struct pollfd wanted = {fd, POLLIN, 0};
    return poll(&wanted, 1, 0) == 1;
}

static pulse_file document(void) {
    pulse_file file;
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    file.path = statement;
    return file;
}

/* Submits a document and returns its job's id, which the caller frees. */
static char *submit(void) {
    pulse_file file = document();
    pulse_response *response = NULL;
    pulse_str id = {"", 0};
    char *copy;
    CHECK_CODE(PULSE_OK, pulse_submit_extract(client, NULL, 0, &file, &response, NULL));
    CHECK_CODE(PULSE_OK, pulse_response_job_id(response, &id, NULL));
    copy = strdup(id.data);
    pulse_response_free(response);
    return copy;
}

static void test_each_operation_ends_once(void) {
    pulse_queue *queue = NULL;
    pulse_file file = document();
    pulse_error *error = NULL;
    pulse_completion completion = fresh();
    pulse_str text;
    char *id = submit();
    char arguments[256];
    int seen[8] = {0};
    int i;

    snprintf(arguments, sizeof(arguments), "{\"job_id\":\"%s\"}", id);
    CHECK_CODE(PULSE_OK, pulse_queue_new(client, &queue, NULL));
    CHECK_CODE(PULSE_TIMEOUT, pulse_queue_next(queue, 0, &completion, &error));
    CHECK(error == NULL);
    CHECK_CODE(PULSE_OK, pulse_queue_wait_job(queue, id, NULL, 0, 0, NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_get_job(queue, id, 1, NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_extract(queue, PULSE_EXTRACT_PROCESS, NULL, 0, &file, NULL, 0, 2, NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_extract(queue, PULSE_EXTRACT_SUBMIT, NULL, 0, &file, NULL, 0, 3, NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_extract(queue, PULSE_EXTRACT_AND_WAIT, NULL, 0, &file, NULL, 0, 4, NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_call(queue, "get_job", arguments, strlen(arguments), NULL, 0, 5, NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_wait_job(queue, "no-such-job", NULL, 0, 6, NULL));
    for (i = 0; i < 7; i++) {
        completion = fresh();
        CHECK_CODE(PULSE_OK, pulse_queue_next(queue, 30000, &completion, NULL));
        CHECK(completion.kind == PULSE_COMPLETION_FINAL && completion.tag < 7);
        seen[completion.tag & 7]++;
        switch (completion.tag) {
        case 0:
        case 4:
            CHECK(completion.code == PULSE_OK && completion.status == PULSE_JOB_STATUS_COMPLETED && completion.error == NULL);
            CHECK_CODE(PULSE_OK, pulse_job_markdown(completion.job, &text, NULL));
            CHECK(strstr(text.data, "Strait Savings Bank") != NULL);
            break;
        case 2:
            CHECK_CODE(PULSE_OK, pulse_response_markdown(completion.response, &text, NULL));
            break;
        case 3:
            CHECK_CODE(PULSE_OK, pulse_response_job_id(completion.response, &text, NULL));
            CHECK(text.size > 0);
            break;
        case 6:
            CHECK(completion.code == PULSE_NOT_FOUND && pulse_error_code(completion.error) == PULSE_NOT_FOUND);
            CHECK_CODE(PULSE_OK, pulse_error_job_id(completion.error, &text));
            CHECK(strcmp(text.data, "no-such-job") == 0);
            break;
        default:
            CHECK(completion.code == PULSE_OK && completion.job != NULL);
        }
        let_go(&completion);
    }
    for (i = 0; i < 7; i++) {
        CHECK(seen[i] == 1);
    }
    CHECK_CODE(PULSE_TIMEOUT, pulse_queue_next(queue, 0, &completion, NULL));
    pulse_queue_free(queue);
    pulse_queue_free(queue);
    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_queue_next(queue, 0, &completion, NULL));
    free(id);
}

static void test_refusals_yield_nothing(void) {
    pulse_queue *queue = NULL;
    pulse_completion completion = fresh();
    pulse_wait_options options;
    pulse_file file = document();
    int32_t fd = 7;

    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_queue_new(NULL, &queue, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_new(client, NULL, NULL));
    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_queue_fd(NULL, &fd, NULL));
    CHECK(fd == -1);
    CHECK_CODE(PULSE_OK, pulse_queue_new(client, &queue, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_wait_job(queue, NULL, NULL, 0, 1, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_wait_job(queue, "..", NULL, 0, 1, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_wait_job(queue, "a\xff", NULL, 0, 1, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_wait_job(queue, "a", NULL, 2, 1, NULL));
    pulse_wait_options_init(&options, sizeof(options));
    options.tick_ms = 5;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_wait_job(queue, "a", &options, 0, 1, NULL));
    pulse_wait_options_init(&options, sizeof(options));
    options.policy = 9;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_wait_job(queue, "a", &options, 0, 1, NULL));
    options.policy = PULSE_POLL_ADAPTIVE;
    options.goal = 3;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_wait_job(queue, "a", &options, 0, 1, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_extract(queue, 0, NULL, 0, &file, NULL, 0, 1, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_call(queue, "explode", "{}", 2, NULL, 0, 1, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_call(queue, "get_job", "{}", 2, NULL, 0, 1, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_call(queue, "get_job", "{", 1, NULL, 0, 1, NULL));
    CHECK_CODE(PULSE_NOT_FOUND, pulse_queue_cancel(queue, 1, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_next(queue, 0, NULL, NULL));
    completion.struct_size = 0;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_next(queue, 0, &completion, NULL));
    completion = fresh();
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_next(queue, -2, &completion, NULL));
    CHECK_CODE(PULSE_TIMEOUT, pulse_queue_next(queue, 50, &completion, NULL));
    pulse_queue_free(queue);
}

/* Several completions in one call: each once, in order, and nothing is written beyond them. */
static void test_next_many(void) {
    enum { OPERATIONS = 100,
           ROOM = 41 }; /* more than the library takes at a time, and no part of their number */
    pulse_queue *queue = NULL;
    pulse_completion many[ROOM], one = fresh();
    size_t count = 7, i;
    int seen[OPERATIONS] = {0}, total = 0;
    struct pollfd wanted = {-1, POLLIN, 0};
    char *id = submit();

    CHECK_CODE(PULSE_OK, pulse_queue_new(client, &queue, NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_fd(queue, &wanted.fd, NULL));
    many[0] = fresh();
    CHECK_CODE(PULSE_TIMEOUT, pulse_queue_next_many(queue, 0, many, ROOM, &count, NULL));
    CHECK(count == 0);
    for (i = 0; i < OPERATIONS; i++) {
        CHECK_CODE(PULSE_OK, pulse_queue_get_job(queue, id, i, NULL));
    }
    while (total < OPERATIONS) {
        memset(many, 0x5a, sizeof(many));
        many[0] = fresh();
        CHECK(poll(&wanted, 1, 30000) == 1);
        CHECK_CODE(PULSE_OK, pulse_queue_next_many(queue, PULSE_NO_LIMIT, many, total == 0 ? 1 : ROOM, &count, NULL));
        CHECK(count >= 1 && count <= (total == 0 ? 1 : ROOM));
        for (i = 0; i < count; i++) {
            CHECK(many[i].struct_size == sizeof(many[i]) && many[i].kind == PULSE_COMPLETION_FINAL && many[i].code == PULSE_OK && many[i].job != NULL);
            seen[many[i].tag]++;
            let_go(&many[i]);
        }
        CHECK(count == ROOM || many[count].tag == 0x5a5a5a5a5a5a5a5aULL);
        total += (int)count;
    }
    for (i = 0; i < OPERATIONS; i++) {
        CHECK(seen[i] == 1);
    }
    CHECK(!readable(wanted.fd));

    /* All that are there, in one call: an operation whose tag is not found has its completion. */
    for (i = 0; i < ROOM - 1; i++) {
        CHECK_CODE(PULSE_OK, pulse_queue_get_job(queue, id, OPERATIONS, NULL));
    }
    while (pulse_queue_cancel(queue, OPERATIONS, NULL) != PULSE_NOT_FOUND) {
        poll(NULL, 0, 1);
    }
    many[0] = fresh();
    CHECK_CODE(PULSE_OK, pulse_queue_next_many(queue, 0, many, ROOM, &count, NULL));
    CHECK(count == ROOM - 1);
    for (i = 0; i < count; i++) {
        CHECK(many[i].tag == OPERATIONS);
        let_go(&many[i]);
    }
    CHECK(!readable(wanted.fd));

    one = fresh();
    count = 7;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_next_many(queue, 0, &one, 0, &count, NULL));
    CHECK(count == 0);
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_next_many(queue, 0, &one, 1, NULL, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_next_many(queue, 0, NULL, 1, &count, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_next_many(queue, -2, &one, 1, &count, NULL));
    one.struct_size = 79;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_queue_next_many(queue, 0, &one, 1, &count, NULL));
    pulse_queue_free(queue);
    count = 7;
    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_queue_next_many(queue, 0, &one, 1, &count, NULL));
    CHECK(count == 0);
    free(id);
}

static void test_descriptor(void) {
    pulse_queue *queue = NULL;
    pulse_completion completion = fresh();
    struct pollfd wanted;
    int32_t fd = -1, again = -1;
    char *id = submit();

    CHECK_CODE(PULSE_OK, pulse_queue_new(client, &queue, NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_fd(queue, &fd, NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_fd(queue, &again, NULL));
    CHECK(fd >= 0 && fd == again && !readable(fd));
    CHECK_CODE(PULSE_OK, pulse_queue_wait_job(queue, id, NULL, 0, 1, NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_wait_job(queue, id, NULL, 0, 2, NULL));
    wanted.fd = fd;
    wanted.events = POLLIN;
    CHECK(poll(&wanted, 1, 30000) == 1);
    CHECK_CODE(PULSE_OK, pulse_queue_next(queue, 30000, &completion, NULL));
    let_go(&completion);
    CHECK_CODE(PULSE_OK, pulse_queue_next(queue, 30000, &completion, NULL));
    let_go(&completion);
    CHECK(!readable(fd));
    pulse_queue_free(queue);
    free(id);
}

/* A stopped wait ends at once, with the last snapshot; a tag may stand for several. */
static void test_cancel(void) {
    pulse_queue *queue = NULL;
    pulse_completion completion;
    pulse_wait_options options;
    struct timespec pause = {0, 150 * 1000 * 1000};
    pulse_str text;
    int i;
    char *id = submit();

    CHECK_CODE(PULSE_OK, pulse_queue_new(client, &queue, NULL));
    pulse_wait_options_init(&options, sizeof(options));
    options.initial_delay_ms = 600000;
    options.max_delay_ms = 600000;
    for (i = 0; i < 3; i++) {
        CHECK_CODE(PULSE_OK, pulse_queue_wait_job(queue, id, &options, 0, 9, NULL));
    }
    nanosleep(&pause, NULL);
    CHECK_CODE(PULSE_OK, pulse_queue_cancel(queue, 9, NULL));
    for (i = 0; i < 3; i++) {
        completion = fresh();
        CHECK_CODE(PULSE_OK, pulse_queue_next(queue, 5000, &completion, NULL));
        CHECK(completion.tag == 9 && completion.code == PULSE_STOPPED && completion.job != NULL);
        CHECK_CODE(PULSE_OK, pulse_error_job_id(completion.error, &text));
        CHECK(strcmp(text.data, id) == 0);
        let_go(&completion);
    }
    CHECK_CODE(PULSE_NOT_FOUND, pulse_queue_cancel(queue, 9, NULL));
    pulse_queue_free(queue);
    free(id);
}

/* Says that a job may have ended: a wait that would look in ten minutes looks now. */
static void test_notify(void) {
    pulse_queue *queue = NULL;
    pulse_completion completion = fresh();
    pulse_wait_options options;
    struct timespec pause = {1, 0};
    char *id = submit();

    CHECK_CODE(PULSE_OK, pulse_queue_new(client, &queue, NULL));
    CHECK_CODE(PULSE_NOT_FOUND, pulse_notify_job(client, id, NULL));
    pulse_wait_options_init(&options, sizeof(options));
    options.initial_delay_ms = 600000;
    options.max_delay_ms = 600000;
    CHECK_CODE(PULSE_OK, pulse_queue_wait_job(queue, id, &options, 0, 1, NULL));
    nanosleep(&pause, NULL);
    pulse_notify_job(client, id, NULL);
    CHECK_CODE(PULSE_OK, pulse_queue_next(queue, 20000, &completion, NULL));
    CHECK(completion.code == PULSE_OK && completion.status == PULSE_JOB_STATUS_COMPLETED);
    let_go(&completion);
    pulse_queue_free(queue);
    free(id);
}

static void test_progress(void) {
    pulse_queue *queue = NULL;
    pulse_completion completion;
    pulse_wait_options options;
    int progress = 0;
    char *id = submit();

    CHECK_CODE(PULSE_OK, pulse_queue_new(client, &queue, NULL));
    pulse_wait_options_init(&options, sizeof(options));
    options.initial_delay_ms = 50;
    options.every_poll = 1;
    CHECK_CODE(PULSE_OK, pulse_queue_wait_job(queue, id, &options, PULSE_QUEUE_PROGRESS, 3, NULL));
    for (;;) {
        completion = fresh();
        CHECK_CODE(PULSE_OK, pulse_queue_next(queue, 30000, &completion, NULL));
        CHECK(completion.tag == 3);
        if (completion.kind == PULSE_COMPLETION_FINAL) {
            break;
        }
        CHECK(completion.kind == PULSE_COMPLETION_PROGRESS && completion.job == NULL && completion.attempt > 0);
        CHECK(completion.event == PULSE_PROGRESS_STATUS || completion.event == PULSE_PROGRESS_POLL);
        progress++;
    }
    CHECK(completion.code == PULSE_OK && progress >= 2);
    let_go(&completion);
    CHECK_CODE(PULSE_TIMEOUT, pulse_queue_next(queue, 0, &completion, NULL));
    pulse_queue_free(queue);
    free(id);
}

struct collector {
    pulse_queue *queue;
    unsigned finals;
};

static void *collect(void *argument) {
    struct collector *collector = argument;
    for (;;) {
        pulse_completion completion = fresh();
        if (pulse_queue_next(collector->queue, PULSE_NO_LIMIT, &completion, NULL) != PULSE_OK) {
            return NULL;
        }
        collector->finals++;
        let_go(&completion);
    }
}

/* Many waits, four threads that collect; then the client goes: each wait yields PULSE_CLOSED, none twice. */
static void test_many_and_the_client_goes(void) {
    enum { WAITS = 20000,
           THREADS = 4 };
    pulse_client *own = NULL;
    pulse_queue *queue = NULL;
    pulse_stats stats;
    pthread_t threads[THREADS];
    struct collector collectors[THREADS];
    struct timespec pause = {0, 10 * 1000 * 1000};
    pulse_wait_options options;
    unsigned finals = 0;
    int i, tries;

    CHECK_CODE(PULSE_OK, pulse_client_new(NULL, &own, NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_new(own, &queue, NULL));
    pulse_wait_options_init(&options, sizeof(options));
    options.max_attempts = 1000;
    for (i = 0; i < WAITS; i++) {
        char id[32];
        snprintf(id, sizeof(id), "wait-%d", i / 2);
        if (pulse_queue_wait_job(queue, id, &options, 0, (uint64_t)i, NULL) != PULSE_OK) {
            CHECK(0);
        }
    }
    memset(&stats, 0, sizeof(stats));
    stats.struct_size = sizeof(stats);
    CHECK_CODE(PULSE_OK, pulse_client_stats(own, &stats, NULL));
    CHECK(stats.waits <= WAITS && stats.waiting_jobs <= WAITS / 2);
    pulse_client_free(own);
    for (i = 0; i < THREADS; i++) {
        collectors[i].queue = queue;
        collectors[i].finals = 0;
        pthread_create(&threads[i], NULL, collect, &collectors[i]);
    }
    for (tries = 0; tries < 1000; tries++) {
        pulse_completion completion = fresh();
        nanosleep(&pause, NULL);
        if (pulse_queue_next(queue, 0, &completion, NULL) == PULSE_TIMEOUT) {
            break;
        }
        finals++;
        let_go(&completion);
    }
    nanosleep(&pause, NULL);
    pulse_queue_free(queue);
    for (i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        finals += collectors[i].finals;
    }
    CHECK(finals == WAITS);
    if (finals != WAITS) {
        fprintf(stderr, "%u of %d finals\n", finals, WAITS);
    }
}

/* A queue that is freed with work under way and completions that nobody collected leaves nothing behind. */
static void test_free_with_work_under_way(void) {
    pulse_queue *queue = NULL;
    pulse_stats before, after;
    pulse_file file = document();
    struct timespec pause = {0, 20 * 1000 * 1000};
    int i, tries;
    char *id = submit();

    memset(&before, 0, sizeof(before));
    before.struct_size = sizeof(before);
    after = before;
    CHECK_CODE(PULSE_OK, pulse_client_stats(client, &before, NULL));
    CHECK_CODE(PULSE_OK, pulse_queue_new(client, &queue, NULL));
    for (i = 0; i < 50; i++) {
        CHECK_CODE(PULSE_OK, pulse_queue_get_job(queue, id, 1, NULL));
        CHECK_CODE(PULSE_OK, pulse_queue_wait_job(queue, id, NULL, PULSE_QUEUE_PROGRESS, 2, NULL));
    }
    CHECK_CODE(PULSE_OK, pulse_queue_extract(queue, PULSE_EXTRACT_AND_WAIT, NULL, 0, &file, NULL, 0, 3, NULL));
    nanosleep(&pause, NULL);
    pulse_queue_free(queue);
    for (tries = 0; tries < 500; tries++) {
        CHECK_CODE(PULSE_OK, pulse_client_stats(client, &after, NULL));
        if (after.waits == 0 && after.handles == before.handles && after.native_bytes <= before.native_bytes) {
            break;
        }
        nanosleep(&pause, NULL);
    }
    CHECK(after.waits == 0);
    CHECK(after.handles == before.handles);
    CHECK(after.native_bytes <= before.native_bytes);
    free(id);
}

static void test_learned_durations(void) {
    const char *good = "{\"version\":1,\"models\":[{\"kind\":\"extract\",\"size_class\":0,\"durations_ms\":[1000,1200,900]}]}";
    pulse_response *response = NULL;
    pulse_str json;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_import_durations(client, "{}", 2, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_import_durations(client, "[", 1, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_import_durations(client, "{\"version\":1,\"models\":[{\"kind\":7}]}", 34, NULL));
    CHECK_CODE(PULSE_OK, pulse_import_durations(client, good, strlen(good), NULL));
    CHECK_CODE(PULSE_OK, pulse_export_durations(client, &response, NULL));
    CHECK_CODE(PULSE_OK, pulse_response_json(response, &json, NULL));
    CHECK(strstr(json.data, "\"durations_ms\":[1000,1200,900") != NULL);
    pulse_response_free(response);
}

/* A forked child gets a code from each function at once, and its parent goes on. */
static void test_fork(void) {
    pulse_queue *queue = NULL;
    int status = -1;
    pid_t child;
    CHECK_CODE(PULSE_OK, pulse_queue_new(client, &queue, NULL));
    child = fork();
    if (child == 0) {
        pulse_completion completion = fresh();
        int good = pulse_queue_next(queue, PULSE_NO_LIMIT, &completion, NULL) == PULSE_FORKED &&
                   pulse_queue_wait_job(queue, "a", NULL, 0, 1, NULL) == PULSE_FORKED &&
                   pulse_queue_cancel(queue, 1, NULL) == PULSE_FORKED;
        pulse_queue_free(queue);
        _exit(good ? 0 : 1);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK_CODE(PULSE_OK, pulse_queue_wait_job(queue, "no-such-job", NULL, 0, 1, NULL));
    {
        pulse_completion completion = fresh();
        CHECK_CODE(PULSE_OK, pulse_queue_next(queue, 10000, &completion, NULL));
        CHECK(completion.code == PULSE_NOT_FOUND);
        let_go(&completion);
    }
    pulse_queue_free(queue);
}

int main(int argc, char **argv) {
    if (argc != 2) {
        return 2;
    }
    snprintf(statement, sizeof(statement), "%s/bank-statement.pdf", argv[1]);
    CHECK_CODE(PULSE_OK, pulse_client_new(NULL, &client, NULL));
    test_each_operation_ends_once();
    test_refusals_yield_nothing();
    test_next_many();
    test_descriptor();
    test_cancel();
    test_notify();
    test_progress();
    test_many_and_the_client_goes();
    test_free_with_work_under_way();
    test_learned_durations();
    test_fork();
    pulse_client_free(client);
    return finish();
}
