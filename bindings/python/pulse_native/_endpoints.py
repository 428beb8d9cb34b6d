"""The parts of ``Pulse`` and ``AsyncPulse`` that are not generated: operations by name, many documents, webhooks.

In ``Pulse`` a method returns its response, in ``AsyncPulse`` an awaitable.
"""

from __future__ import annotations

import ctypes
import os

from . import _annotations as t, _errors, _ffi, _operations
from ._library import LIBRARY, Owner, bytes_of, call, encode
from ._request import to_json


#: The names of PULSE_WEBHOOK_..., by their numbers.
WEBHOOK_REASONS = ("valid", "missing_header", "bad_timestamp", "too_old", "too_new", "no_match", "bad_secret")


def path_of(path: t.Optional[t.StrPath]) -> t.Optional[str]:
    return None if path is None else os.fsdecode(path)


def documents_request(
    documents: t.Iterable[t.StrPath],
    output: t.StrPath,
    journal: t.Optional[t.StrPath],
    concurrency: t.Optional[int],
    wait_timeout: t.Optional[float],
    resubmit_unknown: bool,
    retry_failed: bool,
    options: t.Mapping[str, t.Any],
) -> t.Tuple[bytes, int]:
    """The request of ``run_many``, with its parameters, and the number of documents."""
    if isinstance(documents, (str, bytes, os.PathLike)):
        raise TypeError("documents must be a list of paths and URLs, not a single one: use [document]")
    names = [os.fsdecode(document) for document in documents]
    request = to_json(
        {
            "documents": names,
            "output": os.fsdecode(output),
            "journal": path_of(journal),
            "concurrency": concurrency,
            "timeout_ms": None if wait_timeout is None else int(wait_timeout * 1000),
            "resubmit_unknown": resubmit_unknown or None,
            "retry_failed": retry_failed or None,
            "request": options or None,
        }
    )
    return request, len(names)


class Endpoints:
    """The common base of ``Pulse`` and ``AsyncPulse``."""

    #: The parameters of ``extract`` other than the document, from the descriptions of the operations.
    _extract_options: t.Tuple[str, ...] = ()

    _is_async = False

    def _run(self, operation: t.PendingCall, request_options: t.Optional[t.RequestOptions]) -> t.Any:
        raise NotImplementedError

    def _keeping_headers(self) -> Endpoints:
        """The same client, except that its calls keep the headers of their responses."""
        raise NotImplementedError

    def _large_result(self, job_id: str, request_options: t.Optional[t.RequestOptions]) -> t.Any:
        raise NotImplementedError

    def call(
        self,
        operation: str,
        request: t.Optional[t.Mapping[str, t.Any]] = None,
        *,
        files: t.Sequence[t.FileInput] = (),
        request_options: t.Optional[t.RequestOptions] = None,
    ) -> t.Any:
        """Calls an operation of the C interface by name, such as ``"submit_split"``, with its request as a dict.

        The return value depends on the operation: an object with its fields, a job, a file, or None.
        """
        return self._run(
            _operations.named(operation, to_json(request or {}, request_options), files=files), request_options
        )


class Resource:
    """A group of operations, for example ``client.form``."""

    __slots__ = ("_client",)

    def __init__(self, client: Endpoints) -> None:
        self._client = client

    @property
    def with_raw_response(self) -> t.Raw:
        """The same methods, which return an HttpResponse with the response in ``data``."""
        from ._raw import Raw

        return Raw(type(self)(self._client._keeping_headers()), self._client._is_async)


class LargeResults(Resource):
    """Large results, under the official SDK's name."""

    __slots__ = ()

    def get_large_result(self, job_id: str, *, request_options: t.Optional[t.RequestOptions] = None) -> t.Extraction:
        """The same as ``client.get_large_result``."""
        result: t.Extraction = self._client._large_result(job_id, request_options)
        return result


class AsyncLargeResults(Resource):
    """Large results, under the official SDK's name."""

    __slots__ = ()

    async def get_large_result(
        self, job_id: str, *, request_options: t.Optional[t.RequestOptions] = None
    ) -> t.Extraction:
        """The same as ``client.get_large_result``."""
        result: t.Extraction = await self._client._large_result(job_id, request_options)
        return result


class WebhookSignatures:
    """The parts of webhooks that need no request: verifying and signing."""

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
        """Verifies that a webhook was recently signed with one of the secrets.

        If not, raises WebhookError with a ``reason``.

        :param body: the bytes exactly as received, before any parsing
        :param headers: a mapping, or pairs of name and value; names are case-insensitive
        :param secrets: one secret, or several during a rotation
        :param tolerance: how far the timestamp may differ from the current time, in seconds
        :param now: the current time in seconds since 1970; default: the system clock

        A repeated id is a redelivery. Needs no client: ``Webhooks.verify`` can be called on the class.
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
        """Signs a webhook and returns its headers, for tests of your own receiver."""
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
