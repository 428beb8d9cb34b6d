using Refit;

namespace Pulse.Client.Api;

/// <summary>The extract endpoints. The multipart body is built by the client, since Refit's boundary is a constant that a document may contain.</summary>
interface IExtractApi
{
    const string ExtractPath = "/extract";
    const string LegacyPath = "/extract_async";

    [Post(ExtractPath)]
    Task<HttpResponseMessage> ExtractAsync([Body] HttpContent form, CancellationToken cancellationToken);

    [Post(LegacyPath)]
    Task<HttpResponseMessage> ExtractAsyncLegacy([Body] HttpContent form, CancellationToken cancellationToken);
}
