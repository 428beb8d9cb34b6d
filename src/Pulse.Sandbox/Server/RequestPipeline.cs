using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http.Features;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Faults;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Server;

/// <summary>What every request goes through: journal, route, key, handler, errors.</summary>
sealed class RequestPipeline(SandboxState state, Router router)
{
    // What a request may have besides its document.
    const long MaxFormBytes = 16L << 20;

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
        if (IsControl(path))
        {
            await AnswerAsync(exchange, path).ConfigureAwait(false);
            return;
        }

        entry.Sequence = state.Journal.NextSequence();
        var recorder = new JournalRecorder(state.Journal, entry, body);
        context.Response.OnStarting(async () =>
        {
            if (!IsHuge(exchange))
            {
                await recorder.DrainAsync(exchange.Aborted).ConfigureAwait(false);
            }

            recorder.Record(context.Response.StatusCode);
        });
        bool delivered = false;
        try
        {
            delivered = await RunAsync(exchange, path, recorder).ConfigureAwait(false) && !exchange.Aborted.IsCancellationRequested;
            if (IsHuge(exchange) && context.Request.Headers.Expect.Count == 0)
            {
                await context.Response.CompleteAsync().ConfigureAwait(false);
                await recorder.DrainAsync(exchange.Aborted).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The caller has gone; there is nobody to respond to.
        }
        finally
        {
            exchange.Delivered?.Invoke(delivered);
            recorder.Record(delivered ? context.Response.StatusCode : 0);
        }
    }

    /// <returns>Whether the request's real response was sent whole.</returns>
    async Task<bool> RunAsync(Exchange exchange, string path, JournalRecorder recorder)
    {
        string pathBase = state.Options.PathBase;
        string local = path.StartsWith(pathBase, StringComparison.Ordinal) ? path[pathBase.Length..] : path;
        if (exchange.Http.Request.Headers["x-pulse-sandbox-fault"].ToString() is { Length: > 0 } asked)
        {
            FaultAction own;
            try
            {
                own = FaultRuleReader.ReadAction(asked);
            }
            catch (ApiException error)
            {
                await JsonBody.WriteErrorAsync(exchange.Http, error).ConfigureAwait(false);
                return true;
            }

            return await FaultInjector.RunAsync(exchange, own, () => AnswerAsync(exchange, path), recorder).ConfigureAwait(false);
        }

        if (state.Faults.TryApply(exchange.Entry.Method, local, out FaultAction? fault, out int rule))
        {
            exchange.Entry.FaultRule = rule;
            return await FaultInjector.RunAsync(exchange, fault, () => AnswerAsync(exchange, path), recorder).ConfigureAwait(false);
        }

        await AnswerAsync(exchange, path).ConfigureAwait(false);
        return true;
    }

    async Task AnswerAsync(Exchange exchange, string path)
    {
        HttpContext context = exchange.Http;
        try
        {
            (ApiRoute route, exchange.Values) = Find(context, path);
            Authorize(exchange, route);
            RefuseHuge(exchange);
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

    // Refused before it is sent; and what does not wait for the response is read and thrown away, or the sender would see a reset and nothing else.
    void RefuseHuge(Exchange exchange)
    {
        if (IsHuge(exchange))
        {
            throw ApiErrors.TooLarge(state.Options.MaxUploadBytes);
        }
    }

    bool IsHuge(Exchange exchange) =>
        exchange.Http.Request.ContentLength > state.Options.MaxUploadBytes + MaxFormBytes && TakesOneDocument(exchange.Entry.Path[Math.Min(exchange.Entry.Path.Length, state.Options.PathBase.Length)..]);

    static bool TakesOneDocument(string path) => path is "/extract" or "/extract_async" || path.StartsWith("/form/", StringComparison.Ordinal);

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

            RequireOwnOrigin(exchange.Http.Request);
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

    // A page of the web that is open in a browser on this machine can send requests here, under a name that it makes point here
    // (DNS rebinding) or across origins.
    static void RequireOwnOrigin(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        bool isOwn = origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && from.Authority == request.Host.Value);
        bool isLocal = request.Host.Host == "localhost" || (IPAddress.TryParse(request.Host.Host, out IPAddress? address) && IPAddress.IsLoopback(address));
        if (!isOwn || !isLocal)
        {
            throw ApiErrors.ForeignOrigin();
        }
    }

    bool IsControl(string path) => path == state.Options.PathBase + "/" || path.StartsWith(state.Options.PathBase + "/_sandbox/", StringComparison.Ordinal);
}
