"""nginx on a free port of the loopback interface, for the length of a `with` block."""

import contextlib
import dataclasses
import pathlib
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request

API_KEY = "bench-key"
_TEMPLATE = pathlib.Path(__file__).resolve().parent.parent / "nginx.conf"


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _get(url, headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def _configuration(**places):
    # Not string.Template, as nginx writes its own variables as `$name`.
    text = _TEMPLATE.read_text()
    for name, value in places.items():
        text = text.replace("${" + name + "}", str(value))
    return text


@dataclasses.dataclass(frozen=True)
class Addresses:
    """The server's base URLs, and what trusts it: a file with its CA alone, and one with the machine's roots before it."""

    http: str
    https: str
    one_ca: str
    all_roots: str


def _make_certificates(folder):
    """A CA of this run's own and a certificate of it for localhost."""
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout"]
    (folder / "extensions").write_text("subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n")
    for command in (
        ["req", "-x509", *key, "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=bench CA"],
        ["req", *key, "server.key", "-out", "server.csr", "-subj", "/CN=localhost"],
        ["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30"]
        + ["-extfile", "extensions", "-out", "server.pem"],
    ):
        subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)
    machine = ssl.get_default_verify_paths().cafile
    roots = pathlib.Path(machine).read_text() if machine else ""
    (folder / "roots.pem").write_text(roots + (folder / "ca.pem").read_text())


@contextlib.contextmanager
def serve(nginx, folder):
    """Yields the addresses. `folder` is absolute and holds www/job/<id>."""
    folder = pathlib.Path(folder)
    (folder / "temp").mkdir(exist_ok=True)
    _make_certificates(folder)
    port, tls_port = _free_port(), _free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(_configuration(folder=folder, port=port, tls_port=tls_port, api_key=API_KEY))
    process = subprocess.Popen(
        [nginx, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(configuration)], stdin=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(process, url, folder)
        yield Addresses(url, f"https://localhost:{tls_port}", str(folder / "ca.pem"), str(folder / "roots.pem"))
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(process, url, folder):
    deadline = time.monotonic() + 10
    while True:
        if process.poll() is not None:
            raise RuntimeError(f"nginx ended with code {process.returncode}; see {folder / 'error.log'}")
        try:
            allowed = _get(f"{url}/job/job-120b", {"x-api-key": API_KEY})
            refused = _get(f"{url}/job/job-120b", {})
        except OSError:
            if time.monotonic() > deadline:
                raise RuntimeError(f"nginx does not answer at {url}") from None
            time.sleep(0.02)
            continue
        if (allowed, refused) != (200, 401):
            raise RuntimeError(f"nginx answers {allowed} with the key and {refused} without it, not 200 and 401")
        return
