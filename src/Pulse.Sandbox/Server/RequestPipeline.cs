using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Server;

/// <summary>What every request goes through: journal, route, key, handler, errors.</summary>
sealed class RequestPipeline(SandboxState state, Router router)
{
    public async Task HandleAsync(HttpContext context)
    {
        string path = Router.PathOf(context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "/");
        var entry = new JournalEntry
        {
            Method = context.Request.Method,
            Path = path,
            Query = context.Request.QueryString.Value ?? "",
            Time = state.Clock.GetUtcNow(),
            Headers = HeaderRedaction.Copy(context.Request.Headers),
        };
        using var body = new HashingStream(context.Request.Body);
        context.Request.Body = body;
        var exchange = new Exchange(context, state, entry);
        bool control = IsControl(path);
        if (!control)
        {
            entry.Sequence = state.Journal.NextSequence();
        }

        try
        {
            await AnswerAsync(exchange, path).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
        }
        finally
        {
            if (!control)
            {
                await FinishEntryAsync(exchange, body).ConfigureAwait(false);
            }
        }
    }

    async Task AnswerAsync(Exchange exchange, string path)
    {
        HttpContext context = exchange.Http;
        try
        {
            (ApiRoute route, exchange.Values) = Find(context, path);
            Authorize(exchange, route);
            await route.Handler(exchange).ConfigureAwait(false);
        }
        catch (ApiException error) when (!context.Response.HasStarted)
        {
            await JsonBody.WriteErrorAsync(context, error).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await JsonBody.WriteErrorAsync(context, ApiErrors.InvalidBody(error.Message)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException && !context.Response.HasStarted)
        {
            await JsonBody.WriteErrorAsync(context, ApiErrors.Internal(error)).ConfigureAwait(false);
        }
    }

    (ApiRoute Route, string[] Values) Find(HttpContext context, string path)
    {
        string allow = "";
        try
        {
            return router.Find(context.Request.Method, path, out allow);
        }
        finally
        {
            if (allow.Length > 0)
            {
                context.Response.Headers.Allow = allow;
            }
        }
    }

    void Authorize(Exchange exchange, ApiRoute route)
    {
        if (route.Access == Access.Control)
        {
            // Nothing but loopback is bound; this holds even if that should change.
            if (exchange.Http.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address))
            {
                throw ApiErrors.UnknownPath(exchange.Entry.Path);
            }

            return;
        }

        string key = exchange.Http.Request.Headers["x-api-key"].ToString();
        if (key.Length == 0)
        {
            if (route.Access == Access.Key)
            {
                throw ApiErrors.KeyRequired();
            }

            return;
        }

        exchange.Organization = state.OrganizationOf(key) ?? throw ApiErrors.KeyInvalid();
        exchange.Entry.Organization = exchange.Organization;
    }

    bool IsControl(string path) => path.StartsWith(state.Options.PathBase + "/_sandbox/", StringComparison.Ordinal);

    async Task FinishEntryAsync(Exchange exchange, HashingStream body)
    {
        JournalEntry entry = exchange.Entry;
        try
        {
            // What a refused request still sends belongs to its record, and an unread body would cost the caller the connection.
            byte[] rest = new byte[16 * 1024];
            while (await body.ReadAsync(rest, exchange.Aborted).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The caller broke off; the record holds what has come.
        }

        entry.BodySize = body.BytesRead;
        entry.BodySha256 = body.CurrentHash();
        entry.Status = exchange.Http.Response.HasStarted || !exchange.Aborted.IsCancellationRequested ? exchange.Http.Response.StatusCode : 0;
        state.Journal.Record(entry);
    }
}
