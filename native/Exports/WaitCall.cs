using System.Text;
using Pulse.Client;
using Pulse.Client.Waiting;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

/// <summary>A wait that blocks the caller's thread. Progress is collected by the engine and delivered here, on that very thread.</summary>
static unsafe class WaitCall
{
    internal delegate Task<(string JobId, WaitOutcome Outcome)> Starter(WaitOptions options, Action<WaitProgress>? report, CancellationToken token);

    internal static Delivery<JobObject?> Run(ClientObject client, WaitOptionsStruct given, Starter start, CallerThread? caller = null)
    {
        WaitOptions options = client.Limits.Shorten(Convert(given));
        using UnderWay.Scope underWay = UnderWay.Enter();
        using CancellationTokenSource stop = client.Limits.NewStop();
        CallerThread thread = caller ?? new();
        Reporter? reporter = given.OnProgress is null ? null : new Reporter(given, stop, thread);
        Task<(string JobId, WaitOutcome Outcome)> wait = start(options, reporter is null ? null : reporter.Report, stop.Token);
        if (caller is not null || reporter is not null)
        {
            thread.WorkUntil(wait, given.TickMs == 0 ? Timeout.Infinite : (int)given.TickMs, reporter is null ? null : reporter.Tick);
        }

        BlockedThread.Wait(wait);
        (_, WaitOutcome outcome) = wait.Result;
        return new(outcome.Job is null ? null : new JobObject(outcome.Job), Failure: outcome.Error);
    }

    internal static WaitOptions Convert(WaitOptionsStruct given)
    {
        if (given.TickMs < 0 || given.TickMs > int.MaxValue)
        {
            throw new ArgumentException("options.tick_ms is out of range.");
        }

        return OptionConversions.ToOptions(given);
    }

    /// <summary>Hands reports to the host's callback, until it wants no more.</summary>
    sealed class Reporter(WaitOptionsStruct given, CancellationTokenSource stop, CallerThread caller)
    {
        WaitProgress _last;
        bool _stopped;

        internal void Report(WaitProgress report) => caller.Post(run =>
        {
            if (run)
            {
                Tell(report);
            }
        });

        internal void Tick() => Tell(null);

        void Tell(WaitProgress? report)
        {
            if (!_stopped && Call(report) != 0)
            {
                _stopped = true;
                stop.Cancel();
            }
        }

        int Call(WaitProgress? report)
        {
            WaitProgress shown = report ?? _last;
            _last = shown;
            byte[] jobId = Encoding.UTF8.GetBytes((shown.JobId ?? "") + '\0');
            byte[] status = Encoding.UTF8.GetBytes((shown.StatusText ?? "") + '\0');
            fixed (byte* jobIdData = jobId, statusData = status)
            {
                Progress progress = new()
                {
                    Kind = report is null ? Constants.ProgressTick : (int)shown.Event,
                    Status = (int)shown.Status,
                    JobId = new PulseStr { Data = jobIdData, Size = (nuint)(jobId.Length - 1) },
                    StatusText = new PulseStr { Data = statusData, Size = (nuint)(status.Length - 1) },
                    Attempt = shown.Attempt,
                    WaitedMs = (long)shown.Waited.TotalMilliseconds,
                    NextDelayMs = (long)shown.NextDelay.TotalMilliseconds,
                    Code = report is null ? 0 : (int)(shown.Error?.Code ?? PulseErrorCode.Ok),
                    HttpStatus = report is null ? 0 : shown.Error?.HttpStatus ?? 0,
                };
                return given.OnProgress(&progress, given.UserData);
            }
        }
    }
}
