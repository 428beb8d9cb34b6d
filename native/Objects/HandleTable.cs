using System.Collections.Concurrent;

namespace Pulse.Native.Objects;

/// <summary>A handle that is not, or no longer, one.</summary>
sealed class InvalidHandleException(string message) : Exception(message);

/// <summary>
/// Handles are numbers that are looked up. A number is never given out twice, so a stale handle stays stale, whatever
/// was made since. They lie outside the range of addresses, so that one who dereferences them finds out at once.
/// </summary>
static class HandleTable
{
    const ulong Tag = 0xF1C0_0000_0000_0000;
    const ulong Mask = 0x0000_FFFF_FFFF_FFFF;

    // Odd, so that multiplying permutes the 48-bit numbers: neighbours look nothing alike, and small numbers hit nothing.
    const ulong Spread = 0x9E37_79B9_7F4B;

    static readonly ConcurrentDictionary<ulong, object> s_objects = new();
    static ulong s_next;

    internal static int Count => s_objects.Count;

    internal static nint Add(object target)
    {
        ulong handle = Tag | ((Interlocked.Increment(ref s_next) * Spread) & Mask);
        s_objects[handle] = target;
        return (nint)handle;
    }

    internal static T Get<T>(nint handle, string name)
        where T : class
    {
        if (handle == 0)
        {
            throw new InvalidHandleException($"{name} is NULL.");
        }

        return s_objects.TryGetValue((ulong)handle, out object? target) && target is T found
            ? found
            : throw new InvalidHandleException($"{name} is no live handle of its kind: it was freed, is of another kind, or was never one.");
    }

    /// <summary>The same for a parameter that may be NULL.</summary>
    internal static T? GetOrNull<T>(nint handle, string name)
        where T : class => handle == 0 ? null : Get<T>(handle, name);

    /// <summary>Takes all objects of a kind out of the table.</summary>
    internal static List<T> RemoveAll<T>()
        where T : class
    {
        List<T> found = [];
        foreach (KeyValuePair<ulong, object> entry in s_objects)
        {
            if (entry.Value is T target && s_objects.TryRemove(entry))
            {
                found.Add(target);
            }
        }

        return found;
    }

    internal static T? Remove<T>(nint handle)
        where T : class
    {
        if (s_objects.TryGetValue((ulong)handle, out object? target)
            && target is T found
            && s_objects.TryRemove(new KeyValuePair<ulong, object>((ulong)handle, target)))
        {
            return found;
        }

        return null;
    }
}
