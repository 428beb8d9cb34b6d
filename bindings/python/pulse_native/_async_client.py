"""The client for asyncio."""

from __future__ import annotations

import os

from . import _annotations as t, _bridge, _operations
from ._client import Jobs, Pulse
from ._core import Core, HeaderKeepingCore
from ._job import AsyncJob, id_of, ids_of
from ._local import LocalClient, LocalJobs, stats_of
from ._endpoints import AsyncLargeResults, WebhookSignatures, documents_request
from ._generated_async import AsyncOperations, AsyncWebhooksOperations
from ._options import Configured
from ._request import check_options, to_json
from ._wait import DEFAULT_LIMIT, either_limit, wait_options


class AsyncPulse(LocalClient, Configured, AsyncOperations):
    """A client of the Pulse API for asyncio. It has the options and methods of ``Pulse``; the methods are awaited.

    All waiting uses one descriptor in the event loop (``add_reader``) and no thread. One client may be used from
    several event loops in several threads. Canceling a task stops its call or wait, but the job continues. Progress
    callbacks are plain functions, called in the event loop. Trio is not supported.

    ``async with`` closes the client; so do ``close()`` and garbage collection.
    """

    def _use(self, settings: t.Dict[str, t.Any]) -> None:
        self._core: t.AnyCore = Core(settings)
        #: Jobs: reading, waiting, canceling.
        self.jobs = AsyncJobs(self._core)

    _is_async = True

    def _keeping_headers(self) -> AsyncPulse:
        """The same client, except that its calls keep the headers of their responses."""
        twin = object.__new__(type(self))
        vars(twin).update(vars(self))
        twin._core = HeaderKeepingCore(self._core)
        twin.jobs = AsyncJobs(twin._core)
        return twin

    def close(self) -> None:
        """Closes the client without waiting. Calls in progress end with PulseClosedError. Results remain valid."""
        self._core.close()

    async def aclose(self) -> None:
        """The awaitable form of ``close()``."""
        self.close()

    async def __aenter__(self) -> AsyncPulse:
        return self

    async def __aexit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return "<AsyncPulse client>"

    @property
    def with_raw_response(self) -> t.Raw:
        from ._raw import Raw

        return Raw(self._keeping_headers(), is_async=True)

    @property
    def webhooks(self) -> AsyncWebhooks:
        """Webhooks: verifying, signing, and the link to the portal."""
        return AsyncWebhooks(self)

    @property
    def large_results(self) -> AsyncLargeResults:
        """Large results, under the official SDK's name."""
        return AsyncLargeResults(self)

    async def download_schema_excel(
        self, schema_id: str, *, request_options: t.Optional[t.RequestOptions] = None
    ) -> t.File:
        """The same as ``get_schema_excel``, under the official SDK's name. The File can be iterated over."""
        file: t.File = await self.get_schema_excel(schema_id, request_options=request_options)
        return file

    def _large_result(self, job_id: str, request_options: t.Optional[t.RequestOptions]) -> t.Any:
        return self.get_large_result(job_id, request_options=request_options)

    async def extract_and_wait(
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
    ) -> AsyncJob:
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
        job: AsyncJob = await self._run(operation, request_options)
        return job

    async def call_and_wait(
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
    ) -> AsyncJob:
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
        job: AsyncJob = await self._run(call, request_options)
        return job

    async def run_many(
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
        check_options(options, self._extract_options, "run_many")
        request, _ = documents_request(
            documents, output, journal, concurrency, wait_timeout, resubmit_unknown, retry_failed, options
        )
        run: t.DocumentsRun = await self._run(_operations.named("run_documents", request), None)
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
    ) -> t.AsyncManyDocuments:
        """The same as ``run_many``, as an iterator: a DocumentProgress for each document, when it ends.

        :param on_progress: called on this thread with a DocumentProgress when a document was submitted, when its status
            has changed, and when it has ended; returning True stops the run

        ``len()`` is the number of documents. After the loop the iterator's ``run`` is what ``run_many`` returns. Leaving
        the loop and closing the iterator stops the run; the next one with the same arguments goes on from there.
        """
        from ._many_documents import AsyncManyDocuments

        check_options(options, self._extract_options, "iter_many")
        request, count = documents_request(
            documents, output, journal, concurrency, wait_timeout, resubmit_unknown, retry_failed, options
        )
        return AsyncManyDocuments(self._core, request, count, on_progress)

    async def get_large_result(
        self, job_id_or_url: str, *, request_options: t.Optional[t.RequestOptions] = None
    ) -> t.Extraction:
        result: t.Extraction = await self.jobs._run(
            _operations.named("get_large_result", to_json({"job_id": job_id_or_url})), request_options
        )
        return result

    async def save_large_result(
        self,
        job_id_or_url: str,
        path: t.Union[str, os.PathLike[str]],
        *,
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> None:
        request = to_json({"job_id": job_id_or_url, "path": os.fspath(path)})
        await self.jobs._run(_operations.named("get_large_result", request, to_path=True), request_options)

    def stats(self) -> t.Dict[str, int]:
        return stats_of(self._core)

    def _run(
        self, operation: t.PendingCall, request_options: t.Optional[t.RequestOptions]
    ) -> t.Coroutine[t.Any, t.Any, t.Any]:
        return self.jobs._run(operation, request_options, has_body=True)


class AsyncJobs(LocalJobs):
    """Jobs: reading, waiting, canceling."""

    __slots__ = ()

    @property
    def with_raw_response(self) -> t.Raw:
        from ._raw import Raw

        return Raw(AsyncJobs(HeaderKeepingCore(self._core)), is_async=True)

    async def get_job(
        self, job_id: t.Union[str, t.Job], *, request_options: t.Optional[t.RequestOptions] = None
    ) -> AsyncJob:
        job: AsyncJob = await self._run(_operations.get_job(id_of(job_id)), request_options)
        return job

    async def wait(
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
    ) -> AsyncJob:
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
        job: AsyncJob = await self._run(_operations.wait_job(id_of(job_id), wait, on_progress), request_options)
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
    ) -> t.AsyncWaitMany:
        from ._bridge import AsyncWaitMany

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
        return AsyncWaitMany(self._core, ids_of(job_ids), wait, on_progress, self._bind)

    async def cancel_job(
        self, job_id: t.Union[str, t.Job], *, request_options: t.Optional[t.RequestOptions] = None
    ) -> t.Cancellation:
        name = id_of(job_id)
        cancellation: t.Cancellation = await self._run(
            _operations.named("cancel_job", to_json({"job_id": name}), name), request_options
        )
        return cancellation

    def _run(
        self,
        operation: t.PendingCall,
        request_options: t.Optional[t.RequestOptions],
        has_body: bool = False,
    ) -> t.Coroutine[t.Any, t.Any, t.Any]:
        return _bridge.run(self._core.for_call(request_options, has_body), operation, self._bind)

    def _bind(self, ended: t.Ended) -> AsyncJob:
        assert ended.job is not None
        return AsyncJob(ended.job, ended.status, self)


class AsyncWebhooks(WebhookSignatures, AsyncWebhooksOperations):
    """Webhooks: verifying, signing, and the link to the portal."""

    __slots__ = ()


for _twin, _original in ((AsyncPulse, Pulse), (AsyncJobs, Jobs)):
    for _name, _method in vars(_twin).items():
        # The documentation of the methods is written only once.
        if not _name.startswith("_") and _method.__doc__ is None:
            _method.__doc__ = vars(_original)[_name].__doc__

setattr(AsyncPulse, "jobs", AsyncJobs)
