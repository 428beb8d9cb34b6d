using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>
/// The response of <c>POST /extract</c>, which is one of three: an <see cref="ExtractionResult"/>, a <see cref="JobSubmission"/>
/// or a <see cref="LargeResultLink"/>. The body decides, never the HTTP status.
/// </summary>
public abstract class ExtractResponse : PulseResult
{
    private protected ExtractResponse(RawResult body, Job? job = null)
        : base(body, job)
    {
    }
}

/// <summary>The result is too large for the response and must be fetched, which works once and within an hour.</summary>
public sealed class LargeResultLink : ExtractResponse
{
    internal LargeResultLink(RawResult body, string url)
        : base(body) => Url = url;

    /// <summary>Where it is; may be relative to the base URL, or on another origin.</summary>
    public string Url { get; }

    /// <summary>Whether it is a link: true.</summary>
    [JsonPropertyName("is_url")]
    internal bool IsUrl => Body.IsTrue("is_url"u8);

    /// <summary>The number of pages.</summary>
    public int? PageCount => Body.PageCount;

    /// <summary>The id for further steps.</summary>
    public string? ExtractionId => Body.ExtractionId;

    /// <summary>The link in a result, if it is one (<c>is_url</c>).</summary>
    internal static LargeResultLink? In(RawResult result)
    {
        try
        {
            return result.IsTrue("is_url"u8) && result.Text("url"u8) is { Length: > 0 } url ? new LargeResultLink(result, url) : null;
        }
        catch (PulseProtocolException)
        {
            // A damaged result is no link; the damage is reported where the result is read.
            return null;
        }
    }
}
