/* Made by `make generate` from native/include/pulse_native.h. Do not edit. */

FORWARD_OUT(set_log,
            (pulse_log_callback callback, int32_t minimum_level, void *user_data, pulse_error **error),
            (callback, minimum_level, user_data, error), (void)0)
FORWARD_OUT(log_to_fd,
            (int32_t fd, int32_t minimum_level, pulse_error **error),
            (fd, minimum_level, error), (void)0)
FORWARD_OUT(client_new,
            (const pulse_client_options *options, pulse_client **out, pulse_error **error),
            (options, out, error), CLEAR(out))
FORWARD_FREE(client_free, pulse_client)
FORWARD_OUT(cancel_token_new,
            (pulse_cancel_token **out, pulse_error **error),
            (out, error), CLEAR(out))
FORWARD_OUT(cancel_token_cancel,
            (pulse_cancel_token *token, pulse_error **error),
            (token, error), (void)0)
FORWARD_FREE(cancel_token_free, pulse_cancel_token)
FORWARD_OUT(client_with_limits,
            (pulse_client *client, pulse_cancel_token *token, int64_t timeout_ms, pulse_client **out, pulse_error **error),
            (client, token, timeout_ms, out, error), CLEAR(out))
FORWARD_OUT(client_with_headers,
            (pulse_client *client, const pulse_header *headers, size_t header_count, pulse_client **out, pulse_error **error),
            (client, headers, header_count, out, error), CLEAR(out))
FORWARD_OUT(client_set_rate,
            (pulse_client *client, double max_requests_per_second, pulse_error **error),
            (client, max_requests_per_second, error), (void)0)
FORWARD_OUT(client_stats,
            (pulse_client *client, pulse_stats *out, pulse_error **error),
            (client, out, error), clear_struct(out, sizeof(*out)))
FORWARD_OUT(get_job,
            (pulse_client *client, const char *job_id, pulse_job **out, pulse_error **error),
            (client, job_id, out, error), CLEAR(out))
FORWARD_OUT(wait_job,
            (pulse_client *client, const char *job_id, const pulse_wait_options *options, pulse_job **out, pulse_error **error),
            (client, job_id, options, out, error), CLEAR(out))
FORWARD_OUT(notify_job,
            (pulse_client *client, const char *job_id, pulse_error **error),
            (client, job_id, error), (void)0)
FORWARD_OUT(export_durations,
            (pulse_client *client, pulse_response **out, pulse_error **error),
            (client, out, error), CLEAR(out))
FORWARD_OUT(import_durations,
            (pulse_client *client, const char *durations_json, size_t size, pulse_error **error),
            (client, durations_json, size, error), (void)0)
FORWARD_OUT(cancel_job,
            (pulse_client *client, const char *job_id, pulse_error **error),
            (client, job_id, error), (void)0)
FORWARD_FREE(job_free, pulse_job)
FORWARD_OUT(job_id,
            (const pulse_job *job, pulse_str *out, pulse_error **error),
            (job, out, error), clear_str(out))
FORWARD_OUT(job_status,
            (const pulse_job *job, int32_t *out, pulse_error **error),
            (job, out, error), CLEAR(out))
FORWARD_OUT(job_status_text,
            (const pulse_job *job, pulse_str *out, pulse_error **error),
            (job, out, error), clear_str(out))
FORWARD_OUT(job_created_at,
            (const pulse_job *job, int64_t *out, pulse_error **error),
            (job, out, error), CLEAR(out))
FORWARD_OUT(job_updated_at,
            (const pulse_job *job, int64_t *out, pulse_error **error),
            (job, out, error), CLEAR(out))
FORWARD_OUT(job_error,
            (const pulse_job *job, pulse_str *out, pulse_error **error),
            (job, out, error), clear_str(out))
FORWARD_OUT(job_may_retry,
            (const pulse_job *job, int32_t *out, pulse_error **error),
            (job, out, error), CLEAR(out))
FORWARD_OUT(job_json,
            (const pulse_job *job, pulse_str *out, pulse_error **error),
            (job, out, error), clear_str(out))
FORWARD_OUT(job_result,
            (const pulse_job *job, pulse_str *out, pulse_error **error),
            (job, out, error), clear_str(out))
