/* Extracts many documents with pulse_run_documents(), against the service at PULSE_BASE_URL.
 *
 * usage: PULSE_API_KEY=... PULSE_BASE_URL=... batch FOLDER COUNT
 *
 * FOLDER/documents has 000000.txt and so on; the results are written to FOLDER/output.
 */
#include "pulse_job.h"

#include <unistd.h>

#define LONGEST_NAME 64

int main(int argc, char **argv) {
    long count = argc == 3 ? atol(argv[2]) : 0;
    if (count < 1 || count > 1000000 || chdir(argv[1]) != 0) {
        fprintf(stderr, "usage: PULSE_API_KEY=... PULSE_BASE_URL=... %s FOLDER COUNT\n", argv[0]);
        return 2;
    }

    measure m;
    measure_begin(&m);
    char *request = malloc((size_t)count * LONGEST_NAME + 200);
    if (request == NULL) {
        return 1;
    }
    int size = sprintf(request, "{\"output\":\"output\",\"concurrency\":64,\"documents\":[");
    for (long i = 0; i < count; i++) {
        size += sprintf(request + size, "%s\"documents/%06ld.txt\"", i == 0 ? "" : ",", i);
    }
    size += sprintf(request + size, "]}");

    pulse_client *client = NULL;
    pulse_response *response = NULL;
    pulse_error *error = NULL;
    pulse_str json;
    if (failed(pulse_client_new(NULL, &client, &error), &error) ||
        failed(pulse_run_documents(client, request, (size_t)size, &response, &error), &error) ||
        failed(pulse_response_json(response, &json, &error), &error)) {
        return 1;
    }

    long completed = 0;
    static const char wanted[] = "\"state\":\"completed\"";
    for (const char *at = json.data; (at = strstr(at, wanted)) != NULL; at += sizeof wanted) {
        completed++;
    }
    double seconds = (double)(measure_now_ns() - m.start_ns) / 1e9;
    printf("{\"completed\":%ld,\"documents_per_s\":%.1f,\"cpu_us\":%.1f,\"peak_rss_kb\":%ld}\n", completed,
           (double)count / seconds, (double)measure_cpu_us() / (double)count, measure_peak_kb());
    pulse_response_free(response);
    pulse_client_free(client);
    free(request);
    return completed == count ? 0 : 1;
}
