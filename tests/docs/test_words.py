"""User-visible text uses the terms of docs/glossary.md: none of the words that its right column rejects."""

import io
import os
import re
import subprocess
import tokenize
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# How a word of the glossary's "not" columns is looked for, where the word alone would not do.
PATTERNS = {
    "answer": r"answers?",
    "back-off": r"back-offs?",
    "cure": r"cures?|cured",
    "defect of the library": r"defects? (?:of|in) the library",
    "early answer": r"early answers?",
    "failure in passing": r"in passing",
    "handed out": r"hand(?:s|ed)? out",
    "header of one's own": r"headers? of one's own",
    "hint of the service": r"hints? of the service|service's hints?",
    "lent": r"lent|lends?",
    "limit passed": r"limit(?:s)? (?:has |have )?passed",
    "taken up again": r"take[ns]?(?: it| them)? up again",
    "told apart": r"told apart|tells? apart",
}

# Ordinary words that are wrong only in some senses.
EVERYDAY = {"most", "try"}


def rejected():
    with open(os.path.join(ROOT, "docs", "glossary.md"), encoding="utf-8") as file:
        text = file.read()
    first, second = text.split("Some plain words", 1)
    words = [row[2].strip() for row in re.findall(r"^\| ([^|]*) \| ([^|]*) \|([^|]*)\|$", first, flags=re.M)]
    words += [row.strip() for row in re.findall(r"^\| ([^|]*) \| [^|]* \|$", second, flags=re.M)]
    return sorted({word for word in words if word and word not in {"not"} | EVERYDAY and not set(word) <= set("- ")})


def files(*patterns):
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.splitlines() if os.path.exists(os.path.join(ROOT, name))]


# Names in code, and what a tag of the C# documentation refers to.
_NAMES = re.compile(r"`[^`]*`|<see cref=\"[^\"]*\"/>|<c>.*?</c>|\w*_\w+|\w+\(\)?|[a-z]+[A-Z]\w*")


def prose(name):
    """Pairs of line number and text: the whole of a page; of a program its comments and strings, without names in code."""
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        text = file.read()
    if name.endswith((".py", ".pyi")):
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in (tokenize.COMMENT, tokenize.STRING):
                for number, line in enumerate(token.string.splitlines(), token.start[0]):
                    yield number, _NAMES.sub(" ", line)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if name.endswith(".cs"):
            line = " ".join(re.findall(r"//.*$", line) or re.findall(r'"((?:[^"\\]|\\.)*)"', line))
        yield number, _NAMES.sub(" ", line)


def messages(*patterns):
    """The texts with a blank in them among the strings of programs: name, line, text. What is put in at run time is left out."""
    for name in files(*patterns):
        with open(os.path.join(ROOT, name), encoding="utf-8") as file:
            text = file.read()
        if name.endswith(".py"):
            found = [
                (token.start[0], token.string)
                for token in tokenize.generate_tokens(io.StringIO(text).readline)
                if token.type == tokenize.STRING and not token.string.lstrip("rRfFbB").startswith('"""')
            ]
        else:
            lines = enumerate(text.splitlines(), 1)
            found = [
                (number, literal)
                for number, line in lines
                if not line.lstrip().startswith(("//", "*", "[", "/*"))
                for literal in re.findall(r'"((?:[^"\\]|\\.)*)"', line)
            ]
        for number, literal in found:
            literal = re.sub(r"\{[^{}]*\}", " ", literal)
            if " " in literal.strip():
                yield name, number, literal


def option_names():
    """The names of options in .NET, and those of them that no other text would have."""
    with open(os.path.join(ROOT, "docs", "options.md"), encoding="utf-8") as file:
        return set(re.findall(r"^\| `([A-Z]\w+)` \|", file.read(), flags=re.M))


class WordsTest(unittest.TestCase):
    maxDiff = None

    def test_the_glossary_is_read(self):
        self.assertLessEqual({"answer", "anew", "lent", "wholly"}, set(rejected()))

    def test_user_visible_text_uses_the_terms(self):
        pages = [
            page for page in files("*.md") if page not in ("docs/glossary.md",) and not page.startswith("CHANGELOG")
        ]
        programs = files(
            "native/include/*.h",
            "bindings/**/*.hpp",
            "bindings/python/pulse_native/**.py",
            "bindings/python/pulse_native/**.pyi",
        )
        programs += files("src/**.cs", "native/Exports/*.cs", "native/Objects/*.cs", "native/Queue/*.cs")
        patterns = {word: re.compile(rf"\b(?:{PATTERNS.get(word, re.escape(word))})\b", re.I) for word in rejected()}
        found = []
        for name in pages + programs:
            for number, text in prose(name):
                found += [f"{name}:{number}: {word}" for word, pattern in patterns.items() if pattern.search(text)]
        self.assertEqual(found, [])

    def test_exit_codes_are_described_once(self):
        """docs/cli.md has the rows of `pulse help exit-codes`, which are in ExitCodes.cs."""
        with open(os.path.join(ROOT, "src", "Pulse.Cli", "ExitCodes.cs"), encoding="utf-8") as file:
            rows = re.findall(r'^        \("([^"]+)", "([^"]+)"\),$', file.read(), flags=re.M)
        self.assertGreater(len(rows), 7)
        with open(os.path.join(ROOT, "docs", "cli.md"), encoding="utf-8") as file:
            table = re.search(r"\| exit code \| \|\n\|---\|---\|\n((?:\|.*\n)+)", file.read())
        self.assertEqual(table[1].splitlines(), [f"| {codes} | {text} |" for codes, text in rows])

    def test_messages_of_the_engine_name_nothing_of_dotnet_but_options(self):
        """Names of options are translated on the way out (OptionNames); other names would reach users of C and Python as they are."""
        options = option_names() | {"JournalPath", "ResubmitUnknown", "RetryFailed"}
        self.assertGreater(len(options), 30)
        # An option that only .NET has.
        allowed = {"OutputExtension"}
        found = []
        for name, number, text in messages("src/Pulse.Client/**.cs"):
            words = set(re.findall(r"(?<![\w.'/<-])(?:[A-Z][a-z]+){2,}\b(?!\.)", text)) - options - allowed
            found += [f"{name}:{number}: {word}" for word in sorted(words)]
        self.assertEqual(found, [])

    def test_messages_of_each_layer_are_in_its_own_words(self):
        compounds = {name for name in option_names() if re.search(r"[a-z][A-Z]", name)}
        layers = {
            "command line": (("src/Pulse.Cli/**.cs",), rf"\b(?:{'|'.join(compounds)})\b|\bpulse_[a-z]+_[a-z_]+"),
            "C": (
                ("native/Exports/*.cs", "native/Objects/*.cs", "native/Queue/*.cs", "native/shim/*"),
                rf"\b(?:{'|'.join(compounds)})\b",
            ),
            "Python": (
                ("bindings/python/pulse_native/*.py",),
                rf"\b(?:{'|'.join(compounds)})\b|\w+_ms\b|--[a-z]+-[a-z]+",
            ),
        }
        for layer, (patterns, foreign) in layers.items():
            with self.subTest(layer):
                found = [
                    f"{name}:{number}: {match[0]}"
                    for name, number, text in messages(*patterns)
                    if not name.endswith(".g.cs")
                    for match in [re.search(foreign, text)]
                    if match
                ]
                self.assertEqual(found, [])


if __name__ == "__main__":
    unittest.main()
