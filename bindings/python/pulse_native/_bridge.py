"""Completions delivered to an asyncio event loop: one reader for each client and loop, and no thread."""

from __future__ import annotations

import _thread
import asyncio
import weakref
from collections import deque
from contextvars import copy_context

from . import _annotations as t, _blocking, _ffi
from ._operations import wait_job
from ._queue import Ended, Queue
from ._wait import WaitedJob


#: Completions that are handled before other callbacks of the loop get their turn.
_BATCH = 128

#: Waits that are started before other callbacks of the loop get their turn.
_STARTS = 1000

_bridges_lock = _thread.allocate_lock()


class Bridge:
    """A queue whose completions come out in one event loop.

    The reader is there only while operations are under way, so that an idle client leaves nothing in the loop. Only public
    methods of loops are used.
    """

    __slots__ = ("_queue", "_sinks", "_last_tag", "_loop", "__weakref__")

    def __init__(self, client: t.NativeClient) -> None:
        self._queue = Queue(client)
        # With the context of the caller where there is a function of theirs to call: the reader has that of whoever came first.
        self._sinks: t.Dict[int, t.Tuple[t.PendingCall, t.Optional[t.Sink], t.Optional[t.Context]]] = {}
        self._last_tag = 0
        # Weak: the loop is the key of this bridge, which must not keep it alive.
        self._loop = weakref.ref(asyncio.get_running_loop())

    @staticmethod
    def of(client: t.NativeClient) -> Bridge:
        """The bridge of a client to the loop that is running."""
        loop = asyncio.get_running_loop()
        with _bridges_lock:
            if client.bridges is None:
                client.bridges = weakref.WeakKeyDictionary()
            bridge: t.Optional[Bridge] = client.bridges.get(loop)
            if bridge is None:
                bridge = client.bridges[loop] = Bridge(client)
        return bridge

    def start(self, operation: t.PendingCall, sink: t.Sink) -> int:
        """Starts an operation; its completion goes to ``sink``, in the loop."""
        self._last_tag += 1
        tag = self._last_tag
        self._queue.start(operation.start, tag)
        if not self._sinks:
            asyncio.get_running_loop().add_reader(self._queue.fd, self._drain)
        self._sinks[tag] = (operation, sink, None if operation.on_progress is None else copy_context())
        return tag

    def abandon(self, tag: int) -> None:
        """Stops an operation whose completion nobody wants any more. May be called from any thread."""
        entry = self._sinks.get(tag)
        if entry is not None:
            # It stays until its completion comes, which is soon.
            self._sinks[tag] = (entry[0], None, None)
            self._queue.cancel(tag)

    async def last_words(self, tag: int) -> t.Optional[Ended]:
        """Stops an operation that was canceled, and waits a moment for its completion: a submit may have made a job."""
        entry = self._sinks.get(tag)
        if entry is None:
            return None
        arrived: asyncio.Future[Ended] = asyncio.get_running_loop().create_future()

        def sink(ended: t.Optional[Ended], _raised: t.Optional[BaseException]) -> None:
            if ended is not None and not arrived.done():
                arrived.set_result(ended)

        self._sinks[tag] = (entry[0], sink, None)
        self._queue.cancel(tag)
        try:
            await asyncio.wait([arrived], timeout=_blocking.LAST_WORDS_MS / 1000)
        finally:
            if not arrived.done():
                self.abandon(tag)
        return arrived.result() if arrived.done() else None

    def _drain(self) -> None:
        for _ in range(_BATCH):
            completion = self._queue.next()
            if completion is None:
                break
            operation, sink, context = self._sinks[completion.tag]
            if isinstance(completion, Ended):
                del self._sinks[completion.tag]
                if sink is not None:
                    sink(completion, None)
                else:
                    _blocking.log_job(completion, operation.job_id)
            elif sink is not None and context is not None:
                self._report(operation, sink, context, completion)
        loop = self._loop()
        if not self._sinks and loop is not None:
            loop.remove_reader(self._queue.fd)

    def _report(self, operation: t.PendingCall, sink: t.Sink, context: t.Context, completion: t.Any) -> None:
        try:
            if context.run(operation.report, completion):
                self._queue.cancel(completion.tag)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as raised:
            self.abandon(completion.tag)
            sink(None, raised)


