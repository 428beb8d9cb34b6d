"""The trace of the caller, where OpenTelemetry is in the process. Imported when it is."""

from __future__ import annotations

import ctypes
import importlib
import re

from . import _annotations as t, _ffi
from ._library import LIBRARY, Owner, call

#: What may be on the line; a propagator of the program's that gives more must not break its calls.
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_VALUE = re.compile(r"[ -~]*\Z")


def trace_headers(named: t.AbstractSet[str]) -> t.TraceHeaders:
    """What the propagators of OpenTelemetry give for the current span, but for headers that the program has named itself.

    Baggage is left out: what it says of the program's users is not for another company.
    """
    try:
        propagate: t.Any = importlib.import_module("opentelemetry.propagate")
    except ImportError:
        # A part of OpenTelemetry without its API.
        return ()
    carrier: t.Dict[str, str] = {}
    propagate.inject(carrier)
    return tuple(
        (name, value)
        for name, value in sorted(carrier.items())
        if name.lower() not in named and name.lower() != "baggage" and _NAME.match(name) and _VALUE.match(value)
    )


def native_headers(headers: t.TraceHeaders) -> t.Any:
    """The C form."""
    return (_ffi.Header * len(headers))(*(_ffi.Header(name.encode(), value.encode()) for name, value in headers))


def with_trace(client: Owner, named: t.AbstractSet[str]) -> Owner:
    """The client for a call that blocks, with the current trace."""
    headers = trace_headers(named)
    if not headers:
        return client
    out = _ffi.Handle()
    call(LIBRARY.pulse_client_with_headers, client.handle, native_headers(headers), len(headers), ctypes.byref(out))
    return Owner(out, LIBRARY.pulse_client_free)
