"""The client."""

from __future__ import annotations

import ctypes
import os

from . import _blocking, _errors, _ffi, _operations
from ._core import Core, Secret, secret_text
from ._job import SyncJob, id_of, ids_of
from ._library import LIBRARY, Owner, bytes_of, call, encode
from ._endpoints import WebhookSignatures
from ._generated import Operations, WebhooksOperations
from ._request import check_options, headers_of, to_json
from ._wait import DEFAULT_LIMIT, either_limit, wait_options

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, Mapping, Optional, Union

    from ._environment import PulseEnvironment
    from ._job import Cancellation, Job
    from ._many import WaitMany
    from ._models import Extraction, Submission
    from ._operations import Operation
    from ._queue import Ended
    from ._raw import Raw
    from ._types import Adaptive, ApiKey, FileInput, OnProgress, RequestOptions, StrPath


def settings_of(
    api_key: Optional[ApiKey],
    base_url: Optional[str],
    environment: Any,
    timeout: Optional[float],
    process_timeout: Optional[float],
    connect_timeout: Optional[float],
    max_retries: Optional[int],
    max_connections: Optional[int],
    max_concurrent_polls: Optional[int],
    max_requests_per_second: Optional[float],
    user_agent: Optional[str],
    follow_large_results: bool,
    retry_submits: bool,
    validate_results: bool,
    allow_insecure_http: bool,
    ca_file: Optional[StrPath],
    client_certificate: Optional[StrPath],
    client_key: Optional[StrPath],
    proxy: Optional[str],
    headers: Optional[Mapping[str, Any]],
    follow_redirects: Optional[bool],
    httpx_client: Any,
) -> Dict[str, Any]:
    """The options of a client; raises for those of the official SDK that cannot be had."""
    if follow_redirects is False:
        raise _errors.PulseUnsupportedError("follow_redirects=False is not supported: the library decides about redirects")
    if httpx_client is not None:
        raise _errors.PulseUnsupportedError("httpx_client is not supported: the library has its own HTTP engine")
    if base_url is None and environment is not None:
        base_url = getattr(environment, "value", environment)
    return {
        "api_key": None if api_key is None else Secret(secret_text(api_key, "api_key")),
        "base_url": base_url,
        "timeout": timeout,
        "process_timeout": process_timeout,
        "connect_timeout": connect_timeout,
        "max_retries": max_retries,
        "max_connections": max_connections,
        "max_concurrent_polls": max_concurrent_polls,
        "max_requests_per_second": max_requests_per_second,
        "user_agent": user_agent,
        "follow_large_results": follow_large_results,
        "retry_submits": retry_submits,
        "validate_results": validate_results,
        "allow_insecure_http": allow_insecure_http,
        "ca_file": None if ca_file is None else os.fspath(ca_file),
        "client_certificate": None if client_certificate is None else os.fspath(client_certificate),
        "client_key": None if client_key is None else os.fspath(client_key),
        "proxy": None if proxy is None else Secret(secret_text(proxy, "proxy")),
        # Values may be secrets of a gateway.
        "headers": tuple(
            (name, None if value is None else Secret(value)) for name, value in headers_of((headers or {}).items())
        ),
    }


def stats_of(core: Core) -> Dict[str, int]:
    stats = _ffi.Stats()
    stats.struct_size = ctypes.sizeof(stats)
    call(LIBRARY.pulse_client_stats, core.native().owner.handle, ctypes.byref(stats))
    return {name: getattr(stats, name) for name, _ in _ffi.Stats._fields_[1:]}


