/* The C interface against a running sandbox (PULSE_BASE_URL, PULSE_API_KEY; argv[1]: the folder of the samples). */
#include "pulse_native.h"

#include "harness.h"

#include <stdlib.h>
#include <unistd.h>

static pulse_client *client;
static char path[4096];

static const char *sample(const char *folder, const char *name) {
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static pulse_file file_at(const char *file_path) {
    pulse_file file;
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    file.path = file_path;
    return file;
}

static int contains(pulse_str text, const char *part) { return strstr(text.data, part) != NULL; }

static int terminated(pulse_str text) { return text.data != NULL && text.data[text.size] == '\0'; }

static int64_t live_handles(void) {
    pulse_stats stats;
    stats.struct_size = sizeof(stats);
    return pulse_client_stats(client, &stats, NULL) == PULSE_OK ? stats.handles : -1;
}

static void test_library(void) {
    CHECK(strcmp(pulse_version(), "0.1.0") == 0);
    CHECK(pulse_abi_version() == PULSE_ABI_VERSION);
    CHECK(strcmp(pulse_code_name(PULSE_OK), "OK") == 0);
    CHECK(strcmp(pulse_code_name(PULSE_OUTCOME_UNKNOWN), "OUTCOME_UNKNOWN") == 0);
    CHECK(strcmp(pulse_code_name(9999), "UNKNOWN") == 0);
}

static void test_client_options(void) {
    pulse_client_options options;
    pulse_client *made = NULL;
    pulse_error *error = NULL;
    pulse_str message;

    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_options_init(NULL, sizeof(options)));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_options_init(&options, sizeof(options) + 8));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_options_init(&options, 1));
    CHECK_CODE(PULSE_OK, pulse_client_options_init(&options, sizeof(options)));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, NULL, NULL));

    options.base_url = "http://example.com";
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, &error));
    CHECK(made == NULL);
    CHECK(pulse_error_code(error) == PULSE_INVALID_ARGUMENT);
    CHECK_CODE(PULSE_OK, pulse_error_message(error, &message));
    CHECK(contains(message, "options.base_url") && terminated(message));
    pulse_error_free(error);

    options.base_url = "\xff\xfe";
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, NULL));
    options.base_url = NULL;
    options.timeout_ms = -5;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, NULL));
    options.timeout_ms = 0;
    options.flags = 0x80000000u;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, NULL));
    options.flags = 0;
    options.ca_file = "/no/such/file";
    CHECK_CODE(PULSE_FILE_ERROR, pulse_client_new(&options, &made, &error));
    CHECK_CODE(PULSE_OK, pulse_error_message(error, &message));
    CHECK(contains(message, "options.ca_file") && contains(message, "/no/such/file"));
    pulse_error_free(error);
    options.ca_file = NULL;
    options.client_key_file = "/no/such/file";
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, NULL));
    options.client_certificate_file = "/no/such/file";
    CHECK_CODE(PULSE_FILE_ERROR, pulse_client_new(&options, &made, NULL));
    options.client_certificate_file = options.client_key_file = NULL;
    options.proxy = "ftp://user:pass-canary@host";
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, &error));
    CHECK_CODE(PULSE_OK, pulse_error_message(error, &message));
    CHECK(contains(message, "options.proxy") && !contains(message, "pass-canary"));
    pulse_error_free(error);
    options.proxy = NULL;
    options.header_count = 1;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, NULL));
    {
        pulse_header headers[2] = {{"x-api-key", "value-canary"}, {"X-B", "b"}};
        options.headers = headers;
        options.header_count = 2;
        CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, &error));
        CHECK_CODE(PULSE_OK, pulse_error_message(error, &message));
        CHECK(contains(message, "x-api-key") && !contains(message, "value-canary"));
        pulse_error_free(error);
        headers[0].name = "x-b"; /* the same name twice */
        CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, NULL));
        headers[0].name = NULL;
        CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, NULL));
        headers[0].name = "X-A";
        headers[0].value = "\xff";
        CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, NULL));
        headers[0].value = "a\r\nX-C: c";
        CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, NULL));
        options.header_count = (size_t)-1;
        CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, NULL));
    }
    options.headers = NULL;
    options.header_count = 0;
    options.struct_size = sizeof(options) + 8;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, NULL));
    options.struct_size = 0;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_client_new(&options, &made, NULL));

    /* An older program knows only the first members. */
    pulse_client_options_init(&options, sizeof(options));
    options.struct_size = offsetof(pulse_client_options, base_url);
    options.api_key = "a-wrong-key";
    options.base_url = "not looked at";
    CHECK_CODE(PULSE_OK, pulse_client_new(&options, &made, NULL));
    CHECK_CODE(PULSE_UNAUTHORIZED, pulse_get_job(made, "x", (pulse_job **)&message, &error));
    CHECK_CODE(PULSE_OK, pulse_error_api_code(error, &message));
    CHECK(strcmp(message.data, "AUTH_002") == 0);
    pulse_error_free(error);
    pulse_client_free(made);

    /* One from before the options of TLS and the proxy, whose memory holds something else there. */
    pulse_client_options_init(&options, sizeof(options));
    memset((char *)&options + offsetof(pulse_client_options, ca_file), 0x5a, sizeof(options) - offsetof(pulse_client_options, ca_file));
    options.struct_size = offsetof(pulse_client_options, ca_file);
    CHECK_CODE(PULSE_OK, pulse_client_new(&options, &made, NULL));
    pulse_client_free(made);
}

