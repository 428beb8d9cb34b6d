using System.Text.Json;
using Pulse.Client.Endpoints;
using Pulse.Client.Results;
using Pulse.Client.Waiting;

namespace Pulse.Client.Batch;

/// <summary>One run of a <see cref="BatchRunner"/>: takes each document from what the journal knows of it to its outcome. Safe to use from any thread.</summary>
/// <param name="client">The client.</param>
/// <param name="options">The options.</param>
/// <param name="journal">The journal; null for none.</param>
/// <param name="store">What several processes share in place of a journal; null for none.</param>
/// <param name="files">The folder of results; null for none.</param>
/// <param name="kept">Where large results are kept until they are delivered; null where the client's own folder does that.</param>
/// <param name="gate">Ends the run when the key is refused.</param>
sealed class BatchRun(PulseClient client, BatchOptions options, BatchJournal? journal, SharedStore? store, ResultFiles? files, LargeResultStore? kept, KeyGate gate)
{
    readonly KeyedLock _locks = new();

    // The options, as part of a document's key; and the same in journals of version 1.
    readonly byte[] _canonical = CanonicalOptions.Of(options.Request);
    readonly byte[] _firstVersion = JsonSerializer.SerializeToUtf8Bytes(options.Request, PulseJsonContext.Default.ExtractRequest);

    /// <summary>Whether anything is remembered of documents.</summary>
    bool Remembers => journal is not null || store is not null;

    /// <summary>Whether nothing more is sent, as the key was refused.</summary>
    internal bool IsRefused => gate.Refusal is not null;

    /// <summary>Does one document, or finds out that it is done.</summary>
    /// <returns>Null while another process does a document with this content.</returns>
    internal async Task<BatchOutcome?> DoAsync(BatchDocument document, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return new(document, BatchState.NotStarted, null, null, Stopped(document));
        }

