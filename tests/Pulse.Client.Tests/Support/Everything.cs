using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Pulse.Client.Tests.Support;

/// <summary>Collects what a program could print: log lines at the finest level, spans of all sources with their tags, and errors whole.</summary>
sealed class Everything : ILoggerFactory
{
    readonly ConcurrentQueue<string> _lines = new();
    readonly ActivityListener _listener;

    internal Everything()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _lines.Enqueue($"span {activity.DisplayName} {activity.StatusDescription} {Join(activity.TagObjects)} {string.Join(' ', activity.Events.Select(e => $"{e.Name} {Join(e.Tags)}"))} {Join(activity.Baggage)}"),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    internal string Text => string.Join('\n', _lines);

    internal void Add(params object?[] values)
    {
        foreach (object? value in values)
        {
            _lines.Enqueue($"{value}");
        }
    }

    /// <summary>An error with all that it carries, and all that caused it.</summary>
    internal void Add(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            Add(cause.ToString(), cause.Message, string.Join(' ', cause.Data.Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={entry.Value}")));
            if (cause is PulseException pulse)
            {
                Add(Encoding.UTF8.GetString(pulse.ResponseBody.Span), pulse.RequestId, pulse.JobId, (pulse as PulseApiException)?.ApiCode, (pulse as PulseApiException)?.Details);
            }
        }
    }

    internal void AssertWithout(params string[] secrets)
    {
        // What holds nothing proves nothing.
        Assert.NotEmpty(_lines);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, Text, StringComparison.OrdinalIgnoreCase));
    }

    public ILogger CreateLogger(string categoryName) => new Recorder(_lines);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose() => _listener.Dispose();

    static string Join<TValue>(IEnumerable<KeyValuePair<string, TValue>> pairs) => string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    sealed class Recorder(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {formatter(state, exception)} {(state is IEnumerable<KeyValuePair<string, object?>> values ? Join(values) : $"{state}")} {exception}");
    }
}
