namespace Pulse.Sandbox.Jobs;

/// <summary>What the children of a batch do.</summary>
enum BatchKind
{
    Extract,
    Schema,
    Split,
    Tables,
}

/// <summary>One job of a batch.</summary>
/// <param name="Job">The job.</param>
/// <param name="Source">What it works on: a file's name, a URL, or the id of an extraction or split.</param>
/// <param name="IdName">The name of the id that its result has, for example <c>extraction_id</c>.</param>
sealed record BatchChild(Job Job, string Source, string IdName);
