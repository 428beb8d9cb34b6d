"""A new endpoint with its own request and result: the client, the sandbox, and what is generated from them."""

import os
import sys

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
using Pulse.Client.Bodies;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>The request of <c>POST /summary</c>: a stored extraction in few words.</summary>
public sealed record SummaryRequest : IServiceRequest<SummaryRequest>
{
    /// <summary>The id of the stored extraction. Required.</summary>
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
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately. The service may continue processing, and bill it.</param>
    public Task<SummaryResult> SummaryAsync(SummaryRequest request, CancellationToken cancellationToken = default) =>
        Invoker.ProcessAsync<SummaryRequest, SummaryResult>(ServiceEndpoints.Summary, request, cancellationToken);

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
            json.WriteString("summary_text", $"An extraction of {extraction.Read().Pages.Count} pages.");
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


def edit(tree):
    tree.write("src/Pulse.Client/Api/ISummaryApi.cs", API)
    tree.write("src/Pulse.Client/Models/SummaryRequest.cs", REQUEST)
    tree.write("src/Pulse.Client/Models/SummaryResult.cs", RESULT)
    tree.insert(
        "src/Pulse.Client/Models/PulseJsonContext.cs",
        "[JsonSerializable(typeof(TablesRequest))]",
        "[JsonSerializable(typeof(SummaryRequest))]\n",
    )
    endpoints = "src/Pulse.Client/Endpoints/ServiceEndpoints.cs"
    tree.insert(endpoints, "    internal static Endpoint<TablesRequest> Tables ", ENDPOINT)
    tree.insert(endpoints, "        Tables,\n", "        Summary,\n")
    tree.insert(
        "src/Pulse.Client/PulseClient.Documents.cs",
        "    /// <summary>Extracts the tables of a stored extraction and waits",
        METHODS,
    )
    tree.insert(
        "src/Pulse.Sandbox/Server/RouteTable.cs",
        '        new("POST", "pipeline/execute"',
        '        new("POST", "summary", Access.Key, SummaryEndpoint.SummaryAsync),\n',
    )
    tree.write("src/Pulse.Sandbox/Endpoints/SummaryEndpoint.cs", SANDBOX)


def check(tree):
    def read(name):
        with open(os.path.join(tree.root, name), encoding="utf-8") as file:
            return file.read()

    # The sandbox and the command line as they are while one works on them: nothing of this depends on how they are published.
    built = all(
        tree.run("dotnet", "build", f"src/{project}", "-c", "Debug", "--nologo", "-v", "quiet", "-clp:NoSummary")[0]
        for project in ("Pulse.Sandbox", "Pulse.Cli")
    )
    sandbox, cli = (
        os.path.join(tree.root, "artifacts", "build", "bin", project, "debug", name)
        for project, name in (("Pulse.Sandbox", "pulse-sandbox"), ("Pulse.Cli", "pulse"))
    )
    library, program = (os.path.join(tree.root, "artifacts", *path) for path in (("lib",), ("contract_client",)))
    built = (
        built
        and tree.run(
            "gcc",
            "-o",
            program,
            "tests/contract/contract_client.c",
            "-Inative/include",
            f"-L{library}",
            "-lpulse_native",
            f"-Wl,-rpath,{library}",
        )[0]
    )
    in_c = tree.run_c(
        r"""
        #include <pulse_native.h>
        #include <stdio.h>
        int main(void) {
            pulse_client_options options;
            pulse_client *client = NULL;
            pulse_response *response = NULL;
            pulse_error *error = NULL;
            pulse_str message;
            pulse_client_options_init(&options, sizeof(options));
            options.api_key = "key";
            if (pulse_client_new(&options, &client, NULL) != PULSE_OK || pulse_summary(client, "{}", 2, &response, &error) != PULSE_INVALID_ARGUMENT
                || pulse_error_message(error, &message) != PULSE_OK) {
                return 1;
            }
            puts(message.data);
            pulse_error_free(error);
            pulse_client_free(client);
            return 0;
        }
        """
    )
    document = os.path.join(tree.root, "samples", "bank-statement.pdf")
    called = (
        built
        and tree.run(
            sandbox,
            "exec",
            "--",
            sys.executable,
            "-W",
            "error",
            "-c",
            PROGRAM,
            document,
            program,
            cli,
            PYTHONPATH=os.path.join(tree.root, "bindings", "python"),
            PULSE_NATIVE_LIBRARY=os.path.join(library, "libpulse_native.so"),
        )[0]
    )
    return {
        "the public API is recorded": "SummaryAsync" in read("src/Pulse.Client/PublicAPI.Unshipped.txt"),
        "in the documentation": "`POST /summary`" in read("docs/operations.md"),
        "Python has its types": "class SummaryResult(" in read("bindings/python/pulse_native/_models.py")
        and "class SummaryRequest(" in read("bindings/python/pulse_native/_requests.py"),
        "the sandbox and the command line build": built,
        "a C function of its own": in_c[0] and "extraction_id" in in_c[1],
        "called from Python, C by name, and the command line": called,
    }
