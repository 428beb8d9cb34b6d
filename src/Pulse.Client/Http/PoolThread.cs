using System.Runtime.CompilerServices;

namespace Pulse.Client.Http;

/// <summary>
/// Awaited before work that takes its time, so that it is done on a thread of the pool. In the native library a response is
/// otherwise worked on by the one thread that serves all sockets, and a call begins on a thread of the host, which may be that of
/// an event loop. Nothing happens on a thread of the pool, nor on one that may be blocked.
/// </summary>
static class PoolThread
{
    /// <summary>A body that is larger takes its time.</summary>
    internal const int LargeBody = 128 * 1024;

    /// <summary>Before the disk is used, which may hang.</summary>
    internal static ConfiguredTaskAwaitable Enter() => EnterFor(long.MaxValue);

    /// <summary>Before a body is worked on; nothing happens for a small one.</summary>
    internal static ConfiguredTaskAwaitable EnterFor(long size) =>
        Task.CompletedTask.ConfigureAwait(size > LargeBody && !SynchronousHandler.IsActive && !Thread.CurrentThread.IsThreadPoolThread ? ConfigureAwaitOptions.ForceYielding : ConfigureAwaitOptions.None);
}
