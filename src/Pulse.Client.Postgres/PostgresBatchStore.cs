using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using Pulse.Client.Batch;

namespace Pulse.Client.Postgres;

/// <summary>
/// A run in PostgreSQL (12 or later) that any number of processes share: each takes documents that no other has, and goes on with those of processes that have died. An
/// object is one process's part in the run: it gives signs of life until it is disposed of. Thread-safe.
/// </summary>
/// <remarks>
/// A submit is noted before it is sent, with an id of its own and only by the process that has the document's record. So a document is sent twice only with
/// <see cref="BatchOptions.ResubmitUnknown"/> or <see cref="BatchOptions.RetryFailed"/>, whatever process dies, stops or is cut off. Times are those of the database.
/// </remarks>
public sealed class PostgresBatchStore : IBatchStore
{
    const int RowsAtOnce = 5000;

    // A lock that nobody else takes: CREATE IF NOT EXISTS of two processes at once fails otherwise.
    const long TablesLock = 0x70756C7365626174;

    readonly PostgresBatchOptions _options;
    readonly string _run;
    readonly CancellationTokenSource _end = new();
    readonly ConcurrentDictionary<string, byte[]> _held = new(StringComparer.Ordinal);

    // In the table a record is the process's, whose runs must not have it together.
    readonly ConcurrentDictionary<string, bool> _claimed = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<(string Sql, NpgsqlParameter[] Parameters)> _late = new();
    Task _life = Task.CompletedTask;
    volatile bool _lostResponse;

    PostgresBatchStore(NpgsqlDataSource source, string run, PostgresBatchOptions options)
    {
        _run = run;
        _options = options;
        Database = new Database(source, options);
        Sql = new Statements(options.Schema);
    }

    internal Database Database { get; }

    internal Statements Sql { get; }

    /// <summary>This process's part in runs.</summary>
    internal Guid Process { get; } = Guid.NewGuid();

    /// <summary>The statements that make the schema and its tables, for those who may.</summary>
    public static string TablesSql(string schema = "pulse") => new Statements(new PostgresBatchOptions { Schema = schema }.Schema).Tables;

    /// <summary>Joins a run, which begins with the first process that does.</summary>
    /// <param name="source">The connections; a statement waits for a free one. They belong to the caller, who disposes of them after the store.</param>
    /// <param name="run">The run's name.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PostgresBatchException">The database cannot be reached, or the tables cannot be made.</exception>
    public static async Task<PostgresBatchStore> OpenAsync(NpgsqlDataSource source, string run, PostgresBatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(run);
        if (run.Length > 200 || run.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("The name of a run must have 1 to 200 characters.", nameof(run));
        }

        options ??= new PostgresBatchOptions();
        options.Validate();
        PostgresBatchStore store = new(source, run, options);
        if (options.CreateTables && !(await store.Database.QueryAsync(store.Sql.TablesExist, static row => row.GetBoolean(0), null, cancellationToken).ConfigureAwait(false))[0])
        {
            await store.Database.ExecuteAsync($"BEGIN; SELECT pg_advisory_xact_lock({TablesLock.ToString(CultureInfo.InvariantCulture)}); {store.Sql.Tables} COMMIT", cancellationToken).ConfigureAwait(false);
        }

        await store.AliveAsync(cancellationToken).ConfigureAwait(false);
        store._life = Task.Run(store.LiveAsync, CancellationToken.None);
        return store;
    }

