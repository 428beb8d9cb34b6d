using System.Text;
using System.Text.Json;
using Pulse.Client.Http;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>
/// A snapshot of a job (docs/api.md, section 4). It does not change; read the job again for a newer one. Reading is
/// thread-safe. <see cref="Dispose"/> frees the memory immediately; otherwise the garbage collector does so.
/// </summary>
public sealed class Job : IDisposable
{
    // The words of the service that ask for the same request again (docs/api.md, section 5).
    static readonly string[] s_retryWords = ["retry later", "retry the request", "please resubmit the request"];

    readonly RawResult _body;
    readonly JsonObjectIndex _index;

    Job(RawResult body, JsonObjectIndex index, string id, JobStatus status, string statusText)
    {
        _body = body;
        _index = index;
        Id = id;
        Status = status;
        StatusText = statusText;
    }

    /// <summary>The id: an opaque string, not necessarily a UUID.</summary>
    public string Id { get; }

    /// <summary>The status. It alone determines whether the job has ended; the presence of a result does not.</summary>
    public JobStatus Status { get; }

    /// <summary>The status as the service sent it.</summary>
    public string StatusText { get; }

    /// <summary>Whether the job has ended: completed, failed, canceled or expired.</summary>
    public bool IsTerminal => Status.IsTerminal();

    /// <summary>When the job was created; null if the service sent no time, or an unreadable one.</summary>
    public DateTimeOffset? CreatedAt => Timestamps.Parse(CreatedAtText);

    /// <summary><see cref="CreatedAt"/> as the service sent it.</summary>
    public string? CreatedAtText { get; private init; }

    /// <summary>When the job last changed; null if the service sent no time, or an unreadable one.</summary>
    public DateTimeOffset? UpdatedAt => Timestamps.Parse(UpdatedAtText);

    /// <summary><see cref="UpdatedAt"/> as the service sent it.</summary>
    public string? UpdatedAtText { get; private init; }

    /// <summary>The service's error message of a failed job.</summary>
    public string? Error { get; private init; }

    /// <summary>
    /// Whether the job has failed with an error message that suggests sending the same request again (such as <c>retry later</c>). The library never
    /// does so automatically, because a new request is a new job and may be billed.
    /// </summary>
    public bool MayRetry { get; private init; }

    /// <summary>The result; null if there is none (missing, null or <c>{}</c>). If a large result was fetched, this is the large result.</summary>
    public RawResult? Result { get; private set; }

    /// <summary>The link that the service sent instead of a large result. It is also set after the result was fetched, when the link no longer works.</summary>
    public LargeResultLink? LargeResult { get; private init; }

    /// <summary>The unmodified body with all its fields.</summary>
    public ReadOnlyMemory<byte> Json => _body.Json;

    internal RawResult Body => _body;

    /// <summary>The progress of the job, if the service reports it: for a batch an object with counts, in old responses a number. Its structure is not documented.</summary>
    /// <exception cref="PulseProtocolException">The JSON is malformed there.</exception>
    public JsonElement? Progress => _body.TryFind("/progress", out JsonElement progress) ? progress : null;

    /// <summary>Reads the result as the type of its endpoint. The caller owns it separately from the job: dispose both, in any order.</summary>
    /// <typeparam name="TResult">The type, for example <see cref="TablesResult"/>.</typeparam>
    /// <exception cref="PulseProtocolException">There is no result, or it clearly belongs to another endpoint.</exception>
    public TResult ReadResult<TResult>()
        where TResult : PulseResult, IPulseResult<TResult>
    {
        Job shared = Share();
        try
        {
            return shared.Result is { } result
                ? ResultKinds.Read<TResult>(result, shared)
                : throw new PulseProtocolException($"Job '{Id}' has no result; it is {StatusText}.") { JobId = Id, LastSnapshot = this };
        }
        catch (PulseProtocolException exception)
        {
            shared.Dispose();
            exception.LastSnapshot = this;
            throw;
        }
    }

    /// <summary>Validates every byte of the body, and of a large result.</summary>
    /// <exception cref="PulseProtocolException">The JSON is malformed; the message says where.</exception>
    public void Validate()
    {
        _body.Validate();
        if (Result is not null && Result.Buffer != _body.Buffer)
        {
            Result.Validate();
        }
    }

