"""Jobs and the responses to submits."""

from __future__ import annotations

import ctypes

from . import _annotations as t, _errors, _ffi
from ._library import LIBRARY, Owner, call, get_text, text
from ._request import plain
from ._results import Document, JsonObject, job_document, object_of, parsed, response_document, wrap


#: The size of the pieces of a file.
_CHUNK = 64 * 1024

_ENDS = frozenset(["completed", "failed", "canceled", "expired"])


class Job:
    """A snapshot of a job. It does not change; read the job again for a newer one. Thread-safe.

    A job that was unpickled has the same contents, but no longer belongs to a client.
    """

    __slots__ = ("_owner", "_jobs", "_loaded", "_status", "_cache")

    def __init__(
        self, owner: t.Optional[Owner] = None, status: int = 0, jobs: t.Any = None, /, **fields: t.Any
    ) -> None:
        if owner is None:
            # Made by a program, for its tests: of the fields of a response.
            import json

            owner, status = _native_job(json.dumps(fields, default=plain).encode())
        self._owner: t.Optional[Owner] = owner
        self._jobs = jobs
        self._status = status
        #: The contents of an unpickled job.
        self._loaded: t.Optional[t.Dict[str, t.Any]] = None
        self._cache: t.Dict[str, t.Any] = {}

    @property
    def job_id(self) -> str:
        """The id: an opaque string."""
        value: str = self._read("job_id", LIBRARY.pulse_job_id)
        return value

    @property
    def status(self) -> str:
        """``pending``, ``processing``, ``completed``, ``failed``, ``canceled`` or ``expired``.

        The service's spelling does not matter. A status that this library does not know is returned as it
        was sent.
        """
        return _ffi.JOB_STATUS.get(self._status) or self.status_text

    @property
    def status_text(self) -> str:
        """The status as the service sent it."""
        value: str = self._read("status_text", LIBRARY.pulse_job_status_text)
        return value

    @property
    def is_terminal(self) -> bool:
        """Whether the job has ended."""
        return self.status in _ENDS

    @property
    def created_at(self) -> t.Optional[t.datetime.datetime]:
        """When the job was created, in UTC; None if the service sent no time, or an unreadable one."""
        return self._instant("created_at", LIBRARY.pulse_job_created_at)

    @property
    def updated_at(self) -> t.Optional[t.datetime.datetime]:
        """When the job last changed, in UTC; None if the service sent no time, or an unreadable one."""
        return self._instant("updated_at", LIBRARY.pulse_job_updated_at)

    @property
    def error(self) -> t.Optional[str]:
        """The service's error message of a failed job; None if there is none."""
        return self._read("error", LIBRARY.pulse_job_error) or None

    @property
    def may_retry(self) -> bool:
        """Whether the service's error message of a failed job suggests submitting the same document again.

        The library never does so automatically, because it would be billed again.
        """
        if self._owner is None:
            return bool(self._loaded_value("may_retry"))
        value = ctypes.c_int32()
        call(LIBRARY.pulse_job_may_retry, self._owner.handle, ctypes.byref(value))
        return bool(value.value)

    @property
    def result(self) -> t.JobResult:
        """The result; None if there is none.

        Fields are parsed when they are read. A large result has already been fetched.

        Its class depends on its fields: Extraction, SplitResponse and so on.
        """
        if "result" not in self._cache:
            self._cache["result"] = self._loaded_value("result") if self._owner is None else self._found()
        result: t.JobResult = self._cache["result"]
        return result

    def _found(self) -> t.Any:
        assert self._owner is not None
        try:
            result = job_document(self._owner).find("")
        except KeyError:
            return None
        return _result_of(result)

    @property
    def markdown(self) -> t.Optional[str]:
        """The text of the result; None if it has none."""
        if self._owner is None:
            return getattr(self.result, "markdown", None)
        try:
            return get_text(LIBRARY.pulse_job_markdown, self._owner)
        except _errors.NotFoundError:
            return None

    @property
    def raw(self) -> memoryview:
        """The JSON text of the whole body, read-only and without a copy."""
        if self._owner is None:
            assert self._loaded is not None
            return memoryview(self._loaded["raw"])
        return Document(self._owner, LIBRARY.pulse_job_find, LIBRARY.pulse_job_json, LIBRARY.pulse_job_parts).view("")

    def validate(self) -> None:
        """Validates every byte of the body; raises ProtocolError at the first error."""
        if self._owner is not None:
            call(LIBRARY.pulse_job_validate, self._owner.handle)

    @classmethod
    def from_dict(cls, body: t.Mapping[str, t.Any]) -> t.Self:
        """Makes a job of the body of a response as a dict: one of your own for a test, or what ``to_dict`` returned.

        It has at least ``job_id`` and ``status``; otherwise raises ProtocolError. The job does not belong to a client.
        """
        return cls(**body)

    @classmethod
    def from_json(cls, body: t.Union[str, bytes, bytearray, memoryview]) -> t.Self:
        """The same for JSON text."""
        return cls(*_native_job(body.encode() if isinstance(body, str) else bytes(body)))

    model_validate = parse_obj = from_dict

    def to_dict(self) -> t.Dict[str, t.Any]:
        """The body as plain dicts and lists. A large result that was fetched replaces its link."""
        body: t.Dict[str, t.Any] = parsed(self.raw)
        result = self.result
        if result is not None:
            body["result"] = result._copy() if isinstance(result, JsonObject) else result
        return body

    # The names of the official SDK's models.

    def dict(self, **options: t.Any) -> t.Dict[str, t.Any]:
        """The same as ``to_dict``, with times as datetimes, and with the options of pydantic such as ``exclude_none``."""
        body = self.to_dict()
        if options.get("mode") != "json":
            times = {name: getattr(self, name) for name in ("created_at", "updated_at") if name in body}
            body.update({name: time for name, time in times.items() if time is not None})
        from ._dumping import chosen

        fields: t.Dict[str, t.Any] = chosen(body, options)
        return fields

    def json(self, **options: t.Any) -> str:
        """As JSON text, with the options of pydantic and of ``json.dumps`` such as ``indent``."""
        from ._dumping import chosen_text

        return chosen_text(self.to_dict(), options)

    model_dump = dict
    model_dump_json = json

    def copy(self, *, update: t.Optional[t.Mapping[str, t.Any]] = None, **_options: t.Any) -> t.Self:
        """A copy, with some fields changed."""
        made = type(self)(**{**self.to_dict(), **(update or {})})
        made._jobs = self._jobs
        return made

    model_copy = copy

    def __iter__(self) -> t.Iterator[t.Tuple[str, t.Any]]:
        # Pairs, as the official SDK's models: FastAPI makes a dict of them.
        for name, value in self.dict().items():
            yield name, self.result if name == "result" else value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Job):
            return NotImplemented
        return self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(self.job_id)

    def __repr__(self) -> str:
        return f"<Job {self.job_id} {self.status}>"

    def to_html(
        self,
        title: t.Optional[str] = None,
        *,
        pages: t.Optional[t.Mapping[int, t.FileInput]] = None,
        images: t.Optional[t.Mapping[str, t.FileInput]] = None,
    ) -> str:
        """One HTML page to look at, as that of the result; of a job without a result, what is known of it."""
        from ._report import html_of

        return html_of(self._shown(), self.job_id if title is None else title, pages, images)

    def _repr_html_(self) -> str:
        from ._report import frame_of

        return frame_of(self._shown(), self.job_id)

    def _shown(self) -> memoryview:
        # The body has only the link of a large result.
        result = self.result
        return result.raw if isinstance(result, JsonObject) else self.raw

    def _repr_markdown_(self) -> str:
        return self.markdown or f"Job `{self.job_id}`: {self.status}" + (f" ({self.error})" if self.error else "")

    def __reduce__(self) -> t.Tuple[t.Any, ...]:
        return _load, (type(self), self._status, self._state())

    def _state(self) -> t.Dict[str, t.Any]:
        """Everything that can be read from the job, as plain values."""
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
        return _result_of(wrap(parsed(value)))

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
                f"This job was unpickled and does not belong to a client: use client.jobs.cancel_job({self.job_id!r})."
            )
        return self._jobs


