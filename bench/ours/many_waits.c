/*
 * Waits for many jobs at once over one queue and reports memory, threads,
 * polls and lateness of the process.
 *
 *   many_waits COUNT SECONDS [DELAY_S [RATE]]
 *
 * The jobs are made in the sandbox behind PULSE_BASE_URL by way of its control
 * plane, forced to "processing".  Every delay is DELAY_S (60).  After SECONDS all waits are
 * stopped, one by one, and every completion is collected.  The last line is JSON
 * for run.py.
 */
#include <pulse_native.h>

#include "../common/measure.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static double now(void) {
    return (double)measure_now_ns() / 1e9;
}

static long status_field(const char *name) {
    char line[256];
    long value = -1;
    FILE *file = fopen("/proc/self/status", "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            value = strtol(line + strlen(name) + 1, NULL, 10);
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return value;
}

/* Makes jobs with pipelined requests on one connection. */
static int make_jobs(int port, unsigned count) {
    struct sockaddr_in address;
    char request[512], answer[65536];
    const char *body = "{\"status\":\"processing\"}";
    unsigned sent = 0, answered = 0;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        return -1;
    }
    while (answered < count) {
        ssize_t got, i;
        for (; sent < count && sent < answered + 64; sent++) {
            int size = snprintf(request, sizeof request,
                                "POST /_sandbox/jobs/many-%06u HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                "Content-Length: %u\r\n\r\n%s",
                                sent, (unsigned)strlen(body), body);
            if (write(fd, request, (size_t)size) != size) {
                return -1;
            }
        }
        got = read(fd, answer, sizeof answer);
        if (got <= 0) {
            return -1;
        }
        for (i = 0; i + 8 < got; i++) {
            answered += memcmp(answer + i, "HTTP/1.1 ", 9) == 0;
        }
    }
    close(fd);
    return 0;
}

static pulse_stats print_stats(pulse_client *client, double start) {
    pulse_stats stats;
    memset(&stats, 0, sizeof stats);
    stats.struct_size = sizeof stats;
    pulse_client_stats(client, &stats, NULL);
    printf("%5.1f s: %ld waits, %ld polls, lateness median %.2f ms p99 %.2f ms max %.0f ms, behind %.0f ms, "
           "RSS %ld kB, peak %ld kB, %ld threads\n",
           now() - start, (long)stats.waits, (long)stats.polls, (double)stats.lateness_median_us / 1e3,
           (double)stats.lateness_p99_us / 1e3, (double)stats.lateness_max_us / 1e3, (double)stats.behind_us / 1e3,
           status_field("VmRSS"), status_field("VmHWM"), status_field("Threads"));
    fflush(stdout);
    return stats;
}

int main(int argc, char **argv) {
    unsigned count = argc > 1 ? (unsigned)atoi(argv[1]) : 100000;
    double seconds = argc > 2 ? atof(argv[2]) : 60;
    double delay = argc > 3 ? atof(argv[3]) : 60;
    const char *url = getenv("PULSE_BASE_URL");
    int port = url == NULL ? 0 : atoi(strrchr(url, ':') + 1);
    pulse_client_options client_options;
    pulse_wait_options options;
    pulse_client *client = NULL;
    pulse_queue *queue = NULL;
    pulse_completion completion;
    unsigned i, finals = 0;
    double start, next;
    int64_t cpu_us;
    pulse_stats stats;

    if (make_jobs(port, count) != 0) {
        fprintf(stderr, "no jobs could be made\n");
        return 1;
    }
    pulse_client_options_init(&client_options, sizeof client_options);
    client_options.max_requests_per_second = argc > 4 ? atof(argv[4]) : 0;
    pulse_wait_options_init(&options, sizeof options);
    options.initial_delay_ms = options.max_delay_ms = (int64_t)(delay * 1000);
    options.timeout_ms = PULSE_NO_LIMIT;
    if (pulse_client_new(&client_options, &client, NULL) != PULSE_OK || pulse_queue_new(client, &queue, NULL) != PULSE_OK) {
        return 1;
    }
    start = now();
    cpu_us = measure_cpu_us();
    for (i = 0; i < count; i++) {
        char id[32];
        snprintf(id, sizeof id, "many-%06u", i);
        if (pulse_queue_wait_job(queue, id, &options, 0, i, NULL) != PULSE_OK) {
            return 1;
        }
    }
    printf("%u waits accepted in %.2f s\n", count, now() - start);
    next = start;
    while (now() - start < seconds) {
        pulse_completion_init(&completion, sizeof completion);
        if (pulse_queue_next(queue, 1000, &completion, NULL) == PULSE_OK) {
            pulse_str text;
            fprintf(stderr, "an end that was not expected: %d\n", completion.code);
            if (pulse_error_message(completion.error, &text) == PULSE_OK) {
                fprintf(stderr, "%s\n", text.data);
            }
            return 1;
        }
        if (now() >= next) {
            print_stats(client, start);
            next = now() + 5;
        }
    }
    stats = print_stats(client, start);
    cpu_us = measure_cpu_us() - cpu_us;
    start = now();
    for (i = 0; i < count; i++) {
        pulse_queue_cancel(queue, i, NULL);
    }
    pulse_completion_init(&completion, sizeof completion);
    while (finals < count && pulse_queue_next(queue, 5000, &completion, NULL) == PULSE_OK) {
        finals += completion.code == PULSE_STOPPED;
        pulse_job_free(completion.job);
        pulse_error_free(completion.error);
    }
    printf("%u of %u stopped and collected in %.2f s\n", finals, count, now() - start);
    print_stats(client, start);
    printf("{\"peak_rss_kb\":%ld,\"lateness_p99_ms\":%.2f,\"cpu_us_per_poll\":%.1f}\n", measure_peak_kb(),
           (double)stats.lateness_p99_us / 1e3, stats.polls == 0 ? 0.0 : (double)cpu_us / (double)stats.polls);
    pulse_queue_free(queue);
    pulse_client_free(client);
    return finals == count ? 0 : 1;
}
