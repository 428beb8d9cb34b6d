using System.Net;
using System.Text.Json;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Steps;

public sealed class BatchTests
{
    const string Output = "\"output\":{\"local_path\":\"/results\"}";

    static string File(string name, string text) => $$"""{"filename":"{{name}}","content":"{{Documents.Base64(text)}}"}""";

    static async Task<Answer> SubmitAsync(TestSandbox sandbox, params (string Name, string Text)[] files) => await sandbox.PostJsonAsync(
        "/batch/extract", $$$$"""{"input":{"files":[{{{{string.Join(",", files.Select(file => File(file.Name, file.Text)))}}}}]},{{{{Output}}}},"extract_options":{"extensions":{"altOutputs":{"returnHtml":true}}},"workers":2}""");

    [Fact]
    public async Task Children_succeed_and_fail_one_by_one()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await SubmitAsync(sandbox, ("a.txt", "Colour: red"), ("b.png", "\u0089PNG\u0000\u0001"), ("c.txt", "Colour: blue"));
        Assert.Equal((HttpStatusCode.Accepted, "processing", 3), (answer.Status, answer.JobStatus, answer.Json.GetProperty("total_files").GetInt32()));
        JsonElement job = await sandbox.EndOfAsync(answer.Json.Text("batch_job_id"));
        Assert.Equal("completed", job.Text("status"));
        Assert.Equal("""{"total":3,"completed":2,"failed":1}""", job.GetProperty("progress").GetRawText());
        JsonElement items = job.GetProperty("result").GetProperty("items");
        Assert.Equal(["completed", "failed", "completed"], items.EnumerateArray().Select(item => item.Text("status")));
        Assert.Equal(["a.txt", "b.png", "c.txt"], items.EnumerateArray().Select(item => item.Text("source")));
        Assert.StartsWith("FILE_001", items[1].Text("error"), StringComparison.Ordinal);
        Assert.Equal(2, job.GetProperty("result").GetProperty("extraction_ids").GetArrayLength());
        JsonElement child = await sandbox.EndOfAsync(items[0].Text("job_id"));
        Assert.Contains("Colour: red", child.GetProperty("result").GetProperty("extensions").GetProperty("altOutputs").Text("html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_is_over_when_its_last_child_is()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync(new SandboxOptions { ProcessingTime = TimeSpan.FromSeconds(100) });
        sandbox.Sandbox.Clock.Freeze();
        Answer answer = await SubmitAsync(sandbox, ("a.txt", "a"), ("b.txt", "b"), ("c.txt", "c"));
        string id = answer.Json.Text("batch_job_id");
        sandbox.Sandbox.Clock.Advance(TimeSpan.FromSeconds(110));
        JsonElement half = (await sandbox.GetAsync($"/job/{id}")).Json;
        Assert.Equal(("processing", 2), (half.Text("status"), half.GetProperty("progress").GetProperty("completed").GetInt32()));
        sandbox.Sandbox.Clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("completed", (await sandbox.GetAsync($"/job/{id}")).JobStatus);
    }

    [Fact]
    public async Task A_child_can_be_forced_to_fail_and_a_batch_be_canceled()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await SubmitAsync(sandbox, ("a.txt", "a"), ("b.txt", "b"));
        string id = answer.Json.Text("batch_job_id");
        string child = (await sandbox.EndOfAsync(id)).GetProperty("result").GetProperty("items")[1].Text("job_id");
        sandbox.Sandbox.Jobs.Force(child, new ForcedJobState { Status = "failed", Error = JsonElement.Parse("\"no luck\"") });
        JsonElement item = (await sandbox.GetAsync($"/job/{id}")).Json.GetProperty("result").GetProperty("items")[1];
        Assert.Equal(("failed", "no luck"), (item.Text("status"), item.Text("error")));

        sandbox.Sandbox.Clock.Freeze();
        string other = (await SubmitAsync(sandbox, ("c.txt", "c"))).Json.Text("batch_job_id");
        Assert.Equal(HttpStatusCode.OK, (await sandbox.SendAsync(HttpMethod.Delete, $"/job/{other}")).Status);
        Answer canceled = await sandbox.GetAsync($"/job/{other}");
        Assert.Equal("canceled", canceled.JobStatus);
        Assert.Equal(1, canceled.Json.GetProperty("progress").GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task Batches_follow_batches()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        string batch = (await SubmitAsync(sandbox, ("a.txt", "Colour: red"), ("b.txt", "Colour: blue"))).Json.Text("batch_job_id");
        await sandbox.EndOfAsync(batch);
        const string Schema = "{\"type\":\"object\",\"properties\":{\"colour\":{\"type\":\"string\"}}}";

        Answer schema = await sandbox.PostJsonAsync("/batch/schema", $$$"""{"batch_extract_id":"{{{batch}}}","schema_config":{"input_schema":{{{Schema}}}},{{{Output}}}}""");
        Assert.Equal(2, schema.Json.GetProperty("total_extractions").GetInt32());
        JsonElement items = (await sandbox.EndOfAsync(schema.Json.Text("batch_job_id"))).GetProperty("result").GetProperty("items");
        JsonElement child = await sandbox.EndOfAsync(items[1].Text("job_id"));
        Assert.Equal("blue", child.GetProperty("result").GetProperty("schema_output").GetProperty("values").Text("colour"));
        Assert.Equal(items[1].Text("schema_id"), child.GetProperty("result").Text("schema_id"));

        Answer split = await sandbox.PostJsonAsync("/batch/split", $$$"""{"batch_extract_id":"{{{batch}}}","split_config":{"split_input":[{"name":"Colour"}]},{{{Output}}}}""");
        string splits = split.Json.Text("batch_job_id");
        Assert.Equal(2, (await sandbox.EndOfAsync(splits)).GetProperty("result").GetProperty("split_ids").GetArrayLength());

        Answer topics = await sandbox.PostJsonAsync("/batch/schema", $$$"""{"batch_split_id":"{{{splits}}}","split_schema_config":{"Colour":{"schema":{{{Schema}}}}},{{{Output}}}}""");
        Assert.Equal(2, topics.Json.GetProperty("total_splits").GetInt32());
        items = (await sandbox.EndOfAsync(topics.Json.Text("batch_job_id"))).GetProperty("result").GetProperty("items");
        child = await sandbox.EndOfAsync(items[0].Text("job_id"));
        Assert.Equal("red", child.GetProperty("result").GetProperty("results").GetProperty("Colour").GetProperty("values").Text("colour"));

        Answer tables = await sandbox.PostJsonAsync("/batch/tables", $$$"""{"batch_extract_id":"{{{batch}}}",{{{Output}}}}""");
        Assert.Equal("completed", (await sandbox.EndOfAsync(tables.Json.Text("batch_job_id"))).Text("status"));

        Answer combined = await sandbox.PostJsonAsync("/schema", $$$"""{"extraction_id":"{{{batch}}}","schema_config":{"input_schema":{{{Schema}}}}}""");
        Assert.Equal(2, combined.Json.GetProperty("extraction_ids").GetArrayLength());
    }

    [Theory]
    [InlineData("extract", """{"output":{"local_path":"x"}}""", "REQ_004")]
    [InlineData("extract", """{"input":{},"output":{"local_path":"x"}}""", "REQ_004")]
    [InlineData("extract", """{"input":{"file_urls":["http://127.0.0.1/a"]}}""", "REQ_004")]
    [InlineData("extract", """{"input":{"file_urls":["http://127.0.0.1/a"]},"output":{}}""", "REQ_004")]
    [InlineData("extract", """{"input":{"file_urls":["http://127.0.0.1/a"]},"output":{"s3_prefix":"bucket"}}""", "REQ_003")]
    [InlineData("extract", """{"input":{"file_urls":[]},"output":{"local_path":"x"}}""", "REQ_003")]
    [InlineData("extract", """{"input":{"file_urls":["not a url"]},"output":{"local_path":"x"}}""", "REQ_003")]
    [InlineData("extract", """{"input":{"file_urls":["http://127.0.0.1/a"],"files":[]},"output":{"local_path":"x"}}""", "REQ_003")]
    [InlineData("extract", """{"input":{"s3_prefix":"s3://bucket/folder/"},"output":{"local_path":"x"}}""", "REQ_003")]
    [InlineData("extract", """{"input":{"files":[{"filename":"a","content":"no base64!"}]},"output":{"local_path":"x"}}""", "REQ_003")]
    [InlineData("extract", """{"input":{"files":[{"content":"AAAA"}]},"output":{"local_path":"x"}}""", "REQ_004")]
    [InlineData("extract", """{"input":{"file_urls":["http://127.0.0.1/a"]},"output":{"local_path":"x"},"workers":11}""", "REQ_003")]
    [InlineData("extract", """{"input":{"file_urls":["http://127.0.0.1/a"]},"output":{"local_path":"x"},"workers":0}""", "REQ_003")]
    [InlineData("extract", """{"input":{"file_urls":["http://127.0.0.1/a"]},"output":{"local_path":"x"},"extract_options":{"pages":"0"}}""", "REQ_006")]
    [InlineData("extract", """{"input":{"file_urls":["http://127.0.0.1/a"]},"output":{"local_path":"x"},"extract_options":{"file_url":"http://127.0.0.1/b"}}""", "REQ_003")]
    [InlineData("schema", """{"output":{"local_path":"x"},"schema_config":{"input_schema":{}}}""", "REQ_004")]
    [InlineData("schema", """{"extraction_ids":["a"],"output":{"local_path":"x"}}""", "REQ_004")]
    [InlineData("schema", """{"extraction_ids":[],"output":{"local_path":"x"},"schema_config":{"input_schema":{}}}""", "REQ_003")]
    [InlineData("schema", """{"extraction_ids":["a"],"batch_extract_id":"b","output":{"local_path":"x"},"schema_config":{"input_schema":{}}}""", "REQ_003")]
    [InlineData("schema", """{"split_ids":["a"],"extraction_ids":["b"],"output":{"local_path":"x"},"split_schema_config":{"t":{"schema":{}}}}""", "REQ_003")]
    [InlineData("schema", """{"extraction_ids":["a"],"page_range":"3-1","output":{"local_path":"x"},"schema_config":{"input_schema":{}}}""", "REQ_006")]
    [InlineData("schema", """{"extraction_ids":["a"],"output":{"local_path":"x"},"schema_config":{"input_schema":{}}}""", "STORAGE_002")]
    [InlineData("split", """{"extraction_ids":["a"],"output":{"local_path":"x"}}""", "REQ_004")]
    [InlineData("split", """{"batch_extract_id":"b","output":{"local_path":"x"},"split_config":{"split_input":[{"name":"t"}]}}""", "STORAGE_002")]
    [InlineData("tables", """{"output":{"local_path":"x"}}""", "REQ_004")]
    public async Task Bad_requests(string kind, string request, string code)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await sandbox.PostJsonAsync($"/batch/{kind}", request);
        Assert.Equal((code.StartsWith("STORAGE", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, code), (answer.Status, answer.ErrorCode));
    }
}
