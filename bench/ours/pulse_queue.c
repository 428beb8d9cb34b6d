/* GET /job/{id} through one queue, 64 calls in flight.
 *
 * usage: PULSE_API_KEY=... pulse_queue BASE_URL JOB_ID COUNT
 */
#include "pulse_job.h"

#define IN_FLIGHT 64

int main(int argc, char **argv) {
    measure m;
    measure_begin(&m);
    long count = argc == 4 ? atol(argv[3]) : 0;
    if (count < 1) {
        fprintf(stderr, "usage: PULSE_API_KEY=... %s BASE_URL JOB_ID COUNT\n", argv[0]);
        return 2;
    }

    pulse_client *client = make_client(argv[1]);
    pulse_queue *queue = NULL;
    pulse_error *error = NULL;
    if (client == NULL || failed(pulse_queue_new(client, &queue, &error), &error)) {
        return 1;
    }

    char status[64] = "";
    size_t markdown_bytes = 0;
    long begun = 0;
    /* One alone, then all the others. */
    pulse_completion completions[IN_FLIGHT];
    pulse_completion_init(&completions[0], sizeof completions[0]);
    for (long done = 0; done < count;) {
        long most = done == 0 ? 1 : done + IN_FLIGHT;
        for (; begun < count && begun < most; begun++) {
            if (failed(pulse_queue_get_job(queue, argv[2], 1, &error), &error)) {
                return 1;
            }
        }
        size_t taken = 0;
        if (failed(pulse_queue_next_many(queue, PULSE_NO_LIMIT, completions, IN_FLIGHT, &taken, &error), &error)) {
            return 1;
        }
        for (size_t i = 0; i < taken; i++) {
            if (failed(completions[i].code, &completions[i].error) || read_job(completions[i].job, status, sizeof status, &markdown_bytes)) {
                return 1;
            }
            pulse_job_free(completions[i].job);
        }
        if (done == 0) {
            measure_first(&m, count > 1);
        }
        done += (long)taken;
    }
    measure_print(&m, count, status, markdown_bytes);
    pulse_queue_free(queue);
    pulse_client_free(client);
    return 0;
}
