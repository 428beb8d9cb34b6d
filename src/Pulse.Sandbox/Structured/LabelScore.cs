namespace Pulse.Sandbox.Structured;

/// <summary>How well a label fits a property.</summary>
static class LabelScore
{
    public const int Exact = 100;
    public const int Least = 50;

    // What a label may leave out: nobody prints "Account holder name:".
    static readonly HashSet<string> s_implied = new(StringComparer.Ordinal) { "name", "value", "amount", "number", "date", "id", "text" };

    /// <returns>0 for no fit, 100 for equal words.</returns>
    public static int Of(string[] property, string[] label)
    {
        if (property.Length == 0 || label.Length == 0)
        {
            return 0;
        }

        if (property.AsSpan().SequenceEqual(label))
        {
            return Exact;
        }

        int missing = property.Count(word => !label.Contains(word));
        int extra = label.Count(word => !property.Contains(word));
        return missing == 0 && extra == 0 ? 95
            : missing == 0 && extra <= 3 ? 85 - (extra * 10)
            : extra == 0 && property.All(word => label.Contains(word) || s_implied.Contains(word)) && !label.All(s_implied.Contains) ? 60
            : 0;
    }
}
