namespace Pulse.Cli.Output;

/// <summary>The jobs of this run that nobody outside knows of yet: paid for, and not to be forgotten whatever happens to the streams.</summary>
sealed class JobLedger(Terminal terminal)
{
    readonly Lock _lock = new();
    readonly Dictionary<string, string> _open = new(StringComparer.Ordinal);

    /// <summary>A job was submitted.</summary>
    internal void Add(string jobId, string name)
    {
        lock (_lock)
        {
            _open.TryAdd(jobId, name);
        }
    }

    /// <summary>It was printed, or its result was.</summary>
    internal void Settle(string jobId)
    {
        lock (_lock)
        {
            _open.Remove(jobId);
        }
    }

    /// <summary>Says which jobs are open, on stderr, and in a file where that is gone too.</summary>
    internal void TellAll()
    {
        KeyValuePair<string, string>[] open;
        lock (_lock)
        {
            open = [.. _open];
            _open.Clear();
        }

        foreach ((string jobId, string name) in open)
        {
            Tell(jobId, name);
        }
    }

    void Tell(string jobId, string name)
    {
        string line = $"pulse: {Printable.Line(name)}: submitted as job {Printable.Line(jobId)}, whose result was not printed. To go on: pulse job wait {Printable.Line(jobId)}";
        terminal.Error.WriteLine(line);
        if (terminal.ErrorIsLost())
        {
            Keep(line);
        }
    }

    static void Keep(string line)
    {
        try
        {
            string folder = StateFolder.Path;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            File.AppendAllText(Path.Combine(folder, "unreported-jobs.txt"), $"{TimeProvider.System.GetUtcNow():O} {line}\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No stream and no disk is left: only the exit code can tell.
        }
    }
}
