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

/// <summary>What is sent to a worker: a length of four bytes, this as JSON, the file.</summary>
sealed record WorkerRequest(WorkerTask Task, string? Password)
{
    /// <summary>The numbers of pages that are not to be read.</summary>
    public IReadOnlyList<int> LeftOut { get; init; } = [];

    public byte[] Write(ReadOnlySpan<byte> pdf)
    {
        byte[] head = JsonSerializer.SerializeToUtf8Bytes(this, WorkerJsonContext.Default.WorkerRequest);
        byte[] request = new byte[sizeof(int) + head.Length + pdf.Length];
        BinaryPrimitives.WriteInt32LittleEndian(request, head.Length);
        head.CopyTo(request, sizeof(int));
        pdf.CopyTo(request.AsSpan(sizeof(int) + head.Length));
        return request;
    }

    public static (WorkerRequest Request, ReadOnlyMemory<byte> Pdf) Read(byte[] request)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(request);
        return (JsonSerializer.Deserialize(request.AsSpan(sizeof(int), length), WorkerJsonContext.Default.WorkerRequest)!, request.AsMemory(sizeof(int) + length));
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

/// <summary>
/// The messages between the sandbox and its workers: a length of four bytes, then that many bytes. A worker also says where it is: the number of the page
/// that it begins, negative, in the place of a length.
/// </summary>
static class WorkerMessages
{
    /// <summary>Stands for a page after all pages.</summary>
    public const int NoPage = int.MaxValue;

    /// <exception cref="EndOfStreamException">The other side has ended.</exception>
    /// <exception cref="InvalidDataException">The message is longer than <paramref name="limit"/>.</exception>
    public static async Task<byte[]> ReceiveAsync(Stream stream, int limit, CancellationToken cancellation, Action<int>? pageBegins = null)
    {
        byte[] length = new byte[sizeof(int)];
        int count;
        do
        {
            await stream.ReadExactlyAsync(length, cancellation).ConfigureAwait(false);
            count = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (count < 0)
            {
                pageBegins?.Invoke(-count);
            }
        }
        while (count < 0 && pageBegins is not null);

        byte[] message = count >= 0 && count <= limit ? new byte[count] : throw new InvalidDataException("The message is too long.");
        await stream.ReadExactlyAsync(message, cancellation).ConfigureAwait(false);
        return message;
    }

    /// <summary>Waits for the first message of a worker, that it can be sent a file.</summary>
    /// <exception cref="EndOfStreamException">It has ended.</exception>
    public static async Task ReceiveReadyAsync(Stream stream, CancellationToken cancellation) =>
        await stream.ReadExactlyAsync(new byte[sizeof(int)], cancellation).ConfigureAwait(false);

    public static void SendReady(Stream stream) => SendPage(stream, NoPage);

    public static void SendPage(Stream stream, int page)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, -page);
        stream.Write(number);
        stream.Flush();
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
[JsonSerializable(typeof(WorkerRequest))]
[JsonSerializable(typeof(WorkerAnswer))]
[JsonSerializable(typeof(SourceDocument))]
sealed partial class WorkerJsonContext : JsonSerializerContext;
