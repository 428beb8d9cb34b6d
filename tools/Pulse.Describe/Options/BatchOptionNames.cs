namespace Pulse.Generate.Options;

/// <summary>Options of batches that messages name: in .NET (<c>BatchOptions</c>), and in the request of <c>run_documents</c>.</summary>
static class BatchOptionNames
{
    internal static readonly (string Name, string Json)[] All =
    [
        ("JournalPath", "journal"),
        ("ResubmitUnknown", "resubmit_unknown"),
        ("RetryFailed", "retry_failed"),
    ];

    /// <summary>Lines of a dictionary from the names of .NET to those of another layer.</summary>
    internal static string Lines(Func<string, string> spelling) => string.Concat(All.Select(option => $"        [\"{option.Name}\"] = \"{spelling(option.Json)}\",\n"));
}
