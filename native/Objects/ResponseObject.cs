using Pulse.Client;

namespace Pulse.Native.Objects;

/// <summary>What a response is. The numbers are those of PULSE_RESPONSE_...</summary>
enum ResponseKind
{
    Result = 1,
    Submission = 2,
    LargeLink = 3,
}

/// <summary>Behind pulse_response.</summary>
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

    internal static ResponseObject From(ExtractResponse response) => response switch
    {
        JobSubmission submission => new(ResponseKind.Submission, response.Body, submission.JobId),
        LargeResultLink => new(ResponseKind.LargeLink, response.Body, null),
        _ => new(ResponseKind.Result, response.Body, null),
    };

    public void Dispose()
    {
        Strings.Close();
        Body?.Dispose();
    }
}
