using System.Net;
using Pulse.Client.Batch;
using Pulse.Client.Results;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Batch;

/// <summary>A run over a store that other processes share, seen from one of them.</summary>
public sealed class SharedStoreTests : IDisposable
{
    const string Submission = """{"job_id":"j-1","status":"pending"}""";
    const string Completed = """{"status":"completed","result":{"markdown":"text"}}""";

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-shared-").FullName;

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Documents_are_added_done_and_ended_once()
    {
        using Harness harness = Service();
        MemoryStore store = new();
        BatchDocument[] documents = [Text("a"), Text("b"), BatchDocument.FromUrl("https://example.com/c.pdf"), Text("a")];
        List<BatchOutcome> outcomes = await RunAsync(harness, store, documents);
        Assert.Equal([BatchState.Completed, BatchState.Completed, BatchState.Completed], outcomes.Select(static outcome => outcome.State));
        Assert.Equal(3, Submits(harness));
        Assert.All(store.Documents.Values, static document => Assert.Equal((BatchState.Completed, "j-1"), (document.State, document.JobId)));
        Assert.Equal(["a.txt.json", "b.txt.json", "c.pdf.json"], Directory.GetFiles(Output).Select(Path.GetFileName).Order());
        Assert.All(store.Records.Values, static record => Assert.False(record.IsTaken));

        // Nothing is left, for this process and for those without documents.
        Assert.Empty(await RunAsync(harness, store, documents));
        Assert.Empty(await RunAsync(harness, store, []));
        Assert.Equal(3, Submits(harness));

        // The same document in another run.
        store.Documents.Clear();
        Assert.Equal(BatchState.AlreadyDone, Assert.Single(await RunAsync(harness, store, [documents[0]])).State);
        Assert.Equal(3, Submits(harness));
    }

    [Fact]
    public async Task What_another_process_has_is_left_to_it()
    {
        using Harness harness = Service();
        MemoryStore store = new() { Busy = 3 };
        BatchOutcome outcome = Assert.Single(await RunAsync(harness, store, [Text("a")]));
        Assert.Equal(BatchState.Completed, outcome.State);
        Assert.Equal((4, 3), (store.Claims, store.PutBack));
        Assert.Equal(1, Submits(harness));
    }

    [Fact]
    public async Task What_was_taken_over_is_not_sent()
    {
        using Harness harness = Service();
        MemoryStore store = new() { LostIntents = 1 };
        Assert.Equal(BatchState.Completed, Assert.Single(await RunAsync(harness, store, [Text("a")])).State);
        Assert.Equal((2, 1), (store.Claims, store.PutBack));
        Assert.Equal(1, Submits(harness));
    }

    [Fact]
    public async Task What_cannot_be_noted_is_told_and_ends_nothing_that_is_paid_for()
    {
        using Harness harness = Service();
        MemoryStore store = new() { Failing = "Submitted" };
        BatchOutcome outcome = Assert.Single(await RunAsync(harness, store, [Text("a")]));
        Assert.Equal((BatchState.Completed, "j-1", "Submitted fails"), (outcome.State, outcome.JobId, outcome.JournalError!.Message));

        store = new() { Failing = "End" };
        List<BatchOutcome> outcomes = [];
        PulseException failure = await Assert.ThrowsAsync<PulseException>(() => RunAsync(harness, store, [Text("b")], outcomes));
        Assert.Equal("IsFinished fails", failure.Message);
        Assert.Equal((BatchState.Completed, "End fails"), (outcomes[0].State, outcomes[0].JournalError!.Message));
    }

    [Theory]
    [InlineData("Submitted", 1)]
    [InlineData("Done", 1)]
    [InlineData("Release", 1)]
    [InlineData("End", 1)]
    [InlineData("Take", 0)]
    public async Task A_store_that_throws_anything_costs_no_document_its_job(string failing, int outcomes)
    {
        using Harness harness = Service();
        MemoryStore store = new() { Failing = failing, Throws = new InvalidOperationException("broken") };
        List<BatchOutcome> ended = [];
        Exception? failure = await Xunit.Record.ExceptionAsync(() => RunAsync(harness, store, [Text("a")], ended).WaitAsync(TimeSpan.FromSeconds(60), Token));
        Assert.Equal(failing is "End" or "Take", failure is PulseException { Code: PulseErrorCode.Internal });
        Assert.Equal(outcomes, ended.Count);
        Assert.All(ended, outcome => Assert.Equal((BatchState.Completed, "j-1", failing != "Release"), (outcome.State, outcome.JobId, outcome.JournalError?.Message.Contains("broken", StringComparison.Ordinal) == true)));
    }

