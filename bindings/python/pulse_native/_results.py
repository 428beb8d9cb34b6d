"""Results that stay in native memory and are read where they are asked for."""

from __future__ import annotations

import ctypes
import _collections_abc

from . import _annotations as t, _errors, _ffi
from ._library import LIBRARY, Owner, call, text

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, List, Sequence, TypeVar, overload

    _Item = TypeVar("_Item", covariant=True)

#: Where the API has had two names for one thing.
_TWINS = {"content": "markdown", "markdown": "content", "plan_info": "plan-info"}


class Document:
    """The JSON of a response in native memory, and how to find things in it."""

    __slots__ = ("owner", "_find", "_raw")

    def __init__(self, owner: Owner, find: t.Find, raw: t.Callable[..., int]) -> None:
        self.owner = owner
        self._find = find
        self._raw = raw

    def kind(self, pointer: str) -> t.Optional[int]:
        """What is at a JSON pointer, without reading it; None when it leads nowhere."""
        kind = ctypes.c_int32()
        where = pointer.encode("utf-8", "surrogatepass")
        try:
            call(self._find, self.owner.handle, where, ctypes.byref(kind), ctypes.byref(_ffi.Str()))
        except _errors.NotFoundError:
            return None
        return kind.value

    def find(self, pointer: str, made: t.Any = None) -> t.Any:
        """The value at a JSON pointer, of the class that ``made`` says; raises KeyError when it leads nowhere."""
        kind = ctypes.c_int32()
        value = _ffi.Str()
        try:
            call(
                self._find,
                self.owner.handle,
                pointer.encode("utf-8", "surrogatepass"),
                ctypes.byref(kind),
                ctypes.byref(value),
            )
        except _errors.NotFoundError:
            raise KeyError(pointer) from None
        if kind.value == _ffi.JSON_STRING:
            return text(value)
        if kind.value == _ffi.JSON_NUMBER:
            number = text(value)
            return float(number) if any(c in number for c in ".eE") else int(number)
        if kind.value == _ffi.JSON_OBJECT:
            return object_of(made, self, pointer)
        if kind.value == _ffi.JSON_ARRAY:
            return JsonArray(self, pointer, None, made)
        return {_ffi.JSON_TRUE: True, _ffi.JSON_FALSE: False}.get(kind.value)

    def view(self, pointer: str) -> memoryview:
        """The JSON text at a pointer, read-only, not copied. It keeps the native memory alive."""
        value = _ffi.Str()
        if pointer:
            call(self._find, self.owner.handle, pointer.encode(), ctypes.byref(ctypes.c_int32()), ctypes.byref(value))
        else:
            call(self._raw, self.owner.handle, ctypes.byref(value))
        memory = (ctypes.c_ubyte * value.size).from_address(value.data)
        memory.owner = self.owner
        return memoryview(memory).cast("B").toreadonly()


