using System.Diagnostics;

namespace Pulse.Client.Diagnostics;

/// <summary>Asserts, in debug builds, what a type says about the lock that guards it.</summary>
static class LockAssertions
{
    /// <summary>For what only the holder of the lock may do.</summary>
    [Conditional("DEBUG")]
    internal static void AssertHeld(this Lock gate) => Debug.Assert(gate.IsHeldByCurrentThread, "The lock is not held.");

    /// <summary>For what may take long, or calls code that may come back.</summary>
    [Conditional("DEBUG")]
    internal static void AssertNotHeld(this Lock gate) => Debug.Assert(!gate.IsHeldByCurrentThread, "The lock is held.");
}
