"""Jobs and the responses of submits."""

from __future__ import annotations

import ctypes

from . import _annotations as t, _errors, _ffi
from ._library import LIBRARY, Owner, call, get_text, text
from ._results import Document, JsonObject, job_document, object_of, response_document


_ENDS = frozenset(["completed", "failed", "canceled", "expired"])


class Job:
    """A snapshot of a job. It does not change: ask again for a newer one. Safe to read from any thread.

    One that was pickled and loaded again holds all that it held, and belongs to no client any more.
    """

    __slots__ = ("_owner", "_jobs", "_loaded", "_status", "_cache")

    def __init__(self, owner: Owner, status: int, jobs: t.Any) -> None:
        self._owner: t.Optional[Owner] = owner
        self._jobs = jobs
        self._status = status
        #: What a pickled job was made from.
        self._loaded: t.Optional[t.Dict[str, t.Any]] = None
        self._cache: t.Dict[str, t.Any] = {}

    @property
    def job_id(self) -> str:
        """The id: opaque text."""
        value: str = self._read("job_id", LIBRARY.pulse_job_id)
        return value

    @property
    def status(self) -> str:
        """``pending``, ``processing``, ``completed``, ``failed``, ``canceled`` or ``expired``, whatever its spelling on the
        wire; a word that this library does not know as the service wrote it."""
        return _ffi.JOB_STATUS.get(self._status) or self.status_text

    @property
    def status_text(self) -> str:
        """The status as the service wrote it."""
        value: str = self._read("status_text", LIBRARY.pulse_job_status_text)
        return value

    @property
    def is_terminal(self) -> bool:
        """Whether the job has ended."""
        return self.status in _ENDS

    @property
    def created_at(self) -> t.Optional[t.datetime.datetime]:
        """When the job was made, in UTC; None when the service sent no time that can be read."""
        return self._instant("created_at", LIBRARY.pulse_job_created_at)

    @property
    def updated_at(self) -> t.Optional[t.datetime.datetime]:
        """When the job last changed, in UTC; None when the service sent no time that can be read."""
        return self._instant("updated_at", LIBRARY.pulse_job_updated_at)

    @property
    def error(self) -> t.Optional[str]:
        """The service's words about a failed job."""
        return self._read("error", LIBRARY.pulse_job_error) or None

    @property
    def may_retry(self) -> bool:
        """Whether the service's words about a failed job say that the same document may be submitted again.

        The library never does so by itself; it would be paid for again.
        """
        if self._owner is None:
            return bool(self._loaded_value("may_retry"))
        value = ctypes.c_int32()
        call(LIBRARY.pulse_job_may_retry, self._owner.handle, ctypes.byref(value))
        return bool(value.value)

    @property
    def result(self) -> t.JobResult:
        """The result, read where it is asked for; None when there is none. A large result has been fetched.

        It has the class that its fields say: an Extraction, a SplitResponse …
        """
        if "result" not in self._cache:
            self._cache["result"] = self._loaded_value("result") if self._owner is None else self._found()
        result: t.JobResult = self._cache["result"]
        return result

    def _found(self) -> t.Any:
        assert self._owner is not None
        document = job_document(self._owner)
        if document.kind("") != _ffi.JSON_OBJECT:
            try:
                return document.find("")
            except KeyError:
                return None
        return object_of(_result_class(document.kind), document, "")

    @property
    def markdown(self) -> t.Optional[str]:
        """The result's text; None when it has none."""
        if self._owner is None:
            return getattr(self.result, "markdown", None)
        try:
            return get_text(LIBRARY.pulse_job_markdown, self._owner)
        except _errors.NotFoundError:
            return None

    @property
    def raw(self) -> memoryview:
        """The JSON text of the whole body, read-only, not copied."""
        if self._owner is None:
            assert self._loaded is not None
            return memoryview(self._loaded["raw"])
        return Document(self._owner, LIBRARY.pulse_job_find, LIBRARY.pulse_job_json).view("")

    def validate(self) -> None:
        """Reads every byte of the body; raises ProtocolError at the first damage."""
        if self._owner is not None:
            call(LIBRARY.pulse_job_validate, self._owner.handle)

    def to_dict(self) -> t.Dict[str, t.Any]:
        """The body as plain dicts and lists; a large result that was fetched stands in its place."""
        import json

        body: t.Dict[str, t.Any] = json.loads(bytes(self.raw))
        result = self.result
        if result is not None:
            body["result"] = json.loads(bytes(result.raw)) if hasattr(result, "raw") else result
        return body

    def __getattr__(self, name: str) -> t.Any:
        # The names of the official SDK's models.
        if name in ("dict", "model_dump"):
            return self.to_dict
        if name in ("json", "model_dump_json"):
            return lambda: bytes(self.raw).decode("utf-8")
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __repr__(self) -> str:
        return f"<Job {self.job_id} {self.status}>"

    def _repr_markdown_(self) -> str:
        return self.markdown or f"Job `{self.job_id}`: {self.status}" + (f" ({self.error})" if self.error else "")

    def __reduce__(self) -> t.Tuple[t.Any, ...]:
        return _load, (type(self), self._status, self._state())

    def _state(self) -> t.Dict[str, t.Any]:
        """All that can be read of the job, in plain form."""
        if self._loaded is not None:
            return self._loaded
        result = self.result
        return {
            "job_id": self.job_id,
            "status_text": self.status_text,
            "error": self.error,
            "may_retry": self.may_retry,
            "created_at": self.created_at,
            "updated_at": self.updated_at,
            "raw": bytes(self.raw),
            "result": bytes(result.raw) if hasattr(result, "raw") else result,
        }

    def _read(self, name: str, getter: t.Callable[..., int]) -> t.Any:
        if self._owner is None:
            assert self._loaded is not None
            return self._loaded[name]
        if name not in self._cache:
            self._cache[name] = get_text(getter, self._owner)
        return self._cache[name]

    def _loaded_value(self, name: str) -> t.Any:
        assert self._loaded is not None
        value = self._loaded[name]
        if not isinstance(value, bytes):
            return value
        import json

        from ._results import wrap

        plain = json.loads(value)
        return wrap(plain, _result_class(lambda pointer: _kind_of(plain, pointer)) if isinstance(plain, dict) else None)

    def _instant(self, name: str, getter: t.Callable[..., int]) -> t.Optional[t.datetime.datetime]:
        if self._owner is None:
            assert self._loaded is not None
            loaded: t.Optional[t.datetime.datetime] = self._loaded[name]
            return loaded
        import datetime

        value = ctypes.c_int64()
        try:
            call(getter, self._owner.handle, ctypes.byref(value))
        except _errors.NotFoundError:
            return None
        epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
        return epoch + datetime.timedelta(milliseconds=value.value)

    def _resource(self) -> t.Any:
        if self._jobs is None:
            raise _errors.PulseArgumentError(
                f"This job was loaded from a pickle and belongs to no client: use client.jobs.cancel_job({self.job_id!r})."
            )
        return self._jobs


