using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Faults;
using Pulse.Sandbox.Server;

namespace Pulse.Sandbox;

/// <summary>A running local Pulse server. Thread-safe. Disposing of it closes every connection at once.</summary>
public sealed class PulseSandbox : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly SandboxState _state;

    PulseSandbox(WebApplication app, SandboxState state, Uri baseUrl)
    {
        _app = app;
        _state = state;
        BaseUrl = baseUrl;
        Jobs = new SandboxJobs(state);
    }

    /// <summary>Where the server listens, for example <c>http://127.0.0.1:40123</c>, with the path base if there is one.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The first accepted key.</summary>
    public string ApiKey => _state.Options.ApiKeys[0].Key;

    /// <summary>The requests so far.</summary>
    public SandboxJournal Journal => _state.Journal;

    /// <summary>The rules by which requests go wrong.</summary>
    public SandboxFaults Faults => _state.Faults;

    /// <summary>The jobs and the means to force their state.</summary>
    public SandboxJobs Jobs { get; }

    /// <summary>The clock that jobs and expiry follow.</summary>
    public SandboxClock Clock => _state.Clock;

    /// <summary>Starts a server on 127.0.0.1.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>The server, ready for requests.</returns>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<PulseSandbox> StartAsync(SandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SandboxOptions();
        options.Validate();
        var state = new SandboxState(options);
        WebApplication app = Build(options);
        var pipeline = new RequestPipeline(state, RouteTable.Create(options));
        app.Run(pipeline.HandleAsync);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            state.Dispose();
            throw;
        }

        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var url = new Uri(address + options.PathBase);
        state.Downloader.OwnPort = url.Port;
        return new PulseSandbox(app, state, url);
    }

    /// <summary>Forgets jobs, stored extractions, journal, faults and counters, and lets the clock run at its own time.</summary>
    public void Reset() => _state.Reset();

    /// <summary>The memory that is counted towards <see cref="SandboxOptions.MaxKeptBytes"/>.</summary>
    internal long MemoryKept => _state.Kept.Bytes;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using (var now = new CancellationTokenSource())
        {
            // An already cancelled token makes the server close what is open instead of waiting for it.
            await now.CancelAsync().ConfigureAwait(false);
            await _app.StopAsync(now.Token).ConfigureAwait(false);
        }

        await _app.DisposeAsync().ConfigureAwait(false);
        _state.Dispose();
    }

    // The empty builder, not the slim one: that reads appsettings.json and ASPNETCORE_* from wherever it is started, watches
    // files and logs to stdout, none of which a guest in a test process may do.
    static WebApplication Build(SandboxOptions options)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "pulse-sandbox" });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return builder.Build();
    }
}