    /// <summary>Frees the memory. The result and the body cannot be read afterwards.</summary>
    public void Dispose()
    {
        Result?.Dispose();
        LargeResult?.Dispose();
        _body.Dispose();
    }

    /// <summary>The headers of the response. Names are case-insensitive, repeated headers are joined by commas, and API keys are masked. Empty unless <see cref="PulseClientOptions.KeepResponseHeaders"/> is set.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders => _body.ResponseHeaders;

    /// <inheritdoc/>
    public override string ToString() => $"Job {Id}: {StatusText}";

    /// <summary>The same snapshot for another owner, which must dispose it as well. The memory is shared.</summary>
    internal Job Share()
    {
        RawResult body = _body.Share();
        return new Job(body, _index, Id, Status, StatusText)
        {
            MayRetry = MayRetry,
            CreatedAtText = CreatedAtText,
            UpdatedAtText = UpdatedAtText,
            Error = Error,
            Result = Result?.Share(),
            LargeResult = LargeResult is null ? null : new LargeResultLink(LargeResult.Body.Share(), LargeResult.Url),
        };
    }

    /// <summary>Replaces the link by the large result that it led to, before anyone else sees the job.</summary>
    internal void Attach(RawResult largeResult) => Result = largeResult;

    /// <summary>Why a completed job is not a success: its result is missing, not an object, or of another kind. Null if it is one.</summary>
    internal string? Unusable(ResultKind expected)
    {
        using RawResult.Lease lease = _body.Hold();
        _index.TryFind(_body.Buffer.Content, "result"u8, out _, out JsonKind kind);
        return kind switch
        {
            JsonKind.None => "it has no result",
            JsonKind.Null => "its result is null",
            not JsonKind.Object => "its result is not an object",
            _ when Result is null => "its result is empty",

            // Damage is reported where the result is read.
            _ => Result.KnownMembers is { } members ? JsonResponse.UnusableObject(Result.Buffer.Content, Result.Root, members, expected) : null,
        };
    }

    /// <summary>
    /// Makes a job of the body of a response, for tests and for bodies that were stored. The body is copied. A large result is not
    /// fetched.
    /// </summary>
    /// <param name="json">The body: an object with at least <c>job_id</c> and <c>status</c>.</param>
    /// <exception cref="PulseProtocolException">It is not a job.</exception>
    public static Job FromJson(ReadOnlySpan<byte> json)
    {
        const string What = "The JSON of the job";
        ResponseContext context = new(JobId: null, Redactor: null) { IsJob = true };
        JsonResponse response = JsonResponse.Read(NativeBuffer.Copy(json), new(What), context);
        string? id = JsonResponse.Id(response.Raw, response.Index, "job_id"u8);
        return id is not null
            ? Parse(response.Raw.Buffer, id, redactor: null)
            : throw JsonResponse.Refuse(response.Raw.Buffer, $"{What} has no job_id", context);
    }

    /// <summary>Takes over a body.</summary>
    /// <exception cref="PulseProtocolException">It is not a job, or not the requested one.</exception>
    internal static Job Parse(NativeBuffer body, string requestedId, Redactor? redactor)
    {
        ResponseContext context = new(requestedId, redactor) { IsJob = true };
        ResponseName what = new("The response for job '", requestedId, "'");
        JsonResponse response = JsonResponse.Read(body, what, context);
        RawResult raw = response.Raw;
        JsonObjectIndex index = response.Index;
        bool hasId = index.TryFind(body.Content, "job_id"u8, out _, out JsonKind idKind) && idKind != JsonKind.Null;
        if (hasId && !JsonResponse.IsId(raw, index, "job_id"u8, requestedId))
        {
            throw Foreign(body, requestedId, redactor);
        }

        string? words = StatusWords(index, raw, "status"u8) is { Length: > 0 } text ? text : StatusWords(index, raw, "job_status"u8);
        if (string.IsNullOrEmpty(words))
        {
            throw JsonResponse.Refuse(body, $"{what} is not a job: it has no status", context);
        }

        JobStatus status = JobStatusText.Parse(words);
        RawResult? result = null;
        LargeResultLink? link = null;
        if (index.TryFind(body.Content, "result"u8, out JsonSlice slice, out JsonKind kind) && !IsNothing(body, slice, kind))
        {
            JsonObjectIndex? members = null;
            if (kind == JsonKind.Object && index.TryOpen(body.Content, slice, out JsonObjectIndex read))
            {
                JsonResponse.TryUnwrap(body.Content, slice, ref read, out slice);
                members = read;
            }

            result = new RawResult(body, slice, ownsBuffer: false, members);
            link = kind == JsonKind.Object ? LargeResultLink.In(result) : null;
        }

        // What is said about the job goes into errors and logs, unlike its result, which is the caller's as it came.
        string? error = ErrorWords(index, raw, status);
        return new Job(raw, index, requestedId, status, redactor?.Redact(words) ?? words)
        {
            CreatedAtText = Text(index, raw, "created_at"u8),
            UpdatedAtText = Text(index, raw, "updated_at"u8),
            Error = error is null ? null : redactor?.Redact(error) ?? error,
            MayRetry = status == JobStatus.Failed && AsksForAnother(error, Text(index, raw, "error_message"u8), Text(index, raw, "message"u8)),
            Result = result,
            LargeResult = link,
        };
    }

