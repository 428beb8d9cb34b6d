namespace Pulse.Native.Objects;

/// <summary>Counts what is being done for the host, so that <c>pulse_shutdown</c> knows when it has ended.</summary>
static class UnderWay
{
    static int s_count;

    internal static int Count => Volatile.Read(ref s_count);

    internal static Scope Enter()
    {
        Interlocked.Increment(ref s_count);
        return default;
    }

    internal readonly struct Scope : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref s_count);
    }
}