class SyncJob(Job):
    """A job as ``Pulse`` hands it out."""

    __slots__ = ()
    _jobs: t.Optional[t.Jobs]

    def cancel(self) -> Cancellation:
        """Asks the service to cancel the job. Best effort: pages done so far are billed."""
        jobs: t.Jobs = self._resource()
        return jobs.cancel_job(self.job_id)


class AsyncJob(Job):
    """A job as ``AsyncPulse`` hands it out."""

    __slots__ = ()
    _jobs: t.Optional[t.AsyncJobs]

    async def cancel(self) -> Cancellation:
        """Asks the service to cancel the job. Best effort: pages done so far are billed."""
        jobs: t.AsyncJobs = self._resource()
        return await jobs.cancel_job(self.job_id)


def _load(kind: t.Any, status: int, state: t.Dict[str, t.Any]) -> Job:
    job: Job = kind.__new__(kind)
    job._owner, job._jobs, job._status, job._loaded, job._cache = None, None, status, state, {}
    return job


class Cancellation:
    """The service has accepted a cancellation. It is best effort: read the job again to see what became of it."""

    __slots__ = ("job_id", "message")

    def __init__(self, job_id: str, response: t.Optional[Owner]) -> None:
        #: The job.
        self.job_id = job_id
        #: The service's words; None as long as the C interface does not hand them out.
        self.message: t.Optional[str] = (
            None if response is None else JsonObject(response_document(response), "").get("message")
        )

    def __repr__(self) -> str:
        return f"<Cancellation {self.job_id}>"


