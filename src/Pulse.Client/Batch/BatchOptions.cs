namespace Pulse.Client.Batch;

/// <summary>Options of a <see cref="BatchRunner"/>.</summary>
public sealed record BatchOptions
{
    /// <summary>The options of each extraction; its document is put in.</summary>
    public ExtractRequest Request { get; init; } = new();

    /// <summary>The wait for each document.</summary>
    public WaitOptions Wait { get; init; } = new();

    /// <summary>Documents at once, from their submit to their result.</summary>
    /// <value>1 to 10 000; default 8.</value>
    public int Concurrency { get; init; } = 8;

    /// <summary>A file that remembers what was submitted, so that a run that was ended in whatever way can be resumed without paying twice. Null: none.</summary>
    public string? JournalPath { get; init; }

    /// <summary>
    /// What processes that share a run know together, in place of a journal; it belongs to the caller. Then a run is the documents that the store has: those that are
    /// given are added, and each process does what no other has, until all have ended. Documents are paths and URLs that all processes can open. Null: none.
    /// </summary>
    public IBatchStore? Store { get; init; }

    /// <summary>A folder for the results: each document's goes to a file named after it, and the journal knows the file and what is in it. Null: none.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>What is put at the end of a document's name to make that of its result.</summary>
    /// <value>Default: ".json".</value>
    public string OutputExtension { get; init; } = ".json";

    /// <summary>Makes the content of a result file.</summary>
    /// <value>Default: the result as it came, or the whole response where a job has none.</value>
    public Func<Job, ReadOnlyMemory<byte>>? Render { get; init; }

    /// <summary>Only submit: each document ends as <see cref="BatchState.Open"/> with its job's id.</summary>
    public bool SubmitOnly { get; init; }

    /// <summary>Submit again what may have been submitted before without a response. Such a document may be paid for twice.</summary>
    /// <value>Default: false; it is reported as <see cref="BatchState.Unknown"/>.</value>
    public bool ResubmitUnknown { get; init; }

    /// <summary>Submit again what the service has failed at, or what was canceled or has expired. It is paid for again.</summary>
    /// <value>Default: false; it is reported as <see cref="BatchState.Failed"/>.</value>
    public bool RetryFailed { get; init; }

    /// <summary>Whether the result of a document that the journal calls done is where it should be; if not it is fetched again, which costs nothing. Not asked where there is an <see cref="OutputFolder"/>.</summary>
    /// <value>Default: it is.</value>
    public Func<BatchDocument, bool>? IsDelivered { get; init; }

    /// <summary>Receives each result before the journal calls it done; what it throws makes the document <see cref="BatchState.Failed"/> and leaves it to be delivered by the next run.</summary>
    public Func<BatchDocument, Job, CancellationToken, Task>? Deliver { get; init; }

    /// <summary>Writes what belongs beside a result file, whose path it gets, before the journal calls the document done.</summary>
    internal Func<Job, string, CancellationToken, Task>? DeliverBeside { get; init; }

    /// <summary>Receives what happens to each document, on any thread. What it throws is ignored.</summary>
    public Action<BatchProgress>? Progress { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate()
    {
        if (Concurrency is < 1 or > 10_000)
        {
            throw new ArgumentOutOfRangeException(nameof(Concurrency), "Concurrency must be from 1 to 10 000.");
        }

        if (Store is not null && JournalPath is not null)
        {
            throw new ArgumentException("Store takes the place of JournalPath; give one of them.", nameof(Store));
        }

        if (OutputExtension is not ['.', ..] || OutputExtension.Contains('/', StringComparison.Ordinal) || OutputExtension.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("OutputExtension must be as \".json\".", nameof(OutputExtension));
        }

        Wait.Validate();
    }
}

/// <summary>What has become of a document.</summary>
public enum BatchState
{
    /// <summary>Its job has completed, and the result was delivered.</summary>
    Completed = 1,

    /// <summary>It was done in a run before.</summary>
    AlreadyDone = 2,

    /// <summary>It failed: before, at or after its submit. The error says which.</summary>
    Failed = 3,

    /// <summary>It was sent, in this run or one before, and nobody knows whether it was accepted. It was not sent again.</summary>
    Unknown = 4,

    /// <summary>The wait ended, by a limit or a stop; its job may still run. The next run waits for it again.</summary>
    Open = 5,

    /// <summary>The run was stopped before it was submitted.</summary>
    NotStarted = 6,
}

/// <summary>A document at the end of a run.</summary>
/// <param name="Document">The document.</param>
/// <param name="State">What has become of it.</param>
/// <param name="JobId">Its job, as far as that is known.</param>
/// <param name="Job">The completed job, which belongs to the caller; else null.</param>
/// <param name="Error">What went wrong; null for what is done.</param>
public sealed record BatchOutcome(BatchDocument Document, BatchState State, string? JobId, Job? Job, PulseException? Error)
{
    /// <summary>The journal or the store could not be written after the submit: keep the <see cref="JobId"/>, which it does not know.</summary>
    public PulseException? JournalError { get; init; }

    /// <summary>The file that holds its result; null where there is no <see cref="BatchOptions.OutputFolder"/>, or no result.</summary>
    public string? OutputPath { get; init; }
}

/// <summary>What happens to a document of a run.</summary>
/// <param name="Document">The document.</param>
/// <param name="JobId">Its job, once there is one.</param>
/// <param name="Wait">How its wait goes on; null when it is submitted, or its wait resumed.</param>
public readonly record struct BatchProgress(BatchDocument Document, string? JobId, WaitProgress? Wait);
