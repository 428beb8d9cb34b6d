"""The trace of the caller goes along when OpenTelemetry is in the process. A stand-in has the one function that is used."""

import asyncio
import contextlib
import contextvars
import ctypes
import os
import sys
import tempfile
import types
import unittest
from unittest import mock

import support

from pulse_native import AsyncPulse, Pulse, PulseArgumentError, _ffi
from pulse_native._library import LIBRARY, Owner, call

SPAN = contextvars.ContextVar("span", default=None)
EXTRA = {"baggage": "user=anna", "no name": "x", "x-broken": "a\r\nb"}


def inject(carrier, context=None, setter=None):
    """As opentelemetry.propagate.inject: nothing without a span."""
    if SPAN.get() is not None:
        carrier.update({"traceparent": SPAN.get(), "tracestate": "v=1", **EXTRA})


@contextlib.contextmanager
def span(number):
    token = SPAN.set(f"00-{number:032x}-{number:016x}-01")
    try:
        yield SPAN.get()
    finally:
        SPAN.reset(token)


class TracingTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.close()

    def setUp(self):
        self.seen = len(self.requests())
        self.sandbox.force("completed", ["known", "other"], result={"markdown": "x"})
        parent, propagate = types.ModuleType("opentelemetry"), types.ModuleType("opentelemetry.propagate")
        propagate.inject = inject
        loaded = mock.patch.dict(sys.modules, {"opentelemetry": parent, "opentelemetry.propagate": propagate})
        loaded.start()
        self.addCleanup(loaded.stop)

    def requests(self):
        return [entry for entry in self.sandbox.control("journal")["entries"] if "/_sandbox/" not in entry["path"]]

    def sent(self, name="traceparent"):
        """The path of each request since the test began, and its header of that name."""
        found = []
        for entry in self.requests()[self.seen :]:
            headers = {key.lower(): value for key, value in entry["headers"]}
            self.assertNotIn("baggage", headers)
            self.assertNotIn("x-broken", headers)
            found.append((entry["path"], headers.get(name)))
        return found

    def client(self, **options):
        return Pulse(support.API_KEY, base_url=self.sandbox.url, **options)

    def test_each_call_carries_the_span_it_is_made_in(self):
        with self.client() as client:
            with span(1) as first:
                client.jobs.get_job("known")
            client.jobs.get_job("known")
            with span(2) as second:
                client.jobs.wait("other")
            self.assertEqual(self.sent(), [("/job/known", first), ("/job/known", None), ("/job/other", second)])
            self.assertEqual([value for _, value in self.sent("tracestate")], ["v=1", None, "v=1"])

    def test_a_submit_its_retries_and_its_polls(self):
        fault = {"match": {"path_prefix": "/extract"}, "action": {"status": 503}, "times": 1}
        self.sandbox.control("faults", [fault])
        self.addCleanup(self.sandbox.control, "faults", [])
        with self.client() as client, span(3) as parent:
            client.extract_and_wait(file=support.sample("bank-statement.pdf"), initial_delay=0.05)
            sent = self.sent()
            self.assertGreaterEqual(len(sent), 3)
            self.assertEqual({value for _, value in sent}, {parent})
            self.assertEqual([path for path, _ in sent[:2]], ["/extract", "/extract"])

    def test_coroutines_do_not_mix(self):
        async def one(client, number):
            with span(number) as parent:
                await asyncio.sleep(0)
                job = f"job-{number}"
                await client.jobs.wait(job)
                return f"/job/{job}", parent

        async def all_of_them():
            async with AsyncPulse(support.API_KEY, base_url=self.sandbox.url) as client:
                return await asyncio.gather(*(one(client, number) for number in range(1, 21)))

        self.sandbox.force("completed", [f"job-{number}" for number in range(1, 21)], result={"markdown": "x"})
        self.assertEqual(sorted(asyncio.run(all_of_them())), sorted(self.sent()))

    def test_many_documents(self):
        with tempfile.TemporaryDirectory() as folder, self.client() as client, span(4) as parent:
            client.run_many([support.sample("bank-statement.pdf")], os.path.join(folder, "a"))
            list(client.iter_many([support.sample("bank-statement.pdf")], os.path.join(folder, "b")))
            self.assertEqual({value for _, value in self.sent()}, {parent})

    def test_headers_of_the_program_win(self):
        with self.client(headers={"Traceparent": "own"}) as client, span(5):
            client.jobs.get_job("known")
        with self.client() as client, span(6):
            client.jobs.get_job("known", request_options={"additional_headers": {"traceparent": "once"}})
        self.assertEqual([value for _, value in self.sent()], ["own", "once"])

    def test_a_part_of_opentelemetry_without_its_api(self):
        with mock.patch.dict(sys.modules, {"opentelemetry.propagate": None}), self.client() as client, span(7):
            client.jobs.get_job("known")
        self.assertEqual(self.sent(), [("/job/known", None)])

    def test_no_other_origin_gets_them(self):
        with contextlib.closing(support.Sandbox()) as other, self.client() as client, span(8):
            # A redirect to another origin.
            other.force("completed", ["known"], result={"markdown": "elsewhere"})
            redirect = {"status": 302, "headers": {"location": f"{other.url}/job/known"}}
            self.sandbox.control("faults", [{"match": {"path_prefix": "/job/"}, "action": redirect}])
            self.addCleanup(self.sandbox.control, "faults", [])
            with contextlib.suppress(Exception):
                client.jobs.get_job("known", request_options={"max_retries": 0})
            entries = [entry for entry in other.control("journal")["entries"] if entry["path"] == "/job/known"]
            self.assertEqual(len(entries), 1)
            names = {name.lower() for name, _ in entries[0]["headers"]}
            self.assertFalse({"traceparent", "tracestate", "x-api-key"} & names)

    def test_forbidden_headers(self):
        forbidden = ["Authorization", "cookie", "x-api-key", "Host", "Connection", "Content-Length", "bad name", "TE"]
        with self.client() as client:
            native = client._core.native().owner
            for name in forbidden:
                out = _ffi.Handle()
                headers = (_ffi.Header * 1)(_ffi.Header(name.encode(), b"value-canary"))
                with self.assertRaises(PulseArgumentError) as raised:
                    call(LIBRARY.pulse_client_with_headers, native.handle, headers, 1, ctypes.byref(out))
                self.assertIn(name, str(raised.exception))
                self.assertNotIn("canary", str(raised.exception))
            twice = (_ffi.Header * 2)(_ffi.Header(b"a", b"1"), _ffi.Header(b"A", b"2"))
            with self.assertRaises(PulseArgumentError):
                call(LIBRARY.pulse_client_with_headers, native.handle, twice, 2, ctypes.byref(_ffi.Handle()))

    def test_a_handle_adds_to_the_handle_it_is_made_of(self):
        with self.client() as client:
            owner = client._core.native().owner
            for name, value in ((b"X-A", b"1"), (b"X-B", b"2"), (b"x-a", b"3")):
                out = _ffi.Handle()
                header = (_ffi.Header * 1)(_ffi.Header(name, value))
                call(LIBRARY.pulse_client_with_headers, owner.handle, header, 1, ctypes.byref(out))
                owner = Owner(out, LIBRARY.pulse_client_free)
            job = _ffi.Handle()
            call(LIBRARY.pulse_get_job, owner.handle, b"known", ctypes.byref(job))
            LIBRARY.pulse_job_free(job)
        self.assertEqual(self.sent("x-a") + self.sent("x-b"), [("/job/known", "3"), ("/job/known", "2")])


class RateTests(unittest.TestCase):
    def test_a_rate_that_changes(self):
        with contextlib.closing(support.Sandbox()) as sandbox, Pulse(support.API_KEY, base_url=sandbox.url) as client:
            sandbox.force("completed", ["known"], result={"markdown": "x"})
            client.set_rate(0.01)
            client.jobs.get_job("known")
            with self.assertRaises(TimeoutError):
                # Its turn comes in 100 s.
                client.jobs.wait("known", timeout=0.3)
            client.set_rate(0)
            for _ in range(20):
                client.jobs.get_job("known")
            for wrong in (-1, 1e9, float("nan")):
                with self.assertRaises(PulseArgumentError):
                    client.set_rate(wrong)
            self.assertLessEqual(len(sandbox.control("journal")["entries"]), 23)


if __name__ == "__main__":
    unittest.main()
