"""The code blocks of the documentation: found, completed to programs, built and run.

A block is run as it stands. Comments in front of it, which readers of the page do not see, say the rest:

    <!-- before: CODE -->      lines of the block's language that come first, such as `ID=...`
    <!-- prints: TEXT -->      the output must contain this
"""

import dataclasses
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Of bench/ only the building is tested (suite "bench"): its programs run for minutes.
PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "src/Pulse.Client/README.md"]

_COMMENTS = r"((?:^<!-- (?:before|prints):\s.*?-->\n+)*)"
_BLOCK = re.compile(_COMMENTS + r"^( *)```([^\n]*)\n(.*?)^\2```$", re.M | re.S)


@dataclasses.dataclass(frozen=True)
class Block:
    page: str
    line: int
    language: str
    code: str
    before: str
    prints: tuple

    @property
    def where(self):
        return f"{self.page}:{self.line}"


def pages():
    found = [page for page in PAGES if os.path.exists(os.path.join(ROOT, page))]
    for folder, folders, names in os.walk(os.path.join(ROOT, "docs")):
        folders.sort()
        found += [os.path.relpath(os.path.join(folder, name), ROOT) for name in sorted(names) if name.endswith(".md")]
    return found


def blocks(page):
    with open(os.path.join(ROOT, page), encoding="utf-8") as file:
        text = file.read()
    for match in _BLOCK.finditer(text):
        comments, indent, language, code = match.groups()
        if indent:
            code = re.sub(f"^{indent}", "", code, flags=re.M)
        before = re.findall(r"<!-- before:\s(.*?)-->", comments, flags=re.S)
        prints = re.findall(r"<!-- prints: (.*?) -->", comments)
        line = text.count("\n", 0, match.start(3)) + 1
        yield Block(page, line, language.strip(), code, "\n".join(before), tuple(prints))


def c_program(block, main="int main(void)"):
    """A block with a main is a program; of others the lines that include go to the head, and the rest into a main."""
    code = f"{block.before}\n{block.code}"
    if re.search(r"^int main\(", code, flags=re.M):
        return code
    lines = code.splitlines()
    head = [line for line in lines if line.startswith("#")]
    rest = [line for line in lines if not line.startswith("#")]
    standard = ["#include <pulse_native.h>", "#include <stdio.h>", "#include <stdlib.h>", "#include <string.h>"]
    return "\n".join([*standard, *head, f"{main} {{", *rest, "return 0;", "}"])


def cpp_program(block):
    code = f"{block.before}\n{block.code}"
    lines = code.splitlines()
    head = [line for line in lines if line.startswith("#")]
    if re.search(r"^int main\(", code, flags=re.M):
        return code
    rest = [line for line in lines if not line.startswith("#")]
    return "\n".join(["#include <pulse_native.hpp>", "#include <iostream>", *head, "int main() {", *rest, "}"])


_TYPE = re.compile(
    r"^(?:\[[^\n]*\]\n)*(?:public |internal |sealed |static |partial |abstract )*(?:class|record|interface|enum) ", re.M
)


def csharp_class(block, name):
    """Using directives to the head, types after the class, statements into its method."""
    usings, types, statements = [], [], []
    for paragraph in re.split(r"\n\n+", f"{block.before}\n\n{block.code}".strip()):
        lines = paragraph.splitlines()
        while lines and re.match(r"using (?:static )?[\w.]+;$", lines[0]):
            usings.append(lines.pop(0))
        paragraph = "\n".join(lines)
        if not paragraph:
            continue
        (types if _TYPE.match(paragraph) else statements).append(paragraph)
    body = "\n\n".join(statements)
    method = f"    public static async Task RunAsync(string[] args)\n    {{\n{body}\n        await Task.CompletedTask;\n    }}\n"
    return (
        "\n".join(dict.fromkeys(usings))
        + f"\nnamespace Docs.{name};\n\npublic static class Block\n{{\n{method}}}\n\n"
        + "\n\n".join(types)
        + "\n"
    )
