"""The log of the library, as the logger ``pulse_native``. Imported when it is asked for."""

from __future__ import annotations

import _thread
import logging
import os

from . import _annotations as t, _ffi
from ._library import LIBRARY, call


_LEVELS = {"DEBUG": logging.DEBUG, "INFO": logging.INFO, "WARNING": logging.WARNING, "ERROR": logging.ERROR}


def enable_logging(level: t.Union[int, str, None] = logging.INFO) -> None:
    """Gives the log of the library to ``logging.getLogger("pulse_native")``; None turns it off, as it is at first.

    It has methods, paths, ids of jobs, statuses, delays and failures; never an API key, and nothing of documents and results. The
    lines come from a thread of Python's own: the threads of the library never run Python code. A line is lost if 64 KiB of
    lines wait.

    :param level: the lowest level of ``logging``, as a number or a name; the logger's own level applies as well
    """
    if level is None:
        call(LIBRARY.pulse_log_to_fd, -1, _ffi.LOG_OFF)
        return
    number = level if isinstance(level, int) else _LEVELS[level.upper()]
    lowest = (
        _ffi.LOG_DEBUG
        if number <= logging.DEBUG
        else _ffi.LOG_INFO
        if number <= logging.INFO
        else _ffi.LOG_WARNING
        if number <= logging.WARNING
        else _ffi.LOG_ERROR
    )
    reading, writing = os.pipe()
    try:
        call(LIBRARY.pulse_log_to_fd, writing, lowest)
    except BaseException:
        os.close(reading)
        raise
    finally:
        # The library has its own.
        os.close(writing)
    _thread.start_new_thread(_pass_on, (reading,))


def _pass_on(reading: int) -> None:
    logger = logging.getLogger("pulse_native")
    with os.fdopen(reading, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            _time, level, message = (*line.rstrip("\n").split(" ", 2), "", "")[:3]
            logger.log(_LEVELS.get(level, logging.INFO), "%s", message)
