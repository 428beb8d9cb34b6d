"""What is sent: options as JSON, and the official SDK's ``request_options``."""

from __future__ import annotations

from . import _errors

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Dict, Mapping, Optional, Tuple

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


def limits(request_options: Optional[RequestOptions], has_body: bool) -> Tuple[Optional[float], Optional[int]]:
    """The time limit and the number of retries of one call; raises for what this library cannot do.

    ``chunk_size`` has no effect, as in the official SDK, which uses it for downloads of files only.
    """
    if not request_options:
        return None, None
    for name, value in request_options.items():
        if name in ("timeout_in_seconds", "max_retries", "chunk_size") or not value:
            continue
        if name == "additional_body_parameters":
            if has_body:
                continue
            raise _errors.PulseArgumentError("additional_body_parameters: this request has no body")
        if name in ("additional_headers", "additional_query_parameters"):
            raise _errors.PulseUnsupportedError(f"{name} are not supported: the library sends only what the API knows")
        raise _errors.PulseArgumentError(f"request_options has no {name!r}")
    return request_options.get("timeout_in_seconds"), request_options.get("max_retries")


#: Parameters that are not fields of the request.
_NO_FIELDS = frozenset(["self", "file", "files", "additional", "request_options"])


def request_of(arguments: Dict[str, Any], request_options: Optional[RequestOptions], additional: Dict[str, Any]) -> bytes:
    """The request of a method: its parameters, given as ``locals()``, and what it does not name."""
    fields = {name: value for name, value in arguments.items() if name not in _NO_FIELDS}
    return to_json({**fields, **additional}, request_options)