static void test_headers(void) {
    pulse_client_options options;
    pulse_header header = {"X-Gateway", "open sesame"};
    pulse_client *made = NULL;
    pulse_job *job = NULL;
    pulse_response *response = NULL;
    pulse_error *error = NULL;
    pulse_str text;
    char id[100];
    const char *body = "{\"file_url\":\"https://example.com/a.pdf\"}";
    int32_t accepted = -1;
    pulse_client_options_init(&options, sizeof(options));
    options.headers = &header;
    options.header_count = 1;
    options.flags = PULSE_KEEP_HEADERS;
    CHECK_CODE(PULSE_OK, pulse_client_new(&options, &made, NULL));
    header.name = header.value = NULL; /* it has been copied */
    CHECK_CODE(PULSE_OK, pulse_submit_extract(made, body, strlen(body), NULL, &response, NULL));
    CHECK_CODE(PULSE_OK, pulse_response_headers(response, &text, NULL));
    CHECK(text.size > 2 && text.data[0] == '{' && contains(text, "\"content-type\":\"application/json") && terminated(text));
    CHECK_CODE(PULSE_OK, pulse_response_job_id(response, &text, NULL));
    CHECK(text.size < sizeof(id));
    memcpy(id, text.data, text.size + 1);
    pulse_response_free(response);
    CHECK_CODE(PULSE_OK, pulse_get_job(made, id, &job, NULL));
    CHECK_CODE(PULSE_OK, pulse_job_headers(job, &text, NULL));
    CHECK(contains(text, "\"date\":"));
    pulse_job_free(job);
    CHECK_CODE(PULSE_NOT_FOUND, pulse_get_job(made, "none", &job, &error));
    CHECK_CODE(PULSE_OK, pulse_error_headers(error, &text));
    CHECK(contains(text, "\"content-type\":"));
    pulse_error_free(error);
    pulse_client_free(made);

    /* A submit after which nobody knows, and one that was surely refused. */
    header.name = "X-Pulse-Sandbox-Fault";
    header.value = "{\"status\": 504}";
    CHECK_CODE(PULSE_OK, pulse_client_new(&options, &made, NULL));
    CHECK_CODE(PULSE_SERVER_ERROR, pulse_submit_extract(made, body, strlen(body), NULL, &response, &error));
    CHECK_CODE(PULSE_OK, pulse_error_may_have_been_accepted(error, &accepted));
    CHECK(accepted == 1);
    pulse_error_free(error);
    pulse_client_free(made);
    header.value = "{\"status\": 400}";
    CHECK_CODE(PULSE_OK, pulse_client_new(&options, &made, NULL));
    CHECK_CODE(PULSE_BAD_REQUEST, pulse_submit_extract(made, body, strlen(body), NULL, &response, &error));
    CHECK_CODE(PULSE_OK, pulse_error_may_have_been_accepted(error, &accepted));
    CHECK(accepted == 0);
    pulse_error_free(error);
    pulse_client_free(made);

    /* Good answers keep none without the flag. */
    CHECK_CODE(PULSE_OK, pulse_client_new(NULL, &made, NULL));
    CHECK_CODE(PULSE_OK, pulse_get_job(made, id, &job, NULL));
    CHECK_CODE(PULSE_OK, pulse_job_headers(job, &text, NULL));
    CHECK(text.size == 0 && terminated(text));
    pulse_job_free(job);
    pulse_client_free(made);
}

