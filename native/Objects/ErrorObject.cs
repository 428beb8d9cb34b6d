using Pulse.Client;
using Pulse.Native.Exports;

namespace Pulse.Native.Objects;

/// <summary>Behind pulse_error.</summary>
[NativeHandle("pulse_error")]
sealed class ErrorObject(PulseErrorCode code, string message) : IDisposable
{
    internal PulseErrorCode Code => code;

    internal string Message => message;

    internal int HttpStatus { get; init; }

    internal bool MayHaveBeenAccepted { get; init; }

    internal string? ApiCode { get; init; }

    internal TimeSpan? RetryAfter { get; init; }

    internal string? JobId { get; init; }

    internal string? RequestId { get; init; }

    internal IReadOnlyDictionary<string, string>? Headers { get; init; }

    internal ReadOnlyMemory<byte> Body { get; init; }

    internal NativeStrings Strings { get; } = new();

    public void Dispose() => Strings.Close();

    /// <summary>Another object that says the same: each is freed by itself.</summary>
    internal ErrorObject Again() => new(code, message);

    /// <summary>Names any exception by a code. What no code fits is a defect of ours, and says so.</summary>
    internal static ErrorObject From(Exception exception) => exception switch
    {
        PulseException known => new(known.Code, OptionConversions.MessageOf(known))
        {
            HttpStatus = known.HttpStatus,
            MayHaveBeenAccepted = known.MayHaveBeenAccepted,
            ApiCode = (known as PulseApiException)?.ApiCode,
            RetryAfter = known.RetryAfter,
            JobId = known.JobId,
            RequestId = known.RequestId,
            Headers = known.ResponseHeaders,
            Body = known.ResponseBody,
        },
        InvalidHandleException => new(PulseErrorCode.InvalidHandle, exception.Message),
        ObjectDisposedException => new(PulseErrorCode.InvalidHandle, "The object was freed by another thread."),
        ArgumentException argument => new(PulseErrorCode.InvalidArgument, OptionConversions.InNamesOfC(OptionNames.MessageOf(argument))),
        OperationCanceledException => new(PulseErrorCode.Stopped, "The call was stopped."),
        OutOfMemoryException => new(PulseErrorCode.NoResources, "There is not enough memory."),
        _ => new(PulseErrorCode.Internal, $"A bug in the library ({exception.GetType().Name}): {exception.Message}"),
    };
}
