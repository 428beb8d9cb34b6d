/*
 * A host with threads of its own, built with -fsanitize=thread: calls, waits with callbacks, uploads by callback, a queue and a
 * token from 8 threads (PULSE_BASE_URL).  With the argument `race` it has a race of its own, which must still be found.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <pulse_native.h>

#define THREADS 8
#define ROUNDS 20

static pulse_client *client;
static pulse_queue *queue;
static pulse_cancel_token *token;
static int unguarded;
static int races;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int failures;

#define must(good) note(good, __LINE__)

static void note(int good, int line) {
    if (!good) {
        pthread_mutex_lock(&lock);
        failures++;
        printf("line %d failed\n", line);
        pthread_mutex_unlock(&lock);
    }
}

static void count_log(int32_t level, pulse_str message, void *user_data) {
    pthread_mutex_lock(&lock);
    *(long *)user_data += level + (long)message.size;
    pthread_mutex_unlock(&lock);
}

static int32_t count_progress(const pulse_progress *progress, void *user_data) {
    *(int *)user_data += (int)progress->attempt;
    return 0;
}

struct text {
    char bytes[32];
    size_t left;
};

static int64_t read_text(void *buffer, size_t size, void *user_data) {
    struct text *text = user_data;
    size_t count = text->left < size ? text->left : size;
    memcpy(buffer, text->bytes, count);
    text->left -= count;
    return (int64_t)count;
}

static void *work(void *number) {
    int i, polls = 0;
    for (i = 0; i < ROUNDS; i++) {
        pulse_wait_options options;
        pulse_client *limited = NULL;
        pulse_job *job = NULL;
        pulse_response *response = NULL;
        pulse_error *error = NULL;
        pulse_str body;
        pulse_file file;
        struct text text = {"a text", 6};
        pulse_wait_options_init(&options, sizeof(options));
        options.on_progress = count_progress;
        options.user_data = &polls;
        must(pulse_client_with_limits(client, token, 30000, &limited, NULL) == PULSE_OK);
        must(pulse_get_job(limited, "a", &job, NULL) == PULSE_OK);
        must(pulse_job_json(job, &body, NULL) == PULSE_OK && strlen(body.data) == body.size);
        pulse_job_free(job);
        must(pulse_wait_job(limited, "done-1", &options, &job, NULL) == PULSE_OK);
        pulse_job_free(job);
        must(pulse_get_job(client, "missing", &job, &error) == PULSE_NOT_FOUND);
        must(pulse_error_message(error, &body) == PULSE_OK && strlen(body.data) == body.size);
        pulse_error_free(error);
        memset(&file, 0, sizeof(file));
        file.struct_size = sizeof(file);
        file.file_name = "a.txt";
        file.read = read_text;
        file.user_data = &text;
        must(pulse_submit_extract(limited, NULL, 0, &file, &response, NULL) != PULSE_OK);
        must(pulse_queue_get_job(queue, "a", (uint64_t)(size_t)number, NULL) == PULSE_OK);
        pulse_client_free(limited);
        if (races) {
            unguarded++;
        }
    }
    must(polls > 0);
    return NULL;
}

static void *collect(void *unused) {
    pulse_completion completion;
    int i;
    pulse_completion_init(&completion, sizeof(completion));
    for (i = 0; i < THREADS * ROUNDS; i++) {
        must(pulse_queue_next(queue, 60000, &completion, NULL) == PULSE_OK && completion.code == PULSE_OK);
        pulse_job_free(completion.job);
    }
    return unused;
}

int main(int argc, char **argv) {
    pthread_t threads[THREADS + 1];
    pulse_job *job = NULL;
    long logged = 0;
    size_t i;
    races = argc > 1 && strcmp(argv[1], "race") == 0;
    must(pulse_set_log(count_log, PULSE_LOG_DEBUG, &logged, NULL) == PULSE_OK);
    must(pulse_client_new(NULL, &client, NULL) == PULSE_OK);
    must(pulse_queue_new(client, &queue, NULL) == PULSE_OK);
    must(pulse_cancel_token_new(&token, NULL) == PULSE_OK);
    for (i = 0; i <= THREADS; i++) {
        pthread_create(&threads[i], NULL, i < THREADS ? work : collect, (void *)i);
    }
    for (i = 0; i <= THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    must(pulse_cancel_token_cancel(token, NULL) == PULSE_OK);
    pulse_set_log(NULL, 0, NULL, NULL);
    must(logged > 0);
    must(pulse_get_job(client, "a", &job, NULL) == PULSE_OK);
    pulse_job_free(job);
    pulse_cancel_token_free(token);
    pulse_queue_free(queue);
    must(pulse_shutdown(10000, NULL) == PULSE_OK);
    printf("%d failures\n", failures);
    return 0;
}
