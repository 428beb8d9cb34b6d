using System.Net;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Steps;

public sealed class SplitTests
{
    [Fact]
    public async Task Pages_go_to_the_topic_that_they_speak_of()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        string id = await sandbox.ExtractionAsync(Documents.Chapters());
        string request = $$$"""{"extraction_id":"{{{id}}}","split_config":{"split_input":[{"name":"people","description":"staff and head count"},{"name":"Revenue"},{"name":"Nothing of it"}]}}""";
        Answer answer = await sandbox.PostJsonAsync("/split", request);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        JsonElement splits = answer.Json.GetProperty("split_output").GetProperty("splits");
        Assert.Equal(["people", "Revenue", "Nothing of it"], splits.Names());
        Assert.Equal([3], splits.Numbers("people"));
        Assert.Equal([1, 2], splits.Numbers("Revenue"));
        Assert.Empty(splits.Numbers("Nothing of it"));
        Assert.NotEmpty(answer.Json.Text("split_id"));
        Assert.Equal(6, answer.Json.GetProperty("credits_used").GetDecimal());
        Assert.Equal("sandbox", answer.Json.GetProperty("plan_info").Text("tier"));
        Assert.Equal(splits.GetRawText(), (await sandbox.PostJsonAsync("/split", request)).Json.GetProperty("split_output").GetProperty("splits").GetRawText());
    }

    [Fact]
    public async Task An_asynchronous_split_is_the_result_of_its_job()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        string id = await sandbox.ExtractionAsync(Documents.Chapters());
        Answer answer = await sandbox.PostJsonAsync("/split", $$$"""{"extraction_id":"{{{id}}}","async":true,"splitConfig":{"splitInput":[{"name":"Revenue"}]}}""");
        Assert.Equal("pending", answer.JobStatus);
        JsonElement job = await sandbox.EndOfAsync(answer.JobId);
        Assert.Equal("completed", job.Text("status"));
        Assert.Equal([1, 2, 3], job.GetProperty("result").GetProperty("split_output").GetProperty("splits").Numbers("Revenue"));
    }

    [Theory]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "REQ_004", "split_config")]
    [InlineData("""{"split_config":{"split_input":[{"name":"a"}]}}""", HttpStatusCode.BadRequest, "REQ_004", "extraction_id")]
    [InlineData("""{"extraction_id":"e","split_config":{"split_input":[]}}""", HttpStatusCode.BadRequest, "REQ_003", "split_input")]
    [InlineData("""{"extraction_id":"e","split_config":{"split_input":[{"description":"d"}]}}""", HttpStatusCode.BadRequest, "REQ_004", "name")]
    [InlineData("""{"extraction_id":"e","split_config":{"split_input":[{"name":"a"},{"name":"a"}]}}""", HttpStatusCode.BadRequest, "REQ_003", "twice")]
    [InlineData("""{"extraction_id":"e","split_config":{"split_input":"a"}}""", HttpStatusCode.BadRequest, "REQ_003", "split_input")]
    [InlineData("""{"extraction_id":"e","split_config":{"split_input":[{"name":"a"}]},"split_config_id":"c"}""", HttpStatusCode.BadRequest, "REQ_003", "exclude")]
    [InlineData("""{"extraction_id":"e","split_config":{"split_input":[{"name":"a"}]},"surprise":1}""", HttpStatusCode.BadRequest, "REQ_002", "surprise")]
    [InlineData("""{"extraction_id":"e","split_config_id":"c"}""", HttpStatusCode.NotFound, "STORAGE_002", "configuration")]
    [InlineData("""{"extraction_id":"e","split_config":{"split_input":[{"name":"a"}]}}""", HttpStatusCode.NotFound, "STORAGE_002", "'e'")]
    public async Task Bad_requests(string request, HttpStatusCode status, string code, string words)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await sandbox.PostJsonAsync("/split", request);
        Assert.Equal((status, code), (answer.Status, answer.ErrorCode));
        Assert.Contains(words, answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_extraction_of_another_organization_is_forbidden()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        string id = await sandbox.ExtractionAsync(Documents.Chapters());
        using HttpClient other = sandbox.NewClient(SandboxOptions.OtherApiKey);
        Answer answer = await TestSandbox.SendAsync(other, HttpMethod.Post, "/split", new StringContent(
            $$$"""{"extraction_id":"{{{id}}}","split_config":{"split_input":[{"name":"a"}]}}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal((HttpStatusCode.Forbidden, "AUTH_004"), (answer.Status, answer.ErrorCode));
    }
}
