// usage: PULSE_API_KEY=... floor handler|client BASE_URL JOB_ID COUNT
// GET /job/{id} with 64 calls in flight, over nothing but the framework's handler or over PulseClient; prints the CPU time of a call in µs.
using System.Diagnostics;
using System.Globalization;
using Pulse.Client;

const int InFlight = 64;

string key = Environment.GetEnvironmentVariable("PULSE_API_KEY")!;
(string road, string url, string jobId, int count) = (args[0], args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
using PulseClient client = new(new PulseClientOptions { ApiKey = key, BaseUrl = url, Proxy = "" });
using SocketsHttpHandler handler = new() { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null };
using HttpMessageInvoker invoker = new(handler);
Uri target = new($"{url}/job/{jobId}");
Func<byte[], Task> call = road == "client" ? GetAsync : ReadAsync;
await call(new byte[4096]);
using Process process = Process.GetCurrentProcess();
TimeSpan before = process.TotalProcessorTime;
int left = count;
await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => RepeatAsync()));
process.Refresh();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(process.TotalProcessorTime - before).TotalMicroseconds / count:0.0}"));

async Task RepeatAsync()
{
    byte[] buffer = new byte[4096];
    while (Interlocked.Decrement(ref left) >= 0)
    {
        await call(buffer).ConfigureAwait(false);
    }
}

async Task GetAsync(byte[] buffer) => (await client.Jobs.GetAsync(jobId).ConfigureAwait(false)).Dispose();

async Task ReadAsync(byte[] buffer)
{
    using HttpRequestMessage request = new(HttpMethod.Get, target);
    request.Headers.TryAddWithoutValidation("x-api-key", key);
    using HttpResponseMessage response = await invoker.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
    await using Stream body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
    while (await body.ReadAsync(buffer).ConfigureAwait(false) > 0)
    {
    }
}
