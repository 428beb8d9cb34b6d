"""The operations: how each is started on a queue, and what its answer becomes.

``Pulse`` and ``AsyncPulse`` share them and differ only in how they wait for the completion. A new endpoint is an entry in
ANSWERS, and in each of the two classes a method that calls ``named``.
"""

from __future__ import annotations

import ctypes

from . import _ffi
from ._files import to_native
from ._job import Cancellation, answer
from ._library import LIBRARY, Owner, call, encode
from ._wait import Progress

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Optional, Union

    from . import _errors
    from ._files import FileInput
    from ._job import Job
    from ._queue import Ended, Reported, Starter
    from ._wait import OnProgress

    #: Makes the job of a completion: one that belongs to a Pulse or to an AsyncPulse.
    Bind = Callable[[Ended], Job]


class Operation:
    """One call, ready to be started, once."""

    __slots__ = ("start", "convert", "job_id", "on_progress")

    def __init__(
        self,
        start: Starter,
        convert: Callable[[Operation, Ended, Bind], Any],
        job_id: Optional[str] = None,
        on_progress: Optional[OnProgress] = None,
    ) -> None:
        self.start = start
        self.convert = convert
        #: The job that it is about, where that is known before the end.
        self.job_id = job_id
        self.on_progress = on_progress

    def finish(self, ended: Ended, bind: Bind) -> Any:
        """What the call returns; or raises."""
        failure = self.failure(ended, bind)
        if failure is not None:
            raise failure
        return self.convert(self, ended, bind)

    def failure(self, ended: Ended, bind: Bind) -> Optional[_errors.PulseError]:
        """The exception of a completion, with the last state of the job; None when the operation succeeded."""
        failure = ended.failure()
        if failure is not None and ended.job is not None:
            failure.job = bind(ended)
        return failure

    def report(self, reported: Reported) -> bool:
        """Hands progress to the caller's function; whether that wants the wait to stop."""
        assert self.on_progress is not None
        status = _ffi.JOB_STATUS.get(reported.status) or ("unknown" if reported.attempt and not reported.code else "")
        progress = Progress(
            self.job_id, status, reported.attempt, reported.waited, reported.next_delay, reported.code
        )
        stop = self.on_progress(progress)
        if hasattr(stop, "__await__"):
            if hasattr(stop, "close"):
                stop.close()
            raise TypeError("on_progress must be a plain function, not a coroutine function")
        return stop is True


def _to_job(_operation: Operation, ended: Ended, bind: Bind) -> Any:
    return bind(ended)


def _to_answer(_operation: Operation, ended: Ended, _bind: Bind) -> Any:
    assert ended.response is not None
    return answer(ended.response)


def _to_cancellation(operation: Operation, ended: Ended, _bind: Bind) -> Any:
    return Cancellation(operation.job_id or "", ended.response)


#: Operations by their names in ``pulse_queue_call``, and what their completions become.
ANSWERS: Dict[str, Callable[[Operation, Ended, Bind], Any]] = {
    "cancel_job": _to_cancellation,
    "get_large_result": _to_answer,
    "extract_async": _to_answer,
}


def named(name: str, arguments: bytes, job_id: Optional[str] = None) -> Operation:
    """Any operation of ``pulse_queue_call``, its arguments as JSON."""
    function: Callable[..., int] = LIBRARY.pulse_queue_call
    operation = name.encode()
    return Operation(
        lambda queue, tag, error: function(queue, operation, arguments, len(arguments), tag, error), ANSWERS[name], job_id
    )


def get_job(job_id: str) -> Operation:
    encoded = encode(job_id)
    function: Callable[..., int] = LIBRARY.pulse_queue_get_job
    return Operation(lambda queue, tag, error: function(queue, encoded, tag, error), _to_job, job_id)


def wait_job(job_id: str, options: _ffi.WaitOptions, on_progress: Optional[OnProgress]) -> Operation:
    encoded = encode(job_id)
    function: Callable[..., int] = LIBRARY.pulse_queue_wait_job
    flags = 0 if on_progress is None else _ffi.QUEUE_PROGRESS
    reference = ctypes.byref(options)
    return Operation(
        lambda queue, tag, error: function(queue, encoded, reference, flags, tag, error), _to_job, job_id, on_progress
    )


def extract(
    mode: int,
    request: bytes,
    file: Optional[FileInput],
    options: Optional[_ffi.WaitOptions] = None,
    on_progress: Optional[OnProgress] = None,
) -> Operation:
    native, keep = to_native(file)
    file_reference = None if native is None else ctypes.byref(native)
    options_reference = None if options is None else ctypes.byref(options)
    flags = 0 if on_progress is None else _ffi.QUEUE_PROGRESS

    def start(queue: _ffi.Handle, tag: int, error: Any) -> int:
        nonlocal keep
        code: int = LIBRARY.pulse_queue_extract(
            queue, mode, request, len(request), file_reference, options_reference, flags, tag, error
        )
        # The library has copied the document; the caller's may be freed.
        keep = None
        return code

    convert = _to_job if mode == _ffi.EXTRACT_AND_WAIT else _to_answer
    return Operation(start, convert, None, on_progress)


class BlockingCall:
    """A call that has no form for a queue, and so takes a thread for as long as it lasts."""

    __slots__ = ("run",)

    def __init__(self, run: Callable[[Owner], Any]) -> None:
        self.run = run


def extract_async(request: bytes, file: Optional[FileInput]) -> Union[Operation, BlockingCall]:
    """``POST /extract_async``, which a queue offers only for documents that are given as a URL."""
    native, keep = to_native(file)
    if native is None:
        return named("extract_async", request)
    reference = ctypes.byref(native)

    def run(client: Owner) -> Any:
        nonlocal keep
        out = _ffi.Handle()
        call(LIBRARY.pulse_extract_async, client.handle, request, len(request), reference, ctypes.byref(out))
        keep = None
        return answer(Owner(out, LIBRARY.pulse_response_free))

    return BlockingCall(run)


def save_large_result(job_id_or_url: str, path: bytes) -> BlockingCall:
    encoded = encode(job_id_or_url)

    def run(client: Owner) -> None:
        out = _ffi.Handle()
        call(LIBRARY.pulse_get_large_result, client.handle, encoded, path, ctypes.byref(out))
        LIBRARY.pulse_response_free(out)

    return BlockingCall(run)
