"""What other packages bring: models, uploads, tables, bars, test runners. A small stand-in takes the place of one that is not installed."""

import dataclasses
import datetime
import decimal
import enum
import importlib
import io
import json
import logging
import os
import runpy
import shutil
import subprocess
import sys
import tempfile
import time
import types
import typing
import unittest
import uuid
import zipfile
from unittest import mock

import support  # first: it makes the package importable
import pulse_native
from pulse_native import Job, Progress, Pulse


class Kind(enum.Enum):
    CREDIT = "credit"
    DEBIT = "debit"


@dataclasses.dataclass
class Line:
    text: str
    amount: float
    kind: Kind = Kind.DEBIT


@dataclasses.dataclass
class Statement:
    """A bank statement."""

    holder: str
    date: typing.Optional[datetime.date]
    lines: typing.List[Line] = dataclasses.field(default_factory=list)


class Account(typing.TypedDict, total=False):
    holder: str
    balances: typing.Dict[str, float]


class Model:
    """As a class of pydantic 2."""

    def __init__(self, values):
        self.values = values

    @classmethod
    def model_json_schema(cls):
        return {"type": "object", "properties": {"holder": {"type": "string"}}}

    @classmethod
    def model_validate(cls, values):
        return cls(values)


class OldModel:
    """As a class of pydantic 1."""

    schema = Model.model_json_schema

    @classmethod
    def parse_obj(cls, values):
        return ("old", values)


VALUES = {"holder": "Ada", "date": "2025-01-31", "lines": [{"text": "fee", "amount": 3, "kind": "credit"}]}


