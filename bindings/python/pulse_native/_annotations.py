"""The names of annotations. Modules import this one as ``t`` and write ``t.Optional[t.Job]``.

An annotation is text until something evaluates it, such as ``typing.get_type_hints`` or FastAPI; each name is then looked up here, and
what it belongs to is imported. So no module imports another one, or ``typing``, which takes longer than all the rest of this package,
for its annotations only.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime as datetime
    from contextvars import Context as Context
    from types import TracebackType as TracebackType
    from typing import (
        AbstractSet as AbstractSet,
        Any as Any,
        AsyncIterator as AsyncIterator,
        Callable as Callable,
        ClassVar as ClassVar,
        ContextManager as ContextManager,
        Coroutine as Coroutine,
        Deque as Deque,
        Dict as Dict,
        Iterable as Iterable,
        Iterator as Iterator,
        List as List,
        Mapping as Mapping,
        MutableMapping as MutableMapping,
        Optional as Optional,
        Sequence as Sequence,
        Set as Set,
        Tuple as Tuple,
        Type as Type,
        Union as Union,
    )

    from typing_extensions import Self as Self

    from ._async_client import AsyncJobs as AsyncJobs
    from ._bridge import AsyncWaitMany as AsyncWaitMany
    from ._client import Jobs as Jobs, Pulse as Pulse
    from ._core import NativeClient as NativeClient
    from ._documents_run import (
        DocumentError as DocumentError,
        DocumentOutcome as DocumentOutcome,
        DocumentsRun as DocumentsRun,
    )
    from ._environment import PulseEnvironment as PulseEnvironment
    from ._job import Cancellation as Cancellation, File as File, Job as Job
    from ._many import WaitMany as WaitMany
    from ._many_documents import (
        AsyncManyDocuments as AsyncManyDocuments,
        DocumentProgress as DocumentProgress,
        ManyDocuments as ManyDocuments,
    )
    from ._models import *
    from ._operations import PendingCall as PendingCall
    from ._queue import Ended as Ended, Queue as Queue, Reported as Reported
    from ._raw import Raw as Raw
    from ._requests import *
    from ._results import JsonArray as JsonArray, JsonObject as JsonObject
    from ._types import (
        Adaptive as Adaptive,
        AnyCore as AnyCore,
        ApiKey as ApiKey,
        Bind as Bind,
        FileInput as FileInput,
        Find as Find,
        Headers as Headers,
        OnProgress as OnProgress,
        Parsed as Parsed,
        RequestOptions as RequestOptions,
        Sink as Sink,
        Starter as Starter,
        StrPath as StrPath,
        Structured as Structured,
        TraceHeaders as TraceHeaders,
        Variant as Variant,
    )

#: Where a name is looked for: the standard library, then this package.
_PLACES = ("typing", "types", "contextvars")
_MODULES = (
    "_types",
    "_job",
    "_models",
    "_requests",
    "_results",
    "_documents_run",
    "_environment",
    "_client",
    "_many",
    "_many_documents",
    "_operations",
    "_queue",
    "_core",
    "_raw",
    "_async_client",
    "_bridge",
)


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "datetime":
        return import_module(name)
    if name == "Self":
        # Before Python 3.11 there is none to look up.
        return getattr(import_module("typing"), name, import_module("typing").Any)
    if not name.startswith("_"):
        for place in (*_PLACES, *(f"{__package__}.{module}" for module in _MODULES)):
            value = vars(import_module(place)).get(name)
            if value is not None:
                globals()[name] = value
                return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