    [Fact]
    public async Task A_lost_result_is_told_also_when_the_store_cannot_be_read()
    {
        using Harness harness = RealTime();
        MemoryStore store = new() { FailsAfterReads = 1 };
        harness.Answer(Submission);
        harness.Answer(HttpStatusCode.Gone, """{"error":{"code":"JOB_002","message":"gone"}}""");
        BatchOutcome outcome = Assert.Single(await RunAsync(harness, store, [Text("a")]));
        Assert.Equal((BatchState.Failed, "j-1", PulseErrorCode.Gone, "Read fails"), (outcome.State, outcome.JobId, outcome.Error!.Code, outcome.JournalError!.Message));
    }

    [Theory]
    [InlineData("Add", 0, 0)]
    [InlineData("Take", 0, 0)]
    [InlineData("Claim", 1, 0)]
    [InlineData("Intent", 1, 0)]
    [InlineData("Name", 1, 0)]
    public async Task Nothing_is_sent_that_cannot_be_noted_before(string failing, int outcomes, int submits)
    {
        using Harness harness = Service();
        MemoryStore store = new() { Failing = failing };
        List<BatchOutcome> ended = [];
        if (outcomes == 0)
        {
            Assert.Equal($"{failing} fails", (await Assert.ThrowsAsync<PulseException>(() => RunAsync(harness, store, [Text("a")], ended))).Message);
        }
        else
        {
            await RunAsync(harness, store, [Text("a")], ended);
            Assert.Equal((BatchState.Failed, $"{failing} fails"), (ended[0].State, ended[0].Error!.Message));
        }

        Assert.Equal((outcomes, submits), (ended.Count, Submits(harness)));
    }

    [Fact]
    public async Task A_key_that_is_refused_ends_the_run_and_gives_its_documents_back()
    {
        using Harness harness = RealTime();
        harness.Answer(HttpStatusCode.Unauthorized, """{"error":{"code":"AUTH_001","message":"no"}}""");
        MemoryStore store = new();
        List<BatchOutcome> outcomes = await RunAsync(harness, store, [Text("a"), Text("b"), Text("c")]);
        Assert.Equal([BatchState.Failed, BatchState.NotStarted, BatchState.NotStarted], outcomes.Select(static outcome => outcome.State).Order());
        Assert.Equal(1, Submits(harness));
        Assert.Equal(2, store.Documents.Values.Count(static document => document is { State: null, IsTaken: false }));
    }

    [Fact]
    public async Task A_run_that_is_left_gives_its_documents_back()
    {
        using Harness harness = Service();
        MemoryStore store = new();
        BatchRunner runner = new(harness.Client, new BatchOptions { Store = store, OutputFolder = Output, Concurrency = 1 });
        await foreach (BatchOutcome outcome in runner.RunAsync([.. Enumerable.Range(0, 20).Select(number => Text($"{number}"))], Token))
        {
            outcome.Job?.Dispose();
            break;
        }

        Assert.All(store.Documents.Values, static document => Assert.False(document.IsTaken));
        Assert.Contains(store.Documents.Values, static document => document.State is null);
        Assert.All(store.Records.Values, static record => Assert.False(record.IsTaken));
    }

