/* GET /job/{id} with libcurl's multi interface and cJSON, 64 calls in flight.
 *
 * usage: PULSE_API_KEY=... curl_multi BASE_URL JOB_ID COUNT
 */
#include "cjson_job.h"

#define IN_FLIGHT 64

static int start(CURLM *multi, buffer *b) {
    b->size = 0;
    return curl_multi_add_handle(multi, b->curl) != CURLM_OK;
}

int main(int argc, char **argv) {
    measure m;
    long count = begin(argc, argv, &m);
    if (count < 1) {
        return 2;
    }

    CURLM *multi = curl_multi_init();
    static buffer calls[IN_FLIGHT];
    struct curl_slist *headers[IN_FLIGHT];
    for (int i = 0; i < IN_FLIGHT; i++) {
        calls[i].curl = curl_easy_init();
        headers[i] = set_up(&calls[i], argv[1], argv[2]);
        curl_easy_setopt(calls[i].curl, CURLOPT_PRIVATE, &calls[i]);
    }

    char status[64] = "";
    size_t markdown_bytes = 0;
    long begun = 1, done = 0;
    int failed = start(multi, &calls[0]), running = 0, left = 0;
    while (done < count && !failed) {
        CURLMsg *message;
        failed = curl_multi_perform(multi, &running) != CURLM_OK;
        while (!failed && (message = curl_multi_info_read(multi, &left)) != NULL) {
            buffer *b = NULL;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&b);
            failed = message->data.result != CURLE_OK || read_job(b, status, sizeof status, &markdown_bytes);
            curl_multi_remove_handle(multi, b->curl);
            if (done++ == 0) {
                measure_first(&m, count > 1);
                for (int i = 1; i < IN_FLIGHT && begun < count && !failed; i++, begun++) {
                    failed = start(multi, &calls[i]);
                }
            }
            if (begun < count && !failed) {
                failed = start(multi, b);
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
        curl_slist_free_all(headers[i]);
        free(calls[i].data);
    }
    curl_multi_cleanup(multi);
    curl_global_cleanup();
    return failed;
}
