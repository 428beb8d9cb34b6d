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

    internal static Delivery<JobObject?> Run(ClientObject client, WaitOptionsStruct given, Starter start)
    {
        WaitOptions options = client.Limits.Shorten(Convert(given));
        using UnderWay.Scope underWay = UnderWay.Enter();
        using CancellationTokenSource stop = client.Limits.NewStop();
        WaitOutcome outcome;
        if (given.OnProgress is null)
        {
            (_, outcome) = Await(start(options, null, stop.Token));
        }
        else
        {
            ProgressPump pump = new();
            Task<(string JobId, WaitOutcome Outcome)> wait = start(options, pump.Add, stop.Token);
            _ = wait.ContinueWith(static (_, state) => ((ProgressPump)state!).Complete(), pump, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            pump.Deliver(given, stop);
            (_, outcome) = Await(wait);
        }

        return new(outcome.Job is null ? null : new JobObject(outcome.Job), Failure: outcome.Error);
    }

    /// <summary>Waits for what goes on elsewhere, on the host's thread.</summary>
    static T Await<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>One object for all waits with the same options: with many waits most of them are.</summary>
    internal static WaitOptions SharedOptions(WaitOptionsStruct given, CallLimits limits)
    {
        WaitOptions options = limits.Shorten(Convert(given));
        options.Validate();
        if (Volatile.Read(ref s_shared) is { } shared && options.Equals(shared))
        {
            return shared;
        }

        Volatile.Write(ref s_shared, options);
        return options;
    }

    static WaitOptions? s_shared;

    static WaitOptions Convert(WaitOptionsStruct given)
    {
        if (given.TickMs < 0 || given.TickMs > int.MaxValue)
        {
            throw new ArgumentException("options.tick_ms is out of range.");
        }

        return OptionConversions.ToOptions(given);
    }

    /// <summary>Carries reports from the engine's threads to the waiting one.</summary>
    sealed class ProgressPump
    {
        readonly Queue<WaitProgress> _reports = new();
        bool _complete;
        WaitProgress _last;

        internal void Add(WaitProgress report)
        {
            lock (_reports)
            {
                _reports.Enqueue(report);
                Monitor.Pulse(_reports);
            }
        }

        internal void Complete()
        {
            lock (_reports)
            {
                _complete = true;
                Monitor.Pulse(_reports);
            }
        }

        internal void Deliver(WaitOptionsStruct given, CancellationTokenSource stop)
        {
            int tick = given.TickMs == 0 ? Timeout.Infinite : (int)given.TickMs;
            bool stopped = false;
            while (true)
            {
                WaitProgress? report = null;
                lock (_reports)
                {
                    if (_reports.Count == 0 && !_complete)
                    {
                        Monitor.Wait(_reports, tick);
                    }

                    if (_reports.Count > 0)
                    {
                        report = _reports.Dequeue();
                    }
                    else if (_complete)
                    {
                        return;
                    }
                }

                if (!stopped && Call(given, report) != 0)
                {
                    stopped = true;
                    stop.Cancel();
                }
            }
        }

        int Call(WaitOptionsStruct given, WaitProgress? report)
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
