/* What the C programs of ours share. */
#ifndef BENCH_PULSE_JOB_H
#define BENCH_PULSE_JOB_H

#include <pulse_native.h>

#include "../common/measure.h"

/* Prints what went wrong, frees it, and returns whether the call failed. Takes
 * the error by address, as C may evaluate arguments in any order. */
static inline int failed(pulse_code code, pulse_error **error) {
    if (code == PULSE_OK) {
        return 0;
    }
    pulse_str message = {"", 0};
    pulse_error_message(*error, &message);
    fprintf(stderr, "%s: %.*s\n", pulse_code_name(code), (int)message.size, message.data);
    pulse_error_free(*error);
    *error = NULL;
    return 1;
}

static inline pulse_client *make_client(const char *base_url) {
    pulse_client_options options;
    pulse_client *client = NULL;
    pulse_error *error = NULL;
    pulse_client_options_init(&options, sizeof options);
    options.base_url = base_url;
    options.api_key = getenv("PULSE_API_KEY");
    options.ca_file = getenv("BENCH_CA_FILE");
    return failed(pulse_client_new(&options, &client, &error), &error) ? NULL : client;
}

/* Whether the job could not be read. */
static inline int read_job(pulse_job *job, char *status, size_t status_size, size_t *markdown_bytes) {
    pulse_str text, markdown;
    pulse_error *error = NULL;
    if (failed(pulse_job_status_text(job, &text, &error), &error) || failed(pulse_job_markdown(job, &markdown, &error), &error)) {
        return 1;
    }
    snprintf(status, status_size, "%.*s", (int)text.size, text.data);
    *markdown_bytes = markdown.size;
    return 0;
}

#endif
