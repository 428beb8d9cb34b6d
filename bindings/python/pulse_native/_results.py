"""Results that stay in native memory and are parsed when they are read."""

from __future__ import annotations

import ctypes
import _collections_abc

from . import _annotations as t, _errors, _ffi
from ._library import LIBRARY, Owner, call, text

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, List, Sequence, TypeVar, overload

    _Item = TypeVar("_Item", covariant=True)

#: Fields for which the API has used two names.
_TWINS = {"content": "markdown", "markdown": "content", "plan_info": "plan-info"}


class Document:
    """The JSON of a response in native memory, and lookups in it."""

    __slots__ = ("owner", "_find", "_raw", "_parts")

    def __init__(self, owner: Owner, find: t.Find, raw: t.Callable[..., int], parts: t.Callable[..., int]) -> None:
        self.owner = owner
        self._find = find
        self._raw = raw
        self._parts = parts

    def kind(self, pointer: str) -> t.Optional[int]:
        """The kind of the value at a JSON pointer, without parsing it; None if there is no value."""
        kind = ctypes.c_int32()
        where = pointer.encode("utf-8", "surrogatepass")
        try:
            call(self._find, self.owner.handle, where, ctypes.byref(kind), ctypes.byref(_ffi.Str()))
        except _errors.NotFoundError:
            return None
        return kind.value

    def find(self, pointer: str, made: t.Any = None) -> t.Any:
        """The value at a JSON pointer, as an object of the class ``made``; raises KeyError if there is no value."""
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
        """The JSON text at a pointer, read-only and without a copy. The view keeps the native memory alive."""
        value = _ffi.Str()
        if pointer:
            call(
                self._find,
                self.owner.handle,
                pointer.encode("utf-8", "surrogatepass"),
                ctypes.byref(ctypes.c_int32()),
                ctypes.byref(value),
            )
        else:
            call(self._raw, self.owner.handle, ctypes.byref(value))
        return borrowed(value, self.owner)

    def parts(self, pointer: str) -> memoryview:
        """Where the parts of an object or array are in its text: four numbers for each, as pulse_job_parts() says."""
        out = _ffi.Handle()
        call(self._parts, self.owner.handle, pointer.encode("utf-8", "surrogatepass"), ctypes.byref(out))
        places = Owner(out, LIBRARY.pulse_response_free)
        value = _ffi.Str()
        call(LIBRARY.pulse_response_content, places.handle, ctypes.byref(value))
        return borrowed(value, places).cast("q")


def borrowed(value: _ffi.Str, owner: Owner) -> memoryview:
    """Bytes of native memory, read-only and without a copy. The view keeps their owner alive."""
    memory = (ctypes.c_ubyte * value.size).from_address(value.data or 0)
    memory.owner = owner
    return memoryview(memory).cast("B").toreadonly()


def escape(name: str) -> str:
    """Escapes a name for a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def parsed(json_text: t.Any) -> t.Any:
    """The plain Python form of JSON text in UTF-8."""
    import json

    try:
        return json.loads(str(json_text, "utf-8"))
    except ValueError as problem:
        # On arrival only the structure is checked.
        raise _errors.from_code(_ffi.PROTOCOL, f"The JSON of the response is damaged: {problem}") from None


#: A value whose text is at most this long is parsed as a whole when it is first read.
_SMALL = 16 * 1024

#: An array whose text is at most this long is parsed as a whole when one of its items is read.
_MEDIUM = 512 * 1024

#: About how much of a larger array is parsed at once.
_PIECE = 64 * 1024


class _Parts:
    """A large object or array: where its parts are, so that each is parsed when it is read."""

    __slots__ = ("text", "places", "count", "names", "step", "piece", "read")

    def __init__(self, text: memoryview, places: memoryview) -> None:
        self.text = text
        self.places = places
        self.count = len(places) // 4
        #: The numbers of members by their names; of two with one name the last counts. Made when asked for.
        self.names: t.Optional[t.Dict[str, int]] = None
        #: How many items are parsed at once.
        self.step = max(1, _PIECE * self.count // len(text))
        #: The items that were parsed last, and the number of the first of them.
        self.piece: t.Tuple[int, t.List[t.Any]] = (0, [])
        #: How many items were parsed so far.
        self.read = 0

    def member_names(self) -> t.Dict[str, int]:
        if self.names is None:
            places, part = self.places, self.text
            written = b",".join([part[at : at + size] for at, size in zip(places[::4], places[1::4])])
            self.names = {name: number for number, name in enumerate(parsed(b"[" + written + b"]"))}
        return self.names

    def part(self, number: int) -> memoryview:
        """The text of one member's value, or of one item."""
        at = self.places[4 * number + 2]
        return self.text[at : at + self.places[4 * number + 3]]

    def items(self, first: int) -> t.List[t.Any]:
        """Items from the given one on: those that were parsed last, if they begin with it, else as many as are parsed at once."""
        start, piece = self.piece
        if piece and start == first:
            return piece
        last = min(first + self.step, self.count) - 1
        end = self.places[4 * last + 2] + self.places[4 * last + 3]
        piece = parsed(b"".join((b"[", self.text[self.places[4 * first + 2] : end], b"]")))
        self.piece = (first, piece)
        self.read += len(piece)
        return piece


