using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Pulse.Client.Results;

namespace Pulse.Client.Batch;

/// <summary>What the journal knows of a document.</summary>
enum JournalState
{
    /// <summary>Nothing, or that it was not accepted.</summary>
    New,

    /// <summary>It was going to be sent, and nothing is known since; or it was sent without a response.</summary>
    Unknown,

    /// <summary>It has a job.</summary>
    Submitted,

    /// <summary>Its result was delivered.</summary>
    Done,

    /// <summary>Its job has ended otherwise than completed.</summary>
    Failed,
}

/// <summary>The last word about a document.</summary>
/// <param name="State">What is known.</param>
/// <param name="JobId">Its job.</param>
/// <param name="Message">Why, where something went wrong.</param>
/// <param name="Outputs">The names of its result files, and the hash of each.</param>
readonly record struct JournalEntry(JournalState State, string? JobId, string? Message, IReadOnlyDictionary<string, string>? Outputs);

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
    const string CheckName = ",\"check\":\"";
    const int CheckDigits = 16;
    const int CheckLength = 10 + CheckDigits + 2;

    readonly Lock _lock = new();
    readonly Dictionary<string, JournalEntry> _entries = new(StringComparer.Ordinal);
    readonly Dictionary<string, JournalEntry> _first = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _keysOfOutputs = new(StringComparer.Ordinal);
    readonly FileStream _file;
    readonly string _path;
    readonly TimeProvider _clock;
    ulong _sum;
    int _version;

    /// <exception cref="PulseFileException">It cannot be opened or locked, another process has it open, it is damaged, or it is no journal.</exception>
    internal BatchJournal(string path, TimeProvider clock)
    {
        _path = path;
        _clock = clock;
        _file = Open(path);
        try
        {
            Lock();
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
    internal bool HasFirstVersion => _first.Count > 0;

    internal JournalEntry Find(string key)
    {
        lock (_lock)
        {
            return _entries.GetValueOrDefault(key);
        }
    }

    /// <summary>What a journal of version 1 knows, by its key.</summary>
    internal JournalEntry FindFirstVersion(string key)
    {
        lock (_lock)
        {
            return _first.GetValueOrDefault(key);
        }
    }

    /// <summary>The names of result files, and the document that has each.</summary>
    internal IReadOnlyDictionary<string, string> Names
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, string>(_names, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The document whose result was the last to be written under a name.</summary>
    internal string? KeyOfOutput(string name)
    {
        lock (_lock)
        {
            return _keysOfOutputs.GetValueOrDefault(name);
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

    static FileStream Open(string path)
    {
        try
        {
            UnixFileKind kind = UnixFiles.Kind(path);
            if (kind is not (UnixFileKind.None or UnixFileKind.Regular))
            {
                throw new PulseFileException($"The journal '{RawPaths.Readable(path)}' is {(kind == UnixFileKind.Folder ? "a folder" : "a pipe or a device")}, not a file.");
            }

            FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                // It names documents and jobs.
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            FileStream file = PathFiles.Open(path, options);
            if (kind == UnixFileKind.None)
            {
                UnixFiles.SyncFolderOf(path);
            }

            return file;
        }
        catch (IOException exception) when (PathFiles.IsFile(path))
        {
            throw new PulseFileException($"The journal '{RawPaths.Readable(path)}' is in use by another process, or cannot be opened: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PulseFileException($"The journal '{RawPaths.Readable(path)}' cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>The runtime takes a lock too, but goes on where there is none to be had.</summary>
    void Lock()
    {
        try
        {
            if (!UnixFiles.TryLock(_file.SafeFileHandle))
            {
                throw new PulseFileException($"The journal '{RawPaths.Readable(_path)}' is in use by another process.");
            }
        }
        catch (IOException exception)
        {
            throw new PulseFileException($"The journal '{RawPaths.Readable(_path)}' cannot be locked: {exception.Message}. Without a lock two runs could pay for the same documents. Keep the journal on a local disk (JournalPath).", exception);
        }
    }

    void Load()
    {
        if (_file.Length > int.MaxValue)
        {
            throw new PulseFileException($"The journal '{RawPaths.Readable(_path)}' is larger than 2 GiB.");
        }

        byte[] content = new byte[_file.Length];
        _file.ReadExactly(content);
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
                _file.Position = content.Length;
                Write("\n"u8);
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
            _file.SetLength(start);
        }

        _file.Position = start;
        if (_version != 2)
        {
            // After lines of version 1 the checksums begin with one over all of those.
            _sum = start == 0 ? 0 : XxHash3.HashToUInt64(content.AsSpan(0, start));
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

        ReadOnlySpan<byte> name = Encoding.UTF8.GetBytes(CheckName);
        for (int from = 0; text.Span[from..].IndexOf(name) is var found && found >= 0; from += found + 1)
        {
            int end = from + found + CheckLength;
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
        string header = $"{Header}{Check(Sum(0, Encoding.UTF8.GetBytes(Header)))}";
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
            seed = before.Length == 0 ? 0 : XxHash3.HashToUInt64(before.Span);
        }
        else if (line == 1 || isHeader)
        {
            return false;
        }

        if (seed is { } from)
        {
            if (text.Length <= CheckLength || !TryCheck(text.Span, from, out ulong sum))
            {
                return false;
            }

            if (isHeader)
            {
                _version = 2;
                _sum = sum;
                return true;
            }

            if (!TryObey(text))
            {
                return false;
            }

            _sum = sum;
            return true;
        }

        return TryObey(text);
    }

    static bool TryCheck(ReadOnlySpan<byte> text, ulong seed, out ulong sum)
    {
        ReadOnlySpan<byte> checkedPart = text[..^CheckLength];
        sum = Sum(seed, checkedPart);
        return text[^CheckLength..].SequenceEqual(Encoding.UTF8.GetBytes(Check(sum)));
    }

    static ulong Sum(ulong seed, ReadOnlySpan<byte> text)
    {
        Span<byte> first = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(first, seed);
        XxHash3 hash = new();
        hash.Append(first);
        hash.Append(text);
        return hash.GetCurrentHashAsUInt64();
    }

    static string Check(ulong sum) => string.Create(CultureInfo.InvariantCulture, $"{CheckName}{sum:x16}\"}}");

    bool TryObey(ReadOnlyMemory<byte> text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && Obey(new()
            {
                Event = Text(root, "event") ?? "",
                Key = Text(root, "key"),
                Document = PathText(root, "document"),
                JobId = Text(root, "job_id"),
                Message = Text(root, "message"),
                Output = PathText(root, "output"),
                Hash = Text(root, "hash"),
            }, apply: true);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or JSON with half a surrogate pair in it, which this program never writes.
            return false;
        }
    }

    /// <summary>Changes what is known; false for a line that could not have been written after those before it.</summary>
    bool Obey(JournalLine line, bool apply)
    {
        if (line.Event == "name")
        {
            if (line.Output is null || line.Document is null)
            {
                return false;
            }

            if (apply)
            {
                _names[line.Output] = line.Document;
            }

            return true;
        }

        Dictionary<string, JournalEntry> entries = _version == 1 ? _first : _entries;
        if (line.Key is null)
        {
            return false;
        }

        JournalEntry entry = entries.GetValueOrDefault(line.Key);
        JournalEntry? changed = line switch
        {
            { Event: "intent" } when entry.State is not (JournalState.Submitted or JournalState.Done) || _version == 2 => entry with { State = JournalState.Unknown, JobId = null, Message = null },
            { Event: "unknown" } when entry.State == JournalState.Unknown => entry with { Message = line.Message },
            { Event: "refused" } when entry.State == JournalState.Unknown => entry with { State = JournalState.New, Message = line.Message },
            { Event: "submitted", JobId: not null } when entry.State == JournalState.Unknown => entry with { State = JournalState.Submitted, JobId = line.JobId, Message = null },
            { Event: "done", JobId: not null } when entry.State is not (JournalState.New or JournalState.Failed) && (entry.JobId ?? line.JobId) == line.JobId => entry with { State = JournalState.Done, JobId = line.JobId, Outputs = WithOutput(entry.Outputs, line) },
            { Event: "failed", JobId: not null } when entry.State is not JournalState.New && (entry.JobId ?? line.JobId) == line.JobId => entry with { State = JournalState.Failed, JobId = line.JobId, Message = line.Message },
            _ => null,
        };
        if (changed is not { } now)
        {
            return false;
        }

        if (!apply)
        {
            return true;
        }

        entries[line.Key] = now;
        if (line is { Event: "done", Output: not null })
        {
            _keysOfOutputs[line.Output] = line.Key;
        }

        return true;
    }

    static IReadOnlyDictionary<string, string>? WithOutput(IReadOnlyDictionary<string, string>? outputs, JournalLine line) =>
        line is { Output: { } output, Hash: { } hash }
            ? new Dictionary<string, string>(outputs ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [output] = hash }
            : outputs;

    static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A path, which need not be UTF-8.</summary>
    static string? PathText(JsonElement root, string name) => Text(root, name) is { } text ? RawPaths.FromText(text) : null;

    void Append(JournalLine line)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("at", _clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("event", line.Event);
            Write(writer, "key", line.Key);
            WritePath(writer, "document", line.Document);
            Write(writer, "job_id", line.JobId);
            Write(writer, "message", line.Message);
            WritePath(writer, "output", line.Output);
            Write(writer, "hash", line.Hash);
            writer.WriteEndObject();
        }

        lock (_lock)
        {
            // What could not be read again must not be written.
            if (!Obey(line, apply: false))
            {
                throw new PulseFileException($"The journal '{RawPaths.Readable(_path)}' has no place for '{line.Event}' here.");
            }

            // Without the last brace, which follows the checksum.
            WriteLine(text.GetBuffer().AsSpan(0, (int)text.Length - 1));
            Obey(line, apply: true);
        }
    }

    static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    static void WritePath(Utf8JsonWriter writer, string name, string? path) => Write(writer, name, path is null ? null : RawPaths.ToText(path));

    void WriteLine(ReadOnlySpan<byte> text)
    {
        ulong sum = Sum(_sum, text);
        byte[] check = Encoding.UTF8.GetBytes($"{Check(sum)}\n");
        Write([.. text, .. check]);
        _sum = sum;
    }

    /// <summary>Appends whole lines; one that does not fit is taken back.</summary>
    void Write(ReadOnlySpan<byte> bytes)
    {
        long before = _file.Position;
        try
        {
            _file.Write(bytes);
            _file.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or ObjectDisposedException)
        {
            TakeBack(before);
            throw new PulseFileException($"The journal '{RawPaths.Readable(_path)}' cannot be written: {exception.Message}", exception);
        }
    }

    void TakeBack(long length)
    {
        try
        {
            _file.SetLength(length);
            _file.Position = length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // What is left of the line is cut off by whoever reads the journal next.
        }
    }

    /// <summary>A line as it is read or written.</summary>
    sealed record JournalLine
    {
        internal required string Event { get; init; }

        internal string? Key { get; init; }

        internal string? Document { get; init; }

        internal string? JobId { get; init; }

        internal string? Message { get; init; }

        internal string? Output { get; init; }

        internal string? Hash { get; init; }
    }
}
