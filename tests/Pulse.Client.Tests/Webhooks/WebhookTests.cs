using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Webhooks;

public sealed class WebhookTests
{
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    /// <summary>The vectors that every language reads.</summary>
    static JsonElement Vectors()
    {
        string? root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "tests", "vectors", "webhooks.json")))
        {
            root = Path.GetDirectoryName(root) ?? throw new FileNotFoundException($"tests/vectors/webhooks.json is not above {AppContext.BaseDirectory}");
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "tests", "vectors", "webhooks.json")));
        return document.RootElement.Clone();
    }

    public static TheoryData<string> VerifyNames => [.. Vectors().GetProperty("verify").EnumerateArray().Select(vector => vector.GetProperty("name").GetString()!)];

    public static TheoryData<string> SignNames => [.. Vectors().GetProperty("sign").EnumerateArray().Select(vector => vector.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(VerifyNames))]
    public void Vectors_are_verified(string name)
    {
        JsonElement vector = Vectors().GetProperty("verify").EnumerateArray().Single(vector => vector.GetProperty("name").GetString() == name);
        byte[] body = vector.TryGetProperty("body_base64", out JsonElement bytes) ? bytes.GetBytesFromBase64() : Encoding.UTF8.GetBytes(vector.GetProperty("body").GetString()!);
        KeyValuePair<string, string>[] headers = [.. vector.GetProperty("headers").EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.GetString()!))];
        string[] secrets = [.. vector.GetProperty("secrets").EnumerateArray().Select(secret => secret.GetString()!)];
        FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("now").GetInt64()));
        TimeSpan? tolerance = vector.TryGetProperty("tolerance_seconds", out JsonElement seconds) ? TimeSpan.FromSeconds(seconds.GetInt32()) : null;
        WebhookVerification outcome = PulseWebhooks.Verify(body, WebhookHeaders.Find(headers), secrets, clock, tolerance);
        string snake = string.Concat(outcome.ToString().Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
        Assert.Equal(vector.GetProperty("expect").GetString(), snake);
        if (outcome == WebhookVerification.Valid)
        {
            PulseWebhooks.VerifyOrThrow(body, WebhookHeaders.Find(headers), secrets, clock, tolerance);
        }
        else
        {
            PulseWebhookException refusal = Assert.Throws<PulseWebhookException>(() => PulseWebhooks.VerifyOrThrow(body, WebhookHeaders.Find(headers), secrets, clock, tolerance));
            Assert.Equal(outcome, refusal.Reason);
            Assert.DoesNotContain("MfKQ9r8G", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(SignNames))]
    public void Vectors_are_signed(string name)
    {
        JsonElement vector = Vectors().GetProperty("sign").EnumerateArray().Single(vector => vector.GetProperty("name").GetString() == name);
        byte[] body = Encoding.UTF8.GetBytes(vector.GetProperty("body").GetString()!);
        string id = vector.GetProperty("id").GetString()!;
        DateTimeOffset timestamp = DateTimeOffset.FromUnixTimeSeconds(vector.GetProperty("timestamp").GetInt64());
        string secret = vector.GetProperty("secret").GetString()!;
        string signature = PulseWebhooks.Sign(body, id, timestamp.AddMilliseconds(999), secret);
        Assert.Equal(vector.GetProperty("signature").GetString(), signature);
        WebhookHeaders headers = new(id, timestamp.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), signature);
        Assert.Equal(WebhookVerification.Valid, PulseWebhooks.Verify(body, headers, [secret], new FakeTimeProvider(timestamp)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256 * 1024 - 1)]
    [InlineData(256 * 1024)]
    [InlineData(1024 * 1024)]
    public void Bodies_of_every_size_and_each_of_their_bytes_count(int size)
    {
        byte[] body = new byte[size];
        new Random(size).NextBytes(body);
        WebhookHeaders headers = new("msg", "1614265330", PulseWebhooks.Sign(body, "msg", s_now, Secret));
        FakeTimeProvider clock = new(s_now);
        Assert.Equal(WebhookVerification.Valid, PulseWebhooks.Verify(body, headers, [Secret], clock));
        if (size > 0)
        {
            body[^1] ^= 1;
            Assert.Equal(WebhookVerification.NoMatch, PulseWebhooks.Verify(body, headers, [Secret], clock));
        }
    }

    [Fact]
    public void Without_a_clock_the_system_s_is_used()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        WebhookHeaders headers = new("msg", now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), PulseWebhooks.Sign("{}"u8, "msg", now, Secret));
        Assert.Equal(WebhookVerification.Valid, PulseWebhooks.Verify("{}"u8, headers, [Secret]));
        Assert.Equal(WebhookVerification.TooOld, PulseWebhooks.Verify("{}"u8, headers with { Timestamp = "1614265330" }, [Secret]));
    }

    [Fact]
    public void Headers_are_looked_up()
    {
        Dictionary<string, string> headers = new() { ["svix-id"] = "1", ["svix-timestamp"] = "2", ["svix-signature"] = "3" };
        Assert.Equal(new WebhookHeaders("1", "2", "3"), WebhookHeaders.Find(headers.GetValueOrDefault));
        Assert.Equal(default, WebhookHeaders.Find(_ => null));
    }

    [Fact]
    public void What_cannot_be_signed_is_refused()
    {
        Assert.Throws<ArgumentException>(() => PulseWebhooks.Sign("{}"u8, "", s_now, Secret));
        Assert.DoesNotContain("nonsense", Assert.Throws<ArgumentException>(() => PulseWebhooks.Sign("{}"u8, "msg", s_now, "whsec_nonsense!")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"job.completed","data":{"job_id":"j","status":"completed"}}""", "job.completed", "j", "completed")]
    [InlineData("""{"event":"x","job_id":"j","status":"failed"}""", "x", "j", "failed")]
    [InlineData("""{"event_type":"y","data":{"id":"j"}}""", "y", "j", null)]
    [InlineData("""{"jobId":"j","data":"text"}""", null, "j", null)]
    [InlineData("{}", null, null, null)]
    public void Events_are_read_tolerantly(string body, string? type, string? jobId, string? status)
    {
        using WebhookEvent told = WebhookEvent.Parse(Encoding.UTF8.GetBytes(body));
        Assert.Equal((type, jobId, status), (told.Type, told.JobId, told.StatusText));
        Assert.Equal(body, Encoding.UTF8.GetString(told.Body.Json.Span));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Events_that_are_none(string body) =>
        Assert.Throws<PulseProtocolException>(() => WebhookEvent.Parse(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public async Task A_webhook_wakes_a_wait()
    {
        using Harness harness = new();
        harness.Answer("""{"job_id":"j","status":"processing"}""").Answer("""{"job_id":"j","status":"completed","result":{"markdown":"x"}}""");
        Task<Job> wait = harness.Client.Jobs.WaitAsync("j", new WaitOptions { InitialDelay = TimeSpan.FromMinutes(10), MaxDelay = TimeSpan.FromMinutes(10) });
        await harness.Clock.NextTimerAsync();
        using WebhookEvent told = WebhookEvent.Parse("""{"data":{"job_id":"j"}}"""u8);
        Assert.True(harness.Client.Jobs.Notify(told.JobId!));
        using Job job = await wait;
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(harness.Requests[0].At, harness.Requests[1].At);
    }
}
