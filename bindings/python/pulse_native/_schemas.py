"""Classes as JSON schemas, and their objects from JSON: pydantic models, dataclasses, TypedDicts. Imported when one is given."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import sys
import types
import typing

from . import _annotations as t, _errors


_SCALARS: t.Dict[t.Any, t.Dict[str, t.Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    datetime.datetime: {"type": "string", "format": "date-time"},
    datetime.date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
}
_ARRAYS = (list, tuple, set, frozenset, typing.Sequence, typing.Iterable)
_UNIONS = (typing.Union, getattr(types, "UnionType", typing.Union))


def has_fields(kind: t.Any) -> bool:
    """Whether a class says by its annotations what its fields are."""
    return isinstance(kind, type) and (dataclasses.is_dataclass(kind) or hasattr(kind, "__total__"))


def schema_of(kind: t.Any) -> t.Dict[str, t.Any]:
    """The JSON schema of a type."""
    method = getattr(kind, "model_json_schema", None) or getattr(kind, "schema", None)
    if isinstance(kind, type) and callable(method):
        schema: t.Dict[str, t.Any] = method()
        return schema
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in _SCALARS:
        return dict(_SCALARS[kind])
    if has_fields(kind):
        hints = typing.get_type_hints(kind)
        schema = {"type": "object", "properties": {name: schema_of(hint) for name, hint in hints.items()}}
        if kind.__doc__ and not kind.__doc__.startswith(f"{kind.__name__}("):
            schema["description"] = kind.__doc__
        required = [name for name in hints if _is_required(kind, name)]
        return {**schema, "required": required} if required else schema
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return {"enum": [member.value for member in kind]}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin in _UNIONS:
        return {"anyOf": [schema_of(argument) for argument in arguments]}
    if kind in _ARRAYS or _is_array(origin):
        items = [argument for argument in arguments if argument is not ...]
        return {"type": "array", "items": schema_of(items[0])} if items else {"type": "array"}
    if kind is dict or origin is not None and isinstance(origin, type) and issubclass(origin, typing.Mapping):
        return {"type": "object", "additionalProperties": schema_of(arguments[1])} if arguments else {"type": "object"}
    if kind is typing.Any or kind is object:
        return {}
    raise TypeError(f"there is no JSON schema for {kind!r}")


def object_from(value: t.Any, kind: t.Any) -> t.Any:
    """An object of a type, made of plain JSON."""
    method = getattr(kind, "model_validate", None) or getattr(kind, "parse_obj", None)
    if isinstance(kind, type) and callable(method):
        return method(value)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in _UNIONS:
        return _first_that_fits(value, arguments)
    if has_fields(kind):
        return _fields_from(value, kind)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(value)
    if kind in (datetime.datetime, datetime.date):
        if not isinstance(value, str):
            raise _misfit(value, kind)
        # Before Python 3.11 it knows no Z.
        dated: t.Any = kind
        return dated.fromisoformat(value.replace("Z", "+00:00") if sys.version_info < (3, 11) else value)
    if _is_array(origin):
        if not isinstance(value, list):
            raise _misfit(value, kind)
        made = [object_from(item, arguments[0]) for item in value]
        return origin(made) if origin in (tuple, set, frozenset) else made
    if isinstance(origin, type) and issubclass(origin, typing.Mapping):
        if not isinstance(value, dict):
            raise _misfit(value, kind)
        return {name: object_from(child, arguments[1]) for name, child in value.items()}
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind in _SCALARS and (not isinstance(value, kind) or kind is int and isinstance(value, bool)):
        raise _misfit(value, kind)
    return value


def _fields_from(value: t.Any, kind: t.Any) -> t.Any:
    if not isinstance(value, dict):
        raise _misfit(value, kind)
    fields = {}
    for name, hint in typing.get_type_hints(kind).items():
        if name in value:
            fields[name] = object_from(value[name], hint)
        elif _is_required(kind, name):
            if type(None) not in typing.get_args(hint):
                raise _errors.PulseArgumentError(f"the result has no {name!r}, which {kind.__name__} needs")
            fields[name] = None
    return kind(**fields)


def _first_that_fits(value: t.Any, kinds: t.Tuple[t.Any, ...]) -> t.Any:
    problem: t.Optional[Exception] = None
    for kind in kinds:
        try:
            return object_from(value, kind)
        except (TypeError, ValueError) as raised:
            problem = problem or raised
    raise _errors.PulseArgumentError(str(problem))


def _is_required(kind: t.Any, name: str) -> bool:
    if dataclasses.is_dataclass(kind):
        field = next(field for field in dataclasses.fields(kind) if field.name == name)
        return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    return name in getattr(kind, "__required_keys__", ())


def _is_array(origin: t.Any) -> bool:
    return isinstance(origin, type) and issubclass(origin, typing.Iterable) and not issubclass(origin, typing.Mapping)


def _misfit(value: t.Any, kind: t.Any) -> Exception:
    return _errors.PulseArgumentError(f"{value!r:.60} is no {getattr(kind, '__name__', kind)}")
