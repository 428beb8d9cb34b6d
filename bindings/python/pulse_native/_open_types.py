"""Types that only the official SDK has names for. Its enumerations are open: a service may send, and take, other values too."""

from __future__ import annotations

from typing import Any, Dict, Literal, Sequence, TypedDict, Union

from ._types import FileInput


#: The status of a job, as the service sends it.
JobStatus = Union[Literal["pending", "processing", "completed", "failed", "canceled"], Any]

#: The status of a batch that was submitted.
BatchStatus = Union[Literal["processing"], Any]

#: The status of a pipeline that has ended.
PipelineStatus = Union[Literal["completed"], Any]

#: How text is cut into chunks.
ChunkType = Union[Literal["semantic", "header", "page", "recursive"], Any]

#: The model that reads a document.
Model = Union[Literal["default", "pulse-ultra-2"], Any]

#: A JSON schema: an object, or its text.
Schema = Union[Dict[str, Any], str]

#: How tables are written.
TableFormat = Union[Literal["html", "json"], Any]

#: What an image is.
VisualType = Union[Literal["chart", "image"], Any]

#: What a cell of a form is.
FormCellType = Union[Literal["text", "checkbox", "signature"], Any]


class BatchExtractionIds(TypedDict, total=False):
    """The extractions that a batch works on."""

    #: The job id of a batch extract.
    batch_extract_id: str
    #: The ids of stored extractions.
    extraction_ids: Sequence[str]


class ExtractSource(TypedDict, total=False):
    """Where a document comes from."""

    #: The document.
    file: FileInput
    #: Its address.
    file_url: str


class GoneErrorBodyError(TypedDict, total=False):
    """What a GoneError says."""

    #: The API's own code.
    code: str
    #: What happened, in words.
    message: str


class GoneErrorBody(TypedDict, total=False):
    """The ``body`` of a GoneError."""

    #: What happened.
    error: GoneErrorBodyError


__all__ = ["BatchExtractionIds", "ExtractSource", "GoneErrorBody", "GoneErrorBodyError"]
