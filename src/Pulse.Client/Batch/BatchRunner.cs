using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Pulse.Client.Endpoints;
using Pulse.Client.Results;
using Pulse.Client.Waiting;

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
        Run run = new(journal, files, kept, new Turns(), gate, CanonicalOptions.Of(_options.Request), JsonSerializer.SerializeToUtf8Bytes(_options.Request, PulseJsonContext.Default.ExtractRequest));
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

    async Task StartAllAsync(IReadOnlyList<BatchDocument> documents, Run run, SemaphoreSlim places, ChannelWriter<BatchOutcome> ended, CancellationToken stop)
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
                outcome = await RunOneAsync(document, run, stop).ConfigureAwait(false);
            }
            catch (PulseException exception)
            {
                outcome = new(document, BatchState.Failed, exception.JobId, null, exception);
            }
            catch (Exception exception)
            {
                outcome = new(document, BatchState.Failed, null, null, new PulseException(PulseErrorCode.Internal, $"'{RawPaths.Readable(document.Name)}' failed in an unforeseen way ({exception.GetType().Name}): {exception.Message}", exception));
            }

            places.Release();
            ended.TryWrite(outcome);
        }
    }

    async Task<BatchOutcome> RunOneAsync(BatchDocument document, Run run, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return new(document, BatchState.NotStarted, null, null, Stopped(document));
        }

        DocumentContent content;
        string key;
        long start = _client.Clock.GetTimestamp();
        try
        {
            (content, key) = await OpenAsync(document, run, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new(document, BatchState.NotStarted, null, null, Stopped(document));
        }
        catch (OperationCanceledException)
        {
            return new(document, BatchState.Failed, null, null, new PulseTimeoutException($"The time of the wait had passed before '{RawPaths.Readable(document.Name)}' was read. Nothing was sent."));
        }

        // A pipe takes its time, which is part of the document's.
        WaitOptions wait = _client.Invoker.Rest(_options.Wait, start);

        using (content)
        {
            if (run.Journal is null && run.Files is null)
            {
                return await SubmitAsync(new(document, content, key, null, wait), run, stop).ConfigureAwait(false);
            }

            // The same document twice: the second finds in the journal what the first has done.
            using IDisposable turn = await run.Turns.TakeAsync(key).ConfigureAwait(false);
            Work work = new(document, content, key, run.Files?.NameOf(document, key), wait);
            return run.Journal is null
                ? await SubmitAsync(work, run, stop).ConfigureAwait(false)
                : await GoOnAsync(work, run, Known(work, run, run.Journal), stop).ConfigureAwait(false);
        }
    }

    /// <summary>Opens a document and hashes it, where anything is to be remembered of it, within its time. What cannot be interrupted, as a read of stdin, is left to itself.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped, or the time has passed.</exception>
    async Task<(DocumentContent Content, string Key)> OpenAsync(BatchDocument document, Run run, CancellationToken stop)
    {
        using CancellationTokenSource deadline = _options.Wait.HasTimeout ? new(_options.Wait.Timeout, _client.Clock) : new();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        Task<(DocumentContent Content, string Key)> opening = OpenAndHashAsync(document, run, either.Token);
        try
        {
            return await opening.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = opening.ContinueWith(static late => late.Result.Content.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    static async Task<(DocumentContent Content, string Key)> OpenAndHashAsync(BatchDocument document, Run run, CancellationToken cancellationToken)
    {
        DocumentContent content = await document.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (content, run.Journal is null && run.Files is null ? "" : await Task.Run(() => content.Key(run.Options), CancellationToken.None).ConfigureAwait(false));
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>What the journal knows, in this version's terms.</summary>
    static JournalEntry Known(Work work, Run run, BatchJournal journal)
    {
        JournalEntry entry = journal.Find(work.Key);
        if (entry.State != JournalState.New || !journal.HasFirstVersion)
        {
            return entry;
        }

        JournalEntry first = journal.FindFirstVersion(work.Content.FirstVersionKey(run.FirstVersionOptions));
        if (first.State == JournalState.New)
        {
            return entry;
        }

        journal.Intent(work.Key, work.Document.Name);
        switch (first)
        {
            case { State: JournalState.Submitted or JournalState.Done, JobId: { } jobId }:
                journal.Submitted(work.Key, jobId);
                break;
            case { State: JournalState.Failed, JobId: { } jobId }:
                journal.Failed(work.Key, jobId, first.Message ?? "");
                break;
        }

        return journal.Find(work.Key);
    }

    async Task<BatchOutcome> GoOnAsync(Work work, Run run, JournalEntry entry, CancellationToken stop)
    {
        BatchDocument document = work.Document;
        if (entry is { State: JournalState.Submitted or JournalState.Done } && !IsUsable(entry.JobId!))
        {
            return new(document, BatchState.Unknown, null, null, UnusableId(entry.JobId!));
        }

        switch (entry.State)
        {
            case JournalState.Done when IsDelivered(work, run, entry):
                return new(document, BatchState.AlreadyDone, entry.JobId, null, null) { OutputPath = PathOf(work, run) };
            case JournalState.Done when run.Files?.FindCopy(entry) is { } copy:
                // The same document under another name.
                return await DeliverCopyAsync(work, run, entry.JobId!, copy, stop).ConfigureAwait(false);
            case JournalState.Done:
            case JournalState.Submitted:
                BatchOutcome outcome = await FollowAsync(work, run, entry.JobId!, work.Wait, null, stop).ConfigureAwait(false);
                return outcome.Error is { Code: PulseErrorCode.NotFound or PulseErrorCode.Gone or PulseErrorCode.ResultLost } lost
                    ? await LostAsync(work, run, outcome, lost, stop).ConfigureAwait(false)
                    : outcome;
            case JournalState.Failed when !_options.RetryFailed:
                return new(document, BatchState.Failed, entry.JobId, null, new PulseException(PulseErrorCode.JobFailed, $"The job failed in a run before{Because(entry.Message)} (RetryFailed submits it again).") { JobId = entry.JobId });
            case JournalState.Unknown when !_options.ResubmitUnknown:
                return new(document, BatchState.Unknown, null, null, new PulseOutcomeUnknownException($"It was sent in a run before, and the journal does not know whether it was accepted{Because(entry.Message)}. It was not sent again (ResubmitUnknown does that, and may pay twice).", null) { MayHaveBeenAccepted = true });
            default:
                return await SubmitAsync(work, run, stop).ConfigureAwait(false);
        }
    }

    /// <summary>The result was paid for, and is neither here nor there.</summary>
    async Task<BatchOutcome> LostAsync(Work work, Run run, BatchOutcome outcome, PulseException lost, CancellationToken stop)
    {
        if (_options.RetryFailed)
        {
            return await SubmitAsync(work, run, stop).ConfigureAwait(false);
        }

        string where = PathOf(work, run) is { } path ? $"'{RawPaths.Readable(path)}' does not hold its result, and " : "";
        return outcome with { Error = new PulseException(lost.Code, $"It was paid for in a run before as job '{outcome.JobId}'; {where}the service does not give it again: {lost.Message.TrimEnd('.')} (RetryFailed submits it again, and pays again).", lost) { JobId = outcome.JobId } };
    }

    bool IsDelivered(Work work, Run run, JournalEntry entry) => run.Files is null
        ? _options.IsDelivered?.Invoke(work.Document) != false
        : entry.Outputs?.TryGetValue(work.OutputName!, out string? hash) == true && run.Files.Holds(work.OutputName!, hash);

    static string? PathOf(Work work, Run run) => work.OutputName is null ? null : run.Files?.PathOf(work.OutputName);

    static bool IsUsable(string jobId)
    {
        try
        {
            JobIds.Check(jobId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    static PulseProtocolException UnusableId(string jobId) => new($"It was accepted, but its job id cannot be used: {JsonEncodedText.Encode(jobId[..Math.Min(jobId.Length, 100)])}. It was not sent again (ResubmitUnknown does that, and pays twice).") { MayHaveBeenAccepted = true };

    static string Because(string? message) => string.IsNullOrEmpty(message) ? "" : $": {message.TrimEnd('.')}";

    async Task<BatchOutcome> SubmitAsync(Work work, Run run, CancellationToken stop)
    {
        (BatchDocument document, string key, BatchJournal? journal) = (work.Document, work.Key, run.Journal);
        if (PathOf(work, run) is { } output)
        {
            // Before it is paid for.
            WholeFile.Check(output);
        }

        // Until the service has taken the key, one document at a time: a wrong one ends the run before all are uploaded.
        using IDisposable? alone = await run.Gate.EnterAsync(stop).ConfigureAwait(false);
        if (stop.IsCancellationRequested || run.Gate.Refusal is not null)
        {
            return new(document, BatchState.NotStarted, null, null, run.Gate.Refusal is { } refusal ? new PulseException(refusal.Code, $"'{RawPaths.Readable(document.Name)}' was not sent, as the key was refused: {refusal.Message}", refusal) : Stopped(document));
        }

        Report(new(document, null, null));

        // Whoever finds no more than this cannot know whether it was sent.
        journal?.Intent(key, document.Name);
        string jobId;
        long start = _client.Invoker.Clock.GetTimestamp();
        try
        {
            jobId = await _client.Invoker.SubmitWithinAsync(ServiceEndpoints.Extract, work.Content.Of(_options.Request), work.Wait, stop).ConfigureAwait(false);
            run.Gate.Open();
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
            run.Gate.Judge(failure);
            if (failure.MayHaveBeenAccepted)
            {
                return new(document, BatchState.Unknown, null, null, failure) { JournalError = Note(() => journal?.Unknown(key, failure.Message)) };
            }

            return new(document, BatchState.Failed, null, null, failure) { JournalError = Note(() => journal?.Refused(key, failure.Message)) };
        }

        if (!IsUsable(jobId))
        {
            PulseProtocolException unusable = UnusableId(jobId);
            return new(document, BatchState.Unknown, null, null, unusable) { JournalError = Note(() => journal?.Unknown(key, unusable.Message)) };
        }

        PulseFileException? journalError = Note(() => journal?.Submitted(key, jobId));
        alone?.Dispose();
        work.Content.Dispose();
        return await FollowAsync(work, run, jobId, _client.Invoker.Rest(work.Wait, start), journalError, stop).ConfigureAwait(false);
    }

    async Task<BatchOutcome> FollowAsync(Work work, Run run, string jobId, WaitOptions wait, PulseFileException? journalError, CancellationToken stop)
    {
        (BatchDocument document, string key, BatchJournal? journal) = (work.Document, work.Key, run.Journal);
        Report(new(document, jobId, null));
        if (_options.SubmitOnly)
        {
            return new(document, BatchState.Open, jobId, null, null) { JournalError = journalError };
        }

        long start = _client.Clock.GetTimestamp();
        using IDisposable? keep = _client.LargeResults.KeepIn(run.Kept, jobId);
        WaitOutcome outcome = await _client.Jobs.WaitForOutcomeAsync(
            jobId,
            wait with { IsKnownJob = true },
            progress => Report(new(document, jobId, progress)),
            stop).ConfigureAwait(false);
        switch (outcome.Error)
        {
            case PulseJobException ended:
                return new(document, BatchState.Failed, jobId, null, ended) { JournalError = Note(() => journal?.Failed(key, jobId, ended.Message)) ?? journalError };
            case { } failure:
                // A limit, a stop, a network that is gone: the job is there, and the next run asks again.
                run.Gate.Judge(failure);
                bool open = failure.Code is PulseErrorCode.Timeout or PulseErrorCode.Stopped or PulseErrorCode.Closed or PulseErrorCode.Network or PulseErrorCode.Tls;
                failure.JobId ??= jobId;
                return new(document, open ? BatchState.Open : BatchState.Failed, jobId, null, failure) { JournalError = journalError };
        }

        Job job = outcome.Job!;

        string? hash = null;
        try
        {
            if (run.Files is not null)
            {
                hash = await WriteAsync(work, run, _options.Render?.Invoke(job) ?? job.Result?.Json ?? job.Json, _client.Invoker.Rest(wait, start), stop).ConfigureAwait(false);
            }

            if (_options.Deliver is { } deliver)
            {
                await deliver(document, job, stop).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            PulseException failure = exception as PulseException ?? new PulseFileException($"The result of '{RawPaths.Readable(document.Name)}' could not be delivered: {exception.Message}", exception);
            if (job.Result?.Announcement is not null)
            {
                string where = _client.LargeResults.KeptAt(jobId) is { } kept ? $"All of it is in '{RawPaths.Readable(kept)}'" : "It could be fetched only once and is kept nowhere, so it is lost";
                failure = failure.Saying($"{failure.Message.TrimEnd('.')}. {where}.");
            }

            job.Dispose();
            failure.JobId ??= jobId;
            return new(document, BatchState.Failed, jobId, null, failure) { JournalError = journalError };
        }

        BatchOutcome completed = new(document, BatchState.Completed, jobId, job, null)
        {
            JournalError = Note(() => journal?.Done(key, jobId, work.OutputName, hash)) ?? journalError,
            OutputPath = PathOf(work, run),
        };
        if (run.Files is not null || _options.Deliver is not null)
        {
            // It is stored where it belongs, and the journal says so.
            _client.ForgetLargeResult(jobId);
        }

        return completed;
    }

    /// <summary>Writes a result file, within the time of its document where that is a pipe or a device.</summary>
    async Task<string> WriteAsync(Work work, Run run, ReadOnlyMemory<byte> content, WaitOptions wait, CancellationToken stop)
    {
        using CancellationTokenSource deadline = wait.HasTimeout ? new(wait.Timeout, _client.Clock) : new();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            return await run.Files!.WriteAsync(work.OutputName!, content, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            string words = $"'{RawPaths.Readable(PathOf(work, run)!)}' was not written, as nothing took the result";
            throw stop.IsCancellationRequested ? new PulseException(PulseErrorCode.Stopped, $"{words} before the run was stopped.") : new PulseTimeoutException($"{words} within the time of the wait.");
        }
    }

    async Task<BatchOutcome> DeliverCopyAsync(Work work, Run run, string jobId, byte[] content, CancellationToken stop)
    {
        string hash = await WriteAsync(work, run, content, work.Wait, stop).ConfigureAwait(false);
        return new(work.Document, BatchState.AlreadyDone, jobId, null, null)
        {
            JournalError = Note(() => run.Journal!.Done(work.Key, jobId, work.OutputName, hash)),
            OutputPath = PathOf(work, run),
        };
    }

    /// <summary>What the documents of a run have in common.</summary>
    /// <param name="Journal">The journal; null for none.</param>
    /// <param name="Files">The folder of results; null for none.</param>
    /// <param name="Kept">Where large results are kept until they are delivered; null where the client's own folder does that.</param>
    /// <param name="Turns">One document of a content at a time.</param>
    /// <param name="Gate">Ends the run when the key is refused.</param>
    /// <param name="Options">The options, as part of a document's key.</param>
    /// <param name="FirstVersionOptions">The same in journals of version 1.</param>
    sealed record Run(BatchJournal? Journal, ResultFiles? Files, LargeResultStore? Kept, Turns Turns, KeyGate Gate, byte[] Options, byte[] FirstVersionOptions);

    /// <summary>A document that is being worked on.</summary>
    /// <param name="Document">The document.</param>
    /// <param name="Content">Its content, opened.</param>
    /// <param name="Key">What the journal knows it by.</param>
    /// <param name="OutputName">The name of its result file, where there is one.</param>
    /// <param name="Wait">The wait for it, with what is left of its time.</param>
    sealed record Work(BatchDocument Document, DocumentContent Content, string Key, string? OutputName, WaitOptions Wait);

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

    static PulseException Stopped(BatchDocument document) =>
        new(PulseErrorCode.Stopped, $"The run was stopped before '{RawPaths.Readable(document.Name)}' was submitted.");

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