class Local:
    """What of ``jobs`` needs no request, and so is the same in both clients."""

    __slots__ = ("_core",)

    def __init__(self, core: Core) -> None:
        self._core = core

    def notify(self, job_id: Union[str, Job]) -> bool:
        """Says that a job has probably ended, for instance because a webhook said so: waits for it poll at once.

        Returns whether anything waits for it. A hint; the poll stays the truth.
        """
        try:
            call(LIBRARY.pulse_notify_job, self._core.native().owner.handle, encode(id_of(job_id)))
        except _errors.NotFoundError:
            return False
        return True

    def export_durations(self) -> bytes:
        """What adaptive polling has learned, as a small JSON to hand to another process or the next run.

        It holds durations and sizes, no ids and nothing of documents.
        """
        out = _ffi.Handle()
        call(LIBRARY.pulse_export_durations, self._core.native().owner.handle, ctypes.byref(out))
        response = Owner(out, LIBRARY.pulse_response_free)
        value = _ffi.Str()
        call(LIBRARY.pulse_response_json, response.handle, ctypes.byref(value))
        return bytes_of(value)

    def import_durations(self, durations: Union[bytes, str]) -> None:
        """Adds what another client has learned, as older than what this one has seen.

        Raises PulseArgumentError, and takes nothing, when it is not what ``export_durations`` gave.
        """
        data = durations.encode() if isinstance(durations, str) else bytes(durations)
        call(LIBRARY.pulse_import_durations, self._core.native().owner.handle, data, len(data))


