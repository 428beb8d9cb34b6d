// What newer runtimes have, under the same names, so that nothing else differs.
#if !NET9_0_OR_GREATER
namespace System.Threading
{
    /// <summary>The lock of .NET 9, which the compiler knows by its name and members.</summary>
    sealed class Lock
    {
        readonly object _monitor = new();

        public bool IsHeldByCurrentThread => Monitor.IsEntered(_monitor);

        public Scope EnterScope()
        {
            Monitor.Enter(_monitor);
            return new(_monitor);
        }

        public readonly ref struct Scope(object monitor)
        {
            public void Dispose() => Monitor.Exit(monitor);
        }
    }
}

namespace System
{
    static class ConvertPolyfills
    {
        extension(Convert)
        {
            public static string ToHexStringLower(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
        }
    }
}
#endif
