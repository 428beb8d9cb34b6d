using Refit;

namespace Pulse.Client.Api;

/// <summary>Forms in PDFs.</summary>
interface IFormApi
{
    const string DetectPath = "/form/detect";
    const string FillPath = "/form/fill";
    const string ClearPath = "/form/clear";

    [Post(DetectPath)]
    Task<HttpResponseMessage> DetectAsync([Body] HttpContent form, CancellationToken cancellationToken);

    [Post(FillPath)]
    Task<HttpResponseMessage> FillAsync([Body] HttpContent form, CancellationToken cancellationToken);

    [Post(ClearPath)]
    Task<HttpResponseMessage> ClearAsync([Body] HttpContent form, CancellationToken cancellationToken);
}
