using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Steps;

public sealed class PipelineTests
{
    const string People = "{\"type\":\"object\",\"properties\":{\"head_count\":{\"type\":\"integer\"}}}";

    static MultipartFormDataContent Form(string steps, params (byte[] Bytes, string Name)[] files)
    {
        MultipartFormDataContent form = TestSandbox.Form(null, null, ("steps", steps));
        foreach ((byte[] bytes, string name) in files)
        {
            var part = new ByteArrayContent(bytes);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "file", name);
        }

        return form;
    }

    [Theory]
    [InlineData("""{"extract":{}}""", "extract")]
    [InlineData("""{"extract":{"pages":"3"},"schema":{"input_schema":SCHEMA}}""", "extract schema")]
    [InlineData("""{"extract":{},"split":{"split_input":[{"name":"People"},{"name":"Revenue"}]}}""", "extract split")]
    [InlineData("""{"extract":{},"split":{"splitInput":[{"name":"People"}]},"schema":{"People":{"schema":SCHEMA}}}""", "extract split schema")]
    [InlineData("""{"extract":{},"split":{"splitInput":[{"name":"People"}]},"schema":{"schema":SCHEMA}}""", "extract split schema")]
    [InlineData("""{"extract":{},"schema":{"People":{"schema":SCHEMA}},"split":{"splitInput":[{"name":"People"}]}}""", "extract split schema")]
    [InlineData("""{"extract":{},"tables":{"merge":true}}""", "extract tables")]
    public async Task Steps_run_in_their_order(string steps, string names)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await sandbox.SendAsync(HttpMethod.Post, "/pipeline/execute", Form(steps.Replace("SCHEMA", People, StringComparison.Ordinal), (Documents.Chapters(), "c.pdf")));
        Assert.Equal((HttpStatusCode.OK, "completed"), (answer.Status, answer.JobStatus));
        JsonElement results = answer.Json.GetProperty("results");
        Assert.Equal(names.Split(' '), results.Names());
        Assert.True(answer.Json.GetProperty("total_latency").GetDouble() >= 0);
        Assert.All(results.EnumerateObject(), step => Assert.True(step.Value.GetProperty("latency").GetDouble() >= 0));
        Assert.Contains("People", results.GetProperty("extract").Text("markdown"), StringComparison.Ordinal);
        Assert.NotEmpty(results.GetProperty("extract").Text("extraction_id"));
        Assert.Equal(results.GetProperty("extract").GetProperty("page_count").GetInt32(), results.GetProperty("extract").GetProperty("pages").GetInt32());
        if (results.TryGetProperty("schema", out JsonElement schema))
        {
            JsonElement output = schema.TryGetProperty("results", out JsonElement topics) ? topics.GetProperty("People") : schema.GetProperty("schema_output");
            Assert.Equal(41, output.GetProperty("values").GetProperty("head_count").GetInt32());
        }
    }

    [Fact]
    public async Task A_url_and_a_job()
    {
        using var files = new TestFiles(("a.txt", "Colour: red"));
        await using TestSandbox sandbox = await TestSandbox.StartAsync(new SandboxOptions { FilesDirectory = files.Path });
        Answer answer = await sandbox.PostJsonAsync("/pipeline/execute", $$$"""{"fileUrl":"{{{sandbox.Sandbox.BaseUrl}}}_sandbox/files/a.txt","steps":{"extract":{}},"async":true,"autoDelete":true}""");
        JsonElement result = (await sandbox.EndOfAsync(answer.JobId)).GetProperty("result");
        Assert.True(result.GetProperty("auto_delete").GetBoolean());
        string id = result.GetProperty("results").GetProperty("extract").Text("extraction_id");
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.PostJsonAsync("/tables", $$$"""{"extraction_id":"{{{id}}}"}""")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Many_documents(bool uploaded)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        const string Schema = "{\"input_schema\":{\"type\":\"object\",\"properties\":{\"size\":{\"type\":\"integer\"}}}}";
        Answer answer = uploaded
            ? await sandbox.SendAsync(HttpMethod.Post, "/pipeline/execute", Form($$$"""{"batch_extract":{"workers":3},"schema":{{{Schema}}}}""", ("Colour: red"u8.ToArray(), "a.txt"), ("Size: 7"u8.ToArray(), "b.txt"), ([1, 0, 2], "c.bin")))
            : await sandbox.PostJsonAsync("/pipeline/execute", $$$"""{"steps":{"batch_extract":{"files":[{"filename":"a.txt","content":"{{{Documents.Base64("Colour: red")}}}"},{"filename":"b.txt","content":"{{{Documents.Base64("Size: 7")}}}"},{"filename":"c.bin","content":"AQAC"}]},"schema":{{{Schema}}}}}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        JsonElement batch = answer.Json.GetProperty("results").GetProperty("batch_extract");
        Assert.Equal((2, 3), (batch.GetProperty("extraction_ids").GetArrayLength(), batch.GetProperty("total_files").GetInt32()));
        Assert.Equal(2, batch.GetProperty("errors")[0].GetProperty("index").GetInt32());
        Assert.Equal(7, answer.Json.GetProperty("results").GetProperty("schema").GetProperty("schema_output").GetProperty("values").GetProperty("size").GetInt32());
    }

    [Theory]
    [InlineData("""{"file_url":"http://127.0.0.1/a"}""", "REQ_004")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","steps":{}}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","steps":{"tables":{},"extract":{}}}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","steps":{"extract":{},"batch_extract":{}}}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","steps":{"extract":{},"tables":{},"schema":{"schema":{}}}}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","steps":{"split":{"split_input":[{"name":"a"}]},"extract":{}}}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","steps":{"batch_extract":{},"split":{"split_input":[{"name":"a"}]}}}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","steps":{"extract":{},"dance":{}}}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","steps":{"extract":true}}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","steps":{"extract":{"pages":"1,,2"}}}""", "REQ_006")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","steps":{"extract":{"storage":{"enabled":false}}}}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","steps":{"extract":{},"split":{"split_input":[{"name":"a"}]},"schema":{"b":{"schema":{}}}}}""", "REQ_003")]
    [InlineData("""{"steps":{"extract":{}}}""", "REQ_001")]
    [InlineData("""{"steps":{"batch_extract":{}}}""", "REQ_004")]
    [InlineData("""{"steps":{"batch_extract":{"file_urls":["http://127.0.0.1/a"],"workers":11}}}""", "REQ_003")]
    public async Task Bad_requests(string request, string code)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await sandbox.PostJsonAsync("/pipeline/execute", request);
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.ErrorCode));
    }

    [Fact]
    public async Task Two_files_for_one_extraction_are_refused()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await sandbox.SendAsync(HttpMethod.Post, "/pipeline/execute", Form("""{"extract":{}}""", ("a"u8.ToArray(), "a.txt"), ("b"u8.ToArray(), "b.txt")));
        Assert.Equal((HttpStatusCode.BadRequest, "REQ_003"), (answer.Status, answer.ErrorCode));
    }
}
