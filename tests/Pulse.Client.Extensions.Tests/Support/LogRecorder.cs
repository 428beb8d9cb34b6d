using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Pulse.Client.Extensions.Tests.Support;

/// <summary>Keeps everything that is logged, scopes and structured values included.</summary>
sealed class LogRecorder : ILoggerProvider
{
    internal ConcurrentQueue<Line> Lines { get; } = new();

    internal string Text => string.Join('\n', Lines);

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void Dispose()
    {
    }

    internal sealed record Line(string Category, LogLevel Level, int Id, string Message);

    sealed class Recorder(LogRecorder owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            owner.Lines.Enqueue(new(category, LogLevel.None, 0, Describe(state)));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Lines.Enqueue(new(category, logLevel, eventId.Id, $"{formatter(state, exception)} {Describe(state)} {exception}"));

        static string Describe<TState>(TState state) =>
            state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(", ", values.Select(pair => $"{pair.Key}={pair.Value}")) : $"{state}";
    }
}
