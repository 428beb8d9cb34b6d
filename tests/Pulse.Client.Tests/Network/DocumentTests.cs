using System.Diagnostics;
using System.Net;
using System.Text;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Network;

/// <summary>Documents that are no quiet files.</summary>
public sealed class DocumentTests : IDisposable
{
    const string Submitted = """{"job_id":"a","status":"pending"}""";

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-documents-").FullName;

    [Fact]
    public async Task A_file_that_becomes_shorter_is_an_error_of_the_file()
    {
        await ChangeAsync(static path => File.WriteAllBytes(path, new byte[1000]), "has become shorter");
    }

    [Fact]
    public async Task A_file_that_becomes_longer_is_an_error_of_the_file()
    {
        await ChangeAsync(static path => File.AppendAllText(path, "more"), "has become longer");
    }

    [Fact]
    public async Task A_file_that_changes_between_two_attempts_is_not_sent_again()
    {
        string path = Path.Combine(_folder, "x.pdf");
        File.WriteAllText(path, "first version");
        int sent = 0;
        using Harness harness = new(options => options.PrimaryHandler = new InterceptHandler(options.PrimaryHandler!, async (call, request, _, token) =>
        {
            await request.Content!.CopyToAsync(Stream.Null, token);
            sent++;
            File.WriteAllText(path, "other version");
            return new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new ByteArrayContent([]) };
        }));
        Exception failure = await harness.FailureAsync(harness.Client.SubmitExtractAsync(new ExtractRequest { File = PulseFile.FromPath(path) }));
        Assert.Contains("changed between two attempts", Assert.IsType<PulseFileException>(failure).Message, StringComparison.Ordinal);
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task A_file_may_change_between_two_calls()
    {
        string path = Path.Combine(_folder, "x.pdf");
        PulseFile file = PulseFile.FromPath(path);
        using Harness harness = new();
        harness.Answer(Submitted).Answer(Submitted);
        File.WriteAllText(path, "first version");
        (await harness.RunAsync(harness.Client.SubmitExtractAsync(new ExtractRequest { File = file }))).Dispose();
        File.WriteAllText(path, "other version");
        (await harness.RunAsync(harness.Client.SubmitExtractAsync(new ExtractRequest { File = file }))).Dispose();
        Assert.Equal(2, harness.Requests.Count);
    }

    [Fact]
    public async Task A_locked_file_says_so()
    {
        string path = Path.Combine(_folder, "x.pdf");
        await using FileStream locked = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        locked.Write("document"u8);
        locked.Flush();
        using Harness harness = new();
        Exception failure = await harness.FailureAsync(harness.Client.SubmitExtractAsync(new ExtractRequest { File = PulseFile.FromPath(path) }));
        Assert.Contains("another process has locked it", Assert.IsType<PulseFileException>(failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_without_a_writer_ends_with_the_limit_of_the_call()
    {
        string path = Pipe();
        using LoopbackServer server = LoopbackServer.Http();
        using PulseClient client = Client(server, TimeSpan.FromSeconds(1));
        long start = Stopwatch.GetTimestamp();
        PulseException failure = await Assert.ThrowsAnyAsync<PulseException>(() => client.SubmitExtractAsync(new ExtractRequest { File = PulseFile.FromPath(path) }));
        Assert.Equal((PulseErrorCode.Timeout, false), (failure.Code, failure.MayHaveBeenAccepted));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.9, 6);
    }

    [Fact]
    public async Task Or_when_it_is_stopped()
    {
        string path = Pipe();
        using LoopbackServer server = LoopbackServer.Http();
        using PulseClient client = Client(server, null);
        using CancellationTokenSource stop = new();
        Task<JobSubmission> call = Task.Run(() => client.SubmitExtractAsync(new ExtractRequest { File = PulseFile.FromPath(path) }, stop.Token), TestContext.Current.CancellationToken);
        while (server.Connections == 0)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_pipe_with_a_writer_is_sent_whole()
    {
        string path = Pipe();
        string? received = null;
        using LoopbackServer server = new(async (server, stream) =>
        {
            await server.ReadHeadAsync(stream);
            StringBuilder body = new();
            byte[] buffer = new byte[64 * 1024];
            while (!body.ToString().EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
            {
                int count = await stream.ReadAsync(buffer);
                Assert.NotEqual(0, count);
                body.Append(Encoding.ASCII.GetString(buffer, 0, count));
            }

            received = body.ToString();
            await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Submitted.Length}\r\n\r\n{Submitted}");
        });
        using PulseClient client = Client(server, null);
        Task<JobSubmission> call = client.SubmitExtractAsync(new ExtractRequest { File = PulseFile.FromPath(path) }, TestContext.Current.CancellationToken);
        await Task.Run(() => File.AppendAllText(path, "what the pipe brings"), TestContext.Current.CancellationToken);
        (await call).Dispose();
        Assert.Contains("what the pipe brings", received, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Changes a large file while it is sent.</summary>
    async Task ChangeAsync(Action<string> change, string words)
    {
        string path = Path.Combine(_folder, "x.pdf");
        File.WriteAllBytes(path, new byte[64 << 20]);
        using LoopbackServer server = new(async (server, stream) =>
        {
            await server.ReadHeadAsync(stream);
            change(path);
            byte[] buffer = new byte[64 * 1024];
            while (await stream.ReadAsync(buffer) > 0)
            {
                // To its end.
            }
        });
        using PulseClient client = Client(server, null);
        PulseException failure = await Assert.ThrowsAnyAsync<PulseException>(() => client.SubmitExtractAsync(new ExtractRequest { File = PulseFile.FromPath(path) }));
        Assert.Contains(words, Assert.IsType<PulseFileException>(failure).Message, StringComparison.Ordinal);
        Assert.False(failure.MayHaveBeenAccepted);
    }

    string Pipe()
    {
        string path = Path.Combine(_folder, "pipe");
        using Process mkfifo = Process.Start("mkfifo", path);
        mkfifo.WaitForExit();
        Assert.Equal(0, mkfifo.ExitCode);
        return path;
    }

    static PulseClient Client(LoopbackServer server, TimeSpan? limit) =>
        new(new PulseClientOptions { ApiKey = "k", BaseUrl = $"http://127.0.0.1:{server.Port}", Proxy = "", MaxRetries = 0, CallTimeout = limit });
}
