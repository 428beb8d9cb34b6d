"""A program of a user's, run by test_dask.py with a Python that has Dask: extracts a folder of documents on a cluster.

usage: dask_program.py SCENARIO DOCUMENTS OUTPUT SANDBOX_URL

Prints what came of it as JSON. `kill` and `stop` are for workers that are not there any more, or for a while.
"""

import collections
import glob
import json
import os
import signal
import sys
import threading
import time
import urllib.request

import cloudpickle
import dask
import dask.bag
import distributed

import pulse_native.dask
from pulse_native import Pulse


def submits(url):
    """How many documents the server has accepted, and how often at most one and the same."""
    with urllib.request.urlopen(f"{url}/_sandbox/journal") as answer:
        counts = [document["count"] for document in json.load(answer)["submits"]]
    return sum(counts), max(counts, default=0)


def wait_until(condition, what, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"{what}: not within {seconds} s")
        time.sleep(0.02)


def kill(client, url, count):
    """Ends a worker process when some documents are submitted; its nanny starts another."""
    wait_until(lambda: submits(url)[0] >= count // 5, "some submits")
    os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)


def events(client):
    return [event for _, event in client.get_events(pulse_native.dask.TOPIC)]


def stop(client, url, count):
    """Stops a worker process until Dask has given it up and the others have nothing left but its chunk; then it goes on."""
    wait_until(lambda: submits(url)[0] >= count // 5, "some submits")
    address, pid = next(iter(client.run(os.getpid).items()))
    os.kill(pid, signal.SIGSTOP)
    try:
        wait_until(lambda: address not in client.scheduler_info()["workers"], "the scheduler gives the worker up")
        # Another one has its task.
        wait_until(lambda: any(event.get("waiting") for event in events(client)), "a worker waits for the journal")
    finally:
        os.kill(pid, signal.SIGCONT)


def grow(client, url, count):
    """Another worker comes when some documents are submitted."""
    wait_until(lambda: submits(url)[0] >= count // 5, "some submits")
    client.cluster.scale(3)


def main():
    scenario, documents, output, url = sys.argv[1:]
    rate = 10 if scenario == "grow" else 200
    if scenario == "stop":
        dask.config.set({"distributed.scheduler.worker-ttl": "2s"})
    paths = sorted(glob.glob(os.path.join(documents, "*.txt")))
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=output
    )
    with cluster, distributed.Client(cluster) as client, Pulse(os.environ["KEY"], base_url=url) as pulse:
        options = {"chunk_size": 25, "concurrency": 25, "max_requests_per_second": rate}
        # In one of them the workers take all options from their environment.
        given = client if scenario == "kill" else pulse
        documents = dask.bag.from_sequence(paths, npartitions=3) if scenario == "stop" else paths
        rows = pulse_native.dask.extract(given, documents, output, **options)
        graph = cloudpickle.dumps(dict(rows.dask))
        failures = []

        def disturb():
            try:
                {"kill": kill, "stop": stop, "grow": grow}[scenario](client, url, len(paths))
            except BaseException as failure:
                failures.append(repr(failure))

        disturber = threading.Thread(target=disturb)
        disturber.start()
        table = rows.compute()
        disturber.join()
        again = pulse_native.dask.extract(given, paths, output, **options).compute()
        ended = max(event.get("ended", 0) for event in events(client))
        logs = repr(client.get_worker_logs()) + repr(client.get_scheduler_logs())
    print(
        json.dumps(
            {
                "failures": failures,
                "columns": list(table.columns),
                "documents": sorted(table.document) == paths,
                "states": collections.Counter(table.state),
                "again": collections.Counter(again.state),
                "pages": int(table.pages.sum()),
                "files": sum(os.path.exists(path) for path in table.path.dropna()),
                "distinct": len(set(table.path.dropna())),
                "durations": bool((table.duration.dropna() >= 0).all()),
                "submits": submits(url),
                "events": ended,
                "has_key": os.environ["KEY"] in logs or os.environ["KEY"].encode() in graph,
                "partitions": rows.npartitions,
            }
        )
    )


if __name__ == "__main__":
    main()
