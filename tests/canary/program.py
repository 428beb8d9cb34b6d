"""Does what a Python program can do with a client that was given the key, and prints every object of the package, every error and every local variable."""

import asyncio
import ctypes
import gc
import os
import sys
import traceback

KEY = sys.stdin.readline().strip()  # a local of this program's own is its own affair, so it is a global
PROXY = sys.stdin.readline().strip()

from pulse_native import AsyncPulse, Pulse, _ffi  # noqa: E402
from pulse_native._library import LIBRARY  # noqa: E402


@_ffi.LogCallback
def log_line(level, message, _):
    print("log", level, ctypes.string_at(message.data, message.size).decode())


def show_all():
    """Everything of the package that is alive, with what its objects are made of."""
    shown = 0
    for item in gc.get_objects():
        if type(item).__module__.startswith("pulse_native"):
            shown += 1
            print(repr(item), str(item))
            values = dict(getattr(item, "__dict__", {}))
            values.update(
                {
                    name: getattr(item, name, None)
                    for name in getattr(type(item), "__slots__", ())
                    if isinstance(name, str)
                }
            )
            print(values)
    return shown


def attempt(what, action):
    try:
        print(what, repr(action()))
    except Exception as error:
        details = traceback.TracebackException.from_exception(error, capture_locals=True)
        # The frames of the package, with all their variables.
        details.stack = traceback.StackSummary.from_list(
            [frame for frame in details.stack if "pulse_native" in frame.filename]
        )
        print("".join(details.format()))
        print(repr(error), str(error), error.args, vars(error))


def main(document):
    LIBRARY.pulse_set_log(log_line, 1, None, None)
    with Pulse(KEY, max_retries=1, proxy=PROXY or None) as client:
        attempt("get", lambda: client.jobs.get_job("some-job"))
        attempt("extract", lambda: client.extract(file=document))
        attempt("wait", lambda: client.extract_and_wait(file=document))
        attempt("cancel", lambda: client.jobs.cancel_job("some-job"))
        attempt("save", lambda: client.save_large_result("some-job", "large.json"))
        shown = show_all()

    async def asynchronous():
        async with AsyncPulse(KEY, max_retries=1, proxy=PROXY or None) as other:
            try:
                print(repr(await other.extract_and_wait(file=document)))
            except Exception as error:
                print(repr(error), str(error), vars(error))
            return show_all()

    shown += asyncio.run(asynchronous())
    LIBRARY.pulse_set_log(_ffi.LogCallback(), 5, None, None)
    print("done", shown > 4, os.getpid())


main(sys.argv[1])
