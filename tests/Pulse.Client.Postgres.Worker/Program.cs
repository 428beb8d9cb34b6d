// usage: worker CONNECTION RUN OUTPUT LEASE_SECONDS [DOCUMENT...]; the service and its key are in the environment.
// One process of a shared run; of a run of its own, with a journal, where CONNECTION is empty. Prints a line for each document that has no result.
using Npgsql;
using Pulse.Client;
using Pulse.Client.Batch;
using Pulse.Client.Postgres;

await using NpgsqlDataSource? source = args[0].Length == 0 ? null : new NpgsqlSlimDataSourceBuilder(args[0]).EnableArrays().Build();
PostgresBatchOptions options = new() { Lease = TimeSpan.FromSeconds(int.Parse(args[3])), StatementTimeout = TimeSpan.FromSeconds(2), RetryFor = TimeSpan.FromSeconds(60) };
await using PostgresBatchStore? store = source is null ? null : await PostgresBatchStore.OpenAsync(source, args[1], options);
using PulseClient client = new();
BatchRunner runner = new(client, new BatchOptions { Store = store, OutputFolder = args[2], Concurrency = 8 });
await foreach (BatchOutcome outcome in runner.RunAsync([.. args[4..].Select(BatchDocument.FromPath)]))
{
    outcome.Job?.Dispose();
    if (outcome.State is not (BatchState.Completed or BatchState.AlreadyDone))
    {
        Console.WriteLine($"{outcome.State} {outcome.JobId} {outcome.Error?.Message} {outcome.JournalError?.Message}");
    }
}
