using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Stored;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>GET /results/{id}/pdf</c> and <c>GET /results/{id}/images/{name}</c>: what jobs have made besides their results.</summary>
static class ResultFileEndpoints
{
    public static Task PdfAsync(Exchange exchange) => SendAsync(exchange, "pdf");

    public static Task ImageAsync(Exchange exchange)
    {
        string name = exchange.Values[1];
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') && name[0] != '.'
            ? SendAsync(exchange, name)
            : throw ApiErrors.InvalidValue("filename", "expected the last segment of an image_url");
    }

    static async Task SendAsync(Exchange exchange, string name)
    {
        StoredFile file = exchange.State.Files.Get(StoredFile.IdOf(exchange.Values[0], name), exchange.Organization!);

        // A job that is still at work, was canceled or has expired has no files, whatever its work has made by now.
        if (exchange.State.Jobs.TryGet(exchange.Values[0], out Job? job)
            && (await job.ObserveAsync(exchange.State.Clock.GetUtcNow(), exchange.Aborted).ConfigureAwait(false)).Status != "completed")
        {
            throw ApiErrors.NotStored("file", file.Id);
        }

        await JsonBody.WriteAsync(exchange.Http, 200, file.Bytes, file.MediaType).ConfigureAwait(false);
    }
}