FORWARD_OUT(job_markdown,
            (const pulse_job *job, pulse_str *out, pulse_error **error),
            (job, out, error), clear_str(out))
FORWARD_OUT(job_page_count,
            (const pulse_job *job, int64_t *out, pulse_error **error),
            (job, out, error), CLEAR(out))
FORWARD_OUT(job_headers,
            (const pulse_job *job, pulse_str *out, pulse_error **error),
            (job, out, error), clear_str(out))
FORWARD_OUT(job_find,
            (const pulse_job *job, const char *json_pointer, int32_t *kind, pulse_str *out, pulse_error **error),
            (job, json_pointer, kind, out, error), CLEAR(kind); clear_str(out))
FORWARD_OUT(job_parts,
            (const pulse_job *job, const char *json_pointer, pulse_response **out, pulse_error **error),
            (job, json_pointer, out, error), CLEAR(out))
FORWARD_OUT(job_from_json,
            (const char *json, size_t json_size, pulse_job **out, pulse_error **error),
            (json, json_size, out, error), CLEAR(out))
FORWARD_OUT(job_validate,
            (const pulse_job *job, pulse_error **error),
            (job, error), (void)0)
FORWARD_OUT(extract,
            (pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, file, out, error), CLEAR(out))
FORWARD_OUT(submit_extract,
            (pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, file, out, error), CLEAR(out))
FORWARD_OUT(extract_async,
            (pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, file, out, error), CLEAR(out))
FORWARD_OUT(extract_and_wait,
            (pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, const pulse_wait_options *options, pulse_job **out, pulse_error **error),
            (client, request_json, request_size, file, options, out, error), CLEAR(out))
FORWARD_OUT(get_large_result,
            (pulse_client *client, const char *job_id_or_url, const char *path, pulse_response **out, pulse_error **error),
            (client, job_id_or_url, path, out, error), CLEAR(out))
FORWARD_OUT(discard_large_result,
            (pulse_client *client, const char *job_id, pulse_error **error),
            (client, job_id, error), (void)0)
FORWARD_FREE(response_free, pulse_response)
FORWARD_OUT(response_kind,
            (const pulse_response *response, int32_t *out, pulse_error **error),
            (response, out, error), CLEAR(out))
FORWARD_OUT(response_json,
            (const pulse_response *response, pulse_str *out, pulse_error **error),
            (response, out, error), clear_str(out))
FORWARD_OUT(response_content,
            (const pulse_response *response, pulse_str *out, pulse_error **error),
            (response, out, error), clear_str(out))
FORWARD_OUT(response_media_type,
            (const pulse_response *response, pulse_str *out, pulse_error **error),
            (response, out, error), clear_str(out))
FORWARD_OUT(response_job_id,
            (const pulse_response *response, pulse_str *out, pulse_error **error),
            (response, out, error), clear_str(out))
FORWARD_OUT(response_find,
            (const pulse_response *response, const char *json_pointer, int32_t *kind, pulse_str *out, pulse_error **error),
            (response, json_pointer, kind, out, error), CLEAR(kind); clear_str(out))
FORWARD_OUT(response_validate,
            (const pulse_response *response, pulse_error **error),
            (response, error), (void)0)
FORWARD_OUT(response_parts,
            (const pulse_response *response, const char *json_pointer, pulse_response **out, pulse_error **error),
            (response, json_pointer, out, error), CLEAR(out))
FORWARD_OUT(response_markdown,
            (const pulse_response *response, pulse_str *out, pulse_error **error),
            (response, out, error), clear_str(out))
FORWARD_OUT(response_page_count,
            (const pulse_response *response, int64_t *out, pulse_error **error),
            (response, out, error), CLEAR(out))
FORWARD_OUT(response_headers,
            (const pulse_response *response, pulse_str *out, pulse_error **error),
            (response, out, error), clear_str(out))
FORWARD_OUT(split,
            (pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, out, error), CLEAR(out))
FORWARD_OUT(schema,
            (pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, out, error), CLEAR(out))
FORWARD_OUT(tables,
            (pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, out, error), CLEAR(out))
