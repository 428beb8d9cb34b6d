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
        """Says that a job has probably ended, for instance because a webhook said so: waits for it poll at once.

        Returns whether anything waits for it. A hint; the poll stays the truth.
        """
        try:
            call(LIBRARY.pulse_notify_job, self._core.native().owner.handle, encode(id_of(job_id)))
        except _errors.NotFoundError:
            return False
        return True

    def export_durations(self) -> bytes:
        """What adaptive polling has learned, as a small JSON to hand to another process or the next run.

        It holds durations and sizes, no ids and nothing of documents.
        """
        out = _ffi.Handle()
        call(LIBRARY.pulse_export_durations, self._core.native().owner.handle, ctypes.byref(out))
        response = Owner(out, LIBRARY.pulse_response_free)
        value = _ffi.Str()
        call(LIBRARY.pulse_response_json, response.handle, ctypes.byref(value))
        return bytes_of(value)

    def import_durations(self, durations: t.Union[bytes, str]) -> None:
        """Adds what another client has learned, as older than what this one has seen.

        Raises PulseArgumentError, and takes nothing, when it is not what ``export_durations`` gave.
        """
        data = durations.encode() if isinstance(durations, str) else bytes(durations)
        call(LIBRARY.pulse_import_durations, self._core.native().owner.handle, data, len(data))


class LocalClient:
    """What of a client needs no request."""

    _core: t.AnyCore

    def discard_large_result(self, job_id: t.Union[str, t.Job]) -> None:
        """Removes what ``large_result_folder`` holds of a job, once its result is stored elsewhere.

        Does nothing where there is no such folder or file. Raises PulseFileError when a file cannot be removed.
        """
        call(LIBRARY.pulse_discard_large_result, self._core.native().owner.handle, encode(id_of(job_id)))
