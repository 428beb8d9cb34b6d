"""The Python of the documentation runs as it stands there, against the sandbox, block after block."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import support

PAGES = ("python.md", "moving-from-the-official-sdk.md", "webhooks.md", "../README.md")


class DocsTest(unittest.TestCase):
    def test_each_page(self):
        sandbox = support.Sandbox()
        self.addCleanup(sandbox.close)
        for page in PAGES:
            with self.subTest(page), tempfile.TemporaryDirectory() as folder:
                with open(os.path.join(support.ROOT, "docs", page), encoding="utf-8") as file:
                    blocks = re.findall(r"^```python\n(.*?)^```", file.read(), flags=re.M | re.S)
                self.assertTrue(blocks)
                shutil.copy(support.sample("bank-statement.pdf"), os.path.join(folder, "report.pdf"))
                done = subprocess.run(
                    [sys.executable, "-c", "\n".join(blocks)],
                    cwd=folder,
                    env=sandbox.environment(),
                    capture_output=True,
                    text=True,
                    timeout=120,
                    check=False,
                )
                self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
