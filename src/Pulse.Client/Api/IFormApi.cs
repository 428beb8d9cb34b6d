using Refit;

namespace Pulse.Client.Api;

/// <summary>Forms in PDFs.</summary>
interface IFormApi
{
    [Post("/form/detect")]
    Task<HttpResponseMessage> DetectAsync([Body] HttpContent form, CancellationToken cancellationToken);

    [Post("/form/fill")]
    Task<HttpResponseMessage> FillAsync([Body] HttpContent form, CancellationToken cancellationToken);

    [Post("/form/clear")]
    Task<HttpResponseMessage> ClearAsync([Body] HttpContent form, CancellationToken cancellationToken);
}
