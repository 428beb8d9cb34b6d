/* What the programs with libcurl share. */
#ifndef BENCH_CURL_JOB_H
#define BENCH_CURL_JOB_H

#include <curl/curl.h>

#include "../common/measure.h"

/* Readable bytes after the body; some parsers need them. */
#ifndef BODY_PADDING
#define BODY_PADDING 0
#endif

typedef struct buffer {
    char *data;
    size_t size;
    size_t capacity;
    CURL *curl;
} buffer;

static size_t receive(char *data, size_t unit, size_t count, void *user_data) {
    buffer *b = (buffer *)user_data;
    size_t size = unit * count;
    if (b->size + size > b->capacity) {
        /* The announced length saves growing, and with it copies and memory. */
        curl_off_t length = -1;
        curl_easy_getinfo(b->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
        size_t capacity = length > 0 ? (size_t)length : 2 * (b->size + size);
        if (capacity < b->size + size) {
            capacity = 2 * (b->size + size);
        }
        char *grown = (char *)realloc(b->data, capacity + BODY_PADDING);
        if (grown == NULL) {
            return 0;
        }
        b->data = grown;
        b->capacity = capacity;
    }
    memcpy(b->data + b->size, data, size);
    b->size += size;
    return size;
}

/* Begins to measure; returns how often to ask, or 0 after saying how the program is called. */
static long begin(int argc, char **argv, measure *m) {
    measure_begin(m);
    long count = argc == 4 ? atol(argv[3]) : 0;
    if (count < 1 || getenv("PULSE_API_KEY") == NULL) {
        fprintf(stderr, "usage: PULSE_API_KEY=... %s BASE_URL JOB_ID COUNT\n", argv[0]);
        return 0;
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    return count;
}

/* What each call asks for; the list is freed after the handle. */
static struct curl_slist *set_up(buffer *b, const char *base_url, const char *job_id) {
    char url[1024], header[1024];
    struct curl_slist *headers;
    snprintf(url, sizeof url, "%s/job/%s", base_url, job_id);
    snprintf(header, sizeof header, "x-api-key: %s", getenv("PULSE_API_KEY"));
    headers = curl_slist_append(NULL, header);
    curl_easy_setopt(b->curl, CURLOPT_URL, url);
    curl_easy_setopt(b->curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(b->curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(b->curl, CURLOPT_WRITEDATA, b);
    curl_easy_setopt(b->curl, CURLOPT_NOSIGNAL, 1L);
    /* SSL_CERT_FILE, which OpenSSL knows, is read by the tool `curl` only. */
    const char *roots = getenv("BENCH_CA_FILE") != NULL ? getenv("BENCH_CA_FILE") : getenv("SSL_CERT_FILE");
    if (roots != NULL) {
        curl_easy_setopt(b->curl, CURLOPT_CAINFO, roots);
    }
    return headers;
}

/* Takes the status and the length of the Markdown out of the response: each program has its own way to read JSON. */
static int parse_job(buffer *b, char *status, size_t status_size, size_t *markdown_bytes);

/* Whether the response is no job with a result. */
static int read_job(buffer *b, char *status, size_t status_size, size_t *markdown_bytes) {
    long http_status = 0;
    curl_easy_getinfo(b->curl, CURLINFO_RESPONSE_CODE, &http_status);
    if (http_status != 200) {
        fprintf(stderr, "HTTP status %ld\n", http_status);
        return 1;
    }
    if (parse_job(b, status, status_size, markdown_bytes) != 0) {
        fprintf(stderr, "not a job with a result\n");
        return 1;
    }
    return 0;
}

#endif
