using System.Text;
using Pulse.Client.Results;

namespace Pulse.Client.Batch;

/// <summary>
/// A text file of one JSON object a line that is only ever appended to, each line flushed to the disk before what it announces
/// is done. Each line ends in a checksum over itself and all lines before it, so that no damage goes unnoticed. Only a last line
/// without its newline was cut off by the end of a process or machine, and counts as not written unless it is whole. One process
/// at a time has it open. A journal of version 1, whose lines have no checksum, is read, and goes on as version 2.
/// </summary>
sealed class BatchJournal : IDisposable
{
    const string FirstHeader = """{"pulse_journal":1}""";
    const string Header = """{"pulse_journal":2""";

    readonly Lock _lock = new();
    readonly JournalIndex _index = new();
    readonly JournalFile _file;
    readonly string _path;
    readonly TimeProvider _clock;
    ulong _sum;
    int _version;

    /// <exception cref="PulseFileException">It cannot be opened or locked, another process has it open, it is damaged, or it is no journal.</exception>
    internal BatchJournal(string path, TimeProvider clock)
    {
        _path = path;
        _clock = clock;
        _file = new JournalFile(path);
        try
        {
            Load();
        }
        catch (Exception exception)
        {
            _file.Dispose();
            if (exception is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                throw new PulseFileException($"The journal '{RawPaths.Readable(path)}' cannot be read: {exception.Message}", exception);
            }

            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>What was cut off at the end, where it could not be read; null when nothing was.</summary>
    internal string? CutOff { get; private set; }

    /// <summary>Whether it has entries of version 1, which are found by another key.</summary>
    internal bool HasFirstVersion => _index.HasFirstVersion;

    internal BatchRecord Find(string key)
    {
        lock (_lock)
        {
            return _index.Find(key);
        }
    }

    /// <summary>What a journal of version 1 knows, by its key.</summary>
    internal BatchRecord FindFirstVersion(string key)
    {
        lock (_lock)
        {
            return _index.FindFirstVersion(key);
        }
    }

    /// <summary>The names of result files, and the document that has each.</summary>
    internal IReadOnlyDictionary<string, string> Names
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, string>(_index.Names, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The document whose result was the last to be written under a name.</summary>
    internal string? KeyOfOutput(string name)
    {
        lock (_lock)
        {
            return _index.KeyOfOutput(name);
        }
    }

    internal void Intent(string key, string document) => Append(new() { Event = "intent", Key = key, Document = document });

    internal void Refused(string key, string message) => Append(new() { Event = "refused", Key = key, Message = message });

    internal void Unknown(string key, string message) => Append(new() { Event = "unknown", Key = key, Message = message });

    internal void Submitted(string key, string jobId) => Append(new() { Event = "submitted", Key = key, JobId = jobId });

    internal void Done(string key, string jobId, string? output = null, string? hash = null) => Append(new() { Event = "done", Key = key, JobId = jobId, Output = output, Hash = hash });

    internal void Failed(string key, string jobId, string message) => Append(new() { Event = "failed", Key = key, JobId = jobId, Message = message });

    /// <summary>A document has the name of a result file for itself, in all runs.</summary>
    internal void Name(string output, string document) => Append(new() { Event = "name", Output = output, Document = document });

    void Load()
    {
        byte[] content = _file.Read();
        int start = 0;
        int line = 0;
        while (start < content.Length)
        {
            int end = Array.IndexOf(content, (byte)'\n', start);
            ReadOnlyMemory<byte> text = content.AsMemory(start..(end < 0 ? content.Length : end));
            line++;
            if (end >= 0)
            {
                if (!TryRead(text, content.AsMemory(0, start), line))
                {
                    throw Damaged(line);
                }

                start = end + 1;
                continue;
            }

            // The end of the file without a newline. What has lost nothing else is written; what goes on after its own end is damaged.
            if (TryRead(text, content.AsMemory(0, start), line))
            {
                _file.Write("\n"u8);
                content = [.. content, (byte)'\n'];
                start = content.Length;
            }
            else if (GoesOnAfterItsEnd(text, content.AsMemory(0, start), line) || (line == 1 && !IsCutHeader(text.Span)))
            {
                throw Damaged(line);
            }

            break;
        }

        if (start < content.Length)
        {
            CutOff = Encoding.UTF8.GetString(content, start, Math.Min(content.Length - start, 200));
        }

        _file.Truncate(start);
        if (_version != 2)
        {
            // After lines of version 1 the checksums begin with one over all of those.
            _sum = JournalChecksum.SeedOf(content.AsSpan(0, start));
            WriteLine(Encoding.UTF8.GetBytes(Header));
            _version = 2;
        }
    }

    PulseFileException Damaged(int line) => new(line == 1
        ? $"'{RawPaths.Readable(_path)}' is no journal, or its first line is damaged. Nothing was sent."
        : $"The journal '{RawPaths.Readable(_path)}' is damaged in line {line}. Nothing was sent. Restore the file from a copy; or, if you know what became of the documents of this line and those after it, begin a new journal without those that were paid for.");

    /// <summary>Whether a line that is not whole begins with one that is, whose newline was damaged.</summary>
    bool GoesOnAfterItsEnd(ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> before, int line)
    {
        // Version 1 has no checksums by which the end is known.
        if (TryRead(text[..^1], before, line))
        {
            return true;
        }

        ReadOnlySpan<byte> name = Encoding.UTF8.GetBytes(JournalChecksum.Name);
        for (int from = 0; text.Span[from..].IndexOf(name) is var found && found >= 0; from += found + 1)
        {
            int end = from + found + JournalChecksum.Length;
            if (end < text.Length && TryRead(text[..end], before, line))
            {
                return true;
            }
        }

        return false;
    }

    static bool IsCutHeader(ReadOnlySpan<byte> text)
    {
        string cut = Encoding.UTF8.GetString(text);
        string header = $"{Header}{JournalChecksum.Text(JournalChecksum.Sum(0, Encoding.UTF8.GetBytes(Header)))}";
        return FirstHeader.StartsWith(cut, StringComparison.Ordinal) || header.StartsWith(cut, StringComparison.Ordinal);
    }

    /// <summary>Reads a line, and obeys it if it is whole.</summary>
    bool TryRead(ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> before, int line)
    {
        ulong? seed = _version == 2 ? _sum : null;
        if (line == 1 && text.Span.SequenceEqual(Encoding.UTF8.GetBytes(FirstHeader)))
        {
            _version = 1;
            return true;
        }

        bool isHeader = text.Span.StartsWith(Encoding.UTF8.GetBytes(Header));
        if (isHeader && _version != 2)
        {
            seed = JournalChecksum.SeedOf(before.Span);
        }
        else if (line == 1 || isHeader)
        {
            return false;
        }

        if (seed is { } from)
        {
            if (!JournalChecksum.IsRight(text.Span, from, out ulong sum))
            {
                return false;
            }

            if (isHeader)
            {
                _version = 2;
                _sum = sum;
                return true;
            }

            if (!Obey(text))
            {
                return false;
            }

            _sum = sum;
            return true;
        }

        return Obey(text);
    }

    bool Obey(ReadOnlyMemory<byte> text) => JournalLine.Read(text) is { } line && _index.Obey(line, _version, apply: true);

    void Append(JournalLine line)
    {
        byte[] text = line.Write(_clock.GetUtcNow());
        lock (_lock)
        {
            // What could not be read again must not be written.
            if (!_index.Obey(line, _version, apply: false))
            {
                throw new PulseFileException($"The journal '{RawPaths.Readable(_path)}' has no place for '{line.Event}' here.");
            }

            WriteLine(text);
            _index.Obey(line, _version, apply: true);
        }
    }

    void WriteLine(ReadOnlySpan<byte> text)
    {
        ulong sum = JournalChecksum.Sum(_sum, text);
        byte[] check = Encoding.UTF8.GetBytes($"{JournalChecksum.Text(sum)}\n");
        _file.Write([.. text, .. check]);
        _sum = sum;
    }
}
