"""The client."""

from __future__ import annotations

import ctypes
from . import _errors, _ffi
from ._files import to_native
from ._job import Job, Submission, response
from ._library import LIBRARY, Owner, call, encode, take_error
from ._results import JsonObject
from ._wait import WaitCall

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Optional, Union

    from ._files import FileInput
    from ._wait import OnProgress

_DEFAULT_WAIT = 1800.0


def _milliseconds(seconds: Optional[float]) -> int:
    if seconds is None:
        return 0
    if not seconds > 0:
        raise _errors.PulseArgumentError("a timeout must be more than zero seconds")
    return max(1, int(seconds * 1000))


class Pulse:
    """A client of the Pulse API. Make one, keep it, share it between threads.

    :param api_key: the key; default the environment's ``PULSE_API_KEY``
    :param base_url: default ``PULSE_BASE_URL``, else ``https://api.runpulse.com``
    :param timeout: seconds for one attempt of a job call; default ``PULSE_TIMEOUT``, else 60
    :param process_timeout: seconds for one attempt of an upload or of synchronous processing; default 600
    :param connect_timeout: seconds for making a connection; default 15
    :param max_retries: attempts after the first; default ``PULSE_MAX_RETRIES``, else 2
    :param max_connections: connections at once; default 64
    :param user_agent: put before the library's own
    :param follow_large_results: fetch a large result where it is announced; else hand out the link, which works once
    :param retry_submits: send a submit again whose outcome is unknown; it may then be paid for twice
    :param validate_results: check every byte of each answer on arrival
    :param allow_insecure_http: allow ``http://`` to other machines than this one

    Nothing is sent before the first call. After a ``fork`` in a process that has used the library every call raises
    PulseForkedError: use spawn or forkserver, or make the client in the child before the parent has made a call.
    """

    def __init__(
        self,
        api_key: Optional[str] = None,
        *,
        base_url: Optional[str] = None,
        timeout: Optional[float] = None,
        process_timeout: Optional[float] = None,
        connect_timeout: Optional[float] = None,
        max_retries: Optional[int] = None,
        max_connections: int = 0,
        user_agent: Optional[str] = None,
        follow_large_results: bool = True,
        retry_submits: bool = False,
        validate_results: bool = False,
        allow_insecure_http: bool = False,
    ) -> None:
        options = _ffi.ClientOptions()
        LIBRARY.pulse_client_options_init(ctypes.byref(options), ctypes.sizeof(options))
        options.api_key = encode(api_key)
        options.base_url = encode(base_url)
        options.timeout_ms = _milliseconds(timeout)
        options.process_timeout_ms = _milliseconds(process_timeout)
        options.connect_timeout_ms = _milliseconds(connect_timeout)
        if max_retries is not None:
            if max_retries < 0:
                raise _errors.PulseArgumentError("max_retries must not be negative")
            options.max_retries = max_retries or _ffi.NO_RETRIES
        options.max_connections = max_connections
        options.user_agent = encode(user_agent)
        options.flags = (
            (0 if follow_large_results else _ffi.KEEP_LARGE_LINKS)
            | (_ffi.RETRY_SUBMITS if retry_submits else 0)
            | (_ffi.VALIDATE_RESULTS if validate_results else 0)
            | (_ffi.ALLOW_INSECURE_HTTP if allow_insecure_http else 0)
        )
        out = _ffi.Handle()
        call(LIBRARY.pulse_client_new, ctypes.byref(options), ctypes.byref(out))
        self._owner = Owner(out, LIBRARY.pulse_client_free)
        #: Jobs: reading, waiting, canceling.
        self.jobs = Jobs(self._owner)

    def close(self) -> None:
        """Closes the client. Calls under way on other threads end with PulseClosedError; results stay valid."""
        self._owner.close()

    def __enter__(self) -> Pulse:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return "<Pulse client>"

    def extract(
        self,
        *,
        file: Optional[FileInput] = None,
        file_url: Optional[str] = None,
        model: Optional[str] = None,
        extraction_config_id: Optional[str] = None,
        pages: Optional[str] = None,
        figure_processing: Any = None,
        extensions: Any = None,
        spreadsheet: Any = None,
        storage: Any = None,
        async_: Optional[bool] = None,
        structured_output: Any = None,
        schema: Any = None,
        schema_prompt: Optional[str] = None,
        custom_prompt: Optional[str] = None,
        chunking: Optional[str] = None,
        chunk_size: Optional[int] = None,
        extract_figure: Optional[bool] = None,
        figure_description: Optional[bool] = None,
        show_images: Optional[bool] = None,
        return_html: Optional[bool] = None,
        thinking: Optional[bool] = None,
        **additional: Any,
    ) -> JsonObject:
        """Extracts a document and waits for the answer (``POST /extract``).

        Exactly one of ``file`` (a path, bytes, a binary file, or a tuple of name, content and media type) and
        ``file_url`` is needed. Structured options are dicts or JSON text. With ``async_=True`` the answer is a
        submission with a ``job_id``. Fields that this method does not name are sent along as they are.

        Raises OutcomeUnknownError when the request was sent and no answer came: it is not sent again.
        """
        arguments = {name: value for name, value in locals().items() if name not in ("self", "file", "additional")}
        return self._post(LIBRARY.pulse_extract, file, {**arguments, **additional})

    def extract_async(self, *, file: Optional[FileInput] = None, **options: Any) -> Submission:
        """Submits a document through ``POST /extract_async``, which the service has deprecated; takes what extract takes.

        The answer has ``job_id`` and ``status``.
        """
        return self._submission(LIBRARY.pulse_extract_async, file, options)

    def submit_extract(self, *, file: Optional[FileInput] = None, **options: Any) -> Submission:
        """Submits a document (``POST /extract`` with ``async``); takes what extract takes. Wait with ``jobs.wait``."""
        return self._submission(LIBRARY.pulse_submit_extract, file, options)

    def extract_and_wait(
        self,
        *,
        file: Optional[FileInput] = None,
        wait_timeout: Optional[float] = _DEFAULT_WAIT,
        on_progress: Optional[OnProgress] = None,
        **options: Any,
    ) -> Job:
        """Submits a document, waits for its job and returns it completed; takes what extract takes.

        :param wait_timeout: seconds for everything, the submit included; None or 0 for no limit
        :param on_progress: see ``jobs.wait``
        """
        request = _request(options)
        native, keep = to_native(file)
        wait = WaitCall(wait_timeout, on_progress)
        job = wait.run(
            lambda options, out, error: LIBRARY.pulse_extract_and_wait(
                self._owner.handle, request, len(request), native and ctypes.byref(native), options, out, error
            )
        )
        del keep
        return job

    def get_large_result(self, job_id_or_url: str) -> JsonObject:
        """Fetches a large result by its job's id or by the link of an ``is_url`` answer. It can be fetched once."""
        out = _ffi.Handle()
        call(LIBRARY.pulse_get_large_result, self._owner.handle, encode(job_id_or_url), None, ctypes.byref(out))
        return response(Owner(out, LIBRARY.pulse_response_free))

    def save_large_result(self, job_id_or_url: str, path: str) -> None:
        """Fetches a large result into a file, through a temporary one beside it."""
        out = _ffi.Handle()
        call(LIBRARY.pulse_get_large_result, self._owner.handle, encode(job_id_or_url), encode(path), ctypes.byref(out))
        LIBRARY.pulse_response_free(out)

    def stats(self) -> Dict[str, int]:
        """Counters: requests, retries, waits, polls of this client; handles and native_bytes of the whole process."""
        stats = _ffi.Stats()
        stats.struct_size = ctypes.sizeof(stats)
        call(LIBRARY.pulse_client_stats, self._owner.handle, ctypes.byref(stats))
        return {name: getattr(stats, name) for name, _ in _ffi.Stats._fields_[1:]}  # type: ignore[misc]

    def _submission(self, function: Callable[..., int], file: Optional[FileInput], options: Dict[str, Any]) -> Submission:
        answer = self._post(function, file, options)
        assert isinstance(answer, Submission)
        return answer

    def _post(self, function: Callable[..., int], file: Optional[FileInput], options: Dict[str, Any]) -> JsonObject:
        request = _request(options)
        native, keep = to_native(file)
        out = _ffi.Handle()
        error = _ffi.Handle()
        code = function(
            self._owner.handle,
            request,
            len(request),
            native and ctypes.byref(native),
            ctypes.byref(out),
            ctypes.byref(error),
        )
        del keep
        if code != _ffi.OK:
            raise take_error(code, error)
        return response(Owner(out, LIBRARY.pulse_response_free))


