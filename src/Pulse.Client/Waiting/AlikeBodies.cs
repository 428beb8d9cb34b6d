namespace Pulse.Client.Waiting;

/// <summary>
/// Keeps the last bodies of jobs under way, of which there may be hundreds of thousands, in a third of their size: they are alike but
/// for ids and times. A body is kept as what it has otherwise than the first one of its length. Thread-safe.
/// </summary>
sealed class AlikeBodies
{
    // Longer ones have results, or parts of them, and are rarely alike.
    const int Longest = 1024;
    const int MostModels = 64;

    // Where so few bytes are equal, telling so costs as much as they do.
    const int ShortestGap = 3;
    const byte Whole = 0;

    readonly byte[][] _models = new byte[MostModels][];
    readonly Lock _lock = new();
    int _count;

    /// <summary>Packs a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="before">What was packed before; what is equal to it is returned as it.</param>
    internal byte[] Pack(ReadOnlySpan<byte> body, byte[]? before)
    {
        if (body.Length > Longest)
        {
            return before is [Whole, ..] && body.SequenceEqual(before.AsSpan(1)) ? before : [Whole, .. body];
        }

        Span<byte> room = stackalloc byte[Longest + 1];
        ReadOnlySpan<byte> packed = room[..Write(body, room)];
        return packed.SequenceEqual(before) ? before! : packed.ToArray();
    }

    /// <summary>The body as it was.</summary>
    internal byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed[0] == Whole)
        {
            return packed[1..].ToArray();
        }

        byte[] body = [.. _models[packed[0] - 1]];
        int at = 0;
        for (ReadOnlySpan<byte> rest = packed[1..]; rest.Length > 0;)
        {
            at += ReadNumber(ref rest);
            int length = ReadNumber(ref rest);
            rest[..length].CopyTo(body.AsSpan(at));
            at += length;
            rest = rest[length..];
        }

        return body;
    }

    /// <summary>Packs into a room that is longer than the body.</summary>
    int Write(ReadOnlySpan<byte> body, Span<byte> room)
    {
        int model = ModelFor(body);
        if (model >= 0 && WriteDifferences(body, _models[model], room[1..(body.Length + 1)]) is { } length)
        {
            room[0] = (byte)(model + 1);
            return length + 1;
        }

        room[0] = Whole;
        body.CopyTo(room[1..]);
        return body.Length + 1;
    }

    /// <summary>Where the model of that length is; the first body of a length becomes it. -1 where there are too many.</summary>
    int ModelFor(ReadOnlySpan<byte> body)
    {
        int known = Volatile.Read(ref _count);
        int found = Find(body.Length, 0, known);
        if (found >= 0 || known == MostModels)
        {
            return found;
        }

        lock (_lock)
        {
            found = Find(body.Length, known, _count);
            if (found >= 0 || _count == MostModels)
            {
                return found;
            }

            _models[_count] = body.ToArray();
            Volatile.Write(ref _count, _count + 1);
            return _count - 1;
        }
    }

    int Find(int length, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (_models[i].Length == length)
            {
                return i;
            }
        }

        return -1;
    }

    /// <returns>How long they are; null where they have no room.</returns>
    static int? WriteDifferences(ReadOnlySpan<byte> body, ReadOnlySpan<byte> model, Span<byte> room)
    {
        int written = 0;
        for (int told = 0; ;)
        {
            int start = told + body[told..].CommonPrefixLength(model[told..]);
            if (start == body.Length)
            {
                return written;
            }

            int end = EndOfDifference(body, model, start);
            if (written + 4 + end - start > room.Length)
            {
                return null;
            }

            written += WriteNumber(room[written..], start - told);
            written += WriteNumber(room[written..], end - start);
            body[start..end].CopyTo(room[written..]);
            written += end - start;
            told = end;
        }
    }

    static int EndOfDifference(ReadOnlySpan<byte> body, ReadOnlySpan<byte> model, int start)
    {
        int end = start + 1;
        while (end < body.Length)
        {
            int equal = body[end..].CommonPrefixLength(model[end..]);
            if (equal > ShortestGap || end + equal == body.Length)
            {
                break;
            }

            end += equal + 1;
        }

        return end;
    }

    // Both are below 2^14: seven bits, and a bit that says whether there is another byte.
    static int WriteNumber(Span<byte> room, int number)
    {
        if (number < 128)
        {
            room[0] = (byte)number;
            return 1;
        }

        room[0] = (byte)(128 | (number & 127));
        room[1] = (byte)(number >> 7);
        return 2;
    }

    static int ReadNumber(ref ReadOnlySpan<byte> packed)
    {
        int number = packed[0] < 128 ? packed[0] : (packed[0] & 127) | (packed[1] << 7);
        packed = packed[(packed[0] < 128 ? 1 : 2)..];
        return number;
    }
}