static void test_missing_key(void) {
    char *key = strdup(getenv("PULSE_API_KEY"));
    pulse_client *keyless = NULL;
    pulse_job *job = NULL;
    pulse_stats stats;
    unsetenv("PULSE_API_KEY");
    CHECK_CODE(PULSE_OK, pulse_client_new(NULL, &keyless, NULL));
    setenv("PULSE_API_KEY", key, 1);
    CHECK_CODE(PULSE_MISSING_API_KEY, pulse_get_job(keyless, "x", &job, NULL));
    stats.struct_size = sizeof(stats);
    CHECK_CODE(PULSE_OK, pulse_client_stats(keyless, &stats, NULL));
    CHECK(stats.requests == 0);
    pulse_client_free(keyless);
    free(key);
}

static void test_handles(void) {
    pulse_job *job = NULL;
    pulse_error *error = NULL;
    pulse_client *gone = NULL;
    pulse_str text;
    int32_t number;
    int64_t long_number;

    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_get_job(NULL, "x", &job, &error));
    CHECK(pulse_error_code(error) == PULSE_INVALID_HANDLE);
    /* An error is no job, no client and no response. */
    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_job_status((pulse_job *)error, &number, NULL));
    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_get_job((pulse_client *)error, "x", &job, NULL));
    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_response_kind((pulse_response *)error, &number, NULL));
    pulse_client_free((pulse_client *)error);
    CHECK(pulse_error_code(error) == PULSE_INVALID_HANDLE);
    pulse_error_free(error);
    pulse_error_free(error);
    CHECK(pulse_error_code(error) == PULSE_INVALID_HANDLE);
    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_error_message(error, &text));
    CHECK(text.size == 0 && terminated(text));
    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_error_http_status((pulse_error *)(size_t)0x1234, &number));
    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_error_retry_after_ms(NULL, &long_number));
    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_job_markdown((pulse_job *)(size_t)0xdeadbeef, &text, NULL));
    CHECK(text.size == 0 && terminated(text));

    pulse_client_free(NULL);
    pulse_job_free(NULL);
    pulse_response_free(NULL);
    pulse_error_free(NULL);
    CHECK_CODE(PULSE_OK, pulse_client_new(NULL, &gone, NULL));
    pulse_client_free(gone);
    pulse_client_free(gone);
    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_get_job(gone, "x", &job, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_get_job(client, "x", NULL, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_error_message(NULL, NULL));
}

static void test_job_ids(void) {
    static const char *const refused[] = {"", " ", "\t", ".", "..", "a\nb", "\xc3\x28"};
    static const char *const strange[] = {"a/b", "a?b", "a#b", "a%2fb", "a b", "\xc3\xa9", "../job/x", "nope"};
    pulse_job *job = NULL;
    size_t i;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_get_job(client, NULL, &job, NULL));
    for (i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
        CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_get_job(client, refused[i], &job, NULL));
        CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_cancel_job(client, refused[i], NULL));
        CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_wait_job(client, refused[i], NULL, &job, NULL));
    }
    for (i = 0; i < sizeof(strange) / sizeof(*strange); i++) {
        pulse_error *error = NULL;
        pulse_str text;
        int32_t status = 0;
        CHECK_CODE(PULSE_NOT_FOUND, pulse_get_job(client, strange[i], &job, &error));
        CHECK_CODE(PULSE_OK, pulse_error_http_status(error, &status));
        CHECK(status == 404);
        CHECK_CODE(PULSE_OK, pulse_error_job_id(error, &text));
        CHECK(strcmp(text.data, strange[i]) == 0);
        pulse_error_free(error);
        /* A job that does not exist ends a wait at once. */
        CHECK_CODE(PULSE_NOT_FOUND, pulse_wait_job(client, strange[i], NULL, &job, NULL));
    }
}

