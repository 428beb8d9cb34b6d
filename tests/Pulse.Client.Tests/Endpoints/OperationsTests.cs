using System.Net;
using System.Text;
using Pulse.Client.Endpoints;
using Pulse.Client.Results;
using Pulse.Client.Tests.Support;
using Pulse.Client.Waiting;

namespace Pulse.Client.Tests.Endpoints;

/// <summary>The table of operations by name, as the C interface uses it.</summary>
public sealed class OperationsTests
{
    const string Pending = """{"job_id":"j1","status":"pending"}""";
    const string Schema = """{"extraction_id":"e","schema_config":{"input_schema":{"type":"object"}}}""";
    const string Output = """ "output":{"local_path":"/o"} """;

    static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json);

    static PulseFile Pdf => PulseFile.FromBytes("%PDF-"u8.ToArray(), "a.pdf");

    public static TheoryData<string, string, string, string> Requests => new()
    {
        { "extract", """{"file_url":"u"}""", "POST", "/extract" },
        { "submit_extract", """{"file_url":"u"}""", "POST", "/extract" },
        { "extract_async", """{"file_url":"u"}""", "POST", "/extract_async" },
        { "split", """{"extraction_id":"e","split_config_id":"c"}""", "POST", "/split" },
        { "submit_split", """{"extraction_id":"e","split_config_id":"c"}""", "POST", "/split" },
        { "schema", Schema, "POST", "/schema" },
        { "submit_schema", Schema, "POST", "/schema" },
        { "tables", """{"extraction_id":"e"}""", "POST", "/tables" },
        { "submit_tables", """{"extraction_id":"e"}""", "POST", "/tables" },
        { "batch_extract", $$"""{"input":{"file_urls":["u"]},{{Output}}}""", "POST", "/batch/extract" },
        { "batch_schema", $$$"""{"batch_extract_id":"b","schema_config":{"input_schema":{}},{{{Output}}}}""", "POST", "/batch/schema" },
        { "batch_split", $$$"""{"batch_extract_id":"b","split_config":{"split_input":[{"name":"A"}]},{{{Output}}}}""", "POST", "/batch/split" },
        { "batch_tables", $$$"""{"batch_extract_id":"b",{{{Output}}}}""", "POST", "/batch/tables" },
        { "pipeline_execute", """{"file_url":"u","steps":{"extract":{}}}""", "POST", "/pipeline/execute" },
        { "submit_pipeline_execute", """{"file_url":"u","steps":{"extract":{}}}""", "POST", "/pipeline/execute" },
        { "form_detect", """{"file_url":"u"}""", "POST", "/form/detect" },
        { "submit_form_detect", """{"file_url":"u"}""", "POST", "/form/detect" },
        { "form_fill", """{"file_url":"u","instructions":"x"}""", "POST", "/form/fill" },
        { "submit_form_fill", """{"file_url":"u","instructions":"x"}""", "POST", "/form/fill" },
        { "form_clear", """{"file_url":"u"}""", "POST", "/form/clear" },
        { "submit_form_clear", """{"file_url":"u"}""", "POST", "/form/clear" },
        { "get_large_result", """{"job_id":"j1"}""", "GET", "/large_results/j1" },
        { "get_result_pdf", """{"job_id":"j1"}""", "GET", "/results/j1/pdf" },
        { "get_result_image", """{"job_id":"j1","filename":"a.png"}""", "GET", "/results/j1/images/a.png" },
        { "get_schema_excel", """{"schema_id":"x1"}""", "GET", "/schema/x1/excel" },
        { "get_job", """{"job_id":"j1"}""", "GET", "/job/j1" },
        { "cancel_job", """{"job_id":"j1"}""", "DELETE", "/job/j1" },
        { "create_webhook_link", "", "POST", "/webhook" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Each_goes_to_its_endpoint(string name, string request, string method, string path)
    {
        using Harness harness = new();
        harness.Answer(name switch
        {
            "get_large_result" => """{"markdown":"long"}""",
            "get_result_pdf" => "%PDF-1.7",
            "get_result_image" => "GIF89a",
            "get_schema_excel" => "PK",
            _ => """{"job_id":"j1","status":"pending","link":"https://portal"}""",
        });
        PreparedOperation operation = Operations.Prepare(name, Utf8(request));
        Assert.Empty(harness.Requests);
        using OperationAnswer answer = await harness.RunAsync(operation.RunAsync(harness.Client));
        Sent sent = harness.Requests.Single();
        Assert.Equal((method, path), (sent.Message.Method.Method, sent.Message.RequestUri!.AbsolutePath));
        bool makesJob = path is not ("/webhook" or "/job/j1") && method == "POST";
        OperationAnswerKind expected = makesJob ? OperationAnswerKind.Submission
            : name == "cancel_job" ? OperationAnswerKind.Done
            : name is "get_large_result" or "create_webhook_link" or "get_job" ? OperationAnswerKind.Result
            : OperationAnswerKind.File;
        Assert.Equal((expected, makesJob ? "j1" : null, makesJob), (answer.Kind, answer.JobId, operation.CanWait));
        bool isSubmit = name.StartsWith("submit_", StringComparison.Ordinal);
        Assert.Equal(isSubmit, sent.Text.Contains("async", StringComparison.Ordinal) && !path.StartsWith("/extract_async", StringComparison.Ordinal));
        Assert.Contains(name, Operations.Names);
        OperationDescription described = Operations.All.Single(one => one.Names.Any(entry => entry.Key == name));
        Assert.Equal((method, path), (described.Verb, described.Path.Replace("{jobId}", "j1", StringComparison.Ordinal).Replace("{fileName}", "a.png", StringComparison.Ordinal).Replace("{schemaId}", "x1", StringComparison.Ordinal)));
        Assert.Equal(operation.CanWait, described.Job != OperationJob.Never);
        Assert.Equal(operation.CanWait, described.Cost is not null);
    }

    [Fact]
    public void Results_are_told_apart_by_their_signs()
    {
        Assert.Equal(Operations.Names.Count, Operations.Names.Distinct().Count());
        foreach (OperationDescription operation in Operations.All.Where(static one => one.Job != OperationJob.Never))
        {
            Assert.NotNull(operation.RequestType);
            Assert.True(typeof(PulseResult).IsAssignableFrom(operation.Result));
            Assert.Same(operation.Kind, Operations.KindOfWork(operation.Work));
            foreach (string[] sign in operation.Kind.Signs)
            {
                string body = $"{{{string.Join(',', sign.Select(static name => $"\"{name}\":1"))}}}";
                using RawResult raw = new(NativeBuffer.Copy(Utf8(body)), new JsonSlice(0, body.Length), ownsBuffer: true);
                Assert.Same(operation.Kind, ResultKinds.Of(raw));
            }
        }
    }

    // What makes no request of its own has its tests in Batch.
    [Fact]
    public void All_names_are_tested() =>
        Assert.Equal(Operations.Names.Order(), Requests.Select(row => row.Data.Item1).Append("run_documents").Order());

    [Theory]
    [InlineData("split", """{"extraction_id":"e","split_config_id":"c"}""", """{"split_id":"s","split_output":{"splits":{}}}""")]
    [InlineData("tables", """{"extraction_id":"e"}""", """{"tables_id":"t","tables_output":{"tables":[]}}""")]
    [InlineData("extract", """{"file_url":"u"}""", """{"markdown":"x","job_id":"deprecated"}""")]
    [InlineData("form_detect", """{"file_url":"u"}""", """{"form_id":"f"}""")]
    [InlineData("pipeline_execute", """{"file_url":"u","steps":{"extract":{}}}""", """{"status":"completed","results":{}}""")]
    [InlineData("create_webhook_link", "{}", """{"link":"https://portal"}""")]
    public async Task Results_come_as_they_are(string name, string request, string body)
    {
        using Harness harness = new();
        harness.Answer(body);
        using OperationAnswer answer = await harness.RunAsync(Operations.Prepare(name, Utf8(request)).RunAsync(harness.Client));
        Assert.Equal(OperationAnswerKind.Result, answer.Kind);
        Assert.Equal(body, Encoding.UTF8.GetString(answer.Body!.Json.Span));
    }

    [Fact]
    public async Task With_async_in_the_request_the_answer_is_a_job()
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.Accepted, Pending);
        using OperationAnswer answer = await harness.RunAsync(Operations.Prepare("tables", Utf8("""{"extractionId":"e","async":true}""")).RunAsync(harness.Client));
        Assert.Equal((OperationAnswerKind.Submission, "j1"), (answer.Kind, answer.JobId));
        Assert.Equal("""{"extraction_id":"e","async":true}""", harness.Requests.Single().Text);
    }

    [Fact]
    public async Task With_a_wait()
    {
        using Harness harness = new();
        harness.Answer(Pending).Answer("""{"job_id":"j1","status":"completed","result":{"split_id":"s"}}""");
        List<string> seen = [];
        (string jobId, WaitOutcome outcome) = await harness.RunAsync(Operations.Prepare("split", Utf8("""{"extraction_id":"e","split_config_id":"c"}""")).WaitAsync(harness.Client, new WaitOptions(), progress => seen.Add(progress.StatusText)));
        using Job job = outcome.Job!;
        Assert.Equal(("j1", WaitEnd.Finished, "s"), (jobId, outcome.End, job.ReadResult<SplitResult>().SplitId));
        Assert.Equal(["completed"], seen);
        Assert.Throws<ArgumentException>(() => { _ = Operations.Prepare("get_result_pdf", Utf8("""{"job_id":"j"}""")).WaitAsync(harness.Client, new WaitOptions()); });
    }

    [Fact]
    public async Task With_a_file()
    {
        using Harness harness = new();
        harness.Answer("""{"form_id":"f"}""").Answer("""{"status":"completed","results":{}}""");
        using OperationAnswer form = await harness.RunAsync(Operations.Prepare("form_fill", Utf8("""{"instructions":"x","form_fields":"[{\"page_number\":1}]","async":"false"}"""), Pdf).RunAsync(harness.Client));
        Assert.Equal([("file", "%PDF-"), ("instructions", "x"), ("form_fields", """[{"page_number":1}]"""), ("async", "false")], harness.Requests[0].Parts().Select(part => (part.Name, part.Content)));
        using OperationAnswer pipeline = await harness.RunAsync(Operations.Prepare("pipeline_execute", Utf8("""{"steps":{"extract":{}}}"""), Pdf).RunAsync(harness.Client));
        Assert.Equal(["file", "steps"], harness.Requests[1].Parts().Select(part => part.Name));
        foreach (string name in (string[])["split", "tables", "batch_extract", "get_result_pdf", "cancel_job", "create_webhook_link"])
        {
            Assert.Contains("no file", Assert.Throws<ArgumentException>(() => Operations.Prepare(name, Utf8("{}"), Pdf)).Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentException>(() => Operations.Prepare("extract", default, [Pdf, Pdf]));
        Assert.Throws<ArgumentException>(() => Operations.Prepare("form_detect", default, [Pdf, Pdf]));
    }

    [Fact]
    public async Task Downloads_go_to_a_path()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.bin");
        try
        {
            using Harness harness = new();
            harness.Answer("%PDF-1.7");
            string arguments = $$"""{"job_id":"j1","path":"{{path}}"}""";
            using OperationAnswer pdf = await harness.RunAsync(Operations.Prepare("get_result_pdf", Utf8(arguments)).RunAsync(harness.Client));
            Assert.Equal((OperationAnswerKind.Done, "%PDF-1.7"), (pdf.Kind, await File.ReadAllTextAsync(path)));
            using Harness large = new();
            large.Answer("""{"markdown":"long"}""");
            using OperationAnswer result = await large.RunAsync(Operations.Prepare("get_large_result", Utf8(arguments)).RunAsync(large.Client));
            Assert.Equal((OperationAnswerKind.Done, """{"markdown":"long"}"""), (result.Kind, await File.ReadAllTextAsync(path)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("nothing", "{}", "operation 'nothing' is none of extract, ")]
    [InlineData("split", "", "'extraction_id'")]
    [InlineData("split", "[]", "JSON object")]
    [InlineData("split", "{", "not valid")]
    [InlineData("split", """{"extraction_id":5}""", "'extraction_id'")]
    [InlineData("split", """{"extraction_id":"e","extractionId":"e"}""", "'extraction_id' twice")]
    [InlineData("split", """{"extraction_id":"e","split_config":{"split_input":{}}}""", "'split_config.split_input'")]
    [InlineData("split", """{"extraction_id":"e","split_config":{"split_input":[{"name":1}]}}""", "'split_config.split_input[0].name'")]
    [InlineData("split", """{"extraction_id":"e","split_config":{"split_input":[null]}}""", "'split_config.split_input[0]'")]
    [InlineData("split", """{"extraction_id":"e","split_config":"nope"}""", "'split_config'")]
    [InlineData("split", """{"extraction_id":"e","split_config_id":"c","async":"true"}""", "'async'")]
    [InlineData("schema", """{"extraction_id":"e","schema_config":{"input_schema":{},"excel_template":"AAAA"}}""", "'schema_config.excel_template'")]
    [InlineData("schema", """{"extraction_ids":"e"}""", "'extraction_ids'")]
    [InlineData("schema", """{"split_id":"s","split_schema_config":{"A":5}}""", "'split_schema_config.A'")]
    [InlineData("tables", """{"extraction_id":"e","tables_config":{"merge":1}}""", "'tables_config.merge'")]
    [InlineData("batch_extract", """{"input":{"files":[{"filename":"a","content":"*"}]},"output":{"local_path":"/o"}}""", "'input.files[0].content'")]
    [InlineData("batch_extract", """{"input":{"file_urls":["u"]},"output":{"local_path":"/o"},"workers":11}""", "'workers'")]
    [InlineData("batch_extract", """{"input":{"file_urls":["u"]},"output":{"local_path":"/o"},"workers":2.5}""", "'workers'")]
    [InlineData("form_fill", """{"file_url":"u","instructions":"x","form_fields":"{}"}""", "'form_fields'")]
    [InlineData("form_fill", """{"file_url":"u","instructions":"x","form_fields":[{"row":"a"}]}""", "'form_fields[0].row'")]
    [InlineData("form_detect", """{"file_url":"u","async":"yes"}""", "'async'")]
    [InlineData("form_detect", """{"file_url":"u","pages":"3-1"}""", "'pages'")]
    [InlineData("extract", """{"file_url":"u","pages":"0"}""", "'pages'")]
    [InlineData("get_result_pdf", "{}", "'job_id'")]
    [InlineData("get_result_pdf", """{"job_id":".."}""", "job id")]
    [InlineData("get_result_pdf", """{"job_id":"j","jop":1}""", "'jop'")]
    [InlineData("get_result_pdf", """{"job_id":"j","path":""}""", "'path'")]
    [InlineData("get_result_image", """{"job_id":"j"}""", "'filename'")]
    [InlineData("get_schema_excel", "{}", "'schema_id'")]
    [InlineData("get_large_result", "{}", "'job_id'")]
    [InlineData("cancel_job", """{"job_id":7}""", "'job_id'")]
    public void Wrong_requests_name_the_field_before_anything_is_sent(string name, string json, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => Operations.Prepare(name, Utf8(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void Requests_that_are_not_UTF8_are_refused() =>
        Assert.Contains("UTF-8", Assert.Throws<ArgumentException>(() => Operations.Prepare("split", (byte[])[(byte)'{', 0xFF, (byte)'}'])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Unknown_fields_at_every_depth_and_the_caller_s_own_names_are_kept()
    {
        using Harness harness = new();
        harness.Answer(Pending);
        const string Request = """{"split_id":"s","split_schema_config":{"My_Topic":{"schema":{"file_url":1,"fileUrl":2},"extra":{"schemaPrompt":1}},"my_topic":{"schema_config_id":"c"}},"new_thing":[1]}""";
        using OperationAnswer answer = await harness.RunAsync(Operations.Prepare("schema", Utf8(Request)).RunAsync(harness.Client));
        Assert.Equal(Request, harness.Requests.Single().Text);
    }

    [Fact]
    public async Task An_image_by_its_URL()
    {
        using Harness harness = new();
        harness.Answer("GIF89a");
        using OperationAnswer answer = await harness.RunAsync(Operations.Prepare("get_result_image", Utf8("""{"image_url":"/results/j/images/a.png"}""")).RunAsync(harness.Client));
        Assert.Equal((OperationAnswerKind.File, "/results/j/images/a.png"), (answer.Kind, harness.Requests.Single().Message.RequestUri!.AbsolutePath));
    }

    [Fact]
    public async Task The_webhook_link()
    {
        using Harness harness = new();
        harness.Answer("""{"link":"https://app.example.com/login?x=1"}""").Answer("{}");
        Assert.Equal("https://app.example.com/login?x=1", await harness.RunAsync(harness.Client.Webhooks.CreateLinkAsync()));
        Sent sent = harness.Requests.Single();
        Assert.Null(sent.Message.Content?.Headers.ContentType);
        Assert.Empty(sent.Body);
        Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Webhooks.CreateLinkAsync()));
        using Harness refusing = new();
        refusing.Answer(HttpStatusCode.Unauthorized);
        Assert.Equal(PulseErrorCode.Unauthorized, Assert.IsType<PulseApiException>(await refusing.FailureAsync(refusing.Client.Webhooks.CreateLinkAsync())).Code);
    }
}