class _Json:
    """The common base of objects and arrays.

    A small value is parsed as a whole when it is first read, a large one part by part.
    """

    __slots__ = ("_document", "_pointer", "_loaded", "_made", "_children", "_parts")

    def __init__(
        self,
        document: t.Optional[Document] = None,
        pointer: str = "",
        loaded: t.Any = None,
        made: t.Any = None,
        /,
        **fields: t.Any,
    ) -> None:
        self._document = document
        self._pointer = pointer
        #: The plain Python form, once there is one.
        self._loaded = loaded
        #: The class of the children: ``[class]`` for an array, ``{"": class}`` for an object with arbitrary names.
        self._made = made
        #: Children that were read before.
        self._children: t.Optional[t.Dict[t.Any, t.Any]] = None
        self._parts: t.Optional[_Parts] = None
        if document is None and loaded is None:
            # Made by a program, for its tests: of fields.
            from ._request import plain_copy

            self._loaded = plain_copy(fields)

    def _load(self) -> t.Any:
        """The plain Python form, parsed only once."""
        if self._loaded is None:
            assert self._document is not None
            self._loaded = parsed(self._document.view(self._pointer))
            self._parts = None
        return self._loaded

    def _open(self) -> t.Optional[_Parts]:
        """The parts of a large value; None if it is loaded, as a small one is by this."""
        if self._loaded is not None:
            return None
        parts = self._parts
        if parts is None:
            assert self._document is not None
            view = self._document.view(self._pointer)
            if len(view) <= _SMALL:
                self._loaded = parsed(view)
                return None
            parts = self._parts = _Parts(view, self._document.parts(self._pointer))
        return parts

    def _keep(self, key: t.Any, child: t.Any) -> t.Any:
        """Keeps what stands for a child, so that it is always the same."""
        if self._children is None:
            self._children = {}
        return self._children.setdefault(key, child)

    def _far_child(self, parts: _Parts, key: t.Any, number: int, made: t.Any) -> t.Any:
        """A child of a large value."""
        part = parts.part(number)
        if len(part) <= _SMALL or part[0] not in _STARTS:
            return self._keep(key, wrap(parsed(part), made))
        return self._keep(key, object_or_array(part[0], made, self._document, f"{self._pointer}/{escape(str(key))}"))

    @property
    def raw(self) -> memoryview:
        """The JSON text, read-only. It is copied only if this value is part of a value that was already parsed."""
        if self._document is None:
            import json

            return memoryview(json.dumps(self._loaded, ensure_ascii=False).encode()).toreadonly()
        return self._document.view(self._pointer)

    def find(self, pointer: str) -> t.Any:
        """The value at a JSON pointer (RFC 6901) relative to this one, for example ``/bounding_boxes/Text/0/content``.

        Raises KeyError if there is no value, ValueError if it is not a JSON pointer, and ProtocolError if the JSON is
        malformed on the way.
        """
        if self._document is not None:
            return self._document.find(self._pointer + pointer)
        if pointer and not pointer.startswith("/"):
            raise _errors.PulseArgumentError("Invalid JSON pointer (RFC 6901): it must be empty or begin with '/'.")
        value = self._loaded
        for part in pointer.split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            try:
                value = value[int(name)] if isinstance(value, list) else value[name]
            except (IndexError, TypeError, ValueError, KeyError):
                raise KeyError(pointer) from None
        return wrap(value)

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

    def parse(self, model: t.Type[t.Parsed]) -> t.Parsed:
        """The values as an object of a class of your own: a pydantic model, a dataclass or a TypedDict.

        Of a result with structured output its values are read, otherwise all fields. Raises ValueError if they do not fit.
        """
        from ._schemas import object_from

        plain = self._copy()
        for name in ("structured_output", "schema_output"):
            if isinstance(plain, dict) and isinstance(plain.get(name), dict) and "values" in plain[name]:
                plain = plain[name]["values"]
                break
        parsed_values: t.Parsed = object_from(plain, model)
        return parsed_values

    def to_html(
        self,
        title: t.Optional[str] = None,
        *,
        pages: t.Optional[t.Mapping[int, t.FileInput]] = None,
        images: t.Optional[t.Mapping[str, t.FileInput]] = None,
    ) -> str:
        """One HTML page to look at, which needs nothing else: pages with their boxes, text, tables, fields, warnings.

        What comes from the document is text in it, never markup. ``title`` is shown above it; by default what the result
        says. ``pages`` are pictures of pages by their number, counted from 1, which are shown behind the boxes; ``images``
        are those that the result has links to, by their ``image_url``. Each is a path, bytes or a file: a PNG, JPEG, GIF or
        WebP of at most 64 MiB. Nothing is fetched.
        """
        from ._report import html_of

        return html_of(self.raw, title, pages, images)

    def to_pandas(self) -> t.Any:
        """A DataFrame (pandas must be installed): of an array its items, of a table its cells, of a result all boxes."""
        from ._frames import to_pandas

        return to_pandas(self)

    def to_arrow(self) -> t.Any:
        """The same as a Table of pyarrow, which must be installed."""
        from ._frames import to_arrow

        return to_arrow(self)

    def _copy(self) -> t.Any:
        """A copy as plain dicts and lists, which is not kept."""
        if self._loaded is not None:
            return _copied(self._loaded)
        assert self._document is not None
        return parsed(self._document.view(self._pointer))


