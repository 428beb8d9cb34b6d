"""Extracts a document in one call and prints its Markdown.

usage: extract_and_wait.py FILE
"""

import sys

from pulse_native import Pulse

with Pulse() as client:
    job = client.extract_and_wait(
        file=sys.argv[1],
        on_progress=lambda p: print(f"{p.status} after {p.waited:.1f} s", file=sys.stderr),
    )
    print(job.result.markdown)
