"""The operations: how each is started on a queue, and what its response becomes.

``Pulse`` and ``AsyncPulse`` share them and differ only in how they wait for the completion. The methods are made from the
operations' descriptions: _generated.py.
"""

from __future__ import annotations

import ctypes

from . import _annotations as t, _errors, _ffi
from ._files import to_array
from ._job import Cancellation, answer
from ._library import LIBRARY, encode
from ._wait import Progress


class PendingCall:
    """One call, ready to be started, once."""

    __slots__ = ("start", "convert", "job_id", "on_progress")

    def __init__(
        self,
        start: t.Starter,
        convert: t.Callable[[PendingCall, t.Ended, t.Bind], t.Any],
        job_id: t.Optional[str] = None,
        on_progress: t.Optional[t.OnProgress] = None,
    ) -> None:
        self.start = start
        self.convert = convert
        #: The job that it is about, where that is known before the end.
        self.job_id = job_id
        self.on_progress = on_progress

    def finish(self, ended: t.Ended, bind: t.Bind) -> t.Any:
        """What the call returns; or raises."""
        failure = self.failure(ended, bind)
        if failure is None:
            return self.convert(self, ended, bind)
        try:
            raise failure
        finally:
            # A frame that holds the exception whose traceback holds the frame would pin the locals of all callers.
            del failure

    def failure(self, ended: t.Ended, bind: t.Bind) -> t.Optional[_errors.PulseError]:
        """The exception of a completion, with the last state of the job; None when the operation succeeded."""
        failure = ended.failure()
        if failure is not None and ended.job is not None:
            failure.job = bind(ended)
        return failure

    def report(self, reported: t.Reported) -> bool:
        """Hands progress to the caller's function; whether that wants the wait to stop."""
        assert self.on_progress is not None
        status = _ffi.JOB_STATUS.get(reported.status) or ("unknown" if reported.attempt and not reported.code else "")
        progress = Progress(self.job_id, status, reported.attempt, reported.waited, reported.next_delay, reported.code)
        try:
            stop = self.on_progress(progress)
        except (StopIteration, StopAsyncIteration) as raised:
            # As PEP 479 has it: otherwise the caller's iteration would end as if all jobs had.
            raise RuntimeError(f"on_progress raised {type(raised).__name__}") from raised
        if hasattr(stop, "__await__"):
            if hasattr(stop, "close"):
                stop.close()
            raise TypeError("on_progress must be a plain function, not a coroutine function")
        return stop is True


def _to_job(_operation: PendingCall, ended: t.Ended, bind: t.Bind) -> t.Any:
    return bind(ended)


def _to_answer(name: str) -> t.Callable[[PendingCall, t.Ended, t.Bind], t.Any]:
    def convert(_operation: PendingCall, ended: t.Ended, bind: t.Bind) -> t.Any:
        # Reading a job is answered with the job.
        if ended.response is None:
            return bind(ended)
        return answer(name, ended.response)

    return convert


def _to_cancellation(operation: PendingCall, ended: t.Ended, _bind: t.Bind) -> t.Any:
    return Cancellation(operation.job_id or "", ended.response)


def _to_nothing(_operation: PendingCall, _ended: t.Ended, _bind: t.Bind) -> t.Any:
    return None


def named(
    name: str,
    request: bytes,
    job_id: t.Optional[str] = None,
    files: t.Sequence[t.FileInput] = (),
    to_path: bool = False,
) -> PendingCall:
    """Any operation of ``pulse_queue_call``, its request as JSON. With ``to_path`` its response goes to a file."""
    operation = name.encode()
    array, keep = to_array(files)

    def start(queue: _ffi.Handle, tag: int, error: t.Any) -> int:
        nonlocal keep
        code: int = LIBRARY.pulse_queue_call(queue, operation, request, len(request), array, len(files), tag, error)
        # The library has copied the documents; the caller's may be freed.
        keep = None
        return code

    convert = _to_nothing if to_path else _to_cancellation if name == "cancel_job" else _to_answer(name)
    return PendingCall(start, convert, job_id)


def named_and_wait(
    name: str,
    request: bytes,
    options: _ffi.WaitOptions,
    on_progress: t.Optional[t.OnProgress],
    files: t.Sequence[t.FileInput] = (),
) -> PendingCall:
    """Any operation that makes a job, submitted and waited for."""
    operation = name.encode()
    array, keep = to_array(files)
    flags = 0 if on_progress is None else _ffi.QUEUE_PROGRESS
    reference = ctypes.byref(options)

    def start(queue: _ffi.Handle, tag: int, error: t.Any) -> int:
        nonlocal keep
        code: int = LIBRARY.pulse_queue_call_and_wait(
            queue, operation, request, len(request), array, len(files), reference, flags, tag, error
        )
        keep = None
        return code

    return PendingCall(start, _to_job, None, on_progress)


def get_job(job_id: str) -> PendingCall:
    encoded = encode(job_id)
    function: t.Callable[..., int] = LIBRARY.pulse_queue_get_job
    return PendingCall(lambda queue, tag, error: function(queue, encoded, tag, error), _to_job, job_id)


def wait_job(job_id: str, options: _ffi.WaitOptions, on_progress: t.Optional[t.OnProgress]) -> PendingCall:
    encoded = encode(job_id)
    function: t.Callable[..., int] = LIBRARY.pulse_queue_wait_job
    flags = 0 if on_progress is None else _ffi.QUEUE_PROGRESS
    reference = ctypes.byref(options)
    return PendingCall(
        lambda queue, tag, error: function(queue, encoded, reference, flags, tag, error), _to_job, job_id, on_progress
    )
