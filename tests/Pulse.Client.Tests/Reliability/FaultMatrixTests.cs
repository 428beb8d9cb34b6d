using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Pulse.Client.Waiting;

namespace Pulse.Client.Tests.Reliability;

/// <summary>
/// Every kind of request against every kind of fault, over real sockets: what the caller gets, and how many requests the
/// server saw. The table is part of docs/reliability.md; with PULSE_WRITE_DOCS=1 this test writes it there.
/// </summary>
public sealed class FaultMatrixTests
{
    const string Key = "canary-key-0123456789";
    const string Begin = "<!-- faults: begin -->";
    const string End = "<!-- faults: end -->";

    static readonly TimeSpan s_attempt = TimeSpan.FromSeconds(2);
    static readonly TimeSpan s_wait = TimeSpan.FromSeconds(5);

    static readonly (string Name, bool IsSubmit, string Good, Func<PulseClient, Task> Call)[] s_kinds =
    [
        ("get", false, """{"job_id":"j","status":"completed","result":{"markdown":"text"}}""", static async client => (await client.Jobs.GetAsync("j")).Dispose()),
        ("wait", false, """{"job_id":"j","status":"completed","result":{"markdown":"text"}}""", static async client => (await client.Jobs.WaitAsync("j", new WaitOptions { Timeout = s_wait, InitialDelay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromMilliseconds(100), Jitter = 0 })).Dispose()),
        ("submit path", true, """{"job_id":"j","status":"pending"}""", static client => SubmitAsync(client, new ExtractRequest(PulseFile.FromPath(SourcePath())))),
        ("submit bytes", true, """{"job_id":"j","status":"pending"}""", static client => SubmitAsync(client, new ExtractRequest(PulseFile.FromBytes("text"u8.ToArray(), "a.txt")))),
        ("submit stream", true, """{"job_id":"j","status":"pending"}""", static client => SubmitAsync(client, new ExtractRequest(PulseFile.FromStream(new OneWay("text"u8.ToArray()), "a.txt")))),
        ("submit URL", true, """{"job_id":"j","status":"pending"}""", static client => SubmitAsync(client, new ExtractRequest { FileUrl = "https://example.com/a.pdf" })),
        ("cancel", false, """{"job_id":"j","message":"canceled"}""", static client => client.Jobs.CancelAsync("j")),
        ("download", false, "%PDF-1.7 and more", static async client => (await client.Results.GetPdfAsync("j")).Dispose()),
        ("large result", false, """{"markdown":"text"}""", static async client => (await client.GetLargeResultAsync("j")).Dispose()),
    ];

    static readonly (string Name, FaultServer.Answer? Answer)[] s_faults = Faults();

    [Fact]
    public async Task Each_request_meets_each_fault()
    {
        string[,] cells = new string[s_faults.Length, s_kinds.Length];
        List<string> broken = [];
        using SemaphoreSlim places = new(24);
        List<Task> running = [];
        for (int f = 0; f < s_faults.Length; f++)
        {
            for (int k = 0; k < s_kinds.Length; k++)
            {
                (int fault, int kind) = (f, k);
                await places.WaitAsync(TestContext.Current.CancellationToken);
                running.Add(Task.Run(async () =>
                {
                    try
                    {
                        (cells[fault, kind], string? problem) = await CellAsync(s_faults[fault], s_kinds[kind]);
                        lock (broken)
                        {
                            broken.AddRange(problem is null ? [] : [$"{s_kinds[kind].Name}, {s_faults[fault].Name}: {problem}"]);
                        }
                    }
                    finally
                    {
                        places.Release();
                    }
                }, TestContext.Current.CancellationToken));
            }
        }

        await Task.WhenAll(running);
        Assert.True(broken.Count == 0, string.Join('\n', broken));
        Compare(cells);
    }

