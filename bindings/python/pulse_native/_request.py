"""What is sent: options as JSON, and the official SDK's ``request_options``."""

from __future__ import annotations

from _collections_abc import Mapping, Set

from . import _annotations as t, _errors


#: Options that the official SDK takes as JSON text only, and the library as objects only. (It takes the schemas as both.)
_NESTED = frozenset(["extensions", "figure_processing", "spreadsheet", "storage"])


def to_json(
    options: Mapping[str, t.Any],
    request_options: t.Optional[t.RequestOptions] = None,
    extra_body: t.Optional[Mapping[str, t.Any]] = None,
) -> bytes:
    """The request as JSON; the library knows its fields, in snake_case too."""
    given = {("async" if name == "async_" else name): value for name, value in options.items() if value is not None}
    if request_options:
        given.update(request_options.get("additional_body_parameters") or {})
    given.update(extra_body or {})
    if not given:
        return b""
    import json

    for name, value in given.items():
        if name.endswith("_ids") and isinstance(value, (str, bytes)):
            raise TypeError(f"{name} is a list, not one of its items: write [{name[:-1]}]")
    for name in _NESTED.intersection(given):
        if isinstance(given[name], str):
            try:
                given[name] = json.loads(given[name])
            except ValueError:
                raise _errors.PulseArgumentError(f"{name} is a text that is not JSON") from None
    try:
        text = json.dumps(given, ensure_ascii=False, allow_nan=False, default=plain)
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError:
            # Paths that are not UTF-8 have halves of surrogate pairs, which the library takes there alone.
            return json.dumps(given, allow_nan=False, default=plain).encode("ascii")
    except ValueError as problem:
        # NaN and infinities, which JSON does not have; objects that hold themselves.
        raise _errors.PulseArgumentError(f"the options cannot be sent as JSON: {problem}") from None


def plain(value: t.Any) -> t.Any:
    """What json does not know, in a form that it does: results and jobs of this package, models, dataclasses, attrs, numbers of
    numpy, decimals, UUIDs, dates, sets, enumerations. For ``json.dumps(value, default=pulse_native.to_json)``.
    """
    if isinstance(value, type):
        # A class of pydantic where a schema belongs.
        method = getattr(value, "model_json_schema", None) or getattr(value, "schema", None)
        if callable(method):
            return method()
        from ._schemas import has_fields, schema_of

        if has_fields(value):
            return schema_of(value)
        raise TypeError(f"the class {value.__name__} cannot be sent as JSON")
    if isinstance(value, Mapping):
        return dict(value)
    for name in ("to_dict", "to_list", "model_dump", "dict", "isoformat", "tolist"):
        method = getattr(value, name, None)
        if callable(method):
            return method()
    if isinstance(value, Set):
        return list(value)
    if hasattr(value, "as_integer_ratio"):
        # decimal.Decimal and fractions.Fraction
        return int(value) if value == int(value) else float(value)
    if hasattr(value, "urn"):
        # uuid.UUID
        return str(value)
    for names in ("__dataclass_fields__", "__attrs_attrs__"):
        fields = getattr(value, names, None)
        if fields is not None:
            given = {name: getattr(value, name) for name in (getattr(field, "name", field) for field in fields)}
            return {name: field for name, field in given.items() if field is not None}
    if hasattr(value, "__fspath__"):
        return value.__fspath__()
    if hasattr(value, "value") and hasattr(type(value), "__members__"):
        return value.value
    if hasattr(value, "__dict__"):
        return {name: field for name, field in vars(value).items() if field is not None}
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON")


def plain_copy(value: t.Any) -> t.Any:
    """A copy as plain dicts and lists of whatever can be sent as JSON."""
    import json

    return json.loads(json.dumps(value, default=plain))


#: A call that differs in nothing from what the client says.
MAIN: t.Variant = (None, None, (), False)


def headers_of(headers: t.Iterable[t.Tuple[str, t.Any]]) -> t.Headers:
    """Headers in an order that does not depend on the caller's; of one name, in any case, the last counts."""
    chosen = {str(name).lower(): (str(name), value) for name, value in headers}
    return tuple((name, _header_value(value)) for _, (name, value) in sorted(chosen.items()))


def _header_value(value: t.Any) -> t.Optional[str]:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    # None takes away the one of that name that the client has.
    return value if value is None or isinstance(value, str) else str(value)


def variant_of(request_options: t.RequestOptions, has_body: bool, keep_headers: bool) -> t.Variant:
    """How one call differs from the others; raises for what this library cannot do.

    ``chunk_size`` has no effect, as in the official SDK, which uses it for downloads of files only.
    """
    headers: t.Headers = ()
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
    return request_options.get("timeout_in_seconds"), request_options.get("max_retries"), headers, keep_headers


def check_options(options: Mapping[str, t.Any], known: t.Sequence[str], method: str) -> None:
    """Raises TypeError for an option that is none of those known, as Python does for the method itself."""
    for option in options:
        if option not in known:
            import difflib

            close = difflib.get_close_matches(option, known, 1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise TypeError(f"{method}() got an unexpected keyword argument {option!r}{hint}")
