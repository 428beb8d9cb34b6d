using System.IO.Hashing;
using Pulse.Client.Results;

namespace Pulse.Client.Batch;

/// <summary>The folder of a run's results: which name each document's has, and whether it is there.</summary>
sealed class ResultFiles
{
    const int MaxNameHash = 32;

    readonly Lock _lock = new();
    readonly string _folder;
    readonly string _extension;
    readonly BatchJournal? _journal;
    readonly SharedStore? _store;

    /// <summary>Names, and the documents that have them: those of the journal, and those that this run keeps for documents to come.</summary>
    readonly Dictionary<string, string> _owners;

    readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <exception cref="PulseFileException">The folder cannot be made or written.</exception>
    internal ResultFiles(string folder, string extension, BatchJournal? journal, SharedStore? store, IEnumerable<BatchDocument> documents)
    {
        _folder = folder;
        _extension = extension;
        _journal = journal;
        _store = store;
        _owners = new(journal?.Names ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach ((string name, string owner) in _owners.Where(pair => pair.Key.EndsWith(extension, StringComparison.Ordinal)))
        {
            _names[owner] = name;
        }

        // Whatever the order in which they are given and end, a plain name goes to the same document.
        foreach (var document in documents.Select(static document => new { document.ResultName, Source = SourceOf(document) }).Where(static document => document.Source is not null).OrderBy(static document => document.Source, StringComparer.Ordinal))
        {
            _ = _names.ContainsKey(document.Source!) || _owners.TryAdd($"{document.ResultName}{extension}", document.Source!);
        }
    }

    /// <summary>Makes the folder.</summary>
    /// <exception cref="PulseFileException">It cannot be made.</exception>
    internal static void Make(string folder)
    {
        try
        {
            bool isNew = !PathFiles.IsFolder(folder);
            PathFiles.MakeFolder(folder);
            if (isNew)
            {
                UnixFiles.SyncFolderOf(Path.TrimEndingDirectorySeparator(RawPaths.Full(folder)));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PulseFileException($"The folder '{RawPaths.Readable(folder)}' cannot be made: {exception.Message}", exception);
        }
    }

    /// <summary>The name of a document's result, the same in every run.</summary>
    internal async ValueTask<string> NameOfAsync(BatchDocument document, string key)
    {
        string source = document.Source ?? $"content:{key}";
        return _store is null
            ? NameOf(document, source, key)
            : await _store.NameAsync(source, Candidates(document.ResultName, source)).ConfigureAwait(false);
    }

    string NameOf(BatchDocument document, string source, string key)
    {
        lock (_lock)
        {
            if (!_names.TryGetValue(source, out string? name))
            {
                name = Choose(document.ResultName, source, key);
                _journal?.Name(name, source);
                if (_owners.TryGetValue(name, out string? before) && before != source)
                {
                    _names.Remove(before);
                }

                _owners[name] = source;
                _names[source] = name;
            }

            return name;
        }
    }

    internal string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Whether a file is there and holds what was written.</summary>
    internal bool Holds(string name, string hash) => ReadWhole(name, hash) is not null;

    /// <summary>What another document with the same content has as its result, where that is whole.</summary>
    internal byte[]? FindCopy(BatchRecord entry) => (entry.Outputs ?? new Dictionary<string, string>())
        .Where(output => output.Key.EndsWith(_extension, StringComparison.Ordinal))
        .Select(output => ReadWhole(output.Key, output.Value))
        .FirstOrDefault(static content => content is not null);

    /// <exception cref="PulseFileException">It cannot be written; nothing of it is left.</exception>
    /// <returns>The hash that says whether it is still there.</returns>
    /// <exception cref="OperationCanceledException">A pipe or a device took too long.</exception>
    internal async Task<string> WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await WholeFile.WriteAllAsync(PathOf(name), content, cancellationToken).ConfigureAwait(false);
        return Hash(content.Span);
    }

    static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(XxHash128.Hash(content));

    byte[]? ReadWhole(string name, string hash)
    {
        try
        {
            string path = PathOf(name);
            if (UnixFiles.Kind(path) != UnixFileKind.Regular)
            {
                return null;
            }

            byte[] content = PathFiles.ReadAllBytes(path);
            return Hash(content) == hash ? content : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be read is not there.
            return null;
        }
    }

    string Choose(string plain, string source, string key)
    {
        string[] names = [.. Candidates(plain, source)];
        return names.FirstOrDefault(name => !_owners.TryGetValue(name, out string? owner) || owner == source || (name == names[0] && HasMoved(name, owner, key))) ?? names[^1];
    }

    /// <summary>The names that a document may have, the plainest first. The last is no other document's.</summary>
    IEnumerable<string> Candidates(string plain, string source)
    {
        yield return $"{plain}{_extension}";
        string hash = Convert.ToHexStringLower(XxHash128.Hash(RawPaths.Encode(source).AsSpan()[..^1]));
        for (int digits = 8; digits <= MaxNameHash; digits += 8)
        {
            yield return $"{plain}-{hash[..digits]}{_extension}";
        }
    }

    /// <summary>Whether a name's document is now called otherwise: it is no longer where it was, and this one has its content.</summary>
    bool HasMoved(string name, string owner, string key) =>
        Path.IsPathRooted(owner) && !PathFiles.IsFile(owner) && _journal?.KeyOfOutput(name) == key;

    /// <summary>Null also where a document cannot be looked at; its error is reported when its turn comes.</summary>
    static string? SourceOf(BatchDocument document)
    {
        try
        {
            return document.Source;
        }
        catch (PulseFileException)
        {
            return null;
        }
    }
}
