"""Small servers that know the documentation alone, and keep to it or not."""

import json
import re
import socket
import threading

MARK = re.compile(rb"mark-[a-z0-9-]+")
# Small enough for what was not read to be felt by the sender.
SEND_BUFFER = 16 * 1024


class Request:
    def __init__(self, method, path, headers, body):
        self.method, self.path, self.headers, self.body = method, path, headers, body


class Service:
    """An HTTP/1.1 server on loopback; `answer(request, connection)` gives a response, or None for a connection that ends."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self.lock = threading.Condition()
        self.ended = False
        self.connected = 0
        self.requests = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def close(self):
        with self.lock:
            self.ended = True
            self.lock.notify_all()
        # Wakes the thread that accepts, which close() alone does not.
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()

    def wait_until(self, condition, timeout=60):
        """Waits until something has happened here."""
        with self.lock:
            if not self.lock.wait_for(condition, timeout):
                raise AssertionError("what was waited for did not happen")

    def note(self, change):
        with self.lock:
            change()
            self.lock.notify_all()

    def answer(self, request, connection):
        raise NotImplementedError

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        self.note(lambda: setattr(self, "connected", self.connected + 1))
        with connection:
            try:
                buffered = b""
                while True:
                    request, buffered = self.read(connection, buffered)
                    if request is None:
                        return
                    self.note(lambda request=request: self.requests.append((request.method, request.path)))
                    response = self.answer(request, connection)
                    if response is None:
                        return
                    connection.sendall(response)
            except OSError:
                # The client hung up, as it was made to.
                return
            finally:
                self.note(lambda: setattr(self, "connected", self.connected - 1))

    def read(self, connection, buffered):
        while b"\r\n\r\n" not in buffered:
            piece = connection.recv(65536)
            if not piece:
                return None, b""
            buffered += piece
        head, _, rest = buffered.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        method, path, _ = lines[0].split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        if not self.takes_body(method, path, connection):
            return Request(method, path, headers, b""), rest
        if headers.get("transfer-encoding") == "chunked":
            while not rest.endswith(b"0\r\n\r\n"):
                piece = connection.recv(65536)
                if not piece:
                    return None, b""
                rest += piece
            return Request(method, path, headers, rest), b""
        length = int(headers.get("content-length", "0"))
        while len(rest) < length:
            piece = connection.recv(65536)
            if not piece:
                return None, b""
            rest += piece
        return Request(method, path, headers, rest[:length]), rest[length:]

    def takes_body(self, method, path, connection):
        """Whether a request's body is read before the request is answered."""
        return True


def response(body, status="200 OK", headers="", content_type="application/json"):
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode()
        + body
    )


class OnceService(Service):
    """
    Every result is a large one, and each can be fetched once: a transfer that the client broke off may begin again, as far as the server can tell.

    Each comes over a connection of its own. One that has carried a large result before has so large a receive buffer in the client's
    kernel that all of the next fits into it: sent, and lost with the process that had not read a byte.
    """

    def __init__(self, size=400_000, hold=False):
        super().__init__()
        self.size, self.hold = size, hold
        self.submits, self.used, self.half = {}, set(), set()

    def mark_of(self, job):
        return job[len("job-") :]

    def result(self, job):
        mark = self.mark_of(job)
        return json.dumps({"markdown": f"{mark} " + "x" * self.size + f" end of {mark}"}).encode()

    def answer(self, request, connection):
        if request.method == "POST":
            mark = MARK.search(request.body).group().decode()
            self.note(lambda: self.submits.__setitem__(mark, self.submits.get(mark, 0) + 1))
            return response({"job_id": f"job-{mark}", "status": "pending"})
        job = request.path.split("/")[-1]
        if request.path.startswith("/job/"):
            return response(
                {"job_id": job, "status": "completed", "result": {"is_url": True, "url": f"/large_results/{job}"}}
            )
        with self.lock:
            if job in self.used:
                return response({"error": {"code": "STORAGE_001", "message": "already downloaded"}}, "410 Gone")
            self.used.add(job)
        whole = response(self.result(job), headers="Connection: close\r\n")
        try:
            connection.sendall(whole[: len(whole) // 2])
            self.note(lambda: self.half.add(job))
            if self.hold:
                self.wait_until(lambda: self.ended, 600)
                return None
            connection.sendall(whole[len(whole) // 2 :])
            return None
        except OSError:
            self.note(lambda: self.used.discard(job))
            raise

    def _serve(self, connection):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        super()._serve(connection)
