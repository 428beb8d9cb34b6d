using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Pulse.Client.Results;

namespace Pulse.Client.Batch;

/// <summary>
/// Extracts many documents, each once: a bounded number at a time, and with a journal also over the ends of processes and machines.
/// The journal knows of each document before it is sent, and of its job right after, so that a next run waits for what was
/// submitted, submits what was not, and names what nobody can know, without paying for anything twice. Large results, which can be
/// fetched once, are kept in <see cref="PulseClientOptions.LargeResultFolder"/> or, without one, in <c>$XDG_STATE_HOME/pulse</c> until
/// they are delivered: written to their file, taken by <see cref="BatchOptions.Deliver"/>, or the next outcome is asked for. Thread-safe.
/// </summary>
public sealed class BatchRunner
{
    readonly PulseClient _client;
    readonly BatchOptions _options;

    /// <param name="client">The client; it must stay open during runs.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the request names a document of its own.</exception>
    public BatchRunner(PulseClient client, BatchOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.Request.File is not null || options.Request.FileUrl is not null)
        {
            throw new ArgumentException("The request names a document of its own; the run's documents are put in.", nameof(options));
        }

        // Nothing is sent before all that is to be sent makes sense.
        options.Request.ValidateOptions("");
        _client = client;
        _options = options;
    }

    /// <summary>Runs the documents, and gives each as it ends. Leaving the loop early stops the run.</summary>
    /// <param name="documents">The documents. One that is given twice is done once, and given twice.</param>
    /// <param name="cancellationToken">Stops the run: nothing more is submitted, and the waits end. Each document still has its outcome.</param>
    /// <returns>As many outcomes as there are documents.</returns>
    /// <exception cref="PulseFileException">The journal cannot be used; nothing was sent.</exception>
    public async IAsyncEnumerable<BatchOutcome> RunAsync(IReadOnlyList<BatchDocument> documents, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        if (_options.OutputFolder is { } folder)
        {
            ResultFiles.Make(folder);
        }

        using BatchJournal? journal = _options.JournalPath is { } path ? new BatchJournal(path, _client.Clock) : null;
        ResultFiles? files = _options.OutputFolder is null ? null : new ResultFiles(_options.OutputFolder, _options.OutputExtension, journal, documents);
        if (files is not null && journal is not null && Path.GetDirectoryName(RawPaths.Full(_options.JournalPath!)) == Path.TrimEndingDirectorySeparator(RawPaths.Full(_options.OutputFolder!)))
        {
            // Its lock says that nobody else is at work here.
            WholeFile.RemoveLeftovers(_options.OutputFolder!);
        }

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using SemaphoreSlim places = new(_options.Concurrency);
        Channel<BatchOutcome> ended = Channel.CreateUnbounded<BatchOutcome>(new UnboundedChannelOptions { SingleReader = true });
        using KeyGate gate = new();
        LargeResultStore? kept = _client.LargeResults.StoreForRuns(_options.OutputFolder ?? (_options.JournalPath is { } at ? Path.GetDirectoryName(RawPaths.Full(at)) : null));
        BatchRun run = new(_client, _options, journal, files, kept, gate);
        Task all = Task.Run(() => StartAllAsync(documents, run, places, ended.Writer, stop.Token), CancellationToken.None);
        int given = 0;
        try
        {
            while (given < documents.Count)
            {
                // Not canceled: each document has an outcome, also in a run that is stopped.
                BatchOutcome outcome = await ended.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                given++;
                string? delivered = outcome is { State: BatchState.Completed, Job.Result.Announcement: not null } ? outcome.JobId : null;
                yield return outcome;
                if (delivered is not null)
                {
                    // Whoever takes the next one has the one before.
                    kept?.Forget(delivered);
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(false);
            while (ended.Reader.TryRead(out BatchOutcome? left))
            {
                left.Job?.Dispose();
            }
        }
    }

    static async Task StartAllAsync(IReadOnlyList<BatchDocument> documents, BatchRun run, SemaphoreSlim places, ChannelWriter<BatchOutcome> ended, CancellationToken stop)
    {
        List<Task> running = new(documents.Count);
        foreach (BatchDocument document in documents)
        {
            await places.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            running.RemoveAll(static task => task.IsCompleted);
            running.Add(OneAsync(document));
        }

        await Task.WhenAll(running).ConfigureAwait(false);

        async Task OneAsync(BatchDocument document)
        {
            BatchOutcome outcome;
            try
            {
                outcome = await run.DoAsync(document, stop).ConfigureAwait(false);
            }
            catch (PulseException exception)
            {
                outcome = new(document, BatchState.Failed, exception.JobId, null, exception);
            }
            catch (Exception exception)
            {
                outcome = new(document, BatchState.Failed, null, null, new PulseException(PulseErrorCode.Internal, $"'{RawPaths.Readable(document.Name)}' failed unexpectedly ({exception.GetType().Name}): {exception.Message}", exception));
            }

            places.Release();
            ended.TryWrite(outcome);
        }
    }
}
