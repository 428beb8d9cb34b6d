using System.Net;
using System.Text;
using System.Text.Json;
using Pulse.Client.Batch;
using Pulse.Client.Endpoints;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Batch;

public sealed class BatchTests : IDisposable
{
    const string Submission = """{"job_id":"j-NAME","status":"pending"}""";
    const string Completed = """{"status":"completed","result":{"markdown":"text"}}""";

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-batch-").FullName;

    string Journal => Path.Combine(_folder, "journal.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_second_run_submits_nothing_and_fetches_what_was_not_delivered()
    {
        BatchDocument[] documents = [Text("a"), Text("b")];
        using Harness harness = Service();
        List<BatchOutcome> first = await RunAsync(harness, documents, new BatchOptions { JournalPath = Journal });
        Assert.All(first, static outcome => Assert.Equal((BatchState.Completed, "text"), (outcome.State, outcome.Job!.Result!.Markdown)));
        Assert.Equal(2, Submits(harness));

        List<BatchOutcome> second = await RunAsync(harness, documents, new BatchOptions { JournalPath = Journal });
        Assert.All(second, static outcome => Assert.Equal(BatchState.AlreadyDone, outcome.State));
        List<BatchOutcome> third = await RunAsync(harness, documents, new BatchOptions { JournalPath = Journal, IsDelivered = static _ => false });
        Assert.All(third, static outcome => Assert.Equal((BatchState.Completed, "text"), (outcome.State, outcome.Job!.Result!.Markdown)));
        Assert.Equal(2, Submits(harness));
    }

    [Fact]
    public async Task Changed_content_and_changed_options_are_other_documents()
    {
        BatchDocument document = Text("a");
        using Harness harness = Service();
        await RunAsync(harness, [document], new BatchOptions { JournalPath = Journal });
        await RunAsync(harness, [document], new BatchOptions { JournalPath = Journal, Request = new ExtractRequest { Pages = "1" } });
        File.AppendAllText(document.Name, "more");
        await RunAsync(harness, [document], new BatchOptions { JournalPath = Journal });
        Assert.Equal(3, Submits(harness));
    }

    [Fact]
    public async Task The_same_document_twice_is_done_once()
    {
        BatchDocument document = Text("a");
        using Harness harness = Service();
        List<BatchOutcome> ended = await RunAsync(harness, [document, BatchDocument.FromPath(document.Name)], new BatchOptions { JournalPath = Journal });
        Assert.Equal([BatchState.AlreadyDone, BatchState.Completed], ended.Select(static outcome => outcome.State).Order().Reverse());
        Assert.Equal(1, Submits(harness));
    }

    [Theory]
    [InlineData(500, BatchState.Unknown)]
    [InlineData(502, BatchState.Unknown)]
    [InlineData(504, BatchState.Unknown)]
    [InlineData(400, BatchState.Failed)]
    [InlineData(401, BatchState.Failed)]
    [InlineData(503, BatchState.Failed)]
    public async Task What_may_have_been_accepted_is_not_sent_again(int status, BatchState expected)
    {
        BatchDocument document = Text("a");
        int submits = 0;
        using Harness harness = new(static options => options.MaxRetries = 0);
        harness.Answer((request, _) =>
        {
            bool first = request.Method == HttpMethod.Post && Interlocked.Increment(ref submits) == 1;
            return Task.FromResult(new HttpResponseMessage(first ? (HttpStatusCode)status : HttpStatusCode.OK)
            {
                Content = new StringContent(first && status == 503 ? """{"error":{"code":"GENERAL_001","message":"busy"}}""" : first ? "{}" : request.Method == HttpMethod.Post ? Submission : Completed),
            });
        });
        Assert.Equal(expected, Assert.Single(await RunAsync(harness, [document], new BatchOptions { JournalPath = Journal })).State);

        BatchOutcome again = Assert.Single(await RunAsync(harness, [document], new BatchOptions { JournalPath = Journal }));
        Assert.Equal(expected == BatchState.Unknown ? BatchState.Unknown : BatchState.Completed, again.State);
        Assert.Equal(expected == BatchState.Unknown ? 1 : 2, submits);
        BatchOutcome wanted = Assert.Single(await RunAsync(harness, [document], new BatchOptions { JournalPath = Journal, ResubmitUnknown = true, IsDelivered = static _ => true }));
        Assert.Equal(expected == BatchState.Unknown ? BatchState.Completed : BatchState.AlreadyDone, wanted.State);
    }

    [Fact]
    public async Task A_failed_job_is_not_paid_for_again_unless_asked()
    {
        BatchDocument document = Text("a");
        bool fails = true;
        using Harness harness = new();
        harness.Answer((request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(request.Method == HttpMethod.Post ? Submission : fails ? """{"status":"failed","error":"torn"}""" : Completed),
        }));
        BatchOutcome failed = Assert.Single(await RunAsync(harness, [document], new BatchOptions { JournalPath = Journal }));
        Assert.Equal((BatchState.Failed, PulseErrorCode.JobFailed, "j-NAME"), (failed.State, failed.Error!.Code, failed.JobId));
        fails = false;
        Assert.Equal(BatchState.Failed, Assert.Single(await RunAsync(harness, [document], new BatchOptions { JournalPath = Journal })).State);
        Assert.Equal(BatchState.Completed, Assert.Single(await RunAsync(harness, [document], new BatchOptions { JournalPath = Journal, RetryFailed = true })).State);
        Assert.Equal(2, Submits(harness));
    }

