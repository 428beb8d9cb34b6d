/* Calls one operation by its name and prints what comes of it, for test_contract.py.
 *
 *   contract_client OPERATION REQUEST_JSON [-f FILE_NAME TEXT]... [POINTER]...
 *
 * Each line is a name and a text; texts are preceded by their size, as they may have line breaks. */
#include <stdio.h>
#include <string.h>

#include <pulse_native.h>

#define MAX_FILES 8

static void print(const char *name, pulse_str text) {
    printf("%s %lu ", name, (unsigned long)text.size);
    fwrite(text.data, 1, text.size, stdout);
    putchar('\n');
}

static int print_error(pulse_code code, pulse_error *error) {
    pulse_str text;
    int32_t status = 0;
    printf("code %ld\n", (long)code);
    pulse_error_http_status(error, &status);
    printf("http_status %ld\n", (long)status);
    if (pulse_error_api_code(error, &text) == PULSE_OK) {
        print("api_code", text);
    }
    if (pulse_error_message(error, &text) == PULSE_OK) {
        print("message", text);
    }
    pulse_error_free(error);
    return 0;
}

int main(int argc, char **argv) {
    pulse_file files[MAX_FILES];
    size_t file_count = 0;
    pulse_client *client = NULL;
    pulse_response *response = NULL;
    pulse_error *error = NULL;
    pulse_str text;
    pulse_code code;
    int32_t kind = 0;
    int i = 3;

    if (argc < 3) {
        return 2;
    }
    for (; i + 2 < argc && strcmp(argv[i], "-f") == 0 && file_count < MAX_FILES; i += 3) {
        pulse_file *file = &files[file_count++];
        memset(file, 0, sizeof *file);
        file->struct_size = sizeof *file;
        file->file_name = argv[i + 1];
        file->data = argv[i + 2];
        file->size = strlen(argv[i + 2]);
    }
    code = pulse_client_new(NULL, &client, &error);
    if (code != PULSE_OK) {
        return print_error(code, error);
    }
    code = pulse_call(client, argv[1], argv[2], strlen(argv[2]), file_count > 0 ? files : NULL, file_count, &response, &error);
    if (code != PULSE_OK) {
        pulse_client_free(client);
        return print_error(code, error);
    }
    printf("code 0\n");
    pulse_response_kind(response, &kind, NULL);
    printf("kind %ld\n", (long)kind);
    if (pulse_response_job_id(response, &text, NULL) == PULSE_OK && text.size > 0) {
        print("job_id", text);
    }
    if (kind == PULSE_RESPONSE_FILE) {
        if (pulse_response_media_type(response, &text, NULL) == PULSE_OK) {
            print("media_type", text);
        }
        if (pulse_response_content(response, &text, NULL) == PULSE_OK) {
            print("content", text);
        }
    }
    for (; i < argc; i++) {
        int32_t value_kind = PULSE_JSON_NONE;
        if (pulse_response_find(response, argv[i], &value_kind, &text, NULL) != PULSE_OK) {
            printf("value 0 0 \n");
        } else {
            char name[32];
            sprintf(name, "value %ld", (long)value_kind);
            print(name, text);
        }
    }
    pulse_response_free(response);
    pulse_client_free(client);
    return 0;
}
