using System.Text;
using Pulse.Client.Http;
using Pulse.Client.Results;

namespace Pulse.Client.Waiting;

/// <summary>
/// What is kept of a job while it is waited for, in one array, as there may be hundreds of thousands: its id, and its last snapshot if
/// there is one. Nothing changes it but <see cref="Keep"/>, once.
/// </summary>
/// <param name="bytes">
/// The length of the id, the id in UTF-8, and the body of the snapshot as <see cref="AlikeBodies"/> packs it. Where there is none, zeros
/// that it has room in.
/// </param>
readonly struct PackedJob(byte[] bytes)
{
    /// <summary>A job of which nothing but the id is known.</summary>
    /// <param name="id">The id.</param>
    /// <param name="room">For the first snapshot, in bytes.</param>
    internal PackedJob(string id, int room)
        : this(Start(id, room))
    {
    }

    internal byte[] Bytes => bytes;

    internal string Id => Encoding.UTF8.GetString(Open(out _));

    /// <summary>Whether there is a snapshot.</summary>
    internal bool HasSnapshot
    {
        get
        {
            Open(out ReadOnlySpan<byte> snapshot);
            return snapshot is [not 0, ..];
        }
    }

    /// <summary>Whether the id is this one.</summary>
    internal bool HasId(string id)
    {
        ReadOnlySpan<byte> own = Open(out _);
        return Ascii.Equals(own, id) || (own.Length > id.Length && string.Equals(Id, id, StringComparison.Ordinal));
    }

    /// <summary>The same job with another snapshot; itself when that is equal to the one before.</summary>
    /// <param name="body">The body of the snapshot.</param>
    /// <param name="bodies">Those of all jobs.</param>
    internal PackedJob With(ReadOnlySpan<byte> body, AlikeBodies bodies)
    {
        ReadOnlySpan<byte> id = Open(out ReadOnlySpan<byte> before);
        ReadOnlySpan<byte> start = bytes.AsSpan(0, bytes.Length - before.Length);
        if (body.Length > AlikeBodies.Longest)
        {
            return AlikeBodies.IsWhole(before, body) ? this : new([.. start, AlikeBodies.Whole, .. body]);
        }

        Span<byte> room = stackalloc byte[AlikeBodies.Longest + 1];
        ReadOnlySpan<byte> packed = room[..bodies.Pack(body, id, room)];
        bool isSame = before.StartsWith(packed) && !before[packed.Length..].ContainsAnyExcept((byte)0);
        return isSame ? this : new([.. start, .. packed]);
    }

    /// <summary>
    /// Takes over the first snapshot, where there is room for it: an array that is thrown away when the job is polled for the first time
    /// would have lived long enough to stay for long.
    /// </summary>
    /// <param name="newer">The same job (<see cref="With"/>).</param>
    /// <returns>What is to be kept in place of this.</returns>
    internal PackedJob Keep(PackedJob newer)
    {
        Open(out ReadOnlySpan<byte> snapshot);
        newer.Open(out ReadOnlySpan<byte> first);
        if (HasSnapshot || first.Length > snapshot.Length || first is [AlikeBodies.Whole, ..])
        {
            return newer;
        }

        first.CopyTo(bytes.AsSpan(bytes.Length - snapshot.Length));
        return this;
    }

    /// <summary>The same, which stays as it is.</summary>
    internal PackedJob Fixed() => HasSnapshot ? this : new([.. bytes]);

    /// <summary>The last snapshot; null where there is none.</summary>
    internal Job? Parse(AlikeBodies bodies, Redactor? redactor)
    {
        ReadOnlySpan<byte> id = Open(out ReadOnlySpan<byte> snapshot);
        return HasSnapshot ? Job.Parse(NativeBuffer.Copy(bodies.Unpack(snapshot, id)), Encoding.UTF8.GetString(id), redactor) : null;
    }

    static byte[] Start(string id, int room)
    {
        int length = Encoding.UTF8.GetByteCount(id);
        Span<byte> number = stackalloc byte[2];
        int size = AlikeBodies.WriteNumber(number, length);

        // Up to the next eight bytes, which it takes anyway.
        byte[] bytes = new byte[(size + length + room + 7) & ~7];
        number[..size].CopyTo(bytes);
        Encoding.UTF8.GetBytes(id, bytes.AsSpan(size));
        return bytes;
    }

    /// <returns>The id.</returns>
    ReadOnlySpan<byte> Open(out ReadOnlySpan<byte> snapshot)
    {
        ReadOnlySpan<byte> rest = bytes;
        int length = AlikeBodies.ReadNumber(ref rest);
        snapshot = rest[length..];
        return rest[..length];
    }
}
