using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Pulse.Client.Waiting;
using RichardSzalay.MockHttp;

namespace Pulse.Client.Tests.Support;

/// <summary>A client over a mocked network and a clock that stands still.</summary>
sealed class Harness : IDisposable
{
    internal const string BaseUrl = "https://api.example.com";
    internal const string ApiKey = "canary-key-0123456789";

    readonly Queue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _answers = new();

    internal Harness(Action<PulseClientOptions>? configure = null, Func<string, string?>? environment = null)
    {
        Mock.Fallback.Respond(AnswerAsync);
        PulseClientOptions options = new()
        {
            ApiKey = ApiKey,
            BaseUrl = BaseUrl,
            TimeProvider = Clock,
            Randomizer = () => 0.5,
            PrimaryHandler = new FaultHandler(Mock),
        };
        configure?.Invoke(options);
        Client = new PulseClient(ClientSettings.Resolve(options, environment ?? (_ => null)));
    }

    internal ObservedClock Clock { get; } = new();

    internal MockHttpMessageHandler Mock { get; } = new();

    internal PulseClient Client { get; }

    /// <summary>What was sent, with the body as it went out and the moment.</summary>
    internal List<Sent> Requests { get; } = [];

    internal Harness Answer(HttpStatusCode status, string body = "", params (string Name, string Value)[] headers) =>
        Answer((_, _) =>
        {
            HttpResponseMessage response = new(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            foreach ((string name, string value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return Task.FromResult(response);
        });

    internal Harness Answer(string body) => Answer(HttpStatusCode.OK, body);

    internal Harness Fail(Exception exception) => Answer((_, _) => Task.FromResult<HttpResponseMessage>(new Fault(exception)));

    internal Harness Answer(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Enqueue(answer);
        return this;
    }

    /// <summary>Lets the clock run to whatever is waited for, until a call has ended.</summary>
    internal async Task<T> RunAsync<T>(Task<T> call)
    {
        while (!call.IsCompleted)
        {
            await Task.WhenAny(call, Clock.NextTimerAsync());
            if (!call.IsCompleted)
            {
                Clock.AdvanceToNextTimer();
            }
        }

        return await call;
    }

    internal async Task<Exception> FailureAsync(Task call)
    {
        try
        {
            await RunAsync(Wrap(call));
        }
        catch (Exception exception)
        {
            return exception;
        }

        throw new InvalidOperationException("The call did not fail.");

        static async Task<bool> Wrap(Task call)
        {
            await call;
            return true;
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        Mock.Dispose();
    }

    async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync();
        lock (Requests)
        {
            Requests.Add(new Sent(request, body, Clock.GetUtcNow()));
        }

        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        return await answer(request, CancellationToken.None);
    }
}

/// <summary>Stands for an exception on its way through MockHttp, which never ends a call whose response throws.</summary>
sealed class Fault(Exception exception) : HttpResponseMessage
{
    internal Exception Exception => exception;
}

/// <summary>Throws what MockHttp cannot.</summary>
sealed class FaultHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        return response is Fault fault ? throw fault.Exception : response;
    }
}

/// <summary>A request as it went out.</summary>
sealed record Sent(HttpRequestMessage Message, byte[] Body, DateTimeOffset At)
{
    internal string Text => Encoding.UTF8.GetString(Body);

    internal string? Header(string name) => Message.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(",", values) : null;
}

/// <summary>A fake clock that knows its timers: a fake clock fires only those that are there when it is advanced.</summary>
sealed class ObservedClock : FakeTimeProvider
{
    readonly Lock _lock = new();
    readonly List<Timer> _timers = [];
    TaskCompletionSource _added = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // Limits belong to token sources and deadlines; what a call rests on is a delay.
        Timer timer = new(this, base.CreateTimer(callback, state, dueTime, period), state is not (CancellationTokenSource or DeadlineTimer));
        timer.Set(dueTime);
        return timer;
    }

    /// <summary>Ends when a call rests on a delay.</summary>
    internal async Task NextTimerAsync()
    {
        while (true)
        {
            Task added;
            lock (_lock)
            {
                DateTimeOffset now = GetUtcNow();
                if (_timers.Any(timer => timer.IsDelay && timer.Due > now))
                {
                    return;
                }

                added = _added.Task;
            }

            await added;
        }
    }

    internal void AdvanceToNextTimer() => AdvanceToNextTimer(DateTimeOffset.MaxValue);

    /// <summary>Runs the next timer, or up to the limit if there is none before it.</summary>
    internal void AdvanceToNextTimer(DateTimeOffset limit)
    {
        TimeSpan step;
        lock (_lock)
        {
            DateTimeOffset now = GetUtcNow();
            _timers.RemoveAll(timer => timer.Due <= now);
            if (_timers.Count == 0 && limit == DateTimeOffset.MaxValue)
            {
                return;
            }

            DateTimeOffset next = _timers.Count == 0 ? limit : _timers.Min(timer => timer.Due);
            step = (next < limit ? next : limit) - now;
        }

        Advance(step);
    }

    sealed class Timer(ObservedClock clock, ITimer inner, bool isDelay) : ITimer
    {
        internal DateTimeOffset Due { get; private set; }

        internal bool IsDelay => isDelay;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = inner.Change(dueTime, period);
            Set(dueTime);
            return changed;
        }

        public void Dispose()
        {
            Set(Timeout.InfiniteTimeSpan);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Set(Timeout.InfiniteTimeSpan);
            return inner.DisposeAsync();
        }

        internal void Set(TimeSpan dueTime)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                Due = clock.GetUtcNow() + dueTime;
                if (dueTime > TimeSpan.Zero)
                {
                    clock._timers.Add(this);
                    clock._added.SetResult();
                    clock._added = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }
        }
    }
}
