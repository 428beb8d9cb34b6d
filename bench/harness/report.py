"""Tables, ratios and budgets in plain text."""

# The program of ours, and the one a user would pick instead.
PAIRS = (
    ("pulse-c", "curl-cjson"),
    ("pulse-c", "curl-simdjson"),
    ("pulse-queue", "curl-multi"),
    ("pulse-python", "requests"),
    ("pulse-awaits", "httpx-awaits"),
)

_COLUMNS = (
    ("first_ms", "first ms", "{:.1f}"),
    ("calls_per_s", "calls/s", "{:,.0f}"),
    ("cpu_us_per_call", "CPU \u00b5s/call", "{:,.0f}"),
    ("peak_rss_kb", "peak MB", "{:.1f}"),
)


def _shown(key, value):
    # 1 MB is 1 000 000 bytes here, the kernel's kB is 1024.
    return value * 1024 / 1e6 if key == "peak_rss_kb" else value


def table(scenario, candidates, medians, facts):
    """One scenario: a line a program, then ours divided by theirs."""
    body_bytes, markdown_bytes = facts
    single = all(values["calls"] == 1 for values in medians.values())
    # The rate of one call that includes the start of the process says nothing.
    columns = [column for column in _COLUMNS if not single or column[0] != "calls_per_s"]
    print(f"\n{scenario.title} ({body_bytes:,} B, of which Markdown {markdown_bytes:,} B)")
    print(f"  {'':26}" + "".join(f"{title:>14}" for _, title, _ in columns))
    for program in candidates:
        values = medians[program.name]
        cells = [form.format(_shown(key, values[key])) for key, _, form in columns]
        print(f"  {program.name:26}" + "".join(f"{cell:>14}" for cell in cells))
    for ours, peer in PAIRS:
        if ours in medians and peer in medians:
            ratios = [f"{medians[ours][key] / medians[peer][key]:.2f} x" for key, _, _ in columns]
            print(f"  {ours + ' / ' + peer:26}" + "".join(f"{ratio:>14}" for ratio in ratios))


def budgets(outcome):
    """What the project promises itself, as far as this run measured it."""

    def median(scenario, program, key):
        return outcome["scenarios"].get(scenario, {}).get("medians", {}).get(program, {}).get(key)

    def ratio(scenario, key, pair):
        ours, theirs = (median(scenario, program, key) for program in pair)
        return ours / theirs if ours is not None and theirs else None

    c_pair, simd_pair, queue_pair = PAIRS[:3]
    limit_mb = (1.15 * outcome["bodies"]["job-53mb"][0] + 10e6) / 1e6
    peak = median("53mb", "pulse-c", "peak_rss_kb")
    rows = (
        ("cold start, C: ratio to libcurl", ratio("cold", "first_ms", c_pair), "at most", 1.0),
        ("cold start, C: ms", median("cold", "pulse-c", "first_ms"), "at most", 6.5),
        ("cold start, Python: ms", median("cold", "pulse-python", "first_ms"), "at most", 25.0),
        ("cold start over TLS, machine's roots, C: ratio", ratio("cold-tls", "first_ms", c_pair), "at most", 1.3),
        ("cold start over TLS, one CA, C: ratio", ratio("cold-tls-ca", "first_ms", c_pair), "at most", 1.5),
        ("120 B over TLS, C: CPU, ratio to libcurl", ratio("120b-tls", "cpu_us_per_call", c_pair), "at most", 1.2),
        ("120 B, C: calls/s, ratio to libcurl", ratio("120b", "calls_per_s", c_pair), "at least", 1.0),
        ("120 B, C: CPU, ratio to libcurl", ratio("120b", "cpu_us_per_call", c_pair), "at most", 1.1),
        ("20 kB, C: CPU, ratio to libcurl with simdjson", ratio("20kb", "cpu_us_per_call", simd_pair), "at most", 1.1),
        ("1 MB, C: CPU, ratio to libcurl with simdjson", ratio("1mb", "cpu_us_per_call", simd_pair), "at most", 1.2),
        ("53 MB, C: CPU, ratio to libcurl with simdjson", ratio("53mb", "cpu_us_per_call", simd_pair), "at most", 1.15),
        ("64 in flight: CPU, ratio to libcurl", ratio("64", "cpu_us_per_call", queue_pair), "at most", 0.7),
        (
            "64 in flight over TLS: CPU, ratio to libcurl",
            ratio("64-tls", "cpu_us_per_call", queue_pair),
            "at most",
            0.6,
        ),
        (
            "64 in flight over TLS: calls/s, ratio to libcurl",
            ratio("64-tls", "calls_per_s", queue_pair),
            "at least",
            1.8,
        ),
        ("53 MB, C: peak MB (1.15 x body + 10 MB)", None if peak is None else peak * 1024 / 1e6, "at most", limit_mb),
    )
    measured = [row for row in rows if row[1] is not None]
    if measured:
        print("\nBudgets")
    for title, value, word, limit in measured:
        kept = value <= limit if word == "at most" else value >= limit
        print(f"  {title:50}{value:>10.2f}   {word} {limit:.2f}   {'ok' if kept else 'OVER'}")
