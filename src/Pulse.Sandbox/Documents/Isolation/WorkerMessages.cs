using System.Buffers.Binary;
using System.Text;
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

/// <summary>What is sent to a worker: the task, the length of the password (0 for none), the password, the file.</summary>
static class WorkerRequest
{
    const int Head = 1 + sizeof(int);

    public static byte[] Write(WorkerTask task, ReadOnlySpan<byte> pdf, string? password)
    {
        byte[] secret = Encoding.UTF8.GetBytes(password ?? "");
        byte[] request = new byte[Head + secret.Length + pdf.Length];
        request[0] = (byte)task;
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(1), secret.Length);
        secret.CopyTo(request, Head);
        pdf.CopyTo(request.AsSpan(Head + secret.Length));
        return request;
    }

    public static (WorkerTask Task, ReadOnlyMemory<byte> Pdf, string? Password) Read(byte[] request)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(1));
        return ((WorkerTask)request[0], request.AsMemory(Head + length), length == 0 ? null : Encoding.UTF8.GetString(request, Head, length));
    }
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
    /// <exception cref="InvalidDataException">The message is longer than <paramref name="limit"/>.</exception>
    public static async Task<byte[]> ReceiveAsync(Stream stream, int limit, CancellationToken cancellation)
    {
        byte[] length = new byte[sizeof(int)];
        await stream.ReadExactlyAsync(length, cancellation).ConfigureAwait(false);
        int count = BinaryPrimitives.ReadInt32LittleEndian(length);
        byte[] message = count >= 0 && count <= limit ? new byte[count] : throw new InvalidDataException("The message is too long.");
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
