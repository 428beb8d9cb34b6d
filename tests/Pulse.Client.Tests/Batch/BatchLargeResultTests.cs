using System.Net;
using Pulse.Client.Batch;
using Pulse.Client.Results;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Batch;

/// <summary>Runs keep large results, which can be fetched once, until they are delivered, also where the client has no folder for that.</summary>
public sealed class BatchLargeResultTests : IDisposable
{
    const string Large = """{"markdown":"long"}""";

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-batch-large-").FullName;

    string State => Path.Combine(_folder, "state");

    string Output => Path.Combine(_folder, "out");

    string[] Kept => PathFiles.List(Path.Combine(State, "pulse"), "*");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_result_is_kept_until_the_next_one_is_asked_for()
    {
        using Harness harness = Service();
        List<int> kept = [];
        await foreach (BatchOutcome outcome in new BatchRunner(harness.Client, new() { Concurrency = 1 }).RunAsync([Text("a"), Text("b")], TestContext.Current.CancellationToken))
        {
            Assert.Equal("long", outcome.Job!.Result!.Markdown);
            Assert.Equal(Large, File.ReadAllText(Assert.Single(Kept, path => path.Contains($"-{outcome.JobId}.", StringComparison.Ordinal))));
            kept.Add(Kept.Length);
            outcome.Job.Dispose();
        }

        Assert.Equal(2, kept.Count);
        Assert.Empty(Kept);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(Path.Combine(State, "pulse")));
    }

    [Fact]
    public async Task A_result_that_was_delivered_is_kept_no_longer()
    {
        using Harness harness = Service();
        BatchOutcome outcome = await RunAsync(harness, new() { OutputFolder = Output });
        Assert.Equal((BatchState.Completed, Large), (outcome.State, await File.ReadAllTextAsync(outcome.OutputPath!, TestContext.Current.CancellationToken)));
        Assert.Empty(Kept);
    }

    [Fact]
    public async Task What_was_kept_of_a_result_stays_where_only_its_link_was_delivered()
    {
        BatchOptions options = new() { JournalPath = Path.Combine(_folder, "journal"), Deliver = static (_, _, _) => throw new IOException("no space") };
        using Harness harness = Service();
        await RunAsync(harness, options);
        string kept = Assert.Single(Kept);

        using Harness linking = Service(configure: static with => with.FollowLargeResults = false);
        BatchOutcome outcome = await RunAsync(linking, options with { Deliver = static (_, job, _) => job.LargeResult is null ? Task.FromException(new IOException("no link")) : Task.CompletedTask });
        Assert.Equal((BatchState.Completed, kept), (outcome.State, Assert.Single(Kept)));
    }

    [Fact]
    public async Task A_result_that_could_not_be_delivered_is_delivered_by_the_next_run()
    {
        BatchOptions options = new() { JournalPath = Path.Combine(_folder, "journal"), Deliver = static (_, _, _) => throw new IOException("no space") };
        using Harness harness = Service();
        BatchOutcome failed = await RunAsync(harness, options);
        Assert.Contains($"All of it is in '{Assert.Single(Kept)}'", failed.Error!.Message, StringComparison.Ordinal);
        string? delivered = null;
        BatchOutcome outcome = await RunAsync(harness, options with
        {
            Deliver = (_, job, _) =>
            {
                delivered = job.Result!.Markdown;
                return Task.CompletedTask;
            },
        });
        Assert.Equal((BatchState.Completed, "long", 1), (outcome.State, delivered, harness.Requests.Count(static sent => sent.Message.RequestUri!.AbsolutePath.StartsWith("/large_results", StringComparison.Ordinal))));
        Assert.Empty(Kept);
    }

    [Fact]
    public async Task What_came_of_a_transfer_that_broke_is_named()
    {
        using Harness harness = Service(static () => new StreamContent(new BreakingStream("{\"markdown\":"u8.ToArray())));
        BatchOutcome outcome = await RunAsync(harness, new() { OutputFolder = Output });
        Assert.Equal((BatchState.Failed, PulseErrorCode.ResultLost), (outcome.State, outcome.Error!.Code));
        Assert.Contains($"are in '{Assert.Single(Kept)}'", outcome.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_can_be_no_state_the_folder_of_the_run_keeps_it()
    {
        await File.WriteAllTextAsync(State, "a file", TestContext.Current.CancellationToken);
        using Harness harness = Service(static () => new StreamContent(new BreakingStream("{\"markdown\":"u8.ToArray())));
        BatchOutcome outcome = await RunAsync(harness, new() { OutputFolder = Output });
        Assert.Contains($"are in '{Assert.Single(Directory.GetFiles(Output, "*.part"))}'", outcome.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("own")]
    public async Task A_folder_of_the_client_comes_first_and_none_is_none(string folder)
    {
        string? own = folder.Length == 0 ? "" : Path.Combine(_folder, folder);
        using Harness harness = Service(static () => new StreamContent(new BreakingStream("{\"markdown\":"u8.ToArray())), options => options.LargeResultFolder = own);
        BatchOutcome outcome = await RunAsync(harness, new() { OutputFolder = Output });
        Assert.Equal(PulseErrorCode.ResultLost, outcome.Error!.Code);
        Assert.Empty(Kept);
        Assert.Empty(Directory.GetFiles(Output, "*.part"));
        Assert.Equal(folder.Length == 0 ? 0 : 1, own.Length == 0 ? 0 : Directory.GetFiles(own).Length);
    }

    async Task<BatchOutcome> RunAsync(Harness harness, BatchOptions options)
    {
        BatchOutcome? ended = null;
        await foreach (BatchOutcome outcome in new BatchRunner(harness.Client, options).RunAsync([Text("a")], TestContext.Current.CancellationToken))
        {
            outcome.Job?.Dispose();
            ended = outcome;
        }

        return ended!;
    }

    BatchDocument Text(string name)
    {
        string path = Path.Combine(_folder, $"{name}.txt");
        File.WriteAllText(path, name);
        return BatchDocument.FromPath(path);
    }

    Harness Service(Func<HttpContent>? large = null, Action<PulseClientOptions>? configure = null)
    {
        int jobs = 0;
        Harness harness = new(configure, name => name == "XDG_STATE_HOME" ? State : null);
        return harness.Answer((request, _) =>
        {
            string last = request.RequestUri!.Segments[^1];
            HttpContent content = request.Method == HttpMethod.Post ? new StringContent($$"""{"job_id":"j{{Interlocked.Increment(ref jobs)}}","status":"pending"}""")
                : request.RequestUri.AbsolutePath.StartsWith("/job/", StringComparison.Ordinal) ? new StringContent($$$"""{"job_id":"{{{last}}}","status":"completed","result":{"is_url":true,"url":"/large_results/{{{last}}}"}}""")
                : large?.Invoke() ?? new StringContent(Large);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        });
    }

    /// <summary>Gives some bytes and then breaks, as a connection does.</summary>
    sealed class BreakingStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.Read(buffer.Span) is > 0 and int count ? new(count) : throw new IOException("reset");
    }
}
