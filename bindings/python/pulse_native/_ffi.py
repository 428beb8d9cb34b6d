"""The library as ctypes sees it. What it declares is in ``_declarations.py``, which is made from ``pulse_native.h``."""

from __future__ import annotations

import ctypes

from . import _annotations as t
from ._declarations import *  # noqa: F403
from ._declarations import (
    FUNCTIONS,
    JOB_STATUS_CANCELED,
    JOB_STATUS_COMPLETED,
    JOB_STATUS_EXPIRED,
    JOB_STATUS_FAILED,
    JOB_STATUS_PENDING,
    JOB_STATUS_PROCESSING,
)


#: The words of the API for ``JOB_STATUS_...``.
JOB_STATUS = {
    JOB_STATUS_PENDING: "pending",
    JOB_STATUS_PROCESSING: "processing",
    JOB_STATUS_COMPLETED: "completed",
    JOB_STATUS_FAILED: "failed",
    JOB_STATUS_CANCELED: "canceled",
    JOB_STATUS_EXPIRED: "expired",
}


class Library(ctypes.CDLL):
    """The loaded library. A function gets its types when it is first used, which most of them never are."""

    def require(self, name: str) -> None:
        """Raises ImportError when the library has no such function."""
        try:
            self[name]
        except AttributeError:
            raise ImportError(f"{self._name} is older than this package: it has no function {name}") from None

    def __getattr__(self, name: str) -> t.Any:
        if name not in FUNCTIONS:
            raise AttributeError(name)
        function: t.Any = super().__getattr__(name)
        function.restype, function.argtypes = FUNCTIONS[name]
        return function
