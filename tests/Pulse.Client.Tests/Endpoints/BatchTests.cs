using System.Net;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Endpoints;

public sealed class BatchTests
{
    static readonly BatchOutput s_output = new() { S3Prefix = "s3://b/out/" };
    static readonly BatchInput s_urls = new() { FileUrls = ["https://x/1.pdf", "https://x/2.pdf"] };
    static readonly SchemaConfig s_schema = SchemaConfig.FromSchema("""{"type":"object"}""");
    static readonly Dictionary<string, TopicSchemaConfig> s_topics = new() { ["A"] = new() { SchemaConfigId = "c" } };

    static async Task<string> WireAsync(string path, Func<BatchesClient, Task<BatchSubmission>> submit, string count, Func<BatchSubmission, int?> read)
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.Accepted, $$"""{"batch_job_id":"b1","status":"processing","{{count}}":7}""");
        using BatchSubmission submission = await harness.RunAsync(submit(harness.Client.Batches));
        Assert.Equal(("b1", JobStatus.Processing, 7), (submission.JobId, submission.Status, read(submission)));
        Sent sent = harness.Requests.Single();
        Assert.Equal((HttpMethod.Post, Harness.BaseUrl + path, "application/json"), (sent.Message.Method, sent.Message.RequestUri!.AbsoluteUri, sent.Message.Content!.Headers.ContentType!.ToString()));
        return sent.Text;
    }

    [Fact]
    public async Task Extract_on_the_wire() => Assert.Equal(
        """{"input":{"files":[{"filename":"a.pdf","content":"JVBERg=="}]},"output":{"s3_prefix":"s3://b/out/","local_path":"/srv/out"},"extract_options":{"pages":"1-2","figureProcessing":{"description":true}},"workers":10}""",
        await WireAsync(
            "/batch/extract",
            batches => batches.ExtractAsync(new()
            {
                Input = new() { Files = [BatchFile.FromBytes("%PDF"u8, "a.pdf")] },
                Output = s_output with { LocalPath = "/srv/out" },
                ExtractOptions = new() { Pages = "1-2", FigureProcessing = new() { Description = true } },
                Workers = 10,
            }),
            "total_files",
            submission => submission.TotalFiles));

    [Theory]
    [InlineData(true, """{"input":{"file_urls":["https://x/1.pdf","https://x/2.pdf"]},"output":{"s3_prefix":"s3://b/out/"}}""")]
    [InlineData(false, """{"input":{"s3_prefix":"s3://b/in/"},"output":{"s3_prefix":"s3://b/out/"}}""")]
    public async Task Extract_from_URLs_or_a_bucket_on_the_wire(bool urls, string wire) => Assert.Equal(
        wire,
        await WireAsync("/batch/extract", batches => batches.ExtractAsync(new() { Input = urls ? s_urls : new() { S3Prefix = "s3://b/in/" }, Output = s_output }), "total_files", submission => submission.TotalFiles));

    [Fact]
    public async Task Schema_on_the_wire() => Assert.Equal(
        """{"batch_extract_id":"b0","schema_config":{"input_schema":{"type":"object"}},"output":{"s3_prefix":"s3://b/out/"},"page_range":"1-3,5","workers":1}""",
        await WireAsync("/batch/schema", batches => batches.SchemaAsync(new() { BatchExtractId = "b0", SchemaConfig = s_schema, Output = s_output, PageRange = "1-3,5", Workers = 1 }), "total_extractions", submission => submission.TotalExtractions));

    [Fact]
    public async Task Schema_for_splits_on_the_wire() => Assert.Equal(
        """{"split_ids":["s1"],"split_schema_config":{"A":{"schema_config_id":"c"}},"output":{"s3_prefix":"s3://b/out/"}}""",
        await WireAsync("/batch/schema", batches => batches.SchemaAsync(new() { SplitIds = ["s1"], SplitSchemaConfig = s_topics, Output = s_output }), "total_splits", submission => submission.TotalSplits));

    [Fact]
    public async Task Split_on_the_wire() => Assert.Equal(
        """{"extraction_ids":["e1"],"split_config":{"split_input":[{"name":"A"}]},"output":{"s3_prefix":"s3://b/out/"},"workers":4}""",
        await WireAsync("/batch/split", batches => batches.SplitAsync(new() { ExtractionIds = ["e1"], SplitConfig = new(new SplitTopic("A")), Output = s_output, Workers = 4 }), "total_extractions", submission => submission.TotalExtractions));

    [Fact]
    public async Task Tables_on_the_wire() => Assert.Equal(
        """{"batch_extract_id":"b0","tables_config":{"merge":true},"output":{"s3_prefix":"s3://b/out/"}}""",
        await WireAsync("/batch/tables", batches => batches.TablesAsync(new() { BatchExtractId = "b0", TablesConfig = new() { Merge = true }, Output = s_output }), "total_extractions", submission => submission.TotalExtractions));

    [Fact]
    public async Task A_batch_is_waited_for_and_children_fail_one_by_one()
    {
        using Harness harness = new();
        harness.Answer("""{"job_id":"b1","status":"processing"}""")
            .Answer("""{"job_id":"b1","status":"processing","progress":{"total":2,"completed":1,"failed":0}}""")
            .Answer("""{"job_id":"b1","status":"completed","progress":{"total":2,"completed":1,"failed":1},"result":{"items":[{"index":0,"job_id":"c1","extraction_id":"e1","status":"completed"},{"index":1,"job_id":"c2","status":"failed","error":"broken","extra":1}],"extraction_ids":["e1"],"status":"x","results":[]}}""");
        using BatchResult result = await harness.RunAsync(harness.Client.Batches.ExtractAndWaitAsync(new() { Input = s_urls, Output = s_output }));
        Assert.Equal(["e1"], result.ExtractionIds);
        Assert.Equal(("c1", "e1", JobStatus.Completed), (result.Items![0].JobId, result.Items[0].ExtractionId, result.Items[0].Status));
        Assert.Equal((1, JobStatus.Failed, "broken", 1), (result.Items[1].Index, result.Items[1].Status, result.Items[1].Error!.Value.GetString(), result.Items[1].AdditionalFields!["extra"].GetInt32()));
        Assert.Equal(1, result.Job!.Progress!.Value.GetProperty("failed").GetInt32());
        Assert.Null(result.SplitIds);
        Assert.Null(result.SchemaIds);
    }

    [Fact]
    public async Task An_id_under_its_ordinary_name_is_a_batch_too()
    {
        using Harness harness = new();
        harness.Answer("""{"job_id":"b1","status":"pending","total_files":2}""");
        using BatchSubmission submission = await harness.RunAsync(harness.Client.Batches.ExtractAsync(new() { Input = s_urls, Output = s_output }));
        Assert.Equal(("b1", 2), (submission.JobId, submission.TotalFiles));
    }

    public static TheoryData<BatchExtractRequest, string> BadExtracts => new()
    {
        { new() { Output = s_output }, "input" },
        { new() { Input = new(), Output = s_output }, "input.s3_prefix" },
        { new() { Input = s_urls with { S3Prefix = "s3://b/" }, Output = s_output }, "input.file_urls" },
        { new() { Input = new() { FileUrls = [] }, Output = s_output }, "input.file_urls" },
        { new() { Input = new() { FileUrls = ["x", " "] }, Output = s_output }, "input.file_urls[1]" },
        { new() { Input = new() { Files = [] }, Output = s_output }, "input.files" },
        { new() { Input = new() { Files = [new() { Content = "AAAA" }] }, Output = s_output }, "input.files[0].filename" },
        { new() { Input = new() { Files = [new() { FileName = "a.pdf" }] }, Output = s_output }, "input.files[0].content" },
        { new() { Input = new() { Files = [new() { FileName = "a.pdf", Content = "%PDF" }] }, Output = s_output }, "input.files[0].content" },
        { new() { Input = s_urls }, "output" },
        { new() { Input = s_urls, Output = new() }, "output.s3_prefix" },
        { new() { Input = s_urls, Output = s_output, Workers = 0 }, "workers" },
        { new() { Input = s_urls, Output = s_output, Workers = 11 }, "workers" },
        { new() { Input = s_urls, Output = s_output, ExtractOptions = new() { Pages = "3-1" } }, "extract_options.pages" },
        { new() { Input = s_urls, Output = s_output, ExtractOptions = new() { ChunkSize = 1 } }, "extract_options.chunkSize" },
    };

    [Theory]
    [MemberData(nameof(BadExtracts), DisableDiscoveryEnumeration = true)]
    public Task Bad_extracts_are_refused_by_field(BatchExtractRequest request, string field) => RefusedAsync(client => client.ExtractAsync(request), field);

    public static TheoryData<BatchSchemaRequest, string> BadSchemas => new()
    {
        { new() { SchemaConfig = s_schema, Output = s_output }, "batch_extract_id" },
        { new() { BatchExtractId = "b", ExtractionIds = ["e"], SchemaConfig = s_schema, Output = s_output }, "extraction_ids" },
        { new() { BatchExtractId = "b", SplitIds = ["s"], SchemaConfig = s_schema, Output = s_output }, "split_ids" },
        { new() { ExtractionIds = [], SchemaConfig = s_schema, Output = s_output }, "extraction_ids" },
        { new() { BatchExtractId = "b", Output = s_output }, "schema_config" },
        { new() { BatchExtractId = "b", SchemaConfig = new(), Output = s_output }, "schema_config.input_schema" },
        { new() { BatchExtractId = "b", SchemaConfig = s_schema, SplitSchemaConfig = s_topics, Output = s_output }, "split_schema_config" },
        { new() { BatchSplitId = "b", SchemaConfig = s_schema, Output = s_output }, "schema_config" },
        { new() { BatchSplitId = "b", Output = s_output }, "split_schema_config" },
        { new() { BatchExtractId = "b", SchemaConfig = s_schema }, "output" },
        { new() { BatchExtractId = "b", SchemaConfig = s_schema, Output = s_output, PageRange = "1,,2" }, "page_range" },
        { new() { BatchExtractId = "b", SchemaConfig = s_schema, Output = s_output, Workers = 11 }, "workers" },
    };

    [Theory]
    [MemberData(nameof(BadSchemas), DisableDiscoveryEnumeration = true)]
    public Task Bad_schemas_are_refused_by_field(BatchSchemaRequest request, string field) => RefusedAsync(client => client.SchemaAsync(request), field);

    [Fact]
    public async Task Bad_splits_and_tables_are_refused_by_field()
    {
        await RefusedAsync(client => client.SplitAsync(new() { SplitConfig = new(new SplitTopic("A")), Output = s_output }), "batch_extract_id");
        await RefusedAsync(client => client.SplitAsync(new() { BatchExtractId = "b", Output = s_output }), "split_config");
        await RefusedAsync(client => client.SplitAsync(new() { BatchExtractId = "b", SplitConfig = new(), Output = s_output }), "split_config.split_input");
        await RefusedAsync(client => client.SplitAsync(new() { BatchExtractId = "b", SplitConfig = new(new SplitTopic("A")) }), "output");
        await RefusedAsync(client => client.SplitAsync(new() { BatchExtractId = "b", SplitConfig = new(new SplitTopic("A")), Output = s_output, Workers = -1 }), "workers");
        await RefusedAsync(client => client.TablesAsync(new() { Output = s_output }), "batch_extract_id");
        await RefusedAsync(client => client.TablesAsync(new() { ExtractionIds = ["e"] }), "output");
        await RefusedAsync(client => client.TablesAsync(new() { ExtractionIds = ["e"], BatchExtractId = "b", Output = s_output }), "extraction_ids");
        await RefusedAsync(client => client.TablesAsync(new() { ExtractionIds = ["e"], Output = s_output, Workers = 100 }), "workers");
        Assert.Throws<ArgumentException>(() => BatchFile.FromBytes([], "a.pdf"));
        Assert.Throws<ArgumentException>(() => BatchFile.FromBytes("a"u8, " "));
    }

    [Theory]
    [InlineData(400, PulseErrorCode.BadRequest)]
    [InlineData(401, PulseErrorCode.Unauthorized)]
    [InlineData(404, PulseErrorCode.NotFound)]
    [InlineData(429, PulseErrorCode.RateLimited)]
    [InlineData(500, PulseErrorCode.ServerError)]
    public async Task Errors_of_each_endpoint(int status, PulseErrorCode code)
    {
        foreach (Func<BatchesClient, Task> call in (Func<BatchesClient, Task>[])[
            client => client.ExtractAsync(new() { Input = s_urls, Output = s_output }),
            client => client.SchemaAsync(new() { BatchExtractId = "b", SchemaConfig = s_schema, Output = s_output }),
            client => client.SplitAsync(new() { BatchExtractId = "b", SplitConfig = new(new SplitTopic("A")), Output = s_output }),
            client => client.TablesAsync(new() { BatchExtractId = "b", Output = s_output })])
        {
            using Harness harness = new();
            harness.Answer((HttpStatusCode)status, """{"error":{"message":"because"}}""");
            PulseApiException error = Assert.IsType<PulseApiException>(await harness.FailureAsync(call(harness.Client.Batches)));
            Assert.Equal((code, status), (error.Code, error.HttpStatus));
            Assert.Equal(status == 429 ? 3 : 1, harness.Requests.Count);
        }
    }

    static async Task RefusedAsync(Func<BatchesClient, Task> call, string field)
    {
        using Harness harness = new();
        ArgumentException refusal = Assert.IsType<ArgumentException>(await harness.FailureAsync(call(harness.Client.Batches)));
        Assert.Contains($"'{field}'", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Requests);
    }
}
