using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Pulse.Client.Waiting;

namespace Pulse.Client.Batch;

/// <summary>
/// Extracts many documents, each once: a bounded number at a time, and with a journal also over the ends of processes and machines.
/// The journal knows of each document before it is sent, and of its job right after, so that a next run waits for what was
/// submitted, submits what was not, and names what nobody can know, without paying for anything twice. Thread-safe.
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
        ReadOnlyMemory<byte> options = JsonSerializer.SerializeToUtf8Bytes(_options.Request, PulseJsonContext.Default.ExtractRequest);
        using BatchJournal? journal = _options.JournalPath is { } path ? new BatchJournal(path, _client.Clock) : null;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using SemaphoreSlim places = new(_options.Concurrency);
        Channel<BatchOutcome> ended = Channel.CreateUnbounded<BatchOutcome>(new UnboundedChannelOptions { SingleReader = true });
        Turns turns = new();
        using KeyGate gate = new();
        Task all = Task.Run(() => StartAllAsync(documents, options, journal, places, turns, gate, ended.Writer, stop.Token), CancellationToken.None);
        int given = 0;
        try
        {
            while (given < documents.Count)
            {
                // Not canceled: each document has an outcome, also in a run that is stopped.
                BatchOutcome outcome = await ended.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
                given++;
                yield return outcome;
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

    async Task StartAllAsync(IReadOnlyList<BatchDocument> documents, ReadOnlyMemory<byte> options, BatchJournal? journal, SemaphoreSlim places, Turns turns, KeyGate gate, ChannelWriter<BatchOutcome> ended, CancellationToken stop)
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
                outcome = await RunOneAsync(document, options, journal, turns, gate, stop).ConfigureAwait(false);
            }
            catch (PulseException exception)
            {
                outcome = new(document, BatchState.Failed, exception.JobId, null, exception);
            }
            catch (Exception exception)
            {
                outcome = new(document, BatchState.Failed, null, null, new PulseException(PulseErrorCode.Internal, $"'{document.Name}' failed in an unforeseen way ({exception.GetType().Name}): {exception.Message}", exception));
            }

            places.Release();
            ended.TryWrite(outcome);
        }
    }

    async Task<BatchOutcome> RunOneAsync(BatchDocument document, ReadOnlyMemory<byte> options, BatchJournal? journal, Turns turns, KeyGate gate, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return new(document, BatchState.NotStarted, null, null, Stopped(document));
        }

        if (journal is null)
        {
            return await SubmitAsync(document, "", null, gate, stop).ConfigureAwait(false);
        }

        string key;
        try
        {
            key = await document.KeyAsync(options, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new(document, BatchState.NotStarted, null, null, Stopped(document));
        }

        // The same document twice: the second finds in the journal what the first has done.
        using IDisposable turn = await turns.TakeAsync(key).ConfigureAwait(false);
        JournalEntry entry = journal.Find(key);
        switch (entry.State)
        {
            case JournalState.Done when _options.IsDelivered?.Invoke(document) != false:
                return new(document, BatchState.AlreadyDone, entry.JobId, null, null);
            case JournalState.Done:
            case JournalState.Submitted:
                return await FollowAsync(document, key, journal, gate, entry.JobId!, null, stop).ConfigureAwait(false);
            case JournalState.Failed when !_options.RetryFailed:
                return new(document, BatchState.Failed, entry.JobId, null, new PulseException(PulseErrorCode.JobFailed, $"The job failed in a run before{Because(entry.Message)} (RetryFailed submits it again).") { JobId = entry.JobId });
            case JournalState.Unknown when !_options.ResubmitUnknown:
                return new(document, BatchState.Unknown, null, null, new PulseOutcomeUnknownException($"It was sent in a run before, and the journal does not know whether it was accepted{Because(entry.Message)}. It was not sent again (ResubmitUnknown does that, and may pay twice).", null));
            default:
                return await SubmitAsync(document, key, journal, gate, stop).ConfigureAwait(false);
        }
    }

    static string Because(string? message) => message is null ? "" : $": {message.TrimEnd('.')}";

    async Task<BatchOutcome> SubmitAsync(BatchDocument document, string key, BatchJournal? journal, KeyGate gate, CancellationToken stop)
    {
        // Until the service has taken the key, one document at a time: a wrong one ends the run before all are uploaded.
        using IDisposable? alone = await gate.EnterAsync(stop).ConfigureAwait(false);
        if (stop.IsCancellationRequested || gate.Refusal is not null)
        {
            return new(document, BatchState.NotStarted, null, null, gate.Refusal is { } refusal ? new PulseException(refusal.Code, $"'{document.Name}' was not sent, as the key was refused: {refusal.Message}", refusal) : Stopped(document));
        }

        Report(new(document, null, null));

        // Whoever finds no more than this cannot know whether it was sent.
        journal?.Intent(key, document.Name);
        string jobId;
        try
        {
            using JobSubmission submission = await _client.SubmitExtractAsync(document.Of(_options.Request), stop).ConfigureAwait(false);
            jobId = submission.JobId;
            gate.Open();
        }
        catch (OperationCanceledException)
        {
            // The body was not sent whole, so it cannot have been accepted.
            Note(() => journal?.Refused(key, "stopped before it was sent"));
            return new(document, BatchState.NotStarted, null, null, Stopped(document));
        }
        catch (Exception exception) when (exception is PulseException or ArgumentException)
        {
            PulseException failure = exception as PulseException ?? new PulseException(PulseErrorCode.InvalidArgument, exception.Message, exception);
            gate.Judge(failure);
            if (failure.MayHaveBeenAccepted)
            {
                return new(document, BatchState.Unknown, null, null, failure) { JournalError = Note(() => journal?.Unknown(key, failure.Message)) };
            }

            return new(document, BatchState.Failed, null, null, failure) { JournalError = Note(() => journal?.Refused(key, failure.Message)) };
        }

        PulseFileException? journalError = Note(() => journal?.Submitted(key, jobId));
        alone?.Dispose();
        return await FollowAsync(document, key, journal, gate, jobId, journalError, stop).ConfigureAwait(false);
    }

    async Task<BatchOutcome> FollowAsync(BatchDocument document, string key, BatchJournal? journal, KeyGate gate, string jobId, PulseFileException? journalError, CancellationToken stop)
    {
        Report(new(document, jobId, null));
        if (_options.SubmitOnly)
        {
            return new(document, BatchState.Open, jobId, null, null) { JournalError = journalError };
        }

        WaitOutcome outcome = await _client.Jobs.WaitForOutcomeAsync(
            jobId,
            _options.Wait with { IsKnownJob = true },
            progress => Report(new(document, jobId, progress)),
            stop).ConfigureAwait(false);
        Job job;
        try
        {
            job = Outcomes.JobOrThrow(outcome, jobId, stop);
        }
        catch (PulseJobException failure)
        {
            return new(document, BatchState.Failed, jobId, null, failure) { JournalError = Note(() => journal?.Failed(key, jobId, failure.Message)) ?? journalError };
        }
        catch (PulseException failure)
        {
            // A limit, a stop, a network that is gone: the job is there, and the next run asks again.
            gate.Judge(failure);
            bool open = failure.Code is PulseErrorCode.Timeout or PulseErrorCode.Stopped or PulseErrorCode.Closed or PulseErrorCode.Network or PulseErrorCode.Tls;
            failure.JobId ??= jobId;
            return new(document, open ? BatchState.Open : BatchState.Failed, jobId, null, failure) { JournalError = journalError };
        }
        catch (OperationCanceledException)
        {
            return new(document, BatchState.Open, jobId, null, Stopped(document, jobId)) { JournalError = journalError };
        }

        try
        {
            if (_options.Deliver is { } deliver)
            {
                await deliver(document, job, stop).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            job.Dispose();
            PulseException failure = exception as PulseException ?? new PulseFileException($"The result of '{document.Name}' could not be delivered: {exception.Message}", exception);
            failure.JobId ??= jobId;
            return new(document, BatchState.Failed, jobId, null, failure) { JournalError = journalError };
        }

        return new(document, BatchState.Completed, jobId, job, null) { JournalError = Note(() => journal?.Done(key, jobId)) ?? journalError };
    }

    /// <summary>Tells of progress. What the listener throws is not to change what becomes of a document that may be paid for.</summary>
    void Report(BatchProgress progress)
    {
        try
        {
            _options.Progress?.Invoke(progress);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // As documented: the outcome says what is true of the document, whatever its listener does.
        }
    }

    /// <summary>Writes into the journal; what keeps it from that is told, and ends nothing that is paid for.</summary>
    static PulseFileException? Note(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (PulseFileException exception)
        {
            return exception;
        }
    }

    static PulseException Stopped(BatchDocument document, string? jobId = null) =>
        new(PulseErrorCode.Stopped, jobId is null ? $"The run was stopped before '{document.Name}' was submitted." : $"The run was stopped; job '{jobId}' may still run.") { JobId = jobId };

    /// <summary>One at a time for each key.</summary>
    sealed class Turns
    {
        readonly Lock _lock = new();
        readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

        internal async Task<IDisposable> TakeAsync(string key)
        {
            TaskCompletionSource mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Task? before;
            lock (_lock)
            {
                _last.TryGetValue(key, out before);
                _last[key] = mine.Task;
            }

            if (before is not null)
            {
                await before.ConfigureAwait(false);
            }

            return new Turn(mine);
        }

        sealed class Turn(TaskCompletionSource mine) : IDisposable
        {
            public void Dispose() => mine.TrySetResult();
        }
    }
}
