// An application as a user of the packages writes it: extracts one document, and prints its Markdown.
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Pulse.Client;
using Pulse.Client.Postgres;

HostApplicationBuilder builder = Host.CreateApplicationBuilder();
builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Services
    .AddPulseClient(builder.Configuration.GetSection("Pulse"))
    .AddHttpMessageHandler(() => new CountingHandler());
using IHost host = builder.Build();
try
{
    await host.StartAsync();
}
catch (OptionsValidationException exception)
{
    foreach (string failure in exception.Failures)
    {
        Console.Error.WriteLine(failure);
    }

    return 2;
}

PulseClientOptions options = host.Services.GetRequiredService<IOptions<PulseClientOptions>>().Value;
Console.Error.WriteLine($"options: {options.UserAgent} {options.Timeout} {options.MaxRetries} {options.FollowLargeResults}");

PulseClient client = host.Services.GetRequiredService<PulseClient>();
using Job job = await client.ExtractAndWaitAsync(new ExtractRequest(PulseFile.FromPath(args[0])));
Console.WriteLine(job.Result!.Markdown);

await foreach (WaitedJob waited in client.Jobs.WaitManyAsync([job.Id, job.Id]))
{
    using Job again = waited.JobOrThrow();
    Console.Error.WriteLine($"waited: {again.Status} {again.Id == job.Id}");
}

Console.Error.WriteLine($"requests: {CountingHandler.Count > 0}");

// Nobody listens there; the program has all that it needs to find out.
await using NpgsqlDataSource nowhere = new NpgsqlSlimDataSourceBuilder("Host=127.0.0.1;Port=1;Timeout=2").EnableArrays().Build();
try
{
    await PostgresBatchStore.OpenAsync(nowhere, "run", new() { RetryFor = TimeSpan.Zero });
}
catch (PostgresBatchException exception)
{
    Console.Error.WriteLine($"database: {exception.Code}");
}

await host.StopAsync();
return 0;

sealed class CountingHandler : DelegatingHandler
{
    internal static int Count;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref Count);
        return base.SendAsync(request, cancellationToken);
    }
}
