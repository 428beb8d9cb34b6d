"""Extraction on a Dask cluster: any number of machines, each document billed once.

>>> import pulse_native.dask
>>> rows = pulse_native.dask.extract(Pulse(), paths, "/shared/results")
>>> rows.to_parquet("/shared/rows")                     # or rows.compute(), distributed.progress(rows.persist())

Needs the packages dask, distributed and pandas here and on the workers. docs/scaling.md explains it.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import threading
import time
import uuid
import weakref

from . import _annotations as t, _chunks, _dask_settings
from ._client import Pulse
from ._errors import PulseArgumentError
from ._request import check_options

#: Seconds between looks at how many workers there are, on a small cluster; on a large one the scheduler is asked less often.
_LOOK = 1.0
_LOOKS_PER_SECOND = 20

#: How many clients are kept for later chunks.
_MAX_IDLE = 8

#: Seconds between reports about the documents of a chunk.
_REPORT = 1.0

#: The topic of these reports: ``distributed.Client.get_events(TOPIC)``.
TOPIC = "pulse-native"

_distributed: t.Any = importlib.import_module("distributed")

#: The client of this process, by the name of its options and the folder of its large results.
_workers: t.Dict[t.Tuple[str, str], _Worker] = {}
_lock = threading.Lock()

#: Names of the options of the caller's clients, and the clusters that have been told of them.
_names: t.MutableMapping[t.Any, str] = weakref.WeakKeyDictionary()
_told: t.Set[t.Tuple[str, str]] = set()


def extract(
    client: t.Any,
    documents: t.Any,
    output: t.StrPath,
    *,
    chunk_size: int = 500,
    concurrency: int = 64,
    max_requests_per_second: t.Optional[float] = None,
    wait_timeout: t.Optional[float] = None,
    resubmit_unknown: bool = False,
    retry_failed: bool = False,
    dask_client: t.Any = None,
    **options: t.Any,
) -> t.Any:
    """Extracts documents on the workers of a Dask cluster. Each is billed once, whatever becomes of workers.

    Returns a Dask dataframe with a row for each document (``document``, ``state``, ``job_id``, ``error``, ``pages``, ``path``,
    ``duration`` in seconds) and a partition for each chunk. Nothing is sent before it is computed. Documents that fail are rows,
    too. Computing it again, or calling this again after a crash, continues: what is done is not sent again.

    :param client: a ``Pulse``; each worker process makes one client with the same options. An ``api_key`` that was passed to it
        goes to the workers through the scheduler, not in tasks; without one they take ``PULSE_API_KEY`` of their own
        environment. Or a ``distributed.Client``: the workers take everything from their environment
    :param documents: paths, which the workers see under the same names, and URLs; a list, or a Dask bag or series. One that
        is given twice is done once
    :param output: a folder that all workers see; each chunk has a folder in it
    :param chunk_size: the number of documents of a task
    :param concurrency: the maximum number of documents of a chunk processed concurrently
    :param max_requests_per_second: the rate of all workers together; default: that of the client. It is divided among the
        worker processes that have work, and follows them as they come and go
    :param wait_timeout: the timeout of the wait for each document in seconds; default 30 minutes; 0 means no limit
    :param resubmit_unknown: submit documents again whose earlier submit may have been accepted; they may be billed twice
    :param retry_failed: submit documents again whose jobs failed in an earlier run
    :param dask_client: the cluster; default: the current one; without one the scheduler of ``compute()``
    :param options: the parameters of ``extract``
    """
    if isinstance(client, Pulse):
        pulse: t.Optional[Pulse] = client
    elif hasattr(client, "scheduler_info"):
        pulse, dask_client = None, client
    else:
        raise TypeError(f"client must be a Pulse or a distributed.Client, not {type(client).__name__}")
    if chunk_size < 1:
        raise PulseArgumentError("chunk_size must be at least 1")
    check_options(options, Pulse._extract_options, "extract")
    settings = {} if pulse is None else pulse._core.settings()
    if max_requests_per_second is not None:
        settings["max_requests_per_second"] = max_requests_per_second
    # A wrong option is an error here, and not in each chunk.
    Pulse(**settings).close()
    rate = settings.pop("max_requests_per_second", None)
    if importlib.import_module("dask").is_dask_collection(documents):
        documents = documents.compute()
    folder = _chunks.name_of(output)
    chunks = _chunks.plan(documents, folder, chunk_size)
    # A large result can be fetched once: whoever goes on must find what a worker that died had of it.
    large = settings.pop("large_result_folder", None) or os.path.join(folder, "large-results")
    name = _publish(pulse, settings, dask_client)
    run = {
        "concurrency": concurrency,
        "wait_timeout": wait_timeout,
        "resubmit_unknown": resubmit_unknown,
        "retry_failed": retry_failed,
        **options,
    }
    frame: t.Any = importlib.import_module("dask.dataframe")
    if not chunks:
        return frame.from_pandas(_table([]), npartitions=1)
    return frame.from_map(_Chunk((name, large), rate, run), chunks, meta=_table([]), label="pulse-extract")


def _publish(pulse: t.Optional[Pulse], settings: t.Dict[str, t.Any], dask_client: t.Any) -> str:
    """Makes the options known where chunks will run, and returns their name."""
    if pulse is None:
        return _dask_settings.ENVIRONMENT
    with _lock:
        name = _names.setdefault(pulse, uuid.uuid4().hex)
    _dask_settings.learn(name, settings)
    cluster = dask_client or _current()
    if cluster is not None and (name, cluster.id) not in _told:
        plugin = _dask_settings.plugin_of(name, settings)
        register = getattr(cluster, "register_plugin", None) or cluster.register_worker_plugin
        register(plugin, name=plugin.name)
        _told.add((name, cluster.id))
    return name


def _current() -> t.Any:
    """The cluster of this program, if it has one."""
    try:
        return _distributed.get_client()
    except ValueError:
        return None


class _Chunk:
    """What a task does."""

    def __init__(self, client: t.Tuple[str, str], rate: t.Optional[float], run: t.Dict[str, t.Any]) -> None:
        self.client = client
        self.rate = rate
        self.run = run
        self.token = uuid.uuid4().hex

    def __dask_tokenize__(self) -> str:
        """Results of an earlier run that are still in the cluster's memory are not those of this one."""
        return self.token

    def __call__(self, chunk: t.Tuple[str, t.Optional[t.List[int]]]) -> t.Any:
        folder, picks = chunk
        task = _Task.current()
        with _worker(*self.client).at_work(self.rate, task) as client:
            return _table(
                _chunks.run(
                    client, folder, picks, self.run, waiting=task.waiting(folder), on_ended=task.reporter(folder)
                )
            )


