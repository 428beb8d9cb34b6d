"""What ``run_many`` returns."""

from __future__ import annotations

from . import _annotations as t
from ._results import JsonObject


class DocumentError(JsonObject):
    """Why a document has no result."""

    __slots__ = ()
    #: The number of the error, as in ``PulseError.code``.
    code: int
    #: Its name.
    name: str
    #: What happened, in words.
    message: str
    _fields = {"code": None, "name": None, "message": None}


class DocumentOutcome(JsonObject):
    """What became of one document."""

    __slots__ = ()
    #: The path or URL, as it was given.
    document: str
    #: ``completed``, ``already_done``, ``failed``, ``unknown``, ``open`` or ``not_started``.
    state: str
    #: Its job, where there is one.
    job_id: t.Optional[str]
    #: The file that holds the result.
    output: t.Optional[str]
    #: Why there is no result.
    error: t.Optional[t.DocumentError]
    _fields = {"document": None, "state": None, "job_id": None, "output": None, "error": DocumentError}


class DocumentsRun(JsonObject):
    """What became of the documents of one ``run_many``."""

    __slots__ = ()
    #: One for each document, in the order in which they were given.
    documents: t.JsonArray[t.DocumentOutcome]
    _fields = {"documents": [DocumentOutcome]}


__all__ = ["DocumentError", "DocumentOutcome", "DocumentsRun"]
