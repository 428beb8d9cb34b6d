using System.Text;
using Pulse.Client.Endpoints;

namespace Pulse.Client.Results;

/// <summary>What made a result. Each typed result says by which members it is known.</summary>
/// <param name="endpoint">The endpoint that makes such results, for messages.</param>
/// <param name="signs">Sets of members; having all of one set makes a body such a result.</param>
sealed class ResultKind(string endpoint, params string[][] signs)
{
    readonly byte[][][] _signs = [.. signs.Select(static sign => sign.Select(Encoding.UTF8.GetBytes).ToArray())];

    /// <summary>Nothing in it tells.</summary>
    internal static ResultKind Unknown { get; } = new("another endpoint");

    internal static ResultKind Extraction { get; } = new("/extract", ["markdown"], ["content"], ["is_url"]) { Rank = 2 };

    /// <summary>An open object that may hold anything.</summary>
    internal static ResultKind Batch { get; } = new("/batch");

    internal string Endpoint => endpoint;

    internal IReadOnlyList<string[]> Signs => signs;

    /// <summary>Kinds of a lower rank are looked for first: the signs of the others are less sure.</summary>
    internal int Rank { get; init; }

    internal bool Fits(ReadOnlySpan<byte> json, JsonObjectIndex members)
    {
        foreach (byte[][] sign in _signs)
        {
            bool hasAll = true;
            foreach (byte[] name in sign)
            {
                hasAll = hasAll && ResultKinds.Has(json, members, name);
            }

            if (hasAll)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Tells results apart by their members, since no field of a job says what kind it is.</summary>
static class ResultKinds
{
    /// <summary>All kinds, in the order in which they are looked for.</summary>
    internal static IReadOnlyList<ResultKind> All => s_all;

    static readonly ResultKind[] s_all = [.. Operations.All.Select(static operation => operation.Kind).Distinct().OrderBy(static kind => kind.Rank)];

    internal static ResultKind Of(RawResult body)
    {
        using RawResult.Lease lease = body.Hold();
        return body.Members is { } members ? Of(body.Buffer.Content, members) : ResultKind.Unknown;
    }

    internal static ResultKind Of(ReadOnlySpan<byte> json, JsonObjectIndex members)
    {
        foreach (ResultKind kind in s_all)
        {
            if (kind.Fits(json, members))
            {
                return kind;
            }
        }

        return ResultKind.Unknown;
    }

    /// <summary>Whether an extraction without a text has something else to show.</summary>
    internal static bool HasExtraction(ReadOnlySpan<byte> json, JsonObjectIndex members) =>
        Has(json, members, "bounding_boxes"u8) || Has(json, members, "structured_output"u8) || Has(json, members, "extensions"u8) || Has(json, members, "chunks"u8) || Has(json, members, "html"u8);

    internal static bool Has(ReadOnlySpan<byte> json, JsonObjectIndex members, ReadOnlySpan<byte> name) =>
        members.TryFind(json, name, out _, out JsonKind kind) && kind != JsonKind.Null;

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
            : throw new PulseProtocolException($"A result of {TResult.Kind.Endpoint} was expected, but {problem}.") { JobId = job?.Id };
    }
}
