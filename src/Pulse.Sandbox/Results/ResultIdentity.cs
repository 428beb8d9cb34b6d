using System.Text.Json;
using Pulse.Sandbox.Jobs;

namespace Pulse.Sandbox.Results;

/// <summary>What a result and the stub of a large one have in common. It holds nothing of the document.</summary>
/// <param name="Stored">The id and link of the stored extraction; null when nothing is stored.</param>
/// <param name="PageCount">The pages that were processed.</param>
/// <param name="Plan">What was used so far.</param>
sealed record ResultIdentity((string Id, string Url)? Stored, int PageCount, PlanInfo Plan)
{
    public void Write(Utf8JsonWriter json)
    {
        if (Stored is { } stored)
        {
            json.WriteString("extraction_id", stored.Id);
            json.WriteString("extraction_url", stored.Url);
        }

        json.WriteNumber("page_count", PageCount);
        Plan.Write(json, bothNames: true);
    }
}
