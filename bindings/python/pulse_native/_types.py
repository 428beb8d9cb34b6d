"""Types that exist for type checkers; imported at run time only by those who use them."""

from __future__ import annotations

import os
from typing import IO, Any, Callable, ClassVar, Dict, Mapping, Optional, Protocol, Tuple, TypedDict, TypeVar, Union

from . import _ffi
from ._core import Core, HeaderKeepingCore
from ._job import Job
from ._queue import Ended
from ._wait import Progress

StrPath = Union[str, os.PathLike[str]]


class Readable(Protocol):
    """What web frameworks make of an upload, and cloud storage of an object."""

    def read(self, size: int = ..., /) -> Any:
        """The bytes."""


class FileInZip(Protocol):
    """As ``zipfile.Path``, and files of ``importlib.resources``."""

    def read_bytes(self) -> bytes:
        """The bytes."""


#: A path, bytes, an open binary file, an upload, or a tuple of a name, one of these, and perhaps a media type.
FileInput = Union[str, os.PathLike[str], bytes, bytearray, memoryview, IO[bytes], Readable, FileInZip, Tuple[Any, ...]]


#: The official SDK's name of it.
File = FileInput

#: Called with each report; True stops the wait.
OnProgress = Callable[[Progress], Any]

#: A class of the caller's, for the values of a result.
Parsed = TypeVar("Parsed")

Adaptive = Union[bool, str]

#: Makes the job of a completion: one that belongs to a Pulse or to an AsyncPulse.
Bind = Callable[[Ended], Job]


class SecretText(Protocol):
    """As ``SecretStr`` of pydantic."""

    def get_secret_value(self) -> str:
        """The text."""


#: Starts an operation on a queue, under a tag; its code.
Starter = Callable[[_ffi.Handle, int, Any], int]

#: Takes a completion; and the exception of a progress function, which has ended the operation.
Sink = Callable[[Optional[Ended], Optional[BaseException]], None]

#: A C function that finds something in a response.
Find = Callable[..., int]

#: Whatever gives a call its native client.
AnyCore = Union[Core, HeaderKeepingCore]

#: Custom headers, in an order of their own.
Headers = Tuple[Tuple[str, Optional[str]], ...]

#: Headers that carry a trace.
TraceHeaders = Tuple[Tuple[str, str], ...]

#: What of a client may differ for one call: seconds for an attempt, retries, headers, whether those of responses are kept.
Variant = Tuple[Optional[float], Optional[int], Headers, bool]

ApiKey = Union[str, bytes, SecretText, Callable[[], Union[str, bytes, SecretText]]]


class Model(Protocol):
    """An object of pydantic, of either version."""

    def dict(self) -> Dict[str, Any]:
        """Its fields."""


class Dataclass(Protocol):
    """An instance of a dataclass."""

    __dataclass_fields__: ClassVar[Dict[str, Any]]


#: What may stand for an object in a request: a dict with whatever keys, JSON as text, or an object with fields.
Structured = Union[Mapping[str, Any], str, Model, Dataclass]


class RequestOptions(TypedDict, total=False):
    """What may differ for one call, in the official SDK's words.

    Additional query parameters raise PulseUnsupportedError: the C interface has no place for them.
    """

    #: Seconds for one attempt.
    timeout_in_seconds: float
    #: Attempts after the first.
    max_retries: int
    #: Put into the request beside the other options; not for requests without a body.
    additional_body_parameters: Dict[str, Any]
    #: Sent beside, or in place of, those of the client; not the key's, and not those of the body and the connection.
    additional_headers: Dict[str, Any]
    #: Not supported.
    additional_query_parameters: Dict[str, Any]
    #: Without effect, as in the official SDK for these calls.
    chunk_size: int
