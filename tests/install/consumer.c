#include <pulse_native.h>

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    pulse_client *client = NULL;
    pulse_job *job = NULL;
    pulse_file file = {0};
    pulse_str text = {"", 0};

    file.struct_size = sizeof file;
    file.path = argc > 1 ? argv[1] : "";
    if (pulse_abi_version() == PULSE_ABI_VERSION && pulse_client_new(NULL, &client, NULL) == PULSE_OK &&
        pulse_extract_and_wait(client, NULL, 0, &file, NULL, &job, NULL) == PULSE_OK) {
        pulse_job_markdown(job, &text, NULL);
    }
    printf("%s %s\n", pulse_version(), strstr(text.data, "Strait Savings Bank") != NULL ? "extracted" : "failed");
    pulse_job_free(job);
    pulse_client_free(client);
    return 0;
}
