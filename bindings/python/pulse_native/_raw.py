"""``with_raw_response``, as in the official SDK."""

from __future__ import annotations

import ctypes

from . import _annotations as t, _ffi
from ._job import Job
from ._library import LIBRARY, Owner, bytes_of, call
from ._results import Submitted


class HttpResponse:
    """A response of a method, with the headers of its HTTP response."""

    __slots__ = ("data",)

    def __init__(self, data: t.Any) -> None:
        #: The value that the call returns without ``with_raw_response``.
        self.data = data

    @property
    def headers(self) -> t.Dict[str, str]:
        """The headers of the response, with lowercase names; empty if the call has no response, as after a cancel.

        After a wait they are those of the last poll. For a large result they are those of the response that had the
        link.
        """
        owner = getattr(self.data, "_owner", None)
        if owner is None:
            owner = getattr(getattr(self.data, "_document", None), "owner", None)
        if not isinstance(owner, Owner):
            return {}
        import json

        value = _ffi.Str()
        function = LIBRARY.pulse_job_headers if isinstance(self.data, Job) else LIBRARY.pulse_response_headers
        call(function, owner.handle, ctypes.byref(value))
        headers: t.Dict[str, str] = json.loads(bytes_of(value) or b"{}")
        return headers

    @property
    def status_code(self) -> int:
        """202 for a submission, otherwise 200; any other status is an exception."""
        return 202 if isinstance(self.data, Submitted) else 200

    def close(self) -> None:
        """Does nothing: the response was read as a whole."""

    def __enter__(self) -> HttpResponse:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<HttpResponse {self.data!r}>"


class Raw:
    """A client or resource that keeps headers.

    Its methods return HttpResponse objects with the response in ``data``.
    """

    __slots__ = ("_target", "_is_async")

    def __init__(self, target: t.Any, is_async: bool) -> None:
        self._target = target
        self._is_async = is_async

    def __getattr__(self, name: str) -> t.Callable[..., t.Any]:
        method = getattr(self._target, name)
        if name.startswith("_") or not callable(method):
            raise AttributeError(name)

        if self._is_async:

            async def call_async(*arguments: t.Any, **options: t.Any) -> HttpResponse:
                return HttpResponse(await method(*arguments, **options))

            return call_async

        def call_sync(*arguments: t.Any, **options: t.Any) -> HttpResponse:
            return HttpResponse(method(*arguments, **options))

        return call_sync
