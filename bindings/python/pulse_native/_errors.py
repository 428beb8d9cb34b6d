"""The exceptions.

::

    PulseError
    ├── ApiError                    the service answered, and not as it should; also what the official SDK calls so
    │   ├── BadRequestError         400, 422 and other 4xx
    │   ├── UnauthorizedError       401
    │   ├── ForbiddenError          402, 403
    │   ├── NotFoundError           404
    │   ├── GoneError               410
    │   ├── PayloadTooLargeError    413
    │   ├── TooManyRequestsError    429
    │   ├── InternalServerError     5xx
    │   ├── ProtocolError           the response is not what the API promises
    │   └── MissingApiKeyError      nothing was sent
    ├── PulseArgumentError          also ValueError: the call itself was wrong, nothing was sent
    ├── PulseUnsupportedError       also NotImplementedError: the official SDK can do it, this library cannot
    ├── PulseFileError              also OSError: a local file cannot be read or written
    │   └── PulseFileNotFoundError  also FileNotFoundError
    ├── PulseNetworkError           also ConnectionError
    │   └── PulseTLSError
    ├── PulseTimeoutError           also TimeoutError: a timeout expired; a job may still run
    ├── WaitStoppedError            the wait was stopped; the job may still run
    ├── OutcomeUnknownError         a submit broke after it was sent: a job may exist
    ├── ResultLostError             the transfer of a single-use large result broke
    ├── JobError                    the job ended otherwise than completed
    │   ├── JobFailedError
    │   ├── JobCanceledError
    │   └── JobExpiredError
    ├── WebhookError                a webhook cannot be trusted
    ├── PulseClosedError            the client is closed
    ├── PulseForkedError            this process was forked from one that had used the library
    ├── PulseInternalError          a bug in the library
    └── PulseResourceError          this process has no memory, threads or descriptors left; try again later
"""

from __future__ import annotations

from . import _annotations as t, _ffi


class PulseError(Exception):
    """The root. ``job_id`` names the job that the failure is about, so that waiting can be resumed."""

    #: The number of ``PULSE_...`` in pulse_native.h.
    code: int = _ffi.INTERNAL

    def __init__(
        self,
        message: t.Any = "",
        headers: t.Optional[t.Dict[str, str]] = None,
        *,
        status_code: t.Optional[int] = None,
        body: t.Any = None,
        api_code: str = "",
        retry_after: t.Optional[float] = None,
        may_have_been_accepted: bool = False,
        job_id: str = "",
        request_id: str = "",
        raw_body: bytes = b"",
        raw_headers: bytes = b"",
    ) -> None:
        if not isinstance(message, str):
            # The official SDK's errors are made from the body, and their headers.
            message, body = "", message
        super().__init__(message)
        self.message: str = message
        #: The HTTP status; None when no response came.
        self.status_code = status_code if status_code is not None else self._status_code
        #: The API's own code, for example ``AUTH_002``; None when it sent none.
        self.api_code: t.Optional[str] = api_code or None
        #: Seconds that the service asked to wait; None when it did not.
        self.retry_after = retry_after
        #: Whether this is a failed submit that the service may have accepted, and may bill: sending it again may pay twice.
        self.may_have_been_accepted = may_have_been_accepted
        #: The job that the failure is about; None when there is none.
        self.job_id: t.Optional[str] = job_id or None
        #: The service's id of the request; mostly None.
        self.request_id: t.Optional[str] = request_id or None
        #: The body of the failed response, at most 64 KiB of it.
        self.raw_body = raw_body
        #: The last state of the job that was seen, where a wait failed.
        self.job: t.Any = None
        self._body = body
        self._headers = headers
        self._raw_headers = raw_headers

    #: What ``status_code`` is when the constructor is not told.
    _status_code: t.Optional[int] = None

    @property
    def headers(self) -> t.Optional[t.Dict[str, str]]:
        """The headers of the failed response, names in lower case; None when no response came."""
        if self._headers is None and self._raw_headers:
            import json

            self._headers = json.loads(self._raw_headers)
        return self._headers

    @headers.setter
    def headers(self, value: t.Optional[t.Dict[str, str]]) -> None:
        self._headers = value

    @property
    def body(self) -> t.Any:
        """The body of the failed response: parsed when it is JSON, else text, else None."""
        if self._body is None and self.raw_body:
            import json

            try:
                self._body = json.loads(self.raw_body)
            except ValueError:
                self._body = self.raw_body.decode("utf-8", "replace")
        return self._body

    @body.setter
    def body(self, value: t.Any) -> None:
        self._body = value

    def __str__(self) -> str:
        if self.message or self.status_code is None:
            return self.message
        return f"status_code: {self.status_code}, body: {self.body}"


class ApiError(PulseError):
    """The service answered with an error status, or with something that is not the API's.

    For the sake of ``except`` lines written for the official SDK it stands also above MissingApiKeyError.
    """


class BadRequestError(ApiError):
    """HTTP 400, 422, and any other 4xx without a class of its own."""

    _status_code = 400


class UnauthorizedError(ApiError):
    """HTTP 401: the key is missing, wrong or expired."""

    _status_code = 401


