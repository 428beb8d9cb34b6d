"""The client."""

from __future__ import annotations

import os

from . import _annotations as t, _blocking, _operations
from ._core import Core, HeaderKeepingCore
from ._job import SyncJob, id_of, ids_of
from ._local import LocalClient, LocalJobs, stats_of
from ._endpoints import LargeResults, WebhookSignatures, documents_request
from ._generated import Operations, WebhooksOperations
from ._options import Configured
from ._request import check_options, to_json
from ._wait import DEFAULT_LIMIT, either_limit, wait_options


class Pulse(LocalClient, Configured, Operations):
    """A client of the Pulse API. Create one, keep it, and share it between threads.

    Nothing is sent and no thread is started before the first call. All methods are thread-safe. Ctrl-C ends any call
    immediately. A client that was created but not used before a ``fork`` works in the child. After a fork in a process
    that has used the library, every call in the child raises PulseForkedError; use spawn or forkserver instead.

    ``with`` closes the client; so does garbage collection. Pickling a client pickles its options, including the API key
    if it was passed here.
    """

    def _use(self, settings: t.Dict[str, t.Any]) -> None:
        self._core: t.AnyCore = Core(settings)
        #: Jobs: reading, waiting, canceling.
        self.jobs = Jobs(self._core)

    def _keeping_headers(self) -> Pulse:
        """The same client, except that its calls keep the headers of their responses."""
        twin = object.__new__(type(self))
        vars(twin).update(vars(self))
        twin._core = HeaderKeepingCore(self._core)
        twin.jobs = Jobs(twin._core)
        return twin

    def close(self) -> None:
        """Closes the client. Calls in progress on other threads end with PulseClosedError. Results remain valid."""
        self._core.close()

    def __enter__(self) -> Pulse:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return "<Pulse client>"

    @property
    def with_raw_response(self) -> t.Raw:
        """The same methods, which return an HttpResponse with the response in ``data``."""
        from ._raw import Raw

        return Raw(self._keeping_headers(), is_async=False)

    @property
    def webhooks(self) -> Webhooks:
        """Webhooks: verifying, signing, and the link to the portal."""
        return Webhooks(self)

    @property
    def large_results(self) -> LargeResults:
        """Large results, under the official SDK's name."""
        return LargeResults(self)

    def download_schema_excel(self, schema_id: str, *, request_options: t.Optional[t.RequestOptions] = None) -> t.File:
        """The same as ``get_schema_excel``, under the official SDK's name. The File can be iterated over."""
        file: t.File = self.get_schema_excel(schema_id, request_options=request_options)
        return file

    def _large_result(self, job_id: str, request_options: t.Optional[t.RequestOptions]) -> t.Any:
        return self.get_large_result(job_id, request_options=request_options)

    def extract_and_wait(
        self,
        *,
        file: t.Optional[t.FileInput] = None,
        timeout: t.Optional[float] = DEFAULT_LIMIT,
        wait_timeout: t.Optional[float] = DEFAULT_LIMIT,
        # generated: wait parameters (make generate)
        initial_delay: t.Optional[float] = None,
        max_delay: t.Optional[float] = None,
        multiplier: t.Optional[float] = None,
        jitter: t.Optional[float] = None,
        max_attempts: t.Optional[int] = None,
        every_poll: bool = False,
        not_found_grace: t.Optional[float] = None,
        on_progress: t.Optional[t.OnProgress] = None,
        adaptive: t.Adaptive = False,
        # end of wait parameters
        extra_body: t.Optional[t.Mapping[str, t.Any]] = None,
        request_options: t.Optional[t.RequestOptions] = None,
        **options: t.Any,
    ) -> SyncJob:
        """Submits a document, waits for its job, and returns the completed job. Accepts the parameters of ``extract``.

        :param timeout: the timeout of the whole call in seconds, including the submit; None or 0 means no limit
        :param wait_timeout: another name for ``timeout``
        :param extra_body: fields of the request that have no parameter

        The other parameters and the exceptions are those of ``jobs.wait``. Every exception after the submit has the
        job's id in ``job_id``.
        """
        check_options(options, self._extract_options, "extract_and_wait")
        limit = either_limit(timeout, wait_timeout)
        # generated: wait options (make generate)
        wait = wait_options(
            limit,
            initial_delay,
            max_delay,
            multiplier,
            jitter,
            max_attempts,
            every_poll,
            not_found_grace,
            adaptive,
        )
        # end of wait options
        request = to_json(options, request_options, extra_body)
        operation = _operations.named_and_wait("extract", request, wait, on_progress, () if file is None else (file,))
        job: SyncJob = self._run(operation, request_options)
        return job

    def call_and_wait(
        self,
        operation: str,
        request: t.Optional[t.Mapping[str, t.Any]] = None,
        *,
        files: t.Sequence[t.FileInput] = (),
        wait_timeout: t.Optional[float] = DEFAULT_LIMIT,
        # generated: wait parameters (make generate)
        initial_delay: t.Optional[float] = None,
        max_delay: t.Optional[float] = None,
        multiplier: t.Optional[float] = None,
        jitter: t.Optional[float] = None,
        max_attempts: t.Optional[int] = None,
        every_poll: bool = False,
        not_found_grace: t.Optional[float] = None,
        on_progress: t.Optional[t.OnProgress] = None,
        adaptive: t.Adaptive = False,
        # end of wait parameters
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> SyncJob:
        """Submits an operation such as ``"split"`` that creates a job, waits for it, and returns the completed job.

        ``wait_timeout`` includes the submit. The other parameters and the exceptions are those of ``jobs.wait``.
        """
        limit = wait_timeout
        # generated: wait options (make generate)
        wait = wait_options(
            limit,
            initial_delay,
            max_delay,
            multiplier,
            jitter,
            max_attempts,
            every_poll,
            not_found_grace,
            adaptive,
        )
        # end of wait options
        body = to_json(request or {}, request_options)
        call = _operations.named_and_wait(operation, body, wait, on_progress, files)
        job: SyncJob = self._run(call, request_options)
        return job

    def run_many(
        self,
        documents: t.Iterable[t.StrPath],
        output: t.StrPath,
        *,
        journal: t.Optional[t.StrPath] = None,
        concurrency: t.Optional[int] = None,
        wait_timeout: t.Optional[float] = None,
        resubmit_unknown: bool = False,
        retry_failed: bool = False,
        **options: t.Any,
    ) -> t.DocumentsRun:
        """Extracts many documents. Each is billed once, even if the process ends and the run is resumed.

        :param documents: paths and URLs
        :param output: the folder for the results; each is written to NAME.json once it is complete
        :param journal: the file that records what was submitted; default ``pulse-journal.jsonl`` in ``output``
        :param concurrency: the maximum number of documents processed concurrently; default 8
        :param wait_timeout: the timeout of the wait for each document in seconds; default 30 minutes; 0 means no limit
        :param resubmit_unknown: submit documents again whose earlier submit may have been accepted; they may be billed
            twice
        :param retry_failed: submit documents again whose jobs failed in an earlier run
        :param options: the parameters of ``extract``

        Returns an object whose ``documents`` are in the order of the input. Each entry has ``document``, ``state``
        (completed, already_done, failed, unknown, open, not_started) and, if they exist, ``job_id``, ``output`` and
        ``error``. To resume an interrupted run, call it again. Large results are kept in ``large_result_folder``, or
        else in ``$XDG_STATE_HOME/pulse``, until they are written to their files.
        """
        check_options(options, self._extract_options, "run_many")
        request, _ = documents_request(
            documents, output, journal, concurrency, wait_timeout, resubmit_unknown, retry_failed, options
        )
        run: t.DocumentsRun = self._run(_operations.named("run_documents", request), None)
        return run

    def iter_many(
        self,
        documents: t.Iterable[t.StrPath],
        output: t.StrPath,
        *,
        journal: t.Optional[t.StrPath] = None,
        concurrency: t.Optional[int] = None,
        wait_timeout: t.Optional[float] = None,
        resubmit_unknown: bool = False,
        retry_failed: bool = False,
        on_progress: t.Optional[t.Callable[[t.DocumentProgress], t.Any]] = None,
        **options: t.Any,
    ) -> t.ManyDocuments:
        """The same as ``run_many``, as an iterator: a DocumentProgress for each document, when it ends.

        :param on_progress: called on this thread with a DocumentProgress when a document was submitted, when its status
            has changed, and when it has ended; returning True stops the run

        ``len()`` is the number of documents. After the loop the iterator's ``run`` is what ``run_many`` returns. Leaving
        the loop and closing the iterator stops the run; the next one with the same arguments goes on from there.
        """
        from ._many_documents import ManyDocuments

        check_options(options, self._extract_options, "iter_many")
        request, count = documents_request(
            documents, output, journal, concurrency, wait_timeout, resubmit_unknown, retry_failed, options
        )
        return ManyDocuments(self._core, request, count, on_progress)

    def get_large_result(
        self, job_id_or_url: str, *, request_options: t.Optional[t.RequestOptions] = None
    ) -> t.Extraction:
        """Fetches a large result by its job's id or by the link of an ``is_url`` response. It can be fetched once."""
        result: t.Extraction = self.jobs._run(
            _operations.named("get_large_result", to_json({"job_id": job_id_or_url})), request_options
        )
        return result

    def save_large_result(
        self,
        job_id_or_url: str,
        path: t.Union[str, os.PathLike[str]],
        *,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> None:
        """Fetches a large result into a file.

        It is written to a temporary file in the same folder, which is then renamed.
        """
        request = to_json({"job_id": job_id_or_url, "path": os.fspath(path)})
        self.jobs._run(_operations.named("get_large_result", request, to_path=True), request_options)

    def stats(self) -> t.Dict[str, int]:
        """Returns counters.

        requests, retries, waits and polls are those of this client, handles and native_bytes those of the process.
        Calls whose ``request_options`` set timeouts, retries or headers are not included.
        """
        return stats_of(self._core)

    def _run(self, operation: t.PendingCall, request_options: t.Optional[t.RequestOptions]) -> t.Any:
        return self.jobs._run(operation, request_options, has_body=True)


class Jobs(LocalJobs):
    """Jobs: reading, waiting, canceling."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> t.Raw:
        """The same methods, which return an HttpResponse with the response in ``data``."""
        from ._raw import Raw

        return Raw(Jobs(HeaderKeepingCore(self._core)), is_async=False)

    def get_job(self, job_id: t.Union[str, t.Job], *, request_options: t.Optional[t.RequestOptions] = None) -> SyncJob:
        """Reads a job once (``GET /job/{jobId}``). Any status is success. A large result is not fetched."""
        job: SyncJob = self._run(_operations.get_job(id_of(job_id)), request_options)
        return job

    def wait(
        self,
        job_id: t.Union[str, t.Job],
        *,
        timeout: t.Optional[float] = DEFAULT_LIMIT,
        # generated: wait parameters (make generate)
        initial_delay: t.Optional[float] = None,
        max_delay: t.Optional[float] = None,
        multiplier: t.Optional[float] = None,
        jitter: t.Optional[float] = None,
        max_attempts: t.Optional[int] = None,
        every_poll: bool = False,
        not_found_grace: t.Optional[float] = None,
        on_progress: t.Optional[t.OnProgress] = None,
        adaptive: t.Adaptive = False,
        # end of wait parameters
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> SyncJob:
        """Polls a job until it has completed: immediately, then after 1 s, 1.5 s, 2.25 s ... up to 10 s, with jitter.

        :param timeout: the timeout of the whole wait in seconds; None or 0 means no limit
        .. generated: wait documentation (make generate)
        :param initial_delay: The delay between the first poll, which is made immediately, and the second. In
            seconds. Default: 1 s.
        :param max_delay: The maximum delay, which also applies to the initial one. Only a ``Retry-After`` from the
            service can exceed it. In seconds. Default: 10 s.
        :param multiplier: The factor by which the delay grows after each poll, 1 to 10. Default: 1.5.
        :param jitter: The fraction, 0 to 1, by which each delay varies at random, so that many waits do not poll in
            step. Default: 0.1.
        :param max_attempts: The maximum number of polls. After the last one the wait ends as if it had timed out.
            Default: none.
        :param every_poll: Whether every poll is reported, not only changes of the status. Default: False.
        :param not_found_grace: How long a 404 is polled again if the job has been seen before or was submitted by
            this client, because replicas of the service may not know it yet. For any other job a 404 ends the wait
            immediately. 0: a 404 always ends the wait. In seconds. Default: 1 minute.
        .. end of wait documentation
        :param on_progress: called on this thread with a Progress whenever the status changes, or after each poll with
            ``every_poll``; returning True stops the wait
        :param adaptive: whether to learn from this client's earlier jobs when to poll; True, or ``"fewer_requests"`` or
            ``"less_delay"`` to give priority to one of these goals
        :raises JobFailedError, JobCanceledError, JobExpiredError: the job failed, was canceled or has expired
        :raises PulseTimeoutError, WaitStoppedError: the job may still run; ``job_id`` has its id and ``job`` its last
            snapshot

        Ctrl-C ends the wait immediately. Stopping a wait does not cancel the job.
        """
        limit = timeout
        # generated: wait options (make generate)
        wait = wait_options(
            limit,
            initial_delay,
            max_delay,
            multiplier,
            jitter,
            max_attempts,
            every_poll,
            not_found_grace,
            adaptive,
        )
        # end of wait options
        job: SyncJob = self._run(_operations.wait_job(id_of(job_id), wait, on_progress), request_options)
        return job

    def wait_many(
        self,
        job_ids: t.Iterable[t.Union[str, t.Job, t.Submission]],
        *,
        timeout: t.Optional[float] = DEFAULT_LIMIT,
        # generated: wait parameters (make generate)
        initial_delay: t.Optional[float] = None,
        max_delay: t.Optional[float] = None,
        multiplier: t.Optional[float] = None,
        jitter: t.Optional[float] = None,
        max_attempts: t.Optional[int] = None,
        every_poll: bool = False,
        not_found_grace: t.Optional[float] = None,
        on_progress: t.Optional[t.OnProgress] = None,
        adaptive: t.Adaptive = False,
        # end of wait parameters
    ) -> t.WaitMany:
        """Waits for any number of jobs in one thread.

        Returns an iterator of WaitedJob objects, in the order in which they end.

        A failed job or a timeout does not end the iteration; its WaitedJob has an ``error``. The parameters are those
        of ``wait``; ``timeout`` starts with the first iteration step. The iterator's ``pending`` has the ids of the
        jobs that have not ended. Leaving the loop or closing the iterator stops their waits.
        """
        from ._many import WaitMany

        limit = timeout
        # generated: wait options (make generate)
        wait = wait_options(
            limit,
            initial_delay,
            max_delay,
            multiplier,
            jitter,
            max_attempts,
            every_poll,
            not_found_grace,
            adaptive,
        )
        # end of wait options
        return WaitMany(self._core, ids_of(job_ids), wait, on_progress, self._bind)

    def cancel_job(
        self, job_id: t.Union[str, t.Job], *, request_options: t.Optional[t.RequestOptions] = None
    ) -> t.Cancellation:
        """Requests the cancellation of a job (``DELETE /job/{jobId}``). Best effort: processed pages are billed."""
        name = id_of(job_id)
        cancellation: t.Cancellation = self._run(
            _operations.named("cancel_job", to_json({"job_id": name}), name), request_options
        )
        return cancellation

    def _run(
        self,
        operation: t.PendingCall,
        request_options: t.Optional[t.RequestOptions],
        has_body: bool = False,
    ) -> t.Any:
        return _blocking.run(self._core.for_call(request_options, has_body), operation, self._bind)

    def _bind(self, ended: t.Ended) -> SyncJob:
        assert ended.job is not None
        return SyncJob(ended.job, ended.status, self)


class Webhooks(WebhookSignatures, WebhooksOperations):
    """Webhooks: verifying, signing, and the link to the portal."""

    __slots__ = ()


# Also on the class, for tools that inspect classes, such as unittest.mock.create_autospec.
setattr(Pulse, "jobs", Jobs)
