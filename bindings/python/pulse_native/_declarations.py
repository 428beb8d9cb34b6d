# Made by `make generate` from native/include/pulse_native.h. Do not edit.
"""The C interface, declared."""

from __future__ import annotations

from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char_p,
    c_double,
    c_int32,
    c_int64,
    c_size_t,
    c_uint32,
    c_uint64,
    c_void_p,
)

# The file is also run by itself, by what builds the package: it imports nothing of it.


class Handle(c_void_p):
    """An opaque handle. A class of its own, as ctypes would make a plain integer of a returned ``c_void_p``."""


class Str(Structure):
    """``pulse_str``"""

    _fields_ = [
        ("data", c_void_p),
        ("size", c_size_t),
    ]


class Header(Structure):
    """``pulse_header``"""

    _fields_ = [
        ("name", c_char_p),
        ("value", c_char_p),
    ]


class ClientOptions(Structure):
    """``pulse_client_options``"""

    _fields_ = [
        ("struct_size", c_size_t),
        ("api_key", c_char_p),
        ("base_url", c_char_p),
        ("timeout_ms", c_int64),
        ("process_timeout_ms", c_int64),
        ("connect_timeout_ms", c_int64),
        ("max_retries", c_int32),
        ("max_connections", c_int32),
        ("flags", c_uint32),
        ("user_agent", c_char_p),
        ("max_concurrent_polls", c_int32),
        ("max_requests_per_second", c_double),
        ("ca_file", c_char_p),
        ("client_certificate_file", c_char_p),
        ("client_key_file", c_char_p),
        ("proxy", c_char_p),
        ("headers", POINTER(Header)),
        ("header_count", c_size_t),
        ("call_timeout_ms", c_int64),
        ("idle_timeout_ms", c_int64),
        ("large_result_folder", c_char_p),
        ("max_response_bytes", c_int64),
        ("connect_to", c_char_p),
    ]


class Stats(Structure):
    """``pulse_stats``"""

    _fields_ = [
        ("struct_size", c_size_t),
        ("requests", c_int64),
        ("retries", c_int64),
        ("waits", c_int64),
        ("polls", c_int64),
        ("handles", c_int64),
        ("native_bytes", c_int64),
        ("waiting_jobs", c_int64),
        ("polls_in_flight", c_int64),
        ("lateness_median_us", c_int64),
        ("lateness_p99_us", c_int64),
        ("lateness_max_us", c_int64),
        ("behind_us", c_int64),
    ]


class Progress(Structure):
    """``pulse_progress``"""

    _fields_ = [
        ("kind", c_int32),
        ("status", c_int32),
        ("job_id", Str),
        ("status_text", Str),
        ("attempt", c_int64),
        ("waited_ms", c_int64),
        ("next_delay_ms", c_int64),
        ("code", c_int32),
        ("http_status", c_int32),
    ]


ProgressCallback = CFUNCTYPE(c_int32, POINTER(Progress), c_void_p)


class WaitOptions(Structure):
    """``pulse_wait_options``"""

    _fields_ = [
        ("struct_size", c_size_t),
        ("timeout_ms", c_int64),
        ("initial_delay_ms", c_int64),
        ("max_delay_ms", c_int64),
        ("multiplier", c_double),
        ("jitter", c_double),
        ("max_attempts", c_int64),
        ("on_progress", ProgressCallback),
        ("user_data", c_void_p),
        ("every_poll", c_int32),
        ("tick_ms", c_int64),
        ("policy", c_int32),
        ("goal", c_int32),
        ("not_found_grace_ms", c_int64),
    ]


ReadCallback = CFUNCTYPE(c_int64, c_void_p, c_size_t, c_void_p)


class File(Structure):
    """``pulse_file``"""

    _fields_ = [
        ("struct_size", c_size_t),
        ("path", c_char_p),
        ("data", c_void_p),
        ("size", c_size_t),
        ("file_name", c_char_p),
        ("media_type", c_char_p),
        ("has_fd", c_int32),
        ("fd", c_int32),
        ("read", ReadCallback),
        ("user_data", c_void_p),
    ]


class DocumentProgress(Structure):
    """``pulse_document_progress``"""

    _fields_ = [
        ("document", Str),
        ("job_id", Str),
        ("status", c_int32),
        ("has_ended", c_int32),
        ("code", c_int32),
        ("ended", c_int64),
        ("count", c_int64),
    ]


class Completion(Structure):
    """``pulse_completion``"""

    _fields_ = [
        ("struct_size", c_size_t),
        ("tag", c_uint64),
        ("kind", c_int32),
        ("code", c_int32),
        ("job", Handle),
        ("response", Handle),
        ("error", Handle),
        ("status", c_int32),
        ("event", c_int32),
        ("attempt", c_int64),
        ("waited_ms", c_int64),
        ("next_delay_ms", c_int64),
    ]


