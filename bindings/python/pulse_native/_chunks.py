"""Many documents in chunks, each with a folder and a journal of its own: what several processes and machines share.

A chunk's folder has its list of documents, its journal and its results. A document stays in the chunk that it was first put into, so
that a later run with other documents pays for nothing twice.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import re
import tempfile
import time

from . import _annotations as t
from ._errors import PulseArgumentError, PulseError, PulseFileError
from ._job import Job

#: The file with the names of a chunk's documents.
LIST = "pulse-documents.list"

#: The file that the engine keeps in a chunk's folder by default.
JOURNAL = "pulse-journal.jsonl"

#: What a run of a chunk returns for each document.
COLUMNS = ("document", "state", "job_id", "error", "pages", "path", "duration")

_FOLDER = re.compile(r"chunk-(\d{6,})\Z")
_URL = re.compile(r"https?://", re.I)

#: Seconds between looks at a journal that another process holds.
_FIRST_LOOK, _LAST_LOOK = 0.05, 2.0


def name_of(document: t.StrPath) -> str:
    """A URL as it is; a path from the root, as another machine has no idea of this process's working directory."""
    name = os.fsdecode(document)
    return name if _URL.match(name) else os.path.abspath(name)


def plan(documents: t.Iterable[t.StrPath], output: str, size: int) -> t.List[t.Tuple[str, t.Optional[t.List[int]]]]:
    """Puts documents into chunks: their folders, and which of a chunk's documents are meant where it has others too."""
    names = list(dict.fromkeys(name_of(document) for document in documents))
    os.makedirs(output, exist_ok=True)
    with open(os.path.join(output, "pulse-chunks.lock"), "a", encoding="ascii") as lock:
        # Another program that does the same at the same time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        places: t.Dict[str, t.Tuple[str, int]] = {}
        sizes: t.Dict[str, int] = {}
        last = 0
        for entry in sorted(os.listdir(output)):
            found = _FOLDER.match(entry)
            folder = os.path.join(output, entry)
            if found:
                last = max(last, int(found.group(1)))
            if found and os.path.exists(os.path.join(folder, LIST)):
                listed = read_list(folder)
                sizes[folder] = len(listed)
                for index, name in enumerate(listed):
                    places.setdefault(name, (folder, index))
        fresh = [name for name in names if name not in places]
        for start in range(0, len(fresh), size):
            last += 1
            folder = os.path.join(output, f"chunk-{last:06d}")
            part = fresh[start : start + size]
            _write_list(folder, part)
            sizes[folder] = len(part)
            places.update((name, (folder, index)) for index, name in enumerate(part))
    picked: t.Dict[str, t.List[int]] = {}
    for name in names:
        folder, index = places[name]
        picked.setdefault(folder, []).append(index)
    return [(folder, None if len(picks) == sizes[folder] else picks) for folder, picks in picked.items()]


def read_list(folder: str) -> t.List[str]:
    """The documents of a chunk."""
    with open(os.path.join(folder, LIST), encoding="ascii") as file:
        names: t.List[str] = json.load(file)
    return names


def _write_list(folder: str, names: t.List[str]) -> None:
    os.makedirs(folder, exist_ok=True)
    descriptor, path = tempfile.mkstemp(dir=folder, prefix=".documents-")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        # Names that are not UTF-8 have halves of surrogate pairs, which ASCII can say.
        json.dump(names, file, ensure_ascii=True)
        file.flush()
        os.fsync(file.fileno())
    os.rename(path, os.path.join(folder, LIST))


def run(
    client: t.Pulse,
    folder: str,
    picks: t.Optional[t.List[int]],
    settings: t.Mapping[str, t.Any],
    *,
    waiting: t.Callable[[], t.ContextManager[t.Any]] = contextlib.nullcontext,
    on_ended: t.Callable[[int, int], t.Any] = lambda ended, count: None,
) -> t.List[t.Tuple[t.Any, ...]]:
    """Extracts the documents of a chunk, and returns a row for each; goes on where an earlier run was ended.

    :param settings: the parameters of ``iter_many``
    :param waiting: entered while another process holds the journal
    :param on_ended: told how many documents have ended, and how many there are
    """
    names = read_list(folder)
    if picks is not None:
        names = [names[index] for index in picks]
    journal = os.path.join(folder, JOURNAL)
    while True:
        _wait_for(journal, waiting)
        try:
            return _run(client, folder, names, settings, on_ended)
        except PulseFileError as failure:
            if "in use by another process" not in str(failure):
                return [(name, "failed", None, _words(failure), None, None, None) for name in names]
            # Another one came first.
        except PulseArgumentError:
            # Of the program, and not of a document.
            raise
        except PulseError as failure:
            return [(name, "not_started", None, _words(failure), None, None, None) for name in names]


def _wait_for(journal: str, waiting: t.Callable[[], t.ContextManager[t.Any]]) -> None:
    """Waits until no process holds a journal."""
    if not is_held(journal):
        return
    delay = _FIRST_LOOK
    with waiting():
        while is_held(journal):
            time.sleep(delay)
            delay = min(delay * 2, _LAST_LOOK)


def is_held(journal: str) -> bool:
    """Whether a process has a journal open."""
    try:
        descriptor = os.open(journal, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno not in (errno.EWOULDBLOCK, errno.EACCES):
            raise
        return True
    finally:
        os.close(descriptor)
    return False


def _run(
    client: t.Pulse,
    folder: str,
    names: t.List[str],
    settings: t.Mapping[str, t.Any],
    on_ended: t.Callable[[int, int], t.Any],
) -> t.List[t.Tuple[t.Any, ...]]:
    began: t.Dict[str, float] = {}
    durations: t.Dict[str, float] = {}

    def time_it(progress: t.DocumentProgress) -> None:
        now = time.monotonic()
        began.setdefault(progress.document, now)
        if progress.has_ended:
            durations[progress.document] = now - began[progress.document]

    with client.iter_many(names, folder, on_progress=time_it, **settings) as many:
        for progress in many:
            on_ended(progress.ended, progress.count)
    assert many.run is not None
    rows: t.List[t.Tuple[t.Any, ...]] = []
    for outcome in many.run.documents:
        error = outcome.error
        words = None if error is None else f"{error.name}: {error.message}"
        pages = _pages_of(outcome.output) if outcome.output and error is None else None
        duration = durations.get(outcome.document)
        rows.append((outcome.document, outcome.state, outcome.job_id, words, pages, outcome.output, duration))
    return rows


def _pages_of(path: str) -> t.Optional[int]:
    with open(path, "rb") as file:
        content = file.read()
    try:
        result: t.Any = Job.from_json(b'{"job_id":"pages","status":"completed","result":' + content + b"}").result
        pages: t.Optional[int] = result.page_count
    except (PulseError, AttributeError):
        # A result of another shape.
        return None
    return pages


def _words(failure: PulseError) -> str:
    return f"{type(failure).__name__}: {failure}"
