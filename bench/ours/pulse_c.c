/* GET /job/{id} with the C interface, one call after another on one connection.
 *
 * usage: PULSE_API_KEY=... pulse_c BASE_URL JOB_ID COUNT
 */
#include "pulse_job.h"

static int get_job(pulse_client *client, const char *id, char *status, size_t status_size, size_t *markdown_bytes) {
    pulse_error *error = NULL;
    pulse_job *job = NULL;
    int bad = failed(pulse_get_job(client, id, &job, &error), &error) || read_job(job, status, status_size, markdown_bytes);
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

    pulse_client *client = make_client(argv[1]);
    if (client == NULL) {
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
