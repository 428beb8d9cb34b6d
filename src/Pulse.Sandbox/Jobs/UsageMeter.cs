using System.Globalization;
using System.Text.Json;

namespace Pulse.Sandbox.Jobs;

/// <summary>Counts what each organization has used. Thread-safe.</summary>
sealed class UsageMeter
{
    readonly Lock _lock = new();
    readonly Dictionary<string, (decimal Credits, long Pages)> _totals = new(StringComparer.Ordinal);

    public PlanInfo Charge(string organization, decimal credits, int pages)
    {
        lock (_lock)
        {
            (decimal Credits, long Pages) total = _totals.GetValueOrDefault(organization);
            total = (total.Credits + credits, total.Pages + pages);
            _totals[organization] = total;
            return new PlanInfo(total.Credits, total.Pages);
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _totals.Clear();
        }
    }
}

/// <summary>An organization's totals, the call at hand included.</summary>
sealed record PlanInfo(decimal TotalCredits, long Pages)
{
    /// <summary>Writes the object under its name, and for extractions under the older name as well.</summary>
    public void Write(Utf8JsonWriter json, bool bothNames)
    {
        foreach (string name in bothNames ? (ReadOnlySpan<string>)["plan_info", "plan-info"] : ["plan_info"])
        {
            json.WriteStartObject(name);
            json.WriteString("tier", "sandbox");
            json.WriteNumber("total_credits_used", TotalCredits);
            json.WriteNumber("pages_used", Pages);
            json.WriteString("note", string.Create(CultureInfo.InvariantCulture, $"The sandbox bills nothing; {TotalCredits} credits counted"));
            json.WriteEndObject();
        }
    }
}
