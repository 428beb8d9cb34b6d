"""The declarations fit the library and the header, as the C compiler reads it; Pulse.Generate.Tests has the rest."""

import ctypes
import os
import subprocess
import tempfile
import unittest

import support
from pulse_native import _declarations, _errors, _ffi


class DeclarationsTest(unittest.TestCase):
    def test_the_library_has_every_function(self):
        library = _ffi.Library(os.environ["PULSE_NATIVE_LIBRARY"])
        self.assertGreater(len(_ffi.FUNCTIONS), 40)
        for name, (result, parameters) in _ffi.FUNCTIONS.items():
            function = getattr(library, name)
            self.assertEqual((function.restype, list(function.argtypes)), (result, list(parameters)), name)

    def test_codes_and_constants(self):
        constants = {
            name: value for name, value in vars(_declarations).items() if name.isupper() and isinstance(value, int)
        }
        status = {constants[f"JOB_STATUS_{word.upper()}"]: word for word in _ffi.JOB_STATUS.values()}
        self.assertEqual(status, _ffi.JOB_STATUS)
        codes = {value for name, value in constants.items() if value in _errors.BY_CODE}
        self.assertEqual(codes, set(_errors.BY_CODE))

    def test_struct_layouts(self):
        structs = {
            struct.__doc__.strip("`"): struct
            for struct in vars(_declarations).values()
            if isinstance(struct, type) and issubclass(struct, ctypes.Structure) and struct is not ctypes.Structure
        }
        self.assertIn("pulse_client_options", structs)
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
                file.write(
                    '#include <stdio.h>\n#include "pulse_native.h"\nint main(void){' + "\n".join(lines) + "return 0;}\n"
                )
            include = support.HEADER.rsplit("/", 1)[0]
            subprocess.run(["gcc", f"-I{include}", f"{folder}/layout.c", "-o", f"{folder}/layout"], check=True)
            printed = subprocess.run([f"{folder}/layout"], check=True, capture_output=True, text=True).stdout
        self.assertEqual([int(line) for line in printed.split()], expected)


if __name__ == "__main__":
    unittest.main()