_BLANKS = b" \t\r\n"
_STARTS = b"{["
_ENDS = b"}]"


def _copied(value: t.Any) -> t.Any:
    if type(value) is dict:
        return {name: _copied(child) if type(child) in _CONTAINERS else child for name, child in value.items()}
    if type(value) is list:
        return [_copied(child) if type(child) in _CONTAINERS else child for child in value]
    return value


_CONTAINERS = (dict, list)


def wrap(value: t.Any, made: t.Any = None) -> t.Any:
    """Objects and arrays in their attribute form; all other values unchanged."""
    if isinstance(value, dict):
        return object_of(made, None, "", value)
    if isinstance(value, list):
        return JsonArray(None, "", value, made)
    return value


def object_or_array(first: int, made: t.Any, document: t.Optional[Document], pointer: str) -> t.Any:
    """An object or an array, according to the first byte of its text."""
    return object_of(made, document, pointer) if first == _STARTS[0] else JsonArray(document, pointer, None, made)


def object_of(made: t.Any, document: t.Optional[Document], pointer: str, loaded: t.Any = None) -> JsonObject:
    """An object of its class, or of the variant of that class whose member it has."""
    if not isinstance(made, type):
        return JsonObject(document, pointer, loaded, made)
    kind: t.Type[JsonObject] = made
    value = kind(document, pointer, loaded)
    return value._as(kind) if kind._variants else value


