using Pulse.Client;
using Pulse.Client.Endpoints;
using Pulse.Client.Results;
using Pulse.Native.Interop;

namespace Pulse.Native.Objects;

/// <summary>What a response is.</summary>
enum ResponseKind
{
    Result = Constants.ResponseResult,
    Submission = Constants.ResponseSubmission,
    LargeLink = Constants.ResponseLargeLink,
    File = Constants.ResponseFile,
    Done = Constants.ResponseDone,
}

/// <summary>Behind pulse_response.</summary>
[NativeHandle("pulse_response")]
sealed class ResponseObject : IDisposable
{
    internal ResponseObject(ResponseKind kind, RawResult? body, string? jobId)
    {
        Kind = kind;
        Body = body;
        JobId = jobId;
        View = body is null ? null : new BodyView(body, null, Strings);
    }

    internal ResponseKind Kind { get; }

    /// <summary>Null when the body went to a file.</summary>
    internal RawResult? Body { get; }

    internal string? JobId { get; }

    internal NativeStrings Strings { get; } = new();

    internal BodyView? View { get; }

    /// <summary>What is no JSON.</summary>
    internal PulseDownload? File { get; private init; }

    /// <summary>The bytes as they came, whatever they are.</summary>
    internal unsafe PulseStr Content() => File is null
        ? View?.Body() ?? PulseStr.Empty
        : new PulseStr { Data = File.Buffer.Pointer, Size = (nuint)File.Buffer.Length };

    internal static ResponseObject From(OperationAnswer answer) => new((ResponseKind)answer.Kind, answer.Body, answer.JobId) { File = answer.File };

    /// <summary>A short text of our own making.</summary>
    internal static ResponseObject FromJson(byte[] json)
    {
        NativeBuffer buffer = NativeBuffer.Copy(json);
        return new(ResponseKind.Result, new RawResult(buffer, new JsonSlice(0, buffer.Length), ownsBuffer: true), null);
    }

    /// <summary>Bytes that are no JSON.</summary>
    internal static ResponseObject FromBytes(ReadOnlySpan<byte> bytes) =>
        new(ResponseKind.File, null, null) { File = new PulseDownload(NativeBuffer.Copy(bytes), "application/octet-stream") };

    /// <summary>A file, of which the object becomes the owner.</summary>
    internal static ResponseObject FromFile(NativeBuffer content, string mediaType) => new(ResponseKind.File, null, null) { File = new PulseDownload(content, mediaType) };

    internal static ResponseObject From(ExtractResponse response) => response switch
    {
        JobSubmission submission => new(ResponseKind.Submission, response.Body, submission.JobId),
        LargeResultLink => new(ResponseKind.LargeLink, response.Body, null),
        _ => new(ResponseKind.Result, response.Body, null),
    };

    public static implicit operator ResponseObject(OperationAnswer answer) => From(answer);

    public static implicit operator ResponseObject(ExtractResponse response) => From(response);

    public void Dispose()
    {
        Strings.Close();
        Body?.Dispose();
        File?.Dispose();
    }
}