class Pulse(Operations):
    """A client of the Pulse API. Make one, keep it, share it between threads.

    :param api_key: the key: text, ASCII bytes, a pydantic ``SecretStr``, or a function that is called once, here, and returns one
        of these; default the environment's ``PULSE_API_KEY``
    :param base_url: default ``PULSE_BASE_URL``, else ``https://api.runpulse.com``
    :param environment: a PulseEnvironment, when there is no ``base_url``
    :param timeout: seconds for one attempt of a job call, and for the response of a submit; default ``PULSE_TIMEOUT``, else 60
    :param process_timeout: seconds for the response of synchronous processing; default 600. Uploads and downloads end when no
        byte has moved for 60 seconds
    :param connect_timeout: seconds for making a connection; default 15
    :param max_retries: attempts after the first; default ``PULSE_MAX_RETRIES``, else 2
    :param max_connections: connections at once; default 64
    :param max_concurrent_polls: polls of waiting jobs in flight at once; default 32
    :param max_requests_per_second: of all kinds together, evenly spaced; default no limit
    :param user_agent: put before the library's own
    :param follow_large_results: waits and ``extract`` fetch a large result; else they hand out the link, which works once.
        ``jobs.get_job`` never uses it up
    :param retry_submits: send a submit again whose outcome is unknown; it may then be paid for twice
    :param validate_results: check every byte of each answer on arrival
    :param allow_insecure_http: allow ``http://`` to other machines than this one
    :param ca_file: a PEM file with the only CAs to trust; default those of the machine
    :param client_certificate: a PEM file with the certificate that is shown to servers that ask for one
    :param client_key: a PEM file with its key, not encrypted; default the key is in the certificate's file
    :param proxy: ``http://user:password@host:3128``, or https, socks4, socks4a, socks5; ``""`` for none; default
        ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY``, but for hosts in ``NO_PROXY``
    :param headers: sent with every request to the service, for instance for a gateway; in place of the library's own where
        the name is the same; not the key's, and not those of the body and the connection
    :param follow_redirects, httpx_client: of the official SDK; what differs from the default raises PulseUnsupportedError

    Nothing is sent, and no thread is started, before the first call. Any method may be called from any thread. Ctrl-C ends
    any call at once. A client that was made before a ``fork``, and not used, works in the child; after a fork in a process
    that has used the library every call in the child raises PulseForkedError: use spawn or forkserver there.

    ``with`` closes the client; so does its garbage collection. Pickling it pickles its options, the key included if it was
    given here.
    """

    def __init__(
        self,
        api_key: Optional[ApiKey] = None,
        *,
        base_url: Optional[str] = None,
        environment: Optional[PulseEnvironment] = None,
        timeout: Optional[float] = None,
        process_timeout: Optional[float] = None,
        connect_timeout: Optional[float] = None,
        max_retries: Optional[int] = None,
        max_connections: Optional[int] = None,
        max_concurrent_polls: Optional[int] = None,
        max_requests_per_second: Optional[float] = None,
        user_agent: Optional[str] = None,
        follow_large_results: bool = True,
        retry_submits: bool = False,
        validate_results: bool = False,
        allow_insecure_http: bool = False,
        ca_file: Optional[StrPath] = None,
        client_certificate: Optional[StrPath] = None,
        client_key: Optional[StrPath] = None,
        proxy: Optional[str] = None,
        headers: Optional[Dict[str, str]] = None,
        follow_redirects: Optional[bool] = True,
        httpx_client: Any = None,
    ) -> None:
        options = {name: value for name, value in locals().items() if name != "self"}
        self._core = Core(settings_of(**options))
        #: Jobs: reading, waiting, canceling.
        self.jobs = Jobs(self._core)

    def close(self) -> None:
        """Closes the client. Calls under way on other threads end with PulseClosedError; results stay valid."""
        self._core.close()

    def __enter__(self) -> Pulse:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return "<Pulse client>"

    @property
    def with_raw_response(self) -> Raw:
        """The same methods, whose answers come in the ``data`` of an HttpResponse."""
        from ._raw import Raw

        return Raw(self, is_async=False)

    @property
    def webhooks(self) -> Webhooks:
        """Webhooks: the link to where they are set up, verifying, signing."""
        return Webhooks(self)

    def extract_and_wait(
        self,
        *,
        file: Optional[FileInput] = None,
        timeout: Optional[float] = DEFAULT_LIMIT,
        wait_timeout: Optional[float] = DEFAULT_LIMIT,
        initial_delay: Optional[float] = None,
        max_delay: Optional[float] = None,
        multiplier: Optional[float] = None,
        jitter: Optional[float] = None,
        max_attempts: Optional[int] = None,
        on_progress: Optional[OnProgress] = None,
        every_poll: bool = False,
        adaptive: Adaptive = False,
        request_options: Optional[RequestOptions] = None,
        **options: Any,
    ) -> SyncJob:
        """Submits a document, waits for its job and returns it completed; takes what ``extract`` takes.

        :param timeout: seconds for everything, the submit included; None or 0 for no limit
        :param wait_timeout: another name of ``timeout``

        The other parameters are those of ``jobs.wait``, and so are the exceptions. Each that comes after the submit has the
        job's id in ``job_id``.
        """
        check_options(options, Pulse.extract, "extract_and_wait")
        limit = either_limit(timeout, wait_timeout)
        wait = wait_options(limit, initial_delay, max_delay, multiplier, jitter, max_attempts, every_poll, adaptive)
        request = to_json(options, request_options)
        operation = _operations.named_and_wait("extract", request, wait, on_progress, () if file is None else (file,))
        job: SyncJob = self._run(operation, request_options)
        return job

    def get_large_result(self, job_id_or_url: str, *, request_options: Optional[RequestOptions] = None) -> Extraction:
        """Fetches a large result by its job's id or by the link of an ``is_url`` answer. It can be fetched once."""
        result: Extraction = self.jobs._run(
            _operations.named("get_large_result", to_json({"job_id": job_id_or_url})), request_options
        )
        return result

    def save_large_result(
        self, job_id_or_url: str, path: Union[str, os.PathLike[str]], *, request_options: Optional[RequestOptions] = None
    ) -> None:
        """Fetches a large result into a file, through a temporary one beside it."""
        request = to_json({"job_id": job_id_or_url, "path": os.fspath(path)})
        self.jobs._run(_operations.named("get_large_result", request, to_path=True), request_options)

    def stats(self) -> Dict[str, int]:
        """Counters: requests, retries, waits, polls of this client; handles and native_bytes of the whole process.

        Calls with limits of their own in ``request_options`` are counted apart, and are not in here.
        """
        return stats_of(self._core)

    def _run(self, operation: Operation, request_options: Optional[RequestOptions]) -> Any:
        return self.jobs._run(operation, request_options, has_body=True)


