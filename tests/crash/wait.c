/* Waits two seconds at most for a job of a server that is not to be trusted: prints its text, or which job failed and why. */
#include <pulse_native.h>

#include <stdio.h>

int main(int argc, char **argv) {
    pulse_client_options options;
    pulse_wait_options wait;
    pulse_client *client = NULL;
    pulse_job *job = NULL;
    pulse_error *error = NULL;
    pulse_str text;
    pulse_str id;
    int exit_code = 1;

    if (argc != 3) {
        return 2;
    }

    pulse_client_options_init(&options, sizeof options);
    options.base_url = argv[1];
    options.api_key = "program-key";
    options.max_retries = PULSE_NO_RETRIES;
    pulse_wait_options_init(&wait, sizeof wait);
    wait.timeout_ms = 2000;
    if (pulse_client_new(&options, &client, &error) == PULSE_OK && pulse_wait_job(client, argv[2], &wait, &job, &error) == PULSE_OK && pulse_job_markdown(job, &text, &error) == PULSE_OK) {
        printf("%s\n", text.data);
        exit_code = 0;
    } else {
        pulse_error_message(error, &text);
        pulse_error_job_id(error, &id);
        fprintf(stderr, "%s: %s\n", id.data, text.data);
        pulse_error_free(error);
    }

    pulse_job_free(job);
    pulse_client_free(client);
    return exit_code;
}