    static async Task<(string Cell, string? Problem)> CellAsync((string Name, FaultServer.Answer? Answer) fault, (string Name, bool IsSubmit, string Good, Func<PulseClient, Task> Call) kind)
    {
        await using FaultServer server = new(async (stream, socket, request, token) =>
        {
            if (fault.Answer is { } answer)
            {
                await answer(stream, socket, request with { Head = $"{request.Head}\r\nx-good: {kind.Good}" }, token);
            }
        });

        // Nothing listens on port 1.
        string url = fault.Answer is null ? "http://127.0.0.1:1" : server.Url;
        using PulseClient client = new(new PulseClientOptions
        {
            ApiKey = Key,
            BaseUrl = url,
            Timeout = s_attempt,
            ProcessTimeout = s_attempt,
            IdleTimeout = s_attempt,
            MaxRetries = 1,
            MaxResponseBytes = 100_000_000,
        });
        string outcome = "ok";
        string? problem = null;
        bool saysMayBeAccepted = false;
        Task call = kind.Call(client);
        try
        {
            // A call that hangs would hang forever; on a busy machine one that moves takes its time.
            await call.WaitAsync(TimeSpan.FromMinutes(3));
        }
        catch (TimeoutException) when (!call.IsCompleted)
        {
            return ("hang", "it did not end within 3 minutes");
        }
        catch (PulseException exception)
        {
            saysMayBeAccepted = exception.MayHaveBeenAccepted;
            outcome = saysMayBeAccepted ? $"{exception.Code}*" : exception.Code.ToString();
            problem = exception.Code == PulseErrorCode.Internal ? $"a defect: {exception.Message}"
                : exception.ToString().Contains(Key, StringComparison.Ordinal) || Encoding.UTF8.GetString(exception.ResponseBody.Span).Contains(Key, StringComparison.Ordinal) ? "the key is in the error"
                : null;
        }
        catch (Exception exception)
        {
            return (exception.GetType().Name, $"not our exception: {exception}");
        }

        IReadOnlyList<Received> requests = server.Requests;
        int count = requests.Count;
        bool surelyRefused = fault.Name.StartsWith("429", StringComparison.Ordinal) || fault.Name.StartsWith("503 in", StringComparison.Ordinal);
        if (kind.IsSubmit && count > 1 && !surelyRefused)
        {
            problem ??= $"{count} submits";
        }

        bool isOpen = kind.IsSubmit && outcome != "ok" && count > 0 && !surelyRefused && fault.Name != "401";
        if (saysMayBeAccepted != isOpen)
        {
            problem ??= $"the error {(isOpen ? "does not say" : "says")} that the submit may have been accepted";
        }

        if (kind.Name == "wait" && count > 1)
        {
            return ($"{outcome} (n)", problem);
        }

        return ($"{outcome} ({count.ToString(CultureInfo.InvariantCulture)})", problem);
    }

    static async Task SubmitAsync(PulseClient client, ExtractRequest request)
    {
        using JobSubmission submission = await client.SubmitExtractAsync(request);
    }

