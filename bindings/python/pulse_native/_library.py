"""Finds and loads the library, and turns its failures into exceptions."""

from __future__ import annotations

import ctypes
import os

from . import _annotations as t, _errors, _ffi


def _load() -> _ffi.Library:
    named = os.environ.get("PULSE_NATIVE_LIBRARY")
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libpulse_native.so")
    candidates = [named] if named else [beside, "libpulse_native.so.1"]
    problems = []
    for candidate in candidates:
        try:
            library = _ffi.Library(candidate)
        except OSError as problem:
            problems.append(str(problem))
            continue
        version = library.pulse_abi_version()
        if version != _ffi.ABI_VERSION:
            raise ImportError(f"{candidate} has ABI version {version}; this package needs {_ffi.ABI_VERSION}")
        # Additions do not change the ABI version: each function is looked for, without its types.
        for name in _ffi.FUNCTIONS:
            library.require(name)
        return library
    folder = os.path.dirname(os.path.abspath(__file__))
    if not named and not os.path.isdir(folder):
        raise ImportError(
            f"pulse_native was imported from {folder}, which is inside an archive; the system loads no library from there. "
            "Unpack it (pip install --target, or zipapp without this package), or name the library in PULSE_NATIVE_LIBRARY."
        )
    raise ImportError(
        (
            "The library that PULSE_NATIVE_LIBRARY names cannot be loaded. "
            if named
            else "libpulse_native.so was not found. "
        )
        + "It comes with the wheel for this platform; otherwise name it in PULSE_NATIVE_LIBRARY. Tried: "
        + "; ".join(problems)
    )


LIBRARY = _load()


class Owner:
    """A native object; it is freed when the last Python object that reads from it has gone."""

    __slots__ = ("handle", "_free", "__weakref__")

    def __init__(self, handle: _ffi.Handle, free: t.Callable[[_ffi.Handle], None]) -> None:
        self.handle = handle
        self._free: t.Optional[t.Callable[[_ffi.Handle], None]] = free

    def close(self) -> None:
        free, self._free = self._free, None
        if free is not None:
            free(self.handle)

    def release(self) -> _ffi.Handle:
        """Gives the object away, to be freed by whoever takes it."""
        self._free = None
        return self.handle

    def __del__(self) -> None:
        self.close()


def text(value: _ffi.Str) -> str:
    """Copies a borrowed string."""
    return bytes_of(value).decode("utf-8", "replace")


def bytes_of(value: _ffi.Str) -> bytes:
    return ctypes.string_at(value.data, value.size) if value.size else b""


def call(function: t.Callable[..., int], *arguments: t.Any) -> None:
    """Calls a function whose last parameter is ``pulse_error **``; raises on failure."""
    error = _ffi.Handle()
    code = function(*arguments, ctypes.byref(error))
    if code != _ffi.OK:
        raise take_error(code, error)


#: Codes whose messages may name options, which C has put into its own names.
_LOCAL = frozenset(
    [
        _ffi.INVALID_ARGUMENT,
        _ffi.MISSING_API_KEY,
        _ffi.FILE_ERROR,
        _ffi.TLS,
        _ffi.TIMEOUT,
        _ffi.PROTOCOL,
        _ffi.RESULT_LOST,
    ]
)


def take_error(code: int, error: _ffi.Handle) -> _errors.PulseError:
    """Makes an exception of an error object, and frees it."""
    try:
        value = _ffi.Str()
        number = ctypes.c_int64()
        status = ctypes.c_int32()
        accepted = ctypes.c_int32()

        def string(getter: t.Callable[..., int]) -> bytes:
            getter(error, ctypes.byref(value))
            return bytes_of(value)

        message = string(LIBRARY.pulse_error_message).decode("utf-8", "replace")
        if code in _LOCAL:
            message = _in_names_of_python(message)
        LIBRARY.pulse_error_http_status(error, ctypes.byref(status))
        LIBRARY.pulse_error_may_have_been_accepted(error, ctypes.byref(accepted))
        LIBRARY.pulse_error_retry_after_ms(error, ctypes.byref(number))
        return _errors.from_code(
            code,
            message or (LIBRARY.pulse_code_name(code) or b"").decode(),
            status_code=status.value or None,
            api_code=string(LIBRARY.pulse_error_api_code).decode("utf-8", "replace"),
            may_have_been_accepted=bool(accepted.value),
            retry_after=number.value / 1000 if number.value >= 0 else None,
            job_id=string(LIBRARY.pulse_error_job_id).decode("utf-8", "replace"),
            request_id=string(LIBRARY.pulse_error_request_id).decode("utf-8", "replace"),
            raw_body=string(LIBRARY.pulse_error_body),
            raw_headers=string(LIBRARY.pulse_error_headers),
        )
    finally:
        LIBRARY.pulse_error_free(error)


def _in_names_of_python(message: str) -> str:
    """A message about options, which has the names of C, or about the document, which has that of the JSON."""
    import re

    from ._options import NAMES

    names = {**NAMES, "fileUrl": "file_url"}
    return re.sub(
        r"options\.[a-z_]+|PULSE_[A-Z_]+|\bfileUrl\b",
        lambda found: names.get(str(found.group()), str(found.group())),
        message,
    )


def get_text(function: t.Callable[..., int], owner: Owner) -> str:
    value = _ffi.Str()
    call(function, owner.handle, ctypes.byref(value))
    return text(value)


def encode(value: t.Optional[str]) -> t.Optional[bytes]:
    """UTF-8 for C; what has no UTF-8, or would be cut at a NUL, is refused here."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError(f"expected str, not {type(value).__name__}")
    encoded = value.encode("utf-8")
    if b"\0" in encoded:
        raise _errors.PulseArgumentError("the text holds a NUL character")
    return encoded


def encode_path(path: t.Any) -> bytes:
    """A path for C, which would cut it at a NUL and open another file."""
    encoded = os.fsencode(path)
    if b"\0" in encoded:
        raise _errors.PulseArgumentError("the path holds a NUL character")
    return encoded


def milliseconds(seconds: t.Optional[float], what: str) -> int:
    """A positive time for C; 0, its default, for None."""
    if seconds is None:
        return 0
    if not 0 < seconds < 1e12:
        raise _errors.PulseArgumentError(f"{what} must be more than zero seconds")
    return max(1, int(seconds * 1000))