class SyncJob(Job):
    """A job of ``Pulse``."""

    __slots__ = ()
    _jobs: t.Optional[t.Jobs]

    def cancel(self) -> Cancellation:
        """Requests the cancellation of the job. Best effort: pages that are already processed are billed."""
        jobs: t.Jobs = self._resource()
        return jobs.cancel_job(self.job_id)


class AsyncJob(Job):
    """A job of ``AsyncPulse``."""

    __slots__ = ()
    _jobs: t.Optional[t.AsyncJobs]

    async def cancel(self) -> Cancellation:
        """Requests the cancellation of the job. Best effort: pages that are already processed are billed."""
        jobs: t.AsyncJobs = self._resource()
        return await jobs.cancel_job(self.job_id)


def _native_job(body: bytes) -> t.Tuple[Owner, int]:
    """A native job of the body of a response, and its status."""
    out = _ffi.Handle()
    call(LIBRARY.pulse_job_from_json, body, len(body), ctypes.byref(out))
    owner = Owner(out, LIBRARY.pulse_job_free)
    status = ctypes.c_int32()
    call(LIBRARY.pulse_job_status, out, ctypes.byref(status))
    return owner, status.value


def _load(kind: t.Any, status: int, state: t.Dict[str, t.Any]) -> Job:
    job: Job = kind.__new__(kind)
    job._owner, job._jobs, job._status, job._loaded, job._cache = None, None, status, state, {}
    return job