    /// <inheritdoc/>
    public async Task AddAsync(IReadOnlyCollection<string> documents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(documents);
        foreach (string[] part in documents.Select(Escaped).Chunk(RowsAtOnce))
        {
            await Database.ExecuteAsync(Sql.Add, cancellationToken, Database.Value(_run), Database.Value(part.Select(IdOf).ToArray()), Database.Value(part)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);

        // After a response that did not come, what was taken with it is taken again: this process has it and does not know.
        bool again = _lostResponse;
        _lostResponse = false;
        List<string> taken;
        do
        {
            bool repeat = again;
            taken = await Database.QueryAsync(
                Sql.Take,
                static row => row.GetString(0),
                () => _lostResponse = true,
                cancellationToken,
                Database.Value(_run),
                Database.Value(Process),
                Database.Value(count),
                Database.Value(repeat),
                Database.Value(repeat ? _held.Values.ToArray() : [])).ConfigureAwait(false);
            again = _lostResponse;
            _lostResponse = false;
            foreach (string document in taken)
            {
                _held[document] = IdOf(document);
            }
        }
        while (taken.Count == 0 && again);

        _lostResponse |= again;
        return [.. taken.Select(Unescaped)];
    }

    /// <inheritdoc/>
    public async Task<bool> IsFinishedAsync(CancellationToken cancellationToken) =>
        !(await Database.QueryAsync(Sql.IsOpen, static row => row.GetBoolean(0), null, cancellationToken, Database.Value(_run)).ConfigureAwait(false))[0];

    /// <inheritdoc/>
    public Task PutBackAsync(string document, TimeSpan delay)
    {
        ArgumentNullException.ThrowIfNull(document);
        return SettleAsync(document, Sql.PutBack, Database.Value(delay));
    }

    /// <inheritdoc/>
    [SuppressMessage("Globalization", "CA1308", Justification = "The words of the table.")]
    public Task EndAsync(string document, BatchState state, string? jobId, string? message, string? output)
    {
        ArgumentNullException.ThrowIfNull(document);
        return state is BatchState.Completed or BatchState.Failed or BatchState.Unknown or BatchState.Open
            ? SettleAsync(document, Sql.End, Database.Value(state.ToString().ToLowerInvariant()), Database.Text(jobId), Database.Text(message), Database.Text(output is null ? null : Escaped(output)))
            : throw new ArgumentException("A document ends as Completed, Failed, Unknown or Open.", nameof(state));
    }

    /// <inheritdoc/>
    public async Task<IBatchClaim?> ClaimAsync(string key, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (!_claimed.TryAdd(key, true))
        {
            return null;
        }

        PostgresBatchClaim? claim = null;
        try
        {
            List<BatchRecord> rows = await Database.QueryAsync(Sql.Claim, RecordOf, null, cancellationToken, Database.Value(key), Database.Value(Process)).ConfigureAwait(false);
            claim = rows.Count == 0 ? null : new PostgresBatchClaim(this, key, rows[0]);
            return claim;
        }
        finally
        {
            if (claim is null)
            {
                _claimed.TryRemove(key, out _);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<string> NameAsync(string document, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(names);
        foreach (string name in names)
        {
            if (await Database.ExecuteAsync(Sql.Name, CancellationToken.None, Database.Value(_run), Database.Value(Escaped(name)), Database.Value(IdOf(Escaped(document)))).ConfigureAwait(false) == 1)
            {
                return name;
            }
        }

        return names[^1];
    }

    /// <summary>Opens documents again that have ended: processes take them again, and their options say what is done (<see cref="BatchOptions.RetryFailed"/>, <see cref="BatchOptions.ResubmitUnknown"/>).</summary>
    /// <param name="states">Which: Failed, Unknown, Open, or Completed, whose result is then looked for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many they are.</returns>
    /// <exception cref="PostgresBatchException">The database cannot be reached.</exception>
    [SuppressMessage("Globalization", "CA1308", Justification = "The words of the table.")]
    public async Task<int> ReopenAsync(IReadOnlyCollection<BatchState> states, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(states);
        return await Database.ExecuteAsync(Sql.Reopen, cancellationToken, Database.Value(_run), Database.Value(states.Select(static state => state.ToString().ToLowerInvariant()).ToArray())).ConfigureAwait(false);
    }

    /// <summary>How far the run is.</summary>
    /// <exception cref="PostgresBatchException">The database cannot be reached.</exception>
    public async Task<BatchRunCounts> CountAsync(CancellationToken cancellationToken = default)
    {
        List<(string State, long Count)> rows = await Database.QueryAsync(Sql.Count, static row => (row.GetString(0), row.GetInt64(1)), null, cancellationToken, Database.Value(_run)).ConfigureAwait(false);
        long Of(string state) => rows.Find(row => row.State == state).Count;
        return new(Of("waiting"), Of("taken"), Of("completed"), Of("failed"), Of("unknown"), Of("open"));
    }

    /// <summary>The documents of the run, in the order in which they were added.</summary>
    /// <exception cref="PostgresBatchException">The database cannot be reached.</exception>
    public async IAsyncEnumerable<BatchRunDocument> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (long last = 0; ;)
        {
            List<(BatchRunDocument Document, long Position)> rows = await Database.QueryAsync(
                Sql.List,
                static row => (new BatchRunDocument(
                    Unescaped(row.GetString(0)),
                    row.IsDBNull(1) ? null : Enum.Parse<BatchState>(row.GetString(1), ignoreCase: true),
                    TextOf(row, 2),
                    TextOf(row, 3),
                    TextOf(row, 4) is { } output ? Unescaped(output) : null), row.GetInt64(5)),
                null,
                cancellationToken,
                Database.Value(_run),
                Database.Value(last),
                Database.Value(RowsAtOnce)).ConfigureAwait(false);
            foreach ((BatchRunDocument document, long position) in rows)
            {
                yield return document;
                last = position;
            }

            if (rows.Count < RowsAtOnce)
            {
                yield break;
            }
        }
    }

    /// <summary>Leaves the run: others take at once what this process had. Where the database cannot be reached they do when the lease has passed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested)
        {
            return;
        }

        await _end.CancelAsync().ConfigureAwait(false);
        await _life.ConfigureAwait(false);
        try
        {
            await WriteLateAsync().ConfigureAwait(false);
            await Database.ExecuteOnceAsync(Sql.Leave, CancellationToken.None, Database.Value(Process)).ConfigureAwait(false);
        }
        catch (PostgresBatchException)
        {
            // As documented: the lease ends by itself.
        }

        _end.Dispose();
    }

    /// <summary>Gives a record back; if that fails, again with each sign of life.</summary>
    internal async Task ReleaseAsync(string key)
    {
        NpgsqlParameter[] parameters = [Database.Value(key), Database.Value(Process)];
        try
        {
            await Database.ExecuteAsync(Sql.Release, CancellationToken.None, parameters).ConfigureAwait(false);
        }
        catch (PostgresBatchException)
        {
            _late.Enqueue((Sql.Release, parameters));
        }

        _claimed.TryRemove(key, out _);
    }

    internal static BatchRecord RecordOf(NpgsqlDataReader row) => new(
        Enum.Parse<BatchRecordState>(row.GetString(0), ignoreCase: true),
        TextOf(row, 1),
        TextOf(row, 2),
        TextOf(row, 3) is { } outputs ? OutputsOf(outputs) : null);

    /// <summary>A path or name as a database can hold it, which has no NUL in its texts.</summary>
    internal static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal);

    internal static string Unescaped(string text)
    {
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            plain.Append(text[i] == '\\' && ++i < text.Length && text[i] == '0' ? '\0' : text[i]);
        }

        return plain.ToString();
    }