LogCallback = CFUNCTYPE(None, c_int32, Str, c_void_p)


DocumentCallback = CFUNCTYPE(c_int32, POINTER(DocumentProgress), c_void_p)


#: name: (result, parameters)
FUNCTIONS: dict[str, tuple[type | None, list[type]]] = {
    "pulse_version": (c_char_p, []),
    "pulse_abi_version": (c_int32, []),
    "pulse_code_name": (c_char_p, [c_int32]),
    "pulse_set_log": (c_int32, [LogCallback, c_int32, c_void_p, POINTER(Handle)]),
    "pulse_log_to_fd": (c_int32, [c_int32, c_int32, POINTER(Handle)]),
    "pulse_client_options_init": (c_int32, [POINTER(ClientOptions), c_size_t]),
    "pulse_client_new": (c_int32, [POINTER(ClientOptions), POINTER(Handle), POINTER(Handle)]),
    "pulse_client_free": (None, [Handle]),
    "pulse_cancel_token_new": (c_int32, [POINTER(Handle), POINTER(Handle)]),
    "pulse_cancel_token_cancel": (c_int32, [Handle, POINTER(Handle)]),
    "pulse_cancel_token_free": (None, [Handle]),
    "pulse_client_with_limits": (c_int32, [Handle, Handle, c_int64, POINTER(Handle), POINTER(Handle)]),
    "pulse_client_with_headers": (c_int32, [Handle, POINTER(Header), c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_client_set_rate": (c_int32, [Handle, c_double, POINTER(Handle)]),
    "pulse_shutdown": (c_int32, [c_int64, POINTER(Handle)]),
    "pulse_client_stats": (c_int32, [Handle, POINTER(Stats), POINTER(Handle)]),
    "pulse_get_job": (c_int32, [Handle, c_char_p, POINTER(Handle), POINTER(Handle)]),
    "pulse_wait_options_init": (c_int32, [POINTER(WaitOptions), c_size_t]),
    "pulse_wait_job": (c_int32, [Handle, c_char_p, POINTER(WaitOptions), POINTER(Handle), POINTER(Handle)]),
    "pulse_notify_job": (c_int32, [Handle, c_char_p, POINTER(Handle)]),
    "pulse_export_durations": (c_int32, [Handle, POINTER(Handle), POINTER(Handle)]),
    "pulse_import_durations": (c_int32, [Handle, c_char_p, c_size_t, POINTER(Handle)]),
    "pulse_cancel_job": (c_int32, [Handle, c_char_p, POINTER(Handle)]),
    "pulse_job_free": (None, [Handle]),
    "pulse_job_id": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_job_status": (c_int32, [Handle, POINTER(c_int32), POINTER(Handle)]),
    "pulse_job_status_text": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_job_created_at": (c_int32, [Handle, POINTER(c_int64), POINTER(Handle)]),
    "pulse_job_updated_at": (c_int32, [Handle, POINTER(c_int64), POINTER(Handle)]),
    "pulse_job_error": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_job_may_retry": (c_int32, [Handle, POINTER(c_int32), POINTER(Handle)]),
    "pulse_job_json": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_job_result": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_job_markdown": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_job_page_count": (c_int32, [Handle, POINTER(c_int64), POINTER(Handle)]),
    "pulse_job_headers": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_job_find": (c_int32, [Handle, c_char_p, POINTER(c_int32), POINTER(Str), POINTER(Handle)]),
    "pulse_job_parts": (c_int32, [Handle, c_char_p, POINTER(Handle), POINTER(Handle)]),
    "pulse_job_from_json": (c_int32, [c_char_p, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_job_validate": (c_int32, [Handle, POINTER(Handle)]),
    "pulse_extract": (c_int32, [Handle, c_char_p, c_size_t, POINTER(File), POINTER(Handle), POINTER(Handle)]),
    "pulse_submit_extract": (c_int32, [Handle, c_char_p, c_size_t, POINTER(File), POINTER(Handle), POINTER(Handle)]),
    "pulse_extract_async": (c_int32, [Handle, c_char_p, c_size_t, POINTER(File), POINTER(Handle), POINTER(Handle)]),
    "pulse_extract_and_wait": (c_int32, [Handle, c_char_p, c_size_t, POINTER(File), POINTER(WaitOptions), POINTER(Handle), POINTER(Handle)]),
    "pulse_get_large_result": (c_int32, [Handle, c_char_p, c_char_p, POINTER(Handle), POINTER(Handle)]),
    "pulse_discard_large_result": (c_int32, [Handle, c_char_p, POINTER(Handle)]),
    "pulse_response_free": (None, [Handle]),
    "pulse_response_kind": (c_int32, [Handle, POINTER(c_int32), POINTER(Handle)]),
    "pulse_response_json": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_response_content": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_response_media_type": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_response_job_id": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_response_find": (c_int32, [Handle, c_char_p, POINTER(c_int32), POINTER(Str), POINTER(Handle)]),
    "pulse_response_validate": (c_int32, [Handle, POINTER(Handle)]),
    "pulse_response_parts": (c_int32, [Handle, c_char_p, POINTER(Handle), POINTER(Handle)]),
    "pulse_response_markdown": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_response_page_count": (c_int32, [Handle, POINTER(c_int64), POINTER(Handle)]),
    "pulse_response_headers": (c_int32, [Handle, POINTER(Str), POINTER(Handle)]),
    "pulse_split": (c_int32, [Handle, c_char_p, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_schema": (c_int32, [Handle, c_char_p, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_tables": (c_int32, [Handle, c_char_p, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_batch_extract": (c_int32, [Handle, c_char_p, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_batch_schema": (c_int32, [Handle, c_char_p, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_batch_split": (c_int32, [Handle, c_char_p, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_batch_tables": (c_int32, [Handle, c_char_p, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_pipeline_execute": (c_int32, [Handle, c_char_p, c_size_t, POINTER(File), c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_form_detect": (c_int32, [Handle, c_char_p, c_size_t, POINTER(File), POINTER(Handle), POINTER(Handle)]),
    "pulse_form_fill": (c_int32, [Handle, c_char_p, c_size_t, POINTER(File), POINTER(Handle), POINTER(Handle)]),
    "pulse_form_clear": (c_int32, [Handle, c_char_p, c_size_t, POINTER(File), POINTER(Handle), POINTER(Handle)]),
    "pulse_get_result_pdf": (c_int32, [Handle, c_char_p, c_char_p, POINTER(Handle), POINTER(Handle)]),
    "pulse_get_result_image": (c_int32, [Handle, c_char_p, c_char_p, c_char_p, POINTER(Handle), POINTER(Handle)]),
    "pulse_get_schema_excel": (c_int32, [Handle, c_char_p, c_char_p, POINTER(Handle), POINTER(Handle)]),
    "pulse_create_webhook_link": (c_int32, [Handle, POINTER(Handle), POINTER(Handle)]),
    "pulse_run_documents": (c_int32, [Handle, c_char_p, c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_run_documents_with_progress": (c_int32, [Handle, c_char_p, c_size_t, DocumentCallback, c_void_p, POINTER(Handle), POINTER(Handle)]),
    "pulse_call": (c_int32, [Handle, c_char_p, c_char_p, c_size_t, POINTER(File), c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_call_and_wait": (c_int32, [Handle, c_char_p, c_char_p, c_size_t, POINTER(File), c_size_t, POINTER(WaitOptions), POINTER(Handle), POINTER(Handle)]),
    "pulse_render_html": (c_int32, [c_char_p, c_size_t, c_char_p, POINTER(Handle), POINTER(Handle)]),
    "pulse_render_html_with_pictures": (c_int32, [c_char_p, c_size_t, c_char_p, POINTER(File), c_size_t, POINTER(Handle), POINTER(Handle)]),
    "pulse_webhook_verify": (c_int32, [c_void_p, c_size_t, POINTER(Header), c_size_t, POINTER(c_char_p), c_size_t, c_int64, c_int64, POINTER(c_int32), POINTER(Handle)]),
    "pulse_webhook_sign": (c_int32, [c_void_p, c_size_t, c_char_p, c_int64, c_char_p, POINTER(Handle), POINTER(Handle)]),
    "pulse_queue_new": (c_int32, [Handle, POINTER(Handle), POINTER(Handle)]),
    "pulse_queue_free": (None, [Handle]),
    "pulse_queue_fd": (c_int32, [Handle, POINTER(c_int32), POINTER(Handle)]),
    "pulse_queue_set_headers": (c_int32, [Handle, POINTER(Header), c_size_t, POINTER(Handle)]),
    "pulse_completion_init": (c_int32, [POINTER(Completion), c_size_t]),
    "pulse_queue_next": (c_int32, [Handle, c_int64, POINTER(Completion), POINTER(Handle)]),
    "pulse_queue_next_many": (c_int32, [Handle, c_int64, POINTER(Completion), c_size_t, POINTER(c_size_t), POINTER(Handle)]),
    "pulse_queue_cancel": (c_int32, [Handle, c_uint64, POINTER(Handle)]),
    "pulse_queue_get_job": (c_int32, [Handle, c_char_p, c_uint64, POINTER(Handle)]),
    "pulse_queue_wait_job": (c_int32, [Handle, c_char_p, POINTER(WaitOptions), c_uint32, c_uint64, POINTER(Handle)]),
    "pulse_queue_extract": (c_int32, [Handle, c_int32, c_char_p, c_size_t, POINTER(File), POINTER(WaitOptions), c_uint32, c_uint64, POINTER(Handle)]),
    "pulse_queue_call": (c_int32, [Handle, c_char_p, c_char_p, c_size_t, POINTER(File), c_size_t, c_uint64, POINTER(Handle)]),
    "pulse_queue_call_and_wait": (c_int32, [Handle, c_char_p, c_char_p, c_size_t, POINTER(File), c_size_t, POINTER(WaitOptions), c_uint32, c_uint64, POINTER(Handle)]),
    "pulse_error_code": (c_int32, [Handle]),
    "pulse_error_message": (c_int32, [Handle, POINTER(Str)]),
    "pulse_error_http_status": (c_int32, [Handle, POINTER(c_int32)]),
    "pulse_error_api_code": (c_int32, [Handle, POINTER(Str)]),
    "pulse_error_may_have_been_accepted": (c_int32, [Handle, POINTER(c_int32)]),
    "pulse_error_retry_after_ms": (c_int32, [Handle, POINTER(c_int64)]),
    "pulse_error_job_id": (c_int32, [Handle, POINTER(Str)]),
    "pulse_error_request_id": (c_int32, [Handle, POINTER(Str)]),
    "pulse_error_headers": (c_int32, [Handle, POINTER(Str)]),
    "pulse_error_body": (c_int32, [Handle, POINTER(Str)]),
    "pulse_error_free": (None, [Handle]),
}

VERSION_MAJOR = 0
VERSION_MINOR = 1
VERSION_PATCH = 0
ABI_VERSION = 1
OK = 0
INVALID_ARGUMENT = 1
INVALID_HANDLE = 2
MISSING_API_KEY = 3
FILE_ERROR = 4
FORKED = 10
CLOSED = 11
INTERNAL = 12
NO_RESOURCES = 13
NETWORK = 20
TLS = 21
TIMEOUT = 22
STOPPED = 23
PROTOCOL = 24
OUTCOME_UNKNOWN = 25
RESULT_LOST = 26
BAD_REQUEST = 40
UNAUTHORIZED = 41
FORBIDDEN = 42
NOT_FOUND = 43
GONE = 44
TOO_LARGE = 45
RATE_LIMITED = 46
SERVER_ERROR = 47
JOB_FAILED = 60
JOB_CANCELED = 61
JOB_EXPIRED = 62
WEBHOOK_REJECTED = 70
LOG_DEBUG = 1
LOG_INFO = 2
LOG_WARNING = 3
LOG_ERROR = 4
LOG_OFF = 5
NO_LIMIT = -1
NO_RETRIES = -1
NO_GRACE = -1
ALLOW_INSECURE_HTTP = 1
KEEP_LARGE_LINKS = 2
RETRY_SUBMITS = 4
VALIDATE_RESULTS = 8
KEEP_HEADERS = 16
JOB_STATUS_UNKNOWN = 0
JOB_STATUS_PENDING = 1
JOB_STATUS_PROCESSING = 2
JOB_STATUS_COMPLETED = 3
JOB_STATUS_FAILED = 4
JOB_STATUS_CANCELED = 5
JOB_STATUS_EXPIRED = 6
PROGRESS_STATUS = 1
PROGRESS_POLL = 2
PROGRESS_RETRY = 3
PROGRESS_TICK = 4
POLL_DOCUMENTED = 0
POLL_ADAPTIVE = 1
GOAL_BALANCED = 0
GOAL_FEWER_REQUESTS = 1
GOAL_LESS_DELAY = 2
JSON_NONE = 0
JSON_OBJECT = 1
JSON_ARRAY = 2
JSON_STRING = 3
JSON_NUMBER = 4
JSON_TRUE = 5
JSON_FALSE = 6
JSON_NULL = 7
RESPONSE_RESULT = 1
RESPONSE_SUBMISSION = 2
RESPONSE_LARGE_LINK = 3
RESPONSE_FILE = 4
RESPONSE_DONE = 5
WEBHOOK_VALID = 0
WEBHOOK_MISSING_HEADER = 1
WEBHOOK_BAD_TIMESTAMP = 2
WEBHOOK_TOO_OLD = 3
WEBHOOK_TOO_NEW = 4
WEBHOOK_NO_MATCH = 5
WEBHOOK_BAD_SECRET = 6
COMPLETION_FINAL = 1
COMPLETION_PROGRESS = 2
QUEUE_PROGRESS = 1
EXTRACT_PROCESS = 1
EXTRACT_SUBMIT = 2
EXTRACT_AND_WAIT = 3
