"""``iter_many``: the documents of a run, one by one as they end. A thread of Python's waits inside the library meanwhile."""

from __future__ import annotations

import _thread
import ctypes
import queue
import sys

from . import _annotations as t, _blocking, _errors, _ffi
from ._job import answer
from ._library import LIBRARY, Owner, call, take_error, text


#: How long one look for the next event lasts: signals are seen when it is over.
_LOOK = 0.05

#: How long an iterator that is closed waits for its run to end.
_LAST_WORDS = 5.0


class DocumentProgress:
    """What has happened to a document of a run."""

    __slots__ = ("document", "job_id", "status", "has_ended", "code", "ended", "count")

    def __init__(self, reported: t.Any) -> None:
        #: The path or URL, as it was given.
        self.document: str = text(reported.document)
        #: Its job; None before it has one.
        self.job_id: t.Optional[str] = text(reported.job_id) or None
        #: The status of the job, as in ``Job.status``; ``unknown`` before the first poll.
        self.status: str = _ffi.JOB_STATUS.get(reported.status) or "unknown"
        #: Whether nothing more happens to it in this run.
        self.has_ended = bool(reported.has_ended)
        #: How it has ended, as in ``PulseError.code``; 0 if its result is there, and before the end.
        self.code: int = reported.code
        #: How many documents have ended, and how many there are.
        self.ended: int = reported.ended
        self.count: int = reported.count

    def __repr__(self) -> str:
        return f"<DocumentProgress {self.document} {self.status}, {self.ended} of {self.count}>"


class _Run:
    """What the thread and the iterator share; not the iterator itself, whose garbage collection must stop the run."""

    __slots__ = ("token", "client", "request", "put", "stopped", "submitting")

    def __init__(self, core: t.AnyCore, request: bytes, put: t.Callable[[t.Any], None]) -> None:
        token, client = _ffi.Handle(), _ffi.Handle()
        call(LIBRARY.pulse_cancel_token_new, ctypes.byref(token))
        self.token = Owner(token, LIBRARY.pulse_cancel_token_free)
        native = core.native()
        parent = native.owner
        if "opentelemetry" in sys.modules:
            from ._tracing import with_trace

            parent = with_trace(parent, native.named)
        call(LIBRARY.pulse_client_with_limits, parent.handle, token, 0, ctypes.byref(client))
        self.client = Owner(client, LIBRARY.pulse_client_free)
        self.request = request
        self.put = put
        self.stopped = False
        #: Documents whose submit is under way: cut off, nobody would know whether it was accepted.
        self.submitting: t.Set[str] = set()

    def start(self) -> None:
        _thread.start_new_thread(self._work, ())

    def stop(self) -> None:
        """Stops the run once no submit is under way."""
        self.stopped = True
        if not self.submitting:
            self.cut()

    def cut(self) -> None:
        """Stops the run at once."""
        LIBRARY.pulse_cancel_token_cancel(self.token.handle, None)

    def _work(self) -> None:
        out, error = _ffi.Handle(), _ffi.Handle()

        def report(reported: t.Any, _user_data: t.Any) -> int:
            progress = DocumentProgress(reported.contents)
            if progress.job_id or progress.has_ended:
                self.submitting.discard(progress.document)
            else:
                self.submitting.add(progress.document)
            self.put(progress)
            return int(self.stopped and not self.submitting)

        code = LIBRARY.pulse_run_documents_with_progress(
            self.client.handle,
            self.request,
            len(self.request),
            _ffi.DocumentCallback(report),
            None,
            ctypes.byref(out),
            ctypes.byref(error),
        )
        self.put(take_error(code, error) if code != _ffi.OK else Owner(out, LIBRARY.pulse_response_free))


