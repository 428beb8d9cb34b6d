"""Jobs and the answers of submits."""

from __future__ import annotations

import ctypes
from . import _errors, _ffi
from ._library import LIBRARY, Owner, bytes_of, call, get_text
from ._results import Document, JsonObject, job_document, response_document

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    import datetime
    from typing import Any, Optional


class Job:
    """A snapshot of a job. It does not change: ask again for a newer one. Safe to read from any thread."""

    __slots__ = ("_owner", "job_id", "status", "status_text")

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        status = ctypes.c_int32()
        call(LIBRARY.pulse_job_status, owner.handle, ctypes.byref(status))
        #: The id: opaque text.
        self.job_id: str = get_text(LIBRARY.pulse_job_id, owner)
        #: The status as the service wrote it.
        self.status_text: str = get_text(LIBRARY.pulse_job_status_text, owner)
        #: ``pending``, ``processing``, ``completed``, ``failed``, ``canceled`` or ``expired``, whatever its spelling on
        #: the wire; a word that this library does not know as the service wrote it.
        self.status: str = _ffi.JOB_STATUS.get(status.value, self.status_text)

    @property
    def is_terminal(self) -> bool:
        """Whether the job has ended."""
        return self.status in ("completed", "failed", "canceled", "expired")

    @property
    def created_at(self) -> Optional[datetime.datetime]:
        """When the job was made, in UTC; None when the service sent no time that can be read."""
        return self._instant(LIBRARY.pulse_job_created_at)

    @property
    def updated_at(self) -> Optional[datetime.datetime]:
        """When the job last changed, in UTC; None when the service sent no time that can be read."""
        return self._instant(LIBRARY.pulse_job_updated_at)

    @property
    def error(self) -> Optional[str]:
        """The service's words about a failed job."""
        return get_text(LIBRARY.pulse_job_error, self._owner) or None

    @property
    def result(self) -> Any:
        """The result, read where it is asked for; None when there is none. A large result has been fetched."""
        try:
            return job_document(self._owner).find("")
        except KeyError:
            return None

    @property
    def markdown(self) -> Optional[str]:
        """The result's text; None when it has none."""
        return self._text_of_result()

    @property
    def raw(self) -> memoryview:
        """The JSON text of the whole body, read-only, not copied."""
        return Document(self._owner, LIBRARY.pulse_job_find, LIBRARY.pulse_job_json).view("")

    def validate(self) -> None:
        """Reads every byte of the body; raises ProtocolError at the first damage."""
        call(LIBRARY.pulse_job_validate, self._owner.handle)

    def __repr__(self) -> str:
        return f"<Job {self.job_id} {self.status}>"

    def _text_of_result(self) -> Optional[str]:
        try:
            return get_text(LIBRARY.pulse_job_markdown, self._owner)
        except _errors.NotFoundError:
            return None

    def _instant(self, getter: Any) -> Optional[datetime.datetime]:
        import datetime

        value = ctypes.c_int64()
        try:
            call(getter, self._owner.handle, ctypes.byref(value))
        except _errors.NotFoundError:
            return None
        epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
        return epoch + datetime.timedelta(milliseconds=value.value)


class Submission(JsonObject):
    """The answer to a submit: ``job_id``, ``status`` and the service's other fields."""

    __slots__ = ("job_id",)

    def __init__(self, owner: Owner) -> None:
        super().__init__(response_document(owner), "")
        value = _ffi.Str()
        call(LIBRARY.pulse_response_job_id, owner.handle, ctypes.byref(value))
        #: The job's id.
        self.job_id: str = bytes_of(value).decode()

    def __repr__(self) -> str:
        return f"<Submission {self.job_id} {self.get('status', '')}>"


class Extraction(JsonObject):
    """The answer of a synchronous extract: ``markdown``, ``page_count``, ``bounding_boxes`` and the others."""

    __slots__ = ()

    def __init__(self, owner: Owner) -> None:
        super().__init__(response_document(owner), "")


class LargeLink(Extraction):
    """The result is too large for the answer and must be fetched from ``url``, which works once."""

    __slots__ = ()


def response(owner: Owner) -> JsonObject:
    """The answer of an extract in the class of its kind."""
    kind = ctypes.c_int32()
    call(LIBRARY.pulse_response_kind, owner.handle, ctypes.byref(kind))
    if kind.value == _ffi.RESPONSE_SUBMISSION:
        return Submission(owner)
    return LargeLink(owner) if kind.value == _ffi.RESPONSE_LARGE_LINK else Extraction(owner)
