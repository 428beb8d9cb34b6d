using System.IO.Pipelines;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>GET /large_results/{id}</c>: once, within an hour, by the owner or anonymously.</summary>
static class LargeResultEndpoint
{
    const int PieceSize = 64 * 1024;

    public static async Task GetAsync(Exchange exchange)
    {
        string id = exchange.Values[0];
        DateTimeOffset now = exchange.State.Clock.GetUtcNow();
        if (!exchange.State.Jobs.TryGet(id, out Job? job))
        {
            throw ApiErrors.LargeResultNotFound(id);
        }

        if (exchange.Organization is { } organization && organization != job.Organization)
        {
            throw ApiErrors.Forbidden();
        }

        JobSnapshot snapshot = await job.ObserveAsync(now, exchange.Aborted).ConfigureAwait(false);
        LargeResult large = snapshot.Outcome?.Large
            ?? throw (snapshot.Status == "expired" ? ApiErrors.LargeResultGone() : ApiErrors.LargeResultNotFound(id));
        if (!large.TryTake(now, out ReadOnlyMemory<byte> body))
        {
            throw ApiErrors.LargeResultGone();
        }

        exchange.Delivered = large.Release;
        await SendAsync(exchange.Http, body, exchange.Aborted).ConfigureAwait(false);
    }

    /// <summary>The link to a job's large result, in the form that the options ask for.</summary>
    public static string UrlOf(Exchange exchange, string jobId)
    {
        SandboxOptions options = exchange.State.Options;
        return options.LargeResultLink == LargeResultLink.Redirect
            ? $"{exchange.BaseUrl}/_sandbox/large_results/{Uri.EscapeDataString(jobId)}"
            : TargetOf(exchange, jobId);
    }

    /// <summary><c>GET /_sandbox/large_results/{id}</c>: the detour that some links take.</summary>
    public static Task RedirectAsync(Exchange exchange)
    {
        exchange.Http.Response.StatusCode = 302;
        exchange.Http.Response.Headers.Location = TargetOf(exchange, exchange.Values[0]);
        return Task.CompletedTask;
    }

    static string TargetOf(Exchange exchange, string jobId)
    {
        SandboxOptions options = exchange.State.Options;
        string path = $"/large_results/{Uri.EscapeDataString(jobId)}";
        return options.LargeResultOrigin is { } origin ? origin.GetLeftPart(UriPartial.Authority) + options.PathBase + path
            : options.LargeResultLink == LargeResultLink.Relative ? options.PathBase + path
            : exchange.BaseUrl + path;
    }

    // Piece by piece: a reader that leaves in the middle is noticed before all is in the socket's buffer.
    static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, CancellationToken aborted)
    {
        context.Response.StatusCode = 200;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        for (int offset = 0; offset < body.Length; offset += PieceSize)
        {
            ReadOnlyMemory<byte> piece = body.Slice(offset, Math.Min(PieceSize, body.Length - offset));
            FlushResult sent = await context.Response.BodyWriter.WriteAsync(piece, aborted).ConfigureAwait(false);

            // The server swallows what is written to a closed connection, and raises the token only later.
            if (sent.IsCompleted)
            {
                throw new IOException("The connection was closed before the whole result was sent.");
            }
        }
    }
}