def module_or_stand_in(name, **members):
    """A module that is installed; otherwise one with the members."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return types.SimpleNamespace(**members)


class ModelsTest(unittest.TestCase):
    def job(self, **result):
        return Job.from_dict({"job_id": "a", "status": "completed", "result": result})

    def test_values_become_objects(self):
        for result in (
            {"markdown": "x", "structured_output": {"values": VALUES, "citations": {}}},
            {"schema_id": "s", "schema_output": {"values": VALUES}},
            VALUES,
        ):
            statement = self.job(**result).result.parse(Statement)
            self.assertEqual(statement, Statement("Ada", datetime.date(2025, 1, 31), [Line("fee", 3.0, Kind.CREDIT)]))
            self.assertEqual(type(statement.lines[0].amount), float)
            self.assertEqual(self.job(**result).result.parse(Model).values, VALUES)
            self.assertEqual(self.job(**result).result.parse(OldModel), ("old", VALUES))
            self.assertEqual(self.job(**result).result.parse(Account), {"holder": "Ada"})
        self.assertEqual(self.job(holder="Ada").result.parse(Statement), Statement("Ada", None))

    def test_values_that_do_not_fit(self):
        for values, message in (
            ({"date": None}, "no 'holder', which Statement needs"),
            ({"holder": 5}, "5 is no str"),
            ({"holder": "x", "lines": {}}, "is no"),
            ({"holder": "x", "lines": [{"text": "fee", "amount": "much"}]}, "'much' is no float"),
            ({"holder": "x", "date": "yesterday"}, ""),
        ):
            with self.subTest(values), self.assertRaisesRegex(ValueError, message):
                self.job(markdown="x", structured_output={"values": values}).result.parse(Statement)

    def test_classes_are_schemas(self):
        schema = json.loads(json.dumps({"schema": Statement}, default=pulse_native.to_json))["schema"]
        self.assertEqual((schema["required"], schema["description"]), (["holder", "date"], "A bank statement."))
        self.assertEqual(
            schema["properties"]["date"]["anyOf"], [{"type": "string", "format": "date"}, {"type": "null"}]
        )
        line = schema["properties"]["lines"]["items"]
        self.assertEqual(line["properties"]["amount"], {"type": "number"})
        self.assertEqual(line["properties"]["kind"], {"enum": ["credit", "debit"]})
        account = json.loads(json.dumps(Account, default=pulse_native.to_json))
        self.assertEqual(
            account["properties"]["balances"], {"type": "object", "additionalProperties": {"type": "number"}}
        )
        for model in (Model, OldModel):
            self.assertEqual(json.loads(json.dumps(model, default=pulse_native.to_json)), Model.model_json_schema())
        with self.assertRaises(TypeError):
            json.dumps(int, default=pulse_native.to_json)

    def test_values_of_the_standard_library(self):
        given = [decimal.Decimal("1"), decimal.Decimal("2.5"), uuid.UUID(int=5), datetime.date(2025, 1, 31), {"a"}]
        expected = [1, 2.5, "00000000-0000-0000-0000-000000000005", "2025-01-31", ["a"]]
        sent = json.loads(json.dumps(given, default=pulse_native.to_json))
        self.assertEqual([(type(one), one) for one in sent], [(type(one), one) for one in expected])

    def test_frameworks_serialize_results(self):
        job = self.job(markdown="x", bounding_boxes={"Text": [{"id": "t", "bounding_box": [0.5]}]})

        def encoder(value):
            """What FastAPI does with what a function returns."""
            if isinstance(value, dict):
                return {name: encoder(child) for name, child in value.items()}
            if isinstance(value, list):
                return [encoder(child) for child in value]
            if isinstance(value, (str, int, float, type(None))):
                return value
            return encoder(dict(value))

        encode = module_or_stand_in("fastapi.encoders", jsonable_encoder=encoder).jsonable_encoder
        self.assertEqual(encode(job), job.to_dict())
        self.assertEqual(
            encode([job.result, job.result.bounding_boxes.Text]),
            [job.result.to_dict(), [{"id": "t", "bounding_box": [0.5]}]],
        )


class TablesTest(unittest.TestCase):
    def setUp(self):
        cells = [
            {"text": f"{row}{column}", "position": {"row": row, "column": column}}
            for row in range(2)
            for column in range(2)
        ]
        boxes = {"Text": [{"id": "t1"}, {"id": "t2"}], "Tables": [{"cell_data": cells}], "markdown_with_ids": "x"}
        result = {"markdown": "x", "bounding_boxes": boxes}
        self.result = Job.from_dict({"job_id": "a", "status": "completed", "result": result}).result

    def test_rows(self):
        frame = types.SimpleNamespace(DataFrame=lambda rows: rows)
        arrow = types.SimpleNamespace(Table=types.SimpleNamespace(from_pylist=lambda rows: rows))
        boxes = self.result.bounding_boxes
        with mock.patch.dict(sys.modules, {"pandas": frame, "pyarrow": arrow}):
            for method in ("to_pandas", "to_arrow"):
                self.assertEqual(getattr(boxes.Text, method)(), [{"id": "t1"}, {"id": "t2"}])
                self.assertEqual(getattr(boxes.Tables[0], method)(), [{"0": "00", "1": "01"}, {"0": "10", "1": "11"}])
                self.assertEqual([row["kind"] for row in getattr(self.result, method)()], ["Text", "Text", "Tables"])
        with mock.patch.dict(sys.modules, {"pandas": None, "pyarrow": None}):
            for method in ("to_pandas", "to_arrow"):
                with self.assertRaisesRegex(ImportError, f"{method}.*needs the package"):
                    getattr(boxes.Text, method)()

    def test_frames_of_pandas(self):
        pandas = module_or_stand_in("pandas", DataFrame=lambda rows: types.SimpleNamespace(to_dict=lambda _: rows))
        with mock.patch.dict(sys.modules, {"pandas": pandas}):
            self.assertEqual(
                self.result.bounding_boxes.Text.to_pandas().to_dict("records"), [{"id": "t1"}, {"id": "t2"}]
            )


class FilesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = support.Sandbox()
        cls.client = Pulse(support.API_KEY, base_url=cls.sandbox.url)
        with open(support.sample("bank-statement.pdf"), "rb") as file:
            cls.content = file.read()

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.sandbox.close()

    def sent(self, document):
        self.client.extract(file=document)
        parts = self.sandbox.control("journal")["entries"][-1]["parts"]
        part = next(part for part in parts if part.get("name") == "file")
        self.assertEqual(part["size"], len(self.content))
        return part["file_name"], part.get("content_type")

    def test_uploads_of_frameworks(self):
        async def read():
            return self.content

        spooled = tempfile.SpooledTemporaryFile()
        spooled.write(self.content)
        spooled.seek(0)
        upload = types.SimpleNamespace(filename="up.pdf", content_type="application/pdf", file=spooled, read=read)
        self.assertEqual(self.sent(upload), ("up.pdf", "application/pdf"))
        spooled.seek(0)
        self.assertEqual(self.sent(spooled)[0], "document")
        spooled.close()

        class FileStorage(io.BytesIO):
            filename, content_type, mimetype = "folder/werkzeug.pdf", "application/pdf", "application/pdf"

        self.assertEqual(self.sent(FileStorage(self.content)), ("werkzeug.pdf", "application/pdf"))

        class StreamingBody:
            """As botocore's, which has no name."""

            def read(self, amount=None):
                return FilesTest.content

        self.assertEqual(self.sent(StreamingBody())[0], "document")
        self.assertEqual(self.sent(("s3.pdf", StreamingBody()))[0], "s3.pdf")
        for other in (types.SimpleNamespace(read=read), types.SimpleNamespace(read=lambda: "text")):
            with self.assertRaises(TypeError):
                self.client.extract(file=other)

    def test_members_of_zip_files(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("folder/a.pdf", self.content)
        with zipfile.ZipFile(packed) as archive:
            with archive.open("folder/a.pdf") as member:
                self.assertEqual(self.sent(member)[0], "a.pdf")
            self.assertEqual(self.sent(zipfile.Path(archive, "folder/a.pdf"))[0], "a.pdf")

    def test_with_options(self):
        with Pulse(support.API_KEY, base_url=self.sandbox.url, timeout=30, headers={"X-Team": "a"}) as client:
            with client.with_options(timeout=0.3, max_retries=0) as quick:
                self.assertEqual((type(quick), quick._core._settings["max_retries"]), (Pulse, 0))
                self.assertEqual(client._core._settings["timeout"], 30)
                self.assertNotIn(support.API_KEY, repr(vars(quick)) + repr(quick._core._settings))
                self.sandbox.force("completed", ["known"], result={"markdown": "x"})
                self.assertEqual(quick.jobs.get_job("known").markdown, "x")
                sent = {
                    name.lower(): value for name, value in self.sandbox.control("journal")["entries"][-1]["headers"]
                }
                self.assertEqual(sent["x-team"], "a")
                self.sandbox.control("faults", [{"match": {"path_prefix": "/job/"}, "action": {"delay_ms": 20_000}}])
                with self.assertRaises(TimeoutError):
                    quick.jobs.get_job("known")
                self.sandbox.control("faults", [])
            self.assertEqual(client.jobs.get_job("known").markdown, "x")
            with self.assertRaises(TypeError):
                client.with_options(time_out=5)

    def test_the_log_of_the_library(self):
        records = []
        handler = logging.Handler()
        handler.emit = records.append
        logger = logging.getLogger("pulse_native")
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
        try:
            self.client.extract(file=("a.pdf", self.content))
            self.assertEqual(records, [])
            pulse_native.enable_logging("debug")
            self.client.extract(file=("a.pdf", self.content))
            end = time.monotonic() + 20
            while not any("/extract" in record.getMessage() for record in records) and time.monotonic() < end:
                time.sleep(0.01)
            self.assertTrue(any("/extract" in record.getMessage() for record in records), records)
            self.assertLessEqual({record.name for record in records}, {"pulse_native"})
            self.assertNotIn(support.API_KEY, "".join(record.getMessage() for record in records))
        finally:
            pulse_native.enable_logging(None)
            logger.removeHandler(handler)
            logger.setLevel(logging.NOTSET)


class BarsTest(unittest.TestCase):
    def test_a_bar_of_rich(self):
        class Display:
            """As rich.progress.Progress."""

            def __init__(self):
                self.done, self.total, self.seen = 0, None, []

            def add_task(self, description, total):
                self.total = total
                return 1

            def update(self, task, advance, description):
                self.done += advance
                self.seen.append(description)

            def start(self):
                self.seen.append("start")

            def stop(self):
                self.seen.append("stop")

        display = Display()
        with pulse_native.RichProgress(total=2, description="files", progress=display) as bar:
            for job_id, status in (("a", "pending"), ("a", "completed"), ("a", "completed"), ("b", "failed")):
                bar(Progress(job_id, status, 1, 0.5, 0, 0))
        self.assertEqual((display.done, display.total), (2, 2))
        self.assertEqual((display.seen[0], display.seen[-2:]), ("start", ["files: failed", "stop"]))
        with mock.patch.dict(sys.modules, {"rich.progress": None}), self.assertRaisesRegex(
            ImportError, "needs the package rich"
        ):
            pulse_native.RichProgress()


class TestingTest(unittest.TestCase):
    def test_a_sandbox(self):
        from pulse_native.testing import Sandbox

        with Sandbox(program=support.SANDBOX, files=support.SAMPLES) as sandbox, sandbox.client(
            max_retries=0
        ) as client:
            sandbox.set_job("a", "completed", result={"markdown": "x"})
            self.assertEqual(client.jobs.get_job("a").markdown, "x")
            sandbox.set_faults({"match": {"path_prefix": "/job/"}, "action": {"status": 500}})
            with self.assertRaises(pulse_native.InternalServerError):
                client.jobs.get_job("a")
            sandbox.set_faults()
            self.assertEqual(client.jobs.get_job("a").status, "completed")
            self.assertGreater(len(sandbox.requests()), 2)
        self.assertIsNotNone(sandbox._process.returncode)
        with mock.patch.dict(os.environ, {"PATH": "/nowhere"}), self.assertRaisesRegex(
            FileNotFoundError, "PULSE_SANDBOX"
        ):
            Sandbox()

    def test_fixtures_of_pytest(self):
        python = next((one for one in (sys.executable, "/usr/bin/python3") if support.has_module(one, "pytest")), None)
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "conftest.py"), "w", encoding="utf-8") as file:
                file.write('pytest_plugins = ["pulse_native.testing"]\n')
            with open(os.path.join(folder, "test_it.py"), "w", encoding="utf-8") as file:
                file.write(
                    "def test_it(pulse_client, pulse_sandbox):\n"
                    "    pulse_sandbox.set_job('a', 'failed', error='torn')\n"
                    "    assert pulse_client.jobs.get_job('a').error == 'torn'\n"
                )
            environment = {**os.environ, "PULSE_SANDBOX": support.SANDBOX, "PYTHONPATH": support.PACKAGE}
            if python is not None:
                done = subprocess.run(
                    [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder],
                    env=environment,
                    capture_output=True,
                    text=True,
                    check=False,
                    timeout=60,
                )
                self.assertIn("1 passed", done.stdout, done.stderr)
        # What pytest is told, with or without it.
        fixtures = []

        def fixture(**options):
            fixtures.append(options["name"])
            return lambda function: function

        with mock.patch.dict(sys.modules, {"pytest": types.SimpleNamespace(fixture=fixture)}):
            sys.modules.pop("pulse_native.testing", None)
            module = vars(importlib.import_module("pulse_native.testing"))
            sys.modules.pop("pulse_native.testing")
        self.assertEqual(fixtures, ["pulse_sandbox", "pulse_client"])
        with mock.patch.dict(os.environ, {"PULSE_SANDBOX": support.SANDBOX}):
            sandboxes = module["_pulse_sandbox"]()
            clients = module["_pulse_client"](next(sandboxes))
            self.assertIsInstance(next(clients), Pulse)
            self.assertEqual((list(clients), list(sandboxes)), ([], []))

    def test_the_hook_of_pyinstaller(self):
        from pulse_native import _pyinstaller

        (folder,) = _pyinstaller.get_hook_dirs()
        hooks = types.SimpleNamespace(
            collect_dynamic_libs=lambda name: [f"{name}.so"],
            collect_submodules=lambda name, filter: [
                one for one in (f"{name}.types", f"{name}._pyinstaller") if filter(one)
            ],
        )
        with mock.patch.dict(sys.modules, {"PyInstaller.utils.hooks": hooks}):
            found = runpy.run_path(os.path.join(folder, "hook-pulse_native.py"))
        self.assertEqual((found["binaries"], found["hiddenimports"]), (["pulse_native.so"], ["pulse_native.types"]))

    def test_inside_a_zip_file(self):
        with tempfile.TemporaryDirectory() as folder:
            packed = shutil.make_archive(os.path.join(folder, "app"), "zip", support.PACKAGE, "pulse_native")
            environment = {name: value for name, value in os.environ.items() if name != "PULSE_NATIVE_LIBRARY"}
            done = subprocess.run(
                [sys.executable, "-c", "import pulse_native"],
                env={**environment, "PYTHONPATH": packed},
                capture_output=True,
                text=True,
                check=False,
            )
            self.assertIn("inside an archive", done.stderr)
            done = subprocess.run(
                [sys.executable, "-c", "import pulse_native; print(pulse_native.__version__)"],
                env={**os.environ, "PYTHONPATH": packed},
                capture_output=True,
                text=True,
                check=False,
            )
            self.assertEqual(done.stdout.strip(), pulse_native.__version__, done.stderr)


if __name__ == "__main__":
    unittest.main()
