using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>How a wait ended.</summary>
enum WaitEnd
{
    /// <summary>The job reached a terminal status.</summary>
    Finished,

    /// <summary>The time, or the number of attempts, is used up.</summary>
    TimedOut,

    /// <summary>The caller stopped.</summary>
    Stopped,

    /// <summary>A failure that waiting cannot cure.</summary>
    Failed,
}

/// <summary>The outcome of a wait; the last snapshot comes along with every end.</summary>
readonly record struct WaitOutcome(WaitEnd End, Job? Job, PulseException? Error);

/// <summary>Waits for a job by polling it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim whose wait handle is never asked for holds nothing to dispose, and waits may still use it.")]
sealed class JobWaiter(ClientSettings settings, JobReader reader, RequestExecutor executor)
{
    // A proxy's page in place of one answer is no reason to give up a job that is paid for; three in a row are.
    const int MostProtocolFailures = 3;

    readonly SemaphoreSlim _pollSlots = new(settings.MaxConcurrentPolls);
    long _waits;
    long _polls;

    internal long Waits => Interlocked.Read(ref _waits);

    internal long Polls => Interlocked.Read(ref _polls);

    internal async Task<WaitOutcome> WaitAsync(string jobId, WaitOptions options, Action<WaitProgress>? report, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waits);
        using CancellationTokenSource deadline = options.HasTimeout ? new(options.Timeout, settings.TimeProvider) : new();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        Progress progress = new(jobId, settings, report, options.ReportEveryPoll);
        try
        {
            return await PollAsync(progress, jobId, options, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new(WaitEnd.Stopped, progress.LastJob, null);
        }
        catch (OperationCanceledException)
        {
            // Timers run on a coarser clock and may be some milliseconds early.
            for (TimeSpan left = options.Timeout - progress.Waited; left > TimeSpan.Zero; left = options.Timeout - progress.Waited)
            {
                await Task.Delay(left + TimeSpan.FromMilliseconds(1), settings.TimeProvider, CancellationToken.None).ConfigureAwait(false);
            }

            string limit = string.Create(CultureInfo.InvariantCulture, $"within {options.Timeout.TotalSeconds:0.###} s");
            return new(WaitEnd.TimedOut, progress.LastJob, progress.TimedOut(limit));
        }
        catch (PulseException exception)
        {
            exception.JobId ??= jobId;
            exception.LastSnapshot ??= progress.LastJob;
            return new(WaitEnd.Failed, progress.LastJob, exception);
        }
        finally
        {
            Interlocked.Decrement(ref _waits);
        }
    }

    async Task<WaitOutcome> PollAsync(Progress progress, string jobId, WaitOptions options, CancellationToken cancellationToken)
    {
        PollSchedule schedule = new(options, settings.Randomizer);
        int protocolFailures = 0;
        while (true)
        {
            PulseException? failure = null;
            Job? job = null;
            await _pollSlots.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                Interlocked.Increment(ref _polls);
                progress.Attempt++;
                job = await reader.ReadOnceAsync(jobId, maxRetries: 0, cancellationToken).ConfigureAwait(false);
            }
            catch (PulseException exception) when (MayPass(exception, options, progress, ref protocolFailures))
            {
                failure = exception;
            }
            finally
            {
                _pollSlots.Release();
            }

            if (job is { IsTerminal: true })
            {
                progress.Ended(job);
                await reader.FollowAsync(job, cancellationToken).ConfigureAwait(false);
                return new(WaitEnd.Finished, job, null);
            }

            if (job is not null)
            {
                protocolFailures = 0;
            }

            if (progress.Attempt == options.MaxAttempts)
            {
                progress.Polled(job, failure, TimeSpan.Zero);
                string limit = string.Create(CultureInfo.InvariantCulture, $"after {progress.Attempt} polls (MaxAttempts)");
                return new(WaitEnd.TimedOut, progress.LastJob, progress.TimedOut(limit));
            }

            TimeSpan delay = schedule.Next(failure?.RetryAfter);
            progress.Polled(job, failure, delay);
            await executor.DelayAsync(delay, cancellationToken).ConfigureAwait(false);
        }
    }

    static bool MayPass(PulseException failure, WaitOptions options, Progress progress, ref int protocolFailures) => failure.Code switch
    {
        PulseErrorCode.Protocol => ++protocolFailures < MostProtocolFailures,
        PulseErrorCode.NotFound => progress.Waited < options.NotFoundGrace,
        _ => RequestExecutor.IsTransient(failure),
    };

    /// <summary>What a wait has seen so far.</summary>
    sealed class Progress(string jobId, ClientSettings settings, Action<WaitProgress>? report, bool everyPoll)
    {
        readonly long _start = settings.TimeProvider.GetTimestamp();
        PulseException? _lastFailure;
        string _statusText = "";

        internal int Attempt { get; set; }

        internal Job? LastJob { get; private set; }

        internal TimeSpan Waited => settings.TimeProvider.GetElapsedTime(_start);

        internal void Ended(Job job)
        {
            bool changed = Take(job);
            if (changed)
            {
                Report(WaitEvent.Status, TimeSpan.Zero, null);
            }
        }

        internal void Polled(Job? job, PulseException? failure, TimeSpan nextDelay)
        {
            _lastFailure = failure;
            if (failure is not null)
            {
                settings.Logger.PollFailed(jobId, failure.Code, failure.HttpStatus, nextDelay.TotalMilliseconds);
                if (everyPoll)
                {
                    Report(WaitEvent.Retry, nextDelay, failure);
                }

                return;
            }

            if (Take(job!))
            {
                Report(WaitEvent.Status, nextDelay, null);
            }
            else if (everyPoll)
            {
                Report(WaitEvent.Poll, nextDelay, null);
            }
        }

        internal PulseTimeoutException TimedOut(string limit)
        {
            string state = LastJob is null ? "no poll succeeded" : $"its last status was '{LastJob.StatusText}'";
            string cause = _lastFailure is null ? "" : $"; the last poll failed: {_lastFailure.Message.TrimEnd('.')}";
            return new PulseTimeoutException($"Job '{jobId}' did not end {limit}; {state}{cause}. The job may still run: wait for it again by its id.", _lastFailure)
            {
                JobId = jobId,
                LastSnapshot = LastJob,
                HttpStatus = _lastFailure?.HttpStatus ?? 0,
                RetryAfter = _lastFailure?.RetryAfter,
            };
        }

        bool Take(Job job)
        {
            bool changed = LastJob is null || !string.Equals(_statusText, job.StatusText, StringComparison.Ordinal);
            LastJob?.Dispose();
            LastJob = job;
            _statusText = job.StatusText;
            if (changed)
            {
                settings.Logger.JobStatusChanged(jobId, job.StatusText, Attempt);
            }

            return changed;
        }

        void Report(WaitEvent what, TimeSpan nextDelay, PulseException? error) =>
            report?.Invoke(new WaitProgress(what, jobId, LastJob?.Status ?? JobStatus.Unknown, _statusText, Attempt, Waited, nextDelay, error));
    }
}
