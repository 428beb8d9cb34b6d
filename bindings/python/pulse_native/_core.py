"""What a client has in the library, made when it is first needed."""

from __future__ import annotations

import ctypes

from . import _errors, _ffi
from ._library import LIBRARY, Owner, call
from ._options import native_options
from ._request import MAIN, headers_of, variant_of

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple

    from ._queue import Queue
    from ._request import Variant
    from ._types import RequestOptions

#: Clients that differ from the main one and are kept for the next call that differs in the same way.
_MAX_VARIANTS = 8


class NativeClient:
    """A client of the library, and the queues that were made for it."""

    __slots__ = ("owner", "idle", "bridges", "__weakref__")

    def __init__(self, owner: Owner) -> None:
        self.owner = owner
        #: Queues that no call is using.
        self.idle: List[Queue] = []
        #: The bridge to each event loop; made by the asynchronous client.
        self.bridges: Any = None

    def close(self) -> None:
        self.owner.close()
        self.bridges = None
        while self.idle:
            self.idle.pop().close()


class Core:
    """The options of a client, and the native clients that are made from them.

    They are made at the first call and not before, so that a client that was made before a fork, and not used, works in
    the child.
    """

    __slots__ = ("_settings", "_clients", "_closed")

    def __init__(self, settings: Dict[str, Any]) -> None:
        self._settings = settings
        self._clients: Dict[Variant, NativeClient] = {}
        self._closed = False
        native_options(settings)

    def __reduce__(self) -> Tuple[Any, ...]:
        return Core, (self._settings,)

    def native(self, request_options: Optional[RequestOptions] = None, has_body: bool = False) -> NativeClient:
        """The native client for a call: the main one, or one with the limits and headers that the call asks for."""
        variant = variant_of(request_options, has_body) if request_options else MAIN
        client = self._clients.get(variant)
        return client if client is not None else self._make(variant)

    def _make(self, variant: Variant) -> NativeClient:
        if self._closed:
            raise _errors.from_code(_ffi.CLOSED, "The client is closed.")
        settings = dict(self._settings)
        timeout, max_retries, headers, keep_headers = variant
        if timeout is not None:
            settings["timeout"] = settings["process_timeout"] = timeout
        if max_retries is not None:
            settings["max_retries"] = max_retries
        if headers:
            settings["headers"] = headers_of((*settings["headers"], *headers))
        options = native_options(settings)
        if keep_headers:
            options.flags |= _ffi.KEEP_HEADERS
        out = _ffi.Handle()
        call(LIBRARY.pulse_client_new, ctypes.byref(options), ctypes.byref(out))
        made = NativeClient(Owner(out, LIBRARY.pulse_client_free))
        if len(self._clients) > _MAX_VARIANTS:
            # Whoever is using one keeps it; so it is not closed here.
            for other in list(self._clients):
                if other != MAIN:
                    self._clients.pop(other, None)
                    break
        # When two threads come here at once the first one's stays.
        client = self._clients.setdefault(variant, made)
        if self._closed:
            client.close()
        return client

    def close(self) -> None:
        self._closed = True
        while self._clients:
            self._clients.popitem()[1].close()
