"""A sandbox for tests: a local Pulse server without accounts, keys and costs.

As fixtures of pytest, named in a ``conftest.py``::

    pytest_plugins = ["pulse_native.testing"]

    def test_statement(pulse_client):
        assert pulse_client.extract(file="statement.pdf").markdown

or by itself: ``with Sandbox() as sandbox: client = sandbox.client()``.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import urllib.request

from . import AsyncPulse, Pulse, _annotations as t


class Sandbox:
    """A ``pulse-sandbox`` process on a free port of this machine; it ends with ``close()`` and with the ``with`` block.

    :param files: a folder whose files ``file_url`` may name
    :param program: the program; default: the environment variable ``PULSE_SANDBOX``, then ``pulse-sandbox`` on the PATH
    :param arguments: more arguments of ``pulse-sandbox serve``
    """

    #: The key that the sandbox takes.
    api_key = "pulse-sandbox-key"

    def __init__(
        self,
        *,
        files: t.Optional[t.StrPath] = None,
        program: t.Optional[t.StrPath] = None,
        arguments: t.Iterable[str] = (),
    ) -> None:
        found = program or os.environ.get("PULSE_SANDBOX") or shutil.which("pulse-sandbox")
        if not found:
            raise FileNotFoundError("pulse-sandbox is not on the PATH; name it in PULSE_SANDBOX")
        command = [os.fspath(found), "serve", "--port", "0", *arguments]
        if files is not None:
            command += ["--files", os.fspath(files)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        #: Where it listens: ``base_url`` of clients.
        self.url = self._process.stdout.readline().strip()
        if not self.url:
            self.close()
            raise RuntimeError(f"{found} has not started")

    def client(self, **options: t.Any) -> Pulse:
        """A client of the sandbox."""
        return Pulse(**self._options(options))

    def async_client(self, **options: t.Any) -> AsyncPulse:
        """An asynchronous client of the sandbox."""
        return AsyncPulse(**self._options(options))

    def _options(self, options: t.Dict[str, t.Any]) -> t.Dict[str, t.Any]:
        return {"api_key": self.api_key, "base_url": self.url, **options}

    def set_job(self, job_id: str, status: str, **state: t.Any) -> None:
        """Gives a job a state, such as ``result={"markdown": "x"}`` or ``error="no pages"``; makes it if there is none."""
        self.control(f"jobs/{job_id}", {"status": status, **state})

    def set_faults(self, *faults: t.Mapping[str, t.Any]) -> None:
        """Faults of the responses from now on (docs/sandbox.md); none takes them away."""
        self.control("faults", list(faults))

    def requests(self) -> t.List[t.Dict[str, t.Any]]:
        """The requests that came so far."""
        entries: t.List[t.Dict[str, t.Any]] = self.control("journal")["entries"]
        return entries

    def control(self, path: str, body: t.Any = None) -> t.Any:
        """A request to the control plane, ``/_sandbox/``."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(f"{self.url}/_sandbox/{path}", data, headers)
        # Not through the proxy of the machine.
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as response:
            return json.loads(response.read() or b"null")

    def close(self) -> None:
        """Ends the process."""
        if self._process.poll() is None:
            self._process.terminate()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> t.Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def _pulse_sandbox() -> t.Iterator[Sandbox]:
    """A sandbox for all tests of a run."""
    with Sandbox() as sandbox:
        yield sandbox


def _pulse_client(pulse_sandbox: Sandbox) -> t.Iterator[Pulse]:
    """A client of the sandbox, whose faults end with the test."""
    with pulse_sandbox.client() as client:
        yield client
    pulse_sandbox.set_faults()


try:
    _pytest: t.Any = importlib.import_module("pytest")
except ImportError:
    # Sandbox serves other test runners, too.
    pass
else:
    pulse_sandbox = _pytest.fixture(scope="session", name="pulse_sandbox")(_pulse_sandbox)
    pulse_client = _pytest.fixture(name="pulse_client")(_pulse_client)

__all__ = ["Sandbox"]
