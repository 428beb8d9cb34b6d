using Pulse.Client.Diagnostics;

namespace Pulse.Client.Waiting;

/// <summary>What a poll means for one of the waits that it serves: made without the gate, applied under it, then told without it.</summary>
/// <param name="Wait">The wait.</param>
/// <param name="Waited">Time since it began.</param>
/// <param name="NextDelay">Time until the next poll; zero when there is none.</param>
/// <param name="Event">What is reported; null for nothing.</param>
/// <param name="End">How it ends with this poll; null when it goes on.</param>
readonly record struct PollStep(JobWait Wait, TimeSpan Waited = default, TimeSpan NextDelay = default, WaitEvent? Event = null, WaitEnd? End = null);

/// <summary>Provides the lists that the waits of one poll are put into, so that a poll makes none. All members are for the holder of the gate.</summary>
sealed class PollStepLists(Lock gate)
{
    readonly Stack<List<PollStep>> _free = new();

    /// <summary>A list of all waits of a job.</summary>
    internal List<PollStep> Take(WatchedJob job)
    {
        gate.AssertHeld();
        List<PollStep> steps = _free.TryPop(out List<PollStep>? free) ? free : [];
        foreach (JobWait wait in job.Waits)
        {
            steps.Add(new PollStep(wait));
        }

        return steps;
    }

    internal void Return(List<PollStep> steps)
    {
        gate.AssertHeld();
        steps.Clear();
        _free.Push(steps);
    }
}
