/* The programs that make one call after another. */
#ifndef BENCH_ONE_JOB_H
#define BENCH_ONE_JOB_H

#include "curl_job.h"

static int get_job(buffer *b, char *status, size_t status_size, size_t *markdown_bytes) {
    b->size = 0;
    CURLcode code = curl_easy_perform(b->curl);
    if (code != CURLE_OK) {
        fprintf(stderr, "%s\n", curl_easy_strerror(code));
        return 1;
    }
    return read_job(b, status, status_size, markdown_bytes);
}

/* Asks COUNT times, one call after another on one connection. */
static int one_after_another(int argc, char **argv) {
    measure m;
    long count = begin(argc, argv, &m);
    if (count < 1) {
        return 2;
    }

    buffer b = {NULL, 0, 0, curl_easy_init()};
    struct curl_slist *headers = set_up(&b, argv[1], argv[2]);
    char status[64] = "";
    size_t markdown_bytes = 0;
    int failed = 0;
    for (long i = 0; i < count && !failed; i++) {
        failed = get_job(&b, status, sizeof status, &markdown_bytes);
        if (i == 0) {
            measure_first(&m, count > 1);
        }
    }
    if (!failed) {
        measure_print(&m, count, status, markdown_bytes);
    }
    free(b.data);
    curl_easy_cleanup(b.curl);
    curl_slist_free_all(headers);
    curl_global_cleanup();
    return failed;
}

#endif
