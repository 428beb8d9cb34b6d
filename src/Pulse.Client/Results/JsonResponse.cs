using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Pulse.Client.Http;

namespace Pulse.Client.Results;

/// <summary>
/// The one reader of JSON bodies, whatever endpoint they came from: one whole object in UTF-8, not an error of the API under a
/// 200, and a lone <c>result</c> unwrapped. Who asked names the response, for errors, and says what becomes of the body then.
/// </summary>
/// <param name="raw">What was read.</param>
/// <param name="index">Its members.</param>
readonly struct JsonResponse(RawResult raw, JsonObjectIndex index)
{
    const int MaxErrorBody = 64 * 1024;

    /// <summary>What surrounds results and errors, and is none.</summary>
    static readonly byte[][] s_envelope = Array.ConvertAll<string, byte[]>(["job_id", "status", "job_status", "error", "detail", "message", "result", "created_at", "updated_at", "queuedAt", "progress", "url", "is_url", "credits_used", "plan_info", "plan-info"], Encoding.UTF8.GetBytes);

    internal RawResult Raw => raw;

    internal JsonObjectIndex Index => index;

    /// <summary>Reads a body, which is taken over, also by the error.</summary>
    /// <param name="body">The body.</param>
    /// <param name="what">What it is, at the beginning of a sentence.</param>
    /// <param name="context">What errors say about it.</param>
    /// <exception cref="PulseProtocolException">It is not what the API promises.</exception>
    /// <exception cref="PulseApiException">It is the API's error object.</exception>
    internal static JsonResponse Read(NativeBuffer body, ResponseName what, ResponseContext context)
    {
        if (!JsonEnvelope.TryScan(body.Content, out JsonObjectIndex index, out JsonFault fault))
        {
            throw Refuse(body, $"{what} is not what the API promises: {fault.Describe()}", context);
        }

        JsonSlice whole = Whole(body);
        if (context.IsJob || !TryUnwrap(body.Content, whole, ref index, out JsonSlice inner))
        {
            inner = whole;
        }

        if (ErrorObject(body.Content, inner, index) is { } error)
        {
            throw Refuse(body, $"{what} is an error of the API under HTTP 200", context, error);
        }

        return new(new RawResult(body, inner, ownsBuffer: true, index), index);
    }

    /// <summary>All of a body but its byte order mark.</summary>
    internal static JsonSlice Whole(NativeBuffer body)
    {
        int bom = body.Content.StartsWith("\uFEFF"u8) ? 3 : 0;
        return new JsonSlice(bom, body.Length - bom);
    }

    /// <summary>What keeps an object from being the result of a completed job; null when nothing does.</summary>
    internal static string? UnusableObject(ReadOnlySpan<byte> json, JsonSlice slice, JsonObjectIndex index, ResultKind expected)
    {
        if (index.Count == 0)
        {
            return "its result is empty";
        }

        if (ErrorObject(json, slice, index) is not null)
        {
            return "its result is an error";
        }

        if (IsJob(json, index))
        {
            return "its result is another job";
        }

        JsonKind markdown = Kind(json, index, "markdown"u8);
        JsonKind content = Kind(json, index, "content"u8);
        bool hasText = markdown == JsonKind.String || content == JsonKind.String;
        bool isLink = Kind(json, index, "is_url"u8) == JsonKind.True;
        if (isLink)
        {
            return Kind(json, index, "url"u8) == JsonKind.String ? null : "its result is a link without a URL";
        }

        if (!hasText && (markdown != JsonKind.None || content != JsonKind.None))
        {
            return "the text of its result is not a string";
        }

        ResultKind found = ResultKinds.Of(json, index);
        if (expected == ResultKind.Extraction && !hasText && !ResultKinds.HasExtraction(json, index))
        {
            return found == ResultKind.Unknown || found == ResultKind.Extraction ? "its result has no text" : $"its result is one of {found.Endpoint}";
        }

        if (found == ResultKind.Unknown && expected != ResultKind.Batch && !HasContent(json, index))
        {
            return "there is nothing of a result in it";
        }

        return expected == ResultKind.Unknown || expected == ResultKind.Batch || found == ResultKind.Unknown || found == expected ? null : $"its result is one of {found.Endpoint}";
    }

    /// <summary>The member of a lone <c>result</c>, where an object wraps nothing but an object.</summary>
    internal static bool TryUnwrap(ReadOnlySpan<byte> json, JsonSlice whole, ref JsonObjectIndex index, out JsonSlice inner)
    {
        inner = whole;
        bool isWrapped = index.Count == 1 && index.TryFind(json, "result"u8, out inner, out JsonKind kind) && kind == JsonKind.Object;
        if (!isWrapped || !index.TryOpen(json, inner, out JsonObjectIndex members))
        {
            inner = whole;
            return false;
        }

        index = members;
        return true;
    }

    /// <summary>The error for a body that is not what it should be. It takes over the body.</summary>
    internal static PulseException Refuse(NativeBuffer body, string words, ResponseContext context, ErrorText error = default)
    {
        // A response that is there only once is kept whole; any other by its beginning.
        int kept = context.KeepsBody ? body.Length : Math.Min(body.Length, MaxErrorBody);
        byte[] received = body.Content[..kept].ToArray();
        body.Close();
        return Refused(received, words, context, error);
    }

    internal static PulseException Refused(byte[] received, string words, ResponseContext context, ErrorText error = default)
    {
        string why = error.Message is null ? "" : $": {Masked(error.Message, context)}";
        string consequence = context.IsSubmit ? " The request may have been accepted." : context.KeptAt is { } path ? $" All that was received is in '{RawPaths.Readable(path)}'." : context.KeepsBody ? " All that was received is in the error's body." : "";
        string sentence = $"{words}{why}".TrimEnd('.');
        byte[] body = context.KeepsBody ? received : context.Redactor?.Redact(received) ?? received;
        return error == default
            ? new PulseProtocolException($"{sentence}.{consequence}") { JobId = context.JobId, HttpStatus = 200, MayHaveBeenAccepted = context.IsSubmit, ResponseBody = body }
            : new PulseApiException(PulseErrorCode.Protocol, $"{sentence}.{consequence}")
            {
                ApiCode = error.Code is null ? null : Masked(error.Code, context),
                Details = error.Details is null ? null : Masked(error.Details, context),
                JobId = context.JobId,
                HttpStatus = 200,
                MayHaveBeenAccepted = context.IsSubmit,
                ResponseBody = body,
            };
    }

    static string Masked(string text, ResponseContext context) => context.Redactor?.Redact(text) ?? text;

    /// <summary>The API's error object: it has an <c>error</c> or a <c>detail</c>, and nothing of a job or a result.</summary>
    static ErrorText? ErrorObject(ReadOnlySpan<byte> json, JsonSlice whole, JsonObjectIndex index)
    {
        JsonKind kind = Kind(json, index, "error"u8);
        bool isError = (kind is not (JsonKind.None or JsonKind.Null or JsonKind.False) || Kind(json, index, "detail"u8) is JsonKind.String or JsonKind.Array)
            && Kind(json, index, "status"u8) != JsonKind.String
            && Kind(json, index, "job_status"u8) != JsonKind.String
            && Kind(json, index, "job_id"u8) is not (JsonKind.String or JsonKind.Number)
            && ResultKinds.Of(json, index) == ResultKind.Unknown;
        if (!isError || whole.Length > MaxErrorBody)
        {
            return null;
        }

        ErrorText text = ErrorText.Read(whole.Of(json).ToArray());
        return text == default ? new ErrorText("no explanation", null, null) : text;
    }

    static bool IsJob(ReadOnlySpan<byte> json, JsonObjectIndex index) =>
        Kind(json, index, "job_id"u8) is JsonKind.String or JsonKind.Number
        && (Kind(json, index, "status"u8) == JsonKind.String || Kind(json, index, "job_status"u8) == JsonKind.String)
        && ResultKinds.Of(json, index) == ResultKind.Unknown;

    /// <summary>Whether an object has more than what surrounds results and errors.</summary>
    static bool HasContent(ReadOnlySpan<byte> json, JsonObjectIndex index)
    {
        int envelope = 0;
        foreach (byte[] name in s_envelope)
        {
            envelope += Kind(json, index, name) == JsonKind.None ? 0 : 1;
        }

        return index.CountValues() > envelope;
    }

    static JsonKind Kind(ReadOnlySpan<byte> json, JsonObjectIndex index, ReadOnlySpan<byte> name) =>
        index.TryFind(json, name, out _, out JsonKind kind) ? kind : JsonKind.None;

    /// <summary>Whether a member is this id, as a string or as a number.</summary>
    internal static bool IsId(RawResult raw, JsonObjectIndex index, ReadOnlySpan<byte> name, string id)
    {
        ReadOnlySpan<byte> json = raw.Buffer.Content;
        Span<byte> wanted = stackalloc byte[256];
        if (index.TryFind(json, name, out JsonSlice slice, out JsonKind kind)
            && kind == JsonKind.String
            && !slice.Of(json).Contains((byte)'\\')
            && Utf8.FromUtf16(id, wanted, out _, out int length, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            return slice.Of(json)[1..^1].SequenceEqual(wanted[..length]);
        }

        return string.Equals(Id(raw, index, name), id, StringComparison.Ordinal);
    }

    /// <summary>A string, or a number as it is written: ids come as both. Null for anything else.</summary>
    internal static string? Id(RawResult raw, JsonObjectIndex index, ReadOnlySpan<byte> name)
    {
        if (!index.TryFind(raw.Buffer.Content, name, out JsonSlice slice, out JsonKind kind))
        {
            return null;
        }

        return kind switch
        {
            JsonKind.String => raw.Text(slice),
            JsonKind.Number => Encoding.UTF8.GetString(slice.Of(raw.Buffer.Content)),
            _ => null,
        };
    }
}

/// <summary>What a response is called in errors, put together only for them: <c>The response of POST /split</c>.</summary>
/// <param name="Words">Words, and all of it where nothing follows.</param>
/// <param name="Name">What they are about.</param>
/// <param name="End">What follows that.</param>
readonly record struct ResponseName(string Words, string Name = "", string End = "")
{
    public override string ToString() => $"{Words}{Name}{End}";
}

/// <summary>What errors about a response say.</summary>
/// <param name="JobId">The job it is about.</param>
/// <param name="Redactor">Takes the secrets out of what errors show.</param>
readonly record struct ResponseContext(string? JobId, Redactor? Redactor)
{
    /// <summary>Whether it is the response to a submit.</summary>
    internal bool IsSubmit { get; init; }

    /// <summary>Whether it should be a job, which may have nothing but a <c>result</c>, and has an <c>error</c> of its own.</summary>
    internal bool IsJob { get; init; }

    /// <summary>Whether the body exists nowhere else, so that errors keep all of it as it came.</summary>
    internal bool KeepsBody { get; init; }

    /// <summary>The file that holds the body, where there is one.</summary>
    internal string? KeptAt { get; init; }
}
