"""A client of the Pulse document-extraction API: submit a document, wait for the job, read the result.

>>> from pulse_native import Pulse
>>> client = Pulse()                                  # PULSE_API_KEY, PULSE_BASE_URL
>>> job = client.extract_and_wait(file="report.pdf")
>>> print(job.result.markdown)
"""

from ._client import Jobs, Pulse
from ._errors import (
    ApiError,
    BadRequestError,
    ForbiddenError,
    GoneError,
    InternalServerError,
    JobCanceledError,
    JobError,
    JobExpiredError,
    JobFailedError,
    MissingApiKeyError,
    NotFoundError,
    OutcomeUnknownError,
    PayloadTooLargeError,
    ProtocolError,
    PulseArgumentError,
    PulseClosedError,
    PulseError,
    PulseFileError,
    PulseForkedError,
    PulseInternalError,
    PulseNetworkError,
    PulseTimeoutError,
    PulseTLSError,
    ResultLostError,
    TooManyRequestsError,
    UnauthorizedError,
    WaitStoppedError,
)
from ._job import Extraction, Job, LargeLink, Submission
from ._library import LIBRARY as _LIBRARY
from ._results import JsonArray, JsonObject
from ._wait import Progress

__version__: str = _LIBRARY.pulse_version().decode()

__all__ = [
    "ApiError",
    "BadRequestError",
    "Extraction",
    "ForbiddenError",
    "GoneError",
    "InternalServerError",
    "Job",
    "JobCanceledError",
    "JobError",
    "JobExpiredError",
    "JobFailedError",
    "Jobs",
    "JsonArray",
    "JsonObject",
    "LargeLink",
    "MissingApiKeyError",
    "NotFoundError",
    "OutcomeUnknownError",
    "PayloadTooLargeError",
    "Progress",
    "ProtocolError",
    "Pulse",
    "PulseArgumentError",
    "PulseClosedError",
    "PulseError",
    "PulseFileError",
    "PulseForkedError",
    "PulseInternalError",
    "PulseNetworkError",
    "PulseTLSError",
    "PulseTimeoutError",
    "ResultLostError",
    "Submission",
    "TooManyRequestsError",
    "UnauthorizedError",
    "WaitStoppedError",
]
