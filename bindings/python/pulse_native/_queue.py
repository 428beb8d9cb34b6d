"""A queue of the C interface: where operations are started, and where their completions come out."""

from __future__ import annotations

import ctypes
import sys

from . import _annotations as t, _errors, _ffi
from ._library import LIBRARY, Owner, call, take_error


class Ended:
    """A final completion. What it owns is freed with it."""

    __slots__ = ("tag", "code", "status", "job", "response", "_error")

    def __init__(self, completion: _ffi.Completion) -> None:
        self.tag: int = completion.tag
        self.code: int = completion.code
        #: ``PULSE_JOB_STATUS_...``, where there is a job.
        self.status: int = completion.status
        # Copies: what ctypes returns of a struct is a view of it, and the struct is used again.
        self.job = _owned(completion.job, LIBRARY.pulse_job_free)
        self.response = _owned(completion.response, LIBRARY.pulse_response_free)
        self._error = _owned(completion.error, LIBRARY.pulse_error_free)

    def failure(self) -> t.Optional[_errors.PulseError]:
        """The exception; None when the operation succeeded."""
        if self.code == _ffi.OK:
            return None
        error, self._error = self._error, None
        return take_error(self.code, _ffi.Handle() if error is None else error.release())


class Reported:
    """A progress completion: a wait goes on."""

    __slots__ = ("tag", "status", "attempt", "waited", "next_delay", "code")

    def __init__(self, completion: _ffi.Completion) -> None:
        self.tag: int = completion.tag
        self.status: int = completion.status
        self.attempt: int = completion.attempt
        self.waited: float = completion.waited_ms / 1000
        self.next_delay: float = completion.next_delay_ms / 1000
        self.code: int = completion.code


def _owned(handle: _ffi.Handle, free: t.Callable[[_ffi.Handle], None]) -> t.Optional[Owner]:
    return Owner(_ffi.Handle(handle.value), free) if handle else None


class Queue:
    """One queue. Its methods may be called from any thread, ``next`` from one at a time."""

    __slots__ = ("_owner", "_named", "_headers", "fd", "_completion", "_reference")

    def __init__(self, client: t.NativeClient) -> None:
        out = _ffi.Handle()
        call(LIBRARY.pulse_queue_new, client.owner.handle, ctypes.byref(out))
        self._named = client.named
        #: Of the operations that are started: the trace of the last one.
        self._headers: t.TraceHeaders = ()
        self._owner = Owner(out, LIBRARY.pulse_queue_free)
        descriptor = ctypes.c_int32()
        call(LIBRARY.pulse_queue_fd, out, ctypes.byref(descriptor))
        #: Readable exactly while completions wait. It belongs to the library.
        self.fd = descriptor.value
        self._completion = _ffi.Completion()
        self._completion.struct_size = ctypes.sizeof(self._completion)
        self._reference = ctypes.byref(self._completion)

    def start(self, starter: t.Starter, tag: int) -> None:
        """Starts an operation, or raises; what was started yields one final completion."""
        if "opentelemetry" in sys.modules:
            self._trace()
        error = _ffi.Handle()
        code = starter(self._owner.handle, tag, ctypes.byref(error))
        if code != _ffi.OK:
            raise take_error(code, error)

    def _trace(self) -> None:
        from ._tracing import native_headers, trace_headers

        headers = trace_headers(self._named)
        if headers != self._headers:
            call(LIBRARY.pulse_queue_set_headers, self._owner.handle, native_headers(headers), len(headers))
            self._headers = headers

    def next(self) -> t.Any:
        """The next completion, an Ended or a Reported; None when there is none now."""
        code = LIBRARY.pulse_queue_next(self._owner.handle, 0, self._reference, None)
        if code == _ffi.TIMEOUT:
            return None
        if code != _ffi.OK:
            raise _errors.from_code(code, "The client is closed.")
        return (Ended if self._completion.kind == _ffi.COMPLETION_FINAL else Reported)(self._completion)

    def cancel(self, tag: int) -> None:
        """Stops an operation. If it is under way, its final completion comes soon; the job, if any, goes on."""
        LIBRARY.pulse_queue_cancel(self._owner.handle, tag, None)

    def close(self) -> None:
        """Stops all operations; nothing comes out any more."""
        self._owner.close()
