/*
 * Looks at a job once, and prints its status and the start of its text.
 *
 *   cc get_job.c -lpulse_native -o get_job
 *   PULSE_API_KEY=... ./get_job JOB_ID
 *
 * SPDX-License-Identifier: MIT
 */
#include <pulse_native.h>

#include <stdio.h>

int main(int argc, char **argv) {
    pulse_client *client = NULL;
    pulse_job *job = NULL;
    pulse_error *error = NULL;
    pulse_str text;
    int exit_code = 0;

    if (argc != 2) {
        fprintf(stderr, "usage: %s JOB_ID\n", argv[0]);
        return 2;
    }

    if (pulse_client_new(NULL, &client, &error) != PULSE_OK || pulse_get_job(client, argv[1], &job, &error) != PULSE_OK) {
        pulse_error_message(error, &text);
        fprintf(stderr, "%s\n", text.data);
        pulse_error_free(error);
        exit_code = 1;
    } else {
        pulse_job_status_text(job, &text, NULL);
        printf("status: %s\n", text.data);
        if (pulse_job_markdown(job, &text, NULL) == PULSE_OK) {
            printf("text: %.100s\n", text.data);
        } else if (pulse_job_error(job, &text, NULL) == PULSE_OK && text.size > 0) {
            printf("error: %s\n", text.data);
        }
    }

    pulse_job_free(job);
    pulse_client_free(client);
    return exit_code;
}
