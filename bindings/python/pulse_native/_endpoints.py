"""What ``Pulse`` and ``AsyncPulse`` have beside the methods that are made from the operations (_generated.py): operations by name,
many documents, webhooks. In ``Pulse`` a method returns its response, in ``AsyncPulse`` an awaitable of it.
"""

from __future__ import annotations

import ctypes
import os

from . import _annotations as t, _errors, _ffi, _operations
from ._library import LIBRARY, Owner, bytes_of, call, encode
from ._request import to_json


#: PULSE_WEBHOOK_... in words.
WEBHOOK_REASONS = ("valid", "missing_header", "bad_timestamp", "too_old", "too_new", "no_match", "bad_secret")


def path_of(path: t.Optional[t.StrPath]) -> t.Optional[str]:
    return None if path is None else os.fsdecode(path)


def documents_run(
    documents: t.Iterable[t.StrPath],
    output: t.StrPath,
    journal: t.Optional[t.StrPath],
    concurrency: t.Optional[int],
    wait_timeout: t.Optional[float],
    resubmit_unknown: bool,
    retry_failed: bool,
    options: t.Mapping[str, t.Any],
) -> t.PendingCall:
    """The call behind ``run_many``, whose parameters these are."""
    if isinstance(documents, (str, bytes, os.PathLike)):
        raise TypeError("documents is a list of paths and URLs, not one of them: write [document]")
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
    return _operations.named("run_documents", request)


class Endpoints:
    """What ``Pulse`` and ``AsyncPulse`` have in common."""

    #: What ``extract`` takes beside the document; from the operations' descriptions.
    _extract_options: t.Tuple[str, ...] = ()

    def _run(self, operation: t.PendingCall, request_options: t.Optional[t.RequestOptions]) -> t.Any:
        raise NotImplementedError

    def call(
        self,
        operation: str,
        request: t.Optional[t.Mapping[str, t.Any]] = None,
        *,
        files: t.Sequence[t.FileInput] = (),
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Any:
        """Any operation of the C interface by its name, for example ``"submit_split"``; its request as a dict.

        What it returns depends on the operation: an object with its fields, a job, a file, or nothing.
        """
        return self._run(
            _operations.named(operation, to_json(request or {}, request_options), files=files), request_options
        )


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
        body: t.Union[bytes, bytearray, memoryview],
        headers: t.Any,
        secrets: t.Union[str, t.Iterable[str]],
        *,
        tolerance: float = 300,
        now: t.Optional[float] = None,
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
        body: t.Union[bytes, bytearray, memoryview], message_id: str, timestamp: float, secret: str
    ) -> t.Dict[str, str]:
        """The headers with which a webhook is sent, for tests of your own receiver."""
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
