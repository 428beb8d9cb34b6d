"""The declarations in _ffi.py say what the header says."""

import ctypes
import re
import subprocess
import tempfile
import unittest

import support
from pulse_native import _errors, _ffi


def header():
    with open(support.HEADER, encoding="utf-8") as file:
        return re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)


class DeclarationsTest(unittest.TestCase):
    def test_functions_and_their_parameters(self):
        declared = {}
        for result, name, parameters in re.findall(r"PULSE_API\s+([\w\s*]+?)\b(pulse_\w+)\(([^)]*)\);", header()):
            kinds = [] if parameters.strip() == "void" else [p.strip() for p in parameters.split(",")]
            declared[name] = (result.strip(), kinds)
        self.assertGreater(len(declared), 40)
        self.assertEqual(sorted(declared), sorted(_ffi.FUNCTIONS))
        for name, (result, parameters) in declared.items():
            mine_result, mine = _ffi.FUNCTIONS[name]
            self.assertEqual(len(parameters), len(mine), name)
            self.assertEqual(self.kind_of_result(result), mine_result, name)
            for parameter, kind in zip(parameters, mine):
                self.assertIn(kind, self.kinds(parameter), f"{name}: {parameter}")

    @staticmethod
    def kind_of_result(text):
        return {"void": None, "const char *": ctypes.c_char_p, "pulse_code": ctypes.c_int32, "int32_t": ctypes.c_int32}[text]

    @staticmethod
    def kinds(parameter):
        structs = {
            "pulse_client_options": _ffi.ClientOptions,
            "pulse_wait_options": _ffi.WaitOptions,
            "pulse_file": _ffi.File,
            "pulse_stats": _ffi.Stats,
            "pulse_completion": _ffi.Completion,
            "pulse_str": _ffi.Str,
            "pulse_header": _ffi.Header,
        }
        if parameter.startswith("const char *const *"):
            return [ctypes.POINTER(ctypes.c_char_p)]
        type_name, stars = re.match(r"(?:const )?(\w+) ?(\**)", parameter).groups()
        if type_name in structs:
            return [ctypes.POINTER(structs[type_name])]
        plain = {
            ("char", "*"): ctypes.c_char_p,
            ("void", "*"): ctypes.c_void_p,
            ("size_t", ""): ctypes.c_size_t,
            ("int32_t", ""): ctypes.c_int32,
            ("int64_t", ""): ctypes.c_int64,
            ("uint32_t", ""): ctypes.c_uint32,
            ("uint64_t", ""): ctypes.c_uint64,
            ("pulse_code", ""): ctypes.c_int32,
            ("int32_t", "*"): ctypes.POINTER(ctypes.c_int32),
            ("int64_t", "*"): ctypes.POINTER(ctypes.c_int64),
            ("pulse_log_callback", ""): _ffi.LogCallback,
        }
        if (type_name, stars) in plain:
            return [plain[type_name, stars]]
        return [_ffi.Handle] if stars == "*" else [ctypes.POINTER(_ffi.Handle)]

    def test_codes_and_constants(self):
        constants = {name: int(value) for name, value in re.findall(r"#define PULSE_(\w+) \(?(-?\d+)\)?u?\b", header())}
        for name, value in vars(_ffi).items():
            if name.isupper() and isinstance(value, int) and not isinstance(value, bool):
                self.assertEqual(constants.get(name), value, name)
        status = {constants[f"JOB_STATUS_{word.upper()}"]: word for word in _ffi.JOB_STATUS.values()}
        self.assertEqual(status, _ffi.JOB_STATUS)
        codes = {value for name, value in constants.items() if hasattr(_ffi, name) and value in _errors.BY_CODE}
        self.assertEqual(codes, set(_errors.BY_CODE))

    def test_struct_layouts(self):
        structs = {
            "pulse_client_options": _ffi.ClientOptions,
            "pulse_wait_options": _ffi.WaitOptions,
            "pulse_file": _ffi.File,
            "pulse_stats": _ffi.Stats,
            "pulse_str": _ffi.Str,
            "pulse_progress": _ffi.Progress,
            "pulse_completion": _ffi.Completion,
            "pulse_header": _ffi.Header,
        }
        lines = []
        expected = []
        for name, struct in structs.items():
            lines.append(f'printf("%zu\\n", sizeof({name}));')
            expected.append(ctypes.sizeof(struct))
            for field, _ in struct._fields_:
                lines.append(f'printf("%zu\\n", offsetof({name}, {field}));')
                expected.append(getattr(struct, field).offset)
        with tempfile.TemporaryDirectory() as folder:
            with open(f"{folder}/layout.c", "w", encoding="utf-8") as file:
                file.write('#include <stdio.h>\n#include "pulse_native.h"\nint main(void){' + "\n".join(lines) + "return 0;}\n")
            include = support.HEADER.rsplit("/", 1)[0]
            subprocess.run(["gcc", f"-I{include}", f"{folder}/layout.c", "-o", f"{folder}/layout"], check=True)
            printed = subprocess.run([f"{folder}/layout"], check=True, capture_output=True, text=True).stdout
        self.assertEqual([int(line) for line in printed.split()], expected)


if __name__ == "__main__":
    unittest.main()
