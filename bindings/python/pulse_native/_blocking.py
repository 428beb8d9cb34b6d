"""Calls that block: Python waits on the queue's descriptor, and not inside the library, so that Ctrl-C ends them at once."""

from __future__ import annotations

import select

from . import _annotations as t, _ffi
from ._queue import Ended, Queue


#: How long one look at the descriptor lasts. The kernel may deliver a signal to a thread of the library, where it does not
#: interrupt the wait of the main thread; Python sees it then when that look is over.
_LOOK_MS = 50

#: How long an interrupted call looks for what it knows of its job.
LAST_WORDS_MS = 50

#: Queues that are kept for the next calls.
_MAX_IDLE = 16


def wait_readable(queue: Queue, milliseconds: t.Optional[int] = None) -> bool:
    """Waits for a completion; without a limit when none is given. Signal handlers run, and may raise, meanwhile."""
    if not hasattr(select, "poll"):
        # Under eventlet there is select.select() alone, which lets other green threads run and knows no highest descriptor.
        limit = _LOOK_MS if milliseconds is None else milliseconds
        while not select.select([queue.fd], [], [], limit / 1000)[0]:
            if milliseconds is not None:
                return False
        return True
    poller = select.poll()
    poller.register(queue.fd, select.POLLIN)
    if milliseconds is not None:
        return bool(poller.poll(milliseconds))
    while not poller.poll(_LOOK_MS):
        pass
    return True


def take_queue(client: t.NativeClient) -> Queue:
    """A queue of which this thread is the only user."""
    try:
        return client.idle.pop()
    except IndexError:
        return Queue(client)


def give_back(client: t.NativeClient, queue: Queue) -> None:
    if len(client.idle) < _MAX_IDLE:
        client.idle.append(queue)
    else:
        queue.close()


def run(client: t.NativeClient, operation: t.PendingCall, bind: t.Bind) -> t.Any:
    """Starts an operation, waits for its end, and returns or raises what comes of it."""
    queue = take_queue(client)
    started = False
    try:
        queue.start(operation.start, 0)
        started = True
        while True:
            wait_readable(queue)
            completion = queue.next()
            if isinstance(completion, Ended):
                break
            if completion is not None and operation.report(completion):
                queue.cancel(0)
    except BaseException as raised:
        try:
            if started:
                note_job(raised, _stop(queue), operation.job_id)
        finally:
            # Whatever is under way there ends with it.
            queue.close()
        raise
    give_back(client, queue)
    return operation.finish(completion, bind)


def _stop(queue: Queue) -> t.Optional[Ended]:
    """Stops the operation that a caller has turned away from, and looks shortly for its last words."""
    queue.cancel(0)
    while wait_readable(queue, LAST_WORDS_MS):
        completion = queue.next()
        if completion is None or isinstance(completion, Ended):
            return completion
    return None


def note_job(raised: BaseException, ended: t.Optional[Ended], job_id: t.Optional[str]) -> None:
    """Notes on an exception that ended a wait from outside how the wait can be resumed."""
    failure = None if ended is None else ended.failure()
    if job_id is None and failure is not None:
        job_id = failure.job_id
    if job_id:
        add_note(raised, f"The job {job_id} may still run: client.jobs.wait({job_id!r}) resumes.")
    elif failure is not None and failure.code == _ffi.OUTCOME_UNKNOWN:
        add_note(raised, failure.message)


def log_job(ended: Ended, job_id: t.Optional[str]) -> None:
    """Logs which job there is after a call whose caller has left before its completion."""
    failure = ended.failure()
    if job_id is None and failure is not None and (failure.job_id or failure.code == _ffi.OUTCOME_UNKNOWN):
        import logging

        found = f"The job {failure.job_id} may still run." if failure.job_id else failure.message
        logging.getLogger("pulse_native").warning("A call was canceled during its submit. %s", found)


def add_note(raised: BaseException, note: str) -> None:
    if hasattr(raised, "add_note"):
        raised.add_note(note)
    else:
        # Before Python 3.11 nothing prints notes; those that look for them find them where newer versions keep them.
        notes: t.List[str] = getattr(raised, "__notes__", [])
        setattr(raised, "__notes__", [*notes, note])