class JsonObject(_Json):
    """A JSON object: ``value.name``, ``value["name"]``, ``value.get("name")``, iteration over names.

    ``keys()`` and ``items()`` are always the methods. ``values`` is the field if the JSON has one, as structured output
    does. ``value["items"]`` is always the field.
    """

    __slots__ = ()

    #: The documented fields and the classes of their values. Reading a missing one returns None.
    _fields: t.ClassVar[t.Dict[str, t.Any]] = {}
    #: Derived classes, and the member that identifies each of them.
    _variants: t.ClassVar[t.Tuple[t.Tuple[t.Type[JsonObject], str], ...]] = ()

    if TYPE_CHECKING:
        # The names of dict and of the official SDK's models. Other fields are also found; for a type checker, use
        # ``value["name"]``.
        def dict(self, **options: Any) -> t.Dict[str, Any]:
            """As plain dicts and lists, with the options of pydantic such as ``exclude_none=True``."""

        model_dump = dict

        def json(self, **options: Any) -> str:
            """As JSON text, with the options of pydantic and of ``json.dumps`` such as ``indent=2``."""

        model_dump_json = json

        def copy(self, *, update: t.Optional[t.Mapping[str, Any]] = None, **options: Any) -> t.Self:
            """A copy, with some fields changed."""

        model_copy = copy
    else:

        @property
        def __class__(self) -> type:
            # Programs and frameworks that walk through JSON ask isinstance(value, dict).
            return dict

        def __getattr__(self, name: str) -> t.Any:
            loaded = self._loaded
            if loaded is not None and name in loaded:
                value = loaded[name]
                return self[name] if type(value) in _CONTAINERS else value
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
        children = self._children
        if children is not None and name in children:
            return children[name]
        loaded = self._loaded
        if loaded is None:
            parts = self._open()
            if parts is not None:
                number = parts.member_names()[name]
                return self._far_child(parts, name, number, self._class_of(name))
            loaded = self._loaded
        value = loaded[name]
        return self._keep(name, wrap(value, self._class_of(name))) if type(value) in _CONTAINERS else value

    def _class_of(self, name: str) -> t.Any:
        """The class of a field's value."""
        if isinstance(self._made, dict):
            return self._made[""]
        fields = self._fields
        return fields[name] if name in fields else fields.get(_snake(name)) if fields else None

    def _has(self, name: str) -> bool:
        """Whether there is such a field, and it is not null; nothing large is parsed for it."""
        parts = self._open()
        if parts is None:
            return self._loaded.get(name) is not None
        number = parts.member_names().get(name)
        return number is not None and parts.part(number) != b"null"

    def _as(self, made: t.Type[JsonObject]) -> JsonObject:
        """The same object as one of another class, or of the variant of that class whose member it has."""
        for variant, sign in made._variants:
            if sign in self:
                made = variant
                break
        other = made(self._document, self._pointer, self._loaded)
        other._parts = self._parts
        return other

    def get(self, name: str, default: t.Any = None) -> t.Any:
        """The field, or ``default`` if it is missing."""
        try:
            return self[name]
        except KeyError:
            return default

    def _names(self) -> t.Dict[str, t.Any]:
        parts = self._open()
        if parts is not None:
            return parts.member_names()
        names: t.Dict[str, t.Any] = self._loaded
        return names

    def __len__(self) -> int:
        return len(self._names())

    def __contains__(self, name: object) -> bool:
        return name in self._names()

    def __iter__(self) -> t.Iterator[str]:
        return iter(self._names())

    def __reversed__(self) -> t.Iterator[str]:
        return reversed(list(self._names()))

    def keys(self) -> t.Any:
        """The names, as in a dict."""
        return self._names().keys()

    def items(self) -> t.List[t.Any]:
        """Pairs of names and values."""
        return [(name, self[name]) for name in self._names()]

    def __or__(self, other: t.Any) -> t.Any:
        return {**dict(self.items()), **other} if isinstance(other, _collections_abc.Mapping) else NotImplemented

    def __ror__(self, other: t.Any) -> t.Any:
        return {**other, **dict(self.items())} if isinstance(other, _collections_abc.Mapping) else NotImplemented

    # The names of dict and of the official SDK's models, unless the JSON has a field of that name.

    def _values(self) -> t.List[t.Any]:
        return [self[name] for name in self._names()]

    def _dict(self, **options: t.Any) -> t.Dict[str, t.Any]:
        if not options:
            return self.to_dict()
        from ._dumping import chosen

        fields: t.Dict[str, t.Any] = chosen(self._copy(), options)
        return fields

    def _json(self, **options: t.Any) -> str:
        if not options:
            return str(self)
        from ._dumping import chosen_text

        return chosen_text(self._copy(), options)

    def _model_copy(
        self, *, update: t.Optional[t.Mapping[str, t.Any]] = None, deep: bool = False, **options: t.Any
    ) -> JsonObject:
        from ._request import plain_copy

        return type(self)(
            None, "", {**self._dict(**{"mode": "json", **options}), **plain_copy(update or {})}, self._made
        )

    @classmethod
    def model_validate(cls, value: t.Mapping[str, t.Any], **_options: t.Any) -> t.Self:
        """Makes an object of a dict; nothing is checked, as in the official SDK's responses."""
        return cls(**value)

    parse_obj = model_validate

    def to_dict(self) -> t.Dict[str, t.Any]:
        """An independent copy as plain dicts and lists."""
        return dict(self._copy())

    def __dir__(self) -> t.List[str]:
        return [*super().__dir__(), *self._fields, *(name for name in self._names() if name.isidentifier())]

    def __repr__(self) -> str:
        names = list(self._names())
        shown = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")
        return f"{type(self).__name__}({shown})"

    def _repr_html_(self) -> t.Optional[str]:
        # Notebooks show this first. Only whole results are pages to look at.
        if not any(name in self for name in _WHOLE):
            return None
        from ._report import frame_of

        return frame_of(self.raw)

    def _repr_markdown_(self) -> t.Optional[str]:
        markdown = self.get("markdown")
        return markdown if isinstance(markdown, str) else None


