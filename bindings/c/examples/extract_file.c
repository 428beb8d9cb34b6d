/*
 * Extracts a document and prints its Markdown.
 *
 *   cc extract_file.c -lpulse_native -o extract_file
 *   PULSE_API_KEY=... ./extract_file report.pdf
 *
 * SPDX-License-Identifier: MIT
 */
#include <pulse_native.h>

#include <stdio.h>

/* Prints what went wrong, frees the error, and gives the program's exit code. */
static int fail(const char *step, pulse_error *error) {
    pulse_str message;
    pulse_str job_id;
    pulse_error_message(error, &message);
    pulse_error_job_id(error, &job_id);
    fprintf(stderr, "%s: %s: %s\n", step, pulse_code_name(pulse_error_code(error)), message.data);
    if (job_id.size > 0) {
        fprintf(stderr, "job: %s\n", job_id.data);
    }
    pulse_error_free(error);
    return 1;
}

/* Runs on this program's own thread, whenever the job's status changes. */
static int32_t show_progress(const pulse_progress *progress, void *user_data) {
    (void)user_data;
    fprintf(stderr, "%s: %s after %.1f s\n", progress->job_id.data, progress->status_text.data,
            (double)progress->waited_ms / 1000.0);
    return 0;
}

int main(int argc, char **argv) {
    pulse_client *client = NULL;
    pulse_job *job = NULL;
    pulse_error *error = NULL;
    pulse_wait_options wait;
    pulse_file file = {0};
    pulse_str markdown;
    int exit_code = 0;

    if (argc != 2) {
        fprintf(stderr, "usage: %s FILE\n", argv[0]);
        return 2;
    }

    /* Key and base URL come from PULSE_API_KEY and PULSE_BASE_URL. */
    if (pulse_client_new(NULL, &client, &error) != PULSE_OK) {
        return fail("client", error);
    }

    file.struct_size = sizeof(file);
    file.path = argv[1];
    pulse_wait_options_init(&wait, sizeof(wait));
    wait.on_progress = show_progress;

    if (pulse_extract_and_wait(client, NULL, 0, &file, &wait, &job, &error) != PULSE_OK) {
        exit_code = fail(argv[1], error);
    } else if (pulse_job_markdown(job, &markdown, &error) != PULSE_OK) {
        exit_code = fail("markdown", error);
    } else {
        fwrite(markdown.data, 1, markdown.size, stdout);
        putchar('\n');
    }

    pulse_job_free(job);
    pulse_client_free(client);
    return exit_code;
}
