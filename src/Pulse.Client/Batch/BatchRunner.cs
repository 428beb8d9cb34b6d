using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Pulse.Client.Http;
using Pulse.Client.Results;

namespace Pulse.Client.Batch;

/// <summary>
/// Extracts many documents, each once: a bounded number at a time, and with a journal also over the ends of processes and machines.
/// The journal knows of each document before it is sent, and of its job right after, so that a next run waits for what was
/// submitted, submits what was not, and names what nobody can know, without paying for anything twice. Large results, which can be
/// fetched once, are kept in <see cref="PulseClientOptions.LargeResultFolder"/> or, without one, in <c>$XDG_STATE_HOME/pulse</c> until
/// they are delivered: written to their file, taken by <see cref="BatchOptions.Deliver"/>, or the next outcome is asked for. Several
/// processes share a run by a <see cref="BatchOptions.Store"/>. Thread-safe.
/// </summary>
public sealed class BatchRunner
{
    // What is taken at a time, so that processes which start together all get something.
    const int MaxTaken = 50;

    // When nothing could be taken, or another process has a document with the same content.
    static readonly TimeSpan s_lookAgain = TimeSpan.FromSeconds(1);

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
    /// <param name="documents">The documents. One that is given twice is done once, and given twice. With a <see cref="BatchOptions.Store"/> they are added to the run, and may be none.</param>
    /// <param name="cancellationToken">Stops the run: nothing more is submitted, and the waits end. Each document still has its outcome.</param>
    /// <returns>As many outcomes as there are documents; with a <see cref="BatchOptions.Store"/> those of the documents that this process has taken, until all of the run have ended.</returns>
    /// <exception cref="PulseFileException">The journal cannot be used; nothing was sent.</exception>
    /// <exception cref="PulseException">The store could not be reached for long. What was submitted has its outcome before.</exception>
    /// <exception cref="ArgumentException">There is a <see cref="BatchOptions.Store"/>, and a document that only this process can open.</exception>
    public async IAsyncEnumerable<BatchOutcome> RunAsync(IReadOnlyList<BatchDocument> documents, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);

        // The journal is read, and its file flushed: nothing for the thread of a caller who does not block.
        await PoolThread.Enter();
        if (_options.OutputFolder is { } folder)
        {
            ResultFiles.Make(folder);
        }