    [Fact]
    public async Task An_intent_without_an_end_is_unknown_and_a_job_is_waited_for()
    {
        BatchDocument[] documents = [Text("a"), Text("b")];
        using Harness harness = Service();
        await RunAsync(harness, [documents[1]], new BatchOptions { JournalPath = Journal });
        await RunAsync(harness, [documents[0]], new BatchOptions { JournalPath = Journal });
        string[] lines = await File.ReadAllLinesAsync(Journal, TestContext.Current.CancellationToken);
        int intent = Array.FindIndex(lines, static line => line.Contains("a.txt", StringComparison.Ordinal));

        // The machine went down in the middle of the line that follows.
        await File.WriteAllTextAsync(Journal, $"{string.Join('\n', lines[..(intent + 1)])}\n{lines[intent + 1][..30]}", TestContext.Current.CancellationToken);
        List<BatchOutcome> ended = await RunAsync(harness, documents, new BatchOptions { JournalPath = Journal });
        BatchOutcome unknown = ended.Single(outcome => outcome.Document == documents[0]);
        Assert.Equal((BatchState.Unknown, true), (unknown.State, unknown.Error!.MayHaveBeenAccepted));
        Assert.Equal(BatchState.AlreadyDone, ended.Single(outcome => outcome.Document == documents[1]).State);
        Assert.Equal(2, Submits(harness));
        Assert.All(await File.ReadAllLinesAsync(Journal, TestContext.Current.CancellationToken), static line => JsonDocument.Parse(line).Dispose());
    }

