using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Pulse.Client.Batch;
using Pulse.Client.Postgres.Tests.Support;

namespace Pulse.Client.Postgres.Tests;

/// <summary>Processes that share a run, are killed, stopped and cut off; what counts is what the server has accepted.</summary>
public sealed class SharedRunTests(PostgresServer server) : IClassFixture<PostgresServer>, IDisposable
{
    const int Count = 120;
    const int Concurrency = 8;

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-shared-").FullName;
    readonly List<Process> _processes = [];

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Output => Path.Combine(_folder, "output");

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_process_is_killed()
    {
        using SandboxProgram sandbox = await SandboxProgram.StartAsync("500ms");
        await using NpgsqlDataSource source = server.Connect();
        Process first = Start(sandbox, "kill", server.ConnectionString);
        Process second = Start(sandbox, "kill", server.ConnectionString);
        await UntilAsync(async () => (await SubmitsAsync(sandbox)).Count >= Count / 4);
        first.Kill();
        await EndAsync(second);
        await CheckAsync(sandbox, source, "kill", unknown: Concurrency);
    }

    [Fact]
    public async Task A_process_is_stopped_until_another_has_its_documents()
    {
        // Each result can be fetched once.
        using SandboxProgram sandbox = await SandboxProgram.StartAsync("500ms", "--large-bytes", "1KB");
        await using NpgsqlDataSource source = server.Connect();
        Process first = Start(sandbox, "stop", server.ConnectionString);
        await UntilAsync(async () => (await SubmitsAsync(sandbox)).Count >= Count / 4);
        Signal(first, "STOP");
        Process second = Start(sandbox, "stop", server.ConnectionString);
        await EndAsync(second);
        Signal(first, "CONT");
        await EndAsync(first);
        await CheckAsync(sandbox, source, "stop", unknown: Concurrency);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_is_cut_off_from_the_database(bool silent)
    {
        string run = $"cut {silent}";
        using SandboxProgram sandbox = await SandboxProgram.StartAsync("500ms");
        await using NpgsqlDataSource source = server.Connect();
        using Link link = new(server.Socket);
        Process first = Start(sandbox, run, link.ConnectionString);
        Process second = Start(sandbox, run, server.ConnectionString);
        await UntilAsync(async () => (await SubmitsAsync(sandbox)).Count >= Count / 4);
        if (silent)
        {
            link.Silence();
        }
        else
        {
            link.Cut();
        }

        // The other one takes over what it had, and it comes back to a run that goes on or has ended.
        await Task.Delay(TimeSpan.FromSeconds(4), Token);
        link.Mend();
        await EndAsync(first, second);
        await CheckAsync(sandbox, source, run, unknown: Concurrency);
    }

    [Theory]
    [InlineData("fast")]
    [InlineData("immediate")]
    public async Task The_database_stops_and_comes_back(string how)
    {
        using SandboxProgram sandbox = await SandboxProgram.StartAsync("500ms");
        await using NpgsqlDataSource source = server.Connect();
        Process first = Start(sandbox, how, server.ConnectionString);
        Process second = Start(sandbox, how, server.ConnectionString);
        await UntilAsync(async () => (await SubmitsAsync(sandbox)).Count >= Count / 4);
        await server.StopAsync(how);
        await server.StartAsync();
        await EndAsync(first, second);
        await CheckAsync(sandbox, source, how, unknown: 0);
    }

    /// <summary>All documents have ended, none was accepted twice, and each result is in its file, but for those that were being sent.</summary>
    async Task CheckAsync(SandboxProgram sandbox, NpgsqlDataSource source, string run, int unknown)
    {
        await using PostgresBatchStore store = await PostgresBatchStore.OpenAsync(source, run, null, Token);
        BatchRunCounts counts = await store.CountAsync(Token);
        List<int> submits = await SubmitsAsync(sandbox);
        Assert.True(counts.Unknown <= unknown, $"{counts}");
        Assert.Equal(new BatchRunCounts(0, 0, Count - counts.Unknown, 0, counts.Unknown, 0), counts);
        Assert.All(submits, static count => Assert.Equal(1, count));
        Assert.InRange(submits.Count, Count - counts.Unknown, Count);
        HashSet<string> names = [];
        await foreach (BatchRunDocument document in store.ListAsync(Token))
        {
            if (document.State == BatchState.Completed)
            {
                Assert.True(names.Add(document.Output!), document.Output);
                string text = await File.ReadAllTextAsync(Path.Combine(Output, document.Output!), Token);
                Assert.Contains(Path.GetFileName(document.Document), text, StringComparison.Ordinal);
            }
        }
    }

    static async Task EndAsync(params Process[] processes)
    {
        foreach (Process process in processes)
        {
            await process.WaitForExitAsync(Token).WaitAsync(TimeSpan.FromMinutes(3), Token);
            Assert.Equal(0, process.ExitCode);
        }
    }

    Process Start(SandboxProgram sandbox, string run, string connection)
    {
        string program = Path.Combine(SandboxProgram.Tree, "artifacts", "build", "bin", "Pulse.Client.Postgres.Worker", "debug", "Pulse.Client.Postgres.Worker");
        Process process = Process.Start(new ProcessStartInfo(program, [connection, run, Output, "2", .. Documents(run)])
        {
            Environment = { ["PULSE_BASE_URL"] = sandbox.BaseUrl, ["PULSE_API_KEY"] = SandboxProgram.ApiKey },
        })!;
        _processes.Add(process);
        return process;
    }

    /// <summary>The documents of a run: others than those of other runs, for which all runs of a schema have one record.</summary>
    string[] Documents(string run)
    {
        string[] paths = [.. Enumerable.Range(0, Count).Select(number => Path.Combine(_folder, $"document {number}.txt"))];
        foreach (string path in paths.Where(static path => !File.Exists(path)))
        {
            File.WriteAllText(path, $"{Path.GetFileName(path)}\n{run}\n{string.Concat(Enumerable.Repeat("A line of text.\n", 100))}");
        }

        return paths;
    }

    static void Signal(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>How often the server has accepted each document.</summary>
    static async Task<List<int>> SubmitsAsync(SandboxProgram sandbox)
    {
        using HttpClient http = new();
        JsonElement journal = await http.GetFromJsonAsync<JsonElement>($"{sandbox.BaseUrl}/_sandbox/journal", Token);
        return [.. journal.GetProperty("submits").EnumerateArray().Select(static document => document.GetProperty("count").GetInt32())];
    }

    static async Task UntilAsync(Func<Task<bool>> condition)
    {
        long start = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(2), "It takes too long.");
            await Task.Delay(20, Token);
        }
    }
}