class Jobs(Local):
    """Jobs: reading, waiting, canceling."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> Raw:
        """The same methods, whose answers come in the ``data`` of an HttpResponse."""
        from ._raw import Raw

        return Raw(self, is_async=False)

    def get_job(self, job_id: Union[str, Job], *, request_options: Optional[RequestOptions] = None) -> SyncJob:
        """Reads a job once (``GET /job/{jobId}``). Any status is success. The link of a large result stays unused."""
        job: SyncJob = self._run(_operations.get_job(id_of(job_id)), request_options)
        return job

    def wait(
        self,
        job_id: Union[str, Job],
        *,
        timeout: Optional[float] = DEFAULT_LIMIT,
        initial_delay: Optional[float] = None,
        max_delay: Optional[float] = None,
        multiplier: Optional[float] = None,
        jitter: Optional[float] = None,
        max_attempts: Optional[int] = None,
        on_progress: Optional[OnProgress] = None,
        every_poll: bool = False,
        adaptive: Adaptive = False,
        request_options: Optional[RequestOptions] = None,
    ) -> SyncJob:
        """Polls a job until it has completed: at once, then after 1 s, 1.5 s, 2.25 s ... at most 10 s, with jitter.

        :param timeout: seconds for the entire wait; None or 0 for no limit
        :param initial_delay: seconds between the first and the second poll
        :param max_delay: seconds; only a hint of the service makes a delay longer
        :param multiplier: each delay against the one before, 1 to 10
        :param jitter: share of each delay that is random, 0 to 1
        :param max_attempts: polls; the limit reached raises PulseTimeoutError
        :param on_progress: called with a Progress whenever the status changes (or at each poll, with ``every_poll``), on
            this thread; returning True stops the wait
        :param adaptive: poll when jobs of this client have ended before; True, or ``"fewer_requests"`` or ``"less_delay"``
            to put one of the two first
        :raises JobFailedError, JobCanceledError, JobExpiredError: the job ended otherwise
        :raises PulseTimeoutError, WaitStoppedError: the job may still run; ``job_id`` and ``job`` tell which, and how it was

        Ctrl-C ends the wait at once. Stopping a wait does not cancel the job.
        """
        options = wait_options(timeout, initial_delay, max_delay, multiplier, jitter, max_attempts, every_poll, adaptive)
        job: SyncJob = self._run(_operations.wait_job(id_of(job_id), options, on_progress), request_options)
        return job

    def wait_many(
        self,
        job_ids: Iterable[Union[str, Job, Submission]],
        *,
        timeout: Optional[float] = DEFAULT_LIMIT,
        initial_delay: Optional[float] = None,
        max_delay: Optional[float] = None,
        multiplier: Optional[float] = None,
        jitter: Optional[float] = None,
        max_attempts: Optional[int] = None,
        on_progress: Optional[OnProgress] = None,
        every_poll: bool = False,
        adaptive: Adaptive = False,
    ) -> WaitMany:
        """Waits for any number of jobs, in one thread: an iterator of WaitedJob objects, in the order in which they end.

        A job that fails, or a wait that times out, does not end the iteration: its WaitedJob has an ``error``. The
        parameters are those of ``wait``; ``timeout`` begins at the first step. ``pending`` of the iterator has the ids of
        the jobs that have not ended; leaving the loop, or closing the iterator, stops their waits.
        """
        from ._many import WaitMany

        options = wait_options(timeout, initial_delay, max_delay, multiplier, jitter, max_attempts, every_poll, adaptive)
        return WaitMany(self._core, ids_of(job_ids), options, on_progress, self._bind)

    def cancel_job(
        self, job_id: Union[str, Job], *, request_options: Optional[RequestOptions] = None
    ) -> Cancellation:
        """Asks the service to cancel a job (``DELETE /job/{jobId}``). Best effort: pages done so far are billed."""
        name = id_of(job_id)
        cancellation: Cancellation = self._run(
            _operations.named("cancel_job", to_json({"job_id": name}), name), request_options
        )
        return cancellation

    def _run(
        self,
        operation: Operation,
        request_options: Optional[RequestOptions],
        has_body: bool = False,
    ) -> Any:
        return _blocking.run(self._core.native(request_options, has_body), operation, self._bind)

    def _bind(self, ended: Ended) -> SyncJob:
        assert ended.job is not None
        return SyncJob(ended.job, ended.status, self)


class Webhooks(WebhookSignatures, WebhooksOperations):
    """Webhooks: the link to where they are set up, verifying, signing."""

    __slots__ = ()


# On the class too, for what looks at classes, such as unittest.mock.create_autospec.
setattr(Pulse, "jobs", Jobs)
