using System.Globalization;

namespace Pulse.Cli.Output;

/// <summary>How many documents of a run have ended, and how long the others will take. Safe to use from any thread.</summary>
/// <param name="total">All of them.</param>
/// <param name="concurrency">How many are processed at the same time.</param>
/// <param name="typical">How long a document takes, as far as that is known.</param>
/// <param name="clock">The clock.</param>
/// <param name="noun">What they are.</param>
sealed class RunCount(int total, int concurrency, Func<TimeSpan?> typical, TimeProvider clock, string noun = "documents")
{
    readonly Lock _lock = new();
    readonly Dictionary<string, long> _running = new(StringComparer.Ordinal);
    readonly long _start = clock.GetTimestamp();
    int _ended;
    int _failed;

    internal int Total => total;

    internal void Started(string name)
    {
        lock (_lock)
        {
            _running.TryAdd(name, clock.GetTimestamp());
        }
    }

    internal void Ended(string name, bool failed)
    {
        lock (_lock)
        {
            _running.Remove(name);
            _ended++;
            _failed += failed ? 1 : 0;
        }
    }

    /// <summary>For example "37 of 60, 2 failed, 1:12 left".</summary>
    internal string Line()
    {
        lock (_lock)
        {
            string failed = _failed == 0 ? "" : $", {_failed} failed";
            string left = Left() is { } time ? $", {Clock(time)} left" : "";
            return $"{_ended} of {total}{failed}{left}";
        }
    }

    /// <summary>The words at the end of a run.</summary>
    internal string Summary()
    {
        lock (_lock)
        {
            string failed = _failed == 0 ? "" : $", {_failed} failed";
            string open = _ended < total ? $", {total - _ended} not ended" : "";
            return $"{_ended - _failed} of {total} {noun} done{failed}{open}, in {Clock(clock.GetElapsedTime(_start))}";
        }
    }

    /// <summary>0:07, 1:12 or 2:03:04.</summary>
    internal static string Clock(TimeSpan time) =>
        time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}") : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);

    TimeSpan? Left()
    {
        if (_ended >= total || typical() is not { } each)
        {
            return null;
        }

        // What runs still needs a little, however long it has taken.
        double least = each.TotalSeconds / 20;
        double[] running = [.. _running.Values.Select(start => Math.Max(each.TotalSeconds - clock.GetElapsedTime(start).TotalSeconds, least))];
        double work = running.Sum() + (Math.Max(0, total - _ended - running.Length) * each.TotalSeconds);
        double most = running.Length == 0 ? 0 : running.Max();
        return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(Math.Max(most, work / Math.Clamp(concurrency, 1, total - _ended))), 1, TimeSpan.FromDays(99).TotalSeconds));
    }
}
