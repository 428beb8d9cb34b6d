"""Servers over TLS and a proxy, on loopback, with certificates made for the moment."""

import base64
import http.server
import json
import os
import select
import socket
import ssl
import subprocess
import threading

JOB = {"job_id": "a", "status": "completed", "result": {"markdown": "over TLS"}}


def make_certificates(folder):
    """ca.pem, and server.pem, other.pem, client.pem, each with its key; returns their paths by name."""

    def request(name, *more):
        subprocess.run(
            [
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-keyout",
                os.path.join(folder, f"{name}.key"),
                "-out",
                os.path.join(folder, f"{name}.crt"),
                "-subj",
                f"/CN={name}",
                *more,
            ],
            check=True,
            capture_output=True,
        )
        paths[name] = os.path.join(folder, f"{name}.pem")
        with open(paths[name], "wb") as both:
            for part in ("crt", "key"):
                with open(os.path.join(folder, f"{name}.{part}"), "rb") as file:
                    both.write(file.read())

    paths = {}
    request("ca")
    for name, host in (("server", "localhost"), ("other", "other.example.com"), ("client", "client")):
        request(
            name,
            "-CA",
            os.path.join(folder, "ca.crt"),
            "-CAkey",
            os.path.join(folder, "ca.key"),
            "-addext",
            f"subjectAltName=DNS:{host}",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        )
    paths["ca"] = os.path.join(folder, "ca.crt")
    return paths


def make_incomplete(folder, url):
    """A certificate whose issuer, which the server does not send, is said to be at a URL. Needs what `make_certificates` has made; returns its path."""

    def path(name):
        return os.path.join(folder, name)

    def certificate(name, issuer, *extensions):
        more = [part for extension in extensions for part in ("-addext", extension)]
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
            + ["-keyout", path(f"{name}.key"), "-out", path(f"{name}.crt")]
            + ["-CA", path(f"{issuer}.crt"), "-CAkey", path(f"{issuer}.key"), *more],
            check=True,
            capture_output=True,
        )

    certificate("between", "ca", "basicConstraints=critical,CA:TRUE")
    certificate("leaf", "between", "subjectAltName=DNS:localhost", f"authorityInfoAccess=caIssuers;URI:{url}")
    with open(path("leaf.pem"), "wb") as both:
        for part in ("crt", "key"):
            with open(path(f"leaf.{part}"), "rb") as file:
                both.write(file.read())
    return path("leaf.pem")


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.heads.append(f"{self.requestline}\n{self.headers}")
        if not self.authorized():
            return
        body = json.dumps(JOB).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Set-Cookie", "a=b")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self):
        self.server.heads.append(f"{self.requestline}\n{self.headers}")
        if not self.authorized():
            return
        host, port = self.path.split(":")
        with socket.create_connection((host, int(port))) as onward:
            self.send_response(200)
            self.end_headers()
            while True:
                for ready in select.select([self.connection, onward], [], [])[0]:
                    data = ready.recv(65536)
                    if not data:
                        self.close_connection = True
                        return
                    (onward if ready is self.connection else self.connection).sendall(data)

    def authorized(self):
        wanted = self.server.credentials
        if (
            wanted is None
            or self.headers["Proxy-Authorization"] == "Basic " + base64.b64encode(wanted.encode()).decode()
        ):
            return True
        # With an echo, as some proxies response.
        body = str(self.headers).encode()
        self.send_response(407)
        for challenge in self.server.challenges:
            self.send_header("Proxy-Authenticate", challenge)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return False

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    """Responses every request with a job; a proxy when it is asked as one.

    :param certificate: a PEM file; without one it speaks plain HTTP
    :param client_ca: demands a client certificate of this CA
    :param credentials: ``user:password``, demanded as a proxy
    :param challenges: how it demands them
    """

    daemon_threads = True

    def __init__(
        self, certificate=None, client_ca=None, version=None, credentials=None, challenges=('Basic realm="test"',)
    ):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heads = []
        self.credentials = credentials
        self.challenges = challenges
        self.context = None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
            if version:
                self.context.minimum_version = self.context.maximum_version = version
            if client_ca:
                self.context.verify_mode = ssl.CERT_REQUIRED
                self.context.load_verify_locations(client_ca)
        self.port = self.server_address[1]
        self.url = f"{'https' if certificate else 'http'}://localhost:{self.port}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def finish_request(self, request, client_address):
        # In the connection's own thread: a handshake that hangs holds up no other.
        if self.context:
            request.settimeout(20)
            with self.context.wrap_socket(request, server_side=True) as secure:
                super().finish_request(secure, client_address)
        else:
            super().finish_request(request, client_address)

    def handle_error(self, request, client_address):
        # A client that hangs up is what most of these tests are about.
        pass

    def close(self):
        self.shutdown()
        self.server_close()
