using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Pulse.Cli.Output;

/// <summary>The client's log, for <c>--verbose</c>: one line on stderr for each request, with the time since the start. It has no keys, headers or contents.</summary>
sealed class VerboseLog(Terminal terminal, bool json) : ILoggerFactory, ILogger
{
    readonly long _start = TimeProvider.System.GetTimestamp();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string line = FormattableString.Invariant($"{TimeProvider.System.GetElapsedTime(_start).TotalSeconds:0.000} s: {Printable.Line(formatter(state, exception))}");

        // In one piece, as several are made at the same time.
        terminal.Error.Write(json ? $"{{\"log\":\"{JsonEncodedText.Encode(line)}\"}}\n" : $"pulse: {line}\n");
    }
}
