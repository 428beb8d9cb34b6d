using System.Diagnostics;
using Npgsql;

namespace Pulse.Client.Postgres;

/// <summary>Runs statements, each a transaction of its own, again while the server cannot be reached. So each must be one that may run twice.</summary>
sealed class Database(NpgsqlDataSource source, PostgresBatchOptions options)
{
    static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    /// <summary>Runs a statement; returns the number of rows that it has changed.</summary>
    /// <exception cref="PostgresBatchException">It cannot be run.</exception>
    internal Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        RunAsync(sql, parameters, static (command, token) => command.ExecuteNonQueryAsync(token), options.RetryFor, null, cancellationToken);

    /// <summary>The same, once.</summary>
    internal Task<int> ExecuteOnceAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        RunAsync(sql, parameters, static (command, token) => command.ExecuteNonQueryAsync(token), TimeSpan.Zero, null, cancellationToken);

    /// <summary>Runs a statement; returns its rows.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="read">Makes something of a row.</param>
    /// <param name="failed">Called when a run has failed, of which nobody knows whether it was done.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="parameters">The statement's.</param>
    /// <exception cref="PostgresBatchException">It cannot be run.</exception>
    internal Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, Action? failed, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        RunAsync(
            sql,
            parameters,
            async (command, token) =>
            {
                List<T> rows = [];
                NpgsqlDataReader reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    while (await reader.ReadAsync(token).ConfigureAwait(false))
                    {
                        rows.Add(read(reader));
                    }
                }

                return rows;
            },
            options.RetryFor,
            failed,
            cancellationToken);

    internal static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    /// <summary>A text or NULL. Texts of a database have no NUL and no half of a surrogate pair.</summary>
    internal static NpgsqlParameter Text(string? value) => new()
    {
        NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text,
        Value = value is null ? DBNull.Value : System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(value)).Replace('\0', '\uFFFD'),
    };

    async Task<T> RunAsync<T>(string sql, NpgsqlParameter[] parameters, Func<NpgsqlCommand, CancellationToken, Task<T>> run, TimeSpan retryFor, Action? failed, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        for (TimeSpan pause = s_firstPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, s_longestPause.Ticks)))
        {
            try
            {
                NpgsqlCommand command = source.CreateCommand(sql);
                await using (command.ConfigureAwait(false))
                {
                    command.CommandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds);
                    foreach (NpgsqlParameter parameter in parameters)
                    {
                        // A parameter belongs to one command.
                        command.Parameters.Add(parameter.Clone());
                    }

                    return await run(command, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException)
            {
                failed?.Invoke();
                throw;
            }
            catch (ObjectDisposedException exception)
            {
                throw new PostgresBatchException("The database cannot be reached: its data source was disposed of.", exception);
            }
            catch (NpgsqlException exception)
            {
                failed?.Invoke();
                cancellationToken.ThrowIfCancellationRequested();
                if (!exception.IsTransient || Stopwatch.GetElapsedTime(start) + pause > retryFor)
                {
                    throw new PostgresBatchException($"The database {(exception.IsTransient ? "cannot be reached" : "refuses a statement")}: {exception.Message}", exception);
                }
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }
}
