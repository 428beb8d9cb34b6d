/*
 * Does what a C program can do with a client, with the log at its finest, and prints everything that the library hands out.
 *
 * SPDX-License-Identifier: MIT
 */
#include <pulse_native.h>

#include <stdio.h>
#include <string.h>

static void show(const char *name, pulse_str text) {
    printf("%s: %.*s\n", name, (int)text.size, text.data);
}

static void log_line(int32_t level, pulse_str message, void *user_data) {
    (void)user_data;
    fprintf(stderr, "log %d: %.*s\n", (int)level, (int)message.size, message.data);
}

static void show_error(pulse_error *error) {
    pulse_str text;
    int32_t status = 0;
    if (error == NULL) {
        return;
    }
    pulse_error_http_status(error, &status);
    printf("code %s, HTTP %d\n", pulse_code_name(pulse_error_code(error)), (int)status);
    if (pulse_error_message(error, &text) == PULSE_OK) {
        show("message", text);
    }
    if (pulse_error_api_code(error, &text) == PULSE_OK) {
        show("api code", text);
    }
    if (pulse_error_request_id(error, &text) == PULSE_OK) {
        show("request id", text);
    }
    if (pulse_error_body(error, &text) == PULSE_OK) {
        show("body", text);
    }
    if (pulse_error_job_id(error, &text) == PULSE_OK) {
        show("job", text);
    }
    pulse_error_free(error);
}

static void show_job(pulse_job *job) {
    pulse_str text;
    if (job == NULL) {
        return;
    }
    /* What came as a result is handed out as it came, so of a job only what is said about it. */
    if (pulse_job_id(job, &text, NULL) == PULSE_OK) {
        show("id", text);
    }
    if (pulse_job_status_text(job, &text, NULL) == PULSE_OK) {
        show("status", text);
    }
    if (pulse_job_error(job, &text, NULL) == PULSE_OK) {
        show("job's error", text);
    }
    pulse_job_free(job);
}

int main(int argc, char **argv) {
    pulse_client_options options;
    pulse_client *client = NULL;
    pulse_job *job = NULL;
    pulse_response *response = NULL;
    pulse_error *error = NULL;
    pulse_file file;
    pulse_str text;

    if (argc != 2 || pulse_set_log(log_line, PULSE_LOG_DEBUG, NULL, NULL) != PULSE_OK) {
        return 2;
    }
    pulse_client_options_init(&options, sizeof(options));
    options.max_retries = 1;
    if (pulse_client_new(&options, &client, &error) != PULSE_OK) {
        show_error(error);
        return 1;
    }
    pulse_get_job(client, "some-job", &job, &error);
    show_error(error);
    show_job(job);
    job = NULL;
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    file.path = argv[1];
    pulse_extract(client, NULL, 0, &file, &response, &error);
    show_error(error);
    if (response != NULL && pulse_response_json(response, &text, NULL) == PULSE_OK) {
        printf("response: %u bytes\n", (unsigned)text.size);
    }
    pulse_response_free(response);
    pulse_extract_and_wait(client, NULL, 0, &file, NULL, &job, &error);
    show_error(error);
    show_job(job);
    pulse_client_free(client);
    puts("done");
    return 0;
}
