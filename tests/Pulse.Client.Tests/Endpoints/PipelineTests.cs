using System.Net;
using System.Text;
using System.Text.Json;
using Pulse.Client.Endpoints;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Endpoints;

public sealed class PipelineTests
{
    const string Answer = """{"status":"completed","total_latency":1.5,"results":{}}""";

    static readonly SchemaConfig s_schema = SchemaConfig.FromSchema("""{"z":1,"a":2}""");
    static readonly SplitConfig s_split = new(new SplitTopic("A"));

    static PipelineSteps Extract => new PipelineSteps().Extract();

    static async Task<Sent> SentAsync(PipelineRequest request)
    {
        using Harness harness = new();
        harness.Answer(Answer);
        using PipelineResult result = await harness.RunAsync(harness.Client.Pipelines.ExecuteAsync(request));
        Assert.Equal(("completed", 1.5), (result.StatusText, result.TotalLatency));
        Sent sent = harness.Requests.Single();
        Assert.Equal((HttpMethod.Post, $"{Harness.BaseUrl}/pipeline/execute"), (sent.Message.Method, sent.Message.RequestUri!.AbsoluteUri));
        return sent;
    }

    [Fact]
    public async Task As_JSON_with_the_steps_in_their_order()
    {
        Sent sent = await SentAsync(new()
        {
            FileUrl = "https://x/a.pdf",
            Steps = new PipelineSteps().Extract(new() { Pages = "1-2", Extensions = new() { AltOutputs = new() { ReturnHtml = true } } }).Split(s_split).Schema(s_schema),
            AutoDelete = true,
        });
        Assert.Equal("application/json", sent.Message.Content!.Headers.ContentType!.ToString());
        Assert.Equal(
            """{"file_url":"https://x/a.pdf","steps":{"extract":{"pages":"1-2","extensions":{"altOutputs":{"returnHtml":true}}},"split":{"split_input":[{"name":"A"}]},"schema":{"input_schema":{"z":1,"a":2}}},"auto_delete":true}""",
            sent.Text);
    }

