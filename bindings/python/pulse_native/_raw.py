"""``with_raw_response``, as in the official SDK."""

from __future__ import annotations

from . import _errors

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Callable, Dict


class HttpResponse:
    """An answer and what is known about its HTTP response, which is its body."""

    __slots__ = ("data",)

    def __init__(self, data: Any) -> None:
        #: What the call returns without ``with_raw_response``.
        self.data = data

    @property
    def headers(self) -> Dict[str, str]:
        """Not supported: raises PulseUnsupportedError, as the C interface does not hand out headers."""
        raise _errors.PulseUnsupportedError("the headers of a response are not available: the library does not hand them out")

    def __repr__(self) -> str:
        return f"<HttpResponse {self.data!r}>"


class Raw:
    """A client or resource whose methods return HttpResponse objects with the answer in ``data``."""

    __slots__ = ("_target", "_is_async")

    def __init__(self, target: Any, is_async: bool) -> None:
        self._target = target
        self._is_async = is_async

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._target, name)
        if name.startswith("_") or not callable(method):
            raise AttributeError(name)

        if self._is_async:

            async def call_async(*arguments: Any, **options: Any) -> HttpResponse:
                return HttpResponse(await method(*arguments, **options))

            return call_async

        def call(*arguments: Any, **options: Any) -> HttpResponse:
            return HttpResponse(method(*arguments, **options))

        return call
