using System.Text;
using System.Text.Json;

namespace Pulse.Client.Batch;

/// <summary>What the journal knows of a document.</summary>
enum JournalState
{
    /// <summary>Nothing, or that it surely was not accepted.</summary>
    New,

    /// <summary>It was going to be sent, and nothing is known since; or it was sent without an answer.</summary>
    Unknown,

    /// <summary>It has a job.</summary>
    Submitted,

    /// <summary>Its result was delivered.</summary>
    Done,

    /// <summary>Its job has ended otherwise than completed.</summary>
    Failed,
}

/// <summary>An entry's last word about a document.</summary>
readonly record struct JournalEntry(JournalState State, string? JobId, string? Message);

/// <summary>
/// A text file of one JSON object a line that is only ever appended to, each line flushed to the disk before what it announces
/// is done. A line that was cut off by the end of a process or machine is the last one, and counts as not written. One
/// process at a time has it open.
/// </summary>
sealed class BatchJournal : IDisposable
{
    const string Header = """{"pulse_journal":1}""";

    readonly Lock _lock = new();
    readonly Dictionary<string, JournalEntry> _entries = new(StringComparer.Ordinal);
    readonly FileStream _file;
    readonly string _path;
    readonly TimeProvider _clock;

    /// <exception cref="PulseFileException">It cannot be opened, another process has it open, or it is no journal.</exception>
    internal BatchJournal(string path, TimeProvider clock)
    {
        _path = path;
        _clock = clock;
        _file = Open(path);
        try
        {
            Load();
        }
        catch (Exception exception)
        {
            _file.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new PulseFileException($"The journal '{path}' cannot be read: {exception.Message}", exception);
            }

            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>What was cut off at the end, where it could not be read; null when nothing was.</summary>
    internal string? CutOff { get; private set; }

    internal JournalEntry Find(string key)
    {
        lock (_lock)
        {
            return _entries.GetValueOrDefault(key);
        }
    }

    internal void Intent(string key, string document) => Append(key, "intent", document, null, null, JournalState.Unknown);

    internal void Refused(string key, string message) => Append(key, "refused", null, null, message, JournalState.New);

    internal void Unknown(string key, string message) => Append(key, "unknown", null, null, message, JournalState.Unknown);

    internal void Submitted(string key, string jobId) => Append(key, "submitted", null, jobId, null, JournalState.Submitted);

    internal void Done(string key, string jobId) => Append(key, "done", null, jobId, null, JournalState.Done);

    internal void Failed(string key, string jobId, string message) => Append(key, "failed", null, jobId, message, JournalState.Failed);

    static FileStream Open(string path)
    {
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                // It names documents and jobs.
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new FileStream(path, options);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new PulseFileException($"The journal '{path}' is in use by another process, or cannot be opened: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PulseFileException($"The journal '{path}' cannot be opened: {exception.Message}", exception);
        }
    }

    void Load()
    {
        if (_file.Length > int.MaxValue)
        {
            throw new PulseFileException($"The journal '{_path}' is larger than 2 GiB.");
        }

        byte[] content = new byte[_file.Length];
        _file.ReadExactly(content);
        int start = 0;
        int line = 0;
        while (start < content.Length)
        {
            int end = Array.IndexOf(content, (byte)'\n', start);
            bool last = end < 0 || end == content.Length - 1;
            ReadOnlyMemory<byte> text = content.AsMemory(start..(end < 0 ? content.Length : end));
            line++;
            if (end < 0 || !TryRead(text, line))
            {
                // A line that is cut off, or the rest of a sector that was never written: only the end can be so.
                if (last && line > 1)
                {
                    break;
                }

                if (line == 1 && end < 0 && Header.StartsWith(Encoding.UTF8.GetString(text.Span), StringComparison.Ordinal))
                {
                    break;
                }

                throw new PulseFileException(line == 1
                    ? $"'{_path}' is no journal: its first line is not {Header}."
                    : $"The journal '{_path}' is damaged in line {line}. Nothing was sent. Repair the line, or remove it if you know what became of its document.");
            }

            start = end + 1;
        }

        if (start < content.Length)
        {
            CutOff = Encoding.UTF8.GetString(content, start, Math.Min(content.Length - start, 200));
            _file.SetLength(start);
        }

        _file.Position = start;
        if (start == 0)
        {
            Write(Encoding.UTF8.GetBytes($"{Header}\n"));
        }
    }

    bool TryRead(ReadOnlyMemory<byte> text, int line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            if (line == 1)
            {
                return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("pulse_journal", out JsonElement version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out int number) && number == 1;
            }

            if (root.ValueKind != JsonValueKind.Object || Text(root, "key") is not { } key || Text(root, "event") is not { } name || StateOf(name) is not { } state)
            {
                return false;
            }

            string? jobId = Text(root, "job_id");
            if (jobId is null && state is JournalState.Submitted or JournalState.Done or JournalState.Failed && jobId is null)
            {
                return false;
            }

            _entries[key] = new(state, jobId, Text(root, "message"));
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or JSON with half a surrogate pair in it, which this program never writes.
            return false;
        }
    }

    static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static JournalState? StateOf(string name) => name switch
    {
        "intent" or "unknown" => JournalState.Unknown,
        "refused" => JournalState.New,
        "submitted" => JournalState.Submitted,
        "done" => JournalState.Done,
        "failed" => JournalState.Failed,
        _ => null,
    };

    void Append(string key, string name, string? document, string? jobId, string? message, JournalState state)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter writer = new(line, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("at", _clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            writer.WriteString("event", name);
            writer.WriteString("key", key);
            Write(writer, "document", document);
            Write(writer, "job_id", jobId);
            Write(writer, "message", message);
            writer.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        lock (_lock)
        {
            Write(line.ToArray());
            _entries[key] = new(state, jobId, message);
        }
    }

    static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
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
            throw new PulseFileException($"The journal '{_path}' cannot be written: {exception.Message}", exception);
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
}
