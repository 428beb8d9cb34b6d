"""The types of requests and results, under the official SDK's names.

Those of requests are dicts whose keys type checkers know: ``SplitConfig(split_input=[TopicDefinition(name="fees")])``.
"""

from .. import _models, _requests
from .._models import *
from .._requests import *
from .async_submission_response import AsyncSubmissionResponse
from .extract_large_result_response import ExtractLargeResultResponse
from .extract_response import ExtractResponse
from .extract_result_core import ExtractResultCore
from .job_cancellation_response import JobCancellationResponse
from .job_status_response import JobStatusResponse

# One class here, several there.
ExtractAsyncSubmissionResponse = AsyncSubmissionResponse
SplitResultCore = _models.SplitResponse
FormPlanInfo = _models.PlanInfo
StructuredOutputConfig = _requests.ExtractRequestStructuredOutput
BatchExtractResponse = BatchSchemaResponse = BatchSplitResponse = BatchTablesResponse = _models.BatchSubmission

__all__ = [
    *_models.__all__,
    *_requests.__all__,
    "AsyncSubmissionResponse",
    "BatchExtractResponse",
    "BatchSchemaResponse",
    "BatchSplitResponse",
    "BatchTablesResponse",
    "ExtractAsyncSubmissionResponse",
    "ExtractLargeResultResponse",
    "ExtractResponse",
    "ExtractResultCore",
    "FormPlanInfo",
    "JobCancellationResponse",
    "JobStatusResponse",
    "SplitResultCore",
    "StructuredOutputConfig",
]
