using Refit;

namespace Pulse.Client.Api;

/// <summary>Downloads of what a job has made.</summary>
interface IResultsApi
{
    [Get("/large_results/{jobId}")]
    Task<HttpResponseMessage> GetLargeResultAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Gets the link of an answer (<c>url</c>, <c>image_url</c>), which may lead to another origin; the authentication handler sends the key only to our own.</summary>
    [Get("")]
    Task<HttpResponseMessage> GetLinkAsync([Url] string link, CancellationToken cancellationToken);

    [Get("/results/{jobId}/pdf")]
    Task<HttpResponseMessage> GetPdfAsync(string jobId, CancellationToken cancellationToken);

    [Get("/results/{jobId}/images/{fileName}")]
    Task<HttpResponseMessage> GetImageAsync(string jobId, string fileName, CancellationToken cancellationToken);
}
