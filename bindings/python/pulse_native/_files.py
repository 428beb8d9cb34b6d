"""The forms in which a document can be passed."""

from __future__ import annotations

import ctypes
import os

from . import _annotations as t, _errors, _ffi
from ._library import encode, encode_path


def to_native(file: t.Optional[t.FileInput]) -> t.Tuple[t.Optional[_ffi.File], t.Any]:
    """The C form of a document, and the objects that must stay alive during the call.

    A path is streamed from disk. An open file is read from its current position to the end.
    """
    if file is None:
        return None, None
    name: t.Optional[str] = None
    media_type: t.Optional[str] = None
    content: t.Any = file
    if isinstance(file, tuple):
        if len(file) not in (2, 3, 4):
            raise TypeError("a file tuple must be (name, content), optionally followed by the media type and headers")
        name, content = file[0], file[1]
        media_type = file[2] if len(file) > 2 else None
        if len(file) == 4 and file[3]:
            raise _errors.PulseUnsupportedError("headers of a file are not supported; pass its name and media type")

    if name is None and not isinstance(content, (str, bytes, os.PathLike)):
        name, media_type, content = _uploaded(content, media_type)

    native = _ffi.File()
    native.struct_size = ctypes.sizeof(native)
    native.media_type = encode(media_type)
    if isinstance(content, (str, os.PathLike)):
        native.path = encode_path(content)
        if not os.path.lexists(content):
            raise _errors.PulseFileNotFoundError(
                f"There is no file {os.fsdecode(content)!r}. If this is the document itself, pass it as bytes."
            )
        native.file_name = encode(name)
        return native, None
    if hasattr(content, "read"):
        if name is None and isinstance(getattr(content, "name", None), str):
            name = os.path.basename(content.name)
        content = content.read()
        if hasattr(content, "__await__"):
            content.close()
            raise TypeError("the file's read() must be awaited: pass (name, await file.read())")
        if isinstance(content, str):
            raise TypeError("the file must be opened in binary mode")
    if not isinstance(content, (bytes, bytearray, memoryview)):
        raise TypeError(f"a file must be a path, bytes, a binary file object or a tuple, not {type(content).__name__}")

    content = bytes(content)
    buffer = ctypes.c_char_p(content)
    native.data = ctypes.cast(buffer, ctypes.c_void_p)
    native.size = len(content)
    native.file_name = encode(name or "document")
    return native, (buffer, content)


def _uploaded(content: t.Any, media_type: t.Any) -> t.Tuple[t.Optional[str], t.Any, t.Any]:
    """The name, the media type and the content of what web frameworks make of an upload, and of files inside zip files."""
    if not hasattr(content, "read"):
        if hasattr(content, "read_bytes"):
            # zipfile.Path and importlib.resources
            return getattr(content, "name", None), media_type, content.read_bytes()
        return None, media_type, content
    uploaded = getattr(content, "filename", None)
    name = os.path.basename(uploaded) if isinstance(uploaded, str) and uploaded else None
    given = getattr(content, "content_type", None)
    if isinstance(given, str) and given:
        media_type = media_type or given
    # The read() of FastAPI's UploadFile is asynchronous, that of its file is not.
    inner = getattr(content, "file", None)
    return name, media_type, inner if name is not None and hasattr(inner, "read") else content


def to_array(files: t.Sequence[t.FileInput]) -> t.Tuple[t.Any, t.Any]:
    """The C array of documents, or None if there are none, and the objects that must stay alive during the call."""
    if not files:
        return None, None
    array = (_ffi.File * len(files))()
    kept = []
    for i, file in enumerate(files):
        native, keep = to_native(file)
        if native is None:
            raise TypeError("a file must not be None")
        array[i] = native
        kept.append((native, keep))
    return array, kept
