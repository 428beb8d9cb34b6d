#!/usr/bin/env python3
"""Scores the sandbox's reading of PDF files against pdftotext.

usage: score.py [options] PATH...     PDF files, or folders that are searched for them

See README.md beside this file.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time
import unicodedata
import urllib.error
import urllib.request
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEAST_WORDS = 20


def find(paths):
    """The PDF files of some files and folders, each content once."""
    seen = set()
    for path in map(pathlib.Path, paths):
        for file in sorted(path.rglob("*.pdf")) if path.is_dir() else [path]:
            if file.is_file() and not file.is_symlink() and (key := (file.name, file.stat().st_size)) not in seen:
                seen.add(key)
                yield file


def words(text):
    """Letters and digits, so that neither punctuation nor Markdown counts."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")
    return re.findall(r"\w+", text.replace("_", " "))


def plain(markdown):
    """Markdown without its marks."""
    markdown = re.sub(r"^\|( --- \|)+$", "", markdown, flags=re.M)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


def in_order(left, right):
    """The length of the longest common subsequence, by Hyyrö's bit-parallel method."""
    places = collections.defaultdict(int)
    for index, word in enumerate(left):
        places[word] |= 1 << index
    mask = (1 << len(left)) - 1
    row = mask
    for word in right:
        matches = row & places.get(word, 0)
        row = ((row + matches) | (row - matches)) & mask
    return len(left) - row.bit_count()


def common(left, right):
    return sum((collections.Counter(left) & collections.Counter(right)).values())


def extract(url, file):
    """The result of an extraction; or the code of its error."""
    boundary = uuid.uuid4().hex
    options = json.dumps({"chunking": {"chunkTypes": ["page"]}})
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="extensions"\r\n\r\n{options}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="file.pdf"\r\n\r\n'
    )
    body = head.encode() + file.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    request = urllib.request.Request(f"{url}/extract", body)
    request.add_header("x-api-key", "score")
    request.add_header("Content-Type", f"multipart/form-data; boundary={boundary}")
    try:
        with urllib.request.urlopen(request, timeout=300) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        return f'{error.code} {json.load(error)["error"]["code"]}'


def score(url, file):
    """One document's figures."""
    began = time.monotonic()
    result = extract(url, file)
    seconds = time.monotonic() - began
    reference = subprocess.run(["pdftotext", "-q", "-enc", "UTF-8", file, "-"], stdout=subprocess.PIPE, check=False)
    text = reference.stdout.decode(errors="replace")
    entry = {"file": str(file), "seconds": round(seconds, 3), "words": len(words(text))}
    if isinstance(result, str):
        return {**entry, "error": result}
    wanted, got = words(text), words(plain(result["markdown"]))
    shared = common(wanted, got)
    # Page by page, for a long document's sake; and a page in the wrong place is no question of layout.
    pages = list(
        zip(map(words, text.split("\f")), (words(plain(page)) for page in result["extensions"]["chunking"]["page"]))
    )
    if (
        len(text.rstrip("\f").split("\f")) != result["page_count"]
        or len(result["extensions"]["chunking"]["page"]) != result["page_count"]
    ):
        pages = [(wanted, got)]
    paired = sum(common(left, right) for left, right in pages)
    return {
        **entry,
        "recall": shared / len(wanted) if wanted else None,
        "precision": shared / len(got) if got else None,
        "order": sum(in_order(left, right) for left, right in pages) / paired if paired else None,
        "warnings": result.get("warnings", []),
    }


def memory(process):
    """Megabytes of the sandbox alone, and with its children."""
    own = total = 0
    for status in pathlib.Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if "VmRSS" in fields and process.pid in (int(fields["Pid"]), int(fields["PPid"])):
            size = int(fields["VmRSS"].split()[0]) * 1024 / 1e6
            total += size
            own += size if int(fields["Pid"]) == process.pid else 0
    return round(own), round(total)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--sandbox", default=ROOT / "artifacts" / "bin" / "pulse-sandbox", metavar="PROGRAM")
    parser.add_argument("--documents", type=int, metavar="N", help="so many; again from the first when there are fewer")
    parser.add_argument("--parallel", type=int, default=os.cpu_count(), metavar="N")
    parser.add_argument("--every", type=int, default=200, metavar="N", help="documents between two looks at the memory")
    parser.add_argument("--worst", type=int, default=20, metavar="N", help="how many of the worst are listed")
    parser.add_argument("--json", metavar="FILE", help="write every document's figures there")
    parser.add_argument("--fail-under", default="", metavar="RECALL,ORDER", help="exit code 1 when a mean is lower")
    return parser.parse_args()


def mean(entries, name):
    values = [entry[name] for entry in entries if entry.get(name) is not None]
    return statistics.mean(values) if values else 0.0


def report(entries, worst):
    scored = [entry for entry in entries if "error" not in entry and entry["words"] >= LEAST_WORDS]
    errors = collections.Counter(entry["error"] for entry in entries if "error" in entry)
    lost = [entry for entry in entries if "error" in entry and entry["words"] >= LEAST_WORDS]
    print(f"{len(entries)} documents: {len(entries) - errors.total()} read, {errors.total()} refused {dict(errors)}")
    print(f"{len(lost)} refused of which pdftotext reads {LEAST_WORDS} words or more")
    print(
        f"{len(scored)} scored: recall {mean(scored, 'recall'):.4f}, precision {mean(scored, 'precision'):.4f}, order {mean(scored, 'order'):.4f}"
    )
    seconds = sorted(entry["seconds"] for entry in entries)
    print(
        f"seconds: median {statistics.median(seconds):.3f}, 99 % {seconds[int(len(seconds) * 0.99)]:.3f}, longest {seconds[-1]:.3f}"
    )
    for entry in lost[:worst]:
        print(f"  refused  {entry['error']:<14} {entry['words']:>7} words  {entry['file']}")
    for name in ("recall", "order", "precision"):
        for entry in sorted(scored, key=lambda entry: entry[name] or 0)[:worst]:
            print(f"  {name:<9} {entry[name] or 0:.3f}  {entry['words']:>7} words  {entry['file']}")
    return mean(scored, "recall"), mean(scored, "order")


def main():
    options = arguments()
    files = list(find(options.paths))
    if not files:
        sys.exit("no PDF files")
    count = options.documents or len(files)
    command = [
        str(options.sandbox),
        "--api-key",
        "score",
        "--large-pages",
        "1000000",
        "--large-bytes",
        "2GB",
        "--max-upload",
        "2GB",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sandbox:
        try:
            url = sandbox.stdout.readline().strip()
            entries = []
            with concurrent.futures.ThreadPoolExecutor(options.parallel) as pool:
                for start in range(0, count, options.every):
                    block = [files[index % len(files)] for index in range(start, min(start + options.every, count))]
                    entries += pool.map(lambda file: score(url, file), block)
                    own, total = memory(sandbox)
                    print(f"after {len(entries):>5}: sandbox {own} MB, with its children {total} MB", flush=True)
            alive = sandbox.poll() is None
        finally:
            sandbox.terminate()
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(entries, indent=1), encoding="utf-8")
    recall, order = report(entries[: len(files)], options.worst)
    least = [float(limit) for limit in options.fail_under.split(",") if limit]
    if not alive:
        sys.exit("the sandbox has ended")
    return int(any(value < limit for value, limit in zip((recall, order), least)))


if __name__ == "__main__":
    sys.exit(main())
