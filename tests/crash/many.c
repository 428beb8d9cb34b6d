/* Extracts many documents: argv[2] is the request of pulse_run_documents(); prints its response, or why there is none. */
#include <pulse_native.h>

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    pulse_client_options options;
    pulse_client *client = NULL;
    pulse_response *response = NULL;
    pulse_error *error = NULL;
    pulse_str text;
    int exit_code = 1;

    if (argc != 3) {
        return 2;
    }

    pulse_client_options_init(&options, sizeof options);
    options.base_url = argv[1];
    options.api_key = "program-key";
    options.max_retries = PULSE_NO_RETRIES;
    if (pulse_client_new(&options, &client, &error) == PULSE_OK && pulse_run_documents(client, argv[2], strlen(argv[2]), &response, &error) == PULSE_OK && pulse_response_json(response, &text, &error) == PULSE_OK) {
        printf("%.*s\n", (int)text.size, text.data);
        exit_code = 0;
    } else {
        pulse_error_message(error, &text);
        fprintf(stderr, "%s\n", text.data);
        pulse_error_free(error);
    }

    pulse_response_free(response);
    pulse_client_free(client);
    return exit_code;
}
