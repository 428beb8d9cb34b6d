/* GET /job/{id} with the C interface, one call after another on one connection.
 *
 * usage: PULSE_API_KEY=... pulse_c BASE_URL JOB_ID COUNT
 */
#include <pulse_native.h>

#include "../common/measure.h"

/* Prints what went wrong, frees it, and returns whether the call failed. Takes
 * the error by address, as C may evaluate arguments in any order. */
static int failed(pulse_code code, pulse_error **error) {
    if (code == PULSE_OK) {
        return 0;
    }
    pulse_str message = {"", 0};
    pulse_error_message(*error, &message);
    fprintf(stderr, "%s: %.*s\n", pulse_code_name(code), (int)message.size, message.data);
    pulse_error_free(*error);
    return 1;
}

static int get_job(pulse_client *client, const char *id, char *status, size_t status_size, size_t *markdown_bytes) {
    pulse_error *error = NULL;
    pulse_job *job = NULL;
    if (failed(pulse_get_job(client, id, &job, &error), &error)) {
        return 1;
    }
    pulse_str text, markdown;
    int bad = failed(pulse_job_status_text(job, &text, &error), &error) ||
              failed(pulse_job_markdown(job, &markdown, &error), &error);
    if (!bad) {
        snprintf(status, status_size, "%.*s", (int)text.size, text.data);
        *markdown_bytes = markdown.size;
    }
    pulse_job_free(job);
    return bad;
}

int main(int argc, char **argv) {
    measure m;
    measure_begin(&m);
    long count = argc == 4 ? atol(argv[3]) : 0;
    if (count < 1) {
        fprintf(stderr, "usage: PULSE_API_KEY=... %s BASE_URL JOB_ID COUNT\n", argv[0]);
        return 2;
    }

    pulse_client_options options;
    pulse_client_options_init(&options, sizeof options);
    options.base_url = argv[1];
    options.api_key = getenv("PULSE_API_KEY");
    options.ca_file = getenv("BENCH_CA_FILE");
    pulse_error *error = NULL;
    pulse_client *client = NULL;
    if (failed(pulse_client_new(&options, &client, &error), &error)) {
        return 1;
    }

    char status[64] = "";
    size_t markdown_bytes = 0;
    int bad = 0;
    for (long i = 0; i < count && !bad; i++) {
        bad = get_job(client, argv[2], status, sizeof status, &markdown_bytes);
        if (i == 0) {
            measure_first(&m, count > 1);
        }
    }
    if (!bad) {
        measure_print(&m, count, status, markdown_bytes);
    }
    pulse_client_free(client);
    return bad;
}
