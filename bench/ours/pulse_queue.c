/* GET /job/{id} through one queue, 64 calls in flight.
 *
 * usage: PULSE_API_KEY=... pulse_queue BASE_URL JOB_ID COUNT
 */
#include <pulse_native.h>

#include "../common/measure.h"

#define IN_FLIGHT 64

static int failed(pulse_code code, pulse_error *error) {
    pulse_str message = {"", 0};
    if (code != PULSE_OK) {
        pulse_error_message(error, &message);
        fprintf(stderr, "%s: %.*s\n", pulse_code_name(code), (int)message.size, message.data);
    }
    return code != PULSE_OK;
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
    pulse_queue *queue = NULL;
    if (failed(pulse_client_new(&options, &client, &error), error) || failed(pulse_queue_new(client, &queue, &error), error)) {
        return 1;
    }

    char status[64] = "";
    size_t markdown_bytes = 0;
    long begun = 0;
    /* One alone, then all the others. */
    for (long done = 0; done < count; done++) {
        long most = done == 0 ? 1 : done + IN_FLIGHT;
        for (; begun < count && begun < most; begun++) {
            if (failed(pulse_queue_get_job(queue, argv[2], 1, &error), error)) {
                return 1;
            }
        }
        pulse_completion completion;
        pulse_completion_init(&completion, sizeof completion);
        pulse_str text = {"", 0}, markdown = {"", 0};
        if (failed(pulse_queue_next(queue, PULSE_NO_LIMIT, &completion, &error), error) || failed(completion.code, completion.error) ||
            failed(pulse_job_status_text(completion.job, &text, &error), error) ||
            failed(pulse_job_markdown(completion.job, &markdown, &error), error)) {
            return 1;
        }
        snprintf(status, sizeof status, "%.*s", (int)text.size, text.data);
        markdown_bytes = markdown.size;
        pulse_job_free(completion.job);
        if (done == 0) {
            measure_first(&m, count > 1);
        }
    }
    measure_print(&m, count, status, markdown_bytes);
    pulse_queue_free(queue);
    pulse_client_free(client);
    return 0;
}
