namespace Pulse.Sandbox.Cli;

/// <summary>
/// Notices when the process that this one was started for has ended. Shells in between are passed over: a shell that puts a
/// server into the background, a line of a Makefile for one, ends at once, while make is still there. PR_SET_PDEATHSIG would
/// not do, because it fires when the parent's starting <em>thread</em> ends.
/// </summary>
sealed class ParentWatch
{
    static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    static readonly HashSet<string> s_shells = new(StringComparer.Ordinal)
    {
        "sh", "bash", "dash", "zsh", "ksh", "mksh", "ash", "busybox", "fish", "csh", "tcsh",
    };

    readonly ProcessStat _watched;

    ParentWatch(ProcessStat watched) => _watched = watched;

    /// <summary>The process that is watched.</summary>
    public int ProcessId => _watched.Id;

    /// <summary>Finds the nearest ancestor that is no shell; null when there is none but the first process of the system.</summary>
    public static ParentWatch? Create()
    {
        ProcessStat? process = ProcessStat.Read(Environment.ProcessId);
        while (process is not null)
        {
            process = process.ParentId > 1 ? ProcessStat.Read(process.ParentId) : null;
            if (process is not null && !s_shells.Contains(process.Name.TrimStart('-')))
            {
                return new ParentWatch(process);
            }
        }

        return null;
    }

    /// <summary>Returns when the watched process has ended.</summary>
    public async Task WaitForEndAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(s_interval, TimeProvider.System);
        while (IsAlive())
        {
            await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false);
        }
    }

    // The id alone could have gone to another process, and a zombie has ended though its id is still there.
    bool IsAlive() => ProcessStat.Read(_watched.Id) is { State: not ('Z' or 'X') } now && now.StartTime == _watched.StartTime;
}
