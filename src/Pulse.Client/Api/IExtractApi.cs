using Refit;

namespace Pulse.Client.Api;

/// <summary>The extract endpoints. The multipart body is built by the client, since Refit's boundary is a constant that a document may contain.</summary>
interface IExtractApi
{
    [Post("/extract")]
    Task<HttpResponseMessage> ExtractAsync([Body] HttpContent form, CancellationToken cancellationToken);

    [Post("/extract_async")]
    Task<HttpResponseMessage> ExtractAsyncLegacy([Body] HttpContent form, CancellationToken cancellationToken);
}
