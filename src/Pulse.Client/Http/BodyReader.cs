using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>Reads a response's body straight into one native buffer.</summary>
static class BodyReader
{
    // What a Content-Length may reserve before a byte has come; from there on the buffer grows with what arrives.
    const int MostReserved = 64 * 1024 * 1024;

    const int FirstGuess = 4 * 1024;

    // From here on reading and scanning leave the thread that serves all sockets.
    internal const int LargeBody = 128 * 1024;

    /// <summary>Reads everything. On a broken transfer <paramref name="partial"/> gets what was received.</summary>
    internal static async Task<NativeBuffer> ReadAsync(HttpContent content, int limit, Action<NativeBuffer>? partial, LargeResultFile? file, CancellationToken cancellationToken)
    {
        long? announced = content.Headers.ContentLength;
        if (announced > limit)
        {
            throw TooLarge(limit);
        }

        bool synchronous = SynchronousHandler.IsActive;
        if (announced > LargeBody && !synchronous)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        NativeBuffer buffer = new((int)Math.Min(announced ?? FirstGuess, MostReserved));
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

                        if (buffer.Length >= limit)
                        {
                            throw TooLarge(limit);
                        }

                        buffer.Resize((int)Math.Min(Math.Min(announced ?? limit, limit), Math.Max(FirstGuess, buffer.Capacity * 2L)));
                    }

                    int read = synchronous ? stream.Read(buffer.FreeSpan) : await stream.ReadAsync(buffer.FreeMemory, cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        break;
                    }

                    buffer.Advance(read);
                    file?.Write(buffer.Content[^read..]);
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

    /// <summary>Reads at most <paramref name="most"/> bytes of the body of a failed answer; what cannot be read is left out, as the status says enough.</summary>
    internal static async Task<byte[]> ReadStartAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        using MemoryStream start = new();
        byte[] chunk = new byte[4096];
        try
        {
            Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                while (start.Length < most)
                {
                    int read = await stream.ReadAsync(chunk.AsMemory(0, (int)Math.Min(chunk.Length, most - start.Length)), cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        break;
                    }

                    start.Write(chunk, 0, read);
                }
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The status line has arrived and is the better report than a body that broke.
        }

        return start.ToArray();
    }

    static PulseProtocolException TooLarge(int limit) =>
        new(FormattableString.Invariant($"The answer is larger than the limit of {limit} bytes (MaxResponseBytes)."));
}