def _spellings(name: str) -> t.Iterator[str]:
    """The JSON names that an attribute may refer to."""
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


#: Members of which a whole result has at least one.
_WHOLE = (
    "markdown",
    "bounding_boxes",
    "structured_output",
    "schema_output",
    "split_output",
    "tables_output",
    "form_fields",
    "results",
)

_METHODS = {
    "values": "_values",
    "dict": "_dict",
    "model_dump": "_dict",
    "json": "_json",
    "model_dump_json": "_json",
    "copy": "_model_copy",
    "model_copy": "_model_copy",
}


if TYPE_CHECKING:

    class _Items(_Json, Sequence[_Item]):
        """An array whose items have one type."""

else:
    _Item = None

    class _Items(_Json):
        __slots__ = ()

        @property
        def __class__(self) -> type:
            # As that of objects.
            return list

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
        loaded = self._loaded
        if loaded is None:
            parts = self._pieces()
            if parts is not None:
                if isinstance(index, slice):
                    return [self._item(parts, number) for number in range(parts.count)[index]]
                return self._item(parts, range(parts.count)[index])
            loaded = self._loaded
        value = loaded[index]
        kind = type(value)
        if kind not in _CONTAINERS:
            return value
        if kind is list and isinstance(index, slice):
            return [self[number] for number in range(len(loaded))[index]]
        children = self._children
        if children is not None and index in children:
            return children[index]
        return self._keep(index, wrap(value, self._class_of_items()))

    def _pieces(self) -> t.Optional[_Parts]:
        """As ``_open``; but what is not very large is loaded as a whole, for those who read items."""
        if self._parts is None and self._loaded is None:
            assert self._document is not None
            view = self._document.view(self._pointer)
            if len(view) <= _MEDIUM:
                self._loaded = parsed(view)
        elif self._parts is not None and len(self._parts.text) <= _MEDIUM:
            self._load()
        return self._open()

    def _item(self, parts: _Parts, number: int) -> t.Any:
        start, piece = parts.piece
        made = self._class_of_items()
        if start <= number < start + len(piece):
            return wrap(piece[number - start], made)
        if self._is_read_again(parts):
            return self[number]
        if parts.places[4 * number + 3] > _PIECE:
            known = self._children
            return known[number] if known and number in known else self._far_child(parts, number, number, made)
        if number == start + len(piece):
            return wrap(parts.items(number)[0], made)
        parts.read += 1
        return wrap(parsed(parts.part(number)), made)

    def _is_read_again(self, parts: _Parts) -> bool:
        """Loads an array of which as much was read as there is: what is read once is not kept, what is read again is."""
        if parts.read < parts.count:
            return False
        self._load()
        return True

    def _class_of_items(self) -> t.Any:
        return self._made[0] if isinstance(self._made, list) else None

    def __len__(self) -> int:
        parts = self._open()
        return len(self._loaded) if parts is None else parts.count

    def __iter__(self) -> t.Iterator[_Item]:
        made = self._class_of_items()
        # The common case, in which nothing has to be looked at.
        simple: t.Any = made if isinstance(made, type) and not getattr(made, "_variants", ()) else None
        number = 0
        while True:
            parts = self._pieces()
            if parts is None or number < parts.count and self._is_read_again(parts):
                values = self._loaded[number:] if number else self._loaded
            elif number >= parts.count:
                return
            elif parts.places[4 * number + 3] > _PIECE:
                yield self._item(parts, number)
                number += 1
                continue
            else:
                values = parts.items(number)
            for value in values:
                kind = type(value)
                if kind is dict and simple is not None:
                    yield simple(None, "", value)
                else:
                    yield wrap(value, made) if kind in _CONTAINERS else value
            number += len(values)
            if parts is None or self._loaded is not None:
                return

    def index(self, value: t.Any, start: int = 0, stop: t.Optional[int] = None) -> int:
        """The number of the first item that equals a value; ValueError if there is none."""
        for number, item in enumerate(self):
            if number >= start and (stop is None or number < stop) and item == value:
                return number
        raise ValueError(f"{value!r} is not in the array")

    def count(self, value: t.Any) -> int:
        """How many items equal a value."""
        return sum(item == value for item in self)

    def __add__(self, other: t.Any) -> t.Any:
        return [*self, *other] if isinstance(other, (list, JsonArray)) else NotImplemented

    def __radd__(self, other: t.Any) -> t.Any:
        return [*other, *self] if isinstance(other, list) else NotImplemented

    def copy(self) -> t.List[_Item]:
        """The items in a list."""
        return list(self)

    def to_list(self) -> t.List[t.Any]:
        """An independent copy as plain dicts and lists."""
        return list(self._copy())

    def __repr__(self) -> str:
        return f"JsonArray({len(self)} items)"


