"""A client of the Pulse document-extraction API: submit a document, wait for the job, read the result.

>>> from pulse_native import Pulse
>>> client = Pulse()                                  # PULSE_API_KEY, PULSE_BASE_URL
>>> job = client.extract_and_wait(file="report.pdf")
>>> print(job.result.markdown)

``AsyncPulse`` is the same for asyncio. ``client.jobs.wait_many(ids)`` waits for any number of jobs in one thread.
"""

from . import _annotations as t
from ._client import Jobs, Pulse, Webhooks
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
    PulseFileNotFoundError,
    PulseForkedError,
    PulseInternalError,
    PulseNetworkError,
    PulseResourceError,
    PulseTimeoutError,
    PulseTLSError,
    PulseUnsupportedError,
    ResultLostError,
    TooManyRequestsError,
    UnauthorizedError,
    WaitStoppedError,
    WebhookError,
)
from ._job import AsyncJob, Cancellation, File, Job, SyncJob
from ._library import LIBRARY as _LIBRARY
from ._request import plain as to_json
from ._results import JsonArray, JsonObject
from ._wait import Progress, WaitedJob

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from ._async_client import AsyncJobs, AsyncPulse
    from ._bridge import AsyncWaitMany
    from ._documents_run import DocumentError, DocumentOutcome, DocumentsRun
    from ._environment import PulseEnvironment
    from ._many import WaitMany
    from ._many_documents import AsyncManyDocuments, DocumentProgress, ManyDocuments
    from ._models import Extraction, LargeLink, Submission
    from ._logging import enable_logging
    from ._progress_bar import RichProgress, TqdmProgress
    from ._raw import HttpResponse
    from ._types import RequestOptions
    from .types import *

__version__: str = _LIBRARY.pulse_version().decode()

#: Names that are imported when they are first used, since asyncio and typing take longer than all the rest.
_LATER = {
    "AsyncJobs": "_async_client",
    "AsyncManyDocuments": "_many_documents",
    "AsyncPulse": "_async_client",
    "AsyncWaitMany": "_bridge",
    "DocumentError": "_documents_run",
    "DocumentOutcome": "_documents_run",
    "DocumentProgress": "_many_documents",
    "DocumentsRun": "_documents_run",
    "Extraction": "_models",
    "HttpResponse": "_raw",
    "LargeLink": "_models",
    "ManyDocuments": "_many_documents",
    "PulseEnvironment": "_environment",
    "RequestOptions": "_types",
    "RichProgress": "_progress_bar",
    "Submission": "_models",
    "TqdmProgress": "_progress_bar",
    "WaitMany": "_many",
    "enable_logging": "_logging",
}


#: Modules that are imported when they are first used, as those of the official SDK.
_PACKAGES = frozenset(
    ["batch", "client", "core", "dask", "environment", "errors", "form", "jobs", "large_results"]
    + ["pipeline", "results", "testing", "types", "version", "webhooks"]
)


def __getattr__(name: str) -> "t.Any":
    from importlib import import_module

    module = _LATER.get(name)
    if name in _PACKAGES:
        return import_module(f".{name}", __name__)
    if module is None:
        # The types of requests and results, which the official SDK has here too. Nobody else's names begin like this.
        if name[:1].isupper() and hasattr(import_module(".types", __name__), name):
            return getattr(import_module(".types", __name__), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = _at_home(getattr(import_module(f".{module}", __name__), name))
    return value


def _at_home(value: "t.Any") -> "t.Any":
    """A class as one of this package, under which programs know it: also in tracebacks and in pickles."""
    if isinstance(value, type) and value.__module__ != __name__:
        value.__module__ = __name__
    return value


def __dir__() -> "t.List[str]":
    # The annotations of classes, whose module this is, name what is in t.
    return sorted({*globals(), *_LATER, *_PACKAGES} - {"t"})


__all__ = [
    "ApiError",
    "AsyncJob",
    "AsyncJobs",
    "AsyncManyDocuments",
    "AsyncPulse",
    "AsyncWaitMany",
    "BadRequestError",
    "Cancellation",
    "DocumentError",
    "DocumentOutcome",
    "DocumentProgress",
    "DocumentsRun",
    "Extraction",
    "File",
    "ForbiddenError",
    "GoneError",
    "HttpResponse",
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
    "ManyDocuments",
    "MissingApiKeyError",
    "NotFoundError",
    "OutcomeUnknownError",
    "PayloadTooLargeError",
    "Progress",
    "ProtocolError",
    "Pulse",
    "PulseArgumentError",
    "PulseClosedError",
    "PulseEnvironment",
    "PulseError",
    "PulseFileError",
    "PulseFileNotFoundError",
    "PulseForkedError",
    "PulseInternalError",
    "PulseNetworkError",
    "PulseResourceError",
    "PulseTLSError",
    "PulseTimeoutError",
    "PulseUnsupportedError",
    "RequestOptions",
    "ResultLostError",
    "RichProgress",
    "Submission",
    "SyncJob",
    "TooManyRequestsError",
    "TqdmProgress",
    "UnauthorizedError",
    "WaitMany",
    "WaitStoppedError",
    "WaitedJob",
    "WebhookError",
    "Webhooks",
    "enable_logging",
    "to_json",
]

for _name in __all__:
    if _name in globals():
        _at_home(globals()[_name])
