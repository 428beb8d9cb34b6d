using System.Diagnostics.CodeAnalysis;
using Pulse.Client.Diagnostics;

namespace Pulse.Client.Waiting;

/// <summary>The deadlines of all waits: a heap and one timer.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Close() disposes of the timer.")]
sealed class WaitDeadlines
{
    readonly Lock _gate;
    readonly WatcherClock _clock;
    readonly Action<JobWait> _passed;
    readonly DueHeap<JobWait> _due = new();
    readonly DeadlineTimer _timer;
    bool _closed;

    /// <param name="gate">Guards all state.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="passed">Receives each wait whose deadline has passed, without the gate.</param>
    internal WaitDeadlines(Lock gate, WatcherClock clock, Action<JobWait> passed)
    {
        (_gate, _clock, _passed) = (gate, clock, passed);
        _timer = new DeadlineTimer(clock.Provider, Pass);
    }

    /// <summary>Adds a wait; for the holder of the gate.</summary>
    internal void Add(JobWait wait)
    {
        _gate.AssertHeld();
        _due.Add(wait);
        Arm();
    }

    /// <summary>Takes a wait out if it is here; for the holder of the gate.</summary>
    internal void Remove(JobWait wait)
    {
        _gate.AssertHeld();
        if (wait.HeapIndex < 0)
        {
            return;
        }

        _due.Remove(wait);
        if (_due.Count == 0 && !_closed)
        {
            _timer.Disarm();
        }
    }

    /// <summary>From here on no deadline passes; for the holder of the gate.</summary>
    internal void Close()
    {
        _gate.AssertHeld();
        _closed = true;
        _timer.Dispose();
    }

    void Arm()
    {
        if (_due.TryPeek(out JobWait? first))
        {
            _timer.Arm(first.Due, _clock.Now);
        }
    }

    void Pass()
    {
        while (true)
        {
            JobWait? wait;
            lock (_gate)
            {
                if (_closed || !_due.TryPeek(out wait))
                {
                    return;
                }

                if (wait.Due > _clock.Now)
                {
                    Arm();
                    return;
                }

                _due.Remove(wait);
            }

            _passed(wait);
        }
    }
}
