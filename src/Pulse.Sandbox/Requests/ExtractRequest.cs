using System.Text.Json;

namespace Pulse.Sandbox.Requests;

/// <summary>A validated request to <c>/extract</c>.</summary>
sealed record ExtractRequest
{
    /// <summary>The uploaded document; exactly one of this and <see cref="Url"/> is set.</summary>
    public Upload? File { get; init; }

    public Uri? Url { get; init; }

    public required string Model { get; init; }

    /// <summary>What opens an encrypted document; null for none.</summary>
    public string? Password { get; init; }

    public PageSelection? Pages { get; init; }

    public bool Async { get; init; }

    public bool StorageEnabled { get; init; } = true;

    public ChunkRequest? Chunking { get; init; }

    /// <summary>Chunks asked for by the deprecated <c>chunking</c> field, answered at the top level.</summary>
    public ChunkRequest? DeprecatedChunking { get; init; }

    public bool WordBoxes { get; init; }

    public bool Html { get; init; }

    public bool Xml { get; init; }

    public bool DeprecatedHtml { get; init; }

    public bool Metadata { get; init; }

    public bool FootnoteReferences { get; init; }

    /// <summary>How pictures are returned.</summary>
    public ImageDelivery Images { get; init; }

    /// <summary>The JSON schema to fill; null when none was given.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>What the caller should know about the request itself.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The SHA-256 of the document's bytes, or of its URL.</summary>
    public required string ContentHash { get; init; }

    /// <summary>A text that is equal for equal options, whatever their order or spelling.</summary>
    public required string OptionsKey { get; init; }
}

/// <summary>The chunks that are asked for.</summary>
/// <param name="Types">Out of <c>semantic</c>, <c>header</c>, <c>page</c>, <c>recursive</c>.</param>
/// <param name="Size">The most characters of a chunk; null for the default.</param>
sealed record ChunkRequest(IReadOnlyList<string> Types, int? Size);

/// <summary>How the pictures of a document are returned.</summary>
enum ImageDelivery
{
    None,

    /// <summary>By a link to <c>/results/{jobId}/images/{filename}</c>.</summary>
    Link,

    /// <summary>Inside the result, as a <c>data:</c> URL; what the deprecated option does.</summary>
    Embedded,
}
