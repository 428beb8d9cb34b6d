using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Steps;

public sealed class WebhookTests
{
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const string Older = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

    [Fact]
    public async Task The_link_takes_no_body()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await sandbox.SendAsync(HttpMethod.Post, "/webhook");
        Assert.Equal($"{sandbox.Sandbox.BaseUrl}_sandbox/webhooks", answer.Json.Text("link"));
        Answer refused = await sandbox.PostJsonAsync("/webhook", "{}");
        Assert.Equal((HttpStatusCode.BadRequest, "REQ_002"), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task The_end_of_a_job_is_told_once_and_signed_with_every_secret()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        using var receiver = new Receiver();
        await sandbox.PostJsonAsync("/_sandbox/webhooks", $$"""{"url":"{{receiver.Url}}","secrets":["{{Secret}}","{{Older}}"],"headers":"both"}""");
        string job = await sandbox.SubmitAsync(TestPdf.Statement());
        Received received = await receiver.NextAsync(200);
        JsonElement body = JsonElement.Parse(received.Body);
        Assert.Equal(("job.completed", job, "completed"), (body.Text("type"), body.GetProperty("data").Text("job_id"), body.GetProperty("data").Text("status")));
        foreach (string family in (string[])["webhook", "svix"])
        {
            string content = $"{received.Headers[$"{family}-id"]}.{received.Headers[$"{family}-timestamp"]}.{received.Body}";
            string expected = string.Join(' ', ((string[])[Secret, Older]).Select(secret => "v1," + Convert.ToBase64String(
                HMACSHA256.HashData(Convert.FromBase64String(secret[6..]), Encoding.UTF8.GetBytes(content)))));
            Assert.Equal(expected, received.Headers[$"{family}-signature"]);
        }

        string other = await sandbox.SubmitAsync(TestPdf.Statement());
        Assert.Contains(other, (await receiver.NextAsync(200)).Body, StringComparison.Ordinal);
        JsonElement list = (await sandbox.GetAsync("/_sandbox/webhooks")).Json.GetProperty("deliveries");
        Assert.Equal([200, 200], list.EnumerateArray().Select(delivery => delivery.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task A_refused_message_is_sent_again_with_the_same_id()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        using var receiver = new Receiver();
        await sandbox.PostJsonAsync("/_sandbox/webhooks", $$"""{"url":"{{receiver.Url}}"}""");
        await sandbox.SubmitAsync(TestPdf.Statement());
        Received first = await receiver.NextAsync(500);
        Received second = await receiver.NextAsync(204);
        Assert.Equal(first.Headers["webhook-id"], second.Headers["webhook-id"]);
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task Messages_can_be_stale_wrong_or_repeated()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        using var receiver = new Receiver();
        await sandbox.PostJsonAsync("/_sandbox/webhooks", $$"""{"url":"{{receiver.Url}}","secret":"{{Secret}}","headers":"svix"}""");
        Task<Answer> sent = sandbox.PostJsonAsync("/_sandbox/webhooks/send", """{"job_id":"j","status":"failed","id":"msg_1","age_ms":600000,"signature":"wrong"}""");
        Received received = await receiver.NextAsync(400);
        Assert.Equal(400, (await sent).Json.GetProperty("status").GetInt32());
        Assert.Equal("msg_1", received.Headers["svix-id"]);
        Assert.False(received.Headers.ContainsKey("webhook-id"));
        Assert.Equal($"v1,{Convert.ToBase64String(new byte[32])}", received.Headers["svix-signature"]);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - long.Parse(received.Headers["svix-timestamp"], System.Globalization.CultureInfo.InvariantCulture), 590, 700);
        Assert.Contains("job.failed", received.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("webhooks", """{"url":"http://example.com/"}""")]
    [InlineData("webhooks", """{"url":"nonsense"}""")]
    [InlineData("webhooks", """{"url":"http://127.0.0.1:1/","secret":"whsec_!"}""")]
    [InlineData("webhooks", """{"url":"http://127.0.0.1:1/","headers":"other"}""")]
    [InlineData("webhooks/send", """{"job_id":"j"}""")]
    public async Task Bad_settings(string path, string request)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await sandbox.PostJsonAsync($"/_sandbox/{path}", request)).Status);
    }

    sealed record Received(Dictionary<string, string> Headers, string Body);

    /// <summary>Where webhooks arrive.</summary>
    sealed class Receiver : IDisposable
    {
        readonly HttpListener _listener = new();

        public Receiver()
        {
            using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/hook/";
            }

            _listener.Prefixes.Add(Url);
            _listener.Start();
        }

        public string Url { get; }

        public async Task<Received> NextAsync(int status)
        {
            HttpListenerContext context = await _listener.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var received = new Received(
                context.Request.Headers.AllKeys.ToDictionary(name => name!.ToLowerInvariant(), name => context.Request.Headers[name]!),
                await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
            context.Response.StatusCode = status;
            context.Response.Close();
            return received;
        }

        public void Dispose() => _listener.Close();
    }
}
