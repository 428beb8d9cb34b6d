namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>
/// Hides the tree of named destinations from the parser, which reads all of it when it opens a file, and endlessly when it contains itself. Nothing that
/// reads text has a use for it.
/// </summary>
static class DestinationTree
{
    static ReadOnlySpan<byte> Key => "/Dests"u8;

    /// <summary>The file, or a copy of it when there is something to hide.</summary>
    public static ReadOnlyMemory<byte> HideIn(ReadOnlyMemory<byte> file)
    {
        if (file.Span.IndexOf(Key) < 0)
        {
            return file;
        }

        byte[] copy = file.ToArray();
        Hide(copy);
        return copy;
    }

    /// <summary>Renames the entry in its place, where an object stands behind it.</summary>
    public static void Hide(Span<byte> objects)
    {
        for (int start = objects.IndexOf(Key); start >= 0;)
        {
            Span<byte> rest = objects[(start + Key.Length)..];
            ReadOnlySpan<byte> value = rest[..Math.Min(rest.Length, 64)].TrimStart(" \t\r\n\f\0"u8);
            if (value.StartsWith("<<"u8) || (value.Length > 0 && char.IsAsciiDigit((char)value[0])))
            {
                objects[start + 1] = (byte)'-';
            }

            int next = rest.IndexOf(Key);
            start = next < 0 ? -1 : start + Key.Length + next;
        }
    }
}
