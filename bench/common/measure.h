/* What every C program of the benchmark measures, and the line it prints. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef struct measure {
    int64_t process_start_ns; /* when the parent started this process, else when main began */
    int64_t start_ns;         /* of the measured calls */
    int64_t start_cpu_us;
    double first_ms;
} measure;

static inline int64_t measure_now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Of all threads, user and system. */
static inline int64_t measure_cpu_us(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return ((int64_t)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec +
           usage.ru_stime.tv_usec;
}

/* VmHWM, not ru_maxrss: the latter starts with the memory of the process that
 * forked this one. */
static inline long measure_peak_kb(void) {
    char line[256];
    long peak = 0;
    FILE *status = fopen("/proc/self/status", "r");
    if (status == NULL) {
        return 0;
    }
    while (fgets(line, sizeof line, status) != NULL) {
        if (sscanf(line, "VmHWM: %ld", &peak) == 1) {
            break;
        }
    }
    fclose(status);
    return peak;
}

static inline void measure_begin(measure *m) {
    const char *start = getenv("BENCH_START_NS");
    m->start_ns = measure_now_ns();
    m->process_start_ns = start != NULL ? strtoll(start, NULL, 10) : m->start_ns;
    m->start_cpu_us = 0;
    m->first_ms = 0;
}

/* After the first call. With `more` calls to come the clock starts anew, so
 * that the average is that of a warm program. */
static inline void measure_first(measure *m, int more) {
    int64_t now = measure_now_ns();
    m->first_ms = (double)(now - m->process_start_ns) / 1e6;
    if (more) {
        m->start_ns = now;
        m->start_cpu_us = measure_cpu_us();
    }
}

static inline void measure_print(const measure *m, long calls, const char *status, size_t markdown_bytes) {
    double total_ms = (double)(measure_now_ns() - m->start_ns) / 1e6;
    double cpu_us = (double)(measure_cpu_us() - m->start_cpu_us);
    long averaged = calls > 1 ? calls - 1 : 1;
    printf("{\"first_ms\":%.3f,\"total_ms\":%.3f,\"calls\":%ld,\"cpu_us_per_call\":%.2f,\"peak_rss_kb\":%ld,"
           "\"status\":\"%s\",\"markdown_bytes\":%zu}\n",
           m->first_ms, total_ms, averaged, cpu_us / (double)averaged, measure_peak_kb(), status, markdown_bytes);
}

#endif