_collections_abc.Mapping.register(JsonObject)
_collections_abc.Sequence.register(JsonArray)


#: The time at which a job was queued: on the wire, and as programs name it that make a submission.
_QUEUED_AT = ("queuedAt", "queued_at")


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

    @property
    def queued_at(self) -> t.Optional[t.datetime.datetime]:
        """When the job was queued, in UTC; None if the service sent no time, or an unreadable one. Deprecated by the service.

        ``submission["queuedAt"]`` is the text that the service sent.
        """
        when = next((value for name in _QUEUED_AT if isinstance(value := self.get(name), str)), None)
        if when is None:
            return None
        # As the times of jobs are read.
        from ._job import Job

        return Job(job_id="none", status="pending", created_at=when).created_at

    def _dict(self, **options: t.Any) -> t.Dict[str, t.Any]:
        body = super()._dict(**options)
        when = self.queued_at if options.get("mode") != "json" else None
        if when is not None:
            body.update({name: when for name in _QUEUED_AT if isinstance(body.get(name), str)})
        return body

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.job_id} {self.get('status', '')}>"


def job_document(owner: Owner) -> Document:
    return Document(owner, LIBRARY.pulse_job_find, LIBRARY.pulse_job_result, LIBRARY.pulse_job_parts)


def response_document(owner: Owner) -> Document:
    return Document(owner, LIBRARY.pulse_response_find, LIBRARY.pulse_response_json, LIBRARY.pulse_response_parts)
