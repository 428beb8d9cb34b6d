using Npgsql;
using Pulse.Client.Batch;

namespace Pulse.Client.Postgres;

/// <summary>A record that this process has. A submit has an id of its own, so that what became of it is noted also when another process has taken the record over.</summary>
sealed class PostgresBatchClaim(PostgresBatchStore store, string key, BatchRecord first) : IBatchClaim
{
    // What came with the record, until something is written.
    BatchRecord? _first = first;
    Guid _submit;
    bool _isGivenBack;

    public async Task<BatchRecord> ReadAsync()
    {
        if (_first is { } first)
        {
            _first = null;
            return first;
        }

        List<BatchRecord> rows = await store.Database.QueryAsync(store.Sql.Read, PostgresBatchStore.RecordOf, null, CancellationToken.None, Database.Value(key)).ConfigureAwait(false);
        return rows.Count > 0 ? rows[0] : default;
    }

    public async Task<bool> IntentAsync(string document)
    {
        _first = null;
        _submit = Guid.NewGuid();
        return await store.Database.ExecuteAsync(store.Sql.Intent, CancellationToken.None, Database.Value(key), Database.Value(store.Process), Database.Value(_submit), Database.Text(document)).ConfigureAwait(false) == 1;
    }

    public Task RefusedAsync(string message) => WriteAsync(store.Sql.Refused, Database.Text(message));

    public Task UnknownAsync(string message) => WriteAsync(store.Sql.Unknown, Database.Text(message));

    public Task SubmittedAsync(string jobId) => WriteAsync(store.Sql.Submitted, Database.Text(jobId));

    public Task DoneAsync(string jobId, string? output, string? hash) => WriteAsync(store.Sql.Done, Database.Text(jobId), Database.Text(output is null ? null : PostgresBatchStore.Escaped(output)), Database.Text(hash));

    public Task FailedAsync(string jobId, string message) => WriteAsync(store.Sql.Failed, Database.Text(jobId), Database.Text(message));

    public async ValueTask DisposeAsync()
    {
        if (!_isGivenBack)
        {
            _isGivenBack = true;
            await store.ReleaseAsync(key).ConfigureAwait(false);
        }
    }

    /// <exception cref="PostgresBatchException">It cannot be written, or the record is about another submit now.</exception>
    async Task WriteAsync(string sql, params NpgsqlParameter[] more)
    {
        _first = null;
        if (await store.Database.ExecuteAsync(sql, CancellationToken.None, [Database.Value(key), Database.Value(_submit), .. more]).ConfigureAwait(false) == 0)
        {
            throw new PostgresBatchException($"The record '{key}' is about another submit meanwhile, or is gone.");
        }
    }
}
