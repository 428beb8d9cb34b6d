namespace Pulse.Client.Waiting;

/// <summary>
/// Keeps the last bodies of jobs under way, of which there may be hundreds of thousands, in a third of their size: they are alike but
/// for ids and times. A body is kept as what it has otherwise than the first one of its length, if that had its job's id. Thread-safe.
/// </summary>
sealed class AlikeBodies
{
    /// <summary>Longer bodies have results, or parts of them, and are rarely alike: they are kept as they are, behind <see cref="Whole"/>.</summary>
    internal const int Longest = 1024;

    internal const byte Whole = byte.MaxValue;

    const int LongestUsual = 64;
    const int MostModels = 64;

    // Where so few bytes are equal, telling so costs as much as they do.
    const int ShortestGap = 3;

    readonly Model[] _models = new Model[MostModels];
    readonly Lock _lock = new();
    int _count;

    // At first a guess: the seconds of two times of day, and what tells where they are.
    int _usualLength = 18;

    /// <summary>How long a packed body is likely to be; at most <see cref="LongestUsual"/>, as it is kept free for each job that comes.</summary>
    internal int UsualLength => Volatile.Read(ref _usualLength);

    /// <summary>Whether what was packed is this body, kept as it is.</summary>
    internal static bool IsWhole(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> body) => packed is [Whole, .. var rest] && rest.SequenceEqual(body);

    /// <summary>The body as it was.</summary>
    /// <param name="packed">What <see cref="Pack"/> has made of it; unless it is <see cref="Whole"/>, any number of zeros may follow.</param>
    /// <param name="id">The job's id.</param>
    internal byte[] Unpack(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> id)
    {
        if (packed[0] == Whole)
        {
            return packed[1..].ToArray();
        }

        Model model = _models[packed[0] - 1];
        byte[] body = new byte[model.Body.Length];
        model.WriteFor(id, body);
        int at = 0;
        for (ReadOnlySpan<byte> rest = packed[1..]; rest.Length > 2;)
        {
            at += ReadNumber(ref rest);
            int length = ReadNumber(ref rest);
            if (length == 0)
            {
                break;
            }

            rest[..length].CopyTo(body.AsSpan(at));
            at += length;
            rest = rest[length..];
        }

        return body;
    }

    /// <summary>Packs a body of at most <see cref="Longest"/> bytes into a room that is longer.</summary>
    /// <returns>How many bytes of the room that takes.</returns>
    internal int Pack(ReadOnlySpan<byte> body, ReadOnlySpan<byte> id, Span<byte> room)
    {
        int model = ModelFor(body, id);
        if (model >= 0)
        {
            Span<byte> expected = stackalloc byte[Longest];
            _models[model].WriteFor(id, expected);
            if (WriteDifferences(body, expected, room[1..(body.Length + 1)]) is { } length)
            {
                room[0] = (byte)(model + 1);
                if (length > 0)
                {
                    Volatile.Write(ref _usualLength, Math.Min(length + 1, LongestUsual));
                }

                return length + 1;
            }
        }

        room[0] = Whole;
        body.CopyTo(room[1..]);
        return body.Length + 1;
    }

    /// <summary>Where the model of that length is; the first body of a length becomes it. -1 where there are too many.</summary>
    int ModelFor(ReadOnlySpan<byte> body, ReadOnlySpan<byte> id)
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

            _models[_count] = new Model(body.ToArray(), id.IsEmpty ? -1 : body.IndexOf(id), id.Length);
            Volatile.Write(ref _count, _count + 1);
            return _count - 1;
        }
    }

    int Find(int length, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (_models[i].Body.Length == length)
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
    internal static int WriteNumber(Span<byte> room, int number)
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

    internal static int ReadNumber(ref ReadOnlySpan<byte> packed)
    {
        int number = packed[0] < 128 ? packed[0] : (packed[0] & 127) | (packed[1] << 7);
        packed = packed[(packed[0] < 128 ? 1 : 2)..];
        return number;
    }

    /// <summary>The first body of its length.</summary>
    /// <param name="Body">The body.</param>
    /// <param name="IdAt">Where it has its job's id; -1 where it has none.</param>
    /// <param name="IdLength">How long the id is.</param>
    sealed record Model(byte[] Body, int IdAt, int IdLength)
    {
        /// <summary>Writes the body as the job with this id would have it.</summary>
        internal void WriteFor(ReadOnlySpan<byte> id, Span<byte> room)
        {
            Body.CopyTo(room);
            if (IdAt >= 0 && id.Length == IdLength)
            {
                id.CopyTo(room[IdAt..]);
            }
        }
    }
}
