"""The endpoints beside extract and jobs, written down once: in ``Pulse`` a method returns its answer, in ``AsyncPulse`` an
awaitable of it.
"""

from __future__ import annotations

import ctypes
import os

from . import _errors, _ffi, _operations
from ._library import LIBRARY, Owner, bytes_of, call, encode
from ._request import check_options, request_of, to_json
from ._wait import DEFAULT_LIMIT, wait_options

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, Mapping, Optional, Sequence, Union

    from ._operations import Operation
    from ._types import Adaptive, FileInput, OnProgress, RequestOptions, StrPath

#: PULSE_WEBHOOK_... in words.
WEBHOOK_REASONS = ("valid", "missing_header", "bad_timestamp", "too_old", "too_new", "no_match", "bad_secret")


def _path(path: Optional[StrPath]) -> Optional[str]:
    return None if path is None else os.fspath(path)


class Endpoints:
    """What ``Pulse`` and ``AsyncPulse`` have in common. Answers are objects as those of ``extract``: fields by name, the rest
    by ``find``. With ``async_=True`` they are a Submission, whose job ``jobs.wait`` waits for; each job is paid for.
    """

    def _run(self, operation: Operation, request_options: Optional[RequestOptions]) -> Any:
        raise NotImplementedError

    def split(
        self,
        *,
        extraction_id: Optional[str] = None,
        split_config: Any = None,
        split_config_id: Optional[str] = None,
        async_: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Any:
        """Assigns the pages of an extraction to topics (``POST /split``)."""
        request = request_of(locals(), request_options)
        return self._run(_operations.named("split", request), request_options)

    def schema(
        self,
        *,
        extraction_id: Optional[str] = None,
        extraction_ids: Optional[Sequence[str]] = None,
        split_id: Optional[str] = None,
        schema_config: Any = None,
        schema_config_id: Optional[str] = None,
        split_schema_config: Any = None,
        async_: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Any:
        """Fills in a JSON schema or a workbook from extractions or a split (``POST /schema``)."""
        request = request_of(locals(), request_options)
        return self._run(_operations.named("schema", request), request_options)

    def tables(
        self,
        *,
        extraction_id: Optional[str] = None,
        tables_config: Any = None,
        async_: Optional[bool] = None,
        request_options: Optional[RequestOptions] = None,
    ) -> Any:
        """Finds the tables of an extraction (``POST /tables``)."""
        request = request_of(locals(), request_options)
        return self._run(_operations.named("tables", request), request_options)

    @property
    def batch(self) -> Batch:
        """Many documents in one job of the service. For many jobs of one document each see ``run_many``."""
        return Batch(self)

    @property
    def pipeline(self) -> Pipeline:
        """Several steps in one job of the service."""
        return Pipeline(self)

    @property
    def webhooks(self) -> Webhooks:
        """Webhooks: the link to where they are set up, verifying, signing."""
        return Webhooks(self)

    @property
    def form(self) -> Form:
        """The fields of PDF forms."""
        return Form(self)

    @property
    def results(self) -> Results:
        """Files of results."""
        return Results(self)

    def call(
        self,
        operation: str,
        request: Optional[Mapping[str, Any]] = None,
        *,
        files: Sequence[FileInput] = (),
        request_options: Optional[RequestOptions] = None,
    ) -> Any:
        """Any operation of the C interface by its name, for example ``"submit_split"``; its request as a dict."""
        return self._run(_operations.named(operation, to_json(request or {}, request_options), files=files), request_options)

    def call_and_wait(
        self,
        operation: str,
        request: Optional[Mapping[str, Any]] = None,
        *,
        files: Sequence[FileInput] = (),
        wait_timeout: Optional[float] = DEFAULT_LIMIT,
        initial_delay: Optional[float] = None,
        max_delay: Optional[float] = None,
        multiplier: Optional[float] = None,
        jitter: Optional[float] = None,
        max_attempts: Optional[int] = None,
        on_progress: Optional[OnProgress] = None,
        every_poll: bool = False,
        adaptive: Adaptive = False,
        request_options: Optional[RequestOptions] = None,
    ) -> Any:
        """Submits any operation that makes a job, for example ``"split"``, waits for the job and returns it completed.

        ``wait_timeout`` covers everything; the other parameters are those of ``jobs.wait``, and so are the exceptions.
        """
        wait = wait_options(wait_timeout, initial_delay, max_delay, multiplier, jitter, max_attempts, every_poll, adaptive)
        body = to_json(request or {}, request_options)
        return self._run(_operations.named_and_wait(operation, body, wait, on_progress, files), request_options)

    def run_many(
        self,
        documents: Iterable[StrPath],
        output: StrPath,
        *,
        journal: Optional[StrPath] = None,
        concurrency: Optional[int] = None,
        wait_timeout: Optional[float] = None,
        resubmit_unknown: bool = False,
        retry_failed: bool = False,
        **options: Any,
    ) -> Any:
        """Extracts many documents, each once, also over the ends of processes: an object whose ``documents`` are in order.

        :param documents: paths and URLs
        :param output: a folder; each result goes to NAME.json in it, whole or not at all
        :param journal: a file that remembers what was submitted; default ``pulse-journal.jsonl`` in ``output``
        :param concurrency: documents at once; default 8
        :param wait_timeout: seconds for the wait for each document; default 30 minutes; 0 for none
        :param resubmit_unknown: submit again what may have been accepted before without an answer: may pay twice
        :param retry_failed: submit again what the service has failed at before
        :param options: those of ``extract``

        Each entry has ``document``, ``state`` (completed, already_done, failed, unknown, open, not_started), and where there
        is one ``job_id``, ``output`` and ``error``. A run that was ended in whatever way goes on when it is called again.
        """
        if isinstance(documents, (str, bytes, os.PathLike)):
            raise TypeError("documents is a list of paths and URLs, not one of them: write [document]")
        check_options(options, getattr(type(self), "extract"), "run_many")
        request = to_json(
            {
                "documents": [os.fspath(document) for document in documents],
                "output": os.fspath(output),
                "journal": _path(journal),
                "concurrency": concurrency,
                "timeout_ms": None if wait_timeout is None else int(wait_timeout * 1000),
                "resubmit_unknown": resubmit_unknown or None,
                "retry_failed": retry_failed or None,
                "request": options or None,
            }
        )
        return self._run(_operations.named("run_documents", request), None)

    def get_schema_excel(
        self, schema_id: str, path: Optional[StrPath] = None, *, request_options: Optional[RequestOptions] = None
    ) -> Any:
        """The workbook of a schema's result: a File, or with ``path`` written there."""
        request = to_json({"schema_id": schema_id, "path": _path(path)})
        return self._run(_operations.named("get_schema_excel", request, to_path=path is not None), request_options)


class _Resource:
    __slots__ = ("_client",)

    def __init__(self, client: Endpoints) -> None:
        self._client = client


class Batch(_Resource):
    """``POST /batch/...``: each answer is a Submission; wait for its job with ``jobs.wait``. Requests are keyword arguments."""

    __slots__ = ()

    def extract(self, *, request_options: Optional[RequestOptions] = None, **request: Any) -> Any:
        """Extracts many documents: ``input``, ``extract_options``, ``output``, ``workers``."""
        return self._client.call("batch_extract", request, request_options=request_options)

    def schema(self, *, request_options: Optional[RequestOptions] = None, **request: Any) -> Any:
        """Fills in a schema for each of many extractions or splits."""
        return self._client.call("batch_schema", request, request_options=request_options)

    def split(self, *, request_options: Optional[RequestOptions] = None, **request: Any) -> Any:
        """Splits each of many extractions."""
        return self._client.call("batch_split", request, request_options=request_options)

    def tables(self, *, request_options: Optional[RequestOptions] = None, **request: Any) -> Any:
        """Finds the tables of each of many extractions."""
        return self._client.call("batch_tables", request, request_options=request_options)


class Pipeline(_Resource):
    """``POST /pipeline/execute``"""

    __slots__ = ()

    def execute(
        self, *, files: Sequence[FileInput] = (), request_options: Optional[RequestOptions] = None, **request: Any
    ) -> Any:
        """Runs the ``steps`` in their order, over ``files`` or a ``file_url``."""
        return self._client.call("pipeline_execute", request, files=files, request_options=request_options)


class Form(_Resource):
    """``POST /form/...``: ``file``, ``file_url`` or ``form_id`` says which form."""

    __slots__ = ()

    def detect(
        self, *, file: Optional[FileInput] = None, request_options: Optional[RequestOptions] = None, **request: Any
    ) -> Any:
        """Finds the fields."""
        return self._send("form_detect", file, request, request_options)

    def fill(
        self, *, file: Optional[FileInput] = None, request_options: Optional[RequestOptions] = None, **request: Any
    ) -> Any:
        """Fills in ``form_fields``, or by ``instructions``."""
        return self._send("form_fill", file, request, request_options)

    def clear(
        self, *, file: Optional[FileInput] = None, request_options: Optional[RequestOptions] = None, **request: Any
    ) -> Any:
        """Empties fields."""
        return self._send("form_clear", file, request, request_options)

    def _send(
        self, name: str, file: Optional[FileInput], request: Dict[str, Any], request_options: Optional[RequestOptions]
    ) -> Any:
        return self._client.call(name, request, files=() if file is None else (file,), request_options=request_options)


class Results(_Resource):
    """``GET /results/...``: a File, or with ``path`` written there, whole or not at all."""

    __slots__ = ()

    def get_pdf(self, job_id: str, path: Optional[StrPath] = None, *, request_options: Optional[RequestOptions] = None) -> Any:
        """The PDF that a job has made."""
        request = to_json({"job_id": job_id, "path": _path(path)})
        return self._client._run(_operations.named("get_result_pdf", request, job_id, to_path=path is not None), request_options)

    def get_image(
        self, job_id: str, filename: str, path: Optional[StrPath] = None, *, request_options: Optional[RequestOptions] = None
    ) -> Any:
        """An image of a job's result."""
        request = to_json({"job_id": job_id, "filename": filename, "path": _path(path)})
        return self._client._run(
            _operations.named("get_result_image", request, job_id, to_path=path is not None), request_options
        )


class Webhooks(_Resource):
    """Webhooks: the link to where they are set up, verifying, signing."""

    __slots__ = ()

    def create_webhook_link(self, *, request_options: Optional[RequestOptions] = None) -> Any:
        """A link to the page where webhooks are set up (``POST /webhook``)."""
        return self._client._run(_operations.named("create_webhook_link", b""), request_options)

    @staticmethod
    def verify(
        body: Union[bytes, bytearray, memoryview],
        headers: Any,
        secrets: Union[str, Iterable[str]],
        *,
        tolerance: float = 300,
        now: Optional[float] = None,
    ) -> None:
        """Returns when the webhook was signed with one of the secrets, and just now; else raises WebhookError with ``reason``.

        :param body: the bytes exactly as they came, before any parsing
        :param headers: a mapping, or pairs of name and value; names of any case
        :param secrets: one, or several while one replaces another
        :param tolerance: seconds by which the timestamp may differ from now
        :param now: seconds since 1970; default the clock

        An id that comes again is a redelivery. Needs no client: ``Webhooks.verify`` can be called on the class.
        """
        data = bytes(body)
        pairs = [
            (encode(name), encode(value)) for name, value in (headers.items() if hasattr(headers, "items") else headers)
        ]
        native = (_ffi.Header * len(pairs))(*(_ffi.Header(name, value) for name, value in pairs))
        keys = [encode(secret) for secret in ([secrets] if isinstance(secrets, str) else secrets)]
        reason = ctypes.c_int32()
        try:
            call(
                LIBRARY.pulse_webhook_verify,
                ctypes.c_char_p(data),
                len(data),
                native,
                len(pairs),
                (ctypes.c_char_p * len(keys))(*keys),
                len(keys),
                0 if now is None else int(now),
                max(int(tolerance * 1000), 1),
                ctypes.byref(reason),
            )
        except _errors.WebhookError as failure:
            failure.reason = WEBHOOK_REASONS[reason.value]
            raise

    @staticmethod
    def sign(body: Union[bytes, bytearray, memoryview], message_id: str, timestamp: float, secret: str) -> Dict[str, str]:
        """The headers with which a webhook is sent, for tests of one's own receiver."""
        data = bytes(body)
        out = _ffi.Handle()
        call(
            LIBRARY.pulse_webhook_sign,
            ctypes.c_char_p(data),
            len(data),
            encode(message_id),
            int(timestamp),
            encode(secret),
            ctypes.byref(out),
        )
        response = Owner(out, LIBRARY.pulse_response_free)
        value = _ffi.Str()
        call(LIBRARY.pulse_response_json, response.handle, ctypes.byref(value))
        import json

        signed = json.loads(bytes_of(value))
        return {"webhook-id": message_id, "webhook-timestamp": signed["timestamp"], "webhook-signature": signed["signature"]}
