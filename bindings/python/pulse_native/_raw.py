"""``with_raw_response``, as in the official SDK."""

from __future__ import annotations

import ctypes

from . import _ffi
from ._job import Job
from ._library import LIBRARY, Owner, bytes_of, call
from ._request import KeepHeaders

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Callable, Dict


class HttpResponse:
    """A response and what is known about its HTTP response."""

    __slots__ = ("data",)

    def __init__(self, data: Any) -> None:
        #: What the call returns without ``with_raw_response``.
        self.data = data

    @property
    def headers(self) -> Dict[str, str]:
        """The headers of the response, names in lower case; empty where there was no response of its own, as after a cancel.

        After a wait they are those of the last poll; a large result that was followed has those of its announcement.
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
        headers: Dict[str, str] = json.loads(bytes_of(value) or b"{}")
        return headers

    def __repr__(self) -> str:
        return f"<HttpResponse {self.data!r}>"


class Raw:
    """A client or resource whose methods return HttpResponse objects with the response in ``data``."""

    __slots__ = ("_target", "_is_async")

    def __init__(self, target: Any, is_async: bool) -> None:
        self._target = target
        self._is_async = is_async

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._target, name)
        if name.startswith("_") or not callable(method):
            raise AttributeError(name)
        function = getattr(method, "__func__", method)
        has_options = "request_options" in getattr(getattr(function, "__code__", None), "co_varnames", ())

        def send(arguments: Any, options: Any) -> Any:
            if has_options:
                options["request_options"] = KeepHeaders(options.get("request_options") or {})
            return method(*arguments, **options)

        if self._is_async:

            async def call_async(*arguments: Any, **options: Any) -> HttpResponse:
                return HttpResponse(await send(arguments, options))

            return call_async

        def call_sync(*arguments: Any, **options: Any) -> HttpResponse:
            return HttpResponse(send(arguments, options))

        return call_sync
