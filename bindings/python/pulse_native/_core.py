"""What a client has in the library, made when it is first needed."""

from __future__ import annotations

import ctypes

from . import _errors, _ffi
from ._library import LIBRARY, Owner, call, encode, milliseconds
from ._request import MAIN, headers_of, variant_of

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple

    from ._queue import Queue
    from ._request import Variant
    from ._types import RequestOptions

#: Clients that differ from the main one and are kept for the next call that differs in the same way.
_MOST_VARIANTS = 8


class Secret(str):
    """Text that shows itself to the library only, and not to what prints variables and objects, such as reports of errors."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'[secret]'"

    def __str__(self) -> str:
        return "[secret]"

    def __format__(self, format_spec: str) -> str:
        return format(str(self), format_spec)


def secret_text(value: Any, what: str) -> str:
    """A secret in any of the forms in which programs keep one."""
    if not isinstance(value, (str, bytes)) and callable(value):
        value = value()
    if hasattr(value, "get_secret_value"):
        value = value.get_secret_value()
    if isinstance(value, bytes):
        try:
            value = value.decode("ascii")
        except UnicodeDecodeError:
            raise _errors.PulseArgumentError(f"{what} holds characters that cannot be sent") from None
    if not isinstance(value, str):
        # Not the value itself: it may be the secret in yet another form.
        raise TypeError(f"{what} is text, bytes, a SecretStr or a function that returns one, not {type(value).__name__}")
    return value


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
        _options(settings)

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
        options = _options(settings)
        if keep_headers:
            options.flags |= _ffi.KEEP_HEADERS
        out = _ffi.Handle()
        call(LIBRARY.pulse_client_new, ctypes.byref(options), ctypes.byref(out))
        made = NativeClient(Owner(out, LIBRARY.pulse_client_free))
        if len(self._clients) > _MOST_VARIANTS:
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


def _options(settings: Dict[str, Any]) -> _ffi.ClientOptions:
    """The C form of the options.

    What can be wrong with one is looked at here as far as that needs no library: using that one would mean that a later
    fork is one too many.
    """
    options = _ffi.ClientOptions()
    LIBRARY.pulse_client_options_init(ctypes.byref(options), ctypes.sizeof(options))
    options.api_key = _header_text(settings["api_key"], "api_key")
    options.base_url = encode(settings["base_url"])
    if options.base_url and not settings["base_url"].lower().startswith(("http://", "https://")):
        raise _errors.PulseArgumentError("base_url must begin with https:// or http://")
    options.timeout_ms = milliseconds(settings["timeout"], "timeout")
    options.process_timeout_ms = milliseconds(settings["process_timeout"], "process_timeout")
    options.connect_timeout_ms = milliseconds(settings["connect_timeout"], "connect_timeout")
    max_retries = settings["max_retries"]
    if max_retries is not None:
        if max_retries < 0:
            raise _errors.PulseArgumentError("max_retries must not be negative")
        options.max_retries = max_retries or _ffi.NO_RETRIES
    for name in ("max_connections", "max_concurrent_polls", "max_requests_per_second"):
        value = settings[name]
        if value is not None:
            if not value > 0:
                raise _errors.PulseArgumentError(f"{name} must be more than zero")
            setattr(options, name, value)
    options.user_agent = _header_text(settings["user_agent"], "user_agent")
    # The files are read, and the URL is looked at, when the native client is made.
    options.ca_file = encode(settings["ca_file"])
    options.client_certificate_file = encode(settings["client_certificate"])
    options.client_key_file = encode(settings["client_key"])
    options.proxy = encode(settings["proxy"])
    headers = [
        _ffi.Header(encode(name), _header_text(value, f"the header {name!r}"))
        for name, value in settings["headers"]
        if value is not None
    ]
    if headers:
        options.headers = (_ffi.Header * len(headers))(*headers)
        options.header_count = len(headers)
    options.flags = (
        (0 if settings["follow_large_results"] else _ffi.KEEP_LARGE_LINKS)
        | (_ffi.RETRY_SUBMITS if settings["retry_submits"] else 0)
        | (_ffi.VALIDATE_RESULTS if settings["validate_results"] else 0)
        | (_ffi.ALLOW_INSECURE_HTTP if settings["allow_insecure_http"] else 0)
    )
    return options


def _header_text(value: Optional[str], what: str) -> Optional[bytes]:
    # The library trims it too: keys are read from files that end in a newline.
    encoded = encode(None if value is None else value.strip())
    if encoded is not None and any(byte < 32 or byte > 126 for byte in encoded):
        raise _errors.PulseArgumentError(f"{what} holds characters that cannot be sent")
    return encoded
