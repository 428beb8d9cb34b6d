#!/usr/bin/env python3
"""Writes misuse_table.inc from pulse_native.h: one row for each function, with the kinds of its parameters.

usage: misuse_table.py HEADER OUTPUT

test_misuse.c includes it. A function that is added to the header is thereby misused without anybody's doing; a type that
this script does not know is an error.
"""

import re
import sys

HANDLES = {"pulse_client": "CLIENT", "pulse_job": "JOB", "pulse_response": "RESPONSE", "pulse_queue": "QUEUE", "pulse_error": "ERROR"}
OPTIONS = {"pulse_client_options": "CLIENT_OPTIONS", "pulse_wait_options": "WAIT_OPTIONS", "pulse_file": "FILE",
           "pulse_stats": "STATS", "pulse_completion": "COMPLETION"}


def kind(type_name, name):
    """The kind of a parameter, by its type and, where that says too little, its name."""
    if type_name == "const char *const *":
        return "TEXTS"
    if type_name == "const pulse_header *":
        return "HEADERS"
    plain = type_name.replace("const ", "").replace(" ", "")
    if plain.endswith("**"):
        return "OUT_ERROR" if plain == "pulse_error**" else "OUT_HANDLE"
    if plain.endswith("*"):
        base = plain[:-1]
        if base in HANDLES:
            return "HANDLE_" + HANDLES[base]
        if base in OPTIONS:
            return "STRUCT_" + OPTIONS[base]
        return {"char": "TEXT", "void": "TEXT" if name == "body" else "USER_DATA", "pulse_str": "OUT_STR", "int32_t": "OUT_INT32", "int64_t": "OUT_INT64",
                "size_t": "OUT_SIZE"}[base]
    if plain == "size_t":
        return "STRUCT_SIZE" if name == "struct_size" else "COUNT" if name.endswith("count") else "SIZE"
    return {"int32_t": "INT32", "pulse_code": "INT32", "uint32_t": "UINT32", "int64_t": "TIMEOUT" if "timeout" in name else "INT64",
            "uint64_t": "TAG", "pulse_log_callback": "LOG_CALLBACK"}[plain]


CASTS = {"INT32": "(int32_t)", "UINT32": "(uint32_t)", "TIMEOUT": "(int64_t)", "INT64": "(int64_t)", "TAG": "(uint64_t)",
         "SIZE": "(size_t)", "COUNT": "(size_t)", "STRUCT_SIZE": "(size_t)"}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
    text = re.sub(r"^\s*#.*$", "", text, flags=re.M)
    calls, rows = [], []
    for result, name, parameters in re.findall(r"PULSE_API\s+([\w \*]+?)\s*\b(pulse_\w+)\(([^)]*)\);", text):
        declared = [] if parameters.strip() in ("", "void") else [part.strip() for part in parameters.split(",")]
        split = [re.match(r"(.*?)\b(\w+)$", re.sub(r"\s+", " ", part)).groups() for part in declared]
        kinds = [kind(type_name.strip(), parameter) for type_name, parameter in split]
        arguments = ", ".join(f"{CASTS[k]}v[{i}].number" if k in CASTS
                              else f"v[{i}].callback" if k == "LOG_CALLBACK" else f"v[{i}].pointer" for i, k in enumerate(kinds))
        result = result.replace("const ", "").replace(" ", "")
        call = f"{name}({arguments})"
        if result == "pulse_code":
            returned, body = "CODE", f"return {call};"
        elif result == "void":
            returned, body = "NOTHING", f"{call}; return 0;"
        elif result == "int32_t":
            returned, body = "NUMBER", f"return {call};"
        else:
            returned, body = "NAME", f"return {call} == NULL ? -1 : 0;"
        calls.append(f"static pulse_code call_{name}(const struct value *v) {{ (void)v; {body} }}")
        rows.append(f'    {{"{name}", call_{name}, RETURNS_{returned}, {len(kinds)}, {{{", ".join(kinds) or "0"}}}}},')
    if len(rows) < 40:
        sys.exit("the header was not understood")
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        file.write("\n".join([*calls, "", "static const struct function functions[] = {", *rows, "};", ""]))


if __name__ == "__main__":
    main()
