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
    internal static ResultKind Of(RawResult body) =>
        body.Has("split_output"u8) ? ResultKind.Split
        : body.Has("schema_output"u8) || (body.Has("results"u8) && body.Has("schema_id"u8)) ? ResultKind.Schema
        : body.Has("tables_output"u8) ? ResultKind.Tables
        : body.Has("results"u8) && (body.Has("total_latency"u8) || body.Has("status"u8)) ? ResultKind.Pipeline
        : body.Has("markdown"u8) || body.Has("content"u8) || body.Has("is_url"u8) ? ResultKind.Extraction
        : body.Has("form_id"u8) || body.Has("pdf_url"u8) || body.Has("form_fields"u8) ? ResultKind.Form
        : ResultKind.Unknown;

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
        ResultKind found = TResult.Kind == ResultKind.Batch ? ResultKind.Batch : Of(body);
        return found == ResultKind.Unknown || found == TResult.Kind
            ? TResult.Create(body, job)
            : throw new PulseProtocolException($"The result is one of {Endpoint(found)}, not of {Endpoint(TResult.Kind)}.") { JobId = job?.Id };
    }
}