class File:
    """A file that the service has made: a PDF, an image, a workbook."""

    __slots__ = ("_owner",)

    def __init__(self, owner: Owner) -> None:
        self._owner = owner

    @property
    def content(self) -> memoryview:
        """The bytes, read-only, not copied; they keep the native memory alive."""
        value = _ffi.Str()
        call(LIBRARY.pulse_response_content, self._owner.handle, ctypes.byref(value))
        memory = (ctypes.c_ubyte * value.size).from_address(value.data)
        memory.owner = self._owner
        return memoryview(memory).cast("B").toreadonly()

    @property
    def media_type(self) -> str:
        """As the service named it; empty when it did not."""
        value = _ffi.Str()
        call(LIBRARY.pulse_response_media_type, self._owner.handle, ctypes.byref(value))
        return text(value)

    def __bytes__(self) -> bytes:
        return bytes(self.content)

    def __len__(self) -> int:
        return len(self.content)

    def __repr__(self) -> str:
        return f"<File {self.media_type} {len(self)} bytes>"


def _result_class(kind_at: t.Callable[[str], t.Optional[int]]) -> t.Any:
    """The class of a job's result, by its members."""
    from ._models import SIGNS, JobResult

    for result, signs in SIGNS:
        if any(all(kind_at(f"/{name}") not in (None, _ffi.JSON_NULL) for name in sign) for sign in signs):
            return result
    return JobResult


def _kind_of(value: t.Dict[str, t.Any], pointer: str) -> t.Optional[int]:
    return None if value.get(pointer[1:]) is None else _ffi.JSON_OBJECT


def answer(name: str, owner: Owner) -> t.Any:
    """The response of an operation in the class of its kind."""
    kind = ctypes.c_int32()
    call(LIBRARY.pulse_response_kind, owner.handle, ctypes.byref(kind))
    if kind.value == _ffi.RESPONSE_DONE:
        return None
    if kind.value == _ffi.RESPONSE_FILE:
        return File(owner)
    # Imported when there is something to read, as the import of the package need not wait for them.
    from ._models import ANSWERS, LargeLink, Submission

    if name == "run_documents":
        from ._documents_run import DocumentsRun

        return object_of(DocumentsRun, response_document(owner), "")
    result, submission = ANSWERS.get(name, (JsonObject, Submission))
    made: t.Any = {_ffi.RESPONSE_SUBMISSION: submission, _ffi.RESPONSE_LARGE_LINK: LargeLink}.get(kind.value, result)
    return object_of(made, response_document(owner), "")


def id_of(job: t.Any) -> str:
    """The id of a job that is given as its id, or as anything that has one."""
    job_id = getattr(job, "job_id", job)
    if not isinstance(job_id, str):
        raise TypeError(f"a job is its id or an object with a job_id, not {type(job).__name__}")
    return job_id


def ids_of(jobs: t.Any) -> t.List[str]:
    """The ids of several jobs."""
    if isinstance(jobs, (str, bytes)):
        raise TypeError("job_ids is a list of jobs, not one of them: write [job_id]")
    return [id_of(job) for job in jobs]
