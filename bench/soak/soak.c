/*
 * Mixed traffic for as long as one likes: submits, waits, reads, cancels, large results, over a queue and by blocking calls
 * from several threads at once.  Every operation that was begun must end, exactly once.
 *
 *   soak SECONDS RATE IN_FLIGHT MARK
 *
 * RATE is in requests a second, MARK makes the documents different from those of other programs.  Prints one line of JSON:
 * what was begun and ended, by kind and code, and what became of the documents.  soak.py judges it.
 */
#define _POSIX_C_SOURCE 200809L

#include <pulse_native.h>

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BLOCKING_THREADS 3
#define KNOWN_JOBS 256
#define MAX_CODES 80
#define MAX_IN_FLIGHT 4096

enum kind { EXTRACT,
            SUBMIT,
            EXTRACT_AND_WAIT,
            WAIT,
            WAIT_STOPPED,
            GET_JOB,
            CANCEL,
            NO_SUCH_JOB,
            EXTRACT_LARGE,
            KINDS };

static const char *const kind_names[KINDS] = {
    "extract",
    "submit",
    "extract_and_wait",
    "wait",
    "wait_stopped",
    "get_job",
    "cancel",
    "no_such_job",
    "extract_large",
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long begun[KINDS];
static unsigned long ended[KINDS][MAX_CODES];
static unsigned long accepted, unknown, refused, strange;
static char known_jobs[KNOWN_JOBS][96];
static unsigned known_count;
static unsigned long serial;
static const char *mark;
static double end_at;
static pulse_client *client;

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static int submits(enum kind kind) {
    return kind == EXTRACT || kind == SUBMIT || kind == EXTRACT_AND_WAIT || kind == EXTRACT_LARGE;
}

static int needs_job(enum kind kind) {
    return kind == WAIT || kind == WAIT_STOPPED || kind == GET_JOB || kind == CANCEL;
}

/* A document of its own: the server counts by content how often each was accepted. */
static size_t write_document(char *text, size_t room, enum kind kind) {
    unsigned long number;
    size_t size;
    pthread_mutex_lock(&lock);
    number = serial++;
    pthread_mutex_unlock(&lock);
    size = (size_t)snprintf(text, room, "# Document %s-%lu\n\n", mark, number);
    if (kind == EXTRACT_LARGE) {
        for (int page = 0; page < 75; page++) {
            size += (size_t)snprintf(text + size, room - size, "Page %d of a long document.\f\n", page + 1);
        }
    }
    for (unsigned long line = 0; line < number % 40; line++) {
        size += (size_t)snprintf(text + size, room - size, "Line %lu, with a few words to fill it.\n", line);
    }
    return size;
}

static void remember(const char *id) {
    pthread_mutex_lock(&lock);
    snprintf(known_jobs[known_count++ % KNOWN_JOBS], sizeof(known_jobs[0]), "%s", id);
    pthread_mutex_unlock(&lock);
}

static int some_job(char *id, size_t room, unsigned choice) {
    int found = 0;
    pthread_mutex_lock(&lock);
    if (known_count > 0) {
        snprintf(id, room, "%s", known_jobs[choice % (known_count < KNOWN_JOBS ? known_count : KNOWN_JOBS)]);
        found = 1;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

static void begin(enum kind kind) {
    pthread_mutex_lock(&lock);
    begun[kind]++;
    pthread_mutex_unlock(&lock);
}

/* Books how an operation ended, and frees what it brought. */
static void end(enum kind kind, pulse_code code, pulse_job *job, pulse_response *response, pulse_error *error) {
    pulse_str id = {"", 0};
    if (job != NULL) {
        pulse_job_id(job, &id, NULL);
    } else if (response != NULL) {
        pulse_response_job_id(response, &id, NULL);
    } else if (error != NULL) {
        pulse_error_job_id(error, &id);
    }
    if (submits(kind) && id.size > 0) {
        remember(id.data);
    }
    pthread_mutex_lock(&lock);
    if (code >= 0 && code < MAX_CODES) {
        ended[kind][code]++;
    } else {
        strange++;
    }
    if (submits(kind)) {
        if (code == PULSE_OK || id.size > 0) {
            accepted++;
        } else if (code == PULSE_OUTCOME_UNKNOWN || code == PULSE_PROTOCOL) {
            unknown++;
        } else {
            refused++;
        }
    }
    pthread_mutex_unlock(&lock);
    pulse_job_free(job);
    pulse_response_free(response);
    pulse_error_free(error);
}

static void set_waits(pulse_wait_options *options) {
    pulse_wait_options_init(options, sizeof(*options));
    options->initial_delay_ms = 200;
    options->max_delay_ms = 1000;
    options->timeout_ms = 60000;
}

static enum kind choose(unsigned *chance) {
    unsigned dice = (unsigned)rand_r(chance) % 100;
    return dice < 10   ? EXTRACT
           : dice < 25 ? SUBMIT
           : dice < 45 ? EXTRACT_AND_WAIT
           : dice < 60 ? WAIT
           : dice < 70 ? WAIT_STOPPED
           : dice < 88 ? GET_JOB
           : dice < 93 ? CANCEL
           : dice < 98 ? NO_SUCH_JOB
                       : EXTRACT_LARGE;
}

static pulse_file document(const char *text, size_t size) {
    pulse_file file;
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    file.data = text;
    file.size = size;
    file.file_name = "document.md";
    return file;
}

static void *blocking_calls(void *argument) {
    static const char request[] = "{\"storage\":{\"enabled\":false}}";
    unsigned chance = (unsigned)(uintptr_t)argument;
    char *text = malloc(16384);
    while (now() < end_at) {
        enum kind kind = choose(&chance);
        char id[96] = "no-such-job";
        pulse_job *job = NULL;
        pulse_response *response = NULL;
        pulse_error *error = NULL;
        pulse_wait_options options;
        pulse_file file = document(text, submits(kind) ? write_document(text, 16384, kind) : 0);
        pulse_code code;
        set_waits(&options);
        if (needs_job(kind) && !some_job(id, sizeof(id), (unsigned)rand_r(&chance))) {
            continue;
        }
        begin(kind);
        switch (kind) {
        case EXTRACT:
            code = pulse_extract(client, request, sizeof(request) - 1, &file, &response, &error);
            break;
        case SUBMIT:
            code = pulse_submit_extract(client, request, sizeof(request) - 1, &file, &response, &error);
            break;
        case EXTRACT_AND_WAIT:
        case EXTRACT_LARGE:
            code = pulse_extract_and_wait(client, request, sizeof(request) - 1, &file, &options, &job, &error);
            break;
        case WAIT:
            code = pulse_wait_job(client, id, &options, &job, &error);
            break;
        case WAIT_STOPPED:
            options.max_attempts = 1;
            code = pulse_wait_job(client, id, &options, &job, &error);
            break;
        case CANCEL:
            code = pulse_cancel_job(client, id, &error);
            break;
        default:
            code = pulse_get_job(client, id, &job, &error);
            break;
        }
        end(kind, code, job, response, error);
    }
    free(text);
    return NULL;
}

/* The tag of an operation of the queue is its place and its kind. */
static int begin_queued(pulse_queue *queue, unsigned *chance, unsigned long tag_base) {
    static const char request[] = "{\"storage\":{\"enabled\":false}}";
    static char text[16384];
    char id[96] = "no-such-job";
    enum kind kind = choose(chance);
    pulse_wait_options options;
    pulse_file file;
    uint64_t tag;
    pulse_code code;
    if (needs_job(kind) && !some_job(id, sizeof(id), (unsigned)rand_r(chance))) {
        kind = EXTRACT_AND_WAIT;
    }
    set_waits(&options);
    file = document(text, submits(kind) ? write_document(text, sizeof(text), kind) : 0);
    tag = (uint64_t)tag_base * KINDS + (uint64_t)kind;
    switch (kind) {
    case EXTRACT:
        code = pulse_queue_extract(queue, PULSE_EXTRACT_PROCESS, request, sizeof(request) - 1, &file, NULL, 0, tag, NULL);
        break;
    case SUBMIT:
        code = pulse_queue_extract(queue, PULSE_EXTRACT_SUBMIT, request, sizeof(request) - 1, &file, NULL, 0, tag, NULL);
        break;
    case EXTRACT_AND_WAIT:
    case EXTRACT_LARGE:
        code = pulse_queue_extract(queue, PULSE_EXTRACT_AND_WAIT, request, sizeof(request) - 1, &file, &options,
                                   PULSE_QUEUE_PROGRESS, tag, NULL);
        break;
    case WAIT:
    case WAIT_STOPPED:
        code = pulse_queue_wait_job(queue, id, &options, PULSE_QUEUE_PROGRESS, tag, NULL);
        if (code == PULSE_OK && kind == WAIT_STOPPED) {
            pulse_queue_cancel(queue, tag, NULL);
        }
        break;
    case CANCEL: {
        char arguments[128];
        int size = snprintf(arguments, sizeof(arguments), "{\"job_id\":\"%s\"}", id);
        code = pulse_queue_call(queue, "cancel_job", arguments, (size_t)size, NULL, 0, tag, NULL);
        break;
    }
    default:
        code = pulse_queue_get_job(queue, id, tag, NULL);
        break;
    }
    if (code != PULSE_OK) {
        fprintf(stderr, "%s was not accepted: %s\n", kind_names[kind], pulse_code_name(code));
        return 0;
    }
    begin(kind);
    return 1;
}

static void print_books(unsigned long twice) {
    printf("{\"kinds\": {");
    for (int kind = 0; kind < KINDS; kind++) {
        const char *comma = "";
        printf("%s\"%s\": {\"begun\": %lu, \"ended\": {", kind == 0 ? "" : ", ", kind_names[kind], begun[kind]);
        for (int code = 0; code < MAX_CODES; code++) {
            if (ended[kind][code] > 0) {
                printf("%s\"%s\": %lu", comma, pulse_code_name(code), ended[kind][code]);
                comma = ", ";
            }
        }
        printf("}}");
    }
    printf("}, \"strange\": %lu, \"twice\": %lu, \"documents\": {\"accepted\": %lu, \"unknown\": %lu, \"refused\": %lu}}\n", strange,
           twice, accepted, unknown, refused);
}

int main(int argc, char **argv) {
    static unsigned char under_way[MAX_IN_FLIGHT];
    pthread_t threads[BLOCKING_THREADS];
    pulse_client_options options;
    pulse_queue *queue = NULL;
    unsigned chance = 1;
    unsigned long place = 0, twice = 0;
    int in_flight = 0, most;
    if (argc != 5 || (most = atoi(argv[3])) < 1 || most > MAX_IN_FLIGHT / 2) {
        fprintf(stderr, "usage: soak SECONDS RATE IN_FLIGHT MARK\n");
        return 2;
    }
    mark = argv[4];
    end_at = now() + atof(argv[1]);
    pulse_client_options_init(&options, sizeof(options));
    options.max_requests_per_second = atof(argv[2]);
    options.timeout_ms = options.process_timeout_ms = 5000;
    if (pulse_client_new(&options, &client, NULL) != PULSE_OK || pulse_queue_new(client, &queue, NULL) != PULSE_OK) {
        fprintf(stderr, "no client\n");
        return 1;
    }
    for (uintptr_t i = 0; i < BLOCKING_THREADS; i++) {
        pthread_create(&threads[i], NULL, blocking_calls, (void *)(i + 2));
    }
    while (now() < end_at || in_flight > 0) {
        pulse_completion completion;
        while (in_flight < most && now() < end_at) {
            while (under_way[place % MAX_IN_FLIGHT]) {
                place++;
            }
            if (!begin_queued(queue, &chance, place % MAX_IN_FLIGHT)) {
                return 1;
            }
            under_way[place++ % MAX_IN_FLIGHT] = 1;
            in_flight++;
        }
        pulse_completion_init(&completion, sizeof(completion));
        if (pulse_queue_next(queue, 1000, &completion, NULL) != PULSE_OK || completion.kind != PULSE_COMPLETION_FINAL) {
            if (now() > end_at + 120) {
                fprintf(stderr, "%d operations did not end\n", in_flight);
                break;
            }
            continue;
        }
        twice += !under_way[completion.tag / KINDS];
        under_way[completion.tag / KINDS] = 0;
        in_flight--;
        end((enum kind)(completion.tag % KINDS), completion.code, completion.job, completion.response, completion.error);
    }
    for (int i = 0; i < BLOCKING_THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    print_books(twice);
    pulse_queue_free(queue);
    pulse_client_free(client);
    return 0;
}
