"""What has no peer: one process with many waits or many documents, beside its budgets and what is recorded."""

import dataclasses
import json
import pathlib
import shutil
import subprocess

from . import programs

SANDBOX = programs.ROOT / "artifacts" / "bin" / "pulse-sandbox"

_TIMEOUT_S = 3600


@dataclasses.dataclass(frozen=True)
class Alone:
    """`program` is started in a sandbox with these options. `arguments` are its own; a Path among them is made with the documents.
    `values` are the row's figures: by name in the program's JSON, what it is called and, where there is one, its budget.
    """

    name: str
    title: str
    program: str
    options: tuple
    arguments: tuple
    values: dict
    is_long: bool = False  # only when it is asked for by name


_TITLES = {
    "peak_rss_kb": "peak MB",
    "cpu_us_per_poll": "CPU \u00b5s/poll",
    "lateness_p99_ms": "lateness p99 ms",
    "cpu_us": "CPU \u00b5s/document",
    "documents_per_s": "documents/s",
}

# The others depend on what else the machine does.
_COMPARED = ("peak_rss_kb", "cpu_us", "cpu_us_per_poll")


def _waits(name, count, seconds, delay, peak, is_long):
    return Alone(
        name,
        f"{count:,} waits in one process, a poll each every {delay} s",
        "many_waits",
        ("--keep", str(count + 1000), "--keep-bytes", "8GB"),
        (str(count), str(seconds), str(delay)),
        {"peak_rss_kb": peak, "cpu_us_per_poll": None, "lateness_p99_ms": 22.0},
        is_long,
    )


def _batch(name, count, is_long):
    return Alone(
        name,
        f"{count:,} small documents in one run, 64 at a time",
        "batch",
        ("--processing-time", "0ms", "--keep", str(count * 3)),
        (pathlib.Path("batch-run"), str(count)),
        {"peak_rss_kb": None, "cpu_us": None, "documents_per_s": None},
        is_long,
    )


ALL = (
    _waits("waits", 100_000, 130, 60, 45.5, is_long=False),
    _waits("waits-1m", 1_000_000, 900, 600, 500.0, is_long=True),
    _batch("batch", 20_000, is_long=False),
    _batch("batch-100k", 100_000, is_long=True),
)


def _documents(folder, count):
    """Makes what is not there of the documents."""
    documents = folder / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = documents / f"{number:06}.txt"
        if not path.exists():
            path.write_text(f"Document {number}\n\nA line of text.\n")
    # What a run that was broken off has written.
    shutil.rmtree(folder / "output", ignore_errors=True)
    return str(folder)


def _run(alone, folder):
    count = int(alone.arguments[-1]) if alone.program == "batch" else 0
    arguments = [
        _documents(folder / argument, count) if isinstance(argument, pathlib.Path) else argument
        for argument in alone.arguments
    ]
    program = programs.compile_ours(folder, f"ours/{alone.program}.c")
    command = [str(SANDBOX), "exec", *alone.options, "--", program, *arguments]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        raise programs.Failed(f"{alone.name}: no end after {_TIMEOUT_S} s") from None
    finally:
        # Not just before a run: for some minutes ext4 passes over each inode that was freed, which costs more than all else.
        for argument in alone.arguments:
            if isinstance(argument, pathlib.Path):
                shutil.rmtree(folder / argument / "output", ignore_errors=True)
    if done.returncode != 0:
        raise programs.Failed(
            f"{alone.name}: exit code {done.returncode}: {(done.stdout + done.stderr).strip()[-2000:]}"
        )
    return json.loads(done.stdout.strip().splitlines()[-1])


def measure(chosen, folder):
    """Prints each row's figures and budgets. Returns what is to be compared with what is recorded: by row, (value, value, value)."""
    found = {}
    for alone in chosen:
        if not (SANDBOX.exists() and programs.LIBRARY.exists()):
            print(f"\nNot measured: {alone.name}: `make lib cli` makes the library and the sandbox")
            continue
        result = _run(alone, folder)
        print(f"\n{alone.title}")
        for key, budget in alone.values.items():
            # 1 MB is 1 000 000 bytes here, the kernel's kB is 1024.
            value = result[key] * 1024 / 1e6 if key == "peak_rss_kb" else result[key]
            kept = "" if budget is None else f"   at most {budget:.2f}   {'ok' if value <= budget else 'OVER'}"
            print(f"  {_TITLES[key]:50}{value:>10.2f}{kept}")
            if key in _COMPARED:
                found[f"{alone.name}: {_TITLES[key]}"] = [round(value, 2)] * 3
    return found
