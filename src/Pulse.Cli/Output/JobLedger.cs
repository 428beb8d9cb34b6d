using System.Text;
using Pulse.Client;
using Pulse.Client.Results;

namespace Pulse.Cli.Output;

/// <summary>
/// The jobs of this run that nobody outside knows of yet: paid for, and not to be forgotten whatever happens to the streams and to the
/// program. Each is in a file of this run's before it is waited for; the file goes when all have been told of.
/// </summary>
sealed class JobLedger(Terminal terminal)
{
    const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly Lock _lock = new();
    readonly Dictionary<string, string> _open = new(StringComparer.Ordinal);
    FileStream? _file;
    string? _path;

    /// <summary>A job was submitted.</summary>
    internal void Add(string jobId, string name)
    {
        lock (_lock)
        {
            if (_open.TryAdd(jobId, name))
            {
                Keep(Line(jobId, name));
            }
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

    /// <summary>Says which jobs are open, on stderr; where that is gone too, the file stays, with them alone.</summary>
    internal void TellAll()
    {
        lock (_lock)
        {
            string[] lines = [.. _open.Select(static job => Line(job.Key, job.Value))];
            foreach (string line in lines)
            {
                terminal.Error.WriteLine(line);
            }

            if (terminal.ErrorIsLost() && lines.Length > 0)
            {
                Empty();
                foreach (string line in lines)
                {
                    Keep(line);
                }
            }
            else
            {
                Remove();
            }

            _open.Clear();
        }
    }

    /// <summary>The program has said all that it has to say.</summary>
    internal void End()
    {
        if (terminal.ErrorIsLost())
        {
            TellAll();
            return;
        }

        lock (_lock)
        {
            Remove();
        }
    }

    static string Line(string jobId, string name) =>
        $"pulse: {Printable.Line(name)}: submitted as job {Printable.Line(jobId)}; its result was not printed. To resume: pulse job wait {Printable.Line(jobId)}";

    void Keep(string line)
    {
        try
        {
            _file ??= Create();
            _file?.Write(Encoding.UTF8.GetBytes($"{TimeProvider.System.GetUtcNow():O} {line}\n"));
            _file?.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // There is no disk for it: stderr has it, and else only the exit code can tell.
        }
    }

    FileStream? Create()
    {
        if (StateFolder.Of(Environment.GetEnvironmentVariable) is not { } folder)
        {
            return null;
        }

        PathFiles.MakeFolder(folder, FolderMode);
        _path = Path.Combine(folder, $"open-jobs-{Guid.NewGuid():n}.txt");
        FileStreamOptions options = new() { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode;
        }

        FileStream file = PathFiles.Open(_path, options);
        UnixFiles.SyncFolderOf(_path);
        return file;
    }

    void Empty()
    {
        try
        {
            _file?.SetLength(0);
            _file?.Seek(0, SeekOrigin.Begin);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It then names more jobs than those that are open.
        }
    }

    void Remove()
    {
        try
        {
            _file?.Dispose();
            _file = null;
            if (_path is not null)
            {
                PathFiles.Delete(_path);
                _path = null;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What stays names jobs that were told of.
        }
    }
}
