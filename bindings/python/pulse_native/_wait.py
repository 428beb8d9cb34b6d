"""A blocking wait that Ctrl-C and progress callbacks can reach."""

from __future__ import annotations

import ctypes
from . import _errors, _ffi
from ._job import Job
from ._library import LIBRARY, Owner, take_error, text

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Callable, Optional, Union

    OnProgress = Callable[["Progress"], Any]

#: How often Python gets to look for signals during a wait.
_TICK_MS = 100

_GOALS = {
    "balanced": _ffi.GOAL_BALANCED,
    "fewer_requests": _ffi.GOAL_FEWER_REQUESTS,
    "less_delay": _ffi.GOAL_LESS_DELAY,
}


class Progress:
    """A report from a wait."""

    __slots__ = ("job_id", "status", "attempt", "waited", "next_delay", "code", "http_status")

    def __init__(
        self, job_id: str, status: str, attempt: int, waited: float, next_delay: float, code: int, http_status: int
    ) -> None:
        self.job_id = job_id
        #: The status at the last good poll; empty before the first one.
        self.status = status
        #: Polls so far.
        self.attempt = attempt
        #: Seconds since the wait began.
        self.waited = waited
        #: Seconds until the next poll; 0 when there is none.
        self.next_delay = next_delay
        #: The code of a poll that failed in passing, and its HTTP status; else 0.
        self.code = code
        self.http_status = http_status

    def __repr__(self) -> str:
        return f"<Progress {self.job_id} {self.status} after {self.waited:.1f} s, {self.attempt} polls>"


class WaitCall:
    """One wait: its options, its callback, and what comes of it."""

    def __init__(
        self,
        timeout: Optional[float],
        on_progress: Optional[OnProgress] = None,
        initial_delay: Optional[float] = None,
        max_delay: Optional[float] = None,
        multiplier: Optional[float] = None,
        jitter: Optional[float] = None,
        max_attempts: Optional[int] = None,
        every_poll: bool = False,
        adaptive: Union[bool, str] = False,
    ) -> None:
        self._on_progress = on_progress
        self._raised: Optional[BaseException] = None
        options = self.options = _ffi.WaitOptions()
        LIBRARY.pulse_wait_options_init(ctypes.byref(options), ctypes.sizeof(options))
        options.timeout_ms = _ffi.NO_LIMIT if not timeout else max(1, int(timeout * 1000)) if timeout > 0 else -2
        options.initial_delay_ms = _delay(initial_delay)
        options.max_delay_ms = _delay(max_delay)
        options.multiplier = multiplier or 0
        options.jitter = 0 if jitter is None else jitter or -1
        options.max_attempts = max_attempts or 0
        options.every_poll = int(every_poll)
        if adaptive:
            if adaptive is not True and adaptive not in _GOALS:
                raise _errors.PulseArgumentError(f"adaptive is True, False or one of {', '.join(_GOALS)}")
            options.policy = _ffi.POLL_ADAPTIVE
            options.goal = _GOALS["balanced" if adaptive is True else adaptive]
        options.tick_ms = _TICK_MS
        # Kept here, as ctypes does not keep what a struct points to.
        self._callback = _ffi.ProgressCallback(self._report)
        options.on_progress = self._callback

    def run(self, function: Callable[[Any, Any, Any], int]) -> Job:
        out = _ffi.Handle()
        error = _ffi.Handle()
        code = function(ctypes.byref(self.options), ctypes.byref(out), ctypes.byref(error))
        job = Job(Owner(out, LIBRARY.pulse_job_free)) if out.value else None
        failure = take_error(code, error) if code != _ffi.OK else None
        if self._raised is not None:
            raised, self._raised = self._raised, None
            if failure is not None and failure.job_id and hasattr(raised, "add_note"):
                raised.add_note(f"The job {failure.job_id} may still run: client.jobs.wait({failure.job_id!r}) resumes.")
            raise raised
        if failure is not None:
            failure.job = job
            raise failure
        assert job is not None
        return job

    def _report(self, progress: Any, _user_data: Any) -> int:
        # Whatever the caller's function raises, Ctrl-C included, must not cross C: it stops the wait and is raised there.
        try:
            seen = progress.contents
            if seen.kind == _ffi.PROGRESS_TICK or self._on_progress is None:
                return 0
            report = Progress(
                text(seen.job_id),
                _ffi.JOB_STATUS.get(seen.status) or text(seen.status_text),
                seen.attempt,
                seen.waited_ms / 1000,
                seen.next_delay_ms / 1000,
                seen.code,
                seen.http_status,
            )
            return 1 if self._on_progress(report) is True else 0
        except BaseException as raised:
            self._raised = raised
            return 1


def _delay(seconds: Optional[float]) -> int:
    if seconds is None:
        return 0
    if not seconds > 0:
        raise _errors.PulseArgumentError("a delay must be more than zero seconds")
    return max(1, int(seconds * 1000))
