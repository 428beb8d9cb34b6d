"""What ``Pulse`` and ``AsyncPulse`` have beside the methods that are made from the operations (_generated.py): operations by name,
many documents, webhooks. In ``Pulse`` a method returns its answer, in ``AsyncPulse`` an awaitable of it.
"""

from __future__ import annotations

import ctypes
import os

from . import _errors, _ffi, _operations
from ._library import LIBRARY, Owner, bytes_of, call, encode
from ._request import check_options, to_json
from ._wait import DEFAULT_LIMIT, wait_options

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, Mapping, Optional, Sequence, Union

    from ._operations import Operation
    from ._types import Adaptive, FileInput, OnProgress, RequestOptions, StrPath

#: PULSE_WEBHOOK_... in words.
WEBHOOK_REASONS = ("valid", "missing_header", "bad_timestamp", "too_old", "too_new", "no_match", "bad_secret")


def path_of(path: Optional[StrPath]) -> Optional[str]:
    return None if path is None else os.fsdecode(path)


class Endpoints:
    """What ``Pulse`` and ``AsyncPulse`` have in common."""

    def _run(self, operation: Operation, request_options: Optional[RequestOptions]) -> Any:
        raise NotImplementedError

    def call(
        self,
        operation: str,
        request: Optional[Mapping[str, Any]] = None,
        *,
        files: Sequence[FileInput] = (),
        request_options: Optional[RequestOptions] = None,
    ) -> Any:
        """Any operation of the C interface by its name, for example ``"submit_split"``; its request as a dict."""
        return self._run(
            _operations.named(operation, to_json(request or {}, request_options), files=files), request_options
        )

    def call_and_wait(
        self,
        operation: str,
        request: Optional[Mapping[str, Any]] = None,
        *,
        files: Sequence[FileInput] = (),
        wait_timeout: Optional[float] = DEFAULT_LIMIT,
        # generated: wait parameters (make generate)
        initial_delay: Optional[float] = None,
        max_delay: Optional[float] = None,
        multiplier: Optional[float] = None,
        jitter: Optional[float] = None,
        max_attempts: Optional[int] = None,
        every_poll: bool = False,
        not_found_grace: Optional[float] = None,
        on_progress: Optional[OnProgress] = None,
        adaptive: Adaptive = False,
        # end of wait parameters
        request_options: Optional[RequestOptions] = None,
    ) -> Any:
        """Submits any operation that makes a job, for example ``"split"``, waits for the job and returns it completed.

        ``wait_timeout`` covers everything; the other parameters are those of ``jobs.wait``, and so are the exceptions.
        """
        limit = wait_timeout
        # generated: wait options (make generate)
        wait = wait_options(
            limit,
            initial_delay,
            max_delay,
            multiplier,
            jitter,
            max_attempts,
            every_poll,
            not_found_grace,
            adaptive,
        )
        # end of wait options
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
        is one ``job_id``, ``output`` and ``error``. A run that was ended in whatever way goes on when it is called again; large
        results are kept in ``large_result_folder``, else in ``$XDG_STATE_HOME/pulse``, until they are in their files.
        """
        if isinstance(documents, (str, bytes, os.PathLike)):
            raise TypeError("documents is a list of paths and URLs, not one of them: write [document]")
        check_options(options, getattr(type(self), "extract"), "run_many")
        request = to_json(
            {
                "documents": [os.fsdecode(document) for document in documents],
                "output": os.fsdecode(output),
                "journal": path_of(journal),
                "concurrency": concurrency,
                "timeout_ms": None if wait_timeout is None else int(wait_timeout * 1000),
                "resubmit_unknown": resubmit_unknown or None,
                "retry_failed": retry_failed or None,
                "request": options or None,
            }
        )
        return self._run(_operations.named("run_documents", request), None)


class Resource:
    """Operations that belong together: ``client.form.fill``."""

    __slots__ = ("_client",)

    def __init__(self, client: Endpoints) -> None:
        self._client = client


class WebhookSignatures:
    """What of webhooks needs no request: verifying, signing."""

    __slots__ = ()

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
    def sign(
        body: Union[bytes, bytearray, memoryview], message_id: str, timestamp: float, secret: str
    ) -> Dict[str, str]:
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
        return {
            "webhook-id": message_id,
            "webhook-timestamp": signed["timestamp"],
            "webhook-signature": signed["signature"],
        }
