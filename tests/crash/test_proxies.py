"""Proxies that respond wrongly: through one to https:// nothing was sent, and beyond one of http:// nobody knows."""

import concurrent.futures
import json
import subprocess
import unittest

from program import PATIENCE, PULSE, UNEXPECTED, ProgramTest
from services import response
from test_hostile import Same

PASSWORD = "proxy-password"
API_ERROR = {"error": {"code": "GENERAL_001", "message": "later"}}
SUBMITTED = {"job_id": "job-1", "status": "pending"}
TUNNEL = b"HTTP/1.1 200 OK\r\n\r\n"


def basic(status):
    return response(b"<html>no</html>", status, content_type="text/html")


# Each with what it says about a submit over http://: that it was refused, or that its outcome is unknown.
REFUSED, UNKNOWN = False, True
RESPONSES = {
    "nothing": (b"", UNKNOWN),
    "no HTTP": (b"SSH-2.0-proxy\r\n", UNKNOWN),
    "huge headers": (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 2_000_000 + b"\r\n\r\n", UNKNOWN),
    "a tunnel that ends": (TUNNEL, UNKNOWN),
    "a tunnel to something else": (TUNNEL + b"\x00\xff\x00\xff", UNKNOWN),
    "a tunnel, and a response in it": (TUNNEL + response(SUBMITTED), UNKNOWN),
    "switching protocols": (response(b"", "101 Switching Protocols"), UNKNOWN),
    "no content": (b"HTTP/1.1 204 No Content\r\n\r\n", UNKNOWN),
    "a redirect": (response(b"", "302 Found", "Location: http://127.0.0.1:1/extract\r\n"), UNKNOWN),
    "a redirect of its own": (response(b"", "307 Temporary Redirect", "Location: /extract\r\n"), UNKNOWN),
    "bad gateway": (basic("502 Bad Gateway"), UNKNOWN),
    "unavailable": (basic("503 Service Unavailable"), UNKNOWN),
    "unavailable, says the API": (response(API_ERROR, "503 Service Unavailable"), REFUSED),
    "gateway timeout": (basic("504 Gateway Timeout"), UNKNOWN),
    "not allowed": (basic("403 Forbidden"), REFUSED),
    "too many": (response(b"", "429 Too Many Requests", "Retry-After: 0\r\n"), REFUSED),
    "other credentials": (
        response(b"", "407 Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="x"\r\n'),
        REFUSED,
    ),
    "unknown credentials": (
        response(b"", "407 Proxy Authentication Required", "Proxy-Authenticate: Negotiate\r\n"),
        REFUSED,
    ),
}


class ProxyTest(ProgramTest):
    def submit(self, proxy, url):
        address = proxy.url.replace("http://", f"http://user:{PASSWORD}@")
        environment = {**self.environment(url), "NO_PROXY": ""}
        environment |= {name: address for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")}
        words = [PULSE, "extract", "--json", "--no-wait", "--quiet", "--max-retries", "0", self.path]
        return subprocess.run(
            words,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def check(self, url, unknown):
        self.path = self.document("a.txt", "mark-a")

        def one(case):
            name, (given, over_http) = case
            proxy = Same(given)
            try:
                run = self.submit(proxy, url)
            finally:
                proxy.close()
            return name, run, unknown(over_http)

        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            for name, run, is_unknown in pool.map(one, RESPONSES.items()):
                with self.subTest(what=name):
                    told = run.stdout + run.stderr
                    self.assertIn(run.returncode, (1, 4, 5), told)
                    self.assertNotRegex(told, UNEXPECTED)
                    for secret in (PASSWORD, "program-key"):
                        self.assertNotIn(secret, told)
                    error = next(json.loads(line)["error"] for line in told.splitlines() if line.startswith("{"))
                    self.assertEqual(is_unknown, error.get("may_have_been_accepted", False), told)

    def test_a_proxy_that_makes_no_tunnel_has_sent_nothing(self):
        self.check("https://service.example", lambda over_http: False)

    def test_a_proxy_of_http_may_have_sent_it(self):
        self.check("http://127.0.0.1:9", lambda over_http: over_http)


if __name__ == "__main__":
    unittest.main()
