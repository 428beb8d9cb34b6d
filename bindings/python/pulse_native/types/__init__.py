"""The official SDK's names of what comes back. Options are dicts here."""

from .async_submission_response import AsyncSubmissionResponse
from .create_webhook_link_response import CreateWebhookLinkResponse
from .extract_large_result_response import ExtractLargeResultResponse
from .extract_response import ExtractResponse
from .extract_result_core import ExtractResultCore
from .form_result import FormResult
from .job_cancellation_response import JobCancellationResponse
from .job_status_response import JobStatusResponse
from .schema_response import SchemaResponse
from .split_response import SplitResponse
from .tables_response import TablesResponse

__all__ = [
    "AsyncSubmissionResponse",
    "CreateWebhookLinkResponse",
    "ExtractLargeResultResponse",
    "ExtractResponse",
    "ExtractResultCore",
    "FormResult",
    "JobCancellationResponse",
    "JobStatusResponse",
    "SchemaResponse",
    "SplitResponse",
    "TablesResponse",
]
