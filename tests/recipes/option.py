"""A new option of the client: the list, and the code that does what it says."""

MAX_FILES = 4

LIST = "tools/Pulse.Describe/Options/ClientOptionList.cs"
HANDLER = "src/Pulse.Client/Http/AuthenticationHandler.cs"


def edit(tree):
    tree.insert(
        LIST,
        "    ];\n",
        """\
        new("ToyCount", Count, "How many toys, 1 to 9.") { Default = "3", Value = "3", Range = ("1", "9"), Flag = "--toy-count" },
""",
    )
    tree.insert(
        HANDLER,
        '        request.Headers.TryAddWithoutValidation("User-Agent"',
        """\
        request.Headers.TryAddWithoutValidation("X-Toys", settings.ToyCount.ToString(System.Globalization.CultureInfo.InvariantCulture));
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
            pulse_error *error = NULL;
            pulse_str message;
            pulse_client_options_init(&options, sizeof(options));
            options.toy_count = 9;
            if (pulse_client_new(&options, &client, NULL) != PULSE_OK) {
                return 1;
            }
            pulse_client_free(client);
            options.toy_count = 10;
            if (pulse_client_new(&options, &client, &error) != PULSE_INVALID_ARGUMENT || pulse_error_message(error, &message) != PULSE_OK) {
                return 2;
            }
            printf("%s\n", message.data);
            pulse_error_free(error);
            return 0;
        }
        """
    )
    in_python = tree.run_python(
        """
import http.server, threading, pulse_native
seen = []

class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        seen.append(self.headers["x-toys"])
        body = b'{"job_id": "a", "status": "pending"}'
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
for options in ({}, {"toy_count": 7}):
    with pulse_native.Pulse("key", base_url=f"http://127.0.0.1:{server.server_port}", **options) as client:
        client.jobs.get_job("a")
server.shutdown()
server.server_close()
assert seen == ["3", "7"], seen
assert ":param toy_count: How many toys" in pulse_native.AsyncPulse.__init__.__doc__
try:
    pulse_native.Pulse("key", toy_count=10).jobs.get_job("a")
except pulse_native.PulseArgumentError as error:
    print(error)
    assert "toy_count must be from 1 to 9" in str(error) and "options" not in str(error)
else:
    raise AssertionError("not refused")
"""
    )

    def has(path, words):
        with open(f"{tree.root}/{path}", encoding="utf-8") as file:
            return words in file.read()

    return {
        "set from C": in_c[0],
        "its errors name the member": "options.toy_count must be from 1 to 9" in in_c[1],
        "set from Python": in_python[0],
        "in C++": has("bindings/cpp/pulse_native.hpp", "std::optional<int> toy_count;"),
        "on the command line": has("src/Pulse.Cli/GlobalOptions.g.cs", '"--toy-count"'),
        "in a configuration": has("src/Pulse.Client.Extensions/Configuration/PulseSection.g.cs", "int? ToyCount"),
        "in the documentation": has("docs/options.md", "`toy_count`"),
    }