        DocumentContent content;
        string key;
        long start = client.Clock.GetTimestamp();
        try
        {
            (content, key) = await OpenAsync(document, stop).ConfigureAwait(false);
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
        WaitOptions wait = client.Invoker.Rest(options.Wait, start);
        using (content)
        {
            if (!Remembers && files is null)
            {
                return await SubmitAsync(new(document, content, key, null, wait, null), stop).ConfigureAwait(false);
            }

            // The same document twice: the second finds what the first has done.
            using IDisposable turn = await _locks.TakeAsync(key).ConfigureAwait(false);
            IBatchClaim? claim = store is not null ? await store.ClaimAsync(key, stop).ConfigureAwait(false) : journal is not null ? new JournalClaim(journal, key) : null;
            if (claim is null && store is not null)
            {
                return null;
            }

            try
            {
                Work work = new(document, content, key, files is null ? null : await files.NameOfAsync(document, key).ConfigureAwait(false), wait, claim);
                return claim is null
                    ? await SubmitAsync(work, stop).ConfigureAwait(false)
                    : await GoOnAsync(work, await KnownAsync(work, claim).ConfigureAwait(false), stop).ConfigureAwait(false);
            }
            finally
            {
                if (claim is not null)
                {
                    await claim.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Opens a document and hashes it, where anything is to be remembered of it, within its time. What cannot be interrupted, as a read of stdin, is left to itself.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped, or the time has passed.</exception>
    async Task<(DocumentContent Content, string Key)> OpenAsync(BatchDocument document, CancellationToken stop)
    {
        using CancellationTokenSource deadline = options.Wait.HasTimeout ? new(options.Wait.Timeout, client.Clock) : new();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        Task<(DocumentContent Content, string Key)> opening = OpenAndHashAsync(document, either.Token);
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

    async Task<(DocumentContent Content, string Key)> OpenAndHashAsync(BatchDocument document, CancellationToken cancellationToken)
    {
        DocumentContent content = await document.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (content, !Remembers && files is null ? "" : await Task.Run(() => content.Key(_canonical), CancellationToken.None).ConfigureAwait(false));
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    /// <summary>What is known, in this version's terms.</summary>
    async Task<BatchRecord> KnownAsync(Work work, IBatchClaim claim)
    {
        BatchRecord entry = await claim.ReadAsync().ConfigureAwait(false);
        if (entry.State != BatchRecordState.New || journal is not { HasFirstVersion: true })
        {
            return entry;
        }

        BatchRecord first = journal.FindFirstVersion(work.Content.FirstVersionKey(_firstVersion));
        if (first.State == BatchRecordState.New)
        {
            return entry;
        }

        await claim.IntentAsync(work.Document.Name).ConfigureAwait(false);
        switch (first)
        {
            case { State: BatchRecordState.Submitted or BatchRecordState.Done, JobId: { } jobId }:
                await claim.SubmittedAsync(jobId).ConfigureAwait(false);
                break;
            case { State: BatchRecordState.Failed, JobId: { } jobId }:
                await claim.FailedAsync(jobId, first.Message ?? "").ConfigureAwait(false);
                break;
        }

        return await claim.ReadAsync().ConfigureAwait(false);
    }

    async Task<BatchOutcome?> GoOnAsync(Work work, BatchRecord entry, CancellationToken stop)
    {
        BatchDocument document = work.Document;
        if (entry is { State: BatchRecordState.Submitted or BatchRecordState.Done } && !IsUsable(entry.JobId!))
        {
            return new(document, BatchState.Unknown, null, null, UnusableId(entry.JobId!));
        }

        switch (entry.State)
        {
            case BatchRecordState.Done when IsDelivered(work, entry):
                return new(document, BatchState.AlreadyDone, entry.JobId, null, null) { OutputPath = PathOf(work) };
            case BatchRecordState.Done when files?.FindCopy(entry) is { } copy:
                // The same document under another name.
                return await DeliverCopyAsync(work, entry.JobId!, copy, stop).ConfigureAwait(false);
            case BatchRecordState.Done:
            case BatchRecordState.Submitted:
                BatchOutcome outcome = await FollowAsync(work, entry.JobId!, work.Wait, null, stop).ConfigureAwait(false);
                return IsLost(outcome) ? await LostAsync(work, outcome, outcome.Error!, stop).ConfigureAwait(false) : outcome;
            case BatchRecordState.Failed when !options.RetryFailed:
                return new(document, BatchState.Failed, entry.JobId, null, new PulseException(PulseErrorCode.JobFailed, $"The job failed in a run before{Because(entry.Message)} (RetryFailed submits it again).") { JobId = entry.JobId });
            case BatchRecordState.Unknown when !options.ResubmitUnknown:
                return new(document, BatchState.Unknown, null, null, new PulseOutcomeUnknownException($"It was sent in a run before, and it is not known whether it was accepted{Because(entry.Message)}. It was not sent again (ResubmitUnknown does that, and may pay twice).", null) { MayHaveBeenAccepted = true });
            default:
                return await SubmitAsync(work, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the service does not give the result any more.</summary>
    static bool IsLost(BatchOutcome outcome) => outcome.Error is { Code: PulseErrorCode.NotFound or PulseErrorCode.Gone or PulseErrorCode.ResultLost };

    /// <summary>The result was paid for, and is neither here nor there.</summary>
    async Task<BatchOutcome?> LostAsync(Work work, BatchOutcome outcome, PulseException lost, CancellationToken stop)
    {
        if (options.RetryFailed)
        {
            return await SubmitAsync(work, stop).ConfigureAwait(false);
        }

        string where = PathOf(work) is { } path ? $"'{RawPaths.Readable(path)}' does not hold its result, and " : "";
        return outcome with { Error = new PulseException(lost.Code, $"It was paid for in a run before as job '{outcome.JobId}'; {where}the service does not give it again: {lost.Message.TrimEnd('.')} (RetryFailed submits it again, and pays again).", lost) { JobId = outcome.JobId } };
    }

    bool IsDelivered(Work work, BatchRecord entry) => files is null
        ? options.IsDelivered?.Invoke(work.Document) != false
        : entry.Outputs?.TryGetValue(work.OutputName!, out string? hash) == true && files.Holds(work.OutputName!, hash);

    string? PathOf(Work work) => work.OutputName is null ? null : files?.PathOf(work.OutputName);

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

    async Task<BatchOutcome?> SubmitAsync(Work work, CancellationToken stop)
    {
        (BatchDocument document, IBatchClaim? claim) = (work.Document, work.Claim);
        if (PathOf(work) is { } output)
        {
            // Before it is paid for.
            WholeFile.Check(output);
        }

        // Until the service has taken the key, one document at a time: a wrong one ends the run before all are uploaded.
        using IDisposable? alone = await gate.EnterAsync(stop).ConfigureAwait(false);
        if (stop.IsCancellationRequested || gate.Refusal is not null)
        {
            return new(document, BatchState.NotStarted, null, null, gate.Refusal is { } refusal ? new PulseException(refusal.Code, $"'{RawPaths.Readable(document.Name)}' was not sent, as the key was refused: {refusal.Message}", refusal) : Stopped(document));
        }

        Report(new(document, null, null));

        // Whoever finds no more than this cannot know whether it was sent.
        if (claim is not null && !await claim.IntentAsync(document.Name).ConfigureAwait(false))
        {
            return null;
        }

        string jobId;
        long start = client.Invoker.Clock.GetTimestamp();
        try
        {
            jobId = await client.Invoker.SubmitWithinAsync(ServiceEndpoints.Extract, work.Content.Of(options.Request), work.Wait, stop, gentleStop: stop).ConfigureAwait(false);
            gate.Open();
        }
        catch (OperationCanceledException)
        {
            // The body was not sent whole, so it cannot have been accepted.
            await NoteAsync(claim?.RefusedAsync("stopped before it was sent")).ConfigureAwait(false);
            return new(document, BatchState.NotStarted, null, null, Stopped(document));
        }
        catch (Exception exception) when (exception is PulseException or ArgumentException)
        {
            PulseException failure = exception as PulseException ?? new PulseException(PulseErrorCode.InvalidArgument, exception.Message, exception);
            gate.Judge(failure);
            if (failure.MayHaveBeenAccepted)
            {
                return new(document, BatchState.Unknown, null, null, failure) { JournalError = await NoteAsync(claim?.UnknownAsync(failure.Message)).ConfigureAwait(false) };
            }

            return new(document, BatchState.Failed, null, null, failure) { JournalError = await NoteAsync(claim?.RefusedAsync(failure.Message)).ConfigureAwait(false) };
        }

        if (!IsUsable(jobId))
        {
            PulseProtocolException unusable = UnusableId(jobId);
            return new(document, BatchState.Unknown, null, null, unusable) { JournalError = await NoteAsync(claim?.UnknownAsync(unusable.Message)).ConfigureAwait(false) };
        }

        PulseException? journalError = await NoteAsync(claim?.SubmittedAsync(jobId)).ConfigureAwait(false);
        alone?.Dispose();
        work.Content.Dispose();
        return await FollowAsync(work, jobId, client.Invoker.Rest(work.Wait, start), journalError, stop).ConfigureAwait(false);
    }

    async Task<BatchOutcome> FollowAsync(Work work, string jobId, WaitOptions wait, PulseException? journalError, CancellationToken stop)
    {
        BatchOutcome outcome = await FollowJobAsync(work, jobId, wait, journalError, stop).ConfigureAwait(false);
        if (store is null || !IsLost(outcome))
        {
            return outcome;
        }

        // A process that was taken for dead, as this one or the one before, has gone on, and may have delivered what can be fetched once.
        BatchRecord now = default;
        PulseException? unread = await NoteAsync(ReadAsync()).ConfigureAwait(false);
        return now.State == BatchRecordState.Done && IsDelivered(work, now)
            ? new(work.Document, BatchState.AlreadyDone, now.JobId, null, null) { OutputPath = PathOf(work) }
            : outcome with { JournalError = outcome.JournalError ?? unread };

        async Task ReadAsync() => now = await work.Claim!.ReadAsync().ConfigureAwait(false);
    }

    async Task<BatchOutcome> FollowJobAsync(Work work, string jobId, WaitOptions wait, PulseException? journalError, CancellationToken stop)
    {
        (BatchDocument document, IBatchClaim? claim) = (work.Document, work.Claim);
        Report(new(document, jobId, null));
        if (options.SubmitOnly)
        {
            return new(document, BatchState.Open, jobId, null, null) { JournalError = journalError };
        }

        long start = client.Clock.GetTimestamp();
        using IDisposable? keep = client.LargeResults.KeepIn(kept, jobId);
        WaitOutcome outcome = await client.Jobs.WaitForOutcomeAsync(
            jobId,
            wait with { IsKnownJob = true },
            progress => Report(new(document, jobId, progress)),
            stop).ConfigureAwait(false);
        switch (outcome.Error)
        {
            case PulseJobException ended:
                return new(document, BatchState.Failed, jobId, null, ended) { JournalError = await NoteAsync(claim?.FailedAsync(jobId, ended.Message)).ConfigureAwait(false) ?? journalError };
            case { } failure:
                // A limit, a stop, a network that is gone: the job is there, and the next run asks again.
                gate.Judge(failure);
                bool open = failure.Code is PulseErrorCode.Timeout or PulseErrorCode.Stopped or PulseErrorCode.Closed or PulseErrorCode.Network or PulseErrorCode.Tls;
                failure.JobId ??= jobId;
                return new(document, open ? BatchState.Open : BatchState.Failed, jobId, null, failure) { JournalError = journalError };
        }

        Job job = outcome.Job!;

        string? hash = null;
        try
        {
            if (files is not null)
            {
                hash = await WriteAsync(work, options.Render?.Invoke(job) ?? job.Result?.Json ?? job.Json, client.Invoker.Rest(wait, start), stop).ConfigureAwait(false);
            }

            if (options.DeliverBeside is { } beside && PathOf(work) is { } path)
            {
                await beside(job, path, stop).ConfigureAwait(false);
            }

            if (options.Deliver is { } deliver)
            {
                await deliver(document, job, stop).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            PulseException failure = exception as PulseException ?? new PulseFileException($"The result of '{RawPaths.Readable(document.Name)}' could not be delivered: {exception.Message}", exception);
            if (job.Result?.Announcement is not null)
            {
                string where = client.LargeResults.KeptAt(jobId) is { } kept ? $"All of it is in '{RawPaths.Readable(kept)}'" : "It could be fetched only once and is kept nowhere, so it is lost";
                failure = failure.Saying($"{failure.Message.TrimEnd('.')}. {where}.");
            }

            job.Dispose();
            failure.JobId ??= jobId;
            return new(document, BatchState.Failed, jobId, null, failure) { JournalError = journalError };
        }

        BatchOutcome completed = new(document, BatchState.Completed, jobId, job, null)
        {
            JournalError = await NoteAsync(claim?.DoneAsync(jobId, work.OutputName, hash)).ConfigureAwait(false) ?? journalError,
            OutputPath = PathOf(work),
        };
        if (files is not null || options.Deliver is not null)
        {
            // It is stored where it belongs, and the journal says so.
            client.ForgetLargeResult(job);
        }

        return completed;
    }

    /// <summary>Writes a result file, within the time of its document where that is a pipe or a device.</summary>
    async Task<string> WriteAsync(Work work, ReadOnlyMemory<byte> content, WaitOptions wait, CancellationToken stop)
    {
        using CancellationTokenSource deadline = wait.HasTimeout ? new(wait.Timeout, client.Clock) : new();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(stop, deadline.Token);
        try
        {
            return await files!.WriteAsync(work.OutputName!, content, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            string words = $"'{RawPaths.Readable(PathOf(work)!)}' was not written, as nothing took the result";
            throw stop.IsCancellationRequested ? new PulseException(PulseErrorCode.Stopped, $"{words} before the run was stopped.") : new PulseTimeoutException($"{words} within the time of the wait.");
        }
    }

    async Task<BatchOutcome> DeliverCopyAsync(Work work, string jobId, byte[] content, CancellationToken stop)
    {
        string hash = await WriteAsync(work, content, work.Wait, stop).ConfigureAwait(false);
        return new(work.Document, BatchState.AlreadyDone, jobId, null, null)
        {
            JournalError = await NoteAsync(work.Claim!.DoneAsync(jobId, work.OutputName, hash)).ConfigureAwait(false),
            OutputPath = PathOf(work),
        };
    }

    /// <summary>A document that is being worked on.</summary>
    /// <param name="Document">The document.</param>
    /// <param name="Content">Its content, opened.</param>
    /// <param name="Key">What the journal knows it by.</param>
    /// <param name="OutputName">The name of its result file, where there is one.</param>
    /// <param name="Wait">The wait for it, with what is left of its time.</param>
    /// <param name="Claim">Its record, where anything is remembered.</param>
    sealed record Work(BatchDocument Document, DocumentContent Content, string Key, string? OutputName, WaitOptions Wait, IBatchClaim? Claim);

    /// <summary>Tells of progress. What the listener throws is not to change what becomes of a document that may be paid for.</summary>
    void Report(BatchProgress progress)
    {
        try
        {
            options.Progress?.Invoke(progress);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // As documented: the outcome says what is true of the document, whatever its listener does.
        }
    }

    /// <summary>Waits for what is written or read; what keeps it from that is told, and ends nothing that is paid for.</summary>
    internal static async Task<PulseException?> NoteAsync(Task? write)
    {
        try
        {
            await (write ?? Task.CompletedTask).ConfigureAwait(false);
            return null;
        }
        catch (PulseException exception)
        {
            return exception;
        }
    }

    internal static PulseException Stopped(BatchDocument document) =>
        new(PulseErrorCode.Stopped, $"The run was stopped before '{RawPaths.Readable(document.Name)}' was submitted.");
}
