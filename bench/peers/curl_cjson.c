/* GET /job/{id} with libcurl and cJSON, one call after another on one connection.
 *
 * usage: PULSE_API_KEY=... curl_cjson BASE_URL JOB_ID COUNT
 */
#include <cjson/cJSON.h>
#include <curl/curl.h>

#include "../common/measure.h"

typedef struct buffer {
    char *data;
    size_t size;
    size_t capacity;
    CURL *curl;
} buffer;

static size_t receive(char *data, size_t unit, size_t count, void *user_data) {
    buffer *b = user_data;
    size_t size = unit * count;
    if (b->size + size > b->capacity) {
        /* The announced length saves growing, and with it copies and memory. */
        curl_off_t length = -1;
        curl_easy_getinfo(b->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
        size_t capacity = length > 0 ? (size_t)length : 2 * (b->size + size);
        if (capacity < b->size + size) {
            capacity = 2 * (b->size + size);
        }
        char *grown = realloc(b->data, capacity);
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

static int get_job(CURL *curl, buffer *b, char *status, size_t status_size, size_t *markdown_bytes) {
    b->size = 0;
    CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
        fprintf(stderr, "%s\n", curl_easy_strerror(code));
        return 1;
    }
    long http_status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &http_status);
    if (http_status != 200) {
        fprintf(stderr, "HTTP status %ld\n", http_status);
        return 1;
    }
    cJSON *job = cJSON_ParseWithLength(b->data, b->size);
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(job, "status"));
    const cJSON *result = cJSON_GetObjectItemCaseSensitive(job, "result");
    const char *markdown = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(result, "markdown"));
    if (text == NULL || markdown == NULL) {
        fprintf(stderr, "not a job with a result\n");
        cJSON_Delete(job);
        return 1;
    }
    snprintf(status, status_size, "%s", text);
    *markdown_bytes = strlen(markdown);
    cJSON_Delete(job);
    return 0;
}

int main(int argc, char **argv) {
    measure m;
    measure_begin(&m);
    const char *key = getenv("PULSE_API_KEY");
    long count = argc == 4 ? atol(argv[3]) : 0;
    if (count < 1 || key == NULL) {
        fprintf(stderr, "usage: PULSE_API_KEY=... %s BASE_URL JOB_ID COUNT\n", argv[0]);
        return 2;
    }

    curl_global_init(CURL_GLOBAL_DEFAULT);
    CURL *curl = curl_easy_init();
    char url[1024], header[1024];
    snprintf(url, sizeof url, "%s/job/%s", argv[1], argv[2]);
    snprintf(header, sizeof header, "x-api-key: %s", key);
    struct curl_slist *headers = curl_slist_append(NULL, header);
    buffer b = {.curl = curl};
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &b);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    /* SSL_CERT_FILE, which OpenSSL knows, is read by the tool `curl` only. */
    const char *roots = getenv("BENCH_CA_FILE") != NULL ? getenv("BENCH_CA_FILE") : getenv("SSL_CERT_FILE");
    if (roots != NULL) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, roots);
    }

    char status[64] = "";
    size_t markdown_bytes = 0;
    int failed = 0;
    for (long i = 0; i < count && !failed; i++) {
        failed = get_job(curl, &b, status, sizeof status, &markdown_bytes);
        if (i == 0) {
            measure_first(&m, count > 1);
        }
    }
    if (!failed) {
        measure_print(&m, count, status, markdown_bytes);
    }
    free(b.data);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    curl_global_cleanup();
    return failed;
}