class Cancellation:
    """The service has accepted a cancellation. It is best effort; read the job again to see whether it was canceled."""

    __slots__ = ("job_id", "message")

    def __init__(self, job_id: str, response: t.Optional[Owner]) -> None:
        #: The id of the job.
        self.job_id = job_id
        #: The service's message; None if there is none.
        self.message: t.Optional[str] = None
        if response is not None:
            try:
                self.message = response_document(response).find("/message")
            except KeyError:
                pass

    def __repr__(self) -> str:
        return f"<Cancellation {self.job_id}>"


class File:
    """A file that the service has created: a PDF, an image or a workbook."""

    __slots__ = ("_owner",)

    def __init__(self, owner: Owner) -> None:
        self._owner = owner

    @property
    def content(self) -> memoryview:
        """The bytes, read-only and without a copy. The view keeps the native memory alive."""
        value = _ffi.Str()
        call(LIBRARY.pulse_response_content, self._owner.handle, ctypes.byref(value))
        memory = (ctypes.c_ubyte * value.size).from_address(value.data)
        memory.owner = self._owner
        return memoryview(memory).cast("B").toreadonly()

    @property
    def media_type(self) -> str:
        """The media type that the service sent; empty if it sent none."""
        value = _ffi.Str()
        call(LIBRARY.pulse_response_media_type, self._owner.handle, ctypes.byref(value))
        return text(value)

    def __bytes__(self) -> bytes:
        return bytes(self.content)

    def __len__(self) -> int:
        return len(self.content)

    def __iter__(self) -> t.Iterator[bytes]:
        # Pieces, as the official SDK's downloads.
        content = self.content
        for start in range(0, len(content), _CHUNK):
            yield bytes(content[start : start + _CHUNK])

    async def __aiter__(self) -> t.AsyncIterator[bytes]:
        for chunk in self:
            yield chunk

    def __repr__(self) -> str:
        return f"<File {self.media_type} {len(self)} bytes>"


def _result_of(result: t.Any) -> t.Any:
    """The result of a job as an object of its class, which depends on its fields."""
    if not isinstance(result, JsonObject):
        return result
    from ._models import SIGNS, JobResult

    for made, signs in SIGNS:
        if any(all(map(result._has, sign)) for sign in signs):
            return result._as(made)
    return result._as(JobResult)


def answer(name: str, owner: Owner) -> t.Any:
    """The response of an operation, as an object of its class."""
    kind = ctypes.c_int32()
    call(LIBRARY.pulse_response_kind, owner.handle, ctypes.byref(kind))
    if kind.value == _ffi.RESPONSE_DONE:
        return None
    if kind.value == _ffi.RESPONSE_FILE:
        return File(owner)
    # Imported only when needed, to keep the import of the package fast.
    from ._models import ANSWERS, LargeLink, Submission

    if name == "run_documents":
        from ._documents_run import DocumentsRun

        return object_of(DocumentsRun, response_document(owner), "")
    result, submission = ANSWERS.get(name, (JsonObject, Submission))
    made: t.Any = {_ffi.RESPONSE_SUBMISSION: submission, _ffi.RESPONSE_LARGE_LINK: LargeLink}.get(kind.value, result)
    return object_of(made, response_document(owner), "")


def id_of(job: t.Any) -> str:
    """The id of a job, which is passed as an id or as an object that has one."""
    job_id = getattr(job, "job_id", job)
    if not isinstance(job_id, str):
        raise TypeError(f"a job must be an id or an object with a job_id, not {type(job).__name__}")
    return job_id


def ids_of(jobs: t.Any) -> t.List[str]:
    """The ids of several jobs."""
    if isinstance(jobs, (str, bytes)):
        raise TypeError("job_ids must be a list of jobs, not a single one: use [job_id]")
    return [id_of(job) for job in jobs]