    static (string Name, FaultServer.Answer? Answer)[] Faults()
    {
        string date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        return
        [
            ("none", static (stream, _, request, token) => SendAsync(stream, Ok(Good(request)), token)),
            ("connection refused", null),
            ("reset before the response", static (_, socket, _, _) => ResetAsync(socket)),
            ("closed before the response", static (_, socket, _, _) => CloseAsync(socket)),
            ("closed after the headers", static async (stream, socket, request, token) =>
            {
                await SendAsync(stream, Head(200, "application/json", 100), token);
                await CloseAsync(socket);
            }),
            ("reset in the middle of the body", static async (stream, socket, request, token) =>
            {
                await SendAsync(stream, [.. Head(200, "application/json", 1000), .. Good(request)], token);
                await Task.Delay(50, token);
                await ResetAsync(socket);
            }),
            ("closed in the middle of the body", static async (stream, socket, request, token) =>
            {
                byte[] good = Good(request);
                await SendAsync(stream, [.. Head(200, "application/json", good.Length + 10), .. good[..(good.Length / 2)]], token);
                await CloseAsync(socket);
            }),
            ("slow drip", static async (stream, _, request, token) =>
            {
                await SendAsync(stream, Head(200, "application/json", 1000), token);
                for (int i = 0; i < 1000; i++)
                {
                    await SendAsync(stream, " "u8.ToArray(), token);
                    await Task.Delay(20, token);
                }
            }),
            ("stall", static (_, _, _, token) => Task.Delay(Timeout.Infinite, token)),
            ("408", Status(408)),
            ("429 without a hint", Status(429)),
            ("429 with Retry-After in seconds", Status(429, "Retry-After: 0")),
            ("429 with Retry-After as a date", Status(429, $"Retry-After: {date}")),
            ("429 with retry-after-ms", Status(429, "retry-after-ms: 10")),
            ("429 with a nonsense hint", Status(429, "Retry-After: soon")),
            ("500", Status(500)),
            ("502 as HTML that says it is JSON", static (stream, _, request, token) => SendAsync(stream, [.. Head(502, "application/json", 30), .. "<html><h1>Bad gateway</h1></htm"u8[..30]], token)),
            ("503", Status(503)),
            ("503 in the API's words", static (stream, _, request, token) => SendAsync(stream, [.. Head(503, "application/json", 49), .. """{"error":{"code":"GENERAL_001","message":"busy"}}"""u8], token)),
            ("504", Status(504)),
            ("401", Status(401)),
            ("redirect within the origin, forever", static (stream, _, request, token) => SendAsync(stream, Redirect(request.Path), token)),
            ("redirect to another origin", static (stream, _, request, token) => SendAsync(stream, Redirect("http://127.0.0.1:1/elsewhere"), token)),
            ("Content-Length too small", static (stream, _, request, token) => SendAsync(stream, [.. Head(200, "application/json", 5), .. Good(request)], token)),
            ("Content-Length that is no number", static (stream, _, request, token) => SendAsync(stream, [.. "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"u8, .. Good(request)], token)),
            ("broken chunks", static (stream, _, request, token) => SendAsync(stream, [.. "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"u8, .. Good(request)], token)),
            ("gzip that nobody asked for", static (stream, _, request, token) => SendAsync(stream, Gzip(new byte[10_000_000]), token)),
            ("100 Continue first", static (stream, _, request, token) => SendAsync(stream, [.. "HTTP/1.1 100 Continue\r\n\r\n"u8, .. Ok(Good(request))], token)),
            ("a header that is none", static (stream, _, request, token) => SendAsync(stream, [.. "HTTP/1.1 200 OK\r\nno colon here\r\nContent-Length: 2\r\n\r\n{}"u8], token)),
            ("huge headers", static (stream, _, request, token) => SendAsync(stream, Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nX-Big: {new string('x', 200_000)}\r\nContent-Length: 2\r\n\r\n{{}}"), token)),
            ("no HTTP at all", static (stream, _, request, token) => SendAsync(stream, "SSH-2.0-OpenSSH_9.2\r\n\r\n"u8.ToArray(), token)),
            ("an empty body", static (stream, _, request, token) => SendAsync(stream, Ok([]), token)),
            ("invalid UTF-8", static (stream, _, request, token) => SendAsync(stream, Ok([.. "{\"job_id\":\"j\",\"status\":\""u8, 0xff, 0xfe, .. "\"}"u8]), token)),
            ("JSON cut off", static (stream, _, request, token) => SendAsync(stream, Ok(Good(request)[..^1]), token)),
            ("a JSON array", static (stream, _, request, token) => SendAsync(stream, Ok("[1,2]"u8.ToArray()), token)),
            ("the same key twice", static (stream, _, request, token) => SendAsync(stream, Ok("{\"job_id\":\"x\",\"status\":\"completed\",\"job_id\":\"j\",\"status\":\"completed\",\"markdown\":\"a\"}"u8.ToArray()), token)),
            ("numbers out of range", static (stream, _, request, token) => SendAsync(stream, Ok("{\"job_id\":\"j\",\"status\":\"completed\",\"result\":{\"page_count\":1e999},\"page_count\":99999999999999999999999}"u8.ToArray()), token)),
            ("10 000 levels deep", static (stream, _, request, token) => SendAsync(stream, Ok(Encoding.ASCII.GetBytes($"{{\"job_id\":\"j\",\"status\":\"completed\",\"result\":{new string('[', 10_000)}{new string(']', 10_000)}}}")), token)),
            ("2 GB announced", static async (stream, _, request, token) =>
            {
                await SendAsync(stream, [.. "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2000000000\r\n\r\n{"u8], token);
                await Task.Delay(Timeout.Infinite, token);
            }),
        ];
    }

    static FaultServer.Answer Status(int status, string? header = null) => (stream, _, _, token) =>
        SendAsync(stream, Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Because\r\n{(header is null ? "" : $"{header}\r\n")}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"), token);

    static byte[] Redirect(string target) => Encoding.ASCII.GetBytes($"HTTP/1.1 307 Temporary Redirect\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n");

    static byte[] Head(int status, string mediaType, int length) => Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Because\r\nContent-Type: {mediaType}\r\nContent-Length: {length}\r\n\r\n");

    static byte[] Ok(byte[] body) => [.. Head(200, body.AsSpan().StartsWith("%PDF"u8) ? "application/pdf" : "application/json", body.Length), .. body];

    static byte[] Good(Received request) => Encoding.ASCII.GetBytes(request.Head[(request.Head.LastIndexOf("x-good: ", StringComparison.Ordinal) + 8)..]);

    static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n"), .. packed.ToArray()];
    }

    static async Task SendAsync(NetworkStream stream, byte[] bytes, CancellationToken token) => await stream.WriteAsync(bytes, token);

    static Task CloseAsync(Socket socket)
    {
        socket.Shutdown(SocketShutdown.Both);
        socket.Close();
        return Task.CompletedTask;
    }

    static Task ResetAsync(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
        return Task.CompletedTask;
    }

    static void Compare(string[,] cells)
    {
        StringBuilder table = new();
        table.Append(CultureInfo.InvariantCulture, $"| fault | {string.Join(" | ", s_kinds.Select(static kind => kind.Name))} |\n");
        table.Append(CultureInfo.InvariantCulture, $"|{string.Concat(Enumerable.Repeat("---|", s_kinds.Length + 1))}\n");
        for (int f = 0; f < s_faults.Length; f++)
        {
            int row = f;
            table.Append(CultureInfo.InvariantCulture, $"| {s_faults[f].Name} | {string.Join(" | ", Enumerable.Range(0, s_kinds.Length).Select(k => cells[row, k]))} |\n");
        }

        string path = Path.Combine(Path.GetDirectoryName(SourcePath())!, "..", "..", "..", "docs", "reliability.md");
        string text = File.ReadAllText(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length + 1;
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("PULSE_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, $"{text[..begin]}{table}{text[end..]}");
            return;
        }

        Assert.Equal(text[begin..end], table.ToString());
    }

    static string SourcePath([CallerFilePath] string path = "")
    {
        // Builds replace the root of source paths by a constant.
        if (File.Exists(path))
        {
            return path;
        }

        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pulse.Native.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, path["/_/".Length..]);
    }

    /// <summary>A stream that cannot seek, as one from a socket or a pipe.</summary>
    sealed class OneWay(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
