using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulse.Sandbox.Documents.Isolation;

/// <summary>What a worker is asked to do with a PDF file.</summary>
enum WorkerTask : byte
{
    /// <summary>Read the text.</summary>
    Text,

    /// <summary>Read the text and the pictures.</summary>
    TextAndImages,

    /// <summary>Read the form fields and say nothing of them: the file is then known to be harmless.</summary>
    TryForm,
}

/// <summary>What a worker found. Either <see cref="Document"/>, or an error of the API, or neither for a harmless form.</summary>
sealed record WorkerAnswer
{
    public SourceDocument? Document { get; init; }

    public IReadOnlyList<DocumentImage> Images { get; init; } = [];

    public int ErrorStatus { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }
}

/// <summary>The messages between the sandbox and its workers: a length of four bytes, then that many bytes.</summary>
static class WorkerMessages
{
    /// <exception cref="EndOfStreamException">The other side has ended.</exception>
    public static async Task<byte[]> ReceiveAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, cancellation).ConfigureAwait(false);
        byte[] message = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
        await stream.ReadExactlyAsync(message, cancellation).ConfigureAwait(false);
        return message;
    }

    public static async Task SendAsync(Stream stream, ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        byte[] length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, message.Length);
        await stream.WriteAsync(length, cancellation).ConfigureAwait(false);
        await stream.WriteAsync(message, cancellation).ConfigureAwait(false);
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }
}

[JsonSourceGenerationOptions(
    IgnoreReadOnlyProperties = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkerAnswer))]
sealed partial class WorkerJsonContext : JsonSerializerContext;
