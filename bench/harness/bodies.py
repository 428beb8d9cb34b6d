"""Job bodies in the form the service sends them, in four sizes."""

import hashlib
import json
import pathlib

# Job id: size of the body in bytes. Large bodies are a little longer, as they end with a whole item.
SIZES = {"job-120b": 120, "job-20kb": 20_000, "job-1mb": 1_000_000, "job-53mb": 53_000_000}

_WORDS = (
    "account agreement amount annual appendix applicable asset audit balance benefit board capital cash change "
    "charge claim clause commission company condition contract cost credit customer date debt delivery deposit "
    "director dividend document employee equity estimate exchange expense fee figure fiscal fund general income "
    "increase insurance interest inventory invoice issue liability loan loss maintenance management market net "
    "notice obligation office operation order partner payment pension period policy price profit property purchase "
    "quarter rate receipt record reserve result revenue risk sale schedule section security service settlement "
    "share statement supplier table tax term total transfer value warranty caf\u00e9 M\u00fcnchen S\u00f8ren"
).split()


class _Random:
    """A linear congruential generator with a fixed seed: the same bodies everywhere."""

    def __init__(self):
        self._state = 20_250_101

    def below(self, limit):
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % limit

    def fraction(self):
        return self.below(1 << 30) / (1 << 30)


def _envelope(job_id, result):
    return {
        "job_id": job_id,
        "status": "completed",
        "created_at": "2025-01-15T10:30:00Z",
        "updated_at": "2025-01-15T10:31:12Z",
        "result": result,
    }


def _encode(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _smallest(job_id, size):
    """The shortest job that still has a text: no boxes and no second instant."""
    body = {
        "job_id": job_id,
        "status": "completed",
        "created_at": "2025-01-15T10:30:00Z",
        "result": {"markdown": "", "page_count": 1},
    }
    body["result"]["markdown"] = "x" * (size - len(_encode(body)))
    return _encode(body)


def _box(random, left, top):
    """Four corners as fractions of the page, with the digits that a binary double has in JSON."""
    right = left + 0.3 + 0.3 * random.fraction()
    bottom = top + 0.012 + 0.004 * random.fraction()
    return [left, top, right, top, right, bottom, left, bottom]


def _body(job_id, size):
    random = _Random()
    lines_a_page = 40
    text, titles, markdown = [], [], []
    length, number = 0, 0
    while length < size:
        page, line = number // lines_a_page + 1, number % lines_a_page
        words = [_WORDS[random.below(len(_WORDS))] for _ in range(5 + random.below(8))]
        content = " ".join(words).capitalize() + (
            f', "{words[0]}" of {random.below(90_000)}.' if line % 7 == 3 else "."
        )
        item = {
            "id": f"txt-{number + 1}",
            "content": content,
            "page_number": page,
            "bounding_box": _box(random, 0.08 + 0.04 * random.fraction(), 0.06 + 0.022 * line),
            "average_word_confidence": round(0.9 + 0.1 * random.fraction(), 4),
        }
        if line == 0:
            titles.append(item)
            markdown.append(f"\n## {content}\n")
        else:
            text.append(item)
            markdown.append(content)
        length += len(_encode(item)) + len(content) + 3
        number += 1
    return _encode(
        _envelope(
            job_id,
            {
                "markdown": "\n".join(markdown),
                "page_count": number // lines_a_page + 1,
                "bounding_boxes": {"Title": titles, "Text": text},
                "plan-info": {"tier": "foundation", "total_credits_used": 1520.5, "pages_used": 1520},
            },
        )
    )


def make(folder):
    """Writes the bodies under `folder`/job unless they are there. Returns, by job
    id, (bytes of the body, bytes of its markdown)."""
    jobs = pathlib.Path(folder) / "job"
    jobs.mkdir(parents=True, exist_ok=True)
    # Bodies that another version of this file made are made anew.
    version = hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()[:12]
    facts = {}
    for job_id, size in SIZES.items():
        path, facts_path = jobs / job_id, pathlib.Path(folder) / f"{job_id}.{version}.facts"
        if not facts_path.exists():
            body = _smallest(job_id, size) if size < 1000 else _body(job_id, size)
            path.write_bytes(body)
            markdown = json.loads(body)["result"]["markdown"].encode()
            # Written last: a run that was interrupted makes the body anew.
            facts_path.write_text(f"{len(body)} {len(markdown)}\n")
        facts[job_id] = tuple(map(int, facts_path.read_text().split()))
    return facts
