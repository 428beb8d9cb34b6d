/*
 * What the library takes and gives back while it works for long, or for much at once.
 *
 *   memory get COUNT           gets, one after another: memory after the first tenth, and at the end
 *   memory queued COUNT TAGS   gets put on a queue, with so many different tags; the server need not answer: time and
 *                              memory of each, and the time in which freeing the queue gives all of it back
 *   memory waits COUNT TAGS    waits for jobs that have ended, collected and freed: time, and memory afterwards
 *
 * Server and key are those of the environment.  Prints one line of NAME=VALUE.  Ends with pulse_shutdown(), after which
 * the memory is looked at once more.
 */
#define _POSIX_C_SOURCE 200809L

#include <pulse_native.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static double memory_mb(void) {
    long all = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &all, &resident) != 2) {
        exit(3);
    }
    fclose(file);
    return (double)resident * (double)sysconf(_SC_PAGESIZE) / 1048576;
}

static void must(pulse_code code) {
    if (code != PULSE_OK) {
        fprintf(stderr, "%s\n", pulse_code_name(code));
        exit(1);
    }
}

static void get(pulse_client *client) {
    pulse_job *job = NULL;
    must(pulse_get_job(client, "a", &job, NULL));
    pulse_job_free(job);
}

static void gets(pulse_client *client, long count) {
    double early = 0;
    long i;
    for (i = 0; i < count; i++) {
        get(client);
        if (i == count / 10) {
            early = memory_mb();
        }
    }
    printf("early_mb=%.1f late_mb=%.1f", early, memory_mb());
}

static void queued(pulse_client *client, long count, long tags) {
    pulse_queue *queue = NULL;
    double before, start, accepted, freed;
    char id[32];
    long i;
    must(pulse_queue_new(client, &queue, NULL));
    before = memory_mb();
    start = now();
    for (i = 0; i < count; i++) {
        snprintf(id, sizeof(id), "stall-%ld", i);
        must(pulse_queue_get_job(queue, id, (uint64_t)(i % tags), NULL));
    }
    accepted = now();
    printf("accept_us=%.2f each_bytes=%.0f", (accepted - start) * 1e6 / (double)count, (memory_mb() - before) * 1048576 / (double)count);
    accepted = now();
    pulse_queue_free(queue);
    freed = now();
    printf(" free_s=%.2f", freed - accepted);
    sleep(2);
    printf(" after_mb=%.1f", memory_mb());
}

static void waits(pulse_client *client, long count, long tags) {
    pulse_queue *queue = NULL;
    pulse_completion completion;
    double start = now();
    char id[32];
    long i;
    must(pulse_queue_new(client, &queue, NULL));
    must(pulse_completion_init(&completion, sizeof(completion)));
    for (i = 0; i < count; i++) {
        snprintf(id, sizeof(id), "done-%ld", i);
        must(pulse_queue_wait_job(queue, id, NULL, 0, (uint64_t)(i % tags), NULL));
    }
    for (i = 0; i < count; i++) {
        must(pulse_queue_next(queue, 600000, &completion, NULL));
        must(completion.code);
        pulse_job_free(completion.job);
    }
    printf("seconds=%.2f peak_mb=%.1f", now() - start, memory_mb());
    sleep(2);
    printf(" after_mb=%.1f", memory_mb());
    pulse_queue_free(queue);
}

int main(int argc, char **argv) {
    pulse_client_options options;
    pulse_client *client = NULL;
    const char *what = argc > 2 ? argv[1] : "";
    long count = argc > 2 ? atol(argv[2]) : 0, tags = argc > 3 ? atol(argv[3]) : 1;
    must(pulse_client_options_init(&options, sizeof(options)));
    options.timeout_ms = 600000;
    must(pulse_client_new(&options, &client, NULL));
    if (strcmp(what, "get") == 0) {
        gets(client, count);
    } else if (strcmp(what, "queued") == 0) {
        queued(client, count, tags);
    } else if (strcmp(what, "waits") == 0) {
        waits(client, count, tags);
    } else {
        return 2;
    }
    must(pulse_shutdown(10000, NULL));
    printf(" shutdown_mb=%.1f", memory_mb());
    client = NULL;
    must(pulse_client_new(&options, &client, NULL));
    get(client);
    puts(" works_again=1");
    return 0;
}