        using BatchJournal? journal = _options.JournalPath is { } path ? new BatchJournal(path, _client.Clock) : null;
        SharedStore? store = _options.Store is { } shared ? new SharedStore(shared) : null;
        ResultFiles? files = _options.OutputFolder is null ? null : new ResultFiles(_options.OutputFolder, _options.OutputExtension, journal, store, store is null ? documents : []);
        if (files is not null && journal is not null && Path.GetDirectoryName(RawPaths.Full(_options.JournalPath!)) == Path.TrimEndingDirectorySeparator(RawPaths.Full(_options.OutputFolder!)))
        {
            // Its lock says that nobody else is at work here.
            WholeFile.RemoveLeftovers(_options.OutputFolder!);
        }

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<BatchOutcome> ended = Channel.CreateUnbounded<BatchOutcome>(new UnboundedChannelOptions { SingleReader = true });
        using KeyGate gate = new();
        LargeResultStore? kept = _client.LargeResults.StoreForRuns(_options.OutputFolder ?? (_options.JournalPath is { } at ? Path.GetDirectoryName(RawPaths.Full(at)) : null));
        BatchRun run = new(_client, _options, journal, store, files, kept, gate);
        Task all = Task.Run(() => WorkAsync(documents, store, run, ended.Writer, stop.Token), CancellationToken.None);
        try
        {
            // Not canceled: each document has an outcome, also in a run that is stopped.
            await foreach (BatchOutcome outcome in ended.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
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

    /// <summary>Does all documents; what keeps it from that is thrown by the reader of the outcomes.</summary>
    async Task WorkAsync(IReadOnlyList<BatchDocument> documents, SharedStore? store, BatchRun run, ChannelWriter<BatchOutcome> ended, CancellationToken stop)
    {
        using SemaphoreSlim places = new(_options.Concurrency);
        List<Task> running = [];
        Exception? failure = null;
        try
        {
            await (store is null ? StartAllAsync(documents, run, places, running, ended, stop) : StartSharedAsync(documents, store, run, places, running, ended, stop)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nothing more is started.
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        ended.Complete(failure);
    }

    static async Task StartAllAsync(IReadOnlyList<BatchDocument> documents, BatchRun run, SemaphoreSlim places, List<Task> running, ChannelWriter<BatchOutcome> ended, CancellationToken stop)
    {
        foreach (BatchDocument document in documents)
        {
            await places.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            running.RemoveAll(static task => task.IsCompleted);
            running.Add(OneAsync(document));
        }

        async Task OneAsync(BatchDocument document)
        {
            BatchOutcome? outcome = await DoAsync(document, run, stop).ConfigureAwait(false);

            // Before the next begins, which may end at once.
            ended.TryWrite(outcome!);
            places.Release();
        }
    }

    /// <summary>Takes documents and does them, until all of the run have ended, wherever.</summary>
    async Task StartSharedAsync(IReadOnlyList<BatchDocument> documents, SharedStore store, BatchRun run, SemaphoreSlim places, List<Task> running, ChannelWriter<BatchOutcome> ended, CancellationToken stop)
    {
        await store.AddAsync(documents, stop).ConfigureAwait(false);
        TaskCompletionSource oneEnds = new();
        while (!run.IsRefused)
        {
            await places.WaitAsync(stop).ConfigureAwait(false);
            running.RemoveAll(static task => task.IsCompleted);
            Volatile.Write(ref oneEnds, new(TaskCreationOptions.RunContinuationsAsynchronously));
            IReadOnlyList<BatchDocument> taken = await store.TakeAsync(Math.Min(1 + places.CurrentCount, MaxTaken), stop).ConfigureAwait(false);
            foreach (BatchDocument document in taken)
            {
                running.Add(OneAsync(document));
            }

            for (int more = 1; more < taken.Count; more++)
            {
                await places.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            }

            if (taken.Count == 0)
            {
                places.Release();
                if (await store.IsFinishedAsync(stop).ConfigureAwait(false))
                {
                    return;
                }

                // Others have them, and may die.
                await Task.WhenAny(oneEnds.Task, Task.Delay(s_lookAgain, _client.Clock, stop)).ConfigureAwait(false);
                stop.ThrowIfCancellationRequested();
            }
        }

        async Task OneAsync(BatchDocument document)
        {
            // Off the loop that takes documents: a claim may wait.
            await Task.Yield();
            BatchOutcome? outcome = await DoAsync(document, run, stop).ConfigureAwait(false);
            PulseException? unwritten = await SettleAsync(document, outcome, store).ConfigureAwait(false);
            places.Release();
            Volatile.Read(ref oneEnds).TrySetResult();
            if (outcome is not null)
            {
                ended.TryWrite(unwritten is null ? outcome : outcome with { JournalError = outcome.JournalError ?? unwritten });
            }
        }
    }

    /// <summary>Tells the others what has become of a document.</summary>
    /// <returns>Why they were not told: they learn it when this process has ended.</returns>
    static Task<PulseException?> SettleAsync(BatchDocument document, BatchOutcome? outcome, SharedStore store) => BatchRun.NoteAsync(outcome switch
    {
        null => store.PutBackAsync(document, s_lookAgain),

        // Another process goes on with it at once.
        { State: BatchState.NotStarted } or { State: BatchState.Open, Error.Code: PulseErrorCode.Stopped or PulseErrorCode.Closed } => store.PutBackAsync(document, TimeSpan.Zero),
        _ => store.EndAsync(outcome),
    });

    /// <returns>Null while another process does a document with this content.</returns>
    static async Task<BatchOutcome?> DoAsync(BatchDocument document, BatchRun run, CancellationToken stop)
    {
        try
        {
            return await run.DoAsync(document, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new(document, BatchState.NotStarted, null, null, BatchRun.Stopped(document));
        }
        catch (PulseException exception)
        {
            return new(document, BatchState.Failed, exception.JobId, null, exception);
        }
        catch (Exception exception)
        {
            return new(document, BatchState.Failed, null, null, new PulseException(PulseErrorCode.Internal, $"'{RawPaths.Readable(document.Name)}' failed unexpectedly ({exception.GetType().Name}): {exception.Message}", exception));
        }
    }
}
