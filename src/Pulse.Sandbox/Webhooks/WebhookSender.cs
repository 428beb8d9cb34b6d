using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Results;
using Pulse.Sandbox.Server;

namespace Pulse.Sandbox.Webhooks;

/// <summary>Where webhooks go.</summary>
/// <param name="Url">On this machine.</param>
/// <param name="Secrets">One signature is made for each; several are a rotation.</param>
/// <param name="Headers"><c>webhook</c>, <c>svix</c> or <c>both</c>.</param>
sealed record WebhookSettings(Uri Url, IReadOnlyList<string> Secrets, string Headers);

/// <summary>A message that is to be sent.</summary>
/// <param name="Id">The message's id; null for a new one. The same again is a replay.</param>
/// <param name="Body">The bytes, as text.</param>
sealed record WebhookMessage(string? Id, string Body)
{
    /// <summary>How old its timestamp is to be.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Whether the signature is to be one that fits nothing.</summary>
    public bool SignsWrongly { get; init; }
}

/// <summary>One attempt at a delivery.</summary>
/// <param name="Id">The message.</param>
/// <param name="Attempt">Counted from 1.</param>
/// <param name="Body">What was sent.</param>
/// <param name="Status">What was answered; 0 for nothing.</param>
/// <param name="Error">Why nothing was answered; null when something was.</param>
sealed record WebhookDelivery(string Id, int Attempt, string Body, int Status, string? Error);

/// <summary>
/// Tells a receiver of jobs that have ended. Names and shape of the events are the sandbox's own: no source prints them. As a job's
/// end follows from the clock, somebody has to look; that happens only while a receiver is set. Thread-safe.
/// </summary>
sealed class WebhookSender(SandboxState state) : IDisposable
{
    const int MaxAttempts = 3;
    const int MaxRemembered = 1000;

    static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(15);

    readonly Lock _lock = new();
    readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { Timeout = s_timeout };
    readonly ConcurrentQueue<WebhookDelivery> _deliveries = new();
    CancellationTokenSource? _stop;
    int _messages;

    public WebhookSettings? Settings { get; private set; }

    /// <summary>The last attempts, oldest first.</summary>
    public IReadOnlyCollection<WebhookDelivery> Deliveries => [.. _deliveries];

    public static string BodyOf(string type, string jobId, string status, DateTimeOffset now) => Encoding.UTF8.GetString(JsonBody.BuildObject(json =>
    {
        json.WriteString("type", type);
        json.WriteString("timestamp", Timestamp.Format(now));
        json.WriteStartObject("data");
        json.WriteString("job_id", jobId);
        json.WriteString("status", status);
        json.WriteEndObject();
    }).Span);

    /// <summary>Sets the receiver; jobs that have ended by now are not told of. Null for none.</summary>
    public void Set(WebhookSettings? settings)
    {
        lock (_lock)
        {
            _stop?.Cancel();
            _stop?.Dispose();
            _stop = null;
            Settings = settings;
            if (settings is not null)
            {
                _stop = new CancellationTokenSource();
                CancellationToken stop = _stop.Token;
                _ = Task.Run(() => WatchAsync(stop), stop);
            }
        }
    }

    /// <summary>Sends a message once.</summary>
    public async Task<WebhookDelivery> SendAsync(WebhookMessage message, CancellationToken cancellation, int attempt = 1)
    {
        WebhookSettings settings = Settings ?? throw new InvalidOperationException("No receiver is set.");
        string id = message.Id ?? NextId();
        long timestamp = (state.Clock.GetUtcNow() - message.Age).ToUnixTimeSeconds();
        string signature = message.SignsWrongly
            ? $"v1,{Convert.ToBase64String(new byte[32])}"
            : WebhookSigner.Sign(settings.Secrets, id, timestamp, message.Body);
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = new StringContent(message.Body, Encoding.UTF8, "application/json") };
        foreach (string family in settings.Headers == "both" ? (string[])["webhook", "svix"] : [settings.Headers])
        {
            request.Headers.Add($"{family}-id", id);
            request.Headers.Add($"{family}-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add($"{family}-signature", signature);
        }

        (int status, string? error) = await TrySendAsync(request, cancellation).ConfigureAwait(false);
        var delivery = new WebhookDelivery(id, attempt, message.Body, status, error);
        _deliveries.Enqueue(delivery);
        while (_deliveries.Count > MaxRemembered)
        {
            _deliveries.TryDequeue(out _);
        }

        return delivery;
    }

    public void Reset()
    {
        Set(null);
        _deliveries.Clear();
        Volatile.Write(ref _messages, 0);
    }

    public void Dispose()
    {
        Set(null);
        _http.Dispose();
    }

    async Task<(int Status, string? Error)> TrySendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, cancellation).ConfigureAwait(false);
            return ((int)response.StatusCode, null);
        }
        catch (HttpRequestException e)
        {
            return (0, e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (0, "no response within 15 s");
        }
    }

    async Task WatchAsync(CancellationToken stop)
    {
        try
        {
            HashSet<string> told = [.. (await EndedAsync(stop).ConfigureAwait(false)).Select(job => job.Id)];
            while (true)
            {
                await Task.Delay(s_look, TimeProvider.System, stop).ConfigureAwait(false);
                foreach ((string id, string status) in await EndedAsync(stop).ConfigureAwait(false))
                {
                    if (told.Add(id))
                    {
                        await DeliverAsync(new WebhookMessage(NextId(), BodyOf($"job.{status}", id, status, state.Clock.GetUtcNow())), stop).ConfigureAwait(false);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The receiver was taken away, or the sandbox ends.
        }
    }

    // Svix goes on for a day; a test wants to see that there is more than one attempt.
    async Task DeliverAsync(WebhookMessage message, CancellationToken stop)
    {
        for (int attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if ((await SendAsync(message, stop, attempt).ConfigureAwait(false)).Status is >= 200 and < 300)
            {
                return;
            }
        }
    }

    async Task<List<(string Id, string Status)>> EndedAsync(CancellationToken stop)
    {
        var ended = new List<(string, string)>();
        foreach (string id in state.Jobs.Ids)
        {
            if (state.Jobs.TryGet(id, out Job? job)
                && await job.ObserveAsync(state.Clock.GetUtcNow(), stop).ConfigureAwait(false) is { IsTerminal: true } snapshot)
            {
                ended.Add((id, snapshot.Status));
            }
        }

        return ended;
    }

    string NextId() => string.Create(CultureInfo.InvariantCulture, $"msg_sandbox_{Interlocked.Increment(ref _messages):d6}");
}
