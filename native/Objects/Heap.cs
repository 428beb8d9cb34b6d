using System.Runtime.InteropServices;

namespace Pulse.Native.Objects;

/// <summary>
/// Keeps the managed heap small. By itself the collector lets garbage that has once survived lie until there is much of it, and
/// keeps what it has for the next time; a guest should not.
/// </summary>
static partial class Heap
{
    // Where so much has survived since the last full collection, besides half of what survived that one, there is another.
    const long Slack = 6 << 20;
    const int QuietMs = 200;

    static readonly Timer s_settle = new(static _ => Collect(), null, Timeout.Infinite, Timeout.Infinite);

    internal static void Watch() => _ = new Sentinel();

    /// <summary>Much has ended: gives its memory back, once it is quiet.</summary>
    internal static void Settle() => s_settle.Change(QuietMs, Timeout.Infinite);

    /// <summary>Gives back all that nobody holds, of the C library's heap too.</summary>
    internal static void Release()
    {
        Collect();
        GC.WaitForPendingFinalizers();
        Collect();
        _ = TrimNative(0);
    }

    static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimNative(nuint keep);

    /// <summary>Is found dead by each collection.</summary>
    sealed class Sentinel
    {
        static long s_survived;

        ~Sentinel()
        {
            GCMemoryInfo last = GC.GetGCMemoryInfo(GCKind.Any);
            if (last.Generation == GC.MaxGeneration)
            {
                s_survived = last.HeapSizeBytes - last.FragmentedBytes;
            }
            else if (last.HeapSizeBytes > s_survived + (s_survived / 2) + Slack)
            {
                // Compacting: holes would count as what has survived, and the heap would grow by half each time.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
                s_survived = GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes;
            }

            Watch();
        }
    }
}
