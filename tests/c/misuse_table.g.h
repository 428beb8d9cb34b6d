/* Made by `make generate` from native/include/pulse_native.h. Do not edit. */

static pulse_code call_pulse_version(const struct value *v) { (void)v; return pulse_version() == NULL ? -1 : 0; }
static pulse_code call_pulse_abi_version(const struct value *v) { (void)v; return pulse_abi_version(); }
static pulse_code call_pulse_code_name(const struct value *v) { (void)v; return pulse_code_name((pulse_code)v[0].number) == NULL ? -1 : 0; }
static pulse_code call_pulse_set_log(const struct value *v) { (void)v; return pulse_set_log(v[0].callback, (int32_t)v[1].number, v[2].pointer, v[3].pointer); }
static pulse_code call_pulse_log_to_fd(const struct value *v) { (void)v; return pulse_log_to_fd((int32_t)v[0].number, (int32_t)v[1].number, v[2].pointer); }
static pulse_code call_pulse_client_options_init(const struct value *v) { (void)v; return pulse_client_options_init(v[0].pointer, (size_t)v[1].number); }
static pulse_code call_pulse_client_new(const struct value *v) { (void)v; return pulse_client_new(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_client_free(const struct value *v) { (void)v; pulse_client_free(v[0].pointer); return 0; }
static pulse_code call_pulse_cancel_token_new(const struct value *v) { (void)v; return pulse_cancel_token_new(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_cancel_token_cancel(const struct value *v) { (void)v; return pulse_cancel_token_cancel(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_cancel_token_free(const struct value *v) { (void)v; pulse_cancel_token_free(v[0].pointer); return 0; }
static pulse_code call_pulse_client_with_limits(const struct value *v) { (void)v; return pulse_client_with_limits(v[0].pointer, v[1].pointer, (int64_t)v[2].number, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_client_with_headers(const struct value *v) { (void)v; return pulse_client_with_headers(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_client_set_rate(const struct value *v) { (void)v; return pulse_client_set_rate(v[0].pointer, (double)v[1].number, v[2].pointer); }
static pulse_code call_pulse_shutdown(const struct value *v) { (void)v; return pulse_shutdown((int64_t)v[0].number, v[1].pointer); }
static pulse_code call_pulse_client_stats(const struct value *v) { (void)v; return pulse_client_stats(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_get_job(const struct value *v) { (void)v; return pulse_get_job(v[0].pointer, v[1].pointer, v[2].pointer, v[3].pointer); }
static pulse_code call_pulse_wait_options_init(const struct value *v) { (void)v; return pulse_wait_options_init(v[0].pointer, (size_t)v[1].number); }
static pulse_code call_pulse_wait_job(const struct value *v) { (void)v; return pulse_wait_job(v[0].pointer, v[1].pointer, v[2].pointer, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_notify_job(const struct value *v) { (void)v; return pulse_notify_job(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_export_durations(const struct value *v) { (void)v; return pulse_export_durations(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_import_durations(const struct value *v) { (void)v; return pulse_import_durations(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer); }
static pulse_code call_pulse_cancel_job(const struct value *v) { (void)v; return pulse_cancel_job(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_free(const struct value *v) { (void)v; pulse_job_free(v[0].pointer); return 0; }
static pulse_code call_pulse_job_id(const struct value *v) { (void)v; return pulse_job_id(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_status(const struct value *v) { (void)v; return pulse_job_status(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_status_text(const struct value *v) { (void)v; return pulse_job_status_text(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_created_at(const struct value *v) { (void)v; return pulse_job_created_at(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_updated_at(const struct value *v) { (void)v; return pulse_job_updated_at(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_error(const struct value *v) { (void)v; return pulse_job_error(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_may_retry(const struct value *v) { (void)v; return pulse_job_may_retry(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_json(const struct value *v) { (void)v; return pulse_job_json(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_result(const struct value *v) { (void)v; return pulse_job_result(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_markdown(const struct value *v) { (void)v; return pulse_job_markdown(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_page_count(const struct value *v) { (void)v; return pulse_job_page_count(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_headers(const struct value *v) { (void)v; return pulse_job_headers(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_job_find(const struct value *v) { (void)v; return pulse_job_find(v[0].pointer, v[1].pointer, v[2].pointer, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_job_parts(const struct value *v) { (void)v; return pulse_job_parts(v[0].pointer, v[1].pointer, v[2].pointer, v[3].pointer); }
static pulse_code call_pulse_job_from_json(const struct value *v) { (void)v; return pulse_job_from_json(v[0].pointer, (size_t)v[1].number, v[2].pointer, v[3].pointer); }
static pulse_code call_pulse_job_validate(const struct value *v) { (void)v; return pulse_job_validate(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_extract(const struct value *v) { (void)v; return pulse_extract(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer, v[5].pointer); }
static pulse_code call_pulse_submit_extract(const struct value *v) { (void)v; return pulse_submit_extract(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer, v[5].pointer); }
static pulse_code call_pulse_extract_async(const struct value *v) { (void)v; return pulse_extract_async(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer, v[5].pointer); }
static pulse_code call_pulse_extract_and_wait(const struct value *v) { (void)v; return pulse_extract_and_wait(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer, v[5].pointer, v[6].pointer); }
static pulse_code call_pulse_get_large_result(const struct value *v) { (void)v; return pulse_get_large_result(v[0].pointer, v[1].pointer, v[2].pointer, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_discard_large_result(const struct value *v) { (void)v; return pulse_discard_large_result(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_response_free(const struct value *v) { (void)v; pulse_response_free(v[0].pointer); return 0; }
static pulse_code call_pulse_response_kind(const struct value *v) { (void)v; return pulse_response_kind(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_response_json(const struct value *v) { (void)v; return pulse_response_json(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_response_content(const struct value *v) { (void)v; return pulse_response_content(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_response_media_type(const struct value *v) { (void)v; return pulse_response_media_type(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_response_job_id(const struct value *v) { (void)v; return pulse_response_job_id(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_response_find(const struct value *v) { (void)v; return pulse_response_find(v[0].pointer, v[1].pointer, v[2].pointer, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_response_validate(const struct value *v) { (void)v; return pulse_response_validate(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_response_parts(const struct value *v) { (void)v; return pulse_response_parts(v[0].pointer, v[1].pointer, v[2].pointer, v[3].pointer); }
static pulse_code call_pulse_response_markdown(const struct value *v) { (void)v; return pulse_response_markdown(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_response_page_count(const struct value *v) { (void)v; return pulse_response_page_count(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_response_headers(const struct value *v) { (void)v; return pulse_response_headers(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_split(const struct value *v) { (void)v; return pulse_split(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_schema(const struct value *v) { (void)v; return pulse_schema(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_tables(const struct value *v) { (void)v; return pulse_tables(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_batch_extract(const struct value *v) { (void)v; return pulse_batch_extract(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_batch_schema(const struct value *v) { (void)v; return pulse_batch_schema(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_batch_split(const struct value *v) { (void)v; return pulse_batch_split(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_batch_tables(const struct value *v) { (void)v; return pulse_batch_tables(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_pipeline_execute(const struct value *v) { (void)v; return pulse_pipeline_execute(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, (size_t)v[4].number, v[5].pointer, v[6].pointer); }
static pulse_code call_pulse_form_detect(const struct value *v) { (void)v; return pulse_form_detect(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer, v[5].pointer); }
static pulse_code call_pulse_form_fill(const struct value *v) { (void)v; return pulse_form_fill(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer, v[5].pointer); }
static pulse_code call_pulse_form_clear(const struct value *v) { (void)v; return pulse_form_clear(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer, v[5].pointer); }
static pulse_code call_pulse_get_result_pdf(const struct value *v) { (void)v; return pulse_get_result_pdf(v[0].pointer, v[1].pointer, v[2].pointer, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_get_result_image(const struct value *v) { (void)v; return pulse_get_result_image(v[0].pointer, v[1].pointer, v[2].pointer, v[3].pointer, v[4].pointer, v[5].pointer); }
static pulse_code call_pulse_get_schema_excel(const struct value *v) { (void)v; return pulse_get_schema_excel(v[0].pointer, v[1].pointer, v[2].pointer, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_create_webhook_link(const struct value *v) { (void)v; return pulse_create_webhook_link(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_run_documents(const struct value *v) { (void)v; return pulse_run_documents(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_run_documents_with_progress(const struct value *v) { (void)v; return pulse_run_documents_with_progress(v[0].pointer, v[1].pointer, (size_t)v[2].number, NULL, v[4].pointer, v[5].pointer, v[6].pointer); }
static pulse_code call_pulse_call(const struct value *v) { (void)v; return pulse_call(v[0].pointer, v[1].pointer, v[2].pointer, (size_t)v[3].number, v[4].pointer, (size_t)v[5].number, v[6].pointer, v[7].pointer); }
static pulse_code call_pulse_call_and_wait(const struct value *v) { (void)v; return pulse_call_and_wait(v[0].pointer, v[1].pointer, v[2].pointer, (size_t)v[3].number, v[4].pointer, (size_t)v[5].number, v[6].pointer, v[7].pointer, v[8].pointer); }
static pulse_code call_pulse_render_html(const struct value *v) { (void)v; return pulse_render_html(v[0].pointer, (size_t)v[1].number, v[2].pointer, v[3].pointer, v[4].pointer); }
static pulse_code call_pulse_render_html_with_pictures(const struct value *v) { (void)v; return pulse_render_html_with_pictures(v[0].pointer, (size_t)v[1].number, v[2].pointer, v[3].pointer, (size_t)v[4].number, v[5].pointer, v[6].pointer); }
static pulse_code call_pulse_webhook_verify(const struct value *v) { (void)v; return pulse_webhook_verify(v[0].pointer, (size_t)v[1].number, v[2].pointer, (size_t)v[3].number, v[4].pointer, (size_t)v[5].number, (int64_t)v[6].number, (int64_t)v[7].number, v[8].pointer, v[9].pointer); }
static pulse_code call_pulse_webhook_sign(const struct value *v) { (void)v; return pulse_webhook_sign(v[0].pointer, (size_t)v[1].number, v[2].pointer, (int64_t)v[3].number, v[4].pointer, v[5].pointer, v[6].pointer); }
static pulse_code call_pulse_queue_new(const struct value *v) { (void)v; return pulse_queue_new(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_queue_free(const struct value *v) { (void)v; pulse_queue_free(v[0].pointer); return 0; }
static pulse_code call_pulse_queue_fd(const struct value *v) { (void)v; return pulse_queue_fd(v[0].pointer, v[1].pointer, v[2].pointer); }
static pulse_code call_pulse_queue_set_headers(const struct value *v) { (void)v; return pulse_queue_set_headers(v[0].pointer, v[1].pointer, (size_t)v[2].number, v[3].pointer); }
static pulse_code call_pulse_completion_init(const struct value *v) { (void)v; return pulse_completion_init(v[0].pointer, (size_t)v[1].number); }
static pulse_code call_pulse_queue_next(const struct value *v) { (void)v; return pulse_queue_next(v[0].pointer, (int64_t)v[1].number, v[2].pointer, v[3].pointer); }
static pulse_code call_pulse_queue_next_many(const struct value *v) { (void)v; return pulse_queue_next_many(v[0].pointer, (int64_t)v[1].number, v[2].pointer, (size_t)v[3].number, v[4].pointer, v[5].pointer); }
static pulse_code call_pulse_queue_cancel(const struct value *v) { (void)v; return pulse_queue_cancel(v[0].pointer, (uint64_t)v[1].number, v[2].pointer); }
static pulse_code call_pulse_queue_get_job(const struct value *v) { (void)v; return pulse_queue_get_job(v[0].pointer, v[1].pointer, (uint64_t)v[2].number, v[3].pointer); }
static pulse_code call_pulse_queue_wait_job(const struct value *v) { (void)v; return pulse_queue_wait_job(v[0].pointer, v[1].pointer, v[2].pointer, (uint32_t)v[3].number, (uint64_t)v[4].number, v[5].pointer); }
static pulse_code call_pulse_queue_extract(const struct value *v) { (void)v; return pulse_queue_extract(v[0].pointer, (int32_t)v[1].number, v[2].pointer, (size_t)v[3].number, v[4].pointer, v[5].pointer, (uint32_t)v[6].number, (uint64_t)v[7].number, v[8].pointer); }
static pulse_code call_pulse_queue_call(const struct value *v) { (void)v; return pulse_queue_call(v[0].pointer, v[1].pointer, v[2].pointer, (size_t)v[3].number, v[4].pointer, (size_t)v[5].number, (uint64_t)v[6].number, v[7].pointer); }
static pulse_code call_pulse_queue_call_and_wait(const struct value *v) { (void)v; return pulse_queue_call_and_wait(v[0].pointer, v[1].pointer, v[2].pointer, (size_t)v[3].number, v[4].pointer, (size_t)v[5].number, v[6].pointer, (uint32_t)v[7].number, (uint64_t)v[8].number, v[9].pointer); }
static pulse_code call_pulse_error_code(const struct value *v) { (void)v; return pulse_error_code(v[0].pointer); }
static pulse_code call_pulse_error_message(const struct value *v) { (void)v; return pulse_error_message(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_error_http_status(const struct value *v) { (void)v; return pulse_error_http_status(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_error_api_code(const struct value *v) { (void)v; return pulse_error_api_code(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_error_may_have_been_accepted(const struct value *v) { (void)v; return pulse_error_may_have_been_accepted(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_error_retry_after_ms(const struct value *v) { (void)v; return pulse_error_retry_after_ms(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_error_job_id(const struct value *v) { (void)v; return pulse_error_job_id(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_error_request_id(const struct value *v) { (void)v; return pulse_error_request_id(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_error_headers(const struct value *v) { (void)v; return pulse_error_headers(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_error_body(const struct value *v) { (void)v; return pulse_error_body(v[0].pointer, v[1].pointer); }
static pulse_code call_pulse_error_free(const struct value *v) { (void)v; pulse_error_free(v[0].pointer); return 0; }

static const struct function functions[] = {
    {"pulse_version", call_pulse_version, RETURNS_NAME, 0, {0}},
    {"pulse_abi_version", call_pulse_abi_version, RETURNS_NUMBER, 0, {0}},
    {"pulse_code_name", call_pulse_code_name, RETURNS_NAME, 1, {INT32}},
    {"pulse_set_log", call_pulse_set_log, RETURNS_CODE, 4, {LOG_CALLBACK, INT32, USER_DATA, OUT_ERROR}},
    {"pulse_log_to_fd", call_pulse_log_to_fd, RETURNS_CODE, 3, {INT32, INT32, OUT_ERROR}},
    {"pulse_client_options_init", call_pulse_client_options_init, RETURNS_CODE, 2, {STRUCT_CLIENT_OPTIONS, STRUCT_SIZE}},
    {"pulse_client_new", call_pulse_client_new, RETURNS_CODE, 3, {STRUCT_CLIENT_OPTIONS, OUT_HANDLE, OUT_ERROR}},
    {"pulse_client_free", call_pulse_client_free, RETURNS_NOTHING, 1, {HANDLE_CLIENT}},
    {"pulse_cancel_token_new", call_pulse_cancel_token_new, RETURNS_CODE, 2, {OUT_HANDLE, OUT_ERROR}},
    {"pulse_cancel_token_cancel", call_pulse_cancel_token_cancel, RETURNS_CODE, 2, {HANDLE_CANCEL_TOKEN, OUT_ERROR}},
    {"pulse_cancel_token_free", call_pulse_cancel_token_free, RETURNS_NOTHING, 1, {HANDLE_CANCEL_TOKEN}},
    {"pulse_client_with_limits", call_pulse_client_with_limits, RETURNS_CODE, 5, {HANDLE_CLIENT, HANDLE_CANCEL_TOKEN, TIMEOUT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_client_with_headers", call_pulse_client_with_headers, RETURNS_CODE, 5, {HANDLE_CLIENT, HEADERS, COUNT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_client_set_rate", call_pulse_client_set_rate, RETURNS_CODE, 3, {HANDLE_CLIENT, RATE, OUT_ERROR}},
    {"pulse_shutdown", call_pulse_shutdown, RETURNS_CODE, 2, {TIMEOUT, OUT_ERROR}},
    {"pulse_client_stats", call_pulse_client_stats, RETURNS_CODE, 3, {HANDLE_CLIENT, STRUCT_STATS, OUT_ERROR}},
    {"pulse_get_job", call_pulse_get_job, RETURNS_CODE, 4, {HANDLE_CLIENT, TEXT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_wait_options_init", call_pulse_wait_options_init, RETURNS_CODE, 2, {STRUCT_WAIT_OPTIONS, STRUCT_SIZE}},
    {"pulse_wait_job", call_pulse_wait_job, RETURNS_CODE, 5, {HANDLE_CLIENT, TEXT, STRUCT_WAIT_OPTIONS, OUT_HANDLE, OUT_ERROR}},
    {"pulse_notify_job", call_pulse_notify_job, RETURNS_CODE, 3, {HANDLE_CLIENT, TEXT, OUT_ERROR}},
    {"pulse_export_durations", call_pulse_export_durations, RETURNS_CODE, 3, {HANDLE_CLIENT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_import_durations", call_pulse_import_durations, RETURNS_CODE, 4, {HANDLE_CLIENT, TEXT, SIZE, OUT_ERROR}},
    {"pulse_cancel_job", call_pulse_cancel_job, RETURNS_CODE, 3, {HANDLE_CLIENT, TEXT, OUT_ERROR}},
    {"pulse_job_free", call_pulse_job_free, RETURNS_NOTHING, 1, {HANDLE_JOB}},
    {"pulse_job_id", call_pulse_job_id, RETURNS_CODE, 3, {HANDLE_JOB, OUT_STR, OUT_ERROR}},
    {"pulse_job_status", call_pulse_job_status, RETURNS_CODE, 3, {HANDLE_JOB, OUT_INT32, OUT_ERROR}},
    {"pulse_job_status_text", call_pulse_job_status_text, RETURNS_CODE, 3, {HANDLE_JOB, OUT_STR, OUT_ERROR}},
    {"pulse_job_created_at", call_pulse_job_created_at, RETURNS_CODE, 3, {HANDLE_JOB, OUT_INT64, OUT_ERROR}},
    {"pulse_job_updated_at", call_pulse_job_updated_at, RETURNS_CODE, 3, {HANDLE_JOB, OUT_INT64, OUT_ERROR}},
    {"pulse_job_error", call_pulse_job_error, RETURNS_CODE, 3, {HANDLE_JOB, OUT_STR, OUT_ERROR}},
    {"pulse_job_may_retry", call_pulse_job_may_retry, RETURNS_CODE, 3, {HANDLE_JOB, OUT_INT32, OUT_ERROR}},
    {"pulse_job_json", call_pulse_job_json, RETURNS_CODE, 3, {HANDLE_JOB, OUT_STR, OUT_ERROR}},
    {"pulse_job_result", call_pulse_job_result, RETURNS_CODE, 3, {HANDLE_JOB, OUT_STR, OUT_ERROR}},
    {"pulse_job_markdown", call_pulse_job_markdown, RETURNS_CODE, 3, {HANDLE_JOB, OUT_STR, OUT_ERROR}},
    {"pulse_job_page_count", call_pulse_job_page_count, RETURNS_CODE, 3, {HANDLE_JOB, OUT_INT64, OUT_ERROR}},
    {"pulse_job_headers", call_pulse_job_headers, RETURNS_CODE, 3, {HANDLE_JOB, OUT_STR, OUT_ERROR}},
    {"pulse_job_find", call_pulse_job_find, RETURNS_CODE, 5, {HANDLE_JOB, TEXT, OUT_INT32, OUT_STR, OUT_ERROR}},
    {"pulse_job_parts", call_pulse_job_parts, RETURNS_CODE, 4, {HANDLE_JOB, TEXT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_job_from_json", call_pulse_job_from_json, RETURNS_CODE, 4, {TEXT, SIZE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_job_validate", call_pulse_job_validate, RETURNS_CODE, 2, {HANDLE_JOB, OUT_ERROR}},
    {"pulse_extract", call_pulse_extract, RETURNS_CODE, 6, {HANDLE_CLIENT, TEXT, SIZE, STRUCT_FILE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_submit_extract", call_pulse_submit_extract, RETURNS_CODE, 6, {HANDLE_CLIENT, TEXT, SIZE, STRUCT_FILE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_extract_async", call_pulse_extract_async, RETURNS_CODE, 6, {HANDLE_CLIENT, TEXT, SIZE, STRUCT_FILE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_extract_and_wait", call_pulse_extract_and_wait, RETURNS_CODE, 7, {HANDLE_CLIENT, TEXT, SIZE, STRUCT_FILE, STRUCT_WAIT_OPTIONS, OUT_HANDLE, OUT_ERROR}},
    {"pulse_get_large_result", call_pulse_get_large_result, RETURNS_CODE, 5, {HANDLE_CLIENT, TEXT, TEXT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_discard_large_result", call_pulse_discard_large_result, RETURNS_CODE, 3, {HANDLE_CLIENT, TEXT, OUT_ERROR}},
    {"pulse_response_free", call_pulse_response_free, RETURNS_NOTHING, 1, {HANDLE_RESPONSE}},
    {"pulse_response_kind", call_pulse_response_kind, RETURNS_CODE, 3, {HANDLE_RESPONSE, OUT_INT32, OUT_ERROR}},
    {"pulse_response_json", call_pulse_response_json, RETURNS_CODE, 3, {HANDLE_RESPONSE, OUT_STR, OUT_ERROR}},
    {"pulse_response_content", call_pulse_response_content, RETURNS_CODE, 3, {HANDLE_RESPONSE, OUT_STR, OUT_ERROR}},
    {"pulse_response_media_type", call_pulse_response_media_type, RETURNS_CODE, 3, {HANDLE_RESPONSE, OUT_STR, OUT_ERROR}},
    {"pulse_response_job_id", call_pulse_response_job_id, RETURNS_CODE, 3, {HANDLE_RESPONSE, OUT_STR, OUT_ERROR}},
    {"pulse_response_find", call_pulse_response_find, RETURNS_CODE, 5, {HANDLE_RESPONSE, TEXT, OUT_INT32, OUT_STR, OUT_ERROR}},
    {"pulse_response_validate", call_pulse_response_validate, RETURNS_CODE, 2, {HANDLE_RESPONSE, OUT_ERROR}},
    {"pulse_response_parts", call_pulse_response_parts, RETURNS_CODE, 4, {HANDLE_RESPONSE, TEXT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_response_markdown", call_pulse_response_markdown, RETURNS_CODE, 3, {HANDLE_RESPONSE, OUT_STR, OUT_ERROR}},
    {"pulse_response_page_count", call_pulse_response_page_count, RETURNS_CODE, 3, {HANDLE_RESPONSE, OUT_INT64, OUT_ERROR}},
    {"pulse_response_headers", call_pulse_response_headers, RETURNS_CODE, 3, {HANDLE_RESPONSE, OUT_STR, OUT_ERROR}},
    {"pulse_split", call_pulse_split, RETURNS_CODE, 5, {HANDLE_CLIENT, TEXT, SIZE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_schema", call_pulse_schema, RETURNS_CODE, 5, {HANDLE_CLIENT, TEXT, SIZE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_tables", call_pulse_tables, RETURNS_CODE, 5, {HANDLE_CLIENT, TEXT, SIZE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_batch_extract", call_pulse_batch_extract, RETURNS_CODE, 5, {HANDLE_CLIENT, TEXT, SIZE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_batch_schema", call_pulse_batch_schema, RETURNS_CODE, 5, {HANDLE_CLIENT, TEXT, SIZE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_batch_split", call_pulse_batch_split, RETURNS_CODE, 5, {HANDLE_CLIENT, TEXT, SIZE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_batch_tables", call_pulse_batch_tables, RETURNS_CODE, 5, {HANDLE_CLIENT, TEXT, SIZE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_pipeline_execute", call_pulse_pipeline_execute, RETURNS_CODE, 7, {HANDLE_CLIENT, TEXT, SIZE, STRUCT_FILE, COUNT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_form_detect", call_pulse_form_detect, RETURNS_CODE, 6, {HANDLE_CLIENT, TEXT, SIZE, STRUCT_FILE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_form_fill", call_pulse_form_fill, RETURNS_CODE, 6, {HANDLE_CLIENT, TEXT, SIZE, STRUCT_FILE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_form_clear", call_pulse_form_clear, RETURNS_CODE, 6, {HANDLE_CLIENT, TEXT, SIZE, STRUCT_FILE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_get_result_pdf", call_pulse_get_result_pdf, RETURNS_CODE, 5, {HANDLE_CLIENT, TEXT, TEXT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_get_result_image", call_pulse_get_result_image, RETURNS_CODE, 6, {HANDLE_CLIENT, TEXT, TEXT, TEXT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_get_schema_excel", call_pulse_get_schema_excel, RETURNS_CODE, 5, {HANDLE_CLIENT, TEXT, TEXT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_create_webhook_link", call_pulse_create_webhook_link, RETURNS_CODE, 3, {HANDLE_CLIENT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_run_documents", call_pulse_run_documents, RETURNS_CODE, 5, {HANDLE_CLIENT, TEXT, SIZE, OUT_HANDLE, OUT_ERROR}},
    {"pulse_run_documents_with_progress", call_pulse_run_documents_with_progress, RETURNS_CODE, 7, {HANDLE_CLIENT, TEXT, SIZE, USER_DATA, USER_DATA, OUT_HANDLE, OUT_ERROR}},
    {"pulse_call", call_pulse_call, RETURNS_CODE, 8, {HANDLE_CLIENT, TEXT, TEXT, SIZE, STRUCT_FILE, COUNT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_call_and_wait", call_pulse_call_and_wait, RETURNS_CODE, 9, {HANDLE_CLIENT, TEXT, TEXT, SIZE, STRUCT_FILE, COUNT, STRUCT_WAIT_OPTIONS, OUT_HANDLE, OUT_ERROR}},
    {"pulse_render_html", call_pulse_render_html, RETURNS_CODE, 5, {TEXT, SIZE, TEXT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_render_html_with_pictures", call_pulse_render_html_with_pictures, RETURNS_CODE, 7, {TEXT, SIZE, TEXT, STRUCT_FILE, COUNT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_webhook_verify", call_pulse_webhook_verify, RETURNS_CODE, 10, {TEXT, SIZE, HEADERS, COUNT, TEXTS, COUNT, INT64, INT64, OUT_INT32, OUT_ERROR}},
    {"pulse_webhook_sign", call_pulse_webhook_sign, RETURNS_CODE, 7, {TEXT, SIZE, TEXT, INT64, TEXT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_queue_new", call_pulse_queue_new, RETURNS_CODE, 3, {HANDLE_CLIENT, OUT_HANDLE, OUT_ERROR}},
    {"pulse_queue_free", call_pulse_queue_free, RETURNS_NOTHING, 1, {HANDLE_QUEUE}},
    {"pulse_queue_fd", call_pulse_queue_fd, RETURNS_CODE, 3, {HANDLE_QUEUE, OUT_INT32, OUT_ERROR}},
    {"pulse_queue_set_headers", call_pulse_queue_set_headers, RETURNS_CODE, 4, {HANDLE_QUEUE, HEADERS, COUNT, OUT_ERROR}},
    {"pulse_completion_init", call_pulse_completion_init, RETURNS_CODE, 2, {STRUCT_COMPLETION, STRUCT_SIZE}},
    {"pulse_queue_next", call_pulse_queue_next, RETURNS_CODE, 4, {HANDLE_QUEUE, TIMEOUT, STRUCT_COMPLETION, OUT_ERROR}},
    {"pulse_queue_next_many", call_pulse_queue_next_many, RETURNS_CODE, 6, {HANDLE_QUEUE, TIMEOUT, STRUCT_COMPLETION, CAPACITY, OUT_SIZE, OUT_ERROR}},
    {"pulse_queue_cancel", call_pulse_queue_cancel, RETURNS_CODE, 3, {HANDLE_QUEUE, TAG, OUT_ERROR}},
    {"pulse_queue_get_job", call_pulse_queue_get_job, RETURNS_CODE, 4, {HANDLE_QUEUE, TEXT, TAG, OUT_ERROR}},
    {"pulse_queue_wait_job", call_pulse_queue_wait_job, RETURNS_CODE, 6, {HANDLE_QUEUE, TEXT, STRUCT_WAIT_OPTIONS, UINT32, TAG, OUT_ERROR}},
    {"pulse_queue_extract", call_pulse_queue_extract, RETURNS_CODE, 9, {HANDLE_QUEUE, INT32, TEXT, SIZE, STRUCT_FILE, STRUCT_WAIT_OPTIONS, UINT32, TAG, OUT_ERROR}},
    {"pulse_queue_call", call_pulse_queue_call, RETURNS_CODE, 8, {HANDLE_QUEUE, TEXT, TEXT, SIZE, STRUCT_FILE, COUNT, TAG, OUT_ERROR}},
    {"pulse_queue_call_and_wait", call_pulse_queue_call_and_wait, RETURNS_CODE, 10, {HANDLE_QUEUE, TEXT, TEXT, SIZE, STRUCT_FILE, COUNT, STRUCT_WAIT_OPTIONS, UINT32, TAG, OUT_ERROR}},
    {"pulse_error_code", call_pulse_error_code, RETURNS_CODE, 1, {HANDLE_ERROR}},
    {"pulse_error_message", call_pulse_error_message, RETURNS_CODE, 2, {HANDLE_ERROR, OUT_STR}},
    {"pulse_error_http_status", call_pulse_error_http_status, RETURNS_CODE, 2, {HANDLE_ERROR, OUT_INT32}},
    {"pulse_error_api_code", call_pulse_error_api_code, RETURNS_CODE, 2, {HANDLE_ERROR, OUT_STR}},
    {"pulse_error_may_have_been_accepted", call_pulse_error_may_have_been_accepted, RETURNS_CODE, 2, {HANDLE_ERROR, OUT_INT32}},
    {"pulse_error_retry_after_ms", call_pulse_error_retry_after_ms, RETURNS_CODE, 2, {HANDLE_ERROR, OUT_INT64}},
    {"pulse_error_job_id", call_pulse_error_job_id, RETURNS_CODE, 2, {HANDLE_ERROR, OUT_STR}},
    {"pulse_error_request_id", call_pulse_error_request_id, RETURNS_CODE, 2, {HANDLE_ERROR, OUT_STR}},
    {"pulse_error_headers", call_pulse_error_headers, RETURNS_CODE, 2, {HANDLE_ERROR, OUT_STR}},
    {"pulse_error_body", call_pulse_error_body, RETURNS_CODE, 2, {HANDLE_ERROR, OUT_STR}},
    {"pulse_error_free", call_pulse_error_free, RETURNS_NOTHING, 1, {HANDLE_ERROR}},
};
