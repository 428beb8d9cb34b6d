"""Adds an endpoint to a copy of the tree by the recipe in CONTRIBUTING.md, builds it, and calls it from C, Python and the command line.

The files that are written here by hand are what a new endpoint costs; the test counts them.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MAX_FILES = 8

API = """using Refit;

namespace Pulse.Client.Api;

/// <summary>Summaries of a stored extraction.</summary>
interface ISummaryApi
{
    const string SummaryPath = "/summary";

    [Post(SummaryPath)]
    Task<HttpResponseMessage> SummaryAsync([Body] HttpContent request, CancellationToken cancellationToken);
}
"""

REQUEST = """using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Http;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>The request of <c>POST /summary</c>: a stored extraction in few words.</summary>
public sealed record SummaryRequest : IServiceRequest<SummaryRequest>
{
    /// <summary>The stored extraction; required.</summary>
    [JsonPropertyName("extraction_id")]
    public string? ExtractionId { get; init; }

    /// <summary>The most words.</summary>
    [JsonPropertyName("max_words")]
    public int? MaxWords { get; init; }

    /// <summary>Whether a job is made in place of a result.</summary>
    [JsonPropertyName("async")]
    public bool? Async { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    bool IServiceRequest<SummaryRequest>.IsAsync => Async == true;

    SummaryRequest IServiceRequest<SummaryRequest>.AsAsync() => this with { Async = true };

    void IServiceRequest<SummaryRequest>.Validate() => Require.Text("extraction_id", ExtractionId);

    Func<HttpContent> IServiceRequest<SummaryRequest>.Body() => JsonBody.Of(this, PulseJsonContext.Default.SummaryRequest);
}
"""

RESULT = """using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>A summary.</summary>
public sealed class SummaryResult : PulseResult, IPulseResult<SummaryResult>
{
    SummaryResult(RawResult body, Job? job)
        : base(body, job)
    {
    }

    /// <summary>The id of the summary.</summary>
    public string? SummaryId => Body.Text("summary_id"u8);

    /// <summary>The words.</summary>
    public string? SummaryText => Body.Text("summary_text"u8);

    static ResultKind IPulseResult<SummaryResult>.Kind { get; } = new("/summary", ["summary_text"]);

    static SummaryResult IPulseResult<SummaryResult>.Create(RawResult body, Job? job) => new(body, job);
}
"""

ENDPOINT = """    internal static Endpoint<SummaryRequest> Summary { get; } = new Endpoint<SummaryRequest>(
        "summary", ISummaryApi.SummaryPath, "Says in few words what is in an extraction.", static json => json.SummaryRequest, static (apis, body, token) => apis.Of<ISummaryApi>().SummaryAsync(body, token))
    {
        Cost = "1 credit per page",
        Job = OperationJob.OnRequest,
    }.Returning<SummaryResult>();

"""

METHODS = """    /// <summary>Says in few words what is in an extraction: <c>POST /summary</c>, processed synchronously.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once; the service may go on, and bill.</param>
    public Task<SummaryResult> SummaryAsync(SummaryRequest request, CancellationToken cancellationToken = default) =>
        Caller.ProcessAsync<SummaryRequest, SummaryResult>(ServiceEndpoints.Summary, request, cancellationToken);

"""

SANDBOX = """using Pulse.Sandbox.Http;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Steps;
using Pulse.Sandbox.Stored;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>POST /summary</c></summary>
static class SummaryEndpoint
{
    static readonly FieldNames s_fields = new("extractionId", "maxWords", "async");