    static Dictionary<string, string> OutputsOf(string json)
    {
        using JsonDocument outputs = JsonDocument.Parse(json);
        return outputs.RootElement.EnumerateObject().ToDictionary(static output => Unescaped(output.Name), static output => output.Value.GetString() ?? "", StringComparer.Ordinal);
    }

    static string? TextOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    static byte[] IdOf(string escaped) => SHA256.HashData(Encoding.UTF8.GetBytes(escaped));

    /// <summary>Ends this process's part in a document; if that fails, again with each sign of life.</summary>
    async Task SettleAsync(string document, string sql, params NpgsqlParameter[] more)
    {
        string escaped = Escaped(document);
        NpgsqlParameter[] parameters = [Database.Value(_run), Database.Value(IdOf(escaped)), Database.Value(Process), .. more];
        try
        {
            await Database.ExecuteAsync(sql, CancellationToken.None, parameters).ConfigureAwait(false);
            _held.TryRemove(escaped, out _);
        }
        catch (PostgresBatchException)
        {
            _late.Enqueue((sql, parameters));
            throw;
        }
    }

    Task<int> AliveAsync(CancellationToken cancellationToken) =>
        Database.ExecuteAsync(Sql.Alive, cancellationToken, Database.Value(Process), Database.Value(_options.Lease), Database.Text(Environment.MachineName), Database.Value(Environment.ProcessId));

    /// <summary>Gives signs of life, and writes what could not be written before.</summary>
    async Task LiveAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_options.Lease / 3, TimeProvider.System, _end.Token).ConfigureAwait(false);
                await AliveAsync(_end.Token).ConfigureAwait(false);
                await WriteLateAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or PostgresBatchException)
            {
                // At the end of this part; or a server that is gone for long, which the statements of the documents report.
            }
        }
    }

    async Task WriteLateAsync()
    {
        while (_late.TryPeek(out (string Sql, NpgsqlParameter[] Parameters) late))
        {
            await Database.ExecuteOnceAsync(late.Sql, CancellationToken.None, late.Parameters).ConfigureAwait(false);
            _late.TryDequeue(out _);
        }
    }
}
