"""Results beside plain dicts and lists: the same habits, read where they lie."""

import collections.abc
import copy
import datetime
import inspect
import json
import pickle
import tracemalloc
import unittest
from unittest import mock

import support  # noqa: F401 - first: it makes the package importable
import pulse_native
from pulse_native import Extraction, Job, JsonArray, JsonObject, _results

WORDS = "The quick brown fox jumps over the lazy dog. "


def made_box(number):
    corners = [0.125, 0.25, 0.5, 0.25, 0.5, 0.375, 0.125, 0.375]
    return {"id": f"txt-{number}", "content": f"{WORDS}{number}", "page_number": number, "bounding_box": corners}


def made_result(count):
    boxes = {
        "Text": [made_box(number) for number in range(count)],
        "Tables": [],
        "x/y~z\u20ac": [1, None, "\U0001f600"],
    }
    return {"markdown": WORDS * count, "page_count": 3, "warnings": [], "bounding_boxes": boxes, "plan_info": None}


def job_of(result, **more):
    return Job.from_dict({"job_id": "a", "status": "completed", "result": result, **more})


class DictsTest(unittest.TestCase):
    # Below and above the sizes at which values are read in parts.
    SIZES = (0, 1, 40, 300, 3500)

    def test_they_hold_what_plain_ones_hold(self):
        for count in self.SIZES:
            plain = made_result(count)
            for kept in (lambda: job_of(plain).result, lambda: pickle.loads(pickle.dumps(job_of(plain).result))):
                with self.subTest(count):
                    self.assertEqual(kept(), plain)
                    self.assertEqual(plain, kept())
                    self.assertEqual(kept(), kept())
                    self.assertNotEqual(kept(), {**plain, "page_count": 4})
                    self.assertEqual(kept().to_dict(), plain)
                    self.assertEqual(
                        (len(kept()), list(kept()), list(kept().keys())), (len(plain), list(plain), list(plain))
                    )
                    self.assertEqual(list(reversed(kept())), list(reversed(plain)))
                    self.assertEqual((dict(kept()), {**kept()}, kept() | {"a": 1}), (plain, plain, {**plain, "a": 1}))
                    self.assertEqual({"page_count": 4, "a": 1} | kept(), {"a": 1, **plain, "page_count": 3})
                    self.assertEqual(dict(kept().items()), plain)
                    self.assertEqual(list(kept().values()), list(plain.values()))
                    self.assertEqual([name in kept() for name in ("markdown", "nope", 5)], [True, False, False])
                    self.assertEqual(
                        (kept().get("nope"), kept().get("page_count"), kept().get("nope", 7)), (None, 3, 7)
                    )
                    self.assertEqual(kept()["bounding_boxes"]["x/y~z\u20ac"][2], "\U0001f600")
                    self.assertEqual(json.loads(json.dumps(kept(), default=pulse_native.to_json)), plain)
                    self.assertEqual(json.loads(str(kept())), plain)
                    self.assertEqual(copy.deepcopy(kept()), plain)
                    self.assertEqual(copy.copy(kept()), plain)
                    self.assertEqual(
                        [bool(kept()), bool(kept().warnings), bool(kept().bounding_boxes.Text)],
                        [True, False, count > 0],
                    )
                    with self.assertRaises(KeyError):
                        kept()["nope"]
                    with self.assertRaises(AttributeError):
                        kept().nope
                    with self.assertRaises(TypeError):
                        hash(kept())

    def test_arrays_hold_what_lists_hold(self):
        for count in self.SIZES:
            plain = made_result(count)["bounding_boxes"]["Text"]
            with self.subTest(count):

                def boxes():
                    return job_of(made_result(count)).result.bounding_boxes.Text

                self.assertEqual((boxes(), len(boxes()), list(boxes())), (plain, count, plain))
                self.assertEqual(
                    (list(reversed(boxes())), boxes() + [1], [1] + boxes()), (plain[::-1], [*plain, 1], [1, *plain])
                )
                self.assertEqual((boxes()[2:5], boxes()[::-3], boxes()[:]), (plain[2:5], plain[::-3], plain))
                self.assertEqual((boxes().copy(), boxes().to_list()), (plain, plain))
                twice = boxes()
                for _ in range(2):
                    self.assertEqual([box["content"] for box in twice], [box["content"] for box in plain])
                    self.assertEqual([twice[number].id for number in range(count)], [box["id"] for box in plain])
                    self.assertEqual(
                        [twice[-number - 1]["id"] for number in range(count)], [box["id"] for box in plain[::-1]]
                    )
                interrupted = boxes()
                for number, box in enumerate(interrupted):
                    self.assertEqual(interrupted[count - 1 - number].page_number, count - 1 - number)
                    self.assertEqual(box.page_number, number)
                for wrong, error in ((count, IndexError), (-count - 1, IndexError), ("a", TypeError)):
                    with self.assertRaises(error):
                        boxes()[wrong]
                if count:
                    self.assertEqual((boxes().index(plain[-1]), boxes().count(plain[0])), (count - 1, 1))
                    self.assertIn(plain[0], boxes())
                    self.assertIsInstance(boxes()[0], pulse_native.types.BoundingBoxItem)
                    self.assertIsInstance(next(iter(boxes())), pulse_native.types.BoundingBoxItem)
                self.assertNotIn({}, boxes())
                with self.assertRaises(ValueError):
                    boxes().index("nope")

    def test_an_array_of_very_large_items(self):
        plain = [{"text": WORDS * 3000, "n": number} for number in range(6)]
        array = job_of({"markdown": "x", "pages": plain}).result["pages"]
        self.assertEqual(
            [(page.n, len(page.text)) for page in array], [(page["n"], len(page["text"])) for page in plain]
        )
        self.assertEqual((array[3]["n"], array[-1]["n"], array[2].find("/n")), (3, 5, 2))
        self.assertIs(array[3], array[3])

    def test_programs_that_walk_through_json_see_dicts_and_lists(self):
        def walk(value):
            if isinstance(value, dict):
                return {name: walk(child) for name, child in value.items()}
            if isinstance(value, list):
                return [walk(child) for child in value]
            return value

        plain = made_result(300)
        result = job_of(plain).result
        walked = walk(result)
        self.assertEqual(walked, plain)
        self.assertEqual((type(walked), type(walked["bounding_boxes"]["Text"][0])), (dict, dict))
        for value, kinds in (
            (result, (dict, JsonObject, Extraction, collections.abc.Mapping)),
            (result.bounding_boxes.Text, (list, JsonArray, collections.abc.Sequence)),
        ):
            for kind in kinds:
                self.assertIsInstance(value, kind)
        self.assertIs(type(result), Extraction)
        # The encoder that is written in Python takes them for what they are; so does what builds on it.
        self.assertEqual(json.loads(json.dumps(result, indent=1, default=pulse_native.to_json)), plain)

    def test_nothing_is_parsed_that_is_not_shown(self):
        parsed = []

        def counting(text):
            parsed.append(len(text))
            return json.loads(str(text, "utf-8"))

        with mock.patch.object(_results, "parsed", counting):
            job = job_of(made_result(6000))
            result = job.result
            for look in (
                lambda: len(result),
                lambda: repr(result),
                lambda: repr(job),
                lambda: "markdown" in result,
                lambda: list(result.keys()),
                lambda: result.bounding_boxes,
                lambda: len(result.bounding_boxes.Text),
                lambda: repr(result.bounding_boxes.Text),
                lambda: bool(result.bounding_boxes.Text),
                lambda: result.page_count,
                lambda: dir(result),
            ):
                self.assertTrue(look())
            self.assertLess(sum(parsed), 1000)
            self.assertEqual(result.bounding_boxes.Text[4000].page_number, 4000)
            self.assertLess(sum(parsed), 2000)
            for number in range(6000):
                result["bounding_boxes"]["Text"][number]["content"]
            # Each box once, in spite of the way that leads to it.
            self.assertLess(sum(parsed), 1.1 * len(json.dumps(made_result(6000)["bounding_boxes"])))
            self.assertEqual(len(result.markdown), 6000 * len(WORDS))
            before = sum(parsed)
            self.assertIs(result.markdown, result.markdown)
            self.assertEqual(sum(parsed), before)

    def test_what_is_read_again_and_again_is_parsed_twice_at_most(self):
        parsed = []

        def counting(text):
            parsed.append(len(text))
            return json.loads(str(text, "utf-8"))

        with mock.patch.object(_results, "parsed", counting):
            boxes = job_of(made_result(6000)).result.bounding_boxes.Text
            for _ in range(20):
                self.assertEqual(sum(box.page_number for box in boxes), 6000 * 5999 // 2)
        self.assertLess(sum(parsed), 2.1 * len(boxes.raw))

    def test_reading_once_takes_half_the_memory_of_loads(self):
        plain = made_result(40_000)
        text = json.dumps(plain).encode()
        job = Job.from_json(b'{"job_id":"a","status":"completed","result":' + text + b"}")

        def peak(read):
            tracemalloc.start()
            try:
                read()
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        ours = peak(lambda: [len(box.content) for box in job.result.bounding_boxes.Text])
        theirs = peak(lambda: [len(box["content"]) for box in json.loads(text)["bounding_boxes"]["Text"]])
        self.assertLess(ours, theirs / 2)

    def test_damage_is_a_protocol_error_wherever_it_is_met(self):
        filler = json.dumps(WORDS * 1000)
        for inner in ('[{"a":1},{"a":tru},{"a":3}]', "[1,2,nul]", '{"a":1,"b":-}'):
            for large in (False, True):
                body = f'{{"job_id":"a","status":"completed","result":{{"markdown":{filler if large else 1},"x":{inner}}}}}'
                with self.subTest(inner, large=large), self.assertRaises(pulse_native.ProtocolError):
                    Job.from_json(body).result.to_dict()
                with self.subTest(inner, large=large), self.assertRaises(pulse_native.ProtocolError):
                    list(Job.from_json(body).result["x"])


class ModelsTest(unittest.TestCase):
    def setUp(self):
        self.plain = {
            "markdown": "x",
            "page_count": None,
            "bounding_boxes": {"Text": [{"id": "t1", "content": "c", "page": None}, {"id": "t2"}]},
        }
        self.job = job_of(self.plain, created_at="2025-01-15T10:30:00Z")
        self.result = self.job.result

    def test_methods_of_the_official_models(self):
        result, plain = self.result, self.plain
        without = {"markdown": "x", "bounding_boxes": {"Text": [{"id": "t1", "content": "c"}, {"id": "t2"}]}}
        for dump in (result.dict, result.model_dump):
            self.assertEqual(
                (dump(), dump(exclude_none=True), dump(by_alias=True, mode="json")), (plain, without, plain)
            )
            self.assertEqual(dump(include={"markdown"}), {"markdown": "x"})
            self.assertEqual(dump(exclude={"bounding_boxes", "page_count"}), {"markdown": "x"})
            boxes = {"bounding_boxes": {"Text": {"__all__": {"id"}}}}
            self.assertEqual(dump(include=boxes), {"bounding_boxes": {"Text": [{"id": "t1"}, {"id": "t2"}]}})
            self.assertEqual(
                dump(include={"bounding_boxes": {"Text": {-1: ...}}}), {"bounding_boxes": {"Text": [{"id": "t2"}]}}
            )
            first = dump(exclude={"bounding_boxes": {"Text": {0: True}}, "page_count": True})
            self.assertEqual(first, {"markdown": "x", "bounding_boxes": {"Text": [{"id": "t2"}]}})
            with self.assertRaises(TypeError):
                dump(exclude_nones=True)
        for text in (result.json, result.model_dump_json):
            self.assertEqual(json.loads(text()), plain)
            self.assertEqual(text(indent=2, exclude_none=True), json.dumps(without, indent=2))
        self.assertEqual(result.copy(), result)
        changed = result.copy(update={"markdown": "y"})
        self.assertEqual((type(changed), changed.markdown, result.markdown), (Extraction, "y", "x"))
        self.assertEqual(result.model_copy(update={"markdown": "y"}, deep=True), changed)
        self.assertEqual(Extraction.model_validate(plain), result)

    def test_fields_win_over_their_methods(self):
        result = job_of({"markdown": "x", "json": 1, "dict": 2, "copy": 3, "values": 4, "items": 5}).result
        self.assertEqual((result.json, result.dict, result.copy, result.values, result["items"]), (1, 2, 3, 4, 5))

    def test_jobs_are_made_for_tests(self):
        job = self.job
        self.assertEqual((job.job_id, job.status, job.is_terminal, job.markdown), ("a", "completed", True, "x"))
        self.assertEqual(Job.from_dict(job.to_dict()), job)
        self.assertEqual(Job.from_json(bytes(job.raw)), job)
        self.assertEqual(pickle.loads(pickle.dumps(job)), job)
        self.assertEqual(copy.deepcopy(job), job)
        self.assertNotEqual(job.copy(update={"status": "failed", "error": "torn"}), job)
        self.assertEqual(len({job, job.copy()}), 1)
        failed = pulse_native.SyncJob(job_id="b", status="failed", error="retry later")
        self.assertEqual((type(failed), failed.error, failed.may_retry), (pulse_native.SyncJob, "retry later", True))
        with self.assertRaisesRegex(pulse_native.PulseArgumentError, "does not belong to a client"):
            failed.cancel()
        for body in ({}, {"job_id": "a"}, {"status": "completed"}):
            with self.assertRaises(pulse_native.ProtocolError):
                Job.from_dict(body)
        with self.assertRaises(pulse_native.ProtocolError):
            Job.from_json("[]")

    def test_jobs_dump_as_the_official_ones(self):
        job = self.job
        self.assertEqual(job.dict()["created_at"], job.created_at)
        self.assertEqual(job.dict(mode="json")["created_at"], "2025-01-15T10:30:00Z")
        self.assertEqual(job.dict(include={"job_id"}), {"job_id": "a"})
        self.assertEqual(json.loads(job.json(exclude_none=True))["result"], self.result.dict(exclude_none=True))
        self.assertEqual(dict(job), job.dict())
        self.assertIs(dict(job)["result"], job.result)
        self.assertEqual(json.loads(json.dumps(job, default=pulse_native.to_json))["job_id"], "a")

    def test_the_collector_is_the_programs(self):
        job = job_of(made_result(6000))
        refuse = AssertionError("the collector's state is the program's, whose other threads may change it meanwhile")
        with mock.patch("gc.disable", side_effect=refuse), mock.patch("gc.enable", side_effect=refuse):
            self.assertEqual(len(job.result.to_dict()["bounding_boxes"]["Text"]), len(job.result.bounding_boxes.Text))

    def test_submissions_have_times_as_jobs_do(self):
        Submission = pulse_native.Submission
        text, time = "2025-01-15T10:30:00.5Z", datetime.datetime(2025, 1, 15, 10, 30, 0, 500000, datetime.timezone.utc)
        sent = Submission(job_id="a", status="pending", queuedAt=text)
        self.assertEqual((sent.queued_at, sent["queuedAt"], sent.to_dict()["queuedAt"]), (time, text, text))
        self.assertEqual((sent.dict()["queuedAt"], sent.dict(exclude_none=True)["queuedAt"]), (time, time))
        self.assertEqual(sent.model_dump(mode="json")["queuedAt"], text)
        self.assertEqual(
            [json.loads(one)["queuedAt"] for one in (sent.json(), sent.copy().json(indent=1))], [text, text]
        )
        self.assertEqual((sent.copy().queued_at, pickle.loads(pickle.dumps(sent)).queued_at), (time, time))

        # As programs make them that were written for the official SDK.
        made = Submission(job_id="a", status="pending", queued_at=time)
        self.assertEqual((made.queued_at, made.dict()["queued_at"]), (time, time))
        for unknown in ({}, {"queuedAt": "soon"}, {"queuedAt": None}, {"queuedAt": 5}):
            sent = Submission(job_id="a", status="pending", **unknown)
            self.assertEqual((sent.queued_at, sent.dict()), (None, sent.to_dict()))

    def test_results_are_made_of_fields(self):
        made = Extraction(markdown="z", plan_info={"tier": "trial"}, bounding_boxes=self.result.bounding_boxes)
        self.assertEqual((made.plan_info.tier, made.bounding_boxes.Text[1].id), ("trial", "t2"))
        self.assertEqual(made.dict()["bounding_boxes"], self.plain["bounding_boxes"])
        self.assertEqual((len(Extraction()), Extraction().markdown), (0, None))

    def test_mocks_see_what_clients_have(self):
        for kind in (pulse_native.Pulse, pulse_native.AsyncPulse):
            client = mock.create_autospec(kind, instance=True)
            returned = client.jobs.get_job("a", request_options={"max_retries": 0})
            self.assertEqual(inspect.iscoroutine(returned), kind is pulse_native.AsyncPulse)
            if inspect.iscoroutine(returned):
                returned.close()
            for resource, method in (("form", "detect"), ("batch", "extract"), ("webhooks", "create_webhook_link")):
                self.assertTrue(callable(getattr(getattr(client, resource), method)))
            with self.assertRaises(TypeError):
                client.jobs.get_job("a", job="b")
            with self.assertRaises(AttributeError):
                client.jobs.get_jobs


if __name__ == "__main__":
    unittest.main()
