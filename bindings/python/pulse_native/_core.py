"""The native objects of a client, created when they are first needed."""

from __future__ import annotations

import ctypes

from . import _annotations as t, _errors, _ffi
from ._library import LIBRARY, Owner, call
from ._options import native_options
from ._request import MAIN, headers_of, variant_of


#: How many clients with other options are kept for later calls with the same options.
_MAX_VARIANTS = 8


class NativeClient:
    """A native client and the queues that were created for it."""

    __slots__ = ("owner", "named", "idle", "bridges", "__weakref__")

    def __init__(self, owner: Owner, named: t.AbstractSet[str] = frozenset()) -> None:
        self.owner = owner
        #: The names of the headers that the program adds itself, in lower case.
        self.named = named
        #: Queues that are not in use.
        self.idle: t.List[t.Queue] = []
        #: The bridge to each event loop; created by the asynchronous client.
        self.bridges: t.Any = None

    def close(self) -> None:
        self.owner.close()
        self.bridges = None
        while self.idle:
            self.idle.pop().close()


class Core:
    """The options of a client, and the native clients that are created from them.

    They are created by the first call, so that a client that was created but not used before a fork works in the child.
    """

    __slots__ = ("_settings", "_clients", "_closed")

    def __init__(self, settings: t.Dict[str, t.Any]) -> None:
        self._settings = settings
        self._clients: t.Dict[t.Variant, NativeClient] = {}
        self._closed = False
        native_options(settings)

    def __reduce__(self) -> t.Tuple[t.Any, ...]:
        return Core, (self._settings,)

    def settings(self) -> t.Dict[str, t.Any]:
        """The options as they can be given to a constructor."""
        plain = {name: value[:] if isinstance(value, str) else value for name, value in self._settings.items()}
        plain["headers"] = {name: value if value is None else value[:] for name, value in self._settings["headers"]}
        return plain

    def native(self) -> NativeClient:
        """The main native client."""
        return self._get(MAIN)

    def for_call(
        self, request_options: t.Optional[t.RequestOptions], has_body: bool, keep_headers: bool = False
    ) -> NativeClient:
        """The native client for a call: the main one, or one with the timeouts, retries and headers of the call."""
        if not request_options and not keep_headers:
            return self._get(MAIN)
        return self._get(variant_of(request_options or {}, has_body, keep_headers))

    def _get(self, variant: t.Variant) -> NativeClient:
        client = self._clients.get(variant)
        return client if client is not None else self._make(variant)

    def _make(self, variant: t.Variant) -> NativeClient:
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
        named = frozenset(name.lower() for name, _ in settings["headers"])
        made = NativeClient(Owner(out, LIBRARY.pulse_client_free), named)
        if len(self._clients) > _MAX_VARIANTS:
            # It is not closed here, because a call may be using it.
            for other in list(self._clients):
                if other != MAIN:
                    self._clients.pop(other, None)
                    break
        # If two threads get here at the same time, the client of the first one is kept.
        client = self._clients.setdefault(variant, made)
        if self._closed:
            client.close()
        return client

    def close(self) -> None:
        self._closed = True
        while self._clients:
            self._clients.popitem()[1].close()


class HeaderKeepingCore:
    """The same native clients, except that the responses of calls keep their headers."""

    __slots__ = ("_core",)

    def __init__(self, core: t.AnyCore) -> None:
        self._core = core

    def settings(self) -> t.Dict[str, t.Any]:
        return self._core.settings()

    def native(self) -> NativeClient:
        return self._core.native()

    def for_call(
        self, request_options: t.Optional[t.RequestOptions], has_body: bool, keep_headers: bool = True
    ) -> NativeClient:
        return self._core.for_call(request_options, has_body, keep_headers=True)

    def close(self) -> None:
        self._core.close()