    static PulseProtocolException Foreign(NativeBuffer body, string requestedId, Redactor? redactor)
    {
        byte[] start = body.Content[..Math.Min(body.Length, 64 * 1024)].ToArray();
        body.Close();
        return new PulseProtocolException($"The response for job '{requestedId}' is about another job. It was discarded.")
        {
            JobId = requestedId,
            HttpStatus = 200,
            IsForeign = true,
            ResponseBody = redactor?.Redact(start) ?? start,
        };
    }

    static bool AsksForAnother(params ReadOnlySpan<string?> words)
    {
        foreach (string? text in words)
        {
            if (text is not null && Array.Exists(s_retryWords, phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    static string? StatusWords(JsonObjectIndex index, RawResult raw, ReadOnlySpan<byte> name) =>
        index.TryFind(raw.Buffer.Content, name, out JsonSlice slice, out JsonKind kind) && kind == JsonKind.String
            ? JobStatusText.Usual(slice.Of(raw.Buffer.Content)[1..^1]) ?? raw.Text(slice)
            : null;

    static string? Text(JsonObjectIndex index, RawResult raw, ReadOnlySpan<byte> name) =>
        index.TryFind(raw.Buffer.Content, name, out JsonSlice slice, out JsonKind kind) && kind == JsonKind.String ? raw.Text(slice) : null;

    /// <summary>The message in <c>error</c>, which is a string or an object with a message; if it is missing, <c>error_message</c>, then <c>message</c>.</summary>
    static string? ErrorWords(JsonObjectIndex index, RawResult raw, JobStatus status) =>
        ErrorMember(index, raw)
        ?? (status == JobStatus.Failed
            ? NonEmpty(Text(index, raw, "error_message"u8)) ?? NonEmpty(Text(index, raw, "message"u8))
            : null);

    static string? NonEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    static string? ErrorMember(JsonObjectIndex index, RawResult raw)
    {
        if (!index.TryFind(raw.Buffer.Content, "error"u8, out JsonSlice slice, out JsonKind kind))
        {
            return null;
        }

        if (kind == JsonKind.Object)
        {
            try
            {
                Utf8JsonReader reader = new(slice.Of(raw.Buffer.Content), new JsonReaderOptions { MaxDepth = RawResult.DeepestParse });
                JsonElement element = JsonElement.ParseValue(ref reader);
                foreach (string name in (ReadOnlySpan<string>)["message", "code"])
                {
                    if (element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String)
                    {
                        return value.GetString();
                    }
                }
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                // The words cannot be read; the raw text is the best there is.
            }

            return Encoding.UTF8.GetString(slice.Of(raw.Buffer.Content));
        }

        return NonEmpty(Text(index, raw, "error"u8));
    }

    static bool IsNothing(NativeBuffer body, JsonSlice slice, JsonKind kind) =>
        kind == JsonKind.Null
        || (kind == JsonKind.Object && slice.Of(body.Content)[1..^1].IndexOfAnyExcept(" \t\r\n"u8) < 0);
}
