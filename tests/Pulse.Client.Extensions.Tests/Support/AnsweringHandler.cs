using System.Net;
using System.Text;

namespace Pulse.Client.Extensions.Tests.Support;

/// <summary>The end of a pipeline: responses each request as it is told, and keeps a note of it.</summary>
sealed class AnsweringHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    internal AnsweringHandler(string body)
        : this(_ => Json(HttpStatusCode.OK, body))
    {
    }

    internal List<(string Url, string? Key)> Requests { get; } = [];

    internal bool Disposed { get; private set; }

    internal static HttpResponseMessage Json(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is not null)
        {
            await request.Content.CopyToAsync(Stream.Null, cancellationToken);
        }

        Requests.Add((request.RequestUri!.AbsoluteUri, request.Headers.TryGetValues("x-api-key", out IEnumerable<string>? keys) ? keys.Single() : null));
        return answer(request);
    }

    protected override void Dispose(bool disposing)
    {
        Disposed = true;
        base.Dispose(disposing);
    }
}
