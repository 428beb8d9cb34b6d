"""What is sent: options as JSON, and the official SDK's ``request_options``."""

from __future__ import annotations

from . import _errors

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, Mapping, Optional, Tuple

    from ._types import RequestOptions


#: Options that the official SDK takes as JSON text only, and the library as objects only. (It takes the schemas as both.)
_NESTED = frozenset(["extensions", "figure_processing", "spreadsheet", "storage"])


def to_json(options: Mapping[str, Any], request_options: Optional[RequestOptions] = None) -> bytes:
    """The request as JSON; the library knows its fields, in snake_case too."""
    given = {("async" if name == "async_" else name): value for name, value in options.items() if value is not None}
    if request_options:
        given.update(request_options.get("additional_body_parameters") or {})
    if not given:
        return b""
    import json

    for name in _NESTED.intersection(given):
        if isinstance(given[name], str):
            try:
                given[name] = json.loads(given[name])
            except ValueError:
                raise _errors.PulseArgumentError(f"{name} is a text that is not JSON") from None
    return json.dumps(given, ensure_ascii=False, default=_plain).encode("utf-8")


def _plain(value: Any) -> Any:
    """Objects with fields as dicts: dataclasses, pydantic models, and the results of this package."""
    for name in ("to_dict", "to_list", "model_dump", "dict"):
        method = getattr(value, name, None)
        if callable(method):
            return method()
    if hasattr(value, "__dict__"):
        return {name: field for name, field in vars(value).items() if field is not None}
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON")


#: What of a client may differ for one call: seconds for an attempt, retries, headers, whether those of answers are kept.
if TYPE_CHECKING:
    Headers = Tuple[Tuple[str, Optional[str]], ...]
    Variant = Tuple[Optional[float], Optional[int], Headers, bool]

MAIN: Variant = (None, None, (), False)


class KeepHeaders(dict):  # type: ignore[type-arg]
    """Request options of a call whose answer is to keep its headers."""

    def __bool__(self) -> bool:
        return True


def headers_of(headers: Iterable[Tuple[str, Any]]) -> Headers:
    """Headers in an order that does not depend on the caller's; of one name, in any case, the last counts."""
    chosen = {str(name).lower(): (str(name), value) for name, value in headers}
    return tuple((name, _header_value(value)) for _, (name, value) in sorted(chosen.items()))


def _header_value(value: Any) -> Optional[str]:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    # None takes away the one of that name that the client has.
    return value if value is None or isinstance(value, str) else str(value)


def variant_of(request_options: RequestOptions, has_body: bool) -> Variant:
    """How one call differs from the others; raises for what this library cannot do.

    ``chunk_size`` has no effect, as in the official SDK, which uses it for downloads of files only.
    """
    headers: Headers = ()
    for name, value in request_options.items():
        if name in ("timeout_in_seconds", "max_retries", "chunk_size") or not value:
            continue
        if name == "additional_headers":
            headers = headers_of(request_options["additional_headers"].items())
        elif name == "additional_body_parameters":
            if not has_body:
                raise _errors.PulseArgumentError("additional_body_parameters: this request has no body")
        elif name == "additional_query_parameters":
            raise _errors.PulseUnsupportedError(f"{name} are not supported: the library sends only what the API knows")
        else:
            raise _errors.PulseArgumentError(f"request_options has no {name!r}")
    keep_headers = isinstance(request_options, KeepHeaders)
    return request_options.get("timeout_in_seconds"), request_options.get("max_retries"), headers, keep_headers


#: Parameters that are not fields of the request.
_NO_FIELDS = frozenset(["self", "file", "files", "additional", "request_options"])


def request_of(arguments: Dict[str, Any], request_options: Optional[RequestOptions], additional: Dict[str, Any]) -> bytes:
    """The request of a method: its parameters, given as ``locals()``, and what it does not name."""
    fields = {name: value for name, value in arguments.items() if name not in _NO_FIELDS}
    return to_json({**fields, **additional}, request_options)
