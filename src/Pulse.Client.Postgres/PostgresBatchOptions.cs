namespace Pulse.Client.Postgres;

/// <summary>Options of a <see cref="PostgresBatchStore"/>.</summary>
public sealed record PostgresBatchOptions
{
    /// <summary>The schema that has the tables. What one run has paid for, no other run in the same schema pays for again.</summary>
    /// <value>1 to 63 characters; default: "pulse".</value>
    public string Schema { get; init; } = "pulse";

    /// <summary>Make the schema and the tables where there are none. Turn it off where this user may not; <see cref="PostgresBatchStore.TablesSql"/> has the statements.</summary>
    /// <value>Default: true.</value>
    public bool CreateTables { get; init; } = true;

    /// <summary>
    /// How long after its last sign of life a process is taken for dead, and others go on with what it had. It gives a sign three times as often. Too short a time
    /// costs no money: what a process that was taken for dead has sent meanwhile is still noted.
    /// </summary>
    /// <value>1 s to 1 hour; default: 60 s.</value>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a statement is repeated when the server cannot be reached, before the run, or the document, has an error.</summary>
    /// <value>0 s to 1 hour; default: 2 minutes.</value>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a statement may take before the connection is taken for lost.</summary>
    /// <value>1 s to 10 minutes; default: 15 s.</value>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(15);

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Schema);
        if (Schema.Length > 63 || Schema.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("Schema must have 1 to 63 characters.", nameof(Schema));
        }

        Check(Lease, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(Lease));
        Check(RetryFor, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(RetryFor));
        Check(StatementTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), nameof(StatementTimeout));
    }

    static void Check(TimeSpan value, TimeSpan least, TimeSpan most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} must be from {least} to {most}.");
        }
    }
}
