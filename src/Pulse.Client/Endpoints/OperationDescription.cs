using System.Text.Json.Serialization.Metadata;
using Pulse.Client.Results;

namespace Pulse.Client.Endpoints;

/// <summary>How many documents an operation takes.</summary>
enum OperationFiles
{
    None,
    One,
    Many,
}

/// <summary>Whether an operation is answered with a job.</summary>
enum OperationJob
{
    Never,

    /// <summary>Where the request says <c>async</c>.</summary>
    OnRequest,
    Always,
}

/// <summary>Operations that belong together: <c>form.fill</c> in Python, <c>pulse form fill</c> on the command line.</summary>
/// <param name="Name">Its name in Python, and in front of the names of its operations.</param>
/// <param name="Summary">What they do, a sentence.</param>
sealed record OperationGroup(string Name, string Summary)
{
    internal static OperationGroup Batch { get; } = new("batch", "Many documents in one job of the service.");

    internal static OperationGroup Pipeline { get; } = new("pipeline", "Several steps in one job of the service.");

    internal static OperationGroup Form { get; } = new("form", "Finds, fills in and clears the fields of PDF forms.");

    internal static OperationGroup Results { get; } = new("results", "Downloads files that jobs have created.") { Command = "result" };

    internal static OperationGroup Jobs { get; } = new("jobs", "Shows jobs, waits for them, and cancels them.") { Command = "job" };

    internal static OperationGroup Webhooks { get; } = new("webhooks", "Verifies and signs webhooks, and creates links to the webhook portal.") { Command = "webhook" };

    /// <summary>Its name on the command line.</summary>
    internal string Command { get; init; } = Name;
}

/// <summary>
/// An operation, described once: the operations by name, the commands of the command line, the typed layer of Python and the
/// tables of the documentation are all made from this.
/// </summary>
/// <param name="Name">By which C, C++ and Python call it: <c>form_fill</c>.</param>
/// <param name="Verb">The HTTP method; empty for what makes several calls.</param>
/// <param name="Path">The path, as Refit knows it.</param>
/// <param name="Summary">What it does, a sentence.</param>
abstract record OperationDescription(string Name, string Verb, string Path, string Summary)
{
    /// <summary>Makes the call from its request as JSON and its documents.</summary>
    internal delegate PreparedOperation Preparation(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files);

    /// <summary>For people and logs, for example <c>POST /split</c>.</summary>
    internal string Label => $"{Verb} {Path}";

    /// <summary>What the service takes for it, in words; null when it is free.</summary>
    internal string? Cost { get; init; }

    internal OperationGroup? Group { get; init; }

    /// <summary>The name within the group: <c>fill</c>.</summary>
    internal string Method
    {
        get => field ?? (Group is not null && Name.StartsWith($"{Group.Name}_", StringComparison.Ordinal) ? Name[(Group.Name.Length + 1)..] : Name);
        init;
    }

    /// <summary>The words of the command line: <c>form fill</c>. Empty where there is no such command.</summary>
    internal string Command
    {
        get => field ?? (Group is null ? Method : $"{Group.Command} {Method}");
        init;
    }

    /// <summary>Ids that it needs, for operations without a request body.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether it fetches a file, which can go straight to a path.</summary>
    internal bool IsDownload { get; init; }

    /// <summary>Whether its job leaves a PDF.</summary>
    internal bool MakesPdf { get; init; }

    internal OperationFiles Files { get; init; }

    internal OperationJob Job { get; init; }

    /// <summary>Whether the service has announced its end.</summary>
    internal bool IsDeprecated { get; init; }

    /// <summary>The typed result; null where there is none.</summary>
    internal Type? Result { get; init; }

    /// <summary>The typed submission of its job.</summary>
    internal Type Submission { get; init; } = typeof(JobSubmission);

    /// <summary>By what the result is known.</summary>
    internal ResultKind Kind { get; init; } = ResultKind.Unknown;

    /// <summary>The JSON contract of the request; null for operations without a request body.</summary>
    internal virtual JsonTypeInfo? RequestType => null;

    /// <summary>The work, by which waits learn how long it takes.</summary>
    internal virtual string? Work => null;

    /// <summary>The names by which it can be called, and what each does.</summary>
    internal abstract IEnumerable<KeyValuePair<string, Preparation>> Names { get; }
}

/// <summary>An operation without a request body of its own.</summary>
sealed record PlainOperation(string Name, string Verb, string Path, string Summary, OperationDescription.Preparation Prepare)
    : OperationDescription(Name, Verb, Path, Summary)
{
    internal override IEnumerable<KeyValuePair<string, Preparation>> Names => [new(Name, Prepare)];
}
