"""Options of waits, and what waits report."""

from __future__ import annotations

import ctypes

from . import _annotations as t, _errors, _ffi
from ._library import LIBRARY, milliseconds


#: The limit of a wait when none is given, in seconds.
DEFAULT_LIMIT = 1800.0

_GOALS = {
    "balanced": _ffi.GOAL_BALANCED,
    "fewer_requests": _ffi.GOAL_FEWER_REQUESTS,
    "less_delay": _ffi.GOAL_LESS_DELAY,
}


class Progress:
    """A report from a wait."""

    __slots__ = ("job_id", "status", "attempt", "waited", "next_delay", "code")

    def __init__(
        self, job_id: t.Optional[str], status: str, attempt: int, waited: float, next_delay: float, code: int
    ) -> None:
        #: The job; None in ``extract_and_wait``, as the C interface does not tell it before the end.
        self.job_id = job_id
        #: The status at the last good poll; ``unknown`` for a word that the library does not know, empty before the first.
        self.status = status
        #: Polls so far.
        self.attempt = attempt
        #: Seconds since the wait began.
        self.waited = waited
        #: Seconds until the next poll; 0 when there is none.
        self.next_delay = next_delay
        #: The code of a poll that failed transiently; else 0.
        self.code = code

    def __repr__(self) -> str:
        return f"<Progress {self.job_id or ''} {self.status} after {self.waited:.1f} s, {self.attempt} polls>"


class WaitedJob:
    """How one of many waits ended."""

    __slots__ = ("job_id", "job", "error")

    def __init__(self, job_id: str, job: t.Optional[t.Job], error: t.Optional[_errors.PulseError]) -> None:
        self.job_id = job_id
        #: The completed job; with an error its last state, if one was seen.
        self.job = job
        #: None for a completed job; else what ``jobs.wait`` would have raised.
        self.error = error

    @property
    def status(self) -> t.Optional[str]:
        """The job's last status; None when none was seen."""
        return None if self.job is None else self.job.status

    @property
    def result(self) -> t.Any:
        """The result of a completed job; raises ``error`` when there is one."""
        return self.job_or_raise().result

    def job_or_raise(self) -> t.Job:
        """The completed job; raises ``error`` when there is one."""
        if self.error is None:
            assert self.job is not None
            return self.job
        import copy

        # A copy: the traceback names the caller's frame, which holds this object, which would hold the traceback.
        raise copy.copy(self.error)

    def __repr__(self) -> str:
        return f"<WaitedJob {self.job_id} {self.status if self.error is None else type(self.error).__name__}>"


def either_limit(timeout: t.Optional[float], wait_timeout: t.Optional[float]) -> t.Optional[float]:
    """The limit of a wait, which may be given by two names."""
    if timeout != DEFAULT_LIMIT and wait_timeout != DEFAULT_LIMIT:
        raise _errors.PulseArgumentError("timeout and wait_timeout are two names of one parameter: give one of them")
    return wait_timeout if timeout == DEFAULT_LIMIT else timeout


# generated: wait options (make generate)
def wait_options(
    limit: t.Optional[float],
    initial_delay: t.Optional[float],
    max_delay: t.Optional[float],
    multiplier: t.Optional[float],
    jitter: t.Optional[float],
    max_attempts: t.Optional[int],
    every_poll: bool,
    not_found_grace: t.Optional[float],
    adaptive: t.Adaptive,
) -> _ffi.WaitOptions:
    """The C form of the options of a wait."""
    options = _ffi.WaitOptions()
    LIBRARY.pulse_wait_options_init(ctypes.byref(options), ctypes.sizeof(options))
    options.timeout_ms = milliseconds(limit, "a timeout") if limit else _ffi.NO_LIMIT
    options.initial_delay_ms = milliseconds(initial_delay, "initial_delay")
    options.max_delay_ms = milliseconds(max_delay, "max_delay")
    options.multiplier = multiplier or 0
    options.jitter = 0 if jitter is None else jitter or -1
    options.max_attempts = max_attempts or 0
    options.every_poll = int(every_poll)
    options.not_found_grace_ms = (
        _ffi.NO_GRACE if not_found_grace == 0 else milliseconds(not_found_grace, "not_found_grace")
    )
    set_policy(options, adaptive)
    return options


# end of wait options


def set_policy(options: _ffi.WaitOptions, adaptive: t.Adaptive) -> None:
    if adaptive:
        if adaptive is not True and adaptive not in _GOALS:
            raise _errors.PulseArgumentError(f"adaptive is True, False or one of {', '.join(_GOALS)}")
        options.policy = _ffi.POLL_ADAPTIVE
        options.goal = _GOALS["balanced" if adaptive is True else adaptive]
