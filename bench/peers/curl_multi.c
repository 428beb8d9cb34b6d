/* GET /job/{id} with libcurl's multi interface and cJSON, 64 calls in flight.
 *
 * usage: PULSE_API_KEY=... curl_multi BASE_URL JOB_ID COUNT
 */
#include <cjson/cJSON.h>
#include <curl/curl.h>

#include "../common/measure.h"

#define IN_FLIGHT 64

typedef struct call {
    CURL *curl;
    char *data;
    size_t size;
    size_t capacity;
} call;

static size_t receive(char *data, size_t unit, size_t count, void *user_data) {
    call *c = user_data;
    size_t size = unit * count;
    if (c->size + size > c->capacity) {
        size_t capacity = 2 * (c->size + size);
        char *grown = realloc(c->data, capacity);
        if (grown == NULL) {
            return 0;
        }
        c->data = grown;
        c->capacity = capacity;
    }
    memcpy(c->data + c->size, data, size);
    c->size += size;
    return size;
}

static int read_job(call *c, char *status, size_t status_size, size_t *markdown_bytes) {
    long http_status = 0;
    curl_easy_getinfo(c->curl, CURLINFO_RESPONSE_CODE, &http_status);
    cJSON *job = http_status == 200 ? cJSON_ParseWithLength(c->data, c->size) : NULL;
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(job, "status"));
    const cJSON *result = cJSON_GetObjectItemCaseSensitive(job, "result");
    const char *markdown = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(result, "markdown"));
    int bad = text == NULL || markdown == NULL;
    if (!bad) {
        snprintf(status, status_size, "%s", text);
        *markdown_bytes = strlen(markdown);
    }
    cJSON_Delete(job);
    return bad;
}

static int start(CURLM *multi, call *c) {
    c->size = 0;
    return curl_multi_add_handle(multi, c->curl) != CURLM_OK;
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
    CURLM *multi = curl_multi_init();
    char url[1024], header[1024];
    snprintf(url, sizeof url, "%s/job/%s", argv[1], argv[2]);
    snprintf(header, sizeof header, "x-api-key: %s", key);
    struct curl_slist *headers = curl_slist_append(NULL, header);
    const char *roots = getenv("BENCH_CA_FILE") != NULL ? getenv("BENCH_CA_FILE") : getenv("SSL_CERT_FILE");
    static call calls[IN_FLIGHT];
    for (int i = 0; i < IN_FLIGHT; i++) {
        CURL *curl = calls[i].curl = curl_easy_init();
        curl_easy_setopt(curl, CURLOPT_URL, url);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receive);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &calls[i]);
        curl_easy_setopt(curl, CURLOPT_PRIVATE, &calls[i]);
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        if (roots != NULL) {
            curl_easy_setopt(curl, CURLOPT_CAINFO, roots);
        }
    }

    char status[64] = "";
    size_t markdown_bytes = 0;
    long begun = 1, done = 0;
    int failed = start(multi, &calls[0]), running = 0, left = 0;
    while (done < count && !failed) {
        CURLMsg *message;
        failed = curl_multi_perform(multi, &running) != CURLM_OK;
        while (!failed && (message = curl_multi_info_read(multi, &left)) != NULL) {
            call *c = NULL;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&c);
            failed = message->data.result != CURLE_OK || read_job(c, status, sizeof status, &markdown_bytes);
            curl_multi_remove_handle(multi, c->curl);
            if (done++ == 0) {
                measure_first(&m, count > 1);
                for (int i = 1; i < IN_FLIGHT && begun < count && !failed; i++, begun++) {
                    failed = start(multi, &calls[i]);
                }
            }
            if (begun < count && !failed) {
                failed = start(multi, c);
                begun++;
            }
        }
        if (done < count && !failed) {
            failed = curl_multi_poll(multi, NULL, 0, 1000, NULL) != CURLM_OK;
        }
    }
    if (failed) {
        fprintf(stderr, "a call failed\n");
    } else {
        measure_print(&m, count, status, markdown_bytes);
    }
    for (int i = 0; i < IN_FLIGHT; i++) {
        curl_easy_cleanup(calls[i].curl);
        free(calls[i].data);
    }
    curl_multi_cleanup(multi);
    curl_slist_free_all(headers);
    curl_global_cleanup();
    return failed;
}
