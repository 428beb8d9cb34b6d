using System.Collections.Concurrent;
using Npgsql;
using Pulse.Client.Batch;
using Pulse.Client.Postgres.Tests.Support;

namespace Pulse.Client.Postgres.Tests;

public sealed class StoreTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    static PostgresBatchOptions Options(string schema) => new() { Schema = schema, Lease = TimeSpan.FromSeconds(1), StatementTimeout = TimeSpan.FromSeconds(1), RetryFor = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task Each_document_is_taken_by_one_process()
    {
        await using NpgsqlDataSource source = server.Connect();
        string[] documents = [.. Enumerable.Range(0, 500).Select(static number => $"/documents/{number}.pdf")];
        ConcurrentQueue<string> taken = new();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using PostgresBatchStore store = await PostgresBatchStore.OpenAsync(source, "disjoint", new() { Schema = "disjoint" }, Token);
            await store.AddAsync(documents, Token);
            while (!await store.IsFinishedAsync(Token))
            {
                foreach (string document in await store.TakeAsync(7, Token))
                {
                    taken.Enqueue(document);
                    await store.EndAsync(document, BatchState.Completed, "job", null, "name.json");
                }
            }
        }));
        Assert.Equal(documents.Order(StringComparer.Ordinal), taken.Order(StringComparer.Ordinal));
        await using PostgresBatchStore last = await PostgresBatchStore.OpenAsync(source, "disjoint", new() { Schema = "disjoint" }, Token);
        Assert.Equal(new BatchRunCounts(0, 0, 500, 0, 0, 0), await last.CountAsync(Token));
        Assert.Equal(documents, await ListAsync(last));
    }

    [Fact]
    public async Task Another_process_goes_on_with_what_a_dead_one_had_and_not_before()
    {
        await using NpgsqlDataSource source = server.Connect();
        using Link link = new(server.Socket);
        await using NpgsqlDataSource cut = server.Connect(link.ConnectionString);
        await using PostgresBatchStore dead = await PostgresBatchStore.OpenAsync(cut, "dead", Options("dead"), Token);
        await using PostgresBatchStore other = await PostgresBatchStore.OpenAsync(source, "dead", Options("dead"), Token);
        await dead.AddAsync(["a", "b"], Token);
        Assert.Equal(["a"], await dead.TakeAsync(1, Token));
        await using IBatchClaim? claim = await dead.ClaimAsync("key", Token);
        Assert.Equal(["b"], await other.TakeAsync(10, Token));
        Assert.Empty(await other.TakeAsync(10, Token));
        Assert.Null(await other.ClaimAsync("key", Token));
        Assert.Equal((0, 2), (await other.CountAsync(Token)) is { } counts ? (counts.Waiting, counts.Taken) : default);

        link.Cut();
        IReadOnlyList<string> taken = [];
        while (taken.Count == 0)
        {
            taken = await other.TakeAsync(10, Token);
        }

        Assert.Equal(["a"], taken);
        await using IBatchClaim? theirs = await other.ClaimAsync("key", Token);
        Assert.NotNull(theirs);
        link.Mend();

        // It is back, and has nothing any more.
        Assert.False(await claim!.IntentAsync("a"));
        Assert.Null(await dead.ClaimAsync("key", Token));
        Assert.Empty(await dead.TakeAsync(10, Token));
        await dead.PutBackAsync("a", TimeSpan.Zero);
        await dead.EndAsync("a", BatchState.Failed, null, "late", null);
        Assert.Empty(await dead.TakeAsync(10, Token));
        Assert.True(await theirs.IntentAsync("a"));
    }

    [Fact]
    public async Task What_became_of_a_submit_is_noted_whoever_has_the_record()
    {
        await using NpgsqlDataSource source = server.Connect();
        PostgresBatchStore first = await PostgresBatchStore.OpenAsync(source, "late", new() { Schema = "late" }, Token);
        await using PostgresBatchStore second = await PostgresBatchStore.OpenAsync(source, "late", new() { Schema = "late" }, Token);
        IBatchClaim claim = (await first.ClaimAsync("key", Token))!;
        Assert.Equal(BatchRecordState.New, (await claim.ReadAsync()).State);
        Assert.True(await claim.IntentAsync("a"));
        await first.DisposeAsync();

        // As of a process that has died between its submit and the answer.
        IBatchClaim taken = (await second.ClaimAsync("key", Token))!;
        Assert.Equal(BatchRecordState.Unknown, (await taken.ReadAsync()).State);
        await claim.SubmittedAsync("job-1");
        Assert.Equal((BatchRecordState.Submitted, "job-1"), await taken.ReadAsync() is { } record ? (record.State, record.JobId) : default);
        await taken.DoneAsync("job-1", "a.json", "hash");
        await claim.DoneAsync("job-1", "b.json", "hash");
        record = await taken.ReadAsync();
        Assert.Equal((BatchRecordState.Done, 2), (record.State, record.Outputs!.Count));

        // It was sent again, so what the first submit has become is another matter: told, not noted.
        Assert.True(await taken.IntentAsync("a"));
        Assert.Contains("another submit", (await Assert.ThrowsAsync<PostgresBatchException>(() => claim.SubmittedAsync("job-1"))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PostgresBatchException>(() => claim.RefusedAsync("no"));
        Assert.Equal(BatchRecordState.Unknown, (await taken.ReadAsync()).State);
    }

    [Fact]
    public async Task Two_runs_of_one_process_do_not_have_a_record_together()
    {
        await using NpgsqlDataSource source = server.Connect();
        await using PostgresBatchStore store = await PostgresBatchStore.OpenAsync(source, "two", new() { Schema = "two" }, Token);
        IBatchClaim claim = (await store.ClaimAsync("key", Token))!;
        Assert.Null(await store.ClaimAsync("key", Token));
        await claim.DisposeAsync();
        await using IBatchClaim? next = await store.ClaimAsync("key", Token);
        Assert.NotNull(next);

        // A second end of the first claim is not that of the next.
        await claim.DisposeAsync();
        Assert.Null(await store.ClaimAsync("key", Token));
        Assert.True(await next.IntentAsync("a"));
    }

    [Fact]
    public async Task A_call_that_is_canceled_loses_no_document()
    {
        using Link link = new(server.Socket);
        await using NpgsqlDataSource source = server.Connect($"{link.ConnectionString};Maximum Pool Size=1");
        await using PostgresBatchStore store = await PostgresBatchStore.OpenAsync(source, "canceled", new() { Schema = "canceled" }, Token);
        await store.AddAsync(["a"], Token);
        link.HoldAnswers();
        using (CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token))
        {
            Task<IReadOnlyList<string>> taking = store.TakeAsync(1, cancel.Token);
            await link.Held;
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking);
        }

        link.Mend();
        Assert.Equal(["a"], await store.TakeAsync(1, Token));
        Assert.Empty(await store.TakeAsync(1, Token));
    }

    [Fact]
    public async Task A_data_source_that_is_disposed_of_is_an_error_and_no_more()
    {
        NpgsqlDataSource source = server.Connect();
        PostgresBatchStore store = await PostgresBatchStore.OpenAsync(source, "disposed", new() { Schema = "disposed" }, Token);
        await source.DisposeAsync();
        Assert.Contains("disposed of", (await Assert.ThrowsAsync<PostgresBatchException>(() => store.TakeAsync(1, Token))).Message, StringComparison.Ordinal);
        await store.DisposeAsync();
    }

    [Fact]
    public async Task Records_have_the_states_of_a_journal()
    {
        await using NpgsqlDataSource source = server.Connect();
        await using PostgresBatchStore store = await PostgresBatchStore.OpenAsync(source, "states", new() { Schema = "states" }, Token);
        await using IBatchClaim claim = (await store.ClaimAsync("key", Token))!;
        async Task Check(BatchRecordState state, string? jobId, string? message)
        {
            BatchRecord record = await claim.ReadAsync();
            Assert.Equal((state, jobId, message), (record.State, record.JobId, record.Message));
        }

        await Check(BatchRecordState.New, null, null);
        await Assert.ThrowsAsync<PostgresBatchException>(() => claim.SubmittedAsync("job"));
        await claim.IntentAsync("a");
        await Check(BatchRecordState.Unknown, null, null);
        await claim.UnknownAsync("why\0not\ud800");
        await Check(BatchRecordState.Unknown, null, "why\uFFFDnot\uFFFD");
        await claim.RefusedAsync("no");
        await Check(BatchRecordState.New, null, "no");
        await claim.IntentAsync("a");
        await claim.SubmittedAsync("job");
        await claim.SubmittedAsync("job");
        await Assert.ThrowsAsync<PostgresBatchException>(() => claim.SubmittedAsync("another"));
        await Check(BatchRecordState.Submitted, "job", null);
        await Assert.ThrowsAsync<PostgresBatchException>(() => claim.DoneAsync("another", null, null));
        await claim.FailedAsync("job", "it failed");
        await Check(BatchRecordState.Failed, "job", "it failed");
        await claim.IntentAsync("a");
        await claim.DoneAsync("job-2", null, null);
        await Check(BatchRecordState.Done, "job-2", null);
        await Assert.ThrowsAsync<PostgresBatchException>(() => claim.FailedAsync("job-2", "late"));
    }

    [Fact]
    public async Task Names_are_each_documents_own_in_every_process()
    {
        await using NpgsqlDataSource source = server.Connect();
        await using PostgresBatchStore one = await PostgresBatchStore.OpenAsync(source, "names", new() { Schema = "names" }, Token);
        await using PostgresBatchStore two = await PostgresBatchStore.OpenAsync(source, "names", new() { Schema = "names" }, Token);
        Assert.Equal("a.json", await one.NameAsync("/x/a", ["a.json", "a-1.json"]));
        Assert.Equal("a-2.json", await two.NameAsync("/y/a", ["a.json", "a-2.json"]));
        Assert.Equal("a.json", await two.NameAsync("/x/a", ["a.json", "a-1.json"]));
        Assert.Equal("a-2.json", await one.NameAsync("/y/a", ["a.json", "a-2.json"]));
        string[] names = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => (number % 2 == 0 ? one : two).NameAsync($"/{number}/b", ["b.json", $"b-{number}.json"])));
        Assert.Equal(20, names.Distinct().Count());
        Assert.Contains("b.json", names);
    }

    [Fact]
    public async Task Documents_may_have_any_name()
    {
        await using NpgsqlDataSource source = server.Connect();
        string[] names = ["it's \"quoted\"; DROP SCHEMA names CASCADE; --", @"back\slash", @"back\0slash", "with\0fd", "line\nfeed", "ünï©ødé 🦉", "https://host/" + new string('x', 8000), "$1", " ", "%s {0}"];
        await using PostgresBatchStore store = await PostgresBatchStore.OpenAsync(source, names[0], new() { Schema = "na\"me's; DROP" }, Token);
        await store.AddAsync(names, Token);
        await store.AddAsync(names, Token);
        Assert.Equal(names, await ListAsync(store));
        IReadOnlyList<string> taken = await store.TakeAsync(100, Token);
        Assert.Equal(names.Order(StringComparer.Ordinal), taken.Order(StringComparer.Ordinal));
        foreach (string name in taken)
        {
            await store.EndAsync(name, BatchState.Failed, name, name, name);
            Assert.Equal(name, await store.NameAsync(name, [name]));
            await using IBatchClaim claim = (await store.ClaimAsync($"key of {name.Replace('\0', '0')[..Math.Min(name.Length, 500)]}", Token))!;
            await claim.IntentAsync(name);
            await claim.DoneAsync("job", name, "hash");
            Assert.Equal("hash", (await claim.ReadAsync()).Outputs![name]);
        }

        Assert.Equal(names.Length, (await store.CountAsync(Token)).Failed);
        Assert.Equal(names.Length, await store.ReopenAsync([BatchState.Failed, BatchState.Open], Token));
        Assert.Equal(names.Length, (await store.CountAsync(Token)).Waiting);
    }

    [Fact]
    public async Task An_answer_that_is_lost_loses_no_document()
    {
        using Link link = new(server.Socket);
        await using NpgsqlDataSource source = server.Connect($"{link.ConnectionString};Maximum Pool Size=1");
        await using PostgresBatchStore store = await PostgresBatchStore.OpenAsync(source, "lost", new() { Schema = "lost" }, Token);
        string[] documents = [.. Enumerable.Range(0, 100).Select(static number => $"{number}")];
        await store.AddAsync(documents, Token);
        List<string> done = [];
        for (int round = 0; !await store.IsFinishedAsync(Token); round++)
        {
            Assert.True(round < 1000, "Some are lost.");
            if (round % 2 == 0)
            {
                link.LoseNextAnswer();
            }

            foreach (string document in await store.TakeAsync(9, Token))
            {
                done.Add(document);
                link.LoseNextAnswer();
                await store.EndAsync(document, BatchState.Open, null, null, null);
            }
        }

        Assert.Equal(documents.Order(StringComparer.Ordinal), done.Order(StringComparer.Ordinal));

        // The same of a submit: it is noted once, as what it is.
        await using IBatchClaim claim = (await store.ClaimAsync("key", Token))!;
        link.LoseNextAnswer();
        Assert.True(await claim.IntentAsync("a"));
        link.LoseNextAnswer();
        await claim.SubmittedAsync("job");
        link.LoseNextAnswer();
        await claim.DoneAsync("job", null, null);
        Assert.Equal(BatchRecordState.Done, (await claim.ReadAsync()).State);
    }

    [Fact]
    public async Task Tables_are_made_by_processes_that_start_together_or_by_hand()
    {
        await using NpgsqlDataSource source = server.Connect();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await (await PostgresBatchStore.OpenAsync(source, "run", new() { Schema = "together" }, Token)).DisposeAsync()));
        await Assert.ThrowsAsync<PostgresBatchException>(() => PostgresBatchStore.OpenAsync(source, "run", new() { Schema = "by hand", CreateTables = false }, Token));
        await using (NpgsqlCommand command = source.CreateCommand(PostgresBatchStore.TablesSql("by hand")))
        {
            await command.ExecuteNonQueryAsync(Token);
        }

        await using PostgresBatchStore store = await PostgresBatchStore.OpenAsync(source, "run", new() { Schema = "by hand", CreateTables = false }, Token);
        Assert.True(await store.IsFinishedAsync(Token));
    }

    [Fact]
    public async Task Errors_say_what_is_wrong_and_not_the_password()
    {
        await using NpgsqlDataSource nowhere = server.Connect("Host=127.0.0.1;Port=1;Username=me;Password=very-secret;Timeout=2");
        PostgresBatchException gone = await Assert.ThrowsAsync<PostgresBatchException>(() => PostgresBatchStore.OpenAsync(nowhere, "run", new() { RetryFor = TimeSpan.Zero }, Token));
        Assert.Equal(PulseErrorCode.FileError, gone.Code);
        Assert.Contains("cannot be reached", gone.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("very-secret", gone.ToString(), StringComparison.Ordinal);
        await using NpgsqlDataSource source = server.Connect();
        await using (NpgsqlCommand command = source.CreateCommand("CREATE ROLE nobody LOGIN"))
        {
            await command.ExecuteNonQueryAsync(Token);
        }

        await using NpgsqlDataSource nobody = server.Connect(server.ConnectionString.Replace("Username=postgres", "Username=nobody", StringComparison.Ordinal));
        PostgresBatchException refused = await Assert.ThrowsAsync<PostgresBatchException>(() => PostgresBatchStore.OpenAsync(nobody, "run", new() { Schema = "forbidden" }, Token));
        Assert.Contains("refuses a statement", refused.Message, StringComparison.Ordinal);
        Assert.Contains("permission denied", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    public async Task Bad_names_of_runs_are_refused(string run)
    {
        await using NpgsqlDataSource source = server.Connect();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => PostgresBatchStore.OpenAsync(source, run, null, Token));
    }

    [Fact]
    public async Task Options_have_their_ranges()
    {
        await using NpgsqlDataSource source = server.Connect();
        foreach (PostgresBatchOptions options in new PostgresBatchOptions[]
        {
            new() { Schema = "" },
            new() { Schema = new string('x', 64) },
            new() { Lease = TimeSpan.FromMilliseconds(999) },
            new() { Lease = TimeSpan.FromHours(2) },
            new() { RetryFor = TimeSpan.FromSeconds(-1) },
            new() { StatementTimeout = TimeSpan.Zero },
        })
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => PostgresBatchStore.OpenAsync(source, "run", options, Token));
        }
    }

    static async Task<List<string>> ListAsync(PostgresBatchStore store)
    {
        List<string> documents = [];
        await foreach (BatchRunDocument document in store.ListAsync(Token))
        {
            documents.Add(document.Document);
        }

        return documents;
    }
}
