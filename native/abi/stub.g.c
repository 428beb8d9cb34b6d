/* Made by `make generate` from native/include/pulse_native.h. Do not edit. */
#include "pulse_native.h"

const char * pulse_version(void) { return 0; }
int32_t pulse_abi_version(void) { return 0; }
const char * pulse_code_name(pulse_code code) { return 0; }
pulse_code pulse_set_log(pulse_log_callback callback, int32_t minimum_level, void *user_data, pulse_error **error) { return 0; }
pulse_code pulse_log_to_fd(int32_t fd, int32_t minimum_level, pulse_error **error) { return 0; }
pulse_code pulse_client_options_init(pulse_client_options *options, size_t struct_size) { return 0; }
pulse_code pulse_client_new(const pulse_client_options *options, pulse_client **out, pulse_error **error) { return 0; }
void pulse_client_free(pulse_client *client) { }
pulse_code pulse_cancel_token_new(pulse_cancel_token **out, pulse_error **error) { return 0; }
pulse_code pulse_cancel_token_cancel(pulse_cancel_token *token, pulse_error **error) { return 0; }
void pulse_cancel_token_free(pulse_cancel_token *token) { }
pulse_code pulse_client_with_limits(pulse_client *client, pulse_cancel_token *token, int64_t timeout_ms, pulse_client **out, pulse_error **error) { return 0; }
pulse_code pulse_client_with_headers(pulse_client *client, const pulse_header *headers, size_t header_count, pulse_client **out, pulse_error **error) { return 0; }
pulse_code pulse_client_set_rate(pulse_client *client, double max_requests_per_second, pulse_error **error) { return 0; }
pulse_code pulse_shutdown(int64_t timeout_ms, pulse_error **error) { return 0; }
pulse_code pulse_client_stats(pulse_client *client, pulse_stats *out, pulse_error **error) { return 0; }
pulse_code pulse_get_job(pulse_client *client, const char *job_id, pulse_job **out, pulse_error **error) { return 0; }
pulse_code pulse_wait_options_init(pulse_wait_options *options, size_t struct_size) { return 0; }
pulse_code pulse_wait_job(pulse_client *client, const char *job_id, const pulse_wait_options *options, pulse_job **out, pulse_error **error) { return 0; }
pulse_code pulse_notify_job(pulse_client *client, const char *job_id, pulse_error **error) { return 0; }
pulse_code pulse_export_durations(pulse_client *client, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_import_durations(pulse_client *client, const char *durations_json, size_t size, pulse_error **error) { return 0; }
pulse_code pulse_cancel_job(pulse_client *client, const char *job_id, pulse_error **error) { return 0; }
void pulse_job_free(pulse_job *job) { }
pulse_code pulse_job_id(const pulse_job *job, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_job_status(const pulse_job *job, int32_t *out, pulse_error **error) { return 0; }
pulse_code pulse_job_status_text(const pulse_job *job, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_job_created_at(const pulse_job *job, int64_t *out, pulse_error **error) { return 0; }
pulse_code pulse_job_updated_at(const pulse_job *job, int64_t *out, pulse_error **error) { return 0; }
pulse_code pulse_job_error(const pulse_job *job, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_job_may_retry(const pulse_job *job, int32_t *out, pulse_error **error) { return 0; }
pulse_code pulse_job_json(const pulse_job *job, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_job_result(const pulse_job *job, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_job_markdown(const pulse_job *job, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_job_page_count(const pulse_job *job, int64_t *out, pulse_error **error) { return 0; }
pulse_code pulse_job_headers(const pulse_job *job, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_job_find(const pulse_job *job, const char *json_pointer, int32_t *kind, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_job_parts(const pulse_job *job, const char *json_pointer, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_job_from_json(const char *json, size_t json_size, pulse_job **out, pulse_error **error) { return 0; }
pulse_code pulse_job_validate(const pulse_job *job, pulse_error **error) { return 0; }
pulse_code pulse_extract(pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_submit_extract(pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_extract_async(pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_extract_and_wait(pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, const pulse_wait_options *options, pulse_job **out, pulse_error **error) { return 0; }
pulse_code pulse_get_large_result(pulse_client *client, const char *job_id_or_url, const char *path, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_discard_large_result(pulse_client *client, const char *job_id, pulse_error **error) { return 0; }
void pulse_response_free(pulse_response *response) { }
pulse_code pulse_response_kind(const pulse_response *response, int32_t *out, pulse_error **error) { return 0; }
pulse_code pulse_response_json(const pulse_response *response, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_response_content(const pulse_response *response, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_response_media_type(const pulse_response *response, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_response_job_id(const pulse_response *response, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_response_find(const pulse_response *response, const char *json_pointer, int32_t *kind, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_response_validate(const pulse_response *response, pulse_error **error) { return 0; }
pulse_code pulse_response_parts(const pulse_response *response, const char *json_pointer, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_response_markdown(const pulse_response *response, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_response_page_count(const pulse_response *response, int64_t *out, pulse_error **error) { return 0; }
pulse_code pulse_response_headers(const pulse_response *response, pulse_str *out, pulse_error **error) { return 0; }
pulse_code pulse_split(pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_schema(pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_tables(pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_batch_extract(pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_batch_schema(pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_batch_split(pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_batch_tables(pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_pipeline_execute(pulse_client *client, const char *request_json, size_t request_size, const pulse_file *files, size_t file_count, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_form_detect(pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_form_fill(pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_form_clear(pulse_client *client, const char *request_json, size_t request_size, const pulse_file *file, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_get_result_pdf(pulse_client *client, const char *job_id, const char *path, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_get_result_image(pulse_client *client, const char *job_id, const char *file_name, const char *path, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_get_schema_excel(pulse_client *client, const char *schema_id, const char *path, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_create_webhook_link(pulse_client *client, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_run_documents(pulse_client *client, const char *request_json, size_t request_size, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_run_documents_with_progress(pulse_client *client, const char *request_json, size_t request_size, pulse_document_callback on_progress, void *user_data, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_call(pulse_client *client, const char *operation, const char *request_json, size_t request_size, const pulse_file *files, size_t file_count, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_call_and_wait(pulse_client *client, const char *operation, const char *request_json, size_t request_size, const pulse_file *files, size_t file_count, const pulse_wait_options *options, pulse_job **out, pulse_error **error) { return 0; }
pulse_code pulse_render_html(const char *json, size_t json_size, const char *title, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_render_html_with_pictures(const char *json, size_t json_size, const char *title, const pulse_file *pictures, size_t picture_count, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_webhook_verify(const void *body, size_t size, const pulse_header *headers, size_t header_count, const char *const *secrets, size_t secret_count, int64_t now_s, int64_t tolerance_ms, int32_t *reason, pulse_error **error) { return 0; }
pulse_code pulse_webhook_sign(const void *body, size_t size, const char *id, int64_t timestamp_s, const char *secret, pulse_response **out, pulse_error **error) { return 0; }
pulse_code pulse_queue_new(pulse_client *client, pulse_queue **out, pulse_error **error) { return 0; }
void pulse_queue_free(pulse_queue *queue) { }
pulse_code pulse_queue_fd(pulse_queue *queue, int32_t *out, pulse_error **error) { return 0; }
pulse_code pulse_queue_set_headers(pulse_queue *queue, const pulse_header *headers, size_t header_count, pulse_error **error) { return 0; }
pulse_code pulse_completion_init(pulse_completion *completion, size_t struct_size) { return 0; }
pulse_code pulse_queue_next(pulse_queue *queue, int64_t timeout_ms, pulse_completion *out, pulse_error **error) { return 0; }
pulse_code pulse_queue_next_many(pulse_queue *queue, int64_t timeout_ms, pulse_completion *out, size_t capacity, size_t *count, pulse_error **error) { return 0; }
pulse_code pulse_queue_cancel(pulse_queue *queue, uint64_t tag, pulse_error **error) { return 0; }
pulse_code pulse_queue_get_job(pulse_queue *queue, const char *job_id, uint64_t tag, pulse_error **error) { return 0; }
pulse_code pulse_queue_wait_job(pulse_queue *queue, const char *job_id, const pulse_wait_options *options, uint32_t flags, uint64_t tag, pulse_error **error) { return 0; }
pulse_code pulse_queue_extract(pulse_queue *queue, int32_t mode, const char *request_json, size_t request_size, const pulse_file *file, const pulse_wait_options *options, uint32_t flags, uint64_t tag, pulse_error **error) { return 0; }
pulse_code pulse_queue_call(pulse_queue *queue, const char *operation, const char *request_json, size_t request_size, const pulse_file *files, size_t file_count, uint64_t tag, pulse_error **error) { return 0; }
pulse_code pulse_queue_call_and_wait(pulse_queue *queue, const char *operation, const char *request_json, size_t request_size, const pulse_file *files, size_t file_count, const pulse_wait_options *options, uint32_t flags, uint64_t tag, pulse_error **error) { return 0; }
pulse_code pulse_error_code(const pulse_error *failure) { return 0; }
pulse_code pulse_error_message(const pulse_error *failure, pulse_str *out) { return 0; }
pulse_code pulse_error_http_status(const pulse_error *failure, int32_t *out) { return 0; }
pulse_code pulse_error_api_code(const pulse_error *failure, pulse_str *out) { return 0; }
pulse_code pulse_error_may_have_been_accepted(const pulse_error *failure, int32_t *out) { return 0; }
pulse_code pulse_error_retry_after_ms(const pulse_error *failure, int64_t *out) { return 0; }
pulse_code pulse_error_job_id(const pulse_error *failure, pulse_str *out) { return 0; }
pulse_code pulse_error_request_id(const pulse_error *failure, pulse_str *out) { return 0; }
pulse_code pulse_error_headers(const pulse_error *failure, pulse_str *out) { return 0; }
pulse_code pulse_error_body(const pulse_error *failure, pulse_str *out) { return 0; }
void pulse_error_free(pulse_error *failure) { }