    [Theory]
    [InlineData("something else\nmore\n", "is no journal")]
    [InlineData("{\"pulse_journal\":2}\n{}\n", "is no journal")]
    [InlineData("{\"pulse_journal\":1}\ngarbage\n{\"event\":\"intent\",\"key\":\"x\"}\n", "damaged in line 2")]
    [InlineData("{\"pulse_journal\":1}\n{\"event\":\"submitted\",\"key\":\"x\"}\n{\"event\":\"intent\",\"key\":\"x\"}\n", "damaged in line 2")]
    public async Task A_damaged_journal_is_refused_before_anything_is_sent(string content, string expected)
    {
        await File.WriteAllTextAsync(Journal, content, TestContext.Current.CancellationToken);
        using Harness harness = Service();
        PulseFileException refused = await Assert.ThrowsAsync<PulseFileException>(() => RunAsync(harness, [Text("a")], new BatchOptions { JournalPath = Journal }));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Requests);
        Assert.Equal(content, await File.ReadAllTextAsync(Journal, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"pulse_jo")]
    [InlineData("{\"pulse_journal\":1}\n")]
    [InlineData("{\"pulse_journal\":1}\n\0\0\0\0\0\0\0")]
    [InlineData("{\"pulse_journal\":1}\n{\"event\":\"inte")]
    public async Task A_tail_that_was_never_written_is_cut_off(string content)
    {
        await File.WriteAllTextAsync(Journal, content, TestContext.Current.CancellationToken);
        using Harness harness = Service();
        Assert.Equal(BatchState.Completed, Assert.Single(await RunAsync(harness, [Text("a")], new BatchOptions { JournalPath = Journal })).State);
        Assert.All(await File.ReadAllLinesAsync(Journal, TestContext.Current.CancellationToken), static line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task One_process_at_a_time_and_only_its_owner_reads_it()
    {
        using Harness harness = Service();
        using (new BatchJournal(Journal, TimeProvider.System))
        {
            PulseFileException refused = await Assert.ThrowsAsync<PulseFileException>(() => RunAsync(harness, [Text("a")], new BatchOptions { JournalPath = Journal }));
            Assert.Contains("in use", refused.Message, StringComparison.Ordinal);
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Journal));
        }
    }

