"""https, client certificates and proxies, through the real library."""

import asyncio
import os
import pickle
import select
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

import support  # first: it makes the package importable
import pulse_native
from pulse_native import (
    AsyncPulse,
    Pulse,
    PulseArgumentError,
    PulseError,
    PulseFileError,
    PulseNetworkError,
    PulseTLSError,
)
from tls_support import Server, make_certificates, make_incomplete

KEY = "canary-key-0123456789"
PASSWORD = "pass-canary-%40"


def openssl(words, *more):
    subprocess.run(["openssl", *words.split(), *more], check=True, capture_output=True)


class TlsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="pulse-tls-")
        cls.certificates = make_certificates(cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def server(self, **options):
        server = Server(**options)
        self.addCleanup(server.close)
        return server

    def client(self, url, **options):
        client = Pulse(KEY, base_url=url, max_retries=0, timeout=30, **options)
        self.addCleanup(client.close)
        return client

    def failure(self, kind, client):
        with self.assertRaises(kind) as caught:
            client.jobs.get_job("a")
        text = f"{caught.exception!r} {caught.exception} {vars(caught.exception)} {client!r}"
        for secret in (KEY, PASSWORD, "pass-canary-@"):
            self.assertNotIn(secret, text)
        return str(caught.exception)

    def test_a_ca_file_makes_its_certificates_trusted(self):
        server = self.server(certificate=self.certificates["server"])
        client = self.client(server.url, ca_file=self.certificates["ca"])
        self.assertEqual(client.jobs.get_job("a").result.markdown, "over TLS")
        self.assertEqual(pickle.loads(pickle.dumps(client)).jobs.get_job("a").status, "completed")

        async def asynchronous():
            async with AsyncPulse(KEY, base_url=server.url, ca_file=self.certificates["ca"]) as other:
                return await other.jobs.get_job("a")

        self.assertEqual(asyncio.run(asynchronous()).result.markdown, "over TLS")
        self.assertIn(KEY, server.heads[0])

    def test_what_is_not_trusted_is_sent_nothing(self):
        server = self.server(certificate=self.certificates["server"])
        self.assertIn("is not trusted: it was issued by 'ca'", self.failure(PulseTLSError, self.client(server.url)))
        self.assertIn(
            "no path leads to a CA in ca_file",
            self.failure(PulseTLSError, self.client(server.url, ca_file=self.certificates["other"])),
        )
        other = self.server(certificate=self.certificates["other"])
        self.assertIn(
            "is for 'other.example.com', and not for 'localhost'",
            self.failure(PulseTLSError, self.client(other.url, ca_file=self.certificates["ca"])),
        )
        self.assertEqual(server.heads + other.heads, [])

    def test_an_issuer_that_is_not_sent_is_not_fetched(self):
        # Whoever responds to the handshake chooses the URL, and fetching would hold up the thread of all sockets.
        elsewhere = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(elsewhere.close)
        url = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/between.crt"
        server = self.server(certificate=make_incomplete(self.folder.name, url))
        fine = self.client(self.server(certificate=self.certificates["server"]).url, ca_file=self.certificates["ca"])
        for trusted in (self.certificates["ca"], None):
            message = self.failure(PulseTLSError, self.client(server.url, ca_file=trusted))
            self.assertIn("issued by 'between'", message)
            self.assertEqual(fine.jobs.get_job("a").status, "completed")
        self.assertEqual(select.select([elsewhere], [], [], 0)[0], [])

    def test_a_plain_server_behind_https(self):
        server = self.server()
        self.assertIn(
            "does not speak TLS",
            self.failure(
                PulseTLSError, self.client(f"https://localhost:{server.port}", ca_file=self.certificates["ca"])
            ),
        )

    def test_a_client_certificate(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.subTest(version):
                server = self.server(
                    certificate=self.certificates["server"], client_ca=self.certificates["ca"], version=version
                )
                message = self.failure(PulseTLSError, self.client(server.url, ca_file=self.certificates["ca"]))
                self.assertRegex(message, "client certificate, and there is none")
                stranger = self.client(
                    server.url, ca_file=self.certificates["ca"], client_certificate=self.self_signed()
                )
                if version == ssl.TLSVersion.TLSv1_2:
                    self.assertIn("refused the client certificate", self.failure(PulseTLSError, stranger))
                else:
                    # Refused after the handshake, in words that the closing of the connection may overtake.
                    self.failure((PulseTLSError, PulseNetworkError), stranger)
                self.assertEqual(server.heads, [])
                one = self.client(
                    server.url, ca_file=self.certificates["ca"], client_certificate=self.certificates["client"]
                )
                self.assertEqual(one.jobs.get_job("a").status, "completed")
                two = self.client(
                    server.url,
                    ca_file=self.certificates["ca"],
                    client_certificate=self.certificates["client"].replace(".pem", ".crt"),
                    client_key=self.certificates["client"].replace(".pem", ".key"),
                )
                self.assertEqual(two.jobs.get_job("a").status, "completed")

    def test_keys_of_client_certificates(self):
        folder = tempfile.TemporaryDirectory(prefix="pulse-tls-")
        self.addCleanup(folder.cleanup)

        def made(kind, *key):
            path = f"{folder.name}/{kind}"
            openssl(
                "req -x509 -nodes -days 2", "-subj", "/CN=test", *key, "-keyout", f"{path}.key", "-out", f"{path}.crt"
            )
            with open(f"{path}.pem", "wb") as both:
                for part in ("crt", "key"):
                    with open(f"{path}.{part}", "rb") as file:
                        both.write(file.read())
            return f"{path}.pem"

        curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")
        for kind, key in (("rsa", ("-newkey", "rsa:2048")), ("ec", curve)):
            with self.subTest(kind):
                pem = made(kind, *key)
                server = self.server(certificate=self.certificates["server"], client_ca=pem)
                client = self.client(server.url, ca_file=self.certificates["ca"], client_certificate=pem)
                self.assertEqual(client.jobs.get_job("a").status, "completed")
        # .NET has no such keys.
        client = self.client("https://localhost:1", client_certificate=made("ed25519", "-newkey", "ed25519"))
        self.assertRegex(
            self.failure(PulseArgumentError, client),
            "client_certificate: '.*ed25519.pem' holds a key that cannot be read",
        )

    def test_the_users_own_roots(self):
        """Those that .NET keeps in the home directory, whatever else is there."""
        home = tempfile.TemporaryDirectory(prefix="pulse-tls-")
        self.addCleanup(home.cleanup)
        store = f"{home.name}/.dotnet/corefx/cryptography/x509stores/root"
        subprocess.run(["mkdir", "-p", "-m", "700", store], check=True)
        server = self.server(certificate=self.certificates["server"])
        program = (
            "import sys; from pulse_native import Pulse, PulseTLSError\n"
            "try: print(Pulse('k', base_url=sys.argv[1], max_retries=0).jobs.get_job('a').status)\n"
            "except PulseTLSError as error: print(error)"
        )

        def outcome():
            nothing = f"{home.name}/none"
            environment = {**os.environ, "HOME": home.name, "SSL_CERT_FILE": nothing, "SSL_CERT_DIR": nothing}
            environment["PYTHONPATH"] = os.path.dirname(os.path.dirname(pulse_native.__file__))
            words = [sys.executable, "-c", program, server.url]
            return subprocess.run(words, env=environment, check=True, capture_output=True, text=True).stdout.strip()

        def add(name, *words):
            openssl("pkcs12 -export -passout pass:", *words, "-out", f"{store}/{name}.pfx")

        self.assertIn("is not trusted", outcome())
        add("ca", "-nokeys", "-in", self.certificates["ca"])
        self.assertEqual(outcome(), "completed")
        for kind, key in (
            ("rsa", ("-newkey", "rsa:2048")),
            ("ec", ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")),
            ("dsa", ("-newkey", f"dsa:{home.name}/parameters")),
        ):
            with self.subTest(kind):
                path = f"{home.name}/{kind}"
                if kind == "dsa":
                    openssl("genpkey -genparam -algorithm DSA -pkeyopt dsa_paramgen_bits:1024", "-out", key[1][4:])
                openssl("req -x509 -nodes -subj /CN=other", *key, "-keyout", f"{path}.key", "-out", f"{path}.crt")
                add(kind, "-inkey", f"{path}.key", "-in", f"{path}.crt")
                self.assertEqual(outcome(), "completed")

    def self_signed(self):
        folder = tempfile.TemporaryDirectory(prefix="pulse-tls-")
        self.addCleanup(folder.cleanup)
        make_certificates(folder.name)
        return f"{folder.name}/client.pem"

    def test_wrong_files_and_urls_are_named(self):
        self.assertIn(
            "ca_file: '/no/such/file' cannot be read",
            self.failure(PulseFileError, self.client("https://localhost:1", ca_file="/no/such/file")),
        )
        self.assertIn(
            "ca_file: ",
            self.failure(
                PulseArgumentError, self.client("https://localhost:1", ca_file=support.sample("bank-statement.pdf"))
            ),
        )
        self.assertIn(
            "client_key",
            self.failure(
                PulseArgumentError, self.client("https://localhost:1", client_certificate=self.certificates["ca"])
            ),
        )
        self.assertIn(
            "proxy must be",
            self.failure(PulseArgumentError, self.client("https://localhost:1", proxy=f"ftp://user:{PASSWORD}@host")),
        )
        with self.assertRaises(PulseError):
            self.client("https://localhost:1", proxy="a\0b")

    def test_proxies(self):
        server = self.server(certificate=self.certificates["server"])
        proxy = self.server(credentials="user:pass-canary-@")
        good, bad = f"http://user:{PASSWORD}@localhost:{proxy.port}", f"http://localhost:{proxy.port}"
        tunneled = self.client(server.url, ca_file=self.certificates["ca"], proxy=good)
        self.assertEqual(tunneled.jobs.get_job("a").status, "completed")
        self.assertTrue(
            all(head.startswith(f"CONNECT localhost:{server.port} ") and KEY not in head for head in proxy.heads),
            proxy.heads,
        )
        self.assertNotIn("Proxy-Authorization", server.heads[0])
        self.assertNotIn(PASSWORD, f"{tunneled!r} {tunneled} {vars(tunneled)}")
        proxy.heads.clear()
        self.assertEqual(self.client("http://localhost:1", proxy=good).jobs.get_job("a").status, "completed")
        self.assertEqual(len(proxy.heads), 1)
        self.assertIn(
            "demands credentials (HTTP 407)", self.failure(PulseNetworkError, self.client(server.url, proxy=bad))
        )
        self.assertIn("HTTP 407", self.failure(PulseNetworkError, self.client("http://localhost:1", proxy=bad)))

    def test_a_proxy_that_wants_credentials_of_another_kind(self):
        server = self.server(certificate=self.certificates["server"])
        others = ('Digest realm="test", nonce="1", qop="auth", algorithm=SHA-256', "Negotiate", "NTLM")
        for challenges in (others[:1], others[1:], others):
            for url in (server.url, "http://localhost:1"):
                with self.subTest(challenges, url=url):
                    proxy = self.server(credentials="none:of these", challenges=challenges)
                    address = f"http://user:{PASSWORD}@localhost:{proxy.port}"
                    client = self.client(url, ca_file=self.certificates["ca"], proxy=address)
                    self.assertRegex(self.failure(PulseNetworkError, client), "HTTP 407")

    def test_cookies_are_not_kept(self):
        server = self.server()
        client = self.client(server.url)
        for _ in range(2):
            self.assertEqual(client.jobs.get_job("a").status, "completed")
        self.assertEqual(len(server.heads), 2)
        self.assertNotIn("cookie", "".join(server.heads).lower())

    def test_the_environments_proxy_is_that_of_the_moment(self):
        server = self.server(certificate=self.certificates["server"])
        proxy = self.server()
        client = {"url": server.url, "ca_file": self.certificates["ca"]}
        # Set after the library was first used: it looks at the process's environment, not at a copy.
        self.client(**client).jobs.get_job("a")
        with mock.patch.dict("os.environ", HTTPS_PROXY=f"http://localhost:{proxy.port}"):
            self.client(**client).jobs.get_job("a")
            self.assertEqual(len(proxy.heads), 1)
            self.client(**client, proxy="").jobs.get_job("a")
            with mock.patch.dict("os.environ", NO_PROXY="localhost"):
                self.client(**client).jobs.get_job("a")
            self.assertEqual(len(proxy.heads), 1)


if __name__ == "__main__":
    unittest.main()
