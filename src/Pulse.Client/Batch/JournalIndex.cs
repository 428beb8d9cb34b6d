namespace Pulse.Client.Batch;

/// <summary>What the lines of a journal say, taken together. Not safe for several threads.</summary>
sealed class JournalIndex
{
    readonly Dictionary<string, BatchRecord> _entries = new(StringComparer.Ordinal);
    readonly Dictionary<string, BatchRecord> _first = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> _keysOfOutputs = new(StringComparer.Ordinal);

    /// <summary>Whether it has entries of version 1, which are found by another key.</summary>
    internal bool HasFirstVersion => _first.Count > 0;

    /// <summary>The names of result files, and the document that has each.</summary>
    internal IReadOnlyDictionary<string, string> Names => _names;

    internal BatchRecord Find(string key) => _entries.GetValueOrDefault(key);

    internal BatchRecord FindFirstVersion(string key) => _first.GetValueOrDefault(key);

    /// <summary>The document whose result was the last to be written under a name.</summary>
    internal string? KeyOfOutput(string name) => _keysOfOutputs.GetValueOrDefault(name);

    /// <summary>Changes what is known; false for a line that could not have been written after those before it.</summary>
    /// <param name="line">The line.</param>
    /// <param name="version">Of the part of the journal that it stands in.</param>
    /// <param name="apply">Whether it changes anything, or is only looked at.</param>
    internal bool Obey(JournalLine line, int version, bool apply)
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

        Dictionary<string, BatchRecord> entries = version == 1 ? _first : _entries;
        if (line.Key is null)
        {
            return false;
        }

        BatchRecord entry = entries.GetValueOrDefault(line.Key);
        BatchRecord? changed = line switch
        {
            { Event: "intent" } when entry.State is not (BatchRecordState.Submitted or BatchRecordState.Done) || version == 2 => entry with { State = BatchRecordState.Unknown, JobId = null, Message = null },
            { Event: "unknown" } when entry.State == BatchRecordState.Unknown => entry with { Message = line.Message },
            { Event: "refused" } when entry.State == BatchRecordState.Unknown => entry with { State = BatchRecordState.New, Message = line.Message },
            { Event: "submitted", JobId: not null } when entry.State == BatchRecordState.Unknown => entry with { State = BatchRecordState.Submitted, JobId = line.JobId, Message = null },
            { Event: "done", JobId: not null } when entry.State is not (BatchRecordState.New or BatchRecordState.Failed) && (entry.JobId ?? line.JobId) == line.JobId => entry with { State = BatchRecordState.Done, JobId = line.JobId, Outputs = WithOutput(entry.Outputs, line) },
            { Event: "failed", JobId: not null } when entry.State is not BatchRecordState.New && (entry.JobId ?? line.JobId) == line.JobId => entry with { State = BatchRecordState.Failed, JobId = line.JobId, Message = line.Message },
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
}