    public static async Task SummaryAsync(Exchange exchange)
    {
        FieldSet fields = (await new RequestReader(exchange, s_fields, fileField: "").ReadAsync().ConfigureAwait(false)).Fields;
        StoredExtraction extraction = exchange.State.Extractions.Get(fields.RequiredString("extractionId"), exchange.Organization!);
        string id = exchange.State.Ids.Next("summary", extraction.Id, "");
        var request = new StepRequest(fields.Boolean("async") ?? false, Sha256.OfText($"summary\\n{fields.Fingerprint("async")}"), "");
        await StepAnswer.SendAsync(exchange, request, (call, _) => Task.FromResult(StepResult.Build(exchange.State, call, id, 1, 1, json =>
        {
            json.WriteString("summary_id", id);
            json.WriteString("summary_text", $"An extraction of {extraction.Document.Pages.Count} pages.");
        }))).ConfigureAwait(false);
    }
}
"""

PROGRAM = """
import subprocess
import sys
from pulse_native import Pulse, Submission
from pulse_native.types import SummaryResult
with Pulse() as client:
    extraction = client.extract(file=sys.argv[1]).extraction_id
    summary = client.summary(extraction_id=extraction, max_words=20)
    assert type(summary) is SummaryResult, summary
    assert summary.summary_text == "An extraction of 2 pages.", summary.summary_text
    submission = client.summary(extraction_id=extraction, async_=True)
    assert isinstance(submission, Submission), submission
    assert client.jobs.wait(submission.job_id).result.summary_text == summary.summary_text
    try:
        client.summary(extraction="x")
        raise SystemExit("a misspelled keyword was taken")
    except TypeError:
        pass
document, program, cli = sys.argv[1:]
shown = subprocess.run([program, "summary", '{"extraction_id":"%s"}' % extraction, "/summary_text"], capture_output=True, text=True, check=True).stdout
assert "An extraction of 2 pages." in shown, shown
shown = subprocess.run([cli, "summary", "--extraction-id", extraction, "--max-words", "20", "--json"], capture_output=True, text=True, check=True).stdout
assert "An extraction of 2 pages." in shown, shown
"""


class EndpointTest(unittest.TestCase):
    def setUp(self):
        self.tree = tempfile.mkdtemp(prefix="pulse-recipe-")
        self.addCleanup(shutil.rmtree, self.tree, ignore_errors=True)
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                                capture_output=True, text=True, check=True)
        for name in filter(None, listed.stdout.split("\0")):
            if os.path.isfile(os.path.join(ROOT, name)):
                os.makedirs(os.path.dirname(os.path.join(self.tree, name)), exist_ok=True)
                shutil.copy(os.path.join(ROOT, name), os.path.join(self.tree, name))
        self.written = set()

    def write(self, name, text):
        self.written.add(name)
        with open(os.path.join(self.tree, name), "w", encoding="utf-8") as file:
            file.write(text)

    def insert(self, name, before, text):
        with open(os.path.join(self.tree, name), encoding="utf-8") as file:
            source = file.read()
        self.assertIn(before, source, name)
        self.write(name, source.replace(before, text + before, 1))

    def run_there(self, *command, **environment):
        done = subprocess.run(command, cwd=self.tree, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, f"{' '.join(command)}\n{done.stdout[-6000:]}{done.stderr[-6000:]}")
        return done.stdout

    def test_a_new_endpoint(self):
        self.write("src/Pulse.Client/Api/ISummaryApi.cs", API)
        self.write("src/Pulse.Client/Models/SummaryRequest.cs", REQUEST)
        self.write("src/Pulse.Client/Models/SummaryResult.cs", RESULT)
        self.insert("src/Pulse.Client/Models/PulseJsonContext.cs", "[JsonSerializable(typeof(TablesRequest))]", "[JsonSerializable(typeof(SummaryRequest))]\n")
        endpoints = "src/Pulse.Client/Endpoints/ServiceEndpoints.cs"
        self.insert(endpoints, "    internal static Endpoint<TablesRequest> Tables ", ENDPOINT)
        self.insert(endpoints, "        Tables,\n", "        Summary,\n")
        self.insert("src/Pulse.Client/PulseClient.Documents.cs", "    /// <summary>Finds the tables of a stored extraction and waits", METHODS)
        self.write("src/Pulse.Sandbox/Endpoints/SummaryEndpoint.cs", SANDBOX)
        self.insert("src/Pulse.Sandbox/Server/RouteTable.cs", '            new("POST", "pipeline/execute"', '            new("POST", "summary", Access.Key, SummaryEndpoint.SummaryAsync),\n')
        self.assertLessEqual(len(self.written), MAX_FILES, sorted(self.written))

        self.run_there("scripts/update-public-api")
        self.assertIn("SummaryAsync", self.read("src/Pulse.Client/PublicAPI.Unshipped.txt"))
        self.run_there("make", "generate")
        self.assertRegex(self.read("bindings/python/pulse_native/_generated.py"), r"def summary\(")
        self.assertIn("`POST /summary`", self.read("docs/operations.md"))
        self.run_there("make", "lib", "cli")
        sandbox, cli = (os.path.join(self.tree, "artifacts", "bin", name) for name in ("pulse-sandbox", "pulse"))
        library = os.path.join(self.tree, "artifacts", "lib")
        there = {"PYTHONPATH": os.path.join(self.tree, "bindings", "python"), "LD_LIBRARY_PATH": library,
                 "PULSE_NATIVE_LIBRARY": os.path.join(library, "libpulse_native.so")}
        document = os.path.join(ROOT, "samples", "bank-statement.pdf")
        program = os.path.join(self.tree, "contract_client")
        self.run_there("gcc", "-o", program, "tests/contract/contract_client.c", "-Inative/include", f"-L{library}", "-lpulse_native")
        self.run_there(sandbox, "exec", "--", sys.executable, "-W", "error", "-c", PROGRAM, document, program, cli, **there)

    def read(self, name):
        with open(os.path.join(self.tree, name), encoding="utf-8") as file:
            return file.read()


if __name__ == "__main__":
    unittest.main()
