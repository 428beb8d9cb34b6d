"""What the options of a client may be given as, and their C form."""

from __future__ import annotations

import os

from . import _annotations as t, _errors, _ffi
from ._library import encode, encode_path, milliseconds
from ._request import headers_of


__all__ = ["milliseconds"]


class Secret(str):
    """Text that shows itself to the library only, and not to what prints variables and objects, such as reports of errors."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'[secret]'"

    def __str__(self) -> str:
        return "[secret]"

    def __format__(self, format_spec: str) -> str:
        return format(str(self), format_spec)


def secret_text(value: t.Any, what: str) -> str:
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
        raise TypeError(
            f"{what} is text, bytes, a SecretStr or a function that returns one, not {type(value).__name__}"
        )
    return value


def secret(value: t.Any, what: str) -> t.Optional[Secret]:
    return None if value is None else Secret(secret_text(value, what))


def secret_headers(headers: t.Optional[t.Mapping[str, t.Any]]) -> t.Tuple[t.Tuple[str, t.Optional[Secret]], ...]:
    """Headers whose values may be secrets of a gateway."""
    return tuple(
        (name, None if value is None else Secret(value)) for name, value in headers_of((headers or {}).items())
    )


def path(value: t.Optional[t.StrPath]) -> t.Optional[str]:
    """A path as text; bytes that are not UTF-8 are half surrogate pairs in it."""
    return None if value is None else os.fsdecode(value)


def url_of(base_url: t.Optional[str], environment: t.Optional[t.PulseEnvironment]) -> t.Optional[str]:
    if base_url is None and environment is not None:
        return str(getattr(environment, "value", environment))
    return base_url


def refuse(follow_redirects: t.Optional[bool], httpx_client: t.Any) -> None:
    """Raises for what the official SDK has and this library cannot do."""
    if follow_redirects is False:
        raise _errors.PulseUnsupportedError(
            "follow_redirects=False is not supported: the library decides about redirects"
        )
    if httpx_client is not None:
        raise _errors.PulseUnsupportedError("httpx_client is not supported: the library has its own HTTP engine")


def count(value: t.Optional[int], what: str) -> int:
    """A positive number for C; 0, its default, for None."""
    if value is None:
        return 0
    if not 0 < value < 2**31:
        raise _errors.PulseArgumentError(f"{what} must be more than zero")
    return value


def count_or_zero(value: t.Optional[int], what: str, zero: int) -> int:
    """A number for C, where 0 is the default and ``zero`` is 0."""
    if value is None:
        return 0
    if not 0 <= value < 2**31:
        raise _errors.PulseArgumentError(f"{what} must not be negative")
    return value or zero


def number(value: t.Optional[float], what: str) -> float:
    """A positive number for C; 0, its default, for None."""
    if value is None:
        return 0.0
    if not value > 0:
        raise _errors.PulseArgumentError(f"{what} must be more than zero")
    return value


def text(value: t.Optional[str], what: str) -> t.Optional[bytes]:
    """Text for C."""
    return encode(value)


def path_bytes(value: t.Optional[str], what: str) -> t.Optional[bytes]:
    """A path for C, which takes its bytes."""
    return None if value is None else encode_path(value)


def header_text(value: t.Optional[str], what: str) -> t.Optional[bytes]:
    # The library trims it too: keys are read from files that end in a newline.
    encoded = encode(None if value is None else value.strip())
    if encoded is not None and any(byte < 32 or byte > 126 for byte in encoded):
        raise _errors.PulseArgumentError(f"{what} holds characters that cannot be sent")
    return encoded


def url(value: t.Optional[str], what: str) -> t.Optional[bytes]:
    encoded = encode(value)
    if value and not value.lower().startswith(("http://", "https://")):
        raise _errors.PulseArgumentError(f"{what} must begin with https:// or http://")
    return encoded


def set_headers(options: _ffi.ClientOptions, headers: t.Tuple[t.Tuple[str, t.Optional[Secret]], ...]) -> None:
    given = [
        _ffi.Header(encode(name), header_text(value, f"the header {name!r}"))
        for name, value in headers
        if value is not None
    ]
    if given:
        options.headers = (_ffi.Header * len(given))(*given)
        options.header_count = len(given)
