"""A new getter of the C interface: the header and a C# method."""

MAX_FILES = 2

HEADER = "native/include/pulse_native.h"
EXPORTS = "native/Exports/ResponseExports.cs"


def edit(tree):
    tree.insert(
        HEADER,
        "/* The body as it was received, JSON or not",
        """\
/* How many bytes the JSON has. */
PULSE_API pulse_code pulse_response_toy_size(const pulse_response *response, int64_t *out, pulse_error **error);
/* The toy's name. */
PULSE_API pulse_code pulse_response_toy_name(const pulse_response *response, pulse_str *out, pulse_error **error);
""",
    )
    tree.insert(
        EXPORTS,
        '    [NativeExport("pulse_response_content")]',
        """\
    [NativeExport("pulse_response_toy_size")]
    internal static long ToySize(ResponseObject response) => (long)Json(response).Size;

    [NativeExport("pulse_response_toy_name")]
    internal static string ToyName(ResponseObject response) => $"toy of {Json(response).Size} bytes";

""",
    )


def check(tree):
    in_c = tree.run_c(
        r"""
        #include <pulse_native.h>
        #include <stdio.h>
        int main(void) {
            pulse_client_options options;
            pulse_client *client = NULL;
            pulse_response *response = NULL;
            pulse_error *error = NULL;
            pulse_str json, name, message;
            int64_t size = -1;
            pulse_client_options_init(&options, sizeof(options));
            options.api_key = "key";
            if (pulse_client_new(&options, &client, NULL) != PULSE_OK || pulse_export_durations(client, &response, NULL) != PULSE_OK
                || pulse_response_json(response, &json, NULL) != PULSE_OK || pulse_response_toy_name(response, &name, NULL) != PULSE_OK
                || pulse_response_toy_size(response, &size, NULL) != PULSE_OK || size != (int64_t)json.size) {
                return 1;
            }
            pulse_response_free(response);
            if (pulse_response_toy_size(response, &size, &error) != PULSE_INVALID_HANDLE || size != 0 || pulse_error_message(error, &message) != PULSE_OK) {
                return 2;
            }
            printf("%s\n", message.data);
            pulse_error_free(error);
            pulse_client_free(client);
            return pulse_response_toy_size(response, NULL, NULL) == PULSE_INVALID_ARGUMENT ? 0 : 3;
        }
        """
    )
    in_python = tree.run_python(
        """
import ctypes, os
from pulse_native import _ffi
library = _ffi.Library(os.environ["PULSE_NATIVE_LIBRARY"])
options = _ffi.ClientOptions(struct_size=ctypes.sizeof(_ffi.ClientOptions), api_key=b"key")
client, response, name, size = _ffi.Handle(), _ffi.Handle(), _ffi.Str(), ctypes.c_int64()
assert library.pulse_client_new(options, client, None) == 0
assert library.pulse_export_durations(client, response, None) == 0
assert library.pulse_response_toy_size(response, size, None) == 0
assert library.pulse_response_toy_name(response, name, None) == 0
print(ctypes.string_at(name.data, name.size).decode(), size.value)
assert ctypes.string_at(name.data, name.size) == b"toy of %d bytes" % size.value
"""
    )
    with open(f"{tree.root}/tests/c/misuse_table.g.h", encoding="utf-8") as file:
        misused = "pulse_response_toy_size" in file.read()
    return {
        "called from C": in_c[0],
        "its errors are the library's": "response is no live handle" in in_c[1],
        "called from Python": in_python[0],
        "misused": misused,
    }
