"""Waiting for many jobs at once, in one thread."""

from __future__ import annotations

import _thread

from . import _annotations as t, _blocking, _ffi
from ._operations import wait_job
from ._queue import Ended
from ._wait import WaitedJob


#: How many ids a note names.
_MAX_NAMED = 10


class WaitMany:
    """An iterator over jobs, in the order in which they end. ``len()`` is the number of all of them."""

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
        self._queue: t.Optional[t.Queue] = None
        self._waiting: t.Optional[t.Dict[int, t.PendingCall]] = None
        self._closed = False
        #: One thread at a time moves the iterator on.
        self._lock = _thread.allocate_lock()
        self._mover: t.Optional[int] = None

    @property
    def pending(self) -> t.Tuple[str, ...]:
        """The ids of the jobs that have not been returned."""
        if self._waiting is None:
            return tuple(self._job_ids)
        return tuple(operation.job_id or "" for operation in self._waiting.values())

    def __len__(self) -> int:
        return len(self._job_ids)

    def __iter__(self) -> WaitMany:
        return self

    def __next__(self) -> WaitedJob:
        if self._mover == _thread.get_ident():
            raise ValueError("on_progress must not move on the iterator that calls it")
        with self._lock:
            self._mover = _thread.get_ident()
            try:
                return self._move()
            finally:
                self._mover = None

    def _move(self) -> WaitedJob:
        if self._closed:
            raise StopIteration
        try:
            if self._waiting is None:
                self._start()
            return self._next()
        except BaseException as raised:
            if not isinstance(raised, StopIteration) and self.pending:
                named = ", ".join(self.pending[:_MAX_NAMED]) + (", ..." if len(self.pending) > _MAX_NAMED else "")
                _blocking.add_note(
                    raised,
                    f"{len(self.pending)} jobs may still run ({named}): client.jobs.wait_many(waits.pending) resumes.",
                )
            self.close()
            raise

    def __enter__(self) -> WaitMany:
        return self

    def __exit__(
        self,
        kind: t.Optional[t.Type[BaseException]],
        raised: t.Optional[BaseException],
        traceback: t.Optional[t.TracebackType],
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stops the waits that are left. Their jobs go on, and ``pending`` still names them."""
        self._closed = True
        queue, self._queue = self._queue, None
        if queue is not None:
            queue.close()

    def __repr__(self) -> str:
        return f"<WaitMany {len(self.pending)} of {len(self)} pending>"

    def _start(self) -> None:
        waiting = {tag: wait_job(job_id, self._options, self._on_progress) for tag, job_id in enumerate(self._job_ids)}
        if waiting:
            self._queue = _blocking.take_queue(self._core.native())
            for tag, operation in waiting.items():
                self._queue.start(operation.start, tag)
        self._waiting = waiting

    def _next(self) -> WaitedJob:
        assert self._waiting is not None
        while self._waiting:
            assert self._queue is not None
            completion = self._queue.next()
            if completion is None:
                _blocking.wait_readable(self._queue)
            elif isinstance(completion, Ended):
                operation = self._waiting.pop(completion.tag)
                assert operation.job_id is not None
                error = operation.failure(completion, self._bind)
                if error is not None:
                    return WaitedJob(operation.job_id, error.job, error)
                return WaitedJob(operation.job_id, self._bind(completion), None)
            elif self._waiting[completion.tag].report(completion):
                self._queue.cancel(completion.tag)
        raise StopIteration
