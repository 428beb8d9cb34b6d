using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>A file that was downloaded. <see cref="Dispose"/> lets go of the memory at once; without it the garbage collector does.</summary>
public sealed class PulseDownload : IDisposable
{
    internal PulseDownload(NativeBuffer buffer, string? mediaType)
    {
        Buffer = buffer;
        MediaType = mediaType;
    }

    /// <summary>The bytes, not copied.</summary>
    public ReadOnlyMemory<byte> Content => Buffer.Part(0, Buffer.Length);

    /// <summary>The media type as the service named it; null when it did not.</summary>
    public string? MediaType { get; }

    /// <summary>The headers of the response, names case-insensitive, several of one name joined by commas, any API key masked; empty unless <see cref="PulseClientOptions.KeepResponseHeaders"/> is on.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders => Buffer.Headers ?? MaskedHeaders.None;

    internal NativeBuffer Buffer { get; }

    /// <inheritdoc/>
    public void Dispose() => Buffer.Close();
}