static void test_bad_requests(const char *folder) {
    static const char wrong_type[] = "{\"pages\": 5}";
    static const char both[] = "{\"fileUrl\": \"http://127.0.0.1/x.pdf\"}";
    pulse_file file = file_at("/no/such/file.pdf");
    pulse_response *response = NULL;
    pulse_error *error = NULL;
    pulse_str message;
    char empty[] = "/tmp/pulse-empty-XXXXXX.pdf";
    int descriptor = mkstemps(empty, 4);
    close(descriptor);

    CHECK_CODE(PULSE_FILE_ERROR, pulse_extract(client, NULL, 0, &file, &response, NULL));
    file.path = "/tmp";
    CHECK_CODE(PULSE_FILE_ERROR, pulse_submit_extract(client, NULL, 0, &file, &response, NULL));
    file.path = empty;
    CHECK_CODE(PULSE_FILE_ERROR, pulse_extract_async(client, NULL, 0, &file, &response, NULL));
    unlink(empty);
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_extract(client, NULL, 0, NULL, &response, NULL));
    file.path = NULL;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_extract(client, NULL, 0, &file, &response, NULL));
    file.data = "%PDF-";
    file.size = 5;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_extract(client, NULL, 0, &file, &response, NULL)); /* no name */
    file.file_name = "x.pdf";
    file.path = "/tmp/x.pdf";
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_extract(client, NULL, 0, &file, &response, NULL)); /* path and data */
    file = file_at(sample(folder, "bank-statement.pdf"));
    file.struct_size = 0;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_extract(client, NULL, 0, &file, &response, NULL));
    file.struct_size = sizeof(file);
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_extract(client, "{", 1, &file, &response, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_extract(client, "[]", 2, &file, &response, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_extract(client, "{\"pages\":\"\xff\"}", 13, &file, &response, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_extract(client, NULL, 7, &file, &response, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_extract(client, "{}", (size_t)-1, &file, &response, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_extract(client, both, sizeof(both) - 1, &file, &response, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_extract(client, wrong_type, sizeof(wrong_type) - 1, &file, &response, &error));
    CHECK_CODE(PULSE_OK, pulse_error_message(error, &message));
    CHECK(contains(message, "pages"));
    pulse_error_free(error);
    CHECK(response == NULL);

    /* The service's own refusal keeps its status, code and body. */
    CHECK_CODE(PULSE_BAD_REQUEST, pulse_extract(client, "{\"pages\":\"99\"}", 14, &file, &response, &error));
    CHECK_CODE(PULSE_OK, pulse_error_api_code(error, &message));
    CHECK(strcmp(message.data, "REQ_006") == 0);
    CHECK_CODE(PULSE_OK, pulse_error_body(error, &message));
    CHECK(contains(message, "REQ_006") && terminated(message));
    pulse_error_free(error);
}

static void test_extract_and_wait(const char *folder) {
    static const char request[] =
        "{\"structured_output\": {\"schema\": {\"type\": \"object\", \"properties\": "
        "{\"account_holder\": {\"type\": \"string\"}, \"balance\": {\"type\": \"number\"}}}}}";
    pulse_file file = file_at(sample(folder, "bank-statement.pdf"));
    pulse_job *job = NULL;
    pulse_error *error = NULL;
    pulse_str text;
    pulse_str again;
    int32_t number;
    int64_t instant;
    int64_t updated;

    CHECK_CODE(PULSE_OK, pulse_extract_and_wait(client, request, sizeof(request) - 1, &file, NULL, &job, &error));
    CHECK(error == NULL);
    CHECK_CODE(PULSE_OK, pulse_job_status(job, &number, NULL));
    CHECK(number == PULSE_JOB_STATUS_COMPLETED);
    CHECK_CODE(PULSE_OK, pulse_job_status_text(job, &text, NULL));
    CHECK(strcmp(text.data, "completed") == 0);
    CHECK_CODE(PULSE_OK, pulse_job_id(job, &text, NULL));
    CHECK(text.size > 0 && terminated(text));
    CHECK_CODE(PULSE_OK, pulse_job_markdown(job, &text, NULL));
    CHECK(contains(text, "Maria Jensen") && strlen(text.data) == text.size);
    CHECK_CODE(PULSE_OK, pulse_job_markdown(job, &again, NULL));
    CHECK(again.data == text.data);
    CHECK_CODE(PULSE_OK, pulse_job_page_count(job, &instant, NULL));
    CHECK(instant == 2);
    CHECK_CODE(PULSE_OK, pulse_job_created_at(job, &instant, NULL));
    CHECK_CODE(PULSE_OK, pulse_job_updated_at(job, &updated, NULL));
    CHECK(instant > 1700000000000LL && updated >= instant);
    CHECK_CODE(PULSE_OK, pulse_job_error(job, &text, NULL));
    CHECK(text.size == 0 && terminated(text));

    /* In place and in a copy: both end in NUL, in whichever order they are asked for. */
    CHECK_CODE(PULSE_OK, pulse_job_result(job, &text, NULL));
    CHECK(text.data[0] == '{' && text.data[text.size - 1] == '}' && terminated(text));
    CHECK_CODE(PULSE_OK, pulse_job_json(job, &again, NULL));
    CHECK(again.size > text.size && terminated(again) && strlen(again.data) == again.size);
    CHECK(contains(again, "\"job_id\"") && again.data[again.size - 1] == '}');
    CHECK_CODE(PULSE_OK, pulse_job_validate(job, NULL));

    CHECK_CODE(PULSE_OK, pulse_job_find(job, "/structured_output/values/account_holder", &number, &text, NULL));
    CHECK(number == PULSE_JSON_STRING && strcmp(text.data, "Maria Jensen") == 0);
    CHECK_CODE(PULSE_OK, pulse_job_find(job, "/structured_output/values/balance", &number, &text, NULL));
    CHECK(number == PULSE_JSON_NUMBER && strcmp(text.data, "12345.67") == 0);
    CHECK_CODE(PULSE_OK, pulse_job_find(job, "/bounding_boxes/Text/0/bounding_box", &number, &text, NULL));
    CHECK(number == PULSE_JSON_ARRAY && text.data[0] == '[' && text.data[text.size - 1] == ']');
    CHECK_CODE(PULSE_OK, pulse_job_find(job, "", &number, &text, NULL));
    CHECK(number == PULSE_JSON_OBJECT);
    CHECK_CODE(PULSE_NOT_FOUND, pulse_job_find(job, "/nothing/here", &number, &text, NULL));
    CHECK(number == PULSE_JSON_NONE && text.size == 0);
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_job_find(job, "no-slash", &number, &text, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_job_find(job, "/~2", &number, &text, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_job_find(job, NULL, &number, &text, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_job_find(job, "/markdown", NULL, &text, NULL));
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_job_find(job, "/\xff", &number, &text, NULL));
    pulse_job_free(job);
    pulse_job_free(job);
    CHECK_CODE(PULSE_INVALID_HANDLE, pulse_job_markdown(job, &text, NULL));
}

static void test_submit_get_cancel(const char *folder) {
    pulse_file file;
    pulse_response *response = NULL;
    pulse_job *job = NULL;
    pulse_str id;
    int32_t kind;
    FILE *source = fopen(sample(folder, "bank-statement.pdf"), "rb");
    static char bytes[1 << 20];
    memset(&file, 0, sizeof(file));
    file.struct_size = sizeof(file);
    file.data = bytes;
    file.size = fread(bytes, 1, sizeof(bytes), source);
    file.file_name = "statement \"March\".pdf";
    fclose(source);

    CHECK_CODE(PULSE_OK, pulse_submit_extract(client, NULL, 0, &file, &response, NULL));
    memset(bytes, 0, sizeof(bytes)); /* the call has returned: the bytes are ours again */
    CHECK_CODE(PULSE_OK, pulse_response_kind(response, &kind, NULL));
    CHECK(kind == PULSE_RESPONSE_SUBMISSION);
    CHECK_CODE(PULSE_OK, pulse_response_job_id(response, &id, NULL));
    CHECK(id.size > 0);
    CHECK_CODE(PULSE_OK, pulse_get_job(client, id.data, &job, NULL));
    CHECK_CODE(PULSE_OK, pulse_job_status(job, &kind, NULL));
    CHECK(kind == PULSE_JOB_STATUS_PENDING || kind == PULSE_JOB_STATUS_PROCESSING);
    pulse_job_free(job);
    CHECK_CODE(PULSE_OK, pulse_cancel_job(client, id.data, NULL));
    CHECK_CODE(PULSE_JOB_CANCELED, pulse_wait_job(client, id.data, NULL, &job, NULL));
    CHECK_CODE(PULSE_OK, pulse_job_status(job, &kind, NULL));
    CHECK(kind == PULSE_JOB_STATUS_CANCELED);
    pulse_job_free(job);
    pulse_response_free(response);
}

static void test_extract(const char *folder) {
    pulse_file file = file_at(sample(folder, "quarterly-report.pdf"));
    pulse_response *response = NULL;
    pulse_str text;
    int64_t pages;
    int32_t kind;

    CHECK_CODE(PULSE_OK, pulse_extract(client, "{\"pages\":\"2-3\"}", 15, &file, &response, NULL));
    CHECK_CODE(PULSE_OK, pulse_response_kind(response, &kind, NULL));
    CHECK(kind == PULSE_RESPONSE_RESULT);
    CHECK_CODE(PULSE_OK, pulse_response_page_count(response, &pages, NULL));
    CHECK(pages == 2);
    CHECK_CODE(PULSE_OK, pulse_response_markdown(response, &text, NULL));
    CHECK(text.size > 100 && terminated(text));
    CHECK_CODE(PULSE_OK, pulse_response_json(response, &text, NULL));
    CHECK(text.data[0] == '{' && terminated(text));
    CHECK_CODE(PULSE_OK, pulse_response_find(response, "/page_count", &kind, &text, NULL));
    CHECK(kind == PULSE_JSON_NUMBER && strcmp(text.data, "2") == 0);
    CHECK_CODE(PULSE_OK, pulse_response_validate(response, NULL));
    CHECK_CODE(PULSE_OK, pulse_response_job_id(response, &text, NULL));
    CHECK(text.size == 0);
    pulse_response_free(response);
}

static int32_t stop_at_once(const pulse_progress *progress, void *user_data) {
    int *calls = (int *)user_data;
    (*calls)++;
    CHECK(progress->kind == PULSE_PROGRESS_STATUS && progress->attempt == 1);
    CHECK(progress->job_id.size > 0 && progress->next_delay_ms > 0);
    return 1;
}

static int32_t count_ticks(const pulse_progress *progress, void *user_data) {
    if (progress->kind == PULSE_PROGRESS_TICK) {
        (*(int *)user_data)++;
    }
    return 0;
}

static void test_stop_and_timeout(const char *folder) {
    pulse_file file = file_at(sample(folder, "bank-statement.pdf"));
    pulse_wait_options wait;
    pulse_response *response = NULL;
    pulse_error *error = NULL;
    pulse_job *job = NULL;
    pulse_str id;
    pulse_str text;
    int calls = 0;

    CHECK_CODE(PULSE_OK, pulse_submit_extract(client, NULL, 0, &file, &response, NULL));
    CHECK_CODE(PULSE_OK, pulse_response_job_id(response, &id, NULL));
    CHECK_CODE(PULSE_OK, pulse_wait_options_init(&wait, sizeof(wait)));
    wait.on_progress = stop_at_once;
    wait.user_data = &calls;
    CHECK_CODE(PULSE_STOPPED, pulse_wait_job(client, id.data, &wait, &job, &error));
    CHECK(calls == 1);
    CHECK(job != NULL);
    CHECK_CODE(PULSE_OK, pulse_error_job_id(error, &text));
    CHECK(strcmp(text.data, id.data) == 0);
    pulse_error_free(error);
    pulse_job_free(job);

    pulse_wait_options_init(&wait, sizeof(wait));
    /* The limit may pass before the first poll has come back; then there is no snapshot yet. */
    for (wait.timeout_ms = 20, job = NULL, error = NULL; job == NULL && wait.timeout_ms < 60000; wait.timeout_ms *= 2) {
        pulse_error_free(error);
        CHECK_CODE(PULSE_TIMEOUT, pulse_wait_job(client, id.data, &wait, &job, &error));
    }
    CHECK(job != NULL);
    CHECK_CODE(PULSE_OK, pulse_error_message(error, &text));
    CHECK(contains(text, "may still run"));
    pulse_error_free(error);
    pulse_job_free(job);

    wait.timeout_ms = 0;
    wait.max_attempts = 1;
    CHECK_CODE(PULSE_TIMEOUT, pulse_wait_job(client, id.data, &wait, &job, NULL));
    pulse_job_free(job);

    calls = 0;
    wait.max_attempts = 0;
    wait.on_progress = count_ticks;
    wait.user_data = &calls;
    wait.tick_ms = 20;
    CHECK_CODE(PULSE_OK, pulse_wait_job(client, id.data, &wait, &job, NULL));
    CHECK(calls > 2);
    pulse_job_free(job);

    wait.multiplier = 0.5;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_wait_job(client, id.data, &wait, &job, NULL));
    pulse_wait_options_init(&wait, sizeof(wait));
    wait.timeout_ms = -7;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_wait_job(client, id.data, &wait, &job, NULL));
    pulse_response_free(response);
}

static void test_large_results(const char *folder) {
    pulse_file file = file_at(sample(folder, "field-notes-80-pages.pdf"));
    pulse_client_options options;
    pulse_client *keeping = NULL;
    pulse_response *response = NULL;
    pulse_response *fetched = NULL;
    pulse_job *job = NULL;
    pulse_str text;
    int32_t kind;
    int64_t pages;
    char target[] = "/tmp/pulse-large-XXXXXX";
    FILE *saved;
    close(mkstemp(target));

    CHECK_CODE(PULSE_OK, pulse_extract_and_wait(client, NULL, 0, &file, NULL, &job, NULL));
    CHECK_CODE(PULSE_OK, pulse_job_markdown(job, &text, NULL));
    CHECK(contains(text, "FN-080"));
    CHECK_CODE(PULSE_OK, pulse_job_page_count(job, &pages, NULL));
    CHECK(pages == 80);
    CHECK_CODE(PULSE_OK, pulse_job_result(job, &text, NULL));
    CHECK(terminated(text));
    CHECK_CODE(PULSE_OK, pulse_job_json(job, &text, NULL));
    CHECK(contains(text, "is_url") && terminated(text));
    pulse_job_free(job);

    pulse_client_options_init(&options, sizeof(options));
    options.flags = PULSE_KEEP_LARGE_LINKS;
    CHECK_CODE(PULSE_OK, pulse_client_new(&options, &keeping, NULL));
    CHECK_CODE(PULSE_OK, pulse_extract(keeping, NULL, 0, &file, &response, NULL));
    CHECK_CODE(PULSE_OK, pulse_response_kind(response, &kind, NULL));
    CHECK(kind == PULSE_RESPONSE_LARGE_LINK);
    CHECK_CODE(PULSE_OK, pulse_response_find(response, "/url", &kind, &text, NULL));
    /* A path that cannot be written costs no download. */
    CHECK_CODE(PULSE_FILE_ERROR, pulse_get_large_result(keeping, text.data, "/no/such/folder/x", &fetched, NULL));
    CHECK_CODE(PULSE_OK, pulse_get_large_result(keeping, text.data, target, &fetched, NULL));
    pulse_response_free(fetched);
    saved = fopen(target, "rb");
    CHECK(saved != NULL && fgetc(saved) == '{');
    fclose(saved);
    unlink(target);
    CHECK_CODE(PULSE_GONE, pulse_get_large_result(keeping, text.data, NULL, &fetched, NULL));
    pulse_response_free(response);
    pulse_client_free(keeping);
}

static char log_text[65536];

static void keep_log(int32_t level, pulse_str message, void *user_data) {
    CHECK(level >= PULSE_LOG_DEBUG && level <= PULSE_LOG_ERROR && user_data == (void *)log_text);
    strncat(log_text, message.data, sizeof(log_text) - strlen(log_text) - 2);
    strcat(log_text, "\n");
}

static void test_render_html(void) {
    const char *hostile = "{\"markdown\":\"a</script><b>\"}";
    pulse_response *page = NULL;
    pulse_error *error = NULL;
    pulse_str html;
    pulse_str type;
    int32_t kind = 0;

    CHECK_CODE(PULSE_OK, pulse_render_html(hostile, strlen(hostile), "A \"title\"", &page, NULL));
    CHECK_CODE(PULSE_OK, pulse_response_kind(page, &kind, NULL));
    CHECK(kind == PULSE_RESPONSE_FILE);
    CHECK_CODE(PULSE_OK, pulse_response_media_type(page, &type, NULL));
    CHECK(strcmp(type.data, "text/html; charset=utf-8") == 0);
    CHECK_CODE(PULSE_OK, pulse_response_content(page, &html, NULL));
    CHECK(strlen(html.data) == html.size && strncmp(html.data, "<!doctype html>", 15) == 0);
    CHECK(strstr(html.data, "\"markdown\":\"a\\u003c/script>\\u003cb>\"") != NULL);
    CHECK(strstr(html.data, "A \\u0022title\\u0022") != NULL);
    pulse_response_free(page);

    /* The memory of an earlier call is not what it reads; nothing is kept of what failed. */
    CHECK_CODE(PULSE_OK, pulse_render_html("{}", 2, NULL, &page, NULL));
    pulse_response_free(page);
    CHECK_CODE(PULSE_PROTOCOL, pulse_render_html("{} x", 4, NULL, &page, &error));
    CHECK(page == NULL);
    pulse_error_free(error);
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_render_html("{}", 2, "\xff", &page, NULL));
}

/* A picture that a callback gives in two pieces. */
static int64_t read_picture(void *buffer, size_t size, void *user_data) {
    int *piece = user_data;
    (void)size;
    *piece += 1;
    memcpy(buffer, *piece == 1 ? "GIF8" : "9a!!", 4);
    return *piece <= 2 ? 4 : 0;
}

static void test_render_pictures(void) {
    const char *png = "\x89PNG\r\n\x1a\n";
    pulse_file pictures[3];
    pulse_response *page = NULL;
    pulse_error *error = NULL;
    pulse_str html;
    char *large;
    int piece = 0;

    memset(pictures, 0, sizeof pictures);
    pictures[0].struct_size = pictures[1].struct_size = pictures[2].struct_size = sizeof pictures[0];
    pictures[0].data = png;
    pictures[0].size = 8;
    pictures[0].file_name = "2";
    pictures[1].data = "\xff\xd8\xff\xe0";
    pictures[1].size = 4;
    pictures[1].file_name = "/results/j/images/\"a\".jpg";
    pictures[2].read = read_picture;
    pictures[2].user_data = &piece;
    pictures[2].file_name = "10";
    CHECK_CODE(PULSE_OK, pulse_render_html_with_pictures("{}", 2, "T", pictures, 3, &page, NULL));
    CHECK_CODE(PULSE_OK, pulse_response_content(page, &html, NULL));
    CHECK(strstr(html.data, "\"title\":\"T\"") != NULL);
    CHECK(strstr(html.data, "data-page=\"2\">data:image/png;base64,iVBORw0KGgo=<") != NULL);
    CHECK(strstr(html.data, "data-url=\"/results/j/images/&quot;a&quot;.jpg\">data:image/jpeg;base64,/9j/4A==<") != NULL);
    CHECK(strstr(html.data, "data-page=\"10\">data:image/gif;base64,R0lGODlhISE=<") != NULL);
    pulse_response_free(page);

    CHECK_CODE(PULSE_OK, pulse_render_html_with_pictures("{}", 2, NULL, NULL, 0, &page, NULL));
    pulse_response_free(page);
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_render_html_with_pictures("{}", 2, NULL, NULL, 1, &page, NULL));
    CHECK(page == NULL);
    pictures[0].file_name = "0";
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_render_html_with_pictures("{}", 2, NULL, pictures, 1, &page, &error));
    CHECK_CODE(PULSE_OK, pulse_error_message(error, &html));
    CHECK(strstr(html.data, "it is '0'") != NULL);
    pulse_error_free(error);
    pictures[0].file_name = "page.png";
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_render_html_with_pictures("{}", 2, NULL, pictures, 1, &page, NULL));
    pictures[0].file_name = "1";
    pictures[0].data = "<svg onload=alert(1)>";
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_render_html_with_pictures("{}", 2, NULL, pictures, 1, &page, NULL));
    pictures[0].data = NULL;
    pictures[0].size = 0;
    pictures[0].path = "/no/such/picture";
    CHECK_CODE(PULSE_FILE_ERROR, pulse_render_html_with_pictures("{}", 2, NULL, pictures, 1, &page, NULL));
    pictures[0].path = NULL;
    pictures[0].size = ((size_t)64 << 20) + 1;
    pictures[0].data = large = calloc(1, pictures[0].size);
    memcpy(large, png, 8);
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_render_html_with_pictures("{}", 2, NULL, pictures, 1, &page, NULL));
    pictures[0].size -= 1;
    CHECK_CODE(PULSE_OK, pulse_render_html_with_pictures("{}", 2, NULL, pictures, 1, &page, NULL));
    pulse_response_free(page);
    free(large);
    CHECK_CODE(PULSE_PROTOCOL, pulse_render_html_with_pictures("{} x", 4, NULL, NULL, 0, &page, NULL));
}

