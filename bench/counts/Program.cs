// usage: PULSE_API_KEY=... counts BASE_URL JOB_ID COUNT
// What one GET /job/{id} allocates: in bytes on each road and for HttpClient alone, and the kinds of objects by their share.
using System.Globalization;
using Pulse.Bench.Counts;
using Pulse.Client;
using Pulse.Client.Http;

string key = Environment.GetEnvironmentVariable("PULSE_API_KEY")!;
(string url, string jobId, int count) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
using PulseClient client = new(new PulseClientOptions { ApiKey = key, BaseUrl = url, Proxy = "" });
using HttpClient http = new();
http.DefaultRequestHeaders.Add("x-api-key", key);
byte[] buffer = new byte[64 * 1024];

await Report("HttpClient alone, asynchronous", ReadAsync);
await Report("asynchronous (queues, .NET)", GetAsync);
await Report("blocking (C)", GetBlocking);

using AllocationTicks ticks = new();
await ticks.WatchAsync(GetAsync, count * 5);
Console.WriteLine("\nasynchronous, by kind (sampled):");
foreach ((string kind, double share) in ticks.Shares.Take(25))
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{share,6:P1}  {kind}"));
}

async Task Report(string road, Func<Task> call)
{
    for (int i = 0; i < 1000; i++)
    {
        await call();
    }

    long before = GC.GetTotalAllocatedBytes(precise: true);
    for (int i = 0; i < count; i++)
    {
        await call();
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{road,-32}{(GC.GetTotalAllocatedBytes(precise: true) - before) / count,7:N0} B a call"));
}

async Task GetAsync() => (await client.Jobs.GetAsync(jobId)).Dispose();

Task GetBlocking()
{
    using (SynchronousHandler.Enter())
    {
        client.Jobs.GetAsync(jobId).GetAwaiter().GetResult().Dispose();
    }

    return Task.CompletedTask;
}

async Task ReadAsync()
{
    using HttpResponseMessage response = await http.GetAsync($"{url}/job/{jobId}", HttpCompletionOption.ResponseHeadersRead);
    await using Stream body = await response.Content.ReadAsStreamAsync();
    while (await body.ReadAsync(buffer) > 0)
    {
    }
}