def escape(name: str) -> str:
    """A name as a part of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


class _Json:
    """What objects and arrays have in common."""

    __slots__ = ("_document", "_pointer", "_loaded", "_children", "_made")

    def __init__(self, document: t.Optional[Document], pointer: str, loaded: t.Any = None, made: t.Any = None) -> None:
        self._document = document
        self._pointer = pointer
        self._loaded = loaded
        #: The class of what is inside: ``[class]`` for an array, ``{"": class}`` for an object with names of any kind.
        self._made = made
        # What was read of it before, so that a loop over an array finds the same one, parsed once.
        self._children: t.Dict[t.Any, t.Any] = {}

    def _load(self) -> t.Any:
        """The plain Python form, parsed once."""
        if self._loaded is None:
            import json

            assert self._document is not None
            self._loaded = json.loads(bytes(self._document.view(self._pointer)))
        return self._loaded

    @property
    def raw(self) -> memoryview:
        """The JSON text, read-only. Not copied, unless this value came out of one that was parsed already."""
        if self._document is None:
            import json

            return memoryview(json.dumps(self._loaded, ensure_ascii=False).encode()).toreadonly()
        return self._document.view(self._pointer)

    def find(self, pointer: str) -> t.Any:
        """The value at a JSON pointer (RFC 6901) from here, for example ``/bounding_boxes/Text/0/content``.

        Raises KeyError when it leads nowhere, ValueError when it is no JSON pointer, ProtocolError when the JSON is
        damaged on the way.
        """
        if self._document is not None:
            return self._document.find(self._pointer + pointer)
        if pointer and not pointer.startswith("/"):
            raise _errors.PulseArgumentError("It is no JSON pointer (RFC 6901): it must be empty or begin with '/'.")
        value = self._loaded
        for part in pointer.split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            try:
                value = value[int(name)] if isinstance(value, list) else value[name]
            except (IndexError, TypeError, ValueError, KeyError):
                raise KeyError(pointer) from None
        return wrap(value)

    def __len__(self) -> int:
        return len(self._load())

    def __bool__(self) -> bool:
        if self._document is None or self._loaded is not None:
            return bool(self._load())
        # Without parsing: is there anything behind the first bracket?
        view = self._document.view(self._pointer)
        position = 1
        while view[position] in _BLANKS:
            position += 1
        return view[position] not in _ENDS

    def __eq__(self, other: object) -> bool:
        return bool(self._load() == (other._load() if isinstance(other, _Json) else other))

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> t.Tuple[t.Any, ...]:
        return type(self), (None, "", self._load(), self._made)

    def __str__(self) -> str:
        import json

        return json.dumps(self._load(), ensure_ascii=False)


_BLANKS = b" \t\r\n"
_ENDS = b"}]"


def wrap(value: t.Any, made: t.Any = None) -> t.Any:
    """Objects and arrays in their attribute form; everything else as it is."""
    if isinstance(value, dict):
        return object_of(made, None, "", value)
    if isinstance(value, list):
        return JsonArray(None, "", value, made)
    return value


def object_of(made: t.Any, document: t.Optional[Document], pointer: str, loaded: t.Any = None) -> JsonObject:
    """An object of the class that it should have, or of the one of its variants whose member it has."""
    if not isinstance(made, type):
        return JsonObject(document, pointer, loaded, made)
    value: JsonObject = made(document, pointer, loaded)
    for variant, sign in value._variants:
        if sign in value:
            chosen: JsonObject = variant(document, pointer, loaded)
            return chosen
    return value


class JsonObject(_Json):
    """A JSON object: ``value.name``, ``value["name"]``, ``value.get("name")``, iteration over names.

    ``keys()`` and ``items()`` are always the methods; ``values`` is the field where the JSON has one, as structured output
    does. ``value["items"]`` is always the field.
    """

    __slots__ = ()

    #: The fields that the API promises, and the classes of their values; reading one that is missing gives None.
    _fields: t.ClassVar[t.Dict[str, t.Any]] = {}
    #: Classes derived from this one, and the member by which each is known.
    _variants: t.ClassVar[t.Tuple[t.Tuple[t.Type[JsonObject], str], ...]] = ()

    if TYPE_CHECKING:
        # Under dict's name, and those of the official SDK's models. Fields that a class does not name are found too, by
        # ``value["name"]`` in the eyes of a type checker.
        def dict(self) -> t.Dict[str, Any]:
            """As ``to_dict``."""

        model_dump = dict

        def json(self) -> str:
            """As ``str(value)``."""

        model_dump_json = json
    else:

        def __getattr__(self, name: str) -> t.Any:
            if name.startswith("_"):
                raise AttributeError(name)
            for spelling in _spellings(name):
                try:
                    return self[spelling]
                except KeyError:
                    pass
            if name in _METHODS:
                return getattr(self, _METHODS[name])
            if name in self._fields or name.rstrip("_") in self._fields or name.capitalize() in self._fields:
                return None
            raise AttributeError(f"the result has no field {name!r}")

    def __getitem__(self, name: str) -> t.Any:
        if name in self._children:
            return self._children[name]
        fields = self._fields
        made = self._made[""] if self._made else fields.get(name)
        if made is None and fields and name not in fields:
            made = fields.get(_snake(name))
        if self._loaded is not None:
            value = wrap(self._loaded[name], made)
        else:
            assert self._document is not None
            try:
                value = self._document.find(f"{self._pointer}/{escape(name)}", made)
            except KeyError:
                raise KeyError(name) from None
        if isinstance(value, _Json):
            self._children[name] = value
        return value

    def get(self, name: str, default: t.Any = None) -> t.Any:
        """The field, or ``default`` when there is none."""
        try:
            return self[name]
        except KeyError:
            return default

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        if self._loaded is not None:
            return name in self._loaded
        assert self._document is not None
        return self._document.kind(f"{self._pointer}/{escape(name)}") is not None

    def __iter__(self) -> t.Iterator[str]:
        return iter(self._load())

    def keys(self) -> t.Any:
        """The names, as those of a dict."""
        return self._load().keys()

    def items(self) -> t.List[t.Any]:
        """Pairs of names and values."""
        return [(name, wrap(value)) for name, value in self._load().items()]

    # Under dict's name, and those of the official SDK's models, unless the JSON has a field of that name.

    def _values(self) -> t.List[t.Any]:
        return [wrap(value) for value in self._load().values()]

    def to_dict(self) -> t.Dict[str, t.Any]:
        """Plain dicts and lists, a copy of its own."""
        import copy

        return dict(copy.deepcopy(self._load()))

    def __dir__(self) -> t.List[str]:
        return [*super().__dir__(), *self._fields, *(name for name in self._load() if name.isidentifier())]

    def __repr__(self) -> str:
        names = list(self._load())
        shown = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")
        return f"{type(self).__name__}({shown})"

    def _repr_markdown_(self) -> t.Optional[str]:
        markdown = self.get("markdown")
        return markdown if isinstance(markdown, str) else None


def _spellings(name: str) -> t.Iterator[str]:
    """The names on the wire that an attribute may stand for."""
    yield name
    if name in _TWINS:
        yield _TWINS[name]
    if "_" in name:
        first, *words = name.split("_")
        yield first + "".join(word.capitalize() for word in words)
    elif name.islower():
        yield name.capitalize()


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


_METHODS = {
    "values": "_values",
    "dict": "to_dict",
    "model_dump": "to_dict",
    "json": "__str__",
    "model_dump_json": "__str__",
}


if TYPE_CHECKING:

    class _Items(_Json, Sequence[_Item]):
        """An array whose items have one type."""

else:
    _Item = None

    class _Items(_Json):
        __slots__ = ()

        def __class_getitem__(cls, item: t.Any) -> t.Any:
            return cls


class JsonArray(_Items[_Item]):
    """A JSON array: ``value[0]``, ``len(value)``, iteration."""

    __slots__ = ()

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, index: int) -> _Item:
            ...

        @overload
        def __getitem__(self, index: slice) -> List[_Item]:
            ...

    def __getitem__(self, index: t.Any) -> t.Any:
        value = self._load()[index]
        made = self._made[0] if self._made else None
        return [wrap(item, made) for item in value] if isinstance(index, slice) else wrap(value, made)

    def __iter__(self) -> t.Iterator[_Item]:
        made = self._made[0] if self._made else None
        return (wrap(item, made) for item in self._load())

    def to_list(self) -> t.List[t.Any]:
        """Plain dicts and lists, a copy of its own."""
        import copy

        return list(copy.deepcopy(self._load()))

    def __repr__(self) -> str:
        return f"JsonArray({len(self)} items)"


_collections_abc.Mapping.register(JsonObject)
_collections_abc.Sequence.register(JsonArray)


class Submitted(JsonObject):
    """The response to a submit."""

    __slots__ = ()

    @property
    def job_id(self) -> str:
        """The job's id."""
        if self._document is None:
            return str(self["job_id"])
        value = _ffi.Str()
        call(LIBRARY.pulse_response_job_id, self._document.owner.handle, ctypes.byref(value))
        return text(value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.job_id} {self.get('status', '')}>"


def job_document(owner: Owner) -> Document:
    return Document(owner, LIBRARY.pulse_job_find, LIBRARY.pulse_job_result)


def response_document(owner: Owner) -> Document:
    return Document(owner, LIBRARY.pulse_response_find, LIBRARY.pulse_response_json)
