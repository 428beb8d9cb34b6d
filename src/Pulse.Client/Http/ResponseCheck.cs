using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Pulse.Client.Http;

/// <summary>What a response's body must be.</summary>
enum BodyKind
{
    /// <summary>JSON, whose end shows in itself.</summary>
    Json,

    /// <summary>A file, whose end only HTTP can tell.</summary>
    File,
}

/// <summary>Looks at a good response before its body is read: whether HTTP says that the body is the one that was asked for, and whole.</summary>
static class ResponseCheck
{
    /// <summary>What is wrong with the response; null when nothing is.</summary>
    internal static string? Problem(HttpResponseMessage response, OutgoingRequest request)
    {
        int status = (int)response.StatusCode;

        // A submit may be accepted with any of these; where the body is the point only 200 says that it is all there.
        bool isGood = response.StatusCode == HttpStatusCode.OK
            || (request.Kind == RequestKind.Submit && response.StatusCode is HttpStatusCode.Created or HttpStatusCode.Accepted)
            || (request.TakesNoContent && response.StatusCode is HttpStatusCode.Accepted or HttpStatusCode.NoContent);
        if (!isGood)
        {
            return string.Create(CultureInfo.InvariantCulture, $"HTTP {status} does not carry what was asked for");
        }

        // As they were received: reading them as objects makes some for every response.
        HttpHeadersNonValidated headers = response.Content.Headers.NonValidated;
        if (headers.TryGetValues("Content-Encoding", out HeaderStringValues encodings) && Encoding(encodings) is { } encoding)
        {
            return $"it is encoded ('{Short(encoding)}') although that was not asked for";
        }

        string? mediaType = headers.TryGetValues("Content-Type", out HeaderStringValues types) ? MediaType(types) : null;
        if (mediaType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true)
        {
            return $"it is {Short(mediaType)}";
        }

        return request.Accepts == BodyKind.File ? FileProblem(response, mediaType) : null;
    }

    static string? FileProblem(HttpResponseMessage response, string? mediaType)
    {
        bool isText = mediaType is not null
            && (mediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
                || mediaType.Contains("json", StringComparison.OrdinalIgnoreCase)
                || mediaType.EndsWith("/xml", StringComparison.OrdinalIgnoreCase)
                || (mediaType.EndsWith("+xml", StringComparison.OrdinalIgnoreCase) && !mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase)));
        if (isText)
        {
            return $"it is {Short(mediaType!)}";
        }

        // A body that ends with its connection may have been cut off anywhere, and TLS does not say either whether it was.
        bool endsWithConnection = response.Version.Major < 2 && response.Content.Headers.ContentLength is null && response.Headers.TransferEncodingChunked != true;
        return endsWithConnection ? "it has no length, so that nobody can tell whether it is whole" : null;
    }

    /// <summary>The first encoding that is one.</summary>
    static string? Encoding(HeaderStringValues values) =>
        values.SelectMany(static value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(static encoding => !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase));

    static string? MediaType(HeaderStringValues values)
    {
        foreach (string value in values)
        {
            int end = value.IndexOf(';', StringComparison.Ordinal);
            return end < 0 ? value : value[..end].TrimEnd();
        }

        return null;
    }

    static string Short(string text) => text.Length > 60 ? text[..60] : text;
}