class Jobs:
    """Jobs: reading, waiting, canceling."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner

    def get_job(self, job_id: str) -> Job:
        """Reads a job once (``GET /job/{jobId}``). Any status is success. A large result is followed."""
        out = _ffi.Handle()
        call(LIBRARY.pulse_get_job, self._owner.handle, encode(job_id), ctypes.byref(out))
        return Job(Owner(out, LIBRARY.pulse_job_free))

    def wait(
        self,
        job_id: str,
        *,
        timeout: Optional[float] = _DEFAULT_WAIT,
        initial_delay: Optional[float] = None,
        max_delay: Optional[float] = None,
        multiplier: Optional[float] = None,
        jitter: Optional[float] = None,
        max_attempts: Optional[int] = None,
        on_progress: Optional[OnProgress] = None,
        every_poll: bool = False,
        adaptive: Union[bool, str] = False,
    ) -> Job:
        """Polls a job until it has completed: at once, then after 1 s, 1.5 s, 2.25 s ... at most 10 s, with jitter.

        :param timeout: seconds for the entire wait; None or 0 for no limit
        :param on_progress: called with a Progress whenever the status changes (or at each poll, with ``every_poll``), on
            this thread; returning True stops the wait
        :param adaptive: poll when jobs of this client have ended before; True, or ``"fewer_requests"`` or ``"less_delay"``
            to put one of the two first
        :raises JobFailedError, JobCanceledError, JobExpiredError: the job ended otherwise
        :raises PulseTimeoutError, WaitStoppedError: the job may still run; ``job_id`` and ``job`` tell which, and how it was

        Ctrl-C ends the wait at once. Stopping a wait does not cancel the job.
        """
        wait = WaitCall(timeout, on_progress, initial_delay, max_delay, multiplier, jitter, max_attempts, every_poll, adaptive)
        return wait.run(
            lambda options, out, error: LIBRARY.pulse_wait_job(self._owner.handle, encode(job_id), options, out, error)
        )

    def cancel_job(self, job_id: str) -> None:
        """Asks the service to cancel a job (``DELETE /job/{jobId}``). Best effort: pages done so far are billed."""
        call(LIBRARY.pulse_cancel_job, self._owner.handle, encode(job_id))


def _request(options: Dict[str, Any]) -> bytes:
    """The request as JSON; the library knows its fields, in snake_case too."""
    given = {("async" if name == "async_" else name): value for name, value in options.items() if value is not None}
    if not given:
        return b""
    import json

    return json.dumps(given, ensure_ascii=False, default=_plain).encode("utf-8")


def _plain(value: Any) -> Any:
    """Objects with fields as dicts: dataclasses, pydantic models, and the results of this package."""
    for name in ("to_dict", "model_dump", "dict"):
        method = getattr(value, name, None)
        if callable(method):
            return method()
    if hasattr(value, "__dict__"):
        return {name: field for name, field in vars(value).items() if field is not None}
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON")