    [Fact]
    public async Task A_result_that_another_process_has_delivered_is_done()
    {
        using Harness harness = RealTime();
        MemoryStore store = new();
        BatchDocument document = Text("a");
        harness.Answer(Submission);
        harness.Answer((_, _) =>
        {
            // It was stopped for long; another one has fetched what can be fetched once.
            File.WriteAllText(Path.Combine(Output, "a.txt.json"), """{"markdown":"text"}""");
            MemoryStore.Record record = Assert.Single(store.Records.Values);
            record.Value = new(BatchRecordState.Done, "j-1", null, new Dictionary<string, string> { ["a.txt.json"] = HashOf("""{"markdown":"text"}""") });
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Gone) { Content = new StringContent("""{"error":{"code":"JOB_002","message":"gone"}}""") });
        });
        Assert.Equal((BatchState.AlreadyDone, "j-1"), Assert.Single(await RunAsync(harness, store, [document])) is { } outcome ? (outcome.State, outcome.JobId) : default);
    }

    [Fact]
    public async Task A_name_that_is_not_UTF_8_comes_back_as_it_is()
    {
        using Harness harness = Service();
        MemoryStore store = new();
        string path = RawPaths.FromText($"{_folder}/caf\0e9.txt");
        using (Stream file = PathFiles.Open(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }))
        {
            file.Write("text"u8);
        }

        BatchOutcome outcome = Assert.Single(await RunAsync(harness, store, [BatchDocument.FromPath(path)]));
        Assert.Equal((BatchState.Completed, path), (outcome.State, outcome.Document.Name));
        Assert.Equal($"{_folder}/caf\0e9.txt", Assert.Single(store.Documents).Key);
        Assert.Equal("caf\0e9.txt.json", Assert.Single(store.Documents).Value.Output);
        Assert.Equal("caf\0e9.txt.json", Assert.Single(Assert.Single(store.Records).Value.Value.Outputs!).Key);
        store.Documents.Clear();
        BatchOutcome again = Assert.Single(await RunAsync(harness, store, [BatchDocument.FromPath(path)]));
        Assert.Equal((BatchState.AlreadyDone, outcome.OutputPath), (again.State, again.OutputPath));

        // The runtime's own recursive delete does not find them.
        PathFiles.Delete(again.OutputPath!);
        PathFiles.Delete(path);
    }

    [Fact]
    public async Task Documents_that_only_this_process_has_are_refused()
    {
        using Harness harness = Service();
        MemoryStore store = new();
        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(harness, store, [Text("a"), BatchDocument.FromBytes("x"u8.ToArray(), "x.txt")]));
        Assert.Empty(store.Documents);
        Assert.Empty(harness.Requests);
        Assert.Contains("JournalPath", Assert.Throws<ArgumentException>(() => new BatchRunner(harness.Client, new BatchOptions { Store = store, JournalPath = "x" })).Message, StringComparison.Ordinal);
    }

    string Output => Path.Combine(_folder, "output");

    static int Submits(Harness harness) => harness.Requests.Count(static sent => sent.Message.Method == HttpMethod.Post);

    static string HashOf(string text) => Convert.ToHexStringLower(System.IO.Hashing.XxHash128.Hash(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Files are read and written in real time, and the run looks for documents again after a second.</summary>
    static Harness RealTime() => new(static options => options.TimeProvider = TimeProvider.System);

    static Harness Service()
    {
        Harness harness = RealTime();
        return harness.Answer(static (request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(request.Method == HttpMethod.Post ? Submission : Completed),
        }));
    }

    BatchDocument Text(string name)
    {
        string path = Path.Combine(_folder, $"{name}.txt");
        File.WriteAllText(path, $"the text of {name}");
        return BatchDocument.FromPath(path);
    }

    async Task<List<BatchOutcome>> RunAsync(Harness harness, MemoryStore store, BatchDocument[] documents, List<BatchOutcome>? outcomes = null)
    {
        BatchRunner runner = new(harness.Client, new BatchOptions { Store = store, OutputFolder = Output });
        List<BatchOutcome> ended = outcomes ?? [];
        await foreach (BatchOutcome outcome in runner.RunAsync(documents, Token))
        {
            outcome.Job?.Dispose();
            ended.Add(outcome);
        }

        return ended;
    }

    /// <summary>A store in memory, with the faults that a test wants.</summary>
    sealed class MemoryStore : IBatchStore
    {
        readonly Lock _lock = new();
        readonly Dictionary<string, string> _names = [];

        internal Dictionary<string, Entry> Documents { get; } = [];

        internal Dictionary<string, Record> Records { get; } = [];

        /// <summary>How many claims find that another process has the record.</summary>
        internal int Busy { get; set; }

        /// <summary>How many intents find that another process has taken the record over.</summary>
        internal int LostIntents { get; set; }

        /// <summary>The method that fails; after End, which is told, IsFinished too.</summary>
        internal string? Failing { get; init; }

        /// <summary>What is thrown, at once and not by the task; null for a failure as it is promised.</summary>
        internal Exception? Throws { get; init; }

        /// <summary>How many reads of a record succeed.</summary>
        internal int FailsAfterReads { get; set; } = int.MaxValue;

        internal int Claims { get; private set; }

        internal int PutBack { get; private set; }

        public Task AddAsync(IReadOnlyCollection<string> documents, CancellationToken cancellationToken) => Do("Add", () =>
        {
            foreach (string document in documents)
            {
                Documents.TryAdd(document, new Entry());
            }

            return true;
        });

        public Task<IReadOnlyList<string>> TakeAsync(int count, CancellationToken cancellationToken) => Do("Take", () =>
        {
            string[] taken = [.. Documents.Where(static document => document.Value is { State: null, IsTaken: false }).Take(count).Select(static document => document.Key)];
            foreach (string document in taken)
            {
                Documents[document].IsTaken = true;
            }

            return (IReadOnlyList<string>)taken;
        });

        public Task<bool> IsFinishedAsync(CancellationToken cancellationToken) => Do(Failing == "End" ? "End" : "IsFinished", () => Documents.Values.All(static document => document.State is not null), "IsFinished");

        public Task PutBackAsync(string document, TimeSpan delay) => Do("PutBack", () =>
        {
            PutBack++;
            return Documents[document].IsTaken = false;
        });

        public Task EndAsync(string document, BatchState state, string? jobId, string? message, string? output) => Do("End", () =>
        {
            Documents[document] = new Entry { State = state, JobId = jobId, Output = output };
            return true;
        });

        public Task<IBatchClaim?> ClaimAsync(string key, CancellationToken cancellationToken) => Do("Claim", () =>
        {
            Claims++;
            Record record = Records.TryGetValue(key, out Record? known) ? known : Records[key] = new Record();
            Assert.False(record.IsTaken);
            if (Busy-- > 0)
            {
                return null;
            }

            record.IsTaken = true;
            return (IBatchClaim?)new Claim(this, record);
        });

        public Task<string> NameAsync(string document, IReadOnlyList<string> names) => Do("Name", () =>
        {
            string name = names.First(name => !_names.TryGetValue(name, out string? owner) || owner == document);
            _names[name] = document;
            return name;
        });

        public ValueTask DisposeAsync() => default;

        Task<T> Do<T>(string what, Func<T> work, string? name = null)
        {
            lock (_lock)
            {
                return what == Failing && Throws is not null ? throw Throws : what == Failing ? Task.FromException<T>(new PulseException(PulseErrorCode.FileError, $"{name ?? what} fails")) : Task.FromResult(work());
            }
        }

        internal sealed class Entry
        {
            internal BatchState? State { get; init; }

            internal string? JobId { get; init; }

            internal string? Output { get; init; }

            internal bool IsTaken { get; set; }
        }

        internal sealed class Record
        {
            internal BatchRecord Value { get; set; }

            internal bool IsTaken { get; set; }
        }

        sealed class Claim(MemoryStore store, Record record) : IBatchClaim
        {
            public Task<BatchRecord> ReadAsync() => store.FailsAfterReads-- > 0
                ? store.Do("Read", () => record.Value)
                : Task.FromException<BatchRecord>(new PulseException(PulseErrorCode.FileError, "Read fails"));

            public Task<bool> IntentAsync(string document) => store.Do("Intent", () =>
            {
                if (store.LostIntents-- > 0)
                {
                    return false;
                }

                record.Value = record.Value with { State = BatchRecordState.Unknown, JobId = null };
                return true;
            });

            public Task RefusedAsync(string message) => Set("Refused", BatchRecordState.New, null, message);

            public Task UnknownAsync(string message) => Set("Unknown", BatchRecordState.Unknown, null, message);

            public Task SubmittedAsync(string jobId) => Set("Submitted", BatchRecordState.Submitted, jobId, null);

            public Task DoneAsync(string jobId, string? output, string? hash) => store.Do("Done", () =>
            {
                record.Value = new(BatchRecordState.Done, jobId, null, output is null ? null : new Dictionary<string, string> { [output] = hash! });
                return true;
            });

            public Task FailedAsync(string jobId, string message) => Set("Failed", BatchRecordState.Failed, jobId, message);

            public ValueTask DisposeAsync()
            {
                record.IsTaken = false;
                return store.Failing == "Release" ? throw store.Throws! : default;
            }

            Task Set(string what, BatchRecordState state, string? jobId, string? message) => store.Do(what, () =>
            {
                record.Value = record.Value with { State = state, JobId = jobId, Message = message };
                return true;
            });
        }
    }
}