    [Fact]
    public async Task A_stopped_run_has_an_outcome_for_each_document_and_goes_on_later()
    {
        BatchDocument[] documents = [.. Enumerable.Range(0, 6).Select(i => Text($"d{i}"))];
        using Harness harness = new();
        bool pending = true;
        harness.Answer((request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(request.Method == HttpMethod.Post ? Submission : pending ? """{"status":"pending"}""" : Completed),
        }));
        using CancellationTokenSource stop = new();
        BatchOptions options = new() { JournalPath = Journal, Concurrency = 2, Progress = progress => { if (progress.Wait is not null) { stop.Cancel(); } } };
        List<BatchOutcome> ended = await CollectAsync(new BatchRunner(harness.Client, options).RunAsync(documents, stop.Token));
        Assert.Equal(6, ended.Count);
        Assert.All(ended, static outcome => Assert.True(outcome.State is BatchState.Open or BatchState.NotStarted && outcome.Error!.Code == PulseErrorCode.Stopped));
        int submitted = Submits(harness);
        Assert.InRange(submitted, 1, 2);
        pending = false;
        List<BatchOutcome> rest = await RunAsync(harness, documents, new BatchOptions { JournalPath = Journal });
        Assert.All(rest, static outcome => Assert.Equal(BatchState.Completed, outcome.State));
        Assert.Equal(6, Submits(harness));
    }

    /// <summary>What was sent whole is paid for: its id is awaited for a moment.</summary>
    [Theory]
    [InlineData(true, BatchState.Open, "j-NAME", 1)]
    [InlineData(false, BatchState.Unknown, null, 0)]
    public async Task A_stop_awaits_the_id_of_what_was_sent(bool isAnswered, BatchState state, string? jobId, int completed)
    {
        TaskCompletionSource sent = new();
        TaskCompletionSource answered = new();
        using Harness harness = new(options => options.PrimaryHandler = new InterceptHandler(options.PrimaryHandler!, async (_, request, next, token) =>
        {
            HttpResponseMessage response = await next();
            if (request.Method == HttpMethod.Post)
            {
                sent.TrySetResult();
                await answered.Task.WaitAsync(token);
            }

            return response;
        }));
        harness.Answer((request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(request.Method == HttpMethod.Post ? Submission : Completed) }));
        using CancellationTokenSource stop = new();
        BatchDocument[] documents = [Text("a"), Text("b")];
        Task<List<BatchOutcome>> run = CollectAsync(new BatchRunner(harness.Client, new BatchOptions { JournalPath = Journal, Concurrency = 1 }).RunAsync(documents, stop.Token));
        await sent.Task;
        await stop.CancelAsync();
        harness.Clock.Advance(TimeSpan.FromMilliseconds(399));
        Assert.False(run.IsCompleted);
        if (isAnswered)
        {
            answered.SetResult();
        }
        else
        {
            harness.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        List<BatchOutcome> ended = await run;
        Assert.Equal([(state, jobId), (BatchState.NotStarted, null)], ended.Select(static outcome => (outcome.State, outcome.JobId)));
        Assert.Single(harness.Requests);

        answered.TrySetResult();
        List<BatchOutcome> rest = await RunAsync(harness, documents, new BatchOptions { JournalPath = Journal });
        Assert.Equal(1 + completed, rest.Count(static outcome => outcome.State == BatchState.Completed));
        Assert.Equal(2, Submits(harness));
    }

    [Fact]
    public async Task What_cannot_be_delivered_is_delivered_by_the_next_run()
    {
        BatchDocument document = Text("a");
        using Harness harness = Service();
        BatchOutcome failed = Assert.Single(await RunAsync(harness, [document], new BatchOptions { JournalPath = Journal, Deliver = static (_, _, _) => throw new IOException("full") }));
        Assert.Equal((BatchState.Failed, PulseErrorCode.FileError, "j-NAME"), (failed.State, failed.Error!.Code, failed.JobId));
        int delivered = 0;
        await RunAsync(harness, [document], new BatchOptions { JournalPath = Journal, Deliver = (_, _, _) => Task.FromResult(delivered++) });
        Assert.Equal((1, 1), (delivered, Submits(harness)));
    }

    [Fact]
    public async Task A_whole_run_by_its_name()
    {
        BatchDocument document = Text("a");
        using Harness harness = Service();
        string output = Path.Combine(_folder, "out");
        string request = JsonSerializer.Serialize(new Dictionary<string, object> { ["documents"] = new[] { document.Name, Path.Combine(_folder, "missing.txt") }, ["output"] = output });
        using OperationAnswer answer = await Operations.Prepare("run_documents", Encoding.UTF8.GetBytes(request)).RunAsync(harness.Client, TestContext.Current.CancellationToken);
        using JsonDocument ended = JsonDocument.Parse(answer.Body!.Json);
        Assert.Equal(["completed", "failed"], ended.RootElement.GetProperty("documents").EnumerateArray().Select(static entry => entry.GetProperty("state").GetString()!));
        Assert.Equal("""{"markdown":"text"}""", await File.ReadAllTextAsync(Path.Combine(output, "a.txt.json"), TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => Operations.Prepare("run_documents", """{"documents":[]}"""u8.ToArray()));
        Assert.Throws<ArgumentException>(() => Operations.Prepare("run_documents", """{"documents":["x"],"output":"o","speed":1}"""u8.ToArray()));
    }

    BatchDocument Text(string name)
    {
        string path = Path.Combine(_folder, $"{name}.txt");
        File.WriteAllText(path, $"the text of {name}");
        return BatchDocument.FromPath(path);
    }

    static Harness Service()
    {
        Harness harness = new();
        return harness.Answer(static (request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(request.Method == HttpMethod.Post ? Submission : Completed),
        }));
    }

    static int Submits(Harness harness) => harness.Requests.Count(static sent => sent.Message.Method == HttpMethod.Post);

    static Task<List<BatchOutcome>> RunAsync(Harness harness, BatchDocument[] documents, BatchOptions options) =>
        CollectAsync(new BatchRunner(harness.Client, options).RunAsync(documents, TestContext.Current.CancellationToken));

    static async Task<List<BatchOutcome>> CollectAsync(IAsyncEnumerable<BatchOutcome> source)
    {
        List<BatchOutcome> all = [];
        await foreach (BatchOutcome outcome in source)
        {
            all.Add(outcome);
        }

        return all;
    }
}
