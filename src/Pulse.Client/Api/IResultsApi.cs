using Refit;

namespace Pulse.Client.Api;

/// <summary>Downloads of what a job has made.</summary>
interface IResultsApi
{
    const string LargeResultPath = "/large_results/{jobId}";
    const string PdfPath = "/results/{jobId}/pdf";
    const string ImagePath = "/results/{jobId}/images/{fileName}";

    [Get(LargeResultPath)]
    Task<HttpResponseMessage> GetLargeResultAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Gets the link of a response (<c>url</c>, <c>image_url</c>), which may lead to another origin; the authentication handler sends the key only to our own.</summary>
    [Get("")]
    Task<HttpResponseMessage> GetLinkAsync([Url] string link, CancellationToken cancellationToken);

    [Get(PdfPath)]
    Task<HttpResponseMessage> GetPdfAsync(string jobId, CancellationToken cancellationToken);

    [Get(ImagePath)]
    Task<HttpResponseMessage> GetImageAsync(string jobId, string fileName, CancellationToken cancellationToken);
}