    [Fact]
    public async Task With_a_file_as_multipart()
    {
        Sent sent = await SentAsync(new() { Files = [PulseFile.FromBytes("%PDF-"u8.ToArray(), "a.pdf")], Steps = Extract.Tables(new() { TableFormat = "json" }), AutoDelete = true });
        Assert.Equal([("file", "%PDF-"), ("steps", """{"extract":{},"tables":{"table_format":"json"}}"""), ("auto_delete", "true")], sent.Parts().Select(part => (part.Name, part.Content)));
        Assert.Contains("filename=\"a.pdf\"", sent.Parts()[0].Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_files_as_multipart_for_a_batch()
    {
        using Harness harness = new();
        harness.Answer("""{"job_id":"j1","status":"pending"}""");
        PipelineRequest request = new()
        {
            Files = [PulseFile.FromBytes("1"u8.ToArray(), "a.txt"), PulseFile.FromBytes("2"u8.ToArray(), "b.txt")],
            Steps = new PipelineSteps().BatchExtract(new() { Workers = 2 }).Schema(s_schema),
        };
        using JobSubmission submission = await harness.RunAsync(harness.Client.Pipelines.SubmitAsync(request));
        Assert.Equal("j1", submission.JobId);
        Assert.Equal(
            [("file", "1"), ("file", "2"), ("steps", """{"batch_extract":{"workers":2},"schema":{"input_schema":{"z":1,"a":2}}}"""), ("async", "true")],
            harness.Requests.Single().Parts().Select(part => (part.Name, part.Content)));
    }

    [Fact]
    public async Task A_batch_within_the_step() => Assert.Equal(
        """{"steps":{"batch_extract":{"file_urls":["https://x/1"],"files":[{"filename":"a.txt","content":"YQ=="}],"model":"default"}}}""",
        (await SentAsync(new() { Steps = new PipelineSteps().BatchExtract(new() { FileUrls = ["https://x/1"], Files = [BatchFile.FromBytes("a"u8, "a.txt")], Model = "default" }) })).Text);

    [Fact]
    public async Task Schemas_by_topic_and_steps_of_newer_services() => Assert.Equal(
        """{"file_url":"u","steps":{"extract":{},"split":{"split_input":[{"name":"A"}]},"schema":{"A":{"schema_config_id":"c"}},"translate":{"to":"fr"}}}""",
        (await SentAsync(new()
        {
            FileUrl = "u",
            Steps = Extract.Split(s_split).Schema(new Dictionary<string, TopicSchemaConfig> { ["A"] = new() { SchemaConfigId = "c" } }).Add("translate", JsonDocument.Parse("""{"to":"fr"}""").RootElement),
        })).Text);

    [Fact]
    public async Task Values_of_every_step()
    {
        using Harness harness = new();
        harness.Answer("""{"job_id":"j1","status":"pending"}""").Answer("""
            {"job_id":"j1","status":"completed","result":{"status":"completed","total_latency":9.25,"auto_delete":{"ok":true},"results":{
                "extract":{"markdown":"# T","extraction_id":"e1","page_count":2,"pages":"1-2","latency":3.5,"warnings":["w"],"credits_used":2},
                "batch_extract":{"extraction_ids":["e1","e2"],"total_files":2,"latency":1},
                "split":{"split_id":"s1","split_output":{"splits":{"A":[1]}},"split_input":[{"name":"A"}],"latency":2},
                "schema":{"schema_id":"x1","schema_output":{"values":{"a":1}},"latency":0.5},
                "tables":{"tables_id":"t1","tables_output":{"tables":[]},"latency":0.25},
                "translate":{"x":1}}}}
            """);
        using PipelineResult result = await harness.RunAsync(harness.Client.Pipelines.ExecuteAndWaitAsync(new() { FileUrl = "u", Steps = Extract }));
        Assert.Equal((9.25, "j1", true), (result.TotalLatency, result.Job!.Id, result.AutoDelete!.Value.GetProperty("ok").GetBoolean()));
        Assert.Equal(("# T", "e1", 2, 3.5, "w", 2m), (result.Extract!.Markdown, result.Extract.ExtractionId, result.Extract.PageCount, result.Extract.Latency, result.Extract.Warnings.Single(), result.Extract.CreditsUsed));
        Assert.Equal((2, 1), (result.BatchExtract!.TotalFiles, result.BatchExtract.Latency));
        Assert.Equal(["e1", "e2"], result.BatchExtract.ExtractionIds);
        Assert.Equal(("s1", "A", 2), (result.Split!.SplitId, result.Split.SplitInput!.Single().Name, result.Split.Latency));
        Assert.Equal(("x1", 0.5), (Assert.IsType<SingleSchemaResult>(result.Schema).SchemaId, result.Schema!.Latency));
        Assert.Equal(("t1", 0.25), (result.Tables!.TablesId, result.Tables.Latency));
        Assert.True(result.Step("translate")!.TryFind("/x", out _));
        Assert.Null(result.Step("nothing"));
    }

    static PulseFile File => PulseFile.FromBytes("a"u8.ToArray(), "a.txt");

    public static TheoryData<PipelineRequest, string> Bad => new()
    {
        { new() { FileUrl = "u" }, "steps" },
        { new() { FileUrl = "u", Steps = [] }, "steps" },
        { new() { Steps = Extract }, "file_url" },
        { new() { Steps = Extract, FileUrl = "u", Files = [File] }, "file_url" },
        { new() { Steps = Extract, Files = [File, File] }, "file" },
        { new() { FileUrl = "u", Steps = new PipelineSteps().Tables() }, "steps" },
        { new() { FileUrl = "u", Steps = Extract.BatchExtract() }, "steps" },
        { new() { FileUrl = "u", Steps = Extract.Tables().Schema(s_schema) }, "steps" },
        { new() { FileUrl = "u", Steps = Extract.Schema(s_schema).Split(s_split) }, "steps" },
        { new() { Files = [File], Steps = new PipelineSteps().BatchExtract().Split(s_split) }, "steps" },
        { new() { FileUrl = "u", Steps = new PipelineSteps().Extract(new() { Pages = "0" }) }, "steps.extract.pages" },
        { new() { FileUrl = "u", Steps = Extract.Split(new()) }, "steps.split.split_input" },
        { new() { FileUrl = "u", Steps = Extract.Schema(new SchemaConfig()) }, "steps.schema.input_schema" },
        { new() { FileUrl = "u", Steps = Extract.Schema(s_schema with { ExcelTemplate = "UEsDBA==" }) }, "steps.schema.excel_template" },
        { new() { FileUrl = "u", Steps = Extract.Split(s_split).Schema(new SchemaConfig()) }, "steps.schema" },
        { new() { Steps = new PipelineSteps().BatchExtract() }, "steps.batch_extract.file_urls" },
        { new() { Steps = new PipelineSteps().BatchExtract(new() { FileUrls = [] }) }, "steps.batch_extract.file_urls" },
        { new() { Files = [File], Steps = new PipelineSteps().BatchExtract(new() { Workers = 11 }) }, "steps.batch_extract.workers" },
        { new() { Steps = new PipelineSteps().BatchExtract(new() { Files = [new() { FileName = "a", Content = "?" }] }) }, "steps.batch_extract.files[0].content" },
        { new() { FileUrl = "u", Steps = Extract, Async = true }, "async" },
    };

    [Theory]
    [MemberData(nameof(Bad), DisableDiscoveryEnumeration = true)]
    public async Task Bad_pipelines_are_refused_by_field(PipelineRequest request, string field)
    {
        using Harness harness = new();
        ArgumentException refusal = Assert.IsType<ArgumentException>(await harness.FailureAsync(harness.Client.Pipelines.ExecuteAsync(request)));
        Assert.Contains($"'{field}'", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Requests);
    }

    [Fact]
    public void A_step_comes_once() => Assert.Throws<ArgumentException>(() => Extract.Extract());

    [Fact]
    public async Task From_JSON_the_order_is_kept_and_wrong_types_are_named()
    {
        using Harness harness = new();
        harness.Answer(Answer);
        const string Request = """{"fileUrl":"u","steps":{"extract":{"figure_processing":{"show_images":true}},"split":{"splitInput":[{"name":"A"}]},"schema":{"schema":{"z":1,"b_c":2}}},"autoDelete":false}""";
        using OperationAnswer answer = await harness.RunAsync(Operations.Prepare("pipeline_execute", Encoding.UTF8.GetBytes(Request)).RunAsync(harness.Client));
        Assert.Equal(
            """{"file_url":"u","steps":{"extract":{"figureProcessing":{"showImages":true}},"split":{"split_input":[{"name":"A"}]},"schema":{"schema":{"z":1,"b_c":2}}},"auto_delete":false}""",
            harness.Requests.Single().Text);
        foreach ((string json, string field) in ((string, string)[])[
            ("""{"file_url":"u","steps":[]}""", "steps"),
            ("""{"file_url":"u","steps":{"extract":{"pages":1}}}""", "steps.extract.pages"),
            ("""{"file_url":"u","steps":{"extract":5}}""", "steps.extract"),
            ("""{"file_url":"u","steps":{"extract":{},"split":{"split_input":[{"name":5}]}}}""", "steps.split.split_input[0].name"),
            ("""{"file_url":"u","steps":{"extract":{},"extract":{}}}""", "steps.extract"),
            ("""{"file_url":5,"steps":{"extract":{}}}""", "file_url")])
        {
            Assert.Contains($"'{field}'", Assert.Throws<ArgumentException>(() => Operations.Prepare("pipeline_execute", Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(400, PulseErrorCode.BadRequest)]
    [InlineData(401, PulseErrorCode.Unauthorized)]
    [InlineData(403, PulseErrorCode.Forbidden)]
    [InlineData(429, PulseErrorCode.RateLimited)]
    public async Task Errors(int status, PulseErrorCode code)
    {
        using Harness harness = new();
        harness.Answer((HttpStatusCode)status, """{"error":{"message":"because"}}""");
        Assert.Equal(code, Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Pipelines.ExecuteAsync(new() { FileUrl = "u", Steps = Extract }))).Code);
    }
}
