using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client.Tests.Models;

public sealed partial class JobTests
{
    static Job Parse(string body) => Job.Parse(NativeBuffer.Copy(Encoding.UTF8.GetBytes(body)), "asked", redactor: null);

    public static TheoryData<string, string, bool> Ids() => new()
    {
        { "a-1", "\"a-1\"", true },
        { "a-1", "\"a\\u002d1\"", true },
        { "a-1", "\"a-2\"", false },
        { "a-1", "\"a-1 \"", false },
        { "17", "17", true },
        { "17", "\"17\"", true },
        { "17", "18", false },
        { "Ærø/\U0001F600", "\"Ærø/\U0001F600\"", true },
        { "Ærø", "\"Aero\"", false },
        { "\uFFFD", "\"\uFFFD\"", true },
        { "\uD800", "\"\uFFFD\"", false },
        { new string('x', 400), $"\"{new string('x', 400)}\"", true },
        { new string('x', 400), $"\"{new string('x', 399)}y\"", false },
        { "a", "true", false },
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_job_is_the_one_that_was_asked_for(string asked, string answered, bool isIt)
    {
        NativeBuffer body = NativeBuffer.Copy(Encoding.UTF8.GetBytes($$"""{"job_id":{{answered}},"status":"pending"}"""));
        if (isIt)
        {
            using Job job = Job.Parse(body, asked, redactor: null);
            Assert.Equal(asked, job.Id);
        }
        else
        {
            Assert.True(Assert.Throws<PulseProtocolException>(() => Job.Parse(body, asked, redactor: null)).IsForeign);
        }
    }

    static Job WithResult(string result) => Parse($$"""{"status":"completed","result":{{result}}}""");

    [Theory]
    [InlineData("""{"markdown":"text"}""")]
    [InlineData("""{"result":{"markdown":"text"}}""")]
    public void A_result_is_searched_for_its_members_once(string result)
    {
        using Job job = WithResult(result);
        JsonObjectIndex? members = job.Result!.KnownMembers;
        Assert.NotNull(members);
        Assert.Null(job.Unusable(ResultKind.Extraction));
        Assert.Equal("text", job.Result.Markdown);
        Assert.Same(members, job.Result.KnownMembers);
        using RawResult shared = job.Result.Share();
        Assert.Same(members, shared.KnownMembers);
        Assert.NotNull(job.Body.KnownMembers);
    }

    [Theory]
    [InlineData("pending", JobStatus.Pending, false)]
    [InlineData("queued", JobStatus.Pending, false)]
    [InlineData(" Processing ", JobStatus.Processing, false)]
    [InlineData("in_progress", JobStatus.Processing, false)]
    [InlineData("COMPLETED", JobStatus.Completed, true)]
    [InlineData("succeeded", JobStatus.Completed, true)]
    [InlineData("failed", JobStatus.Failed, true)]
    [InlineData("error", JobStatus.Failed, true)]
    [InlineData("canceled", JobStatus.Canceled, true)]
    [InlineData("cancelled", JobStatus.Canceled, true)]
    [InlineData("expired", JobStatus.Expired, true)]
    [InlineData("resting", JobStatus.Unknown, false)]
    public void Status(string text, JobStatus status, bool terminal)
    {
        using Job job = Parse($$"""{"job_id":"asked","status":"{{text}}"}""");
        Assert.Equal(("asked", status, text, terminal), (job.Id, job.Status, job.StatusText, job.IsTerminal));
    }

    [Theory]
    [InlineData("2025-01-15T10:30:00Z", "2025-01-15T10:30:00.0000000+00:00")]
    [InlineData("2025-01-15T10:30:00+02:00", "2025-01-15T08:30:00.0000000+00:00")]
    [InlineData("2025-01-15T10:30:00", "2025-01-15T10:30:00.0000000+00:00")]
    [InlineData("2025-01-15T10:30:00.123456789Z", "2025-01-15T10:30:00.1234568+00:00")]
    [InlineData("yesterday", null)]
    public void Instants(string text, string? expected)
    {
        using Job job = Parse($$"""{"status":"pending","created_at":"{{text}}","updated_at":7}""");
        Assert.Equal((expected, text), (job.CreatedAt?.ToString("O"), job.CreatedAtText));
        Assert.Null(job.UpdatedAt);
    }

    [Theory]
    [InlineData("\"torn\"", "torn")]
    [InlineData("{\"code\":\"PROC_001\",\"message\":\"torn\"}", "torn")]
    [InlineData("{\"code\":\"PROC_001\"}", "PROC_001")]
    [InlineData("{\"x\":1}", "{\"x\":1}")]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("7", null)]
    [InlineData("\"t\\u00f8rn\"", "tørn")]
    public void Errors(string json, string? words)
    {
        using Job job = Parse($$"""{"status":"failed","error":{{json}}}""");
        Assert.Equal(words, job.Error);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{ \n }")]
    public void No_result(string json)
    {
        using Job job = Parse($$"""{"status":"pending","result":{{json}}}""");
        Assert.Null(job.Result);
    }

    [Fact]
    public void Missing_and_unknown_fields_are_no_matter()
    {
        const string body = """{"status":"pending","progress":{"done":3},"job_id":null}""";
        using Job job = Parse(body);
        Assert.Equal(("asked", null, null), (job.Id, job.CreatedAt, job.Error));
        Assert.Equal(body, Encoding.UTF8.GetString(job.Json.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{\"status\":\"comp")]
    [InlineData("{\"status\":7}")]
    [InlineData("{\"status\":\"\"}")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"status\":\"pending\"} trailing")]
    public void What_is_no_job(string body)
    {
        PulseProtocolException failure = Assert.Throws<PulseProtocolException>(() => Parse(body));
        Assert.Equal(("asked", 200, body), (failure.JobId, failure.HttpStatus, Encoding.UTF8.GetString(failure.ResponseBody.Span)));
    }

    [Fact]
    public void Results_under_old_and_new_names()
    {
        using Job old = WithResult("""{"content":"c","plan-info":{"tier":"trial","total_credits_used":1.5,"new":true}}""");
        Assert.Equal(("c", "c", "trial", 1.5m), (old.Result!.Markdown, old.Result.Content, old.Result.PlanInfo!.Tier, old.Result.PlanInfo.TotalCreditsUsed));
        Assert.True(old.Result.PlanInfo.AdditionalFields!.ContainsKey("new"));
        using Job both = WithResult("""{"content":"c","markdown":"m","page_count":15}""");
        Assert.Equal(("m", "c", 15), (both.Result!.Markdown, both.Result.Content, both.Result.PageCount));
        using Job neither = WithResult("""{"page_count":"many"}""");
        Assert.Equal((null, null), (neither.Result!.Markdown, neither.Result.PageCount));
    }

    [Fact]
    public void Bounding_boxes_keep_kinds_that_nobody_knows()
    {
        using Job job = WithResult("""{"bounding_boxes":{"Text":[{"id":"txt-1","content":"a","page_number":1,"bounding_box":[0,0,1,0,1,1,0,1],"confidence":"N/A"}],"Formula":[1],"markdown_with_ids":"x"}}""");
        BoundingBoxes boxes = job.Result!.BoundingBoxes!;
        Assert.Equal(("txt-1", 8, "x"), (boxes.Text![0].Id, boxes.Text[0].Points!.Count, boxes.MarkdownWithIds));
        Assert.True(boxes.AdditionalFields!.ContainsKey("Formula"));
        Assert.Equal("N/A", boxes.Text[0].AdditionalFields!["confidence"].GetString());
    }

    [Fact]
    public void Pointers_and_types_of_the_callers_own()
    {
        using Job job = WithResult("""{"structured_output":{"values":{"holder":"Maria","balance":12.5},"citations":{"holder":"txt-1"}}}""");
        RawResult result = job.Result!;
        Assert.True(result.TryFind("/structured_output/values/balance", out JsonElement balance));
        Assert.Equal(12.5, balance.GetDouble());
        Assert.False(result.TryFind("/structured_output/none", out _));
        Assert.Throws<ArgumentException>(() => result.TryFind("none", out _));
        Assert.Equal(new Account("Maria", 12.5m), result.Deserialize(OwnContext.Default.Account, "/structured_output/values"));
        Assert.Null(result.Deserialize(OwnContext.Default.Account, "/nothing"));
        Assert.Throws<PulseProtocolException>(() => result.Deserialize(OwnContext.Default.Account, "/structured_output/values/holder"));
        Assert.Equal("Maria", result.StructuredOutput!.Values!.Value.GetProperty("holder").GetString());
    }

    [Fact]
    public void Damage_inside_a_result_is_reported_where_it_is_read()
    {
        using Job job = WithResult("""{"markdown":"fine","bounding_boxes":{"Text":[tru]}}""");
        Assert.Equal("fine", job.Result!.Markdown);
        Assert.Throws<PulseProtocolException>(() => job.Result.BoundingBoxes);
        Assert.Throws<PulseProtocolException>(job.Validate);
        Assert.Throws<PulseProtocolException>(job.Result.Validate);
        using Job text = WithResult("""{"markdown":"bad \x escape"}""");
        Assert.Throws<PulseProtocolException>(() => text.Result!.Markdown);
    }

    [Fact]
    public void A_disposed_job_cannot_be_read()
    {
        Job job = WithResult("""{"markdown":"x"}""");
        job.Dispose();
        job.Dispose();
        Assert.Throws<ObjectDisposedException>(() => job.Result!.Markdown);
    }

    [Fact]
    public void A_job_is_made_of_stored_json()
    {
        using Job job = Job.FromJson("""{"job_id":"a-1","status":"completed","result":{"markdown":"x","more":1}}"""u8);
        Assert.Equal(("a-1", JobStatus.Completed, "x"), (job.Id, job.Status, job.Result!.Markdown));
        using Job copy = Job.FromJson(job.Json.Span);
        Assert.Equal(job.Json.ToArray(), copy.Json.ToArray());
        using Job number = Job.FromJson("""{"job_id":17,"status":"failed","error":"no pages"}"""u8);
        Assert.Equal(("17", "no pages"), (number.Id, number.Error));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"status":"completed"}""")]
    [InlineData("""{"job_id":null,"status":"completed"}""")]
    [InlineData("""{"job_id":"a"}""")]
    [InlineData("""{"job_id":"a","status":"completed" """)]
    public void No_job_is_made_of_other_json(string json) =>
        Assert.Throws<PulseProtocolException>(() => Job.FromJson(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("", "1,3,5,17|23,6,30,2")]
    [InlineData("/a", "0,0,1,1|0,0,4,3|0,0,9,7")]
    [InlineData("/a/2", "1,3,5,1")]
    [InlineData("/c\"d", "")]
    [InlineData("/a/0", null)]
    [InlineData("/nothing", null)]
    public void Parts_of_objects_and_arrays(string pointer, string? expected)
    {
        using Job job = WithResult("""{"a":[1, "x" ,{"b":2}],"c\"d":{}}""");
        long[]? parts = job.Result!.Parts(Encoding.UTF8.GetBytes(pointer));
        Assert.Equal(expected, parts is null ? null : string.Join('|', parts.Chunk(4).Select(part => string.Join(',', part))));
    }

    [Fact]
    public void Parts_of_a_damaged_array_are_none()
    {
        using Job job = WithResult("""{"a":[1 2]}""");
        Assert.Throws<PulseProtocolException>(() => job.Result!.Parts("/a"u8));
    }

    internal sealed record Account([property: JsonPropertyName("holder")] string Holder, [property: JsonPropertyName("balance")] decimal Balance);

    [JsonSerializable(typeof(Account))]
    internal sealed partial class OwnContext : JsonSerializerContext;
}
