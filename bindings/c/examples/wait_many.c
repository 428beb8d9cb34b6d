/*
 * Extracts a document many times over and waits for all of the jobs at once,
 * on one thread, with nothing but pulse_queue_next().
 *
 *   cc wait_many.c -lpulse_native -o wait_many
 *   PULSE_API_KEY=... ./wait_many FILE [COUNT]
 *
 * SPDX-License-Identifier: MIT
 */
#include <pulse_native.h>

#include <stdio.h>
#include <stdlib.h>

static void report(const pulse_completion *completion) {
    pulse_str text;

    if (completion->code == PULSE_OK) {
        if (completion->tag == 0 && pulse_job_markdown(completion->job, &text, NULL) == PULSE_OK) {
            printf("the first one begins: %.40s\n", text.data);
        }
    } else {
        pulse_error_message(completion->error, &text);
        fprintf(stderr, "document %u: %s\n", (unsigned)completion->tag, text.data);
    }
}

int main(int argc, char **argv) {
    pulse_client *client = NULL;
    pulse_queue *queue = NULL;
    pulse_error *error = NULL;
    pulse_file file = {0};
    pulse_str text;
    unsigned count, i, pending = 0, completed = 0;

    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: %s FILE [COUNT]\n", argv[0]);
        return 2;
    }

    file.struct_size = sizeof(file);
    file.path = argv[1];
    count = argc == 3 ? (unsigned)strtoul(argv[2], NULL, 10) : 1000;
    if (pulse_client_new(NULL, &client, &error) == PULSE_OK && pulse_queue_new(client, &queue, &error) == PULSE_OK) {
        for (i = 0; i < count; i++) {
            if (pulse_queue_extract(queue, PULSE_EXTRACT_AND_WAIT, NULL, 0, &file, NULL, 0, i, &error) != PULSE_OK) {
                break;
            }

            pending++;
        }
    }

    if (error != NULL) {
        pulse_error_message(error, &text);
        fprintf(stderr, "%s\n", text.data);
        pulse_error_free(error);
    }

    while (pending > 0) {
        pulse_completion completion;
        pulse_completion_init(&completion, sizeof completion);
        if (pulse_queue_next(queue, PULSE_NO_LIMIT, &completion, NULL) != PULSE_OK) {
            break;
        }

        /* Without PULSE_QUEUE_PROGRESS every completion is a final one. */
        report(&completion);
        pending--;
        completed += completion.code == PULSE_OK;
        pulse_job_free(completion.job);
        pulse_error_free(completion.error);
    }

    printf("%u of %u documents completed\n", completed, count);
    pulse_queue_free(queue);
    pulse_client_free(client);
    return completed == count ? 0 : 1;
}
