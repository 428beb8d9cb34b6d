using System.Text;
using Microsoft.Extensions.Logging;

namespace Pulse.Native.Interop;

/// <summary>Hands the log to the one callback of the process.</summary>
static unsafe class NativeLog
{
    // Held for reading while a callback runs, so that replacing it waits for the last one.
    static readonly ReaderWriterLockSlim s_gate = new(LockRecursionPolicy.SupportsRecursion);
    static delegate* unmanaged<int, PulseStr, void*, void> s_callback;
    static void* s_userData;
    static LogDescriptor? s_descriptor;
    static volatile int s_minimum = Constants.LogOff;

    internal static ILoggerFactory Factory { get; } = new LoggerFactory();

    internal static void Set(delegate* unmanaged<int, PulseStr, void*, void> callback, int minimum, void* userData) => Set(callback, null, callback is null ? Constants.LogOff : minimum, userData);

    internal static void Set(LogDescriptor? descriptor, int minimum) => Set(null, descriptor, descriptor is null ? Constants.LogOff : minimum, null);

    static void Set(delegate* unmanaged<int, PulseStr, void*, void> callback, LogDescriptor? descriptor, int minimum, void* userData)
    {
        s_gate.EnterWriteLock();
        try
        {
            s_callback = callback;
            s_userData = userData;
            s_minimum = minimum;
            s_descriptor?.Dispose();
            s_descriptor = descriptor;
        }
        finally
        {
            s_gate.ExitWriteLock();
        }
    }

    static int Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => Constants.LogDebug,
        LogLevel.Information => Constants.LogInfo,
        LogLevel.Warning => Constants.LogWarning,
        LogLevel.Error or LogLevel.Critical => Constants.LogError,
        _ => Constants.LogOff,
    };

    static void Write(int level, string message)
    {
        byte[] text = Encoding.UTF8.GetBytes(message + '\0');
        s_gate.EnterReadLock();
        try
        {
            s_descriptor?.Write(level, message);
            if (s_callback is not null)
            {
                fixed (byte* data = text)
                {
                    s_callback(level, new PulseStr { Data = data, Size = (nuint)(text.Length - 1) }, s_userData);
                }
            }
        }
        finally
        {
            s_gate.ExitReadLock();
        }
    }

    sealed class LoggerFactory : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one receiver, the callback.");

        public ILogger CreateLogger(string categoryName) => new Logger();

        public void Dispose()
        {
        }
    }

    sealed class Logger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => Level(logLevel) is int level && level < Constants.LogOff && level >= s_minimum;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Write(Level(logLevel), formatter(state, exception));
            }
        }
    }
}
