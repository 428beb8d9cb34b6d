namespace Pulse.Client.Results;

/// <summary>What made a result.</summary>
enum ResultKind
{
    /// <summary>Nothing in it tells.</summary>
    Unknown,
    Extraction,
    Split,
    Schema,
    Tables,
    Pipeline,
    Form,
    Batch,
}

/// <summary>Tells results apart by their members, since no field of a job says what kind it is (pulse-api 3.4).</summary>
static class ResultKinds
{
    internal static ResultKind Of(RawResult body)
    {
        using RawResult.Lease lease = body.Hold();
        return body.Members is { } members ? Of(body.Buffer.Content, members) : ResultKind.Unknown;
    }

    internal static ResultKind Of(ReadOnlySpan<byte> json, JsonObjectIndex members) =>
        Has(json, members, "split_output"u8) ? ResultKind.Split
        : Has(json, members, "schema_output"u8) || (Has(json, members, "results"u8) && Has(json, members, "schema_id"u8)) ? ResultKind.Schema
        : Has(json, members, "tables_output"u8) ? ResultKind.Tables
        : Has(json, members, "results"u8) && (Has(json, members, "total_latency"u8) || Has(json, members, "status"u8)) ? ResultKind.Pipeline
        : Has(json, members, "markdown"u8) || Has(json, members, "content"u8) || Has(json, members, "is_url"u8) ? ResultKind.Extraction
        : Has(json, members, "form_id"u8) || Has(json, members, "pdf_url"u8) || Has(json, members, "form_fields"u8) ? ResultKind.Form
        : ResultKind.Unknown;

    /// <summary>Whether an extraction without a text has something else to show.</summary>
    internal static bool HasExtraction(ReadOnlySpan<byte> json, JsonObjectIndex members) =>
        Has(json, members, "bounding_boxes"u8) || Has(json, members, "structured_output"u8) || Has(json, members, "extensions"u8) || Has(json, members, "chunks"u8) || Has(json, members, "html"u8);

    /// <summary>What an endpoint's work makes; the kinds are those of <see cref="Endpoints.Endpoint{TRequest}.Kind"/>.</summary>
    internal static ResultKind OfWork(string? work) => work switch
    {
        "extract" => ResultKind.Extraction,
        "split" => ResultKind.Split,
        "schema" => ResultKind.Schema,
        "tables" => ResultKind.Tables,
        "pipeline" => ResultKind.Pipeline,
        "form_detect" or "form_fill" or "form_clear" => ResultKind.Form,
        null => ResultKind.Unknown,
        _ => ResultKind.Batch,
    };

    static bool Has(ReadOnlySpan<byte> json, JsonObjectIndex members, ReadOnlySpan<byte> name) =>
        members.TryFind(json, name, out _, out JsonKind kind) && kind != JsonKind.Null;

    /// <summary>The endpoint that makes such results.</summary>
    internal static string Endpoint(ResultKind kind) => kind switch
    {
        ResultKind.Extraction => "/extract",
        ResultKind.Split => "/split",
        ResultKind.Schema => "/schema",
        ResultKind.Tables => "/tables",
        ResultKind.Pipeline => "/pipeline/execute",
        ResultKind.Form => "/form",
        ResultKind.Batch => "/batch",
        _ => "another endpoint",
    };

    /// <summary>Reads a body as a result, unless it is plainly one of another kind.</summary>
    /// <exception cref="PulseProtocolException">It is of another kind; the body is not taken over then.</exception>
    internal static TResult Read<TResult>(RawResult body, Job? job)
        where TResult : PulseResult, IPulseResult<TResult>
    {
        // What a batch leaves is an open object that may hold anything.
        if (TResult.Kind == ResultKind.Batch)
        {
            return TResult.Create(body, job);
        }

        using RawResult.Lease lease = body.Hold();
        string? problem = body.Members is { } members ? JsonResponse.UnusableObject(body.Buffer.Content, body.Root, members, TResult.Kind) : "its result is not an object";
        return problem is null
            ? TResult.Create(body, job)
            : throw new PulseProtocolException($"A result of {Endpoint(TResult.Kind)} was expected, but {problem}.") { JobId = job?.Id };
    }
}
