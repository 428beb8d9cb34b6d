using System.Runtime.CompilerServices;
using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>Reads a response's body straight into one native buffer.</summary>
static class BodyReader
{
    // What a Content-Length may reserve before a byte has come; from there on the buffer grows with what arrives.
    const int MaxReserved = 64 * 1024 * 1024;

    const int FirstGuess = 4 * 1024;

    /// <summary>Reads everything. On a broken transfer <paramref name="partial"/> gets what was received. What is larger than the limit goes on into the file, where there is one.</summary>
    /// <exception cref="BodyTooLargeException">The body is larger than the limit.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<NativeBuffer> ReadAsync(HttpContent content, int limit, Action<NativeBuffer>? partial, LargeResultFile? file, CancellationToken cancellationToken)
    {
        long? announced = content.Headers.ContentLength;
        if (announced > limit && file is null)
        {
            throw new BodyTooLargeException(limit);
        }

        bool synchronous = SynchronousHandler.IsActive;
        await PoolThread.EnterFor(announced ?? 0);

        // Of what is known to be too large only the beginning is shown.
        int kept = announced > limit ? Math.Min(limit, PoolThread.LargeBody) : limit;
        NativeBuffer buffer = new((int)Math.Min(announced ?? FirstGuess, Math.Min(kept, MaxReserved)));
        bool complete = false;
        try
        {
            Stream stream = synchronous ? content.ReadAsStream(cancellationToken) : await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                // A blocking read notices nothing but the end of its connection.
                using CancellationTokenRegistration unblock = synchronous
                    ? cancellationToken.UnsafeRegister(static state => ((Stream)state!).Dispose(), stream)
                    : default;
                while (true)
                {
                    if (buffer.Length == buffer.Capacity)
                    {
                        if (announced == buffer.Length)
                        {
                            break;
                        }

                        if (buffer.Length >= kept)
                        {
                            if (await HasMoreAsync(stream, buffer, file, cancellationToken).ConfigureAwait(false))
                            {
                                throw new BodyTooLargeException(limit);
                            }

                            break;
                        }

                        buffer.Resize((int)Math.Min(Math.Min(announced ?? kept, kept), Math.Max(FirstGuess, buffer.Capacity * 2L)));
                    }

                    int read = synchronous ? stream.Read(buffer.FreeSpan) : await stream.ReadAsync(buffer.FreeMemory, cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        break;
                    }

                    buffer.Advance(read);
                    if (file is not null)
                    {
                        await PoolThread.Enter();
                        file.Write(buffer.Content[^read..]);
                    }
                }
            }

            if (buffer.Capacity - buffer.Length > 64 * 1024)
            {
                buffer.Resize(buffer.Length);
            }

            cancellationToken.ThrowIfCancellationRequested();
            complete = true;
            return buffer;
        }
        finally
        {
            if (!complete)
            {
                if (partial is not null)
                {
                    partial(buffer);
                }
                else
                {
                    buffer.Close();
                }
            }
        }
    }

    /// <summary>Reads at most <paramref name="max"/> bytes of the body of a failed response; what cannot be read is left out, as the status says enough.</summary>
    internal static Task<byte[]> ReadStartAsync(HttpContent content, int max, CancellationToken cancellationToken) => ReadStartAsync(content, max, null, cancellationToken);

    /// <summary>The same, and all of the body goes into a file, where there is one.</summary>
    internal static async Task<byte[]> ReadStartAsync(HttpContent content, int max, LargeResultFile? file, CancellationToken cancellationToken)
    {
        using MemoryStream start = new();
        byte[] chunk = new byte[file is null ? 4096 : PoolThread.LargeBody];
        try
        {
            Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                while (start.Length < max || file is { Failure: null })
                {
                    int wanted = file is null ? (int)Math.Min(chunk.Length, max - start.Length) : chunk.Length;
                    int read = await stream.ReadAsync(chunk.AsMemory(0, wanted), cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        break;
                    }

                    if (file is not null)
                    {
                        await PoolThread.Enter();
                        file.Write(chunk.AsSpan(0, read));
                    }

                    start.Write(chunk, 0, (int)Math.Min(read, max - start.Length));
                }
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The status line has arrived and is the better report than a body that broke.
        }

        return start.ToArray();
    }

    /// <summary>Whether a body goes on at the limit. The rest goes into the file alone: with a body that there is only once nothing is thrown away.</summary>
    static async Task<bool> HasMoreAsync(Stream stream, NativeBuffer buffer, LargeResultFile? file, CancellationToken cancellationToken)
    {
        bool synchronous = SynchronousHandler.IsActive;
        byte[] chunk = new byte[file is null ? 1 : PoolThread.LargeBody];
        bool more = false;
        while (true)
        {
            int read = synchronous ? stream.Read(chunk) : await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return more;
            }

            if (!more && file is not null)
            {
                // An error shows no more than its beginning.
                buffer.Resize(Math.Min(buffer.Length, PoolThread.LargeBody));
            }

            more = true;
            if (file is not null)
            {
                await PoolThread.Enter();
                file.Write(chunk.AsSpan(0, read));
            }

            if (file is not { Failure: null })
            {
                return true;
            }
        }
    }
}

/// <summary>A body is larger than the client accepts.</summary>
sealed class BodyTooLargeException(int limit) : IOException(FormattableString.Invariant($"the response is larger than the limit of {limit} bytes (MaxResponseBytes)"));