class _Task:
    """The task that this thread runs, on a worker of Dask or without one."""

    def __init__(self, worker: t.Any, cluster: t.Any) -> None:
        self._worker = worker
        self.cluster = cluster

    @staticmethod
    def current() -> _Task:
        try:
            worker = _distributed.get_worker()
        except ValueError:
            return _Task(None, None)
        return _Task(worker, _distributed.get_client())

    def waiting(self, folder: str) -> t.Callable[[], t.ContextManager[None]]:
        """While another process has the chunk, the thread's place is free for another task."""

        @contextlib.contextmanager
        def give_way() -> t.Iterator[None]:
            if self._worker is None:
                yield
                return
            self._worker.log_event(TOPIC, {"chunk": folder, "waiting": True})
            _distributed.secede()
            yield
            _distributed.rejoin()

        return give_way

    def reporter(self, folder: str) -> t.Callable[[int, int], None]:
        """Tells of the documents of a chunk, not too often."""
        last = float("-inf")

        def report(ended: int, count: int) -> None:
            nonlocal last
            now = time.monotonic()
            if self._worker is not None and (ended == count or now - last >= _REPORT):
                last = now
                self._worker.log_event(TOPIC, {"chunk": folder, "ended": ended, "count": count})

        return report


class _Worker:
    """The client of this process, and its share of the requests."""

    def __init__(self, client: Pulse) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._chunks = 0
        self._stop = threading.Event()

    @property
    def is_idle(self) -> bool:
        return self._chunks == 0

    @contextlib.contextmanager
    def at_work(self, rate: t.Optional[float], task: _Task) -> t.Iterator[Pulse]:
        """The client, while a chunk uses it."""
        with self._lock:
            self._chunks += 1
            if self._chunks == 1 and rate:
                self._begin(rate, task.cluster)
        try:
            yield self._client
        finally:
            with self._lock:
                self._chunks -= 1
                if self._chunks == 0:
                    self._stop.set()

    def _begin(self, rate: float, cluster: t.Any) -> None:
        self._stop = threading.Event()
        if cluster is None:
            self._client.set_rate(rate)
            return
        others = _busy(cluster) - 1
        self._client.set_rate(max(rate / (others + 1), 0.001))
        if others:
            # Until they know of this one, all the requests are theirs.
            time.sleep(2 * _pause(others + 1))
        follow = threading.Thread(target=self._follow, args=(rate, cluster, self._stop), daemon=True)
        follow.start()

    def _follow(self, rate: float, cluster: t.Any, stop: threading.Event) -> None:
        """Divides the requests among the workers there are at the time."""
        share = 1
        while not stop.wait(_pause(share)):
            try:
                share = _busy(cluster)
            except OSError as problem:
                # The scheduler cannot be reached: this share is still that of one among as many.
                logging.getLogger("pulse_native").warning("The workers cannot be counted: %s", problem)
                continue
            if not stop.is_set():
                self._client.set_rate(max(rate / share, 0.001))


def _busy(cluster: t.Any) -> int:
    """How many worker processes have tasks; 1 at least."""
    return max(1, sum(1 for tasks in cluster.processing().values() if tasks))


def _pause(workers: int) -> float:
    return max(_LOOK, workers / _LOOKS_PER_SECOND)


def _worker(name: str, large: str) -> _Worker:
    """That of this process. It is made by the first chunk, so never before a fork or spawn."""
    with _lock:
        worker = _workers.get((name, large))
        if worker is None:
            options: t.Dict[str, t.Any] = {**_dask_settings.options_of(name), "large_result_folder": large}
            worker = _workers[name, large] = _Worker(Pulse(**options))
            for other in [key for key, value in _workers.items() if value.is_idle][:-_MAX_IDLE]:
                # Not closed here, as a chunk may be about to use it.
                del _workers[other]
        return worker


def _table(rows: t.List[t.Tuple[t.Any, ...]]) -> t.Any:
    pandas: t.Any = importlib.import_module("pandas")
    table = pandas.DataFrame(rows, columns=list(_chunks.COLUMNS))
    kinds = {"pages": "Int64", "duration": "float64"}
    return table.astype({column: kinds.get(column, "object") for column in _chunks.COLUMNS})


__all__ = ["TOPIC", "extract"]