FORWARD_OUT(batch_extract,
            (pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, out, error), CLEAR(out))
FORWARD_OUT(batch_schema,
            (pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, out, error), CLEAR(out))
FORWARD_OUT(batch_split,
            (pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, out, error), CLEAR(out))
FORWARD_OUT(batch_tables,
            (pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, out, error), CLEAR(out))
FORWARD_OUT(pipeline_execute,
            (pulse_client *client, const char *request_json, size_t request_size, const pulse_file *files, size_t file_count, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, files, file_count, out, error), CLEAR(out))
FORWARD_OUT(form_detect,
            (pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, file, out, error), CLEAR(out))
FORWARD_OUT(form_fill,
            (pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, file, out, error), CLEAR(out))
FORWARD_OUT(form_clear,
            (pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, file, out, error), CLEAR(out))
FORWARD_OUT(get_result_pdf,
            (pulse_client *client, const char *job_id, const char *path, pulse_response **out, pulse_error **error),
            (client, job_id, path, out, error), CLEAR(out))
FORWARD_OUT(get_result_image,
            (pulse_client *client, const char *job_id, const char *file_name, const char *path, pulse_response **out, pulse_error **error),
            (client, job_id, file_name, path, out, error), CLEAR(out))
FORWARD_OUT(get_schema_excel,
            (pulse_client *client, const char *schema_id, const char *path, pulse_response **out, pulse_error **error),
            (client, schema_id, path, out, error), CLEAR(out))
FORWARD_OUT(create_webhook_link,
            (pulse_client *client, pulse_response **out, pulse_error **error),
            (client, out, error), CLEAR(out))
FORWARD_OUT(run_documents,
            (pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, out, error), CLEAR(out))
FORWARD_OUT(run_documents_with_progress,
            (pulse_client *client, const char *request_json, size_t request_size, pulse_document_callback on_progress, void *user_data, pulse_response **out, pulse_error **error),
            (client, request_json, request_size, on_progress, user_data, out, error), CLEAR(out))
FORWARD_OUT(call,
            (pulse_client *client, const char *operation, const char *request_json, size_t request_size, const pulse_file *files, size_t file_count, pulse_response **out, pulse_error **error),
            (client, operation, request_json, request_size, files, file_count, out, error), CLEAR(out))
FORWARD_OUT(call_and_wait,
            (pulse_client *client, const char *operation, const char *request_json, size_t request_size, const pulse_file *files, size_t file_count, const pulse_wait_options *options, pulse_job **out, pulse_error **error),
            (client, operation, request_json, request_size, files, file_count, options, out, error), CLEAR(out))
FORWARD_OUT(render_html,
            (const char *json, size_t json_size, const char *title, pulse_response **out, pulse_error **error),
            (json, json_size, title, out, error), CLEAR(out))
FORWARD_OUT(render_html_with_pictures,
            (const char *json, size_t json_size, const char *title, const pulse_file *pictures, size_t picture_count, pulse_response **out, pulse_error **error),
            (json, json_size, title, pictures, picture_count, out, error), CLEAR(out))
FORWARD_OUT(webhook_verify,
            (const void *body, size_t size, const pulse_header *headers, size_t header_count, const char *const *secrets, size_t secret_count, int64_t now_s, int64_t tolerance_ms, int32_t *reason, pulse_error **error),
            (body, size, headers, header_count, secrets, secret_count, now_s, tolerance_ms, reason, error), CLEAR(reason))
FORWARD_OUT(webhook_sign,
            (const void *body, size_t size, const char *id, int64_t timestamp_s, const char *secret, pulse_response **out, pulse_error **error),
            (body, size, id, timestamp_s, secret, out, error), CLEAR(out))
FORWARD_OUT(queue_new,
            (pulse_client *client, pulse_queue **out, pulse_error **error),
            (client, out, error), CLEAR(out))
FORWARD_FREE(queue_free, pulse_queue)
FORWARD_OUT(queue_fd,
            (pulse_queue *queue, int32_t *out, pulse_error **error),
            (queue, out, error), CLEAR_TO(out, -1))
FORWARD_OUT(queue_set_headers,
            (pulse_queue *queue, const pulse_header *headers, size_t header_count, pulse_error **error),
            (queue, headers, header_count, error), (void)0)
