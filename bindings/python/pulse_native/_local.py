"""What of a client needs no request, and so is the same in ``Pulse`` and ``AsyncPulse``."""

from __future__ import annotations

import ctypes

from . import _annotations as t, _errors, _ffi
from ._job import id_of
from ._library import LIBRARY, Owner, bytes_of, call, encode


def stats_of(core: t.AnyCore) -> t.Dict[str, int]:
    stats = _ffi.Stats()
    stats.struct_size = ctypes.sizeof(stats)
    call(LIBRARY.pulse_client_stats, core.native().owner.handle, ctypes.byref(stats))
    return {name: getattr(stats, name) for name, _ in _ffi.Stats._fields_[1:]}


class LocalJobs:
    """What of ``jobs`` needs no request."""

    __slots__ = ("_core",)

    def __init__(self, core: t.AnyCore) -> None:
        self._core = core

    def notify(self, job_id: t.Union[str, t.Job]) -> bool:
        """Notifies the client that a job has probably ended, for example because of a webhook.

        Waits for it then poll immediately.

        Returns whether any wait for the job is in progress. Polling remains authoritative.
        """
        try:
            call(LIBRARY.pulse_notify_job, self._core.native().owner.handle, encode(id_of(job_id)))
        except _errors.NotFoundError:
            return False
        return True

    def export_durations(self) -> bytes:
        """Exports what adaptive polling has learned, as a small JSON document for another process or the next run.

        It contains durations and sizes, but no ids and no content of documents.
        """
        out = _ffi.Handle()
        call(LIBRARY.pulse_export_durations, self._core.native().owner.handle, ctypes.byref(out))
        response = Owner(out, LIBRARY.pulse_response_free)
        value = _ffi.Str()
        call(LIBRARY.pulse_response_json, response.handle, ctypes.byref(value))
        return bytes_of(value)

    def import_durations(self, durations: t.Union[bytes, str]) -> None:
        """Adds what another client has learned. It counts as older than this client's own observations.

        Raises PulseArgumentError, and imports nothing, if the input is not the output of ``export_durations``.
        """
        data = durations.encode() if isinstance(durations, str) else bytes(durations)
        call(LIBRARY.pulse_import_durations, self._core.native().owner.handle, data, len(data))


class LocalClient:
    """What of a client needs no request."""

    _core: t.AnyCore

    def with_options(self, **changes: t.Any) -> t.Self:
        """Another client with the same options but for those given, for example ``with_options(timeout=5)``.

        It has connections and counters of its own; close it too.
        """
        kind: t.Any = type(self)
        made: t.Self = kind(**{**self._core.settings(), **changes})
        return made

    def set_rate(self, max_requests_per_second: float) -> None:
        """Changes ``max_requests_per_second`` while the client works; 0 means unlimited.

        For processes that divide a rate among them, as one comes or goes.
        """
        call(LIBRARY.pulse_client_set_rate, self._core.native().owner.handle, max_requests_per_second)

    def discard_large_result(self, job_id: t.Union[str, t.Job]) -> None:
        """Removes the files of a job from ``large_result_folder``. Call it when the result is stored elsewhere.

        Does nothing if there is no such folder or file. Raises PulseFileError if a file cannot be removed.
        """
        call(LIBRARY.pulse_discard_large_result, self._core.native().owner.handle, encode(id_of(job_id)))