static void test_log(void) {
    pulse_job *job = NULL;
    CHECK_CODE(PULSE_INVALID_ARGUMENT, pulse_set_log(keep_log, 77, log_text, NULL));
    CHECK_CODE(PULSE_OK, pulse_set_log(keep_log, PULSE_LOG_DEBUG, log_text, NULL));
    CHECK_CODE(PULSE_NOT_FOUND, pulse_get_job(client, "logged", &job, NULL));
    CHECK_CODE(PULSE_OK, pulse_set_log(NULL, 0, NULL, NULL));
    CHECK(strstr(log_text, "HTTP 404") != NULL);
    CHECK(strstr(log_text, getenv("PULSE_API_KEY")) == NULL);
    log_text[0] = '\0';
    CHECK_CODE(PULSE_NOT_FOUND, pulse_get_job(client, "logged", &job, NULL));
    CHECK(log_text[0] == '\0');
}

int main(int argc, char **argv) {
    pulse_error *error = NULL;
    int64_t handles;
    if (argc != 2 || getenv("PULSE_BASE_URL") == NULL) {
        fprintf(stderr, "usage: PULSE_BASE_URL=... PULSE_API_KEY=... %s SAMPLES\n", argv[0]);
        return 2;
    }

    CHECK_CODE(PULSE_OK, pulse_client_new(NULL, &client, &error));
    handles = live_handles();
    test_library();
    test_client_options();
    test_headers();
    test_missing_key();
    test_handles();
    test_job_ids();
    test_bad_requests(argv[1]);
    test_extract_and_wait(argv[1]);
    test_submit_get_cancel(argv[1]);
    test_extract(argv[1]);
    test_stop_and_timeout(argv[1]);
    test_large_results(argv[1]);
    test_render_html();
    test_render_pictures();
    test_log();
    CHECK(live_handles() == handles);
    pulse_client_free(client);
    return finish();
}