FORWARD_OUT(queue_next,
            (pulse_queue *queue, int64_t timeout_ms, pulse_completion *out, pulse_error **error),
            (queue, timeout_ms, out, error), clear_struct(out, sizeof(*out)))
FORWARD_OUT(queue_next_many,
            (pulse_queue *queue, int64_t timeout_ms, pulse_completion *out, size_t capacity, size_t *count, pulse_error **error),
            (queue, timeout_ms, out, capacity, count, error), CLEAR(count))
FORWARD_OUT(queue_cancel,
            (pulse_queue *queue, uint64_t tag, pulse_error **error),
            (queue, tag, error), (void)0)
FORWARD_OUT(queue_get_job,
            (pulse_queue *queue, const char *job_id, uint64_t tag, pulse_error **error),
            (queue, job_id, tag, error), (void)0)
FORWARD_OUT(queue_wait_job,
            (pulse_queue *queue, const char *job_id, const pulse_wait_options *options, uint32_t flags, uint64_t tag, pulse_error **error),
            (queue, job_id, options, flags, tag, error), (void)0)
FORWARD_OUT(queue_extract,
            (pulse_queue *queue, int32_t mode, const char *request_json, size_t request_size, const pulse_file *file, const pulse_wait_options *options, uint32_t flags, uint64_t tag, pulse_error **error),
            (queue, mode, request_json, request_size, file, options, flags, tag, error), (void)0)
FORWARD_OUT(queue_call,
            (pulse_queue *queue, const char *operation, const char *request_json, size_t request_size, const pulse_file *files, size_t file_count, uint64_t tag, pulse_error **error),
            (queue, operation, request_json, request_size, files, file_count, tag, error), (void)0)
FORWARD_OUT(queue_call_and_wait,
            (pulse_queue *queue, const char *operation, const char *request_json, size_t request_size, const pulse_file *files, size_t file_count, const pulse_wait_options *options, uint32_t flags, uint64_t tag, pulse_error **error),
            (queue, operation, request_json, request_size, files, file_count, options, flags, tag, error), (void)0)
ERROR_GETTER(error_message, pulse_str, out->data = own->message; out->size = own->size, clear_str(out))
ERROR_GETTER(error_http_status, int32_t, CLEAR(out), CLEAR(out))
ERROR_GETTER(error_api_code, pulse_str, clear_str(out), clear_str(out))
ERROR_GETTER(error_may_have_been_accepted, int32_t, CLEAR(out), CLEAR(out))
ERROR_GETTER(error_retry_after_ms, int64_t, *out = -1, CLEAR_TO(out, -1))
ERROR_GETTER(error_job_id, pulse_str, clear_str(out), clear_str(out))
ERROR_GETTER(error_request_id, pulse_str, clear_str(out), clear_str(out))
ERROR_GETTER(error_headers, pulse_str, clear_str(out), clear_str(out))
ERROR_GETTER(error_body, pulse_str, clear_str(out), clear_str(out))

#define CODE_NAMES(NAME) \
    NAME(OK) \
    NAME(INVALID_ARGUMENT) \
    NAME(INVALID_HANDLE) \
    NAME(MISSING_API_KEY) \
    NAME(FILE_ERROR) \
    NAME(FORKED) \
    NAME(CLOSED) \
    NAME(INTERNAL) \
    NAME(NO_RESOURCES) \
    NAME(NETWORK) \
    NAME(TLS) \
    NAME(TIMEOUT) \
    NAME(STOPPED) \
    NAME(PROTOCOL) \
    NAME(OUTCOME_UNKNOWN) \
    NAME(RESULT_LOST) \
    NAME(BAD_REQUEST) \
    NAME(UNAUTHORIZED) \
    NAME(FORBIDDEN) \
    NAME(NOT_FOUND) \
    NAME(GONE) \
    NAME(TOO_LARGE) \
    NAME(RATE_LIMITED) \
    NAME(SERVER_ERROR) \
    NAME(JOB_FAILED) \
    NAME(JOB_CANCELED) \
    NAME(JOB_EXPIRED) \
    NAME(WEBHOOK_REJECTED)