class ForbiddenError(ApiError):
    """HTTP 402 or 403."""

    _status_code = 403


class NotFoundError(ApiError):
    """HTTP 404."""

    _status_code = 404


class GoneError(ApiError):
    """HTTP 410: a large result was fetched before, or its hour has passed."""

    _status_code = 410


class PayloadTooLargeError(ApiError):
    """HTTP 413."""

    _status_code = 413


class TooManyRequestsError(ApiError):
    """HTTP 429, after all retries."""

    _status_code = 429


class InternalServerError(ApiError):
    """HTTP 5xx, after all retries."""

    _status_code = 500


class PulseArgumentError(PulseError, ValueError):
    """The call itself was wrong; nothing was sent."""


class PulseUnsupportedError(PulseError, NotImplementedError):
    """The official SDK has this, and this library does not; nothing was sent."""

    code = _ffi.INVALID_ARGUMENT


class MissingApiKeyError(ApiError):
    """There is no key: pass ``api_key`` or set ``PULSE_API_KEY``."""


class PulseFileError(PulseError, OSError):
    """A local file is missing, unreadable, empty, a directory, or cannot be written."""


class PulseFileNotFoundError(PulseFileError, FileNotFoundError):
    """There is no such local file."""

    code = _ffi.FILE_ERROR


class PulseNetworkError(PulseError, ConnectionError):
    """The name was not found, or the connection was refused, reset or closed early."""


class PulseTLSError(PulseNetworkError):
    """The TLS handshake failed, or there is no OpenSSL on this machine."""


class PulseTimeoutError(PulseError, TimeoutError):
    """A timeout expired. A job that was waited for may still run: ``job_id`` names it."""


class WaitStoppedError(PulseError):
    """The wait was stopped by its progress callback. The job may still run."""


class ProtocolError(ApiError):
    """The response is not what the API promises: not JSON, cut off, or of wrong types."""


class OutcomeUnknownError(PulseError):
    """A submit broke after it was sent: the service may have accepted it, and may bill it."""


class ResultLostError(PulseError):
    """The transfer of a large result broke; ``raw_body`` has what was received. The link works only once."""


class JobError(PulseError):
    """The job ended otherwise than completed; ``job`` is its last state."""


class JobFailedError(JobError):
    """The job failed."""


class JobCanceledError(JobError):
    """The job was canceled."""


class JobExpiredError(JobError):
    """The job's output has been purged after the retention time."""


class WebhookError(PulseError):
    """A webhook cannot be trusted; ``reason`` says why, for example ``"too_old"`` or ``"no_match"``."""

    reason: str = ""


class PulseClosedError(PulseError):
    """The client is closed."""


class PulseForkedError(PulseError, RuntimeError):
    """This process was forked from one that had used the library: use spawn or forkserver, or fork earlier."""


class PulseInternalError(PulseError):
    """A bug in the library; please report it."""


class PulseResourceError(PulseError, RuntimeError):
    """This process has no memory, address space, threads or descriptors left that the library needs; try again later."""


BY_CODE: t.Dict[int, t.Type[PulseError]] = {
    # generated: codes (make generate)
    _ffi.INVALID_ARGUMENT: PulseArgumentError,
    _ffi.INVALID_HANDLE: PulseClosedError,
    _ffi.MISSING_API_KEY: MissingApiKeyError,
    _ffi.FILE_ERROR: PulseFileError,
    _ffi.FORKED: PulseForkedError,
    _ffi.CLOSED: PulseClosedError,
    _ffi.INTERNAL: PulseInternalError,
    _ffi.NO_RESOURCES: PulseResourceError,
    _ffi.NETWORK: PulseNetworkError,
    _ffi.TLS: PulseTLSError,
    _ffi.TIMEOUT: PulseTimeoutError,
    _ffi.STOPPED: WaitStoppedError,
    _ffi.PROTOCOL: ProtocolError,
    _ffi.OUTCOME_UNKNOWN: OutcomeUnknownError,
    _ffi.RESULT_LOST: ResultLostError,
    _ffi.BAD_REQUEST: BadRequestError,
    _ffi.UNAUTHORIZED: UnauthorizedError,
    _ffi.FORBIDDEN: ForbiddenError,
    _ffi.NOT_FOUND: NotFoundError,
    _ffi.GONE: GoneError,
    _ffi.TOO_LARGE: PayloadTooLargeError,
    _ffi.RATE_LIMITED: TooManyRequestsError,
    _ffi.SERVER_ERROR: InternalServerError,
    _ffi.JOB_FAILED: JobFailedError,
    _ffi.JOB_CANCELED: JobCanceledError,
    _ffi.JOB_EXPIRED: JobExpiredError,
    _ffi.WEBHOOK_REJECTED: WebhookError,
    # end of codes
}


def from_code(code: int, message: str, *, status_code: t.Optional[int] = None, **details: t.Any) -> PulseError:
    """The exception for a code of the C interface."""
    error = BY_CODE.get(code, PulseInternalError)(message, **details)
    error.code = code
    error.status_code = status_code
    return error
