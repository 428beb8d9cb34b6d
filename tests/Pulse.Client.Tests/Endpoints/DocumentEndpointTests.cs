using System.Net;
using System.Text.Json;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Endpoints;

/// <summary>Split, schema and tables: the wire as documented, typed values, and what is refused before it is sent.</summary>
public sealed class DocumentEndpointTests
{
    const string Pending = """{"job_id":"j1","status":"pending","message":"queued","queuedAt":"2026-01-02T03:04:05Z","credits_used":2.5}""";

    static readonly SplitRequest s_split = new("e1", new SplitTopic("Risk", "what may go wrong"), new SplitTopic("Money"));
    static readonly SchemaRequest s_schema = SchemaRequest.ForExtraction("e1", SchemaConfig.FromSchema("""{"type":"object","properties":{"a_b":{"type":"string"}}}"""));

    static string Completed(string result) => $$"""{"job_id":"j1","status":"completed","result":{{result}}}""";

    static async Task<string> WireAsync(string path, Func<PulseClient, Task<JobSubmission>> submit)
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.Accepted, Pending);
        using JobSubmission submission = await harness.RunAsync(submit(harness.Client));
        Assert.Equal(("j1", JobStatus.Pending, "queued", 2.5m), (submission.JobId, submission.Status, submission.Message, submission.CreditsUsed));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), submission.QueuedAt);
        Sent sent = harness.Requests.Single();
        Assert.Equal((HttpMethod.Post, Harness.BaseUrl + path, "application/json"), (sent.Message.Method, sent.Message.RequestUri!.AbsoluteUri, sent.Message.Content!.Headers.ContentType!.ToString()));
        return sent.Text;
    }

    [Fact]
    public async Task Split_on_the_wire() => Assert.Equal(
        """{"extraction_id":"e1","split_config":{"split_input":[{"name":"Risk","description":"what may go wrong"},{"name":"Money"}]},"async":true}""",
        await WireAsync("/split", client => client.SubmitSplitAsync(s_split)));

    [Fact]
    public async Task Split_with_saved_topics_and_unknown_fields_on_the_wire() => Assert.Equal(
        """{"extraction_id":"e1","split_config_id":"c1","async":true,"new_option":{"a":[1]}}""",
        await WireAsync("/split", client => client.SubmitSplitAsync(new() { ExtractionId = "e1", SplitConfigId = "c1", AdditionalFields = new Dictionary<string, JsonElement> { ["new_option"] = JsonDocument.Parse("""{"a":[1]}""").RootElement } })));

    [Fact]
    public async Task Split_values()
    {
        using Harness harness = new();
        harness.Answer("""{"split_id":"s1","split_output":{"splits":{"Risk":[1,2],"Money":[]},"model":"x"},"credits_used":4.5,"plan_info":{"tier":"growth"},"new":1}""");
        using SplitResult split = await harness.RunAsync(harness.Client.SplitAsync(s_split));
        Assert.Equal(("s1", 4.5m, "growth"), (split.SplitId, split.CreditsUsed, split.PlanInfo!.Tier));
        Assert.Equal([1, 2], split.Splits["Risk"]);
        Assert.Empty(split.Splits["Money"]);
        Assert.Equal("x", split.SplitOutput!.AdditionalFields!["model"].GetString());
        Assert.True(split.Body.TryFind("/new", out JsonElement added) && added.GetInt32() == 1);
        Assert.DoesNotContain("async", harness.Requests.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Split_through_a_job()
    {
        using Harness harness = new();
        harness.Answer(Pending).Answer("""{"job_id":"j1","status":"processing"}""").Answer(Completed("""{"split_id":"s1","split_output":{"splits":{"Risk":[3]}}}"""));
        using SplitResult split = await harness.RunAsync(harness.Client.SplitAndWaitAsync(s_split));
        Assert.Equal(("s1", "j1", 3), (split.SplitId, split.Job!.Id, split.Splits["Risk"].Single()));
        Assert.Equal(["/split", "/job/j1", "/job/j1"], harness.Requests.Select(sent => sent.Message.RequestUri!.AbsolutePath));
    }

    public static TheoryData<SplitRequest, string> BadSplits => new()
    {
        { new(), "extraction_id" },
        { new() { ExtractionId = " ", SplitConfigId = "c" }, "extraction_id" },
        { new() { ExtractionId = "e" }, "split_config" },
        { new() { ExtractionId = "e", SplitConfigId = "" }, "split_config_id" },
        { new("e", new SplitTopic("a")) { SplitConfigId = "c" }, "split_config_id" },
        { new() { ExtractionId = "e", SplitConfig = new() { } }, "split_config.split_input" },
        { new("e"), "split_config.split_input" },
        { new("e", new SplitTopic("a"), new SplitTopic("")), "split_config.split_input[1].name" },
        { new("e", new SplitTopic("a"), new SplitTopic("a")), "split_config.split_input[1].name" },
        { new("e", new SplitTopic("a")) { Async = true }, "async" },
    };

    [Theory]
    [MemberData(nameof(BadSplits), DisableDiscoveryEnumeration = true)]
    public Task Bad_splits_are_refused_by_field(SplitRequest request, string field) => RefusedAsync(client => client.SplitAsync(request), field);

    [Fact]
    public async Task Schema_on_the_wire() => Assert.Equal(
        """{"extraction_id":"e1","schema_config":{"input_schema":{"type":"object","properties":{"a_b":{"type":"string"}}}},"async":true}""",
        await WireAsync("/schema", client => client.SubmitSchemaAsync(s_schema)));

    [Fact]
    public async Task Schema_over_several_extractions_with_an_Excel_template_on_the_wire() => Assert.Equal(
        """{"extraction_ids":["e1","e2"],"schema_config":{"excel_template":"UEsDBA==","schema_prompt":"p","effort":true},"async":true}""",
        await WireAsync("/schema", client => client.SubmitSchemaAsync(SchemaRequest.ForExtractions(["e1", "e2"], SchemaConfig.FromExcel([0x50, 0x4B, 3, 4]) with { SchemaPrompt = "p", Effort = true }))));

    [Fact]
    public async Task Schema_for_a_split_on_the_wire() => Assert.Equal(
        """{"split_id":"s1","split_schema_config":{"My Topic":{"schema":{"x":1},"schema_prompt":"p","effort":false},"b":{"schema_config_id":"c"}},"async":true}""",
        await WireAsync("/schema", client => client.SubmitSchemaAsync(SchemaRequest.ForSplit("s1", new Dictionary<string, TopicSchemaConfig>
        {
            ["My Topic"] = TopicSchemaConfig.FromSchema("""{"x":1}""") with { SchemaPrompt = "p", Effort = false },
            ["b"] = new() { SchemaConfigId = "c" },
        }))));

    [Fact]
    public async Task Schema_values()
    {
        using Harness harness = new();
        harness.Answer("""{"schema_id":"x1","version":3,"schema_output":{"values":{"a":1},"citations":{"a":"txt-1"},"confidence":0.5},"extraction_ids":["e1"],"excel_output_url":"/schema/x1/excel","credits_used":null}""");
        using SchemaResult result = await harness.RunAsync(harness.Client.SchemaAsync(s_schema));
        SingleSchemaResult schema = Assert.IsType<SingleSchemaResult>(result);
        Assert.Equal(("x1", 3, "/schema/x1/excel", null), (schema.SchemaId, schema.Version, schema.ExcelOutputUrl, schema.CreditsUsed));
        Assert.Equal(("""{"a":1}""", """{"a":"txt-1"}""", "0.5"), (schema.SchemaOutput!.Values!.Value.GetRawText(), schema.SchemaOutput.Citations!.Value.GetRawText(), schema.SchemaOutput.AdditionalFields!["confidence"].GetRawText()));
        Assert.Equal(["e1"], schema.ExtractionIds);
    }

    [Fact]
    public async Task Schema_of_a_split_with_a_topic_that_failed()
    {
        using Harness harness = new();
        harness.Answer("""{"schema_id":"x1","split_id":"s1","results":{"A":{"values":{"n":2},"citations":{}}},"input_schemas":{"A":{"type":"object"}},"errors":{"B":"no pages"}}""");
        using SchemaResult result = await harness.RunAsync(harness.Client.SchemaAsync(SchemaRequest.ForSplit("s1", new Dictionary<string, TopicSchemaConfig> { ["A"] = new() { SchemaConfigId = "c" } })));
        SplitSchemaResult schema = Assert.IsType<SplitSchemaResult>(result);
        Assert.Equal(("x1", "s1", "no pages"), (schema.SchemaId, schema.SplitId, schema.Errors["B"]));
        Assert.Equal(2, schema.Results["A"].Values!.Value.GetProperty("n").GetInt32());
        Assert.Equal("object", schema.InputSchemas!["A"].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Schema_through_a_job_as_the_kind_that_was_asked_for()
    {
        const string Split = """{"schema_id":"x1","split_id":"s1","results":{}}""";
        using Harness harness = new();
        harness.Answer(Completed(Split));
        using SplitSchemaResult schema = await harness.RunAsync(harness.Client.Jobs.WaitAsync<SplitSchemaResult>("j1"));
        Assert.Empty(schema.Errors);
        Assert.Equal("j1", Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync<SingleSchemaResult>("j1"))).JobId);
    }

    static readonly JsonElement s_list = JsonDocument.Parse("[]").RootElement;
    static readonly SchemaConfig s_config = SchemaConfig.FromSchema("{}");
    static readonly Dictionary<string, TopicSchemaConfig> s_topics = new() { ["A"] = new() { SchemaConfigId = "c" } };

    public static TheoryData<SchemaRequest, string> BadSchemas => new()
    {
        { new(), "extraction_id" },
        { new() { SchemaConfig = s_config }, "split_id" },
        { new() { ExtractionId = "e", ExtractionIds = ["e"], SchemaConfig = s_config }, "extraction_ids" },
        { new() { ExtractionId = "e", SplitId = "s", SplitSchemaConfig = s_topics }, "split_id" },
        { new() { ExtractionIds = [], SchemaConfig = s_config }, "extraction_ids" },
        { new() { ExtractionIds = ["e", ""], SchemaConfig = s_config }, "extraction_ids[1]" },
        { new() { ExtractionId = "e" }, "schema_config" },
        { new() { ExtractionId = "e", SchemaConfig = new() }, "schema_config.input_schema" },
        { new() { ExtractionId = "e", SchemaConfig = s_config with { ExcelTemplate = "UEsDBA==" } }, "schema_config.excel_template" },
        { new() { ExtractionId = "e", SchemaConfigId = "c", SchemaConfig = s_config with { ExcelTemplate = "UEsDBA==" } }, "schema_config.excel_template" },
        { new() { ExtractionId = "e", SchemaConfig = new() { ExcelTemplate = "no base64!" } }, "schema_config.excel_template" },
        { new() { ExtractionId = "e", SchemaConfig = new() { ExcelTemplate = "" } }, "schema_config.excel_template" },
        { new() { ExtractionId = "e", SchemaConfig = new() { InputSchema = s_list } }, "schema_config.input_schema" },
        { new() { ExtractionId = "e", SchemaConfig = s_config, SplitSchemaConfig = s_topics }, "split_schema_config" },
        { new() { SplitId = "s" }, "split_schema_config" },
        { new() { SplitId = "s", SplitSchemaConfig = new Dictionary<string, TopicSchemaConfig>() }, "split_schema_config" },
        { new() { SplitId = "s", SplitSchemaConfig = s_topics, SchemaConfig = s_config }, "schema_config" },
        { new() { SplitId = "s", SplitSchemaConfig = s_topics, SchemaConfigId = "c" }, "schema_config_id" },
        { new() { SplitId = "s", SplitSchemaConfig = new Dictionary<string, TopicSchemaConfig> { ["A"] = new() } }, "split_schema_config.A.schema" },
        { new() { SplitId = "s", SplitSchemaConfig = new Dictionary<string, TopicSchemaConfig> { ["A"] = new() { Schema = s_list } } }, "split_schema_config.A.schema" },
    };

    [Theory]
    [MemberData(nameof(BadSchemas), DisableDiscoveryEnumeration = true)]
    public Task Bad_schemas_are_refused_by_field(SchemaRequest request, string field) => RefusedAsync(client => client.SchemaAsync(request), field);

    [Fact]
    public void Schemas_that_are_no_objects_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SchemaConfig.FromSchema("[1]"));
        Assert.Throws<ArgumentException>(() => TopicSchemaConfig.FromSchema("{"));
        Assert.Throws<ArgumentException>(() => SchemaConfig.FromExcel([]));
    }

    [Fact]
    public async Task Tables_on_the_wire() => Assert.Equal(
        """{"extraction_id":"e1","tables_config":{"merge":true,"table_format":"json","charts_to_tables":false},"async":true}""",
        await WireAsync("/tables", client => client.SubmitTablesAsync(new("e1", new() { Merge = true, TableFormat = "json", ChartsToTables = false }))));

    [Fact]
    public async Task Tables_values_in_both_formats()
    {
        using Harness harness = new();
        harness.Answer("""{"tables_id":"t1","tables_output":{"tables":[{"table_content":"<table/>","citations":["tbl-1"],"from_chart":false},{"table_content":{"headers":["a"],"rows":[{"a":1}]},"citations":[],"from_chart":true,"title":"T"}]},"credits_used":0.25}""");
        using TablesResult result = await harness.RunAsync(harness.Client.TablesAsync(new("e1")));
        Assert.Equal(("t1", 0.25m, 2), (result.TablesId, result.CreditsUsed, result.Tables.Count));
        Assert.Equal(("<table/>", null, "tbl-1", false), (result.Tables[0].Html, result.Tables[0].Rows, result.Tables[0].Citations!.Single(), result.Tables[0].FromChart));
        Assert.Equal((null, "a", 1, true, "T"), (result.Tables[1].Html, result.Tables[1].Rows!.Headers!.Single(), result.Tables[1].Rows!.Rows!.Single()["a"].GetInt32(), result.Tables[1].FromChart, result.Tables[1].AdditionalFields!["title"].GetString()));
        Assert.Equal("""{"extraction_id":"e1"}""", harness.Requests.Single().Text);
    }

    [Fact]
    public async Task Tables_whose_submission_names_the_job_after_the_tables()
    {
        using Harness harness = new();
        harness.Answer("""{"tables_id":"t1","status":"processing"}""").Answer("""{"job_id":"t1","status":"completed","result":{"tables_id":"t1","tables_output":{"tables":[]}}}""");
        using TablesResult result = await harness.RunAsync(harness.Client.TablesAndWaitAsync(new("e1")));
        Assert.Empty(result.Tables);
        Assert.Equal("/job/t1", harness.Requests[1].Message.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Tables_without_an_extraction_are_refused()
    {
        await RefusedAsync(client => client.TablesAsync(new()), "extraction_id");
        await RefusedAsync(client => client.SubmitTablesAsync(new("")), "extraction_id");
    }

    [Fact]
    public async Task Tables_of_another_shape_than_documented()
    {
        using Harness harness = new();
        harness.Answer("""{"tables_id":"t1","tables_output":{"tables":[{"table_content":{"headers":"a"}}]}}""");
        using TablesResult result = await harness.RunAsync(harness.Client.TablesAsync(new("e1")));
        Assert.Throws<PulseProtocolException>(() => result.Tables[0].Rows);
    }

    [Fact]
    public async Task An_Excel_template_is_downloaded_and_saved()
    {
        using Harness harness = new();
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage
        {
            Content = new ByteArrayContent([0x50, 0x4B, 3, 4, 0, 255]) { Headers = { ContentType = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") } },
        }));
        using PulseDownload excel = await harness.RunAsync(harness.Client.GetSchemaExcelAsync("x/1"));
        Assert.Equal([0x50, 0x4B, 3, 4, 0, 255], excel.Content.ToArray());
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", excel.MediaType);
        Assert.Equal("/schema/x%2F1/excel", harness.Requests[0].Message.RequestUri!.AbsolutePath);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.xlsx");
        try
        {
            await harness.Client.SaveSchemaExcelAsync("x1", path);
            Assert.Equal(6, new FileInfo(path).Length);
            Assert.False(File.Exists($"{path}.part"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(400, PulseErrorCode.BadRequest)]
    [InlineData(401, PulseErrorCode.Unauthorized)]
    [InlineData(403, PulseErrorCode.Forbidden)]
    [InlineData(404, PulseErrorCode.NotFound)]
    [InlineData(429, PulseErrorCode.RateLimited)]
    [InlineData(500, PulseErrorCode.ServerError)]
    public async Task Errors_of_each_endpoint(int status, PulseErrorCode code)
    {
        foreach (Func<PulseClient, Task> call in (Func<PulseClient, Task>[])[
            client => client.SplitAsync(s_split), client => client.SchemaAsync(s_schema), client => client.TablesAsync(new("e1")), client => client.GetSchemaExcelAsync("x")])
        {
            using Harness harness = new();
            harness.Answer((HttpStatusCode)status, """{"error":{"code":"X_001","message":"because"}}""");
            PulseApiException error = Assert.IsType<PulseApiException>(await harness.FailureAsync(call(harness.Client)));
            Assert.Equal((code, status, "X_001"), (error.Code, error.HttpStatus, error.ApiCode));
        }
    }

    [Fact]
    public async Task What_is_billed_is_not_sent_twice_after_a_500_but_after_a_429()
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.InternalServerError);
        await harness.FailureAsync(harness.Client.SplitAsync(s_split));
        Assert.Single(harness.Requests);
        using Harness limited = new();
        limited.Answer(HttpStatusCode.TooManyRequests).Answer("""{"split_output":{"splits":{}}}""");
        using SplitResult split = await limited.RunAsync(limited.Client.SplitAsync(s_split));
        Assert.Empty(split.Splits);
        Assert.Equal(limited.Requests[0].Text, limited.Requests[1].Text);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("""{"tables_output":{}}""")]
    public async Task Answers_that_are_none_are_kept_in_the_error(string body)
    {
        using Harness harness = new();
        harness.Answer(body);
        PulseProtocolException error = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.SplitAsync(s_split)));
        Assert.Equal(body, System.Text.Encoding.UTF8.GetString(error.ResponseBody.Span));
        Assert.Contains("POST /split", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_in_place_of_a_result_and_the_other_way_round()
    {
        using Harness harness = new();
        harness.Answer(Pending).Answer("""{"tables_id":"t1","tables_output":{"tables":[]}}""");
        Assert.Equal("j1", Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.SplitAsync(s_split))).JobId);
        Assert.Contains("job_id", Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.SubmitTablesAsync(new("e1")))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_of_another_kind_is_told_apart()
    {
        using Harness harness = new();
        harness.Answer(Completed("""{"split_id":"s1","split_output":{"splits":{}}}"""));
        PulseProtocolException error = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync<TablesResult>("j1")));
        Assert.Equal("j1", error.JobId);
        Assert.Equal(JobStatus.Completed, error.LastSnapshot!.Status);
        Assert.Contains("/split", error.Message, StringComparison.Ordinal);
        using SplitResult split = error.LastSnapshot.ReadResult<SplitResult>();
        Assert.Equal("s1", split.SplitId);
    }

    [Fact]
    public async Task A_completed_job_without_a_result()
    {
        using Harness harness = new();
        harness.Answer("""{"job_id":"j1","status":"completed","result":{}}""");
        Assert.Contains("its result is empty", Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync<SplitResult>("j1"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_outlive_the_job_they_were_read_from()
    {
        using Harness harness = new();
        harness.Answer(Completed("""{"split_id":"s1","split_output":{"splits":{"a":[1]}}}"""));
        Job job = await harness.RunAsync(harness.Client.Jobs.GetAsync("j1"));
        SplitResult split = job.ReadResult<SplitResult>();
        job.Dispose();
        Assert.Equal([1], split.Splits["a"]);
        split.Dispose();
        Assert.Throws<ObjectDisposedException>(() => split.SplitId);
    }

    static async Task RefusedAsync(Func<PulseClient, Task> call, string field)
    {
        using Harness harness = new();
        ArgumentException refusal = Assert.IsType<ArgumentException>(await harness.FailureAsync(call(harness.Client)));
        Assert.Contains($"'{field}'", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Requests);
    }
}