class _Many:
    """What both iterators do."""

    def __init__(
        self,
        core: t.AnyCore,
        request: bytes,
        count: int,
        on_progress: t.Optional[t.Callable[[DocumentProgress], t.Any]],
    ) -> None:
        self._core = core
        self._request = request
        self._count = count
        self._on_progress = on_progress
        self._started: t.Optional[_Run] = None
        self._closed = False
        #: What has become of each document; None before the end of the iteration.
        self.run: t.Optional[t.DocumentsRun] = None

    def __len__(self) -> int:
        return self._count

    def __del__(self) -> None:
        self._stop()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._count} documents>"

    def _stop(self) -> None:
        self._closed = True
        if self._started is not None and self.run is None:
            self._started.stop()

    def _take(self, event: t.Any) -> bool:
        """Whether an event is a document that has ended, which the iterator returns."""
        if isinstance(event, Owner):
            self._closed = True
            self.run = answer("run_documents", event)
        elif isinstance(event, _errors.PulseError):
            self._closed = True
            raise event
        elif self._on_progress is not None and self._on_progress(event) is True:
            self._stop()
        return isinstance(event, DocumentProgress) and event.has_ended


class ManyDocuments(_Many):
    """An iterator over the documents of a run, in the order in which they end. ``len()`` is the number of all of them.

    Leaving the loop and closing it stops the run: nothing more is submitted, and the next run goes on from there.
    """

    def __iter__(self) -> ManyDocuments:
        return self

    def __next__(self) -> DocumentProgress:
        try:
            while not self._closed:
                if self._started is None:
                    self._events: t.Any = queue.SimpleQueue()
                    self._started = _Run(self._core, self._request, self._events.put)
                    self._started.start()
                event = self._next(None)
                if self._take(event):
                    done: DocumentProgress = event
                    return done
        except BaseException as raised:
            if not self._closed:
                _blocking.add_note(
                    raised, "The run was stopped: the next one with the same arguments goes on from there."
                )
            self._stop()
            raise
        self.close()
        raise StopIteration

    def _next(self, limit: t.Optional[float]) -> t.Any:
        while True:
            try:
                return self._events.get(True, _LOOK if limit is None else limit)
            except queue.Empty:
                if limit is not None:
                    return None

    def __enter__(self) -> ManyDocuments:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Stops the run, if it has not ended, and waits a moment until ``run`` says what has become of each document."""
        self._stop()
        patient = True
        while self._started is not None and self.run is None:
            event = self._next(_LAST_WORDS)
            if isinstance(event, Owner):
                self.run = answer("run_documents", event)
            elif event is None and patient:
                patient = False
                self._started.cut()
            elif not isinstance(event, DocumentProgress):
                break


class AsyncManyDocuments(_Many):
    """The same as an asynchronous iterator."""

    def __aiter__(self) -> AsyncManyDocuments:
        return self

    async def __anext__(self) -> DocumentProgress:
        import asyncio

        try:
            while not self._closed:
                if self._started is None:
                    loop = asyncio.get_running_loop()
                    events: t.Any = asyncio.Queue()
                    self._events = events

                    def put(event: t.Any) -> None:
                        try:
                            loop.call_soon_threadsafe(events.put_nowait, event)
                        except RuntimeError:
                            # The loop has been closed; nobody waits for this.
                            pass

                    self._started = _Run(self._core, self._request, put)
                    self._started.start()
                event = await self._events.get()
                if self._take(event):
                    done: DocumentProgress = event
                    return done
        except BaseException:
            self._stop()
            raise
        await self.aclose()
        raise StopAsyncIteration

    async def __aenter__(self) -> AsyncManyDocuments:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stops the run, if it has not ended, and waits a moment until ``run`` says what has become of each document."""
        import asyncio

        self._stop()
        patient = True
        while self._started is not None and self.run is None:
            try:
                event = await asyncio.wait_for(self._events.get(), _LAST_WORDS)
            except asyncio.TimeoutError:
                event = None
            if isinstance(event, Owner):
                self.run = answer("run_documents", event)
            elif event is None and patient:
                patient = False
                self._started.cut()
            elif not isinstance(event, DocumentProgress):
                break