async def run(client: t.NativeClient, operation: t.PendingCall, bind: t.Bind) -> t.Any:
    """Starts an operation and returns or raises what comes of it. Canceling the task stops the operation."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Ended] = loop.create_future()

    def sink(ended: t.Optional[Ended], raised: t.Optional[BaseException]) -> None:
        if future.done():
            return
        if ended is not None:
            future.set_result(ended)
        elif raised is not None:
            future.set_exception(raised)

    bridge = Bridge.of(client)
    tag = bridge.start(operation, sink)
    try:
        ended = await future
    except asyncio.CancelledError as raised:
        # A wait for a job that is known needs no last words.
        last = None if operation.job_id is not None else await bridge.last_words(tag)
        bridge.abandon(tag)
        _blocking.note_job(raised, last, operation.job_id)
        raise
    except BaseException as raised:
        bridge.abandon(tag)
        _blocking.note_job(raised, None, operation.job_id)
        raise
    finally:
        # It may hold the exception, whose traceback holds this frame.
        del future
    return operation.finish(ended, bind)


class _Arrivals:
    """What an AsyncWaitMany and its sinks share: not the iterator itself, whose garbage collection must stop the waits."""

    __slots__ = ("ended", "waiting", "waiters")

    def __init__(self) -> None:
        self.ended: t.Deque[t.Tuple[t.PendingCall, t.Optional[Ended], t.Optional[BaseException]]] = deque()
        #: The operations under way, by their tags.
        self.waiting: t.Dict[int, t.PendingCall] = {}
        #: Of the tasks that wait for the next arrival.
        self.waiters: t.List[asyncio.Future[None]] = []

    def wake(self) -> None:
        """Lets every task that waits look again."""
        waiters, self.waiters = self.waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def sink(self, operation: t.PendingCall) -> t.Sink:
        def arrive(ended: t.Optional[Ended], raised: t.Optional[BaseException]) -> None:
            self.ended.append((operation, ended, raised))
            self.wake()

        return arrive


class AsyncWaitMany:
    """An asynchronous iterator over jobs, in the order in which they end. ``len()`` is the number of all of them."""

    def __init__(
        self,
        core: t.AnyCore,
        job_ids: t.List[str],
        options: _ffi.WaitOptions,
        on_progress: t.Optional[t.OnProgress],
        bind: t.Bind,
    ) -> None:
        self._core = core
        self._job_ids = job_ids
        self._options = options
        self._on_progress = on_progress
        self._bind = bind
        self._bridge: t.Optional[Bridge] = None
        self._arrivals = _Arrivals()
        self._next_start = 0
        self._handed_out: t.Dict[str, int] = {}
        self._closed = False

    @property
    def pending(self) -> t.Tuple[str, ...]:
        """The ids of the jobs that have not been returned."""
        out = dict(self._handed_out)
        left = []
        for job_id in self._job_ids:
            if out.get(job_id):
                out[job_id] -= 1
            else:
                left.append(job_id)
        return tuple(left)

    def __len__(self) -> int:
        return len(self._job_ids)

    def __aiter__(self) -> AsyncWaitMany:
        return self

    async def __anext__(self) -> WaitedJob:
        if self._closed:
            raise StopAsyncIteration
        try:
            return await self._next()
        except BaseException:
            self._stop()
            self._arrivals.wake()
            raise

    async def __aenter__(self) -> AsyncWaitMany:
        return self

    async def __aexit__(
        self,
        kind: t.Optional[t.Type[BaseException]],
        raised: t.Optional[BaseException],
        traceback: t.Optional[t.TracebackType],
    ) -> None:
        self._stop()

    async def aclose(self) -> None:
        """Stops the waits that are left. Their jobs go on, and ``pending`` still names them."""
        self._stop()
        self._arrivals.wake()

    def __del__(self) -> None:
        self._stop()

    def __repr__(self) -> str:
        return f"<AsyncWaitMany {len(self.pending)} of {len(self)} pending>"

    def _stop(self) -> None:
        if not self._closed:
            self._closed = True
            if self._bridge is not None:
                for tag in list(self._arrivals.waiting):
                    self._bridge.abandon(tag)

    async def _next(self) -> WaitedJob:
        arrivals = self._arrivals
        while not arrivals.ended:
            if self._closed:
                raise StopAsyncIteration
            if self._next_start < len(self._job_ids):
                self._start_some()
                # Whatever else the loop has to do comes first.
                await asyncio.sleep(0)
            elif not arrivals.waiting:
                raise StopAsyncIteration
            else:
                waiter = asyncio.get_running_loop().create_future()
                arrivals.waiters.append(waiter)
                await waiter
        operation, ended, raised = arrivals.ended.popleft()
        try:
            if raised is not None:
                raise raised
        finally:
            # A frame that holds the exception whose traceback holds the frame would pin the locals of all callers.
            del raised
        assert ended is not None and operation.job_id is not None
        arrivals.waiting.pop(ended.tag, None)
        if not arrivals.waiting:
            # Nothing more arrives that could wake the other consumers.
            arrivals.wake()
        self._handed_out[operation.job_id] = self._handed_out.get(operation.job_id, 0) + 1
        error = operation.failure(ended, self._bind)
        if error is not None:
            return WaitedJob(operation.job_id, error.job, error)
        return WaitedJob(operation.job_id, self._bind(ended), None)

    def _start_some(self) -> None:
        if self._bridge is None:
            self._bridge = Bridge.of(self._core.native())
        for job_id in self._job_ids[self._next_start : self._next_start + _STARTS]:
            operation = wait_job(job_id, self._options, self._on_progress)
            tag = self._bridge.start(operation, self._arrivals.sink(operation))
            self._arrivals.waiting[tag] = operation
            self._next_start += 1
