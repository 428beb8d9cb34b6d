using System.Text;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Results;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>GET /_sandbox/extractions/{id}</c>: what <c>extraction_url</c> points to, in place of the service's web pages.</summary>
static class ExtractionEndpoint
{
    public static Task GetAsync(Exchange exchange) =>
        exchange.State.Extractions.Find(exchange.Values[0]) is { } extraction
            ? JsonBody.WriteAsync(exchange.Http, 200, Encoding.UTF8.GetBytes(MarkdownWriter.Write(extraction.Read())), "text/markdown; charset=utf-8")
            : throw ApiErrors.UnknownPath(exchange.Entry.Path);
}
