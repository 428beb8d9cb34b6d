"""``dict()``, ``json()`` and what they are called in pydantic 2, with pydantic's options. Imported when an option is given."""

from __future__ import annotations

from . import _annotations as t


#: Options that pydantic has, and that make no difference here: fields have one name each, and what was not sent is not there.
_WITHOUT_EFFECT = frozenset(
    ["by_alias", "context", "exclude_computed_fields", "exclude_unset", "fallback", "models_as_dict", "round_trip"]
    + ["serialize_as_any", "skip_defaults", "warnings", "encoder", "mode"]
)

#: Options of ``json.dumps``.
_OF_TEXT = frozenset(["indent", "ensure_ascii", "separators", "sort_keys", "default"])


def chosen(value: t.Any, options: t.Dict[str, t.Any]) -> t.Any:
    """The part of a plain value that the options choose; the value is the caller's own."""
    for option in options:
        if option not in _WITHOUT_EFFECT and option not in ("include", "exclude", "exclude_none", "exclude_defaults"):
            raise TypeError(f"dict() got an unexpected keyword argument {option!r}")
    if options.get("exclude_none") or options.get("exclude_defaults"):
        # The default of every field is None.
        value = _without_none(value)
    return _part(value, options.get("include"), options.get("exclude"))


def chosen_text(value: t.Any, options: t.Dict[str, t.Any]) -> str:
    """The same as JSON text."""
    import json

    from ._request import plain

    of_text: t.Dict[str, t.Any] = {"ensure_ascii": False, "default": plain}
    rest: t.Dict[str, t.Any] = {}
    for name, option in options.items():
        (of_text if name in _OF_TEXT else rest)[name] = option
    return json.dumps(chosen(value, rest), **of_text)


def _without_none(value: t.Any) -> t.Any:
    if isinstance(value, dict):
        return {name: _without_none(child) for name, child in value.items() if child is not None}
    if isinstance(value, list):
        return [_without_none(child) for child in value]
    return value


def _part(value: t.Any, include: t.Any, exclude: t.Any) -> t.Any:
    """As pydantic: sets of names, or dicts of names with such sets for what is below; ``__all__`` is every item."""
    if include is None and exclude is None:
        return value
    if isinstance(value, dict):
        return {
            name: _part(child, _below(include, name), _below(exclude, name))
            for name, child in value.items()
            if _takes(include, name) and not _drops(exclude, name)
        }
    if isinstance(value, list):
        count = len(value)
        return [
            _part(child, _below_item(include, number, count), _below_item(exclude, number, count))
            for number, child in enumerate(value)
            if _takes_item(include, number, count) and not _drops_item(exclude, number, count)
        ]
    return value


def _takes(include: t.Any, key: t.Any) -> bool:
    return include is None or key in include


def _drops(exclude: t.Any, key: t.Any) -> bool:
    return exclude is not None and key in exclude and _below(exclude, key) is None


def _below(choice: t.Any, key: t.Any) -> t.Any:
    below = choice.get(key) if isinstance(choice, dict) else None
    return None if below is True or below is ... else below


def _keys(choice: t.Any, number: int, count: int) -> t.Any:
    """The key that an item goes by in a choice; None if it has none."""
    return next((key for key in (number, number - count, "__all__") if choice is not None and key in choice), None)


def _takes_item(include: t.Any, number: int, count: int) -> bool:
    return include is None or _keys(include, number, count) is not None


def _drops_item(exclude: t.Any, number: int, count: int) -> bool:
    key = _keys(exclude, number, count)
    return key is not None and _below(exclude, key) is None


def _below_item(choice: t.Any, number: int, count: int) -> t.Any:
    return _below(choice, _keys(choice, number, count))
