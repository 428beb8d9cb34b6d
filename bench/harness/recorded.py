"""Ratios of earlier runs by processor, in recorded.json: what has become slower beside its peer is noticed."""

import json
import pathlib
import statistics

from .report import PAIRS

FILE = pathlib.Path(__file__).resolve().parent.parent / "recorded.json"

# Ours divided by theirs; lower is better in each.
_VALUES = {"first": "first_ms", "CPU": "cpu_us_per_call", "peak": "peak_rss_kb"}
_WORSE = 1.15


def ratios(outcome):
    """By row, the ratio of the medians, and the least and the greatest of the single rounds."""
    found = {}
    for scenario, measured in outcome["scenarios"].items():
        for ours, peer in PAIRS:
            own, others = measured["runs"].get(ours), measured["runs"].get(peer)
            if not own or not others:
                continue
            for name, key in _VALUES.items():
                if name == "first" and not scenario.startswith("cold"):
                    continue
                rounds = [mine[key] / theirs[key] for mine, theirs in zip(own, others)]
                middle = statistics.median(run[key] for run in own) / statistics.median(run[key] for run in others)
                found[f"{scenario}: {ours} / {peer}, {name}"] = [
                    round(x, 2) for x in (middle, min(rounds), max(rounds))
                ]
    return found


def _read():
    return json.loads(FILE.read_text()) if FILE.exists() else {}


def write(processor, measured):
    """Keeps the ratios of this run; rows that it has not measured stay."""
    kept = _read()
    kept.setdefault(processor, {}).update({row: values[0] for row, values in measured.items()})
    FILE.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")


def compare(processor, measured):
    """Prints each ratio with its spread beside the recorded one; returns 1 when one is worse by more than 15 %."""
    before = _read().get(processor, {})
    worse = 0
    print(f"\nRatios, their spread, and what is recorded for this processor{'' if before else ': nothing'}")
    for row, (middle, least, greatest) in measured.items():
        known = before.get(row)
        slower = known is not None and middle > known * _WORSE
        worse += slower
        shown = "" if known is None else f"   recorded {known:.2f}{'   WORSE' if slower else ''}"
        print(f"  {row:52}{middle:>6.2f}   ({least:.2f} to {greatest:.2f}){shown}")
    return 1 if worse else 0
